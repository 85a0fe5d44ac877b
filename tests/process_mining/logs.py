"""Logs to export, and what they hold, counted straight from their events."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from itertools import count
from pathlib import Path

from caseledger.casework import EventLog, RecordedEvent
from caseledger.complaint import Command, Event, Terms, events
from caseledger.complaint.events import Received
from caseledger.eventlog import memory_log
from caseledger.process_mining import (
    cases,
    write_ocel_json,
    write_ocel_sqlite,
    write_xes,
)
from caseledger.register import Choices, Corrections, import_register
from caseledger.sheets import register_sheets
from caseledger.testing import casework_for_tests
from terminal import WESTMINSTER
from viewstore import lived

YEARS = ("2022-23", "2023-24")


@cache
def westminster() -> EventLog:
    """Both years of the example; nothing records in it."""
    return imported(*(WESTMINSTER / year for year in YEARS))


def imported(*folders: Path) -> EventLog:
    """A log of registers, one after the other; a later one corrects an earlier."""
    log, numbers = memory_log(), count()
    choices = Choices(
        terms=Terms(),
        today=date(2026, 6, 1),
        now=datetime(2026, 6, 1, 9, 0, tzinfo=UTC),
        actor="tester",
        corrections=Corrections.RECORD,
        because="The letter was read again.",
    )
    for folder in folders:
        sheets = register_sheets(folder)
        import_register(log, sheets, choices, new_id=lambda: f"{next(numbers):032x}")
    return log


@cache
def told_live() -> EventLog:
    """Cases that were sent back, suspended, taken up again, put off."""
    log = memory_log()
    tell_lived(log)
    return log


def tell_lived(log: EventLog) -> None:
    numbers = count(1_000_000)
    lived.tell(log, new_id=lambda: f"{next(numbers):032x}")


def log_of(*commands: Command) -> EventLog:
    """A log of cases told live, each command being for the case received last."""
    return casework_for_tests(*commands).log


def as_xes(log: EventLog, path: Path) -> Path:
    with path.open("wb") as file:
        write_xes(cases(log), file)
    return path


def as_ocel_json(log: EventLog, path: Path) -> Path:
    with path.open("wb") as file:
        write_ocel_json(cases(log), file)
    return path


def as_ocel_sqlite(log: EventLog, path: Path) -> Path:
    path.unlink(missing_ok=True)
    write_ocel_sqlite(cases(log), path)
    return path


def histories(log: EventLog) -> dict[str, list[RecordedEvent]]:
    """Return the events of each complaint by the id of its stream."""
    streams = [one.stream for one in log.stream() if isinstance(one.event, Received)]
    return {
        stream: [one for one in log.read(stream) if isinstance(one.event, Event)]
        for stream in streams
    }


def begins(one: RecordedEvent) -> datetime:
    """
    Return when the day of an event begins in England, by the rule of summer time.

    From the night after the last Sunday of March up to that of October, clocks are an
    hour ahead.
    """
    day = getattr(one.event, "occurred_on", None) or one.meta.recorded_at.date()
    summer = _last_sunday(day.year, 3) < day <= _last_sunday(day.year, 10)
    zone = timezone(timedelta(hours=1 if summer else 0))
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def objects_in(log: EventLog) -> Counter[str]:  # noqa: C901 - one case per event
    """Count the objects of each type, from the events that bring them about."""
    found: Counter[str] = Counter()
    for stream in histories(log).values():
        referrals = 0
        for one in stream:
            event = one.event
            match event:
                case events.Received():
                    found += Counter(("complaint", "stage"))
                case events.Stage2Reopened():
                    found["stage"] += 1
                case events.Reinstated():
                    found["stage"] += event.deadline is not None
                case events.Escalated():
                    found["stage"] += 1
                    found["review panel"] += event.to_stage == 3
                case events.Responded():
                    found["point"] += len(event.points)
                case events.PanelReported():
                    found["recommendation"] += len(event.recommendations)
                case events.RemedyOffered():
                    found["remedy"] += 1
                case events.ActionAgreed():
                    found["action"] += 1
                case _:
                    referrals = max(referrals, getattr(event, "referral", 0))
        found["referral"] += referrals
    return +found
