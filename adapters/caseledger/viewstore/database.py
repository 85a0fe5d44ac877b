"""
What the engines under the read models do not do alike, and nothing else.

SQL is written here as SQLite and PostgreSQL both understand it, with `?` where a value
is bound.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, TypeVar

import attrs

from caseledger.casework import ForeignLog
from caseledger.read_models import Column, Type

T = TypeVar("T")
Values = Sequence[object]


class Schema(Protocol):
    """A PostgreSQL database, and the schema in it that holds the log."""

    @property
    def database(self) -> str:
        """Return the address, as the driver understands it."""

    @property
    def schema(self) -> str:
        """Return the name of the log's schema; read models have one beside it."""


Place = Path | Schema | None
"""Where read models are kept: a file, beside a log in PostgreSQL, or in memory."""


@attrs.frozen(kw_only=True, eq=False)
class Dialect:
    """
    What an engine writes in a way of its own.

    `words` stand in braces in a view's SQL; `by_bytes` makes an order that is the
    same on every machine, whatever the language of a database.
    """

    types: Mapping[Type, str]
    words: Mapping[str, str]
    by_bytes: str


@attrs.frozen(kw_only=True)
class Relation:
    """A table or view that is to be made, with what its columns mean."""

    name: str
    kind: str
    sql: str
    about: str
    columns: Sequence[Column]


@attrs.frozen(kw_only=True)
class Layout:
    """The bookkeeping of a database of read models: its number, and its tables."""

    number: int
    tables: Sequence[Relation]


class Unkeepable(ValueError):
    """A value that no column can hold."""


class Database(Protocol):
    """
    A database that holds read models and nothing else.

    Every fault of the engine is `StorageUnavailable`, in our words. One that was
    lost is reached again by whatever is asked next.
    """

    dialect: Dialect

    def execute(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Run one statement, and return its rows."""

    def add(self, table: str, rows: Iterable[Values]) -> None:
        """
        Put rows into a table.

        A value that cannot be kept raises `Unkeepable`, or what Python says of it.
        """

    def remove(self, table: str, streams: Sequence[str]) -> None:
        """Take out what a table says of some streams."""

    def transact(self, work: Callable[[], T]) -> T:
        """
        Do some work in a transaction that only one may hold at a time.

        It may be begun again from its start, so it must not remember that it ran.
        """

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo what was done inside if that fails, and go on with the transaction."""

    def one_moment(self) -> AbstractContextManager[None]:
        """Let all that is read inside be of one moment."""

    def made(self) -> Mapping[str, str]:
        """Return the tables and views that are there, each with the SQL of it."""

    def make(self, relation: Relation) -> None:
        """Make a table or view, and keep with it what its columns mean."""

    def drop(self, name: str) -> None:
        """Do away with a table or view that may be there."""

    def exchange(self, built: str, table: str) -> None:
        """
        Put what was built in the place of a table, which need not be there.

        Who reads sees the old rows or the new, and so do the views over it.
        """

    def close(self) -> None:
        """Let go of files and connections."""


class Turn(Protocol):
    """Whose turn it is, of several processes that want to keep read models up."""

    def is_ours(self) -> bool:
        """Say whether it is ours, and take it if it is nobody's."""

    def close(self) -> None:
        """Let others have it."""


class AlwaysOurs:
    """The turn where no turns are taken: each batch has the whole file anyway."""

    def is_ours(self) -> bool:
        """Say that it is."""
        return True

    def close(self) -> None:
        """Do nothing."""


def open_database(place: Place, layout: Layout, *, patience: float) -> Database:
    """
    Open the database at a place, and make it ours if nothing is in it.

    Raises `ForeignLog` where something else is, and `StorageUnavailable`.
    """
    if place is None or isinstance(place, Path):
        from caseledger.viewstore.sqlite import SQLiteDatabase  # noqa: PLC0415 - knows us

        return SQLiteDatabase(place, layout, patience=patience)
    try:
        # It is an extra, and slow to load.
        from caseledger.viewstore.postgres import PostgresDatabase  # noqa: PLC0415 - an extra
    except ImportError:
        raise no_driver() from None
    return PostgresDatabase(place, layout, patience=patience)


def open_turn(place: Place) -> Turn:
    """
    Return whose turn it is to keep up the read models at a place.

    It goes to somebody else when its process ends, however that ends.
    """
    if place is None or isinstance(place, Path):
        return AlwaysOurs()
    try:
        from caseledger.viewstore.postgres import PostgresTurn  # noqa: PLC0415 - an extra
    except ImportError:
        raise no_driver() from None
    return PostgresTurn(place)


def no_driver() -> ForeignLog:
    """Say which extra is missing."""
    return ForeignLog("PostgreSQL needs its driver: pip install caseledger[postgres]")
