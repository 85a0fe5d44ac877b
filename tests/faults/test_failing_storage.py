"""
G4: whatever operation of storage fails, a command is done whole or not at all.

The first operation fails, then the second, and so on until a command comes through
untouched: once, and from then on. The error is ours, and the same object works again
as soon as the fault is gone.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from caseledger.casework import Casework, HolidayProclaimed, StorageUnavailable
from caseledger.eventlog import RecorderLog, datastore, memory_log, sqlite_log
from caseledger.proof import verify
from caseledger.read_models import ALL_MODELS, COMPLAINTS
from caseledger.testing.days import day
from caseledger.viewstore import ViewStore
from eventlog.faults import Faults
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
from viewstore.histories import use_models, without_views

NAME = "failing"
MODES = (False, True)


@pytest.fixture(name="faults")
def _faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    faults = Faults()
    monkeypatch.setattr(sqlite3, "connect", faults.connect)
    return faults


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

    def __init__(self, path: Path, faults: Faults) -> None:
        self._path, self._faults = path, faults
        self.runs = 0

    def until_untouched(self, number: int, *, for_ever: bool) -> None:
        """Fail at each operation of a command in turn."""
        for at in range(1, 200):
            copy = self._path.with_name("copy.db")
            shutil.copy(self._path, copy)
            with closing(sqlite_log(copy)) as log:
                happened = self._once(log, number, at, for_ever=for_ever)
            if not happened:
                return
            self.runs += 1
        raise AssertionError("never untouched")

    def _once(self, log: RecorderLog, number: int, at: int, *, for_ever: bool) -> int:
        teller, what = Teller(log), Told(NAME, number)
        before, more = list(log.stored()), events_of(number)
        self._faults.begin(at, for_ever=for_ever)
        done = False
        with suppress(StorageUnavailable):
            teller.tell(what)
            done = True
        self._faults.end()
        after = list(log.stored())
        assert before == after[: len(before)]
        assert len(after) - len(before) in ({more} if done else {0, more})

        teller.tell(what)
        again = list(log.stored())
        assert len(before) + more == len(again)
        assert after == again[: len(after)]
        if not self._faults.happened:
            assert verify(log).holds
            done_in(log)
        return self._faults.happened


def fail_everywhere(folder: Path, faults: Faults) -> Trial:
    path = folder / "log.db"
    trial = Trial(path, faults)
    sqlite_log(path).close()
    wanted = set(chosen())
    for number in range(len(steps())):
        if number in wanted:
            # In `make test` each in one of the two ways.
            for for_ever in MODES if SHARE else [bool(number % 2)]:
                trial.until_untouched(number, for_ever=for_ever)
        with closing(sqlite_log(path)) as log:
            Teller(log).tell(Told(NAME, number))
    return trial


@pytest.mark.timeout(600)
def test_whatever_fails_a_command_is_done_whole_or_not_at_all(
    folder: Path, faults: Faults
) -> None:
    trial = fail_everywhere(folder, faults)
    commands = len([*chosen()])
    # Two reads, the transaction, and what it takes to connect anew.
    assert trial.runs > 8 * commands
    say(
        "G4", "each operation fails, SQLite", commands=commands,
        runs_with_a_fault=trial.runs, poisoned=0, half_done=0,
    )  # fmt: skip


def test_connections_that_are_kept_after_a_fault_are_caught(
    folder: Path, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the library does it: what failed is handed out again."""

    def keep(self: Any, raw: sqlite3.Connection) -> None:  # noqa: ANN401 - the class is patched
        self._idle.append(raw)

    monkeypatch.setattr(datastore.Datastore, "_take_back", keep)
    with pytest.raises((StorageUnavailable, AssertionError)):
        fail_everywhere(folder, faults)


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
    folder: Path, faults: Faults, use: str, *, for_ever: bool
) -> None:
    """A proclamation moves case after case: said again, it moves the rest."""
    path, copy = folder / "log.db", folder / "copy.db"
    with closing(sqlite_log(path)) as log:
        for number in range(9):
            Teller(log).tell(Told(NAME, number))
    right = None
    for at in range(200, 0, -1):
        shutil.copy(path, copy)
        with closing(sqlite_log(copy)) as log:
            casework = casework_on(log)
            faults.begin(at, for_ever=for_ever)
            with suppress(StorageUnavailable):
                USES[use](casework)
            faults.end()
            if faults.happened:
                USES[use](casework)
            found = [one.event for one in log.stream()]
            right = right or found
            assert right == found
            assert verify(log).holds
    assert faults.happened


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
