"""
What every log promises, as a class of tests: whoever writes an adapter subclasses it.

A test module of the adapter's own says which log it is, and pytest runs every test:

>>> from caseledger.eventlog import memory_log
>>> from caseledger.testing import EventLogContract
>>> class TestMemory(EventLogContract):
...     def open(self, folder):
...         return memory_log()

What only some logs promise is in `caseledger.testing.stored_log`.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Event
from typing import Any
from uuid import uuid4

import attrs

from caseledger.casework import (
    Append,
    Entry,
    EventLog,
    PlacedEvent,
    RecordedEvent,
    StaleCase,
)
from caseledger.complaint import Provenance
from caseledger.complaint.details import SuspensionDetails
from caseledger.complaint.events import Acknowledged, Extended, RemedyOffered
from caseledger.eventlog import Unstorable, UnstorableText
from caseledger.testing.entries import (
    META,
    acknowledged,
    entry_of,
    every_entry,
    privately_saying,
    saying,
)
from caseledger.testing.holding import hold, hold_that, refused

ODD_TEXTS = (
    "",
    "Zo\u00eb",  # composed
    "Zoe\u0308",  # the same to the eye
    '{"_type_": "uuid_hex", "_data_": "x"}',
    "\\u0000",  # not a NUL, but how one may be written
    "\u202e\U0001f468\u200d\U0001f467 '\"\\/",
    " \t\r\n ",
    "'; DROP TABLE stored_events; --",
)
WRONGLY_TYPED: dict[str, dict[str, Any]] = {
    "a number for text": {"remedy_id": 5},
    "text for a number": {"amount_pence": "150"},
    "not a number": {"amount_pence": float("nan")},
    "infinity": {"amount_pence": float("inf")},
    "a truth for a number": {"amount_pence": True},
    "text for a day": {"occurred_on": "2024-01-02"},
    "a time for a day": {"occurred_on": META.recorded_at},
    "a word not in the list": {"kind": "gift"},
    "a free dictionary": {"remedy_id": {"_type_": "x", "_data_": "y"}},
    "an object": {"remedy_id": object()},
}


class EventLogContract:
    """
    The promises of the port `EventLog`.

    Each test has a log of its own, `self.log`, opened in a folder of its own.
    """

    page = 1_000
    """How many events the log reads at a time, if it reads in pages."""

    log: EventLog
    folder: Path

    def open(self, folder: Path) -> EventLog:
        """
        Open a log that is new, and another one in another folder.

        A log that lasts is opened again when its folder is given again.
        """
        raise NotImplementedError

    def setup_method(self) -> None:
        """Open the log, as pytest does before each test."""
        self._temporary = TemporaryDirectory()
        self.folder = Path(self._temporary.name)
        self.log = self.open(self.folder)

    def teardown_method(self) -> None:
        """Close the log, as pytest does after each test."""
        self.log.close()
        self._temporary.cleanup()

    # --- Streams ----------------------------------------------------------------------

    def test_an_unknown_stream_is_empty(self) -> None:
        """What nobody has recorded is no error, but nothing."""
        self._append("another", acknowledged())
        hold("nothing", [], [*self.log.read(uuid4().hex)])

    def test_a_stream_is_read_in_the_order_in_which_it_was_appended(self) -> None:
        """Versions count from 1; the days of events do not order them."""
        days = [9, 4, 30, 1]
        for version, day in enumerate(days):
            self.log.append(Append("case", version, [acknowledged(day)]))
        self._append("other", acknowledged(2))

        found = self.log.read("case")

        hold("the versions", [1, 2, 3, 4], [one.version for one in found])
        hold("the one stream", {"case"}, {one.stream for one in found})
        hold("the events", [acknowledged(day).event for day in days], _events(found))

    def test_streams_with_names_alike_are_told_apart(self) -> None:
        """A stream is its name, letter by letter."""
        names = ["case", "Case", "case ", "case/1", "cas", "c_se", "c%", "\u010dase"]
        for day, name in enumerate(names, start=1):
            self.log.append(Append(name, 0, [acknowledged(day)]))
        for day, name in enumerate(names, start=1):
            found = _events(self.log.read(name))
            hold("its own event alone", [acknowledged(day).event], found)

    def test_every_kind_of_event_comes_back_as_it_was(self) -> None:
        """Event, personal part and envelope are equal to those that were given."""
        given = every_entry()
        self.log.append(Append("all", 0, given))
        for one, back in zip(given, _entries(self.log.read("all")), strict=True):
            hold(f"{type(one.event).__name__} as given", one, back)

    def test_an_entry_keeps_who_when_why_and_where_from(self) -> None:
        """The envelope is kept to the microsecond, and the source row with it."""
        source = Provenance(file_sha256="ab" * 32, sheet="register", row=7, late=True)
        imported = attrs.evolve(META, provenance=source)
        self._append("case", acknowledged(meta=META), acknowledged(meta=imported))
        kept = [one.meta for one in self.log.read("case")]
        hold("the envelopes", [META, imported], kept)

    def test_the_same_entry_may_be_recorded_again(self) -> None:
        """To know a repeat by its command id is the casework's part, not the log's."""
        for version in range(3):
            self.log.append(Append("case", version, [acknowledged()]))
        hold("all three", 3, len(self.log.read("case")))
        hold("all three", 3, len([*self.log.stream()]))

    # --- All or nothing ---------------------------------------------------------------

    def test_several_streams_are_appended_to_at_once(self) -> None:
        """One append may be to several streams."""
        self.log.append(
            Append("one", 0, [acknowledged(1), acknowledged(2)]),
            Append("two", 0, [acknowledged(3)]),
        )
        hold("what each was given", [2, 1], self._lengths("one", "two"))

    def test_if_one_stream_is_stale_nothing_is_recorded(self) -> None:
        """The refusal names the stale stream; the others are as they were."""
        self._append("two", acknowledged())
        before = self.log.position()
        self._stale_at(
            ("two", 1),
            Append("one", 0, [acknowledged()]),
            Append("two", 0, [acknowledged()]),
            Append("three", 0, [acknowledged()]),
        )
        hold("no more", [0, 1, 0], self._lengths("one", "two", "three"))
        hold("the position as before", before, self.log.position())

    def test_if_one_entry_cannot_be_stored_nothing_is_recorded(self) -> None:
        """Nor are the entries before it."""
        refused(
            UnstorableText,
            self.log.append,
            Append("one", 0, [acknowledged()]),
            Append("two", 0, [acknowledged(), privately_saying("\0")]),
        )
        hold("nothing", [0, 0], self._lengths("one", "two"))

    def test_nothing_may_be_appended(self) -> None:
        """An append of nothing is no error."""
        self.log.append()
        hold("an empty log", 0, self.log.position())

    def test_one_append_may_follow_another_to_the_same_stream(self) -> None:
        """Each then expects the version at which the one before leaves the stream."""
        self.log.append(
            Append("case", 0, [acknowledged(1)]),
            Append("other", 0, [acknowledged(2)]),
            Append("case", 1, [acknowledged(3), acknowledged(4)]),
            Append("case", 3, [acknowledged(5)]),
        )
        days = [one.occurred_on.day for one in _events(self.log.read("case"))]
        hold("each after the other", [1, 3, 4, 5], days)

    def test_appends_to_one_stream_that_do_not_follow_are_refused(self) -> None:
        """They are a mistake in the program, not a race: `ValueError`."""
        for second in (0, 2, 5):
            refused(
                ValueError,
                self.log.append,
                Append("case", 0, [acknowledged(1)]),
                Append("case", second, [acknowledged(2)]),
            )
        hold("nothing", 0, self.log.position())

    # --- The version expected ---------------------------------------------------------

    def test_another_version_than_expected_is_stale_and_named(self) -> None:
        """Too low, too high or absurd: the refusal says where the stream stands."""
        self._append("case", acknowledged(1), acknowledged(2))
        for expected in (-1, 0, 1, 3, 4, 2**70):
            self._stale_at(("case", 2), Append("case", expected, [acknowledged(3)]))
        hold("no more", [2], self._lengths("case"))

    def test_a_stale_append_repeats_nothing_that_is_recorded(self) -> None:
        """An engine's own error may quote the event that is in the way."""
        self._append("case", privately_saying("Jane Doe"), saying("Jane Doe"))
        entry = saying("Jane Doe")
        refusal = refused(StaleCase, self.log.append, Append("case", 1, [entry]))
        _hold_unrepeated("Jane", refusal)

    def test_a_stream_without_events_is_at_version_0(self) -> None:
        """Whoever begins a stream expects 0."""
        for expected in (-1, 1, 7):
            self._stale_at(("case", 0), Append("case", expected, [acknowledged()]))
        hold("nothing", [0], self._lengths("case"))

    def test_a_stream_can_be_held_to_its_version_without_an_entry(self) -> None:
        """So a decision that rests on two streams is made on neither's past."""
        self._append("rests on", acknowledged())
        self.log.append(Append("rests on", 1, []), Append("case", 0, [acknowledged()]))
        self._stale_at(
            ("rests on", 1),
            Append("rests on", 0, []),
            Append("case", 1, [acknowledged()]),
        )
        self._stale_at(("rests on", 1), Append("rests on", 2, []))
        hold("no more", [1, 1], self._lengths("rests on", "case"))

    # --- The whole log ----------------------------------------------------------------

    def test_an_empty_log_is_at_position_0(self) -> None:
        """And there is nothing to go through."""
        hold("no position", 0, self.log.position())
        hold("nothing", [], [*self.log.stream()])

    def test_the_log_is_streamed_in_the_order_of_positions(self) -> None:
        """It is the order of the appends, and the last position is the newest."""
        self._append("one", acknowledged(1))
        self._append("two", acknowledged(2), privately_saying("why"))
        self._append("one", acknowledged(3))

        placed = [*self.log.stream()]

        expected = [("one", 1), ("two", 1), ("two", 2), ("one", 2)]
        hold("the order of the appends", expected, _places(placed))
        positions = [one.position for one in placed]
        hold("positions that go up", sorted({*positions}), positions)
        hold("the newest position", positions[-1], self.log.position())

    def test_going_through_the_log_gives_the_events_of_the_streams(self) -> None:
        """One event is the same by either way."""
        self.log.append(Append("all", 0, every_entry()))
        placed = [*self.log.stream()]
        hold("the events", _events(self.log.read("all")), [one.event for one in placed])

    def test_streaming_goes_on_after_a_position(self) -> None:
        """The position itself is left out: it is where a follower stopped."""
        self._append("case", *[acknowledged(day) for day in range(1, 6)])
        placed = [*self.log.stream()]
        for done, one in enumerate(placed, start=1):
            rest = [*self.log.stream(one.position)]
            hold(f"the rest after {done}", placed[done:], rest)

    def test_streaming_can_be_of_some_events_only(self) -> None:
        """Of those kinds all, and nothing else."""
        self.log.append(Append("all", 0, [*every_entry(), acknowledged(9)]))
        everything = [*self.log.stream()]
        kinds: list[Any] = [[Extended], {Extended, Acknowledged}, (RemedyOffered,)]
        for only in kinds:
            wanted = [one for one in everything if type(one.event) in only]
            hold("those kinds", wanted, [*self.log.stream(only=only)])
            rest = [*self.log.stream(wanted[0].position, only=only)]
            hold("those kinds, from there on", wanted[1:], rest)

    def test_a_long_log_is_streamed_whole(self) -> None:
        """Exactly at the end of a page, just before it and just after it."""
        placed: list[PlacedEvent] = []
        recorded = 0
        for entries in (self.page - 1, 1, 1, self.page):
            self._append(uuid4().hex, *[acknowledged()] * entries)
            recorded += entries
            placed = [*self.log.stream()]
            hold("each position", recorded, len({one.position for one in placed}))
            hold("no event twice", recorded, len(placed))
            hold("the newest last", self.log.position(), placed[-1].position)
        rest = [*self.log.stream(placed[self.page - 1].position)]
        hold("the rest", placed[self.page :], rest)

    def test_a_position_is_not_given_twice(self) -> None:
        """Nor is one that was given to what was then refused given below a newer."""
        seen: list[int] = []
        for version in range(0, 10, 2):
            self.log.append(Append("case", version, [acknowledged(), acknowledged()]))
            refused(
                StaleCase,
                self.log.append,
                Append("new", 0, [acknowledged()]),
                Append("case", 0, [acknowledged()]),
            )
            newest = seen[-1] if seen else 0
            seen += [one.position for one in self.log.stream(newest)]
        hold("ten positions", 10, len(seen))
        hold("positions that go up", sorted({*seen}), seen)

    def test_each_log_is_told_from_every_other(self) -> None:
        """So that read models are not carried on with another log."""
        another = self.folder / "another"
        another.mkdir()
        with closing(self.open(another)) as other:
            hold_that("an id of its own", is_so=other.log_id != self.log.log_id)
        hold("the same id", self.log.log_id, self.log.log_id)

    # --- What can be stored -----------------------------------------------------------

    def test_text_comes_back_exactly(self) -> None:
        """Neither composed nor stripped, neither escaped nor read as something else."""
        for version, text in enumerate(ODD_TEXTS):
            self.log.append(Append("case", version, [saying(text)]))
        back = _entries(self.log.read("case"))
        hold("the texts", [saying(text) for text in ODD_TEXTS], back)

    def test_every_character_comes_back(self) -> None:
        """All of Unicode but the NUL and the halves of characters."""
        block = 0x8000
        for start in range(0, 0x110000, block):
            codes = range(max(start, 1), start + block)
            text = "".join(chr(one) for one in codes if not 0xD800 <= one < 0xE000)
            self.log.append(Append(f"from {start:x}", 0, [saying(text)]))
            [back] = _entries(self.log.read(f"from {start:x}"))
            hold_that(f"all from {start:x} on", is_so=saying(text) == back)

    def test_text_that_no_log_could_give_back_is_refused_unrepeated(self) -> None:
        """A NUL and half a character are refused; the error does not repeat them."""
        for bad in map(chr, (0, 0xD800, 0xDFFF, 0xDC80)):
            for text in (bad, f"Jane Doe{bad}", f'\\"{bad}Jane Doe'):
                for entry in (saying(text), privately_saying(text)):
                    refusal = refused(UnstorableText, self._append, "case", entry)
                    _hold_unrepeated("Jane", refusal)
        hold("nothing", 0, self.log.position())

    def test_a_value_of_another_type_is_refused(self) -> None:
        """It would be stored, and the case could never be read again."""
        for wrong in WRONGLY_TYPED.values():
            entry = entry_of(RemedyOffered)
            event: Any = entry.event
            entry = attrs.evolve(entry, event=attrs.evolve(event, **wrong))
            refused(Unstorable, self._append, "case", entry)
        hold("nothing", 0, self.log.position())

    def test_the_personal_part_must_be_the_event_s_own(self) -> None:
        """Its class is not stored: another of the same fields would come back."""
        others = SuspensionDetails(reason="Jane Doe")
        for entry in (privately_saying("why"), acknowledged()):
            wrong = attrs.evolve(entry, details=others)
            refusal = refused(Unstorable, self._append, "case", wrong)
            _hold_unrepeated("Jane", refusal)
        hold("nothing", 0, self.log.position())

    def test_an_event_without_a_stored_name_is_refused(self) -> None:
        """A log keeps what it knows, not whatever it is given."""
        unknown: Any = date(2024, 1, 2)
        entry = Entry(unknown, None, META)
        refusal = refused(Unstorable, self._append, "case", entry)
        hold_that("the class in the error", is_so="date" in str(refusal))
        hold("nothing", 0, self.log.position())

    # --- At the same time -------------------------------------------------------------

    def test_of_several_at_once_one_wins_each_version(self) -> None:
        """Whoever loses is told where the stream stands, and has recorded nothing."""
        writers, rounds = 4, 20
        start = Barrier(writers, timeout=60)
        lost: list[int] = []

        def race(writer: int) -> list[int]:
            won = []
            for version in range(rounds):
                start.wait()
                entry = acknowledged(meta=attrs.evolve(META, actor=f"w{writer}"))
                try:
                    self.log.append(Append("case", version, [entry]))
                    won.append(version + 1)
                except StaleCase as stale:
                    lost.append(stale.version)
            return won

        with ThreadPoolExecutor(writers) as pool:
            won = [*pool.map(race, range(writers))]

        versions = [*range(1, rounds + 1)]
        hold("one winner each", versions, sorted(chain(*won)))
        told = [version for version in versions for _ in range(writers - 1)]
        hold("where it stands, told to each who lost", told, lost)
        found = self.log.read("case")
        hold("what was won", rounds, len(found))
        for writer, own in enumerate(won):
            recorded = [one.version for one in found if one.meta.actor == f"w{writer}"]
            hold("the winner's own", own, recorded)

    def test_a_follower_sees_every_event_once(self) -> None:
        """Positions appear in their order, however many write meanwhile."""
        writers, batches, size = 3, 15, 7
        written = Event()

        def write(writer: int) -> None:
            for batch in range(batches):
                entries = [acknowledged()] * size
                self.log.append(Append(f"{writer}-{batch}", 0, entries))

        def follow() -> list[tuple[str, int]]:
            seen: list[PlacedEvent] = []
            last = False
            while not last:
                last = written.is_set()
                seen += self.log.stream(seen[-1].position if seen else 0)
            return _places(seen)

        with ThreadPoolExecutor(writers + 1) as pool:
            following = pool.submit(follow)
            try:
                [*pool.map(write, range(writers))]
            finally:
                written.set()

        expected = sorted(
            (f"{writer}-{batch}", version)
            for writer in range(writers)
            for batch in range(batches)
            for version in range(1, size + 1)
        )
        hold("every event once", expected, sorted(following.result()))

    # --- How they are asked -----------------------------------------------------------

    def _append(self, stream: str, *entries: Entry) -> None:
        """Append to a stream, wherever it stands."""
        self.log.append(Append(stream, len(self.log.read(stream)), entries))

    def _lengths(self, *streams: str) -> list[int]:
        return [len(self.log.read(stream)) for stream in streams]

    def _stale_at(self, standing: tuple[str, int], *appends: Append) -> None:
        stale = refused(StaleCase, self.log.append, *appends)
        hold("where the stream stands", standing, (stale.stream, stale.version))


def _hold_unrepeated(text: str, refusal: BaseException) -> None:
    """Assert that neither an error nor one behind it repeats a text."""
    error: BaseException | None = refusal
    while error is not None:
        said = f"{error}\n{error!r}\n{error.args}\n{vars(error)}"
        hold_that("an error that does not repeat the text", is_so=text not in said)
        error = error.__cause__ or error.__context__


def _events(found: Sequence[RecordedEvent]) -> list[Any]:
    return [one.event for one in found]


def _entries(found: Sequence[RecordedEvent]) -> list[Entry]:
    return [Entry(one.event, one.details, one.meta) for one in found]


def _places(placed: Sequence[PlacedEvent]) -> list[tuple[str, int]]:
    return [(one.stream, one.version) for one in placed]
