"""Which days are working days, numbered so that SQL can count them by subtraction."""

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from caseledger.calendar import Calendar
from caseledger.read_models.model import told


@attrs.frozen(kw_only=True)
class CalendarRow:
    """One day from the first to the last whose bank holidays are known."""

    day: date = told("the day")
    working: bool = told("whether it is a working day in England")
    number: int = told(
        "working days up to and including the day, from the calendar's first: the "
        "difference of two days is the working days after the one, to the other"
    )
    holiday: str | None = told("the bank holiday on it, if it is a Monday to Friday")
    year: str = told("the financial year that it lies in, such as 2023-24")
    month: str = told("the month that it lies in, such as 2023-04")


def calendar_days(calendar: Calendar) -> Iterator[CalendarRow]:
    """Go through the days that a calendar knows, in order."""
    number, day = 0, calendar.known_from
    while day <= calendar.known_through:
        working = calendar.is_working_day(day)
        holiday = calendar.holiday(day)
        number += working
        yield CalendarRow(
            day=day,
            working=working,
            number=number,
            holiday=None if holiday is None else holiday.name,
            year=_financial_year(day),
            month=f"{day.year}-{day.month:02}",
        )
        day += timedelta(days=1)


def _financial_year(day: date) -> str:
    begins = day.year if day.month >= 4 else day.year - 1
    return f"{begins}-{(begins + 1) % 100:02}"
