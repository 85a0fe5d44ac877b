"""A clock that jumps: no case is recorded before what is recorded of it (G39)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import attrs
import pytest

from caseledger.casework import Casework, EventLog, service
from caseledger.eventlog import memory_log
from caseledger.history import history_lines, replay
from caseledger.register import import_register
from caseledger.requests import read_requests
from caseledger.requests.page import story
from caseledger.sheets import register_sheets
from caseledger.testing import numbered_ids
from register.registers import choices, events
from terminal import ROW, write_register

START = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
JUMPS = {
    "an hour back": timedelta(hours=-1),
    "a day back": timedelta(days=-1),
    "ten years on": timedelta(days=3_652),
}


@attrs.define
class JumpingClock:
    """Goes on by a minute each time, and after every third jumps there or back."""

    jump: timedelta
    asked: int = 0

    def now(self) -> datetime:
        self.asked += 1
        away = self.jump if self.asked // 3 % 2 else timedelta()
        return START + timedelta(minutes=self.asked) + away

    def today(self) -> date:
        return START.date()


def lived(clock: JumpingClock) -> EventLog:
    """Do all that the story tells, by this clock."""
    log = memory_log()
    casework = Casework(log=log, clock=clock, new_id=numbered_ids())
    for one in read_requests(story()):
        casework.handle(
            one.reference, one.command, by=one.actor, command_id=one.command_id
        )
    return log


def times(log: EventLog, reference: str) -> Sequence[datetime]:
    return [one.meta.recorded_at for one in events(log, reference)]


def backwards(log: EventLog) -> int:
    """Count the events of the story's cases that are recorded before the one before."""
    return sum(
        later < earlier
        for number in range(1, 6)
        for earlier, later in pairwise(times(log, f"CF-{number}"))
    )


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_no_event_is_recorded_before_the_one_before(jump: timedelta) -> None:
    assert 0 == backwards(lived(JumpingClock(jump)))


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_a_log_without_that_rule_is_found_out(
    jump: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The saboteur: what the clock says is recorded."""
    monkeypatch.setattr(service, "not_before", lambda now, _: now)

    assert 0 < backwards(lived(JumpingClock(jump)))


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_what_was_known_at_an_instant_is_a_beginning(jump: timedelta) -> None:
    """Of every case, at every instant at which something was recorded."""
    log = lived(JumpingClock(jump))
    for number in range(1, 6):
        recorded = events(log, f"CF-{number}")
        for one in recorded:
            instant = one.meta.recorded_at
            lines = history_lines(recorded, known_at=instant)
            versions = [line.version for line in lines]
            assert sorted(versions) == list(range(1, len(versions) + 1))
            assert len(versions) >= one.version
            assert replay(recorded, known_at=instant, on=date(2026, 6, 1)) is not None


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_an_import_after_a_jump(jump: timedelta, tmp_path: Path) -> None:
    """A row that fills a cell of a case that was recorded at a later time."""
    log = memory_log()
    answered = {**ROW, "s1_responded_on": "2023-04-18", "s1_outcome": "upheld"}
    remedy = {"reference": "CF-1", "source": "stage_1", "offered_on": "2023-04-21"}
    days = (START, START + jump, START, START + timedelta(hours=1))
    for now, row in zip(days, (ROW, answered, ROW, answered), strict=True):
        write_register(tmp_path, register=[row], remedies=[remedy])
        import_register(
            log,
            register_sheets(tmp_path),
            attrs.evolve(choices(), now=now),
            new_id=numbered_ids(),
        )

    found = times(log, "CF-1")
    assert len(found) == 3
    assert sorted(found) == found
