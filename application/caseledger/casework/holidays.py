"""
A holiday proclaimed while clocks run: recorded once, it moves what is still owed.

The bank holidays that are known in advance are a table of the library. One that is
proclaimed later is an event of a stream of its own, and from then on part of the
calendar of everything that this log decides.
"""

import hashlib
from datetime import date
from functools import lru_cache

import attrs

from caseledger.calendar import Calendar, Holiday
from caseledger.complaint import Deadline

CALENDAR_STREAM = hashlib.sha256(b"calendar").hexdigest()[:32]
"""The stream in which proclaimed holidays are recorded."""


@attrs.frozen(kw_only=True)
class HolidayProclaimed:
    """A day was made a bank holiday, as `instrument` says, after the table was made."""

    day: date
    name: str
    announced_on: date
    instrument: str


@attrs.frozen(kw_only=True)
class MovedDeadline:
    """A deadline that the calendar moved, in the case with this reference."""

    reference: str
    was_due_on: date
    deadline: Deadline


@attrs.frozen
class NoWorkingDay(ValueError):
    """A day that is not worked anyway cannot become a holiday."""

    day: date
    why: str

    def __str__(self) -> str:
        return f"{self.day} is no working day already ({self.why})"


@lru_cache(maxsize=4)
def with_proclaimed(
    calendar: Calendar,
    proclaimed: tuple[HolidayProclaimed, ...],
) -> Calendar:
    """Return the calendar with the holidays that were proclaimed since."""
    return calendar.with_holidays(
        *(
            Holiday(
                day=one.day,
                name=one.name,
                kind="proclaimed",
                announced_on=one.announced_on,
                announced_sure=True,
                announcement=one.instrument,
            )
            for one in proclaimed
        ),
    )
