"""
What needs processes of its own: `python -m faults.processes WORK STORE ...`.

As `eventlog/processes.py`, with whole commands instead of events. What it says comes
in lines of JSON; what it is to do next, it reads in such lines.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteCursor

from caseledger.casework import Append, Casework, StaleCase, StorageUnavailable
from caseledger.complaint import DecideSufficientInterest, Refusal
from caseledger.eventlog import RecorderLog, datastore, forking, open_log, recorders
from caseledger.eventlog import postgres as on_postgres
from caseledger.testing import a_received_complaint
from caseledger.testing.desk import FixedClock
from caseledger.viewstore import Place, ViewStore
from caseledger.viewstore import sqlite as viewstore
from caseledger.viewstore import store as keeping
from eventlog.processes import ENTRY, forked, tell, together
from faults.story import SOMEBODY, Apart, Teller, Told, lived, steps

T = TypeVar("T")
DECIDED_ON = date(2023, 4, 4)


def sabotage(how: str) -> None:
    """Weaken what the log relies on; other words weaken nothing."""
    match how:
        case "NORMAL" | "OFF":
            weaker = [one for one in datastore.SETTINGS if "synchronous" not in one]
            datastore.SETTINGS = (f"PRAGMA synchronous={how}", *weaker)
            datastore.REQUIRED = {}
        case "impatient":
            datastore.PATIENCE = 0
        case "last write wins":
            _let_the_last_write_win()
        case "positions first":
            recorders.SQLiteRecorder.insert_events = _with_positions_drawn_before  # type: ignore[method-assign, assignment] # it must fail


def keep_checkpoints_short() -> None:
    """Let the file itself be written to often, and not once in a thousand pages."""
    datastore.SETTINGS = (*datastore.SETTINGS, "PRAGMA wal_autocheckpoint=40")


def tell_all(store: str, tellings: int, how: str) -> None:
    """Tell the whole story several times, and say of each command that it is done."""
    sabotage(how)
    keep_checkpoints_short()
    for telling in range(tellings):
        with closing(open_log(store)) as log:
            teller = Teller(log)
            for number in range(len(steps())):
                what = Told(str(telling), number)
                teller.tell(what)
                tell(done=as_json(what))


def as_json(what: Told) -> Mapping[str, object]:
    return {"name": what.name, "number": what.number}


# --- Lives that end ----------------------------------------------------------------


def live(store: str) -> None:
    """
    Let several processes tell stories until they are killed, again and again.

    A line of input has one start for each; the next is read when all are dead.
    """
    lived()  # so that a life begins at once, with all that a story needs at hand
    for line in sys.stdin:
        pids = []
        for start in json.loads(line):
            pid = os.fork()
            if not pid:
                # Whatever happens, a child does not go on with its parent's work.
                try:
                    Life(store, **start).go_on()
                finally:
                    os._exit(3)
            pids.append(pid)
        tell(begun=pids)
        for pid in pids:
            _, status = os.waitpid(pid, 0)
            tell(dead=pid, by=os.WTERMSIG(status))


class Life:
    """
    One who tells stories, each command at most so many times over.

    How: `ours`; `alone`, who is told by nobody that somebody else was quicker; or a
    saboteur: `early` says that a command is done before it is, `apart` records its
    events one by one, `without ids` sends each time what looks like another command.
    """

    def __init__(
        self, store: str, *, name: str, number: int, most: int, seed: int, how: str
    ) -> None:
        self._store, self._how, self._most = store, how, most
        self._name, self._number = name, number
        self._chance = random.Random(seed)  # noqa: S311 - a die
        self._teller: Teller | None = None

    def go_on(self) -> None:
        while True:
            for number in range(self._number, len(steps())):
                self._tell(Told(self._name, number))
            who, telling = self._name.split("-")
            self._name, self._number = f"{who}-{int(telling) + 1}", 0

    def _tell(self, what: Told) -> None:
        if self._how == "early":
            tell(done=as_json(what))
        for again in range(self._chance.randint(1, self._most)):
            try:
                self._send(what)
            except Refusal as refused:
                tell(refused=as_json(what), why=type(refused).__name__)
            if not again and self._how != "early":
                tell(done=as_json(what))

    def _send(self, what: Told) -> None:
        """Send a command until it is answered, as a host does."""
        for _ in range(1_000):
            try:
                self._connected().tell(what, with_id=self._how != "without ids")
            except StaleCase:
                tell(stale=as_json(what), alone=self._how == "alone")
            except StorageUnavailable as unavailable:
                tell(unavailable=type(unavailable).__name__)
                time.sleep(0.02)
            else:
                return
        raise AssertionError("not answered")

    def _connected(self) -> Teller:
        if self._teller is None:
            log = open_log(self._store)
            self._teller = Teller(Apart(log) if self._how == "apart" else log)
        return self._teller


# --- Several writers ---------------------------------------------------------------

MOST_WAITS = 16
"""How often as long as a command takes somebody waits who was not quick enough."""


def write(store: str, writers: int, commands: int, cases: int, how: str) -> None:
    """Let several give commands for some cases at once, each command another one."""
    sabotage(how)
    references = [f"CF-{number}" for number in range(cases)]
    with closing(open_log(store)) as log:
        for reference in references:
            casework_on(log).handle(
                reference, a_received_complaint(reference), by=SOMEBODY
            )

    def work() -> None:
        chance = random.Random(os.getpid())  # noqa: S311 - a die
        stale = 0
        with closing(open_log(store)) as log:
            casework = casework_on(log)
            for number in range(commands):
                one = f"{os.getpid()}/{number}"
                stale += _until_done(casework, chance.choice(references), one, chance)
        tell(commands=commands, stale=stale)

    together(work, processes=writers)


def _until_done(
    casework: Casework, reference: str, one: str, chance: random.Random
) -> int:
    """Record a decision, however often somebody is quicker; say how often."""
    for stale in range(10_000):
        began = time.monotonic()
        try:
            casework.handle(
                reference,
                # What may be decided again and again, each time for another reason.
                DecideSufficientInterest(on=DECIDED_ON, sufficient=True, reason=one),
                by=SOMEBODY,
                command_id=one,
            )
        except StaleCase:
            # The longer a case is, the longer it takes to read: so long others wait.
            took = time.monotonic() - began
            time.sleep(chance.uniform(0, took * min(stale + 1, MOST_WAITS)))
        else:
            return stale
    raise AssertionError("never its turn")


def casework_on(log: RecorderLog) -> Casework:
    return Casework(log=log, clock=FixedClock(), new_id=lambda: uuid4().hex)


def race(store: str, writers: int, wins: int, how: str) -> None:
    """Let several append to one stream, at the version of which they were last told."""
    sabotage(how)
    open_log(store).close()

    def work() -> None:
        won = stale = version = 0
        with closing(open_log(store)) as log:
            while won < wins:
                try:
                    log.append(Append("case", version, [ENTRY]))
                    won, version = won + 1, version + 1
                except StaleCase as quicker:
                    stale, version = stale + 1, quicker.version
        tell(commands=won, stale=stale)

    together(work, processes=writers)


def _let_the_last_write_win() -> None:
    anywhere = recorders.ANYWHERE
    for kind in (recorders.SQLiteRecorder, on_postgres.PostgresRecorder):
        right = kind.insert_events

        def insert(self: Any, events: Any, right: Any = right, **_: object) -> Any:  # noqa: ANN401 - passed on
            return right(self, events, expected=anywhere)

        kind.insert_events = insert  # type: ignore[method-assign, assignment] # it must fail
    recorders._INSERT = recorders._INSERT.replace("INSERT", "INSERT OR REPLACE")  # noqa: SLF001 - as above
    on_postgres._INSERT += (  # noqa: SLF001 - as above
        " ON CONFLICT (originator_id, originator_version)"
        " DO UPDATE SET state = excluded.state, position = excluded.position"
    )


# --- Followed ----------------------------------------------------------------------

WRITERS = 4
BATCHES = (3, 60)
NEXT = forked.Value("q", 1)


def follow(store: str, events: int, seed: int, how: str) -> None:
    """Append from several processes, and follow all that they append."""
    sabotage(how)
    open_log(store).close()
    if how == "positions of a sequence":
        _draw_from_a_sequence(store)
    writing = forked.Value("i", WRITERS)

    def write(chance: random.Random) -> None:
        left = events // WRITERS
        with closing(open_log(store)) as log:
            while left:
                size = min(left, chance.randint(*BATCHES))
                log.append(Append(uuid4().hex, 0, [ENTRY] * size))
                left -= size
        with writing.get_lock():
            writing.value -= 1

    chances = [random.Random(seed + n) for n in range(WRITERS)]  # noqa: S311 - dice
    writers = [forked.Process(target=write, args=(one,)) for one in chances]
    for writer in writers:
        writer.start()
    seen: list[int] = []
    with closing(open_log(store)) as log:
        last = False
        while not last:
            last = not writing.value
            seen += [one.position for one in log.stream(seen[-1] if seen else 0)]
        recorded = {one.position for one in log.stream()}
    for writer in writers:
        writer.join()
    tell(
        recorded=len(recorded),
        missed=len(recorded - set(seen)),
        twice=len(seen) - len(set(seen)),
        in_order=seen == sorted(seen),
    )


def _with_positions_drawn_before(
    self: recorders.SQLiteRecorder,
    stored_events: Sequence[StoredEvent],
    **_: object,
) -> list[int]:
    """Insert new streams only, at positions that were drawn without the lock."""
    with NEXT.get_lock():
        first = NEXT.value
        NEXT.value += len(stored_events)
    time.sleep(0)
    rows = [
        (at, one.originator_id, one.originator_version, one.topic, one.state, made)
        for at, (one, made) in enumerate(recorders.linked(stored_events, {}), first)
    ]
    with self.datastore.transaction(commit=True) as c:
        c.executemany(recorders._INSERT_AT, rows)  # noqa: SLF001 - it must fail
    return [row[0] for row in rows]


def _draw_from_a_sequence(store: str) -> None:
    """Take positions as a `bigserial` column does: at once, and seen at any time."""
    place = on_postgres.postgres_store(store)
    name = f'"{place.schema}".drawn'
    most = BATCHES[1]
    with psycopg.connect(place.database, autocommit=True) as raw:
        raw.execute(f"CREATE SEQUENCE {name} START {most} INCREMENT {most}".encode())
    on_postgres._TAKE = f"SELECT nextval('{name}') + 0 * %s"  # noqa: SLF001 - it must fail


# --- Read models ---------------------------------------------------------------------


def catch_up(store: str, times: int, how: str) -> None:
    """Record and catch up, from two processes with the same read models."""
    match how:
        case "deferred":
            viewstore.SQLiteDatabase.transact = _begun_by_reading  # type: ignore[method-assign] # it must fail
        case "impatient":
            keeping.PATIENCE = 0.001  # type: ignore[assignment] # less than a second
    views: Place = (
        on_postgres.postgres_store(store)
        if store.startswith("postgresql")
        else Path(store.removeprefix("sqlite:///") + "-views")
    )
    with closing(open_log(store)) as log:
        ViewStore(log, views).close()

    def work() -> None:
        locked = 0
        with closing(open_log(store)) as log:
            models = ViewStore(log, views)
            for _ in range(times):
                log.append(Append(uuid4().hex, 0, [ENTRY]))
                try:
                    models.catch_up()
                except StorageUnavailable:
                    locked += 1
            models.close()
        tell(times=times, locked=locked)

    together(work, processes=2)


def _begun_by_reading(self: viewstore.SQLiteDatabase, work: Callable[[], T]) -> T:
    with self.one_moment():
        found = work()
        self.execute("COMMIT")
        self.execute("BEGIN")
    return found


# --- Carried across a fork -----------------------------------------------------------

FORKED = 20
"""Events that each child records."""


def fork(store: str, how: str) -> None:
    """
    Open a log, fork, and go on recording in it on both sides.

    The parent closes it first. Sabotaged, connections are carried across.
    """
    log = open_log(store)
    log.append(Append("before", 0, [ENTRY]))
    if how == "carried":
        forking._POOLS.clear()  # noqa: SLF001 - it must fail

    def work(stream: str) -> None:
        for version in range(FORKED):
            log.append(Append(stream, version, [ENTRY]))
            tell(recorded=stream)

    children = [
        forked.Process(target=work, args=(f"child {number}",)) for number in range(3)
    ]
    for child in children:
        child.start()
    log.append(Append("parent", 0, [ENTRY]))
    tell(recorded="parent")
    log.close()
    for child in children:
        child.join()
        tell(ended=child.exitcode)


# --- Started at once -----------------------------------------------------------------


def start(stores: list[str], starting: int, killed: int, seed: int, how: str) -> None:
    """Open each log from several processes at once, some of which are killed."""
    sabotage(how)
    chance = random.Random(seed)  # noqa: S311 - a die
    for store in stores:
        # They wait for its end: who is killed in a lock would hold it for ever.
        gate, held = os.pipe()

        def work(store: str = store, gate: int = gate, held: int = held) -> None:
            os.close(held)
            os.read(gate, 1)
            with closing(open_log(store)) as log:
                log.append(Append(uuid4().hex, 0, [ENTRY]))
                tell(store=store, log_id=log.log_id)

        started = [forked.Process(target=work) for _ in range(starting)]
        for one in started:
            one.start()
        os.close(held)
        os.close(gate)
        for one in started[:killed]:
            time.sleep(chance.uniform(0, 0.01))
            one.kill()
        for number, one in enumerate(started):
            one.join()
            tell(store=store, number=number, ended=one.exitcode)


def die_at(store: str, statement: int) -> None:
    """Open a log, and be killed before this statement, if there are so many."""
    connect = sqlite3.connect
    left = statement

    def counted_down(_sql: str) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(*args: Any, **kwargs: Any) -> sqlite3.Connection:  # noqa: ANN401 - passed on
        raw: sqlite3.Connection = connect(*args, **kwargs)
        raw.set_trace_callback(counted_down)
        return raw

    sqlite3.connect = counted  # type: ignore[assignment] # in this process alone
    open_log(store).close()


STATEMENTS = 70
"""More than it takes to open a log and bring it up to date."""


def upgrade(older: str, how: str) -> None:
    """
    Bring a log up to date from one that is killed at a statement and three that live.

    The first statement, then the second, and so on beyond the last: a copy for each.
    """
    if how == "no transaction":
        datastore.Datastore.transaction = _statement_by_statement  # type: ignore[method-assign] # it must fail
    for statement in range(1, STATEMENTS + 1):
        path = f"{older}.{statement}"
        shutil.copy(older, path)
        first = forked.Process(target=die_at, args=(f"sqlite:///{path}", statement))
        first.start()
        if how != "at once":
            first.join()

        def work(path: str = path) -> None:
            with closing(open_log(f"sqlite:///{path}")) as log:
                tell(path=path, log_id=log.log_id)

        together(work, processes=3)
        first.join()
        tell(path=path, died=first.exitcode == -signal.SIGKILL)


@contextmanager
def _statement_by_statement(
    self: datastore.Datastore, *, commit: bool
) -> Iterator[SQLiteCursor]:
    del commit
    raw = self._take()
    cursor = raw.cursor()
    cursor.row_factory = sqlite3.Row
    yield SQLiteCursor(cursor)
    self._take_back(raw)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["tell", store, tellings, how]:
            tell_all(store, int(tellings), how)
        case ["live", store]:
            live(store)
        case ["write", store, writers, commands, cases, how]:
            write(store, int(writers), int(commands), int(cases), how)
        case ["race", store, writers, wins, how]:
            race(store, int(writers), int(wins), how)
        case ["follow", store, events, seed, how]:
            follow(store, int(events), int(seed), how)
        case ["catch up", store, times, how]:
            catch_up(store, int(times), how)
        case ["fork", store, how]:
            fork(store, how)
        case ["start", stores, starting, killed, seed, how]:
            start(json.loads(stores), int(starting), int(killed), int(seed), how)
        case ["upgrade", older, how]:
            upgrade(older, how)
