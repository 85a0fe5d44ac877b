"""
The rules by themselves: given what happened, when a step is asked for, then this.

>>> from caseledger.complaint import Withdraw
>>> from caseledger.complaint.events import Withdrawn
>>> from caseledger.testing import a_received_complaint, day
>>> asked = Withdraw(on=day("Thu 6 Apr 2023"))
>>> answer = given(a_received_complaint()).when(asked)
>>> answer.then(Withdrawn(occurred_on=day("Thu 6 Apr 2023")))
>>> given(a_received_complaint(), asked).when(asked).refused_by("R32")

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
    Refusal,
    Terms,
    decide,
    evolve,
    relate,
)
from caseledger.testing.days import TODAY
from caseledger.testing.holding import hold


@attrs.frozen
class Answer:
    """What came of a command: events with their details, or a refusal."""

    happened: Sequence[Happening]
    refusal: Refusal | None = None

    def then(self, *events: Event) -> None:
        """Assert that exactly these events happened."""
        if self.refusal is not None:
            raise self.refusal
        hold("these events", list(events), self.events)

    def refused_by(self, rule: str, sentence: str = "", **facts: object) -> None:
        """
        Assert that a rule refused it, with these facts and in these words.

        A refusal without a number in the rulebook goes by the name of its class.
        """
        refusal = self.refusal
        if refusal is None:
            raise AssertionError(f"not refused: {self.events}")
        hold("this rule", rule, refusal.rule or type(refusal).__name__)
        if facts:
            hold("these facts", facts, attrs.asdict(refusal))
        if sentence:
            hold("these words", sentence, refusal.sentence)

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
    today: date = TODAY

    @property
    def stands(self) -> Complaint:
        """Return the complaint as it now stands."""
        if self.complaint is None:
            raise AssertionError("no complaint was received")
        return self.complaint

    def when(self, command: Command) -> Answer:
        """Ask for a step, live."""
        try:
            return Answer(
                decide(self.complaint, command, terms=self.terms, today=self.today),
            )
        except Refusal as refusal:
            return Answer((), refusal)

    def told(self, *commands: Command) -> Answer:
        """Tell steps of history, together."""
        happened, _ = relate(self.complaint, commands, terms=self.terms)
        return Answer(happened)


def given(
    *happened: Command | Event,
    terms: Terms | None = None,
    today: date = TODAY,
) -> Given:
    """Start from what has happened; without anything, from no complaint at all."""
    terms = terms or Terms()
    complaint: Complaint | None = None
    for one in happened:
        if isinstance(one, Event):
            complaint = evolve(complaint, one)
            continue
        for decided in decide(complaint, one, terms=terms, today=today):
            complaint = evolve(complaint, decided.event)
    return Given(complaint, terms, today)
