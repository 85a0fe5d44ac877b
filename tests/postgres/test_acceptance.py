"""
Both example years, and every command that reads them, on each kind of log.

What is printed and what is written must be the same on all of them, byte for byte, so
ids are counted and the clock stands still. A log in memory lasts here for more than
one command, and on PostgreSQL a policy that lets everybody see cases is in force.
"""

import json
import uuid
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

import attrs
import pytest

from caseledger.cli import disclosing
from caseledger.cli import history as cli_history
from caseledger.cli import importing as cli_importing
from caseledger.cli import store as cli_store
from caseledger.eventlog import RecorderLog, SystemClock, open_log, recorders
from caseledger.eventlog import postgres as adapter
from caseledger.read_models import ALL_MODELS
from caseledger.viewstore import EVERY_VIEW
from postgres.server import fresh_store
from terminal import SERVICE, WESTMINSTER, Ran, call

YEARS = ("2022-23", "2023-24")
YEAR = YEARS[1]
CASE = "CF-23-0005"
NOW = datetime(2024, 12, 2, 9, 0, tzinfo=UTC)
ENGINES = ("memory", "sqlite", "postgres")
BY = {"id": "user-17", "role": "complaints manager"}

Files = dict[str, bytes]


@attrs.frozen
class Accepted:
    """What one kind of log gave: of every command, and in every file."""

    printed: dict[str, Ran]
    files: Files


def commands(out: Path, key: Path, request: Path) -> Iterator[list[object]]:
    """Go through the commands in the order in which they are run."""
    looks = ["--actor", "user-17", "--role", "analyst", "--reason", "acceptance"]
    report = ["report", YEAR, "--service", SERVICE, "--as-at", "2024-11-30", *looks]
    unprotected = ["--protect", "none", "--because", "it is a test"]
    at = ["--on", "2023-06-30"]
    for year in (*YEARS, YEAR):
        yield ["import", WESTMINSTER / year]
    yield ["do", request]
    yield ["read-models", "catch-up"]
    yield ["read-models", "rebuild", "stages"]
    yield ["read-models", "status", "--format", "json"]
    for form in ("table", "json", "csv", "ics"):
        yield ["due", *at, "--within", 5, "--format", form]
    yield [*report, "--out", out / "report", "--format", "html,json,csv"]
    books = [*report, *unprotected, "--out", out / "books"]
    yield [*books, "--format", "json,xlsx,docx"]
    exported = ["read-models", "export", "all", *at, *looks, "--out", out / "tables"]
    yield [*exported, "--format", "csv,jsonl,xlsx"]
    for view in ("duties", "timeliness", "caseload"):
        yield ["read-models", "export", view, *at, *looks, "--format", "csv"]
    yield ["cases", YEAR, "--service", SERVICE, *looks]
    yield ["cases", YEAR, "stages.1.upheld", "--service", SERVICE, *looks]
    for form in ("table", "json", "html"):
        yield ["history", CASE, *looks, "--format", form]
    yield ["history", CASE, *looks, *at]
    yield ["explain", CASE]
    yield ["explain", "LIVE-1"]
    for form in ("table", "json"):
        yield ["what-next", "LIVE-1", "--on", "2024-12-02", "--format", form]
    for form in ("xes", "ocel-json"):
        yield ["event-data", *looks, "--format", form, "--out", out / f"log.{form}"]
    yield ["verify", "--format", "json"]
    yield ["checkpoint", "--key", key, "--out", out / "checkpoint"]
    vkey = [*("--checkpoint", out / "checkpoint"), "--key", f"{key}.pub"]
    yield ["verify", *vkey]
    yield ["bundle", CASE, *looks, *vkey, "--out", out / "bundle"]
    yield [
        "calendar", "proclaim", "2024-12-11", "--name", "A day",
        "--announced-on", "2024-12-01", "--instrument", "a proclamation",
    ]  # fmt: skip
    yield ["due", "--on", "2024-12-02", "--within", 30, "--format", "json"]
    yield ["who", "--format", "json"]
    yield ["history", "NOBODY", *looks]


def store_on(engine: str, folder: Path) -> str:
    match engine:
        case "memory":
            return "memory:"
        case "sqlite":
            return f"sqlite:///{folder}/log.db"
        case _:
            return fresh_store()


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the clock stand still; what this returns begins to count ids anew."""
    numbers = [count()]

    def counted() -> UUID:
        return UUID(int=next(numbers[0]), version=4)

    class Still(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Still":  # noqa: ARG003 - always in UTC
            return cls.fromtimestamp(NOW.timestamp(), UTC)

    monkeypatch.setattr(uuid, "uuid4", counted)
    for module in (recorders, adapter, disclosing, cli_importing, cli_store):
        monkeypatch.setattr(module, "uuid4", counted)
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)
    monkeypatch.setattr(cli_history, "datetime", Still)
    monkeypatch.setattr(disclosing, "LOCAL", ("sqlite:", "memory:", "postgresql:"))
    return lambda: numbers.__setitem__(0, count())


def accepted(
    engine: str, folder: Path, key: Path, still: Callable[[], None]
) -> Accepted:
    """Run every command on a log of its own, in a folder of its own."""
    still()
    folder.mkdir()
    request = folder / "request.json"
    request.write_text(json.dumps(LIVE), "utf-8")
    store, out = store_on(engine, folder), folder / "out"
    out.mkdir()
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        if engine != "sqlite":
            patched.setenv("CASELEDGER_MERKLE", str(folder / "tree.db"))
        if engine == "memory":
            patched.setenv("CASELEDGER_VIEWS", str(folder / "views.db"))
            shared = open_log("memory:")
            patched.setattr(cli_store, "open_log", lambda *_, **__: shared)
            patched.setattr(RecorderLog, "close", lambda _: None)
        printed = {}
        for number, command in enumerate(commands(out, key, request)):
            ran = call(*command, store=store)
            shown = " ".join(map(str, command))
            # What is said beside it tells of the store, and of how far one is.
            printed[f"{number} {shown.replace(str(folder), '')}"] = attrs.evolve(
                ran, out=ran.out.replace(str(folder), ""), err=""
            )
    return Accepted(printed, dict(read(out)))


LIVE = [
    {
        "command": "receive", "reference": "LIVE-1", "by": BY, "on": "2024-11-25",
        "procedure": "statutory", "service": SERVICE,
    },
    {"command": "acknowledge", "reference": "LIVE-1", "by": BY, "on": "2024-11-27"},
]  # fmt: skip


def read(out: Path) -> Iterator[tuple[str, bytes]]:
    """Go through all files; those that are archives, by what is in them."""
    for path in sorted(out.rglob("*")):
        name = str(path.relative_to(out))
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    yield f"{name}/{member}", archive.read(member)
        elif path.is_file():
            yield name, path.read_bytes()


def test_every_command_says_the_same_on_every_log(
    tmp_path: Path, still: Callable[[], None]
) -> None:
    key = tmp_path / "key"
    made = call("checkpoint", "--key", key, "--new-key", "council.example/log")
    assert 0 == made.code, made.err
    (tmp_path / "key.pub").write_text(made.out)
    found = {
        engine: accepted(engine, tmp_path / engine, key, still) for engine in ENGINES
    }
    expected = found["sqlite"]

    codes = {command: ran.code for command, ran in expected.printed.items()}
    assert {0, 6} == set(codes.values()), codes
    assert 1 == list(codes.values()).count(6)
    assert len(ALL_MODELS) + len(EVERY_VIEW) <= sum(
        name.endswith(".jsonl") for name in expected.files
    )
    for engine in ENGINES:
        assert expected.printed == found[engine].printed, engine
        assert expected.files.keys() == found[engine].files.keys()
        differ = [
            name
            for name, content in expected.files.items()
            if content != found[engine].files[name]
        ]
        assert [] == differ, engine
