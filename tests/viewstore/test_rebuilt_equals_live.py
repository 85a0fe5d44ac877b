"""Read models built from the first event equal those kept up, however it came."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseledger.casework import EventLog, PlacedEvent, RecordedEvent
from caseledger.complaint import Complaint
from caseledger.eventlog import memory_log
from caseledger.read_models import ALL_MODELS, DUTIES, DutyRow, State
from caseledger.viewstore import ViewStore, store
from caseledger.viewstore.states import states_after
from viewstore.histories import SEEDS, Dump, dump, history, log_of, record, use_models

seeds = st.integers(0, SEEDS - 1)
batches = st.sampled_from([1, 2, 3, 7, 50, 5_000])
splits = st.lists(st.integers(0, 100), max_size=5)


def kept_up(events: list[RecordedEvent], cuts: list[int], batch: int) -> Dump:
    """Catch up after each part of a history, in batches of so many events."""
    log = memory_log()
    ends = [0, *sorted(min(cut, len(events)) for cut in cuts), len(events)]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "BATCH", batch)
        path = Path(folder) / "views"
        for start, end in pairwise(ends):
            record(log, events[start:end])
            caught_up(log, path)
        return dump(path)


def caught_up(log: EventLog, path: Path) -> None:
    views = ViewStore(log, path)
    views.catch_up()
    views.close()


@cache
def as_built(seed: int) -> Dump:
    return built(history(seed))


def built(events: list[RecordedEvent]) -> Dump:
    """Build everything at once from a log that is complete."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "views"
        views = ViewStore(log_of(events), path)
        views.catch_up()
        views.rebuild()
        views.close()
        return dump(path)


@settings(max_examples=20)
@given(seeds, splits, batches)
def test_rebuilt_equals_live(seed: int, cuts: list[int], batch: int) -> None:
    """Wherever the history is cut, and whatever the batches are."""
    assert as_built(seed) == kept_up(history(seed), cuts, batch)


def test_the_histories_fill_every_table() -> None:
    """What is compared is not empty."""
    found = [as_built(seed) for seed in range(SEEDS)]

    assert not [
        model.name for model in ALL_MODELS if not any(one[model.name] for one in found)
    ]


def test_one_model_rebuilt(log: EventLog, path: Path) -> None:
    """The others stay as they are."""
    caught_up(log, path)
    before = dump(path)
    views = ViewStore(log, path)
    views.rebuild(["duties"])
    views.close()

    assert before == dump(path)


def test_a_second_catch_up_takes_nothing(views: ViewStore) -> None:
    """All of the log is taken in once."""
    assert 0 == views.catch_up()
    assert {0} == {status.behind for status in views.status()}
    assert {"up to date"} == {status.state for status in views.status()}


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
        live = kept_up(events, [30, 60], batch)

        calls = 0
        assert built(events) != live

    def test_a_store_that_forgets_what_came_before(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Only the events of a batch, without those of their streams before it."""
        events = history(0)
        live = kept_up(events, [60], 50)

        def forgetful(_: EventLog, batch: list[PlacedEvent]) -> dict[str, State]:
            return states_after(memory_log(), batch)

        monkeypatch.setattr(store, "states_after", forgetful)

        assert live != kept_up(events, [60], 50)
