"""
Read models whose process is killed, again and again, wherever it happens to be.

    python tests/viewstore/killing.py KILLS SEED KIND STORE...

KIND is `whole` or `two-transactions`; where a STORE in PostgreSQL is named, read models
are kept beside it, and in a file of their own else. A child catches up and builds anew
in small batches, until it is killed: at a statement, at a step of SQLite's own machine,
or at an instant. The log grows between two deaths. After each, every table must hold
what its position says and nothing else.
Prints what was seen; the exit code is 1 where a table was found that does not.
"""

import gc
import json
import os
import random
import signal
import sqlite3
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn
from uuid import uuid4

import attrs
import pytest

sys.path.append(str(Path(__file__).resolve().parents[1]))

from caseledger.casework import EventLog, RecordedEvent
from caseledger.eventlog import memory_log
from caseledger.eventlog.postgres import PostgresStore, postgres_store
from caseledger.read_models import ALL_MODELS, State, fold
from caseledger.viewstore import ViewStore, postgres, sqlite, store
from caseledger.viewstore.postgres import PostgresDatabase
from caseledger.viewstore.progress import Progress, Table
from viewstore.histories import SEEDS, Model, history, record, use_models, without_views
from viewstore.places import Place, ask, tables

ROUND = 100
"""Kills of one file, until another begins with another history."""

Rows = Counter[tuple[object, ...]]
# A few stand for all, so that a thousand deaths are quick.
MODELS: dict[str, Model] = {model.name: model for model in ALL_MODELS[:3]}


class LatePosition(Progress):
    """Writes the position in a transaction of its own, after that of the rows."""

    def write(self, table: Table) -> None:
        """Let the rows be kept first."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")
        super().write(table)


class TwoTransactions(ViewStore):
    """A saboteur: rows and position do not change together."""

    def __init__(self, log: EventLog, place: Place) -> None:
        super().__init__(log, place)
        self._progress = LatePosition(self._db, log.log_id)


# --- What the tables must hold --------------------------------------------------------


class Reckoned:
    """Every model's rows after each event of a history, reckoned without a store."""

    def __init__(self, seed: int) -> None:
        self.events = history(seed)
        self._states: list[tuple[str, State | None]] = []
        states: dict[str, State | None] = {}
        for one in self.events:
            states[one.stream] = fold(states.get(one.stream), one.event)
            self._states.append((one.stream, states[one.stream]))
        self._after = cache(self._rows_after)

    def rows(self, model: str, position: int) -> Rows:
        """Return what a table holds that has taken in so many events."""
        newest = {stream: at for at, (stream, _) in enumerate(self._states[:position])}
        found: Rows = Counter()
        for at in newest.values():
            found += self._after(model, at)
        return found

    def _rows_after(self, name: str, at: int) -> Rows:
        model, (stream, state) = MODELS[name], self._states[at]
        if not isinstance(state, model.of):
            return Counter()
        return Counter(
            tuple(_stored(value) for value in attrs.astuple(row, recurse=False))
            for row in model.rows(stream, state)
        )


def _stored(value: Any) -> object:  # noqa: ANN401 - a day, a number, a text or nothing
    return value.isoformat() if hasattr(value, "isoformat") else value


@attrs.define
class Seen:
    """What the deaths left behind: the tables that were looked at, and of what kind."""

    kills: int = 0
    in_place: int = 0
    being_built: int = 0
    half_way: int = 0
    wrong: list[str] = attrs.Factory(list)

    def look(self, place: Place, reckoned: Reckoned, newest: int) -> None:
        """Compare every table with its position."""
        settle(place)
        names = set(tables(place))
        if "progress" not in names:
            return  # killed before there was anything
        written = dict(ask(place, "SELECT name, position FROM progress"))
        models = {n for n in names if n.removesuffix("_building") in MODELS}
        self.wrong += [f"{name} and no position" for name in models ^ set(written)]
        for name in models & set(written):
            position = written[name]
            model = name.removesuffix("_building")
            found = Counter(ask(place, f"SELECT * FROM {name}"))  # noqa: S608 - our own
            if found != reckoned.rows(model, position):
                self.wrong.append(f"{name} at {position}")
            self.in_place += name == model
            self.being_built += name != model
            self.half_way += 0 < position < newest


def settle(place: Place) -> None:
    """Wait until a server has noticed that its client is dead."""
    if not isinstance(place, Path):
        key = postgres._key(f"{place.schema}_views")  # noqa: SLF001 - whoever writes has it
        ask(place, "SELECT pg_advisory_lock(?)", (key,))


# --- Killing --------------------------------------------------------------------------


class Mortal(sqlite3.Connection):
    """A connection whose process dies at one of its statements or steps."""

    statements = 0
    steps = 0

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - sqlite3's own
        super().__init__(*arguments, **options)
        if Mortal.statements:
            self.set_trace_callback(self._statement)
        if Mortal.steps:
            self.set_progress_handler(die, Mortal.steps)

    def _statement(self, _sql: str) -> None:
        count_down()


class MortalSession(PostgresDatabase):
    """The same, on PostgreSQL."""

    def execute(self, *arguments: Any) -> Any:  # noqa: ANN401 - its own
        count_down()
        return super().execute(*arguments)

    def add(self, *arguments: Any) -> None:  # noqa: ANN401 - its own
        count_down()
        super().add(*arguments)


def count_down() -> None:
    Mortal.statements -= 1
    if not Mortal.statements:
        die()


def die() -> NoReturn:
    """End without any farewell."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("alive")


def live_until_killed(
    kind: type[ViewStore], log: EventLog, place: Place, rng: random.Random
) -> NoReturn:
    """Catch up and build anew in small batches, for ever."""
    store.BATCH = rng.choice([1, 2, 3, 7, 20])
    in_file = isinstance(place, Path)
    match rng.randrange(3):
        case 0:
            Mortal.statements = rng.randint(1, 200)
        case 1 if in_file:
            Mortal.steps = rng.randint(1, 2_000)
        case _:
            # Nobody listens to this one, so it kills.
            longest = 0.006 if in_file else 0.2
            signal.setitimer(signal.ITIMER_REAL, rng.uniform(0.000_1, longest))
    sqlite.sqlite3.connect = partial(sqlite3.connect, factory=Mortal)  # type: ignore[attr-defined] # in this process alone
    postgres.PostgresDatabase = MortalSession  # type: ignore[misc] # as above
    views = kind(log, place)
    while True:
        views.catch_up()
        views.rebuild([rng.choice(list(MODELS))])


def one_life(
    kind: type[ViewStore], log: EventLog, place: Place, rng: random.Random
) -> bool:
    """
    Start a child, wait until it is dead, and say whether it was killed.

    The parent has no file open.
    """
    seed = rng.random()
    child = os.fork()
    if not child:
        try:
            live_until_killed(kind, log, place, random.Random(seed))  # noqa: S311 - as below
        except BaseException:  # noqa: BLE001 - whatever ends it
            traceback.print_exc()
            os._exit(3)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def kill(
    kills: int, seed: int, kind: type[ViewStore], stores: Sequence[str] = ()
) -> Seen:
    """Kill so often, or until something is wrong."""
    rng, seen = random.Random(seed), Seen()  # noqa: S311 - a game of chance
    patched = pytest.MonkeyPatch()
    use_models(patched, tuple(MODELS.values()))
    without_views(patched)
    gc.disable()  # what a child does not touch need not be copied for it
    while seen.kills < kills and not seen.wrong:
        reckoned = Reckoned(rng.randrange(SEEDS))
        log = memory_log()
        coming = iter(reckoned.events)
        with TemporaryDirectory() as folder:
            place: Place = Path(folder) / "views"
            for name in stores:
                place = fresh(name)
            for _ in range(min(ROUND, kills - seen.kills)):
                record(log, list(some(coming, rng.choice([0, 0, 1, 2, 5]))))
                if not one_life(kind, log, place, rng):
                    seen.wrong.append("a child ended by itself")
                seen.kills += 1
                seen.look(place, reckoned, log.position())
                if seen.wrong:
                    break
    return seen


def fresh(name: str) -> PostgresStore:
    """Return a schema that nobody has used."""
    there = postgres_store(name)
    return attrs.evolve(there, schema=f"killed_{uuid4().hex}")


def some(coming: Iterator[RecordedEvent], most: int) -> Iterator[RecordedEvent]:
    """Take the next few, as far as there are any."""
    for _, one in zip(range(most), coming, strict=False):
        yield one


if __name__ == "__main__":
    found = kill(
        int(sys.argv[1]),
        int(sys.argv[2]),
        TwoTransactions if sys.argv[3] == "two-transactions" else ViewStore,
        sys.argv[4:],
    )
    sys.stdout.write(json.dumps(attrs.asdict(found)) + "\n")
    sys.exit(bool(found.wrong))
