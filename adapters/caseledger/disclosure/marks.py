"""What a reader is told of a count, and which counts must not be found out."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import attrs

LEAST_VALUES = 5
"""
A reader must be left with at least so many values that a protected count may have.

The Department for Education's mark says no more than 1 to 5, which are five values:
nobody may learn more of a count than its mark says.
"""


class Regime(StrEnum):
    """
    A publisher's convention for small numbers.

    `dfe`, the Department for Education: 1 to 5 are hidden. `nhs`, NHS Digital: 1 to 7
    are hidden, the others rounded to the nearest 5. `none`: everything is exact.
    """

    DFE = "dfe"
    NHS = "nhs"
    NONE = "none"


@attrs.frozen
class Hidden:
    """
    A mark in place of a count: it is at least 1, for nought is always shown.

    `at_most` is the largest that it can be where the mark says so. Counts hidden to
    protect others bear a mark that says nothing: those that are small for themselves
    and those that are not must look alike.
    """

    at_most: int | None = None


@attrs.frozen
class Rounded:
    """A count rounded to the nearest 5: it lies between 2 below and 2 above."""

    to: int


Shown = int | Hidden | Rounded
"""What a reader sees of a count; an `int` is the count itself."""

_LARGEST_PROTECTED: Mapping[Regime, int] = MappingProxyType(
    {Regime.DFE: 5, Regime.NHS: 7, Regime.NONE: 0}
)


def is_protected(count: int, regime: Regime) -> bool:
    """Say whether nobody may find a count out."""
    return 1 <= count <= _LARGEST_PROTECTED[regime]


def marked(count: int, regime: Regime) -> Shown:
    """
    Return what a reader sees of a count that stands alone.

    >>> [marked(count, Regime.DFE) for count in (0, 5, 6)]
    [0, Hidden(at_most=None), 6]
    >>> [marked(count, Regime.NHS) for count in (0, 7, 8, 12, 13)]
    [0, Hidden(at_most=7), Rounded(to=10), Rounded(to=10), Rounded(to=15)]
    """
    match regime:
        case Regime.NHS if is_protected(count, regime):
            return Hidden(at_most=_LARGEST_PROTECTED[regime])
        case Regime.NHS if count > 0:
            # A whole number is never halfway between two multiples of 5.
            return Rounded((count + 2) // 5 * 5)
        case Regime.DFE if is_protected(count, regime):
            return Hidden()
        case _:
            return count


def limits(shown: Shown) -> tuple[int, int | None]:
    """
    Return the smallest and the largest that a count can be by its mark.

    >>> limits(12), limits(Rounded(10)), limits(Hidden(at_most=7)), limits(Hidden())
    ((12, 12), (8, 12), (1, 7), (1, None))
    """
    match shown:
        case Hidden(at_most):
            return 1, at_most
        case Rounded(to):
            return to - 2, to + 2
        case _:
            return shown, shown
