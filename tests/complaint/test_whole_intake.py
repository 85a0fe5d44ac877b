"""How a complaint comes in, or is turned away (procedure 6.1, 6.3: R01 to R10)."""

import pytest

from caseledger.calendar import Counting
from caseledger.complaint import (
    AcceptLate,
    Acknowledge,
    AgreeStatement,
    Command,
    DeadlineName,
    DecideSufficientInterest,
    Event,
    LinkComplaint,
    Phase,
    Receive,
    Reclassify,
    Terms,
)
from caseledger.complaint.events import (
    Acknowledged,
    ComplaintsLinked,
    Escalated,
    Extended,
    LateComplaintAccepted,
    NotAccepted,
    ProcedureReclassified,
    Received,
    Responded,
    SufficientInterestDecided,
)
from caseledger.complaint.vocabulary import Function, NotAcceptedReason
from caseledger.rules import Policy, Procedure
from complaint.in_full import (
    ACKNOWLEDGE,
    ANSWER_1,
    ANSWERED_1,
    APPOINT,
    AT_STAGE_1,
    AT_STAGE_2,
    CORPORATE,
    CORPORATE_ACKNOWLEDGE,
    CORPORATE_AT_STAGE_1,
    EXTEND_1,
    RECEIVE,
    REQUEST_3,
    UNDER_CODE,
    but,
    came_of,
    due,
    skip,
    turn_away,
)
from given import day, given


def received(written: str, **changes: object) -> Receive:
    """Receive the statutory complaint on another day, or with other facts."""
    return but(RECEIVE, on=day(written), **{"grounds_arose_on": None, **changes})


class TestReceipt:
    @pytest.mark.parametrize(
        ("receipt", "expected"),
        [
            pytest.param("Thu 6 Apr 2023", "Thu 13 Apr 2023", id="E1"),
            pytest.param("Fri 5 May 2023", "Thu 11 May 2023", id="E2"),
            pytest.param("Wed 1 Jun 2022", "Wed 8 Jun 2022", id="E3"),
            pytest.param("Fri 16 Sep 2022", "Thu 22 Sep 2022", id="E4"),
            pytest.param("Sat 24 Dec 2022", "Fri 30 Dec 2022", id="E5"),
        ],
    )
    def test_a_complaint_is_to_be_acknowledged_within_three_working_days(
        self, receipt: str, expected: str
    ) -> None:
        """6.1, Received: ack 3 wd from received_on."""
        story = given(received(receipt))

        assert day(expected) == due(story, DeadlineName.ACKNOWLEDGEMENT)

    @pytest.mark.parametrize(
        ("receipt", "expected", "at_most"),
        [
            # E7 and E8, E9 and E10, E11 and E12, E14 and E15.
            ("Mon 3 Apr 2023", "Wed 19 Apr 2023", "Thu 4 May 2023"),
            ("Thu 27 Apr 2023", "Mon 15 May 2023", "Tue 30 May 2023"),
            ("Fri 27 May 2022", "Tue 14 Jun 2022", "Tue 28 Jun 2022"),
            ("Fri 16 Dec 2022", "Wed 4 Jan 2023", "Wed 18 Jan 2023"),
            # E13: 28-30 Sep (3), 3-7 Oct (8), 10 and 11 Oct.
            ("Mon 12 Sep 2022", "Tue 27 Sep 2022", "Tue 11 Oct 2022"),
            # E16, received on a bank holiday: 23-26 May (4), 30 May-2 Jun (8), 5, 6.
            ("Mon 8 May 2023", "Mon 22 May 2023", "Tue 6 Jun 2023"),
            # E17, received on a Sunday: 17-20 Jan (4), 23-27 (9), 30 Jan.
            ("Sun 1 Jan 2023", "Mon 16 Jan 2023", "Mon 30 Jan 2023"),
            # E18, over the year's end: 5 Apr (1), 8-12 (6), 15-18 (10).
            ("Tue 19 Mar 2024", "Thu 4 Apr 2024", "Thu 18 Apr 2024"),
            # E19, over a leap day: 6-8 Mar (3), 11-15 (8), 18 and 19 Mar.
            ("Tue 20 Feb 2024", "Tue 5 Mar 2024", "Tue 19 Mar 2024"),
        ],
    )
    def test_stage_1_is_due_in_ten_working_days_and_at_most_in_twenty(
        self, receipt: str, expected: str, at_most: str
    ) -> None:
        """6.1, Received: stage 1 10 wd from received_on, extendable to 20 (C1, C5)."""
        deadline = given(received(receipt)).stands.stage_1.deadline

        assert deadline is not None
        assert day(expected) == deadline.due_on
        assert day(at_most) == deadline.latest_on

    def test_an_authority_may_count_the_day_of_receipt(self) -> None:
        """C1: `count_trigger_day` for authorities that publish it; E7, other column."""
        terms = Terms(policies=(Policy(counting=Counting.START_IS_DAY_1),))

        assert (
            day("Tue 18 Apr 2023")
            == given(RECEIVE, terms=terms).stands.stage_1.due_on()
        )

    @pytest.mark.parametrize(
        ("procedure", "expected"),
        [
            # E14. Corporate: 19-23 Dec (5), 3-6 Jan (9), 9 Jan.
            (Procedure.STATUTORY, "Wed 4 Jan 2023"),
            (Procedure.CORPORATE, "Mon 9 Jan 2023"),
        ],
    )
    def test_a_closed_council_still_has_statutory_working_days(
        self, procedure: Procedure, expected: str
    ) -> None:
        """1.1, council closure days: not excluded by reg 2; corporate is its own."""
        closed = (
            day("Wed 28 Dec 2022"),
            day("Thu 29 Dec 2022"),
            day("Fri 30 Dec 2022"),
        )
        terms = Terms(policies=(Policy(closure_days=closed),))
        command = received("Fri 16 Dec 2022", procedure=procedure)

        assert day(expected) == given(command, terms=terms).stands.stage_1.due_on()

    def test_grounds_may_arise_on_the_day_of_receipt(self) -> None:
        """6.1, Received: `grounds_arose_on` <= received_on."""
        command = received("Mon 3 Apr 2023", grounds_arose_on=day("Mon 3 Apr 2023"))

        assert Received is came_of(given().when(command))

    def test_grounds_do_not_arise_after_receipt(self) -> None:
        """6.1, Received: `grounds_arose_on` <= received_on; R10."""
        command = received("Mon 3 Apr 2023", grounds_arose_on=day("Tue 4 Apr 2023"))

        given().when(command).refused_by("R10")

    def test_nothing_comes_before_receipt(self) -> None:
        """6.3, R08: any event before Received."""
        given().when(ACKNOWLEDGE).refused_by("R08", "Complaint has not been received.")

    def test_a_complaint_is_received_once(self) -> None:
        """6.3, R08: second Received."""
        given(RECEIVE).when(RECEIVE).refused_by("R08")

    def test_a_step_may_be_recorded_after_a_later_one(self) -> None:
        """6.3, R10: not merely before the last one recorded."""
        story = given(*AT_STAGE_2, APPOINT)
        earlier = AgreeStatement(on=day("Thu 18 May 2023"), points=("The delay.",))

        assert day("Fri 19 May 2023") == APPOINT.on
        assert story.when(earlier).refusal is None


class TestAcknowledgement:
    def test_is_on_the_day_of_receipt_or_later(self) -> None:
        """6.1, Acknowledged: on >= received_on."""
        same_day = Acknowledge(on=day("Mon 3 Apr 2023"))

        assert Acknowledged is came_of(given(RECEIVE).when(same_day))

    def test_is_not_before_receipt(self) -> None:
        """6.1, Acknowledged: on >= received_on; R10."""
        before = Acknowledge(on=day("Sun 2 Apr 2023"))

        given(RECEIVE).when(before).refused_by("R10")

    def test_comes_once(self) -> None:
        """6.1, Acknowledged: not already acknowledged; R09."""
        again = Acknowledge(on=day("Tue 11 Apr 2023"))

        given(*AT_STAGE_1).when(again).refused_by(
            "R09", "Already acknowledged on 2023-04-06.", on=day("Thu 6 Apr 2023")
        )

    def test_does_not_move_the_statutory_clock(self) -> None:
        """6.1, Acknowledged: closes its own deadline and no other; E7."""
        story = given(RECEIVE, Acknowledge(on=day("Tue 18 Apr 2023")))

        assert day("Wed 19 Apr 2023") == story.stands.stage_1.due_on()
        assert Phase.STAGE_1 is story.stands.phase

    @pytest.mark.parametrize(
        ("step", "event"),
        [
            (EXTEND_1, Extended),
            (ANSWER_1, Responded),
            (skip("Tue 11 Apr 2023", complainant=True, authority=True), Escalated),
        ],
        ids=["extension", "answer", "skip"],
    )
    @pytest.mark.parametrize("begun", [(RECEIVE,), AT_STAGE_1], ids=["no", "yes"])
    def test_is_a_duty_and_not_a_gate(
        self, begun: tuple[Command, ...], step: Command, event: type
    ) -> None:
        """6: where a row says RECEIVED or STAGE1, both are meant."""
        assert event is came_of(given(*begun).when(step))


OLD_GROUNDS = day("Tue 10 May 2022")
ON_THE_LAST_DAY = received("Wed 10 May 2023", grounds_arose_on=OLD_GROUNDS)
TOO_LATE = received("Thu 11 May 2023", grounds_arose_on=OLD_GROUNDS)
# Ten working days after Wed 10 May 2023: 11 and 12 May (2), 15-19 (7), 22-24 May (10);
# and twenty: 25 and 26 May (12), 30 May-2 Jun (16), 5-8 Jun (20).
GOING_FORWARD: list[tuple[Command, type[Event]]] = [
    (Acknowledge(on=day("Mon 15 May 2023")), Acknowledged),
    (
        but(
            EXTEND_1,
            on=day("Wed 24 May 2023"),
            extended_to=day("Thu 8 Jun 2023"),
        ),
        Extended,
    ),
    (
        but(
            ANSWER_1,
            on=day("Thu 25 May 2023"),
            received_on=day("Thu 25 May 2023"),
        ),
        Responded,
    ),
    (skip("Mon 15 May 2023", complainant=True, authority=True), Escalated),
]
STEPS = pytest.mark.parametrize(
    ("step", "event"),
    GOING_FORWARD,
    ids=["acknowledgement", "extension", "answer", "escalation"],
)
WAIVER = AcceptLate(
    on=day("Fri 12 May 2023"),
    earlier_was_reasonable=False,
    fair_consideration_possible=True,
    reason="The complainant was in care and had no advocate.",
)
REFUSED_AS_LATE = turn_away("Mon 15 May 2023", NotAcceptedReason.OUT_OF_TIME)


class TestALateComplaint:
    """Grounds arose on 10 May 2022: 10 May 2023 is the last day (section 8)."""

    @pytest.mark.parametrize("command", [ON_THE_LAST_DAY, TOO_LATE])
    def test_is_received_like_any_other(self, command: Receive) -> None:
        """6.3, R01: receipt itself is never refused."""
        assert Received is came_of(given().when(command))

    @STEPS
    def test_made_on_the_last_day_goes_forward(
        self, step: Command, event: type
    ) -> None:
        """6.3, R01: grounds not more than one year ago."""
        assert event is came_of(given(ON_THE_LAST_DAY).when(step))

    @STEPS
    def test_made_on_the_next_day_goes_no_further(
        self, step: Command, event: type
    ) -> None:
        """6.3, R01: Acknowledged, Extended, Responded, Escalated without a waiver."""
        assert event is not NotAccepted
        given(TOO_LATE).when(step).refused_by(
            "R01",
            grounds_arose_on=OLD_GROUNDS,
            last_day=day("Wed 10 May 2023"),
        )

    @STEPS
    def test_goes_forward_once_it_is_accepted(self, step: Command, event: type) -> None:
        """6.3, R01: with a waiver recorded."""
        assert event is came_of(given(TOO_LATE, WAIVER).when(step))

    def test_is_accepted_on_both_limbs_with_reasons(self) -> None:
        """Reg 9: not reasonable to expect it earlier, still fairly considered."""
        given(TOO_LATE).when(WAIVER).then(
            LateComplaintAccepted(
                occurred_on=day("Fri 12 May 2023"),
                earlier_was_reasonable=False,
                fair_consideration_possible=True,
            ),
        )

    def test_is_not_measured_where_the_grounds_are_not_known(self) -> None:
        """6.3, R01: grounds > 1 year ago."""
        unknown = received("Thu 11 May 2023")
        step, event = GOING_FORWARD[0]

        assert event is came_of(given(unknown).when(step))

    @pytest.mark.parametrize(
        ("receipt", "late"),
        [("Sun 28 Feb 2021", False), ("Mon 1 Mar 2021", True)],
    )
    def test_grounds_of_a_leap_day_end_on_28_february(
        self, receipt: str, *, late: bool
    ) -> None:
        """Section 8: 29 Feb gives 28 Feb; a Sunday is not rolled forward."""
        story = given(received(receipt, grounds_arose_on=day("Sat 29 Feb 2020")))
        answer = story.when(Acknowledge(on=day("Tue 2 Mar 2021")))

        assert late is (answer.refusal is not None)
        if late:
            answer.refused_by(
                "R01",
                grounds_arose_on=day("Sat 29 Feb 2020"),
                last_day=day("Sun 28 Feb 2021"),
            )

    def test_goes_forward_under_the_corporate_procedure(self) -> None:
        """6.3, R01 stands for S alone."""
        step, event = GOING_FORWARD[0]
        corporate = but(
            TOO_LATE,
            procedure=Procedure.CORPORATE,
            function=Function.OTHER_CHILDRENS_SERVICES,
        )

        assert event is came_of(given(corporate).when(step))

    @pytest.mark.parametrize("reasonable", [True, False])
    def test_is_turned_away_with_both_limbs_considered(
        self, *, reasonable: bool
    ) -> None:
        """6.3, R02; D7: a reasoned late refusal is not fault."""
        command = but(REFUSED_AS_LATE, earlier_was_reasonable=reasonable)

        given(TOO_LATE).when(command).then(
            NotAccepted(
                occurred_on=day("Mon 15 May 2023"),
                reason=NotAcceptedReason.OUT_OF_TIME,
                notified_on=day("Mon 15 May 2023"),
                ombudsman_signposted=True,
                earlier_was_reasonable=reasonable,
                fair_consideration_possible=False,
            ),
        )

    @pytest.mark.parametrize(
        "limb", ["earlier_was_reasonable", "fair_consideration_possible"]
    )
    def test_is_not_turned_away_with_one_limb_unconsidered(self, limb: str) -> None:
        """6.3, R02: NotAccepted(LATE) without both limbs considered."""
        command = but(REFUSED_AS_LATE, **{limb: None})

        given(TOO_LATE).when(command).refused_by("R02")

    def test_is_not_turned_away_silently(self) -> None:
        """C10: where the reasoning is missing it cannot be refused."""
        command = but(REFUSED_AS_LATE, reasoning=None)

        given(TOO_LATE).when(command).refused_by("ReasonMissing")

    def test_is_not_turned_away_as_late_when_it_came_on_the_last_day(self) -> None:
        """Reg 9: no later than one year after the grounds arose."""
        given(ON_THE_LAST_DAY).when(REFUSED_AS_LATE).refused_by(
            "NotLate", last_day=day("Wed 10 May 2023")
        )


# A reason, with the complaint that it fits.
REASONS = [
    (TOO_LATE, NotAcceptedReason.OUT_OF_TIME),
    (received("Thu 11 May 2023"), NotAcceptedReason.CONCURRENT_PROCEEDINGS),
    (received("Thu 11 May 2023"), NotAcceptedReason.NO_SUFFICIENT_INTEREST),
    (
        received("Thu 11 May 2023", function=Function.CHILD_PROTECTION),
        NotAcceptedReason.OUTSIDE_PROCEDURE,
    ),
    (
        received("Thu 11 May 2023", duplicate_of="CF-0"),
        NotAcceptedReason.DUPLICATE,
    ),
    (
        received("Thu 11 May 2023", function=Function.NOT_CHILDRENS_SERVICES),
        NotAcceptedReason.NOT_CHILDRENS_SERVICES,
    ),
]
EACH_REASON = pytest.mark.parametrize(
    ("command", "reason"), REASONS, ids=[reason for _, reason in REASONS]
)
NO_INTEREST = DecideSufficientInterest(
    on=day("Fri 12 May 2023"),
    sufficient=False,
    child_consulted=True,
    reason="A neighbour who has not met the child.",
)


def of(reason: NotAcceptedReason) -> str | None:
    """Return what it is a duplicate of, if that is the reason."""
    return "CF-0" if reason is NotAcceptedReason.DUPLICATE else None


class TestTurningAway:
    @EACH_REASON
    @pytest.mark.parametrize("acknowledged", [False, True])
    def test_a_complaint_is_turned_away_for_a_reason_of_the_table(
        self, *, acknowledged: bool, command: Receive, reason: NotAcceptedReason
    ) -> None:
        """6.1, NotAccepted from RECEIVED or STAGE1: reason in 6.3, R02 to R07."""
        before: list[Command] = [command]
        if reason is NotAcceptedReason.NO_SUFFICIENT_INTEREST:
            before.append(NO_INTEREST)
        if acknowledged and reason is NotAcceptedReason.CONCURRENT_PROCEEDINGS:
            before.append(Acknowledge(on=day("Fri 12 May 2023")))
        refusal = turn_away("Mon 15 May 2023", reason, duplicate_of=of(reason))

        assert NotAccepted is came_of(given(*before).when(refusal))
        assert Phase.NOT_ACCEPTED is given(*before, refusal).stands.phase

    @EACH_REASON
    @pytest.mark.parametrize(
        ("unsaid", "rule"),
        [
            ({"notified_on": None}, "NoticeMissing"),
            ({"ombudsman_signposted": None}, "OmbudsmanNotSignposted"),
            ({"ombudsman_signposted": False}, "OmbudsmanNotSignposted"),
        ],
        ids=["notice", "signpost unsaid", "no signpost"],
    )
    def test_the_complainant_has_a_notice_that_names_the_ombudsman(
        self,
        unsaid: dict[str, object],
        rule: str,
        command: Receive,
        reason: NotAcceptedReason,
    ) -> None:
        """6.1, NotAccepted: written notice date; Ombudsman signpost."""
        full = turn_away("Mon 15 May 2023", reason, duplicate_of=of(reason))
        refusal = but(full, **unsaid)

        given(command).when(refusal).refused_by(rule)

    @EACH_REASON
    def test_the_decision_is_reasoned(
        self, command: Receive, reason: NotAcceptedReason
    ) -> None:
        """7, NotAccepted: reasoning required; section 2: write with reasons."""
        full = turn_away("Mon 15 May 2023", reason, duplicate_of=of(reason))
        answer = given(command).when(but(full, reasoning=None))

        if reason is NotAcceptedReason.CONCURRENT_PROCEEDINGS:
            answer.refused_by("R03")
        else:
            answer.refused_by("ReasonMissing")

    @pytest.mark.parametrize(
        ("reason", "refused_by"),
        [
            (None, "ReasonMissing"),
            (NotAcceptedReason.OTHER, "NoGroundToTurnAway"),
        ],
    )
    def test_there_is_no_other_reason(
        self, reason: NotAcceptedReason | None, refused_by: str
    ) -> None:
        """6.1, NotAccepted: reason in 6.3 table; section 2: the only valid refusals."""
        full = turn_away("Mon 15 May 2023", NotAcceptedReason.OUTSIDE_PROCEDURE)
        refusal = but(full, reason=reason)

        given(received("Thu 11 May 2023")).when(refusal).refused_by(refused_by)

    def test_an_answered_complaint_is_not_turned_away(self) -> None:
        """6.1: NotAccepted from RECEIVED and STAGE1 alone."""
        refusal = turn_away("Fri 21 Apr 2023", NotAcceptedReason.CONCURRENT_PROCEEDINGS)

        assert given(*ANSWERED_1).when(refusal).refusal is not None

    @pytest.mark.parametrize("unsaid", ["proceedings", "reasoning"])
    def test_proceedings_are_named_and_their_prejudice_reasoned(
        self, unsaid: str
    ) -> None:
        """6.3, R03: specify the proceedings, and why they would be prejudiced."""
        full = turn_away("Tue 11 Apr 2023", NotAcceptedReason.CONCURRENT_PROCEEDINGS)

        given(RECEIVE).when(but(full, **{unsaid: None})).refused_by("R03")

    def test_a_corporate_complaint_is_turned_away_alike(self) -> None:
        """6: 6.2 takes over NotAccepted from 6.1."""
        refusal = turn_away("Fri 10 Jun 2022", NotAcceptedReason.CONCURRENT_PROCEEDINGS)

        assert NotAccepted is came_of(given(*CORPORATE_AT_STAGE_1).when(refusal))


class TestSufficientInterest:
    """Reg 12: of another person, the authority decides it as soon as possible."""

    def test_is_decided_with_the_childs_views(self) -> None:
        """1.3, reg 12: take account of the child's views if appropriate."""
        given(TOO_LATE).when(NO_INTEREST).then(
            SufficientInterestDecided(
                occurred_on=day("Fri 12 May 2023"),
                sufficient=False,
                child_consulted=True,
            ),
        )

    def test_lets_the_complaint_go_forward(self) -> None:
        """1.3, reg 12: if sufficient, consider."""
        enough = but(NO_INTEREST, sufficient=True)
        story = given(received("Thu 11 May 2023"), enough)
        step, event = GOING_FORWARD[0]

        assert event is came_of(story.when(step))

    def test_without_it_the_complaint_goes_no_further(self) -> None:
        """6.3, R05: notify that no further action will be taken."""
        step, _ = GOING_FORWARD[2]

        given(received("Thu 11 May 2023"), NO_INTEREST).when(step).refused_by("R05")

    def test_a_decision_to_deny_it_has_reasons(self) -> None:
        """1.3, reg 12; what takes something from the complainant is said in full."""
        unreasoned = but(NO_INTEREST, reason=None)

        given(received("Thu 11 May 2023")).when(unreasoned).refused_by("ReasonMissing")


class TestScope:
    @pytest.mark.parametrize(
        "function",
        [
            Function.CHILD_PROTECTION,
            Function.COURT_REPORT,
            Function.OTHER_CHILDRENS_SERVICES,
        ],
    )
    def test_a_function_outside_the_regulations_is_received_and_goes_no_further(
        self, function: Function
    ) -> None:
        """6.3, R06: use the corporate track; never a refusal of Received."""
        command = received("Thu 11 May 2023", function=function)
        step, _ = GOING_FORWARD[2]

        assert Received is came_of(given().when(command))
        said = function.replace("_", " ")
        given(command).when(step).refused_by(
            "R06",
            f"Outside the statutory procedure ({said}); use the corporate procedure: "
            "reclassify it, or do not accept it.",
        )

    @pytest.mark.parametrize(
        "function",
        [
            Function.CHILDREN_ACT_PART_3,
            Function.CHILDREN_ACT_PARTS_4_AND_5,
            Function.ADOPTION,
            Function.SPECIAL_GUARDIANSHIP,
        ],
    )
    def test_the_functions_of_regs_3_to_5_go_forward(self, function: Function) -> None:
        """1.2: Part 3, specified functions of Parts 4 and 5, adoption, guardianship."""
        story = given(received("Thu 11 May 2023", function=function))

        for step, event in GOING_FORWARD:
            assert event is came_of(story.when(step))

    def test_what_the_regulations_cover_is_not_outside_them(self) -> None:
        """Section 2: out of scope is a valid refusal; choosing wrongly is fault."""
        refusal = turn_away("Tue 11 Apr 2023", NotAcceptedReason.OUTSIDE_PROCEDURE)

        assert given(RECEIVE).when(refusal).refusal is not None

    @pytest.mark.parametrize("procedure", [*Procedure])
    def test_another_services_matter_goes_no_further(
        self, procedure: Procedure
    ) -> None:
        """6.3, R07: not a Children's Services matter."""
        command = received(
            "Thu 11 May 2023",
            function=Function.NOT_CHILDRENS_SERVICES,
            procedure=procedure,
        )
        step, _ = GOING_FORWARD[2]

        assert Received is came_of(given().when(command))
        given(command).when(step).refused_by("R07")


class TestADuplicate:
    @pytest.mark.parametrize("procedure", [*Procedure])
    def test_is_received_and_goes_no_further(self, procedure: Procedure) -> None:
        """6.3, R07: a reason for NotAccepted, never a refusal of Received."""
        command = but(
            RECEIVE if procedure is Procedure.STATUTORY else CORPORATE,
            on=day("Thu 11 May 2023"),
            duplicate_of="CF-0",
        )
        step, _ = GOING_FORWARD[2]

        assert Received is came_of(given().when(command))
        given(command).when(step).refused_by("R07", of="CF-0")

    def test_is_turned_away_as_one_of_the_other(self) -> None:
        """6.3, R07: "Duplicate of {id}"; Seed A 4.3."""
        command = received("Thu 11 May 2023", duplicate_of="CF-0")
        refusal = turn_away("Mon 15 May 2023", NotAcceptedReason.DUPLICATE, "CF-0")
        [event] = given(command).when(refusal).events

        assert isinstance(event, NotAccepted)
        assert "CF-0" == event.duplicate_of

    def test_names_the_other(self) -> None:
        """6.3, R07: "Duplicate of {id}" needs the id."""
        refusal = turn_away("Tue 11 Apr 2023", NotAcceptedReason.DUPLICATE)

        assert given(RECEIVE).when(refusal).refusal is not None


class TestLinkedComplaints:
    """D8: one complaint split over both procedures, each part with its own clocks."""

    def test_a_complaint_is_linked_to_another(self) -> None:
        """D8: model linked complaints, and let a report show the link."""
        link = LinkComplaint(on=day("Tue 11 Apr 2023"), linked_to="CF-2")

        given(RECEIVE).when(link).then(
            ComplaintsLinked(occurred_on=day("Tue 11 Apr 2023"), linked_to="CF-2"),
        )
        assert ("CF-2",) == given(RECEIVE, link).stands.intake.linked_to

    @pytest.mark.parametrize(
        ("procedure", "expected"),
        [
            # E41; ten working days from receipt by the statutory rule, too.
            (Procedure.STATUTORY, "Thu 16 Jun 2022"),
            # E42, acknowledged Thu 9 Jun 2022.
            (Procedure.CORPORATE, "Thu 23 Jun 2022"),
        ],
    )
    def test_each_keeps_its_own_clock(
        self, procedure: Procedure, expected: str
    ) -> None:
        """D8: each with its own clocks."""
        part = but(CORPORATE, procedure=procedure, function=None, linked_to=("CF-2",))
        link = LinkComplaint(on=day("Fri 10 Jun 2022"), linked_to="CF-3")
        story = given(part, CORPORATE_ACKNOWLEDGE, link, terms=UNDER_CODE)

        assert ("CF-2", "CF-3") == story.stands.intake.linked_to
        assert day(expected) == story.stands.stage_1.due_on()

    def test_a_complaint_is_not_linked_to_itself(self) -> None:
        """D8: to another."""
        link = LinkComplaint(on=day("Tue 11 Apr 2023"), linked_to="CF-1")

        assert given(RECEIVE).when(link).refusal is not None


CHILD_PROTECTION = but(
    CORPORATE, procedure=Procedure.STATUTORY, function=Function.CHILD_PROTECTION
)
TO_CORPORATE = Reclassify(
    on=day("Fri 10 Jun 2022"),
    procedure=Procedure.CORPORATE,
    reason="It is about child protection as such.",
)
TO_STATUTORY = Reclassify(
    on=day("Fri 10 Jun 2022"),
    procedure=Procedure.STATUTORY,
    reason="It is about a child in need.",
)
ANSWER_EARLY = but(
    ANSWER_1, on=day("Fri 10 Jun 2022"), received_on=day("Fri 10 Jun 2022")
)


class TestReclassification:
    """Received Tue 31 May 2022, acknowledged Thu 9 Jun 2022."""

    @pytest.mark.parametrize(
        ("terms", "expected"),
        [
            # E41: from receipt. E42: from acknowledgement.
            pytest.param(Terms(), "Thu 16 Jun 2022", id="from receipt"),
            pytest.param(UNDER_CODE, "Thu 23 Jun 2022", id="from acknowledgement"),
        ],
    )
    def test_to_corporate_counts_from_the_original_dates(
        self, terms: Terms, expected: str
    ) -> None:
        """6.1, TrackReclassified: deadlines from the *original* received_on."""
        story = given(CHILD_PROTECTION, TO_CORPORATE, terms=terms)

        assert Procedure.CORPORATE is story.stands.procedure
        # Not acknowledged: at the latest from the fifth working day, Thu 9 Jun (C2).
        assert day(expected) == story.stands.stage_1.due_on()

    @pytest.mark.parametrize("terms", [Terms(), UNDER_CODE], ids=["seed", "Code"])
    def test_to_statutory_counts_from_receipt(self, terms: Terms) -> None:
        """6.1, TrackReclassified: from the *original* received_on, at most 20 wd."""
        child_in_need = but(CORPORATE, function=Function.CHILDREN_ACT_PART_3)
        begun = (child_in_need, CORPORATE_ACKNOWLEDGE)
        story = given(*begun, TO_STATUTORY, terms=terms)
        deadline = story.stands.stage_1.deadline

        [changed] = given(*begun, terms=terms).when(TO_STATUTORY).events
        assert isinstance(changed, ProcedureReclassified)
        assert (Procedure.CORPORATE, Procedure.STATUTORY) == (changed.was, changed.now)
        assert deadline is not None
        assert day("Thu 16 Jun 2022") == deadline.due_on
        # Twenty: 17 Jun (11), 20-24 (16), 27-30 Jun (20).
        assert day("Thu 30 Jun 2022") == deadline.latest_on

    def test_to_statutory_brings_the_rules_of_that_procedure(self) -> None:
        """6.1: both stages more; R13 asks for a ground."""
        child_in_need = but(CORPORATE, function=Function.CHILDREN_ACT_PART_3)
        story = given(child_in_need, CORPORATE_ACKNOWLEDGE, TO_STATUTORY)
        groundless = but(
            EXTEND_1,
            on=day("Mon 13 Jun 2022"),
            extended_to=day("Thu 30 Jun 2022"),
            reason=None,
        )

        story.when(groundless).refused_by("R13")

    def test_to_corporate_leaves_no_stage_3(self) -> None:
        """6.2: no stage 3 on the corporate track; R29."""
        story = given(CHILD_PROTECTION, TO_CORPORATE)

        story.when(but(REQUEST_3, on=day("Fri 17 Jun 2022"))).refused_by("R29")

    def test_is_the_way_out_for_what_is_outside_the_regulations(self) -> None:
        """6.3, R06: use the corporate track."""
        story = given(CHILD_PROTECTION, TO_CORPORATE)

        assert Responded is came_of(story.when(ANSWER_EARLY))

    def test_has_a_reason(self) -> None:
        """6.1, TrackReclassified: reason; 1.2: a reasoned decision."""
        unreasoned = but(TO_CORPORATE, reason=None)

        given(CHILD_PROTECTION).when(unreasoned).refused_by("ReasonMissing")

    def test_is_to_the_other_procedure(self) -> None:
        """6.1, TrackReclassified(S<->C)."""
        assert given(CORPORATE).when(TO_CORPORATE).refusal is not None

    @pytest.mark.parametrize(
        ("directed", "taken"),
        [(False, False), (True, True)],
        ids=["by the authority", "by the Ombudsman"],
    )
    def test_comes_after_a_response_only_when_the_ombudsman_directs_it(
        self, *, directed: bool, taken: bool
    ) -> None:
        """6.1, TrackReclassified: no stage response yet (or LGSCO direction)."""
        child_in_need = but(CORPORATE, function=Function.CHILDREN_ACT_PART_3)
        command = but(
            TO_STATUTORY, on=day("Fri 17 Jun 2022"), directed_by_ombudsman=directed
        )
        answer = given(child_in_need, ANSWER_EARLY).when(command)

        assert taken is (answer.refusal is None)
