"""A worked case as it is read: a story, and what must be true after it."""

from collections.abc import Callable, Sequence
from datetime import date

import attrs

from caseledger.complaint import Command, Complaint, Terms
from caseledger.rules import Procedure


@attrs.frozen
class Proclaimed:
    """A day was made a bank holiday while clocks run."""

    on: date
    day: date


Happens = Command | Proclaimed


@attrs.frozen
class Step:
    """Something that happens, or is asked for, on a day."""

    line: int
    said: str
    on: date
    happens: Happens


@attrs.frozen
class Stood:
    """A complaint and its terms as they stood at the end of a step of its story."""

    on: date
    complaint: Complaint
    terms: Terms


@attrs.frozen
class Told:
    """A whole story: where the complaint stood after each of its steps."""

    steps: Sequence[Stood]

    @property
    def now(self) -> Stood:
        """Return where the complaint stands at the end."""
        return self.steps[-1]

    def at_end_of(self, day: date) -> Stood:
        """Return where the complaint stood at the end of a day."""
        past = [stood for stood in self.steps if stood.on <= day]
        return past[-1] if past else self.steps[0]


@attrs.frozen
class Claim:
    """What must be true: gives the words expected and the words that came."""

    line: int
    said: str
    compare: Callable[[Told], tuple[str, str]]


@attrs.frozen
class Refused:
    """A step that must be refused by a rule, or by the name of a refusal."""

    step: Step
    by: str
    saying: str = ""


@attrs.frozen(kw_only=True)
class Case:
    """One worked case; `rules` are those that it shows."""

    name: str
    line: int
    source: str
    rules: Sequence[str]
    terms: Terms
    procedure: Procedure
    story: Sequence[Step]
    claims: Sequence[Claim]
    refused: Sequence[Refused]
    allowed: Sequence[Step]
