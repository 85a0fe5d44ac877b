"""
G12: no position is used again or changed, whatever is done to the file or its copies.

After each, more is recorded, and a read model and a follower that had come half way
go on: both must have seen each event once. Bare row numbers are the saboteur; the
library has them, which eventlog/test_findings_sqlite.py shows.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from caseledger.casework import CaseworkError
from caseledger.eventlog import RecorderLog, open_log, recorders
from caseledger.proof import verify
from caseledger.read_models import ALL_MODELS, COMPLAINTS
from caseledger.viewstore import ViewStore
from eventlog.test_findings_sqlite import dumped_and_restored
from faults.story import Teller, Told, steps
from postgres.server import fresh_store
from terminal import call
from viewstore.histories import use_models, without_views

Store = str
HALF = len(steps()) // 2


def as_it_is(store: Store) -> Store:
    return store


def vacuumed(store: Store) -> Store:
    with closing(sqlite3.connect(path_of(store))) as raw:
        raw.execute("VACUUM")
    return store


def backed_up(store: Store) -> Store:
    copy = path_of(store).with_name("backup.db")
    with (
        closing(sqlite3.connect(path_of(store))) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    return f"sqlite:///{copy}"


def dumped(store: Store) -> Store:
    return f"sqlite:///{dumped_and_restored(path_of(store))}"


def copied(store: Store) -> Store:
    copy = f"sqlite:///{path_of(store).with_name('copy.db')}"
    ran = call("store", "copy", store, copy, store="memory:")
    assert 0 == ran.code, ran.err
    return copy


def copied_there_and_back(store: Store) -> Store:
    there = fresh_store()
    ran = call("store", "copy", store, there, store="memory:")
    assert 0 == ran.code, ran.err
    with closing(open_log(there)):
        back = f"sqlite:///{path_of(store).with_name('back.db')}"
    ran = call("store", "copy", there, back, store="memory:")
    assert 0 == ran.code, ran.err
    return back


DONE: dict[str, Callable[[Store], Store]] = {
    "nothing": as_it_is,
    "vacuum": vacuumed,
    "backup": backed_up,
    "dump and restore": dumped,
    "store copy": copied,
    "store copy to PostgreSQL and back": copied_there_and_back,
}


def path_of(store: Store) -> Path:
    return Path(store.removeprefix("sqlite:///"))


def tell(log: RecorderLog, numbers: range) -> None:
    for number in numbers:
        Teller(log).tell(Told("positions", number))


@pytest.fixture(name="few_models")
def _few_models(monkeypatch: pytest.MonkeyPatch) -> None:
    use_models(monkeypatch, [one for one in ALL_MODELS if one is COMPLAINTS])
    without_views(monkeypatch)


def each_event_is_seen_once(
    folder: Path, done: Callable[[Store], Store], *, gone: bool
) -> bool:
    """Do something to a log half way; say whether who reads it sees each event once."""
    store, views = f"sqlite:///{folder}/log.db", folder / "views"
    with closing(open_log(store)) as log:
        tell(log, range(HALF))
        Teller(log).tell(Told("another", 0))
        first = [(one.position, one.stream, one.version) for one in log.stream()]
        model = ViewStore(log, views)
        model.catch_up()
        model.close()
    if gone:
        delete_newest(path_of(store))
    with closing(open_log(done(store))) as log:
        tell(log, range(HALF, len(steps())))
        follower = [
            (one.position, one.stream, one.version) for one in log.stream(first[-1][0])
        ]
        every = [(one.position, one.stream, one.version) for one in log.stream()]
        kept = first[:-1] if gone else first
        model, fresh = ViewStore(log, views), ViewStore(log, None)
        model.catch_up()
        fresh.catch_up()
        same = model.rows(COMPLAINTS) == fresh.rows(COMPLAINTS)
        model.close()
        fresh.close()
        assert gone or verify(log).holds
    return same and every == [*kept, *follower]


def delete_newest(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(
            "DELETE FROM stored_events"
            " WHERE position = (SELECT max(position) FROM stored_events)"
        )
        raw.commit()


@pytest.mark.usefixtures("few_models")
@pytest.mark.parametrize("done", DONE.values(), ids=DONE)
def test_each_event_is_seen_once(folder: Path, done: Callable[[Store], Store]) -> None:
    assert each_event_is_seen_once(folder, done, gone=False)


@pytest.mark.usefixtures("few_models")
@pytest.mark.parametrize("done", [as_it_is, vacuumed, backed_up, dumped])
def test_though_the_newest_was_deleted_the_next_is_not_taken_for_it(
    folder: Path, done: Callable[[Store], Store]
) -> None:
    """What is gone is not there, and what came after it is seen."""
    assert each_event_is_seen_once(folder, done, gone=True)


@pytest.mark.usefixtures("few_models")
def test_positions_that_are_bare_row_numbers_are_caught(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = recorders.SQLiteRecorder.construct_create_table_statements

    def bare(self: recorders.SQLiteRecorder) -> list[str]:
        return [one.replace("AUTOINCREMENT", "") for one in statements(self)]

    monkeypatch.setattr(
        recorders.SQLiteRecorder, "construct_create_table_statements", bare
    )
    try:
        held = each_event_is_seen_once(folder, as_it_is, gone=True)
    except CaseworkError:
        held = False
    assert not held
