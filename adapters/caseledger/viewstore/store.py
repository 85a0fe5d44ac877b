"""
Read models kept as SQL tables in an SQLite file of their own, and kept up to date.

Table and column names come from the read models' own declarations, never from data.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import attrs

from caseledger.casework import EventLog, PlacedEvent, StorageUnavailable
from caseledger.read_models import ALL_MODELS, Column, ReadModel, State, Type, fold

BATCH = 5_000
"""Events per transaction."""

R = TypeVar("R")
AnyModel = ReadModel[Any, Any]

_SQL_TYPES = {
    Type.TEXT: "TEXT",
    Type.DAY: "TEXT",
    Type.NUMBER: "INTEGER",
    Type.YES_NO: "INTEGER",
}


@attrs.frozen(kw_only=True)
class Status:
    """How far a read model has come."""

    name: str
    version: int
    position: int
    behind: int
    question: str


class ViewStore:
    """
    The read models of one log, each a table of its name and columns.

    They can be thrown away at any time: all they hold comes from the log. A file
    that belongs to another log, or holds an older version, is built afresh.
    """

    def __init__(self, log: EventLog, path: Path | None) -> None:
        self._log = log
        try:
            self._db = sqlite3.connect(
                ":memory:" if path is None else str(path),
                isolation_level=None,
            )
            # Views can be rebuilt, so the last transactions may be lost with power.
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._open()
        except sqlite3.Error as error:
            raise _unavailable(error) from error

    def _open(self) -> None:
        with self._transaction():
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS meta ("
                " model TEXT PRIMARY KEY,"
                " version INTEGER NOT NULL,"
                " position INTEGER NOT NULL,"
                " log_id TEXT NOT NULL)",
            )
            known = {
                name: (version, log_id)
                for name, version, log_id in self._db.execute(
                    "SELECT model, version, log_id FROM meta",
                )
            }
            for model in ALL_MODELS:
                if known.get(model.name) != (model.version, self._log.log_id):
                    self._create(model, model.name)
                    self._place(model, 0)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _create(self, model: AnyModel, table: str) -> None:
        columns = ", ".join(
            f"{column.name} {_SQL_TYPES[column.type]}"
            f"{'' if column.optional else ' NOT NULL'}"
            for column in model.columns
        )
        self._db.execute(f"DROP TABLE IF EXISTS {table}")
        self._db.execute(f"CREATE TABLE {table} ({columns})")
        self._db.execute(f"CREATE INDEX {table}_by_stream ON {table} (stream)")

    def _place(self, model: AnyModel, position: int) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, ?, ?, ?)",
            (model.name, model.version, position, self._log.log_id),
        )

    # --- Keeping up -------------------------------------------------------------------

    def status(self) -> list[Status]:
        """Return how far each model has come."""
        newest = self._log.position()
        positions = self._positions()
        return [
            Status(
                name=model.name,
                version=model.version,
                position=positions[model.name],
                behind=newest - positions[model.name],
                question=model.question,
            )
            for model in ALL_MODELS
        ]

    def _positions(self) -> dict[str, int]:
        return dict(self._db.execute("SELECT model, position FROM meta"))

    def catch_up(
        self, *, progress: Callable[[int], None] = lambda _events: None
    ) -> int:
        """
        Take in what was recorded since, and return how many events that was.

        Rows and position change in one transaction: stopped at any moment, nothing
        is taken in twice or missed.
        """
        try:
            positions = self._positions()
            taken = 0
            for position in sorted(set(positions.values())):
                models = [m for m in ALL_MODELS if positions[m.name] == position]
                taken += self._follow(models, position, progress)
        except sqlite3.Error as error:
            raise _unavailable(error) from error
        return taken

    def _follow(
        self,
        models: Sequence[AnyModel],
        after: int,
        progress: Callable[[int], None],
    ) -> int:
        events = iter(self._log.stream(after))
        taken = 0
        while batch := list(islice(events, BATCH)):
            states = dict(self._states(batch))
            with self._transaction():
                for model in models:
                    self._replace(model, model.name, states)
                    self._place(model, batch[-1].position)
            taken += len(batch)
            progress(len(batch))
        return taken

    def _states(self, batch: Sequence[PlacedEvent]) -> Iterator[tuple[str, State]]:
        """Return the state of each stream in a batch, as its last event left it."""
        streams: dict[str, list[PlacedEvent]] = {}
        for placed in batch:
            streams.setdefault(placed.stream, []).append(placed)
        for stream, some in streams.items():
            state: State | None = None
            first = some[0].version
            if first > 1:
                for recorded in self._log.read(stream):
                    if recorded.version < first:
                        state = fold(state, recorded.event)
            for placed in some:
                state = fold(state, placed.event)
            if state is not None:
                yield stream, state

    def _replace(self, model: AnyModel, table: str, states: dict[str, State]) -> None:
        ours = {s: state for s, state in states.items() if isinstance(state, model.of)}
        columns = model.columns
        marks = ", ".join("?" * len(columns))
        names = [column.name for column in columns]
        self._db.executemany(
            f"DELETE FROM {table} WHERE stream = ?",
            [(stream,) for stream in ours],
        )
        self._db.executemany(
            f"INSERT INTO {table} VALUES ({marks})",
            (
                [_stored(getattr(row, name)) for name in names]
                for stream, state in ours.items()
                for row in model.rows(stream, state)
            ),
        )

    def rebuild(
        self,
        names: Iterable[str] = (),
        *,
        progress: Callable[[int], None] = lambda _events: None,
    ) -> None:
        """
        Build models again from the first event, all of them or those named.

        Readers see the old rows until the new ones are complete.
        """
        wanted = set(names) or {model.name for model in ALL_MODELS}
        models = [model for model in ALL_MODELS if model.name in wanted]
        try:
            with self._transaction():
                for model in models:
                    self._create(model, _building(model))
                position = 0
                events = iter(self._log.stream())
                while batch := list(islice(events, BATCH)):
                    states = dict(self._states(batch))
                    for model in models:
                        self._replace(model, _building(model), states)
                    position = batch[-1].position
                    progress(len(batch))
                for model in models:
                    self._swap(model)
                    self._place(model, position)
        except sqlite3.Error as error:
            raise _unavailable(error) from error

    def _swap(self, model: AnyModel) -> None:
        new = _building(model)
        self._db.execute(f"DROP TABLE {model.name}")
        self._db.execute(f"DROP INDEX {new}_by_stream")
        self._db.execute(f"ALTER TABLE {new} RENAME TO {model.name}")
        self._db.execute(
            f"CREATE INDEX {model.name}_by_stream ON {model.name} (stream)",
        )

    # --- Reading ----------------------------------------------------------------------

    def rows(self, model: ReadModel[Any, R]) -> list[R]:
        """Return a model's rows, in the order of reference and then of the columns."""
        columns = model.columns
        read = [_reader(column) for column in columns]
        names = [column.name for column in columns]
        order = ", ".join(["reference", *names])
        statement = f"SELECT {', '.join(names)} FROM {model.name} ORDER BY {order}"
        make: Callable[..., R] = model.row
        try:
            return [
                make(
                    **{
                        name: value if take is None or value is None else take(value)
                        for name, take, value in zip(names, read, row, strict=True)
                    },
                )
                for row in self._db.execute(statement)
            ]
        except sqlite3.Error as error:
            raise _unavailable(error) from error


def _building(model: AnyModel) -> str:
    return f"{model.name}_building"


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _reader(column: Column) -> Callable[[Any], object] | None:
    match column.type:
        case Type.DAY:
            return date.fromisoformat
        case Type.YES_NO:
            return bool
        case _:
            return None


def _unavailable(error: sqlite3.Error) -> StorageUnavailable:
    return StorageUnavailable(f"the read models: {error}")
