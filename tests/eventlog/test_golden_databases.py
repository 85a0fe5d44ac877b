"""
A database of each earlier layout is opened, brought up to date, verified and replayed.

`stored/databases/` holds them as those versions wrote them, and what they then told
(G14). More may be told of a case today; what was told then is told still.
"""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from caseledger.casework import StorageUnavailable, UnreadableEvent
from caseledger.complaint import Complaint, Event, evolve
from caseledger.complaint.events import Acknowledged
from caseledger.eventlog import RecorderLog, open_log, recorders, sqlite_log
from caseledger.eventlog.codec import UPCASTS, Codec, Upcast
from caseledger.eventlog.datastore import LAYOUT
from caseledger.eventlog.names import STORED_NAMES
from caseledger.eventlog.postgres import postgres_store
from caseledger.eventlog.recorders import SQLiteRecorder
from caseledger.proof import verify
from eventlog.entries import acknowledged, append
from eventlog.golden_databases import CASES, DATABASES, told, untold, write
from postgres.server import fresh_store
from terminal import call

FIRST_NAMES = "sqlite-layout-1-first-names"
SQLITE = sorted(path.stem for path in DATABASES.glob("sqlite-*.sql"))
COPIED_FROM = "sqlite-layout-2"
"""The one that was copied to PostgreSQL: it tells the same."""

each_file = pytest.mark.parametrize("name", SQLITE)


def restored(name: str, folder: Path, databases: Path = DATABASES) -> Path:
    file = folder / "log.db"
    with closing(sqlite3.connect(file)) as raw:
        raw.executescript((databases / f"{name}.sql").read_text(encoding="utf-8"))
    return file


def then_told(name: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(
        (DATABASES / f"{name}.json").read_text(encoding="utf-8")
    )
    return said


# Where a case now tells what the first version told of it in fields of its own.
FIRST_FIELDS: Mapping[str, tuple[str | int, ...]] = {
    "acknowledged_on": ("stage_1", "acknowledged_on"),
    "statement_agreed_on": ("investigation", "statement_agreed_on"),
    "investigating_officer": ("investigation", "officer"),
    "independent_person": ("investigation", "independent_person"),
    "panel_deadline": ("panel", "deadline"),
    "panel_met_on": ("panel", "met_on"),
    "panel_members": ("panel", "members"),
    "panel_broken": ("panel", "broken"),
    "panel_report_deadline": ("panel", "report_deadline"),
    "panel_reported_on": ("panel", "reported_on"),
    "suspended_on": ("suspensions", -1, "began_on"),
    "resumed_on": ("suspensions", -1, "ended_on"),
    "deferred_on": ("deferrals", -1, "began_on"),
    "deferred_to": ("deferrals", -1, "ended_on"),
    "not_accepted_on": ("non_acceptances", -1),
    "withdrawn_on": ("withdrawals", -1),
    "reinstated_on": ("reinstatements", -1),
}
APPOINTED = ("investigating_officer", "independent_person")


def told_as(name: str, now: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is told now, with the fields that the first version had."""
    if name != FIRST_NAMES:
        return now
    cases = {}
    for stream, case in now["cases"].items():
        flat = {field: at(case, *way) for field, way in FIRST_FIELDS.items()}
        rounds = [
            {**one, "investigators": [at(one, *FIRST_FIELDS[who]) for who in APPOINTED]}
            for one in case["earlier_rounds"]
        ]
        cases[stream] = {**case, **flat, "earlier_rounds": rounds}
    return {**now, "cases": cases}


def at(told: Any, *way: str | int) -> Any:  # noqa: ANN401 - what JSON has
    for step in way:
        told = told[step] if told else None
    return told


def told_with(file: Path, upcasts: Mapping[str, Upcast]) -> Mapping[str, Any]:
    """Return what a log tells when other steps lead from old names to today's."""
    recorder = SQLiteRecorder(file)
    codec = Codec(upcasts=upcasts)
    with closing(RecorderLog(recorder, log_id=recorder.log_id, codec=codec)) as log:
        return told(log)


def query(file: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as raw:
        return [value for (value,) in raw.execute(statement)]


# --- SQLite -----------------------------------------------------------------------


@each_file
def test_an_older_file_tells_what_it_told_then(name: str, tmp_path: Path) -> None:
    with closing(sqlite_log(restored(name, tmp_path))) as log:
        assert verify(log).holds
        then = then_told(name)
        assert len(then["cases"]) >= 12
        assert [] == untold(told_as(name, told(log)), then)
        assert verify(log).holds


@each_file
def test_an_older_file_is_of_today_s_layout_once_it_was_opened(
    name: str, tmp_path: Path
) -> None:
    file = restored(name, tmp_path)
    written_as = int(name.split("-")[2])
    assert [written_as] == query(file, "PRAGMA user_version")
    before = query(file, "SELECT state FROM stored_events ORDER BY position")

    for _ in range(2):
        with closing(sqlite_log(file)) as log:
            append(log, "case", acknowledged())
            assert verify(log).holds

    assert [LAYOUT] == query(file, "PRAGMA user_version")
    after = query(file, "SELECT state FROM stored_events ORDER BY position")
    assert before == after[:-2]


def test_every_layout_and_every_old_name_is_in_a_golden_database(
    tmp_path: Path,
) -> None:
    """A new one begins with a golden database of the version before."""
    names: set[str] = set()
    layouts: set[int] = set()
    for number, name in enumerate(SQLITE):
        folder = tmp_path / str(number)
        folder.mkdir()
        file = restored(name, folder)
        names |= {*query(file, "SELECT topic FROM stored_events")}
        layouts |= {*query(file, "PRAGMA user_version")}
    assert {*range(1, LAYOUT + 1)} == layouts
    assert set() == UPCASTS.keys() - names


def test_a_golden_database_of_this_version_can_be_written(tmp_path: Path) -> None:
    write("sqlite-new", tmp_path)
    then = json.loads((tmp_path / "sqlite-new.json").read_text(encoding="utf-8"))
    file = restored("sqlite-new", tmp_path, tmp_path)
    assert {*STORED_NAMES} == {*query(file, "SELECT topic FROM stored_events")}
    assert CASES == len(then["cases"])
    with closing(sqlite_log(file)) as log:
        assert then == told(log)
        assert verify(log).holds


# --- PostgreSQL -------------------------------------------------------------------


def restored_in_a_schema() -> str:
    store = fresh_store()
    place = postgres_store(store)
    dump = (DATABASES / "postgresql-layout-1.sql").read_text(encoding="utf-8")
    dump = dump.replace("golden.", f"{place.schema}.")
    dump = dump.replace("CREATE SCHEMA golden", f"CREATE SCHEMA {place.schema}")
    with psycopg.connect(place.database) as raw:
        raw.execute(dump.encode())
    return store


def test_an_older_schema_tells_what_it_told_then() -> None:
    with closing(open_log(restored_in_a_schema(), must_exist=True)) as log:
        assert verify(log).holds
        assert [] == untold(told(log), then_told(COPIED_FROM))
        append(log, "case", acknowledged())
        assert verify(log).holds


def test_an_older_schema_is_copied_to_a_file_and_an_older_file_to_a_schema(
    tmp_path: Path,
) -> None:
    """Which come out as the file that the schema was copied from, byte for byte."""
    file = f"sqlite:///{restored(COPIED_FROM, tmp_path)}"
    copies = f"sqlite:///{tmp_path}/copy-{uuid4().hex}.db", fresh_store()
    for source, target in zip((restored_in_a_schema(), file), copies, strict=True):
        ran = call("store", "copy", source, target, store="memory:")
        assert 0 == ran.code, ran.err
    with closing(open_log(file)) as log:
        rows = [*log.stored()]
    for copy in copies:
        with closing(open_log(copy, must_exist=True)) as log:
            assert rows == [*log.stored()]
            assert [] == untold(told(log), then_told(COPIED_FROM))


# --- Saboteurs --------------------------------------------------------------------


@pytest.mark.parametrize("dropped", UPCASTS)
def test_without_any_one_upcast_some_file_cannot_be_read(
    dropped: str, tmp_path: Path
) -> None:
    fewer = {old: step for old, step in UPCASTS.items() if old != dropped}
    unreadable = 0
    for number, name in enumerate(SQLITE):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            told_with(restored(name, folder), fewer)
        except (UnreadableEvent, KeyError):  # KeyError: a step that leads nowhere
            unreadable += 1
    assert unreadable > 0


def test_an_upcast_that_changes_what_was_told_is_noticed(tmp_path: Path) -> None:
    def another_day(public: dict[str, object]) -> dict[str, object]:
        return {**public, "occurred_on": "2000-01-01"}

    file = restored(FIRST_NAMES, tmp_path)
    then = then_told(FIRST_NAMES)
    assert [] == untold(told_as(FIRST_NAMES, told_with(file, UPCASTS)), then)
    changed = {
        **UPCASTS,
        "acknowledged.v1": Upcast("acknowledged.v2", another_day),
    }
    # One in the event, one in the case, for each.
    different = untold(told_as(FIRST_NAMES, told_with(file, changed)), then)
    assert {"events", "cases"} == {where.partition("/")[0] for where in different}


def test_a_fold_that_forgets_an_event_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The events are told as they were; the states of the cases are not."""

    def forgetful(complaint: Complaint | None, event: Event) -> Complaint | None:
        return (
            complaint if isinstance(event, Acknowledged) else evolve(complaint, event)
        )

    monkeypatch.setattr("eventlog.golden_databases.evolve", forgetful)
    with closing(sqlite_log(restored(FIRST_NAMES, tmp_path))) as log:
        now, then = told_as(FIRST_NAMES, told(log)), then_told(FIRST_NAMES)
    assert [] == untold(now["events"], then["events"])
    assert {"acknowledged_on"} == {
        where.split("/")[1].partition(":")[0]
        for where in untold(now["cases"], then["cases"])
    }


@pytest.mark.parametrize("name", [one for one in SQLITE if "layout-1" in one])
def test_a_file_that_is_not_given_links_is_noticed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SQLiteRecorder, "_link", lambda *_: None)
    with (
        closing(sqlite_log(restored(name, tmp_path))) as log,
        pytest.raises(StorageUnavailable, match="link"),
    ):
        verify(log)


def test_a_file_that_is_given_empty_links_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        recorders, "linked", lambda events, _: ((one, bytes(32)) for one in events)
    )
    with closing(sqlite_log(restored(FIRST_NAMES, tmp_path))) as log:
        assert not verify(log).holds


@pytest.mark.parametrize(
    ("now", "then", "where"),
    [
        ({"a": 1}, {"a": 2}, "x/a: 1"),
        ({"a": 1}, {"a": 1, "b": None}, "x/b"),
        ({"a": [1]}, {"a": [1, 2]}, "x/a: [1]"),
        ({"a": [1, 2]}, {"a": [1]}, "x/a: [1, 2]"),
        ([{"a": "1"}], [{"a": 1}], "x/0/a: '1'"),
        (None, {}, "x: None"),
    ],
)
def test_what_is_told_no_more_is_named(now: object, then: object, where: str) -> None:
    assert [] == untold({"x": now, "more": 1}, {"x": now})
    assert [where] == untold({"x": now, "more": 1}, {"x": then})
