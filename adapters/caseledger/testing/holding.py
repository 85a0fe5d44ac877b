"""Assertions that say what differs, wherever they are run."""

from collections.abc import Callable
from typing import TypeVar

E = TypeVar("E", bound=Exception)

# `assert` would say less here: pytest explains it in a project's own tests only, and
# `python -O` leaves it out.


def hold(what: str, expected: object, came: object) -> None:
    """Assert that something came as expected."""
    if expected != came:
        raise AssertionError(f"expected {what}: {expected!r}\ncame: {came!r}")


def hold_that(what: str, *, is_so: bool) -> None:
    """Assert that something is so."""
    if not is_so:
        raise AssertionError(f"expected {what}")


def refused(kind: type[E], ask: Callable[..., object], *given: object) -> E:
    """Assert that something is refused, and return the refusal."""
    try:
        ask(*given)
    except kind as refusal:
        return refusal
    raise AssertionError(f"not refused: expected {kind.__name__}")
