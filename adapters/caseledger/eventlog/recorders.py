"""
The library's recorders, with what they leave open closed.

Both check that a stream stands where its writer believes it to stand. The SQLite
one gives every event a position that is never used again.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol
from uuid import uuid4

from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.popo import POPOApplicationRecorder
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from caseledger.casework import ForeignLog, StaleCase
from caseledger.eventlog.datastore import APPLICATION_ID, LAYOUT, Datastore

StreamRow = tuple[int, str, bytes]
"""Version, stored name, state."""

LogRow = tuple[int, str, int, str, bytes]
"""Position, stream, version, stored name, state."""

_ANYWHERE: Mapping[str, int] = MappingProxyType({})


class Recorder(Protocol):
    """What the log asks of a recorder."""

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        expected: Mapping[str, int],
    ) -> Sequence[int] | None:
        """
        Insert all events or none.

        Raises `StaleCase` unless each stream stands at the version expected.
        """

    def rows_of(self, stream: str) -> Sequence[StreamRow]:
        """Return a stream's rows in order of version."""

    def page(self, after: int, limit: int, names: Sequence[str]) -> Sequence[LogRow]:
        """Return the next rows of the whole log in order of position."""

    def newest(self) -> int:
        """Return the newest position, 0 if there is none."""

    def close(self) -> None:
        """Let go of files and connections."""


class MemoryRecorder(POPOApplicationRecorder):
    """The library's recorder in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.log_id = uuid4().hex

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        expected: Mapping[str, int] = _ANYWHERE,
        **kwargs: Any,  # noqa: ANN401 - the library's own signature
    ) -> Sequence[int] | None:
        """Insert all events or none, if the streams stand where expected."""
        with self._database_lock:
            for stream, version in expected.items():
                newest = self.select_events(stream, desc=True, limit=1)
                standing = newest[0].originator_version if newest else 0
                if standing != version:
                    raise StaleCase(stream, standing)
            return super().insert_events(stored_events, **kwargs)

    def rows_of(self, stream: str) -> Sequence[StreamRow]:
        """Return a stream's rows in order of version."""
        return [
            (row.originator_version, row.topic, row.state)
            for row in self.select_events(stream)
        ]

    def page(self, after: int, limit: int, names: Sequence[str]) -> Sequence[LogRow]:
        """Return the next rows of the whole log in order of position."""
        return [
            (
                row.id,
                str(row.originator_id),
                row.originator_version,
                row.topic,
                row.state,
            )
            for row in self.select_notifications(
                after,
                limit,
                topics=names,
                inclusive_of_start=False,
            )
        ]

    def newest(self) -> int:
        """Return the newest position, 0 if there is none."""
        return self.max_notification_id() or 0

    def close(self) -> None:
        """Do nothing: memory goes with the program."""


class SQLiteRecorder(SQLiteApplicationRecorder):
    """The library's recorder in an SQLite file, whose header says that it is ours."""

    datastore: Datastore

    def __init__(self, path: Path) -> None:
        super().__init__(Datastore(path))
        try:
            self.log_id = self._identity()
        except BaseException:
            self.close()
            raise

    def _identity(self) -> str:
        # Opening a log that exists writes nothing, so it need not wait for a writer.
        if not self.datastore.select(_TABLE, ("log_identity",)):
            self.create_table()
        for (log_id,) in self.datastore.select("SELECT log_id FROM log_identity"):
            return str(log_id)
        raise ForeignLog("it has lost its identity")

    def construct_create_table_statements(self) -> list[str]:
        """Return what makes an empty file a log, all in one transaction."""
        return [
            # Bare row numbers, as the library has them, are used again after a
            # deletion, and a dump renumbers them.
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
            f"PRAGMA user_version={LAYOUT}",
        ]

    def _create_table(self, c: SQLiteCursor) -> None:
        super()._create_table(c)
        # Of several who open a new file at once, the first names it.
        c.execute(
            "INSERT INTO log_identity"
            " SELECT ? WHERE NOT EXISTS (SELECT 1 FROM log_identity)",
            (uuid4().hex,),
        )

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        expected: Mapping[str, int] = _ANYWHERE,
        **_: Any,  # noqa: ANN401 - the library's own signature
    ) -> Sequence[int]:
        for stream, version in expected.items():
            c.execute(_STANDING, (stream,))
            (standing,) = c.fetchone()
            if standing != version:
                raise StaleCase(stream, standing)
        if not stored_events:
            return []
        rows = [
            (str(one.originator_id), one.originator_version, one.topic, one.state)
            for one in stored_events
        ]
        if len(rows) > 1:
            c.executemany(_INSERT, rows[:-1])
        c.execute(_INSERT, rows[-1])
        # There is one writer, so the positions of one transaction are in a row.
        newest = c.lastrowid
        return list(range(newest - len(rows) + 1, newest + 1))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return the next rows as the library knows them."""
        after = 0 if start is None else start - inclusive_of_start
        return [
            Notification(stream, version, name, state, id=position)
            for position, stream, version, name, state in self.page(
                after,
                limit,
                topics,
                upto=stop,
            )
        ]

    def rows_of(self, stream: str) -> Sequence[StreamRow]:
        """Return a stream's rows in order of version."""
        return self.datastore.select(_OF_STREAM, (stream,))

    def page(
        self,
        after: int,
        limit: int,
        names: Sequence[str],
        *,
        upto: int | None = None,
    ) -> Sequence[LogRow]:
        """Return the next rows of the whole log in order of position."""
        conditions = "position > ?"
        values: list[object] = [after]
        if upto is not None:
            conditions += " AND position <= ?"
            values.append(upto)
        if names:
            conditions += f" AND topic IN ({', '.join('?' * len(names))})"
            values += names
        return self.datastore.select(
            f"{_OF_LOG} WHERE {conditions} ORDER BY position LIMIT ?",
            (*values, limit),
        )

    def newest(self) -> int:
        """Return the newest position, 0 if there is none."""
        (newest,) = self.datastore.select(_NEWEST)[0]
        return int(newest)

    def close(self) -> None:
        """Let go of the file."""
        self.datastore.close()


_TABLE = "SELECT 1 FROM sqlite_master WHERE name = ?"
_INSERT = (
    "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
    " VALUES (?, ?, ?, ?)"
)
_STANDING = (
    "SELECT coalesce(max(originator_version), 0) FROM stored_events"
    " WHERE originator_id = ?"
)
# The cast is for damaged files: a state that comes back as text which Python cannot
# decode would be quoted in its complaint.
_OF_STREAM = (
    "SELECT originator_version, topic, CAST(state AS BLOB) FROM stored_events"
    " WHERE originator_id = ? ORDER BY originator_version"
)
_OF_LOG = (
    "SELECT position, originator_id, originator_version, topic, CAST(state AS BLOB)"
    " FROM stored_events"
)
_NEWEST = "SELECT coalesce(max(position), 0) FROM stored_events"
