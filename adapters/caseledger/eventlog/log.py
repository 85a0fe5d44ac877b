"""The event log on the eventsourcing library: its recorders, our envelope."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from uuid import uuid4

from eventsourcing.persistence import IntegrityError, PersistenceError, StoredEvent

from caseledger.casework import (
    Append,
    LedgerEvent,
    PlacedEvent,
    RecordedEvent,
    StaleCase,
    StorageUnavailable,
)
from caseledger.complaint import Placed, Recorded
from caseledger.eventlog.codec import Codec
from caseledger.eventlog.recorders import MemoryRecorder, Recorder, SQLiteRecorder

PAGE = 5_000


class RecorderLog:
    """An `EventLog` over a recorder of the library; open one with `open_log`."""

    def __init__(
        self,
        recorder: Recorder,
        *,
        log_id: str,
        codec: Codec | None = None,
    ) -> None:
        self._recorder = recorder
        self._log_id = log_id
        self._codec = codec or Codec()

    @property
    def log_id(self) -> str:
        """Tell this log from every other."""
        return self._log_id

    def append(self, *appends: Append) -> None:
        """Record all the entries of all the streams, or none."""
        stored = []
        for append in appends:
            for version, entry in enumerate(
                append.entries,
                start=append.expected_version + 1,
            ):
                name, state = self._codec.encode(entry)
                stored.append(StoredEvent(append.stream, version, name, state))
        try:
            self._recorder.insert_events(stored)
        except IntegrityError:
            raise self._stale(appends) from None
        except PersistenceError as error:
            raise _unavailable(error) from error

    def _stale(self, appends: Sequence[Append]) -> StaleCase:
        for append in appends:
            version = len(self._recorder.rows_of(append.stream))
            if version != append.expected_version:
                return StaleCase(append.stream, version)
        return StaleCase(appends[0].stream, appends[0].expected_version)

    def read(self, stream: str) -> Sequence[RecordedEvent]:
        """Return a stream from its first event."""
        found: list[RecordedEvent] = []
        for _, _, version, name, state in self._rows_of(stream):
            meta, event, details = self._codec.whole(stream, version, name, state)
            found.append(
                Recorded(
                    stream=stream,
                    version=version,
                    event=event,
                    details=details,
                    meta=meta,
                ),
            )
        return found

    def _rows_of(self, stream: str) -> Iterator[tuple[int, str, int, str, bytes]]:
        try:
            yield from self._recorder.rows_of(stream)
        except PersistenceError as error:
            raise _unavailable(error) from error

    def stream(
        self,
        after: int = 0,
        *,
        only: Collection[type[LedgerEvent]] = (),
    ) -> Iterator[PlacedEvent]:
        """Go through the log after a position, all of it or only some events."""
        names = [self._codec.name_of(event_class) for event_class in only]
        public = self._codec.public
        while True:
            try:
                rows = self._recorder.page(after, PAGE, names)
            except PersistenceError as error:
                raise _unavailable(error) from error
            for position, stream, version, name, state in rows:
                event = public(stream, version, name, state)
                yield Placed(position, stream, version, event)
            if len(rows) < PAGE:
                return
            after = rows[-1][0]

    def position(self) -> int:
        """Return the position of the newest event, 0 for an empty log."""
        try:
            return self._recorder.newest()
        except PersistenceError as error:
            raise _unavailable(error) from error

    def close(self) -> None:
        """Let go of files and connections."""
        if isinstance(self._recorder, SQLiteRecorder):
            self._recorder.datastore.close()


def memory_log() -> RecorderLog:
    """Open a log that lives as long as the program: for tests and trials."""
    return RecorderLog(MemoryRecorder(), log_id=uuid4().hex)


def sqlite_log(path: Path) -> RecorderLog:
    """
    Open a log in an SQLite file, which is made if it is missing.

    Raises `ForeignLog` if the file is not a log that this version can open, and
    `StorageUnavailable` if it cannot be opened at all.
    """
    try:
        recorder = SQLiteRecorder(path)
        return RecorderLog(recorder, log_id=recorder.identity(uuid4().hex))
    except PersistenceError as error:
        raise _unavailable(error) from error


def _unavailable(error: PersistenceError) -> StorageUnavailable:
    # The library wraps the driver's error; its text names the fault, not the data.
    return StorageUnavailable(str(error) or type(error).__name__)
