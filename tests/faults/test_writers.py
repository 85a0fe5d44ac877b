"""
G8: of those who record in one case at once, one wins each version, and none is lost.

Commands are given for one case and for many, and events are appended to one stream as
well, where there is nothing to read before.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import closing

import pytest

from caseledger.complaint.details import ReasonDetails
from caseledger.complaint.events import SufficientInterestDecided
from caseledger.eventlog import open_log
from caseledger.proof import verify
from faults.counting import say, size
from faults.running import run

WRITERS = 8
COMMANDS = size(50, 1_000)
"""Of each writer."""

EACH = 20
"""Commands of all writers for each of many cases."""


def decisions_in(store: str) -> Counter[str | None]:
    with closing(open_log(store)) as log:
        assert verify(log).holds
        decided = log.stream(only=[SufficientInterestDecided])
        return Counter(
            one.details.reason
            for stream in {one.stream for one in decided}
            for one in log.read(stream)
            if isinstance(one.details, ReasonDetails)
        )


@pytest.mark.timeout(0)
@pytest.mark.parametrize("many", [False, True], ids=["one case", "many cases"])
def test_of_several_who_give_commands_none_loses_any(
    new_store: Callable[[], str], engine: str, *, many: bool
) -> None:
    cases = WRITERS * COMMANDS // EACH if many else 1
    store = new_store()
    told = run("write", store, WRITERS, COMMANDS, cases, "ours")
    assert [COMMANDS] * WRITERS == [one["commands"] for one in told]
    decisions = decisions_in(store)
    assert WRITERS * COMMANDS == len(decisions)
    assert {1} == {*decisions.values()}
    say(
        "G8", f"{WRITERS} give commands, {engine}", to_cases=cases,
        commands=WRITERS * COMMANDS, sent_again=sum(one["stale"] for one in told),
        lost=0, done_twice=0,
    )  # fmt: skip


@pytest.mark.timeout(0)
def test_of_several_who_append_to_one_stream_none_loses_any(
    new_store: Callable[[], str], engine: str
) -> None:
    store = new_store()
    told = run("race", store, WRITERS, COMMANDS, "ours")
    assert [COMMANDS] * WRITERS == [one["commands"] for one in told]
    with closing(open_log(store)) as log:
        assert verify(log).holds
        versions = [one.version for one in log.read("case")]
    assert [*range(1, WRITERS * COMMANDS + 1)] == versions
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
