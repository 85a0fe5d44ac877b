"""
What only some logs promise, a class of tests for each promise.

A log says by inheritance what it promises; each class holds it to the promises of
every log too.

>>> from caseledger.eventlog import memory_log
>>> from caseledger.testing import CopyableLogContract, GaplessLogContract
>>> class TestMemory(CopyableLogContract, GaplessLogContract):
...     def open(self, folder):
...         return memory_log()
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from pathlib import Path
from threading import Barrier
from time import sleep
from typing import Protocol
from uuid import uuid4

from caseledger.casework import Append, EventLog, ForeignLog, StaleCase
from caseledger.proof import StoredLog, StoredRow, verify
from caseledger.testing.entries import acknowledged, every_entry, privately_saying
from caseledger.testing.event_log import EventLogContract
from caseledger.testing.holding import hold, hold_that, refused


class ProvableLog(EventLog, StoredLog, Protocol):
    """A log whose events are linked, so that it can be verified."""

    def stored_of(self, stream: str) -> Sequence[StoredRow]:
        """Return a stream's rows as they are stored, in order of version."""


class CopyableLog(ProvableLog, Protocol):
    """A log that can become the copy of another."""

    def adopt(self, log_id: str, rows: Iterable[StoredRow]) -> None:
        """
        Become the copy of another log: take all its rows as stored and its id.

        All is taken or nothing. Raises `ForeignLog` unless this log is empty.
        """


class NewsLog(EventLog, Protocol):
    """A log that tells when it is time to look for more."""

    def news(self) -> AbstractContextManager[Callable[[], bool]]:
        """Let somebody follow the log: ask what this gives whether to look."""


class LastingLogContract(EventLogContract):
    """The promise that what was recorded outlasts the program."""

    def test_what_was_recorded_is_there_when_the_log_is_opened_again(self) -> None:
        """All of it, at the same positions, and in the same log."""
        self.log.append(Append("all", 0, every_entry()), Append("held", 0, []))
        log_id, placed = self.log.log_id, [*self.log.stream()]
        recorded, newest = [*self.log.read("all")], self.log.position()
        self.log.close()
        self.log = self.open(self.folder)
        hold("the same log", log_id, self.log.log_id)
        hold("the same events", placed, [*self.log.stream()])
        hold("the same stream", recorded, [*self.log.read("all")])
        hold("the same position", newest, self.log.position())

    def test_a_log_that_is_opened_again_goes_on_where_it_stood(self) -> None:
        """With the next version, and at a position above all others."""
        self.log.append(Append("case", 0, [acknowledged(1), acknowledged(2)]))
        newest = self.log.position()
        self.log.close()
        self.log = self.open(self.folder)
        stale = refused(StaleCase, self.log.append, Append("case", 0, [acknowledged()]))
        hold("where the stream stands", 2, stale.version)
        self.log.append(Append("case", 2, [acknowledged(3)]))
        hold_that("a position above", is_so=self.log.position() > newest)


class SharedLogContract(EventLogContract):
    """The promise that several may have the same log open, at the same time."""

    def test_two_who_open_a_log_see_each_other_s_events(self) -> None:
        """At once, and neither records over the other."""
        with closing(self.open(self.folder)) as second:
            self.log.append(Append("case", 0, [acknowledged(1)]))
            stale = refused(
                StaleCase, second.append, Append("case", 0, [acknowledged()])
            )
            hold("where the stream stands", 1, stale.version)
            second.append(Append("case", 1, [acknowledged(2)]))
            hold("the same stream", [*self.log.read("case")], [*second.read("case")])
            hold("the same events", [*self.log.stream()], [*second.stream()])
            hold("both events", 2, len(second.read("case")))
            hold("one log", self.log.log_id, second.log_id)

    def test_of_two_who_open_a_log_one_wins_each_version(self) -> None:
        """However both go at it, neither records over the other."""
        rounds = 20
        start = Barrier(2, timeout=60)

        def race(log: EventLog) -> int:
            won = 0
            for version in range(rounds):
                start.wait()
                try:
                    log.append(Append("case", version, [acknowledged()]))
                    won += 1
                except StaleCase as stale:
                    hold("where the stream stands", version + 1, stale.version)
            return won

        with closing(self.open(self.folder)) as second, ThreadPoolExecutor(2) as pool:
            won = [*pool.map(race, (self.log, second))]
            hold("one winner each", rounds, sum(won))
            versions = [one.version for one in second.read("case")]
        hold("every version once", [*range(1, rounds + 1)], versions)


class GaplessLogContract(EventLogContract):
    """The promise that positions are 1, 2, 3 and so on: what is taken out is missed."""

    def test_positions_are_counted_in_a_row(self) -> None:
        """Across appends, and across streams within one."""
        for _ in range(3):
            one, two = uuid4().hex, uuid4().hex
            self.log.append(
                Append(one, 0, [acknowledged()] * 2), Append(two, 0, [acknowledged()])
            )
        hold("1 to 9", [*range(1, 10)], [one.position for one in self.log.stream()])

    def test_what_was_refused_takes_no_position(self) -> None:
        """Neither what was stale nor what could not be stored."""
        for version in range(3):
            self.log.append(Append("case", version, [acknowledged()]))
            new = Append("new", 0, [acknowledged()])
            refused(
                StaleCase, self.log.append, new, Append("case", 0, [acknowledged()])
            )
            refused(
                ValueError,
                self.log.append,
                new,
                Append("case", version + 1, [privately_saying("\0")]),
            )
        hold("1 to 3", [1, 2, 3], [one.position for one in self.log.stream()])


class NewsLogContract(EventLogContract):
    """The promise that a follower is told when it is time to look."""

    def open(self, folder: Path) -> NewsLog:
        """Open a log, as for every contract."""
        raise NotImplementedError

    def test_a_follower_looks_once_and_then_only_for_news(self) -> None:
        """The first answer is yes; without anything recorded, the next ones are no."""
        with closing(self._with_news()) as log:
            log.append(Append("case", 0, [acknowledged()]))
            with log.news() as news:
                hold("one look", [True, False, False], [news(), news(), news()])

    def test_whatever_is_recorded_is_news(self) -> None:
        """Each time, to each follower, within seconds; what is refused is none."""
        stale = Append("case", 0, [acknowledged()])
        with (
            closing(self._with_news()) as log,
            log.news() as news,
            log.news() as others,
        ):
            hold("a first look each", [True, True], [news(), others()])
            for version in range(3):
                log.append(Append("case", version, [acknowledged()]))
                for told in (news, others):
                    hold_that("news of what was recorded", is_so=_comes(told))
                refused(StaleCase, log.append, stale)
                hold("no more news", [False, False], [news(), others()])

    def _with_news(self) -> NewsLog:
        folder = self.folder / uuid4().hex
        folder.mkdir()
        return self.open(folder)


class ProvableLogContract(EventLogContract):
    """The promise that each event has a link, and that rows are shown as stored."""

    log: ProvableLog

    def open(self, folder: Path) -> ProvableLog:
        """Open a log, as for every contract."""
        raise NotImplementedError

    def test_the_log_verifies(self) -> None:
        """By the program that checks every log."""
        self._record()
        hold_that("a log that verifies", is_so=verify(self.log).holds)

    def test_rows_are_those_of_the_events(self) -> None:
        """In the order of positions, each row where its event is."""
        self._record()
        rows = [(one.position, one.stream, one.version) for one in self.log.stored()]
        events = [(one.position, one.stream, one.version) for one in self.log.stream()]
        hold("a row for each event", events, rows)

    def test_each_link_is_as_it_is_defined(self) -> None:
        """SHA-256 over each field after its length in eight bytes."""
        self._record()
        last: dict[str, bytes] = {}
        for row in self.log.stored():
            fields = (
                b"caseledger link v1",
                last.get(row.stream, b""),
                row.stream.encode(),
                row.version.to_bytes(8, "big"),
                row.name.encode(),
                row.state,
            )
            told = b"".join(len(one).to_bytes(8, "big") + one for one in fields)
            last[row.stream] = hashlib.sha256(told).digest()
            hold(f"the link at {row.position}", last[row.stream], row.link)

    def test_rows_come_from_any_position_on(self) -> None:
        """And none from the newest on."""
        self._record()
        rows = [*self.log.stored()]
        for done, row in enumerate(rows, start=1):
            hold(f"those after {done}", rows[done:], [*self.log.stored(row.position)])

    def test_the_rows_of_a_stream_are_its_own(self) -> None:
        """As they are among all rows, in order of version."""
        self._record()
        rows = [*self.log.stored()]
        for stream in ("a", "b", "nobody's"):
            own = [row for row in rows if row.stream == stream]
            hold(f"the rows of {stream}", own, [*self.log.stored_of(stream)])

    def _record(self) -> None:
        """Record a few events in two streams, together and one by one."""
        self.log.append(Append("a", 0, [acknowledged(1), privately_saying("why")]))
        self.log.append(
            Append("b", 0, [acknowledged(2)]), Append("a", 2, [acknowledged(3)])
        )
        self.log.append(Append("b", 1, every_entry()))


class CopyableLogContract(ProvableLogContract):
    """The promise that a log can become the copy of another: `store copy`."""

    log: CopyableLog

    def open(self, folder: Path) -> CopyableLog:
        """Open a log, as for every contract."""
        raise NotImplementedError

    def test_a_copy_is_the_log_byte_for_byte(self) -> None:
        """Its id and all rows, links and positions; and it goes on from there."""
        self._record()
        rows = [*self.log.stored()]
        with closing(self._another()) as copy:
            copy.adopt(self.log.log_id, rows)
            hold("the same log", self.log.log_id, copy.log_id)
            hold("the same rows", rows, [*copy.stored()])
            for log in (self.log, copy):
                log.append(Append("a", 3, [acknowledged(4)]))
            hold("the same next row", [*self.log.stored()], [*copy.stored()])

    def test_a_log_that_is_not_empty_becomes_no_copy(self) -> None:
        """What is recorded stays."""
        self._record()
        with closing(self._another()) as other:
            other.append(Append("case", 0, [acknowledged()]))
            own, rows = other.log_id, [*other.stored()]
            refused(ForeignLog, other.adopt, self.log.log_id, [*self.log.stored()])
            hold("its own id", own, other.log_id)
            hold("its own rows", rows, [*other.stored()])

    def test_a_copy_that_fails_half_way_takes_nothing(self) -> None:
        """So that it can be tried again."""
        self._record()
        rows = [*self.log.stored()]
        with closing(self._another()) as copy:
            own = copy.log_id
            refused(_HalfWayError, copy.adopt, self.log.log_id, _half(rows))
            hold("its own id", own, copy.log_id)
            hold("nothing", 0, copy.position())
            copy.adopt(self.log.log_id, rows)
            hold("the same rows", rows, [*copy.stored()])

    def _another(self) -> CopyableLog:
        folder = self.folder / uuid4().hex
        folder.mkdir()
        return self.open(folder)


def _comes(news: Callable[[], bool]) -> bool:
    """Ask until there is news, and not for ever."""
    for _ in range(300):
        if news():
            return True
        sleep(0.01)
    return False


class _HalfWayError(Exception):
    pass


def _half(rows: Sequence[StoredRow]) -> Iterator[StoredRow]:
    yield from rows[: len(rows) // 2]
    raise _HalfWayError
