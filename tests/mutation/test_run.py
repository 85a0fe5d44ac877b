"""Mutation testing tells tests that notice mistakes from tests that do not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SOURCE = """
def _ceiling():
    return 20

CEILING = _ceiling()

def within(days):
    return days <= CEILING
"""
KEEN = """
from caseledger.rules.limits import CEILING, within

def test_twenty_days_are_the_most():
    assert CEILING == 20
    assert within(20)
    assert not within(21)
"""
SLACK = KEEN.replace("    assert within(20)\n", "")
GAP = "return days <= CEILING -> return days < CEILING"


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Path:
    """A project of one rule, in which one function runs when it is imported."""
    for root in ("domain", "application", "adapters", "projections"):
        (tmp_path / root / "caseledger").mkdir(parents=True)
    for folder in ("domain/caseledger/rules", "tests/rules", "tests/mutation"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "domain/caseledger/rules/__init__.py").touch()
    (tmp_path / "domain/caseledger/rules/limits.py").write_text(SOURCE)
    shutil.copy(HERE.parents[1] / "pyproject.toml", tmp_path)
    shutil.copy(HERE.parent / "conftest.py", tmp_path / "tests")
    for program in ("run.py", "forked.py"):
        shutil.copy(HERE / program, tmp_path / "tests" / "mutation")
    return tmp_path


def mutate(project: Path, tests: str, survivors: str) -> tuple[int, str]:
    (project / "tests/rules/test_limits.py").write_text(tests)
    (project / "tests/mutation/survivors.toml").write_text(survivors)
    ended = subprocess.run(
        [sys.executable, "tests/mutation/run.py", "--children", "1", "rules"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout


def test_keen_tests_pass(project: Path) -> None:
    """They kill the mutants of both functions, so what is listed is out of date."""
    listed = (
        "[[survivor]]\n"
        'where = "caseledger.rules.limits.within"\n'
        'was = "return days <= CEILING"\n'
        'now = "return days < CEILING"\n'
        'reason = "Nobody looks."\n'
    )
    code, told = mutate(project, KEEN, listed)

    assert 0 == code
    assert "rules 2 2 0 0 100.0" in " ".join(told.split())
    _, _, stale = told.partition("In survivors.toml, but killed or gone:\n")
    assert f"caseledger.rules.limits.within: {GAP}\n" == stale


def test_a_gap_is_found(project: Path) -> None:
    """Without the last day that is allowed, nobody notices that it is not."""
    code, told = mutate(project, SLACK, "survivor = []\n")

    assert 1 == code
    _, _, found = told.partition("Survivors without a reason:\n")
    assert f"caseledger.rules.limits.within: {GAP}\n" == found


def test_one_reason_serves_every_change_to_the_lines_with_a_text(project: Path) -> None:
    """That too few are killed is another matter."""
    listed = (
        "[[survivor]]\n"
        'where = "caseledger.rules.limits.within"\n'
        'text = "<= CEILING"\n'
        'reason = "Nobody looks."\n'
    )
    code, told = mutate(project, SLACK, listed)

    assert 1 == code
    _, _, found = told.partition("Survivors with a reason:\n")
    assert f"caseledger.rules.limits.within: {GAP}\n" == found
