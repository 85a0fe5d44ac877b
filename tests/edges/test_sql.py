"""
Whatever names, references, days and figures are given, the SQL is the same (G36).

Every statement that reaches an engine is written down before values are bound to it.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import Composable

from postgres.server import address, in_schema
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

    with (
        mock.patch.object(sqlite3, "connect", connected),
        mock.patch.object(psycopg.Cursor, "execute", _heard_by(heard, "execute")),
        mock.patch.object(
            psycopg.Cursor, "executemany", _heard_by(heard, "executemany")
        ),
        mock.patch.object(psycopg.Cursor, "copy", _heard_by(heard, "copy")),
    ):
        yield heard


def _heard_by(heard: Statements, method: str) -> Callable[..., Any]:
    does = getattr(psycopg.Cursor, method)

    def done(self: psycopg.Cursor, said: Any, *values: Any, **options: Any) -> Any:  # noqa: ANN401 - psycopg's own
        match said:
            case Composable():
                heard.add(said.as_string(self))
            case bytes():
                heard.add(said.decode())
            case _:
                heard.add(said)
        return does(self, said, *values, **options)

    return done


PLAIN = "zqword"
HOSTILE = (
    "'; DROP TABLE stored_events; --",
    '" OR ""="',
    "' UNION SELECT sql FROM sqlite_master --",
    "1; ATTACH DATABASE 'x' AS x",
    "complaints) --",
    "%_[a-z]*?:name@$1",
)


def used(engine: str, folder: Path, word: str) -> Statements:
    """Use every command that asks an engine anything, with a word wherever one goes."""
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
    schema = f"a'b {uuid4().hex}"
    store = f"sqlite:///{folder / schema}"
    if engine == "PostgreSQL":
        store = in_schema(schema)
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
            # On a server nobody is shown a case by a command, and that is recorded.
            codes = {0, 2, 6} if engine == "SQLite" else {0, 2, 3, 6}
            assert ran.code in codes, (arguments, ran.err)
            assert "fault of ours" not in ran.err
    return {
        statement.replace(str(folder), "FOLDER").replace(schema, "SCHEMA")
        for statement in heard
    }


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def plainly(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Statements:
    return used(engine, tmp_path_factory.mktemp("plain") / "x", PLAIN)


def test_there_is_much_to_hear(plainly: Statements) -> None:
    assert len(plainly) > 60
    assert any("stored_events" in one for one in plainly)
    assert not any(PLAIN in one for one in plainly)


@pytest.mark.parametrize("word", [" ".join(HOSTILE[:3]), " ".join(HOSTILE[3:])])
def test_no_word_changes_a_statement(
    engine: str, plainly: Statements, word: str, tmp_path: Path
) -> None:
    assert set() == plainly ^ used(engine, tmp_path / "x", word)


def test_a_statement_with_a_name_in_it_is_found_out(engine: str) -> None:
    """The saboteur: an order that is put together from what was asked for."""

    def ordered(name: str) -> Statements:
        with listening() as heard, closing(connected(engine)) as db:
            db.execute("CREATE TEMP TABLE complaints (theme text)")
            by_name = f"SELECT * FROM complaints ORDER BY {name}"  # noqa: S608 - a saboteur
            db.execute(by_name.encode() if engine == "PostgreSQL" else by_name)
        return heard

    assert ordered("theme") != ordered("1")


def connected(engine: str) -> Any:  # noqa: ANN401 - either driver's connection
    if engine == "PostgreSQL":
        return psycopg.connect(address())
    return sqlite3.connect(":memory:")
