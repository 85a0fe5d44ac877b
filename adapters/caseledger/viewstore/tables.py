"""
The SQL of one read model's table: made, filled stream by stream, read back.

Table and column names come from the read models' own declarations, never from data.
"""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from caseledger.read_models import Column, ReadModel, State, Type

R = TypeVar("R")
AnyModel = ReadModel[Any, Any]

_SQL_TYPES = {
    Type.TEXT: "TEXT",
    Type.DAY: "TEXT",
    Type.NUMBER: "INTEGER",
    Type.YES_NO: "INTEGER",
}


def create(db: sqlite3.Connection, table: str, model: AnyModel) -> None:
    """Make an empty table, whose schema says what each column means."""
    drop(db, table)
    columns = [f"  {column.name} {_sql_type(column)}" for column in model.columns]
    meanings = [column.meaning for column in model.columns]
    commas = [","] * (len(columns) - 1) + [""]
    lines = map("{}{} -- {}\n".format, columns, commas, meanings)
    db.execute(f"CREATE TABLE {table} (\n{''.join(lines)})")
    db.execute(f"CREATE INDEX {table}_by_stream ON {table} (stream)")


def drop(db: sqlite3.Connection, table: str) -> None:
    """Do away with a table, if it is there."""
    db.execute(f"DROP TABLE IF EXISTS {table}")


def rename(db: sqlite3.Connection, table: str, new: str) -> None:
    """Put a table in the place of another, which is lost."""
    drop(db, new)
    db.execute(f"ALTER TABLE {table} RENAME TO {new}")
    db.execute(f"DROP INDEX {table}_by_stream")
    db.execute(f"CREATE INDEX {new}_by_stream ON {new} (stream)")


def replace(
    db: sqlite3.Connection,
    table: str,
    model: AnyModel,
    states: Mapping[str, State],
) -> None:
    """Put what a model says of some streams in the place of what it said before."""
    ours = {s: state for s, state in states.items() if isinstance(state, model.of)}
    names = [column.name for column in model.columns]
    # Made before anything is touched: a model may fail at a state.
    rows = [
        [_stored(getattr(row, name)) for name in names]
        for stream, state in ours.items()
        for row in model.rows(stream, state)
    ]
    db.executemany(f"DELETE FROM {table} WHERE stream = ?", [(s,) for s in ours])
    marks = ", ".join("?" * len(names))
    db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def read(db: sqlite3.Connection, model: ReadModel[Any, R]) -> list[R]:
    """Return a model's rows, in the order of reference and then of the columns."""
    names = [column.name for column in model.columns]
    order = ", ".join(["reference", *names])
    found = db.execute(f"SELECT {', '.join(names)} FROM {model.name} ORDER BY {order}")
    readers = [_reader(column) for column in model.columns]
    make: Callable[..., R] = model.row
    return [
        make(
            **{
                name: None if value is None else take(value)
                for name, take, value in zip(names, readers, row, strict=True)
            },
        )
        for row in found
    ]


def _sql_type(column: Column) -> str:
    return _SQL_TYPES[column.type] + ("" if column.optional else " NOT NULL")


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _reader(column: Column) -> Callable[[Any], object]:
    match column.type:
        case Type.DAY:
            return date.fromisoformat
        case Type.YES_NO:
            return bool
        case _:
            return _as_it_is


def _as_it_is(value: object) -> object:
    return value
