"""
G1: what was acknowledged before a `kill -9` is there afterwards, whole.

The saboteur acknowledges before it records: the same test must catch it.
"""

import json
import os
import random
import secrets
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import IO

from caseledger.eventlog import sqlite_log
from eventlog.processes import ENTRY, WHOLE
from eventlog.running import running

KILLS = 25
TRIES = 8


def killed_again_and_again(path: Path, how: str) -> set[str]:
    """Kill one that appends, many times; return the streams it had acknowledged."""
    seed = secrets.randbits(32)
    print(f"seed {seed}")  # noqa: T201 - shown if the test fails
    chance = random.Random(seed)  # noqa: S311 - the moment of a crash is no secret
    acknowledged: set[str] = set()
    kills = 0
    with running("crash", path, how) as process:
        assert process.stdin
        assert process.stdout
        for _ in range(KILLS):
            process.stdin.write("again\n")
            process.stdin.flush()
            worker = json.loads(process.stdout.readline())["pid"]
            time.sleep(chance.uniform(0.002, 0.06))
            os.kill(worker, signal.SIGKILL)
            kills += 1
            acknowledged |= until_dead(process.stdout)
    assert KILLS == kills
    assert len(acknowledged) > KILLS
    return acknowledged


def until_dead(told: IO[str]) -> set[str]:
    acknowledged = set()
    while "dead" not in (said := json.loads(told.readline())):
        acknowledged.add(said["recorded"])
    return acknowledged


def found_whole(path: Path) -> set[str]:
    """Return the streams that are there; no stream may be there in part."""
    with closing(sqlite3.connect(path)) as raw:
        assert ("ok",) == raw.execute("PRAGMA integrity_check").fetchone()
    with closing(sqlite_log(path)) as log:
        placed = list(log.stream())
        streams = {one.stream for one in placed}
        assert WHOLE * len(streams) == len(placed)
        for stream in streams:
            found = log.read(stream)
            assert [ENTRY.event] * WHOLE == [one.event for one in found]
            assert [ENTRY.meta] * WHOLE == [one.meta for one in found]
    return streams


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    acknowledged = killed_again_and_again(tmp_path / "log.db", "ours")
    found = found_whole(tmp_path / "log.db")
    assert set() == acknowledged - found
    # What was recorded and not yet acknowledged: one command for each kill at most.
    assert len(found - acknowledged) <= KILLS


def test_an_acknowledgement_before_the_recording_is_caught(tmp_path: Path) -> None:
    """A kill has to fall between the two, which is a short time: it is tried again."""
    assert any(
        killed_again_and_again(path, "sabotaged") - found_whole(path)
        for path in (tmp_path / f"{number}.db" for number in range(TRIES))
    )
