"""docs/guarantees.md names tests that there are, and every test of faults is in it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")
NAMED = sorted({*re.findall(r"`(tests/[^`]*)`", PAGE)})


def is_there(named: str) -> bool:
    """Say whether there is a file or folder, and in it a test, of that name."""
    path, _, test = named.partition("::")
    file = ROOT / path
    if not test:
        return file.exists()
    return file.is_file() and f"def {test}(" in file.read_text(encoding="utf-8")


def test_many_are_named() -> None:
    assert len(NAMED) > 60


@pytest.mark.parametrize("named", NAMED)
def test_what_is_named_is_there(named: str) -> None:
    assert is_there(named)


@pytest.mark.parametrize(
    "named",
    [
        "tests/nowhere/",
        "tests/faults/test_nothing.py",
        "tests/faults/test_kills.py::test_what_was_acknowledged",
        "tests/faults::test_two_that_record_otherwise_are_caught",
    ],
)
def test_what_is_not_there_is_noticed(named: str) -> None:
    assert not is_there(named)


def test_every_module_of_faults_is_named() -> None:
    modules = {f"tests/faults/{p.name}" for p in (ROOT / "tests/faults").glob("test_*")}
    assert set() == modules - {named.partition("::")[0] for named in NAMED}


@pytest.mark.parametrize("number", [*range(1, 43)])
def test_every_guarantee_is_given_or_said_not_to_be(number: int) -> None:
    ranges = re.findall(r"\bG(\d+) to G(\d+)\b", PAGE)
    single = {int(one) for one in re.findall(r"\bG(\d+)\b", PAGE)}
    within = {n for low, high in ranges for n in range(int(low), int(high) + 1)}
    assert number in single | within


def test_no_figure_is_left_open() -> None:
    assert [] == re.findall(r"@[A-Z0-9]+@", PAGE)
