"""The corporate procedure, by the seeds and by the Code (6.2; R29, R35; E41 to E46)."""

import pytest

from caseledger.complaint import (
    Acknowledge,
    Command,
    ConvenePanel,
    DeadlineName,
    DeclineEscalation,
    Extend,
    Phase,
    ReopenStage2,
    Standing,
    Terms,
)
from caseledger.complaint.events import (
    Escalated,
    EscalationDeclined,
    Extended,
    Responded,
)
from caseledger.rules import Policy, Procedure, Signatories
from complaint.in_full import (
    ANSWER_3,
    CONVENE,
    CORPORATE,
    CORPORATE_ACKNOWLEDGE,
    CORPORATE_ANSWER_1,
    CORPORATE_ANSWER_2,
    CORPORATE_ANSWERED_1,
    CORPORATE_ANSWERED_2,
    CORPORATE_AT_STAGE_1,
    CORPORATE_AT_STAGE_2,
    CORPORATE_REQUEST_2,
    REPORT,
    REQUEST_3,
    UNDER_CODE,
    but,
    came_of,
    due,
    for_want_of_an_answer,
    owed,
    skip,
)
from given import Given, day, given

SEED = Terms()
STAGE_1, STAGE_2 = DeadlineName.STAGE_1_RESPONSE, DeadlineName.STAGE_2_RESPONSE


def response(story: Given, stage: int) -> tuple[str, str]:
    """Return when a stage is due, and the latest day to which it may be extended."""
    deadline = story.stands.stage(stage).deadline
    assert deadline is not None
    return str(deadline.due_on), str(deadline.latest_on)


class TestTheClockOfStage1:
    """Received Tue 31 May 2022; the fifth working day after is Thu 9 Jun (E42)."""

    def test_runs_from_receipt_by_the_seeds(self) -> None:
        """6.2, Received: 10 wd from receipt (seeds), ext +10; E41."""
        # 17 Jun (11), 20-24 (16), 27-30 Jun (20).
        assert ("2022-06-16", "2022-06-30") == response(given(CORPORATE), 1)

    def test_is_not_moved_by_acknowledgement_then(self) -> None:
        """C2: corporate pre-Code: receipt."""
        story = given(*CORPORATE_AT_STAGE_1)

        assert ("2022-06-16", "2022-06-30") == response(story, 1)

    @pytest.mark.parametrize(
        ("acknowledged", "expected", "at_most"),
        [
            # E42. At most: 24 Jun (11), 27 Jun-1 Jul (16), 4-7 Jul (20).
            ("Thu 9 Jun 2022", "2022-06-23", "2022-07-07"),
            # At once: 6-10 Jun (5), 13-17 (10), 20-24 (15), 27 Jun-1 Jul (20).
            ("Wed 1 Jun 2022", "2022-06-17", "2022-07-01"),
            ("Tue 31 May 2022", "2022-06-16", "2022-06-30"),
            # Late: it runs at the latest from the fifth day after receipt.
            ("Fri 10 Jun 2022", "2022-06-23", "2022-07-07"),
            ("Wed 22 Jun 2022", "2022-06-23", "2022-07-07"),
            # Not at all.
            (None, "2022-06-23", "2022-07-07"),
        ],
    )
    def test_runs_from_acknowledgement_by_the_code_and_cannot_be_held_up(
        self, acknowledged: str | None, expected: str, at_most: str
    ) -> None:
        """6.2, Acknowledged: (Code) starts the 10 wd; C2: the cap; E42."""
        steps = [Acknowledge(on=day(acknowledged))] if acknowledged else []
        story = given(CORPORATE, *steps, terms=UNDER_CODE)

        assert (expected, at_most) == response(story, 1)

    def test_reaches_the_date_of_e46(self) -> None:
        """E46: acknowledged Thu 14 Dec 2023, extended 20 on Tue 16 Jan 2024."""
        # Ten: 15 Dec (1), 18-22 (6), 27-29 (9), 2 Jan 2024 (10).
        received = but(CORPORATE, on=day("Mon 11 Dec 2023"), grounds_arose_on=None)
        story = given(
            received, Acknowledge(on=day("Thu 14 Dec 2023")), terms=UNDER_CODE
        )

        assert ("2024-01-02", "2024-01-16") == response(story, 1)

    @pytest.mark.parametrize(
        ("terms", "receipt", "expected"),
        [
            (UNDER_CODE, "Fri 31 Mar 2023", "Tue 11 Apr 2023"),  # E6
            (SEED, "Thu 6 Apr 2023", "Thu 13 Apr 2023"),  # E1
        ],
        ids=["Code", "seed"],
    )
    def test_acknowledgement_itself_has_a_day(
        self, terms: Terms, receipt: str, expected: str
    ) -> None:
        """6.2, Received: ack policy {3 seed, 5 Code}."""
        received = but(CORPORATE, on=day(receipt))
        story = given(received, terms=terms)

        assert day(expected) == due(story, DeadlineName.ACKNOWLEDGEMENT)
        assert Standing.MILESTONE is DeadlineName.ACKNOWLEDGEMENT.standing


class TestTheClockOfStage2:
    """Requested Mon 5 Sep 2022; the fifth working day after is Mon 12 Sep."""

    def test_runs_from_the_request_by_the_seeds(self) -> None:
        """6.2, Escalated(to=2): 20 wd from request (seeds); E43."""
        # At most: 5-7 Oct (23), 10-14 (28), 17-21 (33), 24-28 (38), 31 Oct, 1 Nov.
        story = given(*CORPORATE_AT_STAGE_2)

        assert ("2022-10-04", "2022-11-01") == response(story, 2)

    @pytest.mark.parametrize(
        ("acknowledged", "expected", "at_most"),
        [
            ("Mon 12 Sep 2022", "2022-10-11", "2022-11-08"),  # E44, E45
            # 7-9 Sep (3), 12-16 (8), 20-23 (12), 26-30 (17), 3-5 Oct (20);
            # 6 and 7 Oct (22), 10-14 (27), 17-21 (32), 24-28 (37), 31 Oct-2 Nov (40).
            ("Tue 6 Sep 2022", "2022-10-05", "2022-11-02"),
            # Late, and not at all: from the day on which it was due.
            ("Fri 16 Sep 2022", "2022-10-11", "2022-11-08"),
            (None, "2022-10-11", "2022-11-08"),
        ],
    )
    def test_runs_from_acknowledgement_by_the_code(
        self, acknowledged: str | None, expected: str, at_most: str
    ) -> None:
        """6.2, Escalated(to=2): ack 5 wd; 20 wd from ack, ext +20 (Code); C2."""
        steps = [Acknowledge(on=day(acknowledged), stage=2)] if acknowledged else []
        story = given(*CORPORATE_AT_STAGE_2, *steps, terms=UNDER_CODE)

        assert (expected, at_most) == response(story, 2)

    def test_acknowledgement_itself_has_a_day_by_the_code(self) -> None:
        """6.2, Escalated(to=2): ack 5 wd (Code)."""
        story = given(*CORPORATE_AT_STAGE_2, terms=UNDER_CODE)

        assert day("Mon 12 Sep 2022") == due(
            story, DeadlineName.STAGE_2_ACKNOWLEDGEMENT
        )

    def test_is_acknowledged_once(self) -> None:
        """6.3, R09."""
        command = Acknowledge(on=day("Mon 12 Sep 2022"), stage=2)

        given(*CORPORATE_AT_STAGE_2, command).when(command).refused_by("R09")


# Acknowledged Thu 9 Jun 2022: due Thu 23 Jun (E42), ten more on Thu 7 Jul.
EXTEND = Extend(
    on=day("Thu 23 Jun 2022"),
    stage=1,
    extended_to=day("Thu 7 Jul 2022"),
    reason_told="A witness is away.",
    in_writing=True,
    ombudsman_details_given=True,
)
# Acknowledged Mon 12 Sep 2022: due Tue 11 Oct (E44), twenty more on Tue 8 Nov (E45).
EXTEND_2 = but(
    EXTEND, on=day("Tue 11 Oct 2022"), stage=2, extended_to=day("Tue 8 Nov 2022")
)
AT_STAGE_2 = (
    *CORPORATE_AT_STAGE_2,
    Acknowledge(on=day("Mon 12 Sep 2022"), stage=2),
)
BOTH_STAGES = pytest.mark.parametrize(
    ("story", "command"),
    [(CORPORATE_AT_STAGE_1, EXTEND), (AT_STAGE_2, EXTEND_2)],
    ids=["stage 1", "stage 2"],
)
ONE_MORE_DAY = {1: day("Fri 8 Jul 2022"), 2: day("Wed 9 Nov 2022")}


class TestTheExtensionUnderTheCode:
    @BOTH_STAGES
    def test_reaches_ten_days_more_at_stage_1_and_twenty_at_stage_2(
        self, story: tuple[Command, ...], command: Extend
    ) -> None:
        """6.2, Extended(1): original due + 10 wd; stage 2: ext +20; E45."""
        extended = given(*story, command, terms=UNDER_CODE)

        assert Extended is came_of(given(*story, terms=UNDER_CODE).when(command))
        assert command.extended_to == extended.stands.stage(command.stage).due_on()

    @BOTH_STAGES
    def test_reaches_no_further_without_good_reason(
        self, story: tuple[Command, ...], command: Extend
    ) -> None:
        """6.2, Extended(1): new_due <= original due + 10 wd; Code 6.4; C11."""
        further = but(command, extended_to=ONE_MORE_DAY[command.stage])
        rule = {1: "R12", 2: "R15"}[command.stage]

        given(*story, terms=UNDER_CODE).when(further).refused_by(rule)

    @BOTH_STAGES
    def test_reaches_further_with_good_reason(
        self, story: tuple[Command, ...], command: Extend
    ) -> None:
        """6.2, Extended(1): unless `good_reason` recorded."""
        further = but(
            command, extended_to=ONE_MORE_DAY[command.stage], good_reason=True
        )
        extended = given(*story, further, terms=UNDER_CODE)

        assert further.extended_to == extended.stands.stage(command.stage).due_on()

    @BOTH_STAGES
    def test_gives_the_ombudsmans_details(
        self, story: tuple[Command, ...], command: Extend
    ) -> None:
        """6.2, Extended(1): Ombudsman details given (Code 6.5)."""
        without = but(command, ombudsman_details_given=False)

        given(*story, terms=UNDER_CODE).when(without).refused_by(
            "OmbudsmanDetailsNotGiven"
        )

    @BOTH_STAGES
    def test_gives_its_reason(
        self, story: tuple[Command, ...], command: Extend
    ) -> None:
        """6.2, Extended(1): reason; Code 6.4: explained."""
        unexplained = but(command, reason_told=None)

        assert given(*story, terms=UNDER_CODE).when(unexplained).refusal is not None

    def test_needs_no_ground_of_regulation_14(self) -> None:
        """6.3, R13 stands for S alone."""
        assert EXTEND.reason is None
        assert Extended is came_of(
            given(*CORPORATE_AT_STAGE_1, terms=UNDER_CODE).when(EXTEND)
        )


class TestTheAnswers:
    def test_stage_1_tells_how_to_go_on(self) -> None:
        """3.1, stage 1 closing letter: how to escalate."""
        unstated = but(CORPORATE_ANSWER_1, next_right_stated=False)

        given(*CORPORATE_AT_STAGE_1).when(unstated).refused_by("NextRightNotStated")

    def test_stage_2_tells_of_the_ombudsman(self) -> None:
        """6.2, Responded(2): Ombudsman signpost."""
        unstated = but(CORPORATE_ANSWER_2, next_right_stated=False)

        given(*CORPORATE_AT_STAGE_2).when(unstated).refused_by("NextRightNotStated")

    def test_stage_2_needs_no_investigators(self) -> None:
        """6.3, R24 is of reg 17(2): the corporate track has no IP."""
        assert Responded is came_of(
            given(*CORPORATE_AT_STAGE_2).when(CORPORATE_ANSWER_2)
        )

    def test_stage_2_is_signed_by_somebody_else(self) -> None:
        """6.3, R35: same person signs stage 1 and stage 2."""
        same = but(CORPORATE_ANSWER_2, signed_by="manager")

        given(*CORPORATE_AT_STAGE_2).when(same).refused_by(
            "R35", "Stage 2 must be decided by someone not involved in stage 1."
        )

    @pytest.mark.parametrize(
        ("stage", "role", "taken"),
        [
            (1, "Head of Service", True),
            (1, "Director", False),
            (2, "Director", True),
            (2, "Head of Service", False),
        ],
    )
    def test_are_signed_in_the_roles_of_the_policy(
        self, stage: int, role: str, *, taken: bool
    ) -> None:
        """6.2: signatory = Head of Service at stage 1, Director at stage 2; C13."""
        roles = (
            Signatories(
                procedure=Procedure.CORPORATE, stage=1, roles=("Head of Service",)
            ),
            Signatories(procedure=Procedure.CORPORATE, stage=2, roles=("Director",)),
        )
        terms = Terms(policies=(Policy(signatories=roles),))
        first = but(CORPORATE_ANSWER_1, signatory_role="Head of Service")
        stories: dict[int, tuple[Command, ...]] = {
            1: CORPORATE_AT_STAGE_1,
            2: (*CORPORATE_AT_STAGE_1, first, CORPORATE_REQUEST_2),
        }
        answers = {1: CORPORATE_ANSWER_1, 2: CORPORATE_ANSWER_2}
        command = but(answers[stage], signatory_role=role)
        answer = given(*stories[stage], terms=terms).when(command)

        assert taken is (answer.refusal is None)

    def test_stage_2_is_final(self) -> None:
        """6.2, Responded(2): STAGE2_RESPONDED (final)."""
        story = given(*CORPORATE_ANSWERED_2)

        assert Phase.STAGE_2_RESPONDED is story.stands.phase
        assert [] == owed(story)


class TestTheWayToStage2:
    @pytest.mark.parametrize(
        ("terms", "last_day", "next_day"),
        [
            (SEED, "Thu 16 Jun 2022", "Fri 17 Jun 2022"),  # E41
            (UNDER_CODE, "Thu 23 Jun 2022", "Fri 24 Jun 2022"),  # E42
        ],
        ids=["seed", "Code"],
    )
    def test_is_open_once_stage_1_is_overdue(
        self, terms: Terms, last_day: str, next_day: str
    ) -> None:
        """6.2, Escalated(to=2) from STAGE1 (overdue); R19."""
        story = given(*CORPORATE_AT_STAGE_1, terms=terms)

        story.when(for_want_of_an_answer(last_day)).refused_by("R19")
        assert Escalated is came_of(story.when(for_want_of_an_answer(next_day)))

    @pytest.mark.parametrize("agreed", [True, False, None])
    def test_is_open_by_agreement(self, *, agreed: bool | None) -> None:
        """6.2, Escalated(to=2): or agreed skip."""
        command = skip("Fri 10 Jun 2022", complainant=agreed, authority=True)
        answer = given(*CORPORATE_AT_STAGE_1).when(command)

        assert bool(agreed) is (answer.refusal is None)

    @pytest.mark.parametrize(
        ("terms", "asked", "taken"),
        [
            (UNDER_CODE, "Fri 16 Jun 2023", True),
            (UNDER_CODE, "Sat 17 Jun 2023", False),
            (SEED, "Thu 28 Nov 2024", True),
        ],
        ids=["last day", "day after", "no window"],
    )
    def test_is_open_within_the_policys_window(
        self, terms: Terms, asked: str, *, taken: bool
    ) -> None:
        """6.2, Escalated(to=2): within policy window; answered 16 Jun 2022; C9."""
        request = but(CORPORATE_REQUEST_2, on=day(asked))
        answer = given(*CORPORATE_ANSWERED_1, terms=terms).when(request)

        assert taken is (answer.refusal is None)

    def test_is_open_later_at_discretion(self) -> None:
        """6.2, Escalated(to=2): or discretion."""
        request = but(
            CORPORATE_REQUEST_2, on=day("Sat 17 Jun 2023"), late_reason="She was ill."
        )
        [event] = given(*CORPORATE_ANSWERED_1, terms=UNDER_CODE).when(request).events

        assert isinstance(event, Escalated)
        assert event.accepted_late

    @pytest.mark.parametrize(
        ("asked", "reason", "taken"),
        [
            ("Fri 16 Jun 2023", "Too late.", False),
            ("Sat 17 Jun 2023", "Too late.", True),
            ("Sat 17 Jun 2023", None, False),
        ],
        ids=["in time", "late", "without reasons"],
    )
    def test_is_closed_only_after_the_window_and_with_reasons(
        self, asked: str, reason: str | None, *, taken: bool
    ) -> None:
        """6.2, Escalated(to=2): within policy window or discretion."""
        command = DeclineEscalation(
            on=day("Mon 19 Jun 2023"),
            to_stage=2,
            requested_on=day(asked),
            reason=reason,
        )
        answer = given(*CORPORATE_ANSWERED_1, terms=UNDER_CODE).when(command)

        assert taken is (answer.refusal is None)
        if taken:
            assert EscalationDeclined is came_of(answer)


class TestThereIsNoStage3:
    def test_to_ask_for(self) -> None:
        """6.2: REFUSED: no stage 3 on the corporate track; R29."""
        request = but(REQUEST_3, on=day("Wed 5 Oct 2022"))

        given(*CORPORATE_ANSWERED_2).when(request).refused_by("R29")

    @pytest.mark.parametrize(
        "story",
        [CORPORATE_AT_STAGE_1, CORPORATE_AT_STAGE_2, CORPORATE_ANSWERED_2],
        ids=["stage 1", "stage 2", "answered"],
    )
    def test_nor_a_panel(self, story: tuple[Command, ...]) -> None:
        """6.3, R29: panel convened on corporate track."""
        panel: ConvenePanel = but(CONVENE, on=day("Wed 5 Oct 2022"))

        given(*story).when(panel).refused_by("R29")

    @pytest.mark.parametrize(
        "step", [REPORT, ANSWER_3, ReopenStage2(on=day("Mon 27 Nov 2023"))]
    )
    def test_nor_anything_that_follows_one(self, step: Command) -> None:
        """6.2: no stage 3 on the corporate track."""
        assert given(*CORPORATE_ANSWERED_2).when(step).refusal is not None


def test_the_corporate_complaint_counts_from_its_acknowledgement_in_each_policy() -> (
    None
):
    """C2: `stage1_clock` per policy version, the one in force at receipt."""
    later = but(UNDER_CODE.policies[0], since=day("Wed 1 Jun 2022"))
    terms = Terms(policies=(Policy(), later))
    before = given(CORPORATE, CORPORATE_ACKNOWLEDGE, terms=terms)
    # Received the day after, Wed 1 Jun 2022; five days: 6-10 Jun; ten more: 13-17 Jun
    # (5), 20-24 Jun (10).
    after = given(but(CORPORATE, on=day("Wed 1 Jun 2022")), terms=terms)

    assert day("Thu 16 Jun 2022") == due(before, STAGE_1)
    assert day("Fri 24 Jun 2022") == due(after, STAGE_1)
