"""Read models for tests, on each engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from caseledger.casework import EventLog
from caseledger.viewstore import ViewStore
from viewstore.histories import history, log_of
from viewstore.places import ENGINES, Place, fresh


@pytest.fixture
def log() -> EventLog:
    """A log with the events of a small register."""
    return log_of(history(0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a file of read models is to be."""
    return tmp_path / "caseledger.db-views"


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where read models are to be: in a file, then in PostgreSQL."""
    return fresh(request.param, tmp_path)


@pytest.fixture
def views(log: EventLog, place: Place) -> Iterator[ViewStore]:
    """Read models caught up with the log."""
    opened = ViewStore(log, place)
    opened.catch_up()
    yield opened
    opened.close()
