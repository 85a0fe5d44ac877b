"""
The SQL of one read model's table: made, filled stream by stream, read back.

Table and column names come from the read models' own declarations, never from data.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from caseledger.read_models import Column, ReadModel, State, Type
from caseledger.read_models.views import View

R = TypeVar("R")
AnyModel = ReadModel[Any, Any]
Value = str | int | bool | date | None
Row = tuple[Value, ...]

_SQL_TYPES = {
    Type.TEXT: "TEXT",
    Type.DAY: "TEXT",
    Type.NUMBER: "INTEGER",
    Type.YES_NO: "INTEGER",
}


def create(db: sqlite3.Connection, table: str, model: AnyModel) -> None:
    """Make an empty table, whose schema says what each column means."""
    drop(db, table)
    db.execute(f"CREATE TABLE {table} (\n{schema(model.columns)})")
    db.execute(f"CREATE INDEX {table}_by_stream ON {table} (stream)")


def schema(columns: Sequence[Column], *, key: str = "") -> str:
    """Return the columns of a table as SQL, each with its meaning beside it."""
    declared = [
        f"  {column.name} {_sql_type(column)}{' PRIMARY KEY' * (column.name == key)}"
        for column in columns
    ]
    commas = [","] * (len(declared) - 1) + [""]
    meanings = [column.meaning for column in columns]
    return "".join(map("{}{} -- {}\n".format, declared, commas, meanings))


def drop(db: sqlite3.Connection, table: str) -> None:
    """Do away with a table, if it is there."""
    db.execute(f"DROP TABLE IF EXISTS {table}")


def rename(db: sqlite3.Connection, table: str, new: str) -> None:
    """Put a table in the place of another, which is lost."""
    drop(db, new)
    # Views go on reading the table of that name; SQLite would look for the lost one.
    db.execute("PRAGMA legacy_alter_table=ON")
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
        [stored(getattr(row, name)) for name in names]
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
    make: Callable[..., R] = model.row
    return [make(**dict(zip(names, row, strict=True))) for row in _typed(model, found)]


def answers(
    db: sqlite3.Connection, view: View, *, day: date | None = None
) -> list[Row]:
    """Return a view's rows, in the order of the columns; of a day, if one is given."""
    names = [column.name for column in view.columns]
    columns = ", ".join(names)
    where, bound = ("", ()) if day is None else ("WHERE day = ?", (day.isoformat(),))
    found = db.execute(
        f"SELECT {columns} FROM {view.name} {where} ORDER BY {columns}", bound
    )
    return list(_typed(view, found))


def _typed(source: AnyModel | View, found: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    """Go through rows whose values are what the columns say, not what SQL holds."""
    readers = [_reader(column) for column in source.columns]
    for row in found:
        yield tuple(
            None if value is None else take(value)
            for take, value in zip(readers, row, strict=True)
        )


def _sql_type(column: Column) -> str:
    return _SQL_TYPES[column.type] + ("" if column.optional else " NOT NULL")


def stored(value: object) -> object:
    """Return a value as tables hold it: days as ISO dates."""
    return value.isoformat() if isinstance(value, date) else value


def _reader(column: Column) -> Callable[[Any], Value]:
    match column.type:
        case Type.DAY:
            return date.fromisoformat
        case Type.YES_NO:
            return bool
        case _:
            return _as_it_is


def _as_it_is(value: Value) -> Value:
    return value
