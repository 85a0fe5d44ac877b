"""
The log in a schema of a PostgreSQL database, for more than one machine.

The library's recorder, with what it leaves open closed. Whoever records takes the next
positions first, from the one row of `log_identity`, and holds that row until the end:
so positions are seen in their order and none is left out, and a role needs no right to
change or delete what was recorded.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from time import monotonic, sleep
from typing import Any, TypeVar
from urllib.parse import unquote
from uuid import uuid4

import attrs
import psycopg
from eventsourcing import persistence
from eventsourcing.persistence import (
    InterfaceError,
    Notification,
    OperationalError,
    PersistenceError,
    ProgrammingError,
    StoredEvent,
)
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection, Cursor
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from psycopg.rows import DictRow, dict_row, tuple_row
from psycopg.sql import SQL, Identifier

from caseledger.casework import ForeignLog, StaleCase
from caseledger.eventlog.forking import close_before_forks
from caseledger.eventlog.recorders import (
    ANYWHERE,
    NOTHING,
    Head,
    LogRow,
    News,
    NoLog,
    OutcomeUnknown,
    StreamRow,
    linked,
    not_empty,
)
from caseledger.proof.rows import StoredRow

SCHEMA = "caseledger"
"""The schema of a store that names none."""

LAYOUT = 1
"""How the tables are laid out; a higher one was written by a newer version."""

PATIENCE = 5
"""Seconds to wait for whoever is recording, and for a server that went away."""

PAUSE = 0.1
"""Seconds between two tries to reach it."""

# A server that is gone without a word is noticed within half a minute.
CONNECTING: Mapping[str, str | int | None] = {
    "connect_timeout": PATIENCE,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "caseledger",
}

NAMED = "it is named postgresql://[USER@]HOST[:PORT]/DATABASE[?schema=NAME]"

_PLACE = ("host", "port", "dbname")

T = TypeVar("T")
Raw = Connection[DictRow]


@attrs.frozen
class PostgresStore:
    """A database, and the schema in it that holds one log."""

    database: str = attrs.field(repr=False)  # may hold a password
    schema: str


def postgres_store(name: str) -> PostgresStore:
    """
    Return the database and the schema that a store's name says.

    Raises `ForeignLog` for a name that PostgreSQL does not understand.
    """
    address, _, query = name.partition("?")
    parts = [part for part in query.split("&") if part]
    others = [part for part in parts if not part.startswith("schema=")]
    schemas = [unquote(p.removeprefix("schema=")) for p in parts if p not in others]
    # What PostgreSQL says of a name that it does not understand repeats the name.
    with suppress(psycopg.Error, UnicodeError):
        given = conninfo_to_dict("?".join([address, "&".join(others)]))
        schema = SCHEMA if not schemas else schemas[0]
        if len(schemas) < 2 and _is_plain(given) and _is_free(schema):
            database = make_conninfo("", **{**CONNECTING, **given})
            return PostgresStore(database, schema)
    raise ForeignLog(NAMED)


def _is_plain(given: Mapping[str, str | int | None]) -> bool:
    """Say whether no part of a password was taken for another part of the name."""
    host, port, database = (str(given.get(key, "")) for key in _PLACE)
    digits = port.replace(",", "")
    misread = "@" in host + database or not (digits.isdigit() or not digits)
    return not misread and "\0" not in "".join(map(str, given.values()))


def _is_free(schema: str) -> bool:
    """Say whether a schema can have this name: PostgreSQL has some, and cuts others."""
    taken = schema.startswith("pg_") or schema == "information_schema"
    return not taken and "\0" not in schema and 0 < len(schema.encode()) < 64


class ConnectionLost(OperationalError):
    """The server cannot be reached, or was lost on the way."""


class NotAllowed(ProgrammingError):
    """The role lacks a right."""


class Datastore(PostgresDatastore):
    """The connections to one database; the pool that it inherits stays closed."""

    def __init__(self, store: PostgresStore) -> None:
        self._database = store.database
        self._idle: list[Raw] = []
        self._closed = False
        close_before_forks(self)
        self._settings = {
            # What is named in a statement is in the log's own schema.
            "search_path": f"{Identifier(store.schema).as_string()}, pg_temp",
            "lock_timeout": f"{PATIENCE}s",
            "statement_timeout": "60s",
            "idle_in_transaction_session_timeout": "60s",
        }
        super().__init__("", "", "", "", "", schema=store.schema)

    def register_type_adapters(self) -> None:
        """Do nothing: events are sent as plain columns."""

    def run(self, work: Callable[[Raw], T]) -> T:
        """
        Do some work on a connection; what it does not commit is rolled back.

        Raises the library's errors. They stand alone: the driver's own quote the rows
        that they are about.
        """
        raw = self._take()
        failure: PersistenceError
        try:
            return work(raw)
        except psycopg.Error as error:
            failure = _library_error(error, lost=raw.closed)
        finally:
            self._take_back(raw)
        raise failure

    def patiently(self, work: Callable[[Raw], T]) -> T:
        """Do some work, again and again while a server that went away comes back."""
        until = monotonic() + PATIENCE
        while True:
            try:
                return self.run(work)
            except ConnectionLost:
                if monotonic() > until:
                    raise
            sleep(PAUSE)

    def select(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the rows of one statement, which sees the log at one moment."""
        return self.patiently(lambda raw: _rows(raw, statement, values))

    @contextmanager
    def get_connection(self) -> Iterator[Raw]:
        """Lend a connection, as the library's own methods ask for it."""
        raw = self._take()
        try:
            yield raw
        except psycopg.Error as error:
            raise _library_error(error, lost=raw.closed) from None
        finally:
            self._take_back(raw)

    def listening(self, channel: str) -> Raw:
        """Return a connection that is told from now on what comes on a channel."""
        failure: PersistenceError
        raw = self._connect()
        try:
            raw.execute(SQL("LISTEN {}").format(Identifier(channel)))
        except psycopg.Error as error:
            raw.close()
            failure = _library_error(error, lost=True)
        else:
            return raw
        raise failure

    def close(self) -> None:
        """Close every connection; those in use, as soon as they are given back."""
        self._closed = True
        self.let_go()

    def let_go(self) -> None:
        """Close the connections that are idle."""
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _take(self) -> Raw:
        if self._closed:
            raise InterfaceError("it is closed")
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

    def _take_back(self, raw: Raw) -> None:
        with suppress(psycopg.Error):
            raw.rollback()  # what was not committed
        if raw.info.transaction_status is TransactionStatus.IDLE:
            self._idle.append(raw)
        else:
            raw.close()
        if self._closed:
            self.close()

    def _connect(self) -> Raw:
        failure: PersistenceError
        raw = None
        try:
            raw = psycopg.connect(self._database, autocommit=True, row_factory=dict_row)
            self._set_up(raw)
        except psycopg.Error as error:
            failure = _library_error(error, lost=raw is None or raw.closed)
        except BaseException:
            if raw is not None:
                raw.close()
            raise
        else:
            return raw
        if raw is not None:
            raw.close()
        raise failure

    def _set_up(self, raw: Raw) -> None:
        if raw.info.parameter_status("server_encoding") != "UTF8":
            raise ForeignLog("the database does not keep its text in UTF-8")
        raw.cursor().executemany(_SET, [*self._settings.items()])
        [(fsync, safety)] = _rows(raw, _SAFETY)
        if fsync == "off" or safety == "off":
            raise InterfaceError("its storage may lose what was committed")


class PostgresRecorder(PostgresApplicationRecorder):
    """The library's recorder in a schema whose tables say that they are ours."""

    datastore: Datastore

    def __init__(self, store: PostgresStore, *, must_exist: bool = False) -> None:
        super().__init__(Datastore(store))
        self.schema = store.schema
        # Else every log of a database would wake the readers of every other.
        self.channel_name = store.schema
        try:
            self.log_id = self._identity(must_exist=must_exist)
        except BaseException:
            self.close()
            raise

    # --- Whose it is ------------------------------------------------------------------

    def _identity(self, *, must_exist: bool) -> str:
        if not self.datastore.run(self._relations):
            if must_exist:
                raise NoLog(f"there is no log in the schema {self.schema!r}")
            self.create_table()
        if not _TABLES <= self.datastore.run(self._relations):
            raise ForeignLog(f"the schema {self.schema!r} holds something else")
        [(may_look,)] = self.datastore.select(_MAY_LOOK, (self.schema,))
        if not may_look:
            raise NotAllowed(f"this role may not look into the schema {self.schema!r}")
        identity = self.datastore.select(_IDENTITY)
        for log_id, layout in identity:
            if layout is None:
                raise ForeignLog(f"the schema {self.schema!r} holds something else")
            if layout != LAYOUT:
                raise ForeignLog(f"it was written by a newer version (layout {layout})")
            return str(log_id)
        raise ForeignLog("it has lost its identity")

    def _relations(self, raw: Raw) -> set[str]:
        return {name for (name,) in _rows(raw, _RELATIONS, (self.schema,))}

    def create_table(self) -> None:
        """
        Make the schema and its tables, unless they are there.

        Any number of processes may do so at once. Raises `NoLog` if the role may not.
        """
        with suppress(NotAllowed):
            self.datastore.run(self._make)
            return
        raise NoLog(
            f"there is no log in the schema {self.schema!r}, and this role may make "
            "none: let one who may run `caseledger store init`",
        )

    def _make(self, raw: Raw) -> None:
        with raw.transaction():
            raw.execute("SELECT pg_advisory_xact_lock(%s)", (_key(self.schema),))
            if self._relations(raw):
                return  # another process was quicker, or the schema is not ours
            if not _rows(raw, _HAS_SCHEMA, (self.schema,)):
                # Even where it is there, IF NOT EXISTS asks for the right to make it.
                raw.execute(SQL("CREATE SCHEMA {}").format(Identifier(self.schema)))
            raw.execute(_EVENTS_TABLE)
            raw.execute(_IDENTITY_TABLE)
            raw.execute(_NAME_IT, (uuid4().hex, LAYOUT))

    def grant(self, role: str, *, only_to_read: bool = False) -> None:
        """Let a role read and record, and neither change nor delete what is there."""
        names = {"schema": Identifier(self.schema), "role": Identifier(role)}

        def grant(raw: Raw) -> None:
            with raw.transaction():
                for right in _READING if only_to_read else _RIGHTS:
                    raw.execute(right.format(**names))

        self.datastore.run(grant)

    # --- Recording --------------------------------------------------------------------

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        expected: Mapping[str, int] = ANYWHERE,
        **_: Any,  # noqa: ANN401 - the library's own signature
    ) -> Sequence[int]:
        """
        Insert all events or none, if the streams stand where expected.

        If the server is lost before it answers, what it has done is looked up: events
        that stand there as they were sent are recorded, and no conflict. Raises
        `OutcomeUnknown` if it cannot be looked up in time.
        """
        streams = {*expected, *(str(one.originator_id) for one in stored_events)}
        unanswered = False

        def insert(raw: Raw) -> list[int]:
            nonlocal unanswered
            newest, heads = _begin(raw, len(stored_events), [*streams])
            if unanswered:
                found = _rows(raw, _STANDING, _columns(stored_events))
                if len(found) == len(stored_events):
                    return [position for (position,) in found]
            for stream, version in expected.items():
                standing = heads.get(stream, NOTHING).version
                if version != standing:
                    raise StaleCase(stream, standing)
            if not stored_events:
                return []
            positions = [*range(newest - len(stored_events) + 1, newest + 1)]
            links = [made for _, made in linked(stored_events, heads)]
            try:
                self._end(raw, (positions, *_columns(stored_events), links))
            except psycopg.Error:
                unanswered = unanswered or raw.closed
                raise
            return positions

        try:
            return self.datastore.patiently(insert) if streams else []
        except PersistenceError:
            if not unanswered:
                raise
        raise OutcomeUnknown(
            "the connection was lost; what was sent may have been recorded: look "
            "before it is sent again, or send it with the same command id",
        )

    def _end(self, raw: Raw, columns: Sequence[object]) -> None:
        with raw.pipeline():
            raw.execute(_INSERT, columns)
            self._notify_channel(raw.cursor())
            raw.execute("COMMIT", prepare=False)

    def adopt(self, log_id: str, rows: Iterable[StoredRow]) -> None:
        """Take the rows of another log, as they are stored, and its identity."""

        def adopt(raw: Raw) -> None:
            with raw.transaction():
                raw.execute("SET LOCAL statement_timeout = 0")
                if not _rows(raw, _BECOME, (log_id,)):
                    raise not_empty()
                with raw.cursor().copy(_COPY) as copy:
                    copy.set_types(_COPIED)
                    for row in rows:
                        copy.write_row(row)
                raw.execute(_COUNT_ON)

        self.datastore.run(adopt)
        self.log_id = log_id

    # --- Reading ----------------------------------------------------------------------

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

    def max_notification_id(self) -> int | None:
        """Return the newest position as the library knows it."""
        return self.newest() or None

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
        last = _LAST if upto is None else upto
        if names:
            return self.datastore.select(_OF_NAMES, (after, last, [*names], limit))
        return self.datastore.select(_OF_LOG, (after, last, limit))

    def stored(self, after: int, limit: int) -> Sequence[StoredRow]:
        """Return the next rows of the whole log as they are stored, links and all."""
        rows = self.datastore.select(_STORED_AFTER, (after, limit))
        return [StoredRow(*row) for row in rows]

    def stored_of(self, stream: str) -> Sequence[StoredRow]:
        """Return a stream's rows as they are stored, in order of version."""
        rows = self.datastore.select(_STORED_OF, (stream,))
        return [StoredRow(*row) for row in rows]

    def newest(self) -> int:
        """Return the newest position, 0 if there is none."""
        [(newest,)] = self.datastore.select(_NEWEST)
        return int(newest)

    def news(self) -> News:
        """Begin to be told when something is recorded."""
        return Listening(self.datastore, self.channel_name)

    def close(self) -> None:
        """Let go of the connections."""
        self.datastore.close()


class Listening:
    """
    What PostgreSQL tells of a log, on a connection of its own.

    Nothing is told while the server is away: what was recorded meanwhile is looked for
    as soon as it is back.
    """

    def __init__(self, datastore: Datastore, channel: str) -> None:
        self._datastore = datastore
        self._channel = channel
        self._raw: Raw | None = datastore.listening(channel)
        self._begun = False

    def came(self) -> bool:
        """Say whether there may be something new since it was last asked."""
        begins, self._begun = not self._begun, True
        if self._raw is None:
            with suppress(PersistenceError):
                self._raw = self._datastore.listening(self._channel)
            return self._raw is not None
        try:
            return [*self._raw.notifies(timeout=0)] != [] or begins
        except psycopg.Error:
            self.close()
            return True  # let whoever asks find out that it is away

    def close(self) -> None:
        """Let go of the connection."""
        if self._raw is not None:
            self._raw.close()
        self._raw = None


# --- Statements -----------------------------------------------------------------------


def _rows(raw: Raw, statement: str, values: Sequence[object] = ()) -> list[Any]:
    return _asked(raw, statement, values).fetchall()


def _asked(raw: Raw, statement: str, values: Sequence[object]) -> Cursor[Any]:
    # Bytes come as bytes, and not as digits for them.
    return raw.cursor(row_factory=tuple_row, binary=True).execute(statement, values)


def _begin(
    raw: Raw, events: int, streams: Sequence[str]
) -> tuple[int, dict[str, Head]]:
    """Begin to record: take the next positions, then see where the streams stand."""
    with raw.pipeline():
        raw.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", prepare=False)
        taken = _asked(raw, _TAKE, (events,))
        found = _asked(raw, _HEADS, (streams,))
    newest = taken.fetchone()
    if newest is None:
        raise InterfaceError("it has lost its identity")
    return newest[0], {stream: Head(*head) for stream, *head in found}


def _columns(events: Sequence[StoredEvent]) -> tuple[list[object], ...]:
    return (
        [str(one.originator_id) for one in events],
        [one.originator_version for one in events],
        [one.topic for one in events],
        [one.state for one in events],
    )


def _key(schema: str) -> int:
    """Return the number of the lock under which a schema's tables are made."""
    digest = sha256(f"caseledger {schema}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)


def _library_error(error: psycopg.Error, *, lost: bool) -> PersistenceError:
    # The first line alone: the next ones quote the row that it is about.
    said = error.diag.message_primary or " ".join(str(error).split())
    if lost:
        return ConnectionLost(said)
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return NotAllowed(said)
    for kind in type(error).__mro__:
        # Both name their errors as Python's database API does.
        named = getattr(persistence, kind.__name__, None)
        if named is not None:
            found: PersistenceError = named(said)
            return found
    return PersistenceError(said)


_TABLES = {"stored_events", "log_identity"}
# As the column's own order: a locale's may change under an index.
_EVENTS_TABLE = """
    CREATE TABLE stored_events (
        position bigint PRIMARY KEY,
        originator_id text COLLATE "C" NOT NULL,
        originator_version bigint NOT NULL,
        topic text COLLATE "C" NOT NULL,
        state bytea NOT NULL,
        link bytea NOT NULL,
        UNIQUE (originator_id, originator_version)
    )
"""
_IDENTITY_TABLE = """
    CREATE TABLE log_identity (
        log_id text NOT NULL,
        layout integer NOT NULL,
        newest bigint NOT NULL
    )
"""
_NAME_IT = "INSERT INTO log_identity VALUES (%s, %s, 0)"
_RIGHTS = (
    SQL("GRANT USAGE ON SCHEMA {schema} TO {role}"),
    SQL("GRANT SELECT, INSERT ON {schema}.stored_events TO {role}"),
    SQL("GRANT SELECT, UPDATE (newest) ON {schema}.log_identity TO {role}"),
)
_READING = (
    SQL("GRANT USAGE ON SCHEMA {schema} TO {role}"),
    SQL("GRANT SELECT ON {schema}.stored_events, {schema}.log_identity TO {role}"),
)
_SET = "SELECT set_config(%s, %s, false)"
_SAFETY = "SELECT current_setting('fsync'), current_setting('synchronous_commit')"
_MAY_LOOK = "SELECT has_schema_privilege(%s, 'USAGE')"
_HAS_SCHEMA = "SELECT 1 FROM pg_namespace WHERE nspname = %s"
_RELATIONS = """
    SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = %s AND relkind IN ('r', 'p', 'v', 'm', 'f')
"""
# A table of somebody else's has no such columns, which is then null and no error.
_IDENTITY = """
    SELECT to_jsonb(found) ->> 'log_id', (to_jsonb(found) ->> 'layout')::integer
    FROM log_identity AS found
"""
_TAKE = "UPDATE log_identity SET newest = newest + %s RETURNING newest"
_HEADS = """
    SELECT stream, originator_version, link FROM unnest(%s::text[]) AS stream
    CROSS JOIN LATERAL (
        SELECT originator_version, link FROM stored_events
        WHERE originator_id = stream ORDER BY originator_version DESC LIMIT 1
    ) AS head
"""
_INSERT = """
    INSERT INTO stored_events
        (position, originator_id, originator_version, topic, state, link)
    SELECT * FROM unnest(
        %b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[], %b::bytea[]
    )
"""
_STANDING = """
    SELECT position FROM stored_events AS standing
    JOIN unnest(%b::text[], %b::bigint[], %b::text[], %b::bytea[])
        AS sent (stream, version, name, state)
    ON originator_id = stream AND originator_version = version
        AND topic = name AND standing.state = sent.state
    ORDER BY position
"""
_BECOME = "UPDATE log_identity SET log_id = %s WHERE newest = 0 RETURNING 1"
_COPY = """
    COPY stored_events
        (position, originator_id, originator_version, topic, state, link)
    FROM STDIN (FORMAT BINARY)
"""
_COPIED = ("int8", "text", "int8", "text", "bytea", "bytea")
_COUNT_ON = """
    UPDATE log_identity
    SET newest = (SELECT coalesce(max(position), 0) FROM stored_events)
"""
_OF_STREAM = """
    SELECT originator_version, topic, state FROM stored_events
    WHERE originator_id = %s ORDER BY originator_version
"""
_OF_LOG = """
    SELECT position, originator_id, originator_version, topic, state
    FROM stored_events WHERE position > %s AND position <= %s
    ORDER BY position LIMIT %s
"""
_OF_NAMES = """
    SELECT position, originator_id, originator_version, topic, state
    FROM stored_events WHERE position > %s AND position <= %s AND topic = ANY(%s)
    ORDER BY position LIMIT %s
"""
_LAST = 2**63 - 1
_STORED_AFTER = """
    SELECT position, originator_id, originator_version, topic, state, link
    FROM stored_events WHERE position > %s ORDER BY position LIMIT %s
"""
_STORED_OF = """
    SELECT position, originator_id, originator_version, topic, state, link
    FROM stored_events WHERE originator_id = %s ORDER BY originator_version
"""
_NEWEST = "SELECT coalesce(max(position), 0) FROM stored_events"
