"""The log in an SQLite file keeps the promises of a log, and those of a file."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import PersistenceError, StoredEvent
from eventsourcing.tests import persistence as shipped

from caseledger.casework import (
    Append,
    StorageUnavailable,
    UnreadableEvent,
)
from caseledger.eventlog import RecorderLog, datastore, sqlite_log
from caseledger.eventlog.recorders import PAGE, SQLiteRecorder
from caseledger.testing import (
    CopyableLogContract,
    GaplessLogContract,
    LastingLogContract,
    NewsLogContract,
    SharedLogContract,
)
from eventlog.entries import acknowledged, append, every_entry
from eventlog.faults import Faults
from eventlog.saying import everything_said


class TestSQLite(
    CopyableLogContract,
    GaplessLogContract,
    LastingLogContract,
    NewsLogContract,
    SharedLogContract,
):
    page = PAGE

    def open(self, folder: Path) -> RecorderLog:
        return sqlite_log(folder / "log.db")


# --- The library's own test cases -------------------------------------------------
#
# Not here, because what they test is not ours:
# - AggregateRecorderTestCase: for recorders without positions, it wants None for them;
# - TrackingRecorderTestCase, ProcessRecorderTestCase: read models keep their place;
# - InfrastructureFactoryTestCase: no factory, for nothing is read from the environment;
# - TranscoderTestCase: no transcoder (see E2 in test_findings.py);
# - optional_test_insert_subscribe: SQLite cannot notify (test_memory.py has it).


class InAFolder(shipped.RecorderTestCase):
    """What the library's cases need of us: a recorder, and ids."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "log.db"

    def create_recorder(self) -> SQLiteRecorder:
        recorder = SQLiteRecorder(self.file)
        self.addCleanup(recorder.close)
        return recorder

    def new_originator_id(self) -> str:
        # Streams are texts here: a `UUID`, the default, would come back as text.
        return uuid4().hex


class TestRecorder(InAFolder, shipped.ApplicationRecorderTestCase[SQLiteRecorder]):
    pass


class TestPositions(InAFolder, shipped.NonInterleavingNotificationIDsBaseCase):
    pass


# --- One file, several that use it ------------------------------------------------


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture(name="log")
def _log(path: Path) -> Iterator[RecorderLog]:
    log = sqlite_log(path)
    yield log
    log.close()


@pytest.fixture(name="other")
def _other(log: RecorderLog, path: Path) -> Iterator[sqlite3.Connection]:
    """Open the log's file from outside."""
    assert 0 == log.position()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        yield other


def test_two_who_open_a_file_see_each_other_s_events(
    log: RecorderLog, path: Path
) -> None:
    with closing(sqlite_log(path)) as second:
        append(log, "case", acknowledged(1))
        append(second, "case", acknowledged(2))
        assert log.read("case") == second.read("case")
        assert list(log.stream()) == list(second.stream())


def test_a_log_is_opened_and_read_while_another_writes(
    log: RecorderLog, path: Path, other: sqlite3.Connection
) -> None:
    append(log, "case", acknowledged())
    other.execute("BEGIN IMMEDIATE")
    with closing(sqlite_log(path)) as second:
        assert 1 == len(second.read("case"))
    other.execute("ROLLBACK")


def test_who_cannot_write_in_time_is_told_and_may_try_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datastore, "PATIENCE", 0.05)
    with (
        closing(sqlite_log(path)) as log,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable, match="locked"):
            log.append(Append("case", 0, [acknowledged()]))
        other.execute("ROLLBACK")

        log.append(Append("case", 0, [acknowledged()]))
        assert 1 == len(log.read("case"))


def test_a_log_stays_with_its_file_when_the_program_changes_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(tmp_path)
    recorder = SQLiteRecorder(Path("log.db"))
    recorder.insert_events([StoredEvent("case", 1, "name", b"[]")])
    with recorder.datastore.transaction(commit=False):
        monkeypatch.chdir(elsewhere)
        # The connection at hand is in use, so this makes another.
        assert 1 == recorder.newest()
    recorder.close()
    assert [] == list(elsewhere.iterdir())


def test_a_file_that_is_gone_is_missed_and_not_made_again(path: Path) -> None:
    recorder = SQLiteRecorder(path)
    with recorder.datastore.transaction(commit=False):
        for made in path.parent.iterdir():
            made.unlink()
        # As above, this makes another connection.
        with pytest.raises(PersistenceError, match="unable to open"):
            recorder.newest()
    recorder.close()
    assert not path.exists()


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


def test_closing_a_log_waits_for_nobody(path: Path) -> None:
    """What is in use is closed as soon as it comes back."""
    recorder = SQLiteRecorder(path)
    with recorder.datastore.transaction(commit=False) as cursor:
        recorder.close()
        cursor.execute("SELECT 1")
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        cursor.execute("SELECT 1")


# --- When storage fails -----------------------------------------------------------


@pytest.fixture(name="faults")
def _faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    faults = Faults()
    monkeypatch.setattr(sqlite3, "connect", faults.connect)
    return faults


@pytest.mark.parametrize("for_ever", [False, True], ids=["once", "for ever"])
@pytest.mark.parametrize("anew", [False, True], ids=["at hand", "anew"])
def test_whatever_fails_all_or_nothing_is_recorded_and_the_log_goes_on(
    path: Path, faults: Faults, *, for_ever: bool, anew: bool
) -> None:
    """The first operation fails, then the second, and so on until none is left."""
    for at in range(1, 100):
        stream, companion = uuid4().hex, uuid4().hex
        recorder = SQLiteRecorder(path)
        with (
            closing(RecorderLog(recorder, log_id=recorder.log_id)) as log,
            # The connection at hand is then in use, and another has to be made.
            recorder.datastore.transaction(commit=False) if anew else nullcontext(),
        ):
            faults.begin(at, for_ever=for_ever)
            recorded = False
            with suppress(StorageUnavailable):
                log.append(
                    Append(stream, 0, [acknowledged(2), acknowledged(3)]),
                    Append(companion, 0, [acknowledged(4)]),
                )
                recorded = True
            faults.end()

            assert 2 * recorded == len(log.read(stream))
            assert 1 * recorded == len(log.read(companion))
            append(log, stream, acknowledged(5))
            assert 2 * recorded + 1 == len(log.read(stream))
        if not faults.happened:
            break
    assert at > (16 if anew else 7)


@pytest.mark.parametrize("for_ever", [False, True], ids=["once", "for ever"])
def test_whatever_fails_when_a_log_is_made_it_can_be_made_afterwards(
    tmp_path: Path, faults: Faults, *, for_ever: bool
) -> None:
    for at in range(1, 100):
        path = tmp_path / f"{at}.db"
        faults.begin(at, for_ever=for_ever)
        with suppress(StorageUnavailable):
            sqlite_log(path).close()
        faults.end()
        with closing(sqlite_log(path)) as log:
            append(log, "case", acknowledged())
        if not faults.happened:
            break
    assert at > 20


# --- When somebody else was at it -------------------------------------------------


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_a_stream_with_a_hole_is_not_read(
    log: RecorderLog, other: sqlite3.Connection, gone: int
) -> None:
    append(log, "case", *[acknowledged(day) for day in range(1, 5)])
    other.execute("DELETE FROM stored_events WHERE originator_version = ?", (gone,))

    with pytest.raises(UnreadableEvent) as unreadable:
        log.read("case")

    assert gone == unreadable.value.version


def test_a_version_before_the_first_is_not_read(
    log: RecorderLog, other: sqlite3.Connection
) -> None:
    append(log, "case", acknowledged())
    other.execute("UPDATE stored_events SET originator_version = -1")
    with pytest.raises(UnreadableEvent):
        log.read("case")


@pytest.mark.parametrize(
    "plant",
    [
        "UPDATE stored_events SET state = CAST(x'4a616e6520446f65ff' AS TEXT)",
        "UPDATE stored_events SET state = 'Jane Doe'",
        "UPDATE stored_events SET state = 7",
    ],
)
def test_a_state_of_another_type_is_not_read_and_not_repeated(
    log: RecorderLog, other: sqlite3.Connection, plant: str
) -> None:
    """Python cannot decode the first as text, and would say what it is."""
    append(log, "case", acknowledged())
    other.execute(plant)

    for read in (lambda: log.read("case"), lambda: list(log.stream())):
        with pytest.raises(UnreadableEvent) as unreadable:
            read()
        assert "Jane" not in everything_said(unreadable.value)


def test_a_damaged_file_is_not_available(log: RecorderLog, path: Path) -> None:
    """All but the first page is overwritten; nothing personal is in the complaint."""
    log.append(Append("case", 0, every_entry()))
    log.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"Jane Doe" * ((path.stat().st_size - 4096) // 8))

    with pytest.raises(StorageUnavailable, match="malformed") as unavailable:
        sqlite_log(path)

    assert "Jane" not in everything_said(unavailable.value)


# --- What auditors find with other tools ------------------------------------------


def test_the_file_says_what_it_is(log: RecorderLog, other: sqlite3.Connection) -> None:
    found = [
        other.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version", "journal_mode")
    ]
    assert [int.from_bytes(b"CLG1"), 2, "wal"] == found
    assert (log.log_id,) == other.execute("SELECT log_id FROM log_identity").fetchone()


def test_the_table_of_events_can_be_read_with_sql(
    log: RecorderLog, other: sqlite3.Connection
) -> None:
    append(log, "case", acknowledged(1), acknowledged(2))
    rows = other.execute(
        "SELECT position, originator_id, originator_version, topic,"
        " json_extract(state, '$[1].occurred_on')"
        " FROM stored_events ORDER BY position"
    ).fetchall()
    assert [
        (1, "case", 1, "acknowledged.v2", "2024-01-01"),
        (2, "case", 2, "acknowledged.v2", "2024-01-02"),
    ] == rows
