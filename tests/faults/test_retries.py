"""
G7: a command that is sent again, by whomever and after whatever, is done once.

Four tell the same stories and send each command up to five times, while they are
killed, or the server is. Whoever tells a story alone is never told that somebody else
was quicker.
"""

from collections.abc import Callable
from contextlib import closing

import pytest

from caseledger.eventlog import open_log
from caseledger.proof import verify
from faults.counting import drawn, say, size
from faults.running import Lives, lives
from faults.story import NotAsTold, Told, done_in, lost
from postgres.server import another_server, in_schema

KILLS = size(16, 2_000)
SERVER_KILLS = size(4, 100)
MOST = 5
"""How often one sends a command."""

BACK = 5


def storm(told: Lives, kills: int, how: str) -> None:
    """Let four tell the same story; after each death they begin some commands back."""
    while told.seen["kills"] < kills:
        newest = told.next_of("s")
        start = Told(newest.name, max(0, newest.number - BACK))
        pids = told.begin([start] * 4, [how] * 4, most=MOST)
        told.wait_for(1)
        told.kill(pids, after=(0.05, 0.3))


def once_each(store: str, told: Lives) -> bool:
    """Say whether each command is there once, and all that were acknowledged."""
    with closing(open_log(store)) as log:
        assert verify(log).holds
        try:
            return not lost(told.acknowledged, done_in(log))
        except NotAsTold:
            return False


@pytest.mark.timeout(0)
def test_what_is_sent_again_is_done_once(
    new_store: Callable[[], str], engine: str
) -> None:
    seed, chance = drawn()
    store = new_store()
    with lives(store, chance) as told:
        storm(told, KILLS, "ours")
    assert 0 == told.seen["died of itself"] + told.seen["refused"]
    assert once_each(store, told)
    assert told.acknowledged
    say(
        "G7", f"retry storm, {engine}", seed=seed, kills=told.seen["kills"],
        commands=len(told.acknowledged), lost_races=told.seen["stale"],
        done_twice=0, lost=0,
    )  # fmt: skip


def test_without_ids_it_is_done_again_or_refused(
    new_store: Callable[[], str], engine: str
) -> None:
    seed, chance = drawn()
    store = new_store()
    with lives(store, chance) as told:
        storm(told, 4, "without ids")
    assert told.seen["refused"] or not once_each(store, told)
    say("G7", f"saboteur, {engine}, no ids", seed=seed, refused=told.seen["refused"])


@pytest.mark.timeout(0)
def test_a_server_that_is_killed_leaves_each_command_done_once() -> None:
    seed, chance = drawn()
    server = another_server()
    store = in_schema("killed", server.address)
    with lives(store, chance) as told:
        starts = [Told(f"{who}-0", 0) for who in "ssab"]
        pids = told.begin(starts, ["ours", "ours", "alone", "alone"], most=MOST)
        told.wait_for(3)
        for _ in range(SERVER_KILLS):
            told.listen(chance.uniform(0.2, 0.6))
            server.kill()
            server.start()
        told.listen(0.5)
        told.kill(pids, after=(0, 0.1))
    assert 0 == told.seen["died of itself"] + told.seen["refused"]
    assert 0 == told.seen["false conflicts"]
    assert len(told.acknowledged) > SERVER_KILLS
    assert once_each(store, told)
    server.remove()
    say(
        "G7", "kill -9 of the server, PostgreSQL", seed=seed, kills=SERVER_KILLS,
        commands=len(told.acknowledged), done_twice=0, lost=0, false_conflicts=0,
    )  # fmt: skip
