"""
Days counted with a wall calendar: one after the other, paused days left out.

The day on which a pause began still counts; days after it do not, up to and including
the day on which it ended (the procedure, sections 5.1 and 8).
"""

from datetime import date, timedelta
from functools import cache

import holidays

Pauses = tuple[tuple[date, date], ...]

BANK_HOLIDAYS = {
    *holidays.country_holidays("GB", subdiv="ENG", years=range(2020, 2030)),
}
ONE_DAY = timedelta(days=1)


def is_working(day: date) -> bool:
    """Look at the calendar on the wall."""
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


@cache
def count(start: date, working_days: int, pauses: Pauses = ()) -> date:
    """Count day by day; the start does not count."""
    day = start
    while working_days > 0:
        day += ONE_DAY
        working_days -= _counts(day, pauses)
    while working_days < 0:
        day -= ONE_DAY
        working_days += is_working(day)
    return day


@cache
def between(start: date, end: date, pauses: Pauses = ()) -> int:
    """Count the days after the start, up to and including the end."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(_counts(day, pauses) for day in days)


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or the last one that the month has."""
    later = day.month - 1 + months
    first = date(day.year + later // 12, later % 12 + 1, 1)
    same = first + timedelta(days=day.day - 1)
    while same.month != first.month:
        same -= ONE_DAY
    return same


def a_year_after(day: date) -> date:
    """Return the same day of the next year; of 29 February, the day before it."""
    return months_after(day, 12)


def _counts(day: date, pauses: Pauses) -> bool:
    return is_working(day) and not any(began < day <= ended for began, ended in pauses)
