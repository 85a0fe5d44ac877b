"""
What is not a log is refused with a sentence, and left as it was; whose log it is stays.

No sentence says a password, wherever it comes from.
"""

import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from caseledger.casework import CaseworkError, ForeignLog, StorageUnavailable
from caseledger.eventlog import NoLog, open_log, postgres_log
from caseledger.eventlog import postgres as adapter
from caseledger.eventlog.postgres import postgres_store
from eventlog.entries import acknowledged, append
from eventlog.saying import everything_said
from postgres.server import PASSWORD, Server, another_server, in_schema, own_server

SECRET = "tops3cret"  # noqa: S105 - it must not be said


@pytest.fixture(name="server")
def _server() -> Server:
    return own_server()


@pytest.fixture(name="schema")
def _schema() -> str:
    return f"s_{uuid4().hex}"


def refused(store: str, kind: type[CaseworkError], *, like: str) -> str:
    """Return all that is said of a store that cannot be opened."""
    with pytest.raises(kind, match=like) as raised:
        open_log(store)
    assert kind is type(raised.value)
    told = "".join(traceback.format_exception(raised.value))
    return everything_said(raised.value) + told


# --- Names ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("postgresql://me@host/db", "caseledger"),
        ("postgresql://me@host/db?schema=kent", "kent"),
        ("postgresql://me@host/db?sslmode=require&schema=kent&port=1", "kent"),
        ("postgresql:///db?schema=Kent%20%26%20Medway", "Kent & Medway"),
        ("postgresql:///?service=kent&schema=kent", "kent"),
        (f"postgresql:///db?schema={'k' * 63}", "k" * 63),
    ],
)
def test_a_name_says_the_schema_and_leaves_the_rest(name: str, schema: str) -> None:
    assert schema == postgres_store(name).schema
    assert "schema" not in postgres_store(name).database


def test_what_a_name_asks_for_is_not_overruled() -> None:
    place = postgres_store("postgresql:///db?connect_timeout=77&application_name=x")
    given = psycopg.conninfo.conninfo_to_dict(place.database)
    assert "77" == given["connect_timeout"]
    assert "x" == given["application_name"]
    assert "keepalives_idle" in given


@pytest.mark.parametrize(
    "name",
    [
        f"postgresql://me:{SECRET}/x@host/db",
        f"postgresql://me:1/{SECRET}@host/db",
        f"postgresql://me:x@{SECRET}@host/db",
        f"postgresql://me:{SECRET}@host/db?nonsense=1",
        f"postgresql://me:{SECRET}@host/db?schema=a&schema=b",
        f"postgresql://me:{SECRET}@host/db?schema=",
        f"postgresql://me:{SECRET}@host/db?schema=pg_catalog",
        f"postgresql://me:{SECRET}@host/db?schema=information_schema",
        f"postgresql://me:{SECRET}@host/db?schema={'k' * 64}",
        f"postgresql://me:{SECRET}@host/db?schema=a%00b",
        f"postgresql://me:{SECRET}%00@host/db",
        f"postgresql://me:{SECRET}%zz@host/db",
        f"postgresql://me:{SECRET}@[host/db",
        f"postgresql://me:{SECRET}\ud800@host/db",
    ],
)
def test_a_name_that_is_none_is_refused_unrepeated(name: str) -> None:
    assert SECRET not in refused(name, ForeignLog, like="named postgresql://")


# --- Secrets ----------------------------------------------------------------------


def test_a_store_shows_no_password() -> None:
    place = postgres_store(f"postgresql://me:{SECRET}@host/db?schema=kent")
    assert "PostgresStore(schema='kent')" == repr(place)
    assert SECRET in place.database


def test_who_is_not_let_in_is_told_so_without_the_password(server: Server) -> None:
    server.execute(
        "DROP ROLE IF EXISTS guarded",
        f"CREATE ROLE guarded LOGIN PASSWORD '{PASSWORD}'",
    )
    where = f"{server.folder}".replace("/", "%2F")
    store = f"postgresql://guarded:{SECRET}@{where}/postgres"
    said = refused(store, StorageUnavailable, like="password authentication failed")
    assert SECRET not in said


def test_a_password_may_be_kept_in_a_file(
    server: Server, schema: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.execute(
        "DROP ROLE IF EXISTS guarded",
        f"CREATE ROLE guarded LOGIN PASSWORD '{PASSWORD}'",
    )
    kept = tmp_path / "passwords"
    kept.write_text(f"*:*:*:guarded:{PASSWORD}\n")
    kept.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(kept))
    store = in_schema(schema, server.address_of("guarded"))
    # Let in, and without the right to make a schema.
    assert PASSWORD not in refused(store, NoLog, like="store init")


def test_nobody_there_is_said_without_the_password(tmp_path: Path) -> None:
    where = str(tmp_path).replace("/", "%2F")
    store = f"postgresql://me:{SECRET}@{where}/db"
    assert SECRET not in refused(store, StorageUnavailable, like="connection")


def test_without_the_driver_it_says_what_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "caseledger.eventlog.postgres", None)
    refused("postgresql:///db", ForeignLog, like=r"caseledger\[postgres\]")


# --- What is no log ---------------------------------------------------------------

EVENTS = "CREATE TABLE {0}.stored_events (id int)"
FOREIGN: dict[str, tuple[str, str]] = {
    "a table of somebody else's": ("something else", "CREATE TABLE {}.cases (id int)"),
    "a view of somebody else's": ("something else", "CREATE VIEW {}.v AS SELECT 1"),
    "a table of our name": ("something else", EVENTS),
    "two tables of our names": (
        "something else",
        f"{EVENTS}; CREATE TABLE {{0}}.log_identity AS SELECT 1 AS log_id",
    ),
}
SPOILT: dict[str, tuple[str, str]] = {
    "a newer layout": (
        "newer version .layout 2.",
        "UPDATE {}.log_identity SET layout=2",
    ),
    "no identity": ("lost its identity", "DELETE FROM {}.log_identity"),
    "no events": ("something else", "DROP TABLE {}.stored_events"),
}


def content(server: Server, schema: str) -> list[tuple[str, int]]:
    with psycopg.connect(server.address) as raw:
        return raw.execute(
            "SELECT c.relname, c.oid::int FROM pg_class c JOIN pg_namespace n"
            " ON n.oid = c.relnamespace WHERE nspname = %s ORDER BY 2",
            (schema,),
        ).fetchall()


@pytest.mark.parametrize(("like", "plant"), FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_schema_is_refused_and_left_as_it_was(
    server: Server, schema: str, like: str, plant: str
) -> None:
    server.execute(f"CREATE SCHEMA {schema}", plant.format(schema))
    before = content(server, schema)
    refused(in_schema(schema, server.address), ForeignLog, like=like)
    assert before == content(server, schema)


@pytest.mark.parametrize(("like", "plant"), SPOILT.values(), ids=SPOILT)
def test_a_log_of_a_newer_version_or_a_spoilt_one_is_refused(
    server: Server, schema: str, like: str, plant: str
) -> None:
    store = in_schema(schema, server.address)
    open_log(store).close()
    server.execute(plant.format(schema))
    refused(store, ForeignLog, like=like)


def test_a_log_whose_identity_goes_while_it_is_open_is_not_written(
    server: Server, schema: str
) -> None:
    with closing(open_log(in_schema(schema, server.address))) as log:
        server.execute(f"TRUNCATE {schema}.log_identity")
        with pytest.raises(StorageUnavailable, match="lost its identity"):
            append(log, "case", acknowledged())
        assert 0 == log.position()


def test_a_schema_that_is_there_and_empty_becomes_a_log(
    server: Server, schema: str
) -> None:
    server.execute(f"CREATE SCHEMA {schema}")
    with closing(open_log(in_schema(schema, server.address))) as log:
        assert 0 == log.position()


def test_a_schema_may_have_any_name(server: Server) -> None:
    for name in ("Kent %26 Medway", "%22; DROP SCHEMA public; --", "a.b", "Zo%C3%AB"):
        store = in_schema(name, server.address)
        with closing(open_log(store)) as log, closing(open_log(store)) as again:
            append(log, "case", acknowledged())
            assert log.log_id == again.log_id
            assert 1 == again.position()


def test_a_log_that_must_exist_is_not_made(server: Server, schema: str) -> None:
    with pytest.raises(NoLog, match="no log in the schema"):
        open_log(in_schema(schema, server.address), must_exist=True)
    assert [] == content(server, schema)


def test_a_database_that_keeps_text_in_another_way_is_refused() -> None:
    server = another_server()
    server.execute("CREATE DATABASE old ENCODING 'LATIN1' TEMPLATE template0")
    store = server.address.replace("/postgres?", "/old?")
    refused(store, ForeignLog, like="UTF-8")
    server.remove()


def test_a_log_whose_making_failed_half_way_is_made_anew(
    server: Server, schema: str
) -> None:
    """All of it is made, or nothing."""
    store = in_schema(schema, server.address)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(adapter, "_NAME_IT", "SELECT %s, 1 / (%s - 1)")
        refused(store, StorageUnavailable, like="division by zero")
    assert [] == content(server, schema)
    open_log(store).close()


# --- Several authorities in one database ------------------------------------------


@pytest.fixture(name="councils")
def _councils(server: Server) -> Callable[[str, str], str]:
    """Two logs, and a role for each that may record in it; return their stores."""
    names = [f"kent_{uuid4().hex}", f"surrey_{uuid4().hex}"]
    for name in names:
        server.execute(f"CREATE ROLE {name} LOGIN")
        boss = in_schema(name, server.address)
        with closing(postgres_log(boss, grant_to=name)) as log:
            append(log, "case", acknowledged())

    def store(role: str, of: str) -> str:
        full = {name.partition("_")[0]: name for name in names}
        return in_schema(full[of], server.address_of(full[role]))

    return store


def test_a_role_records_in_its_own_log_and_cannot_see_another_s(
    councils: Callable[[str, str], str],
) -> None:
    with closing(open_log(councils("kent", "kent"))) as log:
        append(log, "case", acknowledged(2))
        assert [1, 2] == [one.version for one in log.read("case")]
    refused(councils("kent", "surrey"), StorageUnavailable, like="may not look")
    with closing(open_log(councils("surrey", "surrey"))) as log:
        assert 1 == log.position()


@pytest.mark.parametrize("table", ["stored_events", "log_identity"])
def test_a_role_reads_no_table_of_another_s(
    councils: Callable[[str, str], str], table: str
) -> None:
    theirs = postgres_store(councils("kent", "surrey"))
    with (
        psycopg.connect(theirs.database) as kent,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        kent.execute(f"TABLE {theirs.schema}.{table}".encode())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET state = state",
        "DELETE FROM stored_events",
        "TRUNCATE stored_events",
        "DROP TABLE stored_events",
        "ALTER TABLE stored_events ADD COLUMN x int",
        "UPDATE log_identity SET log_id = 'x'",
        "DELETE FROM log_identity",
        "CREATE TABLE more (id int)",
    ],
)
def test_a_role_that_records_cannot_change_what_is_recorded(
    councils: Callable[[str, str], str], statement: str
) -> None:
    own = postgres_store(councils("kent", "kent"))
    with psycopg.connect(own.database, autocommit=True) as kent:
        kent.execute(f"SET search_path = {own.schema}".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            kent.execute(statement.encode())


def test_a_role_that_may_make_no_log_is_told_who_can(
    councils: Callable[[str, str], str], schema: str
) -> None:
    own = councils("kent", "kent")
    nowhere = f"{own.partition('schema=')[0]}schema={schema}"
    refused(nowhere, NoLog, like="may make none.*store init")
