"""
G4: whatever operation of storage fails, a command is done whole or not at all.

The first operation fails, then the second, and so on until a command comes through
untouched: once, and from then on. The error is ours, and the same object works again
as soon as the fault is gone.

On PostgreSQL an operation is a message to the server: the connection breaks after it,
before the server answers, or the server refuses it.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import psycopg
import pytest

from caseledger.casework import Casework, HolidayProclaimed, StorageUnavailable
from caseledger.eventlog import RecorderLog, datastore, memory_log, open_log
from caseledger.eventlog import postgres as on_postgres
from caseledger.proof import verify
from caseledger.read_models import ALL_MODELS, COMPLAINTS
from caseledger.testing.days import day
from caseledger.viewstore import ViewStore
from eventlog.faults import Countdown, Faults
from faults.counting import SHARE, say
from faults.processes import casework_on
from faults.story import (
    SOMEBODY,
    Teller,
    Told,
    done_in,
    lived,
    steps,
)
from postgres.server import in_schema, own_server
from postgres.ways import Breaking
from viewstore.histories import use_models, without_views

NAME = "failing"
MODES = (False, True)
MOST = 2_000
"""More operations than anything takes."""


class Storage(Protocol):
    """Storage whose operations fail by a countdown, and which can be put back."""

    step: int
    """From one operation that fails to the next that is tried."""

    @property
    def countdown(self) -> Countdown:
        """Return what says which operation fails."""

    def opened(self) -> RecorderLog:
        """Open the log as it is."""

    def keep(self) -> None:
        """Remember how the log is, which is not open."""

    def put_back(self) -> None:
        """Let it be as it was then."""


class OnSQLite:
    """A file, of which a copy is kept."""

    step = 1

    def __init__(self, folder: Path, faults: Faults) -> None:
        self.countdown = faults
        self._path, self._kept = folder / "log.db", folder / "kept.db"

    def opened(self) -> RecorderLog:
        return open_log(f"sqlite:///{self._path}")

    def keep(self) -> None:
        shutil.copy(self._path, self._kept)

    def put_back(self) -> None:
        shutil.copy(self._kept, self._path)


class OnPostgres:
    """A schema, from which what came later is taken out again."""

    step = 1 if SHARE else 13

    def __init__(self, way: Breaking, boss: psycopg.Connection[Any]) -> None:
        self.countdown = way.countdown
        schema = f"log_{uuid4().hex}"
        self._name = in_schema(schema, way.address)
        self._boss = boss
        boss.execute("SELECT set_config('search_path', %s, false)", (schema,))

    def opened(self) -> RecorderLog:
        return open_log(self._name)

    def keep(self) -> None:
        [self._newest] = self._boss.execute("SELECT newest FROM log_identity")

    def put_back(self) -> None:
        with self._boss.transaction():
            self._boss.execute(
                "DELETE FROM stored_events WHERE position > %s", self._newest
            )
            self._boss.execute("UPDATE log_identity SET newest = %s", self._newest)


@pytest.fixture(name="faults")
def _faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    faults = Faults()
    monkeypatch.setattr(sqlite3, "connect", faults.connect)
    return faults


KINDS = ("SQLite", "PostgreSQL, cut off", "PostgreSQL, refused")


@pytest.fixture(name="storage", params=KINDS)
def _storage(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Storage]:
    if request.param == "SQLite":
        folder = request.getfixturevalue("folder")
        yield OnSQLite(folder, request.getfixturevalue("faults"))
        return
    # Who waits for a server that does not come back waits for less long.
    monkeypatch.setattr(on_postgres, "PATIENCE", 0.05)
    monkeypatch.setattr(on_postgres, "PAUSE", 0.01)
    server = own_server()
    way = Breaking(server, refuses="refused" in request.param)
    with closing(way), psycopg.connect(server.address, autocommit=True) as boss:
        yield OnPostgres(way, boss)


def chosen() -> Iterator[int]:
    """Return the first command of every kind; in `make soak`, every command."""
    kinds = set()
    for number, step in enumerate(steps()):
        kind = None if step.request is None else type(step.request.command)
        if kind not in kinds or SHARE:
            yield number
        kinds.add(kind)


def events_of(number: int) -> int:
    """Return how many events a command records, its case's reference among them."""
    case = lived()[steps()[number].case]
    at = case.numbers.index(number)
    return case.ends[at] - (case.ends[at - 1] if at else -1)


class Trial:
    """A log before a command, to which the command is given again and again."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.runs = 0

    def until_untouched(self, number: int, *, for_ever: bool) -> None:
        """Fail at each operation of a command in turn."""
        step = self._storage.step
        for at in range(1 + number % step, MOST, step):
            self._storage.put_back()
            with closing(self._storage.opened()) as log:
                happened = self._once(log, number, at, for_ever=for_ever)
            if not happened:
                return
            self.runs += 1
        raise AssertionError("never untouched")

    def _once(self, log: RecorderLog, number: int, at: int, *, for_ever: bool) -> int:
        teller, what = Teller(log), Told(NAME, number)
        before, more = list(log.stored()), events_of(number)
        countdown = self._storage.countdown
        countdown.begin(at, for_ever=for_ever)
        done = False
        with suppress(StorageUnavailable):
            teller.tell(what)
            done = True
        countdown.end()
        after = list(log.stored())
        assert before == after[: len(before)]
        assert len(after) - len(before) in ({more} if done else {0, more})

        teller.tell(what)
        again = list(log.stored())
        assert len(before) + more == len(again)
        assert after == again[: len(after)]
        if not countdown.happened:
            assert verify(log).holds
            done_in(log)
        return countdown.happened


def fail_everywhere(storage: Storage) -> Trial:
    trial = Trial(storage)
    storage.opened().close()
    wanted = set(chosen())
    for number in range(len(steps())):
        storage.keep()
        if number in wanted:
            # In `make test` each in one of the two ways.
            for for_ever in MODES if SHARE else [bool(number % 2)]:
                trial.until_untouched(number, for_ever=for_ever)
            storage.put_back()
        with closing(storage.opened()) as log:
            Teller(log).tell(Told(NAME, number))
    return trial


@pytest.mark.timeout(0)
def test_whatever_fails_a_command_is_done_whole_or_not_at_all(
    storage: Storage, request: pytest.FixtureRequest
) -> None:
    trial = fail_everywhere(storage)
    commands = len([*chosen()])
    # Two reads, the transaction, and what it takes to connect anew.
    assert trial.runs * storage.step > 8 * commands
    kind = request.node.callspec.params["storage"]
    say(
        "G4", f"each operation fails, {kind}", commands=commands,
        runs_with_a_fault=trial.runs, poisoned=0, half_done=0,
    )  # fmt: skip


def test_connections_that_are_kept_after_a_fault_are_caught(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the library does it: what failed is handed out again."""

    def keep(self: Any, raw: object) -> None:  # noqa: ANN401 - two classes are patched
        self._idle.append(raw)

    for kind in (datastore.Datastore, on_postgres.Datastore):
        monkeypatch.setattr(kind, "_take_back", keep)
    with pytest.raises((StorageUnavailable, AssertionError)):
        fail_everywhere(storage)


# --- What else a casework does --------------------------------------------------------

HOLIDAY = HolidayProclaimed(
    day=day("Wed 10 May 2023"),
    name="A day of thanks",
    announced_on=day("Mon 1 May 2023"),
    instrument="A proclamation",
)


USES: dict[str, Callable[[Casework], object]] = {
    "proclaim": lambda casework: casework.proclaim(HOLIDAY, by=SOMEBODY),
    "recount": lambda casework: casework.recount(by=SOMEBODY),
    "history": lambda casework: casework.history(f"CF-1 {NAME}"),
    "case": lambda casework: casework.case(f"CF-1 {NAME}"),
    "overdue": lambda casework: casework.overdue(
        f"CF-1 {NAME}", on=day("Thu 1 Jun 2023")
    ),
}


@pytest.mark.parametrize("for_ever", MODES, ids=["once", "for ever"])
@pytest.mark.parametrize("use", USES)
def test_whatever_fails_what_is_asked_again_is_answered(
    storage: Storage, use: str, *, for_ever: bool
) -> None:
    """A proclamation moves case after case: said again, it moves the rest."""
    with closing(storage.opened()) as log:
        for number in range(9):
            Teller(log).tell(Told(NAME, number))
    storage.keep()
    with closing(storage.opened()) as log:
        USES[use](casework_on(log))
        right = [one.event for one in log.stream()]
    for at in range(1, MOST, storage.step):
        storage.put_back()
        with closing(storage.opened()) as log:
            casework = casework_on(log)
            storage.countdown.begin(at, for_ever=for_ever)
            with suppress(StorageUnavailable):
                USES[use](casework)
            storage.countdown.end()
            if storage.countdown.happened:
                USES[use](casework)
            assert right == [one.event for one in log.stream()]
            assert verify(log).holds
        if not storage.countdown.happened:
            break
    assert 1 < at < MOST - storage.step


# --- Read models ----------------------------------------------------------------------


@pytest.mark.parametrize("for_ever", [False, True], ids=["once", "for ever"])
def test_whatever_fails_a_read_model_catches_up_afterwards(
    folder: Path, faults: Faults, monkeypatch: pytest.MonkeyPatch, *, for_ever: bool
) -> None:
    use_models(monkeypatch, [one for one in ALL_MODELS if one is COMPLAINTS])
    without_views(monkeypatch)
    log = memory_log()
    for number in range(len(steps())):
        Teller(log).tell(Told(NAME, number))
    right = ViewStore(log, None)
    right.catch_up()
    for at in range(1, 300):
        views = ViewStore(log, folder / f"{at}-views")
        faults.begin(at, for_ever=for_ever)
        with suppress(StorageUnavailable):
            views.catch_up()
        faults.end()
        views.catch_up()
        assert right.rows(COMPLAINTS) == views.rows(COMPLAINTS)
        views.close()
        if not faults.happened:
            break
    assert 20 < at < 299
    right.close()


def test_every_kind_of_command_is_tried() -> None:
    assert 41 <= len([*chosen()])
