"""Every log tells at once that it has grown; nobody who follows it misses an event."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from caseledger.casework import Append, StorageUnavailable
from caseledger.eventlog import RecorderLog, open_log, postgres
from eventlog.entries import acknowledged
from postgres.server import another_server, fresh_store, in_schema, own_server

ENGINES = ("memory", "sqlite", "postgres")
PATIENCE = 10.0
"""Seconds, in which what is to be told is told."""

Opens = Callable[[], RecorderLog]


@pytest.fixture(params=ENGINES)
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> Opens:
    """Open one and the same log, as different processes do."""
    if request.param == "memory":
        log = open_log("memory:")
        return lambda: log
    file = f"sqlite:///{tmp_path}/log.db"
    store = file if request.param == "sqlite" else fresh_store()
    return lambda: open_log(store)


def record(log: RecorderLog) -> None:
    log.append(Append(uuid4().hex, 0, [acknowledged()]))


def comes(news: Callable[[], bool]) -> bool:
    """Say whether it is told within some patience."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if news():
            return True
        time.sleep(0.01)
    return False


# --- The contract -----------------------------------------------------------------


def test_the_first_answer_is_yes_and_then_no(opens: Opens) -> None:
    with closing(opens()) as log, log.news() as news:
        assert [True, False, False] == [news(), news(), news()]


def test_it_tells_what_others_record(opens: Opens) -> None:
    with closing(opens()) as log, closing(opens()) as other, log.news() as news:
        for _ in range(3):
            news()
            record(other)
            assert comes(news)
            assert not news()


def test_it_tells_what_oneself_records(opens: Opens) -> None:
    with closing(opens()) as log, log.news() as news:
        news()
        record(log)
        assert comes(news)


def test_what_is_refused_is_no_news(opens: Opens) -> None:
    with closing(opens()) as log, log.news() as news:
        news()
        record(log)
        assert comes(news)
        with pytest.raises(Exception, match="another change"):
            log.append(Append(uuid4().hex, 7, [acknowledged()]))
        assert not news()


def test_several_are_told(opens: Opens) -> None:
    with closing(opens()) as log, log.news() as one, log.news() as two:
        one()
        two()
        record(log)
        assert comes(one)
        assert comes(two)


# --- PostgreSQL -------------------------------------------------------------------


def test_other_logs_of_a_database_are_not_told() -> None:
    with (
        closing(open_log(fresh_store())) as log,
        closing(open_log(fresh_store())) as other,
        log.news() as news,
    ):
        news()
        record(other)
        time.sleep(0.2)
        assert not news()


Looks = Callable[[RecorderLog, list[int]], Iterator[None]]


def by_the_rule(log: RecorderLog, seen: list[int]) -> Iterator[None]:
    """Look whenever there is news; the first time because there may be."""
    with log.news() as news:
        while True:
            if news():
                seen += [one.position for one in log.stream(seen[-1] if seen else 0)]
            yield


def look_first(log: RecorderLog, seen: list[int]) -> Iterator[None]:
    """The saboteur: look, and then begin to listen to what comes."""
    seen += [one.position for one in log.stream()]
    with log.news() as news:
        news()
        while True:
            if news():
                seen += [one.position for one in log.stream(seen[-1] if seen else 0)]
            yield


def missed_while_it_begins(looks: Looks, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Record while somebody begins to listen, which takes its time."""
    store = fresh_store()
    honest = postgres.Datastore.listening

    def slow(self: postgres.Datastore, channel: str) -> Any:  # noqa: ANN401 - a connection
        with closing(open_log(store)) as other:
            record(other)
        return honest(self, channel)

    with closing(open_log(store)) as log, monkeypatch.context() as patched:
        patched.setattr(postgres.Datastore, "listening", slow)
        seen: list[int] = []
        follower = looks(log, seen)
        for _ in range(20):
            next(follower)
            time.sleep(0.01)
        follower.close()  # type: ignore[attr-defined] # it is a generator
        return seen != [one.position for one in log.stream()]


def test_nothing_is_missed_while_listening_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not missed_while_it_begins(by_the_rule, monkeypatch)


def test_listening_after_the_first_look_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert missed_while_it_begins(look_first, monkeypatch)


def test_after_the_server_was_away_there_may_be_news() -> None:
    """It says so once, is silent while it is away, and says so when it is back."""
    server = another_server()
    store = in_schema("kent", server.address)
    with closing(open_log(store)) as log, log.news() as news:
        assert [True, False] == [news(), news()]
        server.kill()
        assert comes(news)
        assert [False, False] == [news(), news()]
        server.start()
        assert comes(news)
        assert not news()
        record(log)
        assert comes(news)


def test_a_connection_that_is_cut_listens_again() -> None:
    with closing(open_log(fresh_store())) as log, log.news() as news:
        news()
        with psycopg.connect(own_server().address, autocommit=True) as boss:
            boss.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%'"
            )
        assert comes(news)
        assert comes(news)
        record(log)
        assert comes(news)


def test_where_there_is_no_server_it_is_said() -> None:
    server = another_server()
    with closing(open_log(in_schema("kent", server.address))) as log:
        server.kill()
        with pytest.raises(StorageUnavailable), log.news():
            pass
