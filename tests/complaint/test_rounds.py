"""What a complaint leaves behind when it begins again, and how late news marks it."""

from typing import Any

import attrs
import pytest

from caseledger.complaint import AppointInvestigators, Command, duties
from caseledger.complaint.events import (
    DeadlineName,
    Escalated,
    Event,
    Extended,
    IrregularityReviewed,
    ProcedureReclassified,
    Reinstated,
    Resumed,
    ReviewPanelConvened,
)
from caseledger.complaint.evolve import evolve
from caseledger.complaint.state import (
    Complaint,
    Ending,
    Investigation,
    Panel,
    Pause,
    Round,
    Stage,
)
from caseledger.complaint.vocabulary import Basis, SuspensionGround
from caseledger.rules import Procedure
from complaint import in_full
from complaint.stories import (
    ACKNOWLEDGE,
    AGREE_STATEMENT,
    ANSWERED_2,
    AT_STAGE_2,
    AT_STAGE_3,
    CONVENE,
    CORPORATE,
    ESCALATE_2,
    EXTEND_1,
    INVESTIGATED,
    RECLASSIFY,
    REINSTATE,
    RESUME,
    SUSPEND,
    WITHDRAW,
    but,
    skip,
)
from given import RECEIVED, day, given

AGAIN = day("Mon 6 Nov 2023")
ENDED = day("Wed 1 Nov 2023")
DEADLINE = given(RECEIVED).stands.stage_1.deadline


def pause(began: str, ended: str | None) -> Pause:
    return Pause(
        ground=SuspensionGround.PROCEEDINGS,
        began_on=day(began),
        ended_on=None if ended is None else day(ended),
    )


def ended(complaint: Complaint, how: str) -> Complaint:
    """Return a complaint with all that can go on, ended in one of the two ways."""
    changes: dict[str, Any] = {how: (ENDED,)}
    return attrs.evolve(
        complaint,
        suspensions=(
            pause("Mon 5 Jun 2023", "Fri 9 Jun 2023"),
            pause("Mon 30 Oct 2023", None),
        ),
        deferrals=(
            pause("Mon 12 Jun 2023", "Fri 16 Jun 2023"),
            pause("Mon 30 Oct 2023", "Fri 1 Dec 2023"),
            pause("Tue 31 Oct 2023", None),
        ),
        resolved_on=ENDED,
        early_referral_on=ENDED,
        declined_on=ENDED,
        **changes,
    )


@pytest.mark.parametrize(
    ("how", "ending"),
    [
        ("withdrawals", Ending.WITHDRAWN),
        ("non_acceptances", Ending.NOT_ACCEPTED),
    ],
)
def test_what_begins_again_begins_at_stage_1_and_waits_for_nothing(
    how: str, ending: Ending
) -> None:
    """The old round is kept, pauses end on the day it is taken up (6.1, Reinstated)."""
    was = ended(given(*ANSWERED_2).stands, how)
    again = evolve(was, Reinstated(occurred_on=AGAIN, deadline=DEADLINE))

    past = Round(
        ended_on=ENDED,
        ended_by=ending,
        stage_1=was.stage_1,
        stage_2=was.stage_2,
        stage_3=was.stage_3,
        investigation=was.investigation,
        panel=was.panel,
    )
    first, _ = was.suspensions
    over, running, no_day = was.deferrals
    assert again == attrs.evolve(
        was,
        reinstatements=(AGAIN,),
        suspensions=(first, pause("Mon 30 Oct 2023", "Mon 6 Nov 2023")),
        deferrals=(over, attrs.evolve(running, ended_on=AGAIN), no_day),
        earlier_rounds=(past,),
        stage_1=Stage(requested_on=AGAIN, deadline=DEADLINE),
        stage_2=Stage(),
        stage_3=Stage(),
        investigation=Investigation(),
        panel=Panel(),
        resolved_on=None,
        early_referral_on=None,
        declined_on=None,
    )


def test_a_duty_of_an_earlier_round_is_seen_within_that_round() -> None:
    """Investigated, withdrawn on Mon 7 Aug 2023; again, and withdrawn once more."""
    first = (*INVESTIGATED, but(WITHDRAW, on=day("Mon 7 Aug 2023")))
    second = (
        but(REINSTATE, on=day("Mon 14 Aug 2023")),
        but(WITHDRAW, on=day("Tue 15 Aug 2023")),
    )
    third = (
        but(REINSTATE, on=day("Mon 21 Aug 2023")),
        but(SUSPEND, on=day("Tue 22 Aug 2023"), notified_on=day("Tue 22 Aug 2023")),
    )
    for number, story in enumerate((first, (*first, *second)), start=1):
        then = given(*story).stands
        found = duties(given(*first, *second, *third).stands)
        [within] = {
            id(duty.within): duty.within
            for duty in found
            if duty.attempt == number
            and duty.deadline.name is DeadlineName.STAGE_1_RESPONSE
        }.values()

        last = then.withdrawals[-1:]
        assert within == attrs.evolve(then, reinstatements=(), withdrawals=last)


def events_told(*story: Command) -> list[Event]:
    events = given().told(*story).events
    assert [] == [one for one in events if isinstance(one, IrregularityReviewed)]
    return events


def test_an_extension_is_marked_by_the_pause_told_after_it() -> None:
    """Notified a day after Wed 19 Apr 2023, which the pause moves to Mon 24 Apr."""
    late = but(EXTEND_1, on=day("Thu 20 Apr 2023"))
    [before] = [one for one in events_told(RECEIVED, late) if isinstance(one, Extended)]
    [extended] = [
        one
        for one in events_told(RECEIVED, late, SUSPEND, RESUME)
        if isinstance(one, Extended)
    ]

    assert (("R11",), day("Wed 19 Apr 2023")) == (before.broken, before.now_due_on)
    assert ((), day("Thu 4 May 2023")) == (extended.broken, extended.now_due_on)


def test_a_request_is_marked_by_the_pause_told_after_it() -> None:
    """Stage 1 was due on Wed 19 Apr 2023, and by the pause on Mon 24 Apr."""
    asked = but(ESCALATE_2, on=day("Thu 20 Apr 2023"), basis=Basis.NO_RESPONSE)
    for told, broken in (((asked,), ()), ((asked, SUSPEND, RESUME), ("R19",))):
        [escalated] = [
            one for one in events_told(RECEIVED, *told) if isinstance(one, Escalated)
        ]
        assert broken == escalated.broken


def test_a_panel_is_marked_by_the_investigators_told_after_it() -> None:
    """R26: the independent person of stage 2 may not sit."""
    story = [one for one in AT_STAGE_3 if not isinstance(one, AppointInvestigators)]
    sat = AppointInvestigators(
        on=day("Wed 17 May 2023"), independent_person=CONVENE.members[1]
    )
    for told, broken in (((CONVENE,), ()), ((CONVENE, sat), ("R26",))):
        [convened] = [
            one
            for one in events_told(*story, *told)
            if isinstance(one, ReviewPanelConvened)
        ]
        assert broken == convened.broken


def test_both_readings_of_stage_2_stand_still_while_it_is_suspended() -> None:
    """Four days: from Tue 20 Jun 2023, or by the other reading from Mon 26 Jun."""
    began, over = day("Mon 22 May 2023"), day("Fri 26 May 2023")
    story = (*AT_STAGE_2, AGREE_STATEMENT, but(SUSPEND, on=began, notified_on=began))
    [resumed] = given(*story).when(but(RESUME, on=over)).events

    assert isinstance(resumed, Resumed)
    [moved] = [one for one in resumed.moved if one.other_reading is not None]
    assert moved.other_reading is not None
    days = [
        (one.due_on, one.latest_on) for one in (moved.deadline, moved.other_reading)
    ]
    assert [
        (day("Mon 26 Jun 2023"), day("Mon 21 Aug 2023")),
        (day("Fri 30 Jun 2023"), day("Fri 25 Aug 2023")),
    ] == days


def test_a_pause_counts_under_the_other_procedure_as_well() -> None:
    """Wed 19 Apr 2023 is the tenth day under both; six of them were left."""
    change = but(RECLASSIFY, on=day("Mon 17 Apr 2023"))
    story = given(RECEIVED, ACKNOWLEDGE, SUSPEND, RESUME)
    [changed] = story.when(change).events

    assert isinstance(changed, ProcedureReclassified)
    [stage_1] = changed.deadlines
    assert day("Mon 24 Apr 2023") == stage_1.due_on
    assert stage_1.provision.startswith("corporate.")


def test_a_step_that_the_other_procedure_does_not_know_is_not_owed() -> None:
    """The Code has stage 2 acknowledged, the law has not."""
    story = given(CORPORATE, skip(CORPORATE.on), terms=in_full.UNDER_CODE)
    change = but(RECLASSIFY, on=CORPORATE.on, procedure=Procedure.STATUTORY)
    [changed] = story.when(change).events

    assert isinstance(changed, ProcedureReclassified)
    names = {one.name for one in changed.deadlines}
    assert DeadlineName.STAGE_2_RESPONSE in names
    assert DeadlineName.STAGE_2_ACKNOWLEDGEMENT not in names


def test_the_only_suspension_ends_when_the_complaint_begins_again() -> None:
    story = (RECEIVED, but(SUSPEND, on=day("Thu 6 Apr 2023")), WITHDRAW, REINSTATE)

    assert (pause("Thu 6 Apr 2023", "Fri 14 Apr 2023"),) == tuple(
        attrs.evolve(one, stops_clocks=False)
        for one in given(*story).stands.suspensions
    )
