"""
The library's recorders, with what they leave open closed.

Both check that a stream grows without a gap. The SQLite one gives every event a
position that is never used again, takes the write lock when a write begins, gives
back a connection only if it is sound, and insists on durable settings.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol
from uuid import UUID

from eventsourcing.persistence import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    PersistenceError,
    StoredEvent,
)
from eventsourcing.popo import POPOApplicationRecorder
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

from caseledger.casework import ForeignLog

Row = tuple[int, str, int, str, bytes]
"""Position, stream, version, name, state."""

APPLICATION_ID = 0x43_4C_47_31  # "CLG1" in the file header
USER_VERSION = 1
FULL = 2


class Recorder(Protocol):
    """What the log asks of a recorder: the library's insert, and plain rows."""

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - the library's own signature
    ) -> Sequence[int] | None:
        """Insert all events or none."""

    def rows_of(self, stream: str) -> Sequence[Row]:
        """Return a stream's rows in order of version."""

    def page(self, after: int, limit: int, names: Sequence[str]) -> Sequence[Row]:
        """Return the next rows of the whole log, in order of position."""

    def newest(self) -> int:
        """Return the newest position, 0 if there is none."""


class MemoryRecorder(POPOApplicationRecorder):
    """The library's recorder in memory."""

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - the library's own signature
    ) -> Sequence[int] | None:
        """Insert all events or none, each stream without a gap."""
        with self._database_lock:
            for stream, version in _first_versions(stored_events).items():
                if version > 1 and version - 1 not in self._stored_events_index[stream]:
                    raise IntegrityError(_GAP)
            return super().insert_events(stored_events, **kwargs)

    def rows_of(self, stream: str) -> Sequence[Row]:
        """Return a stream's rows in order of version."""
        return [
            (0, stream, row.originator_version, row.topic, row.state)
            for row in self.select_events(stream)
        ]

    def page(self, after: int, limit: int, names: Sequence[str]) -> Sequence[Row]:
        """Return the next rows of the whole log, in order of position."""
        found = self.select_notifications(
            after,
            limit,
            topics=names,
            inclusive_of_start=False,
        )
        return [
            (
                row.id,
                str(row.originator_id),
                row.originator_version,
                row.topic,
                row.state,
            )
            for row in found
        ]

    def newest(self) -> int:
        """Return the newest position, 0 if there is none."""
        return self.max_notification_id() or 0


class _Transaction(SQLiteTransaction):
    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        try:
            # A deferred transaction that must upgrade to write fails at once where
            # another writes; one that begins by writing waits its turn.
            cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error
        return cursor

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        try:
            super().__exit__(exc_type, exc_val, exc_tb)
        except BaseException:
            if self._is_open():
                # A commit that failed leaves its transaction open; closing ends it,
                # and the pool does not hand the connection out again.
                self.connection.close()
            raise

    def _is_open(self) -> bool:
        raw = self.connection._sqlite_conn  # noqa: SLF001 - the library has no other way
        return not self.connection.closed and raw.in_transaction


class _Connection(SQLiteConnection):
    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        with _Transaction(self, commit=commit) as cursor, cursor:
            yield cursor


class _Pool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        made = super()._create_connection()
        raw = made._sqlite_conn  # noqa: SLF001 - the library has no other way in
        connection = _Connection(sqlite_conn=raw, max_age=self.max_age)
        try:
            raw.execute("PRAGMA synchronous=FULL")
            raw.execute("PRAGMA secure_delete=ON")
            raw.execute("PRAGMA trusted_schema=OFF")
            mode = raw.execute("PRAGMA journal_mode").fetchone()[0]
            safety = raw.execute("PRAGMA synchronous").fetchone()[0]
        except sqlite3.Error as error:
            connection.close()
            raise InterfaceError(error) from error
        if mode != "wal" or safety != FULL:
            connection.close()
            raise ForeignLog("its storage does not keep what was committed")
        return connection


class _Datastore(SQLiteDatastore):
    def __init__(self, path: Path) -> None:
        super().__init__(str(path), originator_id_type="text")
        self.pool.close()
        self.pool = _Pool(db_name=str(path))


class SQLiteRecorder(SQLiteApplicationRecorder):
    """The library's recorder in an SQLite file, whose header says that it is ours."""

    _INSERT = (
        "INSERT INTO stored_events"
        " (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"
    )
    _SELECT = (
        "SELECT position, originator_id, originator_version, topic, state"
        " FROM stored_events "
    )

    def __init__(self, path: Path) -> None:
        _refuse_foreign(path)
        super().__init__(_Datastore(path))
        # An explicit position: bare row numbers are used again after a deletion.
        self.create_table_statements = [
            """
            CREATE TABLE IF NOT EXISTS stored_events (
                position INTEGER PRIMARY KEY AUTOINCREMENT,
                originator_id TEXT NOT NULL,
                originator_version INTEGER NOT NULL,
                topic TEXT NOT NULL,
                state BLOB NOT NULL,
                UNIQUE (originator_id, originator_version)
            )
            """,
            "CREATE TABLE IF NOT EXISTS log_identity (log_id TEXT NOT NULL)",
            f"PRAGMA application_id={APPLICATION_ID}",
            f"PRAGMA user_version={USER_VERSION}",
        ]
        self.create_table()

    def identity(self, new_id: str) -> str:
        """Return the log's id, which becomes `new_id` if it has none yet."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("SELECT log_id FROM log_identity")
            found = cursor.fetchone()
            if found is not None:
                return str(found[0])
            cursor.execute("INSERT INTO log_identity VALUES (?)", (new_id,))
            return new_id

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        **_: Any,  # noqa: ANN401 - the library's own signature
    ) -> Sequence[int]:
        for stream, version in _first_versions(stored_events).items():
            if version > 1:
                before = (stream, version - 1)
                c.execute(f"{self._SELECT} {_AT}", before)
                if c.fetchone() is None:
                    raise IntegrityError(_GAP)
        c.executemany(
            self._INSERT,
            [
                (str(one.originator_id), one.originator_version, one.topic, one.state)
                for one in stored_events
            ],
        )
        c.execute("SELECT last_insert_rowid()")
        last = int(c.fetchone()[0])
        return range(last - len(stored_events) + 1, last + 1)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return a stream's events as the library knows them."""
        rows = self.rows_of(str(originator_id))
        found = [
            StoredEvent(stream, version, name, state)
            for _, stream, version, name, state in rows
            if (gt is None or version > gt) and (lte is None or version <= lte)
        ]
        return (found[::-1] if desc else found)[:limit]

    def rows_of(self, stream: str) -> Sequence[Row]:
        """Return a stream's rows in order of version."""
        return self._rows(
            f"{self._SELECT} WHERE originator_id = ? ORDER BY originator_version",
            (stream,),
        )

    def page(self, after: int, limit: int, names: Sequence[str]) -> Sequence[Row]:
        """Return the next rows of the whole log, in order of position."""
        some = f"AND topic IN ({','.join('?' * len(names))})" if names else ""
        return self._rows(
            f"{self._SELECT} WHERE position > ? {some} ORDER BY position LIMIT ?",
            (after, *names, limit),
        )

    def newest(self) -> int:
        """Return the newest position, 0 if there is none."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT max(position) FROM stored_events")
            return int(cursor.fetchone()[0] or 0)

    def _rows(self, statement: str, values: Sequence[object]) -> Sequence[Row]:
        with self.datastore.transaction(commit=False) as cursor:
            cursor.sqlite_cursor.row_factory = None
            cursor.execute(statement, values)
            rows: Sequence[Row] = cursor.fetchall()
            return rows


_AT = "WHERE originator_id = ? AND originator_version = ?"
_GAP = "the stream is not at the version expected"


def _first_versions(stored_events: Sequence[StoredEvent]) -> dict[str, int]:
    first: dict[str, int] = {}
    for one in stored_events:
        first.setdefault(str(one.originator_id), one.originator_version)
    return first


def _refuse_foreign(path: Path) -> None:
    """Look at the file's header before anything is written to it."""
    if not path.exists() or path.stat().st_size == 0:
        return
    try:
        raw = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise InterfaceError(error) from error
    try:
        ours = raw.execute("PRAGMA application_id").fetchone()[0]
        version = raw.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise OperationalError(error) from error
    except sqlite3.DatabaseError:
        raise ForeignLog("the file is not an SQLite database") from None
    finally:
        raw.close()
    if ours != APPLICATION_ID:
        raise ForeignLog("the file is a database of something else")
    if version > USER_VERSION:
        raise ForeignLog(f"it was written by a newer version (layout {version})")


__all__ = ["MemoryRecorder", "PersistenceError", "Recorder", "Row", "SQLiteRecorder"]
