"""
The one way in which tests of the domain are written: given, when, then.

>>> from caseledger.complaint import Withdraw
>>> from caseledger.complaint.events import Withdrawn
>>> asked = Withdraw(on=day("Thu 6 Apr 2023"))
>>> answer = given(RECEIVED).when(asked)
>>> answer.then(Withdrawn(occurred_on=day("Thu 6 Apr 2023")))
>>> given(RECEIVED, asked).when(asked).refused_by("R32")

What is given are events, or live commands that are decided one after the other.
`when` asks for a step today; `told` records history that is only now told.
"""

from collections.abc import Sequence
from datetime import date

import attrs

from caseledger.complaint import (
    Command,
    Complaint,
    Details,
    Event,
    Happening,
    Receive,
    Refusal,
    Terms,
    decide,
    evolve,
    relate,
)
from caseledger.rules import Procedure

TODAY = date(2024, 11, 29)

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def day(written: str) -> date:
    """
    Read a day as the procedure writes it, and hold it to its weekday.

    >>> day("Wed 19 Apr 2023")
    datetime.date(2023, 4, 19)
    >>> day("Tue 19 Apr 2023")
    Traceback (most recent call last):
    ValueError: 19 Apr 2023 is a Wed
    """
    weekday, number, month, year = written.split()
    read = date(int(year), 1 + _MONTHS.index(month), int(number))
    if weekday != _WEEKDAYS[read.weekday()]:
        msg = f"{number} {month} {year} is a {_WEEKDAYS[read.weekday()]}"
        raise ValueError(msg)
    return read


RECEIVED = Receive(
    on=day("Mon 3 Apr 2023"),
    reference="CF-1",
    procedure=Procedure.STATUTORY,
    service="Children and Family Services",
)


@attrs.frozen
class Answer:
    """What came of a command: events with their details, or a refusal."""

    happened: Sequence[Happening]
    refusal: Refusal | None = None

    def then(self, *events: Event) -> None:
        """Assert that exactly these events happened."""
        if self.refusal is not None:
            raise self.refusal
        assert list(events) == self.events

    def refused_by(self, rule: str, sentence: str = "", **facts: object) -> None:
        """
        Assert that a rule refused it, with these facts and in these words.

        A refusal without a number in the rulebook goes by the name of its class.
        """
        refusal = self.refusal
        assert refusal is not None, f"not refused: {self.events}"
        assert rule == (refusal.rule or type(refusal).__name__)
        assert facts in ({}, attrs.asdict(refusal))
        assert sentence in {"", refusal.sentence}

    @property
    def events(self) -> list[Event]:
        """Return what happened, without the personal part."""
        return [one.event for one in self.happened]

    @property
    def details(self) -> Details | None:
        """Return the personal part of the only event."""
        [one] = self.happened
        return one.details


@attrs.frozen
class Given:
    """A complaint as its history left it, and the terms for what comes next."""

    complaint: Complaint | None
    terms: Terms

    @property
    def stands(self) -> Complaint:
        """Return the complaint as it now stands."""
        assert self.complaint is not None
        return self.complaint

    def when(self, command: Command) -> Answer:
        """Ask for a step, live."""
        try:
            return Answer(
                decide(self.complaint, command, terms=self.terms, today=TODAY),
            )
        except Refusal as refusal:
            return Answer((), refusal)

    def told(self, *commands: Command) -> Answer:
        """Tell steps of history, together."""
        happened, _ = relate(self.complaint, commands, terms=self.terms)
        return Answer(happened)


def given(*happened: Command | Event, terms: Terms | None = None) -> Given:
    """Start from what has happened; without anything, from no complaint at all."""
    terms = terms or Terms()
    complaint: Complaint | None = None
    for one in happened:
        if isinstance(one, Event):
            complaint = evolve(complaint, one)
            continue
        for decided in decide(complaint, one, terms=terms, today=TODAY):
            complaint = evolve(complaint, decided.event)
    return Given(complaint, terms)


def history(*commands: Command) -> list[Event]:
    """Return the events of a whole history told at once."""
    return given().told(*commands).events
