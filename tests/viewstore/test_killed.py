"""A process that is killed leaves rows and position together, wherever it was."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from postgres.server import fresh_store
from viewstore import killing

KILLS = int(os.environ.get("CASELEDGER_KILLS", "250"))
POSTGRES_KILLS = int(os.environ.get("CASELEDGER_KILLS", "10"))
SABOTEURS_KILLS = 250
"""How often a saboteur may die before it must have been found out."""


def killed(kills: int, seed: int, kind: str, *store: str) -> dict[str, Any]:
    """Kill so often, in a process of its own: one without threads, which can fork."""
    done = subprocess.run(
        [sys.executable, killing.__file__, str(kills), str(seed), kind, *store],
        capture_output=True,
        check=False,
    )
    assert done.stdout, done.stderr.decode()
    seen: dict[str, Any] = json.loads(done.stdout)
    assert bool(seen["wrong"]) == bool(done.returncode)
    return seen


# A thousand in all, in parts that can be run side by side; each takes ten seconds,
# and more where the machine has other work.
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(4))
def test_no_event_is_counted_twice_or_missed(seed: int) -> None:
    """After every death each table holds what its position says, and nothing else."""
    seen = killed(KILLS, seed, "whole")

    assert [] == seen["wrong"]
    assert KILLS == seen["kills"]
    # Deaths of every kind: with tables in place, with some being built, half way.
    assert min(seen["in_place"], seen["being_built"], seen["half_way"]) > KILLS / 4


def test_two_transactions_are_caught_in_the_same_way() -> None:
    """The rows are kept first, the position after them: a death in between tells."""
    seen = killed(SABOTEURS_KILLS, 1, "two-transactions")

    assert seen["wrong"]


@pytest.mark.timeout(600)
def test_none_on_postgres_either() -> None:
    """The server goes on, and undoes what its client had begun."""
    seen = killed(POSTGRES_KILLS, 5, "whole", fresh_store())

    assert [] == seen["wrong"]
    assert POSTGRES_KILLS == seen["kills"]
    assert seen["in_place"] + seen["being_built"] > POSTGRES_KILLS / 4
    assert seen["half_way"] > 0


@pytest.mark.timeout(600)
def test_two_transactions_are_caught_on_postgres() -> None:
    seen = killed(SABOTEURS_KILLS, 5, "two-transactions", fresh_store())

    assert seen["wrong"]
