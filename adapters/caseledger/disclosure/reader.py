"""
A reader who knows the relations, and what he must hold possible.

HiGHS looks for tables that agree with all that he sees. First it may use fractions,
which is quick; what it finds counts only if it is whole, and otherwise it looks again
among whole numbers. Each table found is checked here in exact arithmetic, so that a
value taken for possible is one, whatever the solver's tolerances. A value that is not
found is taken for impossible, which at worst hides too much.
"""

from collections.abc import Mapping, Sequence
from math import ceil, floor

import attrs

from caseledger.disclosure.marks import LEAST_VALUES, Hidden, Shown, limits
from caseledger.disclosure.relations import Relation, Row, rows
from caseledger.disclosure.solving import ENDLESS, Problem

_NOISE = 1e-6
"""A solver's nought may be as large as this."""


@attrs.define
class Reader:
    """One who sees `shown`; `counts`, the truth, is sure to agree with it."""

    shown: dict[str, Shown]
    relations: Sequence[Relation]
    counts: Mapping[str, int]
    _rows: Sequence[Row] = attrs.field(init=False)
    _problem: Problem = attrs.field(init=False)
    _found: Mapping[str, set[int]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Make the problem ready that every attack begins from."""
        for name, shown in self.shown.items():
            if not _agrees(self.counts[name], shown):
                raise ValueError(f"{name} is not as shown")
        for relation in self.relations:
            if not all(row.holds(self.counts) for row in rows(relation)):
                raise ValueError(f"it is not true that {relation}")
        self._rows = [row for relation in self.relations for row in rows(relation)]
        self._problem = self._what_is_seen()
        self._found = {name: {self.counts[name]} for name in self.shown}

    def is_kept_from(self, name: str) -> bool:
        """Say whether he must hold enough values of a count possible."""
        found, true = self._found[name], self.counts[name]
        if len(found) < LEAST_VALUES:
            # No whole number lies outside of what is possible with fractions.
            least = ceil(self._furthest(name, price=1) - _NOISE)
            most = floor(self._furthest(name, price=-1) + _NOISE)
            near = sorted(range(least, most + 1), key=lambda value: abs(value - true))
            for value in near if len(near) >= LEAST_VALUES else ():
                if len(found) < LEAST_VALUES and value not in found:
                    self._try(name, value)
        return len(found) >= LEAST_VALUES

    def hide(self, name: str) -> None:
        """Show nothing of a count any more; what was possible remains so."""
        self.shown[name] = Hidden()
        self._problem.limit(name, *limits(Hidden()))

    def opening(
        self, name: str, value: int, prices: Mapping[str, int]
    ) -> Sequence[str] | None:
        """
        Return what to hide so that a count may have a value; None if nothing helps.

        Only counts with a price can be hidden. The cheapest way is sought with
        fractions, each count being paid for by how far it gives way, so that in whole
        numbers it may not suffice.
        """
        problem = self._what_is_seen()
        for other, price in prices.items():
            problem.limit(other, *limits(Hidden()))
            problem.price_outside(other, *limits(self.shown[other]), price=price)
        problem.limit(name, value, value)
        solution = problem.cheapest()
        if solution is None:
            return None
        return [
            other
            for other in prices
            if not _agrees(solution[other], self.shown[other], within=_NOISE)
        ]

    def _what_is_seen(self) -> Problem:
        problem = Problem()
        for name, shown in self.shown.items():
            problem.add(name, *limits(shown))
        for row in self._rows:
            problem.require(row)
        return problem

    def _furthest(self, name: str, price: int) -> float:
        """Return how small or large a count can be with fractions."""
        true, (lowest, highest) = self.counts[name], limits(self.shown[name])
        # Where everything is hidden, everything may be multiplied: there are enough
        # values by then. Others, further off, would hardly be believed.
        most = min(ENDLESS if highest is None else highest, true * LEAST_VALUES)
        self._problem.limit(name, lowest, most)
        self._problem.price(name, price)
        solution = self._problem.cheapest()
        self._problem.price(name, 0)
        self._problem.limit(name, lowest, highest)
        self._note(solution)
        return true if solution is None else solution[name]

    def _try(self, name: str, value: int) -> None:
        """Look for a table in which a count has a value."""
        self._problem.limit(name, value, value)
        solution = self._problem.cheapest()
        self._problem.limit(name, *limits(self.shown[name]))
        if solution is not None and not self._note(solution):
            problem = self._what_is_seen()
            problem.limit(name, value, value)
            problem.require_whole()
            self._note(problem.cheapest())

    def _note(self, solution: Mapping[str, float] | None) -> bool:
        """Note the values of a table, if it agrees with everything, exactly."""
        if solution is None:
            return False
        table = {name: round(value) for name, value in solution.items()}
        seen = all(_agrees(table[name], shown) for name, shown in self.shown.items())
        agrees = seen and all(row.holds(table) for row in self._rows)
        if agrees:
            for name, found in self._found.items():
                found.add(table[name])
        return agrees


def _agrees(value: float, shown: Shown, within: float = 0) -> bool:
    lowest, highest = limits(shown)
    most = ENDLESS if highest is None else highest
    return lowest - within <= value <= most + within
