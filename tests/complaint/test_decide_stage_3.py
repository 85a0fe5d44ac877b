"""Stage 3: the review panel, its report, the authority's answer, and a new stage 2."""

from datetime import date

import attrs
import pytest

from caseledger.complaint import (
    Command,
    DeadlineName,
    Extend,
    RecommendationAnswered,
    Recommended,
    refusals_of,
)
from caseledger.complaint.commands import PointAnswered
from caseledger.complaint.details import (
    EscalationDetails,
    ReportDetails,
    ResponseDetails,
)
from caseledger.complaint.events import (
    Escalated,
    EscalationDeclined,
    PanelReported,
    Responded,
    ReviewPanelConvened,
)
from caseledger.complaint.vocabulary import (
    Outcome,
    PointFinding,
    Recipient,
    RecommendationKind,
)
from complaint.stories import (
    ANSWERED_2,
    APPOINT,
    AT_STAGE_2,
    AT_STAGE_3,
    CONVENE,
    CORPORATE_ANSWERED_2,
    DECLINE,
    ESCALATE_3,
    LONGEST,
    PANEL,
    PANEL_MET,
    PANEL_REPORTED,
    REOPEN,
    REPORT,
    REPORT_INDEPENDENT,
    REPORT_OFFICER,
    RESPOND_2,
    RESPOND_3,
    but,
    deadline,
    named,
    skip,
    worked,
)
from given import RECEIVED, Answer, Given, day, given


def all_on(on: date) -> tuple[Command, ...]:
    """Take every step up to an answered stage 2 on one day."""
    return (
        attrs.evolve(RECEIVED, on=on),
        skip(on),
        attrs.evolve(APPOINT, on=on),
        attrs.evolve(REPORT_OFFICER, on=on),
        attrs.evolve(REPORT_INDEPENDENT, on=on),
        attrs.evolve(RESPOND_2, on=on),
    )


def rules_against(story: Given, command: Command) -> list[str | None]:
    """Return every rule that refuses a step."""
    found = refusals_of(story.stands, command, terms=story.terms, today=story.today)
    return [refusal.rule for refusal in found]


class TestTheRequest:
    def test_the_panel_meets_within_30_working_days(self) -> None:
        """
        Requested Wed 13 Sep 2023: by Wed 25 Oct, and no extension of that.

        It is to be acknowledged by Fri 15 Sep, and chaired by Wed 27 Sep.
        """
        given(*ANSWERED_2).when(ESCALATE_3).then(
            Escalated(
                occurred_on=day("Wed 13 Sep 2023"),
                to_stage=3,
                basis=None,
                deadline=deadline(
                    DeadlineName.REVIEW_PANEL,
                    day("Wed 13 Sep 2023"),
                    30,
                    day("Wed 25 Oct 2023"),
                    None,
                ),
                milestones=(
                    deadline(
                        DeadlineName.PANEL_ACKNOWLEDGEMENT,
                        day("Wed 13 Sep 2023"),
                        2,
                        day("Fri 15 Sep 2023"),
                    ),
                    deadline(
                        DeadlineName.PANEL_CHAIR,
                        day("Wed 13 Sep 2023"),
                        10,
                        day("Wed 27 Sep 2023"),
                    ),
                ),
            ),
        )

    @pytest.mark.parametrize(("example", "start", "due"), worked("panel"))
    def test_the_panel_is_due_on_the_day_of_the_worked_example(
        self, example: str, start: date, due: date
    ) -> None:
        story = (*all_on(start), attrs.evolve(ESCALATE_3, on=start))
        panel = given(*story).stands.panel.deadline
        assert panel is not None

        assert due == panel.due_on, example

    def test_after_twenty_working_days_it_is_accepted_with_reasons(self) -> None:
        """D6: answered Tue 15 Aug 2023, the twentieth day is Wed 13 Sep."""
        day_21 = attrs.evolve(ESCALATE_3, on=day("Thu 14 Sep 2023"))
        accepted = attrs.evolve(day_21, late_reason="They were in hospital.")
        answer = given(*ANSWERED_2).when(accepted)
        [event] = answer.events

        given(*ANSWERED_2).when(day_21).refused_by(
            "R22",
            "Requested 21 working days after the stage 2 response; limit 20 (reg 18). "
            "Record why it is accepted, or decline it with reasons.",
            working_days=21,
            limit=20,
        )
        assert isinstance(event, Escalated)
        assert event.accepted_late
        assert answer.details == EscalationDetails(
            reasons=None, late_reason="They were in hospital."
        )

    def test_after_twenty_working_days_it_is_declined_with_reasons(self) -> None:
        """D6; on the twentieth day it is not declined (R23)."""
        in_time = attrs.evolve(DECLINE, requested_on=day("Wed 13 Sep 2023"))

        given(*ANSWERED_2).when(DECLINE).then(
            EscalationDeclined(
                occurred_on=day("Wed 20 Sep 2023"),
                to_stage=3,
                requested_on=day("Thu 14 Sep 2023"),
            ),
        )
        given(*ANSWERED_2).when(attrs.evolve(DECLINE, reason=None)).refused_by("R22")
        given(*ANSWERED_2).when(in_time).refused_by(
            "R23",
            "The authority cannot refuse stage 3: reg 17 / reg 19(1) say 'must'.",
            stage=3,
        )

    def test_not_before_stage_2_is_answered(self) -> None:
        """Due Tue 20 Jun 2023."""
        in_time = attrs.evolve(ESCALATE_3, on=day("Tue 20 Jun 2023"))

        given(*AT_STAGE_2).when(in_time).refused_by(
            "R20",
            "A review needs a concluded stage 2 (reports and adjudication sent).",
        )

    def test_before_stage_2_is_answered_there_is_nothing_to_decline(self) -> None:
        """Due Tue 20 Jun 2023; asked for on that day and on the day after."""
        for asked, rule in (("Tue 20 Jun 2023", "R20"), ("Wed 21 Jun 2023", "R21")):
            decline = attrs.evolve(DECLINE, requested_on=day(asked))
            assert [rule] == rules_against(given(*AT_STAGE_2), decline)

    def test_a_request_for_stage_2_is_not_declined_for_want_of_an_answer(self) -> None:
        """R23: stage 2 follows when stage 1 is not answered in time."""
        decline = attrs.evolve(
            DECLINE,
            on=day("Fri 21 Apr 2023"),
            to_stage=2,
            requested_on=day("Thu 20 Apr 2023"),
        )

        assert ["R23"] == rules_against(given(RECEIVED), decline)

    def test_not_though_stage_2_is_late(self) -> None:
        """40 working days after Tue 20 Jun 2023 is Tue 15 Aug, 60 Wed 13 Sep."""
        given(*AT_STAGE_2).when(ESCALATE_3).refused_by(
            "R21",
            "Stage 2 is late (60 wd) but a panel cannot review an unfinished "
            "investigation; offer Ombudsman.",
            working_days=60,
        )

    def test_on_the_day_of_the_answer_but_not_before(self) -> None:
        same_day = attrs.evolve(ESCALATE_3, on=day("Tue 15 Aug 2023"))
        day_before = attrs.evolve(ESCALATE_3, on=day("Mon 14 Aug 2023"))

        assert 1 == len(given(*ANSWERED_2).when(same_day).events)
        given(*ANSWERED_2).when(day_before).refused_by("R10")

    def test_not_twice(self) -> None:
        given(*AT_STAGE_3).when(ESCALATE_3).refused_by("R18", stage=2)


class TestTheCorporateProcedure:
    @pytest.mark.parametrize(
        "command", [ESCALATE_3, CONVENE, RESPOND_3, REOPEN], ids=named
    )
    def test_has_no_stage_3(self, command: Command) -> None:
        given(*CORPORATE_ANSWERED_2).when(command).refused_by(
            "R29",
            "Review panels exist only in the statutory procedure; the Ombudsman is "
            "the next step.",
        )

    def test_has_none_to_decline(self) -> None:
        """Nor is there anything else to say about it."""
        decline = attrs.evolve(
            DECLINE, on=day("Thu 6 Oct 2022"), requested_on=day("Wed 5 Oct 2022")
        )
        assert ["R29"] == rules_against(given(*CORPORATE_ANSWERED_2), decline)


class TestThePanel:
    def test_its_report_is_due_5_working_days_after_it_meets(self) -> None:
        """Met Wed 25 Oct 2023: by Wed 1 Nov."""
        given(*AT_STAGE_3).when(CONVENE).then(
            ReviewPanelConvened(
                occurred_on=day("Wed 25 Oct 2023"),
                members=PANEL,
                deadline=deadline(
                    DeadlineName.PANEL_REPORT,
                    day("Wed 25 Oct 2023"),
                    5,
                    day("Wed 1 Nov 2023"),
                    None,
                ),
            ),
        )

    @pytest.mark.parametrize(("example", "start", "due"), worked("panel report"))
    def test_its_report_is_due_on_the_day_of_the_worked_example(
        self, example: str, start: date, due: date
    ) -> None:
        request = attrs.evolve(ESCALATE_3, on=start)
        panel = attrs.evolve(CONVENE, on=start)
        report = given(*all_on(start), request, panel).stands.panel.report_deadline
        assert report is not None

        assert due == report.due_on, example

    def test_it_may_meet_late(self) -> None:
        """The thirty days are a duty: a meeting on Thu 26 Oct 2023 still counts."""
        late = attrs.evolve(CONVENE, on=day("Thu 26 Oct 2023"))

        assert 1 == len(given(*AT_STAGE_3).when(late).events)

    @pytest.mark.parametrize(
        ("members", "different"),
        [
            ((), 0),
            (("chair",), 1),
            (("chair", "second"), 2),
            (("chair", "second", "second"), 2),
            (("chair", "second", "third", "fourth"), 4),
            (("chair", "second", "third", "third"), 3),
        ],
        ids=["nobody", "one", "two", "one twice", "four", "one of three twice"],
    )
    def test_it_is_three_different_people(
        self, members: tuple[str, ...], different: int
    ) -> None:
        given(*AT_STAGE_3).when(attrs.evolve(CONVENE, members=members)).refused_by(
            "R25",
            "Panel must be three independent persons, one chairing; "
            f"{len(members)} are named, {different} of them different.",
            members=len(members),
            distinct=different,
        )

    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_the_independent_person_of_stage_2_does_not_sit(self, place: int) -> None:
        """Not in the chair and not beside it."""
        members = [*PANEL]
        members[place] = "independent"
        panel = attrs.evolve(CONVENE, members=tuple(members))

        given(*AT_STAGE_3).when(panel).refused_by(
            "R26", "The stage 2 independent person may not sit."
        )

    def test_the_investigating_officer_does_not_sit(self) -> None:
        panel = attrs.evolve(CONVENE, members=("chair", "officer", "third"))

        given(*AT_STAGE_3).when(panel).refused_by(
            "R28", "Somebody on the panel has already acted in this complaint."
        )

    def test_it_may_be_held_anew_until_it_reports(self) -> None:
        """Met Wed 25 Oct 2023, and again on Thu 26 Oct."""
        again = attrs.evolve(CONVENE, on=day("Thu 26 Oct 2023"))

        assert 1 == len(given(*PANEL_MET).when(again).events)
        given(*PANEL_REPORTED).when(again).refused_by(
            "PanelAlreadyReported",
            "The panel already reported on 2023-11-01.",
            on=day("Wed 1 Nov 2023"),
        )

    def test_not_before_the_request(self) -> None:
        """On its day it may, however soon that is."""
        same_day = attrs.evolve(CONVENE, on=day("Wed 13 Sep 2023"))
        day_before = attrs.evolve(CONVENE, on=day("Tue 12 Sep 2023"))

        assert 1 == len(given(*AT_STAGE_3).when(same_day).events)
        given(*AT_STAGE_3).when(day_before).refused_by("R10")

    def test_not_without_a_request(self) -> None:
        given(*ANSWERED_2).when(CONVENE).refused_by("R18", stage=3)

    def test_stage_3_has_no_extension(self) -> None:
        extension = Extend(
            on=day("Wed 25 Oct 2023"),
            stage=3,
            extended_to=day("Wed 8 Nov 2023"),
            reason_told="A member is ill.",
        )

        given(*AT_STAGE_3).when(extension).refused_by(
            "R17", "No extension power at stage 3."
        )


class TestTheReport:
    def test_the_answer_is_due_15_working_days_after_it_arrives(self) -> None:
        """Received Wed 1 Nov 2023: by Wed 22 Nov."""
        given(*PANEL_MET).when(REPORT).then(
            PanelReported(
                occurred_on=day("Wed 1 Nov 2023"),
                deadline=deadline(
                    DeadlineName.STAGE_3_RESPONSE,
                    day("Wed 1 Nov 2023"),
                    15,
                    day("Wed 22 Nov 2023"),
                    None,
                ),
            ),
        )

    @pytest.mark.parametrize(("example", "start", "due"), worked("authority response"))
    def test_the_answer_is_due_on_the_day_of_the_worked_example(
        self, example: str, start: date, due: date
    ) -> None:
        steps = (ESCALATE_3, CONVENE, REPORT)
        story = (*all_on(start), *(attrs.evolve(step, on=start) for step in steps))

        assert due == given(*story).stands.stage_3.due_on(), example

    def test_not_before_the_meeting(self) -> None:
        same_day = attrs.evolve(REPORT, on=day("Wed 25 Oct 2023"))
        day_before = attrs.evolve(REPORT, on=day("Tue 24 Oct 2023"))

        assert 1 == len(given(*PANEL_MET).when(same_day).events)
        given(*PANEL_MET).when(day_before).refused_by("R10")

    def test_it_goes_to_all_who_are_concerned(self) -> None:
        """Reg 20(2): the authority, the complainant, the independent person."""
        command = attrs.evolve(REPORT, recipients=(Recipient.AUTHORITY,))

        given(*PANEL_MET).when(command).refused_by(
            "RecipientsMissing",
            "The report must also go to: complainant, independent person.",
            missing="complainant, independent person",
        )

    @pytest.mark.parametrize(
        ("texts", "kept"),
        [
            ((None, "Say sorry.", None), ("", "Say sorry.", "")),
            ((None, None, None), ()),
        ],
        ids=["one in words", "none in words"],
    )
    def test_its_recommendations_are_kept_in_its_words(
        self, texts: tuple[str | None, ...], kept: tuple[str, ...]
    ) -> None:
        """Each in its place, so that an answer finds the one that it is to."""
        command = attrs.evolve(
            REPORT,
            summary="It came late.",
            recommendations=tuple(
                Recommended(kind=RecommendationKind.OTHER, text=text) for text in texts
            ),
        )

        assert ReportDetails(findings="It came late.", recommendations=kept) == (
            given(*PANEL_MET).when(command).details
        )

    def test_it_comes_once(self) -> None:
        later = attrs.evolve(REPORT, on=day("Thu 2 Nov 2023"))

        given(*PANEL_REPORTED).when(later).refused_by(
            "PanelAlreadyReported",
            "The panel already reported on 2023-11-01.",
            on=day("Wed 1 Nov 2023"),
        )

    @pytest.mark.parametrize("step", [CONVENE, REPORT], ids=named)
    def test_not_once_stage_3_is_answered(self, step: Command) -> None:
        given(*LONGEST).when(step).refused_by("R18", stage=3)

    def test_not_without_a_meeting(self) -> None:
        given(*AT_STAGE_3).when(REPORT).refused_by("R18", stage=3)


POINTS = (
    PointAnswered(finding=PointFinding.UPHELD, text="It was late."),
    PointAnswered(finding=PointFinding.NOT_UPHELD),
)
ACCEPTED = RecommendationAnswered(recommendation=1, accepted=True)
REJECTED = RecommendationAnswered(recommendation=2, accepted=False, reason="Cost.")


class TestTheAnswer:
    @pytest.mark.parametrize("outcome", Outcome)
    def test_has_an_outcome_and_may_send_the_complaint_back(
        self, outcome: Outcome
    ) -> None:
        given(*PANEL_REPORTED).when(attrs.evolve(RESPOND_3, outcome=outcome)).then(
            Responded(occurred_on=day("Wed 22 Nov 2023"), stage=3, outcome=outcome),
        )

    @pytest.mark.parametrize("story", [AT_STAGE_3, PANEL_MET])
    def test_waits_for_the_report(self, story: tuple[Command, ...]) -> None:
        given(*story).when(RESPOND_3).refused_by("R30", "No recommendations received.")

    def test_not_dated_before_the_report(self) -> None:
        """On the day of the report it may be."""
        same_day = attrs.evolve(RESPOND_3, on=day("Wed 1 Nov 2023"))
        day_before = attrs.evolve(RESPOND_3, on=day("Tue 31 Oct 2023"))

        assert 1 == len(given(*PANEL_REPORTED).when(same_day).events)
        given(*PANEL_REPORTED).when(day_before).refused_by("R30")

    def test_is_to_what_was_recommended_once_each(self) -> None:
        """Reg 20(3): there are two recommendations."""
        report = attrs.evolve(
            REPORT, recommendations=2 * (Recommended(kind=RecommendationKind.OTHER),)
        )
        story = given(*PANEL_MET, report)

        def answered(*numbers: int) -> Answer:
            answers = tuple(
                RecommendationAnswered(recommendation=number, accepted=True)
                for number in numbers
            )
            return story.when(attrs.evolve(RESPOND_3, answers=answers))

        answered(1, 2, 3).refused_by(
            "UnknownItem",
            "The complaint has no recommendation number 3.",
            item="recommendation",
            number=3,
        )
        answered(1, 2, 2).refused_by(
            "AnsweredTwice", "Recommendation 2 is answered twice.", number=2
        )
        assert 1 == len(answered(2, 1).events)

    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            (
                {"points": POINTS, "detriment": "A term was lost."},
                ResponseDetails(
                    points=("It was late.", ""),
                    detriment="A term was lost.",
                    not_accepted_because=(),
                ),
            ),
            (
                {"points": POINTS[:1]},
                ResponseDetails(
                    points=("It was late.",), detriment=None, not_accepted_because=()
                ),
            ),
            (
                {"detriment": "A term was lost."},
                ResponseDetails(
                    points=(), detriment="A term was lost.", not_accepted_because=()
                ),
            ),
            (
                {"answers": (REJECTED,)},
                ResponseDetails(
                    points=(), detriment=None, not_accepted_because=("Cost.",)
                ),
            ),
            (
                {"answers": (REJECTED, attrs.evolve(REJECTED, reason=None))},
                ResponseDetails(
                    points=(), detriment=None, not_accepted_because=("Cost.", "")
                ),
            ),
            ({"points": POINTS[1:], "answers": (ACCEPTED,)}, None),
            ({}, None),
        ],
        ids=[
            "points, one without words",
            "a point",
            "the detriment",
            "a reason",
            "no reason, in history",
            "nothing in words",
            "nothing",
        ],
    )
    def test_keeps_its_words_apart(
        self, said: dict[str, object], kept: ResponseDetails | None
    ) -> None:
        """Each in its place: a point without words still has one."""
        command = but(RESPOND_3, **said)

        assert kept == given(*PANEL_REPORTED).told(command).details

    def test_not_without_a_request(self) -> None:
        given(*ANSWERED_2).when(RESPOND_3).refused_by("R18", stage=3)

    def test_is_given_once(self) -> None:
        given(*LONGEST).when(RESPOND_3).refused_by("R18", stage=3)
