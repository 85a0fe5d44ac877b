"""
Read models in a schema of a PostgreSQL database, beside that of their log.

All that is made there belongs to the owner of the schema, whoever makes it: so any
member of that role can take the work over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from time import monotonic, sleep
from typing import Any, TypeVar

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Composable, Identifier, Literal

from caseledger.casework import CaseworkError, ForeignLog, StorageUnavailable
from caseledger.read_models import Type
from caseledger.viewstore.database import (
    Dialect,
    Layout,
    Relation,
    Schema,
    Unkeepable,
    Values,
)

POSTGRES = Dialect(
    types={
        # As bytes, so that rows have one order whatever the language of a database.
        Type.TEXT: 'TEXT COLLATE "C"',
        Type.DAY: 'TEXT COLLATE "C"',
        Type.NUMBER: "BIGINT",
        Type.YES_NO: "BOOLEAN",
    },
    words={"cases": """string_agg(reference, '; ' ORDER BY reference COLLATE "C")"""},
    by_bytes='COLLATE "C"',
)

BESIDE = "_views"
"""What the name of the schema adds to that of the log's."""

GIVING_WAY = "500ms"
"""
How long readers are waited for, before they are let through and asked again.

It is less than PostgreSQL waits until it looks for a deadlock, and ends a reader.
"""

PAUSE = 0.05
"""Seconds for which they are let through."""

T = TypeVar("T")
Raw = Connection[tuple[Any, ...]]


class InTheWay(StorageUnavailable):
    """Others hold what is to be changed."""


def schema_beside(schema: str) -> str:
    """Return the name of the schema of a log's read models."""
    name = f"{schema}{BESIDE}"
    if len(name.encode()) > 63:  # PostgreSQL would cut it
        raise ForeignLog(f"the schema's name leaves no room for {name!r} beside it")
    return name


class PostgresDatabase:
    """A schema that says that it is ours; one of another layout is emptied."""

    dialect = POSTGRES

    def __init__(self, place: Schema, layout: Layout, *, patience: float) -> None:
        self.schema = schema_beside(place.schema)
        self._place = place
        self._layout = layout
        self._patience = patience
        self._closed = False
        self._busy = False
        self._raw = self._session()
        try:
            self._make_ours()
        except BaseException:
            self.close()
            raise

    # --- Whose it is ------------------------------------------------------------------

    def _make_ours(self) -> None:
        try:
            if not self._is_ours(self._relations()):
                self.transact(self._empty)
        except NotAllowed:
            raise StorageUnavailable(
                f"the schema {self.schema!r} is not there, and this role may not make "
                "it, or not look into it: let one who may run `caseledger store init` "
                "with --grant-worker",
                _WHAT,
            ) from None

    def _relations(self) -> set[str]:
        return {name for (name,) in self.execute(_RELATIONS, (self.schema,))}

    def _is_ours(self, found: set[str]) -> bool:
        if "made" not in found:
            return False
        # By its full name: else who may not look into the schema looks past it.
        made = self.execute(f"SELECT sql FROM {self._made} WHERE name = 'made'")
        return made == [(self._layout_said,)]

    @property
    def _made(self) -> str:
        return Identifier(self.schema, "made").as_string()

    @property
    def _layout_said(self) -> str:
        return f"layout {self._layout.number}"

    def _empty(self) -> None:
        found = self._relations()
        if self._is_ours(found):
            return  # another process was quicker
        if found and "made" not in found:
            raise ForeignLog(f"the schema {self.schema!r} holds something else")
        # Rows can be lost and taken in again, but not what they are put into.
        self.execute("SET LOCAL synchronous_commit = on")
        if not self.execute(_OWNER, (self.schema,)):
            # Even where it is there, IF NOT EXISTS asks for the right to make it.
            self._say(SQL("CREATE SCHEMA {}").format(Identifier(self.schema)))
        for name in found:
            self._drop(name)
        self.execute(
            f"CREATE TABLE {self._made} (name TEXT PRIMARY KEY, sql TEXT NOT NULL)"
        )
        self.execute("INSERT INTO made VALUES ('made', ?)", (self._layout_said,))
        for table in self._layout.tables:
            self.make(table)

    # --- Statements -------------------------------------------------------------------

    def execute(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Run one statement, and return its rows."""
        with _explained():
            if values:
                done = self._there().execute(sql.replace("?", "%s").encode(), values)
            else:
                done = self._there().execute(sql.encode())
            return done.fetchall() if done.description else []

    def _say(self, *statements: Composable) -> None:
        with _explained():
            self._there().execute(SQL("; ").join(statements))

    def add(self, table: str, rows: Iterable[Values]) -> None:
        """Put rows into a table."""
        into = SQL("COPY {} FROM STDIN").format(Identifier(table))
        with _explained(), self._there().cursor().copy(into) as copy:
            for row in rows:
                copy.write_row(row)

    def remove(self, table: str, streams: Sequence[str]) -> None:
        """Take out what a table says of some streams."""
        self.execute(f"DELETE FROM {table} WHERE stream = ANY(?)", (list(streams),))

    def transact(self, work: Callable[[], T]) -> T:
        """
        Do some work under the schema's lock, which one process has at a time.

        It gives way to readers who hold what it changes, and begins again.
        """
        until = monotonic() + self._patience
        while True:
            try:
                with self._between("BEGIN", "COMMIT"):
                    # Whoever is stopped in between does not stop all others.
                    self.execute(
                        "SET LOCAL idle_in_transaction_session_timeout = 60000"
                    )
                    self.execute(
                        "SELECT pg_advisory_xact_lock(?)", (_key(self.schema),)
                    )
                    return work()
            except InTheWay:
                if monotonic() > until:
                    raise
            sleep(PAUSE)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what was done inside if that fails, and go on with the transaction."""
        self.execute("SAVEPOINT a")
        try:
            yield
        except BaseException:
            with suppress(CaseworkError):
                self.execute("ROLLBACK TO a")
            raise
        self.execute("RELEASE a")

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Let all that is read inside be of one moment."""
        with self._between("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "COMMIT"):
            # Before the moment is chosen: else a table that is exchanged for another
            # in between looks empty from it.
            self.execute("LOCK TABLE progress IN ACCESS SHARE MODE")
            yield

    @contextmanager
    def _between(self, begin: str, end: str) -> Iterator[None]:
        self.execute(begin)
        self._busy = True
        try:
            yield
            self.execute(end)
        except BaseException:
            with suppress(psycopg.Error):
                self._raw.rollback()
            raise
        finally:
            self._busy = False

    # --- Tables and views -------------------------------------------------------------

    def made(self) -> Mapping[str, str]:
        """Return the tables and views that are there, each with the SQL of it."""
        there = self._relations()
        found = self.execute("SELECT name, sql FROM made")
        return {name: sql for name, sql in found if name in there}

    def make(self, relation: Relation) -> None:
        """Make a table or view; its comments say what its columns mean."""
        self.execute(relation.sql)
        kind, name = SQL(relation.kind), Identifier(relation.name)
        about = SQL("COMMENT ON {} {} IS {}")
        self._say(
            about.format(kind, name, Literal(relation.about)),
            *(
                about.format(
                    SQL("COLUMN"),
                    Identifier(relation.name, column.name),
                    Literal(column.meaning),
                )
                for column in relation.columns
            ),
        )
        self.execute(
            "INSERT INTO made VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET sql = excluded.sql",
            (relation.name, relation.sql),
        )

    def drop(self, name: str) -> None:
        """Do away with a table or view that may be there, and with what reads it."""
        if name in self._relations():
            self._keep_readers_out()
            self._drop(name)
        self.execute("DELETE FROM made WHERE name = ?", (name,))

    def _drop(self, name: str) -> None:
        for (kind,) in self.execute(_KIND, (name,)):
            self._say(SQL("DROP {} {} CASCADE").format(SQL(kind), Identifier(name)))

    def exchange(self, built: str, table: str) -> None:
        """
        Put what was built in the place of a table.

        Where both have the same columns, the rows alone are exchanged: nobody waits,
        and whoever reads at one moment goes on to see the old ones.
        """
        made = self.made()
        same = table in made and _body(made[table]) == _body(made[built])
        if same:
            self.execute(f"DELETE FROM {table}")
            self.execute(f"INSERT INTO {table} SELECT * FROM {built}")
            self._drop(built)
        else:
            self.drop(table)
            self.execute(f"ALTER TABLE {built} RENAME TO {table}")
            self.execute(f"ALTER INDEX {built}_by_stream RENAME TO {table}_by_stream")
            self.execute(
                "UPDATE made SET name = ?, sql = ? WHERE name = ?",
                (table, made[built].replace(built, table, 1), built),
            )
        self.execute(f"ANALYZE {table}")

    def _keep_readers_out(self) -> None:
        self.execute(f"SET LOCAL lock_timeout = '{GIVING_WAY}'")
        self.execute("LOCK TABLE progress IN ACCESS EXCLUSIVE MODE")

    # --- The connection ---------------------------------------------------------------

    def _there(self) -> Raw:
        if self._closed:
            raise StorageUnavailable("it is closed", _WHAT)
        if self._raw.closed and not self._busy:
            self._raw = self._session()
        return self._raw

    def _session(self) -> Raw:
        raw = _connected(self._place)
        settings = {
            "search_path": f"{Identifier(self.schema).as_string()}, pg_temp",
            "lock_timeout": f"{int(self._patience * 1000)}ms",
            # Views can be built again, so the last transactions may be lost.
            "synchronous_commit": "off",
        }
        try:
            with _explained():
                raw.cursor().executemany(_SET, [*settings.items()])
                for owner, others, member in raw.execute(_OWNER_OF, (self.schema,)):
                    if others and member:
                        raw.execute(SQL("SET ROLE {}").format(Identifier(owner)))
        except BaseException:
            raw.close()
            raise
        return raw

    def close(self) -> None:
        """Let go of the connection."""
        self._closed = True
        self._raw.close()


class PostgresTurn:
    """A lock that a session has until it ends."""

    def __init__(self, place: Schema) -> None:
        self._place = place
        self._key = _key(f"{schema_beside(place.schema)} worker")
        self._raw: Raw | None = None
        self._ours = False

    def is_ours(self) -> bool:
        """Say whether it is ours, and take it if it is nobody's."""
        if self._raw is None or self._raw.closed:
            self._ours = False
            self._raw = _connected(self._place)
            with _explained():
                self._raw.cursor().executemany(_SET, _GONE)
        with _explained():
            # Asked even where it is ours: is the session still there?
            asked = _STILL_THERE if self._ours else _TRY_LOCK
            [(self._ours,)] = self._raw.execute(asked, {"key": self._key})
        return self._ours

    def close(self) -> None:
        """Let others have it."""
        if self._raw is not None:
            self._raw.close()


# --- Rights ---------------------------------------------------------------------------


def grant(place: Schema, *, worker: str | None, reader: str | None) -> None:
    """
    Let a role keep the read models up, and another one read them and nothing else.

    The worker's becomes the owner of all that is there; the reader can read what is
    made later, too. Whoever runs this makes the schema if it is missing.
    """
    schema = schema_beside(place.schema)
    with _explained(), closing(_connected(place)) as raw, raw.transaction():
        raw.execute("SELECT pg_advisory_xact_lock(%s)", (_key(schema),))
        owners = [owner for owner, *_ in raw.execute(_OWNER_OF, (schema,))]
        names = {"schema": Identifier(schema), "owner": Identifier(worker or "")}
        if not owners and worker is None:
            raw.execute(SQL("CREATE SCHEMA {schema}").format(**names))
        elif not owners:
            raw.execute(
                SQL("CREATE SCHEMA {schema} AUTHORIZATION {owner}").format(**names)
            )
        elif worker is not None and owners != [worker]:
            _give(raw, schema, worker)
        if reader is not None:
            _let_read(raw, schema, reader)


def _give(raw: Raw, schema: str, worker: str) -> None:
    """Make a role the owner of all that is there."""
    readers = raw.execute(_READERS, (schema,)).fetchall()
    owner = Identifier(worker)
    raw.execute(SQL("ALTER SCHEMA {} OWNER TO {}").format(Identifier(schema), owner))
    for (name,) in raw.execute(_RELATIONS.replace("?", "%s"), (schema,)).fetchall():
        # It does for views as well.
        relation = Identifier(schema, name)
        raw.execute(SQL("ALTER TABLE {} OWNER TO {}").format(relation, owner))
    for (reader,) in readers:
        _let_read(raw, schema, reader)


def _let_read(raw: Raw, schema: str, reader: str) -> None:
    [(owner, *_)] = raw.execute(_OWNER_OF, (schema,))
    names = {
        "schema": Identifier(schema),
        "owner": Identifier(owner),
        "reader": Identifier(reader),
    }
    for right in _READING:
        raw.execute(right.format(**names))


# --- Connections ----------------------------------------------------------------------


def _connected(place: Schema) -> Raw:
    with _explained():
        return psycopg.connect(place.database, autocommit=True, prepare_threshold=None)


class NotAllowed(StorageUnavailable):
    """The role lacks a right."""


@contextmanager
def _explained() -> Iterator[None]:
    """Say in our words what PostgreSQL says: its first line, the next quote rows."""
    failure: Exception
    try:
        yield
    except psycopg.DataError:
        failure = Unkeepable("a value that PostgreSQL cannot keep")
    except psycopg.Error as error:
        said = error.diag.message_primary or " ".join(str(error).split())
        match error:
            case psycopg.errors.LockNotAvailable() | psycopg.errors.DeadlockDetected():
                failure = InTheWay(said, _WHAT)
            case psycopg.errors.InsufficientPrivilege():
                failure = NotAllowed(f"this role may not change it: {said}", _WHAT)
            case _:
                failure = StorageUnavailable(said, _WHAT)
    else:
        return
    raise failure


def _body(sql: str) -> str:
    """Return what a table's SQL says after its name."""
    return sql.partition("(")[2]


def _key(name: str) -> int:
    digest = sha256(f"caseledger {name}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)


_WHAT = "the schema of read models"
_SET = "SELECT set_config(%s, %s, false)"
# So that the server ends the session of a machine that is gone without a word.
_GONE = (
    ("tcp_keepalives_idle", "10"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
)
_RELATIONS = """
    SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = ? AND relkind IN ('r', 'p', 'v', 'm', 'f')
"""
_KIND = """
    SELECT CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END
    FROM pg_class WHERE oid = to_regclass(quote_ident(?))
"""
_OWNER = "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = ?"
_OWNER_OF = """
    SELECT
        pg_get_userbyid(nspowner), pg_get_userbyid(nspowner) <> current_user,
        pg_has_role(nspowner, 'MEMBER')
    FROM pg_namespace WHERE nspname = %s
"""
_READERS = """
    SELECT DISTINCT rolname
    FROM pg_namespace CROSS JOIN LATERAL aclexplode(nspacl) AS held
    JOIN pg_roles ON pg_roles.oid = held.grantee
    WHERE nspname = %s AND held.privilege_type = 'USAGE' AND held.grantee <> nspowner
"""
_READING = (
    SQL("GRANT USAGE ON SCHEMA {schema} TO {reader}"),
    SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {reader}"),
    SQL(
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema}"
        " GRANT SELECT ON TABLES TO {reader}"
    ),
)
_TRY_LOCK = "SELECT pg_try_advisory_lock(%(key)s)"
_STILL_THERE = "SELECT true WHERE %(key)s IS NOT NULL"
