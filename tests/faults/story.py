"""
What is told to a log while things go wrong, and what must then be in it.

A story is every kind of command, for several cases, and now and then a row of a
register, which is a dozen events at once. It can be told again and again, each time
with a name of its own.

A log must hold of each case just what the first so many of its commands recorded, and
all that were acknowledged must be among them.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import attrs

from caseledger.casework import (
    Actor,
    Append,
    Casework,
    EventLog,
    RecordedEvent,
    ReferenceReserved,
    reservation,
)
from caseledger.casework.directory import Kind
from caseledger.complaint import Receive, Terms
from caseledger.complaint.events import Received
from caseledger.eventlog import memory_log
from caseledger.register import Choices, Row, Sheet, import_register
from caseledger.requests import Request, read_requests
from caseledger.requests.page import story as requests_of_the_story
from caseledger.testing.desk import FixedClock

REGISTER = Path(__file__).parents[2] / "examples/westminster/2023-24/register.csv"
ROW = "row "
SOMEBODY = Actor("user-4", role="complaints officer")


@attrs.frozen
class Told:
    """One command of one telling: the how manieth of the story it is."""

    name: str
    number: int


@attrs.frozen
class Step:
    """A command of the story, for a case as the story calls it."""

    case: str
    request: Request | None
    """A row of a register has none."""


@cache
def steps() -> tuple[Step, ...]:
    """Return the story."""
    told: list[Step] = []
    for number, one in enumerate(read_requests(requests_of_the_story())):
        told.append(Step(one.reference, one))
        if number % 10 == 0:
            told.append(Step(f"{ROW}{number}", None))
    return tuple(told)


@attrs.frozen
class Teller:
    """Tells the story to a log, one command at a time."""

    log: EventLog
    new_id: Callable[[], str] = lambda: uuid4().hex

    def tell(self, what: Told, *, with_id: bool = True) -> None:
        """Give a command, or give it again."""
        step = steps()[what.number]
        if step.request is None:
            self._import(f"{step.case} {what.name}")
            return
        reference = f"{step.case} {what.name}"
        command = step.request.command
        if isinstance(command, Receive):
            command = attrs.evolve(command, reference=reference)
        casework = Casework(log=self.log, clock=FixedClock(), new_id=self.new_id)
        casework.handle(
            reference,
            command,
            by=step.request.actor,
            command_id=command_id(what) if with_id else None,
        )

    def _import(self, reference: str) -> None:
        row = Row(2, {**longest_row(), "reference": reference})
        sheet = Sheet(
            name="register",
            file="register.csv",
            sha256="0" * 64,
            rows=lambda: [row],
            length=1,
            dates=("yyyy-mm-dd",),
        )
        import_register(self.log, [sheet], CHOICES, new_id=self.new_id)


CHOICES = Choices(
    terms=Terms(),
    today=date(2026, 6, 1),
    now=datetime(2026, 6, 1, 9, tzinfo=UTC),
    actor=SOMEBODY.id,
)


def command_id(what: Told) -> str:
    return f"{what.name} {what.number}"


@cache
def longest_row() -> Mapping[str, str]:
    """Return the row of a register that says most."""
    with REGISTER.open(newline="", encoding="utf-8") as lines:
        rows = [{k: v for k, v in row.items() if v} for row in csv.DictReader(lines)]
    return max(rows, key=len)


# --- What must be there ---------------------------------------------------------------


class NotAsTold(Exception):
    """A case holds something else than the first commands of the story."""


Content = tuple[object, object]
"""An event and its personal part."""


@attrs.frozen
class Lived:
    """What the story records of a case, and where its commands end in it."""

    content: list[Content]
    ends: list[int]
    numbers: list[int]
    """Which commands of the story they are."""


@cache
def lived() -> Mapping[str, Lived]:
    """Tell the story where nothing goes wrong: each case as it then is."""
    log = memory_log()
    teller = Teller(log)
    found: dict[str, Lived] = {}
    for number, step in enumerate(steps()):
        teller.tell(Told("lived", number))
        recorded = recorded_of(log, f"{step.case} lived")
        case = found.setdefault(step.case, Lived([], [], []))
        case.content[:] = [content(one, step.case) for one in recorded]
        case.ends.append(len(recorded))
        case.numbers.append(number)
    return found


def content(one: RecordedEvent, case: str) -> Content:
    """Return what is the same whatever the telling is called."""
    event = one.event
    if isinstance(event, Received):
        event = attrs.evolve(event, reference=case)
    return event, one.details


def recorded_of(log: EventLog, reference: str) -> list[RecordedEvent]:
    for one in log.read(reservation(Kind.COMPLAINT, reference)):
        if isinstance(one.event, ReferenceReserved):
            return list(log.read(one.event.stream))
    return []


def done_in(log: EventLog) -> dict[tuple[str, str], int]:
    """
    Return how many of its commands each case of each telling holds.

    Raises `NotAsTold` where anything is there in part, twice, or not as it was told.
    """
    events: Counter[str] = Counter()
    streams: dict[str, tuple[str, str]] = {}
    for placed in log.stream():
        events[placed.stream] += 1
        if isinstance(placed.event, ReferenceReserved):
            case, _, name = placed.event.reference.rpartition(" ")
            streams[placed.event.stream] = (case, name)
            if placed.stream in streams or events[placed.stream] > 1:
                raise NotAsTold("a reference is reserved in a stream of something else")
            streams[placed.stream] = ("", "")
    if events.keys() != streams.keys():
        raise NotAsTold("a case without its reference, or a reference without a case")
    return {
        (case, name): _commands(log, stream, case, name)
        for stream, (case, name) in streams.items()
        if case
    }


def _commands(log: EventLog, stream: str, case: str, name: str) -> int:
    recorded, whole = log.read(stream), lived()[case]
    if len(recorded) not in whole.ends:
        raise NotAsTold(f"{len(recorded)} events end within a command of {case}")
    if [content(one, case) for one in recorded] != whole.content[: len(recorded)]:
        raise NotAsTold(f"{case} holds something else")
    done = whole.ends.index(len(recorded)) + 1
    if not case.startswith(ROW):
        start = 0
        for number, end in zip(whole.numbers[:done], whole.ends, strict=False):
            ids = {one.meta.command_id for one in recorded[start:end]}
            if ids != {command_id(Told(name, number))}:
                raise NotAsTold(f"an event of {case} is of another command")
            start = end
    return done


def lost(acknowledged: Iterable[Told], done: Mapping[tuple[str, str], int]) -> int:
    """Count the acknowledged commands that are not there."""
    return sum(
        done.get((steps()[one.number].case, one.name), 0) < _rank(one.number)
        for one in acknowledged
    )


def _rank(number: int) -> int:
    """Say the how manieth command of its case it is."""
    return _ranks()[number]


@cache
def _ranks() -> dict[int, int]:
    seen: dict[str, int] = defaultdict(int)
    ranks = {}
    for number, step in enumerate(steps()):
        seen[step.case] += 1
        ranks[number] = seen[step.case]
    return ranks


# --- Saboteurs ------------------------------------------------------------------------


@attrs.frozen
class Apart:
    """A log in which each event is recorded by itself; it stands in for any other."""

    log: Any

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - passed on
        return getattr(self.log, name)

    def append(self, *appends: Append) -> None:
        for one in appends:
            for further, entry in enumerate(one.entries):
                self.log.append(
                    Append(one.stream, one.expected_version + further, [entry])
                )
