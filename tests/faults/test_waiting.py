"""
G9: two that write to the same read models wait for each other, and never fail.

The log itself is tested in eventlog/test_findings_sqlite.py (E7).
"""

from pathlib import Path

import pytest

from faults.counting import say, size
from faults.running import run

TIMES = size(40, 1_000)


def locked(folder: Path, times: int, how: str) -> int:
    """Record and catch up so often from two processes; count what was refused."""
    told = run("catch up", f"sqlite:///{folder}/log.db", folder / "views", times, how)
    assert [times] * 2 == [one["times"] for one in told]
    return sum(one["locked"] for one in told)


@pytest.mark.timeout(0)
def test_no_catching_up_fails_because_another_writes(folder: Path) -> None:
    assert 0 == locked(folder, TIMES, "ours")
    say("G9", "read models, SQLite", catch_ups=2 * TIMES, refused_as_locked=0)


def test_transactions_that_begin_by_reading_are_refused(folder: Path) -> None:
    refused = locked(folder, 40, "deferred")
    assert refused
    say("G9", "saboteur", catch_ups=80, refused_as_locked=refused)
