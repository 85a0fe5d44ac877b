"""
Plausible registers of any size, with what an import must make of their rows.

    python tests/oracle/generate.py FOLDER --rows N --seed S
        [--bad RATE] [--irregular RATE] [--repeats RATE]

writes `register.csv`, the four companions and `labels.json` to FOLDER. The same seed
gives the same folder. Without the rates every row is imported, unmarked. `--bad` mixes
in rows that must be refused, one kind after another; `--irregular` rows that break one
rule each; `--repeats` rows that are in the file twice and record nothing new.

`labels.json` holds the seed, the counts per file, and for each row that is not simply
imported: file, row (the line it starts on), reference, verdict, rule, column (`also`:
other columns that a fair reader could name) and the kind of thing that was planted.
"""

import argparse
import csv
import io
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1]))

from oracle.reckon import (
    ACTIONS,
    CODES,
    COLUMNS,
    COMPLIMENTS,
    LENGTHS,
    OMBUDSMAN,
    OUTCOMES,
    REGISTER,
    REMEDIES,
    Row,
    add_working_days,
)

FIRST_RECEIPT = date(2022, 4, 1)
LAST_RECEIPT = date(2026, 3, 31)
LAST_STEP = date(2026, 5, 31)
LAST_PLAIN_RECEIPT = date(2025, 6, 30)
FAR_AHEAD = "2098-01-06"

SERVICES = {
    "Children and Family Services": (
        *("Social Care Teams", "Special Educational Needs (SEN)", "Short Breaks"),
        *("Education - school admissions", "Home to school transport"),
        *("Fostering, adoption and kinship", 'Team "Aurora"', "Équipe Zoë", ""),
    ),
    "Libraries and Archives": ("Libraries and Archives", ""),
    "Registrars": ("Registrars",),
    "Adult Social Care": ("Adults North", "Adults South", ""),
}
SERVICE_WEIGHTS = (75, 9, 8, 8)
THEMES = (
    *("Service not to the standard or quality expected", "Failure to do something"),
    *("Failure to deliver a service", "Delay in communicating an outcome"),
    *("Disputed decision", "Staff conduct", "Information handling, records", ""),
)
CHANNELS = ("email", "phone", "letter", "online", "in person", "")
COMPLAINANTS = ("parent", "young_person", "care_leaver", "foster_carer", "other", "")
STEP_COLUMNS = (
    *("received_on", "acknowledged_on", "not_accepted_on", "s1_extended_on"),
    *("s1_responded_on", "s2_requested_on", "s2_statement_agreed_on"),
    *("s2_extended_on", "s2_responded_on", "s3_requested_on", "s3_panel_met_on"),
    *("s3_panel_reported_on", "s3_responded_on"),
)


@dataclass
class Line:
    """A row to be written, and what an import must make of it."""

    cells: list[str]
    reference: str
    verdict: str = "imported"
    rule: str = ""
    column: str = ""
    also: tuple[str, ...] = ()
    kind: str = ""
    twin: int = 0


@dataclass
class Folder:
    """The files of a generated register."""

    seed: int
    files: dict[str, list[Line]] = field(default_factory=dict)

    def write(self, folder: Path) -> dict[str, Any]:
        """Write the files and their labels, and return the labels."""
        folder.mkdir(parents=True, exist_ok=True)
        labels: list[dict[str, Any]] = []
        counts: dict[str, dict[str, int]] = {}
        for name, lines in self.files.items():
            text, marked = written(name, lines)
            (folder / name).write_text(text, encoding="utf-8", newline="")
            verdicts = Counter(label["verdict"] for label in marked)
            ruled = sum(1 for label in marked if label["rule"].startswith("R"))
            plain = len(lines) - len(marked)
            counts[name] = {
                "read": len(lines),
                "imported": plain + verdicts["irregular"],
                "unchanged": verdicts["unchanged"],
                "refused": verdicts["refused"],
                "irregular": ruled,
            }
            labels += marked
        everything = {"seed": self.seed, "counts": counts, "labels": labels}
        (folder / "labels.json").write_text(
            json.dumps(everything, indent=1, ensure_ascii=False) + "\n",
            encoding="utf-8",
        )
        return everything


def written(name: str, lines: list[Line]) -> tuple[str, list[dict[str, Any]]]:
    """A file's text, and the labels of the rows that are not simply imported."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS[name])
    at, labels, seen = 2, [], set()
    for number, line in enumerate(lines):
        if number % 97 == 50:
            out.write("\n")
            at += 1
        verdict, kind = line.verdict, line.kind
        if line.twin and line.twin in seen and verdict != "refused":
            verdict, kind = "unchanged", kind or "the same row again"
        seen.add(line.twin)
        if verdict != "imported":
            labels.append(
                {
                    "file": name,
                    "row": at,
                    "reference": line.reference,
                    "verdict": verdict,
                    "rule": line.rule,
                    "column": line.column,
                    "also": list(line.also),
                    "kind": kind,
                }
            )
        writer.writerow(line.cells)
        at += 1 + sum(cell.count("\n") for cell in line.cells)
    return out.getvalue(), labels


def generate(
    rows: int,
    seed: int,
    *,
    bad: float = 0.0,
    irregular: float = 0.0,
    repeats: float = 0.0,
) -> Folder:
    """Make up a register of so many rows, and the companions that go with it."""
    rng = random.Random(seed)  # noqa: S311 - made-up rows are no secret
    bad_kinds = kinds_in_turn(rng, BAD)
    irregular_kinds = kinds_in_turn(rng, IRREGULAR)
    register: list[Line] = []
    recorded: list[Row] = []
    refused: list[str] = []
    number = 0
    while len(register) < rows:
        number += 1
        draw = rng.random()
        if draw < bad:
            kind = next(bad_kinds)
            if kind == "duplicate" and rows - len(register) < 2:
                continue
            lines = bad_lines(rng, kind, number)
            refused += [line.reference for line in lines if line.reference]
        elif draw < bad + irregular:
            lines, row = irregular_line(rng, next(irregular_kinds), number)
            recorded.append(row)
        else:
            row = story(rng, number)
            recorded.append(row)
            lines = [Line(cells_of(rng, REGISTER, row), row["reference"])]
        if lines[0].verdict != "refused" and rng.random() < repeats:
            lines[0].twin = number
            lines.append(Line(**vars(lines[0])))
        register += lines[: rows - len(register)]
    rng.shuffle(register)
    folder = Folder(seed, {REGISTER: register})
    companions(rng, folder, recorded, refused, bad=bad, repeats=repeats)
    return folder


def kinds_in_turn(rng: random.Random, kinds: dict[str, Any]) -> Iterator[str]:
    """Every kind once before any comes again, so that none is left out."""
    names = list(kinds)
    rng.shuffle(names)
    return cycle(names)


def cells_of(rng: random.Random, name: str, row: Row) -> list[str]:
    """A row's cells in the order of the header, now and then with space around one."""
    cells = [row.get(column, "") for column in COLUMNS[name]]
    if rng.random() < 0.02:
        place = rng.randrange(len(cells))
        cells[place] = f"  {cells[place]} "
    return cells


# Days


def days_after(rng: random.Random, start: date, low: int, high: int) -> date:
    """Some day between so many and so many days after another."""
    return start + timedelta(days=rng.randint(low, high))


def day_between(rng: random.Random, first: date, last: date) -> date:
    """Some day from the first to the last, both included."""
    return first + timedelta(days=rng.randint(0, max((last - first).days, 0)))


def put(row: Row, column: str, day: date) -> bool:
    """Enter a step, unless it lies after the last day that registers know of."""
    if day > LAST_STEP:
        return False
    row[column] = day.isoformat()
    return True


def day_in(row: Row, column: str) -> date:
    """The date in a cell that is known to be filled."""
    return date.fromisoformat(row[column])


def due_of(row: Row, stage: int) -> tuple[date, date]:
    """A stage's due date and cap, its start being filled."""
    start = day_in(row, "received_on" if stage == 1 else "s2_requested_on")
    length, longest = LENGTHS[stage, row["procedure"]]
    return add_working_days(start, length), add_working_days(start, longest)


# Complaints as they come


def beginning(rng: random.Random, number: int, received: date) -> Row:
    """A complaint on the day it came."""
    service = rng.choices(list(SERVICES), SERVICE_WEIGHTS)[0]
    statutory = rng.random() < (0.35 if service.startswith("Children") else 0.02)
    row = {
        "service": service,
        "team": rng.choice(SERVICES[service]),
        "reference": f"CF-{received:%y}-{number:06}",
        "procedure": "statutory" if statutory else "corporate",
        "channel": rng.choice(CHANNELS),
        "complainant": rng.choice(COMPLAINANTS),
        "theme": rng.choice(THEMES),
        "received_on": received.isoformat(),
    }
    if rng.random() < 0.85:
        put(row, "grounds_arose_on", days_after(rng, received, -500, 0))
    return row


def story(rng: random.Random, number: int) -> Row:
    """A complaint's course, in which nothing is impossible or against the rules."""
    received = day_between(rng, FIRST_RECEIPT, LAST_RECEIPT)
    row = beginning(rng, number, received)
    if rng.random() < 0.9:
        put(row, "acknowledged_on", days_after(rng, received, 0, 9))
    if rng.random() < 0.05:
        put(row, "not_accepted_on", days_after(rng, received, 0, 12))
        row["not_accepted_reason"] = rng.choice((*CODES["not_accepted_reason"], ""))
        if rng.random() < 0.1:
            answer(rng, row, 1, received)
    else:
        stage_1(rng, row)
        if rng.random() < 0.003:
            row["not_accepted_reason"] = rng.choice(CODES["not_accepted_reason"])
    if rng.random() < (0.03 if row.get("s1_responded_on") else 0.25):
        known = [day_in(row, column) for column in STEP_COLUMNS if row.get(column)]
        put(row, "withdrawn_on", days_after(rng, max(known), 0, 20))
    if rng.random() < 0.15:
        referral(rng, row)
    return row


def extension(rng: random.Random, row: Row, stage: int) -> date:
    """Extend a stage lawfully, maybe to no use; when the stage is then due."""
    due, cap = due_of(row, stage)
    start = day_in(row, "received_on" if stage == 1 else "s2_requested_on")
    notified = rng.choice((due, *[day_between(rng, start, due)] * 3))
    until = rng.choice(
        (cap, due, day_between(rng, notified, due), *[day_between(rng, due, cap)] * 4)
    )
    if not put(row, f"s{stage}_extended_on", notified):
        return due
    row[f"s{stage}_extended_to"] = until.isoformat()
    reasons = ("complexity", "advocate", "") if stage == 1 else ("complexity", "")
    row[f"s{stage}_extension_reason"] = rng.choice(reasons)
    return max(due, until)


def answer(rng: random.Random, row: Row, stage: int, limit: date) -> date | None:
    """Answer a stage in time, to the day, late, or not at all."""
    start = day_in(row, "received_on" if stage == 1 else "s2_requested_on")
    due, cap = due_of(row, stage)
    maximum = add_working_days(start, 65)
    pick = rng.random()
    if limit > due and rng.random() < 0.5:
        day = day_between(rng, due, limit)
    elif pick < 0.52:
        day = day_between(rng, start, due)
    elif pick < 0.72:
        exact = rng.choice((due, cap, limit, maximum if stage == 2 else due))
        day = days_after(rng, exact, 0, 1)
    elif pick < 0.82:
        day = day_between(rng, due, cap)
    elif pick < 0.92:
        day = days_after(rng, limit, 1, 90)
    else:
        return None
    if not put(row, f"s{stage}_responded_on", day):
        return None
    row[f"s{stage}_outcome"] = rng.choice(OUTCOMES)
    return day


def stage_1(rng: random.Random, row: Row) -> None:
    """Stage 1, and what followed from it."""
    received = day_in(row, "received_on")
    limit = due_of(row, 1)[0]
    if rng.random() < 0.25:
        limit = extension(rng, row, 1)
    answered = answer(rng, row, 1, limit)
    if answered is not None:
        if rng.random() < 0.22:
            basis = rng.choice((*["dissatisfied"] * 8, "no_response", ""))
            stage_2(rng, row, days_after(rng, answered, 0, 60), basis)
        return
    pick = rng.random()
    if pick < 0.35:
        stage_2(rng, row, days_after(rng, limit, 1, 40), "no_response")
        requested = row.get("s2_requested_on")
        if requested and rng.random() < 0.3:
            later = days_after(rng, date.fromisoformat(requested), 1, 60)
            if put(row, "s1_responded_on", later):
                row["s1_outcome"] = rng.choice(OUTCOMES)
    elif pick < 0.5:
        stage_2(rng, row, days_after(rng, received, 0, 15), "agreed_skip")
        if rng.random() < 0.1 and put(row, "s1_responded_on", limit):
            row["s1_outcome"] = rng.choice(OUTCOMES)
    elif pick < 0.55:
        basis = rng.choice(("dissatisfied", ""))
        stage_2(rng, row, days_after(rng, received, 3, 40), basis)


def stage_2(rng: random.Random, row: Row, requested: date, basis: str) -> None:
    """Stage 2, and what followed from it."""
    if not put(row, "s2_requested_on", requested):
        return
    row["s2_basis"] = basis
    statutory = row["procedure"] == "statutory"
    if rng.random() < (0.85 if statutory else 0.05):
        put(row, "s2_statement_agreed_on", days_after(rng, requested, 0, 20))
        row["s2_investigating_officer"] = f"IO-{rng.randint(100, 199)}"
        row["s2_independent_person"] = f"IP-{rng.randint(200, 299)}"
    limit = due_of(row, 2)[0]
    if rng.random() < (0.5 if statutory else 0.25):
        limit = extension(rng, row, 2)
    answered = answer(rng, row, 2, limit)
    if rng.random() < 0.02:
        row["s2_requested_on"] = row["s2_extended_on"] = row["s2_extended_to"] = ""
    elif statutory and answered is not None and rng.random() < 0.5:
        stage_3(rng, row, days_after(rng, answered, 0, 45))
    elif statutory and answered is None and rng.random() < 0.05:
        stage_3(rng, row, days_after(rng, limit, 0, 45))


def stage_3(rng: random.Random, row: Row, requested: date) -> None:
    """Stage 3: the panel, its report and the council's answer."""
    if not put(row, "s3_requested_on", requested):
        return
    met = days_after(rng, requested, 5, 60)
    reported = days_after(rng, met, 0, 12)
    answered = days_after(rng, reported, 0, 40)
    if rng.random() < 0.9 and put(row, "s3_panel_met_on", met) and rng.random() < 0.9:
        members = rng.sample(range(300, 400), 3)
        row["s3_panel_members"] = ";".join(f"PM-{member}" for member in members)
    if rng.random() < 0.9:
        put(row, "s3_panel_reported_on", reported)
    if rng.random() < 0.75 and put(row, "s3_responded_on", answered):
        row["s3_outcome"] = rng.choice(CODES["s3_outcome"])


def referral(rng: random.Random, row: Row) -> None:
    """A referral to the Ombudsman, in or out of order, decided or not."""
    received = day_in(row, "received_on")
    if rng.random() < 0.03:
        row["ombudsman_decision"] = rng.choice(CODES["ombudsman_decision"])
        return
    if not put(row, "ombudsman_referred_on", days_after(rng, received, -20, 200)):
        return
    decision(rng, row)


def decision(rng: random.Random, row: Row) -> None:
    """What the Ombudsman made of a referral."""
    referred = day_in(row, "ombudsman_referred_on")
    decided = rng.random() < 0.75
    decided = decided and put(
        row, "ombudsman_decided_on", days_after(rng, referred, 0, 150)
    )
    if not decided and rng.random() < 0.8:
        return
    if rng.random() < 0.4:
        row["ombudsman_investigated"] = "yes"
        row["ombudsman_decision"] = rng.choice(("upheld", "not_upheld"))
    else:
        row["ombudsman_investigated"] = "no"
        row["ombudsman_decision"] = "closed_after_initial_enquiries"
        reasons = CODES["ombudsman_not_investigated_reason"]
        row["ombudsman_not_investigated_reason"] = rng.choice((*reasons, ""))


# Complaints made for one purpose


def plain(rng: random.Random, number: int, procedure: str, depth: int) -> Row:
    """A complaint that went through so many stages, each step well apart."""
    received = day_between(rng, FIRST_RECEIPT, LAST_PLAIN_RECEIPT)
    row = beginning(rng, number, received)
    row["procedure"] = procedure
    put(row, "grounds_arose_on", days_after(rng, received, -300, -1))
    put(row, "acknowledged_on", days_after(rng, received, 1, 2))
    put(row, "s1_responded_on", days_after(rng, received, 5, 30))
    row["s1_outcome"] = rng.choice(OUTCOMES)
    if depth >= 2:
        answered = day_in(row, "s1_responded_on")
        requested = days_after(rng, answered, 3, 20)
        put(row, "s2_requested_on", requested)
        row["s2_basis"] = "dissatisfied"
        if procedure == "statutory":
            put(row, "s2_statement_agreed_on", days_after(rng, requested, 3, 9))
            row["s2_investigating_officer"] = f"IO-{rng.randint(100, 199)}"
            row["s2_independent_person"] = f"IP-{rng.randint(200, 299)}"
        put(row, "s2_responded_on", days_after(rng, requested, 15, 100))
        row["s2_outcome"] = rng.choice(OUTCOMES)
    if depth >= 3:
        requested = days_after(rng, day_in(row, "s2_responded_on"), 3, 20)
        met = days_after(rng, requested, 10, 30)
        reported = days_after(rng, met, 3, 7)
        put(row, "s3_requested_on", requested)
        put(row, "s3_panel_met_on", met)
        put(row, "s3_panel_reported_on", reported)
        put(row, "s3_responded_on", days_after(rng, reported, 3, 20))
        row["s3_panel_members"] = "PM-301;PM-302;PM-303"
        row["s3_outcome"] = rng.choice(CODES["s3_outcome"])
    return row


@dataclass(frozen=True)
class Plant:
    """How to spoil a plain row, and the fault or the rule that must then be found."""

    rule: str
    column: str
    spoil: Callable[[random.Random, Row], None]
    depth: int = 1
    procedure: str = ""
    also: tuple[str, ...] = ()


def cell(
    rule: str, column: str, *texts: str, depth: int = 1, also: tuple[str, ...] = ()
) -> Plant:
    """Put one of these texts into a cell."""

    def spoil(rng: random.Random, row: Row) -> None:
        row[column] = rng.choice(texts)

    return Plant(rule, column, spoil, depth, also=also)


def early(column: str, before: str, depth: int = 1, procedure: str = "") -> Plant:
    """Date a step to shortly before the one that it answers."""

    def spoil(rng: random.Random, row: Row) -> None:
        row[column] = days_after(rng, day_in(row, before), -2, -1).isoformat()

    return Plant("order", column, spoil, depth, procedure, also=(before,))


def half(rule: str, missing: str, filled: str, depth: int = 1) -> Plant:
    """Fill one cell of two that need each other."""

    def spoil(rng: random.Random, row: Row) -> None:
        row[missing] = ""
        if not row.get(filled):
            start = day_in(row, "received_on" if depth == 1 else "s2_requested_on")
            row[filled] = days_after(rng, start, 3, 9).isoformat()

    procedure = "statutory" if depth == 3 else ""
    return Plant(rule, missing, spoil, depth, procedure, also=(filled,))


def withdrawn_before(column: str, depth: int) -> Plant:
    """Withdraw a complaint on the day before its last step."""

    def spoil(rng: random.Random, row: Row) -> None:
        del rng
        row["withdrawn_on"] = (day_in(row, column) - timedelta(days=1)).isoformat()

    procedure = "statutory" if depth == 3 else ""
    return Plant("withdrawn", column, spoil, depth, procedure, also=("withdrawn_on",))


def lacking(column: str, outcome: str = "") -> Plant:
    """Give a corporate complaint a step of stage 3."""

    def spoil(rng: random.Random, row: Row) -> None:
        row[column] = days_after(rng, day_in(row, "s2_responded_on"), 3, 30).isoformat()
        if outcome:
            row[outcome] = rng.choice(CODES[outcome])

    return Plant("stage", column, spoil, 2, "corporate", also=("procedure", outcome))


def premature_extension(rng: random.Random, row: Row) -> None:
    received = day_in(row, "received_on")
    row["s1_extended_on"] = (received - timedelta(days=2)).isoformat()
    row["s1_extended_to"] = add_working_days(received, 15).isoformat()
    row["s1_extension_reason"] = rng.choice(("complexity", "advocate"))


def not_accepted_early(rng: random.Random, row: Row) -> None:
    received = day_in(row, "received_on")
    row["s1_responded_on"] = row["s1_outcome"] = ""
    row["not_accepted_on"] = days_after(rng, received, -5, -1).isoformat()


def decided_early(rng: random.Random, row: Row) -> None:
    referred = days_after(rng, day_in(row, "s1_responded_on"), 10, 90)
    row["ombudsman_referred_on"] = referred.isoformat()
    row["ombudsman_decided_on"] = days_after(rng, referred, -30, -1).isoformat()
    row["ombudsman_decision"] = "upheld"


def answered_before_receipt(rng: random.Random, row: Row) -> None:
    received = day_in(row, "received_on")
    row["s1_responded_on"] = days_after(rng, received, -20, -1).isoformat()


def left_as_it_is(rng: random.Random, row: Row) -> None:
    del rng, row


WRONG_CODES = ("Upheld ", "yes!", "n/a", "STATUTORY", "not-upheld", "Other", "0")
CODE_DEPTHS = {"s2_basis": 2, "s2_outcome": 2, "s3_outcome": 3}
UNREADABLE = (
    *("31/02/2024", "2024-02-30", "01/02/2024", "0", "45292", "soon", "2024-13-01"),
    *("2024-1-5", "1700000000", "2-Jan"),
)

BAD: dict[str, Plant] = {
    "no service": cell("required", "service", "", "  "),
    "no reference": cell("required", "reference", ""),
    "no procedure": cell("required", "procedure", ""),
    "no receipt": cell("required", "received_on", ""),
    "unreadable grounds": cell("unreadable", "grounds_arose_on", *UNREADABLE),
    "unreadable receipt": cell("unreadable", "received_on", *UNREADABLE),
    "unreadable answer": cell("unreadable", "s1_responded_on", *UNREADABLE),
    "unreadable request": cell("unreadable", "s2_requested_on", *UNREADABLE, depth=2),
    "unreadable decision": cell("unreadable", "ombudsman_decided_on", *UNREADABLE),
    "control character": cell("unreadable", "theme", "a\x07bell", "a\x00nul", "a\x1b"),
    "bidirectional override": cell("unreadable", "team", "a\u202eteam", "\u2066team"),
    "too few cells": Plant("unreadable", "", left_as_it_is),
    "too many cells": Plant("unreadable", "", left_as_it_is),
    **{
        f"unknown {column}": Plant(
            "unknown_code",
            column,
            cell("unknown_code", column, *WRONG_CODES).spoil,
            CODE_DEPTHS.get(column, 1),
            "statutory" if column == "s3_outcome" else "",
        )
        for column in COLUMNS[REGISTER]
        if column in CODES
    },
    "future acknowledgement": cell("future_date", "acknowledged_on", FAR_AHEAD),
    "future answer": cell("future_date", "s1_responded_on", FAR_AHEAD),
    "future request": cell("future_date", "s2_requested_on", FAR_AHEAD),
    "future withdrawal": cell("future_date", "withdrawn_on", FAR_AHEAD),
    "future referral": cell("future_date", "ombudsman_referred_on", FAR_AHEAD),
    "future decision": cell("future_date", "ombudsman_decided_on", FAR_AHEAD),
    "grounds after receipt": Plant(
        "order",
        "grounds_arose_on",
        lambda rng, row: row.update(
            grounds_arose_on=days_after(
                rng, day_in(row, "received_on"), 1, 90
            ).isoformat()
        ),
        also=("received_on",),
    ),
    "acknowledged before receipt": early("acknowledged_on", "received_on"),
    "not accepted before receipt": Plant(
        "order", "not_accepted_on", not_accepted_early, also=("received_on",)
    ),
    "extended before receipt": Plant(
        "order", "s1_extended_on", premature_extension, also=("received_on",)
    ),
    "answered before receipt": Plant(
        "order", "s1_responded_on", answered_before_receipt, also=("received_on",)
    ),
    "stage 2 answered before request": early("s2_responded_on", "s2_requested_on", 2),
    "stage 2 requested before answer": early("s2_requested_on", "s1_responded_on", 2),
    "stage 3 requested before answer": early(
        "s3_requested_on", "s2_responded_on", 3, "statutory"
    ),
    "panel reported before meeting": early(
        "s3_panel_reported_on", "s3_panel_met_on", 3, "statutory"
    ),
    "stage 3 answered before request": early(
        "s3_responded_on", "s3_requested_on", 3, "statutory"
    ),
    "decided before referral": Plant(
        "order", "ombudsman_decided_on", decided_early, also=("ombudsman_referred_on",)
    ),
    "stage 1 outcome alone": half("outcome", "s1_responded_on", "s1_outcome"),
    "stage 1 answer alone": half("outcome", "s1_outcome", "s1_responded_on"),
    "stage 2 outcome alone": half("outcome", "s2_responded_on", "s2_outcome", 2),
    "stage 2 answer alone": half("outcome", "s2_outcome", "s2_responded_on", 2),
    "stage 3 outcome alone": half("outcome", "s3_responded_on", "s3_outcome", 3),
    "stage 3 answer alone": half("outcome", "s3_outcome", "s3_responded_on", 3),
    "stage 1 extended, not until when": half(
        "extension", "s1_extended_to", "s1_extended_on"
    ),
    "stage 1 extended, not when told": half(
        "extension", "s1_extended_on", "s1_extended_to"
    ),
    "stage 2 extended, not until when": half(
        "extension", "s2_extended_to", "s2_extended_on", 2
    ),
    "stage 2 extended, not when told": half(
        "extension", "s2_extended_on", "s2_extended_to", 2
    ),
    "stage 1 answered after withdrawal": withdrawn_before("s1_responded_on", 1),
    "stage 2 answered after withdrawal": withdrawn_before("s2_responded_on", 2),
    "stage 3 answered after withdrawal": withdrawn_before("s3_responded_on", 3),
    "corporate stage 3 requested": lacking("s3_requested_on"),
    "corporate panel": lacking("s3_panel_met_on"),
    "corporate stage 3 answered": lacking("s3_responded_on", "s3_outcome"),
    "duplicate": Plant("duplicate", "reference", left_as_it_is),
}


def bad_lines(rng: random.Random, kind: str, number: int) -> list[Line]:
    """A row that must be refused, or two that must be because they differ."""
    plant = BAD[kind]
    either = "statutory" if rng.random() < 0.4 else "corporate"
    row = plain(rng, number, plant.procedure or either, plant.depth)
    plant.spoil(rng, row)
    line = Line(
        [row.get(column, "") for column in COLUMNS[REGISTER]],
        row["reference"].strip(),
        "refused",
        plant.rule,
        plant.column,
        tuple(column for column in plant.also if column),
        kind,
    )
    if kind == "too few cells":
        line.cells = line.cells[: rng.choice((-1, -5, 9))]
    elif kind == "too many cells":
        line.cells = [*line.cells, rng.choice(("", "x"))]
    elif kind == "duplicate":
        other = Line(**vars(line))
        other.cells = [*line.cells[:6], "Another theme", *line.cells[7:]]
        return [line, other]
    return [line]


# Complaints in which a rule was broken


def extended(stage: int, on: int, to: int) -> Callable[[random.Random, Row], None]:
    """Extend a stage at so many working days, to so many, both from its start."""

    def spoil(rng: random.Random, row: Row) -> None:
        start = day_in(row, "received_on" if stage == 1 else "s2_requested_on")
        length, longest = LENGTHS[stage, row["procedure"]]
        told = length + rng.randint(1, on) if on > 0 else length + rng.randint(on, 0)
        until = longest + rng.randint(1, to) if to > 0 else longest + rng.randint(to, 0)
        row[f"s{stage}_extended_on"] = add_working_days(start, told).isoformat()
        row[f"s{stage}_extended_to"] = add_working_days(start, until).isoformat()

    return spoil


def hasty(rng: random.Random, row: Row) -> None:
    """Go to stage 2 for want of an answer while stage 1 is still in time."""
    received = day_in(row, "received_on")
    limit = add_working_days(received, 10)
    if rng.random() < 0.4:
        limit = add_working_days(received, 20)
        row["s1_extended_on"] = days_after(rng, received, 1, 9).isoformat()
        row["s1_extended_to"] = limit.isoformat()
    requested = rng.choice((limit, days_after(rng, limit, -6, 0)))
    row["s2_requested_on"] = requested.isoformat()
    row["s2_basis"] = "no_response"
    if rng.random() < 0.5:
        row["s1_responded_on"] = days_after(rng, requested, 1, 20).isoformat()
        row["s1_outcome"] = rng.choice(OUTCOMES)
    else:
        row["s1_responded_on"] = row["s1_outcome"] = ""


def seated(*members: str) -> Callable[[random.Random, Row], None]:
    """Seat a panel: IO and IP stand for those who acted at stage 2."""

    def spoil(rng: random.Random, row: Row) -> None:
        seats = list(members)
        rng.shuffle(seats)
        acted = {
            "IO": row["s2_investigating_officer"],
            "IP": row["s2_independent_person"],
        }
        row["s3_panel_members"] = ";".join(acted.get(seat, seat) for seat in seats)

    return spoil


def answered_before_panel(column: str) -> Callable[[random.Random, Row], None]:
    """Answer at stage 3 before the panel's report, or before its meeting."""

    def spoil(rng: random.Random, row: Row) -> None:
        if column == "s3_panel_met_on":
            row["s3_panel_reported_on"] = ""
        day = days_after(rng, day_in(row, column), -3, -1)
        row["s3_responded_on"] = day.isoformat()

    return spoil


PANEL = "s3_panel_members"
IRREGULAR: dict[str, Plant] = {
    "stage 1 extended too late": Plant("R11", "s1_extended_on", extended(1, 6, -3)),
    "statutory stage 2 extended too late": Plant(
        "R11", "s2_extended_on", extended(2, 20, -5), 2, "statutory"
    ),
    "corporate stage 2 extended too late": Plant(
        "R11", "s2_extended_on", extended(2, 10, -5), 2, "corporate"
    ),
    "stage 1 extended too far": Plant("R12", "s1_extended_to", extended(1, -5, 15)),
    "statutory stage 2 extended too far": Plant(
        "R15", "s2_extended_to", extended(2, -9, 20), 2, "statutory"
    ),
    "corporate stage 2 extended too far": Plant(
        "R15", "s2_extended_to", extended(2, -9, 20), 2, "corporate"
    ),
    "to stage 2 while in time": Plant("R19", "s2_requested_on", hasty),
    "panel of two": Plant("R25", PANEL, seated("PM-1", "PM-2"), 3, "statutory"),
    "panel of four": Plant(
        "R25", PANEL, seated("PM-1", "PM-2", "PM-3", "PM-4"), 3, "statutory"
    ),
    "panel of one": Plant("R25", PANEL, seated("PM-1"), 3, "statutory"),
    "panel member twice": Plant(
        "R25", PANEL, seated("PM-1", "PM-2", "PM-1"), 3, "statutory"
    ),
    "independent person on the panel": Plant(
        "R26", PANEL, seated("IP", "PM-1", "PM-2"), 3, "statutory"
    ),
    "investigating officer on the panel": Plant(
        "R28", PANEL, seated("IO", "PM-1", "PM-2"), 3, "statutory"
    ),
    "answered before the panel reported": Plant(
        "R30",
        "s3_responded_on",
        answered_before_panel("s3_panel_reported_on"),
        3,
        "statutory",
    ),
    "answered before the panel met": Plant(
        "R30",
        "s3_responded_on",
        answered_before_panel("s3_panel_met_on"),
        3,
        "statutory",
    ),
}


def irregular_line(
    rng: random.Random, kind: str, number: int
) -> tuple[list[Line], Row]:
    """A row that breaks one rule."""
    plant = IRREGULAR[kind]
    either = "statutory" if rng.random() < 0.4 else "corporate"
    row = plain(rng, number, plant.procedure or either, plant.depth)
    plant.spoil(rng, row)
    line = Line(
        cells_of(rng, REGISTER, row),
        row["reference"],
        "irregular",
        plant.rule,
        plant.column,
        plant.also,
        kind,
    )
    return [line], row


# Companions


def companions(
    rng: random.Random,
    folder: Folder,
    recorded: list[Row],
    refused: list[str],
    *,
    bad: float,
    repeats: float,
) -> None:
    """Remedies, actions, compliments and further referrals."""
    sheets: dict[str, list[Row]] = {
        REMEDIES: [row for case in recorded for row in remedies(rng, case)],
        ACTIONS: [row for case in recorded for row in actions(rng, case)],
        COMPLIMENTS: [compliment(rng, n) for n in range(len(recorded) // 2)],
        OMBUDSMAN: [row for case in recorded for row in further_referral(rng, case)],
    }
    received = {row["reference"]: row["received_on"] for row in recorded}
    twin = 0
    for name, rows in sheets.items():
        kinds = kinds_in_turn(rng, BAD_COMPANIONS[name])
        lines: list[Line] = []
        for row in rows:
            if rng.random() < bad:
                made = bad_companion(rng, name, next(kinds), dict(row), received)
                if made.kind == UNKNOWN and refused and rng.random() < 0.7:
                    made.reference = made.cells[0] = rng.choice(refused)
                lines.append(made)
                continue
            line = Line(cells_of(rng, name, row), row["reference"])
            lines.append(line)
            own = row.get("remedy_id") or row.get("action_id")
            if (own or name == COMPLIMENTS) and rng.random() < repeats:
                twin += 1
                line.twin = twin
                lines.append(Line(**vars(line)))
        rng.shuffle(lines)
        folder.files[name] = lines


SOURCES = (
    ("stage_1", "s1_responded_on"),
    ("stage_2", "s2_responded_on"),
    ("stage_3", "s3_responded_on"),
    ("ombudsman", "ombudsman_decided_on"),
)
TOLD = (
    "Distress, time and trouble",
    'A "without prejudice" offer',
    "First line\nSecond line",
    "",
)


def origin(rng: random.Random, case: Row) -> tuple[str, date] | None:
    """What a remedy or an action came from, and a day on or after it."""
    received = day_in(case, "received_on")
    found = [(source, case[column]) for source, column in SOURCES if case.get(column)]
    if not found:
        return None
    source, day = rng.choice(found)
    start = max(date.fromisoformat(day), received)
    return source, days_after(rng, start, 0, 30)


def remedies(rng: random.Random, case: Row) -> list[Row]:
    """What was offered on a complaint, sometimes the same thing several times."""
    came_from = origin(rng, case)
    if came_from is None or rng.random() > 0.2:
        return []
    source, offered = came_from
    row = {
        "reference": case["reference"],
        "source": source,
        "kind": rng.choice((*["payment"] * 4, *CODES["kind"], "")),
        "amount_gbp": rng.choice(("250", "1000", "130.50", "99.99", "0", "75.00", "")),
        "status": rng.choice((*CODES["status"], "")),
        "description": rng.choice(TOLD),
    }
    if rng.random() < 0.97 and not put(row, "offered_on", offered):
        return []
    settled = days_after(rng, offered, 0, 120)
    settling = row["status"] in ("accepted", "rejected", "paid")
    if settling and not put(row, "settled_on", settled):
        row["status"] = "offered"
    several = rng.choice((1, 1, 1, 1, 2, 3))
    rows = [dict(row) for _ in range(several)]
    if rng.random() < 0.5:
        for place, one in enumerate(rows):
            one["remedy_id"] = f"R-{case['reference']}-{place}"
    return rows


def actions(rng: random.Random, case: Row) -> list[Row]:
    """What was agreed to be done after a complaint."""
    came_from = origin(rng, case)
    if came_from is None or rng.random() > 0.2:
        return []
    source, agreed = came_from
    row = {
        "reference": case["reference"],
        "source": source,
        "recommendation": "Share assessments with families in time",
        "action": rng.choice(("Remind teams; check in supervision", "Train", "")),
        "owner": rng.choice(("Head of Service", "")),
        "due_on": days_after(rng, agreed, 0, 200).isoformat(),
    }
    if rng.random() < 0.97 and not put(row, "agreed_on", agreed):
        return []
    pick = rng.random()
    if pick < 0.6:
        put(row, "done_on", days_after(rng, agreed, 0, 250))
    if 0.5 < pick < 0.8:
        row["not_done_reason"] = "Recruitment not complete"
    row["evidence"] = rng.choice(("Audit of case files", "Minutes,\nsigned", ""))
    rows = [dict(row) for _ in range(rng.choice((1, 1, 1, 2)))]
    if rng.random() < 0.5:
        for place, one in enumerate(rows):
            one["action_id"] = f"A-{case['reference']}-{place}"
    return rows


def compliment(rng: random.Random, number: int) -> Row:
    """A compliment."""
    service = rng.choices(list(SERVICES), SERVICE_WEIGHTS)[0]
    return {
        "reference": f"CO-{number:06}",
        "service": service,
        "team": rng.choice(SERVICES[service]),
        "received_on": day_between(rng, FIRST_RECEIPT, LAST_STEP).isoformat(),
        "theme": rng.choice(("Care and compassion", "Professionalism", "")),
    }


def further_referral(rng: random.Random, case: Row) -> list[Row]:
    """A second referral, and now and then a third, each on a day of its own."""
    first = case.get("ombudsman_referred_on")
    if not first or rng.random() > 0.5:
        return []
    rows: list[Row] = []
    last = max(date.fromisoformat(first), day_in(case, "received_on"))
    for _ in range(rng.choice((1, 1, 2))):
        row = {"reference": case["reference"]}
        last = days_after(rng, last, 1, 120)
        if not put(row, "ombudsman_referred_on", last):
            break
        decision(rng, row)
        rows.append(row)
    return rows


UNKNOWN = "unknown complaint"


def before_receipt(column: str, *emptied: str) -> Plant:
    """Date a companion's step before the complaint came."""

    def spoil(rng: random.Random, row: Row) -> None:
        received = date.fromisoformat(row["received"])
        row.update(dict.fromkeys(emptied, ""))
        row[column] = days_after(rng, received, -30, -1).isoformat()

    return Plant("order", column, spoil)


def reversed_days(column: str, before: str) -> Plant:
    """Date one of a companion's steps before the other, both after receipt."""

    def spoil(rng: random.Random, row: Row) -> None:
        received = date.fromisoformat(row["received"])
        row[column] = days_after(rng, received, 1, 9).isoformat()
        row[before] = days_after(rng, received, 10, 40).isoformat()

    return Plant("order", column, spoil, also=(before,))


ANY_COMPANION = {
    UNKNOWN: cell("unknown_complaint", "reference", "XX-00-000000"),
    "no reference": cell("required", "reference", ""),
    "too few cells": Plant("unreadable", "", left_as_it_is),
    "too many cells": Plant("unreadable", "", left_as_it_is),
}
BAD_COMPANIONS: dict[str, dict[str, Plant]] = {
    REMEDIES: {
        **ANY_COMPANION,
        "unreadable amount": cell(
            *("unreadable", "amount_gbp", "£250", "1,000", "12.5", "-1", "1e3", "NaN")
        ),
        "unreadable offer": cell("unreadable", "offered_on", *UNREADABLE),
        "unknown source": cell("unknown_code", "source", "stage_4", "Stage_1"),
        "unknown kind": cell("unknown_code", "kind", "cash", "Payment"),
        "unknown status": cell("unknown_code", "status", "refused", "Paid"),
        "future settlement": cell("future_date", "settled_on", FAR_AHEAD),
        "offered before receipt": before_receipt("offered_on", "settled_on"),
        "settled before offered": reversed_days("settled_on", "offered_on"),
    },
    ACTIONS: {
        **ANY_COMPANION,
        "unreadable due date": cell("unreadable", "due_on", *UNREADABLE),
        "unreadable agreement": cell("unreadable", "agreed_on", *UNREADABLE),
        "future doing": cell("future_date", "done_on", FAR_AHEAD),
        "agreed before receipt": before_receipt("agreed_on", "done_on"),
        "done before agreed": reversed_days("done_on", "agreed_on"),
    },
    COMPLIMENTS: {
        **{kind: ANY_COMPANION[kind] for kind in ANY_COMPANION if kind != UNKNOWN},
        "no service": cell("required", "service", ""),
        "no receipt": cell("required", "received_on", ""),
        "unreadable receipt": cell("unreadable", "received_on", *UNREADABLE),
        "future receipt": cell("future_date", "received_on", FAR_AHEAD),
    },
    OMBUDSMAN: {
        **ANY_COMPANION,
        "unreadable referral": cell("unreadable", "ombudsman_referred_on", *UNREADABLE),
        "unknown decision": cell("unknown_code", "ombudsman_decision", "Upheld"),
        "unknown answer": cell("unknown_code", "ombudsman_investigated", "Yes", "y"),
        "future decision": cell("future_date", "ombudsman_decided_on", FAR_AHEAD),
        "decided before referral": reversed_days(
            "ombudsman_decided_on", "ombudsman_referred_on"
        ),
    },
}


def bad_companion(
    rng: random.Random, name: str, kind: str, row: Row, received: dict[str, str]
) -> Line:
    """A companion's row that must be refused."""
    plant = BAD_COMPANIONS[name][kind]
    row["received"] = received.get(row["reference"], "")
    plant.spoil(rng, row)
    cells = [row.get(column, "") for column in COLUMNS[name]]
    if kind == "too few cells":
        cells = cells[:-1]
    elif kind == "too many cells":
        cells = [*cells, ""]
    return Line(
        cells, row["reference"], "refused", plant.rule, plant.column, plant.also, kind
    )


def main(arguments: list[str] | None = None) -> int:
    """Write a folder from the command line."""
    parser = argparse.ArgumentParser(description="Make up a register.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bad", type=float, default=0.0)
    parser.add_argument("--irregular", type=float, default=0.0)
    parser.add_argument("--repeats", type=float, default=0.0)
    given = parser.parse_args(arguments)
    made = generate(
        given.rows,
        given.seed,
        bad=given.bad,
        irregular=given.irregular,
        repeats=given.repeats,
    )
    labels = made.write(given.folder)
    sys.stdout.write(json.dumps(labels["counts"], indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
