"""A store on each engine, and what the tests say at the end of `make soak`."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from faults.counting import QUICK_FOLDER, SHARE
from postgres.server import fresh_store

SAID = re.compile(r"^(?:G\d+ .*| *[\d,]+ steps)$", re.MULTILINE)


@pytest.fixture(name="folder")
def _folder() -> Iterator[Path]:
    """Return a folder that needs no disk: what is killed is not the machine."""
    with TemporaryDirectory(dir=QUICK_FOLDER) as folder:
        yield Path(folder)


@pytest.fixture(name="new_store", params=["SQLite", "PostgreSQL"])
def _new_store(request: pytest.FixtureRequest, folder: Path) -> Callable[[], str]:
    """Return what names a store that is nowhere yet."""
    if request.param == "PostgreSQL":
        return fresh_store
    return lambda: f"sqlite:///{folder}/{uuid4().hex}.db"


@pytest.fixture(name="engine")
def _engine(new_store: Callable[[], str]) -> str:
    return "PostgreSQL" if new_store is fresh_store else "SQLite"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what each test said that it did, and whether it holds."""
    if not SHARE:
        return
    said = [
        (line, outcome)
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        for line in SAID.findall(report.capstdout)
    ]
    terminalreporter.section("guarantees")
    for line, outcome in sorted(said):
        terminalreporter.write_line(line if outcome == "passed" else f"{line}: FAILED")
