"""The casework: a command comes in, events are recorded, or the refusal goes out."""

from collections.abc import Callable, Sequence
from datetime import date

import attrs

from caseledger.casework.directory import Kind, ReferenceReserved, reservation
from caseledger.casework.errors import UnknownCase
from caseledger.casework.ports import Append, Clock, Entry, EventLog, RecordedEvent
from caseledger.complaint import (
    Command,
    Complaint,
    Duty,
    Event,
    Meta,
    Receive,
    Terms,
    decide,
    duties,
    evolve,
)
from caseledger.complaint.refusals import NotReceived

DEFAULT_TERMS = Terms()


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
            terms=self.terms,
            today=self.clock.today(),
        )
        meta = Meta(
            recorded_at=self.clock.now(),
            actor=by.id,
            role=by.role,
            command_id=command_id or self.new_id(),
        )
        entries = [Entry(one.event, one.details, meta) for one in happened]
        if stream is None:
            stream = self._receive(reference, command, entries, meta)
        else:
            self.log.append(Append(stream, len(recorded), entries))
        # Somebody else may have recorded more by now: that is not of our doing.
        return self.log.read(stream)[len(recorded) :][: len(entries)]

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
        """Return what the authority owes in a case and should have done by a day."""
        return [
            duty
            for duty in duties(self.case(reference))
            if duty.due_on < on and (duty.ended_on is None or duty.ended_on > on)
        ]

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


def _fold(recorded: Sequence[RecordedEvent]) -> Complaint | None:
    complaint: Complaint | None = None
    for one in recorded:
        if isinstance(one.event, Event):
            complaint = evolve(complaint, one.event)
    return complaint
