"""
A holiday proclaimed while clocks run moves what is still owed, and nothing else.

The worked case is Mon 19 September 2022, announced on Sat 10 September: clocks that
ran over it were counted without it until then (procedure, section 8: E13, E25, E33).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from typing import cast

import attrs
import pytest

from caseledger.calendar import ENGLAND
from caseledger.casework import (
    Actor,
    Append,
    Casework,
    EventLog,
    HolidayProclaimed,
    MovedDeadline,
    NoWorkingDay,
    RecordedEvent,
    StaleCase,
)
from caseledger.complaint import (
    Acknowledge,
    Command,
    Correct,
    Escalate,
    Extend,
    Receive,
    Respond,
    Terms,
    Withdraw,
)
from caseledger.complaint.events import Cause, DeadlineRecomputed
from caseledger.complaint.vocabulary import Basis, ExtensionReason, Outcome
from caseledger.eventlog import memory_log
from caseledger.rules import Procedure
from given import day

MANAGER = Actor("u-17", "complaints manager")
FUNERAL = HolidayProclaimed(
    day=day("Mon 19 Sep 2022"),
    name="Bank holiday for the State Funeral of Queen Elizabeth II",
    announced_on=day("Sat 10 Sep 2022"),
    instrument="Gazette 4158896",
)
# What people knew on the day before it was announced.
BEFORE = Terms(calendar=ENGLAND.announced_by(day("Fri 9 Sep 2022")))


@attrs.frozen
class Clock:
    """A clock that stands still."""

    day: date

    def now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=UTC)

    def today(self) -> date:
        return self.day


@attrs.define
class Racing:
    """A log to which somebody else writes just before we do, some times."""

    log: EventLog
    races: int
    meanwhile: Casework

    def __getattr__(self, name: str) -> object:
        return getattr(self.log, name)

    def append(self, *appends: Append) -> None:
        recomputes = any(
            isinstance(entry.event, DeadlineRecomputed)
            for one in appends
            for entry in one.entries
        )
        if recomputes and self.races:
            self.races -= 1
            correct = Correct(fact="theme", was="?", now="Delay", because="Misread.")
            self.meanwhile.handle("CF-1", correct, by=MANAGER)
        self.log.append(*appends)


def desk(log: EventLog, today: str = "Mon 12 Sep 2022") -> Casework:
    numbers = count(1)
    return Casework(
        log=log,
        clock=Clock(day(today)),
        new_id=lambda: f"{next(numbers):030x}{today[4:6].strip():0>2}",
        terms=BEFORE,
    )


def receive(reference: str, on: str) -> Receive:
    return Receive(
        on=day(on),
        reference=reference,
        procedure=Procedure.STATUTORY,
        service="Children and Family Services",
    )


def tell(casework: Casework, reference: str, *commands: Command) -> None:
    for command in commands:
        casework.handle(reference, command, by=MANAGER)


@pytest.fixture
def log() -> Iterator[EventLog]:
    opened = memory_log()
    yield opened
    opened.close()


def moves(moved: object) -> list[tuple[str, str, date, date]]:
    assert isinstance(moved, list)
    return [
        (
            one.reference,
            str(one.deadline.name),
            one.was_due_on,
            one.deadline.due_on,
        )
        for one in moved
        if isinstance(one, MovedDeadline)
    ]


def recomputed(recorded: list[RecordedEvent]) -> list[RecordedEvent]:
    return [one for one in recorded if isinstance(one.event, DeadlineRecomputed)]


def test_what_is_still_owed_moves_and_says_from_when_to_when(log: EventLog) -> None:
    """Received Mon 12 Sep 2022: ten days end on Mon 26 Sep, and on Tue 27 now (E13)."""
    casework = desk(log)
    tell(casework, "CF-1", receive("CF-1", "Mon 12 Sep 2022"))
    assert day("Mon 26 Sep 2022") == casework.case("CF-1").stage_1.due_on()

    moved = casework.proclaim(FUNERAL, by=MANAGER)

    response = ("CF-1", "stage_1_response")
    due = day("Mon 26 Sep 2022"), day("Tue 27 Sep 2022")
    assert [(*response, *due)] == moves(moved)
    assert day("Tue 27 Sep 2022") == casework.case("CF-1").stage_1.due_on()
    # Twenty days from the receipt, one later as well: Mon 10 Oct becomes Tue 11 Oct.
    deadline = casework.case("CF-1").stage_1.deadline
    assert deadline is not None
    assert day("Tue 11 Oct 2022") == deadline.latest_on
    [event] = recomputed(list(casework.history("CF-1")))
    assert isinstance(event.event, DeadlineRecomputed)
    assert Cause.CALENDAR is event.event.cause


def test_what_was_met_or_ended_keeps_the_date_that_bound_it(log: EventLog) -> None:
    casework = desk(log, "Fri 16 Sep 2022")
    on = day("Wed 14 Sep 2022")
    tell(
        casework,
        "CF-1",
        receive("CF-1", "Mon 12 Sep 2022"),
        Acknowledge(on=on),
        Respond(on=on, stage=1, outcome=Outcome.UPHELD),
        Escalate(on=on, to_stage=2, basis=Basis.DISSATISFIED),
    )
    tell(casework, "CF-2", receive("CF-2", "Mon 12 Sep 2022"), Withdraw(on=on))
    before = list(casework.history("CF-2"))

    moved = casework.proclaim(FUNERAL, by=MANAGER)

    # Twenty-five days from Wed 14 Sep end on Wed 19 Oct, and a day later now.
    due = day("Wed 19 Oct 2022"), day("Thu 20 Oct 2022")
    assert [("CF-1", "stage_2_response", *due)] == moves(moved)
    assert day("Mon 26 Sep 2022") == casework.case("CF-1").stage_1.due_on()
    assert before == list(casework.history("CF-2"))


def test_a_date_that_the_complainant_was_told_stays(log: EventLog) -> None:
    casework = desk(log, "Fri 16 Sep 2022")
    tell(
        casework,
        "CF-1",
        receive("CF-1", "Mon 12 Sep 2022"),
        Acknowledge(on=day("Wed 14 Sep 2022")),
        Extend(
            on=day("Thu 15 Sep 2022"),
            stage=1,
            extended_to=day("Mon 10 Oct 2022"),
            reason=ExtensionReason.COMPLEXITY,
        ),
    )

    casework.proclaim(FUNERAL, by=MANAGER)

    assert day("Mon 10 Oct 2022") == casework.case("CF-1").stage_1.due_on()


def test_it_is_recorded_once_and_what_comes_after_counts_with_it(log: EventLog) -> None:
    """Received Tue 13 Sep 2022, after the proclamation: due Wed 28 Sep."""
    casework = desk(log, "Fri 16 Sep 2022")
    tell(casework, "CF-1", receive("CF-1", "Mon 12 Sep 2022"))

    first = casework.proclaim(FUNERAL, by=MANAGER)
    position = log.position()
    again = casework.proclaim(FUNERAL, by=MANAGER)
    assert (1, 0, position) == (len(first), len(again), log.position())

    tell(desk(log, "Wed 14 Sep 2022"), "CF-2", receive("CF-2", "Tue 13 Sep 2022"))
    assert day("Wed 28 Sep 2022") == casework.case("CF-2").stage_1.due_on()


def test_an_interrupted_run_is_finished_by_the_next(log: EventLog) -> None:
    casework = desk(log)
    for number in range(1, 4):
        tell(casework, f"CF-{number}", receive(f"CF-{number}", "Mon 12 Sep 2022"))

    class Stops(Racing):
        def append(self, *appends: Append) -> None:
            super().append(*appends)
            if self.log.read(appends[0].stream)[-1].version > 1:
                raise KeyboardInterrupt

    broken = attrs.evolve(casework, log=cast(EventLog, Stops(log, 0, casework)))
    with pytest.raises(KeyboardInterrupt):
        broken.proclaim(FUNERAL, by=MANAGER)

    assert 2 == len({one.reference for one in casework.proclaim(FUNERAL, by=MANAGER)})
    for number in range(1, 4):
        assert 1 == len(recomputed(list(casework.history(f"CF-{number}"))))


def test_a_case_that_changes_meanwhile_is_counted_again(log: EventLog) -> None:
    casework = desk(log)
    tell(casework, "CF-1", receive("CF-1", "Mon 12 Sep 2022"))
    other = desk(log, "Tue 13 Sep 2022")

    racing = attrs.evolve(casework, log=cast(EventLog, Racing(log, 3, other)))
    moved = racing.proclaim(FUNERAL, by=MANAGER)

    assert 1 == len(moves(moved))
    assert day("Tue 27 Sep 2022") == casework.case("CF-1").stage_1.due_on()


def test_a_race_that_is_never_won_is_told(log: EventLog) -> None:
    casework = desk(log)
    tell(casework, "CF-1", receive("CF-1", "Mon 12 Sep 2022"))
    other = desk(log, "Tue 13 Sep 2022")
    racing = attrs.evolve(casework, log=cast(EventLog, Racing(log, 99, other)))

    with pytest.raises(StaleCase):
        racing.proclaim(FUNERAL, by=MANAGER)


@pytest.mark.parametrize(
    ("on", "why"),
    [("Sun 18 Sep 2022", "a weekend"), ("Mon 29 Aug 2022", "Summer bank holiday")],
    ids=["a Sunday", "a bank holiday"],
)
def test_a_day_that_is_not_worked_anyway_is_refused(
    log: EventLog, on: str, why: str
) -> None:
    holiday = attrs.evolve(FUNERAL, day=day(on))

    with pytest.raises(NoWorkingDay) as refused:
        desk(log).proclaim(holiday, by=MANAGER)

    assert why in str(refused.value)
    assert 0 == log.position()


def test_a_newer_table_moves_what_an_older_one_counted(log: EventLog) -> None:
    """The day came into the library's own table meanwhile: nothing is proclaimed."""
    older = desk(log)
    tell(older, "CF-1", receive("CF-1", "Mon 12 Sep 2022"))
    newer = attrs.evolve(older, terms=Terms())

    due = day("Mon 26 Sep 2022"), day("Tue 27 Sep 2022")
    assert [("CF-1", "stage_1_response", *due)] == moves(newer.recount(by=MANAGER))
    assert [] == newer.recount(by=MANAGER)
