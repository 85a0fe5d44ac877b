"""
What needs processes of its own: `python processes.py WORK FILE [HOW]`.

It forks, which a test runner with threads should not, and tells what happened in
lines of JSON.
"""

import json
import multiprocessing
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from eventsourcing.persistence import OperationalError
from eventsourcing.sqlite import SQLiteDatastore

from caseledger.casework import Append, Entry, StaleCase, StorageUnavailable
from caseledger.complaint import Meta
from caseledger.complaint.events import Acknowledged
from caseledger.eventlog import sqlite_log

forked = multiprocessing.get_context("fork")

ENTRY = Entry(
    Acknowledged(occurred_on=date(2024, 1, 4)),
    None,
    Meta(
        recorded_at=datetime(2024, 1, 4, tzinfo=UTC),
        actor="staff-17",
        role="complaints_manager",
        command_id="1",
    ),
)
WHOLE = 3
"""Events of one command."""

TIMES = 100


def tell(**said: object) -> None:
    # One write of a short line: a reader never sees half of it.
    os.write(1, f"{json.dumps(said)}\n".encode())


def together(work: Callable[[], object], *, processes: int) -> None:
    """Let several processes do the same, and begin at the same moment."""
    start = forked.Barrier(processes)

    def begin() -> None:
        start.wait()
        work()

    started: list[Any] = [forked.Process(target=begin) for _ in range(processes)]
    for process in started:
        process.start()
    for process in started:
        process.join()
        if process.exitcode:
            tell(failed=process.exitcode)


def open_new(folder: Path) -> None:
    """Open a new log from several processes at once, ten times over."""
    for number in range(10):
        path = folder / f"{number}.db"

        def work(path: Path = path) -> None:
            with closing(sqlite_log(path)) as log:
                log.append(Append(uuid4().hex, 0, [ENTRY]))
                tell(file=path.name, log_id=log.log_id)

        together(work, processes=4)


def contend_library(path: Path) -> None:
    """Read, then write, in one transaction of the library, from two processes."""

    def work() -> None:
        datastore = SQLiteDatastore(str(path))
        locked = 0
        for _ in range(TIMES):
            try:
                with datastore.transaction(commit=True) as cursor:
                    cursor.execute("SELECT max(n) FROM counts")
                    cursor.execute("UPDATE counts SET n = n + 1")
            except (OperationalError, sqlite3.OperationalError):
                locked += 1
        tell(done=TIMES - locked, locked=locked)

    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE counts (n INTEGER)")
        made.execute("INSERT INTO counts VALUES (0)")
        made.commit()
    together(work, processes=2)


def contend_ours(path: Path) -> None:
    """Append to one stream at the version read, from two processes."""

    def work() -> None:
        locked = stale = 0
        with closing(sqlite_log(path)) as log:
            for _ in range(TIMES):
                recorded = False
                while not recorded:
                    try:
                        log.append(Append("case", len(log.read("case")), [ENTRY]))
                        recorded = True
                    except StaleCase:
                        stale += 1
                    except StorageUnavailable:
                        locked += 1
        tell(done=TIMES, locked=locked, stale=stale)

    sqlite_log(path).close()
    together(work, processes=2)


def crash(path: Path, *, sabotaged: bool) -> None:
    """
    Append until killed, telling of every command, once for each line of input.

    Sabotaged, it tells of a command before it is recorded.
    """
    for _ in sys.stdin:
        worker = os.fork()
        if worker == 0:
            log = sqlite_log(path)
            tell(pid=os.getpid())
            while True:
                stream = uuid4().hex
                if sabotaged:
                    tell(recorded=stream)
                log.append(Append(stream, 0, [ENTRY] * WHOLE))
                if not sabotaged:
                    tell(recorded=stream)
        os.waitpid(worker, 0)
        tell(dead=worker)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["open", path]:
            open_new(Path(path))
        case ["contend", path, "library"]:
            contend_library(Path(path))
        case ["contend", path, "ours"]:
            contend_ours(Path(path))
        case ["crash", path, how]:
            crash(Path(path), sabotaged=how == "sabotaged")
