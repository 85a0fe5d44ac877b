"""What the casework needs from the world, and the promises each must keep."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

import attrs

from caseledger.casework.directory import ReferenceReserved
from caseledger.casework.disclosures import DisclosureEvent
from caseledger.casework.holidays import HolidayProclaimed
from caseledger.complaint import Details, Event, Meta, Placed, Recorded
from caseledger.feedback import ComplimentCorrectionDetails, ComplimentEvent

LedgerEvent = (
    Event | ComplimentEvent | ReferenceReserved | HolidayProclaimed | DisclosureEvent
)
LedgerDetails = Details | ComplimentCorrectionDetails
RecordedEvent = Recorded[LedgerEvent, LedgerDetails]
PlacedEvent = Placed[LedgerEvent]


@attrs.frozen
class Entry:
    """An event to be recorded, with its personal part and its envelope."""

    event: LedgerEvent
    details: LedgerDetails | None
    meta: Meta


@attrs.frozen
class Append:
    """Entries for one stream, which is expected to stand at a version."""

    stream: str
    expected_version: int
    entries: Sequence[Entry]


class EventLog(Protocol):
    """
    The log of everything that happened, in streams and as a whole.

    What was appended is there after any crash, and stays as it is. Positions count
    up through the whole log and are never given twice.
    """

    @property
    def log_id(self) -> str:
        """Tell this log from every other."""

    def append(self, *appends: Append) -> None:
        """
        Record all the entries of all the streams, or none.

        Raises `StaleCase` if a stream is not at the version expected, and
        `StorageUnavailable` if the log cannot be written now.
        """

    def read(self, stream: str) -> Sequence[RecordedEvent]:
        """
        Return a stream from its first event; nothing for one that has none.

        Raises `UnreadableEvent` if a stored event cannot be understood.
        """

    def stream(
        self,
        after: int = 0,
        *,
        only: Collection[type[LedgerEvent]] = (),
    ) -> Iterator[PlacedEvent]:
        """Go through the log after a position, all of it or only some events."""

    def position(self) -> int:
        """Return the position of the newest event, 0 for an empty log."""

    def close(self) -> None:
        """Let go of files and connections."""


class Clock(Protocol):
    """The time, and the day in England."""

    def now(self) -> datetime:
        """Return the time in UTC."""

    def today(self) -> date:
        """Return the day in England."""
