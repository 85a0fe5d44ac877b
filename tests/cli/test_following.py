"""`caseledger read-models follow`: kept up while others write, until interrupted."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest

from caseledger.casework import EventLog
from caseledger.cli import following
from caseledger.cli.store import opened
from caseledger.complaint import Complaint
from caseledger.eventlog import open_log
from caseledger.read_models import ALL_MODELS, COMPLAINTS, ComplaintRow
from caseledger.viewstore import ViewStore, store
from terminal import COMMAND, Ran, call
from viewstore.histories import Dump, dump, history, log_of, record, use_models

EVENTS = history(0)
WRITER = """
import sys, time
sys.path[:0] = sys.argv[2:]
from caseledger.eventlog import open_log
from viewstore.histories import history, record
log = open_log(sys.argv[1])
for one in history(0):
    record(log, [one])
    time.sleep(0.002)
"""


@pytest.fixture
def name(tmp_path: Path) -> str:
    """The name of a log with a few events."""
    name = f"sqlite:///{tmp_path}/log.db"
    with closing(open_log(name)) as log:
        record(log, EVENTS[:10])
    return name


@pytest.fixture
def views(tmp_path: Path) -> Path:
    """Where the read models of that log are."""
    return tmp_path / "log.db-views"


@attrs.define
class Clock:
    """A clock that stands still but for sleep, and what happens in one of these."""

    meanwhile: Callable[[], object]
    rest: int
    now: float = 0.0
    slept: int = 0

    def sleep(self, seconds: float) -> None:
        """Let time go by."""
        self.now += seconds
        self.slept += 1
        if self.slept == self.rest:
            self.meanwhile()


def follow(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    meanwhile: Callable[[], object],
    *,
    rest: int = 1,
) -> Ran:
    """Follow for ten looks; something happens in one of the rests between them."""
    clock = Clock(meanwhile, rest)
    monkeypatch.setattr(following, "monotonic", lambda: clock.now)
    monkeypatch.setattr(following, "sleep", clock.sleep)
    limits = ("--every", 0.1, "--for", 0.95)
    return call("read-models", "follow", *limits, store=name)


def built(tmp_path: Path, events: int) -> Dump:
    """Return what the tables hold after so many events, all built at once."""
    path = tmp_path / f"built-{events}"
    with closing(ViewStore(log_of(EVENTS[:events]), path)) as built_views:
        built_views.catch_up()
    return dump(path)


def up_to_date(views: Path) -> bool:
    """Say whether every table has taken in all events."""
    if not views.exists():
        return False
    with closing(sqlite3.connect(views)) as db:
        try:
            found = db.execute("SELECT name, position FROM progress").fetchall()
        except sqlite3.OperationalError:
            return False  # its tables are still being made
    return {(one.name, len(EVENTS)) for one in ALL_MODELS} == set(found)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_log_that_another_process_writes(
    tmp_path: Path, views: Path, number: signal.Signals
) -> None:
    """Each event is taken in once; the rows are those built from the first event."""
    name = f"sqlite:///{tmp_path}/log.db"
    open_log(name).close()
    follower = subprocess.Popen(
        [COMMAND, "--store", name, "read-models", "follow", "--every", "0.02"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    path = [folder for folder in sys.path if folder]
    subprocess.run([sys.executable, "-c", WRITER, name, *path], check=True)
    patience = time.monotonic() + 60
    while not up_to_date(views) and time.monotonic() < patience:
        time.sleep(0.05)
    follower.send_signal(number)
    out, err = follower.communicate()

    assert (0, b"") == (follower.returncode, err)
    assert f"{len(EVENTS)} events taken in\n" == out.decode()
    assert built(tmp_path, len(EVENTS)) == dump(views)


def test_it_looks_again_and_again_and_rests_between(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Every tenth of a second for a little less than one: ten looks, ten rests."""
    looks = 0

    @contextmanager
    def counted(where: str) -> Iterator[EventLog]:
        nonlocal looks
        looks += 1
        with opened(where) as log:
            yield log

    monkeypatch.setattr(following, "opened", counted)
    ran = follow(monkeypatch, name, lambda: None)

    assert (0, "10 events taken in\n", "") == (ran.code, ran.out, ran.err)
    assert 10 == looks


def test_files_that_are_deleted_meanwhile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, views: Path
) -> None:
    """Read models may be deleted at any time: they are built again where they were."""
    ran = follow(monkeypatch, name, views.unlink)

    assert "20 events taken in\n" == ran.out
    assert built(tmp_path, 10) == dump(views)


def test_a_file_that_is_locked_for_a_while(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, views: Path
) -> None:
    """It is said once that it is, and once that it is not any more."""
    monkeypatch.setattr(store, "PATIENCE", 0.01)
    call("read-models", "catch-up", store=name)
    with closing(open_log(name)) as log:
        record(log, EVENTS[10:20])
    other = sqlite3.connect(views, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    def let_go() -> None:
        other.execute("ROLLBACK")
        other.close()

    ran = follow(monkeypatch, name, let_go, rest=5)

    assert (0, "10 events taken in\n") == (ran.code, ran.out)
    what = "caseledger: the log or its read models"
    locked = "the file of read models is not available: database is locked"
    assert [f"{what}: {locked}", f"{what}: goes on again"] == ran.err.splitlines()
    assert built(tmp_path, 20) == dump(views)


def test_a_model_that_stops(
    monkeypatch: pytest.MonkeyPatch, name: str, views: Path
) -> None:
    """It is said once, and the others are kept up."""

    def fails(stream: str, complaint: Complaint) -> Iterator[ComplaintRow]:
        if stream == EVENTS[1].stream:
            raise KeyError(stream)
        yield from COMPLAINTS.rows(stream, complaint)

    poison = attrs.evolve(COMPLAINTS, rows=fails)
    use_models(
        monkeypatch, [poison if one is COMPLAINTS else one for one in ALL_MODELS]
    )

    def more() -> None:
        with closing(open_log(name)) as log:
            record(log, EVENTS[10:])

    ran = follow(monkeypatch, name, more)
    positions = {row[0]: row[2] for row in dump(views)["progress"]}
    [line] = ran.err.splitlines()

    assert 0 == ran.code
    assert line.startswith("caseledger: complaints: stopped at event ")
    assert line.endswith(": KeyError")
    assert {len(EVENTS)} == {
        positions[model.name] for model in ALL_MODELS if model is not COMPLAINTS
    }
    assert {"complaints_building"} == positions.keys() - {
        model.name for model in ALL_MODELS
    }


def test_a_newer_version_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, name: str, views: Path
) -> None:
    """Two versions that follow one log would build by turns for ever."""
    newer = [attrs.evolve(one, version=one.version + 1) for one in ALL_MODELS]
    with monkeypatch.context() as patched:
        use_models(patched, newer)
        call("read-models", "catch-up", store=name)
    before = dump(views)
    ran = follow(monkeypatch, name, lambda: None)

    assert 2 == ran.code
    assert "a newer version of caseledger has built complaints, " in ran.err
    assert before == dump(views)


@pytest.mark.parametrize(
    ("where", "code", "said"),
    [
        ("memory:", 2, "nobody else writes to a log in memory"),
        ("sqlite:////nowhere/log.db", 6, "there is no log at"),
    ],
)
def test_what_cannot_be_followed(where: str, code: int, said: str) -> None:
    """It ends at once and says why."""
    ran = call("read-models", "follow", store=where)

    assert code == ran.code
    assert said in ran.err


def test_its_handlers_are_gone_afterwards(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Whoever calls it in a program of their own gets Ctrl-C back."""
    before: Any = signal.getsignal(signal.SIGINT)
    follow(monkeypatch, name, lambda: None)

    assert before is signal.getsignal(signal.SIGINT)
