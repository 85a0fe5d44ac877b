"""`caseledger read-models follow` on PostgreSQL: one worker, others that stand by."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from caseledger.eventlog import open_log
from caseledger.eventlog.postgres import postgres_store
from caseledger.read_models import ALL_MODELS
from caseledger.viewstore import ViewStore, open_turn
from caseledger.viewstore.postgres import PostgresTurn
from postgres.server import another_server, fresh_store, in_schema
from terminal import COMMAND
from viewstore.histories import Dump, dump, history, log_of, record
from viewstore.places import ask, tables

EVENTS = history(0)
PATIENCE = 60.0
STANDS_BY = "caseledger: another process keeps them up: standing by\n"
TAKES_OVER = "caseledger: takes over\n"


@pytest.fixture
def store() -> str:
    """The name of a log with a few events."""
    name = fresh_store()
    with closing(open_log(name)) as log:
        record(log, EVENTS[:10])
    return name


class Follower:
    """A process that follows, and what it says."""

    def __init__(self, store: str, every: float) -> None:
        self.process = subprocess.Popen(
            [
                COMMAND, "--store", store,
                "read-models", "follow", "--every", str(every),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip

    def says(self, line: str) -> None:
        """Wait until it says a line."""
        assert self.process.stderr
        assert line == self.process.stderr.readline()

    def ended(self, number: signal.Signals = signal.SIGTERM) -> tuple[str, str]:
        """Ask it to end, and return what else it said."""
        self.process.send_signal(number)
        return self.process.communicate(timeout=PATIENCE)


@contextmanager
def following(store: str, *, every: float = 0.2) -> Iterator[Follower]:
    follower = Follower(store, every)
    try:
        yield follower
    finally:
        follower.process.kill()
        follower.process.communicate()


def comes_true(seen: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not seen():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def has_come_to(store: str, position: int) -> Callable[[], bool]:
    """Return what says whether every table has taken in so many events."""
    place = postgres_store(store)

    def seen() -> bool:
        found = ask(place, PROGRESS) if "progress" in tables(place) else []
        return {(one.name, position) for one in ALL_MODELS} == set(found)

    return seen


PROGRESS = "SELECT name, position FROM progress"


def built(tmp_path: Path, events: int) -> Dump:
    """Return what tables hold after so many events, all built at once."""
    path = tmp_path / f"built-{events}"
    with closing(ViewStore(log_of(EVENTS[:events]), path)) as views:
        views.catch_up()
    return dump(path)


def test_it_is_told_what_others_record(tmp_path: Path, store: str) -> None:
    """It would look by itself in an hour only."""
    with following(store, every=3600) as follower:
        assert comes_true(has_come_to(store, 10))
        with closing(open_log(store)) as log:
            for at in range(10, len(EVENTS)):
                record(log, EVENTS[at : at + 1])
        assert comes_true(has_come_to(store, len(EVENTS)))
        assert (f"{len(EVENTS)} events taken in\n", "") == follower.ended()
    assert built(tmp_path, len(EVENTS)) == dump(postgres_store(store))


def test_another_takes_over_from_one_that_is_killed(tmp_path: Path, store: str) -> None:
    with following(store) as first:
        assert comes_true(has_come_to(store, 10))
        with following(store) as second:
            second.says(STANDS_BY)
            first.process.kill()
            first.process.wait()
            second.says(TAKES_OVER)
            with closing(open_log(store)) as log:
                record(log, EVENTS[10:])
            assert comes_true(has_come_to(store, len(EVENTS)))
            assert (f"{len(EVENTS) - 10} events taken in\n", "") == second.ended()
    assert built(tmp_path, len(EVENTS)) == dump(postgres_store(store))


def test_one_works_at_a_time_however_many_are_killed(
    tmp_path: Path, store: str
) -> None:
    """Five followers, killed one by one in their order, while events come."""
    with ExitStack() as stack:
        followers = [stack.enter_context(following(store)) for _ in range(5)]
        with closing(open_log(store)) as log:
            for at, follower in enumerate(followers[:-1]):
                record(log, EVENTS[10 + 20 * at : 30 + 20 * at])
                follower.process.kill()
                follower.process.wait()
            record(log, EVENTS[90:])
        assert comes_true(has_come_to(store, len(EVENTS)))
        out, _ = followers[-1].ended()
        assert out.endswith("events taken in\n")
    assert built(tmp_path, len(EVENTS)) == dump(postgres_store(store))


def test_it_goes_on_when_the_server_comes_back(tmp_path: Path) -> None:
    server = another_server()
    store = in_schema("kent", server.address)
    with closing(open_log(store)) as log:
        record(log, EVENTS[:10])
    with following(store) as follower:
        assert comes_true(has_come_to(store, 10))
        server.kill()
        assert follower.process.stderr
        said = follower.process.stderr.readline()
        assert said.startswith("caseledger: the log or its read models: ")
        server.start()
        follower.says("caseledger: the log or its read models: goes on again\n")
        with closing(open_log(store)) as log:
            record(log, EVENTS[10:40])
        assert comes_true(has_come_to(store, 40))
        out, _ = follower.ended(signal.SIGINT)
    # What was taken in last may have been lost with the server, and taken in again.
    assert int(out.split()[0]) >= 40
    assert built(tmp_path, 40) == dump(postgres_store(store))


# --- Whose turn it is -------------------------------------------------------------


def taken_at_once(store: str) -> int:
    """Return how many of three have the turn at the same time."""
    place = postgres_store(store)
    with ExitStack() as stack:
        turns = [stack.enter_context(closing(open_turn(place))) for _ in range(3)]
        return sum(turn.is_ours() for turn in turns for _ in range(2)) // 2


def test_one_has_the_turn_until_it_lets_go(store: str) -> None:
    place = postgres_store(store)
    first, second = open_turn(place), open_turn(place)
    assert [True, False, True, False] == [
        first.is_ours(), second.is_ours(), first.is_ours(), second.is_ours()
    ]  # fmt: skip
    first.close()
    assert comes_true(second.is_ours)
    second.close()
    assert taken_at_once(store) == 1


def test_a_lock_for_each_transaction_is_caught(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The saboteur: it is let go as soon as it is taken."""
    monkeypatch.setattr(
        "caseledger.viewstore.postgres._TRY_LOCK",
        "SELECT pg_try_advisory_xact_lock(%(key)s)",
    )
    assert taken_at_once(store) == 3


def test_authorities_take_turns_of_their_own(store: str) -> None:
    with (
        closing(open_turn(postgres_store(store))) as kent,
        closing(open_turn(postgres_store(fresh_store()))) as surrey,
    ):
        assert isinstance(kent, PostgresTurn)
        assert kent.is_ours()
        assert surrey.is_ours()


def test_in_a_file_it_is_always_ours(tmp_path: Path) -> None:
    """Each batch has the whole file there: any number may follow."""
    assert open_turn(tmp_path / "views").is_ours()
