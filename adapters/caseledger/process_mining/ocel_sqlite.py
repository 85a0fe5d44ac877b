"""
OCEL 2.0 as SQLite: a table for each type of event and of object.

Every table is there, whether or not anything of its type happened, so that a query
written for one log runs on another.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from caseledger.process_mining.activities import (
    EVENTS,
    attributes_of,
    event_id,
    event_type,
    told,
)
from caseledger.process_mining.objects import (
    ATTRIBUTES,
    FROM_THE_START,
    CaseObject,
    ObjectType,
    objects_of,
)
from caseledger.process_mining.reading import Case
from caseledger.process_mining.values import Kind, Value

_SQL_TYPES = {
    Kind.TEXT: "TEXT",
    Kind.NUMBER: "INTEGER",
    Kind.INSTANT: "TIMESTAMP",
    Kind.YES_NO: "BOOLEAN",
}
_OF_EVERY_LOG = """
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE event (
    ocel_id TEXT PRIMARY KEY,
    ocel_type TEXT REFERENCES event_map_type (ocel_type)
);
CREATE TABLE object (
    ocel_id TEXT PRIMARY KEY,
    ocel_type TEXT REFERENCES object_map_type (ocel_type)
);
CREATE TABLE event_object (
    ocel_event_id TEXT REFERENCES event (ocel_id),
    ocel_object_id TEXT REFERENCES object (ocel_id),
    ocel_qualifier TEXT,
    PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier)
);
CREATE TABLE object_object (
    ocel_source_id TEXT REFERENCES object (ocel_id),
    ocel_target_id TEXT REFERENCES object (ocel_id),
    ocel_qualifier TEXT,
    PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier)
);
"""


def write_ocel_sqlite(
    cases: Iterable[Case], path: Path, *, with_references: bool = False
) -> int:
    """
    Write cases as an OCEL 2.0 file of SQLite, and return how many there were.

    The file must not be there yet. A case is written when it was read.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        # Nobody reads a file that is not whole: it need not survive a crash.
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        db.executescript("PRAGMA foreign_keys = ON;")
        _make_tables(db)
        db.execute("BEGIN")
        count = 0
        for case in cases:
            count += 1
            _add(db, case, with_reference=with_references)
        db.execute("COMMIT")
    return count


def _make_tables(db: sqlite3.Connection) -> None:
    db.executescript(_OF_EVERY_LOG)
    for event in EVENTS:
        name, words = event.__name__, event_type(event)
        db.execute("INSERT INTO event_map_type VALUES (?, ?)", (words, name))
        columns = (
            "ocel_id TEXT PRIMARY KEY REFERENCES event (ocel_id), ocel_time TIMESTAMP"
        )
        db.execute(_table(f"event_{name}", columns, attributes_of(event)))
    for kind, attributes in ATTRIBUTES.items():
        name = _table_of(kind)
        db.execute("INSERT INTO object_map_type VALUES (?, ?)", (kind, name))
        columns = (
            "ocel_id TEXT REFERENCES object (ocel_id), ocel_time TIMESTAMP, "
            "ocel_changed_field TEXT"
        )
        db.execute(_table(f"object_{name}", columns, attributes))


def _table(name: str, columns: str, attributes: Mapping[str, Kind]) -> str:
    further = (f'"{a}" {_SQL_TYPES[kind]}' for a, kind in attributes.items())
    return f'CREATE TABLE "{name}" ({", ".join((columns, *further))})'


def _table_of(kind: ObjectType) -> str:
    """
    Return the words of a type as a part of a table's name.

    >>> _table_of(ObjectType.REVIEW_PANEL)
    'ReviewPanel'
    """
    return "".join(kind.title().split())


def _add(db: sqlite3.Connection, case: Case, *, with_reference: bool) -> None:
    made = objects_of(case, with_reference=with_reference)
    for thing in made.objects:
        db.execute("INSERT INTO object VALUES (?, ?)", (thing.id, thing.type))
        for row in _rows(thing):
            _insert(db, f"object_{_table_of(thing.type)}", row)
    for thing in made.objects:
        for link in thing.links:
            db.execute(
                "INSERT INTO object_object VALUES (?, ?, ?)",
                (thing.id, link.object_id, link.qualifier),
            )
    for one in case.happened:
        event = type(one.event)
        key = event_id(case, one)
        db.execute("INSERT INTO event VALUES (?, ?)", (key, event_type(event)))
        values = {"ocel_id": key, "ocel_time": one.at, **told(one)}
        _insert(db, f"event_{event.__name__}", values)
        for link in made.taking_part[one.version]:
            db.execute(
                "INSERT INTO event_object VALUES (?, ?, ?)",
                (key, link.object_id, link.qualifier),
            )


def _rows(thing: CaseObject) -> Iterator[dict[str, Value | None]]:
    """Go through the rows of an object: its first values in one, then each change."""
    first = {c.name: c.value for c in thing.changes if c.at == FROM_THE_START}
    yield {"ocel_id": thing.id, "ocel_time": FROM_THE_START, **first}
    for change in thing.changes:
        if change.at != FROM_THE_START:
            yield {
                "ocel_id": thing.id,
                "ocel_time": change.at,
                "ocel_changed_field": change.name,
                change.name: change.value,
            }


def _insert(
    db: sqlite3.Connection, table: str, values: Mapping[str, Value | None]
) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join("?" * len(values))
    db.execute(
        f'INSERT INTO "{table}" ({names}) VALUES ({places})',  # noqa: S608 - names of the code's own, values are bound
        [v.isoformat() if isinstance(v, datetime) else v for v in values.values()],
    )
