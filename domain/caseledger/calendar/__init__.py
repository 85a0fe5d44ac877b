"""
Working days in England: when an answer is due, and how late it is.

A working day is a Monday to Friday that is not a bank holiday (SI 2006/1738, regulation
2). `ENGLAND` knows those of 1995 to 2035 and refuses to answer for other years. The
table is part of the library, with a version; it is never fetched.

>>> from datetime import date
>>> received = date(2023, 4, 3)
>>> due = ENGLAND.add(received, 10)  # Good Friday and Easter Monday lie between
>>> print(due)
2023-04-19
>>> ENGLAND.between(due, date(2023, 4, 21))  # answered two working days late
2

`bank_holidays` is the table, `working_days` the counting, `months` that of years.
"""

from caseledger.calendar.bank_holidays import (
    HOLIDAYS,
    KNOWN_FROM,
    KNOWN_THROUGH,
    VERSION,
    Holiday,
)
from caseledger.calendar.months import months_after
from caseledger.calendar.working_days import (
    ENGLAND,
    Calendar,
    Counting,
    Explanation,
    OutsideCalendar,
    SkippedDay,
)

__all__ = [
    "ENGLAND",
    "HOLIDAYS",
    "KNOWN_FROM",
    "KNOWN_THROUGH",
    "VERSION",
    "Calendar",
    "Counting",
    "Explanation",
    "Holiday",
    "OutsideCalendar",
    "SkippedDay",
    "months_after",
]
