"""
Whatever names, references, days and figures are given, the SQL is the same (G36).

Every statement that reaches SQLite is written down before values are bound to it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from terminal import call, write_register

Statements = set[str]


@contextmanager
def listening() -> Iterator[Statements]:
    """Write down the statements of every connection that is made meanwhile."""
    heard: Statements = set()

    class Cursor(sqlite3.Cursor):
        """Writes down what it is asked to do."""

        def execute(self, sql: str, *values: Any) -> "Cursor":  # noqa: ANN401 - sqlite3's own
            heard.add(sql)
            super().execute(sql, *values)
            return self

        def executemany(self, sql: str, *values: Any) -> "Cursor":  # noqa: ANN401 - as above
            heard.add(sql)
            super().executemany(sql, *values)
            return self

        def executescript(self, sql: str) -> "Cursor":
            heard.update(sql.split(";"))
            super().executescript(sql)
            return self

    class Connection(sqlite3.Connection):
        """Gives such cursors alone."""

        def cursor(self, factory: Any = None) -> Any:  # noqa: ANN401 - as above
            del factory
            return super().cursor(Cursor)

        def execute(self, sql: str, *values: Any) -> Any:  # noqa: ANN401 - as above
            return self.cursor().execute(sql, *values)

        def executemany(self, sql: str, *values: Any) -> Any:  # noqa: ANN401 - as above
            return self.cursor().executemany(sql, *values)

        def executescript(self, sql: str) -> Any:  # noqa: ANN401 - as above
            return self.cursor().executescript(sql)

    connect = sqlite3.connect

    def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401 - as above
        found: sqlite3.Connection
        found = connect(*arguments, **{**options, "factory": Connection})
        return found

    with mock.patch.object(sqlite3, "connect", connected):
        yield heard


PLAIN = "zqword"
HOSTILE = (
    "'; DROP TABLE stored_events; --",
    '" OR ""="',
    "' UNION SELECT sql FROM sqlite_master --",
    "1; ATTACH DATABASE 'x' AS x",
    "complaints) --",
    "%_[a-z]*?:name@$1",
)


def used(folder: Path, word: str) -> Statements:
    """Use every command that asks SQLite anything, with a word wherever one goes."""
    folder.mkdir()
    service = f"Service {word}"
    row = {
        "service": service,
        "team": word,
        "reference": f"CF {word}",
        "procedure": "statutory",
        "channel": word,
        "complainant": word,
        "theme": word,
        "received_on": "2023-04-03",
        "complainant_id": word,
    }
    register = write_register(
        folder / "register",
        register=[row, {**row, "reference": f"CF 2 {word}"}],
        remedies=[
            {"reference": row["reference"], "source": "stage_1", "description": word}
        ],
        compliments=[
            {"reference": word, "service": service, "received_on": "2023-04-04"}
        ],
    )
    path = folder / "a'b.db"
    store = f"sqlite:///{path}"
    looking = ("--actor", f"u {word}", "--reason", word)
    with listening() as heard:
        for arguments in (
            ("import", register, "--actor", f"u {word}"),
            ("import", register),
            ("history", row["reference"], "--format", "html", *looking),
            ("history", f"unknown {word}"),
            ("explain", row["reference"]),
            ("what-next", row["reference"]),
            ("who", row["reference"]),
            ("due", "--on", "2023-04-18"),
            ("report", "2023-24", "--service", service, "--out", folder / "report"),
            ("report", "2023-24", "--service", word, "--out", folder / "report"),
            ("cases", "2023-24", "intake.received", "--service", service, *looking),
            ("cases", "2023-24", word, "--service", service),
            *(
                ("read-models", "export", name, *looking)
                for name in ("complaints", "stages")
            ),
            *(
                ("read-models", "export", "overdue", "--on", day)
                for day in ("2023-05-01", "2023-06-01")
            ),
            ("read-models", "rebuild"),
            *(
                (
                    "event-data",
                    "--format",
                    form,
                    "--out",
                    folder / form,
                    "--service",
                    service,
                )
                for form in ("xes", "ocel-json", "ocel-sqlite")
            ),
            ("verify",),
            (
                "calendar",
                "proclaim",
                "2027-06-11",
                "--name",
                word,
                "--instrument",
                word,
                "--announced-on",
                "2026-11-20",
            ),
        ):
            ran = call(*arguments, store=store)
            assert ran.code in {0, 2, 6}, (arguments, ran.err)
            assert "fault of ours" not in ran.err
    return {statement.replace(str(folder), "FOLDER") for statement in heard}


@pytest.fixture(scope="module")
def plainly(tmp_path_factory: pytest.TempPathFactory) -> Statements:
    return used(tmp_path_factory.mktemp("plain") / "x", PLAIN)


def test_there_is_much_to_hear(plainly: Statements) -> None:
    assert len(plainly) > 60
    assert any("stored_events" in one for one in plainly)
    assert not any(PLAIN in one for one in plainly)


@pytest.mark.parametrize("word", [" ".join(HOSTILE[:3]), " ".join(HOSTILE[3:])])
def test_no_word_changes_a_statement(
    plainly: Statements, word: str, tmp_path: Path
) -> None:
    assert set() == plainly ^ used(tmp_path / "x", word)


def test_a_statement_with_a_name_in_it_is_found_out() -> None:
    """The saboteur: an order that is put together from what was asked for."""

    def ordered(name: str) -> Statements:
        with listening() as heard:
            db = sqlite3.connect(":memory:")
            db.execute("CREATE TABLE complaints (theme)")
            db.execute(f"SELECT * FROM complaints ORDER BY {name}")  # noqa: S608 - a saboteur
            db.close()
        return heard

    assert ordered("theme") != ordered("1")
