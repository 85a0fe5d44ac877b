"""Views stand while their tables are exchanged, and are made anew when they differ."""

import sqlite3
from contextlib import closing
from pathlib import Path

import attrs
import pytest

from caseledger.casework import EventLog
from caseledger.eventlog import memory_log
from caseledger.viewstore import ViewStore, store, tables, views
from viewstore.histories import history, log_of, record

Answers = dict[str, list[tuple[object, ...]]]


def answers(path: Path) -> Answers:
    """Return what every view says, those of a day on three days."""
    with closing(sqlite3.connect(path)) as db:
        return {view.name: _rows(db, view.name) for view in views.EVERY_VIEW}


def _rows(db: sqlite3.Connection, name: str) -> list[tuple[object, ...]]:
    days = "('2023-06-30', '2024-03-31', '2025-01-31')"
    where = f" WHERE day IN {days}" if name in {"caseload", "due", "overdue"} else ""
    return sorted(db.execute(f"SELECT * FROM {name}{where}"), key=repr)  # noqa: S608 - our own views


def caught_up(log: EventLog, path: Path) -> Answers:
    opened = ViewStore(log, path)
    opened.catch_up()
    opened.close()
    return answers(path)


@pytest.mark.parametrize("seed", range(3))
def test_rebuilt_equals_live(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, seed: int
) -> None:
    events = history(seed)
    expected = caught_up(log_of(events), tmp_path / "at-once")
    monkeypatch.setattr(store, "BATCH", 25)
    log, path = memory_log(), tmp_path / "live"
    for start in range(0, len(events), 40):
        record(log, events[start : start + 40])
        live = caught_up(log, path)
    opened = ViewStore(log, path)
    opened.rebuild()
    opened.close()

    assert expected == live == answers(path)
    assert [] == [name for name, rows in expected.items() if not rows]


def test_they_can_be_read_while_tables_are_exchanged(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, path: Path
) -> None:
    expected = caught_up(log, path)
    monkeypatch.setattr(store, "BATCH", 40)
    opened = ViewStore(log, path)
    seen: list[Answers] = []
    opened.rebuild(progress=lambda _events: seen.append(answers(path)))
    opened.close()

    assert len(seen) > 2
    for one in seen:
        assert expected == one


def test_a_view_of_another_text_is_made_anew(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, path: Path
) -> None:
    expected = caught_up(log, path)
    older = [
        attrs.evolve(view, question="What was asked before?")
        for view in views.EVERY_VIEW
    ]
    with monkeypatch.context() as patched:
        patched.setattr(views, "EVERY_VIEW", older[:5])
        opened = ViewStore(log, path)
        opened.catch_up()
        opened.close()
    with closing(sqlite3.connect(path)) as db:
        found = db.execute("SELECT sql FROM sqlite_master WHERE type = 'view'")
        texts = [text for (text,) in found]

    assert ["What was asked before?" in text for text in texts] == [True] * 5
    assert expected == caught_up(log, path)


def test_a_failure_leaves_the_old_ones(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, path: Path
) -> None:
    """They are exchanged in one transaction: the last one cannot be made."""
    expected = caught_up(log, path)
    spoilt = attrs.evolve(views.EVERY_VIEW[-1], sql="SELECT FROM nothing")
    monkeypatch.setattr(views, "EVERY_VIEW", (*views.EVERY_VIEW[:-1], spoilt))
    opened = ViewStore(log, path)
    with pytest.raises(Exception, match="syntax error"):
        opened.catch_up()
    opened.close()
    monkeypatch.undo()

    assert expected == answers(path)


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
        def rename(db: sqlite3.Connection, table: str, new: str) -> None:
            tables.drop(db, new)
            db.execute("PRAGMA legacy_alter_table=OFF")
            db.execute(f"ALTER TABLE {table} RENAME TO {new}")

        caught_up(log, path)
        monkeypatch.setattr(tables, "rename", rename)
        opened = ViewStore(log, path)
        with pytest.raises(Exception, match="no such table"):
            opened.rebuild()
        opened.close()
