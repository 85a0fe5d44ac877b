"""The import of a register and its companions, file by file, row by row."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from caseledger.casework import EventLog
from caseledger.register import complaints, compliments
from caseledger.register.checks import Fault
from caseledger.register.columns import SHEETS
from caseledger.register.companions import Companions
from caseledger.register.importing import (
    BadRow,
    Choices,
    Reading,
    Row,
    Sheet,
    Summary,
    Tally,
    read_row,
    readers,
    rejected,
)
from caseledger.register.records import Records

_Result = tuple[Row | BadRow, bool | Fault]


def import_register(
    log: EventLog,
    sheets: Iterable[Sheet],
    choices: Choices,
    *,
    new_id: Callable[[], str],
    dry_run: bool = False,
    progress: Callable[[str], None] = lambda _file: None,
) -> Summary:
    """
    Record what the files say and was not recorded; return what came of each row.

    With `dry_run` everything is judged and nothing recorded. `progress` is told the
    file of each row as it is read. Raises `StaleCase` if somebody else records at
    the same time: run it again, it goes on where it stopped.
    """
    records = Records(log, new_id, dry_run)
    summary = Summary()
    for sheet in sheets:
        reading = Reading(sheet, choices, records, summary)
        tally = summary.tallies[sheet.file] = Tally()
        for row, result in _results(reading):
            progress(sheet.file)
            tally.read += 1
            if isinstance(result, Fault):
                tally.refused += 1
                summary.rejected.append(rejected(sheet, row, result))
            elif result:
                tally.imported += 1
            else:
                tally.unchanged += 1
        records.flush()
    summary.rejected.sort(key=_place_in(summary))
    return summary


def _place_in(summary: Summary) -> Callable[[Any], tuple[int, int]]:
    files = list(summary.tallies)
    return lambda one: (files.index(one.file), one.row)


def _results(reading: Reading) -> Iterator[_Result]:
    sheet = reading.sheet
    columns = readers(sheet, today=reading.choices.today)
    required = [column.name for column in SHEETS[sheet.name] if column.required]
    if sheet.name in ("register", "compliments"):
        yield from _rows(reading, columns, required)
        return
    by_complaint: dict[str, list[tuple[Row, dict[str, Any]]]] = {}
    for row in sheet.rows():
        try:
            cells = read_row(row, columns, required)
        except Fault as fault:
            yield row, fault
        else:
            if isinstance(row, Row):
                by_complaint.setdefault(cells["reference"], []).append((row, cells))
    for rows in by_complaint.values():
        yield from Companions(reading).take(rows)


def _rows(
    reading: Reading,
    columns: dict[str, Any],
    required: list[str],
) -> Iterator[_Result]:
    register = reading.sheet.name == "register"
    take = complaints.take if register else compliments.take
    conflicting = complaints.doubled(reading, columns) if register else frozenset()
    for row in reading.sheet.rows():
        try:
            cells = read_row(row, columns, required)
            _refuse_doubled(cells["reference"], conflicting)
            changed = isinstance(row, Row) and take(reading, row, cells)
        except Fault as fault:
            yield row, fault
        else:
            yield row, changed


def _refuse_doubled(reference: str, conflicting: frozenset[str]) -> None:
    if reference in conflicting:
        message = "rows that are not equal share this reference"
        raise Fault("reference", "duplicate", message)
