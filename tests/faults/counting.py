"""
How much each test of faults does, and the line in which it says what it did.

`make test` does a little of each. `make soak` does all of what `long` says, or with
CASELEDGER_FAULTS=0.1 a tenth of it.
"""

import os
import random
import secrets
from pathlib import Path
from tempfile import gettempdir

SHARE = float(os.environ.get("CASELEDGER_FAULTS", "0"))

# What lives in memory need not wait for a disk, where the disk is not what is tested.
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
QUICK_FOLDER = MEMORY if MEMORY.is_dir() else Path(gettempdir())


def size(quick: int, long: int) -> int:
    """Return how often to do something."""
    return max(quick, round(long * SHARE))


def drawn(seed: int | None = None) -> tuple[int, random.Random]:
    """Return a seed and the chance that follows from it; another one each time."""
    seed = secrets.randbits(32) if seed is None else seed
    print(f"seed {seed}")  # noqa: T201 - shown if the test fails
    return seed, random.Random(seed)  # noqa: S311 - the moment of a fault is no secret


def say(guarantee: str, what: str, seed: int | None = None, **counts: int) -> None:
    """Say in one line what was done and found: docs/guarantees.md is written of it."""
    told = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in counts.items())
    told += "" if seed is None else f" (seed {seed})"
    print(f"{guarantee} {what}: {told}")  # noqa: T201 - what `make soak` is run for
