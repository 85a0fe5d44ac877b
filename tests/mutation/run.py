"""
Plant small mistakes in the domain, one at a time: some test must notice each of them.

Run it by `make mutate`, or `make mutate ONLY=calendar`. mutmut writes the mutants: a
function once more, with a comparison turned, a number raised or an argument left out.
It does so in functions only; values at the top of a module are for the tests to pin.

A package is held by its own tests alone, those in the directory of its name. They must
kill nine mutants of ten, and `survivors.toml` must give a reason for each that is left.
"""

import argparse
import ast
import difflib
import json
import os
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[2]
SOURCE_ROOTS = ("domain", "application", "adapters", "projections")
PACKAGES = ("calendar", "rules", "complaint")
WANTED_PERCENT = 90

PYTEST_OPTIONS = (
    "--hypothesis-profile=mutation",
    # The state machine takes long, and goes where the short tests have been.
    "--ignore=tests/complaint/test_case_machine.py",
    # Nobody reads why a test failed, and to tell it takes longer than to fail.
    "--assert=plain",
    "--tb=no",
)
# Several times what the slowest package's tests need.
TOO_LONG_SECONDS = 120


class Outcome(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"


# What mutmut's functions take for: go on as you were written.
NO_MUTANT = ""

# How the processes of `forked.py` end when a test has failed, and when time is up.
CERTAIN = {1: Outcome.KILLED, -signal.SIGXCPU: Outcome.TIMED_OUT}


class Change(NamedTuple):
    """A mutant in words: mutmut's own numbers shift whenever the code does."""

    where: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.where}: {self.was} -> {self.now or '(left out)'}"


class Reason(NamedTuple):
    """Why a change need not be noticed, or every change to the lines with a text."""

    where: str
    reason: str
    was: str = ""
    now: str = ""
    text: str = ""

    def __str__(self) -> str:
        if self.text:
            return f"{self.where}: every line with {self.text}"
        return str(Change(self.where, self.was, self.now))

    def covers(self, change: Change) -> bool:
        """Say whether this is the reason for a change."""
        if self.text:
            return self.where == change.where and self.text in change.was
        return (self.where, self.was, self.now) == change


class Mutant(NamedTuple):
    """A change, under mutmut's names for it and for its function."""

    name: str
    function: str
    change: Change


def main() -> int:
    """Mutate the packages asked for; return 1 if their tests let too much pass."""
    parser = argparse.ArgumentParser()
    parser.add_argument("packages", nargs="*", metavar="package")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    packages = asked.packages or PACKAGES
    reasons = given_reasons(packages)

    survivors: set[Change] = set()
    enough = True
    row = "{:<10}{:>9}{:>9}{:>11}{:>10}{:>10}"
    print(row.format("package", "mutants", *Outcome, "% killed"), flush=True)
    for package in packages:
        tried = mutate(package, asked.children, reasons)
        outcomes = [outcome for _, outcome in tried]
        percent = 100 - 100 * outcomes.count(Outcome.SURVIVED) / len(outcomes)
        enough = enough and percent >= WANTED_PERCENT
        numbers = map(outcomes.count, Outcome)
        print(row.format(package, len(outcomes), *numbers, f"{percent:.1f}"))
        survivors |= {change for change, one in tried if one is Outcome.SURVIVED}

    known = {one for one in survivors if any(why.covers(one) for why in reasons)}
    gone = [why for why in reasons if not any(map(why.covers, survivors))]
    print_list("Survivors with a reason:", known)
    print_list("Survivors without a reason:", survivors - known)
    print_list("In survivors.toml, but killed or gone:", gone)
    return 0 if enough and survivors == known else 1


def given_reasons(packages: Iterable[str]) -> list[Reason]:
    """Read which changes of some packages need not be noticed, and why."""
    listed = tomllib.loads(Path(__file__).with_name("survivors.toml").read_text())
    reasons = (Reason(**entry) for entry in listed["survivor"])
    return [one for one in reasons if one.where.split(".")[1] in packages]


def print_list(title: str, entries: Iterable[Change | Reason]) -> None:
    """Print changes, or reasons for some, under a title, if there are any."""
    lines = sorted(map(str, entries))
    if lines:
        print("", title, *lines, sep="\n")


def mutate(
    package: str, children: int, reasons: Sequence[Reason]
) -> list[tuple[Change, Outcome]]:
    """Make every change to a package, and tell what became of each."""
    tree = lay_out(package)
    write_mutants(tree)
    mutants = [*read_mutants(tree)]
    ended = run_forked(tree, package, mutants, children)
    # Without this, tests that fail for another reason would pass for keen ones.
    if ended[NO_MUTANT] or run_alone(tree, package, NO_MUTANT) is not Outcome.SURVIVED:
        sys.exit(f"{tree.relative_to(ROOT)}: tests fail with no mutant at work")

    def outcome(mutant: Mutant) -> Outcome:
        certain = CERTAIN.get(ended.get(mutant.name, 0))
        if certain is not None:
            return certain
        # What need not be noticed is not tried once more.
        if any(why.covers(mutant.change) for why in reasons):
            return Outcome.SURVIVED
        return run_alone(tree, package, mutant.name)

    with ThreadPoolExecutor(children) as pool:
        outcomes = pool.map(outcome, mutants)
        return [
            (mutant.change, one) for mutant, one in zip(mutants, outcomes, strict=True)
        ]


def lay_out(package: str) -> Path:
    """
    Lay out a fresh copy of the project, with all packages under one source root.

    mutmut takes the name of a module from its path, so a copy of domain/ would hold
    `domain.caseledger.rules`.
    """
    tree = ROOT / "build" / "mutation" / package
    shutil.rmtree(tree, ignore_errors=True)
    leave_out = shutil.ignore_patterns("__pycache__", "node_modules")
    for folder, copy in (*((root, "src") for root in SOURCE_ROOTS), ("tests", "tests")):
        shutil.copytree(
            ROOT / folder, tree / copy, ignore=leave_out, dirs_exist_ok=True
        )

    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"src/caseledger/{package}/*"],
        "pytest_add_cli_args": PYTEST_OPTIONS,
        "pytest_add_cli_args_test_selection": [f"tests/{package}"],
        "use_git_change_detection": False,
    }
    # Lists, plain strings and truth values look the same in TOML as in JSON.
    ours = (f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
    project = (ROOT / "pyproject.toml").read_text()
    (tree / "pyproject.toml").write_text(f"{project}\n[tool.mutmut]\n{''.join(ours)}")
    return tree


def write_mutants(tree: Path) -> None:
    """
    Let mutmut write the mutants, and find out which tests reach which function.

    It has no command for that alone. Asked to try what there is not, it does that
    first, and then complains.
    """
    log = tree / "mutmut.log"
    with log.open("w") as output:
        subprocess.run(
            [BIN / "mutmut", "run", "none"],
            cwd=tree,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if not reached(tree):
        sys.exit(f"mutmut did not get through, see {log.relative_to(ROOT)}")


def reached(tree: Path) -> dict[str, dict[str, float]]:
    """Read how many seconds each test took that reaches a function."""
    written = tree / "mutants" / "mutmut-stats.json"
    if not written.exists():
        return {}
    stats = json.loads(written.read_text())
    return {
        function: {test: stats["duration_by_test"][test] for test in tests}
        for function, tests in stats["tests_by_mangled_function_name"].items()
    }


def run_forked(
    tree: Path, package: str, mutants: Sequence[Mutant], children: int
) -> dict[str, int]:
    """Try each mutant that tests reach in a fork; return how its process ended."""
    asked, ended, log = (tree / f"forked.{name}" for name in ("asked", "ended", "log"))
    seconds = reached(tree)
    every = {test: took for some in seconds.values() for test, took in some.items()}
    with asked.open("w") as lines:
        print(json.dumps({"mutants": [NO_MUTANT], "seconds": every}), file=lines)
        for function, group in groupby(mutants, lambda one: one.function):
            names = [one.name for one in group]
            if function in seconds:
                line = {"mutants": names, "seconds": seconds[function]}
                print(json.dumps(line), file=lines)
    print(f"How far it is: wc -l {ended.relative_to(ROOT)}", file=sys.stderr)
    options = [
        *("-p", "mutation.forked", f"--functions={asked}", f"--ended={ended}"),
        *(f"--children={children}", *PYTEST_OPTIONS, f"tests/{package}"),
    ]
    with log.open("w") as output:
        subprocess.run(
            [BIN / "pytest", *options],
            cwd=tree / "mutants",
            env=environment(NO_MUTANT),
            stdout=output,
            stderr=subprocess.STDOUT,
            check=True,
        )
    return dict(json.loads(line) for line in ended.read_text().splitlines())


def environment(mutant: str) -> dict[str, str]:
    """Return what processes are to find around them that try a mutant."""
    return os.environ | {"MUTANT_UNDER_TEST": mutant, "PYTHONPATH": "src:tests"}


def run_alone(tree: Path, package: str, mutant: str) -> Outcome:
    """
    Run a package's tests on one mutant in a process of its own.

    Forks begin with everything imported. What a module does at its import,
    such as reading the table of bank holidays, no mutant can spoil there.
    """
    try:
        ended = subprocess.run(
            [BIN / "pytest", "-xq", *PYTEST_OPTIONS, f"tests/{package}"],
            cwd=tree / "mutants",
            env=environment(mutant),
            capture_output=True,
            check=False,
            timeout=TOO_LONG_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return Outcome.TIMED_OUT
    return Outcome.SURVIVED if ended.returncode == 0 else Outcome.KILLED


def read_mutants(tree: Path) -> Iterator[Mutant]:
    """Read what mutmut wrote: each function, and its mutants."""
    for results in sorted(tree.glob("mutants/src/**/*.py.meta")):
        written = results.with_suffix("").read_text()
        lines = written.splitlines()
        functions = {
            node.name: lines[node.lineno - 1 : node.end_lineno]
            for node in ast.walk(ast.parse(written))
            if isinstance(node, ast.FunctionDef)
        }
        for name in json.loads(results.read_text())["exit_code_by_key"]:
            module, _, mutated = name.rpartition(".")
            mangled, _, _ = mutated.partition("__mutmut_")
            was, now = difference(
                functions[f"{mangled}__mutmut_orig"], functions[mutated]
            )
            # It is either x_function or xǁClassǁmethod.
            plain = mangled.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
            change = Change(f"{module}.{plain}", was, now)
            yield Mutant(name, f"{module}.{mangled}", change)


def difference(original: list[str], mutated: list[str]) -> tuple[str, str]:
    """Tell in one line each what stood there and what stands there now."""
    # Neither their names nor how far lines are indented makes a difference.
    before, after = (
        [function[0].partition("(")[2], *map(str.strip, function[1:])]
        for function in (original, mutated)
    )
    changed = [*difflib.ndiff(before, after)]
    was, now = (
        " ".join(line[2:] for line in changed if line.startswith(sign))
        for sign in ("- ", "+ ")
    )
    return was, now


if __name__ == "__main__":
    sys.exit(main())
