"""
Random tables with their totals, most of their numbers being small.

But for cubes they are networks: each count runs from one knot to another, and what
comes to a knot leaves it. So an attacker can be written who needs no solver.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from random import Random

import attrs

from caseledger.disclosure import Regime, Shown, Sum, is_protected
from caseledger.disclosure.marks import marked

Cells = Sequence[Sequence[int]]


@attrs.define
class Table:
    """Counts by their names, the sums between them, and the knots that each joins."""

    counts: dict[str, int] = attrs.field(factory=dict)
    sums: list[Sum] = attrs.field(factory=list)
    runs: dict[str, tuple[str, str]] = attrs.field(factory=dict)

    def cell(self, name: str, count: int, runs: tuple[str, str]) -> None:
        """Add a count."""
        self.counts[name] = count
        self.runs[name] = runs

    def total(
        self, name: str, parts: Sequence[str], runs: tuple[str, str] = ("", "")
    ) -> None:
        """Add a sum; the same total can be the sum of several sets of parts."""
        self.cell(name, sum(self.counts[part] for part in parts), runs)
        self.sums.append(Sum(name, tuple(parts)))

    def protected(self, regime: Regime) -> set[str]:
        """Name the counts that nobody may find out."""
        return {name for name, one in self.counts.items() if is_protected(one, regime)}

    def only_the_small_hidden(self, regime: Regime) -> Mapping[str, Shown]:
        """Hide small counts and nothing else, as is done by hand."""
        return {name: marked(count, regime) for name, count in self.counts.items()}


def two_way(cells: Cells) -> Table:
    """Make a table with the totals of its rows and columns, and of all."""
    table = Table()
    for i, row in enumerate(cells):
        for j, count in enumerate(row):
            table.cell(f"{i},{j}", count, (f"row {i}", f"column {j}"))
    rows, columns = range(len(cells)), range(len(cells[0]))
    for i in rows:
        parts = [f"{i},{j}" for j in columns]
        table.total(f"row {i}", parts, ("all", f"row {i}"))
    for j in columns:
        parts = [f"{i},{j}" for i in rows]
        table.total(f"column {j}", parts, (f"column {j}", "columns"))
    table.total("all", [f"row {i}" for i in rows], ("columns", "all"))
    table.total("all", [f"column {j}" for j in columns], ("columns", "all"))
    return table


def hierarchy(services: Sequence[Cells]) -> Table:
    """Make a table whose rows are teams, and its teams parts of services."""
    table = Table()
    columns = range(len(services[0][0]))
    for s, teams in enumerate(services):
        for i, row in enumerate(teams):
            for j, count in enumerate(row):
                table.cell(f"{s}.{i},{j}", count, (f"team {s}.{i}", f"{s},{j}"))
            parts = [f"{s}.{i},{j}" for j in columns]
            table.total(f"team {s}.{i}", parts, (f"service {s}", f"team {s}.{i}"))
        for j in columns:
            parts = [f"{s}.{i},{j}" for i in range(len(teams))]
            table.total(f"{s},{j}", parts, (f"{s},{j}", f"column {j}"))
        runs = ("all", f"service {s}")
        parts = [f"team {s}.{i}" for i in range(len(teams))]
        table.total(f"service {s}", parts, runs)
        table.total(f"service {s}", [f"{s},{j}" for j in columns], runs)
    for j in columns:
        parts = [f"{s},{j}" for s in range(len(services))]
        table.total(f"column {j}", parts, (f"column {j}", "columns"))
    parts = [f"service {s}" for s in range(len(services))]
    table.total("all", parts, ("columns", "all"))
    table.total("all", [f"column {j}" for j in columns], ("columns", "all"))
    return table


def linked(cases: Sequence[tuple[int, int, int]]) -> Table:
    """Make two tables of the same cases: outcomes by team, and outcomes by quarter."""
    table = Table()
    outcomes, teams, quarters = (
        sorted(set(values)) for values in zip(*cases, strict=True)
    )
    for o, t in product(outcomes, teams):
        count = sum((o, t) == (case[0], case[1]) for case in cases)
        table.cell(f"{o} of team {t}", count, (f"to {o}", f"team {t}"))
    for o, q in product(outcomes, quarters):
        count = sum((o, q) == (case[0], case[2]) for case in cases)
        table.cell(f"{o} in quarter {q}", count, (f"quarter {q}", f"from {o}"))
    for o in outcomes:
        runs = (f"from {o}", f"to {o}")
        table.total(f"outcome {o}", [f"{o} of team {t}" for t in teams], runs)
        table.total(f"outcome {o}", [f"{o} in quarter {q}" for q in quarters], runs)
    for t in teams:
        parts = [f"{o} of team {t}" for o in outcomes]
        table.total(f"team {t}", parts, (f"team {t}", "teams"))
    for q in quarters:
        parts = [f"{o} in quarter {q}" for o in outcomes]
        table.total(f"quarter {q}", parts, ("quarters", f"quarter {q}"))
    for kind, of in (("outcome", outcomes), ("team", teams), ("quarter", quarters)):
        table.total("all", [f"{kind} {one}" for one in of], ("teams", "quarters"))
    return table


def cube(cells: Sequence[Cells]) -> Table:
    """Make a table of three dimensions with the totals along each: no network."""
    table = Table()
    sizes = (range(len(cells)), range(len(cells[0])), range(len(cells[0][0])))
    for i, j, k in product(*sizes):
        table.cell(f"{i},{j},{k}", cells[i][j][k], ("", ""))
    for i, j in product(sizes[0], sizes[1]):
        table.total(f"{i},{j},*", [f"{i},{j},{k}" for k in sizes[2]])
    for i, k in product(sizes[0], sizes[2]):
        table.total(f"{i},*,{k}", [f"{i},{j},{k}" for j in sizes[1]])
    for j, k in product(sizes[1], sizes[2]):
        table.total(f"*,{j},{k}", [f"{i},{j},{k}" for i in sizes[0]])
    return table


def drawn_cells(draw: Random, rows: int, columns: int) -> Cells:
    """Draw cells: noughts, and small numbers more often than large ones."""
    ranges = ((0, 0), (1, 5), (6, 15), (16, 80))
    chosen = draw.choices(ranges, weights=(2, 5, 3, 1), k=rows * columns)
    cells = [draw.randint(*one) for one in chosen]
    return [cells[i * columns : (i + 1) * columns] for i in range(rows)]


def drawn(draw: Random) -> Table:
    """Draw a table of two dimensions, a hierarchy, or linked tables."""
    rows, columns = draw.randint(2, 5), draw.randint(2, 6)
    match draw.choice(("two-way", "two-way", "two-way", "hierarchy", "linked")):
        case "two-way":
            return two_way(drawn_cells(draw, rows, columns))
        case "hierarchy":
            return hierarchy(
                [drawn_cells(draw, 2, 3) for _ in range(draw.choice((2, 3)))]
            )
        case _:
            cases = draw.randint(20, 60)
            return linked(
                [
                    (
                        draw.choice((0, 0, 0, 1, 1, 2)),
                        draw.randrange(4),
                        draw.randrange(4),
                    )
                    for _ in range(cases)
                ]
            )


def drawn_from(seeds: Iterable[int]) -> list[Table]:
    """Draw a table from each of some seeds."""
    return [drawn(Random(seed)) for seed in seeds]  # noqa: S311 - no secret


def drawn_cube(seed: int) -> Table:
    """Draw a small cube."""
    draw = Random(seed)  # noqa: S311 - no secret
    return cube([drawn_cells(draw, 2, 3) for _ in range(2)])
