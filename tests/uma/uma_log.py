"""
A log on UmaDB, written as an embedder would: the port `EventLog` and nothing more.

UmaDB keeps one sequence of events with tags, and appends on the condition that no event
of some tags came after a position. So a stream is a tag, its version is in the event's
metadata, and whoever appends has looked at the streams as of a position.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from time import sleep
from typing import TypeVar
from uuid import uuid4

from umadb import (
    AppendCondition,
    Client,
    Event,
    IntegrityError,
    Query,
    QueryItem,
    SequencedEvent,
)

from caseledger.casework import (
    Append,
    LedgerEvent,
    PlacedEvent,
    RecordedEvent,
    StaleCase,
    StorageUnavailable,
    UnreadableEvent,
)
from caseledger.complaint import Recorded
from caseledger.eventlog import OutcomeUnknown
from caseledger.eventlog.codec import Codec

T = TypeVar("T")

NAMED = "log_named"
"""The type of the first event of all, which tells this log from every other."""

FIRST = 1
"""The position of that event."""

PAGE = 1_000
LOST = "UmaDB did not answer"

PAUSES = (0, 0.01, 0.05, 0.25)
"""Seconds before each time that it is asked."""


class UmaLog:
    """An `EventLog` on an UmaDB server."""

    def __init__(self, url: str) -> None:
        self._codec = Codec()
        self._client = _asked(lambda: Client(url))
        self._log_id = self._identity()

    def _identity(self) -> str:
        name = Event(NAMED, uuid4().hex.encode(), [], uuid4())
        names = Query([QueryItem(types=[NAMED])])
        self._append([name], AppendCondition(names))  # unless it has a name
        [named] = self._found(names, limit=1)
        return named.event.data.decode()

    @property
    def log_id(self) -> str:
        return self._log_id

    def append(self, *appends: Append) -> None:
        expected: dict[str, int] = {}
        leaves_at: dict[str, int] = {}
        events: list[Event] = []
        for one in appends:
            stream, version = one.stream, one.expected_version
            expected.setdefault(stream, version)
            if leaves_at.setdefault(stream, version) != version:
                raise ValueError("appends to one stream must follow one another")
            for entry in one.entries:
                version += 1
                name, state = self._codec.encode(entry)
                tags, metadata = [_tag(stream)], {"version": str(version)}
                events.append(Event(name, state, tags, uuid4(), metadata))
            leaves_at[stream] = version

        streams = Query([QueryItem(tags=[_tag(stream)]) for stream in expected])
        while True:
            head = _asked(self._client.head)
            self._require(expected)
            # An append of nothing is not asked for: it ends the server (0.7.8).
            if not events or self._append(events, AppendCondition(streams, head)):
                return
            # Somebody was quicker, at one of the streams: look again.

    def _require(self, expected: dict[str, int]) -> None:
        for stream, version in expected.items():
            newest = self._found(_of(stream), backwards=True, limit=1)
            standing = _version(newest[0]) if newest else 0
            if standing != version:
                raise StaleCase(stream, standing)

    def _append(self, events: Sequence[Event], condition: AppendCondition) -> bool:
        """Append all or nothing; say whether the condition held."""

        def append() -> bool:
            try:
                self._client.append(events, condition)
            except IntegrityError:
                # Nothing is raised from it: it quotes the event that is in the way.
                return False
            return True

        # Asked again, it does nothing twice: the events have ids.
        try:
            return _asked(append)
        except StorageUnavailable:
            raise OutcomeUnknown(LOST) from None

    def read(self, stream: str) -> Sequence[RecordedEvent]:
        recorded: list[RecordedEvent] = []
        for place, found in enumerate(self._found(_of(stream)), start=1):
            version, event = _version(found), found.event
            if version != place:
                raise UnreadableEvent(stream, place, f"version {version} is there")
            meta, told, details = self._codec.whole(
                stream, version, event.event_type, event.data
            )
            recorded.append(
                Recorded(
                    stream=stream, version=version, event=told, details=details,
                    meta=meta,
                )
            )  # fmt: skip
        return recorded

    def stream(
        self, after: int = 0, *, only: Collection[type[LedgerEvent]] = ()
    ) -> Iterator[PlacedEvent]:
        names = [name for kind in only for name in self._codec.names_of(kind)]
        query = Query([QueryItem(types=names)]) if names else None
        after = max(after, FIRST)
        while True:
            page = self._found(query, start=after + 1, limit=PAGE)
            yield from self._codec.placed(map(_row, page))
            if len(page) < PAGE:
                return
            after = page[-1].position

    def position(self) -> int:
        head = _asked(self._client.head)
        return 0 if head is None or head == FIRST else head

    def close(self) -> None:
        self._client.close()

    def _found(
        self,
        query: Query | None,
        *,
        start: int | None = None,
        backwards: bool = False,
        limit: int | None = None,
    ) -> list[SequencedEvent]:
        return _asked(lambda: [*self._client.read(query, start, backwards, limit)])


def _tag(stream: str) -> str:
    return f"stream:{stream}"


def _of(stream: str) -> Query:
    return Query([QueryItem(tags=[_tag(stream)])])


def _version(found: SequencedEvent) -> int:
    return int(found.event.metadata["version"])


def _row(found: SequencedEvent) -> tuple[int, str, int, str, bytes]:
    event = found.event
    [tag] = event.tags
    stream = tag.removeprefix("stream:")
    return found.position, stream, _version(found), event.event_type, event.data


def _asked(ask: Callable[[], T]) -> T:
    """Ask the server, more than once. Raises `StorageUnavailable` without an answer."""
    # When many read at once, gRPC now and then ends a connection, and makes a new one.
    for pause in PAUSES:
        sleep(pause)
        with suppress(Exception):  # it has none that is narrower
            return ask()
    raise StorageUnavailable(LOST)
