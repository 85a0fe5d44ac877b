"""
Read models kept as SQL tables in an SQLite file of their own, and kept up to date.

A table is built beside the one that it will replace, batch by batch, and takes its
place when it has caught up with the log; one in place is kept up in the same way.
How far each has come is written in the same transaction as its rows.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import attrs

from caseledger.casework import (
    CaseworkError,
    EventLog,
    ForeignLog,
    PlacedEvent,
    StorageUnavailable,
    UnreadableEvent,
)
from caseledger.read_models import ALL_MODELS, ReadModel
from caseledger.viewstore import tables
from caseledger.viewstore.progress import (
    ModelStopped,
    Progress,
    Status,
    Table,
    Tables,
    building,
    status_of,
    stopped,
)
from caseledger.viewstore.states import states_after

BATCH = 5_000
"""Events per transaction."""

PATIENCE = 30
"""Seconds to wait for another process, which holds the file for a batch at a time."""

APPLICATION_ID = 0x43_4C_56_31
"""`CLV1` in the file header."""

LAYOUT = 1
"""The header's `user_version`; a file of another layout is emptied and built anew."""

R = TypeVar("R")
Told = Callable[[int], None]
"""Is told how many events were taken in, batch by batch."""


class ViewStore:
    """
    The read models of one log, each a table of its name and columns.

    They can be thrown away at any time: all they hold comes from the log. What
    belongs to another log or another version of a model is never relied on, and
    built afresh.
    """

    def __init__(self, log: EventLog, path: Path | None) -> None:
        self._log = log
        name = ":memory:" if path is None else str(path)
        with _explained():
            self._db = sqlite3.connect(name, timeout=PATIENCE, isolation_level=None)
            try:
                self._make_ours()
                self._progress = Progress(self._db, log.log_id)
            except BaseException:
                self._db.close()
                raise

    def _make_ours(self) -> None:
        if self._whose() != (APPLICATION_ID, LAYOUT):
            with self._transaction():
                self._empty()
        # Views can be built again, so the last transactions may be lost with power.
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")

    def _whose(self) -> tuple[int, int]:
        [(application_id,)] = self._db.execute("PRAGMA application_id")
        [(layout,)] = self._db.execute("PRAGMA user_version")
        return application_id, layout

    def _empty(self) -> None:
        application_id, layout = self._whose()
        if (application_id, layout) == (APPLICATION_ID, LAYOUT):
            return  # another process was quicker
        found = self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [name for (name,) in found.fetchall()]
        if names and application_id != APPLICATION_ID:
            raise _not_ours()
        for name in names:
            self._db.execute(f'DROP TABLE "{name}"')
        self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        self._db.execute(f"PRAGMA user_version={LAYOUT}")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # --- Keeping up -------------------------------------------------------------------

    def catch_up(self, *, progress: Told = lambda _events: None) -> int:
        """
        Take in what was recorded since, and return how many events that was.

        Rows and position change in one transaction: stopped at any moment, nothing
        is taken in twice or missed. A model that cannot get past an event stops
        there, and the others go on; it is tried again each time.

        Raises `UnreadableEvent` at an event that no model can read.
        """
        with _explained():
            self._begin_what_is_missing()
            taken, size = 0, BATCH
            while self._is_behind():
                try:
                    advanced = self._advance(size)
                except (sqlite3.Error, CaseworkError):
                    raise
                except Exception:  # noqa: BLE001 - whatever a model's code may raise
                    # Go on to the event that a model fails at: it is stopped there.
                    size = max(1, size // 8)
                    continue
                if not advanced:
                    break
                taken, size = taken + advanced, BATCH
                progress(advanced)
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
        with _explained(), self._transaction():
            for model in ALL_MODELS:
                if not wanted or model.name in wanted:
                    self._begin(model)
        self.catch_up(progress=progress)

    def _begin_what_is_missing(self) -> None:
        found = self._progress.read()
        sound = all(self._fits(one) and not one.stopped for one in found.values())
        if sound and not _missing(found):
            return
        with self._transaction():
            for table in self._progress.read().values():
                if not self._fits(table):
                    self._drop(table.name)
                elif table.stopped:
                    self._progress.write(attrs.evolve(table, stopped=None))
            for model in _missing(self._progress.read()):
                self._begin(model)

    def _fits(self, table: Table) -> bool:
        """Say whether the log has the event that the table took in last."""
        if table.position == 0:
            return True
        at = next(self._log.stream(table.position - 1), None)
        return at is not None and (table.position, table.last) == _named(at)

    def _begin(self, model: tables.AnyModel) -> None:
        if not self._progress.holds_this_log(model.name):
            # Readers may keep the rows of another version, but not of another log.
            self._drop(model.name)
        table = Table(name=building(model), model=model)
        tables.create(self._db, table.name, model)
        self._progress.write(table)

    def _is_behind(self) -> bool:
        """Say whether there is anything to do, without making anybody wait."""
        newest = self._log.position()
        return any(
            table.position < newest or table.is_building
            for table in self._progress.read().values()
            if not table.stopped
        )

    def _advance(self, size: int) -> int:
        """Take the tables that are furthest behind one batch further."""
        with self._transaction():
            # Read in here: another process may have come further meanwhile.
            running = [t for t in self._progress.read().values() if not t.stopped]
            after = min((table.position for table in running), default=0)
            batch = self._batch(after, size)
            behind = [table for table in running if table.position == after]
            if not batch:
                for table in behind:
                    self._put_in_place(table)
            elif size > 1:
                self._take(behind, batch)
            else:
                self._try(behind, batch)
            return len(batch)

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
        position, last = _named(batch[-1])
        for table in behind:
            tables.replace(self._db, table.name, table.model, states)
            self._progress.write(attrs.evolve(table, position=position, last=last))

    def _try(self, behind: Sequence[Table], batch: Sequence[PlacedEvent]) -> None:
        """Take one event in; a model that fails at it is stopped there."""
        for table in behind:
            try:
                self._take([table], batch)
            except (sqlite3.Error, CaseworkError):
                raise
            except Exception as error:  # noqa: BLE001 - as in catch_up
                # Its kind alone: its text may hold what it failed at.
                at, kind = batch[0], type(error).__name__
                why = f"event {at.version} of stream {at.stream}: {kind}"
                self._progress.write(attrs.evolve(table, stopped=why))

    def _put_in_place(self, table: Table) -> None:
        if table.is_building:
            tables.rename(self._db, table.name, table.model.name)
            self._progress.forget(table.name)
            self._progress.write(attrs.evolve(table, name=table.model.name))

    def _drop(self, name: str) -> None:
        tables.drop(self._db, name)
        self._progress.forget(name)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            # SQLite itself may have ended it, on a full disk for one.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    # --- Reading ----------------------------------------------------------------------

    def status(self) -> list[Status]:
        """Return how far each model has come."""
        with _explained():
            newest, found = self._log.position(), self._progress.read()
            return [status_of(model, found, newest=newest) for model in ALL_MODELS]

    def check(self) -> None:
        """Raise `ModelStopped` if a model's rows are not those of the whole log."""
        with _explained():
            found = self._progress.read()
            for model in ALL_MODELS:
                _check(model, found)

    def rows(self, model: ReadModel[Any, R]) -> list[R]:
        """
        Return a model's rows, in the order of reference and then of the columns.

        Raises `ModelStopped` if they are not those of the whole log, because the
        model cannot get past an event or was not built yet.
        """
        with _explained():
            _check(model, self._progress.read())
            return tables.read(self._db, model)

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Let all that is read inside be of one moment, whoever writes meanwhile."""
        with _explained():
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("ROLLBACK")


def _missing(found: Tables) -> list[tables.AnyModel]:
    return [m for m in ALL_MODELS if not {m.name, building(m)} & found.keys()]


def _check(model: tables.AnyModel, found: Tables) -> None:
    reason = stopped(model, found)
    if reason is None and model.name not in found:
        reason = "the beginning: catch up first"
    if reason is not None:
        raise ModelStopped(model.name, reason)


def _named(placed: PlacedEvent) -> tuple[int, str]:
    return placed.position, f"{placed.stream} {placed.version}"


@contextmanager
def _explained() -> Iterator[None]:
    """Say in our words what SQLite says."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            raise _not_ours() from None
        raise StorageUnavailable(str(error), "the file of read models") from error


def _not_ours() -> ForeignLog:
    return ForeignLog(
        "the file beside it whose name ends in -views holds something else; move "
        "that file away, and the read models are built afresh"
    )
