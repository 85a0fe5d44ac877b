"""
How cost grows: what each step takes for a thousand complaints and for a million.

    python bench/large.py [--rows 1000 10000 100000] [--keep FOLDER]

Each step is a process of its own, as people run it; `idle` is one that does nothing.
The floor reads the whole log with the raw driver, decodes it and folds every stream,
and makes no rows. At last a thousand events are appended, each by itself. Times are of
the processor, since the machine may have other work.
Run it by `make bench-large`: a quarter of an hour for 100,000 rows and below. A million
take an hour and a half, and 12 GB of disk.
"""

import argparse
import csv
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple
from uuid import uuid4

ROOT = Path(__file__).parents[1]
COMMAND = Path(sys.executable).with_name("caseledger")
SERVICE = "Children and Family Services"
MEGABYTE = 1024  # in what the system counts in, which is kilobytes
GOAL = 500
MEMORY_GOAL_UP_TO = 100_000
"""Rows up to which each step is to keep under the goal."""

APPENDED = 1_000
"""Events, each in a transaction of its own."""


class Spent(NamedTuple):
    """What a process took: seconds by the clock, of the processor; megabytes."""

    wall: float
    cpu: float
    memory: float


def main() -> int:
    """Run every step for every size and print tables; exit 1 at too much memory."""
    parser = argparse.ArgumentParser(description="Measure with large registers.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--keep", type=Path, help="where the files are to stay")
    parser.add_argument("--floor", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--append", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.floor:
        fold_by_hand(given.floor)
        return 0
    if given.append:
        append_singly(given.append)
        return 0
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        return max([measure(given.keep, rows) for rows in given.rows])
    with tempfile.TemporaryDirectory() as folder:
        return max([measure(Path(folder), rows) for rows in given.rows])


def measure(folder: Path, rows: int) -> int:
    """Run every step in a folder, which keeps what it made."""
    register, store = folder / f"register-{rows}", folder / f"{rows}.db"
    for old in folder.glob(f"{rows}.db*"):
        old.unlink()
    python = str(sys.executable)
    generator = str(ROOT / "tests" / "oracle" / "generate.py")
    out = str(folder / f"out-{rows}")

    def ours(*arguments: str) -> list[str]:
        return [str(COMMAND), "--store", f"sqlite:///{store}", *arguments]

    seeded = ["--rows", str(rows), "--seed", "1"]
    run(python, generator, str(register), *seeded)
    spent = {
        "idle": run(*ours("--help")),
        "import": run(*ours("import", str(register))),
        "floor: decode and fold": run(python, __file__, "--floor", str(store)),
        "catch up": run(*ours("read-models", "catch-up")),
        "rebuild": run(*ours("read-models", "rebuild")),
        "report": run(
            *ours("report", "2023-24", "--service", SERVICE, "--out", out),
        ),
        "history of one case": run(*ours("history", first_reference(register))),
        "verify": run(*ours("verify")),
    }
    log, views = (
        sum(one.stat().st_size for one in folder.glob(pattern)) / 1e6
        for pattern in (f"{rows}.db", f"{rows}.db-views")
    )
    with sqlite3.connect(store) as db:
        [(events,)] = db.execute("SELECT count(*) FROM stored_events")
    appended = run(python, __file__, "--append", str(store))
    spent[f"append {APPENDED:,} events"] = appended
    print(f"{rows:,} rows, {events:,} events; log {log:,.0f} MB, views {views:,.0f} MB")
    print(f"{'step':<24}{'clock':>10}{'processor':>12}{'an event':>12}{'memory':>10}")
    for step, took in spent.items():
        print(
            f"{step:<24}{took.wall:>8.1f} s{took.cpu:>10.1f} s"
            f"{took.cpu / events * 1e6:>9.1f} us{took.memory:>7.0f} MB"
        )
    print(flush=True)
    too_much = any(took.memory > GOAL for took in spent.values())
    return int(too_much and rows <= MEMORY_GOAL_UP_TO)


def first_reference(register: Path) -> str:
    """Return the reference of a register's first complaint."""
    with (register / "register.csv").open(newline="", encoding="utf-8") as file:
        return str(next(csv.DictReader(file))["reference"])


def run(*command: str) -> Spent:
    """Run a command and return what it took; its own output is not shown."""
    print(f"... {' '.join(command[1:5])}", file=sys.stderr)
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    # What this one child took, not the largest of all of them.
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"it ended with {os.waitstatus_to_exitcode(status)}")
    return Spent(
        perf_counter() - start,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / MEGABYTE,
    )


def fold_by_hand(store: Path) -> None:
    """Do the least that can be done: read, decode, fold."""
    # Here and not above: a process that starts others lends them its memory's size.
    import msgspec

    from caseledger.eventlog.names import STORED_NAMES
    from caseledger.read_models import State, fold

    decoders: dict[str, Callable[[bytes], Sequence[object]]] = {
        name: msgspec.json.Decoder(
            tuple[msgspec.Raw, shape.event, msgspec.Raw]  # type: ignore[name-defined] # the class is a value here
        ).decode
        for name, shape in STORED_NAMES.items()
    }
    states: dict[str, State | None] = {}
    for stream, name, stored in sqlite3.connect(store).execute(
        "SELECT originator_id, topic, state FROM stored_events ORDER BY position"
    ):
        states[stream] = fold(states.get(stream), decoders[name](stored)[1])


def append_singly(store: Path) -> None:
    """Append events to a log, each to a stream of its own."""
    from caseledger.casework import Append, Entry
    from caseledger.complaint import Meta
    from caseledger.complaint.events import Acknowledged
    from caseledger.eventlog import open_log

    event = Acknowledged(occurred_on=date(2024, 1, 2))
    meta = Meta(
        recorded_at=datetime(2024, 1, 2, tzinfo=UTC),
        actor="bench",
        role="bench",
        command_id="bench",
    )
    with closing(open_log(f"sqlite:///{store}")) as log:
        for _ in range(APPENDED):
            log.append(Append(uuid4().hex, 0, [Entry(event, None, meta)]))


if __name__ == "__main__":
    raise SystemExit(main())
