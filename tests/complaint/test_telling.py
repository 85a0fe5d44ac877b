"""Steps told together: each is marked by all, and the complaint is as they leave it."""

from datetime import date

import attrs
import pytest

from caseledger.complaint import (
    Command,
    Complaint,
    Event,
    Step,
    Terms,
    evolve,
    fold,
    relate,
)
from caseledger.complaint.events import (
    Deferred,
    Escalated,
    Extended,
    Noted,
    Responded,
    Resumed,
    ReviewPanelConvened,
    Subject,
    Suspended,
)
from caseledger.complaint.review import findings
from caseledger.complaint.state import Pause
from caseledger.complaint.vocabulary import SuspensionGround
from complaint.in_full import CODE, UNDER_CODE, for_want_of_an_answer, paused
from complaint.stories import (
    ACKNOWLEDGE,
    APPOINT,
    AT_STAGE_2,
    AT_STAGE_3,
    CONVENE,
    CORPORATE,
    EXTEND_1,
    EXTEND_2,
    LONGEST,
    PANEL_REPORTED,
    RESPOND_3,
    RESUME,
    SUSPEND,
    but,
)
from given import RECEIVED, day, given


def extensions(*told: Command, terms: Terms | None = None) -> list[Extended]:
    events = given(terms=terms).told(*told).events
    return [one for one in events if isinstance(one, Extended)]


class TestAnExtension:
    def test_is_measured_by_what_those_before_it_left(self) -> None:
        """One to Wed 16 Aug 2023 is too long; stage 2 stays due on Tue 20 Jun."""
        too_long = but(EXTEND_2, extended_to=day("Wed 16 Aug 2023"))

        assert [
            (day("Tue 20 Jun 2023"), day("Tue 20 Jun 2023")),
            (day("Tue 20 Jun 2023"), day("Tue 15 Aug 2023")),
        ] == [
            (one.previously_due_on, one.now_due_on)
            for one in extensions(*AT_STAGE_2, too_long, EXTEND_2)[1:]
        ]

    def test_may_pass_the_ceiling_of_the_code_for_a_good_reason(self) -> None:
        """Acknowledged by Thu 9 Jun 2022: twenty days are over on Thu 7 Jul."""
        longer = but(
            EXTEND_1,
            on=day("Thu 23 Jun 2022"),
            extended_to=day("Fri 8 Jul 2022"),
            good_reason=True,
        )
        unsaid = but(longer, good_reason=False)
        stricter = Terms(policies=(attrs.evolve(CODE, longer_for_good_reason=False),))

        for extend, terms, broken in (
            (longer, UNDER_CODE, ()),
            (unsaid, UNDER_CODE, ("R12",)),
            (longer, stricter, ("R12",)),
        ):
            [told] = extensions(CORPORATE, extend, terms=terms)
            assert broken == told.broken

    def test_is_marked_by_its_own_place(self) -> None:
        """
        To Thu 27 Apr 2023, and on Fri 28 Apr to Thu 4 May: that is a day late.

        Suspended from Thu 20 to Fri 21 Apr, the first reaches Fri 28 Apr.
        """
        first = but(EXTEND_1, extended_to=day("Thu 27 Apr 2023"))
        second = but(EXTEND_1, on=day("Fri 28 Apr 2023"))
        pause = paused("Thu 20 Apr 2023", "Fri 21 Apr 2023")

        assert [(), ("R11",)] == [
            one.broken for one in extensions(RECEIVED, first, second)
        ]
        assert [(), ()] == [
            one.broken for one in extensions(RECEIVED, first, second, *pause)
        ]

    def test_extends_nothing_once_a_later_step_makes_it_unlawful(self) -> None:
        """
        By the Code a clock runs from acknowledgement, at the latest Thu 9 Jun 2022.

        Acknowledged on Wed 1 Jun, stage 1 was due on Fri 17 Jun, at most Fri 1 Jul.
        """
        extend = but(
            EXTEND_1, on=day("Thu 23 Jun 2022"), extended_to=day("Thu 7 Jul 2022")
        )
        early = but(ACKNOWLEDGE, on=day("Wed 1 Jun 2022"))
        for story, broken, due_on in (
            ((CORPORATE, extend), (), "Thu 7 Jul 2022"),
            ((CORPORATE, extend, early), ("R11", "R12"), "Thu 23 Jun 2022"),
        ):
            [told] = extensions(*story, terms=UNDER_CODE)
            assert (broken, day(due_on)) == (told.broken, told.now_due_on)


def test_each_meeting_of_a_panel_is_marked_by_its_own_members() -> None:
    """R25: two are no panel; the one held anew is."""
    two = but(CONVENE, members=CONVENE.members[:2])

    assert [("R25",), ()] == [
        one.broken
        for one in given(*AT_STAGE_3).told(two, CONVENE).events
        if isinstance(one, ReviewPanelConvened)
    ]


def test_each_request_is_marked_by_its_own_day() -> None:
    """R19: stage 1 is due on Wed 19 Apr 2023, and is overdue from the next day on."""
    asked = [
        for_want_of_an_answer("Wed 19 Apr 2023"),
        for_want_of_an_answer("Thu 20 Apr 2023"),
    ]

    assert [("R19",), ()] == [
        one.broken
        for one in given(RECEIVED).told(*asked).events
        if isinstance(one, Escalated)
    ]


def test_each_answer_at_stage_3_is_marked_by_its_own_day() -> None:
    """R30: the panel reported on Wed 1 Nov 2023."""
    early = but(RESPOND_3, on=day("Tue 31 Oct 2023"))

    assert [("R30",), ()] == [
        one.broken
        for one in given(*PANEL_REPORTED).told(early, RESPOND_3).events
        if isinstance(one, Responded)
    ]


def test_a_panel_of_which_no_day_is_known_owes_no_report_yet() -> None:
    [met] = given(*AT_STAGE_3).told(but(CONVENE, on=None)).events

    assert met == ReviewPanelConvened(
        occurred_on=None, members=CONVENE.members, deadline=None
    )


# What follows is found only once all is told: marks, and due dates that move.
TOLD_TOGETHER: dict[str, tuple[Command, ...]] = {
    "no mark": LONGEST,
    "one mark": (RECEIVED, but(EXTEND_1, on=day("Thu 20 Apr 2023"))),
    "a mark taken back": (
        *(RECEIVED, but(EXTEND_1, on=day("Thu 20 Apr 2023"))),
        *(SUSPEND, RESUME),
    ),
    "marks of an extension and of a panel": (
        *(one for one in AT_STAGE_3 if one != APPOINT),
        but(CONVENE, members=("chair", "second", "officer")),
        *paused("Fri 16 Jun 2023", "Mon 19 Jun 2023"),
        but(APPOINT, independent_person="second"),
    ),
}


@pytest.mark.parametrize("story", TOLD_TOGETHER.values(), ids=TOLD_TOGETHER)
def test_the_complaint_is_what_its_events_leave(story: tuple[Command, ...]) -> None:
    for known in range(4):
        before = fold(given().told(*story[:known]).events)
        happened, after = relate(before, story[known:], terms=Terms())
        complaint = before
        for one in happened:
            complaint = evolve(complaint, one.event)

        assert complaint == after


def test_every_step_of_a_telling_is_judged_by_all_of_it() -> None:
    """
    The pause makes a late extension lawful; those who investigated sat on the panel.

    Stage 2 was due on Tue 20 Jun 2023, and by the pause on Wed 21 Jun.
    """
    late = but(EXTEND_2, on=day("Wed 21 Jun 2023"))
    story = [
        one for one in AT_STAGE_3 if type(one) is not type(APPOINT) and one != EXTEND_2
    ]
    pause = paused("Fri 16 Jun 2023", "Mon 19 Jun 2023")
    named = but(APPOINT, investigating_officer="chair", independent_person="second")
    for more, marks in (
        ((), [("R11",), ()]),
        ((*pause, named), [(), ("R26", "R28")]),
    ):
        events = given().told(*story, late, CONVENE, *more).events
        assert marks == [
            one.broken
            for one in events
            if isinstance(one, ReviewPanelConvened)
            or (isinstance(one, Extended) and one.stage == 2)
        ]


@pytest.mark.parametrize(
    ("story", "found"),
    [
        (
            (RECEIVED, but(EXTEND_1, on=day("Thu 20 Apr 2023"))),
            (Step.EXTENSION, 1, 1, day("Thu 20 Apr 2023"), "R11"),
        ),
        (
            (*AT_STAGE_2, but(EXTEND_2, on=day("Wed 21 Jun 2023"))),
            (Step.EXTENSION, 2, 1, day("Wed 21 Jun 2023"), "R11"),
        ),
        (
            (RECEIVED, for_want_of_an_answer("Wed 19 Apr 2023")),
            (Step.ESCALATION, 2, 0, day("Wed 19 Apr 2023"), "R19"),
        ),
        (
            (*AT_STAGE_3, but(CONVENE, members=CONVENE.members[:2])),
            (Step.REVIEW_PANEL, 3, 0, day("Wed 25 Oct 2023"), "R25"),
        ),
        (
            (*PANEL_REPORTED, but(RESPOND_3, on=day("Tue 31 Oct 2023"))),
            (Step.RESPONSE, 3, 0, day("Tue 31 Oct 2023"), "R30"),
        ),
    ],
    ids=["stage 1", "stage 2", "request", "panel", "answer"],
)
def test_what_is_found_names_the_step_and_its_day(
    story: tuple[Command, ...], found: tuple[Step, int, int, date, str]
) -> None:
    complaint = fold(given().told(*story).events)
    assert complaint is not None

    assert [found] == [
        (one.step, one.stage, one.number, one.on, one.refusal.rule)
        for one in findings(complaint)
    ]


@pytest.mark.parametrize("fact", ["s1_extended_on", "s1_extended_to"])
def test_of_an_extension_of_which_a_day_is_not_known_nothing_is_found(
    fact: str,
) -> None:
    """The day after the due date would be too late, or too far."""
    noted = Noted(subject=Subject.COMPLAINT, number=0, fact=fact, value="2023-05-05")

    assert [] == [*findings(given(RECEIVED, noted).stands)]


EARLIER = Pause(
    began_on=day("Tue 4 Apr 2023"),
    ended_on=day("Wed 5 Apr 2023"),
    ground=SuspensionGround.PROCEEDINGS,
    stops_clocks=True,
)
SUSPENDED = Suspended(
    occurred_on=day("Tue 11 Apr 2023"), ground=SuspensionGround.PROCEEDINGS
)


@pytest.mark.parametrize("before", [(), (EARLIER,), (EARLIER, EARLIER)])
def test_a_resumption_told_first_ends_the_suspension_told_next(
    before: tuple[Pause, ...],
) -> None:
    """An incomplete row may tell the end before the beginning: it is one pause."""
    was = attrs.evolve(given(RECEIVED).stands, suspensions=before)
    whole = Pause(
        began_on=day("Tue 11 Apr 2023"),
        ended_on=day("Fri 14 Apr 2023"),
        ground=SuspensionGround.PROCEEDINGS,
        stops_clocks=True,
    )

    assert attrs.evolve(was, suspensions=(*before, whole)) == told(
        was, Resumed(occurred_on=day("Fri 14 Apr 2023")), SUSPENDED
    )


def test_a_deferral_ends_on_the_day_that_is_told_with_it() -> None:
    """Whatever was noted of its end before."""
    was = given(RECEIVED).stands
    noted = Noted(
        subject=Subject.COMPLAINT, number=0, fact="deferred_to", value="2023-04-14"
    )
    for until, ended_on in (
        (day("Mon 17 Apr 2023"), day("Mon 17 Apr 2023")),
        (None, day("Fri 14 Apr 2023")),
    ):
        deferred = Deferred(occurred_on=day("Tue 11 Apr 2023"), until=until)
        assert (Pause(began_on=day("Tue 11 Apr 2023"), ended_on=ended_on),) == (
            told(was, noted, deferred).deferrals
        )


def told(complaint: Complaint, *events: Event) -> Complaint:
    for event in events:
        complaint = evolve(complaint, event)
    return complaint
