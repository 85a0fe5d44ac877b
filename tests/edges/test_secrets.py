"""
A password in a store's name, or in the environment, is said nowhere (G37).

Neither in what a command prints, nor by an object or an error, nor to another program.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from caseledger.casework import CaseworkError
from caseledger.eventlog import open_log, postgres
from caseledger.eventlog.postgres import PostgresRecorder, postgres_store
from caseledger.proof import UnusableKey, new_key, read_key, signer
from eventlog.saying import everything_said
from privacy.canaries import Searcher, canary
from terminal import WESTMINSTER, Ran, call

SECRET = canary(500).replace("é", "E")
"""Without an é: it is to go into an address as it is."""
SEARCH = Searcher({"the password": SECRET})

# Nobody listens there, or nothing of the sort can be.
NAMES = (
    f"postgresql://user:{SECRET}@127.0.0.1:1/database",
    f"postgresql://user:{SECRET}@127.0.0.1:1/database?schema=pg_catalog",
    f"postgresql://user:{SECRET}@no.such.host.invalid/database",
    f"postgresql://user:{SECRET}@[/database",
    f"postgresql://user:{SECRET}@x@127.0.0.1:1/database",
    f"postgresql://user:a/{SECRET}@127.0.0.1:1/database",
    f"postgresql://127.0.0.1:1/database?password={SECRET}&connect_timeout=x",
    f"postgresql://127.0.0.1:1/database?passwrd={SECRET}",
    f"postgres://user:{SECRET}@127.0.0.1/database",
    f"mysql://user:{SECRET}@127.0.0.1/database",
)
COMMANDS: tuple[tuple[object, ...], ...] = (
    ("import", WESTMINSTER / "2023-24"),
    ("history", "CF-1"),
    ("due",),
    ("report", "2023-24"),
    ("verify",),
    ("who",),
    ("store", "init"),
    ("store", "init", "--grant-to", "role"),
    ("read-models", "status"),
)


class Programs:
    """The programs that are started, and what they are given."""

    def __init__(self) -> None:
        self.started: list[object] = []
        self.watching = False
        sys.addaudithook(self)

    def __call__(self, name: str, details: tuple[Any, ...]) -> None:
        if self.watching and name in {"subprocess.Popen", "os.exec", "os.posix_spawn"}:
            self.started.append(details)


PROGRAMS = Programs()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Do not wait for a server that is not there; see what is started."""
    monkeypatch.setattr(postgres, "PATIENCE", 0)
    monkeypatch.setattr(postgres, "PAUSE", 0)
    monkeypatch.setenv("PGPASSWORD", SECRET)
    monkeypatch.chdir(tmp_path)
    PROGRAMS.started.clear()
    PROGRAMS.watching = True
    yield
    PROGRAMS.watching = False


def found(ran: Ran) -> list[str]:
    assert ran.code in {1, 2, 4, 6, 70}, ran
    assert "fault of ours" not in ran.err
    return list(SEARCH.found("what is printed", ran.out + ran.err))


@pytest.mark.parametrize("name", NAMES)
def test_no_command_says_it(name: str) -> None:
    for arguments in COMMANDS:
        assert [] == found(call("--store", name, *arguments))
        assert [] == found(call(*arguments, store=name))
    assert [] == found(call("store", "copy", name, name))
    assert [] == PROGRAMS.started


@pytest.mark.parametrize("name", NAMES)
def test_no_error_says_it(name: str) -> None:
    """Nor one that it was raised from, as a debugger would show them."""
    with pytest.raises(CaseworkError) as refused:
        open_log(name)

    assert [] == list(SEARCH.found("an error", everything_said(refused.value)))


def test_no_object_shows_it() -> None:
    store = postgres_store(NAMES[0])
    with pytest.raises(Exception) as refused:  # noqa: PT011 - whatever it is
        PostgresRecorder(store)
    shown = f"{store!r} {store} {everything_said(refused.value)}"

    assert [] == list(SEARCH.found("an object", shown))
    # It is there all the same: the search could have found it.
    assert SECRET in store.database


def test_a_private_key_is_not_said(tmp_path: Path) -> None:
    line, public = new_key("example.gov.uk/complaints")
    # The key itself may have plus signs, also at its end.
    *_, secret = line.split("+", 4)
    search = Searcher({"the key": secret})
    path = tmp_path / "key"
    path.write_text(line)
    path.chmod(0o644)
    said = f"{signer(line)!r} {signer(line)}"
    for spoilt in (path, path.with_name("spoilt")):
        if spoilt != path:
            spoilt.write_text(line[:-4])
            spoilt.chmod(0o600)
        with pytest.raises(UnusableKey) as refused:
            read_key(spoilt)
        said += everything_said(refused.value)
        ran = call("checkpoint", "--key", spoilt, store=f"sqlite:///{tmp_path}/a.db")
        said += ran.out + ran.err

    assert public in said
    assert [] == list(search.found("what is said", said))


def test_an_error_that_repeats_a_name_is_found_out() -> None:
    """The saboteur: what a store's name was is put into the message."""
    error = CaseworkError(f"cannot open {NAMES[0]}")

    assert [] != list(SEARCH.found("an error", everything_said(error)))
