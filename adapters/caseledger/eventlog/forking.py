"""
No connection is carried into a process that is forked off.

SQLite's locks belong to the process that took them, and so does what PostgreSQL says
next on a socket: two processes with one connection lose what the other recorded. So
what is idle is closed before a fork, and each process connects anew when it needs to.
"""

import os
from typing import Protocol
from weakref import WeakSet


class Pool(Protocol):
    """Connections, some of them idle."""

    def let_go(self) -> None:
        """Close those that are idle."""


_POOLS: WeakSet[Pool] = WeakSet()


def close_before_forks(pool: Pool) -> None:
    """Let a pool go on, with connections of its own, on both sides of a fork."""
    _POOLS.add(pool)


def _let_go() -> None:
    for pool in list(_POOLS):
        pool.let_go()


if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(before=_let_go)
