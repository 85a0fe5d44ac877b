"""
G9: two that write to the same read models wait for each other, and never fail.

The log itself is tested in eventlog/test_findings_sqlite.py (E7), and on PostgreSQL in
eventlog/test_postgres.py.
"""

from collections.abc import Callable

import pytest

from faults.counting import say, size
from faults.running import run

TIMES = size(40, 1_000)
WORSE = {"SQLite": "deferred", "PostgreSQL": "impatient"}


def locked(store: str, times: int, how: str) -> int:
    """Record and catch up so often from two processes; count what was refused."""
    told = run("catch up", store, times, how)
    assert [times] * 2 == [one["times"] for one in told]
    return sum(one["locked"] for one in told)


@pytest.mark.timeout(0)
def test_no_catching_up_fails_because_another_writes(
    new_store: Callable[[], str], engine: str
) -> None:
    assert 0 == locked(new_store(), TIMES, "ours")
    say("G9", f"read models, {engine}", catch_ups=2 * TIMES, refused_as_locked=0)


def test_who_begins_by_reading_or_does_not_wait_is_refused(
    new_store: Callable[[], str], engine: str
) -> None:
    refused = locked(new_store(), 40, WORSE[engine])
    assert refused
    say(
        "G9", f"saboteur, {engine}, {WORSE[engine]}", catch_ups=80,
        refused_as_locked=refused,
    )  # fmt: skip
