"""
The SQL of one read model's table: made, filled stream by stream, read back.

Table and column names come from the read models' own declarations, never from data.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from caseledger.read_models import Column, ReadModel, State, Type
from caseledger.read_models.views import View
from caseledger.viewstore.database import Database, Dialect, Relation

R = TypeVar("R")
AnyModel = ReadModel[Any, Any]
Value = str | int | bool | date | None
Row = tuple[Value, ...]


def create(db: Database, table: str, model: AnyModel) -> None:
    """Make an empty table, whose schema says what each column means."""
    db.drop(table)
    columns = schema(model.columns, db.dialect)
    db.make(
        Relation(
            name=table,
            kind="TABLE",
            sql=f"CREATE TABLE {table} (\n{columns})",
            about=model.question,
            columns=model.columns,
        )
    )
    db.execute(f"CREATE INDEX {table}_by_stream ON {table} (stream)")


def schema(columns: Sequence[Column], dialect: Dialect, *, key: str = "") -> str:
    """Return the columns of a table as SQL, each with its meaning beside it."""
    declared = [
        f"  {column.name} {dialect.types[column.type]}"
        f"{'' if column.optional else ' NOT NULL'}"
        f"{' PRIMARY KEY' * (column.name == key)}"
        for column in columns
    ]
    commas = [","] * (len(declared) - 1) + [""]
    meanings = [column.meaning for column in columns]
    return "".join(map("{}{} -- {}\n".format, declared, commas, meanings))


def replace(
    db: Database,
    table: str,
    model: AnyModel,
    states: Mapping[str, State],
) -> None:
    """Put what a model says of some streams in the place of what it said before."""
    ours = {s: state for s, state in states.items() if isinstance(state, model.of)}
    stored = writer(model.columns)
    # Made before anything is touched: a model may fail at a state.
    rows = [
        stored(row)
        for stream, state in ours.items()
        for row in model.rows(stream, state)
    ]
    db.remove(table, list(ours))
    db.add(table, rows)


def read(db: Database, model: ReadModel[Any, R]) -> list[R]:
    """Return a model's rows, in the order of reference and then of the columns."""
    names = [column.name for column in model.columns]
    order = f"reference {db.dialect.by_bytes}, {_order(model.columns, db.dialect)}"
    found = db.execute(f"SELECT {', '.join(names)} FROM {model.name} ORDER BY {order}")
    make: Callable[..., R] = model.row
    return [make(**dict(zip(names, row, strict=True))) for row in _typed(model, found)]


def answers(db: Database, view: View, *, day: date | None = None) -> list[Row]:
    """Return a view's rows, in the order of the columns; of a day, if one is given."""
    columns = ", ".join(column.name for column in view.columns)
    where, bound = ("", ()) if day is None else ("WHERE day = ?", (day.isoformat(),))
    order = _order(view.columns, db.dialect)
    found = db.execute(
        f"SELECT {columns} FROM {view.name} {where} ORDER BY {order}", bound
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


def _order(columns: Sequence[Column], dialect: Dialect) -> str:
    """Return the order of the columns, the same on every engine."""
    by_bytes = {Type.TEXT: dialect.by_bytes, Type.DAY: dialect.by_bytes}
    return ", ".join(
        f"{column.name} {by_bytes.get(column.type, '')} NULLS FIRST"
        for column in columns
    )


def writer(columns: Sequence[Column]) -> Callable[[object], Sequence[Any]]:
    """Return what turns a row into what its table holds: days become ISO dates."""
    values = attrgetter(*(column.name for column in columns))
    days = [at for at, column in enumerate(columns) if column.type is Type.DAY]

    def stored(row: object) -> Sequence[Any]:
        held = list(values(row))
        for at in days:
            if held[at] is not None:
                held[at] = held[at].isoformat()
        return held

    return stored


def _reader(column: Column) -> Callable[[Any], Value]:
    match column.type:
        case Type.DAY:
            return date.fromisoformat
        case Type.YES_NO:
            return bool
        case Type.NUMBER:
            return int  # PostgreSQL makes another kind of number of some sums
        case Type.TEXT:
            return str
