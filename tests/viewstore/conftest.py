"""Files of read models for tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from caseledger.casework import EventLog
from caseledger.viewstore import ViewStore
from viewstore.histories import history, log_of


@pytest.fixture
def log() -> EventLog:
    """A log with the events of a small register."""
    return log_of(history(0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a file of read models is to be."""
    return tmp_path / "caseledger.db-views"


@pytest.fixture
def views(log: EventLog, path: Path) -> Iterator[ViewStore]:
    """Read models in a file, caught up with the log."""
    opened = ViewStore(log, path)
    opened.catch_up()
    yield opened
    opened.close()
