"""How many, as far as a reader is told."""

from collections.abc import Iterable

import attrs


@attrs.frozen
class Count:
    """
    A number of cases as a reader sees it: exact, rounded, or not told.

    Nought is always told. What is worked out from a count that is not told is not
    told either, and what is worked out from a rounded one is rounded.
    """

    value: int | None
    rounded: bool = False

    def __bool__(self) -> bool:
        """Say whether there are any."""
        return self.value != 0

    def __add__(self, other: "Count") -> "Count":
        if self.value is None or other.value is None:
            return UNTOLD
        return Count(self.value + other.value, self.rounded or other.rounded)

    def __sub__(self, other: "Count") -> "Count":
        if self.value is None or other.value is None:
            return UNTOLD
        return Count(self.value - other.value, self.rounded or other.rounded)


UNTOLD = Count(None)
NONE = Count(0)


def total(counts: Iterable[Count]) -> Count:
    """
    Add counts up.

    >>> total([Count(2), Count(3)]), total([Count(2), UNTOLD]).value
    (Count(value=5, rounded=False), None)
    """
    return sum(counts, start=NONE)


def percent(part: int, whole: int) -> int | None:
    """
    Return a share in whole percent, half rounded up; nothing has no shares.

    >>> percent(1, 8), percent(39, 47), percent(0, 0)
    (13, 83, None)
    """
    return None if whole == 0 else (200 * part + whole) // (2 * whole)
