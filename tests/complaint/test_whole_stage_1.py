"""Stage 1 and the ways on from it (procedure 6.1; 6.3: R11 to R14, R18, R19, R23)."""

from datetime import date

import pytest

from caseledger.complaint import (
    AgreeResolution,
    Command,
    DeadlineName,
    DeclineEscalation,
    Event,
    Phase,
    PointAnswered,
    Standing,
    Terms,
)
from caseledger.complaint.events import (
    Escalated,
    Extended,
    ResolutionAgreed,
    Responded,
)
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    Outcome,
    PointFinding,
)
from caseledger.rules import Policy, Procedure, Signatories
from complaint.in_full import (
    ACKNOWLEDGE,
    ANSWER_1,
    ANSWERED_1,
    AT_STAGE_1,
    AT_STAGE_2,
    EXTEND_1,
    RECEIVE,
    REQUEST_2,
    but,
    came_of,
    due,
    duty,
    for_want_of_an_answer,
    latest,
    owed,
    skip,
)
from given import day, given

AGREED_SKIP = skip("Tue 11 Apr 2023", complainant=True, authority=True)


class TestTheExtension:
    """Received Mon 3 Apr 2023: due Wed 19 Apr (E7), at most Thu 4 May (E8)."""

    @pytest.mark.parametrize("ground", [*ExtensionReason])
    def test_is_for_complexity_or_an_advocate(self, ground: ExtensionReason) -> None:
        """6.1, Extended(stage=1): reason in {COMPLEXITY, ADVOCATE}; E8."""
        command = but(EXTEND_1, reason=ground)

        given(*AT_STAGE_1).when(command).then(
            Extended(
                occurred_on=day("Wed 19 Apr 2023"),
                stage=1,
                extended_to=day("Thu 4 May 2023"),
                reason=ground,
                previously_due_on=day("Wed 19 Apr 2023"),
                now_due_on=day("Thu 4 May 2023"),
                in_writing=True,
            ),
        )

    def test_is_for_nothing_else(self) -> None:
        """6.3, R13: reason not complexity/advocate."""
        groundless = but(EXTEND_1, reason=None, reason_told="Workload.")

        given(*AT_STAGE_1).when(groundless).refused_by("R13")

    def test_is_told_on_the_due_date_at_the_latest(self) -> None:
        """6.3, R11: after due date passed."""
        late = but(EXTEND_1, on=day("Thu 20 Apr 2023"))

        given(*AT_STAGE_1).when(late).refused_by(
            "R11", notified_on=day("Thu 20 Apr 2023"), due_on=day("Wed 19 Apr 2023")
        )

    def test_reaches_no_twenty_first_day(self) -> None:
        """6.3, R12: stage 1 cannot exceed 20 working days; C11."""
        too_long = but(EXTEND_1, extended_to=day("Fri 5 May 2023"))

        given(*AT_STAGE_1).when(too_long).refused_by(
            "R12", extended_to=day("Fri 5 May 2023"), latest_on=day("Thu 4 May 2023")
        )

    def test_may_be_shorter(self) -> None:
        """6.1, Extended(stage=1): stage1 due -> new_due."""
        shorter = but(EXTEND_1, extended_to=day("Tue 25 Apr 2023"))
        story = given(*AT_STAGE_1, shorter)

        assert day("Tue 25 Apr 2023") == due(story, DeadlineName.STAGE_1_RESPONSE)

    def test_comes_once(self) -> None:
        """6.3, R14: second stage 1 extension, although within the twenty days."""
        shorter = but(
            EXTEND_1, on=day("Tue 18 Apr 2023"), extended_to=day("Tue 25 Apr 2023")
        )

        given(*AT_STAGE_1, shorter).when(EXTEND_1).refused_by(
            "R14",
            "Stage 1 already extended to 2023-04-25.",
            extended_to=day("Tue 25 Apr 2023"),
        )

    @pytest.mark.parametrize(
        "story", [ANSWERED_1, AT_STAGE_2], ids=["answered", "stage 2"]
    )
    def test_belongs_to_an_open_stage_1(self, story: tuple[Command, ...]) -> None:
        """6.1: from RECEIVED and STAGE1 alone; R18."""
        late = but(EXTEND_1, on=latest(story))

        given(*story).when(late).refused_by("R18")


class TestTheAnswer:
    @pytest.mark.parametrize(
        "outcome",
        [Outcome.UPHELD, Outcome.PARTIALLY_UPHELD, Outcome.NOT_UPHELD],
    )
    def test_has_one_of_three_outcomes(self, outcome: Outcome) -> None:
        """7, Responded: UPHELD, NOT_UPHELD, PARTIALLY_UPHELD."""
        command = but(ANSWER_1, outcome=outcome)

        assert Responded is came_of(given(*AT_STAGE_1).when(command))
        assert Phase.STAGE_1_RESPONDED is given(*AT_STAGE_1, command).stands.phase

    @pytest.mark.parametrize("outcome", [Outcome.REINVESTIGATE, Outcome.NO_FINDING])
    def test_has_no_outcome_of_stage_3(self, outcome: Outcome) -> None:
        """C12: the outcome enum for *stage 3* adds REINVESTIGATE and NO_FINDING."""
        command = but(ANSWER_1, outcome=outcome)

        assert given(*AT_STAGE_1).when(command).refusal is not None

    def test_has_an_outcome(self) -> None:
        """7, Responded: outcome required."""
        command = but(ANSWER_1, outcome=None)

        given(*AT_STAGE_1).when(command).refused_by("OutcomeMissing")

    def test_has_a_finding_on_each_point(self) -> None:
        """6.1, Responded(stage=1): findings per point; the outcome follows."""
        command = but(
            ANSWER_1,
            outcome=None,
            points=(
                PointAnswered(finding=PointFinding.UPHELD),
                PointAnswered(finding=PointFinding.NOT_UPHELD),
            ),
        )
        [event] = given(*AT_STAGE_1).when(command).events

        assert isinstance(event, Responded)
        assert Outcome.PARTIALLY_UPHELD is event.outcome
        assert [1, 2] == [point.number for point in event.points]

    def test_states_the_right_to_stage_2(self) -> None:
        """6.1, Responded(stage=1): right to stage 2 stated; reg 15(2)."""
        unstated = but(ANSWER_1, next_right_stated=False)

        given(*AT_STAGE_1).when(unstated).refused_by("NextRightNotStated")

    @pytest.mark.parametrize(
        ("role", "taken"),
        [("Head of Service", True), ("Team Manager", False), (None, False)],
        ids=["allowed", "not allowed", "not said"],
    )
    def test_is_signed_in_a_role_that_the_policy_allows(
        self, role: str | None, *, taken: bool
    ) -> None:
        """6.1, Responded(stage=1): respondent role allowed by policy; C13."""
        heads = Signatories(
            procedure=Procedure.STATUTORY, stage=1, roles=("Head of Service",)
        )
        terms = Terms(policies=(Policy(signatories=(heads,)),))
        command = but(ANSWER_1, signatory_role=role)

        answer = given(*AT_STAGE_1, terms=terms).when(command)

        assert taken is (answer.refusal is None)

    def test_is_late_and_not_refused(self) -> None:
        """6.3: late responses are recorded, marked late, never rejected."""
        # Section 8: due Wed 19 Apr 2023, answered Fri 21 Apr, two working days late.
        late = but(
            ANSWER_1, on=day("Fri 21 Apr 2023"), received_on=day("Fri 21 Apr 2023")
        )
        story = given(*AT_STAGE_1, late)
        one = story.stands.stage_1

        assert Responded is came_of(given(*AT_STAGE_1).when(late))
        assert day("Wed 19 Apr 2023") == one.due_on()
        assert day("Fri 21 Apr 2023") == one.responded_on

    def test_is_given_once(self) -> None:
        """6.3, R18: Stage 1 is not open."""
        given(*ANSWERED_1).when(ANSWER_1).refused_by(
            "R18", "Stage 1 is not open.", stage=1
        )

    @pytest.mark.parametrize("stage", [2, 3])
    def test_is_of_the_stage_that_is_open(self, stage: int) -> None:
        """6.3, R18: Responded with wrong stage; R30 of stage 3."""
        wrong = but(ANSWER_1, stage=stage)

        assert given(*AT_STAGE_1).when(wrong).refusal is not None

    def test_is_not_before_receipt(self) -> None:
        """6.3, R10: dated before the step it answers."""
        before = but(
            ANSWER_1, on=day("Sun 2 Apr 2023"), received_on=day("Sun 2 Apr 2023")
        )

        given(RECEIVE).when(before).refused_by("R10")

    @pytest.mark.parametrize(
        ("reached", "expected"),
        [
            # Section 8: answered on 19 Apr, recommended by Fri 19 May.
            ("Wed 19 Apr 2023", "Fri 19 May 2023"),
            # Two days in the post: 24-28 Apr (5), 2-5 May (9), 9-12 (13), 15-19 (18),
            # 22 and 23 May.
            ("Fri 21 Apr 2023", "Tue 23 May 2023"),
        ],
    )
    def test_recommends_to_ask_for_stage_2_within_twenty_days_of_having_it(
        self, reached: str, expected: str
    ) -> None:
        """6.1, Responded(stage=1): soft window 20 wd from response received."""
        story = given(*AT_STAGE_1, but(ANSWER_1, received_on=day(reached)))
        window = duty(story, DeadlineName.STAGE_2_REQUEST)

        assert window is not None
        assert day(expected) == window.due_on
        assert Standing.WINDOW is window.deadline.name.standing


class TestDissatisfied:
    @pytest.mark.parametrize(
        "asked",
        [
            "Wed 19 Apr 2023",
            "Fri 19 May 2023",
            "Mon 22 May 2023",
            "Fri 19 Apr 2024",
            "Thu 28 Nov 2024",
        ],
        ids=["same day", "day 20", "day 21", "a year", "later"],
    )
    def test_the_complainant_goes_on_whenever_they_ask(self, asked: str) -> None:
        """6.1, Escalated(DISSATISFIED): no lateness refusal; C9."""
        command = but(REQUEST_2, on=day(asked))

        assert Escalated is came_of(given(*ANSWERED_1).when(command))
        assert Phase.STAGE_2 is given(*ANSWERED_1, command).stands.phase

    def test_nobody_is_before_a_response(self) -> None:
        """6.3, R19: before response, not overdue, not agreed skip."""
        early = but(REQUEST_2, on=day("Wed 19 Apr 2023"))

        given(*AT_STAGE_1).when(early).refused_by("R19")

    def test_not_with_a_request_before_the_response(self) -> None:
        """6.3, R10: before the step it answers."""
        early = but(REQUEST_2, on=day("Tue 18 Apr 2023"))

        given(*ANSWERED_1).when(early).refused_by("R10")

    @pytest.mark.parametrize("asked", ["Mon 15 May 2023", "Thu 28 Nov 2024"])
    def test_no_request_is_declined(self, asked: str) -> None:
        """6.3, R23: refusing stage 2 (S): reg 17 says 'must'; C9, even if late."""
        command = DeclineEscalation(
            on=day(asked),
            to_stage=2,
            requested_on=day(asked),
            reason="Nothing further can be added.",
        )

        given(*ANSWERED_1).when(command).refused_by("R23", stage=2)


class TestForWantOfAnAnswer:
    @pytest.mark.parametrize(
        "begun", [(RECEIVE,), AT_STAGE_1], ids=["received", "acknowledged"]
    )
    def test_stage_2_is_open_on_the_day_after_the_due_date(
        self, begun: tuple[Command, ...]
    ) -> None:
        """6.1, Escalated(NO_RESPONSE): today > current stage 1 due; E7."""
        command = for_want_of_an_answer("Thu 20 Apr 2023")

        assert Escalated is came_of(given(*begun).when(command))

    def test_stage_2_is_not_open_on_the_due_date(self) -> None:
        """6.3, R19: stage 1 is still in time."""
        command = for_want_of_an_answer("Wed 19 Apr 2023")

        given(*AT_STAGE_1).when(command).refused_by(
            "R19",
            "Stage 1 is still in time (due 2023-04-19) and no agreement to skip it.",
            due_on=day("Wed 19 Apr 2023"),
        )

    @pytest.mark.parametrize(
        ("asked", "rule"), [("Thu 4 May 2023", "R19"), ("Fri 5 May 2023", None)]
    )
    def test_an_extension_is_waited_for(self, asked: str, rule: str | None) -> None:
        """6.1, Escalated(NO_RESPONSE): after any extension; E8."""
        answer = given(*AT_STAGE_1, EXTEND_1).when(for_want_of_an_answer(asked))

        assert rule == (answer.refusal and answer.refusal.rule)

    def test_stage_1_is_recorded_as_not_answered(self) -> None:
        """6.1, Escalated(NO_RESPONSE): stage 1 recorded as late/no response."""
        story = given(*AT_STAGE_1, for_want_of_an_answer("Thu 20 Apr 2023"))
        missed = duty(story, DeadlineName.STAGE_1_RESPONSE)

        assert Basis.NO_RESPONSE is story.stands.stage_2.basis
        assert story.stands.stage_1.responded_on is None
        assert missed is not None
        assert not missed.met
        assert missed.ended_on is not None
        assert missed.due_on < missed.ended_on

    def test_an_answered_stage_1_is_not_without_an_answer(self) -> None:
        """6.1, Escalated(NO_RESPONSE) from STAGE1, not STAGE1_RESPONDED."""
        command = for_want_of_an_answer("Thu 20 Apr 2023")

        given(*ANSWERED_1).when(command).refused_by("R18", stage=1)


class TestByAgreement:
    @pytest.mark.parametrize(
        "begun", [(RECEIVE,), AT_STAGE_1], ids=["received", "acknowledged"]
    )
    def test_stage_1_is_skipped(self, begun: tuple[Command, ...]) -> None:
        """6.1, Escalated(AGREED_SKIP): both agreed; reg 17(1)."""
        assert Escalated is came_of(given(*begun).when(AGREED_SKIP))

    @pytest.mark.parametrize("complainant", [True, False, None])
    @pytest.mark.parametrize("authority", [True, False, None])
    def test_stage_1_is_skipped_only_if_both_said_so(
        self, *, complainant: bool | None, authority: bool | None
    ) -> None:
        """6.1, Escalated(AGREED_SKIP): both `_agreed`; R19."""
        command = skip("Tue 11 Apr 2023", complainant=complainant, authority=authority)
        answer = given(*AT_STAGE_1).when(command)

        if complainant and authority:
            assert Escalated is came_of(answer)
        else:
            answer.refused_by("R19", due_on=day("Wed 19 Apr 2023"))

    def test_a_skipped_stage_1_is_neither_in_time_nor_late(self) -> None:
        """6.1, Escalated(AGREED_SKIP): stage 1 deadline cancelled."""
        story = given(*AT_STAGE_1, AGREED_SKIP)
        skipped = duty(story, DeadlineName.STAGE_1_RESPONSE)

        assert Basis.AGREED_SKIP is story.stands.stage_2.basis
        assert DeadlineName.STAGE_1_RESPONSE not in owed(story)
        assert skipped is not None
        assert not skipped.met
        assert day("Tue 11 Apr 2023") == skipped.ended_on

    @pytest.mark.parametrize("step", [ANSWER_1, EXTEND_1], ids=["answer", "extension"])
    def test_a_skipped_stage_1_is_over(self, step: Command) -> None:
        """6.3, R18: stage 1 is not open."""
        given(*AT_STAGE_1, AGREED_SKIP).when(step).refused_by("R18", stage=1)

    def test_no_basis_is_no_way_to_stage_2(self) -> None:
        """6.1: AGREED_SKIP, DISSATISFIED or NO_RESPONSE; R19."""
        baseless = but(REQUEST_2, on=day("Tue 11 Apr 2023"), basis=None)

        given(*AT_STAGE_1).when(baseless).refused_by("R19")


class TestTheResolution:
    AGREE = AgreeResolution(
        on=day("Fri 28 Apr 2023"), terms="A new assessment by the end of May."
    )

    def test_is_agreed_once_stage_1_is_answered(self) -> None:
        """6.1, ResolutionAgreed: terms in writing; reg 15."""
        given(*ANSWERED_1).when(self.AGREE).then(
            ResolutionAgreed(occurred_on=day("Fri 28 Apr 2023")),
        )
        assert Phase.RESOLVED is given(*ANSWERED_1, self.AGREE).stands.phase

    def test_has_terms(self) -> None:
        """6.1, ResolutionAgreed: terms of resolution in writing."""
        unsaid = but(self.AGREE, terms=None)

        assert given(*ANSWERED_1).when(unsaid).refusal is not None

    @pytest.mark.parametrize(
        "story", [AT_STAGE_1, AT_STAGE_2], ids=["before the answer", "at stage 2"]
    )
    def test_belongs_to_an_answered_stage_1(self, story: tuple[Command, ...]) -> None:
        """6.1, ResolutionAgreed from STAGE1_RESPONDED."""
        late = but(self.AGREE, on=day("Mon 15 May 2023"))

        assert given(*story).when(late).refusal is not None


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ((RECEIVE,), day("Wed 19 Apr 2023")),
        ((RECEIVE, ACKNOWLEDGE), day("Wed 19 Apr 2023")),
        ((RECEIVE, EXTEND_1), day("Thu 4 May 2023")),
        ((RECEIVE, EXTEND_1, ANSWER_1), day("Thu 4 May 2023")),
    ],
)
def test_two_measures_are_kept_and_never_one(
    story: tuple[Command | Event, ...], expected: date
) -> None:
    """C5: `within_original` (10) and `within_extended` (20)."""
    one = given(*story).stands.stage_1

    assert one.deadline is not None
    assert day("Wed 19 Apr 2023") == one.deadline.due_on
    assert expected == one.due_on()
