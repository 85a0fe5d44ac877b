"""HiGHS, a solver of linear programs: the one place that knows it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from caseledger.disclosure.relations import Row

if TYPE_CHECKING:
    import highspy

ENDLESS = float("inf")


class SolverMissing(Exception):
    """Small numbers cannot be protected without the solver that attacks them."""

    def __str__(self) -> str:
        return (
            "small numbers are protected with the solver HiGHS: "
            "pip install caseledger[publish]"
        )


def require_solver() -> None:
    """Refuse to go on without HiGHS, whether or not there are small numbers."""
    try:
        import highspy  # noqa: F401, PLC0415 - it is an extra
    except ImportError:
        raise SolverMissing from None


def _silent() -> "highspy.Highs":
    import highspy  # noqa: PLC0415 - it is an extra

    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # not in its stubs
    solver.setOptionValue("output_flag", "false")
    solver.setOptionValue("threads", 1)
    # Counted, not timed, so that every run hides the same: a search among whole
    # numbers that is still going on by then has found nothing.
    solver.setOptionValue("mip_max_nodes", 10_000)
    return solver


@attrs.define
class Problem:
    """Unknowns by their names, each between two numbers, and rows that hold."""

    _solver: "highspy.Highs" = attrs.field(factory=_silent, init=False)
    _columns: dict[str, int] = attrs.field(factory=dict, init=False)

    def add(self, name: str, lowest: float, highest: float | None) -> None:
        """Add an unknown."""
        self._columns[name] = self._solver.numVariables
        self._solver.addVar(lowest, _end(highest))

    def limit(self, name: str, lowest: float, highest: float | None) -> None:
        """Put an unknown between two other numbers."""
        self._solver.changeColBounds(self._columns[name], lowest, _end(highest))

    def require(self, row: Row) -> None:
        """Add a row that holds."""
        factors = {name: factor for name, factor in row.factors.items() if factor}
        self._solver.addRow(
            row.least,
            _end(row.most),
            len(factors),
            [self._columns[name] for name in factors],
            list(factors.values()),
        )

    def price(self, name: str, price: float) -> None:
        """Set what each one of an unknown costs."""
        self._solver.changeColCost(self._columns[name], price)

    def price_outside(
        self, name: str, lowest: float, highest: float | None, price: float
    ) -> None:
        """Set what each one costs by which an unknown is not between two numbers."""
        under = self._solver.numVariables
        for column in (under, under + 1):
            self._solver.addVar(0, ENDLESS)
            self._solver.changeColCost(column, price)
        columns = [self._columns[name], under, under + 1]
        self._solver.addRow(lowest, _end(highest), 3, columns, [1, 1, -1])

    def cheapest(self) -> Mapping[str, float] | None:
        """Return a solution of the lowest price, if there is any."""
        import highspy  # noqa: PLC0415 - it is an extra

        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = self._solver.getSolution().col_value
        return {name: values[column] for name, column in self._columns.items()}

    def require_whole(self) -> None:
        """Allow no fractions from now on, which is slow."""
        import highspy  # noqa: PLC0415 - it is an extra

        columns = list(range(self._solver.numVariables))
        whole = [highspy.HighsVarType.kInteger] * len(columns)
        self._solver.changeColsIntegrality(
            len(columns),
            columns,
            whole,  # type: ignore[arg-type]  # its stubs know arrays only
        )


def _end(highest: float | None) -> float:
    return ENDLESS if highest is None else highest
