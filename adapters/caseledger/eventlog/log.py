"""The event log on the eventsourcing library: its recorders, our envelope."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from eventsourcing.persistence import PersistenceError, StoredEvent

from caseledger.casework import (
    Append,
    ForeignLog,
    LedgerEvent,
    PlacedEvent,
    RecordedEvent,
    StorageUnavailable,
    UnreadableEvent,
)
from caseledger.complaint import Recorded
from caseledger.eventlog.codec import Codec
from caseledger.eventlog.recorders import (
    PAGE,
    MemoryRecorder,
    Recorder,
    SQLiteRecorder,
)
from caseledger.proof.rows import StoredRow

BEFORE_ALL = -(2**63)
"""Less than any position that a file can hold."""


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
        """
        Record all the entries of all the streams, or none.

        A stream may be given more than once: each append then expects the version
        at which the one before leaves it.

        Raises `StaleCase`, `StorageUnavailable`, of which `OutcomeUnknown` alone
        leaves open whether anything was recorded, and `Unstorable` for an entry that
        could not be given back as it was.
        """
        expected: dict[str, int] = {}
        leaves_at: dict[str, int] = {}
        stored: list[StoredEvent] = []
        for append in appends:
            stream, version = append.stream, append.expected_version
            expected.setdefault(stream, version)
            if leaves_at.setdefault(stream, version) != version:
                raise ValueError("appends to one stream must follow one another")
            for entry in append.entries:
                version += 1
                name, state = self._codec.encode(entry)
                stored.append(StoredEvent(stream, version, name, state))
            leaves_at[stream] = version
        try:
            self._recorder.insert_events(stored, expected=expected)
        except PersistenceError as error:
            raise _unavailable(error) from error

    def read(self, stream: str) -> Sequence[RecordedEvent]:
        """Return a stream from its first event."""
        try:
            rows = self._recorder.rows_of(stream)
        except PersistenceError as error:
            raise _unavailable(error) from error
        found: list[RecordedEvent] = []
        for place, (version, name, state) in enumerate(rows, start=1):
            if version != place:
                reason = f"version {version} is in its place"
                raise UnreadableEvent(stream, place, reason)
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

    def stream(
        self,
        after: int = 0,
        *,
        only: Collection[type[LedgerEvent]] = (),
    ) -> Iterator[PlacedEvent]:
        """Go through the log after a position, all of it or only some events."""
        names = [name for event in only for name in self._codec.names_of(event)]
        while True:
            try:
                rows = self._recorder.page(after, PAGE, names)
            except PersistenceError as error:
                raise _unavailable(error) from error
            yield from self._codec.placed(rows)
            if len(rows) < PAGE:
                return
            after = rows[-1][0]

    @property
    def gapless(self) -> bool:
        """Say whether every position up to the newest is taken: there is one writer."""
        return True

    def stored(self, after: int = BEFORE_ALL) -> Iterator[StoredRow]:
        """
        Go through the rows after a position as they are stored, undecoded.

        Of all rows those as well that a damaged file has where none is written.
        """
        while True:
            try:
                rows = self._recorder.stored(after, PAGE)
            except PersistenceError as error:
                raise _unavailable(error) from error
            yield from rows
            if len(rows) < PAGE:
                return
            after = rows[-1].position

    def stored_of(self, stream: str) -> Sequence[StoredRow]:
        """Return a stream's rows as they are stored, undecoded."""
        try:
            return self._recorder.stored_of(stream)
        except PersistenceError as error:
            raise _unavailable(error) from error

    def position(self) -> int:
        """Return the position of the newest event, 0 for an empty log."""
        try:
            return self._recorder.newest()
        except PersistenceError as error:
            raise _unavailable(error) from error

    @contextmanager
    def news(self) -> Iterator[Callable[[], bool]]:
        """
        Let somebody follow the log: ask what this gives whether it is time to look.

        It answers at once, and yes the first time. Begun before the first look, it
        misses nothing that is recorded; but a log may be put back from a copy, or its
        server be away, so look now and then without it as well.

        >>> log = memory_log()
        >>> with log.news() as news:
        ...     news(), news()
        (True, False)
        """
        try:
            told = self._recorder.news()
        except PersistenceError as error:
            raise _unavailable(error) from error

        def came() -> bool:
            try:
                return told.came()
            except PersistenceError as error:
                raise _unavailable(error) from error

        with closing(told):
            yield came

    def adopt(self, log_id: str, rows: Iterable[StoredRow]) -> None:
        """
        Become the copy of another log: take all its rows as stored and its id.

        All is taken or nothing. Raises `ForeignLog` unless this log is empty.
        """
        try:
            self._recorder.adopt(log_id, rows)
        except PersistenceError as error:
            raise _unavailable(error) from error
        self._log_id = log_id

    def close(self) -> None:
        """Let go of files and connections."""
        self._recorder.close()


def memory_log() -> RecorderLog:
    """Open a log that lives as long as the program: for tests and trials."""
    recorder = MemoryRecorder()
    return RecorderLog(recorder, log_id=recorder.log_id)


def sqlite_log(path: Path) -> RecorderLog:
    """
    Open a log in an SQLite file, which is made if it is missing.

    Raises `ForeignLog` if the file is not a log that this version can open, and
    `StorageUnavailable` if it cannot be opened at all.
    """
    if "\0" in str(path):
        raise ForeignLog("a file's name has no NUL character")  # SQLite would cut it
    try:
        recorder = SQLiteRecorder(path)
    except PersistenceError as error:
        raise _unavailable(error) from error
    return RecorderLog(recorder, log_id=recorder.log_id)


def postgres_log(
    name: str,
    *,
    must_exist: bool = False,
    grant_to: str | None = None,
    readable_by: str | None = None,
) -> RecorderLog:
    """
    Open a log in a schema of a PostgreSQL database, which is made if it is missing.

    A role that is named may then read and record in it, and change nothing; another
    may read it.
    Raises `ForeignLog` if the schema is not a log that this version can open, `NoLog`
    if there is none and there must be one, or the role may not make it, and
    `StorageUnavailable` if the server cannot be reached.
    """
    try:
        # It is an extra, and slow to load.
        from caseledger.eventlog.postgres import (  # noqa: PLC0415 - an extra
            PostgresRecorder,
            postgres_store,
        )
    except ImportError:
        raise ForeignLog(
            "PostgreSQL needs its driver: pip install caseledger[postgres]"
        ) from None
    try:
        recorder = PostgresRecorder(postgres_store(name), must_exist=must_exist)
        if grant_to is not None:
            recorder.grant(grant_to)
        if readable_by is not None:
            recorder.grant(readable_by, only_to_read=True)
    except PersistenceError as error:
        raise _unavailable(error) from error
    return RecorderLog(recorder, log_id=recorder.log_id)


def _unavailable(error: PersistenceError) -> StorageUnavailable:
    # The library wraps the driver's error; its text names the fault, not the data.
    return StorageUnavailable(str(error) or type(error).__name__)
