"""
G42: any number of processes may open a new or an older log at once, and all succeed.

Some are killed while they make it, or while they bring it up to date.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from caseledger.casework import CaseworkError
from caseledger.eventlog import RecorderLog, open_log, sqlite_log
from caseledger.proof import verify
from eventlog.entries import acknowledged, append
from eventlog.test_links import LAYOUT_1
from faults.counting import drawn, say, size
from faults.running import run, run_badly

STARTING, KILLED = 6, 2
ROUNDS = size(5, 200)
OLDER = 30
"""Events in an older log."""


@pytest.mark.timeout(0)
def test_all_that_start_at_once_open_the_same_log(
    new_store: Callable[[], str], engine: str
) -> None:
    seed, _ = drawn()
    stores = [new_store() for _ in range(ROUNDS)]
    told = run("start", json.dumps(stores), STARTING, KILLED, seed, "ours")
    killed = 0
    for store in stores:
        ends = [one["ended"] for one in told if one["store"] == store if "ended" in one]
        assert [0] * (STARTING - KILLED) == ends[KILLED:]
        killed += sum(end != 0 for end in ends)
        with closing(open_log(store)) as log:
            assert {log.log_id} == ids_of(told, "store", store)
            assert verify(log).holds
            assert STARTING - KILLED <= log.position() <= STARTING
    assert killed
    say(
        "G42", f"started at once, {engine}", seed=seed, rounds=ROUNDS,
        processes=ROUNDS * STARTING, killed=killed, failed=0,
    )  # fmt: skip


def test_of_those_who_do_not_wait_for_each_other_some_fail(folder: Path) -> None:
    stores = [f"sqlite:///{folder}/{number}.db" for number in range(10)]
    told = run_badly("start", json.dumps(stores), STARTING, 0, 0, "impatient")
    failed = sum(one["ended"] != 0 for one in told if "ended" in one)
    assert failed
    say("G42", "saboteur, SQLite", processes=10 * STARTING, failed=failed)


def ids_of(told: list[dict[str, Any]], key: str, value: str) -> set[str]:
    return {one["log_id"] for one in told if one.get(key) == value if "log_id" in one}


def make_older(path: Path) -> list[tuple[object, ...]]:
    """Write a log as it was before events had links; return its rows."""
    newest = path.with_name("newest.db")
    with closing(sqlite_log(newest)) as log:
        for number in range(OLDER):
            append(log, f"case {number % 7}", acknowledged())
        rows = rows_of(log)
    newest.unlink()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.executescript(LAYOUT_1)
        raw.executemany("INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)", rows)
        raw.commit()
    return rows


def upgraded(folder: Path, how: str) -> int:
    """Upgrade while one dies at each statement in turn; return how many did."""
    older = folder / "older.db"
    rows = make_older(older)
    told = (run_badly if how == "no transaction" else run)("upgrade", older, how)
    ended = [one for one in told if "died" in one]
    for path in (one["path"] for one in ended):
        assert 3 == sum("log_id" in one for one in told if one.get("path") == path)
        assert {"an older log"} == ids_of(told, "path", path)
        with closing(sqlite_log(Path(path))) as log:
            assert verify(log).holds
            assert rows == rows_of(log)
            append(log, "case 0", acknowledged())
            assert OLDER + 1 == log.position()
    assert not ended[-1]["died"]
    return sum(one["died"] for one in ended)


def rows_of(log: RecorderLog) -> list[tuple[object, ...]]:
    return [(r.position, r.stream, r.version, r.name, r.state) for r in log.stored()]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("how", ["at once", "one after another"])
def test_an_older_log_is_brought_up_to_date_whoever_dies_meanwhile(
    folder: Path, how: str
) -> None:
    deaths = upgraded(folder, how)
    # Settings, the new table, its rows, the old one dropped.
    assert deaths > 15
    say("G42", f"older log, {how}, SQLite", deaths=deaths, lost=0)


def test_an_upgrade_without_a_transaction_is_caught(folder: Path) -> None:
    with pytest.raises((AssertionError, CaseworkError, sqlite3.Error)):
        upgraded(folder, "no transaction")
