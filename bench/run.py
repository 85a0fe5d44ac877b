"""
What must be fast, each beside its floor, both measured in the same run.

A floor is the least work that gives the same result: the raw driver, the decoder
and a loop. Beside it stands the eventsourcing library's default, its own aggregates
and JSON. Ratios can be compared between machines, seconds cannot. Run it by
`make bench`; each figure is the median of several runs, taken in turn. With `--write`
the table goes into `docs/performance.md`.
"""

import argparse
import csv
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import timeit
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from unittest.mock import patch
from uuid import uuid4

import holidays
import msgspec

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from engines import Engine, Postgres, Raw, SQLite, rows_of
from library import Library

from caseledger.annual_report import Period, compile_report
from caseledger.calendar import ENGLAND
from caseledger.casework import Append, Entry, Kind, ReferenceReserved
from caseledger.complaint import Event, Meta, Terms, evolve
from caseledger.complaint import events as happened
from caseledger.eventlog import POSTGRES as POSTGRESQL
from caseledger.eventlog import SQLITE as FILE
from caseledger.eventlog import RecorderLog, SystemClock, open_log, recorders
from caseledger.eventlog.names import STORED_NAMES
from caseledger.eventlog.postgres import postgres_store
from caseledger.proof import verify
from caseledger.register import Choices, import_register
from caseledger.reports import Subject, render_json
from caseledger.reports.html import render_html
from caseledger.rules import Procedure
from caseledger.sheets import register_sheets
from caseledger.viewstore import ViewStore, evidence
from caseledger.viewstore import store as viewstore
from oracle import generate
from postgres import server

ROWS = 10_000
REPEATS = 5
BATCH = 1_000
LONG = 100
PAGE = ROOT / "docs" / "performance.md"
MEASURED = ("<!-- measured: make bench -->\n", "<!-- until here -->")
CLOCK = SystemClock()
META = Meta(recorded_at=CLOCK.now(), actor="bench", role="bench", command_id="bench")
RESERVED = ReferenceReserved(kind=Kind.COMPLAINT, reference="X", stream="Y")
ENTRY = Entry(RESERVED, None, META)

Work = Callable[[], object]
HEADINGS = ("work", "ours", "floor", "ratio", "goal", "library")


def main() -> None:
    """Measure everything, print a table as it grows, and write it if asked to."""
    parser = argparse.ArgumentParser(description="Measure what must be fast.")
    parser.add_argument("--write", action="store_true", help=f"renew {PAGE.name}")
    given = parser.parse_args()
    lines = []
    for line in table():
        print(line, flush=True)
        lines.append(line)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(MEASURED[0])
        _, _, after = rest.partition(MEASURED[1])
        measured = "\n".join([MEASURED[0].strip(), *lines, MEASURED[1]])
        PAGE.write_text(before + measured + after, encoding="utf-8")


def table() -> Iterator[str]:
    """Go through the lines of the table."""
    yield (
        f"Measured on {CLOCK.today()}, Python {platform.python_version()}; a register "
        f"of {ROWS:,} rows, medians of {REPEATS} runs taken in turn. `ratio` is ours "
        "to the floor, `library` the library's default to the same floor."
    )
    yield ""
    yield "| " + " | ".join(HEADINGS) + " |"
    yield "|---|--:|--:|--:|--:|--:|"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        register = folder / "register"
        made = [sys.executable, generate.__file__, str(register), "--rows", str(ROWS)]
        subprocess.run([*made, "--seed", "1"], check=True, capture_output=True)
        engines: list[Engine] = [SQLite(folder)]
        if server.programs() is not None:
            engines.append(Postgres())
        for engine in engines:
            yield from of_engine(engine, register)
    yield from bench_calendar()
    yield from bench_help()


def of_engine(engine: Engine, register: Path) -> Iterator[str]:
    """Go through the lines about one engine."""
    imported = engine.place()
    for line in (
        bench_append(engine),
        bench_bulk(engine),
        bench_chain(engine),
        bench_replay(engine),
        bench_import(engine, register, imported),
        bench_fold(engine, imported),
        bench_verify(engine, imported),
        bench_models(engine, imported),
        bench_report(imported),
    ):
        for work, ours, floor, goal, library in line:
            yield show(f"{engine.name}: {work}", ours, floor, goal, library)


Measured = tuple[str, float, float | None, str, float | None]
"""What was done, seconds of ours, of the floor, the goal, seconds of the library."""


def show(
    work: str,
    ours: float,
    floor: float | None,
    goal: str,
    library: float | None = None,
) -> str:
    """Return one line; seconds are scaled to what can be read."""
    ratio = f"{ours / floor:.2f}" if floor else ""
    theirs = f"{library / floor:.2f}" if floor and library else ""
    least = scaled(floor) if floor else ""
    return f"| {work} | {scaled(ours)} | {least} | {ratio} | {goal} | {theirs} |"


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


def in_turn(*works: Work) -> list[float]:
    """Return the medians of some pieces of work run in turn."""
    took: list[list[float]] = [[] for _ in works]
    # What was written before is on the disk first, and does not count.
    os.sync()
    for _ in range(REPEATS):
        for times, work in zip(took, works, strict=True):
            start = perf_counter()
            work()
            times.append(perf_counter() - start)
    return [statistics.median(times) for times in took]


def best(*works: Work) -> list[float]:
    """Return what some short pieces of work take, the shortest of many."""
    found = []
    for work in works:
        timer = timeit.Timer(work)
        count, _ = timer.autorange()
        found.append(min(timer.repeat(REPEATS, count)) / count)
    return found


def stored_entry(engine: Engine) -> tuple[str, bytes]:
    """Return the name and bytes under which an entry is stored."""
    place = engine.place()
    with closing(open_log(place)) as log:
        log.append(Append(uuid4().hex, 0, [ENTRY]))
    [(_, _, name, stored)] = rows_of(engine.raw(place))
    return name, stored


def library_of(engine: Engine) -> Library:
    """Return the library's default on an engine."""
    return Library(engine.library(engine.place()))


def bench_append(engine: Engine) -> Iterator[Measured]:
    """Append one event per transaction, fsync on; the floor inserts the same bytes."""
    name, stored = stored_entry(engine)
    log, raw, library = open_log(engine.place()), new_raw(engine), library_of(engine)
    count = 500

    def ours() -> None:
        for _ in range(count):
            log.append(Append(uuid4().hex, 0, [ENTRY]))

    def floor() -> None:
        for _ in range(count):
            raw.insert([(uuid4().hex, 1, name, stored)])

    took = in_turn(ours, floor, lambda: library.append(count))
    ours_, least, theirs = (one / count for one in took)
    yield "append, 1 event per transaction", ours_, least, "1.2", theirs
    log.close()
    library.close()


def new_raw(engine: Engine) -> Raw:
    """Return the driver alone, over a new table."""
    raw = engine.raw(engine.place())
    raw.make()
    return raw


def bench_bulk(engine: Engine) -> Iterator[Measured]:
    """Append a thousand events per transaction; the floor inserts the same bytes."""
    name, stored = stored_entry(engine)
    log, raw, library = open_log(engine.place()), new_raw(engine), library_of(engine)

    def ours() -> None:
        log.append(*[Append(uuid4().hex, 0, [ENTRY]) for _ in range(BATCH)])

    def floor() -> None:
        raw.insert([(uuid4().hex, 1, name, stored) for _ in range(BATCH)])

    took = in_turn(ours, floor, lambda: library.append_together(BATCH))
    ours_, least, theirs = (one / BATCH for one in took)
    yield f"append, {BATCH:,} events per transaction", ours_, least, "2", theirs
    log.close()
    library.close()


def bench_chain(engine: Engine) -> Iterator[Measured]:
    """Append with a link for each event; the floor is the same work without."""
    log = open_log(engine.place())
    count = 500

    def ours() -> None:
        for _ in range(count):
            log.append(Append(uuid4().hex, 0, [ENTRY]))

    def floor() -> None:
        with patch.object(recorders, "link", lambda *_: b""):
            ours()

    took, least = in_turn(ours, floor)
    yield "append, with links and without", took / count, least / count, "1.15", None
    log.close()


def bench_replay(engine: Engine) -> Iterator[Measured]:
    """Replay a long case; the floor selects, decodes and folds by hand."""
    place, stream = engine.place(), uuid4().hex
    log = open_log(place)
    log.append(Append(stream, 0, [Entry(event, None, META) for event in long_case()]))
    raw, decoders, library = engine.raw(place), decoders_of(), library_of(engine)
    library.make_long(LONG)

    def ours() -> None:
        state = None
        for one in log.read(stream):
            if isinstance(one.event, Event):
                state = evolve(state, one.event)

    def floor() -> None:
        state = None
        for name, stored in raw.of_stream(stream):
            event = decoders[name](stored)[1]
            if isinstance(event, Event):
                state = evolve(state, event)

    ours_, least, theirs = best(ours, floor, library.replay)
    yield f"replay of a case of {LONG} events", ours_, least, "2", theirs
    log.close()
    library.close()


def long_case() -> list[Event]:
    """Return a case of many events."""
    start = date(2024, 1, 2)
    received = happened.Received(
        occurred_on=start,
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
            counted_from=start,
        ),
    )
    referred = happened.ReferredToOmbudsman(occurred_on=start, referral=1)
    return [received, *(referred,) * (LONG - 1)]


def decoders_of(
    *, whole: bool = True
) -> dict[str, Callable[[bytes], tuple[object, ...]]]:
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


def bench_import(engine: Engine, register: Path, kept: str) -> Iterator[Measured]:
    """Import a register; the floor reads its rows and inserts the same events raw."""
    sheets = [sheet for sheet in register_sheets(register) if sheet.name == "register"]
    choices = Choices(
        terms=Terms(), today=CLOCK.today(), now=CLOCK.now(), actor="bench"
    )

    def import_into(place: str) -> None:
        with closing(open_log(place)) as log:
            import_register(log, sheets, choices, new_id=lambda: uuid4().hex)

    import_into(kept)
    rows = rows_of(engine.raw(kept))

    def floor() -> None:
        with (register / "register.csv").open(newline="", encoding="utf-8") as file:
            for _ in csv.DictReader(file):
                pass
        raw = new_raw(engine)
        for at in range(0, len(rows), BATCH):
            raw.insert(rows[at : at + BATCH])

    took, least = in_turn(lambda: import_into(engine.place()), floor)
    yield f"import, {ROWS:,} rows, {len(rows):,} events", took, least, "10", None


def bench_fold(engine: Engine, place: str) -> Iterator[Measured]:
    """Fold the whole log to counts; the floor is a cursor, a decoder, a loop."""
    log, raw, library = open_log(place), engine.raw(place), library_of(engine)
    decoders = decoders_of(whole=False)
    for _ in range(20):
        library.append_together(BATCH)
    events, theirs_events = log.position(), library.fold()

    def ours() -> None:
        counts: dict[type, int] = {}
        for placed in log.stream():
            kind = type(placed.event)
            counts[kind] = counts.get(kind, 0) + 1

    def floor() -> None:
        counts: dict[type, int] = {}
        for _, _, _, name, stored in raw.whole():
            kind = type(decoders[name](stored)[1])
            counts[kind] = counts.get(kind, 0) + 1

    ours_, least, theirs = in_turn(ours, floor, library.fold)
    yield (
        f"folding, an event of {events:,}",
        ours_ / events,
        least / events,
        "1.25",
        theirs / theirs_events,
    )
    log.close()
    library.close()


def bench_verify(engine: Engine, place: str) -> Iterator[Measured]:
    """Check a whole log; the floor reads it and hashes each event once."""
    log, raw = open_log(place), engine.raw(place)

    def ours() -> None:
        assert verify(log).holds

    def floor() -> None:
        for *_, state in raw.whole():
            sha256(state).digest()

    took, least = in_turn(ours, floor)
    million = took / log.position() * 1_000_000
    yield f"verify {log.position():,} events", took, least, "", None
    yield "the same of 1,000,000 events", million, None, "60 s", None
    log.close()


def bench_models(engine: Engine, place: str) -> Iterator[Measured]:
    """Build every read model in batches; the floor is one transaction per event."""
    with closing(open_log(place)) as log, closing(views_of(log, place)) as views:
        events = log.position()
        batched = in_turn(views.rebuild)[0] / events
    beside, some = engine.place(), 500
    few = open_log(beside)
    with closing(open_log(place)) as log:
        take_some(few, log, some)
    with patch.object(viewstore, "BATCH", 1), closing(views_of(few, beside)) as views:
        start = perf_counter()
        views.catch_up()
        one_by_one = (perf_counter() - start) / few.position()
    few.close()
    times = one_by_one / batched
    work = f"read models, an event of {events:,}; {times:.0f} times as fast as singly"
    yield work, batched, None, "50 times", None


def take_some(few: RecorderLog, log: RecorderLog, count: int) -> None:
    """Copy the first events of a log."""
    rows = log.stored()
    few.adopt(log.log_id, [next(rows) for _ in range(count)])


def views_of(log: RecorderLog, place: str) -> ViewStore:
    """Return the read models beside a log."""
    if place.startswith(POSTGRESQL):
        return ViewStore(log, postgres_store(place))
    return ViewStore(log, Path(f"{place.removeprefix(FILE)}-views"))


def bench_report(place: str) -> Iterator[Measured]:
    """Draw up and render the report over all complaints."""
    with closing(open_log(place)) as log, closing(views_of(log, place)) as views:
        views.catch_up()

        def ours() -> None:
            report = compile_report(
                evidence(views),
                service="Children and Family Services",
                period=Period.named("2023-24"),
                as_at=CLOCK.today(),
            )
            render_json(report)
            render_html(Subject(report=report))

        [took] = in_turn(ours)
    yield f"report over {ROWS:,} complaints", took, None, "", None


def bench_calendar() -> Iterator[str]:
    """Add working days; the library beside it looks each day up, as most code does."""
    add, start = ENGLAND.add, date(2024, 3, 19)
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(2023, 2026))
    ours, theirs = best(
        lambda: add(start, 65), lambda: england.get_nth_working_day(start, 65)
    )
    name = f"add 65 working days ({scaled(theirs)} by the package holidays)"
    yield show(name, ours, None, "500 ns")


def bench_help() -> Iterator[str]:
    """Start the command cold; the floor is Python itself."""
    command = Path(sys.executable).with_name("caseledger")

    def ours() -> None:
        subprocess.run([command, "--help"], check=True, capture_output=True)

    def floor() -> None:
        subprocess.run([sys.executable, "-c", ""], check=True, capture_output=True)

    took, least = in_turn(ours, floor)
    yield show("caseledger --help, cold", took, least, "150 ms")


if __name__ == "__main__":
    main()
