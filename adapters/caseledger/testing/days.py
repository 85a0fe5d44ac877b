"""Days as people write them, held to their weekday."""

from datetime import date

TODAY = date(2024, 11, 29)
"""The day on which tests take place unless they say otherwise, a Friday."""

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def day(written: str) -> date:
    """
    Read a day as the procedure writes it, and hold it to its weekday.

    >>> day("Wed 19 Apr 2023")
    datetime.date(2023, 4, 19)
    >>> day("Tue 19 Apr 2023")
    Traceback (most recent call last):
    ValueError: 19 Apr 2023 is a Wed
    """
    weekday, number, month, year = written.split()
    read = date(int(year), 1 + _MONTHS.index(month), int(number))
    if weekday != _WEEKDAYS[read.weekday()]:
        raise ValueError(f"{number} {month} {year} is a {_WEEKDAYS[read.weekday()]}")
    return read
