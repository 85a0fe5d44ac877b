"""A fact put right: which due dates move, and which steps are judged again."""

from datetime import date

import attrs
import pytest

from caseledger.calendar import ENGLAND, Holiday
from caseledger.complaint import (
    Command,
    Complaint,
    Correct,
    Deadline,
    DeadlineName,
    Event,
    Note,
    Step,
    Subject,
    Terms,
    evolve,
)
from caseledger.complaint.events import (
    Corrected,
    DeadlineRecomputed,
    IrregularityReviewed,
)
from caseledger.rules import DEFAULT_POLICY, Stage2Clock
from complaint.in_full import paused
from complaint.stories import (
    AGREE_STATEMENT,
    ANSWERED_1,
    ANSWERED_2,
    AT_STAGE_2,
    AT_STAGE_3,
    CLOSE,
    CONVENE,
    DO_NOT_ACCEPT,
    EXTEND_1,
    EXTEND_2,
    LONGEST,
    OFFER,
    PANEL,
    PANEL_MET,
    PANEL_REPORTED,
    REINSTATE,
    REOPEN,
    RESPOND_1,
    WITHDRAW,
    but,
    deadline,
    marks,
    skip,
    without_milestones,
)
from given import RECEIVED, Given, day, given

# Suspended for four working days: Tue 23 to Fri 26 May.
IN_MAY = paused("Mon 22 May 2023", "Fri 26 May 2023")


def correct(fact: str, was: str, now: str) -> Correct:
    return Correct(fact=fact, was=was, now=now, because="The letter says so.")


def corrected(command: Correct) -> Corrected:
    return Corrected(
        subject=command.subject,
        number=command.number,
        fact=command.fact,
        was=command.was,
        now=command.now,
    )


def told_extension(to: str) -> tuple[Command | Event, ...]:
    """Receive on Mon 3 Apr 2023 and tell an extension of Wed 19 Apr."""
    extension = attrs.evolve(EXTEND_1, extended_to=day(to))
    return (RECEIVED, *given(RECEIVED).told(extension).events)


class TestTheDayOfReceipt:
    # Due Wed 19 Apr 2023; corrected to Thu 27 Apr it is Mon 15 May (E9), at most
    # Tue 30 May (E10).
    LATER = correct("received_on", "2023-04-03", "2023-04-27")

    def test_moves_the_stage_1_deadline_and_the_day_to_acknowledge_by(self) -> None:
        """3 working days after Thu 27 Apr 2023, without Mon 1 May, is Wed 3 May."""
        given(RECEIVED).when(self.LATER).then(
            corrected(self.LATER),
            DeadlineRecomputed(
                was_due_on=day("Thu 6 Apr 2023"),
                deadline=deadline(
                    DeadlineName.ACKNOWLEDGEMENT,
                    day("Thu 27 Apr 2023"),
                    3,
                    day("Wed 3 May 2023"),
                ),
            ),
            DeadlineRecomputed(
                was_due_on=day("Wed 19 Apr 2023"),
                deadline=deadline(
                    DeadlineName.STAGE_1_RESPONSE,
                    day("Thu 27 Apr 2023"),
                    10,
                    day("Mon 15 May 2023"),
                    day("Tue 30 May 2023"),
                ),
            ),
        )
        after = given(RECEIVED, self.LATER).stands

        assert day("Thu 27 Apr 2023") == after.received_on
        assert day("Thu 27 Apr 2023") == after.stage_1.requested_on
        assert day("Mon 15 May 2023") == after.stage_1.due_on()

    def test_moves_it_with_the_pauses_that_it_met(self) -> None:
        """From Tue 4 Apr 2023: 5, 6 and 11 Apr (3), pause, 17-21 (8), 24 and 25."""
        command = correct("received_on", "2023-04-03", "2023-04-04")
        pause = paused("Tue 11 Apr 2023", "Fri 14 Apr 2023")

        assert day("Tue 25 Apr 2023") == (
            given(RECEIVED, *pause, command).stands.stage_1.due_on()
        )

    def test_moves_with_it_what_an_extension_reaches(self) -> None:
        """
        A pause from Thu 20 to Fri 21 Apr 2023, recorded once the answer was given.

        To Fri 28 Apr six days were left of the extension: 24 to 28 Apr, and Tue 2 May.
        """
        extend = attrs.evolve(
            EXTEND_1, on=day("Mon 17 Apr 2023"), extended_to=day("Fri 28 Apr 2023")
        )
        answer = attrs.evolve(RESPOND_1, on=day("Fri 21 Apr 2023"))
        pause = paused("Thu 20 Apr 2023", "Fri 21 Apr 2023")
        command = correct("received_on", "2023-04-03", "2023-04-04")
        story = given(RECEIVED, extend, answer, *pause)

        assert day("Fri 28 Apr 2023") == story.stands.stage_1.due_on()
        after = given(RECEIVED, extend, answer, *pause, command).stands.stage_1
        assert (day("Tue 4 Apr 2023"), day("Tue 2 May 2023")) == (
            after.requested_on,
            after.due_on(),
        )

    def test_moves_no_other(self) -> None:
        before = given(*LONGEST).stands
        after = given(*LONGEST, self.LATER).stands

        assert (before.stage_2, before.stage_3) == (after.stage_2, after.stage_3)
        assert before.panel.deadline == after.panel.deadline
        assert before.panel.report_deadline == after.panel.report_deadline

    def test_moves_it_in_told_history_too(self) -> None:
        assert given(RECEIVED).when(self.LATER).events == (
            given(RECEIVED).told(self.LATER).events
        )

    def test_set_back_makes_a_lawful_extension_irregular(self) -> None:
        """
        Received Fri 17 Mar 2023: due Fri 31 Mar, at most Tue 18 Apr.

        The extension of Wed 19 Apr to Thu 4 May is then late and too long.
        """
        earlier = correct("received_on", "2023-04-03", "2023-03-17")
        story = told_extension("Thu 4 May 2023")
        _, acknowledge, moved, review = given(*story).when(earlier).events

        assert isinstance(acknowledge, DeadlineRecomputed)
        assert day("Wed 22 Mar 2023") == acknowledge.deadline.due_on
        assert isinstance(moved, DeadlineRecomputed)
        assert day("Fri 31 Mar 2023") == moved.deadline.due_on
        assert day("Tue 18 Apr 2023") == moved.deadline.latest_on
        assert review == IrregularityReviewed(
            step=Step.EXTENSION, stage=1, number=1, was=(), now=("R11", "R12")
        )
        assert day("Fri 31 Mar 2023") == (
            given(*story, earlier).stands.stage_1.due_on()
        )

    def test_set_forward_makes_an_irregular_extension_lawful(self) -> None:
        """
        Received Tue 4 Apr 2023: due Thu 20 Apr, at most Fri 5 May.

        The extension to Fri 5 May was one day too long for a receipt on 3 Apr.
        """
        later = correct("received_on", "2023-04-03", "2023-04-04")
        story = told_extension("Fri 5 May 2023")
        before = given(*story).stands.stage_1
        *_, review = given(*story).when(later).events

        assert day("Wed 19 Apr 2023") == before.due_on()
        assert review == IrregularityReviewed(
            step=Step.EXTENSION, stage=1, number=1, was=("R12",), now=()
        )
        assert day("Fri 5 May 2023") == given(*story, later).stands.stage_1.due_on()


class TestTheOtherClocks:
    @pytest.mark.parametrize(
        ("story", "command", "moved"),
        [
            # 4 and 5 May make 2, three full weeks without two bank holidays 16, 30 May
            # to 2 Jun 20.
            (
                ANSWERED_1,
                correct("s1_responded_on", "2023-05-04", "2023-05-03"),
                {
                    "Mon 5 Jun 2023": deadline(
                        DeadlineName.STAGE_2_REQUEST,
                        day("Wed 3 May 2023"),
                        20,
                        day("Fri 2 Jun 2023"),
                    ),
                },
            ),
            (
                AT_STAGE_2,
                correct("s2_requested_on", "2023-05-15", "2023-06-05"),
                {
                    "Tue 20 Jun 2023": deadline(
                        DeadlineName.STAGE_2_RESPONSE,
                        day("Mon 5 Jun 2023"),
                        25,
                        day("Mon 10 Jul 2023"),
                        day("Tue 5 Sep 2023"),
                    ),
                },
            ),
            # 15 to 18 Aug make 4, to Fri 8 Sep without 28 Aug 18, 11 and 12 Sep 20.
            (
                ANSWERED_2,
                correct("s2_responded_on", "2023-08-15", "2023-08-14"),
                {
                    "Wed 13 Sep 2023": deadline(
                        DeadlineName.REVIEW_REQUEST,
                        day("Mon 14 Aug 2023"),
                        20,
                        day("Tue 12 Sep 2023"),
                    ),
                },
            ),
            (
                AT_STAGE_3,
                correct("s3_requested_on", "2023-09-13", "2023-09-12"),
                {
                    "Fri 15 Sep 2023": deadline(
                        DeadlineName.PANEL_ACKNOWLEDGEMENT,
                        day("Tue 12 Sep 2023"),
                        2,
                        day("Thu 14 Sep 2023"),
                    ),
                    "Wed 27 Sep 2023": deadline(
                        DeadlineName.PANEL_CHAIR,
                        day("Tue 12 Sep 2023"),
                        10,
                        day("Tue 26 Sep 2023"),
                    ),
                    "Wed 25 Oct 2023": deadline(
                        DeadlineName.REVIEW_PANEL,
                        day("Tue 12 Sep 2023"),
                        30,
                        day("Tue 24 Oct 2023"),
                    ),
                },
            ),
            (
                PANEL_MET,
                correct("s3_panel_met_on", "2023-10-25", "2023-10-26"),
                {
                    "Wed 1 Nov 2023": deadline(
                        DeadlineName.PANEL_REPORT,
                        day("Thu 26 Oct 2023"),
                        5,
                        day("Thu 2 Nov 2023"),
                    ),
                },
            ),
            (
                PANEL_REPORTED,
                correct("s3_panel_reported_on", "2023-11-01", "2023-11-02"),
                {
                    "Wed 22 Nov 2023": deadline(
                        DeadlineName.STAGE_3_RESPONSE,
                        day("Thu 2 Nov 2023"),
                        15,
                        day("Thu 23 Nov 2023"),
                    ),
                },
            ),
        ],
        ids=["answer 1", "stage 2", "answer 2", "panel", "report", "stage 3"],
    )
    def test_each_follows_the_day_that_it_is_counted_from(
        self,
        story: tuple[Command, ...],
        command: Correct,
        moved: dict[str, Deadline],
    ) -> None:
        """Each from the day on which it was due."""
        given(*story).when(command).then(
            corrected(command),
            *(
                DeadlineRecomputed(was_due_on=day(was), deadline=now)
                for was, now in moved.items()
            ),
        )

    def test_another_procedure_has_its_own_limits_from_the_same_days(self) -> None:
        """
        Received Mon 3 Apr 2023 and escalated Mon 15 May, by the corporate rules.

        20 working days end on Tue 13 Jun, 40 on Tue 11 Jul 2023.
        """
        command = correct("procedure", "statutory", "corporate")
        _, first, second = given(*AT_STAGE_2).when(command).events

        assert isinstance(first, DeadlineRecomputed)
        assert isinstance(second, DeadlineRecomputed)
        assert ("corporate.stage_1_response", day("Wed 19 Apr 2023")) == (
            first.deadline.provision,
            first.deadline.due_on,
        )
        assert second.was_due_on == day("Tue 20 Jun 2023")
        assert (day("Tue 13 Jun 2023"), day("Tue 11 Jul 2023")) == (
            second.deadline.due_on,
            second.deadline.latest_on,
        )

    def test_another_procedure_moves_them_when_all_is_told_at_once(self) -> None:
        """Received and escalated by the statutory rules, corrected afterwards."""
        command = correct("procedure", "statutory", "corporate")
        told = given().told(*AT_STAGE_2, command).events

        asked = given(*AT_STAGE_2, command).stands

        assert given(*told).stands == without_milestones(asked)
        assert 2 == len([one for one in told if isinstance(one, DeadlineRecomputed)])

    def test_the_other_procedure_s_lack_of_a_milestone_takes_none_away(self) -> None:
        """Answered Thu 4 May 2023: the window until Mon 5 Jun was told, and stands."""
        command = correct("procedure", "statutory", "corporate")
        before = given(*ANSWERED_1).stands.stage_1.milestones

        assert before == given(*ANSWERED_1, command).stands.stage_1.milestones

    def test_another_procedure_moves_no_deadline_of_the_panel(self) -> None:
        """Their limits are the same by either, so nothing is told of them."""
        command = correct("procedure", "statutory", "corporate")
        events = given(*LONGEST).when(command).events

        assert [DeadlineName.STAGE_1_RESPONSE, DeadlineName.STAGE_2_RESPONSE] == [
            one.deadline.name for one in events if isinstance(one, DeadlineRecomputed)
        ]


class TestTheOtherReading:
    """Procedure 5.1, D2: both dates are always shown, and the request governs."""

    # Requested Mon 15 May 2023: due Tue 20 Jun, at most Tue 15 Aug (section 8).
    GOVERNS = deadline(
        DeadlineName.STAGE_2_RESPONSE,
        day("Mon 15 May 2023"),
        25,
        day("Tue 20 Jun 2023"),
        day("Tue 15 Aug 2023"),
    )
    # Agreed Fri 26 May: 30 May to 2 Jun make 4, four full weeks 24, 3 Jul 25; seven
    # full weeks more 60, 22 to 25 Aug 64, and Tue 29 Aug after the bank holiday 65.
    SHOWN = deadline(
        DeadlineName.STAGE_2_RESPONSE,
        day("Fri 26 May 2023"),
        25,
        day("Mon 3 Jul 2023"),
        day("Tue 29 Aug 2023"),
    )

    @pytest.mark.parametrize(
        "story", [(*AT_STAGE_2, AGREE_STATEMENT), LONGEST], ids=["owed", "answered"]
    )
    def test_follows_the_statement_and_moves_no_due_date(
        self, story: tuple[Command, ...]
    ) -> None:
        command = correct("s2_statement_agreed_on", "2023-05-19", "2023-05-26")

        given(*story).when(command).then(
            corrected(command),
            DeadlineRecomputed(
                was_due_on=day("Tue 20 Jun 2023"),
                deadline=self.GOVERNS,
                other_reading=self.SHOWN,
            ),
        )
        before, after = given(*story).stands, given(*story, command).stands
        assert self.SHOWN == after.stage_2.other_reading
        assert before.stage_2.due_on() == after.stage_2.due_on()

    def test_stays_when_the_request_is_corrected(self) -> None:
        """Agreed Fri 19 May 2023: 25 working days end on Mon 26 Jun whatever is so."""
        command = correct("s2_requested_on", "2023-05-15", "2023-05-16")
        story = (*AT_STAGE_2, AGREE_STATEMENT)
        [_, moved] = given(*story).when(command).events

        assert isinstance(moved, DeadlineRecomputed)
        assert day("Wed 21 Jun 2023") == moved.deadline.due_on
        assert moved.other_reading is None
        shown = given(*story, command).stands.stage_2.other_reading
        assert shown is not None
        assert day("Mon 26 Jun 2023") == shown.due_on

    def test_is_told_of_no_statement_that_was_not_agreed(self) -> None:
        command = correct("s2_statement_agreed_on", "2023-05-19", "2023-05-26")

        given(*AT_STAGE_2).when(command).refused_by(
            "NothingToCorrect", fact="s2_statement_agreed_on"
        )

    def test_follows_the_end_of_a_pause(self) -> None:
        """Three days instead of four: Tue 20 to Fri 23 Jun, Mon 26 to Thu 29 Jun."""
        command = correct("resumed_on", "2023-05-26", "2023-05-25")
        story = given(*AT_STAGE_2, AGREE_STATEMENT, *IN_MAY, command)
        two = story.stands.stage_2

        assert two.deadline is not None
        assert two.other_reading is not None
        assert [day("Fri 23 Jun 2023"), day("Thu 29 Jun 2023")] == [
            one.due_on for one in (two.deadline, two.other_reading)
        ]


def test_a_day_that_was_not_known_starts_its_clock_when_it_is() -> None:
    """Met on Wed 25 Oct 2023, it reports by Wed 1 Nov; nothing was due before."""
    unknown = attrs.evolve(CONVENE, on=None)
    known = Note(fact="s3_panel_met_on", value="2023-10-25")
    events = given(*AT_STAGE_3).told(unknown, known).events

    assert [
        DeadlineRecomputed(
            was_due_on=None,
            deadline=deadline(
                DeadlineName.PANEL_REPORT,
                day("Wed 25 Oct 2023"),
                5,
                day("Wed 1 Nov 2023"),
            ),
        )
    ] == [one for one in events if isinstance(one, DeadlineRecomputed)]


class TestWhatMovesNothing:
    @pytest.mark.parametrize(
        ("fact", "now"),
        [
            ("theme", "Quality"),
            ("team", "Early Help"),
            ("grounds_arose_on", "2021-01-01"),
            ("acknowledged_on", "2023-04-05"),
            ("s3_responded_on", "2023-11-23"),
            ("s1_outcome", "upheld"),
            ("s3_outcome", "upheld"),
        ],
    )
    def test_a_fact_that_no_clock_is_counted_from(self, fact: str, now: str) -> None:
        command = correct(fact, "?", now)

        given(*LONGEST).when(command).then(corrected(command))

    def test_a_day_corrected_to_what_it_was(self) -> None:
        command = correct("received_on", "2023-04-03", "2023-04-03")

        given(*LONGEST).when(command).then(corrected(command))

    def test_a_remedy(self) -> None:
        command = attrs.evolve(
            correct("amount_gbp", "400", "250"), subject=Subject.REMEDY, number=1
        )

        given(*LONGEST, OFFER).when(command).then(corrected(command))

    @pytest.mark.parametrize(
        ("story", "holiday"),
        [
            # It reaches Fri 5 May 2023, and by the later calendar Tue 9 May.
            (
                (RECEIVED, EXTEND_1, *paused("Thu 20 Apr 2023", "Fri 21 Apr 2023")),
                "Fri 5 May 2023",
            ),
            # The other reading ends on Fri 30 Jun 2023, and by it on Mon 3 Jul.
            ((*AT_STAGE_2, AGREE_STATEMENT, *IN_MAY), "Thu 29 Jun 2023"),
        ],
        ids=["an extension", "the other reading"],
    )
    def test_a_fact_that_is_put_right_when_a_holiday_has_been_proclaimed(
        self, story: tuple[Command, ...], holiday: str
    ) -> None:
        """What a proclaimed day moves, it moves by an event of its own."""
        closed = Holiday(day=day(holiday), name="Proclaimed", kind="proclaimed")
        later = Terms(calendar=ENGLAND.with_holidays(closed))
        command = correct("theme", "Delay", "Quality")

        Given(given(*story).stands, later).when(command).then(corrected(command))

    def test_a_fact_that_is_put_right_when_another_day_starts_the_clock(self) -> None:
        """By the policy of today stage 2 runs from the statement; then it did not."""
        policy = attrs.evolve(DEFAULT_POLICY, stage_2_clock=Stage2Clock.STATEMENT)
        story = given(*AT_STAGE_2, AGREE_STATEMENT)
        command = correct("theme", "Delay", "Quality")

        Given(story.stands, Terms(policies=(policy,))).when(command).then(
            corrected(command)
        )


class TestStepsJudgedAgain:
    def test_an_escalation_by_its_corrected_basis(self) -> None:
        """Agreed on Tue 11 Apr 2023 it is in order; for want of an answer it is not."""
        agreed = skip(day("Tue 11 Apr 2023"))
        there = correct("s2_basis", "agreed_skip", "no_response")
        back = correct("s2_basis", "no_response", "agreed_skip")

        given(RECEIVED, agreed).when(there).then(
            corrected(there),
            IrregularityReviewed(
                step=Step.ESCALATION, stage=2, number=0, was=(), now=("R19",)
            ),
        )
        given(RECEIVED, agreed, there).when(back).then(
            corrected(back),
            IrregularityReviewed(
                step=Step.ESCALATION, stage=2, number=0, was=("R19",), now=()
            ),
        )

    @pytest.mark.parametrize(
        ("fact", "was", "rule"),
        [
            ("s2_independent_person", "independent", "R26"),
            ("s2_investigating_officer", "officer", "R28"),
        ],
    )
    def test_a_panel_by_the_corrected_people_of_stage_2(
        self, fact: str, was: str, rule: str
    ) -> None:
        command = correct(fact, was, "chair")

        given(*PANEL_MET).when(command).then(
            corrected(command),
            IrregularityReviewed(
                step=Step.REVIEW_PANEL, stage=3, number=0, was=(), now=(rule,)
            ),
        )

    def test_a_panel_by_its_corrected_members(self) -> None:
        """Two were recorded; there were three."""
        two = attrs.evolve(CONVENE, members=PANEL[:2])
        story = (*AT_STAGE_3, *given(*AT_STAGE_3).told(two).events)
        command = correct("s3_panel_members", "chair;second", "chair;second;third")

        given(*story).when(command).then(
            corrected(command),
            IrregularityReviewed(
                step=Step.REVIEW_PANEL, stage=3, number=0, was=("R25",), now=()
            ),
        )

    @pytest.mark.parametrize(
        ("reported_on", "broken"), [("2023-11-22", []), ("2023-11-23", ["R30"])]
    )
    def test_the_answer_at_stage_3_by_the_corrected_report(
        self, reported_on: str, broken: list[str]
    ) -> None:
        """Answered Wed 22 Nov 2023: after a report of that day, not of the next."""
        command = correct("s3_panel_reported_on", "2023-11-01", reported_on)
        after = given(*LONGEST, command).stands

        assert broken == [found.rule for found in after.irregularities]

    def test_a_further_extension_by_what_is_left_of_those_before(self) -> None:
        """
        Requested Mon 15 May 2023, extended on 20 Jun to 4 Jul and then to 15 Aug.

        Had it been requested on Fri 12 May, it was due Mon 19 Jun and the first
        notice was late; with nothing left of it, the second was late too. That one
        also went beyond the 65 working days, which then ended on Mon 14 Aug.
        """
        first = attrs.evolve(EXTEND_2, extended_to=day("Tue 4 Jul 2023"))
        second = attrs.evolve(EXTEND_2, on=day("Tue 4 Jul 2023"))
        command = correct("s2_requested_on", "2023-05-15", "2023-05-12")
        story = (*AT_STAGE_2, first, second)

        assert day("Tue 15 Aug 2023") == given(*story).stands.stage_2.due_on()
        assert [
            IrregularityReviewed(
                step=Step.EXTENSION, stage=2, number=1, was=(), now=("R11",)
            ),
            IrregularityReviewed(
                step=Step.EXTENSION, stage=2, number=2, was=(), now=("R11", "R15")
            ),
        ] == given(*story).when(command).events[2:]
        assert day("Mon 19 Jun 2023") == given(*story, command).stands.stage_2.due_on()

    def test_a_further_extension_by_how_far_a_pause_moves_those_before(self) -> None:
        """
        Requested Mon 15 May 2023, due on 20 Jun, extended on 21 Jun to 4 Jul: too late.

        Had it been requested on Tue 16 May, that was in time, and by the pause it
        reached Wed 5 Jul, on which stage 2 was extended again.
        """
        story = (
            *AT_STAGE_2,
            attrs.evolve(
                EXTEND_2, on=day("Wed 21 Jun 2023"), extended_to=day("Tue 4 Jul 2023")
            ),
            *paused("Thu 22 Jun 2023", "Fri 23 Jun 2023"),
            attrs.evolve(EXTEND_2, on=day("Wed 5 Jul 2023")),
        )
        command = correct("s2_requested_on", "2023-05-15", "2023-05-16")
        was = given(*given().told(*story).events)
        after = given(*given().told(*story).events, command)

        assert [
            (Step.EXTENSION, 2, 1, "R11"),
            (Step.EXTENSION, 2, 2, "R11"),
        ] == marks(was)
        assert [] == marks(after)
        assert day("Tue 15 Aug 2023") == after.stands.stage_2.due_on()


class TestTheDaysOfEarlierRounds:
    """Withdrawn, turned away, withdrawn again, and each time taken up again."""

    ROUNDS = (
        *(RECEIVED, WITHDRAW, REINSTATE),
        but(
            DO_NOT_ACCEPT, on=day("Mon 17 Apr 2023"), notified_on=day("Mon 17 Apr 2023")
        ),
        but(REINSTATE, on=day("Tue 18 Apr 2023")),
        but(WITHDRAW, on=day("Wed 19 Apr 2023")),
        but(REINSTATE, on=day("Fri 21 Apr 2023")),
    )
    WAS = given(*ROUNDS).stands

    def ends(self, complaint: Complaint) -> list[date | None]:
        return [past.ended_on for past in complaint.earlier_rounds]

    def test_are_those_that_were_told(self) -> None:
        assert [
            *(day("Tue 11 Apr 2023"), day("Mon 17 Apr 2023"), day("Wed 19 Apr 2023")),
        ] == self.ends(self.WAS)

    def test_follow_the_last_withdrawal(self) -> None:
        command = correct("withdrawn_on", "2023-04-19", "2023-04-20")
        after = evolve(self.WAS, corrected(command))

        assert day("Thu 20 Apr 2023") == after.withdrawn_on
        assert [
            *(day("Tue 11 Apr 2023"), day("Mon 17 Apr 2023"), day("Thu 20 Apr 2023")),
        ] == self.ends(after)
        first, second, third = self.WAS.earlier_rounds
        moved = attrs.evolve(third, ended_on=day("Thu 20 Apr 2023"))
        assert (first, second, moved) == after.earlier_rounds

    def test_follow_the_day_on_which_it_was_turned_away(self) -> None:
        command = correct("not_accepted_on", "2023-04-17", "2023-04-14")
        after = evolve(self.WAS, corrected(command))

        assert day("Fri 14 Apr 2023") == after.not_accepted_on
        assert [
            *(day("Tue 11 Apr 2023"), day("Fri 14 Apr 2023"), day("Wed 19 Apr 2023")),
        ] == self.ends(after)

    def test_start_with_stage_1_on_the_day_of_receipt(self) -> None:
        """The first of them does; those after it began when it was taken up again."""
        command = correct("received_on", "2023-04-03", "2023-04-04")
        after = evolve(self.WAS, corrected(command))

        first, *others = self.WAS.earlier_rounds
        assert first.stage_1 is not None
        received = attrs.evolve(first.stage_1, requested_on=day("Tue 4 Apr 2023"))
        assert (
            attrs.evolve(
                self.WAS,
                received_on=day("Tue 4 Apr 2023"),
                earlier_rounds=(attrs.evolve(first, stage_1=received), *others),
            )
            == after
        )

    def test_start_there_although_a_panel_sent_stage_2_back_before(self) -> None:
        """What was sent back has no stage 1 of its own."""
        was = given(
            *(*LONGEST, REOPEN),
            but(WITHDRAW, on=day("Tue 28 Nov 2023")),
            but(REINSTATE, on=day("Wed 29 Nov 2023")),
        ).stands
        command = correct("received_on", "2023-04-03", "2023-04-04")
        sent_back, withdrawn = evolve(was, corrected(command)).earlier_rounds

        assert None is sent_back.stage_1
        assert withdrawn.stage_1 is not None
        assert day("Tue 4 Apr 2023") == withdrawn.stage_1.requested_on

    def test_and_what_began_again_follows_the_day_of_that(self) -> None:
        command = correct("reinstated_on", "2023-04-21", "2023-04-24")
        after = evolve(self.WAS, corrected(command))

        assert day("Mon 24 Apr 2023") == after.reinstated_on
        assert self.WAS.earlier_rounds == after.earlier_rounds
        assert (
            attrs.evolve(self.WAS.stage_1, requested_on=day("Mon 24 Apr 2023"))
            == after.stage_1
        )

    def test_and_a_closed_file_that_was_opened_again_began_on_receipt(self) -> None:
        was = given(
            *ANSWERED_1,
            but(CLOSE, on=day("Wed 10 May 2023"), complainant_content=True),
            but(REINSTATE, on=day("Fri 12 May 2023")),
        ).stands
        command = correct("reinstated_on", "2023-05-12", "2023-05-15")
        after = evolve(was, corrected(command))

        assert day("Mon 15 May 2023") == after.reinstated_on
        assert was.stage_1 == after.stage_1


def test_a_correction_is_of_the_item_with_its_number() -> None:
    """The first of two remedies was 250 pounds, not 400."""
    was = given(RECEIVED, OFFER, OFFER).stands
    first, second = was.remedies
    command = Correct(
        subject=Subject.REMEDY,
        number=1,
        fact="amount_gbp",
        was="400",
        now="250",
        because="The letter says so.",
    )

    assert (attrs.evolve(first, amount_pence=25_000), second) == (
        evolve(was, corrected(command)).remedies
    )


def test_the_other_procedure_counts_an_extension_with_the_pauses_it_met() -> None:
    """Answered on the day on which it was suspended, and told when that was over."""
    extended = but(EXTEND_1, on=day("Wed 5 Apr 2023"))
    answered = but(RESPOND_1, on=day("Tue 11 Apr 2023"))
    told = (RECEIVED, extended, *paused("Tue 11 Apr 2023", "Fri 14 Apr 2023"), answered)
    other = correct("procedure", "statutory", "corporate")

    waited = given(*told).stands.stage_1.due_on()
    assert day("Thu 4 May 2023") < (waited or date.min)
    assert day("Thu 4 May 2023") == given(*told, other).stands.stage_1.due_on()
