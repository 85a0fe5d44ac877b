"""What is owed, in which pass through a stage, until when, and whether it waits."""

from datetime import date

import pytest

from caseledger.calendar import ENGLAND
from caseledger.complaint import Command, DeadlineName, Event, Subject, duties
from caseledger.complaint.deadlines import asked_for_on, shifted, standstills
from caseledger.complaint.events import Closed, NotAccepted, Noted, Withdrawn
from caseledger.complaint.state import Pause
from complaint.in_full import for_want_of_an_answer, paused, suspend
from complaint.stories import (
    ACKNOWLEDGE,
    ANSWERED_1,
    APPOINT,
    AT_STAGE_1,
    CLOSE,
    ESCALATE_3,
    LONGEST,
    PANEL_MET,
    PANEL_REPORTED,
    REINSTATE,
    REOPEN,
    REPORT_INDEPENDENT,
    REPORT_OFFICER,
    RESPOND_1,
    RESPOND_2,
    WITHDRAW,
    but,
)
from given import RECEIVED, Given, day, given

# The panel's report sends stage 2 back before it is answered; there is a second panel.
SENT_BACK = (
    *(*PANEL_REPORTED, REOPEN),
    but(
        APPOINT,
        on=day("Tue 28 Nov 2023"),
        investigating_officer="other officer",
        independent_person="other independent",
    ),
    but(REPORT_OFFICER, on=day("Thu 21 Dec 2023")),
    but(REPORT_INDEPENDENT, on=day("Fri 22 Dec 2023")),
    but(RESPOND_2, on=day("Thu 4 Jan 2024")),
    but(ESCALATE_3, on=day("Mon 8 Jan 2024")),
)
BEGUN_AGAIN = (RECEIVED, WITHDRAW, REINSTATE)

Owed = dict[tuple[DeadlineName, int], tuple[date | None, bool]]


def owed(story: Given) -> Owed:
    """Return each duty and its pass, beside the day on which it ended and if by it."""
    found = list(duties(story.stands))
    listed = {
        (one.deadline.name, one.attempt): (one.ended_on, one.met) for one in found
    }
    assert len(found) == len(listed)
    return listed


def waiting(story: Given) -> dict[DeadlineName, bool]:
    return {one.deadline.name: one.paused for one in duties(story.stands)}


class TestThePasses:
    def test_of_a_stage_2_that_a_panel_sent_back(self) -> None:
        """Stage 1 is passed once, stages 2 and 3 twice."""
        name = DeadlineName
        assert {
            # Nobody was appointed a chair or acknowledged: the meeting overtook it.
            (name.STAGE_2_RESPONSE, 1): (day("Tue 15 Aug 2023"), True),
            (name.REVIEW_REQUEST, 1): (day("Wed 13 Sep 2023"), True),
            (name.PANEL_ACKNOWLEDGEMENT, 1): (day("Wed 25 Oct 2023"), False),
            (name.PANEL_CHAIR, 1): (day("Wed 25 Oct 2023"), False),
            (name.REVIEW_PANEL, 1): (day("Wed 25 Oct 2023"), True),
            (name.PANEL_REPORT, 1): (day("Wed 1 Nov 2023"), True),
            # It was sent back instead.
            (name.STAGE_3_RESPONSE, 1): (day("Mon 27 Nov 2023"), False),
            (name.ACKNOWLEDGEMENT, 1): (day("Thu 6 Apr 2023"), True),
            (name.STAGE_1_RESPONSE, 1): (day("Thu 4 May 2023"), True),
            (name.STAGE_2_RESPONSE, 2): (day("Thu 4 Jan 2024"), True),
            (name.REVIEW_REQUEST, 2): (day("Mon 8 Jan 2024"), True),
            (name.PANEL_ACKNOWLEDGEMENT, 2): (None, False),
            (name.PANEL_CHAIR, 2): (None, False),
            (name.REVIEW_PANEL, 2): (None, False),
        } == {
            which: how
            for which, how in owed(given(*SENT_BACK)).items()
            if name.STAGE_2_REQUEST not in which
        }

    def test_leave_the_request_for_stage_2_on_the_day_that_it_was_made(self) -> None:
        """That a panel sent stage 2 back is no further request."""
        story = given(*SENT_BACK)
        ends = {
            one.ended_on
            for one in duties(story.stands)
            if one.deadline.name is DeadlineName.STAGE_2_REQUEST
        }

        assert {day("Mon 15 May 2023")} == ends

    def test_of_a_stage_1_that_began_again(self) -> None:
        """A stage that the first pass did not reach is passed for the first time."""
        asked = for_want_of_an_answer("Tue 2 May 2023")
        found = owed(given(*BEGUN_AGAIN, asked))

        assert {
            (DeadlineName.ACKNOWLEDGEMENT, 1): (day("Tue 11 Apr 2023"), False),
            (DeadlineName.STAGE_1_RESPONSE, 1): (day("Tue 11 Apr 2023"), False),
            (DeadlineName.ACKNOWLEDGEMENT, 2): (None, False),
            (DeadlineName.STAGE_1_RESPONSE, 2): (day("Tue 2 May 2023"), False),
            (DeadlineName.STAGE_2_RESPONSE, 1): (None, False),
        } == found

    @pytest.mark.parametrize(
        "end",
        [
            Withdrawn(occurred_on=day("Thu 7 Dec 2023")),
            NotAccepted(occurred_on=day("Thu 7 Dec 2023"), reason=None),
            Closed(occurred_on=day("Thu 7 Dec 2023")),
        ],
        ids=["withdrawn", "turned away", "closed"],
    )
    def test_end_when_they_do_however_the_complaint_ends_later(
        self, end: Event
    ) -> None:
        """Sent back on Mon 27 Nov 2023, stage 3 was not answered in the first pass."""
        found = owed(given(*PANEL_REPORTED, REOPEN, end))

        assert (day("Mon 27 Nov 2023"), False) == (
            found[DeadlineName.STAGE_3_RESPONSE, 1]
        )
        assert (day("Thu 7 Dec 2023"), False) == (
            found[DeadlineName.STAGE_2_RESPONSE, 2]
        )

    def test_are_seen_with_their_panel(self) -> None:
        """Withdrawn once the panel has met, and begun again at stage 1."""
        story = (*PANEL_MET, but(WITHDRAW, on=day("Thu 26 Oct 2023")))
        then = given(*story).stands
        again = given(*story, but(REINSTATE, on=day("Fri 27 Oct 2023"))).stands
        seen = [one.within for one in duties(again) if one.attempt == 1]

        assert 9 == len(seen)
        assert all(one == then for one in seen)


class TestAStep:
    def test_is_met_on_the_day_that_it_ends_and_not_afterwards(self) -> None:
        """Answered on Thu 4 May 2023, which makes an acknowledgement needless."""
        found = [
            owed(given(RECEIVED, *given(RECEIVED).told(RESPOND_1, late).events))
            for late in (
                but(ACKNOWLEDGE, on=day("Thu 4 May 2023")),
                but(ACKNOWLEDGE, on=day("Fri 5 May 2023")),
            )
        ]

        assert [(day("Thu 4 May 2023"), True), (day("Thu 4 May 2023"), False)] == [
            one[DeadlineName.ACKNOWLEDGEMENT, 1] for one in found
        ]

    def test_is_owed_again_once_a_closed_file_is_opened(self) -> None:
        closed = (
            *ANSWERED_1,
            but(CLOSE, on=day("Wed 10 May 2023"), complainant_content=True),
        )
        again = (*closed, but(REINSTATE, on=day("Fri 12 May 2023")))

        assert [(day("Wed 10 May 2023"), False), (None, False)] == [
            owed(given(*story))[DeadlineName.STAGE_2_REQUEST, 1]
            for story in (closed, again)
        ]


class TestWhileItIsSuspended:
    def test_what_is_owed_waits_and_what_is_done_does_not(self) -> None:
        story = given(*AT_STAGE_1, suspend("Fri 14 Apr 2023"))

        assert {
            DeadlineName.ACKNOWLEDGEMENT: False,
            DeadlineName.STAGE_1_RESPONSE: True,
        } == waiting(story)

    def test_what_is_due_on_the_day_that_it_begins_does_not_wait(self) -> None:
        """Due on Wed 19 Apr 2023; the day on which a pause begins still counts."""
        assert [True, False] == [
            waiting(given(*AT_STAGE_1, suspend(began)))[DeadlineName.STAGE_1_RESPONSE]
            for began in ("Tue 18 Apr 2023", "Wed 19 Apr 2023")
        ]

    @pytest.mark.parametrize(
        "story",
        [AT_STAGE_1, (*AT_STAGE_1, *paused("Tue 11 Apr 2023", "Fri 14 Apr 2023"))],
        ids=["never", "no more"],
    )
    def test_nothing_waits_otherwise(self, story: tuple[Command, ...]) -> None:
        assert {False} == {*waiting(given(*story)).values()}


class TestTheTimesInWhichAClockStoodStill:
    """A pause stops the clocks that run when it begins."""

    STARTED = day("Mon 3 Apr 2023")

    def pause(self, began: str, ended: str) -> Pause:
        return Pause(began_on=day(began), ended_on=day(ended), stops_clocks=True)

    def test_begin_once_the_clock_has(self) -> None:
        before = self.pause("Fri 31 Mar 2023", "Tue 4 Apr 2023")
        same_day = self.pause("Mon 3 Apr 2023", "Tue 4 Apr 2023")
        later = self.pause("Thu 13 Apr 2023", "Fri 14 Apr 2023")

        assert [same_day, later] == (
            standstills(self.STARTED, [before, same_day, later])
        )

    @pytest.mark.parametrize("ended", ["Wed 12 Apr 2023", "Fri 14 Apr 2023"])
    def test_are_one_where_pauses_overlap(self, ended: str) -> None:
        """It stands still until the last of them is over."""
        first = self.pause("Tue 11 Apr 2023", "Fri 14 Apr 2023")
        within = self.pause("Wed 12 Apr 2023", ended)
        longer = self.pause("Thu 13 Apr 2023", "Mon 17 Apr 2023")

        assert [self.pause("Tue 11 Apr 2023", "Mon 17 Apr 2023")] == (
            standstills(self.STARTED, [first, within, longer])
        )
        assert [first] == standstills(self.STARTED, [first, within])

    def test_leave_out_pauses_of_which_a_day_is_not_known(self) -> None:
        began = Pause(began_on=day("Tue 11 Apr 2023"), stops_clocks=True)
        ended = Pause(ended_on=day("Fri 14 Apr 2023"), stops_clocks=True)

        assert [] == standstills(self.STARTED, [began, ended])


@pytest.mark.parametrize("fact", ["s1_extended_on", "s1_extended_to"])
def test_a_pause_moves_no_extension_of_which_a_day_is_not_known(fact: str) -> None:
    """Stage 1 moves from Wed 19 to Mon 24 Apr 2023, whatever was noted."""
    noted = Noted(subject=Subject.COMPLAINT, number=0, fact=fact, value="2023-04-10")
    pause = paused("Tue 11 Apr 2023", "Fri 14 Apr 2023")
    stage = given(RECEIVED, noted, *pause).stands.stage_1

    assert day("Mon 24 Apr 2023") == stage.due_on()
    assert [None] == [one.moved_to for one in stage.extensions]


def test_a_complaint_that_is_taken_up_on_the_day_of_its_end_has_not_ended() -> None:
    story = (RECEIVED, WITHDRAW, but(REINSTATE, on=day("Tue 11 Apr 2023")))

    assert [True, False] == [
        given(*told).stands.withdrawn for told in (story[:2], story)
    ]


@pytest.mark.parametrize(
    "pause",
    [
        Pause(began_on=day("Tue 11 Apr 2023"), stops_clocks=True),
        Pause(ended_on=day("Fri 14 Apr 2023"), stops_clocks=True),
    ],
    ids=["its end", "its beginning"],
)
def test_a_pause_of_which_a_day_is_not_known_moves_nothing(pause: Pause) -> None:
    due = day("Wed 19 Apr 2023")

    assert due == shifted(due, pause, ENGLAND)


def test_the_rules_of_a_response_are_those_of_the_day_that_it_was_asked_for() -> None:
    """The other clocks start on that day themselves."""
    complaint = given(*LONGEST).stands
    asked = dict.fromkeys(DeadlineName, None) | {
        DeadlineName.STAGE_1_RESPONSE: day("Mon 3 Apr 2023"),
        DeadlineName.STAGE_2_RESPONSE: day("Mon 15 May 2023"),
    }

    assert asked == {name: asked_for_on(complaint, name) for name in DeadlineName}
