"""The financial year that a report is about: 1 April to 31 March."""

import re
from datetime import date

import attrs

_LABEL = re.compile(r"(?P<first>[0-9]{4})-(?P<last>[0-9]{2})")


@attrs.frozen
class Period:
    """
    A financial year, named by the years it begins and ends in.

    >>> year = Period.named("2023-24")
    >>> print(year.first_day, year.last_day)
    2023-04-01 2024-03-31
    >>> Period.containing(date(2024, 3, 31)).label
    '2023-24'
    """

    begins: int

    @classmethod
    def named(cls, label: str) -> "Period":
        """
        Return the year of a label such as 2023-24.

        Raises `ValueError` if it is none, or its two years do not follow each other.
        """
        found = _LABEL.fullmatch(label)
        if found is None or (int(found["first"]) + 1) % 100 != int(found["last"]):
            raise ValueError("a financial year is written like 2023-24")
        return cls(int(found["first"]))

    @classmethod
    def containing(cls, day: date) -> "Period":
        """Return the year that a day lies in."""
        return cls(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)

    @property
    def label(self) -> str:
        """Return the year's label, such as 2023-24."""
        return f"{self.begins}-{(self.begins + 1) % 100:02}"

    @property
    def first_day(self) -> date:
        """Return 1 April."""
        return date(self.begins, 4, 1)

    @property
    def last_day(self) -> date:
        """Return 31 March."""
        return date(self.begins + 1, 3, 31)

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first_day <= day <= self.last_day
