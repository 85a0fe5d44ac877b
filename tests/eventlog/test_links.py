"""Each event's link, reckoned here from its definition alone; and older files."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger.casework import Append
from caseledger.eventlog import RecorderLog, memory_log, sqlite_log
from caseledger.proof import verify
from eventlog.entries import acknowledged, extended

LAYOUT_1 = """
    CREATE TABLE stored_events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        UNIQUE (originator_id, originator_version)
    );
    CREATE TABLE log_identity (log_id TEXT NOT NULL);
    INSERT INTO log_identity VALUES ('an older log');
    PRAGMA application_id=1129072433;
    PRAGMA user_version=1;
"""


@pytest.fixture(name="log", params=["memory", "sqlite"])
def _log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RecorderLog]:
    log = memory_log() if request.param == "memory" else sqlite_log(tmp_path / "l.db")
    yield log
    log.close()


def by_the_definition(log: RecorderLog) -> list[bytes]:
    """Return every link: SHA-256 of each field after its length in eight bytes."""
    last: dict[str, bytes] = {}
    links = []
    for row in log.stored():
        fields = (
            b"caseledger link v1",
            last.get(row.stream, b""),
            row.stream.encode(),
            row.version.to_bytes(8, "big"),
            row.name.encode(),
            row.state,
        )
        content = b"".join(len(one).to_bytes(8, "big") + one for one in fields)
        last[row.stream] = hashlib.sha256(content).digest()
        links.append(last[row.stream])
    return links


def links_of(log: RecorderLog) -> list[bytes]:
    return [row.link for row in log.stored()]


def test_a_link_stands_for_its_stream_up_to_it(log: RecorderLog) -> None:
    log.append(Append("a", 0, [acknowledged(), extended("More files.")]))
    log.append(Append("b", 0, [acknowledged()]), Append("a", 2, [acknowledged()]))
    links = links_of(log)
    assert by_the_definition(log) == links
    # The same event at the same version, in another stream: another link.
    assert links[0] != links[2]
    assert 4 == len({*links})


@given(batches=st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=8))
def test_links_do_not_depend_on_how_events_came_together(
    batches: list[list[str]],
) -> None:
    together, alone = memory_log(), memory_log()
    versions = dict.fromkeys("abc", 0)
    for batch in batches:
        appends = []
        for stream in batch:
            appends.append(Append(stream, versions[stream], [acknowledged()]))
            versions[stream] += 1
        together.append(*appends)
        for one in appends:
            alone.append(one)
    assert by_the_definition(together) == links_of(together) == links_of(alone)


def test_stored_rows_come_from_any_position_on(log: RecorderLog) -> None:
    log.append(Append("a", 0, [acknowledged()] * 5))
    assert [1, 2, 3, 4, 5] == [row.position for row in log.stored()]
    assert [4, 5] == [row.version for row in log.stored(after=3)]
    assert [] == list(log.stored(after=5))


def test_a_row_where_none_is_written_is_among_those_stored(tmp_path: Path) -> None:
    """Nobody writes position -5, and a history that reads it must not be proved."""
    with closing(sqlite_log(tmp_path / "l.db")) as log:
        log.append(Append("a", 0, [acknowledged()]))
        with closing(sqlite3.connect(tmp_path / "l.db")) as other:
            other.execute(
                "INSERT INTO stored_events SELECT -5, originator_id, 2, topic, state,"
                " link FROM stored_events"
            )
            other.commit()
        assert [-5, 1] == [row.position for row in log.stored()]
        assert not verify(log).holds


def test_a_file_from_before_there_were_links_is_given_them(tmp_path: Path) -> None:
    with closing(sqlite_log(tmp_path / "new.db")) as new:
        for version in range(3):
            both = [Append(stream, version, [acknowledged()]) for stream in "ab"]
            new.append(*both)
        rows = list(new.stored())
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as made:
        made.executescript(LAYOUT_1)
        made.executemany(
            "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)",
            [row[:-1] for row in rows],
        )
        made.commit()

    with closing(sqlite_log(old)) as log:
        assert "an older log" == log.log_id
        assert rows == list(log.stored())
        log.append(Append("a", 3, [acknowledged()]))
        assert 7 == log.position()
        assert by_the_definition(log) == links_of(log)
    with closing(sqlite3.connect(old)) as seen:
        tables = seen.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert {"stored_events", "log_identity", "sqlite_sequence"} == {
            name for (name,) in tables
        }
        assert [(2,)] == seen.execute("PRAGMA user_version").fetchall()


def test_an_upgrade_that_fails_leaves_the_older_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as made:
        made.executescript(LAYOUT_1)
        made.execute("INSERT INTO stored_events VALUES (1, 'a', 1, 'x', x'5b5d')")
        made.commit()

    def fails(*_: object) -> Iterator[object]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("caseledger.eventlog.recorders.linked", fails)
        with pytest.raises(KeyboardInterrupt):
            sqlite_log(old)
    with closing(sqlite3.connect(old)) as seen:
        assert [(1, "a", 1, "x", b"[]")] == [
            *seen.execute("SELECT * FROM stored_events")
        ]
        assert [(1,)] == seen.execute("PRAGMA user_version").fetchall()
    with closing(sqlite_log(old)) as log:
        assert by_the_definition(log) == links_of(log)


def test_text_that_is_damaged_is_another_text_and_no_fault(tmp_path: Path) -> None:
    with closing(sqlite_log(tmp_path / "l.db")) as log:
        log.append(Append("a", 0, [acknowledged()]))
        with closing(sqlite3.connect(tmp_path / "l.db")) as other:
            other.execute("UPDATE stored_events SET topic = CAST(x'ff' AS TEXT)")
            other.commit()
        assert by_the_definition(log) != links_of(log)
