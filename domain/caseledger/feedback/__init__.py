"""Compliments: a small stream of its own, with one event and its corrections."""

from datetime import date

import attrs

FACTS = ("service", "team", "received_on", "theme")


@attrs.frozen(kw_only=True)
class ComplimentReceived:
    """Somebody praised a team or a person in it."""

    occurred_on: date
    reference: str
    service: str
    team: str | None
    theme: str | None


@attrs.frozen(kw_only=True)
class ComplimentNoted:
    """A fact of a compliment was recorded later than the compliment."""

    fact: str
    value: str


@attrs.frozen(kw_only=True)
class ComplimentCorrected:
    """A fact of a compliment that had been recorded wrongly was put right."""

    fact: str
    was: str
    now: str


@attrs.frozen(kw_only=True, repr=False)
class ComplimentCorrectionDetails:
    """Why a compliment was corrected."""

    because: str


ComplimentEvent = ComplimentReceived | ComplimentNoted | ComplimentCorrected


def evolve(
    compliment: ComplimentReceived | None,
    event: ComplimentEvent,
) -> ComplimentReceived:
    """Return the compliment as one more event leaves it."""
    if isinstance(event, ComplimentReceived):
        return event
    if compliment is None:
        msg = f"a compliment begins with its receipt, not {type(event).__name__}"
        raise ValueError(msg)
    value = event.value if isinstance(event, ComplimentNoted) else event.now
    match event.fact:
        case "received_on":
            return attrs.evolve(compliment, occurred_on=date.fromisoformat(value))
        case "service":
            return attrs.evolve(compliment, service=value)
        case "team":
            return attrs.evolve(compliment, team=value)
        case "theme":
            return attrs.evolve(compliment, theme=value)
        case _:
            msg = f"a compliment has no fact {event.fact!r}"
            raise ValueError(msg)
