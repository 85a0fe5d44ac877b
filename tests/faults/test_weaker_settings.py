"""
G6: no log is opened whose storage keeps less than it says, nor carried across a fork.

What the header of a file can say is tested in eventlog/test_opening.py, and what a
PostgreSQL server can be set to, in eventlog/test_postgres.py.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from caseledger.casework import StorageUnavailable
from caseledger.eventlog import datastore, open_log, sqlite_log
from caseledger.proof import verify
from faults.counting import say
from faults.processes import FORKED
from faults.running import run, run_badly

WEAKER = {
    "journal_mode": ("delete", "may lose what was committed"),
    "synchronous": ("1", "may lose what was committed"),
    "fullfsync": ("0", "may lose what was committed"),
    "secure_delete": ("0", "may keep what was deleted"),
    "trusted_schema": ("1", "may run what a damaged file says"),
}


@pytest.fixture(name="deaf_to")
def _deaf_to(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what lets SQLite go on with a weaker setting, whatever it is told."""
    connect = sqlite3.connect

    class Deaf(sqlite3.Connection):
        setting = ""

        def execute(self, statement: str, *args: Any) -> sqlite3.Cursor:  # noqa: ANN401 - passed on
            if statement.startswith(f"PRAGMA {self.setting}="):
                statement = f"PRAGMA {self.setting}={WEAKER[self.setting][0]}"
            return super().execute(statement, *args)

    def deaf_to(setting: str) -> None:
        Deaf.setting = setting
        monkeypatch.setattr(
            sqlite3, "connect", lambda *a, **k: connect(*a, factory=Deaf, **k)
        )

    return deaf_to


@pytest.mark.parametrize("setting", WEAKER)
def test_a_weaker_setting_is_refused_and_named(
    folder: Path, deaf_to: Callable[[str], None], setting: str
) -> None:
    deaf_to(setting)
    with pytest.raises(StorageUnavailable, match=WEAKER[setting][1]) as refused:
        sqlite_log(folder / "log.db")
    assert setting in str(refused.value)


def test_every_setting_that_is_made_is_looked_at() -> None:
    made = {one.removeprefix("PRAGMA ").partition("=")[0] for one in datastore.SETTINGS}
    assert {"journal_mode", *made} == WEAKER.keys()


@pytest.mark.parametrize("setting", WEAKER)
def test_who_does_not_look_opens_it(
    folder: Path,
    deaf_to: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
) -> None:
    """A saboteur: one of the checks is left out."""
    others = {name: of for name, of in datastore.REQUIRED.items() if name != setting}
    monkeypatch.setattr(datastore, "REQUIRED", others)
    deaf_to(setting)
    sqlite_log(folder / "log.db").close()


# --- Forks ----------------------------------------------------------------------------


def recorded_in(store: str) -> Counter[str]:
    with closing(open_log(store)) as log:
        assert verify(log).holds
        return Counter(one.stream for one in log.stream())


def test_a_log_that_is_open_when_a_process_forks_goes_on_in_both(
    new_store: Callable[[], str], engine: str
) -> None:
    store = new_store()
    told = run("fork", store, "ours")
    assert [0, 0, 0] == [one["ended"] for one in told if "ended" in one]
    acknowledged = Counter(one["recorded"] for one in told if "recorded" in one)
    assert 3 * FORKED + 1 == acknowledged.total()
    assert acknowledged + Counter(["before"]) == recorded_in(store)
    say("G6", f"forked, {engine}", processes=4, events=3 * FORKED + 2, lost=0)


def test_a_connection_carried_across_a_fork_loses_what_was_acknowledged(
    folder: Path,
) -> None:
    """The parent takes away what lies in front of the file, as if it were alone."""
    store = f"sqlite:///{folder}/log.db"
    told = run_badly("fork", store, "carried")
    acknowledged = Counter(one["recorded"] for one in told if "recorded" in one)
    assert acknowledged - recorded_in(store)
