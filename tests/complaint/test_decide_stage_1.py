"""Stage 1: its extension, its answer, and the three ways on to stage 2."""

import attrs
import pytest

from caseledger.complaint import Command, DeadlineName, Escalate, Extend, Respond, Terms
from caseledger.complaint.commands import PointAnswered
from caseledger.complaint.decide import refusals_of
from caseledger.complaint.details import ExtensionDetails
from caseledger.complaint.events import Escalated, Extended, Responded
from caseledger.complaint.refusals import OutOfSequence, Refusal, StageNotOpen
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    Outcome,
    PointFinding,
)
from complaint.stories import (
    ANSWERED_1,
    APPOINT,
    AT_STAGE_2,
    AT_STAGE_3,
    CORPORATE,
    CORPORATE_RESPOND_1,
    ESCALATE_2,
    EXTEND_1,
    LONGEST,
    REOPEN,
    REPORT_INDEPENDENT,
    REPORT_OFFICER,
    RESPOND_1,
    RESPOND_2,
    but,
    deadline,
    skip,
)
from given import RECEIVED, TODAY, day, given

CORPORATE_EXTEND = Extend(
    on=day("Thu 16 Jun 2022"),
    stage=1,
    extended_to=day("Thu 30 Jun 2022"),
    reason_told="Two schools must answer first.",
)
NO_ANSWER = Escalate(on=day("Thu 20 Apr 2023"), to_stage=2, basis=Basis.NO_RESPONSE)
SKIP = skip(day("Tue 11 Apr 2023"))


def answer(written: str, outcome: Outcome = Outcome.UPHELD) -> Respond:
    return Respond(on=day(written), stage=1, outcome=outcome)


def answered(written: str, ask_by: str, outcome: Outcome = Outcome.UPHELD) -> Responded:
    """Return an answer, and by when it is recommended to ask for stage 2."""
    window = deadline(DeadlineName.STAGE_2_REQUEST, day(written), 20, day(ask_by))
    return Responded(
        occurred_on=day(written), stage=1, outcome=outcome, milestones=(window,)
    )


class TestTheExtension:
    """Received Mon 3 Apr 2023: due Wed 19 Apr, and by extension at most Thu 4 May."""

    def test_to_the_twentieth_working_day(self) -> None:
        """Told on the due date itself, to the last day that the law allows."""
        given(RECEIVED).when(EXTEND_1).then(
            Extended(
                occurred_on=day("Wed 19 Apr 2023"),
                stage=1,
                extended_to=day("Thu 4 May 2023"),
                reason=ExtensionReason.COMPLEXITY,
                previously_due_on=day("Wed 19 Apr 2023"),
                now_due_on=day("Thu 4 May 2023"),
            ),
        )
        stage = given(RECEIVED, EXTEND_1).stands.stage_1

        assert day("Thu 4 May 2023") == stage.due_on()

    def test_not_to_the_twenty_first(self) -> None:
        too_long = attrs.evolve(EXTEND_1, extended_to=day("Fri 5 May 2023"))

        given(RECEIVED).when(too_long).refused_by(
            "R12",
            "Stage 1 cannot be extended to 2023-05-05: 2023-05-04 is the latest day "
            "allowed.",
            extended_to=day("Fri 5 May 2023"),
            latest_on=day("Thu 4 May 2023"),
        )

    def test_not_told_on_the_day_after_the_due_date(self) -> None:
        too_late = attrs.evolve(EXTEND_1, on=day("Thu 20 Apr 2023"))

        given(RECEIVED).when(too_late).refused_by(
            "R11",
            "Extension must be notified on or before 2023-04-19, not on 2023-04-20; "
            "answer now, and the lateness is recorded.",
            notified_on=day("Thu 20 Apr 2023"),
            due_on=day("Wed 19 Apr 2023"),
        )

    def test_to_find_an_advocate(self) -> None:
        command = attrs.evolve(EXTEND_1, reason=ExtensionReason.ADVOCATE)
        stage = given(RECEIVED, command).stands.stage_1

        assert day("Thu 4 May 2023") == stage.due_on()

    def test_not_without_one_of_the_two_grounds(self) -> None:
        """A reason in words is not one of them."""
        groundless = attrs.evolve(EXTEND_1, reason=None, reason_told="Many cases.")

        given(RECEIVED).when(groundless).refused_by(
            "R13", "Reg 14 extension needs complexity or an advocate as its ground."
        )

    def test_not_twice(self) -> None:
        """Not even within the twenty days."""
        once = attrs.evolve(EXTEND_1, extended_to=day("Fri 28 Apr 2023"))

        given(RECEIVED, once).when(EXTEND_1).refused_by(
            "R14",
            "Stage 1 already extended to 2023-04-28.",
            extended_to=day("Fri 28 Apr 2023"),
        )

    def test_to_before_the_due_date_it_changes_nothing(self) -> None:
        earlier = attrs.evolve(EXTEND_1, extended_to=day("Tue 18 Apr 2023"))
        [event] = given(RECEIVED).when(earlier).events
        stage = given(RECEIVED, earlier).stands.stage_1

        assert isinstance(event, Extended)
        assert day("Wed 19 Apr 2023") == event.now_due_on == stage.due_on()

    def test_not_once_stage_1_is_answered(self) -> None:
        same_day = answer("Wed 19 Apr 2023")

        given(RECEIVED, same_day).when(EXTEND_1).refused_by(
            "R18", "Stage 1 is not open.", stage=1
        )

    def test_what_the_complainant_was_told_is_kept_apart(self) -> None:
        told = attrs.evolve(EXTEND_1, reason_told="Two schools must answer first.")

        assert ExtensionDetails(reason="Two schools must answer first.") == (
            given(RECEIVED).when(told).details
        )
        assert given(RECEIVED).when(EXTEND_1).details is None


class TestTheCorporateExtension:
    """Received Tue 31 May 2022: due Thu 16 Jun (E41), ten days on Thu 30 Jun."""

    def test_needs_a_reason_and_neither_of_the_two_grounds(self) -> None:
        """Any reason will do, in words (procedure, section 6.2)."""
        silent = attrs.evolve(CORPORATE_EXTEND, reason_told=None)
        stage = given(CORPORATE, CORPORATE_EXTEND).stands.stage_1

        assert day("Thu 30 Jun 2022") == stage.due_on()
        given(CORPORATE).when(silent).refused_by(
            "ReasonMissing",
            "Give the reasons for the extension.",
            step="the extension",
        )

    def test_is_told_by_the_due_date_too(self) -> None:
        too_late = attrs.evolve(CORPORATE_EXTEND, on=day("Fri 17 Jun 2022"))

        given(CORPORATE).when(too_late).refused_by(
            "R11",
            notified_on=day("Fri 17 Jun 2022"),
            due_on=day("Thu 16 Jun 2022"),
        )

    def test_ends_on_the_twentieth_day_too(self) -> None:
        too_long = attrs.evolve(CORPORATE_EXTEND, extended_to=day("Fri 1 Jul 2022"))

        given(CORPORATE).when(too_long).refused_by(
            "R12",
            extended_to=day("Fri 1 Jul 2022"),
            latest_on=day("Thu 30 Jun 2022"),
        )


class TestTheAnswer:
    @pytest.mark.parametrize("outcome", [*Outcome][:3])
    def test_has_an_outcome(self, outcome: Outcome) -> None:
        """Answered Wed 19 Apr 2023: stage 2 to be asked for by Fri 19 May."""
        given(RECEIVED).when(answer("Wed 19 Apr 2023", outcome)).then(
            answered("Wed 19 Apr 2023", "Fri 19 May 2023", outcome),
        )

    def test_is_never_too_late(self) -> None:
        """Lateness is recorded and never refused."""
        given(RECEIVED).when(answer("Wed 3 Apr 2024")).then(
            answered("Wed 3 Apr 2024", "Wed 1 May 2024"),
        )

    def test_is_given_once(self) -> None:
        given(*ANSWERED_1).when(RESPOND_1).refused_by(
            "R18", "Stage 1 is not open.", stage=1
        )

    def test_may_come_on_the_day_of_receipt(self) -> None:
        given(RECEIVED).when(answer("Mon 3 Apr 2023")).then(
            answered("Mon 3 Apr 2023", "Thu 4 May 2023"),
        )

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
        """C12: both belong to the answer to a review panel."""
        given(RECEIVED).when(answer("Wed 19 Apr 2023", outcome)).refused_by(
            "OutcomeOfStage3Only",
            f"{words} is an outcome of stage 3 alone.",
            outcome=words,
        )

    @pytest.mark.parametrize("stage", [0, 4])
    def test_belongs_to_one_of_three_stages(self, stage: int) -> None:
        elsewhere = attrs.evolve(RESPOND_1, stage=stage)

        given(RECEIVED).when(elsewhere).refused_by(
            "R18", f"Stage {stage} is not open.", stage=stage
        )


class TestDissatisfied:
    def test_the_complainant_goes_on_to_stage_2(self) -> None:
        """Requested Mon 15 May 2023: due Tue 20 Jun, at most Tue 15 Aug."""
        given(*ANSWERED_1).when(ESCALATE_2).then(
            Escalated(
                occurred_on=day("Mon 15 May 2023"),
                to_stage=2,
                basis=Basis.DISSATISFIED,
                deadline=deadline(
                    DeadlineName.STAGE_2_RESPONSE,
                    day("Mon 15 May 2023"),
                    25,
                    day("Tue 20 Jun 2023"),
                    day("Tue 15 Aug 2023"),
                ),
            ),
        )

    def test_there_is_no_last_day_for_it(self) -> None:
        """C9: the twenty days that councils recommend are no limit."""
        year_later = attrs.evolve(ESCALATE_2, on=day("Fri 3 May 2024"))

        assert 1 == len(given(*ANSWERED_1).when(year_later).events)

    def test_on_the_day_of_the_answer_but_not_before(self) -> None:
        same_day = attrs.evolve(ESCALATE_2, on=day("Thu 4 May 2023"))
        day_before = attrs.evolve(ESCALATE_2, on=day("Wed 3 May 2023"))

        assert 1 == len(given(*ANSWERED_1).when(same_day).events)
        given(*ANSWERED_1).when(day_before).refused_by(
            "R10",
            "Out of sequence: the request on 2023-05-03 precedes the response on "
            "2023-05-04.",
            step="the request",
            on=day("Wed 3 May 2023"),
            answers="the response",
            answered_on=day("Thu 4 May 2023"),
        )

    @pytest.mark.parametrize("basis", [Basis.DISSATISFIED, None])
    def test_not_before_there_is_an_answer(self, basis: Basis | None) -> None:
        """On the due date the authority may still answer."""
        early = attrs.evolve(ESCALATE_2, on=day("Wed 19 Apr 2023"), basis=basis)

        given(RECEIVED).when(early).refused_by(
            "R19",
            "Stage 1 is still in time (due 2023-04-19) and no agreement to skip it.",
            due_on=day("Wed 19 Apr 2023"),
        )

    def test_for_want_of_one_by_what_was_known_on_that_day(self) -> None:
        """Due on Wed 19 Apr 2023, and notified then that it will be Thu 4 May."""
        for asked, due_on in (
            ("Tue 18 Apr 2023", "Wed 19 Apr 2023"),
            ("Wed 19 Apr 2023", "Thu 4 May 2023"),
        ):
            early = attrs.evolve(NO_ANSWER, on=day(asked))
            given(RECEIVED, EXTEND_1).when(early).refused_by("R19", due_on=day(due_on))

    @pytest.mark.parametrize("basis", [Basis.DISSATISFIED, None])
    def test_not_with_an_answer_that_has_not_come(self, basis: Basis | None) -> None:
        """On the day after the due date it is the want of an answer that counts."""
        overdue = attrs.evolve(ESCALATE_2, on=day("Thu 20 Apr 2023"), basis=basis)
        answered = answer("Thu 20 Apr 2023")

        given(RECEIVED).when(overdue).refused_by(
            "R19",
            "Stage 1 has no response to be dissatisfied with; it was due 2023-04-19, "
            "so take it to stage 2 for want of a response.",
            due_on=day("Wed 19 Apr 2023"),
        )
        assert 1 == len(given(RECEIVED, answered).when(overdue).events)
        assert 1 == len(given(RECEIVED).when(NO_ANSWER).events)

    def test_not_twice(self) -> None:
        given(*AT_STAGE_2).when(ESCALATE_2).refused_by("R18", stage=1)


class TestTheOutcomeFollowsThePoints:
    """One point upheld and one not: partially upheld."""

    POINTS = (
        PointAnswered(finding=PointFinding.UPHELD),
        PointAnswered(finding=PointFinding.NOT_UPHELD),
    )

    @pytest.mark.parametrize("outcome", [None, Outcome.PARTIALLY_UPHELD])
    def test_said_or_not(self, outcome: Outcome | None) -> None:
        command = attrs.evolve(
            answer("Wed 19 Apr 2023"), outcome=outcome, points=self.POINTS
        )
        [event] = given(RECEIVED).when(command).events

        assert isinstance(event, Responded)
        assert Outcome.PARTIALLY_UPHELD is event.outcome

    @pytest.mark.parametrize("outcome", [Outcome.UPHELD, Outcome.NOT_UPHELD])
    def test_and_no_other_is_said(self, outcome: Outcome) -> None:
        command = attrs.evolve(
            answer("Wed 19 Apr 2023"), outcome=outcome, points=self.POINTS
        )

        given(RECEIVED).when(command).refused_by(
            "OutcomeNotOfPoints", derived=Outcome.PARTIALLY_UPHELD, given=outcome
        )


class TestEveryReasonAgainstAnAnswerIsTold:
    def told(self, story: tuple[Command, ...], command: Respond) -> list[Refusal]:
        stands = given(*story).stands
        return [*refusals_of(stands, command, terms=Terms(), today=TODAY)]

    def test_at_a_stage_that_there_is_not(self) -> None:
        command = attrs.evolve(answer("Wed 19 Apr 2023"), stage=4)

        assert [4] == [
            one.stage
            for one in self.told((RECEIVED,), command)
            if isinstance(one, StageNotOpen)
        ]

    @pytest.mark.parametrize(
        ("story", "stage", "written", "asked"),
        [
            ((RECEIVED,), 1, "Fri 31 Mar 2023", "Mon 3 Apr 2023"),
            (AT_STAGE_2, 2, "Fri 12 May 2023", "Mon 15 May 2023"),
            (AT_STAGE_3, 3, "Tue 12 Sep 2023", "Wed 13 Sep 2023"),
        ],
    )
    def test_before_the_stage_was_asked_for(
        self, story: tuple[Command, ...], stage: int, written: str, asked: str
    ) -> None:
        command = attrs.evolve(answer(written), stage=stage)

        assert ("its request", day(asked)) in [
            (one.answers, one.answered_on)
            for one in self.told(story, command)
            if isinstance(one, OutOfSequence)
        ]


class TestForWantOfAnAnswer:
    def test_on_the_day_after_the_due_date(self) -> None:
        [event] = given(RECEIVED).when(NO_ANSWER).events

        assert isinstance(event, Escalated)
        assert Basis.NO_RESPONSE is event.basis

    def test_an_answer_on_the_day_of_the_request_is_an_answer(self) -> None:
        """Asked for on Thu 20 Apr 2023: an answer of the next day came too late."""
        answered = Respond(
            on=day("Thu 20 Apr 2023"), stage=1, outcome=Outcome.NOT_UPHELD
        )
        later = attrs.evolve(answered, on=day("Fri 21 Apr 2023"))

        given(RECEIVED, answered).when(NO_ANSWER).refused_by("R18", stage=1)
        assert 1 == len(given(RECEIVED, later).when(NO_ANSWER).events)

    def test_not_on_the_due_date(self) -> None:
        """An answer on that day is still in time."""
        on_the_day = attrs.evolve(NO_ANSWER, on=day("Wed 19 Apr 2023"))

        given(RECEIVED).when(on_the_day).refused_by(
            "R19",
            "Stage 1 is still in time (due 2023-04-19) and no agreement to skip it.",
            due_on=day("Wed 19 Apr 2023"),
        )

    def test_a_lawful_extension_puts_it_off(self) -> None:
        """Extended to Thu 4 May: not on that day, but on the next."""
        on_the_day = attrs.evolve(NO_ANSWER, on=day("Thu 4 May 2023"))
        day_after = attrs.evolve(NO_ANSWER, on=day("Fri 5 May 2023"))

        given(RECEIVED, EXTEND_1).when(on_the_day).refused_by(
            "R19", due_on=day("Thu 4 May 2023")
        )
        assert 1 == len(given(RECEIVED, EXTEND_1).when(day_after).events)

    def test_though_an_answer_dated_later_was_recorded(self) -> None:
        """Asked for Thu 20 Apr 2023, entered after the answer of Fri 28 Apr."""
        late = answer("Fri 28 Apr 2023")
        on_the_day = attrs.evolve(NO_ANSWER, on=day("Wed 19 Apr 2023"))

        assert 1 == len(given(RECEIVED, late).when(NO_ANSWER).events)
        given(RECEIVED, late).when(on_the_day).refused_by(
            "R19", due_on=day("Wed 19 Apr 2023")
        )

    def test_a_late_answer_is_still_recorded(self) -> None:
        """Nobody is told when to ask for a stage 2 that has begun."""
        late = answer("Fri 28 Apr 2023")

        given(RECEIVED, NO_ANSWER).when(late).then(
            Responded(
                occurred_on=day("Fri 28 Apr 2023"), stage=1, outcome=Outcome.UPHELD
            ),
        )


class TestByAgreement:
    def test_stage_1_is_skipped_while_in_time(self) -> None:
        [event] = given(RECEIVED).when(SKIP).events

        assert isinstance(event, Escalated)
        assert Basis.AGREED_SKIP is event.basis
        assert day("Tue 11 Apr 2023") == event.deadline.counted_from

    @pytest.mark.parametrize("side", ["complainant_agreed", "authority_agreed"])
    @pytest.mark.parametrize("unsaid", [False, None])
    def test_not_by_one_side_alone(self, side: str, unsaid: bool | None) -> None:  # noqa: FBT001 - a parameter of the test
        """Reg 17(1): both sides agree that stage 1 is not appropriate."""
        given(RECEIVED).when(but(SKIP, **{side: unsaid})).refused_by(
            "R19",
            "Stage 1 is still in time (due 2023-04-19) and no agreement to skip it.",
            due_on=day("Wed 19 Apr 2023"),
        )

    @pytest.mark.parametrize(
        "step", [EXTEND_1, answer("Tue 18 Apr 2023")], ids=["extension", "answer"]
    )
    def test_what_was_skipped_is_over(self, step: Extend | Respond) -> None:
        """Neither extended nor answered; without the skip, both."""
        assert 1 == len(given(RECEIVED).when(step).events)
        given(RECEIVED, SKIP).when(step).refused_by(
            "R18", "Stage 1 is not open.", stage=1
        )

    @pytest.mark.parametrize(
        "step", [EXTEND_1, answer("Tue 18 Apr 2023")], ids=["extension", "answer"]
    )
    def test_it_stays_over_when_stage_2_is_done_again(
        self, step: Extend | Respond
    ) -> None:
        investigation = (APPOINT, REPORT_OFFICER, REPORT_INDEPENDENT, RESPOND_2)
        story = (RECEIVED, SKIP, *investigation, *LONGEST[-4:], REOPEN)
        assert 1 == len(given(*story).stands.earlier_rounds)

        given(*story).when(step).refused_by("R18", stage=1)

    def test_not_once_stage_1_is_answered(self) -> None:
        """Whatever the days: there is nothing left to skip."""
        for on in ("Wed 10 May 2023", "Tue 11 Apr 2023"):
            given(*ANSWERED_1).when(skip(day(on))).refused_by(
                "R18", "Stage 1 is not open.", stage=1
            )

    def test_not_before_receipt(self) -> None:
        early = attrs.evolve(SKIP, on=day("Sun 2 Apr 2023"))

        given(RECEIVED).when(early).refused_by("R10")


@pytest.mark.parametrize("stage", [-1, 0, 1, 4])
def test_a_complaint_goes_on_to_stage_2_or_3_only(stage: int) -> None:
    elsewhere = attrs.evolve(ESCALATE_2, to_stage=stage)

    given(*ANSWERED_1).when(elsewhere).refused_by("R18", stage=stage)


def test_corporate_stage_2_is_asked_for_in_the_same_three_ways() -> None:
    """Due Thu 16 Jun 2022: without an answer, from Fri 17 Jun."""
    agreed = skip(day("Thu 16 Jun 2022"))
    no_answer = attrs.evolve(NO_ANSWER, on=day("Fri 17 Jun 2022"))
    dissatisfied = attrs.evolve(ESCALATE_2, on=day("Thu 16 Jun 2022"))

    assert 1 == len(given(CORPORATE).when(agreed).events)
    assert 1 == len(given(CORPORATE).when(no_answer).events)
    assert 1 == len(given(CORPORATE, CORPORATE_RESPOND_1).when(dissatisfied).events)
