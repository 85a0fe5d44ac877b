"""Rows and position change together, whatever fails and whoever else is at work."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import psycopg
import pytest

from caseledger.casework import EventLog, StorageUnavailable
from caseledger.eventlog import open_log
from caseledger.read_models import ALL_MODELS, COMPLAINTS, DUTIES
from caseledger.viewstore import ViewStore, store
from caseledger.viewstore.postgres import PostgresDatabase
from viewstore.histories import (
    Dump,
    dump,
    history,
    log_of,
    record,
    use_models,
    without_views,
)
from viewstore.killing import TwoTransactions
from viewstore.places import ENGINES, Place, another, fresh

EVENTS = history(0)[:50]
ALL = tuple(model.name for model in ALL_MODELS)


class Failing(sqlite3.Connection):
    """A connection that fails at one statement, before it has done anything."""

    fails_at = 0
    done = 0

    def execute(self, *arguments: Any) -> sqlite3.Cursor:  # noqa: ANN401 - sqlite3's own
        self._count()
        return super().execute(*arguments)

    def executemany(self, *arguments: Any) -> sqlite3.Cursor:  # noqa: ANN401 - sqlite3's own
        self._count()
        return super().executemany(*arguments)

    def _count(self) -> None:
        Failing.done += 1
        if Failing.done == Failing.fails_at:
            raise sqlite3.OperationalError("disk I/O error")


@pytest.fixture
def few_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two models stand for all, so that there are fewer statements to fail at."""
    use_models(monkeypatch, (COMPLAINTS, DUTIES))
    without_views(monkeypatch)


@cache
def as_of(position: int, models: tuple[str, ...]) -> Dump:
    """Return what the tables hold when exactly so many events were taken in."""
    wanted = tuple(model for model in ALL_MODELS if model.name in models)
    with pytest.MonkeyPatch.context() as patched, TemporaryDirectory() as folder:
        use_models(patched, wanted)
        patched.setattr(store, "BATCH", 5_000)
        path = Path(folder) / "views"
        views = ViewStore(log_of(EVENTS[:position]), path)
        views.catch_up()
        views.close()
        return dump(path)


FEW = (COMPLAINTS.name, DUTIES.name)


def is_consistent(place: Place) -> bool:
    """Say whether each table holds just what its position says."""
    found = dump(place)
    return all(
        found.get(str(name))
        == as_of(int(str(position)), FEW)[str(name).removesuffix("_building")]
        for name, _, position, _ in found["progress"]
    )


def let_statements_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the statements of both engines, and fail where it is asked for."""
    connect = partial(sqlite3.connect, factory=Failing)
    monkeypatch.setattr("caseledger.viewstore.sqlite.sqlite3.connect", connect)
    honest = PostgresDatabase._there  # noqa: SLF001 - what every statement asks

    def there(self: PostgresDatabase) -> Any:  # noqa: ANN401 - a connection
        Failing.done += 1
        if Failing.done == Failing.fails_at:
            raise psycopg.OperationalError("disk I/O error")
        return honest(self)

    monkeypatch.setattr(PostgresDatabase, "_there", there)


def fail_at_each_statement(
    monkeypatch: pytest.MonkeyPatch, engine: str, folder: Path, kind: type[ViewStore]
) -> Iterator[bool]:
    """Fail at the first statement, then at the second... until a run comes through."""
    monkeypatch.setattr(store, "BATCH", 20)
    let_statements_fail(monkeypatch)
    log = log_of(EVENTS)
    statement = 0
    while True:
        statement += 1
        place = another(fresh(engine, folder))
        Failing.fails_at = 0
        with closing(kind(log, place)) as views:
            Failing.fails_at, Failing.done = statement, 0
            try:
                views.catch_up()
            except StorageUnavailable as error:
                assert "disk I/O error" in str(error)  # noqa: PT017 - others are let through
            else:
                return
            yield is_consistent(place)
            # The same object goes on when the fault is gone.
            views.catch_up()
            yield dump(place) == as_of(len(EVENTS), FEW)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.usefixtures("few_models")
def test_a_failure_anywhere_leaves_rows_and_position_together(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: str
) -> None:
    """Each statement of catching up fails once, and all is well both times."""
    held = list(fail_at_each_statement(monkeypatch, engine, tmp_path, ViewStore))

    assert len(held) > 2 * 30
    assert all(held)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.usefixtures("few_models")
def test_two_transactions_are_caught(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: str
) -> None:
    """With rows and position in transactions of their own the check above fails."""
    checks = fail_at_each_statement(monkeypatch, engine, tmp_path, TwoTransactions)

    assert not all(checks)


# --- Several at once ------------------------------------------------------------------

# Something that no history of the tests has: the only event of a stream of its own.
NEWS = [attrs.evolve(EVENTS[0], stream="f" * 32)]
CATCH_UP = """
import sys
from pathlib import Path
from caseledger.eventlog import open_log
from caseledger.read_models import ALL_MODELS, COMPLAINTS, DUTIES
from caseledger.viewstore import ViewStore, store
store.BATCH = 7
log = open_log(f"sqlite:///{sys.argv[1]}/log.db")
views = ViewStore(log, Path(sys.argv[1]) / "views")
print(views.catch_up(), flush=True)
views.rebuild(["stages"])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a log in a file."""
    log = open_log(f"sqlite:///{tmp_path}/log.db")
    record(log, EVENTS)
    log.close()
    return tmp_path


def test_processes_that_catch_up_at_once(folder: Path) -> None:
    """They open a new file together, share the work, and end in the same rows."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", CATCH_UP, folder], stdout=subprocess.PIPE
        )
        for _ in range(3)
    ]
    taken = [int(one.communicate()[0]) for one in started]

    assert [0, 0, 0] == [one.returncode for one in started]
    assert sum(taken) >= len(EVENTS)
    assert as_of(len(EVENTS), ALL) == dump(folder / "views")


def test_another_one_in_between(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
) -> None:
    """Where another process came further meanwhile, it is followed from there."""
    monkeypatch.setattr(store, "BATCH", 50)
    slow, quick = ViewStore(log, place), ViewStore(log, place)
    taken = []
    slow.catch_up(progress=lambda events: taken.append((events, quick.catch_up())))
    slow.close()
    quick.close()
    rest = log.position() - 50

    assert (50, rest) == taken[0]
    assert [] == taken[1:] or {(0, 0)} == set(taken[1:])


def test_a_file_that_stays_locked(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, path: Path
) -> None:
    """After some patience it is said in our words, and works again later."""
    views = ViewStore(log, path)
    views.catch_up()
    monkeypatch.setattr(store, "PATIENCE", 0.05)
    impatient = ViewStore(log, path)
    record(log, NEWS)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(
        StorageUnavailable, match=r"the file of read models is not available: .* locked"
    ):
        impatient.catch_up()
    other.execute("ROLLBACK")
    other.close()

    assert 1 == impatient.catch_up()
    assert 0 == views.catch_up()
    impatient.close()
    views.close()


def test_a_place_that_cannot_be_opened(log: EventLog, tmp_path: Path) -> None:
    """A folder is no file: our error, not the driver's."""
    with pytest.raises(StorageUnavailable):
        ViewStore(log, tmp_path)


def test_a_store_that_was_closed(views: ViewStore) -> None:
    """Every question to it ends in our error."""
    views.close()
    for asked in (views.status, views.catch_up, views.rebuild, views.check):
        with pytest.raises(StorageUnavailable):
            asked()
