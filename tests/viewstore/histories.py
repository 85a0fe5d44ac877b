"""Logs for tests of the read models, and what their tables hold."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from caseledger.casework import Append, Entry, EventLog, RecordedEvent
from caseledger.complaint import Terms
from caseledger.eventlog import memory_log
from caseledger.read_models import ReadModel
from caseledger.register import Choices, Corrections, import_register
from caseledger.sheets import register_sheets
from caseledger.viewstore import progress, store
from oracle.generate import generate
from viewstore import lived
from viewstore.places import Place, ask, in_order, tables

Model = ReadModel[Any, Any]

ROWS = 6
SEEDS = 8

Dump = dict[str, list[tuple[object, ...]]]
"""The rows of every table in the order of its columns, and how far each table is."""


@cache
def history(seed: int) -> list[RecordedEvent]:
    """Return the events of a generated register and of lived cases, in order."""
    log = memory_log()
    for again in (0, 1):
        # The second register shares references with the first: facts are corrected.
        folder = generate(ROWS, seed + again * SEEDS, irregular=0.2, repeats=0.1)
        with TemporaryDirectory() as path:
            folder.write(Path(path))
            import_register(
                log, register_sheets(Path(path)), choices(), new_id=ids(again)
            )
    lived.tell(log, ids(2), {**lived.CASES, "LIVED-6": lived.carried_out})
    streams: dict[str, list[RecordedEvent]] = {}
    found = []
    for placed in log.stream():
        stream = streams.setdefault(placed.stream, list(log.read(placed.stream)))
        found.append(stream[placed.version - 1])
    return found


def ids(start: int) -> Callable[[], str]:
    """Return ids that are the same in every run."""
    numbers = count(start * 1_000_000)
    return lambda: f"{next(numbers):032x}"


def choices() -> Choices:
    return Choices(
        terms=Terms(),
        today=date(2026, 6, 1),
        now=datetime(2026, 6, 1, 9, 0, tzinfo=UTC),
        actor="tester",
        corrections=Corrections.RECORD,
        because="the letter was read again",
    )


def record(log: EventLog, events: Sequence[RecordedEvent]) -> None:
    """Record events in a log, one by one, as they were recorded in another."""
    for one in events:
        entry = Entry(one.event, one.details, one.meta)
        log.append(Append(one.stream, one.version - 1, [entry]))


def log_of(events: Sequence[RecordedEvent]) -> EventLog:
    """Return a log in memory that holds some events."""
    log = memory_log()
    record(log, events)
    return log


def use_models(patched: pytest.MonkeyPatch, models: Sequence[Model]) -> None:
    """Let there be these read models and no others."""
    for module in (store, progress):
        patched.setattr(module, "ALL_MODELS", models)


def without_views(patched: pytest.MonkeyPatch) -> None:
    """Make tables only: the calendar takes longer than all else in a small file."""
    patched.setattr("caseledger.viewstore.views.are_fresh", lambda *_: True)


def dump(place: Place) -> Dump:
    """Return all that a place of read models holds, in an order that is its own."""
    return {name: _rows(place, name) for name in tables(place)}


def _rows(place: Place, table: str) -> list[tuple[object, ...]]:
    # Logs have ids of their own, and clocks go on: that of the bookkeeping differs.
    columns = "name, version, position, stopped" if table == "progress" else "*"
    return in_order(ask(place, f"SELECT {columns} FROM {table}"))  # noqa: S608 - our own tables
