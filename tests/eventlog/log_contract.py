"""
What every `EventLog` promises, as one suite; a subclass says which log it is.

>>> from caseledger.eventlog import memory_log
>>> class TestMemory(LogContract):
...     def open(self, folder):
...         return memory_log()
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from itertools import chain
from pathlib import Path
from threading import Barrier, Event
from typing import Any
from uuid import uuid4

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caseledger.casework import Append, Entry, EventLog, StaleCase
from caseledger.complaint import Provenance
from caseledger.complaint.details import SuspensionDetails
from caseledger.complaint.events import Acknowledged, Extended, RemedyOffered
from caseledger.eventlog import Unstorable, UnstorableText
from caseledger.eventlog.recorders import PAGE
from eventlog.entries import (
    META,
    acknowledged,
    agreed,
    append,
    every_entry,
    extended,
    golden_entry,
)
from eventlog.saying import everything_said

LEGAL_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    max_size=40,
)

WRONGLY_TYPED: dict[str, Any] = {
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


class LogContract:
    """The promises of `EventLog`."""

    def open(self, folder: Path) -> EventLog:
        raise NotImplementedError

    @pytest.fixture(name="log")
    def _log(self, tmp_path: Path) -> Iterator[EventLog]:
        log = self.open(tmp_path)
        yield log
        log.close()

    # --- Streams ----------------------------------------------------------------------

    def test_an_unknown_stream_is_empty(self, log: EventLog) -> None:
        assert [] == list(log.read(uuid4().hex))

    def test_a_stream_is_read_in_the_order_in_which_it_was_appended(
        self, log: EventLog
    ) -> None:
        days = [9, 4, 30, 1]
        for version, day in enumerate(days):
            log.append(Append("case", version, [acknowledged(day)]))
        append(log, "other", acknowledged(2))

        found = log.read("case")

        assert [1, 2, 3, 4] == [one.version for one in found]
        assert {"case"} == {one.stream for one in found}
        assert days == [
            one.event.occurred_on.day
            for one in found
            if isinstance(one.event, Acknowledged)
        ]

    def test_every_kind_of_event_comes_back_as_it_was(self, log: EventLog) -> None:
        given_ones = every_entry()
        log.append(Append("all", 0, given_ones))

        found = [Entry(one.event, one.details, one.meta) for one in log.read("all")]

        assert given_ones == found

    def test_an_entry_keeps_who_when_why_and_where_from(self, log: EventLog) -> None:
        imported = attrs.evolve(
            META,
            provenance=Provenance(
                file_sha256="ab" * 32, sheet="register", row=7, late=True
            ),
        )
        append(log, "case", acknowledged(meta=META), acknowledged(meta=imported))

        assert [META, imported] == [one.meta for one in log.read("case")]

    # --- All or nothing ---------------------------------------------------------------

    def test_several_streams_are_appended_to_at_once(self, log: EventLog) -> None:
        log.append(
            Append("one", 0, [acknowledged(1), acknowledged(2)]),
            Append("two", 0, [acknowledged(3)]),
        )
        assert [2, 1] == [len(log.read("one")), len(log.read("two"))]

    def test_if_one_stream_is_stale_nothing_is_recorded(self, log: EventLog) -> None:
        append(log, "two", acknowledged())
        before = log.position()

        with pytest.raises(StaleCase) as stale:
            log.append(
                Append("one", 0, [acknowledged()]),
                Append("two", 0, [acknowledged()]),
                Append("three", 0, [acknowledged()]),
            )

        assert ("two", 1) == (stale.value.stream, stale.value.version)
        assert [0, 1, 0] == [len(log.read(s)) for s in ("one", "two", "three")]
        assert before == log.position()

    def test_if_one_entry_cannot_be_stored_nothing_is_recorded(
        self, log: EventLog
    ) -> None:
        with pytest.raises(UnstorableText):
            log.append(
                Append("one", 0, [acknowledged()]),
                Append("two", 0, [acknowledged(), extended("\0")]),
            )
        assert 0 == log.position()

    def test_nothing_may_be_appended(self, log: EventLog) -> None:
        log.append()
        assert 0 == log.position()

    def test_one_append_may_follow_another_to_the_same_stream(
        self, log: EventLog
    ) -> None:
        log.append(
            Append("case", 0, [acknowledged(1)]),
            Append("other", 0, [acknowledged(2)]),
            Append("case", 1, [acknowledged(3), acknowledged(4)]),
            Append("case", 3, [acknowledged(5)]),
        )
        assert [1, 2, 3, 4] == [one.version for one in log.read("case")]

    @pytest.mark.parametrize("second", [0, 2, 5])
    def test_appends_to_one_stream_that_do_not_follow_are_refused(
        self, log: EventLog, second: int
    ) -> None:
        with pytest.raises(ValueError, match="follow one another"):
            log.append(
                Append("case", 0, [acknowledged(1)]),
                Append("case", second, [acknowledged(2)]),
            )
        assert 0 == log.position()

    # --- The version expected ---------------------------------------------------------

    @pytest.mark.parametrize("expected", [-1, 0, 1, 3, 4, 2**70])
    def test_another_version_than_expected_is_stale_and_named(
        self, log: EventLog, expected: int
    ) -> None:
        append(log, "case", acknowledged(1), acknowledged(2))
        with pytest.raises(StaleCase) as stale:
            log.append(Append("case", expected, [acknowledged(3)]))
        assert ("case", 2) == (stale.value.stream, stale.value.version)
        assert [1, 2] == [one.version for one in log.read("case")]

    @pytest.mark.parametrize("expected", [-1, 1, 7])
    def test_a_stream_without_events_is_at_version_0(
        self, log: EventLog, expected: int
    ) -> None:
        with pytest.raises(StaleCase) as stale:
            log.append(Append("case", expected, [acknowledged()]))
        assert ("case", 0) == (stale.value.stream, stale.value.version)
        assert [] == list(log.read("case"))

    def test_a_stream_can_be_held_to_its_version_without_an_entry(
        self, log: EventLog
    ) -> None:
        """So a decision that rests on two streams is made on neither's past."""
        append(log, "rests on", acknowledged())
        log.append(Append("rests on", 1, []), Append("case", 0, [acknowledged()]))

        with pytest.raises(StaleCase) as stale:
            log.append(Append("rests on", 0, []), Append("case", 1, [acknowledged()]))

        assert ("rests on", 1) == (stale.value.stream, stale.value.version)
        assert 1 == len(log.read("case"))

    # --- The whole log ----------------------------------------------------------------

    def test_an_empty_log_is_at_position_0(self, log: EventLog) -> None:
        assert 0 == log.position()
        assert [] == list(log.stream())

    def test_the_log_is_streamed_in_the_order_of_positions(self, log: EventLog) -> None:
        append(log, "one", acknowledged(1))
        append(log, "two", acknowledged(2), extended("why"))
        append(log, "one", acknowledged(3))

        placed = list(log.stream())

        assert [("one", 1), ("two", 1), ("two", 2), ("one", 2)] == [
            (one.stream, one.version) for one in placed
        ]
        positions = [one.position for one in placed]
        assert sorted(set(positions)) == positions
        assert positions[-1] == log.position()

    def test_streaming_goes_on_after_a_position(self, log: EventLog) -> None:
        append(log, "case", *[acknowledged(day) for day in range(1, 6)])
        placed = list(log.stream())
        for done, one in enumerate(placed, start=1):
            assert placed[done:] == list(log.stream(one.position))

    def test_streaming_can_be_of_some_events_only(self, log: EventLog) -> None:
        log.append(Append("all", 0, every_entry()))
        everything = list(log.stream())

        for only in ([Extended], {Extended, Acknowledged}, (RemedyOffered,)):
            wanted = [one for one in everything if type(one.event) in only]
            assert wanted == list(log.stream(only=only))
            assert wanted[1:] == list(log.stream(wanted[0].position, only=only))

    def test_a_long_log_is_streamed_whole(self, log: EventLog) -> None:
        """Exactly at the end of a page, just before it and just after it."""
        for entries in (PAGE - 1, 1, 1, PAGE):
            append(log, uuid4().hex, *[acknowledged()] * entries)
            placed = list(log.stream())
            assert len({one.position for one in placed}) == len(placed)
            assert log.position() == placed[-1].position
        assert 2 * PAGE + 1 == len(placed)
        assert placed[PAGE:] == list(log.stream(placed[PAGE - 1].position))

    def test_a_position_is_not_given_twice(self, log: EventLog) -> None:
        seen: list[int] = []
        for _ in range(5):
            append(log, "case", acknowledged(), acknowledged())
            with pytest.raises(StaleCase):
                log.append(
                    Append("new", 0, [acknowledged()]),
                    Append("case", 0, [acknowledged()]),
                )
            seen += [one.position for one in log.stream(seen[-1] if seen else 0)]
        assert 10 == len(seen)
        assert sorted(set(seen)) == seen

    def test_each_log_is_told_from_every_other(
        self, log: EventLog, tmp_path: Path
    ) -> None:
        (tmp_path / "another").mkdir()
        with closing(self.open(tmp_path / "another")) as another:
            assert another.log_id != log.log_id
        assert log.log_id == log.log_id

    # --- What can be stored -----------------------------------------------------------

    def test_text_comes_back_exactly(self, log: EventLog) -> None:
        @given(LEGAL_TEXT)
        @example("Zo\u00eb").via("composed")
        @example("Zoe\u0308").via("decomposed")
        @example('{"_type_": "uuid_hex", "_data_": "x"}').via("looks like a type")
        @example("\\u0000").via("looks like an escaped NUL")
        @example("\x01\x1f\x7f\x85\u2028\ufeff\uffff").via("controls, other oddities")
        @example("\u202e\U0001f468\u200d\U0001f467 '\"\\/").via("the rest")
        @example("").via("nothing")
        def comes_back(text: str) -> None:
            stream = uuid4().hex
            append(log, stream, agreed(text))
            (found,) = log.read(stream)
            assert agreed(text) == Entry(found.event, found.details, found.meta)

        comes_back()

    @pytest.mark.parametrize("code", [0, 0xD800, 0xDFFF, 0xDC80], ids=hex)
    def test_text_that_no_log_could_give_back_is_refused_unrepeated(
        self, log: EventLog, code: int
    ) -> None:
        bad = chr(code)
        for text in (bad, f"Jane Doe{bad}", f'\\"{bad}Jane Doe'):
            for entry in (agreed(text), extended(text)):
                with pytest.raises(UnstorableText) as refused:
                    append(log, "case", entry)
                assert "Jane" not in everything_said(refused.value)
        assert 0 == log.position()

    @pytest.mark.parametrize("wrong", WRONGLY_TYPED.values(), ids=WRONGLY_TYPED)
    def test_a_value_of_another_type_is_refused(
        self, log: EventLog, wrong: dict[str, Any]
    ) -> None:
        """It would be stored, and the case could never be read again."""
        entry = golden_entry("remedy_offered.v1")
        event: Any = entry.event
        entry = attrs.evolve(entry, event=attrs.evolve(event, **wrong))
        with pytest.raises(Unstorable):
            append(log, "case", entry)
        assert 0 == log.position()

    def test_the_personal_part_must_be_the_event_s_own(self, log: EventLog) -> None:
        """Its class is not stored: another of the same fields would come back."""
        others = SuspensionDetails(reason="Jane Doe")
        for entry in (extended("why"), acknowledged()):
            with pytest.raises(Unstorable) as refused:
                append(log, "case", attrs.evolve(entry, details=others))
            assert "Jane" not in everything_said(refused.value)
        assert 0 == log.position()

    def test_an_event_without_a_stored_name_is_refused(self, log: EventLog) -> None:
        unknown: Any = date(2024, 1, 2)
        with pytest.raises(Unstorable, match="date"):
            append(log, "case", Entry(unknown, None, META))
        assert 0 == log.position()

    # --- At the same time -------------------------------------------------------------

    def test_of_several_at_once_one_wins_each_version(self, log: EventLog) -> None:
        writers, rounds = 4, 20
        start = Barrier(writers)
        lost: list[tuple[int, int]] = []

        def race(writer: int) -> list[int]:
            won = []
            for version in range(rounds):
                start.wait()
                entry = acknowledged(meta=attrs.evolve(META, actor=f"w{writer}"))
                try:
                    log.append(Append("case", version, [entry]))
                    won.append(version + 1)
                except StaleCase as stale:
                    lost.append((version + 1, stale.version))
            return won

        with ThreadPoolExecutor(writers) as pool:
            won = list(pool.map(race, range(writers)))

        assert list(range(1, rounds + 1)) == sorted(chain(*won))
        assert rounds * (writers - 1) == len(lost)
        assert all(stands_at == expected for expected, stands_at in lost)
        found = log.read("case")
        assert rounds == len(found)
        for writer, versions in enumerate(won):
            assert versions == [
                one.version for one in found if f"w{writer}" == one.meta.actor
            ]

    def test_a_follower_sees_every_event_once(self, log: EventLog) -> None:
        """Positions appear in their order, however many write meanwhile."""
        writers, batches, size = 3, 15, 7
        written = Event()

        def write(writer: int) -> None:
            for batch in range(batches):
                entries = [acknowledged()] * size
                log.append(Append(f"{writer}-{batch}", 0, entries))

        def follow() -> list[tuple[str, int]]:
            seen: list[tuple[str, int]] = []
            after, last = 0, False
            while not last:
                last = written.is_set()
                for one in log.stream(after):
                    after = one.position
                    seen.append((one.stream, one.version))
            return seen

        with ThreadPoolExecutor(writers + 1) as pool:
            following = pool.submit(follow)
            list(pool.map(write, range(writers)))
            written.set()

        expected = {
            (f"{writer}-{batch}", version)
            for writer in range(writers)
            for batch in range(batches)
            for version in range(1, size + 1)
        }
        assert sorted(expected) == sorted(following.result())
