"""The log in PostgreSQL keeps the promises of a log, and those of a server."""

import json
import random
import secrets
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.tests import persistence as shipped

from caseledger.casework import Append, StaleCase, StorageUnavailable
from caseledger.eventlog import RecorderLog, open_log
from caseledger.eventlog import postgres as adapter
from caseledger.eventlog.postgres import PostgresRecorder, postgres_store
from caseledger.eventlog.recorders import PAGE
from caseledger.proof import verify
from caseledger.testing import (
    CopyableLogContract,
    GaplessLogContract,
    LastingLogContract,
    NewsLogContract,
    SharedLogContract,
)
from eventlog.entries import acknowledged, append, every_entry, extended
from eventlog.processes import WHOLE
from eventlog.saying import everything_said
from postgres.running import run, started
from postgres.server import Server, another_server, fresh_store, in_schema

Raw = psycopg.Connection[tuple[Any, ...]]


class TestPostgreSQL(
    CopyableLogContract,
    GaplessLogContract,
    LastingLogContract,
    NewsLogContract,
    SharedLogContract,
):
    page = PAGE

    def open(self, folder: Path) -> RecorderLog:
        named = folder / "store"
        if not named.exists():
            named.write_text(fresh_store())
        return open_log(named.read_text())


class InASchema(shipped.RecorderTestCase):
    """What the library's cases need of us: a recorder, and ids."""

    def create_recorder(self) -> PostgresRecorder:
        recorder = PostgresRecorder(postgres_store(fresh_store()))
        self.addCleanup(recorder.close)
        return recorder

    def new_originator_id(self) -> str:
        return uuid4().hex


class TestRecorder(InASchema, shipped.ApplicationRecorderTestCase[PostgresRecorder]):
    """
    All but the library's own subscription, which nothing here uses.

    It looks before it listens, so that an event in between is told with the next one
    only; `tests/postgres/test_news.py` holds ours to more.
    """


class TestPositions(InASchema, shipped.NonInterleavingNotificationIDsBaseCase):
    pass


# --- One server, several that use it ----------------------------------------------


@pytest.fixture(name="store")
def _store() -> str:
    return fresh_store()


@pytest.fixture(name="log")
def _log(store: str) -> Iterator[RecorderLog]:
    with closing(open_log(store)) as log:
        yield log


@pytest.fixture(name="other")
def _other(log: RecorderLog, store: str) -> Iterator[Raw]:
    """Look at the log's schema from outside."""
    assert 0 == log.position()
    place = postgres_store(store)
    with psycopg.connect(place.database, autocommit=True) as other:
        other.execute(f'SET search_path = "{place.schema}"'.encode())
        yield other


def test_two_who_open_a_log_see_each_other_s_events(
    log: RecorderLog, store: str
) -> None:
    with closing(open_log(store, must_exist=True)) as second:
        append(log, "case", acknowledged(1))
        append(second, "case", acknowledged(2))
        assert log.log_id == second.log_id
        assert log.read("case") == second.read("case")
        assert list(log.stream()) == list(second.stream())


def test_who_cannot_write_in_time_is_told_and_may_try_again(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "PATIENCE", 1)
    with closing(open_log(store)) as log, closing(open_log(store)) as second:
        place = postgres_store(store)
        with psycopg.connect(place.database) as slow:
            slow.execute(f'SET search_path = "{place.schema}"'.encode())
            slow.execute("UPDATE log_identity SET newest = newest")
            with pytest.raises(StorageUnavailable, match="lock timeout"):
                append(log, "case", acknowledged())
            assert [] == list(second.read("case"))  # whoever reads waits for nobody
        append(log, "case", acknowledged())
        assert 1 == log.position()


def test_of_several_processes_each_version_has_one_winner(store: str) -> None:
    """4 processes, 400 increments of one case: none lost (G8)."""
    told = run("race", store)
    assert [100] * 4 == [one["won"] for one in told]
    with closing(open_log(store)) as log:
        assert list(range(1, 401)) == [one.version for one in log.read("case")]


def test_a_closed_log_is_not_available(log: RecorderLog) -> None:
    log.close()
    log.close()
    uses: list[Callable[[], Any]] = [
        lambda: log.read("case"),
        lambda: list(log.stream()),
        log.position,
        lambda: log.append(Append("case", 0, [acknowledged()])),
    ]
    for use in uses:
        with pytest.raises(StorageUnavailable, match="closed"):
            use()


def test_closing_a_log_waits_for_nobody(store: str) -> None:
    """What is in use is closed as soon as it comes back."""
    recorder = PostgresRecorder(postgres_store(store))
    with recorder.datastore.transaction(commit=False) as cursor:
        recorder.close()
        cursor.execute("SELECT 1")
    assert cursor.connection.closed


def test_a_log_goes_on_after_its_connections_were_ended(
    log: RecorderLog, other: Raw
) -> None:
    append(log, "case", acknowledged(1))
    other.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'caseledger' AND pid <> pg_backend_pid()"
    )
    assert 1 == len(log.read("case"))
    append(log, "case", acknowledged(2))
    assert [1, 2] == [one.position for one in log.stream()]


# --- What is recorded is linked, and stays ------------------------------------------


def test_a_log_verifies_and_a_change_is_found(log: RecorderLog, other: Raw) -> None:
    append(log, "case", *every_entry())
    append(log, "other", acknowledged(1))
    assert verify(log).holds

    other.execute("UPDATE stored_events SET state = state || ' ' WHERE position = 3")
    changed = verify(log)
    assert ("changed", 3) == (changed.findings[0].reason, changed.findings[0].position)


def test_an_event_that_is_taken_out_is_missed_without_a_checkpoint(
    log: RecorderLog, other: Raw
) -> None:
    """Positions have no gaps: what was refused or rolled back took none."""
    append(log, "case", acknowledged(1))
    with pytest.raises(StaleCase):
        log.append(Append("case", 0, [acknowledged(1)]))
    append(log, "one", acknowledged(2))
    append(log, "case", acknowledged(3))
    assert [1, 2, 3] == [one.position for one in log.stream()]

    other.execute("DELETE FROM stored_events WHERE originator_id = 'one'")
    [finding] = verify(log).findings
    assert ("missing", 2) == (finding.reason, finding.position)


def test_the_position_of_an_event_that_is_gone_is_not_given_again(
    log: RecorderLog, other: Raw
) -> None:
    append(log, "case", acknowledged(1), acknowledged(2))
    other.execute("DELETE FROM stored_events WHERE position = 2")
    append(log, "other", acknowledged(3))
    assert [1, 3] == [one.position for one in log.stream()]


def test_positions_that_follow_what_is_there_are_caught(
    log: RecorderLog, other: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A saboteur: the next position is the one after the highest that is left."""
    monkeypatch.setattr(
        adapter, "_TAKE", "SELECT coalesce(max(position), 0) + %s FROM stored_events"
    )
    append(log, "case", acknowledged(1), acknowledged(2))
    other.execute("DELETE FROM stored_events WHERE position = 2")
    append(log, "other", acknowledged(3))
    assert [1, 2] == [one.position for one in log.stream()]


def test_the_table_of_events_can_be_read_with_sql(log: RecorderLog, other: Raw) -> None:
    append(log, "case", acknowledged(1), acknowledged(2))
    rows = other.execute(
        "SELECT position, originator_id, originator_version, topic,"
        " convert_from(state, 'UTF8')::json -> 1 ->> 'occurred_on'"
        " FROM stored_events ORDER BY position"
    ).fetchall()
    assert [
        (1, "case", 1, "acknowledged.v2", "2024-01-01"),
        (2, "case", 2, "acknowledged.v2", "2024-01-02"),
    ] == rows


def test_the_server_s_word_on_a_row_is_not_repeated(
    log: RecorderLog, other: Raw
) -> None:
    """What a constraint refuses, PostgreSQL quotes."""
    other.execute("ALTER TABLE stored_events ADD CHECK (length(state) = 0)")
    with pytest.raises(StorageUnavailable, match="violates check") as refused:
        append(log, "case", extended("Jane Doe"))
    said = everything_said(refused.value)
    assert "Jane" not in said
    assert b"Jane".hex() not in said


# --- When the server is killed ------------------------------------------------------

KILLS = 10


def killed_again_and_again(
    server: Server, how: str, *, kills: int
) -> tuple[set[str], set[str]]:
    """Kill a server while two record; return what they were told, and what is there."""
    store = in_schema("killed", server.address)
    open_log(store).close() if how == "ours" else make_unsafely(store)
    seed = secrets.randbits(32)
    print(f"seed {seed}")  # noqa: T201 - shown if the test fails
    chance = random.Random(seed)  # noqa: S311 - the moment of a crash is no secret
    savers = [started("save", store, how) for _ in range(2)]
    told = [read_line(one) for one in savers]  # each has begun
    try:
        for _ in range(kills):
            time.sleep(chance.uniform(0.2, 0.6))
            server.kill()
            server.start()
        time.sleep(0.5)
    finally:
        for saver in savers:
            saver.kill()
    told += [json.loads(s) for one in savers for s in one.communicate()[0].splitlines()]
    assert [] == [one for one in told if "conflict" in one]
    acknowledged = {one["recorded"] for one in told if "recorded" in one}
    assert len(acknowledged) > kills
    return acknowledged, found_whole(server)


def read_line(saver: subprocess.Popen[str]) -> dict[str, str]:
    assert saver.stdout
    told: dict[str, str] = json.loads(saver.stdout.readline())
    return told


def make_unsafely(store: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(adapter, "_SAFETY", "SELECT 'on', 'on'")
        open_log(store).close()


def found_whole(server: Server) -> set[str]:
    """Return the streams that are there; no stream may be there in part."""
    with psycopg.connect(server.address) as raw:
        rows = raw.execute("SELECT originator_id FROM killed.stored_events").fetchall()
    counts = Counter(stream for (stream,) in rows)
    assert {WHOLE} == {*counts.values()}
    return {*counts}


def test_what_was_acknowledged_survives_the_server_and_is_no_conflict() -> None:
    server = another_server()
    acknowledged, found = killed_again_and_again(server, "ours", kills=KILLS)
    assert set() == acknowledged - found
    # What was recorded and not yet acknowledged: one command of each saver at most,
    # and those of which it said that it does not know.
    assert len(found - acknowledged) <= 2 * (KILLS + 1)
    with closing(open_log(in_schema("killed", server.address))) as log:
        assert verify(log).holds
    server.remove()


def test_a_server_that_keeps_less_than_it_says_is_caught() -> None:
    server = another_server(synchronous_commit="off")
    acknowledged, found = killed_again_and_again(server, "sabotaged", kills=3)
    assert acknowledged - found
    server.remove()


@pytest.mark.parametrize("setting", ["fsync", "synchronous_commit"])
def test_a_server_that_may_lose_what_it_committed_is_refused(setting: str) -> None:
    server = another_server(**{setting: "off"})
    with pytest.raises(StorageUnavailable, match="may lose"):
        open_log(in_schema("refused", server.address))
    server.remove()
