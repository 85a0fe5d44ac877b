"""The casework: commands become events, once, or nothing at all."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from itertools import count

import attrs
import pytest

from caseledger.calendar import OutsideCalendar
from caseledger.casework import (
    Actor,
    Append,
    Casework,
    EventLog,
    Kind,
    ReferenceReserved,
    StaleCase,
    UnknownCase,
    reservation,
)
from caseledger.complaint import (
    Acknowledge,
    Command,
    Escalate,
    Extend,
    Receive,
    Refusal,
    Respond,
    Withdraw,
)
from caseledger.complaint.events import DeadlineName
from caseledger.complaint.vocabulary import Basis, ExtensionReason, Outcome
from caseledger.eventlog import memory_log
from caseledger.requests import read_requests
from caseledger.requests.page import story
from caseledger.rules import Procedure
from caseledger.testing.desk import FixedClock

MANAGER = Actor("u-17", "complaints manager")
TODAY = date(2023, 6, 1)
NOW = datetime(2023, 6, 1, 8, 30, tzinfo=UTC)

# Ten working days from Monday 3 April 2023 end on the 19th (`procedure.md` §8).
RECEIVE = Receive(
    on=date(2023, 4, 3),
    reference="CF-1",
    procedure=Procedure.STATUTORY,
    service="Children and Family Services",
)
ACKNOWLEDGE = Acknowledge(on=date(2023, 4, 5))
EXTEND = Extend(
    on=date(2023, 4, 19),
    stage=1,
    extended_to=date(2023, 5, 4),
    reason=ExtensionReason.COMPLEXITY,
)
RESPOND = Respond(on=date(2023, 5, 4), stage=1, outcome=Outcome.NOT_UPHELD)
ESCALATE = Escalate(on=date(2023, 5, 15), to_stage=2, basis=Basis.DISSATISFIED)
NO_ANSWER = Basis.NO_RESPONSE
LIFE: Sequence[Command] = (RECEIVE, ACKNOWLEDGE, EXTEND, RESPOND, ESCALATE)


class Clock:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return TODAY


def casework(log: EventLog) -> Casework:
    numbers = count(1)
    return Casework(log=log, clock=Clock(), new_id=lambda: f"{next(numbers):032x}")


def tell(desk: Casework, *commands: Command) -> list[str]:
    """Give commands about CF-1; return the names of what was recorded."""
    return [
        type(recorded.event).__name__
        for command in commands
        for recorded in desk.handle("CF-1", command, by=MANAGER)
    ]


@pytest.fixture
def log() -> EventLog:
    return memory_log()


@pytest.fixture
def desk(log: EventLog) -> Casework:
    return casework(log)


class TestALife:
    """From receipt to stage 2."""

    def test_each_command_brings_its_event(self, desk: Casework) -> None:
        assert [
            "Received",
            "Acknowledged",
            "Extended",
            "Responded",
            "Escalated",
        ] == tell(desk, *LIFE)
        assert [1, 2, 3, 4, 5] == [one.version for one in desk.history("CF-1")]

    def test_the_case_stands_as_told(self, desk: Casework) -> None:
        """Extended to 4 May, answered that day; stage 2 is owed on 20 June."""
        tell(desk, *LIFE)
        case = desk.case("CF-1")

        assert date(2023, 4, 5) == case.stage_1.acknowledged_on
        assert date(2023, 5, 4) == case.stage_1.responded_on
        assert case.stage_2.deadline is not None
        assert date(2023, 6, 20) == case.stage_2.deadline.due_on

    def test_the_envelope(self, desk: Casework) -> None:
        """Who, in which role, when, by which command; nothing of an import."""
        [recorded] = desk.handle("CF-1", RECEIVE, by=MANAGER, command_id="c-1")

        assert (NOW, "u-17", "complaints manager", "c-1", None) == (
            recorded.meta.recorded_at,
            recorded.meta.actor,
            recorded.meta.role,
            recorded.meta.command_id,
            recorded.meta.provenance,
        )

    def test_a_command_without_an_id_is_given_one(self, desk: Casework) -> None:
        """No two commands share it."""
        tell(desk, *LIFE)
        ids = [one.meta.command_id for one in desk.history("CF-1")]

        assert len(LIFE) == len(set(ids))

    def test_overdue(self, desk: Casework) -> None:
        """Not on the due date, the day after, and not once it is answered."""
        tell(desk, RECEIVE, ACKNOWLEDGE)

        def owed(on: date) -> list[DeadlineName]:
            return [duty.deadline.name for duty in desk.overdue("CF-1", on=on)]

        assert [] == owed(date(2023, 4, 19))
        assert [DeadlineName.STAGE_1_RESPONSE] == owed(date(2023, 4, 20))
        tell(desk, Respond(on=date(2023, 4, 24), stage=1, outcome=Outcome.UPHELD))
        assert [DeadlineName.STAGE_1_RESPONSE] == owed(date(2023, 4, 23))
        assert [] == owed(date(2023, 4, 24))

    def test_cases_do_not_mix(self, desk: Casework, log: EventLog) -> None:
        """Each reference has a stream of its own, reserved for good."""
        desk.handle("CF-1", RECEIVE, by=MANAGER)
        other = attrs.evolve(RECEIVE, reference="CF-2")
        desk.handle("CF-2", other, by=MANAGER)
        [reserved] = log.read(reservation(Kind.COMPLAINT, "CF-2"))

        assert 1 == len(desk.history("CF-1"))
        assert isinstance(reserved.event, ReferenceReserved)
        assert reserved.event.stream == desk.history("CF-2")[0].stream


class TestRepeats:
    """The same command sent twice, as happens when an answer gets lost."""

    @pytest.mark.parametrize("at", range(len(LIFE)), ids=lambda at: str(LIFE[at])[:7])
    def test_the_second_time_changes_nothing(
        self, desk: Casework, log: EventLog, at: int
    ) -> None:
        """It returns what the first recorded, receipt included."""
        tell(desk, *LIFE[:at])
        first = desk.handle("CF-1", LIFE[at], by=MANAGER, command_id="c-1")
        position = log.position()
        again = desk.handle("CF-1", LIFE[at], by=MANAGER, command_id="c-1")

        assert list(first) == list(again)
        assert position == log.position()

    def test_much_later_too(self, desk: Casework, log: EventLog) -> None:
        """When the case went on meanwhile, and whoever sends it."""
        first = desk.handle("CF-1", RECEIVE, by=MANAGER, command_id="c-1")
        tell(desk, *LIFE[1:])
        position = log.position()
        again = casework(log).handle(
            "CF-1", RECEIVE, by=Actor("u-2", "officer"), command_id="c-1"
        )

        assert list(first) == list(again)
        assert position == log.position()

    def test_without_an_id_it_is_a_new_command(self, desk: Casework) -> None:
        """And is decided on as such: a second receipt is refused."""
        tell(desk, RECEIVE)
        with pytest.raises(Refusal):
            tell(desk, RECEIVE)


Interleave = Callable[[Callable[[], object]], None]


@pytest.fixture
def just_before(monkeypatch: pytest.MonkeyPatch, log: EventLog) -> Interleave:
    """Let something happen between a command's reading and its append."""

    def interleave(meanwhile: Callable[[], object]) -> None:
        honest = log.append

        def append(*appends: Append) -> None:
            monkeypatch.setattr(log, "append", honest)
            meanwhile()
            honest(*appends)

        monkeypatch.setattr(log, "append", append)

    return interleave


@pytest.fixture
def just_after(monkeypatch: pytest.MonkeyPatch, log: EventLog) -> Interleave:
    """Let something happen as soon as a command is recorded."""

    def interleave(meanwhile: Callable[[], object]) -> None:
        honest = log.append

        def append(*appends: Append) -> None:
            monkeypatch.setattr(log, "append", honest)
            honest(*appends)
            meanwhile()

        monkeypatch.setattr(log, "append", append)

    return interleave


class TestLostRaces:
    """Two people at one case."""

    def test_another_command_in_between(
        self, desk: Casework, just_before: Interleave
    ) -> None:
        """`StaleCase` says where the case stands; the first one's step is kept."""
        tell(desk, RECEIVE)
        just_before(lambda: tell(desk, ACKNOWLEDGE))
        with pytest.raises(StaleCase) as stale:
            tell(desk, Withdraw(on=date(2023, 4, 6)))

        assert 2 == stale.value.version
        assert ["Received", "Acknowledged"] == [
            type(one.event).__name__ for one in desk.history("CF-1")
        ]

    def test_two_receipts_of_one_reference(
        self, desk: Casework, log: EventLog, just_before: Interleave
    ) -> None:
        """Only one gets the reference, and nothing of the other remains."""
        just_before(lambda: tell(desk, RECEIVE))
        with pytest.raises(StaleCase):
            tell(desk, RECEIVE)

        assert 2 == log.position()
        assert 1 == len(desk.history("CF-1"))

    def test_another_command_just_after(
        self, desk: Casework, just_after: Interleave
    ) -> None:
        """What is returned is what the command brought about, and no more."""
        tell(desk, RECEIVE)
        just_after(lambda: tell(desk, Withdraw(on=date(2023, 4, 6))))

        assert ["Acknowledged"] == tell(desk, ACKNOWLEDGE)
        assert 3 == len(desk.history("CF-1"))


class TestRefusals:
    """A rule forbids it, or there is no such case."""

    @pytest.mark.parametrize(
        ("command", "rule"),
        [
            (
                Escalate(on=date(2023, 4, 19), to_stage=2, basis=Basis.NO_RESPONSE),
                "R19",
            ),
            (attrs.evolve(EXTEND, on=date(2023, 4, 20)), "R11"),
            (attrs.evolve(EXTEND, extended_to=date(2023, 5, 5)), "R12"),
            (RECEIVE, "R08"),
            (Acknowledge(on=date(2023, 4, 1)), "R10"),
            (Acknowledge(on=date(2023, 6, 2)), ""),
        ],
        ids=lambda value: value or "future",
    )
    def test_the_log_stays_as_it_is(
        self, desk: Casework, log: EventLog, command: Command, rule: str
    ) -> None:
        """The refusal cites its rule, and nothing was recorded."""
        tell(desk, RECEIVE)
        position = log.position()
        with pytest.raises(Refusal) as refusal:
            tell(desk, command)

        assert rule == refusal.value.rule
        assert position == log.position()

    def test_a_date_that_the_calendar_does_not_know(self, log: EventLog) -> None:
        """A complaint of before 1995 has no due date that could be relied on."""
        with pytest.raises(OutsideCalendar):
            tell(casework(log), attrs.evolve(RECEIVE, on=date(1994, 4, 5)))

        assert 0 == log.position()

    @pytest.mark.parametrize("reference", ["CF-9", "", "\udcff"])
    def test_an_unknown_reference(self, desk: Casework, reference: str) -> None:
        """Reading says so; a step about it is refused."""
        tell(desk, RECEIVE)
        for asked in (desk.history, desk.case):
            with pytest.raises(UnknownCase, match="no complaint has the reference"):
                asked(reference)
        with pytest.raises(UnknownCase):
            desk.overdue(reference, on=TODAY)
        with pytest.raises(Refusal) as refusal:
            desk.handle(reference, ACKNOWLEDGE, by=MANAGER)

        assert "R08" == refusal.value.rule

    def test_a_receipt_under_another_reference(
        self, desk: Casework, log: EventLog
    ) -> None:
        """The command and the call must speak of the same case."""
        with pytest.raises(Refusal):
            desk.handle("CF-2", RECEIVE, by=MANAGER)

        assert 0 == log.position()


def test_what_is_returned_is_what_is_stored(log: EventLog) -> None:
    """Of each kind of command, as a later reader finds it."""
    desk = attrs.evolve(casework(log), clock=FixedClock())
    for one in read_requests(story()):
        returned = desk.handle(one.reference, one.command, by=one.actor)
        assert returned
        assert [*returned] == [*desk.history(one.reference)][-len(returned) :]
