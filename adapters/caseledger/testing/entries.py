"""
Entries to append to a log: one of every kind, each with all that it can say.

They make no case: a log keeps what it is given, and the rules are not its business.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from caseledger.casework import Entry, LedgerEvent
from caseledger.complaint import Meta
from caseledger.complaint.events import Acknowledged, ActionAgreed, Extended
from caseledger.eventlog.names import STORED_NAMES

META = Meta(
    recorded_at=datetime(2024, 1, 2, 9, 30, 15, 123456, tzinfo=UTC),
    actor="staff-17",
    role="complaints manager",
    command_id="5f0c9d6a7b8e4f21a3c4d5e6f7081000",
)

_DETAILS = {shape.event: shape.details for shape in STORED_NAMES.values()}


def entry_of(kind: type[LedgerEvent]) -> Entry:
    """
    Return an entry with an event of a kind, in which every field says something.

    >>> from caseledger.complaint.events import Acknowledged
    >>> print(entry_of(Acknowledged).event.occurred_on)
    2024-01-02
    """
    details = _DETAILS[kind]
    return Entry(_filled(kind), _filled(details) if details else None, META)


def every_entry() -> Sequence[Entry]:
    """Return an entry of every kind that a log must keep."""
    return [entry_of(kind) for kind in _DETAILS]


def acknowledged(day: int = 2, meta: Meta = META) -> Entry:
    """Return a short entry, which tells from others by its day in January 2024."""
    event = Acknowledged(occurred_on=date(2024, 1, day))
    return Entry(event, None, meta)


def saying(text: str) -> Entry:
    """Return an entry with the same text in its public and its personal part."""
    entry = entry_of(ActionAgreed)
    event: Any = entry.event
    details: Any = entry.details
    return attrs.evolve(
        entry,
        event=attrs.evolve(event, action_id=text),
        details=attrs.evolve(details, recommendation=text, owner=text),
    )


def privately_saying(text: str) -> Entry:
    """Return an entry with a text in its personal part alone."""
    entry = entry_of(Extended)
    details: Any = entry.details
    return attrs.evolve(entry, details=attrs.evolve(details, reason=text))


def _filled(kind: type[Any]) -> Any:  # noqa: ANN401 - an event, or part of one
    hints = get_type_hints(kind)
    return kind(
        **{
            field.name: _value(hints[field.name], field.name, number)
            for number, field in enumerate(attrs.fields(kind), start=1)
        },
    )


def _value(hint: Any, name: str, number: int) -> Any:  # noqa: ANN401 - any annotation
    """Return a value that no other field of the same class has, where it can."""
    parts = [part for part in get_args(hint) if part not in {type(None), ...}]
    if get_origin(hint) is tuple:
        return (_value(parts[0], name, number),)
    if parts:
        return _value(parts[0], name, number)
    if attrs.has(hint):
        return _filled(hint)
    if issubclass(hint, Enum):
        return list(hint)[-1]
    return {
        date: date(2024, 1, 1 + number),
        str: f"the {name}, \u201cZo\u00eb\u201d",
        int: number,
        bool: True,
    }[hint]
