"""A row of compliments.csv: a small stream of its own, known by its reference."""

from typing import Any

from caseledger.casework import Entry, Kind, LedgerEvent
from caseledger.complaint import Meta
from caseledger.feedback import (
    FACTS,
    ComplimentCorrected,
    ComplimentCorrectionDetails,
    ComplimentNoted,
    ComplimentReceived,
)
from caseledger.register.checks import Fault
from caseledger.register.importing import Corrections, Reading, Row
from caseledger.register.records import Praise


def take(reading: Reading, row: Row, cells: dict[str, Any]) -> bool:
    """Record what a row adds and say whether it added anything. Raises `Fault`."""
    records = reading.records
    known = records.compliment(cells["reference"])
    late = known is not None and known.stream not in records.fresh
    meta = reading.meta(row.line, late=late)
    if known is None or known.compliment is None:
        received = ComplimentReceived(
            occurred_on=cells["received_on"],
            reference=cells["reference"],
            service=cells["service"],
            team=cells.get("team"),
            theme=cells.get("theme"),
        )
        known = Praise(records.reserve(Kind.COMPLIMENT, cells["reference"], meta))
        entries = [Entry(received, None, meta)]
    else:
        entries = _difference(
            reading,
            known.compliment,
            cells,
            meta,
            again=known.stream in records.told,
        )
    records.told.add(known.stream)
    if entries:
        records.record(known.stream, known.version, entries)
        for entry in entries:
            known.add(entry.event)
        records.keep(known)
    return bool(entries)


def _difference(
    reading: Reading,
    compliment: ComplimentReceived,
    cells: dict[str, Any],
    meta: Meta,
    *,
    again: bool,
) -> list[Entry]:
    was = {
        "service": compliment.service,
        "team": compliment.team,
        "received_on": compliment.occurred_on,
        "theme": compliment.theme,
    }
    entries = []
    for fact in FACTS:
        if fact not in cells or cells[fact] == was[fact]:
            continue
        if was[fact] is None:
            noted: LedgerEvent = ComplimentNoted(fact=fact, value=str(cells[fact]))
            entries.append(Entry(noted, None, meta))
            continue
        if reading.choices.corrections is Corrections.REFUSE:
            message = f"{fact} differs from what is recorded"
            raise Fault(fact, "differs", message)
        if again:
            # As a correction, it would be taken back by the other at each import.
            message = f"{fact} differs from another row with this reference"
            raise Fault(fact, "differs", message)
        corrected = ComplimentCorrected(
            fact=fact,
            was=str(was[fact]),
            now=str(cells[fact]),
        )
        details = ComplimentCorrectionDetails(because=reading.choices.because)
        entries.append(Entry(corrected, details, meta))
    return entries
