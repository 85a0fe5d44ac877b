"""
G1, G3: what was acknowledged before a `kill -9` is there afterwards, and whole.

Two tell stories to the same log; both are killed, and go on after the last command of
which they know that it was recorded. So a command is sent again where only its
acknowledgement was lost.
"""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from caseledger.eventlog import SQLITE, open_log
from caseledger.proof import verify
from faults.counting import drawn, say, size
from faults.running import Lives, lives
from faults.story import NotAsTold, Told, done_in, lost

KILLS = {"SQLite": size(24, 10_000), "PostgreSQL": size(24, 1_000)}
IN_ONE_FILE = 400
TRIES = 40


def killed(store: str, chance: random.Random, kills: int, how: str) -> Lives:
    """Let two tell, and kill both, until there were so many deaths."""
    with lives(store, chance) as told:
        for turn in range(kills // 2):
            if how == "ours":
                starts = [told.next_of("a"), told.next_of("b")]
            else:
                starts = [Told(f"a{turn}-0", 0), Told(f"b{turn}-0", 0)]
            pids = told.begin(starts, [how] * 2, most=1)
            if turn % 2:
                told.wait_for(2)
            told.kill(pids, after=(0.001, 0.04))
    return told


def what_is_left(store: str, told: Lives) -> str:
    """Say in a word what became of what was acknowledged."""
    if store.startswith(SQLITE):
        with closing(sqlite3.connect(store.removeprefix(SQLITE))) as raw:
            assert [("ok",)] == raw.execute("PRAGMA integrity_check").fetchall()
    with closing(open_log(store)) as log:
        assert verify(log).holds
        try:
            done = done_in(log)
        except NotAsTold:
            return "torn"
        return "lost" if lost(told.acknowledged, done) else "whole"


@pytest.mark.timeout(0)
def test_what_was_acknowledged_survives_a_kill(
    new_store: Callable[[], str], engine: str
) -> None:
    seed, chance = drawn()
    kills = acknowledged = 0
    while kills < KILLS[engine]:
        store = new_store()
        told = killed(store, chance, min(IN_ONE_FILE, KILLS[engine] - kills), "ours")
        assert 0 == told.seen["died of itself"] + told.seen["refused"]
        assert "whole" == what_is_left(store, told)
        kills += told.seen["kills"]
        acknowledged += len(told.acknowledged)
    assert acknowledged >= kills / 2
    say(
        "G1", f"kill -9, {engine}", seed=seed, kills=kills,
        commands_acknowledged=acknowledged, lost=0, torn=0,
    )  # fmt: skip


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("how", "left"), [("early", "lost"), ("apart", "torn")])
def test_two_that_record_otherwise_are_caught(
    new_store: Callable[[], str], engine: str, how: str, left: str
) -> None:
    """A death has to fall between two instants: it is tried again."""
    seed, chance = drawn()
    kills = 0
    for _ in range(TRIES):
        store = new_store()
        told = killed(store, chance, 10, how)
        kills += told.seen["kills"]
        if left == what_is_left(store, told):
            break
    else:
        pytest.fail("nobody noticed")
    say("G1", f"saboteur {how}, {engine}", seed=seed, kills_until_caught=kills)
