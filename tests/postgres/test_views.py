"""Read models in PostgreSQL: who may do what there, and who waits for whom."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import attrs
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseledger.casework import (
    EventLog,
    ForeignLog,
    RecordedEvent,
    StorageUnavailable,
)
from caseledger.complaint.events import Received
from caseledger.eventlog import open_log
from caseledger.eventlog.postgres import PostgresStore, postgres_store
from caseledger.read_models import ALL_MODELS, COMPLAINTS, STAGES
from caseledger.read_models.views import CASELOAD
from caseledger.viewstore import EVERY_VIEW, ViewStore, evidence, store
from caseledger.viewstore.postgres import PostgresDatabase
from postgres.server import another_server, fresh_store, in_schema, own_server
from terminal import call
from viewstore.histories import history, log_of, record, use_models
from viewstore.places import ask, asked
from viewstore.test_rebuilt_equals_live import histories

EVENTS = history(0)


@pytest.fixture
def log() -> EventLog:
    """A log with the events of a small register."""
    return log_of(EVENTS)


@pytest.fixture
def place() -> PostgresStore:
    """Where nothing is yet."""
    return postgres_store(fresh_store())


@contextmanager
def kept_up(log: EventLog, place: PostgresStore) -> Iterator[ViewStore]:
    """Open read models and catch up."""
    with closing(ViewStore(log, place)) as views:
        views.catch_up()
        yield views


def names_of(place: PostgresStore) -> set[str]:
    """Return the tables and views that are there."""
    return {
        name
        for (name,) in ask(
            place,
            "SELECT relname FROM pg_class"
            " WHERE relnamespace = current_schema()::regnamespace"
            " AND relkind IN ('r', 'v')",
        )
    }


# --- Rights -----------------------------------------------------------------------


@attrs.frozen
class Authority:
    """A schema and its three roles, in the tests' own server."""

    name: str

    def store(self, role: str = "boss") -> str:
        who = role if role == "boss" else f"{self.name}_{role}"
        return in_schema(self.name, own_server().address_of(who))

    def place(self, role: str) -> PostgresStore:
        return postgres_store(self.store(role))


@pytest.fixture
def kent() -> Authority:
    """One who records, one who keeps the read models up, one who reads them."""
    authority = Authority(f"kent_{uuid4().hex}")
    roles = [f"{authority.name}_{role}" for role in ("clerk", "worker", "reader")]
    own_server().execute(*(f"CREATE ROLE {role} LOGIN" for role in roles))
    grants = [
        part
        for option, role in zip(("to", "worker", "reader"), roles, strict=True)
        for part in (f"--grant-{option}", role)
    ]
    ran = call("store", "init", *grants, store=authority.store())
    assert 0 == ran.code, ran.err
    with closing(open_log(authority.store("clerk"))) as log:
        record(log, EVENTS)
    return authority


def test_a_reader_reads_tables_and_views_and_not_the_log(kent: Authority) -> None:
    ran = call("read-models", "catch-up", store=kent.store("worker"))
    assert 0 == ran.code, ran.err

    with asked(kent.place("reader")) as reader:
        for one in (*ALL_MODELS, *EVERY_VIEW):
            reader.execute(f"SELECT * FROM {one.name} LIMIT 1")  # noqa: S608 - our own
        assert reader.execute("SELECT * FROM intake").fetchall()
        for refused in (
            f"TABLE {kent.name}.stored_events",
            f"TABLE {kent.name}.log_identity",
            "DELETE FROM complaints",
            "CREATE TABLE mine (a INTEGER)",
            "DROP VIEW intake",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(refused)


def test_what_is_made_later_can_be_read_too(
    kent: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("read-models", "catch-up", store=kent.store("worker"))
    newer = attrs.evolve(STAGES, name="stages_anew")
    use_models(monkeypatch, [*ALL_MODELS, newer])
    ran = call("read-models", "catch-up", store=kent.store("worker"))

    assert 0 == ran.code, ran.err
    with asked(kent.place("reader")) as reader:
        before, after = (
            reader.execute(f"SELECT count(*) FROM {name}").fetchall()  # noqa: S608 - our own
            for name in ("stages", "stages_anew")
        )
    assert before == after != [(0,)]


def test_who_may_make_nothing_there_is_told_who_may(kent: Authority) -> None:
    ran = call("read-models", "catch-up", store=kent.store("clerk"))

    assert 2 <= ran.code
    assert "store init" in ran.err
    assert "--grant-worker" in ran.err
    assert "Traceback" not in ran.err


def test_a_role_without_any_right_makes_nothing(place: PostgresStore) -> None:
    name = f"nobody_{uuid4().hex}"
    own_server().execute(f"CREATE ROLE {name} LOGIN")
    theirs = attrs.evolve(place, database=own_server().address_of(name))
    with pytest.raises(StorageUnavailable, match="--grant-worker"):
        ViewStore(log_of([]), theirs)
    assert set() == names_of(place)


def test_another_worker_takes_all_over_and_readers_keep_their_right(
    kent: Authority,
) -> None:
    call("read-models", "catch-up", store=kent.store("worker"))
    call("store", "init", "--grant-worker", f"{kent.name}_clerk", store=kent.store())
    rebuilt = call("read-models", "rebuild", store=kent.store("clerk"))
    assert 0 == rebuilt.code, rebuilt.err
    with asked(kent.place("reader")) as reader:
        assert reader.execute("SELECT * FROM intake").fetchall()
    assert 0 != call("read-models", "rebuild", store=kent.store("worker")).code
    # What an administrator does belongs to the worker as well.
    assert 0 == call("read-models", "rebuild", store=kent.store()).code
    assert 0 == call("read-models", "rebuild", store=kent.store("clerk")).code


def test_a_log_whose_name_leaves_no_room_is_told(log: EventLog) -> None:
    store_name = in_schema("k" * 60)
    with pytest.raises(ForeignLog, match="leaves no room"):
        ViewStore(log, postgres_store(store_name))


# --- The same as in a file --------------------------------------------------------


def answered(views: ViewStore, day: date) -> list[object]:
    """Return what every view answers, those of a day on one."""
    of_a_day = {"caseload", "due", "overdue"}
    return [
        views.answers(view, day=day if view.name in of_a_day else None)
        for view in EVERY_VIEW
    ]


@settings(max_examples=5)
@given(histories(), st.dates(date(2022, 6, 1), date(2025, 6, 1)))
def test_every_view_answers_as_in_a_file(
    events: list[RecordedEvent], day: date
) -> None:
    log = log_of(events)
    with closing(ViewStore(log, None)) as file:
        file.catch_up()
        expected = answered(file, day)
    with kept_up(log, postgres_store(fresh_store())) as views:
        assert expected == answered(views, day)


def test_a_view_that_joins_in_another_order_is_caught(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, place: PostgresStore
) -> None:
    """The saboteur: the references behind a figure come as they like."""
    dishonest = {"cases": "string_agg(reference, '; ' ORDER BY reference DESC)"}
    spoilt = attrs.evolve(PostgresDatabase.dialect, words=dishonest)
    monkeypatch.setattr(PostgresDatabase, "dialect", spoilt)
    day = date(2023, 6, 30)
    with closing(ViewStore(log, None)) as file:
        file.catch_up()
        expected = answered(file, day)
    with kept_up(log, place) as views:
        assert expected != answered(views, day)


# --- Values -----------------------------------------------------------------------


def test_a_value_that_cannot_be_kept_stops_its_model_alone(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, place: PostgresStore
) -> None:
    """The engine refuses it in the middle of a batch; what it quotes is not kept."""
    streams = [p.stream for p in log.stream() if isinstance(p.event, Received)]
    canary = "canary-77"

    def rows(stream: str, complaint: Any) -> Iterator[Any]:  # noqa: ANN401 - its state
        for row in COMPLAINTS.rows(stream, complaint):
            poisoned = stream == streams[3]
            yield attrs.evolve(row, team=f"{canary}\0") if poisoned else row

    spoilt = attrs.evolve(COMPLAINTS, rows=rows)
    use_models(
        monkeypatch, [spoilt if one is COMPLAINTS else one for one in ALL_MODELS]
    )
    with kept_up(log, place) as views:
        told = {one.name: one for one in views.status()}
    at = next(p.position for p in log.stream() if p.stream == streams[3])

    assert f"stopped at event 1 of stream {streams[3]}: Unkeepable" == (
        told["complaints"].state
    )
    assert at - 1 == told["complaints"].position
    assert {"up to date"} == {
        one.state for name, one in told.items() if name != "complaints"
    }
    assert canary not in repr(told)
    # The views that need its table wait for it, the others are there.
    there = names_of(place)
    assert {"meta", "compliment_counts"} <= there
    assert not {"fates", "intake", "last_day"} & there
    use_models(monkeypatch, ALL_MODELS)
    with kept_up(log, place) as views:
        expected = evidence(views)
    assert {view.name for view in EVERY_VIEW} <= names_of(place)
    with closing(ViewStore(log, None)) as other:
        other.catch_up()
        assert evidence(other) == expected


def test_rows_come_in_one_order_in_a_database_of_another_language(
    log: EventLog,
) -> None:
    """Where the language puts small letters first, and `-` nowhere."""
    name = f"english_{uuid4().hex}"
    own_server().execute(
        f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"
        " LOCALE_PROVIDER icu ICU_LOCALE 'en-GB' LOCALE 'C'"
    )
    at = own_server().address.replace("/postgres?", f"/{name}?")
    with psycopg.connect(at) as raw:
        assert [(True,)] == raw.execute("SELECT 'a' < 'B'").fetchall()
    answers = []
    for where in (None, postgres_store(in_schema("kent", at))):
        with closing(ViewStore(log, where)) as views:
            views.catch_up()
            answers.append(
                (
                    evidence(views),
                    [
                        views.answers(view)
                        for view in EVERY_VIEW
                        if view.name not in {"caseload", "due", "overdue"}
                    ],
                    views.answers(CASELOAD, day=EVENTS_DAY),
                )
            )
    assert answers[0] == answers[1]


EVENTS_DAY = next(
    one.event.occurred_on for one in EVENTS if isinstance(one.event, Received)
)


# --- Readers while tables change --------------------------------------------------


def reader_in_a_transaction(place: PostgresStore) -> psycopg.Connection[Any]:
    raw = psycopg.connect(place.database)
    raw.execute(f'SET search_path = "{place.schema}_views"'.encode())
    raw.commit()
    return raw


def test_a_rebuild_waits_for_no_reader_and_changes_nothing_under_one(
    log: EventLog, place: PostgresStore
) -> None:
    """A foreign program that reads at one moment sees the old rows to its end."""
    with kept_up(log, place) as views, reader_in_a_transaction(place) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        before = reader.execute("SELECT * FROM stages ORDER BY 1, 2, 3").fetchall()
        ask(place, "SELECT 1")
        with asked(place) as other:
            other.execute("UPDATE complaints SET service = 'old'")
        views.rebuild()
        after = reader.execute("SELECT * FROM stages ORDER BY 1, 2, 3").fetchall()
        [(old,)] = reader.execute(
            "SELECT count(*) FROM complaints WHERE service = 'old'"
        )
        assert before == after
        assert old == 0  # it began before that
        assert reader.execute("SELECT * FROM intake").fetchall()
    with asked(place) as other:
        assert (
            [] == other.execute("SELECT 1 FROM intake WHERE service = 'old'").fetchall()
        )


def with_a_column_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be a version of a model whose rows are of another kind."""

    @attrs.frozen(kw_only=True)
    class Shorter:
        stream: str = attrs.field(metadata={"meaning": "the stream"})
        reference: str = attrs.field(metadata={"meaning": "the reference"})

    def rows(stream: str, state: Any) -> Iterator[Any]:  # noqa: ANN401 - its state
        for row in STAGES.rows(stream, state):
            yield Shorter(stream=stream, reference=row.reference)

    other: Any = attrs.evolve(
        STAGES,
        version=STAGES.version + 1,
        row=Shorter,  # type: ignore[arg-type] # a row of another kind
        rows=rows,
    )
    use_models(monkeypatch, [other if one is STAGES else one for one in ALL_MODELS])
    monkeypatch.setattr("caseledger.viewstore.views.EVERY_VIEW", EVERY_VIEW[:1])


def upgraded(log: EventLog, place: PostgresStore) -> None:
    with kept_up(log, place):
        pass


def test_a_report_is_of_one_moment_while_a_table_gets_other_columns(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, place: PostgresStore
) -> None:
    """Whoever would exchange it waits until the report has been read."""
    with kept_up(log, place) as views:
        expected = views.rows(STAGES)
        with_a_column_less(monkeypatch)
        upgrade = threading.Thread(target=lambda: upgraded(log, place))
        with views.at_one_moment():
            upgrade.start()
            upgrade.join(1)
            assert upgrade.is_alive()
            monkeypatch.setattr(store, "_check", lambda *_: None)
            assert expected == views.rows(STAGES)
        upgrade.join(30)
        assert not upgrade.is_alive()
    assert [("reference",)] == ask(
        place,
        "SELECT attname FROM pg_attribute"
        " WHERE attrelid = 'stages'::regclass AND attnum = 2 AND NOT attisdropped",
    )


def test_whoever_changes_tables_gives_way_to_a_reader(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, place: PostgresStore
) -> None:
    """A reader of several tables is not ended by PostgreSQL as one of a deadlock."""
    upgraded(log, place)
    with reader_in_a_transaction(place) as reader:
        reader.execute("SELECT count(*) FROM stages")
        with_a_column_less(monkeypatch)
        upgrade = threading.Thread(target=lambda: upgraded(log, place))
        upgrade.start()
        upgrade.join(0.3)
        # This waits for the other, which waits for us.
        assert reader.execute("SELECT count(*) FROM meta").fetchall()
        assert reader.execute("SELECT count(*) FROM timeliness").fetchall()
    upgrade.join(30)
    assert not upgrade.is_alive()


# --- The server -------------------------------------------------------------------


def test_a_server_that_was_away_is_reached_again(log: EventLog) -> None:
    server = another_server()
    place = postgres_store(in_schema("kent", server.address))
    with closing(ViewStore(log, place)) as views:
        server.kill()
        with pytest.raises(StorageUnavailable, match="schema of read models"):
            views.catch_up()
        server.start()
        views.catch_up()
        assert {"up to date"} == {one.state for one in views.status()}


def test_a_store_that_was_closed_stays_closed(
    log: EventLog, place: PostgresStore
) -> None:
    views = ViewStore(log, place)
    views.close()
    with pytest.raises(StorageUnavailable, match="closed"):
        views.status()


def opened_at_once(log: EventLog, place: PostgresStore) -> list[BaseException]:
    """Open a new schema from eight threads, and return what went wrong."""
    failures: list[BaseException] = []
    together = threading.Barrier(8)

    def begin() -> None:
        together.wait()
        try:
            ViewStore(log, place).close()
        except BaseException as error:  # noqa: BLE001 - whatever it is
            failures.append(error)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return failures


def test_any_number_may_open_it_at_once(log: EventLog, place: PostgresStore) -> None:
    assert [] == opened_at_once(log, place)
    assert {"made", "progress"} == names_of(place)


def test_without_the_lock_some_of_them_fail(
    monkeypatch: pytest.MonkeyPatch, log: EventLog
) -> None:
    """The saboteur: each makes the tables as if it were alone."""
    honest = PostgresDatabase.execute

    def unlocked(self: PostgresDatabase, sql: str, values: Any = ()) -> Any:  # noqa: ANN401 - as its own
        return [] if "advisory" in sql else honest(self, sql, values)

    monkeypatch.setattr(PostgresDatabase, "execute", unlocked)
    places = (postgres_store(fresh_store()) for _ in range(20))
    assert any(opened_at_once(log, one) for one in places)
