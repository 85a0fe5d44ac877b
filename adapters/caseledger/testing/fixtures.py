"""
Pytest fixtures: a casework in memory and the clock it goes by.

A project takes them in with `pytest_plugins = ["caseledger.testing.fixtures"]`.
"""

from collections.abc import Iterator

import attrs
import pytest

from caseledger.casework import Casework
from caseledger.testing.desk import FixedClock, casework_for_tests


@pytest.fixture
def clock() -> FixedClock:
    """Stand still on Fri 29 Nov 2024, until a test sets `clock.day`."""
    return FixedClock()


@pytest.fixture
def casework(clock: FixedClock) -> Iterator[Casework]:
    """Keep cases in memory, under the default policy, by the fixture `clock`."""
    opened = attrs.evolve(casework_for_tests(), clock=clock)
    yield opened
    opened.log.close()
