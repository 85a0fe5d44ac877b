"""Logs for tests of the commands."""

from pathlib import Path

import pytest

from terminal import WESTMINSTER, call


@pytest.fixture(scope="session")
def westminster(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A log with both years of the example; nothing records in it."""
    store = f"sqlite:///{tmp_path_factory.mktemp('westminster')}/caseledger.db"
    for year in ("2022-23", "2023-24"):
        assert 0 == call("import", WESTMINSTER / year, store=store).code
    return store


@pytest.fixture
def store(tmp_path: Path) -> str:
    """The name of a log that is not there yet."""
    return f"sqlite:///{tmp_path}/caseledger.db"
