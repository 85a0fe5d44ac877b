"""What is kept is relied on only if it is this log's, in the present version."""

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import psycopg
import pytest

from caseledger.casework import (
    EventLog,
    ForeignLog,
    PlacedEvent,
    UnreadableEvent,
)
from caseledger.complaint import Complaint
from caseledger.complaint.events import Received
from caseledger.eventlog import open_log
from caseledger.read_models import (
    ALL_MODELS,
    COMPLAINTS,
    STAGES,
    ReadModel,
    StageRow,
)
from caseledger.viewstore import ModelStopped, ViewStore, evidence, store, tables
from viewstore.histories import Dump, dump, history, log_of, record, use_models
from viewstore.places import POSTGRES, SQLITE, Place, another, ask, tell

Stages = ReadModel[Complaint, StageRow]

OTHERS = [model for model in ALL_MODELS if model is not STAGES]


def tampered(place: Place, table: str = "complaints") -> None:
    """Make rows recognisable as old ones: no rebuilt row has such a service."""
    tell(place, f"UPDATE {table} SET reference = 'old'")  # noqa: S608 - our own table


def references(place: Place, table: str = "complaints") -> set[str]:
    """Read a table as another program would."""
    return {name for (name,) in ask(place, f"SELECT reference FROM {table}")}  # noqa: S608 - our own table


def caught_up(log: EventLog, place: Place) -> Dump:
    views = ViewStore(log, place)
    views.catch_up()
    views.close()
    return dump(place)


def with_stages(
    monkeypatch: pytest.MonkeyPatch, model: ReadModel[Complaint, StageRow]
) -> None:
    use_models(monkeypatch, [model if one is STAGES else one for one in ALL_MODELS])


OLDER = {SQLITE: "PRAGMA user_version=0", POSTGRES: "UPDATE made SET sql = 'layout 0'"}


def test_another_layout_is_emptied_and_built_anew(place: Place) -> None:
    """An older version may have kept its progress in another way."""
    log = log_of(history(1))
    expected = caught_up(log, place)
    tell(
        place,
        "DROP VIEW meta",
        "DROP TABLE progress",
        "CREATE TABLE progress (model TEXT, far INTEGER)",
        "CREATE VIEW old AS SELECT model FROM progress",
        OLDER[SQLITE if isinstance(place, Path) else POSTGRES],
    )

    assert expected == caught_up(log, place)
    assert len(expected["progress"]) == ask(place, "SELECT count(*) FROM meta")[0][0]


class TestAnotherLog:
    """A file that was built from another log."""

    def test_it_is_built_afresh(self, place: Place) -> None:
        """A log restored from an older copy, or another council's: none of it stays."""
        theirs, ours = log_of(history(1)), log_of(history(2))
        caught_up(theirs, place)
        expected = caught_up(ours, another(place))

        assert expected == caught_up(ours, place)

    def test_it_is_never_read(self, log: EventLog, place: Place) -> None:
        """Not even before catching up."""
        caught_up(log_of(history(1)), place)
        views = ViewStore(log, place)

        assert {"not built yet"} == {status.state for status in views.status()}
        with pytest.raises(ModelStopped, match="catch up first"):
            views.rows(COMPLAINTS)
        views.close()

    def test_another_program_does_not_see_it_either(
        self, monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
    ) -> None:
        """The table is gone before the first of our rows is there."""
        caught_up(log_of(history(1)), place)
        monkeypatch.setattr(store, "BATCH", 10)
        views = ViewStore(log, place)
        seen: list[set[str]] = []

        def look(_events: int) -> None:
            tables = dump(place)
            seen.append({name for name in tables if "_building" not in name})

        views.catch_up(progress=look)
        views.close()

        assert {"progress"} == seen[0]

    def test_another_programs_database(self, log: EventLog, place: Place) -> None:
        """It is refused and stays as it is, even with a table called like ours."""
        if not isinstance(place, Path):
            with psycopg.connect(place.database, autocommit=True) as raw:
                raw.execute(f'CREATE SCHEMA "{place.schema}_views"'.encode())
        tell(place, "CREATE TABLE complaints (reference TEXT)")
        before = dump(place)
        with pytest.raises(ForeignLog):
            ViewStore(log, place)

        assert {"complaints": []} == before == dump(place)

    def test_where_nothing_is_in_it(self, log: EventLog, place: Place) -> None:
        """An empty file, or schema, is as good as none."""
        if isinstance(place, Path):
            place.touch()
        else:
            with psycopg.connect(place.database, autocommit=True) as raw:
                raw.execute(f'CREATE SCHEMA "{place.schema}_views"'.encode())

        assert caught_up(log, another(place)) == caught_up(log, place)


class TestAnOlderCopy:
    """The log was put back from a copy: the same log, with less in it."""

    @pytest.mark.parametrize("events", [40, 70])
    def test_it_is_built_afresh(
        self, tmp_path: Path, place: Place, events: int
    ) -> None:
        """Whether or not it has come as far again since, with other events."""
        ours, theirs = history(0), history(1)
        log = open_log(f"sqlite:///{tmp_path}/log.db")
        record(log, ours[:40])
        log.close()
        older = (tmp_path / "log.db").read_bytes()
        log = open_log(f"sqlite:///{tmp_path}/log.db")
        record(log, ours[40:60])
        caught_up(log, place)
        log.close()
        (tmp_path / "log.db").write_bytes(older)
        log = open_log(f"sqlite:///{tmp_path}/log.db")
        more = [attrs.evolve(one, stream=f"{one.stream}2") for one in theirs]
        record(log, more[: events - 40])
        expected = caught_up(log, another(place))
        found = caught_up(log, place)
        log.close()

        assert expected == found


class TestVersions:
    """A model whose rows mean something new."""

    def test_only_that_model_is_built_again(
        self, monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
    ) -> None:
        """The others keep their rows, even if those were tampered with."""
        expected = caught_up(log, place)
        tampered(place, "stages")
        tampered(place, "duties")
        with_stages(monkeypatch, attrs.evolve(STAGES, version=STAGES.version + 1))
        found = caught_up(log, place)

        assert expected["stages"] == found["stages"]
        assert {"old"} == references(place, "duties")
        assert {("stages", STAGES.version + 1)} == {
            row[:2] for row in found["progress"]
        } - {row[:2] for row in expected["progress"]}

    def test_old_rows_are_seen_until_the_new_are_complete(
        self, monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
    ) -> None:
        """By other programs; ours asks to catch up first."""
        caught_up(log, place)
        tampered(place, "stages")
        monkeypatch.setattr(store, "BATCH", 10)
        with_stages(monkeypatch, attrs.evolve(STAGES, version=STAGES.version + 1))
        views = ViewStore(log, place)
        with pytest.raises(ModelStopped):
            views.rows(STAGES)
        seen: list[set[str]] = []
        views.catch_up(
            progress=lambda _events: seen.append(references(place, "stages"))
        )
        views.close()

        assert log.position() // 10 <= len(seen)
        assert all({"old"} == some for some in seen[:-2])
        assert "old" not in references(place, "stages")

    def test_a_new_version_that_stops_leaves_the_old_one_in_place(
        self, monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
    ) -> None:
        """Other programs go on reading it; the status says which version they see."""
        old = caught_up(log, place)["stages"]

        def fails(_stream: str, _complaint: Complaint) -> Iterator[StageRow]:
            raise KeyError

        newer = attrs.evolve(STAGES, version=STAGES.version + 1, rows=fails)
        with_stages(monkeypatch, newer)
        views = ViewStore(log, place)
        views.catch_up()
        status = next(one for one in views.status() if one.name == "stages")
        with pytest.raises(ModelStopped):
            views.rows(newer)
        views.close()

        assert old == dump(place)["stages"]
        assert (STAGES.version + 1, STAGES.version) == (
            status.version,
            status.readers_see,
        )
        assert status.state.startswith("stopped at event ")
        # Mended, it takes the old one's place.
        with_stages(monkeypatch, attrs.evolve(newer, rows=STAGES.rows))
        found = caught_up(log, place)

        assert old == found["stages"]
        assert "stages_building" not in found

    def test_going_on_where_another_process_stopped(
        self, monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
    ) -> None:
        """A rebuild that was killed half way is finished by whoever comes next."""
        expected = caught_up(log, place)
        monkeypatch.setattr(store, "BATCH", 10)
        views = ViewStore(log, place)

        def stop(_events: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            views.rebuild(progress=stop)
        half = [status.state for status in views.status()]
        views.close()
        again = ViewStore(log, place)
        taken = again.catch_up()
        again.close()

        told = f"being built: 10 of {log.position()} events"
        assert [told] * len(ALL_MODELS) == half
        assert log.position() - 10 == taken
        assert expected == dump(place)


class TestReaders:
    """Other connections, while rows change."""

    def test_a_rebuild_is_seen_when_it_is_complete(
        self, monkeypatch: pytest.MonkeyPatch, views: ViewStore, place: Place
    ) -> None:
        """Until then readers see the old rows, and are kept waiting by nobody."""
        tampered(place)
        monkeypatch.setattr(store, "BATCH", 10)
        seen: list[set[str]] = []
        views.rebuild(progress=lambda _events: seen.append(references(place)))

        assert 5 <= len(seen)
        assert all({"old"} == some for some in seen[:-1])
        assert "old" not in references(place)

    def test_a_report_is_of_one_moment(
        self, monkeypatch: pytest.MonkeyPatch, place: Place
    ) -> None:
        """Whatever is recorded and taken in between its first table and its last."""
        events = history(0)
        log = log_of(events[:40])
        caught_up(log, place)
        views = ViewStore(log, place)
        expected = evidence(views)
        honest = views.rows

        def rows(model: Stages) -> list[StageRow]:
            if model.name == "compliments":
                record(log, events[40:])
                caught_up(log, place)
            return honest(model)

        monkeypatch.setattr(views, "rows", rows)
        found = evidence(views)
        views.close()

        assert expected == found
        assert 40 < log.position()


class TestPoison:
    """An event that cannot be taken in."""

    def test_it_stops_its_model_alone(
        self, monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
    ) -> None:
        """There, with the reason; the others go on, and after a fix it resumes."""
        [at] = [p for p in log.stream() if (p.position == poisoned(log))]
        canary = "canary-0d2e"

        def fails(stream: str, complaint: Complaint) -> Iterator[StageRow]:
            if stream == at.stream:
                raise KeyError(canary)
            yield from STAGES.rows(stream, complaint)

        with_stages(monkeypatch, attrs.evolve(STAGES, rows=fails))
        with closing(ViewStore(log, place)) as views:
            for _ in range(2):
                views.catch_up()
                stages = next(one for one in views.status() if one.name == "stages")

                assert at.position - 1 == stages_position(place)
                assert (
                    f"stopped at event {at.version} of stream {at.stream}: KeyError"
                    == stages.state
                )
            with pytest.raises(
                ModelStopped, match="stages is stopped at event"
            ) as stopped:
                views.rows(STAGES)
            assert canary not in str(stopped.value)
            with pytest.raises(ModelStopped):
                views.check()
            for model in OTHERS:
                views.rows(model)
        with_stages(monkeypatch, STAGES)

        assert caught_up(log, another(place)) == caught_up(log, place)

    def test_passing_over_it_is_caught(
        self, monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
    ) -> None:
        """A saboteur: what cannot be taken in is left out, and the model goes on."""
        honest = tables.replace

        def passing_over(*told: Any) -> None:  # noqa: ANN401 - passed on as it is
            with suppress(KeyError):
                honest(*told)

        monkeypatch.setattr(tables, "replace", passing_over)
        with pytest.raises(AssertionError):
            self.test_it_stops_its_model_alone(monkeypatch, log, place)

    def test_it_is_known_since_when_it_stops(
        self, monkeypatch: pytest.MonkeyPatch, log: EventLog, place: Place
    ) -> None:
        """A retry at the same event changes nothing; past it, all is forgotten."""
        begun = {
            placed.stream: placed.position
            for placed in log.stream()
            if isinstance(placed.event, Received)
        }
        first, *_, second = begun
        broken = {first, second}

        def fails(stream: str, _complaint: Complaint) -> Iterator[StageRow]:
            if stream in broken:
                raise KeyError
            yield from ()

        times = iter(datetime(2026, 6, day, 9, 0, tzinfo=UTC) for day in range(1, 9))
        use_models(monkeypatch, [attrs.evolve(STAGES, rows=fails)])
        views = ViewStore(log, place, now=lambda: next(times))
        told = []
        for mended in (set(), set(), {first}, {second}):
            broken -= mended
            views.catch_up()
            [status] = views.status()
            told.append((status.position, status.since))
        views.close()

        assert [
            (begun[first] - 1, "2026-06-01T09:00:00+00:00"),
            (begun[first] - 1, "2026-06-01T09:00:00+00:00"),
            (begun[second] - 1, "2026-06-02T09:00:00+00:00"),
            (log.position(), None),
        ] == told

    def test_a_log_that_ends_before_it_now(
        self, monkeypatch: pytest.MonkeyPatch, place: Place
    ) -> None:
        """Put back from an older copy, the log has nothing to stop at."""
        events = history(0)
        at = next(n for n, one in enumerate(events) if isinstance(one.event, Received))
        log, shorter = log_of(events[:at]), log_of(events[:at])
        monkeypatch.setattr(shorter, "_log_id", log.log_id)
        use_models(monkeypatch, [STAGES])
        caught_up(log, place)
        record(log, events[at : at + 1])

        def fails(_stream: str, _complaint: Complaint) -> Iterator[StageRow]:
            raise KeyError

        use_models(monkeypatch, [attrs.evolve(STAGES, rows=fails)])
        caught_up(log, place)
        views = ViewStore(shorter, place)
        [before] = views.status()
        views.catch_up()
        [after] = views.status()
        views.close()

        assert before.state.startswith("stopped at event 1 of stream ")
        assert ("up to date", None) == (after.state, after.since)

    def test_an_event_that_nobody_can_read(
        self, log: EventLog, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """All models stop before it, saying which; after a fix they go on."""
        honest = log.stream

        def garbled(after: int = 0) -> Iterator[PlacedEvent]:
            for placed in honest(after):
                if placed.position == 30:
                    raise UnreadableEvent("garbled", 1, "its content is not that of it")
                yield placed

        views = ViewStore(log, place)
        with monkeypatch.context() as patched:
            patched.setattr(log, "stream", garbled)
            for _ in range(2):
                with pytest.raises(UnreadableEvent, match="event 1 of stream garbled"):
                    views.catch_up()
        assert {29} == {position for _, _, position, _ in dump(place)["progress"]}
        views.catch_up()
        views.close()

        assert caught_up(log, another(place)) == dump(place)


def poisoned(log: EventLog) -> int:
    """Return the position of a complaint's receipt somewhere in the middle."""
    return next(
        placed.position
        for placed in log.stream(after=30)
        if type(placed.event).__name__ == "Received"
    )


def stages_position(place: Place) -> object:
    return next(
        position
        for name, _, position, _ in dump(place)["progress"]
        if str(name).startswith("stages")
    )
