"""How many working days a step took, and how many it was late."""

from datetime import date

from caseledger.calendar import ENGLAND, OutsideCalendar


def working_days_taken(start: date | None, end: date | None) -> int | None:
    """
    Count the working days after the start, up to and including the end.

    What has not ended took none that can be told yet, and what is counted back from
    its start, or leaves the calendar, has no answer.

    >>> working_days_taken(date(2023, 4, 3), date(2023, 4, 19))
    10
    """
    if start is None or end is None or end < start:
        return None
    try:
        return ENGLAND.between(start, end)
    except OutsideCalendar:
        return None


def working_days_late(due_on: date | None, done_on: date | None) -> int | None:
    """
    Count the working days after the due date; on that day and before it is 0.

    >>> working_days_late(date(2023, 4, 19), date(2023, 4, 21))
    2
    >>> working_days_late(date(2023, 4, 19), date(2023, 4, 3))
    0
    """
    if due_on is not None and done_on is not None and done_on <= due_on:
        return 0
    return working_days_taken(due_on, done_on)
