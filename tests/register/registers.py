"""Registers for tests: rows written as files, imported, and looked at afterwards."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import attrs

from caseledger.annual_report import Evidence, Period, Report, compile_report
from caseledger.casework import (
    EventLog,
    Kind,
    RecordedEvent,
    ReferenceReserved,
    reservation,
)
from caseledger.complaint import Complaint, Event, Terms, fold
from caseledger.eventlog import memory_log
from caseledger.register import (
    Choices,
    Corrections,
    Irregular,
    Summary,
    Tally,
    import_register,
)
from caseledger.reports.json import render_json
from caseledger.sheets import PLAIN, register_sheets
from caseledger.sheets import Mapping as SheetMappings
from caseledger.viewstore import ViewStore, evidence
from oracle.reckon import COLUMNS, OPTIONAL_REGISTER_COLUMNS, REGISTER

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SERVICE = "Children and Family Services"
HEADINGS = {**COLUMNS, REGISTER: (*COLUMNS[REGISTER], *OPTIONAL_REGISTER_COLUMNS)}

Cells = Mapping[str, str]


@attrs.frozen
class Register:
    """A log that a folder of files is imported into, again and again."""

    folder: Path
    log: EventLog = attrs.field(factory=memory_log)

    def write(self, *rows: Cells, **companions: Sequence[Cells]) -> None:
        """Write register.csv, and companions by their names."""
        self._write(REGISTER, rows)
        for name, lines in companions.items():
            self._write(f"{name}.csv", lines)

    def _write(self, name: str, rows: Sequence[Cells]) -> None:
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADINGS[name])
            writer.writeheader()
            writer.writerows(rows)

    def take(self, *rows: Cells, **companions: Sequence[Cells]) -> Summary:
        """Write a register and import it, everything else being as by default."""
        self.write(*rows, **companions)
        return imported(self.log, self.folder)

    def again(self, *rows: Cells, **companions: Sequence[Cells]) -> Summary:
        """Write a register and import it with corrections."""
        self.write(*rows, **companions)
        return imported(self.log, self.folder, because="it was misread")

    def events(self, reference: str) -> list[RecordedEvent]:
        """Return all that is recorded of a complaint."""
        return events(self.log, reference)


def imported(
    log: EventLog,
    folder: Path,
    *,
    mapping: SheetMappings = PLAIN,
    irregular: str = "record",
    because: str = "",
    dry_run: bool = False,
    today: date = TODAY,
    progress: Callable[[str], None] = lambda _file: None,
) -> Summary:
    """Import a folder; the choices are those of `choices`."""
    numbers = count(log.position() + 1)
    return import_register(
        log,
        register_sheets(folder, mapping),
        choices(irregular=irregular, because=because, today=today),
        new_id=lambda: f"stream-{next(numbers)}",
        dry_run=dry_run,
        progress=progress,
    )


def choices(
    *,
    irregular: str = "record",
    because: str = "",
    today: date = TODAY,
) -> Choices:
    """Return how to import, with corrections if it is said why."""
    return Choices(
        terms=Terms(),
        today=today,
        now=NOW,
        actor="tester",
        irregular=Irregular(irregular),
        corrections=Corrections.RECORD if because else Corrections.REFUSE,
        because=because,
    )


def events(
    log: EventLog,
    reference: str,
    kind: Kind = Kind.COMPLAINT,
) -> list[RecordedEvent]:
    """Return the stream of a reference, empty if it has none."""
    for one in log.read(reservation(kind, reference)):
        if isinstance(one.event, ReferenceReserved):
            return list(log.read(one.event.stream))
    return []


def complaint(log: EventLog, reference: str) -> Complaint | None:
    """Return a complaint as all that is recorded of it leaves it."""
    return fold(
        one.event for one in events(log, reference) if isinstance(one.event, Event)
    )


def rules_of(log: EventLog, reference: str) -> list[str]:
    """Return the rules that a complaint's steps are marked with."""
    found = complaint(log, reference)
    return [] if found is None else [one.rule for one in found.irregularities]


def references(log: EventLog) -> list[str]:
    """Return the references of all complaints that are recorded, in that order."""
    reserved = (one.event for one in log.stream(only=(ReferenceReserved,)))
    return [
        event.reference
        for event in reserved
        if isinstance(event, ReferenceReserved) and event.kind is Kind.COMPLAINT
    ]


def whole(log: EventLog) -> dict[tuple[str, str], list[tuple[object, ...]]]:
    """
    Return every stream by kind and reference, ids and recording times apart.

    A stream that no reference was reserved for goes by its own id.
    """
    found: dict[str, list[tuple[object, ...]]] = {}
    names: dict[str, tuple[str, str]] = {}
    for placed in log.stream():
        if isinstance(placed.event, ReferenceReserved):
            names[placed.event.stream] = (placed.event.kind, placed.event.reference)
            continue
        found.setdefault(placed.stream, [])
    for stream, said in found.items():
        said += [
            (one.version, one.event, _details(one), one.meta.command_id, _late(one))
            for one in log.read(stream)
        ]
    streams = dict.fromkeys([*names, *found])
    return {names.get(one, ("", one)): found.get(one, []) for one in streams}


def _details(one: RecordedEvent) -> object:
    return None if one.details is None else attrs.asdict(one.details)


def _late(one: RecordedEvent) -> bool:
    return one.meta.provenance is not None and one.meta.provenance.late


def figures_of(log: EventLog) -> Evidence:
    """Return what reports are made from."""
    views = ViewStore(log, None)
    try:
        views.catch_up()
        return evidence(views)
    finally:
        views.close()


def compiled(
    found: Evidence,
    year: str,
    *,
    service: str = SERVICE,
    as_at: date = TODAY,
) -> Report:
    """Return the report of a year."""
    return compile_report(
        found,
        service=service,
        period=Period.named(year),
        as_at=as_at,
    )


# Held by tests/annual_report/test_second_reckoning.py.
FURTHER = (
    *("figures", "flows", "extensions", "by_capacity", "largest_complainant"),
    *("advocacy", "equality"),
)


def reported(report: Report) -> dict[str, Any]:
    """Return the figures of report.json that every reader of it may rely on."""
    document: dict[str, Any] = json.loads(render_json(report))
    for key in ("schema", "protected", "reconciliation", *FURTHER):
        del document[key]
    for duty in document["timeliness"]:
        del duty["by_quarter"]
    return document


def counts(tally: Tally) -> tuple[int, int, int, int]:
    """Return how many rows were read, imported, unchanged and refused."""
    return tally.read, tally.imported, tally.unchanged, tally.refused


def verdicts(summary: Summary) -> Iterator[tuple[str, int, str, str]]:
    """Go through the refused rows: file, line, rule and column."""
    for one in summary.rejected:
        yield one.file, one.row, one.rule, one.column
