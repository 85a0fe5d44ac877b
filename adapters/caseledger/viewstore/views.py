"""
The calendar and the SQL views that stand over the read models' tables.

Their text is compared with what the file says, comments included: where it differs
they are made again, all of them in one transaction.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version

import attrs

from caseledger.calendar import Calendar
from caseledger.read_models.model import columns_of, told
from caseledger.read_models.views import (
    ALL_VIEWS,
    CalendarRow,
    View,
    calendar_days,
)
from caseledger.viewstore.tables import schema, stored

SQLITE = {"cases": "group_concat(reference, '; ')"}
"""How SQLite writes what stands in braces in a view's SQL."""


@attrs.frozen(kw_only=True)
class MetaRow:
    """One read model, as its table is now."""

    model: str = told("the name of the model and of its table")
    version: int = told("the version of its rows' meaning")
    position: int = told("the position in the log of the last event taken in")
    calendar_version: str = told("the calendar that the table calendar was made from")
    library_version: str = told("the version of caseledger that made the views")


META = View(
    name="meta",
    question="How far is each table, and by which calendar and library was it made?",
    row=MetaRow,
    sql="""
SELECT
  name AS model, version, position,
  '{calendar}' AS calendar_version, '{library}' AS library_version
FROM progress
WHERE name NOT LIKE '%\\_building' ESCAPE '\\'
""",
)

EVERY_VIEW = (META, *ALL_VIEWS)
"""The views over the read models, and the one that tells about them."""


def are_fresh(db: sqlite3.Connection, calendar: Calendar) -> bool:
    """Say whether calendar and views are there, as they are made now."""
    return _found(db) == _wanted(calendar)


def create(db: sqlite3.Connection, calendar: Calendar) -> None:
    """Make calendar and views anew. It is for a transaction."""
    drop(db)
    for text in _wanted(calendar).values():
        db.execute(text)
    marks = ", ".join("?" * len(attrs.fields(CalendarRow)))
    db.executemany(f"INSERT INTO calendar VALUES ({marks})", _days(calendar))


@cache
def _days(calendar: Calendar) -> tuple[tuple[object, ...], ...]:
    return tuple(
        tuple(map(stored, attrs.astuple(day))) for day in calendar_days(calendar)
    )


def drop(db: sqlite3.Connection) -> None:
    """Do away with whatever views there are, and with the calendar."""
    for name in _found(db):
        kind = "TABLE" if name == "calendar" else "VIEW"
        db.execute(f"DROP {kind} {name}")


@cache
def _library() -> str:
    return version("caseledger")


def sql_of(view: View, engine: Mapping[str, str], calendar: Calendar) -> str:
    """Return a view's SQL as an engine writes it."""
    return view.sql.strip().format(
        **engine,
        calendar=calendar.version,
        library=_library(),
    )


def _found(db: sqlite3.Connection) -> dict[str, str]:
    return dict(
        db.execute(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type = 'view' OR (type = 'table' AND name = 'calendar')",
        ).fetchall(),
    )


def _wanted(calendar: Calendar) -> dict[str, str]:
    return dict(_statements(calendar))


def _statements(calendar: Calendar) -> Iterator[tuple[str, str]]:
    columns = schema(columns_of(CalendarRow), key="day")
    # The version is part of the text: other holidays are another text.
    yield "calendar", f"CREATE TABLE calendar ( -- {calendar.version}\n{columns})"
    for view in EVERY_VIEW:
        told_of = "".join(f"-- {one.name}: {one.meaning}\n" for one in view.columns)
        sql = sql_of(view, SQLITE, calendar)
        text = f"CREATE VIEW {view.name} AS -- {view.question}\n{told_of}{sql}"
        yield view.name, text
