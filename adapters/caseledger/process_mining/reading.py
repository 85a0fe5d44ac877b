"""The log case by case: what happened in each, in order, and how it left the case."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import attrs

from caseledger.casework import EventLog
from caseledger.complaint import Complaint, Event, Meta, evolve
from caseledger.complaint.events import Received, Withdrawn
from caseledger.history.telling import occurred_on
from caseledger.rules import Procedure

_ENGLAND = ZoneInfo("Europe/London")
_GREENWICH_TIME = date(1847, 12, 2)
"""From then on England's clocks differ from UTC by whole minutes, as formats ask."""


@attrs.frozen(kw_only=True)
class Happening:
    """
    One event of a case, the instant that tools are told, and the case around it.

    `before` is None for the event with which the case begins.
    """

    version: int
    at: datetime
    event: Event
    meta: Meta
    before: Complaint | None = attrs.field(repr=False)
    after: Complaint = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Case:
    """A complaint under the id of its stream, with its events as they were recorded."""

    id: str
    recorded: Sequence[Happening]

    @property
    def complaint(self) -> Complaint:
        """Return the complaint as it stands."""
        return self.recorded[-1].after

    @property
    def happened(self) -> list[Happening]:
        """
        Return the events in the order in which they happened.

        Those of one day stay in the order in which they were recorded. In a register,
        a withdrawal comes last among its day's, told late or not.
        """
        return sorted(self.recorded, key=lambda one: (one.at, _told_last(one)))


def cases(
    log: EventLog,
    *,
    procedure: Procedure | None = None,
    service: str | None = None,
) -> Iterator[Case]:
    """
    Go through the cases in the order in which they were begun, one at a time.

    With `procedure` or `service`, those only that stand under it, about it. A case
    that is begun meanwhile is left out.

    Raises `UnreadableEvent` if a stored event cannot be understood.
    """
    newest = log.position()
    for placed in log.stream(only=[Received]):
        if placed.position > newest:
            return
        case = Case(id=placed.stream, recorded=_happenings(log, placed.stream))
        stands = case.complaint
        if procedure in {None, stands.procedure} and service in {None, stands.service}:
            yield case


def midnight(day: date) -> datetime:
    """
    Return the instant at which a day begins in England, with its offset from UTC.

    >>> print(midnight(date(2023, 7, 3)), midnight(date(2023, 12, 4)))
    2023-07-03 00:00:00+01:00 2023-12-04 00:00:00+00:00
    """
    zone = _ENGLAND if day >= _GREENWICH_TIME else UTC
    return datetime.combine(day, time(), zone)


def _happenings(log: EventLog, stream: str) -> list[Happening]:
    found: list[Happening] = []
    complaint: Complaint | None = None
    for one in log.read(stream):
        if not isinstance(one.event, Event):
            continue
        before, complaint = complaint, evolve(complaint, one.event)
        found.append(
            Happening(
                version=one.version,
                at=midnight(occurred_on(one.event) or _day_of(one.meta)),
                event=one.event,
                meta=one.meta,
                before=before,
                after=complaint,
            )
        )
    return found


def _day_of(meta: Meta) -> date:
    """Return the day in England on which something was recorded."""
    return meta.recorded_at.astimezone(_ENGLAND).date()


def _told_last(one: Happening) -> bool:
    return isinstance(one.event, Withdrawn) and one.meta.provenance is not None
