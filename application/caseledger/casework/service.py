"""The casework: a command comes in, events are recorded, or the refusal goes out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

import attrs

from caseledger.casework.directory import Kind, ReferenceReserved, reservation
from caseledger.casework.errors import StaleCase, UnknownCase
from caseledger.casework.holidays import (
    CALENDAR_STREAM,
    HolidayProclaimed,
    MovedDeadline,
    NoWorkingDay,
    with_proclaimed,
)
from caseledger.casework.ports import Append, Clock, Entry, EventLog, RecordedEvent
from caseledger.complaint import (
    Command,
    Complaint,
    Duty,
    Event,
    Meta,
    Receive,
    Recorded,
    Standing,
    Terms,
    decide,
    duties,
    evolve,
    recounted,
)
from caseledger.complaint.refusals import NotReceived

DEFAULT_TERMS = Terms()
ATTEMPTS = 10
"""How often a case that others write to at the same time is read and counted again."""


@attrs.frozen
class Actor:
    """Who gives a command: an opaque id, and the role it acts in."""

    id: str
    role: str


@attrs.frozen(kw_only=True)
class Casework:
    """
    What can be done with complaints, over any log.

    `new_id` gives ids that nobody else has (`uuid.uuid4().hex`); `terms` hold the
    authority's policy and the working-day calendar.
    """

    log: EventLog
    clock: Clock
    new_id: Callable[[], str]
    terms: Terms = DEFAULT_TERMS

    def handle(
        self,
        reference: str,
        command: Command,
        *,
        by: Actor,
        command_id: str | None = None,
    ) -> Sequence[RecordedEvent]:
        """
        Record what a command brings about, and return it.

        Give a command an id of its own if it may be sent twice: the second time
        changes nothing and returns what the first recorded.

        Raises a `Refusal` if a rule forbids the step, `StaleCase` if another
        command was recorded meanwhile, `OutsideCalendar` if a date is too far off.
        """
        stream = self._stream(reference)
        recorded = () if stream is None else self.log.read(stream)
        if command_id is not None:
            earlier = [r for r in recorded if r.meta.command_id == command_id]
            if earlier:
                return earlier
        complaint = _fold(recorded)
        happened = decide(
            complaint,
            command,
            terms=terms_in_force(self.log, self.terms),
            today=self.clock.today(),
        )
        meta = self._meta(by, recorded, command_id)
        entries = [Entry(one.event, one.details, meta) for one in happened]
        if stream is None:
            stream = self._receive(reference, command, entries, meta)
        else:
            self.log.append(Append(stream, len(recorded), entries))
        return [
            Recorded(
                stream=stream,
                version=version,
                event=entry.event,
                details=entry.details,
                meta=entry.meta,
            )
            for version, entry in enumerate(entries, start=len(recorded) + 1)
        ]

    def history(self, reference: str) -> Sequence[RecordedEvent]:
        """Return all that is recorded of a case. Raises `UnknownCase`."""
        stream = self._stream(reference)
        if stream is None:
            raise UnknownCase(reference)
        return self.log.read(stream)

    def case(self, reference: str) -> Complaint:
        """Return a case as it stands now. Raises `UnknownCase`."""
        complaint = _fold(self.history(reference))
        if complaint is None:
            raise UnknownCase(reference)
        return complaint

    def overdue(self, reference: str, *, on: date) -> Sequence[Duty]:
        """
        Return what the authority had to do in a case by a day and had not done.

        Milestones bind nobody, and the clocks of a suspended case stand still.
        """
        return [
            duty
            for duty in duties(self.case(reference))
            if duty.deadline.name.standing is Standing.LIMIT
            if duty.due_on < on and (duty.ended_on is None or duty.ended_on > on)
            if not duty.paused
        ]

    def proclaim(
        self,
        holiday: HolidayProclaimed,
        *,
        by: Actor,
    ) -> Sequence[MovedDeadline]:
        """
        Record a holiday that was proclaimed while clocks run, and move what is owed.

        Recorded once: said again, it only moves what was not moved yet. Raises
        `NoWorkingDay` if the day is not worked anyway, `OutsideCalendar` if the
        calendar does not reach it.
        """
        known = self.log.read(CALENDAR_STREAM)
        if not any(
            isinstance(one.event, HolidayProclaimed) and one.event.day == holiday.day
            for one in known
        ):
            calendar = terms_in_force(self.log, self.terms).calendar
            if not calendar.is_working_day(holiday.day):
                already = calendar.holiday(holiday.day)
                why = "a weekend" if already is None else already.name
                raise NoWorkingDay(holiday.day, why)
            entry = Entry(holiday, None, self._meta(by, known))
            self.log.append(Append(CALENDAR_STREAM, len(known), [entry]))
        return self.recount(by=by)

    def recount(self, *, by: Actor) -> Sequence[MovedDeadline]:
        """
        Count what is still owed in every case by the present calendar.

        Each deadline that moves is recorded in its case; what was met or ended keeps
        the date that bound it. Done again, it changes nothing.
        """
        streams = [
            (placed.event.reference, placed.event.stream)
            for placed in self.log.stream(only=[ReferenceReserved])
            if isinstance(placed.event, ReferenceReserved)
            and placed.event.kind is Kind.COMPLAINT
        ]
        terms = terms_in_force(self.log, self.terms)
        return [
            moved
            for reference, stream in streams
            for moved in self._recount(reference, stream, terms, by)
        ]

    def _recount(
        self,
        reference: str,
        stream: str,
        terms: Terms,
        by: Actor,
    ) -> Iterator[MovedDeadline]:
        for attempt in range(1, ATTEMPTS + 1):
            recorded = self.log.read(stream)
            complaint = _fold(recorded)
            moves = () if complaint is None else tuple(recounted(complaint, terms))
            if not moves:
                return
            meta = self._meta(by, recorded)
            entries = [Entry(move, None, meta) for move in moves]
            try:
                self.log.append(Append(stream, len(recorded), entries))
            except StaleCase:
                if attempt == ATTEMPTS:
                    raise
                continue
            for move in moves:
                was_due_on = move.was_due_on or move.deadline.due_on
                # Else only the longest that it may be extended to has moved.
                if was_due_on != move.deadline.due_on:
                    yield MovedDeadline(
                        reference=reference,
                        was_due_on=was_due_on,
                        deadline=move.deadline,
                    )
            return

    def _meta(
        self,
        by: Actor,
        earlier: Sequence[RecordedEvent],
        command_id: str | None = None,
    ) -> Meta:
        return Meta(
            recorded_at=not_before(self.clock.now(), earlier),
            actor=by.id,
            role=by.role,
            command_id=command_id or self.new_id(),
        )

    def _receive(
        self,
        reference: str,
        command: Command,
        entries: Sequence[Entry],
        meta: Meta,
    ) -> str:
        if not isinstance(command, Receive) or command.reference != reference:
            raise NotReceived
        stream = self.new_id()
        place = reservation(Kind.COMPLAINT, reference)
        reserved = ReferenceReserved(
            kind=Kind.COMPLAINT,
            reference=reference,
            stream=stream,
        )
        self.log.append(
            Append(place, 0, [Entry(reserved, None, meta)]),
            Append(stream, 0, entries),
        )
        return stream

    def _stream(self, reference: str) -> str | None:
        for recorded in self.log.read(reservation(Kind.COMPLAINT, reference)):
            if isinstance(recorded.event, ReferenceReserved):
                return recorded.event.stream
        return None


def terms_in_force(log: EventLog, terms: Terms) -> Terms:
    """Return terms with the holidays that the log knows to be proclaimed."""
    proclaimed = tuple(
        one.event
        for one in log.read(CALENDAR_STREAM)
        if isinstance(one.event, HolidayProclaimed)
    )
    if not proclaimed:
        return terms
    calendar = with_proclaimed(terms.calendar, proclaimed)
    return attrs.evolve(terms, calendar=calendar)


def not_before(now: datetime, earlier: Sequence[RecordedEvent]) -> datetime:
    """
    Return when to record something after earlier events of its stream.

    A clock that was put back does not put it before them: what was known at an instant
    is always the first so many events of a case.
    """
    return max([now, *(one.meta.recorded_at for one in earlier[-1:])])


def _fold(recorded: Sequence[RecordedEvent]) -> Complaint | None:
    complaint: Complaint | None = None
    for one in recorded:
        if isinstance(one.event, Event):
            complaint = evolve(complaint, one.event)
    return complaint
