"""
G41: whoever follows the log sees each event once and in order, whoever appends.

The saboteurs hand positions out before the writer has its turn, as a sequence does.
"""

from collections.abc import Callable

import pytest

from faults.counting import drawn, say, size
from faults.running import run

EVENTS = size(10_000, 1_000_000)
TRIES = 10
DRAWN_BEFORE = {"SQLite": "positions first", "PostgreSQL": "positions of a sequence"}


@pytest.mark.timeout(0)
def test_a_follower_sees_each_event_once_and_in_order(
    new_store: Callable[[], str], engine: str
) -> None:
    seed, _ = drawn()
    [told] = run("follow", new_store(), EVENTS, seed, "ours")
    assert EVENTS == told["recorded"]
    assert [0, 0, True] == [told["missed"], told["twice"], told["in_order"]]
    say("G41", f"followed, {engine}", seed=seed, events=EVENTS, missed=0, seen_twice=0)


def test_positions_drawn_before_the_turn_are_missed(
    new_store: Callable[[], str], engine: str
) -> None:
    seed, _ = drawn()
    for _ in range(TRIES):
        [told] = run("follow", new_store(), 6_000, seed, DRAWN_BEFORE[engine])
        assert 6_000 == told["recorded"]
        if told["missed"]:
            break
    assert told["missed"]
    say("G41", f"saboteur, {engine}", seed=seed, events=6_000, missed=told["missed"])
