"""A holiday proclaimed while clocks run moves what is still owed, and nothing else."""

from datetime import date

import attrs
import pytest

from caseledger.calendar import ENGLAND, Holiday
from caseledger.complaint import Command, DeadlineName, Terms
from caseledger.complaint.clocks import recounted
from caseledger.complaint.events import Cause
from complaint.stories import (
    AGREE_STATEMENT,
    ANSWERED_1,
    ANSWERED_2,
    AT_STAGE_1,
    AT_STAGE_2,
    RESUME,
    SUSPEND,
    WITHDRAW,
)
from given import RECEIVED, day, given

Moved = tuple[DeadlineName, date | None, date, date | None, date | None]


def moved_by(holiday: str, *story: Command) -> list[Moved]:
    """Return what a holiday moves: which, from when, to when, the latest, the other."""
    closed = Holiday(day=day(holiday), name="Proclaimed", kind="proclaimed")
    calendar = ENGLAND.with_holidays(closed)
    found = [*recounted(given(*story).stands, Terms(calendar=calendar))]
    assert {Cause.CALENDAR} >= {one.cause for one in found}
    assert {calendar.version} >= {one.deadline.calendar for one in found}
    return [
        (
            one.deadline.name,
            one.was_due_on,
            one.deadline.due_on,
            one.deadline.latest_on,
            None if one.other_reading is None else one.other_reading.due_on,
        )
        for one in found
    ]


STAGE_1 = (DeadlineName.STAGE_1_RESPONSE, day("Wed 19 Apr 2023"))
STAGE_2 = (DeadlineName.STAGE_2_RESPONSE, day("Tue 20 Jun 2023"))


def test_it_moves_every_clock_that_it_falls_in() -> None:
    """Received Mon 3 Apr 2023: Thu 6 Apr, Wed 19 Apr, at most Thu 4 May (E7, E8)."""
    acknowledgement = (
        DeadlineName.ACKNOWLEDGEMENT,
        day("Thu 6 Apr 2023"),
        # Good Friday and Easter Monday follow.
        day("Tue 11 Apr 2023"),
    )

    stage_1 = (*STAGE_1, day("Thu 20 Apr 2023"), day("Fri 5 May 2023"), None)
    assert [(*acknowledgement, None, None), stage_1] == moved_by(
        "Wed 5 Apr 2023", RECEIVED
    )
    assert [stage_1] == moved_by("Wed 5 Apr 2023", *AT_STAGE_1)


def test_it_moves_the_latest_day_alone_if_it_falls_after_the_due_date() -> None:
    stage_1 = (*STAGE_1, day("Wed 19 Apr 2023"), day("Fri 5 May 2023"), None)

    assert [stage_1] == moved_by("Tue 2 May 2023", *AT_STAGE_1)


@pytest.mark.parametrize(
    "story", [(RECEIVED, WITHDRAW), ANSWERED_1], ids=["withdrawn", "answered"]
)
def test_what_is_over_keeps_its_days(story: tuple[Command, ...]) -> None:
    assert [] == moved_by("Wed 5 Apr 2023", *story)


def test_a_holiday_outside_the_clocks_moves_nothing() -> None:
    assert [] == moved_by("Fri 5 May 2023", *AT_STAGE_1)


def test_a_pause_is_counted_in() -> None:
    """Six days were left on Tue 11 Apr; taken up on Fri 14 Apr: Mon 24 Apr 2023."""
    name, _ = STAGE_1
    story = (*AT_STAGE_1, SUSPEND, RESUME)

    # Of the 20 days 16 were left: Wed 10 May, as Mon 1 and Mon 8 May are holidays.
    assert [
        (
            *(name, day("Mon 24 Apr 2023"), day("Tue 25 Apr 2023")),
            *(day("Thu 11 May 2023"), None),
        )
    ] == moved_by("Fri 21 Apr 2023", *story)


@pytest.mark.parametrize(
    ("holiday", "due_on", "latest_on", "other"),
    [
        ("Tue 20 Jun 2023", "Wed 21 Jun 2023", "Wed 16 Aug 2023", "Tue 27 Jun 2023"),
        ("Wed 21 Jun 2023", "Tue 20 Jun 2023", "Wed 16 Aug 2023", "Tue 27 Jun 2023"),
        # The other reading's latest day alone: Mon 21 Aug 2023 is the 65th.
        ("Thu 17 Aug 2023", "Tue 20 Jun 2023", "Tue 15 Aug 2023", "Mon 26 Jun 2023"),
    ],
)
def test_both_readings_of_stage_2_move(
    holiday: str, due_on: str, latest_on: str, other: str
) -> None:
    """Asked for on Mon 15 May 2023, the statement agreed on Fri 19 May (C3, D2)."""
    expected = (*STAGE_2, day(due_on), day(latest_on), day(other))

    assert expected in moved_by(holiday, *AT_STAGE_2, AGREE_STATEMENT)
    assert [] == moved_by("Tue 22 Aug 2023", *AT_STAGE_2, AGREE_STATEMENT)


def test_the_other_reading_is_told_only_where_it_is_shown() -> None:
    [stage_2] = moved_by("Tue 20 Jun 2023", *AT_STAGE_2)

    assert (*STAGE_2, day("Wed 21 Jun 2023"), day("Wed 16 Aug 2023"), None) == stage_2


def test_nothing_moves_when_nothing_is_proclaimed() -> None:
    for story in (AT_STAGE_1, (*AT_STAGE_2, AGREE_STATEMENT), ANSWERED_2):
        complaint = given(*story).stands
        another = attrs.evolve(ENGLAND, version="another")
        assert [] == [*recounted(complaint, Terms(calendar=another))]
