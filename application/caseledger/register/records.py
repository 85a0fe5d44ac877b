"""What is recorded and what is about to be, while an import runs."""

from collections.abc import Callable, Sequence

import attrs

from caseledger.casework import (
    Append,
    Entry,
    EventLog,
    Kind,
    LedgerEvent,
    ReferenceReserved,
    reservation,
)
from caseledger.complaint import Meta
from caseledger.feedback import ComplimentEvent, ComplimentReceived, evolve
from caseledger.register.known import Recording, recording

BATCH = 1_000
"""Events per transaction, about: a row is never split between two."""


@attrs.define
class Praise:
    """A compliment as recorded."""

    stream: str
    version: int = 0
    compliment: ComplimentReceived | None = None

    def add(self, event: LedgerEvent) -> None:
        """Take one more event in."""
        self.version += 1
        if isinstance(event, ComplimentEvent):
            self.compliment = evolve(self.compliment, event)


@attrs.define
class Records:
    """
    Finds streams by reference and records rows in batches, each row whole.

    In a dry run nothing reaches the log; what the rows said is remembered, so that
    later rows are judged as they would be. `fresh` are the streams that this import
    began, `told` the compliments that a row of it has told of.
    """

    log: EventLog
    new_id: Callable[[], str]
    dry_run: bool = False
    streams: dict[tuple[Kind, str], str] = attrs.field(factory=dict, init=False)
    fresh: set[str] = attrs.field(factory=set, init=False)
    told: set[str] = attrs.field(factory=set, init=False)
    _known: dict[str, Recording] = attrs.field(factory=dict, init=False)
    _praise: dict[str, Praise] = attrs.field(factory=dict, init=False)
    _appends: list[Append] = attrs.field(factory=list, init=False)
    _waiting: int = attrs.field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        for placed in self.log.stream(only=(ReferenceReserved,)):
            if isinstance(placed.event, ReferenceReserved):
                reserved = placed.event
                self.streams[reserved.kind, reserved.reference] = reserved.stream

    def complaint(self, reference: str) -> Recording | None:
        """Return what is known of a complaint, waiting rows included."""
        stream = self.streams.get((Kind.COMPLAINT, reference))
        if stream is None:
            return None
        found = self._known.get(stream)
        if found is None:
            found = recording(stream, self.log.read(stream))
            self._known[stream] = found
        return found

    def compliment(self, reference: str) -> Praise | None:
        """Return what is known of a compliment, waiting rows included."""
        stream = self.streams.get((Kind.COMPLIMENT, reference))
        if stream is None:
            return None
        found = self._praise.get(stream)
        if found is None:
            found = Praise(stream)
            for one in self.log.read(stream):
                found.add(one.event)
            self._praise[stream] = found
        return found

    def reserve(self, kind: Kind, reference: str, meta: Meta) -> str:
        """Give a new reference a stream of its own."""
        stream = self.new_id()
        self.streams[kind, reference] = stream
        self.fresh.add(stream)
        reserved = ReferenceReserved(kind=kind, reference=reference, stream=stream)
        place = reservation(kind, reference)
        self._appends.append(Append(place, 0, [Entry(reserved, None, meta)]))
        return stream

    def record(self, stream: str, version: int, entries: Sequence[Entry]) -> None:
        """Put a row's entries into the next batch, with its reservation if any."""
        self._appends.append(Append(stream, version, entries))
        self._waiting += len(entries) + 1
        if self._waiting >= BATCH:
            self.flush()

    def keep(self, known: Recording | Praise) -> None:
        """Remember what a row that waits for its batch has said."""
        if isinstance(known, Praise):
            self._praise[known.stream] = known
        else:
            self._known[known.stream] = known

    def flush(self) -> None:
        """Record what is waiting, in one transaction."""
        if not self.dry_run:
            if self._appends:
                self.log.append(*self._appends)
            self._known.clear()
            self._praise.clear()
        self._appends.clear()
        self._waiting = 0
