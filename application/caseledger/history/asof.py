"""A case's history line by line: as it stands, as on a day, as known at an instant."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import attrs

from caseledger.casework import RecordedEvent
from caseledger.complaint import Event, Provenance
from caseledger.complaint.events import Withdrawn
from caseledger.history.telling import broken_by, deadline_of, occurred_on, tell


@attrs.frozen(kw_only=True)
class Line:
    """
    One event told to people.

    `due` is the date that it set, `under` the rule that set it, `broken` the rules
    that the step broke. `late` marks what an earlier import of the same record did
    not have; `provenance` is where imported history came from. `personal` is the
    free text that belongs to the event.
    """

    version: int
    occurred_on: date | None
    what: str
    sentence: str
    due_on: date | None
    under: str | None
    broken: tuple[str, ...]
    recorded_at: datetime
    actor: str
    role: str
    late: bool
    provenance: Provenance | None
    personal: dict[str, Any] = attrs.field(repr=False)


def history_lines(
    recorded: Sequence[RecordedEvent],
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[Line]:
    """
    Return a case's history in the order in which it happened.

    With `as_of`, without what happened later; with `known_at`, without what was
    recorded later. What has no day of its own stands where it was recorded: with the
    latest day recorded before it.
    """
    lines = _lines(recorded, as_of, known_at)
    return [line for _, line in sorted(lines, key=lambda one: one[0])]


def _lines(
    recorded: Sequence[RecordedEvent],
    as_of: date | None,
    known_at: datetime | None,
) -> Iterator[tuple[tuple[date, bool, int], Line]]:
    latest = date.min
    for one in recorded:
        if not isinstance(one.event, Event):
            continue
        if known_at is not None and one.meta.recorded_at > known_at:
            continue
        happened = occurred_on(one.event)
        day = happened or latest
        latest = max(latest, day)
        if as_of is not None and day > as_of:
            continue
        deadline = deadline_of(one.event)
        provenance = one.meta.provenance
        line = Line(
            version=one.version,
            occurred_on=happened,
            what=type(one.event).__name__,
            sentence=tell(one.event),
            due_on=None if deadline is None else deadline.due_on,
            under=None if deadline is None else deadline.paragraph,
            broken=broken_by(one.event),
            recorded_at=one.meta.recorded_at,
            actor=one.meta.actor,
            role=one.meta.role,
            late=provenance is not None and provenance.late,
            provenance=provenance,
            personal=attrs.asdict(one.details) if one.details is not None else {},
        )
        # In a register, a withdrawal comes last among its day's, told late or not.
        last = isinstance(one.event, Withdrawn) and provenance is not None
        yield (day, last, one.version), line
