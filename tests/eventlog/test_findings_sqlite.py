"""
What the eventsourcing library leaves open in SQLite files, and that the log closes it.

As in test_findings.py: first the library alone, then the log.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import InterfaceError, OperationalError, StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnectionPool,
    SQLiteDatastore,
)

from caseledger.casework import Append, StorageUnavailable
from caseledger.eventlog import RecorderLog, datastore, sqlite_log
from caseledger.eventlog.recorders import SQLiteRecorder
from eventlog.entries import acknowledged, append, extended
from eventlog.faults import Faults
from eventlog.running import run


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture(name="log")
def _log(path: Path) -> Iterator[RecorderLog]:
    log = sqlite_log(path)
    yield log
    log.close()


@pytest.fixture(name="faults")
def _faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    faults = Faults()
    monkeypatch.setattr(sqlite3, "connect", faults.connect)
    return faults


def library(path: Path) -> SQLiteApplicationRecorder:
    """Return the library's recorder as it comes."""
    recorder = SQLiteApplicationRecorder(
        SQLiteDatastore(str(path), originator_id_type="text")
    )
    recorder.create_table()
    return recorder


def stored(stream: str = "case", version: int = 1) -> StoredEvent:
    return StoredEvent(stream, version, "noted", b"{}")


# --- E5: positions are bare row numbers -------------------------------------------


def delete_newest(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(
            "DELETE FROM stored_events"
            " WHERE rowid = (SELECT max(rowid) FROM stored_events)"
        )
        raw.commit()


def delete_first(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DELETE FROM stored_events WHERE rowid = 1")
        raw.commit()


def dumped_and_restored(path: Path) -> Path:
    """Do as `sqlite3 FILE .dump | sqlite3 COPY`; a dump leaves the header out."""
    copy = path.with_name("restored.db")
    with (
        closing(sqlite3.connect(path)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        target.executescript("\n".join(source.iterdump()))
        for name in ("application_id", "user_version"):
            (value,) = source.execute(f"PRAGMA {name}").fetchone()
            target.execute(f"PRAGMA {name}={value}")
        target.commit()
    return copy


def test_e5_the_library_gives_a_position_twice(path: Path) -> None:
    recorder = library(path)
    recorder.insert_events([stored("a"), stored("b")])
    delete_newest(path)
    assert [2] == recorder.insert_events([stored("c")])


def test_e5_the_library_s_positions_change_in_a_dump(path: Path) -> None:
    library(path).insert_events([stored("a"), stored("b")])
    delete_first(path)
    restored = library(dumped_and_restored(path))
    assert [(1, "b")] == [
        (one.id, one.originator_id)
        for one in restored.select_notifications(start=None, limit=9)
    ]


def test_e5_the_log_gives_a_position_once(log: RecorderLog, path: Path) -> None:
    append(log, "a", acknowledged())
    append(log, "b", acknowledged())
    delete_newest(path)
    append(log, "c", acknowledged())
    assert [(1, "a"), (3, "c")] == [(one.position, one.stream) for one in log.stream()]


@pytest.mark.parametrize("vacuumed", [False, True])
def test_e5_the_log_keeps_its_positions_in_a_dump(
    log: RecorderLog, path: Path, *, vacuumed: bool
) -> None:
    for stream in "abc":
        append(log, stream, acknowledged())
    delete_first(path)
    delete_newest(path)
    if vacuumed:
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("VACUUM")
    with closing(sqlite_log(dumped_and_restored(path))) as restored:
        assert log.log_id == restored.log_id
        append(restored, "d", acknowledged())
        assert [(2, "b"), (4, "d")] == [
            (one.position, one.stream) for one in restored.stream()
        ]


# --- E6: a failed commit poisons a connection -------------------------------------


def test_e6_the_library_cannot_write_again_after_a_failed_commit(
    path: Path, faults: Faults
) -> None:
    recorder = library(path)
    faults.begin(at=3, for_ever=False)  # BEGIN, INSERT, COMMIT
    with pytest.raises(OperationalError, match="disk I/O error"):
        recorder.insert_events([stored()])
    assert faults.happened

    for _ in range(3):
        with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
            recorder.insert_events([stored()])


def test_e6_the_log_can_write_again_after_a_failed_commit(
    path: Path, faults: Faults
) -> None:
    """Every other operation has its turn in test_sqlite.py."""
    with closing(sqlite_log(path)) as log:
        # BEGIN, the stream's version in two steps, INSERT, COMMIT
        faults.begin(at=5, for_ever=False)
        with pytest.raises(StorageUnavailable, match="disk I/O error"):
            log.append(Append("case", 0, [acknowledged()]))
        assert faults.happened

        for version in range(3):
            log.append(Append("case", version, [acknowledged()]))
        assert 3 == len(log.read("case"))
        # Nobody writes again through the connection that failed.
        assert 2 == faults.connections


def test_e6_a_full_disk_stops_writing_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = (*datastore.SETTINGS, "PRAGMA max_page_count=40")
    with monkeypatch.context() as patched:
        patched.setattr(datastore, "SETTINGS", full)
        recorder = SQLiteRecorder(path)
        log = RecorderLog(recorder, log_id=recorder.log_id)
        with suppress(StorageUnavailable):
            for recorded in range(1000):
                log.append(Append("case", recorded, [extended("why " * 200)]))
        for _ in range(3):
            with pytest.raises(StorageUnavailable, match="full"):
                log.append(Append("case", recorded, [extended("why " * 2000)]))
        assert recorded == len(log.read("case"))
    assert 50 < recorded < 999
    with recorder.datastore.transaction(commit=False) as there_is_room_again:
        there_is_room_again.execute("PRAGMA max_page_count=1000")
    log.append(Append("case", recorded, [acknowledged()]))
    assert recorded + 1 == len(log.read("case"))
    log.close()


def test_e6_the_library_loses_its_turn_when_it_cannot_connect(
    path: Path, faults: Faults
) -> None:
    """Not in the study: the writer's lock is taken first, and never given back."""
    library(path)
    pool = SQLiteConnectionPool(db_name=str(path), pool_timeout=0.05)
    faults.begin(at=1, for_ever=False)
    with pytest.raises(InterfaceError, match="disk I/O error"):
        pool.get_connection(is_writer=True)
    assert faults.happened

    with pytest.raises(OperationalError, match="waiting for return of writer"):
        pool.get_connection(is_writer=True)


def test_e6_the_log_keeps_its_turn_when_it_cannot_connect(
    path: Path, faults: Faults
) -> None:
    recorder = SQLiteRecorder(path)
    # The connection at hand is then in use.
    with recorder.datastore.transaction(commit=False):
        faults.begin(at=1, for_ever=False)
        with pytest.raises(OperationalError, match="disk I/O error"):
            recorder.insert_events([stored()])
        assert faults.happened

        assert [1] == recorder.insert_events([stored()])
    recorder.close()


# --- E7: a transaction that writes later fails at once ------------------------------


def test_e7_the_library_fails_where_another_process_writes(path: Path) -> None:
    told = run("contend", path, "library")
    assert 2 == len(told)
    assert sum(one["locked"] for one in told) > 0


def test_e7_the_log_waits_where_another_process_writes(path: Path) -> None:
    told = run("contend", path, "ours")
    assert [100, 100] == [one["done"] for one in told]
    assert [0, 0] == [one["locked"] for one in told]
    with closing(sqlite_log(path)) as log:
        assert list(range(1, 201)) == [one.version for one in log.read("case")]


# --- E10: durability depends on how SQLite was built --------------------------------


@pytest.fixture(name="weakly_built")
def _weakly_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if SQLite had been built with other defaults."""
    connect = sqlite3.connect

    def weakly(*args: Any, **kwargs: Any) -> sqlite3.Connection:  # noqa: ANN401 - passed on
        raw: sqlite3.Connection = connect(*args, **kwargs)
        raw.execute("PRAGMA synchronous=OFF")
        raw.execute("PRAGMA fullfsync=OFF")
        raw.execute("PRAGMA secure_delete=OFF")
        raw.execute("PRAGMA trusted_schema=ON")
        return raw

    monkeypatch.setattr(sqlite3, "connect", weakly)


SETTINGS = (
    "journal_mode",
    "synchronous",
    "fullfsync",
    "secure_delete",
    "trusted_schema",
)
OURS = ["wal", 2, 1, 1, 0]


def settings_of(made: SQLiteDatastore) -> list[object]:
    found = []
    with made.transaction(commit=False) as cursor:
        for setting in SETTINGS:
            cursor.execute(f"PRAGMA {setting}")
            found += [*cursor.fetchone()]
    return found


@pytest.mark.usefixtures("weakly_built")
def test_e10_the_library_takes_what_the_build_gives(path: Path) -> None:
    assert ["wal", 0, 0, 0, 1] == settings_of(library(path).datastore)


@pytest.mark.usefixtures("weakly_built")
def test_e10_the_log_sets_its_own(path: Path) -> None:
    recorder = SQLiteRecorder(path)
    assert OURS == settings_of(recorder.datastore)
    # The connection at hand is in use: this asks another.
    with recorder.datastore.transaction(commit=False):
        assert OURS == settings_of(recorder.datastore)
    recorder.close()


@pytest.mark.parametrize("deaf_to", ["synchronous", "journal_mode"])
def test_e10_what_cannot_be_made_durable_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch, deaf_to: str
) -> None:
    """As on a network drive, which has no write-ahead log."""

    class Deaf(sqlite3.Connection):
        def execute(self, statement: str, *args: Any) -> sqlite3.Cursor:  # noqa: ANN401 - passed on
            if statement.startswith(f"PRAGMA {deaf_to}="):
                statement = "SELECT 1"
            return super().execute(statement, *args)

    connect = sqlite3.connect

    def deafly(*args: Any, **kwargs: Any) -> sqlite3.Connection:  # noqa: ANN401 - passed on
        raw = connect(*args, factory=Deaf, **kwargs)
        sqlite3.Connection.execute(raw, "PRAGMA synchronous=NORMAL")
        return raw

    monkeypatch.setattr(sqlite3, "connect", deafly)
    with pytest.raises(StorageUnavailable, match="may lose what was committed"):
        sqlite_log(path)
