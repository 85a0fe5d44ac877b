"""Read models in an SQLite file of their own, or in memory."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

from caseledger.casework import ForeignLog, StorageUnavailable
from caseledger.read_models import Type
from caseledger.viewstore.database import Dialect, Layout, Relation, Values

APPLICATION_ID = 0x43_4C_56_31
"""`CLV1` in the file header."""

SQLITE = Dialect(
    types={
        Type.TEXT: "TEXT",
        Type.DAY: "TEXT",
        Type.NUMBER: "INTEGER",
        Type.YES_NO: "INTEGER",
    },
    words={"cases": "group_concat(reference, '; ')"},
    by_bytes="COLLATE BINARY",
)

PAUSE = 0.005
"""Seconds between two tries to set what SQLite does not wait for."""

T = TypeVar("T")


class SQLiteDatabase:
    """A file whose header says that it is ours; a file of another layout is emptied."""

    dialect = SQLITE

    def __init__(self, path: Path | None, layout: Layout, *, patience: float) -> None:
        self._layout = layout
        self._patience = patience
        self._undo = ""
        name = ":memory:" if path is None else str(path)
        with _explained():
            self._raw = sqlite3.connect(name, timeout=patience, isolation_level=None)
            try:
                self._make_ours()
            except BaseException:
                self._raw.close()
                raise

    def _make_ours(self) -> None:
        if self._whose() != (APPLICATION_ID, self._layout.number):
            self.transact(self._empty)
        self._patiently("PRAGMA journal_mode=WAL")
        # Views can be built again, so the last transactions may be lost with power.
        self._raw.execute("PRAGMA synchronous=NORMAL")

    def _patiently(self, setting: str) -> None:
        until = monotonic() + self._patience
        while True:
            try:
                self._raw.execute(setting)
            except sqlite3.OperationalError as error:
                # Here SQLite does not wait for others who are making the same file.
                busy = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
                if not busy or monotonic() > until:
                    raise
            else:
                return
            sleep(PAUSE)

    def _whose(self) -> tuple[int, int]:
        [(application_id,)] = self._raw.execute("PRAGMA application_id")
        [(layout,)] = self._raw.execute("PRAGMA user_version")
        return application_id, layout

    def _empty(self) -> None:
        application_id, layout = self._whose()
        if (application_id, layout) == (APPLICATION_ID, self._layout.number):
            return  # another process was quicker
        if application_id != APPLICATION_ID and self.made():
            raise _not_ours()
        for name in self.made():
            self.drop(name)
        for table in self._layout.tables:
            self.make(table)
        self._raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        self._raw.execute(f"PRAGMA user_version={self._layout.number}")

    def execute(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Run one statement, and return its rows."""
        with _explained():
            return self._there().execute(sql, values).fetchall()

    def add(self, table: str, rows: Iterable[Values]) -> None:
        """Put rows into a table."""
        rows = list(rows)
        with _explained():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                sql = f"INSERT INTO {table} VALUES ({marks})"
                self._there().executemany(sql, rows)

    def remove(self, table: str, streams: Sequence[str]) -> None:
        """Take out what a table says of some streams."""
        with _explained():
            self._there().executemany(
                f"DELETE FROM {table} WHERE stream = ?", [(one,) for one in streams]
            )

    def transact(self, work: Callable[[], T]) -> T:
        """Do some work with the write lock, which one process has at a time."""
        with self._between("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"):
            return work()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what was done inside if that fails, and go on with the transaction."""
        with self._between("SAVEPOINT a", "RELEASE a", "ROLLBACK TO a"):
            yield

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Let all that is read inside be of one moment."""
        with self._between("BEGIN", "ROLLBACK", "ROLLBACK"):
            yield

    @contextmanager
    def _between(self, begin: str, end: str, undo: str) -> Iterator[None]:
        self.execute(begin)
        try:
            yield
            self.execute(end)
        except BaseException:
            self._undo = undo
            with suppress(sqlite3.Error):
                self._there()
            raise

    def _there(self) -> sqlite3.Connection:
        """Return the connection; what storage refused to undo is undone before."""
        # SQLite itself may have ended it, on a full disk for one.
        if self._undo and self._raw.in_transaction:
            self._raw.execute(self._undo)
        self._undo = ""
        return self._raw

    def made(self) -> Mapping[str, str]:
        """Return the tables and views that are there, each with the SQL of it."""
        return dict(
            self.execute(
                "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view')"
            )
        )

    def make(self, relation: Relation) -> None:
        """Make a table or view; its SQL says what its columns mean."""
        self.execute(relation.sql)

    def drop(self, name: str) -> None:
        """Do away with a table or view that may be there."""
        for (kind,) in self.execute(
            "SELECT type FROM sqlite_master WHERE name = ?", (name,)
        ):
            self.execute(f'DROP {kind} "{name}"')

    def exchange(self, built: str, table: str) -> None:
        """Put what was built in the place of a table."""
        self.drop(table)
        # Views go on reading the table of that name; SQLite would look for the lost
        # one.
        self.execute("PRAGMA legacy_alter_table=ON")
        self.execute(f"ALTER TABLE {built} RENAME TO {table}")
        self.execute(f"DROP INDEX {built}_by_stream")
        self.execute(f"CREATE INDEX {table}_by_stream ON {table} (stream)")

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()


@contextmanager
def _explained() -> Iterator[None]:
    """Say in our words what SQLite says."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            raise _not_ours() from None
        raise StorageUnavailable(str(error), "the file of read models") from error


def _not_ours() -> ForeignLog:
    return ForeignLog(
        "the file beside it whose name ends in -views holds something else; move "
        "that file away, and the read models are built afresh"
    )
