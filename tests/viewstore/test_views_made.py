"""Views stand while their tables are exchanged, and are made anew when they differ."""

import sqlite3
from contextlib import closing
from pathlib import Path, PosixPath

import attrs
import pytest

from caseledger.casework import EventLog
from caseledger.eventlog import memory_log
from caseledger.eventlog.postgres import PostgresStore
from caseledger.viewstore import ViewStore, store, views
from caseledger.viewstore.sqlite import SQLiteDatabase
from viewstore.histories import history, log_of, record
from viewstore.places import Asked, Place, ask, asked, in_order

Answers = dict[str, list[tuple[object, ...]]]

VIEWS = {
    PosixPath: "SELECT sql FROM sqlite_master WHERE type = 'view'",
    PostgresStore: "SELECT sql FROM made WHERE sql LIKE 'CREATE VIEW%'",
}
"""The text of the views, on each engine."""


def answers(place: Place) -> Answers:
    """Return what every view says, those of a day on three days."""
    with asked(place) as other:
        return {view.name: _rows(other, view.name) for view in views.EVERY_VIEW}


def _rows(other: Asked, name: str) -> list[tuple[object, ...]]:
    days = "('2023-06-30', '2024-03-31', '2025-01-31')"
    where = f" WHERE day IN {days}" if name in {"caseload", "due", "overdue"} else ""
    return in_order(other.execute(f"SELECT * FROM {name}{where}"))  # noqa: S608 - our own views


def caught_up(log: EventLog, place: Place) -> Answers:
    opened = ViewStore(log, place)
    opened.catch_up()
    opened.close()
    return answers(place)


@pytest.mark.parametrize("seed", range(3))
def test_rebuilt_equals_live(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: Place, seed: int
) -> None:
    """And PostgreSQL's answers are SQLite's."""
    events = history(seed)
    expected = caught_up(log_of(events), tmp_path / "at-once")
    monkeypatch.setattr(store, "BATCH", 25)
    log = memory_log()
    for start in range(0, len(events), 40):
        record(log, events[start : start + 40])
        live = caught_up(log, place)
    opened = ViewStore(log, place)
    opened.rebuild()
    opened.close()

    assert expected == live == answers(place)
    assert [] == [name for name, rows in expected.items() if not rows]


def test_they_can_be_read_while_tables_are_exchanged(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
) -> None:
    expected = caught_up(log, place)
    monkeypatch.setattr(store, "BATCH", 40)
    opened = ViewStore(log, place)
    seen: list[Answers] = []
    opened.rebuild(progress=lambda _events: seen.append(answers(place)))
    opened.close()

    assert len(seen) > 2
    for one in seen:
        assert expected == one


def test_a_view_of_another_text_is_made_anew(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
) -> None:
    expected = caught_up(log, place)
    older = [
        attrs.evolve(view, question="What was asked before?")
        for view in views.EVERY_VIEW
    ]
    with monkeypatch.context() as patched:
        patched.setattr(views, "EVERY_VIEW", older[:5])
        opened = ViewStore(log, place)
        opened.catch_up()
        opened.close()
    texts = [text for (text,) in ask(place, VIEWS[type(place)])]

    assert ["What was asked before?" in text for text in texts] == [True] * 5
    assert expected == caught_up(log, place)


def test_a_failure_leaves_the_old_ones(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
) -> None:
    """They are exchanged in one transaction: the last one cannot be made."""
    expected = caught_up(log, place)
    spoilt = attrs.evolve(views.EVERY_VIEW[-1], sql="SELECT , FROM complaints")
    monkeypatch.setattr(views, "EVERY_VIEW", (*views.EVERY_VIEW[:-1], spoilt))
    opened = ViewStore(log, place)
    with pytest.raises(Exception, match="syntax error"):
        opened.catch_up()
    opened.close()
    monkeypatch.undo()

    assert expected == answers(place)


def test_nothing_is_written_when_nothing_is_new(log: EventLog, path: Path) -> None:
    caught_up(log, path)
    with closing(sqlite3.connect(path)) as db:
        before = db.execute("PRAGMA schema_version").fetchall()
        caught_up(log, path)
        assert before == db.execute("PRAGMA schema_version").fetchall()


def test_the_schema_tells_what_each_column_means(log: EventLog, path: Path) -> None:
    caught_up(log, path)
    with closing(sqlite3.connect(path)) as db:
        schemas = dict(db.execute("SELECT name, sql FROM sqlite_master"))

    for view in views.EVERY_VIEW:
        assert view.question in schemas[view.name]
        for column in view.columns:
            assert f"-- {column.name}: {column.meaning}\n" in schemas[view.name]


class TestSaboteur:
    """A store that exchanges tables as SQLite would by itself."""

    def test_tables_renamed_as_sqlite_would(
        self, monkeypatch: pytest.MonkeyPatch, log: EventLog, path: Path
    ) -> None:
        def exchange(db: SQLiteDatabase, built: str, table: str) -> None:
            db.drop(table)
            db.execute("PRAGMA legacy_alter_table=OFF")
            db.execute(f"ALTER TABLE {built} RENAME TO {table}")

        caught_up(log, path)
        monkeypatch.setattr(SQLiteDatabase, "exchange", exchange)
        opened = ViewStore(log, path)
        with pytest.raises(Exception, match="no such table"):
            opened.rebuild()
        opened.close()
