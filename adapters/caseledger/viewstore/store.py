"""
Read models kept as SQL tables, and kept up to date.

A table is built beside the one that it will replace, batch by batch, and takes its
place when it has caught up with the log; one in place is kept up in the same way.
How far each has come is written in the same transaction as its rows.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import attrs

from caseledger.calendar import Calendar
from caseledger.casework import (
    CaseworkError,
    EventLog,
    PlacedEvent,
    UnreadableEvent,
    terms_in_force,
)
from caseledger.complaint import Terms
from caseledger.read_models import ALL_MODELS, ReadModel
from caseledger.read_models.views import View
from caseledger.viewstore import tables, views
from caseledger.viewstore.database import Layout, Place, open_database
from caseledger.viewstore.progress import (
    PROGRESS,
    ModelStopped,
    Progress,
    Status,
    Table,
    Tables,
    building,
    failing_table,
    status_of,
)
from caseledger.viewstore.states import states_after

BATCH = 5_000
"""Events per transaction."""

PATIENCE = 30
"""Seconds to wait for another process, which may write for a batch at a time."""

LAYOUT = Layout(number=2, tables=[PROGRESS])
"""What is of another layout is emptied and built anew."""

R = TypeVar("R")
Told = Callable[[int], None]
"""Is told how many events were taken in, batch by batch."""


def _now() -> datetime:
    return datetime.now(UTC)


@attrs.frozen
class _Advanced:
    """How many events were taken in, and the tables that failed at them."""

    events: int
    failed: frozenset[str] = frozenset()


class ViewStore:
    """
    The read models of one log, each a table of its name and columns.

    They can be thrown away at any time: all they hold comes from the log. What
    belongs to another log or another version of a model is never relied on, and
    built afresh.
    """

    def __init__(
        self,
        log: EventLog,
        place: Place,
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._log = log
        self._now = now
        self._db = open_database(place, LAYOUT, patience=PATIENCE)
        self._progress = Progress(self._db, log.log_id)

    def close(self) -> None:
        """Let go of the file, or of the connection."""
        self._db.close()

    # --- Keeping up -------------------------------------------------------------------

    def catch_up(
        self,
        *,
        retry: bool = True,
        progress: Told = lambda _events: None,
    ) -> int:
        """
        Take in what was recorded since, and return how many events that was.

        Rows and position change in one transaction: stopped at any moment, nothing
        is taken in twice or missed. A model that cannot get past an event stops
        there, and the others go on; unless told not to `retry`, this tries those
        again that have stopped before.

        Raises `UnreadableEvent` at an event that no model can read.
        """
        self._begin_what_is_missing()
        trying = self._stopped() if retry else set()
        taken, size = 0, BATCH
        while self._is_behind(trying):
            try:
                advanced = self._db.transact(partial(self._advance, size, trying))
            except CaseworkError:
                raise
            except Exception:
                if size == 1:
                    raise  # a model that fails at a single event is stopped there
                # Whatever a model's code may raise: go on to the event it fails at.
                size = max(1, size // 8)
                continue
            trying -= advanced.failed
            if not advanced.events:
                break
            taken, size = taken + advanced.events, BATCH
            progress(advanced.events)
        if not views.are_fresh(self._db, self._calendar()):
            self._db.transact(self._make_views)
        return taken

    def rebuild(
        self,
        names: Iterable[str] = (),
        *,
        progress: Told = lambda _events: None,
    ) -> None:
        """
        Build models again from the first event, all of them or those named.

        Readers see the old rows until the new ones are complete.
        """
        wanted = set(names)

        def begin() -> None:
            for model in ALL_MODELS:
                if not wanted or model.name in wanted:
                    self._begin(model)

        self._db.transact(begin)
        self.catch_up(progress=progress)

    def _begin_what_is_missing(self) -> None:
        found = self._progress.read()
        if not self._unfit(found) and not _missing(found):
            return

        def begin() -> None:
            for name in self._unfit(self._progress.read()):
                self._drop(name)
            for model in _missing(self._progress.read()):
                self._begin(model)

        self._db.transact(begin)

    def _unfit(self, found: Tables) -> list[str]:
        """Return the tables whose last event is not the one that the log has there."""
        positions = {table.position for table in found.values()}
        here = {position: self._name_at(position) for position in positions}
        return [t.name for t in found.values() if t.last != here[t.position]]

    def _name_at(self, position: int) -> str | None:
        if position == 0:
            return ""
        at = next(self._log.stream(position - 1), None)
        return None if at is None or at.position != position else _named(at)

    def _stopped(self) -> set[str]:
        return {t.name for t in self._progress.read().values() if t.stopped}

    def _begin(self, model: tables.AnyModel) -> None:
        if not self._progress.holds_this_log(model.name):
            # Readers may keep the rows of another version, but not of another log.
            self._drop(model.name)
            views.drop(self._db)
        table = Table(name=building(model), model=model)
        tables.create(self._db, table.name, model)
        self._progress.write(table)

    def _running(self, trying: Container[str]) -> list[Table]:
        """Return the tables that are not stopped, and those that are tried again."""
        found = self._progress.read().values()
        return [t for t in found if not t.stopped or t.name in trying]

    def _calendar(self) -> Calendar:
        return terms_in_force(self._log, Terms()).calendar

    def _make_views(self) -> None:
        """Make the views when their tables are there, or when they are others now."""
        calendar = self._calendar()
        if not views.are_fresh(self._db, calendar):
            views.create(self._db, calendar)

    def _is_behind(self, trying: Container[str]) -> bool:
        """Say whether there is anything to do, without making anybody wait."""
        newest = self._log.position()
        return any(
            table.position < newest or table.is_building or table.stopped
            for table in self._running(trying)
        )

    def _advance(self, size: int, trying: Container[str]) -> _Advanced:
        """Take the tables that are furthest behind one batch further."""
        # Read in here: another process may have come further meanwhile.
        running = self._running(trying)
        after = min((table.position for table in running), default=0)
        batch = self._batch(after, size)
        behind = [table for table in running if table.position == after]
        if not batch:
            for table in behind:
                self._put_in_place(table)
            # With the tables: other programs never find the one without the other.
            self._make_views()
        elif size > 1:
            self._take(behind, batch)
        else:
            return _Advanced(1, self._try(behind, batch))
        return _Advanced(len(batch))

    def _batch(self, after: int, size: int) -> list[PlacedEvent]:
        found: list[PlacedEvent] = []
        try:
            for placed in islice(self._log.stream(after), size):
                found.append(placed)  # noqa: PERF402 - keeps those before a bad one
        except UnreadableEvent:
            if not found:
                raise
        return found

    def _take(self, behind: Sequence[Table], batch: Sequence[PlacedEvent]) -> None:
        states = states_after(self._log, batch)
        for table in behind:
            tables.replace(self._db, table.name, table.model, states)
            self._progress.write(
                attrs.evolve(
                    table,
                    position=batch[-1].position,
                    last=_named(batch[-1]),
                    stopped=None,
                    since=None,
                ),
            )

    def _try(
        self, behind: Sequence[Table], batch: Sequence[PlacedEvent]
    ) -> frozenset[str]:
        """Take one event in; those that fail at it are stopped, and returned."""
        failed = set()
        for table in behind:
            try:
                with self._db.savepoint():
                    self._take([table], batch)
            except CaseworkError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever a model's code may raise
                # Its kind alone: its text may hold what it failed at.
                at, kind = batch[0], type(error).__name__
                why = f"event {at.version} of stream {at.stream}: {kind}"
                since = table.since or self._now().isoformat(timespec="seconds")
                self._progress.write(attrs.evolve(table, stopped=why, since=since))
                failed.add(table.name)
        return frozenset(failed)

    def _put_in_place(self, table: Table) -> None:
        if table.is_building:
            self._db.exchange(table.name, table.model.name)
            self._progress.forget(table.name)
        if table.is_building or table.stopped:
            self._progress.write(
                attrs.evolve(table, name=table.model.name, stopped=None, since=None)
            )

    def _drop(self, name: str) -> None:
        self._db.drop(name)
        self._progress.forget(name)

    # --- Reading ----------------------------------------------------------------------

    def status(self) -> list[Status]:
        """Return how far each model has come."""
        newest, found = self._log.position(), self._progress.read()
        seen = self._progress.in_place()
        return [
            status_of(model, found, newest=newest, readers_see=seen.get(model.name))
            for model in ALL_MODELS
        ]

    def check(self) -> None:
        """Raise `ModelStopped` if a model's rows are not those of the whole log."""
        found = self._progress.read()
        for model in ALL_MODELS:
            _check(model, found)

    def rows(self, model: ReadModel[Any, R]) -> list[R]:
        """
        Return a model's rows, in the order of reference and then of the columns.

        Raises `ModelStopped` if they are not those of the whole log, because the
        model cannot get past an event or was not built yet.
        """
        _check(model, self._progress.read())
        return tables.read(self._db, model)

    def answers(self, view: View, *, day: date | None = None) -> list[tables.Row]:
        """
        Return what a SQL view answers, of one day if it is a question about a day.

        Raises `ModelStopped` if the rows below it are not those of the whole log.
        """
        self.check()
        return tables.answers(self._db, view, day=day)

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Let all that is read inside be of one moment, whoever writes meanwhile."""
        with self._db.one_moment():
            yield


def _missing(found: Tables) -> list[tables.AnyModel]:
    return [m for m in ALL_MODELS if not {m.name, building(m)} & found.keys()]


def _check(model: tables.AnyModel, found: Tables) -> None:
    failing = failing_table(model, found)
    if failing is not None:
        raise ModelStopped(model.name, str(failing.stopped))
    if model.name not in found:
        raise ModelStopped(model.name, "the beginning: catch up first")


def _named(placed: PlacedEvent) -> str:
    return f"{placed.stream} {placed.version}"
