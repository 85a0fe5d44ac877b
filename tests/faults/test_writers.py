"""
G8: of those who record in one case at once, one wins each version, and none is lost.

Commands are given for one case and for many, each once done. Events are appended to
one stream as well, where the others cost nothing: the longer a case is, the longer it
takes to read it before each command.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import closing

import pytest

from caseledger.complaint.events import ComplaintsLinked
from caseledger.eventlog import open_log
from caseledger.proof import verify
from faults.counting import say, size
from faults.running import run

WRITERS = 8
IN_ONE_CASE = size(12, 50)
IN_MANY = size(50, 1_000)
IN_ONE_STREAM = size(50, 1_000)
EACH = 20
"""Commands of all writers for each of many cases."""


def links_in(store: str) -> Counter[str]:
    with closing(open_log(store)) as log:
        assert verify(log).holds
        linked = (one.event for one in log.stream(only=[ComplaintsLinked]))
        return Counter(e.linked_to for e in linked if isinstance(e, ComplaintsLinked))


@pytest.mark.timeout(0)
@pytest.mark.parametrize("many", [False, True], ids=["one case", "many cases"])
def test_of_several_who_give_commands_none_loses_any(
    new_store: Callable[[], str], engine: str, *, many: bool
) -> None:
    commands = IN_MANY if many else IN_ONE_CASE
    cases = WRITERS * commands // EACH if many else 1
    store = new_store()
    told = run("write", store, WRITERS, commands, cases, "ours")
    assert [commands] * WRITERS == [one["commands"] for one in told]
    links = links_in(store)
    assert WRITERS * commands == len(links)
    assert {1} == {*links.values()}
    say(
        "G8", f"{WRITERS} give commands, {engine}", to_cases=cases,
        commands=WRITERS * commands, sent_again=sum(one["stale"] for one in told),
        lost=0, done_twice=0,
    )  # fmt: skip


@pytest.mark.timeout(0)
def test_of_several_who_append_to_one_stream_none_loses_any(
    new_store: Callable[[], str], engine: str
) -> None:
    store = new_store()
    told = run("race", store, WRITERS, IN_ONE_STREAM, "ours")
    assert [IN_ONE_STREAM] * WRITERS == [one["commands"] for one in told]
    with closing(open_log(store)) as log:
        assert verify(log).holds
        versions = [one.version for one in log.read("case")]
    assert [*range(1, WRITERS * IN_ONE_STREAM + 1)] == versions
    say(
        "G8", f"{WRITERS} append to one stream, {engine}", events=len(versions),
        sent_again=sum(one["stale"] for one in told), lost=0,
    )  # fmt: skip


def test_where_the_last_write_wins_some_are_lost(
    new_store: Callable[[], str], engine: str
) -> None:
    store = new_store()
    run("race", store, WRITERS, 50, "last write wins")
    with closing(open_log(store)) as log:
        left = sum(1 for _ in log.stream())
    assert left < WRITERS * 50
    say("G8", f"saboteur, {engine}, last write wins", lost=WRITERS * 50 - left)
