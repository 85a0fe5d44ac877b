"""The commands on PostgreSQL: as on SQLite, and what only PostgreSQL needs."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from caseledger.casework import Append, ForeignLog
from caseledger.eventlog import open_log
from caseledger.eventlog.postgres import postgres_store
from caseledger.proof import verify
from eventlog.entries import acknowledged, append, every_entry
from postgres.server import fresh_store, in_schema, own_server
from terminal import SERVICE, WESTMINSTER, Ran, call
from viewstore.places import ask

YEAR = "2023-24"


@pytest.fixture(name="store")
def _store() -> str:
    return fresh_store()


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/log.db"


@pytest.fixture(name="views")
def _views(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the read models in a file."""
    path = tmp_path / "models.db"
    monkeypatch.setenv("CASELEDGER_VIEWS", str(path))
    return path


def done(*arguments: object, store: str) -> Ran:
    ran = call(*arguments, store=store)
    assert 0 == ran.code, ran.err
    return ran


def reported(store: str, folder: Path) -> bytes:
    done("import", WESTMINSTER / YEAR, store=store)
    done(
        "report", YEAR, "--service", SERVICE, "--as-at", "2024-11-30",
        "--format", "json", "--out", folder, store=store,
    )  # fmt: skip
    return (folder / "report.json").read_bytes()


# --- The same as on SQLite --------------------------------------------------------


def test_a_year_is_reported_as_from_sqlite(
    store: str, file: str, tmp_path: Path
) -> None:
    assert reported(file, tmp_path / "a") == reported(store, tmp_path / "b")


def test_an_import_again_changes_nothing(store: str) -> None:
    first = done("import", WESTMINSTER / YEAR, store=store)
    again = done("import", WESTMINSTER / YEAR, store=store)
    assert "0 unchanged" in first.out
    assert "0 imported" in again.out


def test_read_models_are_in_the_file_that_is_named(
    store: str, views: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("import", WESTMINSTER / YEAR, store=store)
    done("read-models", "catch-up", store=store)
    status = done("read-models", "status", "--format", "json", store=store).out
    assert {0} == {one["behind"] for one in json.loads(status)}
    with closing(sqlite3.connect(views)) as file:
        [(rows,)] = file.execute("SELECT count(*) FROM intake")
    assert rows > 0

    monkeypatch.delenv("CASELEDGER_VIEWS")
    # Without one they are beside the log, which another command finds there.
    status = done("read-models", "status", "--format", "json", store=store).out
    assert 0 not in {one["behind"] for one in json.loads(status)}
    done("read-models", "catch-up", store=store)
    status = done("read-models", "status", "--format", "json", store=store).out
    assert {0} == {one["behind"] for one in json.loads(status)}
    assert [(rows,)] == ask(postgres_store(store), "SELECT count(*) FROM intake")


def test_a_checkpoint_remembers_in_the_file_that_is_named(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELEDGER_MERKLE", str(tmp_path / "tree.db"))
    key, note = tmp_path / "key", tmp_path / "checkpoint"
    done("import", WESTMINSTER / YEAR, store=store)
    done("checkpoint", "--key", key, "--new-key", "council.example/log", store=store)
    done("checkpoint", "--key", key, "--out", note, store=store)
    assert (tmp_path / "tree.db").exists()

    place = postgres_store(store)
    with psycopg.connect(place.database, autocommit=True) as other:
        other.execute(f'SET search_path = "{place.schema}"'.encode())
        other.execute("DELETE FROM stored_events WHERE position = 7")
    ran = call("verify", store=store)
    assert 4 == ran.code
    assert "position 7" in ran.out


def test_cases_are_not_shown_without_a_policy(store: str, views: Path) -> None:
    """Whoever can reach a server is not whoever can read a file."""
    assert not views.exists()
    done("import", WESTMINSTER / YEAR, store=store)
    ran = call("cases", YEAR, "stages.1.upheld", "--service", SERVICE, store=store)
    assert 3 == ran.code
    assert "" == ran.out


def test_where_there_is_no_log_nothing_is_made(store: str) -> None:
    for command in (["verify"], ["due"], ["import", WESTMINSTER / YEAR, "--dry-run"]):
        assert (0 if "--dry-run" in command else 6) == call(*command, store=store).code
    place = postgres_store(store)
    with psycopg.connect(place.database) as other:
        found = other.execute(
            "SELECT 1 FROM pg_namespace WHERE nspname = %s", (place.schema,)
        )
        assert [] == found.fetchall()


# --- store init -------------------------------------------------------------------


def test_one_makes_the_log_and_another_records_in_it() -> None:
    server, name = own_server(), f"clerk_{uuid4().hex}"
    server.execute(f"CREATE ROLE {name} LOGIN")
    boss, clerk = (
        in_schema(name, server.address),
        in_schema(name, server.address_of(name)),
    )
    before = call("import", WESTMINSTER / YEAR, store=clerk)
    assert 6 == before.code
    assert "store init" in before.err

    made = done("store", "init", "--grant-to", name, store=boss)
    assert ", 0 events" in made.out
    done("import", WESTMINSTER / YEAR, store=clerk)
    assert made.out.split()[1].rstrip(",") in done("store", "init", store=clerk).out


def test_a_file_has_no_roles(file: str) -> None:
    assert 2 == call("store", "init", "--grant-to", "clerk", store=file).code
    assert 0 == call("store", "init", store=file).code


# --- store copy -------------------------------------------------------------------


def rows(store: str) -> tuple[str, list[object]]:
    with closing(open_log(store, must_exist=True)) as log:
        return log.log_id, list(log.stored())


def filled(store: str) -> str:
    with closing(open_log(store)) as log:
        append(log, "all", *every_entry())
        for version in range(3):
            log.append(*(Append(s, version, [acknowledged()]) for s in ("a", "b")))
    return store


@pytest.mark.parametrize("there", [False, True])
def test_a_log_is_copied_there_and_back_byte_for_byte(
    store: str, file: str, tmp_path: Path, *, there: bool
) -> None:
    first, second = (file, store) if there else (store, file)
    third = f"sqlite:///{tmp_path}/third.db" if there else fresh_store()
    filled(first)
    for source, target in ((first, second), (second, third)):
        ran = done("store", "copy", source, target, store="memory:")
        assert f"{len(every_entry()) + 6} events copied" in ran.out
        assert rows(source) == rows(target)
    with closing(open_log(third)) as log:
        append(log, "a", acknowledged())
        assert len(every_entry()) + 7 == log.position()
        assert verify(log).holds


def test_a_log_is_copied_to_an_empty_one_only(store: str, file: str) -> None:
    filled(file)
    with closing(open_log(store)) as log:
        append(log, "case", acknowledged())
    before = rows(store)
    ran = call("store", "copy", file, store, store="memory:")
    assert 2 == ran.code
    assert "empty one" in ran.err
    assert before == rows(store)


@pytest.mark.parametrize("there", [False, True])
def test_what_fails_half_way_copies_nothing(
    store: str, file: str, *, there: bool
) -> None:
    source, target = (file, store) if there else (store, file)
    filled(source)
    with closing(open_log(source)) as log, closing(open_log(target)) as copied:
        whole, own = list(log.stored()), copied.log_id
        with pytest.raises(ZeroDivisionError):
            copied.adopt(
                log.log_id, (row for row in whole if row.position / (5 - row.position))
            )
        assert (0, own) == (copied.position(), copied.log_id)
        copied.adopt(log.log_id, whole)
        assert whole == list(copied.stored())
        with pytest.raises(ForeignLog, match="empty one"):
            copied.adopt(log.log_id, whole)


def test_a_log_that_is_not_as_recorded_is_not_copied(store: str, file: str) -> None:
    filled(file)
    with closing(sqlite3.connect(file.removeprefix("sqlite:///"))) as other:
        other.execute("DELETE FROM stored_events WHERE position = 5")
        other.commit()
    ran = call("store", "copy", file, store, store="memory:")
    assert 4 == ran.code
    assert 6 == call("verify", store=store).code


def test_a_log_that_grows_meanwhile_is_not_copied(
    store: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(file)

    def and_then_more(log: object) -> object:
        verdict = verify(log)  # type: ignore[arg-type] # any log
        with closing(open_log(file)) as other:
            append(other, "more", acknowledged())
        return verdict

    monkeypatch.setattr("caseledger.cli.keeping.verify", and_then_more)
    ran = call("store", "copy", file, store, store="memory:")
    assert 5 == ran.code
    assert "copy it again" in ran.err
    assert [] == rows(store)[1]


@pytest.mark.parametrize("pair", [("memory:", "x"), ("x", "memory:")])
def test_a_log_in_memory_is_not_copied(file: str, pair: tuple[str, str]) -> None:
    named = [file if one == "x" else one for one in pair]
    assert 2 == call("store", "copy", *named, store="memory:").code
