"""
What must be fast, each beside its floor, both measured in the same run.

A floor is the least work that gives the same result: the raw driver, the decoder
and a loop. Ratios can be compared between machines, seconds cannot. Run it by
`make bench`; each figure is the median of several runs, taken in turn.
"""

import csv
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import timeit
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from unittest.mock import patch
from uuid import uuid4

import msgspec

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from caseledger.annual_report import Period, compile_report  # noqa: E402
from caseledger.calendar import ENGLAND  # noqa: E402
from caseledger.casework import Append, Entry, Kind, ReferenceReserved  # noqa: E402
from caseledger.complaint import Event, Meta, Terms, evolve  # noqa: E402
from caseledger.complaint import events as happened  # noqa: E402
from caseledger.eventlog import SystemClock, recorders, sqlite_log  # noqa: E402
from caseledger.eventlog.names import STORED_NAMES  # noqa: E402
from caseledger.proof import verify  # noqa: E402
from caseledger.read_models import ALL_MODELS  # noqa: E402
from caseledger.register import Choices, import_register  # noqa: E402
from caseledger.reports import Subject, render_json  # noqa: E402
from caseledger.reports.html import render_html  # noqa: E402
from caseledger.rules import Procedure  # noqa: E402
from caseledger.sheets import register_sheets  # noqa: E402
from caseledger.viewstore import ViewStore, evidence  # noqa: E402
from oracle import generate  # noqa: E402 - it stands beside the tests

ROWS = 10_000
REPEATS = 5
BATCH = 1_000
CLOCK = SystemClock()
META = Meta(recorded_at=CLOCK.now(), actor="bench", role="bench", command_id="bench")

Row = tuple[str, int, str, bytes]
SCHEMA = """
CREATE TABLE stored_events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    UNIQUE (originator_id, originator_version)
)
"""
INSERT = (
    "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
    " VALUES (?, ?, ?, ?)"
)


def main() -> None:
    """Measure everything and print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        register = folder / "register"
        made = [sys.executable, generate.__file__, str(register), "--rows", str(ROWS)]
        subprocess.run([*made, "--seed", "1"], check=True, capture_output=True)
        print(
            f"{ROWS:,} rows, medians of {REPEATS} runs taken in turn with the floor\n"
        )
        print(f"{'work':<46}{'ours':>12}{'floor':>12}{'ratio':>8}{'goal':>9}")
        bench_import(folder, register)
        bench_replay(folder)
        bench_fold(folder)
        bench_append(folder)
        bench_chain(folder)
        bench_verify(folder)
        bench_report(folder)
    bench_calendar()
    bench_help()


def show(work: str, ours: float, floor: float | None, goal: str) -> None:
    """Print one line; seconds are scaled to what can be read."""
    ratio = f"{ours / floor:.2f}" if floor else "-"
    least = scaled(floor) if floor else "-"
    print(f"{work:<46}{scaled(ours):>12}{least:>12}{ratio:>8}{goal:>9}")


def scaled(seconds: float) -> str:
    """
    Return seconds with a unit that suits them.

    >>> scaled(0.0025)
    '2.50 ms'
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.2f} {unit}"
    return f"{seconds / 1e-9:.0f} ns"


def pair(
    ours: Callable[[], object], floor: Callable[[], object]
) -> tuple[float, float]:
    """Return the medians of two pieces of work run in turn."""
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(REPEATS):
        for times, work in zip(took, (ours, floor), strict=True):
            start = perf_counter()
            work()
            times.append(perf_counter() - start)
    return statistics.median(took[0]), statistics.median(took[1])


def store(folder: Path, name: str) -> Path:
    """Return a new file to keep a log in."""
    path = folder / f"{name}-{uuid4().hex}.db"
    path.unlink(missing_ok=True)
    return path


def raw(path: Path) -> sqlite3.Connection:
    """Open a database as plainly as durability allows."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    return db


def stored_rows(path: Path) -> list[Row]:
    """Return everything that a log holds, as it is stored."""
    db = sqlite3.connect(path)
    columns = "originator_id, originator_version, topic, state"
    return list(db.execute(f"SELECT {columns} FROM stored_events ORDER BY position"))


def bench_import(folder: Path, register: Path) -> None:
    """Import a register; the floor reads its rows and inserts the same events raw."""
    sheets = [sheet for sheet in register_sheets(register) if sheet.name == "register"]
    choices = Choices(
        terms=Terms(),
        today=CLOCK.today(),
        now=CLOCK.now(),
        actor="bench",
    )
    kept = folder / "log.db"

    def ours(path: Path | None = None) -> None:
        log = sqlite_log(path or store(folder, "ours"))
        import_register(log, sheets, choices, new_id=lambda: uuid4().hex)
        log.close()

    ours(kept)
    rows = stored_rows(kept)

    def floor() -> None:
        with (register / "register.csv").open(newline="", encoding="utf-8") as file:
            for _ in csv.DictReader(file):
                pass
        db = raw(store(folder, "floor"))
        db.execute(SCHEMA)
        for at in range(0, len(rows), BATCH):
            db.execute("BEGIN IMMEDIATE")
            db.executemany(INSERT, rows[at : at + BATCH])
            db.execute("COMMIT")
        db.close()

    show(f"import of {ROWS:,} rows, {len(rows):,} events", *pair(ours, floor), "<= 10")


def bench_replay(folder: Path) -> None:
    """Replay a case of 100 events; the floor selects, decodes and folds by hand."""
    path = folder / "replay.db"
    log = sqlite_log(path)
    long: list[Event] = [
        happened.Received(
            occurred_on=date(2024, 1, 2),
            reference="LONG",
            procedure=Procedure.CORPORATE,
            service="Bench",
            team=None,
            channel=None,
            capacity=None,
            theme=None,
            complainant_id=None,
            grounds_arose_on=None,
            deadline=Terms().deadline(
                happened.DeadlineName.STAGE_1_RESPONSE,
                Procedure.CORPORATE,
                counted_from=date(2024, 1, 2),
            ),
        ),
        *(happened.ReferredToOmbudsman(occurred_on=date(2024, 1, 3), referral=1),) * 99,
    ]
    stream = uuid4().hex
    log.append(Append(stream, 0, [Entry(event, None, META) for event in long]))
    db = sqlite3.connect(path)
    decoders = decoders_of(whole=True)

    def ours() -> None:
        state = None
        for one in log.read(stream):
            if isinstance(one.event, Event):
                state = evolve(state, one.event)

    def floor() -> None:
        state = None
        for name, stored in db.execute(
            "SELECT topic, state FROM stored_events WHERE originator_id = ?"
            " ORDER BY originator_version",
            (stream,),
        ):
            event = decoders[name](stored)[1]
            if isinstance(event, Event):
                state = evolve(state, event)

    show("replay of a case of 100 events", *best(ours, floor), "<= 2")
    log.close()


def best(
    ours: Callable[[], object], floor: Callable[[], object]
) -> tuple[float, float]:
    """Return what two short pieces of work take, the shortest of many."""
    found = []
    for work in (ours, floor):
        timer = timeit.Timer(work)
        count, _ = timer.autorange()
        found.append(min(timer.repeat(REPEATS, count)) / count)
    return found[0], found[1]


def decoders_of(*, whole: bool) -> dict[str, Callable[[bytes], tuple[object, ...]]]:
    """Return a plain decoder for every stored name."""
    apart = msgspec.Raw
    return {
        name: msgspec.json.Decoder(
            tuple[  # type: ignore[misc] # the classes are values here
                Meta if whole else apart,
                shape.event,
                (shape.details | None if shape.details else None) if whole else apart,
            ],
        ).decode
        for name, shape in STORED_NAMES.items()
    }


def bench_fold(folder: Path) -> None:
    """Fold the whole log to counts; the floor is a cursor, a decoder, a loop."""
    path = folder / "log.db"
    log = sqlite_log(path)
    db = sqlite3.connect(path)
    decoders = decoders_of(whole=False)

    def ours() -> None:
        counts: dict[type, int] = {}
        for placed in log.stream():
            kind = type(placed.event)
            counts[kind] = counts.get(kind, 0) + 1

    def floor() -> None:
        counts: dict[type, int] = {}
        cursor = db.execute(
            "SELECT position, originator_id, originator_version, topic, state"
            " FROM stored_events ORDER BY position",
        )
        for _, _, _, name, stored in cursor:
            kind = type(decoders[name](stored)[1])
            counts[kind] = counts.get(kind, 0) + 1

    show(f"folding {log.position():,} events", *pair(ours, floor), "<= 1.25")
    log.close()


def bench_append(folder: Path) -> None:
    """Append one event per transaction, fsync on; the floor inserts the same bytes."""
    path = store(folder, "append")
    log = sqlite_log(path)
    db = raw(store(folder, "append-floor"))
    db.execute(SCHEMA)
    reserved = ReferenceReserved(kind=Kind.COMPLAINT, reference="X", stream="Y")
    entry = Entry(reserved, None, META)
    log.append(Append(uuid4().hex, 0, [entry]))
    _, _, name, stored = stored_rows(path)[0]
    count = 500

    def ours() -> None:
        for _ in range(count):
            log.append(Append(uuid4().hex, 0, [entry]))

    def floor() -> None:
        for _ in range(count):
            db.execute("BEGIN IMMEDIATE")
            db.execute(INSERT, (uuid4().hex, 1, name, stored))
            db.execute("COMMIT")

    took, least = pair(ours, floor)
    show("append, 1 event per transaction", took / count, least / count, "<= 1.2")
    log.close()


def bench_chain(folder: Path) -> None:
    """Append with a link for each event; the floor is the same work without."""
    log = sqlite_log(store(folder, "chain"))
    reserved = ReferenceReserved(kind=Kind.COMPLAINT, reference="X", stream="Y")
    entry = Entry(reserved, None, META)
    count = 500

    def ours() -> None:
        for _ in range(count):
            log.append(Append(uuid4().hex, 0, [entry]))

    def floor() -> None:
        with patch.object(recorders, "link", lambda *_: b""):
            ours()

    took, least = pair(ours, floor)
    show("append, with the chain and without", took / count, least / count, "<= 1.15")
    log.close()


def bench_verify(folder: Path) -> None:
    """Check a whole log; the floor reads it and hashes each event once."""
    path = folder / "log.db"
    log = sqlite_log(path)
    db = sqlite3.connect(path)

    def ours() -> None:
        assert verify(log).holds

    def floor() -> None:
        for *_, state in db.execute(
            "SELECT position, originator_id, originator_version, topic, state"
            " FROM stored_events ORDER BY position",
        ):
            sha256(state).digest()

    took, least = pair(ours, floor)
    show(f"verify {log.position():,} events", took, least, "-")
    million = took / log.position() * 1_000_000
    show("the same of 1,000,000 events", million, None, "60 s")
    log.close()


def bench_report(folder: Path) -> None:
    """Report over all complaints; the floor reads the same rows and does no more."""
    log = sqlite_log(folder / "log.db")
    views = ViewStore(log, folder / "log.db-views")
    start = perf_counter()
    taken = views.catch_up()
    show(f"read models catch up on {taken:,} events", perf_counter() - start, None, "-")
    db = sqlite3.connect(folder / "log.db-views")
    tables = [model.name for model in ALL_MODELS]

    def ours() -> None:
        report = compile_report(
            evidence(views),
            service="Children and Family Services",
            period=Period.named("2023-24"),
            as_at=CLOCK.today(),
        )
        render_json(report)
        render_html(Subject(report=report))

    def floor() -> None:
        for table in tables:
            db.execute(f"SELECT * FROM {table}").fetchall()

    show(f"report over {ROWS:,} complaints", *pair(ours, floor), "-")
    log.close()


def bench_calendar() -> None:
    """Add working days; there is no floor but the goal itself."""
    add, start = ENGLAND.add, date(2024, 3, 19)
    timer = timeit.Timer(lambda: add(start, 65))
    count, _ = timer.autorange()
    show(
        "add 65 working days", min(timer.repeat(REPEATS, count)) / count, None, "500 ns"
    )


def bench_help() -> None:
    """Start the command cold; the floor is Python itself."""
    command = Path(sys.executable).with_name("caseledger")

    def ours() -> None:
        subprocess.run([command, "--help"], check=True, capture_output=True)

    def floor() -> None:
        subprocess.run([sys.executable, "-c", ""], check=True, capture_output=True)

    show("caseledger --help, cold", *pair(ours, floor), "150 ms")


if __name__ == "__main__":
    main()
