"""The engines that are measured: our log, the least that its driver can do, a place."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import psycopg

from postgres import server

Row = tuple[str, int, str, bytes]
"""Stream, version, stored name and bytes."""

COLUMNS = "originator_id, originator_version, topic, state"
TABLE = """
CREATE TABLE stored_events (
    position {position},
    originator_id TEXT NOT NULL,
    originator_version BIGINT NOT NULL,
    topic TEXT NOT NULL,
    state {bytes} NOT NULL,
    UNIQUE (originator_id, originator_version)
)
"""
OF_STREAM = (
    "SELECT topic, state FROM stored_events WHERE originator_id = {mark}"
    " ORDER BY originator_version"
)
WHOLE = f"SELECT position, {COLUMNS} FROM stored_events ORDER BY position"


class Raw(Protocol):
    """The driver alone, over a table like the log's."""

    def make(self) -> None:
        """Make the table."""

    def insert(self, rows: Sequence[Row]) -> None:
        """Insert rows in one transaction, as durable as ours."""

    def of_stream(self, stream: str) -> Iterable[tuple[str, bytes]]:
        """Return the names and bytes of one stream."""

    def whole(self) -> Iterator[tuple[int, str, int, str, bytes]]:
        """Go through the whole table in order."""


class Engine(Protocol):
    """An engine: where it keeps a new log, and how its driver is used alone."""

    name: str

    def place(self) -> str:
        """Return the name of a store that is nowhere yet."""

    def raw(self, place: str) -> Raw:
        """Open a place with the driver alone."""

    def library(self, place: str) -> dict[str, str]:
        """Return the settings with which the library keeps its events there."""


def rows_of(raw: Raw) -> list[Row]:
    """Return everything that a log holds, as it is stored."""
    return [row[1:] for row in raw.whole()]


class SQLiteRaw:
    """The SQLite driver, as plain as durability allows."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")

    def make(self) -> None:
        """Make the table."""
        kinds = {"position": "INTEGER PRIMARY KEY AUTOINCREMENT", "bytes": "BLOB"}
        self._db.execute(TABLE.format(**kinds))

    def insert(self, rows: Sequence[Row]) -> None:
        """Insert rows in one transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany(
            f"INSERT INTO stored_events ({COLUMNS}) VALUES (?, ?, ?, ?)", rows
        )
        self._db.execute("COMMIT")

    def of_stream(self, stream: str) -> Iterable[tuple[str, bytes]]:
        """Return the names and bytes of one stream."""
        return self._db.execute(OF_STREAM.format(mark="?"), (stream,))

    def whole(self) -> Iterator[tuple[int, str, int, str, bytes]]:
        """Go through the whole table by one cursor."""
        yield from self._db.execute(WHOLE)


class SQLite:
    """SQLite, in files of a folder."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self) -> str:
        """Return the name of a file that is not there yet."""
        return f"sqlite:///{self._folder / uuid4().hex}.db"

    def raw(self, place: str) -> SQLiteRaw:
        """Open a file with the driver alone."""
        return SQLiteRaw(Path(place.removeprefix("sqlite:///")))

    def library(self, place: str) -> dict[str, str]:
        """Return the settings with which the library keeps its events there."""
        return {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": place.removeprefix("sqlite:///"),
        }


class PostgresRaw:
    """The PostgreSQL driver, with statements prepared and values in binary."""

    def __init__(self, address: str, schema: str) -> None:
        self._schema = schema
        self._db = psycopg.connect(address, autocommit=True)
        self._db.execute(f"SET search_path TO {schema}".encode())
        self._db.prepare_threshold = 0

    def make(self) -> None:
        """Make the table, in a schema of its own."""
        kinds = {
            "position": "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
            "bytes": "bytea",
        }
        self._db.execute(f"CREATE SCHEMA {self._schema}".encode())
        self._db.execute(TABLE.format(**kinds).encode())

    def insert(self, rows: Sequence[Row]) -> None:
        """Insert rows in one transaction."""
        with self._db.transaction(), self._db.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO stored_events ({COLUMNS})"
                " VALUES (%b, %b, %b, %b)".encode(),
                rows,
            )

    def of_stream(self, stream: str) -> Iterable[tuple[str, bytes]]:
        """Return the names and bytes of one stream."""
        statement = OF_STREAM.format(mark="%b").encode()
        return self._db.cursor(binary=True).execute(statement, (stream,)).fetchall()

    def whole(self) -> Iterator[tuple[int, str, int, str, bytes]]:
        """Go through the whole table by a cursor of the server's."""
        with self._db.transaction(), self._db.cursor("all", binary=True) as cursor:
            cursor.itersize = 5_000
            yield from cursor.execute(WHOLE.encode())


class Postgres:
    """PostgreSQL, each log in a schema of one server that lives for the run."""

    name = "PostgreSQL"

    def place(self) -> str:
        """Return the name of a schema that is not there yet."""
        return server.fresh_store()

    def raw(self, place: str) -> PostgresRaw:
        """Open a schema with the driver alone."""
        return PostgresRaw(server.address(), place.rpartition("schema=")[2])

    def library(self, place: str) -> dict[str, str]:
        """Return the settings with which the library keeps its events there."""
        schema = place.rpartition("schema=")[2]
        with closing(psycopg.connect(server.address(), autocommit=True)) as boss:
            boss.execute(f"CREATE SCHEMA {schema}".encode())
        return {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": "postgres",
            "POSTGRES_HOST": str(server.own_server().folder),
            "POSTGRES_PORT": str(server.PORT),
            "POSTGRES_USER": "boss",
            "POSTGRES_PASSWORD": "unasked",
            "POSTGRES_SCHEMA": schema,
        }
