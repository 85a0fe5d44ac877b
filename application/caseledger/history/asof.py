"""A case's history line by line: as it stands, as on a day, as known at an instant."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from caseledger.casework import RecordedEvent
from caseledger.complaint import Event, Provenance
from caseledger.complaint.events import Corrected, Withdrawn
from caseledger.history.days import Place, known_by, places
from caseledger.history.owing import Due, made_due
from caseledger.history.telling import broken_by, deadline_of, occurred_on, tell

_ENGLAND = ZoneInfo("Europe/London")


@attrs.frozen(kw_only=True)
class Line:
    """
    One event told to people.

    `occurred_on` is the day as recorded, `day` the one on which it counts by all that
    is known: they differ once the day was corrected. `due_on` is the date that the
    event set, `under` the rule that set it; `made_due` is every day that it set or
    moved, with the rule in full and what became of it. `broken` are the rules that
    the step broke.

    `told_late_days` says how many days after it happened a live event was recorded;
    imported history has its `provenance` instead, and `late` marks what an earlier
    import of the same record did not have. `corrects` is the version of the event
    that this one puts right, `corrected_by` those of the events that put it right.
    `personal` is the free text that belongs to the event.
    """

    version: int
    command_id: str
    day: date
    occurred_on: date | None
    what: str
    sentence: str
    due_on: date | None
    under: str | None
    made_due: tuple[Due, ...]
    broken: tuple[str, ...]
    recorded_at: datetime
    told_late_days: int
    actor: str
    role: str
    corrects: int | None
    corrected_by: tuple[int, ...]
    late: bool
    provenance: Provenance | None
    personal: dict[str, Any] = attrs.field(repr=False)


@attrs.frozen
class _Counted:
    """An event that counts, where it stands, and the event that it speaks of."""

    recorded: RecordedEvent
    event: Event
    place: Place
    spoken_of: int | None

    @property
    def corrects(self) -> int | None:
        return self.spoken_of if isinstance(self.event, Corrected) else None


def history_lines(
    recorded: Sequence[RecordedEvent],
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[Line]:
    """
    Return a case's history in the order in which it happened.

    With `as_of`, without what happened later; with `known_at`, without what was
    recorded later. The day of each event is the one that `days.places` finds.
    """
    counted = _counted(recorded, as_of, known_at)
    owing = made_due([(one.recorded.version, one.event) for one in counted])
    lines = [
        (_order(one), _line(one, due, counted))
        for one, due in zip(counted, owing, strict=True)
    ]
    return [line for _, line in sorted(lines, key=lambda one: one[0])]


def _counted(
    recorded: Sequence[RecordedEvent],
    as_of: date | None,
    known_at: datetime | None,
) -> list[_Counted]:
    known = known_by(recorded, known_at)
    placed = places([event for _, event in known])
    return [
        _Counted(
            one,
            event,
            place,
            None if place.speaks_of is None else known[place.speaks_of][0].version,
        )
        for (one, event), place in zip(known, placed, strict=True)
        if as_of is None or place.day <= as_of
    ]


def _order(one: _Counted) -> tuple[date, bool, int]:
    # In a register, a withdrawal comes last among its day's, told late or not.
    imported = one.recorded.meta.provenance is not None
    last = isinstance(one.event, Withdrawn) and imported
    return one.place.day, last, one.recorded.version


def _line(one: _Counted, due: tuple[Due, ...], counted: Sequence[_Counted]) -> Line:
    recorded, event, meta = one.recorded, one.event, one.recorded.meta
    deadline = deadline_of(event)
    return Line(
        version=recorded.version,
        command_id=meta.command_id,
        day=one.place.day,
        occurred_on=occurred_on(event),
        what=type(event).__name__,
        sentence=tell(event),
        due_on=None if deadline is None else deadline.due_on,
        under=None if deadline is None else deadline.paragraph,
        made_due=due,
        broken=broken_by(event),
        recorded_at=meta.recorded_at,
        told_late_days=_told_late(recorded, event),
        actor=meta.actor,
        role=meta.role,
        corrects=one.corrects,
        corrected_by=tuple(_correcting(recorded.version, counted)),
        late=meta.provenance is not None and meta.provenance.late,
        provenance=meta.provenance,
        personal=({} if recorded.details is None else attrs.asdict(recorded.details)),
    )


def _correcting(version: int, counted: Sequence[_Counted]) -> Iterator[int]:
    for one in counted:
        if one.corrects == version:
            yield one.recorded.version


def _told_late(recorded: RecordedEvent, event: Event) -> int:
    """Return how many days after its day a live event was recorded, 0 on the day."""
    happened = occurred_on(event)
    if happened is None or recorded.meta.provenance is not None:
        return 0
    told_on = recorded.meta.recorded_at.astimezone(_ENGLAND).date()
    return max((told_on - happened).days, 0)
