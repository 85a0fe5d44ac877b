"""
A reader of what is published who adds up; he shares a solver with ours, and no code.

He knows how the tables of a complaints report belong together, and that `[c]` is one
or more. What he is asked for is how small and how large a count may be.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import attrs
import highspy

UNTOLD = "[c]"
MOST = 9_999

KEPT = ("within_original", "within_extended", "late", "no_response", "in_time")
FOUND = ("upheld", "partially_upheld", "not_upheld", "reinvestigate", "no_finding")
PARTS = (("statutory", "corporate"), ("Q1", "Q2", "Q3", "Q4"))


@attrs.define
class Attacker:
    """Cells by name, each with the numbers that it can be, and sums that come to 0."""

    ranges: dict[str, tuple[int, int]] = attrs.field(factory=dict)
    sums: list[Mapping[str, int]] = attrs.field(factory=list)

    def see(self, name: str, cell: str) -> None:
        """Note what stands in a cell."""
        self.ranges[name] = (1, MOST) if cell == UNTOLD else (int(cell), int(cell))

    def add_up(self, whole: Iterable[str], parts: Iterable[str]) -> None:
        """Hold that some cells come to the same as others."""
        factors = defaultdict[str, int](int)
        for sign, names in ((1, whole), (-1, parts)):
            for name in names:
                factors[name] += sign
        self.sums.append(factors)

    def at_least(self, whole: str, *parts: str) -> None:
        """Hold that a cell is no smaller than others together."""
        rest = f"{whole} without {parts}"
        self.ranges[rest] = (0, MOST)
        self.add_up([whole], [*parts, rest])

    def limits(self, names: Iterable[str]) -> Mapping[str, tuple[int, int]]:
        """Return how small and how large each count can be."""
        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # not in its stubs
        solver.setOptionValue("output_flag", "false")
        column = {name: at for at, name in enumerate(self.ranges)}
        for low, high in self.ranges.values():
            solver.addVar(low, high)
        for at in column.values():
            solver.changeColIntegrality(at, highspy.HighsVarType.kInteger)
        for factors in self.sums:
            places = [column[name] for name in factors]
            solver.addRow(0, 0, len(places), places, list(factors.values()))

        def least(name: str, sign: int) -> int:
            solver.changeColCost(column[name], sign)
            solver.run()
            assert highspy.HighsModelStatus.kOptimal == solver.getModelStatus()
            solver.changeColCost(column[name], 0)
            return round(solver.getSolution().col_value[column[name]])

        return {name: (least(name, 1), least(name, -1)) for name in names}

    def finds(self, truth: Mapping[str, int]) -> set[str]:
        """Name the small counts that can have fewer than five values."""
        # What stands in no table by its own name, such as a rare answer, is not asked.
        small = [name for name in self.ranges if 1 <= truth.get(name, 0) <= 5]
        return {name for name, (low, high) in self.limits(small).items() if low == high}


def attacker(tables: Mapping[str, str], *, year: str, compliments: str) -> Attacker:
    """
    Return one who has read a year's tables and how many compliments there were.

    He takes it that nobody was answered who had no date due, as all do.
    """
    reader = Attacker()
    rows = {
        name: list(csv.DictReader(text.splitlines())) for name, text in tables.items()
    }
    for name in _LISTS:
        for row in rows[name]:
            head, count, *_ = row.values()
            reader.see(f"{name}/{head}", count)
    for name, keys in _WIDE.items():
        for row in rows[name]:
            named = "/".join([name, *(row[key] for key in keys)])
            for column, cell in row.items():
                if column not in (*keys, "says", *_NOT_COUNTS) and cell:
                    reader.see(f"{named}/{column}", cell)
    for row in rows["equality"]:
        reader.see(f"equality/{row['question']}/{row['answer']}", row["count"])
    for row in rows["by_capacity"][:1]:
        reader.see("capacity/of", row["of"])
    reader.see("compliments", compliments)
    _intake(reader, rows)
    _stages(reader, rows, year)
    _timeliness(reader)
    _redress(reader, rows)
    return reader


_LISTS = (
    *("intake", "not_accepted_reasons", "escalation", "by_team", "by_theme"),
    *("by_capacity", "largest_complainant", "advocacy", "ombudsman", "remedies"),
    *("actions", "compliments"),
)
_WIDE = {
    "stages": ["stage"],
    "flows": ["stage", "figure"],
    "timeliness": ["duty", "part"],
    "extensions": ["stage"],
    "years": ["year"],
}
_NOT_COUNTS = ("percent_within_original", "target_percent")


def _under(name: str, keys: Iterable[str]) -> list[str]:
    return [f"{name}/{key}" for key in keys]


Rows = Mapping[str, Sequence[Mapping[str, str]]]


def _intake(reader: Attacker, rows: Rows) -> None:
    def of(table: str) -> list[str]:
        return _under(table, (next(iter(row.values())) for row in rows[table]))

    fates = [name for name in of("intake") if name != "intake/received"]
    reader.add_up(["intake/received"], fates)
    reader.add_up(["intake/not_accepted"], of("not_accepted_reasons"))
    for groups, whole in (
        ("escalation", "responded"),
        ("by_team", "responded"),
        ("by_theme", "responded"),
        ("by_capacity", "received"),
    ):
        reader.add_up([f"intake/{whole}"], of(groups))
    if rows["by_capacity"]:
        reader.add_up(["intake/received"], ["capacity/of"])
    reader.at_least("intake/received", *of("largest_complainant"))
    for question in {row["question"]: row for row in rows["equality"]}:
        answers = [
            f"equality/{question}/{row['answer']}"
            for row in rows["equality"]
            if row["question"] == question
        ]
        reader.add_up(["intake/received"], answers)
    for helped in of("advocacy"):
        reader.at_least("intake/received", helped)
    reader.add_up(["compliments"], of("compliments"))


def _stages(reader: Attacker, rows: Rows, newest: str) -> None:
    for number in ("1", "2", "3"):
        stage, flow = f"stages/{number}", f"flows/{number}"
        total = f"{stage}/total"
        reader.add_up([total], _under(stage, PARTS[0]))
        reader.add_up([total], _under(stage, (*FOUND, "pending", "withdrawn")))
        reader.at_least(total, f"{stage}/deferred")
        figures = [row["figure"] for row in rows["flows"] if row["stage"] == number]
        begun, *ended = (f"{flow}/{one}/count" for one in figures[1:])
        reader.add_up([f"{flow}/{figures[0]}/count", begun], ended)
        came = _under(stage, ("total", "reopened"))
        reader.add_up([begun], ["intake/received"] if number == "1" else came)
        if number != "3":
            extensions = f"extensions/{number}"
            reader.add_up(
                [f"{extensions}/granted"], _under(extensions, ("lawful", "broken"))
            )
    reader.add_up(["stages/1/total"], ["intake/responded", "intake/awaiting_response"])
    reader.add_up(["stages/1/pending"], ["intake/awaiting_response"])
    for row in rows["years"]:
        name = f"years/{row['year']}"
        reader.add_up([f"{name}/total"], _under(name, PARTS[0]))
        if row["year"] == newest:
            reader.add_up([f"{name}/total"], ["intake/responded"])
            # Each complaint at stage 1 is answered or awaits its answer.
            for procedure in PARTS[0]:
                reader.at_least(f"stages/1/{procedure}", f"{name}/{procedure}")


def _timeliness(reader: Attacker) -> None:
    for number in ("1", "2"):
        duty, stage = f"timeliness/stage_{number}_response", f"stages/{number}"
        for part in ("both", *PARTS[0], *PARTS[1]):
            name = f"{duty}/{part}"
            reader.add_up([f"{name}/population"], _under(name, KEPT))
            if number == "2":
                longest = _under(name, ("no_response", "within_maximum"))
                reader.at_least(f"{name}/population", *longest)
        for key in (
            "population",
            *KEPT,
            *(("within_maximum",) if number == "2" else ()),
        ):
            for parts in PARTS:
                several = [f"{duty}/{part}/{key}" for part in parts]
                reader.add_up([f"{duty}/both/{key}"], several)
        reader.add_up(
            [f"{stage}/total"], [f"{duty}/both/population", f"{stage}/withdrawn"]
        )
        reader.add_up(_under(stage, FOUND), _under(f"{duty}/both", KEPT[:3]))
        for procedure in PARTS[0]:
            reader.at_least(f"{stage}/{procedure}", f"{duty}/{procedure}/population")


def _redress(reader: Attacker, rows: Rows) -> None:
    reasons = [
        f"ombudsman/{row['figure']}"
        for row in rows["ombudsman"]
        if row["figure"].startswith("not investigated")
    ]
    known = _under("ombudsman", ("investigated", "undecided"))
    reader.add_up(["ombudsman/referred"], [*known, *reasons])
    reader.at_least("ombudsman/referred", "ombudsman/upheld")
    fates = _under("remedies", ("paid", "rejected", "outstanding"))
    reader.add_up(["remedies/offered"], fates)
    fates = _under("actions", ("done", "not_done", "open"))
    reader.add_up(["actions/agreed"], fates)
