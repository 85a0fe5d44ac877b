"""Under which policy a day is counted, from which start, and by which calendar."""

from datetime import date, timedelta

import attrs
import pytest

from caseledger.calendar import ENGLAND, Counting, Holiday
from caseledger.complaint import (
    AgreeStatement,
    Close,
    Command,
    Complaint,
    Correct,
    Deadline,
    DeadlineName,
    Terms,
    evolve,
)
from caseledger.complaint.clocks import recounted
from caseledger.complaint.events import (
    Acknowledged,
    Escalated,
    PanelReported,
    ProcedureReclassified,
    Reinstated,
    Responded,
    Resumed,
    ReviewPanelConvened,
    StatementOfComplaintAgreed,
)
from caseledger.rules import DEFAULT_POLICY, Procedure, Stage2Clock
from complaint.in_full import CODE, CORPORATE_AT_STAGE_1, UNDER_CODE, paused, suspend
from complaint.stories import (
    ACKNOWLEDGE,
    AGREE_STATEMENT,
    ANSWERED_1,
    ANSWERED_2,
    APPOINT,
    ARRANGE,
    AT_STAGE_1,
    AT_STAGE_2,
    AT_STAGE_3,
    CONVENE,
    CORPORATE,
    CORPORATE_AT_STAGE_2,
    CORPORATE_ESCALATE_2,
    CORPORATE_RESPOND_1,
    ESCALATE_2,
    ESCALATE_3,
    EXTEND_1,
    PANEL_MET,
    RECLASSIFY,
    REINSTATE,
    REPORT,
    RESPOND_1,
    RESPOND_3,
    RESUME,
    WITHDRAW,
    but,
)
from given import RECEIVED, Given, day, given, history

Days = tuple[date, date, date | None]


def days(deadline: Deadline | None) -> Days:
    """Return from when it is counted, until when, and until when at the latest."""
    assert deadline is not None
    return deadline.counted_from, deadline.due_on, deadline.latest_on


class TestAPolicyThatChangesAfterTheRequest:
    """
    The rules are those in force when the step was asked for.

    Received Tue 31 May 2022, acknowledged Thu 9 Jun: due Thu 23 Jun (E42), and twenty
    working days on Thu 7 Jul. The policy of Wed 1 Jun closes the office on Mon 27 Jun.
    """

    WAS = attrs.evolve(CODE, stage_2_acknowledgement=None)
    IS = attrs.evolve(
        WAS, since=day("Wed 1 Jun 2022"), closure_days=(day("Mon 27 Jun 2022"),)
    )
    TERMS = Terms(policies=(WAS, IS))
    UNMOVED = (day("Thu 9 Jun 2022"), day("Thu 23 Jun 2022"), day("Thu 7 Jul 2022"))

    def test_sets_no_day_of_the_receipt(self) -> None:
        """Nothing is acknowledged yet: the clock starts on the last day for it."""
        story = given(CORPORATE, terms=self.TERMS)

        assert self.UNMOVED == days(story.stands.stage_1.deadline)

    def test_moves_nothing_when_it_is_acknowledged(self) -> None:
        """Counted from Wed 8 Jun 2022, both days are a day earlier."""
        early = but(ACKNOWLEDGE, on=day("Wed 8 Jun 2022"))
        story = given(CORPORATE, early, terms=self.TERMS)

        assert (
            *(day("Wed 8 Jun 2022"), day("Wed 22 Jun 2022")),
            day("Wed 6 Jul 2022"),
        ) == days(story.stands.stage_1.deadline)

    def test_moves_nothing_when_a_pause_is_told_late(self) -> None:
        """As where it ends live, below; and then the answer came before it began."""
        story = given(*CORPORATE_AT_STAGE_1, terms=self.TERMS)
        pause = story.told(*paused("Tue 14 Jun 2022", "Mon 20 Jun 2022")).events
        after = given(*CORPORATE_AT_STAGE_1, *pause, terms=self.TERMS)
        answered = after.told(but(RESPOND_1, on=day("Mon 13 Jun 2022"))).events
        before = given(*CORPORATE_AT_STAGE_1, *pause, *answered, terms=self.TERMS)

        assert day("Wed 29 Jun 2022") == days(after.stands.stage_1.deadline)[1]
        assert self.UNMOVED == days(before.stands.stage_1.deadline)

    def test_moves_nothing_when_a_pause_ends(self) -> None:
        """10, 13 and 14 Jun (3), pause, 21-24 (7), 27-29 Jun (10), 11-13 Jul (20)."""
        pause = paused("Tue 14 Jun 2022", "Mon 20 Jun 2022")
        story = given(*CORPORATE_AT_STAGE_1, *pause, terms=self.TERMS)

        assert (
            *(day("Thu 9 Jun 2022"), day("Wed 29 Jun 2022")),
            day("Wed 13 Jul 2022"),
        ) == days(story.stands.stage_1.deadline)

    def test_moves_nothing_when_a_holiday_is_proclaimed(self) -> None:
        """Fri 17 Jun 2022 moves both days by one."""
        story = given(*CORPORATE_AT_STAGE_1, terms=self.TERMS)
        mourning = Holiday(
            day=day("Fri 17 Jun 2022"), name="Proclaimed", kind="proclaimed"
        )
        terms = attrs.evolve(self.TERMS, calendar=ENGLAND.with_holidays(mourning))
        [moved] = recounted(story.stands, terms)

        assert (
            *(day("Thu 9 Jun 2022"), day("Fri 24 Jun 2022")),
            day("Fri 8 Jul 2022"),
        ) == days(moved.deadline)

    def test_moves_nothing_when_the_procedure_changes(self) -> None:
        story = given(
            but(CORPORATE, procedure=Procedure.STATUTORY),
            but(ACKNOWLEDGE, on=day("Thu 9 Jun 2022")),
            terms=self.TERMS,
        )
        [changed] = story.when(but(RECLASSIFY, on=day("Fri 10 Jun 2022"))).events

        assert isinstance(changed, ProcedureReclassified)
        [stage_1] = changed.deadlines
        assert self.UNMOVED == days(stage_1)

    def test_moves_nothing_when_the_acknowledgement_is_put_right(self) -> None:
        """Counted from Wed 8 Jun 2022, both days are a day earlier."""
        command = Correct(
            fact="acknowledged_on",
            was="2022-06-09",
            now="2022-06-08",
            because="The letter says so.",
        )
        story = given(*CORPORATE_AT_STAGE_1, command, terms=self.TERMS)

        assert (
            *(day("Wed 8 Jun 2022"), day("Wed 22 Jun 2022")),
            day("Wed 6 Jul 2022"),
        ) == days(story.stands.stage_1.deadline)

    def test_moves_nothing_when_the_complaint_is_taken_up_again(self) -> None:
        """Without an acknowledgement the clock starts on the last day for it."""
        story = given(
            but(CORPORATE, on=day("Mon 16 May 2022")),
            but(WITHDRAW, on=day("Tue 17 May 2022")),
            terms=self.TERMS,
        )
        [again] = story.when(but(REINSTATE, on=day("Tue 31 May 2022"))).events

        assert isinstance(again, Reinstated)
        assert self.UNMOVED == days(again.deadline)

    def test_moves_nothing_of_a_stage_2_that_was_asked_for_before(self) -> None:
        """
        Asked for on Mon 5 Sep 2022, and counted from Mon 12 Sep: due Tue 11 Oct.

        13-16 Sep (4), 20-23 (8), 26-30 (13), 3-7 Oct (18), 10 and 11 Oct.
        """
        day_1 = attrs.evolve(
            CODE, since=day("Tue 6 Sep 2022"), counting=Counting.START_IS_DAY_1
        )
        story = given(
            *(CORPORATE, CORPORATE_RESPOND_1), terms=Terms(policies=(CODE, day_1))
        )
        [asked] = story.when(CORPORATE_ESCALATE_2).events

        assert isinstance(asked, Escalated)
        assert (day("Mon 12 Sep 2022"), day("Tue 11 Oct 2022")) == (
            days(asked.deadline)[:2]
        )


class TestAClockThatRunsFromAcknowledgement:
    """Received Tue 31 May 2022; 2 and 3 Jun are holidays, and five days the limit."""

    def test_is_of_the_corporate_procedure_alone(self) -> None:
        stage_1 = given(RECEIVED, terms=UNDER_CODE).stands.stage_1

        assert (day("Mon 3 Apr 2023"), day("Wed 19 Apr 2023")) == (
            days(stage_1.deadline)[:2]
        )

    @pytest.mark.parametrize(
        ("counting", "last_day"),
        [
            # 1, 6, 7, 8 and 9 Jun, or 31 May, 1, 6, 7 and 8 Jun.
            (Counting.NEXT_DAY, "Thu 9 Jun 2022"),
            (Counting.START_IS_DAY_1, "Wed 8 Jun 2022"),
        ],
    )
    def test_runs_from_the_last_day_for_it_at_the_latest(
        self, counting: Counting, last_day: str
    ) -> None:
        terms = Terms(policies=(attrs.evolve(CODE, counting=counting),))

        assert (
            day(last_day)
            == (days(given(CORPORATE, terms=terms).stands.stage_1.deadline)[0])
        )

    def test_stands_still_though_the_acknowledgement_is_told_late(self) -> None:
        """
        From Wed 8 Jun 2022 it is due on Wed 22 Jun: six days after Tue 14 Jun.

        Resumed on Mon 20 Jun, these are 21 to 24, 27 and 28 Jun.
        """
        pause = paused("Tue 14 Jun 2022", "Mon 20 Jun 2022")
        early = but(ACKNOWLEDGE, on=day("Wed 8 Jun 2022"))
        [told, *_] = given(CORPORATE, *pause, terms=UNDER_CODE).told(early).events

        assert isinstance(told, Acknowledged)
        assert (day("Wed 8 Jun 2022"), day("Tue 28 Jun 2022")) == (
            days(told.deadline)[:2]
        )

    def test_is_over_once_the_answer_is_given(self) -> None:
        early = but(ACKNOWLEDGE, on=day("Wed 8 Jun 2022"))
        answered = given(CORPORATE, CORPORATE_RESPOND_1, terms=UNDER_CODE)
        [told, *_] = answered.told(early).events

        assert isinstance(told, Acknowledged)
        assert told.deadline is None


class TestWhatAProcedureSets:
    """The statutory one has two windows to ask for more, the corporate one none."""

    @pytest.mark.parametrize(
        "name", [DeadlineName.STAGE_2_REQUEST, DeadlineName.REVIEW_REQUEST]
    )
    def test_a_window_of_the_statutory_one_alone(self, name: DeadlineName) -> None:
        on = day("Mon 3 Apr 2023")

        assert Terms().knows(name, Procedure.STATUTORY, on=on)
        with pytest.raises(LookupError, match=name):
            Terms().deadline(name, Procedure.CORPORATE, counted_from=on)


class TestBothReadingsOfStage2:
    """Asked for on Mon 15 May 2023, the statement agreed on Fri 19 May (C3, D2)."""

    BY_REQUEST = (day("Mon 15 May 2023"), day("Tue 20 Jun 2023"))
    BY_STATEMENT = (day("Fri 19 May 2023"), day("Mon 26 Jun 2023"))
    # By this the day of the statement itself would count.
    DAY_1 = attrs.evolve(
        DEFAULT_POLICY, since=day("Fri 19 May 2023"), counting=Counting.START_IS_DAY_1
    )
    CHANGED = Terms(policies=(DEFAULT_POLICY, DAY_1))
    STATEMENT = Terms(
        policies=(attrs.evolve(DEFAULT_POLICY, stage_2_clock=Stage2Clock.STATEMENT),)
    )
    PAUSE = paused("Mon 22 May 2023", "Fri 26 May 2023")

    def test_go_by_the_policy_of_the_day_of_the_request(self) -> None:
        [agreed] = given(*AT_STAGE_2, terms=self.CHANGED).when(AGREE_STATEMENT).events

        assert isinstance(agreed, StatementOfComplaintAgreed)
        assert (*self.BY_STATEMENT, day("Mon 21 Aug 2023")) == days(agreed.deadline)

    @pytest.mark.parametrize("terms", [Terms(), CHANGED])
    def test_stand_still_together(self, terms: Terms) -> None:
        """Four days: from Tue 20 to Mon 26 Jun 2023, from Mon 26 to Fri 30 Jun."""
        story = given(*AT_STAGE_2, AGREE_STATEMENT, *self.PAUSE, terms=terms)
        two = story.stands.stage_2

        assert day("Mon 26 Jun 2023") == days(two.deadline)[1]
        assert day("Fri 30 Jun 2023") == days(two.other_reading)[1]

    def test_stand_still_together_whichever_governs(self) -> None:
        story = given(*AT_STAGE_2, AGREE_STATEMENT, *self.PAUSE, terms=self.STATEMENT)
        two = story.stands.stage_2

        assert day("Fri 30 Jun 2023") == days(two.deadline)[1]
        assert day("Mon 26 Jun 2023") == days(two.other_reading)[1]

    def test_start_where_they_did_when_the_statement_is_agreed_once_more(self) -> None:
        """Agreed again on Mon 22 May 2023: 23 May to Tue 27 Jun without 29 May."""
        again = AgreeStatement(on=day("Mon 22 May 2023"))
        story = given(*AT_STAGE_2, AGREE_STATEMENT, again, terms=self.STATEMENT)
        two = story.stands.stage_2

        assert (day("Mon 22 May 2023"), day("Tue 27 Jun 2023")) == (
            days(two.deadline)[:2]
        )
        assert self.BY_REQUEST == days(two.other_reading)[:2]

    def test_are_one_if_the_statement_came_before_any_request(self) -> None:
        agreed = StatementOfComplaintAgreed(occurred_on=day("Fri 19 May 2023"))
        complaint = evolve(given(*ANSWERED_1).stands, agreed)

        assert (None, None) == self.started(complaint)

    def test_start_by_the_statement_where_that_governs(self) -> None:
        agreed = given(*AT_STAGE_2, AGREE_STATEMENT, terms=self.STATEMENT).stands

        assert day("Fri 19 May 2023") == self.started(agreed)[0]

    def test_are_one_without_a_statement(self) -> None:
        complaint = given(*AT_STAGE_2).stands

        assert (day("Mon 15 May 2023"), None) == self.started(complaint)

    def test_are_one_in_the_corporate_procedure(self) -> None:
        """Its stage 2 has no statement to agree (reg 16 is of the statutory one)."""
        story = given(*CORPORATE_AT_STAGE_2, terms=self.STATEMENT)
        agree = AgreeStatement(on=day("Fri 9 Sep 2022"))
        agreed = StatementOfComplaintAgreed(occurred_on=day("Fri 9 Sep 2022"))

        story.when(agree).then(agreed)
        assert (day("Mon 5 Sep 2022"), None) == (
            self.started(evolve(story.stands, agreed))
        )

    def test_are_none_before_stage_2_is_asked_for(self) -> None:
        """History may tell the statement alone: there is no clock to start."""
        agreed = StatementOfComplaintAgreed(occurred_on=day("Fri 19 May 2023"))

        assert [agreed] == given(*ANSWERED_1).told(AGREE_STATEMENT).events

    def started(self, complaint: Complaint) -> tuple[date | None, Deadline | None]:
        start = self.STATEMENT.start_of(complaint, DeadlineName.STAGE_2_RESPONSE)
        return start, self.STATEMENT.other_reading(complaint)


class TestClosureDays:
    """An office shut every Tuesday: reg 2 knows no council closure."""

    TUESDAYS = tuple(day("Tue 4 Apr 2023") + timedelta(weeks=n) for n in range(52))
    CLOSED = Terms(
        policies=(attrs.evolve(DEFAULT_POLICY, closure_days=TUESDAYS),),
    )

    @pytest.mark.parametrize(
        "story",
        [
            (*AT_STAGE_3, ARRANGE, CONVENE, REPORT, RESPOND_3),
            (RECEIVED, WITHDRAW, REINSTATE),
        ],
        ids=["to the end", "taken up again"],
    )
    def test_move_no_day_of_the_statutory_procedure(
        self, story: tuple[Command, ...]
    ) -> None:
        assert given(*story).stands == given(*story, terms=self.CLOSED).stands

    @pytest.mark.parametrize(
        ("procedure", "reaches"),
        [
            (Procedure.STATUTORY, "Tue 2 May 2023"),
            (Procedure.CORPORATE, "Wed 3 May 2023"),
        ],
    )
    def test_move_what_a_corporate_extension_reaches(
        self, procedure: Procedure, reaches: str
    ) -> None:
        """To Fri 28 Apr 2023; paused for a working day, and Mon 1 May is a holiday."""
        received = but(RECEIVED, procedure=procedure)
        extend = but(
            EXTEND_1, on=day("Mon 17 Apr 2023"), extended_to=day("Fri 28 Apr 2023")
        )
        pause = paused("Thu 20 Apr 2023", "Fri 21 Apr 2023")
        story = given(received, extend, *pause, terms=self.CLOSED)
        [extension] = story.stands.stage_1.extensions

        assert day(reaches) == extension.reaches

    def test_move_nothing_that_was_over_when_the_clock_stood_still(self) -> None:
        """Answered on Wed 19 Apr 2023, the extension reaches the day that it says."""
        extend = but(
            EXTEND_1, on=day("Mon 17 Apr 2023"), extended_to=day("Fri 28 Apr 2023")
        )
        story = (RECEIVED, extend, *paused("Thu 20 Apr 2023", "Fri 21 Apr 2023"))
        told = given(*story).told(but(RESPOND_1, on=day("Wed 19 Apr 2023"))).events
        [was] = given(*story).stands.stage_1.extensions
        [now] = given(*story, *told).stands.stage_1.extensions

        assert (day("Tue 2 May 2023"), day("Fri 28 Apr 2023")) == (
            was.reaches,
            now.reaches,
        )

    def test_move_the_corporate_ones(self) -> None:
        """Ten days from Mon 3 Apr 2023, without Tue 4, 11 and 18 Apr: Mon 24 Apr."""
        received = but(RECEIVED, procedure=Procedure.CORPORATE)
        stage_1 = given(received, terms=self.CLOSED).stands.stage_1

        assert day("Mon 24 Apr 2023") == stage_1.due_on()

    @pytest.mark.parametrize("written", ["Wed 13 Sep 2023", "Thu 14 Sep 2023"])
    def test_move_no_window_for_a_review(self, written: str) -> None:
        """Answered on Tue 15 Aug 2023; a register told no window, the law does."""
        story = given(*history(*ANSWERED_2), terms=self.CLOSED)
        answer = story.when(but(ESCALATE_3, on=day(written)))

        if written == "Wed 13 Sep 2023":
            assert 1 == len(answer.events)
        else:
            answer.refused_by("R22", working_days=21, limit=20)

    def test_move_no_window_for_stage_2(self) -> None:
        """Answered on Thu 4 May 2023: 20 working days are over on Mon 5 Jun."""
        story = given(*history(*ANSWERED_1), terms=self.CLOSED)

        story.when(Close(on=day("Mon 5 Jun 2023"))).refused_by(
            "WindowStillOpen", until=day("Mon 5 Jun 2023")
        )
        assert 1 == len(story.when(Close(on=day("Tue 6 Jun 2023"))).events)


class TestAnotherProcedure:
    def test_gives_stage_2_its_own_days(self) -> None:
        """
        Asked for on Mon 5 Sep 2022: by the law 25 working days, at most 65.

        6-9 Sep (4), 12-16 (9), 20-23 (13), 26-30 (18), 3-7 Oct (23), 10 and 11 Oct;
        12-14 Oct (28), seven full weeks to 2 Dec (63), 5 and 6 Dec (65).
        """
        story = given(*CORPORATE_AT_STAGE_2)
        change = but(
            RECLASSIFY,
            on=day("Tue 6 Sep 2022"),
            procedure=Procedure.STATUTORY,
            directed_by_ombudsman=True,
        )
        [changed] = story.when(change).events

        assert isinstance(changed, ProcedureReclassified)
        [stage_2] = [
            one
            for one in changed.deadlines
            if one.name is DeadlineName.STAGE_2_RESPONSE
        ]
        assert (
            *(day("Mon 5 Sep 2022"), day("Tue 11 Oct 2022")),
            day("Tue 6 Dec 2022"),
        ) == days(stage_2)

    def test_starts_the_clock_at_receipt_if_it_is_the_law_s(self) -> None:
        """Reg 14: ten working days from Tue 31 May 2022 are over on Thu 16 Jun."""
        story = given(
            but(CORPORATE, procedure=Procedure.STATUTORY, on=day("Mon 16 May 2022")),
            but(WITHDRAW, on=day("Tue 17 May 2022")),
            terms=TestAPolicyThatChangesAfterTheRequest.TERMS,
        )
        [again] = story.when(but(REINSTATE, on=day("Tue 31 May 2022"))).events

        assert isinstance(again, Reinstated)
        assert (
            *(day("Tue 31 May 2022"), day("Thu 16 Jun 2022")),
            day("Thu 30 Jun 2022"),
        ) == days(again.deadline)

    def test_starts_stage_2_at_its_request_if_it_is_the_law_s(
        self,
    ) -> None:
        """Whenever it is acknowledged, which the law does not ask for."""
        asked = given(*AT_STAGE_2, terms=UNDER_CODE).stands.stage_2

        assert (
            *(day("Mon 15 May 2023"), day("Tue 20 Jun 2023")),
            day("Tue 15 Aug 2023"),
        ) == days(asked.deadline)


class TestTheWindowOfTheCode:
    """Twelve months from the answer to stage 1, as the complainant received it (C9)."""

    ANSWER = but(CORPORATE_RESPOND_1, on=day("Thu 16 Jun 2022"))

    @pytest.mark.parametrize(
        ("received", "last", "after"),
        [
            (None, "Fri 16 Jun 2023", "Sat 17 Jun 2023"),
            ("Mon 20 Jun 2022", "Tue 20 Jun 2023", "Wed 21 Jun 2023"),
        ],
    )
    def test_is_open_until_its_last_day(
        self, received: str | None, last: str, after: str
    ) -> None:
        received_on = None if received is None else day(received)
        answer = but(self.ANSWER, received_on=received_on)
        story = given(CORPORATE, answer, terms=UNDER_CODE)

        assert 1 == len(story.when(but(CORPORATE_ESCALATE_2, on=day(last))).events)
        story.when(but(CORPORATE_ESCALATE_2, on=day(after))).refused_by(
            "RequestOutsideWindow", last_day=day(last)
        )


class TestAPauseToldBeforeTheStepItFollows:
    """Recorded late, a step finds the pause that its clock meets."""

    def test_the_statement(self) -> None:
        pause = TestBothReadingsOfStage2.PAUSE
        [agreed] = given(*AT_STAGE_2, *pause).when(AGREE_STATEMENT).events

        assert isinstance(agreed, StatementOfComplaintAgreed)
        assert day("Fri 30 Jun 2023") == days(agreed.deadline)[1]

    def test_the_meeting_of_the_panel(self) -> None:
        """26 Oct (1), pause, 31 Oct-3 Nov (5)."""
        pause = paused("Thu 26 Oct 2023", "Mon 30 Oct 2023")
        [met] = given(*AT_STAGE_3, *pause).when(CONVENE).events

        assert isinstance(met, ReviewPanelConvened)
        assert day("Fri 3 Nov 2023") == days(met.deadline)[1]

    def test_the_report_of_the_panel(self) -> None:
        """2 and 3 Nov (2), pause, 14-17 (6), 20-24 (11), 27-30 Nov (15)."""
        pause = paused("Fri 3 Nov 2023", "Mon 13 Nov 2023")
        [told] = given(*PANEL_MET, *pause).when(REPORT).events

        assert isinstance(told, PanelReported)
        assert day("Thu 30 Nov 2023") == days(told.deadline)[1]

    def test_the_request_for_stage_2(self) -> None:
        """Asked for on Mon 15 May 2023: four days after Tue 20 Jun."""
        pause = TestBothReadingsOfStage2.PAUSE
        [asked] = given(*ANSWERED_1, *pause).when(ESCALATE_2).events

        assert isinstance(asked, Escalated)
        assert day("Mon 26 Jun 2023") == days(asked.deadline)[1]

    def test_the_request_for_a_panel(self) -> None:
        """
        Asked for on Wed 13 Sep 2023, and Fri 15 and Mon 18 Sep are no days.

        So what is recommended after 2 and 10 working days moves from Fri 15 to Tue 19
        and from Wed 27 to Fri 29 Sep.
        """
        pause = paused("Thu 14 Sep 2023", "Mon 18 Sep 2023")
        [asked] = given(*ANSWERED_2, *pause).when(ESCALATE_3).events

        assert isinstance(asked, Escalated)
        assert [day("Tue 19 Sep 2023"), day("Fri 29 Sep 2023")] == [
            one.due_on for one in asked.milestones
        ]

    def test_the_window_that_an_answer_opens(self) -> None:
        """Answered on Thu 4 May 2023: four days longer than until Mon 5 Jun."""
        pause = TestBothReadingsOfStage2.PAUSE
        story = given(*AT_STAGE_1, EXTEND_1, *pause)
        [answered] = story.when(RESPOND_1).events

        assert isinstance(answered, Responded)
        assert [day("Fri 9 Jun 2023")] == [one.due_on for one in answered.milestones]

    def test_the_window_that_closing_leaves_open(self) -> None:
        """Until Mon 5 Jun 2023, and with four days of pause until Fri 9 Jun."""
        pause = TestBothReadingsOfStage2.PAUSE
        story = given(*ANSWERED_1, *pause)

        story.when(Close(on=day("Fri 9 Jun 2023"))).refused_by(
            "WindowStillOpen", until=day("Fri 9 Jun 2023")
        )
        assert 1 == len(story.when(Close(on=day("Mon 12 Jun 2023"))).events)


@pytest.mark.parametrize(
    ("story", "written"),
    [
        ((*AT_STAGE_1, EXTEND_1), "Thu 20 Apr 2023"),
        ((*AT_STAGE_2, AGREE_STATEMENT), "Mon 22 May 2023"),
    ],
    ids=["an extension", "both readings"],
)
def test_a_pause_of_no_day_moves_nothing_by_any_calendar(
    story: tuple[Command, ...], written: str
) -> None:
    """Suspended and resumed on one day, when a later calendar has come out."""
    later = Terms(calendar=attrs.evolve(ENGLAND, version="later"))
    suspended = Given(given(*story, suspend(written)).stands, later)

    suspended.when(but(RESUME, on=day(written))).then(Resumed(occurred_on=day(written)))


def test_who_investigates_goes_by_the_policy_of_the_day() -> None:
    """From Wed 17 May 2023 the officer comes from outside, and before from within."""
    external = attrs.evolve(
        DEFAULT_POLICY, since=day("Wed 17 May 2023"), officer_must_be_external=True
    )
    story = given(*AT_STAGE_2, terms=Terms(policies=(DEFAULT_POLICY, external)))
    appoint = but(APPOINT, officer_is_external=False)

    story.when(appoint).refused_by("OfficerMustBeExternal")
    assert 1 == len(story.when(but(appoint, on=day("Tue 16 May 2023"))).events)
    assert 1 == len(story.when(but(appoint, on=None)).events)
