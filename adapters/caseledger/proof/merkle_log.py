"""
The Merkle tree over a log, in an SQLite file of its own beside it.

It is made from the log, off the way on which events are recorded, and can be deleted
and made again. While it is there it also remembers: what was taken in once can neither
change nor vanish from the log unnoticed, unless both files are changed.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from caseledger.casework import ForeignLog, StorageUnavailable
from caseledger.proof.merkle import Tree
from caseledger.proof.rows import StoredLog
from caseledger.proof.verifier import leaf_data, leaf_hash

BATCH = 5_000
"""Events per transaction."""

PATIENCE = 30
"""Seconds to wait for another process, which holds the file for a batch at a time."""

APPLICATION_ID = 0x43_4C_4D_31
"""`CLM1` in the file header."""

LAYOUT = 1
"""The header's `user_version`."""


class KeptLeaf(NamedTuple):
    """What was taken in of an event: where it was in the log, and its leaf's hash."""

    position: int
    digest: bytes


class MerkleLog:
    """The tree over one log as far as it was taken in, and proofs from it."""

    def __init__(self, path: Path | None, log_id: str) -> None:
        self._log_id = log_id
        name = ":memory:" if path is None else str(path)
        with _explained():
            self._db = sqlite3.connect(name, timeout=PATIENCE, isolation_level=None)
            try:
                self._make_ours()
            except BaseException:
                self._db.close()
                raise

    def _make_ours(self) -> None:
        if self._whose() == (0, 0):
            with self._transaction():
                self._make_tables()
        if self._whose() != (APPLICATION_ID, LAYOUT):
            raise _damaged("it is something else, or of another version")
        for (log_id,) in self._db.execute("SELECT log_id FROM taken_in"):
            if log_id != self._log_id:
                raise _damaged("it belongs to another log")
        # It can be made again, so the last transactions may be lost with power.
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")

    def _whose(self) -> tuple[int, int]:
        [(application_id,)] = self._db.execute("PRAGMA application_id")
        [(layout,)] = self._db.execute("PRAGMA user_version")
        return application_id, layout

    def _make_tables(self) -> None:
        [(tables,)] = self._db.execute("SELECT count(*) FROM sqlite_master")
        if tables:
            return  # another process was quicker, or the file is not ours
        self._db.execute(_NODES_TABLE)
        self._db.execute(_LEAVES_TABLE)
        self._db.execute(_TAKEN_IN_TABLE)
        self._db.execute("INSERT INTO taken_in VALUES (?, 0, 0)", (self._log_id,))
        self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        self._db.execute(f"PRAGMA user_version={LAYOUT}")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # --- Taking in --------------------------------------------------------------------

    def catch_up(self, log: StoredLog) -> int:
        """
        Take in what was recorded since, and return how many events that was.

        Leaves, nodes and how far it reached change in one transaction: stopped at
        any moment, it goes on from there.
        """
        before = self.size
        with _explained():
            while self._take_batch(log):
                pass
        return self.size - before

    def _take_batch(self, log: StoredLog) -> bool:
        with self._transaction():
            size, reached = self._taken_in()
            nodes = _KeptNodes(self._db)
            tree = Tree(nodes, size)
            leaves = []
            for row in islice(log.stored(reached), BATCH):
                leaves.append((row.position, tree.size))
                tree.append(leaf_hash(leaf_data(row.position, row.link)))
                reached = row.position
            nodes.keep()
            self._db.executemany("INSERT INTO leaves VALUES (?, ?)", leaves)
            self._db.execute(
                "UPDATE taken_in SET size = ?, reached = ?", (tree.size, reached)
            )
            return bool(leaves)

    # --- Asked of it ------------------------------------------------------------------

    @property
    def size(self) -> int:
        """How many events were taken in."""
        with _explained():
            size, _ = self._taken_in()
            return size

    def root(self, size: int) -> bytes:
        """Return the root over the first events, so many."""
        with _explained():
            return self._tree().root(size)

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """Prove that a leaf is in the tree of that size."""
        with _explained():
            return self._tree().inclusion_proof(index, size)

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """Prove that the tree only grew from one size to the other."""
        with _explained():
            return self._tree().consistency_proof(old, new)

    def leaf_index(self, position: int) -> int | None:
        """Return which leaf an event is, None if it was not taken in."""
        with _explained():
            found = self._db.execute(
                "SELECT leaf FROM leaves WHERE position = ?", (position,)
            )
            return next((int(leaf) for (leaf,) in found), None)

    def leaves(self, size: int) -> Iterator[KeptLeaf]:
        """Go through the first leaves, so many."""
        with _explained():
            yield from map(KeptLeaf._make, self._db.execute(_LEAVES, (size,)))

    def _tree(self) -> Tree:
        size, _ = self._taken_in()
        return Tree(_KeptNodes(self._db), size)

    def _taken_in(self) -> tuple[int, int]:
        """Return how many events were taken in, and the position of the last."""
        [(size, reached)] = self._db.execute("SELECT size, reached FROM taken_in")
        return size, reached

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        finally:
            # A failure may have rolled it back already.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")


class _KeptNodes:
    """The nodes in the file, and those of a batch on their way there."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._new: dict[tuple[int, int], bytes] = {}

    def get(self, level: int, at: int) -> bytes:
        """Return a node's hash."""
        new = self._new.get((level, at))
        if new is not None:
            return new
        for (digest,) in self._db.execute(_NODE, (level, at)):
            return bytes(digest)
        raise _damaged("a node is missing")

    def put(self, level: int, at: int, digest: bytes) -> None:
        """Keep a node's hash for the end of the batch."""
        self._new[level, at] = digest

    def keep(self) -> None:
        """Write the batch; a node that is there already is not written over."""
        rows = ((level, at, digest) for (level, at), digest in self._new.items())
        self._db.executemany("INSERT INTO nodes VALUES (?, ?, ?)", rows)


@contextmanager
def _explained() -> Iterator[None]:
    """Say in our words what SQLite says."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageUnavailable(str(error), "the Merkle log") from error
    except sqlite3.DatabaseError as error:
        raise _damaged(str(error)) from error


def _damaged(reason: str) -> ForeignLog:
    return ForeignLog(
        f"the file of its Merkle log cannot be used: {reason}; "
        "move that file away, and it is made again"
    )


_NODES_TABLE = """
    CREATE TABLE nodes (
        level INTEGER NOT NULL,
        at INTEGER NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (level, at)
    ) WITHOUT ROWID
"""
_LEAVES_TABLE = """
    CREATE TABLE leaves (
        position INTEGER PRIMARY KEY,
        leaf INTEGER NOT NULL
    )
"""
_TAKEN_IN_TABLE = """
    CREATE TABLE taken_in (
        log_id TEXT NOT NULL,
        size INTEGER NOT NULL,
        reached INTEGER NOT NULL
    )
"""
_NODE = "SELECT hash FROM nodes WHERE level = ? AND at = ?"
_LEAVES = (
    "SELECT position, hash FROM leaves JOIN nodes ON level = 0 AND at = leaf"
    " WHERE leaf < ? ORDER BY position"
)
