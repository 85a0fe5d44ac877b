"""
The library's recorders, with what they leave open closed.

Both check that a stream stands where its writer believes it to stand, and keep with
every event its link, which proves the stream up to it. The SQLite one gives every
event a position that is never used again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol
from uuid import uuid4

import attrs
from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.popo import POPOApplicationRecorder
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from caseledger.casework import ForeignLog, StaleCase, StorageUnavailable
from caseledger.eventlog.datastore import APPLICATION_ID, LAYOUT, Datastore
from caseledger.proof.rows import StoredRow
from caseledger.proof.verifier import NO_LINK, link

StreamRow = tuple[int, str, bytes]
"""Version, stored name, state."""

LogRow = tuple[int, str, int, str, bytes]
"""Position, stream, version, stored name, state."""

PAGE = 1_000
"""Rows read at a time when going through the log; larger pages are slower."""

ANYWHERE: Mapping[str, int] = MappingProxyType({})
"""Whoever expects this takes streams as they stand."""


@attrs.frozen
class NoLog(StorageUnavailable):
    """There is no log where one is looked for, and none may be made."""


@attrs.frozen
class OutcomeUnknown(StorageUnavailable):
    """Whether the events were recorded is not known."""

    what: str = "the log's answer"


class News(Protocol):
    """What tells that a log may have grown."""

    def came(self) -> bool:
        """
        Say whether there may be something new since it was last asked.

        It answers at once. The first answer is yes: what was recorded before it was
        begun is looked for, what is recorded afterwards is told.
        """

    def close(self) -> None:
        """Let go of what it holds."""


@attrs.define
class Newest:
    """The news where looking at the newest position costs next to nothing."""

    _newest: Callable[[], int]
    _seen: int = -1

    def came(self) -> bool:
        """Say whether the newest position is another one now."""
        before, self._seen = self._seen, self._newest()
        return before != self._seen

    def close(self) -> None:
        """Do nothing."""


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

    def stored(self, after: int, limit: int) -> Sequence[StoredRow]:
        """Return the next rows of the whole log as they are stored, links and all."""

    def stored_of(self, stream: str) -> Sequence[StoredRow]:
        """Return a stream's rows as they are stored, in order of version."""

    def newest(self) -> int:
        """Return the newest position, 0 if there is none."""

    def news(self) -> News:
        """Begin to tell when something is recorded."""

    def adopt(self, log_id: str, rows: Iterable[StoredRow]) -> None:
        """
        Take all the rows of another log as they are stored, and its id, or nothing.

        Raises `ForeignLog` if anything was ever recorded here.
        """

    def close(self) -> None:
        """Let go of files and connections."""


@attrs.frozen
class Head:
    """Where a stream stands: the version and the link of its last event."""

    version: int = 0
    link: bytes = NO_LINK


NOTHING = Head()


def not_empty() -> ForeignLog:
    """Say why a log is not copied to where another is."""
    return ForeignLog("events were recorded in it, and a log is copied to an empty one")


def linked(
    events: Sequence[StoredEvent], heads: dict[str, Head]
) -> Iterator[tuple[StoredEvent, bytes]]:
    """Go through new events, each with its link; `heads` follow them."""
    for one in events:
        stream, version = str(one.originator_id), one.originator_version
        before = heads.get(stream, NOTHING).link
        made = link(before, stream, version, one.topic, one.state)
        heads[stream] = Head(version, made)
        yield one, made


class MemoryRecorder(POPOApplicationRecorder):
    """The library's recorder in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.log_id = uuid4().hex
        self._heads: dict[str, Head] = {}
        self._links: list[bytes] = []

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        expected: Mapping[str, int] = ANYWHERE,
        **kwargs: Any,  # noqa: ANN401 - the library's own signature
    ) -> Sequence[int] | None:
        """Insert all events or none, if the streams stand where expected."""
        with self._database_lock:
            for stream, version in expected.items():
                standing = self._heads.get(stream, NOTHING).version
                if standing != version:
                    raise StaleCase(stream, standing)
            positions = super().insert_events(stored_events, **kwargs)
            self._links += [made for _, made in linked(stored_events, self._heads)]
            return positions

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

    def stored(self, after: int, limit: int) -> Sequence[StoredRow]:
        """Return the next rows of the whole log as they are stored, links and all."""
        after = max(after, 0)
        rows = self.page(after, limit, ())
        links = self._links[after : after + limit]
        return [StoredRow(*row, one) for row, one in zip(rows, links, strict=True)]

    def stored_of(self, stream: str) -> Sequence[StoredRow]:
        """Return a stream's rows as they are stored, in order of version."""
        every = self.stored(0, self.newest())
        return [row for row in every if row.stream == stream]

    def newest(self) -> int:
        """Return the newest position, 0 if there is none."""
        return self.max_notification_id() or 0

    def news(self) -> News:
        """Begin to tell when something is recorded."""
        return Newest(self.newest)

    def adopt(self, log_id: str, rows: Iterable[StoredRow]) -> None:
        """Take the rows of another log, as they are stored, and its id."""
        every = list(rows)
        with self._database_lock:
            if self._links:
                raise not_empty()
            super().insert_events([_as_event(row) for row in every])
            self._links += [row.link for row in every]
            self._heads |= {row.stream: Head(row.version, row.link) for row in every}
        self.log_id = log_id

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
        elif not self.datastore.select(_HAS_LINKS):
            with self.datastore.transaction(commit=True) as c:
                self._link(c)
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
                link BLOB NOT NULL,
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

    def _link(self, c: SQLiteCursor) -> None:
        """Give a log that was written before there were links the links it lacks."""
        c.execute(_HAS_LINKS)
        if c.fetchone() is not None:
            return  # another process was quicker
        c.execute("ALTER TABLE stored_events RENAME TO unlinked_events")
        super()._create_table(c)
        heads: dict[str, Head] = {}
        after = 0
        while True:
            c.execute(_UNLINKED, (after, PAGE))
            page = [tuple(row) for row in c.fetchall()]
            if not page:
                break
            after = page[-1][0]
            events = [StoredEvent(*row[1:]) for row in page]
            links = [made for _, made in linked(events, heads)]
            rows = [(*row, made) for row, made in zip(page, links, strict=True)]
            c.executemany(_INSERT_AT, rows)
        c.execute("DROP TABLE unlinked_events")

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        expected: Mapping[str, int] = ANYWHERE,
        **_: Any,  # noqa: ANN401 - the library's own signature
    ) -> Sequence[int]:
        heads: dict[str, Head] = {}
        for stream in {*expected, *(str(one.originator_id) for one in stored_events)}:
            c.execute(_HEAD, (stream,))
            found = c.fetchone()
            heads[stream] = NOTHING if found is None else Head(*found)
            standing = heads[stream].version
            if expected.get(stream, standing) != standing:
                raise StaleCase(stream, standing)
        if not stored_events:
            return []
        rows = [
            (str(one.originator_id), one.originator_version, one.topic, one.state, made)
            for one, made in linked(stored_events, heads)
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

    def stored(self, after: int, limit: int) -> Sequence[StoredRow]:
        """Return the next rows of the whole log as they are stored, links and all."""
        return _as_stored(self.datastore.select(_STORED_AFTER, (after, limit)))

    def stored_of(self, stream: str) -> Sequence[StoredRow]:
        """Return a stream's rows as they are stored, in order of version."""
        return _as_stored(self.datastore.select(_STORED_OF, (stream,)))

    def newest(self) -> int:
        """Return the newest position, 0 if there is none."""
        (newest,) = self.datastore.select(_NEWEST)[0]
        return int(newest)

    def news(self) -> News:
        """Begin to tell when something is recorded."""
        return Newest(self.newest)

    def adopt(self, log_id: str, rows: Iterable[StoredRow]) -> None:
        """Take the rows of another log, as they are stored, and its id."""
        with self.datastore.transaction(commit=True) as c:
            c.execute(_USED)
            if c.fetchone() is not None:
                raise not_empty()
            c.executemany(_INSERT_AT, rows)
            c.execute("UPDATE log_identity SET log_id = ?", (log_id,))
        self.log_id = log_id

    def close(self) -> None:
        """Let go of the file."""
        self.datastore.close()


_TABLE = "SELECT 1 FROM sqlite_master WHERE name = ?"
_HAS_LINKS = "SELECT 1 FROM pragma_table_info('stored_events') WHERE name = 'link'"
_UNLINKED = (
    "SELECT position, originator_id, originator_version, topic, CAST(state AS BLOB)"
    " FROM unlinked_events WHERE position > ? ORDER BY position LIMIT ?"
)
_INSERT_AT = (
    "INSERT INTO stored_events"
    " (position, originator_id, originator_version, topic, state, link)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_INSERT = (
    "INSERT INTO stored_events (originator_id, originator_version, topic, state, link)"
    " VALUES (?, ?, ?, ?, ?)"
)
_USED = "SELECT 1 FROM sqlite_sequence WHERE seq > 0"
_HEAD = (
    "SELECT originator_version, CAST(link AS BLOB) FROM stored_events"
    " WHERE originator_id = ?"
    " ORDER BY originator_version DESC LIMIT 1"
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
_AS_STORED = (
    "SELECT position, CAST(originator_id AS BLOB), CAST(originator_version AS INTEGER),"
    " CAST(topic AS BLOB), CAST(state AS BLOB), CAST(link AS BLOB) FROM stored_events"
)
_STORED_AFTER = f"{_AS_STORED} WHERE position > ? ORDER BY position LIMIT ?"
_STORED_OF = f"{_AS_STORED} WHERE originator_id = ? ORDER BY originator_version"
_NEWEST = "SELECT coalesce(max(position), 0) FROM stored_events"


def _as_event(row: StoredRow) -> StoredEvent:
    return StoredEvent(row.stream, row.version, row.name, row.state)


def _as_stored(
    rows: Iterable[tuple[int, bytes, int, bytes, bytes, bytes]],
) -> Sequence[StoredRow]:
    return [
        # Damaged text is text that differs, and not a fault of ours.
        StoredRow(
            position,
            stream.decode(errors="replace"),
            version,
            name.decode(errors="replace"),
            state,
            made,
        )
        for position, stream, version, name, state, made in rows
    ]
