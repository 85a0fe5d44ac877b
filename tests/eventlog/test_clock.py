"""Which day it is in England, whatever the machine believes."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from caseledger.eventlog import SystemClock


class Stopped(SystemClock):
    """The clock at a moment."""

    def __init__(self, moment: str) -> None:
        self.moment = datetime.fromisoformat(moment)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture(params=["UTC", "Pacific/Kiritimati", "America/St_Johns"])
def _time_zone(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_time_zone")
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-07-09T22:59:59Z", "2024-07-09"),
        ("2024-07-09T23:00:00Z", "2024-07-10"),
        ("2024-07-09T23:30:00Z", "2024-07-10"),
        ("2024-01-09T23:30:00Z", "2024-01-09"),
        ("2024-01-10T00:00:00Z", "2024-01-10"),
        # Clocks went forward at 01:00 on 31 March 2024.
        ("2024-03-30T23:30:00Z", "2024-03-30"),
        ("2024-03-31T00:00:00Z", "2024-03-31"),
        ("2024-03-31T22:59:59Z", "2024-03-31"),
        ("2024-03-31T23:00:00Z", "2024-04-01"),
        # They went back at 01:00 UTC on 27 October 2024.
        ("2024-10-26T22:59:59Z", "2024-10-26"),
        ("2024-10-26T23:00:00Z", "2024-10-27"),
        ("2024-10-27T23:30:00Z", "2024-10-27"),
        ("2024-10-28T00:00:00Z", "2024-10-28"),
    ],
)
def test_the_day_is_england_s(moment: str, day: str) -> None:
    assert date.fromisoformat(day) == Stopped(moment).today()


@pytest.mark.usefixtures("_time_zone")
def test_the_time_is_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert before <= now <= datetime.now(UTC)
    assert UTC is now.tzinfo
