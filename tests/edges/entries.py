"""
Every place where something comes in: what each kind of bad input is there, and why not.

An entry point gives a value to the product as its users would, and tells what came of
it: refused, in which words and with what left behind; or accepted, and found again in
every place where it can be looked for.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType

import attrs

from caseledger.casework import EventLog
from caseledger.exports import Cell, Dialect, Table, csv_lines, json_lines
from caseledger.history import history_lines
from caseledger.read_models import COMPLAINTS
from edges.kinds import TEXTS
from register.registers import complaint, events

FORMULA = "=+-@\uff1d"


@attrs.frozen
class Refused:
    """It was refused in these words; `left` counts what was stored all the same."""

    said: str
    left: int = 0


@attrs.frozen
class Found:
    """It was accepted, and these are found again in its place."""

    values: tuple[object, ...]


Came = Refused | Found


@attrs.frozen
class Try:
    """
    A bad value in a place.

    `kept` is what must be found again, None if it must be refused; a refusal `names`
    the place.
    """

    place: str
    give: Callable[[Path], Came]
    kept: object
    names: str = ""


Tries = Mapping[int, Sequence[Try]]


@attrs.frozen(kw_only=True)
class Entry:
    """
    A place where something comes in.

    `without` are the kinds that are not tried there, by the reason. `echoes` says why
    a refusal may repeat what was given, where it may.
    """

    name: str
    tries: Tries
    without: Mapping[str, Sequence[int]]
    echoes: str = ""


def together(*several: Tries) -> Tries:
    """Return the tries of all."""
    found: dict[int, list[Try]] = {}
    for tries in several:
        for kind, some in tries.items():
            found.setdefault(kind, []).extend(some)
    return found


def texts(
    place: str,
    sort: str,
    give: Callable[[str, Path], Came],
    names: Mapping[int, str] = MappingProxyType({}),
) -> Tries:
    """Try every text as an id, a line or a note; `names` where no place is named."""
    return {
        kind: [
            Try(
                *(place, partial(give, text.given), getattr(text, sort)),
                names.get(kind, place),
            )
            for text in TEXTS[kind]
        ]
        for kind in TEXTS
    }


def values(
    place: str,
    told: Mapping[int, Mapping[str, object]],
    give: Callable[[str, Path], Came],
    names: str | None = None,
) -> Tries:
    """Try days or numbers."""
    named = place if names is None else names
    return {
        kind: [
            Try(place, partial(give, text), kept, named) for text, kept in some.items()
        ]
        for kind, some in told.items()
    }


def documents(
    give: Callable[[bytes, Path], Came],
    told: Mapping[int, Mapping[str, tuple[str | bytes, object]]],
) -> Tries:
    """Try whole documents: each with what is found again, or None."""
    return {
        kind: [
            Try(
                name,
                partial(give, raw.encode() if isinstance(raw, str) else raw),
                kept,
            )
            for name, (raw, kept) in some.items()
        ]
        for kind, some in told.items()
    }


# --- Where an accepted value is found again -------------------------------------------


def found_again(log: EventLog, column: str) -> tuple[object, ...]:
    """Return a column of CF-1 as the read model has it, and each export of that."""
    stands = complaint(log, "CF-1")
    assert stands is not None
    rows = list(COMPLAINTS.rows("case", stands))
    names = [one.name for one in COMPLAINTS.columns]
    at = names.index(column)
    table = Table(
        name="complaints",
        question="?",
        columns=COMPLAINTS.columns,
        rows=[[_plain(cell) for cell in attrs.astuple(row)] for row in rows],
    )
    as_json = [json.loads(line)[column] for line in json_lines(table)]
    (_, *as_csv) = csv.reader(io.StringIO("".join(csv_lines(table)), newline=""))
    # A spreadsheet is given an apostrophe before what it would take for a formula.
    lines = "".join(csv_lines(table, dialect=Dialect.EXCEL))
    (_, *as_excel) = csv.reader(io.StringIO(lines, newline=""))
    projected = [getattr(row, column) for row in rows]
    return (
        *projected,
        *as_json,
        *(row[at] for row in as_csv),
        *(_as_shown(row[at]) for row in as_excel),
    )


def _plain(cell: object) -> Cell:
    # As the read model's own table gives it back.
    return str(cell) if isinstance(cell, str) else cell  # type: ignore[return-value] # cells are no other


def _as_shown(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in set(FORMULA) else cell


def told_of(log: EventLog) -> tuple[object, ...]:
    """Return the personal texts that a history tells of CF-1."""
    lines = history_lines(events(log, "CF-1"))
    return tuple(
        text for line in lines for text in line.personal.values() if text is not None
    )
