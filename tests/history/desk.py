"""Cases told late, backdated and corrected, at a desk whose clock moves on."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
from hypothesis import strategies as st

from caseledger.calendar import OutsideCalendar
from caseledger.casework import Casework, RecordedEvent
from caseledger.complaint import (
    Command,
    Complaint,
    Correct,
    Note,
    Receive,
    Refusal,
    Subject,
    Terms,
    next_steps,
)
from caseledger.complaint.facts import DATE, FACTS, read
from caseledger.eventlog import memory_log
from caseledger.testing import TESTER, a_received_complaint, numbered_ids

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2023, 4, 3, 9, 0, tzinfo=UTC)


@attrs.define
class MovingClock:
    """A clock that stands still until it is moved on."""

    instant: datetime = FIRST

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.instant.astimezone(LONDON).date()


@attrs.frozen
class Desk:
    """A casework in memory, and the clock that it goes by."""

    clock: MovingClock
    casework: Casework = attrs.field(repr=False)

    def tell(self, *commands: Command, at: str = "") -> None:
        """Record commands for CF-1, each a minute after the one before."""
        if at:
            self.clock.instant = datetime.fromisoformat(f"{at}T09:00:00+00:00")
        for command in commands:
            self.casework.handle("CF-1", command, by=TESTER)
            self.clock.instant += timedelta(minutes=1)

    @property
    def recorded(self) -> Sequence[RecordedEvent]:
        return self.casework.history("CF-1")


def desk(terms: Terms | None = None) -> Desk:
    clock = MovingClock()
    casework = Casework(
        log=memory_log(),
        clock=clock,
        new_id=numbered_ids(),
        terms=terms or Terms(),
    )
    return Desk(clock, casework)


def at(day: str, time: str = "23:59") -> datetime:
    """Return an instant of a day."""
    return datetime.fromisoformat(f"{day}T{time}:00+00:00")


# --- Drawn histories -----------------------------------------------------------------


@st.composite
def told_cases(
    draw: st.DrawFn,
    after_each: Callable[[Desk], None] = lambda _: None,
    *,
    only: tuple[type[Command], ...] = (),
    facts: Sequence[str] = (),
    once: bool = False,
    steps: int = 12,
) -> Desk:
    """
    Tell a case in steps, each when it happened or up to forty days late.

    One step in three is a correction; what a rule refuses is not told. `only` some
    commands are told and some `facts` corrected, each command `once` if wanted.
    """
    told = desk()
    told.tell(a_received_complaint(on=told.clock.today()))
    after_each(told)
    for _ in range(draw(st.integers(1, steps))):
        told.clock.instant += timedelta(hours=draw(st.integers(1, 500)))
        complaint = told.casework.case("CF-1")
        today = told.clock.today()
        late = timedelta(days=draw(st.integers(0, 40)))
        happened = max(complaint.received_on, today - late)
        known = _known_facts(complaint, facts)
        if known and draw(st.integers(0, 2)) == 0:
            command: Command = _correction(draw, complaint, known, today)
        else:
            done = tuple(_kinds(told)) if once else ()
            command = _step(draw, complaint, happened, only, done)
        try:
            told.tell(command)
        except (Refusal, OutsideCalendar, ValueError):
            continue
        after_each(told)
    return told


def _step(
    draw: st.DrawFn,
    complaint: Complaint,
    happened: date,
    only: tuple[type[Command], ...],
    done: tuple[str, ...],
) -> Command:
    allowed = [
        step.command
        for step in next_steps(complaint, terms=Terms(), today=happened)
        if step.allowed and not isinstance(step.command, Receive)
        if not only or isinstance(step.command, only)
        if type(step.command).__name__ not in done
    ]
    if not allowed:
        return Note(fact="theme", value="Delay")
    return draw(st.sampled_from(allowed))


def _kinds(told: Desk) -> Iterator[str]:
    """Go through the names of the commands whose events are recorded."""
    names = {"Acknowledged": "Acknowledge", "Extended": "Extend"}
    for one in told.recorded:
        yield names.get(type(one.event).__name__, "")


_Known = tuple[Subject, int, str]


def _known_facts(complaint: Complaint, only: Sequence[str]) -> list[_Known]:
    parts = {
        Subject.COMPLAINT: range(1),
        Subject.REFERRAL: range(1, len(complaint.referrals) + 1),
        Subject.REMEDY: range(1, len(complaint.remedies) + 1),
        Subject.ACTION: range(1, len(complaint.actions) + 1),
    }
    return [
        (subject, number, name)
        for subject, numbers in parts.items()
        for number in numbers
        for name, fact in FACTS[subject].items()
        if fact.kind is DATE and (not only or name in only)
        if read(complaint, name, subject=subject, number=number) is not None
    ]


def _correction(
    draw: st.DrawFn, complaint: Complaint, known: Sequence[_Known], today: date
) -> Correct:
    subject, number, name = draw(st.sampled_from(known))
    was = read(complaint, name, subject=subject, number=number) or ""
    now = date.fromisoformat(was) + timedelta(days=draw(st.integers(-20, 20)))
    return Correct(
        fact=name,
        was=was,
        now=str(min(now, today)),
        because="Misread.",
        subject=subject,
        number=number,
    )
