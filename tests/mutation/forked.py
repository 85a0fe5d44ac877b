"""
Tries mutants one after the other on tests that are collected once: a plugin of pytest.

Each is tried in a fork, by the tests that reach its function. Those come first that
have noticed another mutant of the function; a mutant seldom needs more than one.
"""

import json
import os
import resource
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import attrs
import pytest

NOTICED = 1
UNCERTAIN = 2

# Of its processor's time a mutant may take several times what its tests took, and then
# it is one that never ends.
SECONDS_ALLOWED = 10
TIMES_ALLOWED = 10


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--functions", type=Path, help="what to try, as lines of JSON")
    parser.addoption("--ended", type=Path, help="where to write how each ended")
    parser.addoption("--children", type=int, help="how many to try at a time")


@attrs.frozen
class Function:
    """A function, its mutants, and how many seconds each test took that reaches it."""

    mutants: Sequence[str]
    seconds: Mapping[str, float]
    noticed: Counter[str] = attrs.Factory(Counter)
    """How many of the mutants each test has noticed so far."""

    def tests(self) -> list[str]:
        """Return its tests, the one first that is likeliest to notice soonest."""
        return sorted(
            self.seconds, key=lambda test: (-self.noticed[test], self.seconds[test])
        )

    def seconds_allowed(self) -> int:
        return SECONDS_ALLOWED + int(TIMES_ALLOWED * sum(self.seconds.values()))


@attrs.frozen
class Running:
    """A mutant that is being tried, and where the test will be named that notices."""

    mutant: str
    function: Function
    noticing: int


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Try all mutants asked for, instead of running the tests."""
    lines = session.config.getoption("functions").read_text().splitlines()
    asked = (Function(**json.loads(line)) for line in lines)
    items = {item.nodeid: item for item in session.items}
    with session.config.getoption("ended").open("w") as ended:
        for mutant, code in _tried(asked, items, session.config.getoption("children")):
            print(json.dumps([mutant, code]), file=ended, flush=True)
    return True


def _tried(
    functions: Iterator[Function], items: Mapping[str, pytest.Item], children: int
) -> Iterator[tuple[str, int]]:
    """Try mutants, several at a time; tell how the process of each ended."""
    running: dict[int, Running] = {}
    for function in functions:
        for mutant in function.mutants:
            if len(running) == children:
                yield _next_that_ends(running)
            reading, writing = os.pipe()
            pid = os.fork()
            if not pid:
                _try(function, mutant, items, writing)
            os.close(writing)
            running[pid] = Running(mutant, function, reading)
    while running:
        yield _next_that_ends(running)


def _try(
    function: Function, mutant: str, items: Mapping[str, pytest.Item], telling: int
) -> NoReturn:
    """End the process by what became of a mutant, whatever it does."""
    code = UNCERTAIN
    try:
        test = _noticing(function, mutant, items)
        os.write(telling, test.encode())
        code = NOTICED if test else 0
    finally:
        os._exit(code)


def _noticing(function: Function, mutant: str, items: Mapping[str, pytest.Item]) -> str:
    """Run the tests of a function on a mutant until one fails, and return its name."""
    most = function.seconds_allowed()
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
    os.environ["MUTANT_UNDER_TEST"] = mutant
    tests = [items[test] for test in function.tests()]
    for item, after in zip(tests, [*tests[1:], None], strict=True):
        item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
        if item.session.testsfailed:
            return item.nodeid
    return ""


def _next_that_ends(running: dict[int, Running]) -> tuple[str, int]:
    pid, status = os.wait()
    one = running.pop(pid)
    with os.fdopen(one.noticing) as told:
        one.function.noticed.update(filter(None, [told.read()]))
    return one.mutant, os.waitstatus_to_exitcode(status)
