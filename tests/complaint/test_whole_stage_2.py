"""Statutory stage 2 (procedure 6.1; 6.3: R11, R15, R16, R20, R21, R24; C3, C4)."""

from typing import Any

import pytest

from caseledger.complaint import (
    AgreeStatement,
    AppointAdvocate,
    AppointInvestigators,
    Command,
    DeadlineName,
    Extend,
    Phase,
    Terms,
)
from caseledger.complaint.events import (
    Extended,
    IndependentPersonReported,
    InvestigationReported,
    InvestigatorsAppointed,
    Responded,
    StatementOfComplaintAgreed,
)
from caseledger.complaint.vocabulary import Basis, Outcome
from caseledger.rules import Policy, Stage2Clock
from complaint.in_full import (
    AGREE_STATEMENT,
    ANSWER_1,
    ANSWER_2,
    ANSWERED_1,
    ANSWERED_2,
    APPOINT,
    APPOINTED,
    AT_STAGE_1,
    AT_STAGE_2,
    ATTEND,
    EXTEND_2,
    INVESTIGATE,
    INVESTIGATED,
    RECEIVE,
    REQUEST_2,
    REQUEST_3,
    but,
    came_of,
    due,
    for_want_of_an_answer,
    skip,
)
from given import Given, day, given, history

LONG_AGO = (
    but(RECEIVE, on=day("Mon 1 Feb 2021"), grounds_arose_on=None),
    but(ANSWER_1, on=day("Mon 8 Feb 2021"), received_on=day("Mon 8 Feb 2021")),
)


def response(story: Given) -> tuple[str, str]:
    """Return when stage 2 is due, and the latest day to which it may be extended."""
    deadline = story.stands.stage_2.deadline
    assert deadline is not None
    return str(deadline.due_on), str(deadline.latest_on)


class TestTheClock:
    @pytest.mark.parametrize(
        ("asked", "expected", "at_most"),
        [
            # E20 and E21, E22 and E23, E26 and E27; the full maximum chain.
            ("Wed 1 Mar 2023", "Wed 5 Apr 2023", "Wed 7 Jun 2023"),
            ("Mon 14 Nov 2022", "Mon 19 Dec 2022", "Thu 16 Feb 2023"),
            ("Mon 5 Jun 2023", "Mon 10 Jul 2023", "Tue 5 Sep 2023"),
            ("Mon 15 May 2023", "Tue 20 Jun 2023", "Tue 15 Aug 2023"),
            # E24: 10 Jun (26), 13-17 (31), 20-24 (36), 27 Jun-1 Jul (41), 4-8 (46),
            # 11-15 (51), 18-22 (56), 25-29 (61), 1-4 Aug (65).
            ("Tue 3 May 2022", "Thu 9 Jun 2022", "Thu 4 Aug 2022"),
            # E25: 4-8 Jul (5), 11-15 (10), 18-22 (15), 25-29 (20), 1-5 Aug (25).
            ("Fri 1 Jul 2022", "Fri 5 Aug 2022", "Tue 4 Oct 2022"),
        ],
    )
    def test_runs_from_the_request_to_25_and_at_most_65_working_days(
        self, asked: str, expected: str, at_most: str
    ) -> None:
        """6.1, Escalated(DISSATISFIED): 25 wd, ext to 65 wd; D1, D2."""
        story = given(*LONG_AGO, but(REQUEST_2, on=day(asked)))

        assert (str(day(expected)), str(day(at_most))) == response(story)

    @pytest.mark.parametrize("basis", [Basis.NO_RESPONSE, Basis.AGREED_SKIP])
    def test_is_the_same_whichever_way_stage_2_was_reached(self, basis: Basis) -> None:
        """6.1: "as above" of NO_RESPONSE, "as below" of AGREED_SKIP."""
        ways = {
            Basis.NO_RESPONSE: for_want_of_an_answer("Mon 15 May 2023"),
            Basis.AGREED_SKIP: skip(
                "Mon 15 May 2023", complainant=True, authority=True
            ),
        }
        story = given(*AT_STAGE_1, ways[basis])

        assert ("2023-06-20", "2023-08-15") == response(story)


ASKED = but(REQUEST_2, on=day("Mon 5 Jun 2023"))
AGREED = AgreeStatement(on=day("Wed 28 Jun 2023"), points=("The delay.",))
FROM_REQUEST = ("2023-07-10", "2023-09-05")  # E26, E27
FROM_STATEMENT = ("2023-08-02", "2023-09-28")  # E28, E29
ORAL = but(RECEIVE, oral=True)


class TestTheStatementOfComplaint:
    """Requested Mon 5 Jun 2023, the statement agreed Wed 28 Jun (E26 to E29)."""

    @pytest.mark.parametrize("received", [RECEIVE, ORAL], ids=["written", "oral"])
    @pytest.mark.parametrize(
        ("clock", "oral_only"),
        [
            (Stage2Clock.REQUEST, None),
            (Stage2Clock.STATEMENT, False),
            (Stage2Clock.STATEMENT_IF_ORAL, True),
        ],
    )
    def test_starts_the_clock_where_the_policy_says_so_and_both_dates_are_shown(
        self, clock: Stage2Clock, *, oral_only: bool | None, received: Command
    ) -> None:
        """C3; D2: from the request by default, for oral complaints too."""
        terms = Terms(policies=(Policy(stage_2_clock=clock),))
        story = given(received, ANSWER_1, ASKED, AGREED, terms=terms)
        governs = oral_only is not None and (received is ORAL or not oral_only)
        other = story.stands.stage_2.other_reading

        assert other is not None
        shown = (str(other.due_on), str(other.latest_on))
        expected = (FROM_REQUEST, FROM_STATEMENT)
        assert (expected[::-1] if governs else expected) == (response(story), shown)

    def test_is_no_pause(self) -> None:
        """D2: time spent agreeing a statement of complaint is delay, not a pause."""
        story = given(*ANSWERED_1, ASKED, AGREED)

        assert day("Mon 10 Jul 2023") == due(story, DeadlineName.STAGE_2_RESPONSE)

    def test_is_recorded(self) -> None:
        """7, StatementOfComplaintAgreed: on, points[]."""
        assert StatementOfComplaintAgreed is came_of(
            given(*ANSWERED_1, ASKED).when(AGREED)
        )
        assert day("Wed 28 Jun 2023") == (
            given(*ANSWERED_1, ASKED, AGREED).stands.investigation.statement_agreed_on
        )

    def test_of_an_oral_complaint_comes_before_the_investigation(self) -> None:
        """6.1, StatementOfComplaintAgreed: required if complaint oral; reg 16."""
        appointed = given(ORAL, ANSWER_1, REQUEST_2, APPOINT)

        appointed.when(INVESTIGATE).refused_by("StatementMissing")

    @pytest.mark.parametrize(
        "begun",
        [
            (ORAL, ANSWER_1, REQUEST_2, AGREE_STATEMENT, APPOINT),
            (RECEIVE, ANSWER_1, REQUEST_2, APPOINT),
        ],
        ids=["oral and agreed", "written"],
    )
    def test_otherwise_the_investigation_goes_on(
        self, begun: tuple[Command, ...]
    ) -> None:
        """1.3, reg 16: before stage 2, *if representations were oral*."""
        assert InvestigationReported is came_of(given(*begun).when(INVESTIGATE))

    def test_belongs_to_stage_2(self) -> None:
        """6.1, StatementOfComplaintAgreed at STAGE2."""
        assert given(*ANSWERED_1).when(AGREED).refusal is not None


class TestTheInvestigators:
    def test_are_an_officer_and_an_independent_person(self) -> None:
        """6.1, InvestigatorsAppointed; reg 17(2)."""
        given(*AT_STAGE_2).when(APPOINT).then(
            InvestigatorsAppointed(
                occurred_on=day("Fri 19 May 2023"),
                investigating_officer="officer",
                independent_person="independent",
                officer_is_external=True,
                independence_declared=True,
            ),
        )

    def test_are_two_people(self) -> None:
        """6.1, InvestigatorsAppointed: ip != io."""
        one = but(APPOINT, independent_person="officer")

        given(*AT_STAGE_2).when(one).refused_by("OnePersonTwoRoles")

    def test_are_two_people_even_if_appointed_one_by_one(self) -> None:
        """6.1, InvestigatorsAppointed: ip != io."""
        first = AppointInvestigators(
            on=day("Wed 17 May 2023"), investigating_officer="officer"
        )
        second = AppointInvestigators(
            on=day("Fri 19 May 2023"), independent_person="officer"
        )

        given(*AT_STAGE_2, first).when(second).refused_by("OnePersonTwoRoles")

    def test_the_independent_person_is_independent_of_the_authority(self) -> None:
        """6.1, InvestigatorsAppointed: ip independent (reg 2); R27."""
        dependent = but(APPOINT, independence_declared=False)

        given(*AT_STAGE_2).when(dependent).refused_by("R27")

    @pytest.mark.parametrize("other", ["advocate", "manager"])
    def test_the_independent_person_has_no_other_role(self, other: str) -> None:
        """6.1, InvestigatorsAppointed: ip has no other role; GBC, stage 2 who."""
        advocate = AppointAdvocate(on=day("Tue 11 Apr 2023"), advocate="advocate")
        story = given(*AT_STAGE_1, advocate, ANSWER_1, REQUEST_2)
        command = but(APPOINT, independent_person=other)

        story.when(command).refused_by("IndependentPersonActed")

    @pytest.mark.parametrize(
        ("must", "external", "taken"),
        [
            (True, True, True),
            (True, None, False),
            (True, False, False),
            (False, False, True),
        ],
    )
    def test_the_officer_is_external_where_the_policy_says_so(
        self, *, must: bool, external: bool | None, taken: bool
    ) -> None:
        """C15: law allows an employee; policy `io_must_be_external`."""
        terms = Terms(policies=(Policy(officer_must_be_external=must),))
        command = but(APPOINT, officer_is_external=external)
        answer = given(*AT_STAGE_2, terms=terms).when(command)

        assert taken is (answer.refusal is None)
        if not taken:
            answer.refused_by("OfficerMustBeExternal")

    @pytest.mark.parametrize(
        "story", [AT_STAGE_1, ANSWERED_1, ANSWERED_2], ids=["1", "1 answered", "2"]
    )
    def test_are_appointed_at_stage_2(self, story: tuple[Command, ...]) -> None:
        """6.1, InvestigatorsAppointed at STAGE2; R18."""
        late = but(APPOINT, on=day("Wed 16 Aug 2023"))

        given(*story).when(late).refused_by("R18", stage=2)


class TestTheExtension:
    """Requested Mon 15 May 2023: due Tue 20 Jun, at most Tue 15 Aug."""

    def test_is_told_on_the_25th_day_and_reaches_the_65th(self) -> None:
        """6.1, Extended(stage=2): on/before 25 wd due; new_due <= due(65)."""
        given(*APPOINTED).when(EXTEND_2).then(
            Extended(
                occurred_on=day("Tue 20 Jun 2023"),
                stage=2,
                extended_to=day("Tue 15 Aug 2023"),
                reason=None,
                previously_due_on=day("Tue 20 Jun 2023"),
                now_due_on=day("Tue 15 Aug 2023"),
                in_writing=True,
            ),
        )

    def test_is_not_told_on_the_26th_day(self) -> None:
        """6.3, R11."""
        late = but(EXTEND_2, on=day("Wed 21 Jun 2023"))

        given(*APPOINTED).when(late).refused_by(
            "R11", notified_on=day("Wed 21 Jun 2023"), due_on=day("Tue 20 Jun 2023")
        )

    def test_does_not_reach_the_66th_day(self) -> None:
        """6.3, R15."""
        too_long = but(EXTEND_2, extended_to=day("Wed 16 Aug 2023"))

        given(*APPOINTED).when(too_long).refused_by(
            "R15", extended_to=day("Wed 16 Aug 2023"), latest_on=day("Tue 15 Aug 2023")
        )

    @pytest.mark.parametrize(
        "unsaid", [{"reason_told": None}, {"reason_told": ""}, {"in_writing": False}]
    )
    def test_is_told_in_writing_with_its_reason(
        self, unsaid: dict[str, object]
    ) -> None:
        """6.3, R16: told in writing the reason and the new date."""
        command = but(EXTEND_2, **unsaid)

        given(*APPOINTED).when(command).refused_by(
            "R16", "Complainant must be told in writing the reason and the new date."
        )

    def test_may_come_several_times(self) -> None:
        """6.1, Extended(stage=2): several extensions allowed within cap."""
        first = but(
            EXTEND_2, on=day("Mon 12 Jun 2023"), extended_to=day("Tue 18 Jul 2023")
        )

        assert Extended is came_of(given(*APPOINTED, first).when(EXTEND_2))
        assert day("Tue 15 Aug 2023") == (
            given(*APPOINTED, first, EXTEND_2).stands.stage_2.due_on()
        )

    def test_needs_none_of_the_grounds_of_stage_1(self) -> None:
        """6.3, R13 is of stage 1."""
        assert Extended is came_of(given(*APPOINTED).when(EXTEND_2))


# Forty working days after 15 May: 20 Jun (25), 21-23 (28), 26-30 (33), 3-7 Jul (38),
# 10 and 11 Jul.
ON_DAY_40 = but(ANSWER_2, on=day("Tue 11 Jul 2023"), received_on=day("Tue 11 Jul 2023"))
REPORTS = (
    but(INVESTIGATE, on=day("Mon 12 Jun 2023")),
    but(ATTEND, on=day("Wed 14 Jun 2023")),
)


class TestThreeMeasures:
    """C4, D3: 25 is due, 65 the maximum; a third measure stands beside."""

    def test_day_40_without_an_extension_is_late_and_within_the_maximum(self) -> None:
        """C4: a response on day 26-65 without `Extended` is late; D3."""
        story = given(*APPOINTED, *REPORTS, ON_DAY_40)
        two = story.stands.stage_2

        assert ("2023-06-20", "2023-08-15") == response(story)
        assert day("Tue 20 Jun 2023") == two.due_on()
        assert two.deadline is not None
        assert two.responded_on is not None
        assert two.deadline.latest_on is not None
        assert day("Tue 20 Jun 2023") < two.responded_on < two.deadline.latest_on

    def test_day_40_with_an_extension_is_in_time(self) -> None:
        """C4: with it = on time (extended)."""
        story = given(*APPOINTED, *REPORTS, EXTEND_2, ON_DAY_40)

        assert day("Tue 15 Aug 2023") == story.stands.stage_2.due_on()

    def test_an_extension_recorded_as_told_after_day_25_leaves_it_late(self) -> None:
        """R11 broken in history; D3: the Regulations are stricter, show all."""
        late = but(EXTEND_2, on=day("Wed 21 Jun 2023"))
        events = history(*APPOINTED, *REPORTS, late, ON_DAY_40)
        [told] = [event for event in events if isinstance(event, Extended)]

        assert ("R11",) == told.broken
        assert day("Tue 20 Jun 2023") == told.now_due_on
        assert day("Tue 20 Jun 2023") == given(*events).stands.stage_2.due_on()


class TestTheReports:
    def test_are_two(self) -> None:
        """7, InvestigationReported and IpReported."""
        assert InvestigationReported is came_of(given(*APPOINTED).when(INVESTIGATE))
        assert IndependentPersonReported is came_of(
            given(*APPOINTED, INVESTIGATE).when(ATTEND)
        )

    @pytest.mark.parametrize("report", [INVESTIGATE, ATTEND], ids=["officer", "person"])
    def test_belong_to_stage_2(self, report: Command) -> None:
        """6.1: stage 2 alone."""
        assert given(*ANSWERED_1).when(report).refusal is not None


class TestTheAnswer:
    @pytest.mark.parametrize(
        "outcome", [Outcome.UPHELD, Outcome.PARTIALLY_UPHELD, Outcome.NOT_UPHELD]
    )
    def test_has_one_of_three_outcomes(self, outcome: Outcome) -> None:
        """7, Responded."""
        command = but(ANSWER_2, outcome=outcome)

        assert Responded is came_of(given(*INVESTIGATED).when(command))
        assert Phase.STAGE_2_RESPONDED is given(*INVESTIGATED, command).stands.phase

    @pytest.mark.parametrize("outcome", [Outcome.REINVESTIGATE, Outcome.NO_FINDING])
    def test_has_no_outcome_of_stage_3(self, outcome: Outcome) -> None:
        """C12."""
        command = but(ANSWER_2, outcome=outcome)

        given(*INVESTIGATED).when(command).refused_by("OutcomeOfStage3Only")

    def test_needs_an_independent_person(self) -> None:
        """6.3, R24."""
        alone = but(APPOINT, independent_person=None)

        given(*AT_STAGE_2, alone, INVESTIGATE).when(ANSWER_2).refused_by("R24")

    @pytest.mark.parametrize(
        "reports",
        [(), (INVESTIGATE,), (ATTEND,)],
        ids=["none", "officer's", "person's"],
    )
    def test_needs_both_reports(self, reports: tuple[Command, ...]) -> None:
        """6.1, Responded(stage=2): IO report and IP report received."""
        given(*APPOINTED, *reports).when(ANSWER_2).refused_by("ReportsMissing")

    @pytest.mark.parametrize("signer", ["officer", "independent"])
    def test_is_adjudicated_by_somebody_else(self, signer: str) -> None:
        """6.1, Responded(stage=2): adjudication by senior manager not IO."""
        command = but(ANSWER_2, signed_by=signer)

        given(*INVESTIGATED).when(command).refused_by("AdjudicatorInvestigated")

    def test_states_the_right_to_a_panel(self) -> None:
        """6.1, Responded(stage=2): panel right + 20 wd stated."""
        command = but(ANSWER_2, next_right_stated=False)

        given(*INVESTIGATED).when(command).refused_by("NextRightNotStated")

    def test_is_late_and_not_refused(self) -> None:
        """6.3: late responses are recorded, never rejected."""
        late = but(
            ANSWER_2, on=day("Mon 2 Oct 2023"), received_on=day("Mon 2 Oct 2023")
        )

        assert Responded is came_of(given(*INVESTIGATED).when(late))

    def test_is_given_once(self) -> None:
        """6.3, R18."""
        given(*ANSWERED_2).when(ANSWER_2).refused_by("R18", stage=2)


class TestAReviewOfAnUnfinishedInvestigation:
    @pytest.mark.parametrize(
        "story", [AT_STAGE_1, ANSWERED_1], ids=["stage 1", "stage 1 answered"]
    )
    def test_needs_stage_2_first(self, story: tuple[Command, ...]) -> None:
        """6.3, R20."""
        early = but(REQUEST_3, on=day("Fri 21 Apr 2023"))

        given(*story).when(early).refused_by("R20")

    @pytest.mark.parametrize(
        ("extensions", "asked", "rule", "facts"),
        [
            ((), "Tue 20 Jun 2023", "R20", {}),
            ((), "Wed 21 Jun 2023", "R21", {"working_days": 1}),
            # 21, 22 and 23 Jun, and the next Monday.
            ((), "Mon 26 Jun 2023", "R21", {"working_days": 4}),
            ((EXTEND_2,), "Tue 15 Aug 2023", "R20", {}),
            ((EXTEND_2,), "Wed 16 Aug 2023", "R21", {"working_days": 1}),
        ],
    )
    def test_is_refused_and_once_it_is_late_the_ombudsman_is_offered(
        self,
        extensions: tuple[Extend, ...],
        asked: str,
        rule: str,
        facts: dict[str, Any],
    ) -> None:
        """6.3, R20 while stage 2 is in time, R21 once it is late."""
        early = but(REQUEST_3, on=day(asked))

        given(*APPOINTED, *extensions).when(early).refused_by(rule, **facts)
