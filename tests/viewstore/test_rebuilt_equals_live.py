"""Read models built from the first event equal those kept up, however it came."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, cycle, pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseledger.casework import (
    EventLog,
    PlacedEvent,
    RecordedEvent,
    ReferenceReserved,
)
from caseledger.complaint import Complaint
from caseledger.eventlog import memory_log
from caseledger.read_models import ALL_MODELS, DUTIES, DutyRow, State
from caseledger.viewstore import ViewStore, store
from caseledger.viewstore.states import states_after
from viewstore.histories import (
    SEEDS,
    Dump,
    dump,
    history,
    log_of,
    record,
    use_models,
    without_views,
)
from viewstore.places import POSTGRES, SQLITE, Place, fresh

sizes = st.lists(st.sampled_from([1, 2, 3, 7, 50, 5_000]), min_size=1, max_size=8)
cuts = st.lists(st.integers(0, 100), max_size=5)


def kept_up(
    events: Sequence[RecordedEvent],
    cuts: Sequence[int],
    sizes: Sequence[int],
    engine: str = SQLITE,
) -> Dump:
    """Catch up after each part of a history, in batches of these sizes in turn."""
    log, size = memory_log(), cycle(sizes)
    ends = [0, *sorted(min(cut, len(events)) for cut in cuts), len(events)]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        without_views(patched)
        place = fresh(engine, Path(folder))
        for start, end in pairwise(ends):
            record(log, events[start:end])
            patched.setattr(store, "BATCH", next(size))
            views = ViewStore(log, place)
            views.catch_up(
                progress=lambda _events: patched.setattr(store, "BATCH", next(size))
            )
            views.close()
        return dump(place)


def caught_up(log: EventLog, place: Place) -> None:
    views = ViewStore(log, place)
    views.catch_up()
    views.close()


def built(events: Sequence[RecordedEvent], engine: str = SQLITE) -> Dump:
    """Build everything at once from a log that is complete."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        without_views(patched)
        place = fresh(engine, Path(folder))
        views = ViewStore(log_of(events), place)
        views.rebuild()
        views.close()
        return dump(place)


@st.composite
def histories(draw: st.DrawFn) -> list[RecordedEvent]:
    """Draw a history whose streams are told in another order than they were."""
    streams: dict[str, list[RecordedEvent]] = {}
    for one in history(draw(st.integers(0, SEEDS - 1))):
        streams.setdefault(one.stream, []).append(one)
    order = [stream for stream, events in streams.items() for _ in events]
    Random(draw(st.integers(0))).shuffle(order)  # noqa: S311 - no secret
    coming = {stream: iter(events) for stream, events in streams.items()}
    return [next(coming[stream]) for stream in order]


@settings(max_examples=20)
@given(histories(), cuts, sizes)
def test_rebuilt_equals_live(
    events: list[RecordedEvent], cuts: list[int], sizes: list[int]
) -> None:
    """Whatever the history, wherever it is cut, and whatever each batch is."""
    assert built(events) == kept_up(events, cuts, sizes)


@settings(max_examples=5)
@given(histories(), cuts, sizes)
def test_postgres_has_the_rows_of_sqlite(
    events: list[RecordedEvent], cuts: list[int], sizes: list[int]
) -> None:
    """Built at once or kept up, row by row."""
    expected = built(events)

    assert expected == kept_up(events, cuts, sizes, POSTGRES)
    assert expected == built(events, POSTGRES)


def test_the_histories_fill_every_table() -> None:
    """What is compared is not empty."""
    found = [built(history(seed)) for seed in range(SEEDS)]

    assert not [
        model.name for model in ALL_MODELS if not any(one[model.name] for one in found)
    ]


def test_one_model_rebuilt(log: EventLog, place: Place) -> None:
    """The others stay as they are."""
    caught_up(log, place)
    before = dump(place)
    views = ViewStore(log, place)
    views.rebuild(["duties"])
    views.close()

    assert before == dump(place)


def test_a_second_catch_up_takes_nothing(views: ViewStore) -> None:
    """All of the log is taken in once."""
    assert 0 == views.catch_up()
    assert {0} == {status.behind for status in views.status()}
    assert {"up to date"} == {status.state for status in views.status()}


def test_events_of_no_concern_are_passed(place: Place) -> None:
    """A log in which no model has anything to say is taken in to its end."""
    events = [one for one in history(0) if isinstance(one.event, ReferenceReserved)]
    log = log_of(events)
    caught_up(log, place)
    found = dump(place)
    positions = {row[2] for row in found["progress"]}

    assert len(events) > 5
    assert {len(events)} == positions
    assert not [model.name for model in ALL_MODELS if found[model.name]]


def test_progress_is_told_batch_by_batch(
    monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
) -> None:
    """After each is kept: so many events as another program sees taken in."""
    monkeypatch.setattr(store, "BATCH", 30)
    views = ViewStore(log, place)
    views.catch_up()
    told = []
    views.rebuild(
        ["stages"],
        progress=lambda events: told.append(
            (events, {row[0]: row[2] for row in dump(place)["progress"]})
        ),
    )
    views.close()
    seen = [positions["stages_building"] for _, positions in told]

    assert [*range(30, log.position(), 30), log.position()] == seen
    assert seen == list(accumulate(events for events, _ in told))


class TestSaboteurs:
    """Models that are no pure function of the log are found out."""

    @pytest.mark.parametrize("batch", [1, 50])
    def test_one_that_counts_its_own_calls(
        self, monkeypatch: pytest.MonkeyPatch, batch: int
    ) -> None:
        """How often a model is asked depends on the batches."""
        calls = 0

        def rows(stream: str, complaint: Complaint) -> Iterator[DutyRow]:
            nonlocal calls
            for row in DUTIES.rows(stream, complaint):
                calls += 1
                yield attrs.evolve(row, paragraph=str(calls))

        impure = attrs.evolve(DUTIES, rows=rows)
        use_models(monkeypatch, (impure,))
        events = history(0)
        live = kept_up(events, [30, 60], [batch])

        calls = 0
        assert built(events) != live

    def test_a_store_that_forgets_what_came_before(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Only the events of a batch, without those of their streams before it."""
        events = history(0)
        live = kept_up(events, [60], [50])

        def forgetful(_: EventLog, batch: list[PlacedEvent]) -> dict[str, State]:
            return states_after(memory_log(), batch)

        monkeypatch.setattr(store, "states_after", forgetful)

        assert live != kept_up(events, [60], [50])
