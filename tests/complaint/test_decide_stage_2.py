"""Stage 2: its clock, its people, its extensions and its answer."""

from datetime import date

import attrs
import pytest

from caseledger.complaint import (
    AgreeStatement,
    AppointInvestigators,
    Command,
    DeadlineName,
    Extend,
    Respond,
)
from caseledger.complaint.details import ExtensionDetails, ReportDetails
from caseledger.complaint.events import (
    Escalated,
    Extended,
    InvestigatorsAppointed,
    Responded,
    StatementOfComplaintAgreed,
)
from caseledger.complaint.vocabulary import Basis, ExtensionReason, Outcome
from complaint.stories import (
    AGREE_STATEMENT,
    ANSWERED_1,
    ANSWERED_2,
    APPOINT,
    AT_STAGE_2,
    CORPORATE,
    CORPORATE_AT_STAGE_2,
    CORPORATE_ESCALATE_2,
    CORPORATE_RESPOND_1,
    ESCALATE_2,
    EXTEND_2,
    INVESTIGATED,
    REPORT_INDEPENDENT,
    REPORT_OFFICER,
    RESPOND_2,
    but,
    deadline,
    skip,
    worked,
)
from given import RECEIVED, day, given

# Requested Mon 5 Jun 2023: due Mon 10 Jul (E26), at most Tue 5 Sep (E27).
IN_JUNE = (*ANSWERED_1, attrs.evolve(ESCALATE_2, on=day("Mon 5 Jun 2023")))
EXTEND = Extend(
    on=day("Mon 10 Jul 2023"),
    stage=2,
    extended_to=day("Tue 5 Sep 2023"),
    reason_told="The independent person was ill.",
)
CORPORATE_RULE = (
    "corporate.stage_2_response",
    (
        "Local corporate complaints procedure, "
        "stage 2 (Westminster, annual report 2023-24, appendix E)"
    ),
)
CORPORATE_EXTEND = attrs.evolve(
    EXTEND, on=day("Tue 4 Oct 2022"), extended_to=day("Tue 1 Nov 2022")
)


class TestTheClock:
    @pytest.mark.parametrize(
        ("example", "start", "due"),
        worked("stage 2", "stage 2 (clock = written request)"),
    )
    def test_stage_2_is_due_on_the_day_of_the_worked_example(
        self, example: str, start: date, due: date
    ) -> None:
        """25 working days after the request (C3, D2)."""
        received = attrs.evolve(RECEIVED, on=start)

        assert due == given(received, skip(start)).stands.stage_2.due_on(), example

    @pytest.mark.parametrize(
        ("example", "start", "latest"),
        worked("stage 2 maximum", "stage 2 maximum (clock = written request)"),
    )
    def test_stage_2_ends_at_the_latest_on_the_day_of_the_worked_example(
        self, example: str, start: date, latest: date
    ) -> None:
        """65 working days after the request (C4)."""
        received = attrs.evolve(RECEIVED, on=start)
        stage = given(received, skip(start)).stands.stage_2
        assert stage.deadline is not None

        assert latest == stage.deadline.latest_on, example

    def test_agreeing_the_statement_does_not_restart_it(self) -> None:
        """
        D2: the time that it takes is delay, not a pause; both readings are shown.

        From Fri 19 May 2023 to Fri 23 Jun there are 24 days without 29 May: 25 end on
        Mon 26 Jun, and eight full weeks later 65 on Mon 21 Aug.
        """
        before = given(*AT_STAGE_2).stands.stage_2
        other = deadline(
            DeadlineName.STAGE_2_RESPONSE,
            day("Fri 19 May 2023"),
            25,
            day("Mon 26 Jun 2023"),
            day("Mon 21 Aug 2023"),
        )
        given(*AT_STAGE_2).when(AGREE_STATEMENT).then(
            StatementOfComplaintAgreed(
                occurred_on=day("Fri 19 May 2023"), deadline=other
            ),
        )

        assert attrs.evolve(before, other_reading=other) == (
            given(*AT_STAGE_2, AGREE_STATEMENT).stands.stage_2
        )

    def test_the_other_reading_is_that_of_the_worked_examples(self) -> None:
        """E28, E29: 25 and 65 working days after the statement was agreed."""
        [(_, agreed, due)] = worked("stage 2 (clock = statement agreed)")
        [(_, _, latest)] = worked("stage 2 maximum (clock = statement agreed)")
        statement = attrs.evolve(AGREE_STATEMENT, on=agreed)
        stage = given(*IN_JUNE, statement).stands.stage_2
        assert stage.other_reading is not None

        assert day("Mon 10 Jul 2023") == stage.due_on()
        assert (due, latest) == (
            stage.other_reading.due_on,
            stage.other_reading.latest_on,
        )

    def test_a_corporate_stage_2_has_20_days_and_at_most_40(self) -> None:
        """E43: requested Mon 5 Sep 2022, due Tue 4 Oct; 20 more end on Tue 1 Nov."""
        given(CORPORATE, CORPORATE_RESPOND_1).when(CORPORATE_ESCALATE_2).then(
            Escalated(
                occurred_on=day("Mon 5 Sep 2022"),
                to_stage=2,
                basis=Basis.DISSATISFIED,
                deadline=deadline(
                    DeadlineName.STAGE_2_RESPONSE,
                    day("Mon 5 Sep 2022"),
                    20,
                    day("Tue 4 Oct 2022"),
                    day("Tue 1 Nov 2022"),
                    rule=CORPORATE_RULE,
                ),
            ),
        )


class TestTheExtension:
    def test_to_the_sixty_fifth_working_day(self) -> None:
        """Told on the due date itself, to the last day that the law allows."""
        answer = given(*IN_JUNE).when(EXTEND)

        answer.then(
            Extended(
                occurred_on=day("Mon 10 Jul 2023"),
                stage=2,
                extended_to=day("Tue 5 Sep 2023"),
                reason=None,
                previously_due_on=day("Mon 10 Jul 2023"),
                now_due_on=day("Tue 5 Sep 2023"),
            ),
        )
        assert ExtensionDetails(reason="The independent person was ill.") == (
            answer.details
        )

    def test_not_to_the_sixty_sixth(self) -> None:
        too_long = attrs.evolve(EXTEND, extended_to=day("Wed 6 Sep 2023"))

        given(*IN_JUNE).when(too_long).refused_by(
            "R15",
            "Stage 2 cannot be extended to 2023-09-06: 2023-09-05 is the latest day "
            "allowed.",
            extended_to=day("Wed 6 Sep 2023"),
            latest_on=day("Tue 5 Sep 2023"),
        )

    def test_not_told_on_the_day_after_the_due_date(self) -> None:
        too_late = attrs.evolve(EXTEND, on=day("Tue 11 Jul 2023"))

        given(*IN_JUNE).when(too_late).refused_by(
            "R11",
            notified_on=day("Tue 11 Jul 2023"),
            due_on=day("Mon 10 Jul 2023"),
        )

    def test_again_within_the_sixty_five_days(self) -> None:
        """The second is told by the day to which the first one went, and not after."""
        first = attrs.evolve(EXTEND, extended_to=day("Fri 21 Jul 2023"))
        on_the_day = attrs.evolve(EXTEND, on=day("Fri 21 Jul 2023"))
        day_after = attrs.evolve(EXTEND, on=day("Sat 22 Jul 2023"))
        stage = given(*IN_JUNE, first, on_the_day).stands.stage_2

        assert day("Tue 5 Sep 2023") == stage.due_on()
        given(*IN_JUNE, first).when(day_after).refused_by(
            "R11",
            notified_on=day("Sat 22 Jul 2023"),
            due_on=day("Fri 21 Jul 2023"),
        )

    def test_the_complainant_is_told_why(self) -> None:
        """In words, or as one of the two grounds of stage 1."""
        silent = attrs.evolve(EXTEND, reason_told=None)
        complex_case = attrs.evolve(silent, reason=ExtensionReason.COMPLEXITY)

        given(*IN_JUNE).when(silent).refused_by(
            "R16",
            "Complainant must be told in writing the reason and the new date.",
        )
        assert 1 == len(given(*IN_JUNE).when(complex_case).events)

    def test_not_before_stage_2_is_asked_for(self) -> None:
        given(*ANSWERED_1).when(EXTEND).refused_by(
            "R18", "Stage 2 is not open.", stage=2
        )

    def test_not_told_before_stage_2_is_asked_for(self) -> None:
        """Asked for Mon 5 Jun 2023: on that day it may be, on the day before not."""
        same_day = attrs.evolve(EXTEND, on=day("Mon 5 Jun 2023"))
        day_before = attrs.evolve(EXTEND, on=day("Sun 4 Jun 2023"))

        assert 1 == len(given(*IN_JUNE).when(same_day).events)
        given(*IN_JUNE).when(day_before).refused_by(
            "R10",
            "Out of sequence: the extension on 2023-06-04 precedes the request on "
            "2023-06-05.",
            step="the extension",
            on=day("Sun 4 Jun 2023"),
            answers="the request",
            answered_on=day("Mon 5 Jun 2023"),
        )

    def test_not_once_stage_2_is_answered(self) -> None:
        given(*ANSWERED_2).when(EXTEND_2).refused_by("R18", stage=2)

    def test_of_corporate_stage_2_to_the_fortieth_working_day(self) -> None:
        """Not to the forty-first, and not told after Tue 4 Oct 2022."""
        too_long = attrs.evolve(CORPORATE_EXTEND, extended_to=day("Wed 2 Nov 2022"))
        too_late = attrs.evolve(CORPORATE_EXTEND, on=day("Wed 5 Oct 2022"))
        stage = given(*CORPORATE_AT_STAGE_2, CORPORATE_EXTEND).stands.stage_2

        assert day("Tue 1 Nov 2022") == stage.due_on()
        given(*CORPORATE_AT_STAGE_2).when(too_long).refused_by(
            "R15",
            extended_to=day("Wed 2 Nov 2022"),
            latest_on=day("Tue 1 Nov 2022"),
        )
        given(*CORPORATE_AT_STAGE_2).when(too_late).refused_by(
            "R11",
            notified_on=day("Wed 5 Oct 2022"),
            due_on=day("Tue 4 Oct 2022"),
        )


class TestThePeople:
    def test_stage_2_is_given_its_officer_and_its_independent_person(self) -> None:
        given(*AT_STAGE_2).when(APPOINT).then(
            InvestigatorsAppointed(
                occurred_on=day("Wed 17 May 2023"),
                investigating_officer="officer",
                independent_person="independent",
            ),
        )

    @pytest.mark.parametrize(
        ("named", "left"),
        [
            ("investigating_officer", "independent_person"),
            ("independent_person", "investigating_officer"),
        ],
    )
    def test_naming_one_keeps_the_other(self, named: str, left: str) -> None:
        """Told as history too."""
        step = but(APPOINT, **{named: "somebody new", left: None})
        kept = {named: "somebody new", left: getattr(APPOINT, left)}
        event = InvestigatorsAppointed(occurred_on=APPOINT.on, **kept)
        story = (*AT_STAGE_2, APPOINT)

        given(*story).when(step).then(event)
        given(*story).told(step).then(event)
        people = given(*story, step).stands.investigation

        assert (kept["investigating_officer"], kept["independent_person"]) == (
            people.officer,
            people.independent_person,
        )

    def test_one_person_has_one_role(self) -> None:
        """Named for both at once, or for the other role after the first."""
        both = attrs.evolve(APPOINT, independent_person="officer")
        first = attrs.evolve(APPOINT, independent_person=None)
        then = attrs.evolve(APPOINT, investigating_officer=None)
        sentence = "The investigating officer cannot be the independent person as well."

        given(*AT_STAGE_2).when(both).refused_by("OnePersonTwoRoles", sentence)
        given(*AT_STAGE_2, first).when(
            attrs.evolve(then, independent_person="officer")
        ).refused_by("OnePersonTwoRoles", sentence)
        given(*AT_STAGE_2, then).when(
            attrs.evolve(first, investigating_officer="independent")
        ).refused_by("OnePersonTwoRoles", sentence)
        assert 1 == len(given(*AT_STAGE_2, first).when(then).events)

    def test_they_may_change_places(self) -> None:
        swapped = attrs.evolve(
            APPOINT, investigating_officer="independent", independent_person="officer"
        )

        assert 1 == len(given(*AT_STAGE_2, APPOINT).when(swapped).events)

    def test_the_statement_is_not_agreed_before_the_request(self) -> None:
        """Asked for Mon 15 May 2023: on that day it may be, on the day before not."""
        same_day = attrs.evolve(AGREE_STATEMENT, on=day("Mon 15 May 2023"))
        day_before = attrs.evolve(AGREE_STATEMENT, on=day("Sun 14 May 2023"))

        assert 1 == len(given(*AT_STAGE_2).when(same_day).events)
        given(*AT_STAGE_2).when(day_before).refused_by(
            "R10",
            "Out of sequence: the statement on 2023-05-14 precedes the request on "
            "2023-05-15.",
            step="the statement",
            on=day("Sun 14 May 2023"),
            answers="the request",
            answered_on=day("Mon 15 May 2023"),
        )

    @pytest.mark.parametrize("step", [APPOINT, AGREE_STATEMENT])
    def test_not_before_it_is_asked_for(
        self, step: AppointInvestigators | AgreeStatement
    ) -> None:
        given(*ANSWERED_1).when(step).refused_by("R18", stage=2)

    @pytest.mark.parametrize("step", [APPOINT, AGREE_STATEMENT])
    def test_not_once_it_is_answered(
        self, step: AppointInvestigators | AgreeStatement
    ) -> None:
        given(*ANSWERED_2).when(step).refused_by("R18", stage=2)


class TestTheReports:
    @pytest.mark.parametrize(
        ("report", "kept"),
        [
            (REPORT_OFFICER, None),
            (
                but(REPORT_OFFICER, findings="Late.", recommendations=("Apologise.",)),
                ReportDetails(findings="Late.", recommendations=("Apologise.",)),
            ),
            (
                but(REPORT_OFFICER, recommendations=("Apologise.",)),
                ReportDetails(findings=None, recommendations=("Apologise.",)),
            ),
            (REPORT_INDEPENDENT, None),
            (
                but(REPORT_INDEPENDENT, findings="Fair."),
                ReportDetails(findings="Fair.", recommendations=()),
            ),
        ],
    )
    def test_are_kept_in_their_words(
        self, report: Command, kept: ReportDetails | None
    ) -> None:
        assert kept == given(*AT_STAGE_2, APPOINT).told(report).details


class TestTheAnswer:
    def test_needs_an_independent_person(self) -> None:
        """An investigating officer alone will not do."""
        alone = attrs.evolve(APPOINT, independent_person=None)

        for people in ((), (alone,)):
            given(*AT_STAGE_2, *people).when(RESPOND_2).refused_by(
                "R24", "An independent person must be appointed."
            )

    def test_is_given_with_one(self) -> None:
        """Answered Tue 15 Aug 2023: a panel is to be asked for by Wed 13 Sep."""
        given(*INVESTIGATED).when(RESPOND_2).then(
            Responded(
                occurred_on=day("Tue 15 Aug 2023"),
                stage=2,
                outcome=Outcome.NOT_UPHELD,
                milestones=(
                    deadline(
                        DeadlineName.REVIEW_REQUEST,
                        day("Tue 15 Aug 2023"),
                        20,
                        day("Wed 13 Sep 2023"),
                    ),
                ),
            ),
        )

    @pytest.mark.parametrize(
        ("missing", "whose"),
        [
            (REPORT_OFFICER, "investigating officer"),
            (REPORT_INDEPENDENT, "independent person"),
        ],
    )
    def test_waits_for_both_reports(self, missing: Command, whose: str) -> None:
        story = [step for step in INVESTIGATED if step is not missing]

        given(*story).when(RESPOND_2).refused_by(
            "ReportsMissing",
            f"The report of the {whose} has not been received.",
            whose=whose,
        )

    def test_comes_on_the_day_of_the_last_report_at_the_earliest(self) -> None:
        """Fri 4 Aug 2023, and not the day before."""
        same_day = attrs.evolve(RESPOND_2, on=day("Fri 4 Aug 2023"))
        day_before = attrs.evolve(RESPOND_2, on=day("Thu 3 Aug 2023"))

        assert 1 == len(given(*INVESTIGATED).when(same_day).events)
        given(*INVESTIGATED).when(day_before).refused_by("R10")

    def test_of_the_corporate_procedure_needs_none(self) -> None:
        command = attrs.evolve(RESPOND_2, on=day("Tue 4 Oct 2022"))

        assert 1 == len(given(*CORPORATE_AT_STAGE_2).when(command).events)

    def test_is_never_too_late(self) -> None:
        """Long after the 65 working days."""
        late = attrs.evolve(RESPOND_2, on=day("Fri 28 Jun 2024"))

        assert 1 == len(given(*INVESTIGATED).when(late).events)

    def test_comes_on_the_day_of_the_request_at_the_earliest(self) -> None:
        corporate = Respond(on=day("Mon 5 Sep 2022"), stage=2, outcome=Outcome.UPHELD)
        day_before = attrs.evolve(corporate, on=day("Sun 4 Sep 2022"))

        assert 1 == len(given(*CORPORATE_AT_STAGE_2).when(corporate).events)
        given(*CORPORATE_AT_STAGE_2).when(day_before).refused_by(
            "R10",
            "Out of sequence: the response on 2022-09-04 precedes its request on "
            "2022-09-05.",
            step="the response",
            on=day("Sun 4 Sep 2022"),
            answers="its request",
            answered_on=day("Mon 5 Sep 2022"),
        )

    def test_not_before_stage_2_is_asked_for(self) -> None:
        given(*ANSWERED_1).when(RESPOND_2).refused_by(
            "R18", "Stage 2 is not open.", stage=2
        )

    def test_is_given_once(self) -> None:
        given(*ANSWERED_2).when(RESPOND_2).refused_by("R18", stage=2)

    @pytest.mark.parametrize(
        ("outcome", "words"),
        [
            (Outcome.REINVESTIGATE, "Reinvestigate"),
            (Outcome.NO_FINDING, "No finding"),
        ],
    )
    def test_sends_nothing_back_and_finds_something(
        self, outcome: Outcome, words: str
    ) -> None:
        other = attrs.evolve(RESPOND_2, outcome=outcome)

        given(*INVESTIGATED).when(other).refused_by(
            "OutcomeOfStage3Only",
            f"{words} is an outcome of stage 3 alone.",
            outcome=words,
        )
