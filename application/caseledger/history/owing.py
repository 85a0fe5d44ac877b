"""What each event made due, under which rule, and what became of it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import attrs

from caseledger.complaint import (
    Complaint,
    Duty,
    Event,
    Standing,
    duties,
)
from caseledger.history.days import after


@attrs.frozen(kw_only=True)
class Due:
    """
    A day that an event set, the rule that it set it by, and what became of it.

    `edition` is the day from which the rule has been in force as it was applied,
    `calendar` the version of the bank holidays by which its days were counted.
    """

    name: str
    standing: Standing
    due_on: date
    paragraph: str
    edition: date
    calendar: str
    fate: str


def made_due(history: Sequence[tuple[int, Event]]) -> list[tuple[Due, ...]]:
    """
    Return for each event, given with its version, the days that it set or moved.

    An event sets a day if a duty is owed by another day, or by another rule, after it
    than before it, whatever the event is: an extension does, and so does a correction.
    """
    complaint: Complaint | None = None
    owed: dict[str, Duty] = {}
    found: list[dict[str, Duty]] = []
    for _, event in history:
        complaint = after(complaint, event)
        now = {} if complaint is None else named_duties(complaint)
        found.append(
            {
                name: duty
                for name, duty in now.items()
                if name not in owed or _ground(owed[name]) != _ground(duty)
            }
        )
        owed = now
    versions = [version for version, _ in history]
    return [
        tuple(
            _due(
                name, duty, _fate(name, duty, versions[at + 1 :], found[at + 1 :], owed)
            )
            for name, duty in there.items()
        )
        for at, there in enumerate(found)
    ]


def named_duties(complaint: Complaint) -> dict[str, Duty]:
    """
    Return what has been owed so far by its name in words, earlier passes first.

    What is owed again, in a further pass through its stage, has that in its name.
    """
    found: dict[str, Duty] = {}
    passes: Counter[str] = Counter()
    for duty in duties(complaint):
        name = duty.deadline.name.replace("_", " ")
        passes[name] += 1
        again = f", pass {passes[name]}" if passes[name] > 1 else ""
        found[f"{name}{again}"] = duty
    return found


def fate_of(duty: Duty) -> str:
    """Say what became of a duty: met in time or late, fallen away, or still owed."""
    if duty.ended_on is None:
        return "paused" if duty.paused else "not met yet"
    if not duty.met:
        return f"fell away on {duty.ended_on}"
    how = "in time" if duty.ended_on <= duty.due_on else "late"
    return f"met {how} on {duty.ended_on}"


def _ground(duty: Duty) -> tuple[date, str]:
    return duty.due_on, duty.deadline.provision


def _fate(
    name: str,
    duty: Duty,
    versions: Sequence[int],
    later: Sequence[dict[str, Duty]],
    owed: dict[str, Duty],
) -> str:
    for version, there in zip(versions, later, strict=True):
        if name in there:
            moved = there[name].due_on
            how = f"moved to {moved}" if moved != duty.due_on else "counted anew"
            return f"{how} by event {version}"
    return fate_of(owed[name]) if name in owed else "no longer owed"


def _due(name: str, duty: Duty, fate: str) -> Due:
    deadline = duty.deadline
    return Due(
        name=name,
        standing=deadline.name.standing,
        due_on=duty.due_on,
        paragraph=deadline.paragraph,
        edition=deadline.edition,
        calendar=deadline.calendar,
        fate=fate,
    )
