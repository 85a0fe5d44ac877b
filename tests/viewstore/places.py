"""
Where read models are kept in a test, and how another program reads them there.

Tests of the store are run for each engine in `ENGINES`; `place` makes a fresh one.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import psycopg

from caseledger.eventlog.postgres import PostgresStore, postgres_store
from postgres.server import address, in_schema

SQLITE, POSTGRES = "sqlite", "postgres"
ENGINES = (SQLITE, POSTGRES)

Place = Path | PostgresStore
Row = tuple[object, ...]


class Found(Protocol):
    """What a statement found, on either engine."""

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Asked:
    """A connection of another program; it writes `?` for a value everywhere."""

    def __init__(self, raw: sqlite3.Connection | psycopg.Connection[Any]) -> None:
        self._raw = raw

    def execute(self, sql: str, values: Sequence[object] = ()) -> Found:
        if isinstance(self._raw, sqlite3.Connection):
            return self._raw.execute(sql, values)
        # Values are numbers and text, as SQLite has them.
        return self._raw.execute(sql.replace("?", "%s").encode(), values or None)


def fresh(engine: str, folder: Path) -> Place:
    """Return a place where nothing is yet, or skip the test."""
    if engine == SQLITE:
        return folder / "caseledger.db-views"
    return postgres_store(in_schema(f"log_{uuid4().hex}", address()))


def another(place: Place) -> Place:
    """Return a place beside one, where nothing is yet."""
    if isinstance(place, Path):
        return place.with_name(f"views-{uuid4().hex}")
    return fresh(POSTGRES, Path())


@contextmanager
def asked(place: Place) -> Iterator[Asked]:
    """Read, or write, as another program does; each statement is kept at once."""
    if isinstance(place, Path):
        with closing(sqlite3.connect(place, isolation_level=None)) as file:
            yield Asked(file)
        return
    with psycopg.connect(place.database, autocommit=True) as raw:
        raw.execute(f'SET search_path = "{place.schema}_views"'.encode())
        yield Asked(raw)


def ask(place: Place, sql: str, values: Sequence[object] = ()) -> list[Any]:
    """Return what another program is answered."""
    with asked(place) as other:
        return other.execute(sql, values).fetchall()


def tell(place: Place, *statements: str) -> None:
    """Change something as another program does."""
    with asked(place) as other:
        for statement in statements:
            other.execute(statement)


def tables(place: Place) -> list[str]:
    """Return the tables that are there, without those that no test compares."""
    named = _IN_FILE if isinstance(place, Path) else _IN_SCHEMA
    return sorted(name for (name,) in ask(place, named))


# The calendar is the same everywhere, and long; `made` is PostgreSQL's alone.
_IN_FILE = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'calendar'"
_IN_SCHEMA = (
    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    " AND tablename NOT IN ('calendar', 'made')"
)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Put rows in an order that every engine's values have."""
    return sorted(rows, key=lambda row: [(one is not None, one) for one in row])
