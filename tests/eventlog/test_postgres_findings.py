"""
What the eventsourcing library leaves open on PostgreSQL, and that the log closes it.

As in test_findings.py: first the library alone, then the log.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import attrs
import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from caseledger.casework import Append, StaleCase, StorageUnavailable
from caseledger.eventlog import OutcomeUnknown, RecorderLog, open_log
from caseledger.eventlog import postgres as adapter
from eventlog.entries import META, acknowledged, append
from postgres.running import run
from postgres.server import address, fresh_store, in_schema, own_server
from postgres.ways import Losing


def stored(stream: str = "case", version: int = 1) -> StoredEvent:
    return StoredEvent(stream, version, "noted", b"{}")


NOTHING_STANDS = (
    "SELECT 1 WHERE (%b::text[], %b::bigint[], %b::text[], %b::bytea[]) IS NULL"
)


@pytest.fixture(name="by_functions")
def _by_functions() -> Iterator[PostgresApplicationRecorder]:
    yield from library_at(address(), db_functions=True)


def library_at(
    place: str, *, db_functions: bool
) -> Iterator[PostgresApplicationRecorder]:
    schema = f"library_{uuid4().hex}"
    with psycopg.connect(place, autocommit=True) as made:
        made.execute(f'CREATE SCHEMA "{schema}"'.encode())
    given = psycopg.conninfo.conninfo_to_dict(place)
    datastore = PostgresDatastore(
        str(given["dbname"]),
        str(given["host"]),
        str(given.get("port", "5432")),
        str(given["user"]),
        "",
        schema=schema,
        pool_size=2,
        originator_id_type="text",
        enable_db_functions=db_functions,
    )
    recorder = PostgresApplicationRecorder(datastore)
    recorder.create_table()
    yield recorder
    datastore.close()


# --- E9: a durable event is reported as a conflict ----------------------------------


@pytest.fixture(name="way")
def _way() -> Iterator[Losing]:
    with closing(Losing(own_server())) as way:
        yield way


@pytest.fixture(name="log")
def _log(way: Losing) -> Iterator[RecorderLog]:
    with closing(open_log(in_schema(f"log_{uuid4().hex}", way.address))) as log:
        yield log


def test_e9_the_library_reports_a_conflict_with_the_event_itself(way: Losing) -> None:
    for recorder in library_at(way.address, db_functions=False):
        recorder.insert_events([stored("another")])
        way.loses = "the answer"
        with pytest.raises(IntegrityError):
            recorder.insert_events([stored()])
        assert 1 == way.lost
        assert 1 == len(recorder.select_events("case"))


@pytest.mark.parametrize("what", ["the answer", "the commit"])
def test_e9_whatever_gets_lost_the_events_are_recorded_once(
    way: Losing, log: RecorderLog, what: str
) -> None:
    append(log, "case", acknowledged(1))

    way.loses = what
    log.append(
        Append("case", 1, [acknowledged(2), acknowledged(3)]),
        Append("other", 0, [acknowledged(4)]),
    )

    assert 1 == way.lost
    assert [1, 2, 3] == [one.version for one in log.read("case")]
    assert [1] == [one.version for one in log.read("other")]
    assert [1, 2, 3, 4] == [one.position for one in log.stream()]


def test_e9_without_looking_it_would_be_a_conflict(
    way: Losing, log: RecorderLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log, "case", acknowledged(1))
    monkeypatch.setattr(adapter, "_STANDING", NOTHING_STANDS)
    way.loses = "the answer"
    with pytest.raises(StaleCase):
        log.append(Append("case", 1, [acknowledged(2)]))
    assert 2 == len(log.read("case"))


def test_e9_a_conflict_after_a_lost_commit_is_a_conflict(
    way: Losing, log: RecorderLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another command was quicker; all but its id is the same."""
    other = acknowledged(1, attrs.evolve(META, command_id="another"))

    def meanwhile(_seconds: float) -> None:
        monkeypatch.undo()
        log.append(Append("case", 0, [other]))

    monkeypatch.setattr(adapter, "sleep", meanwhile)
    way.loses = "the commit"
    with pytest.raises(StaleCase) as stale:
        log.append(Append("case", 0, [acknowledged(1)]))

    assert 1 == way.lost
    assert ("case", 1) == (stale.value.stream, stale.value.version)
    assert 1 == log.position()


def test_e9_what_cannot_be_looked_up_is_not_called_unrecorded(
    way: Losing, log: RecorderLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log, "case", acknowledged(1))
    monkeypatch.setattr(adapter, "PATIENCE", 0.3)

    def gone(_seconds: float) -> None:
        way.close()

    monkeypatch.setattr(adapter, "sleep", gone)
    way.loses = "the answer"
    with pytest.raises(OutcomeUnknown) as unknown:
        log.append(Append("case", 1, [acknowledged(2)]))

    assert "may have been recorded" in str(unknown.value)
    assert "nothing was recorded" not in str(unknown.value)


# --- E17: followers miss events -----------------------------------------------------


def test_e17_by_functions_the_library_shows_a_later_position_first(
    by_functions: PostgresApplicationRecorder,
) -> None:
    """A follower that has seen it never goes back for the earlier one."""
    slow = [
        by_functions.construct_pg_stored_event("slow", 1, "noted", b"{}"),
    ]
    with by_functions.datastore.transaction(commit=True) as cursor:
        cursor.execute(by_functions.sql_invoke_pg_function_insert_events, (slow,))
        by_functions.insert_events([stored("quick")])
        seen = [n.id for n in by_functions.select_notifications(1, 10)]
    assert [2] == seen
    assert [1, 2] == [n.id for n in by_functions.select_notifications(1, 10)]


def test_e17_the_log_lets_nobody_by_who_would_be_seen_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nor do the library's settings for functions reach it."""
    monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", "y")
    monkeypatch.setattr(adapter, "PATIENCE", 1)
    store = fresh_store()
    place = adapter.postgres_store(store)
    with (
        closing(open_log(store)) as log,
        psycopg.connect(place.database, autocommit=True) as other,
    ):
        other.execute(f'SET search_path = "{place.schema}"'.encode())
        with other.transaction():
            # Where every writer begins, and this one is slow to go on.
            other.execute("UPDATE log_identity SET newest = newest + 1")
            with pytest.raises(StorageUnavailable, match="lock timeout"):
                append(log, "quick", acknowledged())
            assert [] == list(log.stream())
        append(log, "quick", acknowledged())
        assert [2] == [one.position for one in log.stream()]
        [(functions,)] = other.execute(
            "SELECT count(*) FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace"
            " WHERE nspname = %s",
            (place.schema,),
        )
        assert 0 == functions


# --- E18: starting at the same time -------------------------------------------------


def test_e18_of_several_that_start_at_once_the_library_fails_some() -> None:
    told = run("start", address(), "library")
    assert any("failed" in one for one in told)


def test_e18_all_that_start_at_once_open_the_same_log() -> None:
    """8 processes on an empty database, 5 times."""
    told = run("start", address(), "ours")
    opened = [(one["round"], one["log_id"]) for one in told if "log_id" in one]
    assert 5 == len({*opened})
    assert [8] * 5 == [*Counter(number for number, _ in opened).values()]
    assert [8] * 5 == [one["position"] for one in told if "position" in one]
