"""Counting months: limits of a year, which are not rolled past weekends."""

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """
    Return the corresponding day so many months later, the last day of a limit.

    Where the month has no such day, it is the month's last one.

    >>> print(months_after(date(2022, 5, 10), 12))
    2023-05-10
    >>> print(months_after(date(2024, 2, 29), 12))
    2025-02-28
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
