"""
The calendar and the SQL views that stand over the read models' tables.

Their text is compared with that of those that are there, comments included: where it
differs they are made again, all of them in one transaction.
"""

import re
from collections.abc import Collection, Iterator
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
from caseledger.viewstore.database import Database, Dialect, Relation
from caseledger.viewstore.tables import schema, writer


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

CALENDAR = "calendar"


def are_fresh(db: Database, calendar: Calendar) -> bool:
    """Say whether calendar and views are there, as they are made now."""
    found = db.made()
    ours = {name: sql for name, sql in found.items() if _is_ours(name, sql)}
    wanted = _possible(found.keys() - ours.keys(), db.dialect, calendar)
    return ours == {one.name: one.sql for one in wanted}


def create(db: Database, calendar: Calendar) -> None:
    """
    Make calendar and views anew, as far as the tables that they read are there.

    It is for a transaction.
    """
    drop(db)
    for relation in _possible(db.made(), db.dialect, calendar):
        db.make(relation)
    db.add("calendar", _days(calendar))


@cache
def _days(calendar: Calendar) -> tuple[tuple[object, ...], ...]:
    stored = writer(columns_of(CalendarRow))
    return tuple(tuple(stored(day)) for day in calendar_days(calendar))


def drop(db: Database) -> None:
    """Do away with whatever views there are, and with the calendar."""
    for name, sql in db.made().items():
        if _is_ours(name, sql):
            db.drop(name)


def _is_ours(name: str, sql: str) -> bool:
    return name == CALENDAR or sql.startswith("CREATE VIEW")


@cache
def _library() -> str:
    return version("caseledger")


def sql_of(view: View, dialect: Dialect, calendar: Calendar) -> str:
    """Return a view's SQL as an engine writes it."""
    return view.sql.strip().format(
        **dialect.words,
        calendar=calendar.version,
        library=_library(),
    )


def _possible(
    tables: Collection[str], dialect: Dialect, calendar: Calendar
) -> Iterator[Relation]:
    """Go through calendar and views, without those that read what is not there."""
    known = set(tables)
    for relation in _relations(dialect, calendar):
        if known.issuperset(_READS.findall(relation.sql)):
            known.add(relation.name)
            yield relation


_READS = re.compile(r"\b(?:FROM|JOIN) ([a-z_0-9]+)")


def _relations(dialect: Dialect, calendar: Calendar) -> tuple[Relation, ...]:
    return (_calendar(dialect, calendar), *_views(dialect, calendar))


def _calendar(dialect: Dialect, calendar: Calendar) -> Relation:
    columns = columns_of(CalendarRow)
    told_of = schema(columns, dialect, key="day")
    return Relation(
        name=CALENDAR,
        kind="TABLE",
        # The version is part of the text: other holidays are another text.
        sql=f"CREATE TABLE calendar ( -- {calendar.version}\n{told_of})",
        about="Which days are working days?",
        columns=columns,
    )


def _views(dialect: Dialect, calendar: Calendar) -> Iterator[Relation]:
    for view in EVERY_VIEW:
        told_of = "".join(f"-- {one.name}: {one.meaning}\n" for one in view.columns)
        sql = sql_of(view, dialect, calendar)
        yield Relation(
            name=view.name,
            kind="VIEW",
            sql=f"CREATE VIEW {view.name} AS -- {view.question}\n{told_of}{sql}",
            about=view.question,
            columns=view.columns,
        )
