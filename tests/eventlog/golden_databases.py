"""
Golden databases: each as a version of this program wrote it, and what it then told.

`PYTHONPATH=tests python -m eventlog.golden_databases NAME` writes one with the version
at hand: a dozen of the worked cases, a proclaimed holiday, and every kind of event. A
golden database is never edited: it is what an authority may still have.
"""

import json
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import msgspec

from caseledger.casework import Actor, Append, Casework, EventLog, HolidayProclaimed
from caseledger.complaint import (
    Command,
    Complaint,
    Event,
    Receive,
    Terms,
    decide,
    evolve,
)
from caseledger.eventlog import sqlite_log
from caseledger.eventlog.names import STORED_NAMES
from caseledger.worked_cases import Case, read_cases
from eventlog.entries import golden_entry

ROOT = Path(__file__).parents[2]
DATABASES = Path(__file__).parent / "stored" / "databases"
WORKED = ROOT / "examples" / "worked-cases"

CASES = 12
DAY = date(2026, 6, 1)
EVERY_KIND = "every kind of event"
WHO = Actor("staff-17", role="complaints manager")


def told(log: EventLog) -> Mapping[str, Any]:
    """Return all that a log tells, as JSON has it: events, and the states of cases."""
    events: dict[str, Any] = {}
    cases: dict[str, Any] = {}
    for stream in dict.fromkeys(one.stream for one in log.stream()):
        complaint: Complaint | None = None
        recorded = log.read(stream)
        for one in recorded:
            if isinstance(one.event, Event) and stream != EVERY_KIND:
                complaint = evolve(complaint, one.event)
        if complaint is not None:
            cases[stream] = as_json(complaint)
        events[stream] = [
            {"kind": type(one.event).__name__, **as_json(one)} for one in recorded
        ]
    order = [[one.position, one.stream, one.version] for one in log.stream()]
    return {"log_id": log.log_id, "order": order, "events": events, "cases": cases}


def as_json(value: object) -> Any:  # noqa: ANN401 - what JSON has
    return json.loads(msgspec.json.encode(value))


def untold(now: Any, then: Any, *path: object) -> list[str]:  # noqa: ANN401 - what JSON has
    """Return where something that was told then is not told now; more may be."""
    match now, then:
        case dict(), dict():
            missing = [
                "/".join(map(str, (*path, key))) for key in then if key not in now
            ]
            inner = [(key, now[key], then[key]) for key in then if key in now]
        case list(), list() if len(now) == len(then):
            missing = []
            inner = [
                (place, *pair) for place, pair in enumerate(zip(now, then, strict=True))
            ]
        case _:
            return [] if now == then else [f"{'/'.join(map(str, path))}: {now!r}"]
    return missing + [one for key, *pair in inner for one in untold(*pair, *path, key)]


# --- Writing one --------------------------------------------------------------------


@attrs.frozen
class Clock:
    """It stands still, after every day that the worked cases name."""

    def now(self) -> datetime:
        return datetime.combine(DAY, time(9), tzinfo=UTC)

    def today(self) -> date:
        return DAY


def commands_of(case: Case) -> Sequence[Command]:
    return [s.happens for s in case.story if isinstance(s.happens, Command)]


def kinds_of(case: Case) -> set[type]:
    """Return the kinds of events that come of a case by today's rules."""
    complaint: Complaint | None = None
    kinds: set[type] = set()
    for command in commands_of(case):
        for one in decide(complaint, command, terms=case.terms, today=DAY):
            complaint = evolve(complaint, one.event)
            kinds.add(type(one.event))
    return kinds


def chosen() -> Sequence[Case]:
    """Return a dozen cases, which together show as many kinds of events as can be."""
    cases = [
        case
        for file in sorted(WORKED.glob("*.yaml"))
        for case in read_cases(file)
        if len(commands_of(case)) == len(case.story)
        and isinstance(next(iter(commands_of(case)), None), Receive)
        and case.terms == Terms()
    ]
    kinds = {case.name: kinds_of(case) for case in cases}
    found: list[Case] = []
    seen: set[type] = set()
    while len(found) < CASES:
        best = max(cases, key=lambda one: (len(kinds[one.name] - seen), len(one.story)))
        found.append(best)
        cases.remove(best)
        seen |= kinds[best.name]
    return found


def write(name: str, databases: Path = DATABASES) -> None:
    """Write a golden database and what it tells: `NAME.sql` and `NAME.json`."""
    numbers = count(1)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "log.db"
        with closing(sqlite_log(file)) as log:
            casework = Casework(
                log=log, clock=Clock(), new_id=lambda: f"{next(numbers):032x}"
            )
            for number, case in enumerate(chosen(), start=1):
                reference = f"G-{number}"
                for command in commands_of(case):
                    one = command
                    if isinstance(one, Receive):
                        one = attrs.evolve(one, reference=reference)
                    casework.handle(reference, one, by=WHO)
            casework.proclaim(
                HolidayProclaimed(
                    day=date(2026, 7, 1),
                    name="A day of thanksgiving",
                    announced_on=DAY,
                    instrument="Gazette 1",
                ),
                by=WHO,
            )
            entries = [golden_entry(one) for one in STORED_NAMES]
            log.append(Append(EVERY_KIND, 0, entries))
            said = json.dumps(told(log), ensure_ascii=False, sort_keys=True)
        with closing(sqlite3.connect(file)) as raw:
            header = [
                f"PRAGMA {what}={raw.execute(f'PRAGMA {what}').fetchone()[0]};"
                for what in ("application_id", "user_version")
            ]
            dumped = "\n".join([*header, *raw.iterdump(), ""])
    (databases / f"{name}.sql").write_text(dumped, encoding="utf-8")
    (databases / f"{name}.json").write_text(f"{said}\n", encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1])
