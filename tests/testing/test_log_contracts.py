"""The contracts of a log can fail: for each promise a log that breaks it is found."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import Any
from uuid import uuid4

import attrs
import pytest

from caseledger.casework import (
    Append,
    CaseworkError,
    Entry,
    ForeignLog,
    LedgerEvent,
    PlacedEvent,
    RecordedEvent,
    StaleCase,
)
from caseledger.eventlog import RecorderLog, Unstorable, sqlite_log
from caseledger.eventlog.recorders import MemoryRecorder
from caseledger.proof import StoredRow
from caseledger.testing import (
    CopyableLogContract,
    EventLogContract,
    GaplessLogContract,
    LastingLogContract,
    NewsLogContract,
    ProvableLogContract,
    SharedLogContract,
)

Open = Callable[[Path], RecorderLog]


class Honest(RecorderLog):
    def __init__(self, _: Path | None = None) -> None:
        recorder = MemoryRecorder()
        super().__init__(recorder, log_id=recorder.log_id)


# --- Saboteurs in append ------------------------------------------------------------


def changed(entry: Entry, change: Callable[[str], str]) -> Entry:
    """Return an entry with its texts changed, in the event and in its details."""

    def of(part: Any) -> Any:  # noqa: ANN401 - an event or its details
        if part is None or not attrs.has(type(part)):
            return part
        texts = {
            field.name: change(value)
            for field in attrs.fields(type(part))
            if type(value := getattr(part, field.name)) is str
        }
        return attrs.evolve(part, **texts)

    return attrs.evolve(entry, event=of(entry.event), details=of(entry.details))


class Changing(Honest):
    """One that records other entries than it was given."""

    def change(self, entry: Entry) -> Entry:
        raise NotImplementedError

    def append(self, *appends: Append) -> None:
        super().append(
            *(
                attrs.evolve(one, entries=[self.change(e) for e in one.entries])
                for one in appends
            )
        )


class DropsThePersonalPart(Changing):
    def change(self, entry: Entry) -> Entry:
        return attrs.evolve(entry, details=None)


class CutsSeconds(Changing):
    def change(self, entry: Entry) -> Entry:
        at = entry.meta.recorded_at.replace(microsecond=0)
        return attrs.evolve(entry, meta=attrs.evolve(entry.meta, recorded_at=at))


class Composes(Changing):
    def change(self, entry: Entry) -> Entry:
        return changed(entry, lambda text: unicodedata.normalize("NFC", text))


class LosesOneCharacter(Changing):
    def change(self, entry: Entry) -> Entry:
        return changed(entry, lambda text: text.replace("\U0010ffff", "?"))


class MendsText(Changing):
    def change(self, entry: Entry) -> Entry:
        def mend(text: str) -> str:
            return text.encode(errors="ignore").decode().replace("\0", "")

        return changed(entry, mend)


class LosesTheLastEvent(Honest):
    def append(self, *appends: Append) -> None:
        *others, last = appends or [Append("case", 0, [])]
        super().append(*others, attrs.evolve(last, entries=last.entries[:-1]))


class SwallowsARepeat(Honest):
    def append(self, *appends: Append) -> None:
        seen = [
            Entry(one.event, one.details, one.meta)
            for append in appends
            for one in self.read(append.stream)
        ]
        super().append(
            *(
                attrs.evolve(one, entries=[e for e in one.entries if e not in seen])
                for one in appends
            )
        )


class RecordsTheFirstStreamOnly(Honest):
    def append(self, *appends: Append) -> None:
        super().append(*appends[:1])


class RecordsOneByOne(Honest):
    def append(self, *appends: Append) -> None:
        for one in appends:
            super().append(one)


class ForgetsTheExpectedVersion(Honest):
    def append(self, *appends: Append) -> None:
        for one in appends:
            standing = len(self.read(one.stream))
            super().append(attrs.evolve(one, expected_version=standing))


class ExpectsNothingOfNewStreams(Honest):
    def append(self, *appends: Append) -> None:
        super().append(
            *(
                one if self.read(one.stream) else attrs.evolve(one, expected_version=0)
                for one in appends
            )
        )


class LooksThenRecords(ForgetsTheExpectedVersion):
    """As if the version were asked for first, and the lock taken afterwards."""

    def append(self, *appends: Append) -> None:
        for one in appends:
            standing = len(self.read(one.stream))
            if one.expected_version != standing:
                raise StaleCase(one.stream, standing)
        sleep(0.01)
        super().append(*appends)


class ForgetsWhatRestsOnOthers(Honest):
    def append(self, *appends: Append) -> None:
        super().append(*(one for one in appends if one.entries))


class RefusesNothing(Honest):
    def append(self, *appends: Append) -> None:
        if not appends:
            raise ValueError("nothing to append")
        super().append(*appends)


class RefusesAStreamTwice(Honest):
    def append(self, *appends: Append) -> None:
        if len({one.stream for one in appends}) < len(appends):
            raise ValueError("one stream twice")
        super().append(*appends)


class MakesThemFollow(Honest):
    def append(self, *appends: Append) -> None:
        leaves_at: dict[str, int] = {}
        following = []
        for one in appends:
            version = leaves_at.get(one.stream, one.expected_version)
            leaves_at[one.stream] = version + len(one.entries)
            following.append(attrs.evolve(one, expected_version=version))
        super().append(*following)


class QuotesWhatIsInTheWay(Honest):
    def append(self, *appends: Append) -> None:
        try:
            super().append(*appends)
        except StaleCase as stale:
            details = self.read(stale.stream)[0].details
            raise stale from ValueError(attrs.asdict(details) if details else "")


class QuotesWhatItRefuses(Honest):
    def append(self, *appends: Append) -> None:
        try:
            super().append(*appends)
        except Unstorable as refusal:
            details: Any = [one.details for append in appends for one in append.entries]
            said = repr([attrs.astuple(one) for one in details if one])
            raise type(refusal)(said) from None


class PassesOverWhatItCannotStore(Honest):
    def append(self, *appends: Append) -> None:
        with suppress(Unstorable):
            super().append(*appends)


# --- Saboteurs in reading -----------------------------------------------------------


class ReturnsAnotherStream(Honest):
    def read(self, stream: str) -> Sequence[RecordedEvent]:
        del stream
        for one in self.stream():
            return super().read(one.stream)
        return []


class ReadsBackwards(Honest):
    def read(self, stream: str) -> Sequence[RecordedEvent]:
        return super().read(stream)[::-1]


class FoldsNames(Honest):
    def append(self, *appends: Append) -> None:
        super().append(
            *(attrs.evolve(one, stream=one.stream.casefold()) for one in appends)
        )

    def read(self, stream: str) -> Sequence[RecordedEvent]:
        return super().read(stream.casefold())


class Streaming(Honest):
    """One that goes through the log in a way of its own."""

    def stream(
        self, after: int = 0, *, only: Collection[type[LedgerEvent]] = ()
    ) -> Iterator[PlacedEvent]:
        return iter(self.shown([*super().stream(after, only=only)]))

    def shown(self, placed: list[PlacedEvent]) -> Iterable[PlacedEvent]:
        raise NotImplementedError


class StreamsByStream(Streaming):
    def shown(self, placed: list[PlacedEvent]) -> Iterable[PlacedEvent]:
        return sorted(placed, key=lambda one: one.stream)


class StreamsOneEventAgainAndAgain(Streaming):
    def shown(self, placed: list[PlacedEvent]) -> Iterable[PlacedEvent]:
        return [one._replace(event=placed[0].event) for one in placed]


class StreamsOnePage(Streaming):
    def shown(self, placed: list[PlacedEvent]) -> Iterable[PlacedEvent]:
        return placed[:1_000]


class GivesAPositionTwice(Streaming):
    def shown(self, placed: list[PlacedEvent]) -> Iterable[PlacedEvent]:
        return [one._replace(position=(one.position + 1) // 2) for one in placed]


class ShowsALaterPositionFirst(Streaming):
    def shown(self, placed: list[PlacedEvent]) -> Iterable[PlacedEvent]:
        return placed if len(placed) < 2 else [*placed[:-2], placed[-1]]


class LeavesPositionsOut(Streaming):
    def shown(self, placed: list[PlacedEvent]) -> Iterable[PlacedEvent]:
        return [one._replace(position=2 * one.position) for one in placed]


class SpendsPositionsOnRefusals(Streaming):
    spent = 0

    def append(self, *appends: Append) -> None:
        try:
            super().append(*appends)
        except (StaleCase, ValueError):
            self.spent += 1
            raise

    def shown(self, placed: list[PlacedEvent]) -> Iterable[PlacedEvent]:
        return [one._replace(position=one.position + self.spent) for one in placed]


class StreamsThePositionItself(Honest):
    def stream(
        self, after: int = 0, *, only: Collection[type[LedgerEvent]] = ()
    ) -> Iterator[PlacedEvent]:
        return super().stream(max(after - 1, 0), only=only)


class StreamsAllKinds(Honest):
    def stream(
        self, after: int = 0, *, only: Collection[type[LedgerEvent]] = ()
    ) -> Iterator[PlacedEvent]:
        del only
        return super().stream(after)


class BeginsAtOne(Honest):
    def position(self) -> int:
        return max(super().position(), 1)


class IsNamedAsTheOthers(Honest):
    @property
    def log_id(self) -> str:
        return "the log"


# --- Saboteurs that last ------------------------------------------------------------


class LosesTheEndWhenClosed(RecorderLog):
    def __init__(self, folder: Path) -> None:
        log = sqlite_log(folder / "log.db")
        super().__init__(log._recorder, log_id=log.log_id)  # noqa: SLF001 - sabotage

    def close(self) -> None:
        datastore: Any = getattr(self._recorder, "datastore")  # noqa: B009 - as above
        with datastore.transaction(commit=True) as cursor:
            cursor.execute(
                "DELETE FROM stored_events"
                " WHERE position = (SELECT max(position) FROM stored_events)"
            )
        super().close()


def honest_file(folder: Path) -> RecorderLog:
    return sqlite_log(folder / "log.db")


def always_a_new_one(folder: Path) -> RecorderLog:
    return sqlite_log(folder / uuid4().hex)


class AlwaysHasNews(Honest):
    @contextmanager
    def news(self) -> Iterator[Callable[[], bool]]:
        yield lambda: True


class TellsOneFollowerOnly(Honest):
    followers = 0

    @contextmanager
    def news(self) -> Iterator[Callable[[], bool]]:
        self.followers += 1
        first = [True]
        with super().news() as told:
            yield told if self.followers == 1 else lambda: bool(first and first.pop())


# --- Saboteurs in what is proved and copied -----------------------------------------


class LeavesLinksEmpty(Honest):
    def stored(self, after: int = 0) -> Iterator[StoredRow]:
        return (row._replace(link=bytes(32)) for row in super().stored(after))


class LosesTheLastRow(Honest):
    def stored(self, after: int = 0) -> Iterator[StoredRow]:
        return iter([*super().stored(after)][:-1])


class ShowsAllRows(Honest):
    def stored(self, after: int = 0) -> Iterator[StoredRow]:
        del after
        return super().stored()

    def stored_of(self, stream: str) -> Sequence[StoredRow]:
        del stream
        return [*super().stored()]


class KeepsItsOwnId(Honest):
    def adopt(self, log_id: str, rows: Iterable[StoredRow]) -> None:
        del log_id
        super().adopt(self.log_id, rows)


class TakesTheNameAlone(Honest):
    def adopt(self, log_id: str, rows: Iterable[StoredRow]) -> None:
        try:
            super().adopt(log_id, rows)
        except ForeignLog:
            self._log_id = log_id
            raise


class CopiesRowByRow(Honest):
    def adopt(self, log_id: str, rows: Iterable[StoredRow]) -> None:
        taken: list[StoredRow] = []
        try:
            taken.extend(rows)
        finally:
            super().adopt(log_id, taken)


# --- Each of them is found ----------------------------------------------------------

FOUND: dict[type[EventLogContract], dict[Open, list[str]]] = {
    EventLogContract: {
        BeginsAtOne: ["an_empty_log_is_at_position_0"],
        Composes: ["text_comes_back_exactly"],
        CutsSeconds: ["an_entry_keeps_who_when_why_and_where_from"],
        DropsThePersonalPart: ["every_kind_of_event_comes_back_as_it_was"],
        ExpectsNothingOfNewStreams: ["a_stream_without_events_is_at_version_0"],
        FoldsNames: ["streams_with_names_alike_are_told_apart"],
        ForgetsTheExpectedVersion: [
            "another_version_than_expected_is_stale_and_named",
            "of_several_at_once_one_wins_each_version",
        ],
        ForgetsWhatRestsOnOthers: [
            "a_stream_can_be_held_to_its_version_without_an_entry"
        ],
        GivesAPositionTwice: ["a_position_is_not_given_twice"],
        IsNamedAsTheOthers: ["each_log_is_told_from_every_other"],
        LooksThenRecords: ["of_several_at_once_one_wins_each_version"],
        LosesOneCharacter: ["every_character_comes_back"],
        LosesTheLastEvent: [
            "a_stream_is_read_in_the_order_in_which_it_was_appended",
            "several_streams_are_appended_to_at_once",
        ],
        MakesThemFollow: ["appends_to_one_stream_that_do_not_follow_are_refused"],
        MendsText: ["text_that_no_log_could_give_back_is_refused_unrepeated"],
        PassesOverWhatItCannotStore: [
            "a_value_of_another_type_is_refused",
            "the_personal_part_must_be_the_event_s_own",
            "an_event_without_a_stored_name_is_refused",
        ],
        QuotesWhatIsInTheWay: ["a_stale_append_repeats_nothing_that_is_recorded"],
        QuotesWhatItRefuses: [
            "text_that_no_log_could_give_back_is_refused_unrepeated",
            "the_personal_part_must_be_the_event_s_own",
        ],
        ReadsBackwards: ["a_stream_is_read_in_the_order_in_which_it_was_appended"],
        RecordsOneByOne: [
            "if_one_stream_is_stale_nothing_is_recorded",
            "if_one_entry_cannot_be_stored_nothing_is_recorded",
        ],
        RecordsTheFirstStreamOnly: ["several_streams_are_appended_to_at_once"],
        RefusesAStreamTwice: ["one_append_may_follow_another_to_the_same_stream"],
        RefusesNothing: ["nothing_may_be_appended"],
        ReturnsAnotherStream: ["an_unknown_stream_is_empty"],
        ShowsALaterPositionFirst: ["a_follower_sees_every_event_once"],
        StreamsAllKinds: ["streaming_can_be_of_some_events_only"],
        StreamsByStream: ["the_log_is_streamed_in_the_order_of_positions"],
        StreamsOneEventAgainAndAgain: [
            "going_through_the_log_gives_the_events_of_the_streams"
        ],
        StreamsOnePage: ["a_long_log_is_streamed_whole"],
        StreamsThePositionItself: ["streaming_goes_on_after_a_position"],
        SwallowsARepeat: ["the_same_entry_may_be_recorded_again"],
    },
    LastingLogContract: {
        LosesTheEndWhenClosed: [
            "what_was_recorded_is_there_when_the_log_is_opened_again"
        ],
        always_a_new_one: ["a_log_that_is_opened_again_goes_on_where_it_stood"],
    },
    SharedLogContract: {
        always_a_new_one: [
            "two_who_open_a_log_see_each_other_s_events",
            "of_two_who_open_a_log_one_wins_each_version",
        ],
    },
    GaplessLogContract: {
        LeavesPositionsOut: ["positions_are_counted_in_a_row"],
        SpendsPositionsOnRefusals: ["what_was_refused_takes_no_position"],
    },
    NewsLogContract: {
        AlwaysHasNews: ["a_follower_looks_once_and_then_only_for_news"],
        TellsOneFollowerOnly: ["whatever_is_recorded_is_news"],
    },
    ProvableLogContract: {
        LeavesLinksEmpty: ["the_log_verifies", "each_link_is_as_it_is_defined"],
        LosesTheLastRow: ["rows_are_those_of_the_events"],
        ShowsAllRows: [
            "rows_come_from_any_position_on",
            "the_rows_of_a_stream_are_its_own",
        ],
    },
    CopyableLogContract: {
        CopiesRowByRow: ["a_copy_that_fails_half_way_takes_nothing"],
        KeepsItsOwnId: ["a_copy_is_the_log_byte_for_byte"],
        TakesTheNameAlone: ["a_log_that_is_not_empty_becomes_no_copy"],
    },
}
SABOTEURS = [
    pytest.param(contract, saboteur, name, id=f"{saboteur.__name__}-{name}")
    for contract, saboteurs in FOUND.items()
    for saboteur, names in saboteurs.items()
    for name in names
]


def hold_to(contract: type[EventLogContract], opens: Open, name: str) -> None:
    """Hold a log to one promise, as pytest does."""

    class Held(contract):  # type: ignore[misc, valid-type] # the class is a value here
        def open(self, folder: Path) -> RecorderLog:
            return opens(folder)

    held: Any = Held()
    held.setup_method()
    try:
        getattr(held, f"test_{name}")()
    finally:
        held.teardown_method()


@pytest.mark.parametrize(("contract", "saboteur", "name"), SABOTEURS)
def test_a_broken_promise_is_found(
    contract: type[EventLogContract], saboteur: Open, name: str
) -> None:
    with pytest.raises((AssertionError, CaseworkError, ValueError)):
        hold_to(contract, saboteur, name)


@pytest.mark.parametrize("contract", FOUND)
def test_each_promise_has_a_log_that_breaks_it(
    contract: type[EventLogContract],
) -> None:
    own = {name for name in vars(contract) if name.startswith("test_")}
    found = {f"test_{name}" for names in FOUND[contract].values() for name in names}
    assert own == found


@pytest.mark.parametrize("contract", FOUND)
def test_an_honest_log_is_found_to_break_none(
    contract: type[EventLogContract],
) -> None:
    """The same log, asked in the same way, so that it is the sabotage that is found."""
    lasting = contract in {LastingLogContract, SharedLogContract}
    for names in FOUND[contract].values():
        for name in names:
            hold_to(contract, honest_file if lasting else Honest, name)
