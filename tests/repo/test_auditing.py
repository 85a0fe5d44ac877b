"""`docs/auditing.md`, done as it says: each command, and what it prints."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "auditing.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


class Step(NamedTuple):
    """A command of the page, how it should end, and what it should print."""

    command: str
    code: int
    printed: str


def steps(page: str) -> Iterator[Step]:
    """Go through the commands of a page in order."""
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL):
        for told in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, printed = told.partition("\n")
            command, _, code = line.partition("    # exit ")
            yield Step(command, int(code or 0), printed)


def pattern(printed: str) -> str:
    r"""
    Return what a step prints as a pattern; `...` stands for anything.

    >>> re.fullmatch(pattern("a ... c\n...\n"), "a b c\nd\ne\n") is not None
    True
    """
    lines = []
    for line in printed.splitlines():
        parts = map(re.escape, line.split("..."))
        lines.append("(?:.*\n)*?" if line == "..." else ".*".join(parts) + "\n")
    return "".join(lines)


@pytest.mark.timeout(240)
def test_an_auditor_does_what_the_page_says(tmp_path: Path) -> None:
    env = {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "EXAMPLES": str(ROOT / "examples"),
        "LANG": "C.UTF-8",
    }
    done = 0
    for step in steps(PAGE):
        if step.command.startswith("export "):
            name, _, value = step.command.removeprefix("export ").partition("=")
            env[name] = value
            continue
        ran = subprocess.run(
            ["bash", "-c", step.command],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert step.code == ran.returncode, (step.command, ran.stderr)
        # A refusal speaks on the other channel; the page shows what people read.
        said = ran.stdout
        assert re.fullmatch(pattern(step.printed), said), (step.command, said)
        done += 1
    assert done > 15


def test_a_step_that_prints_something_else_is_noticed() -> None:
    [step] = steps("```console\n$ verify    # exit 4\nWRONG: ...\n...\n```")

    assert Step("verify", 4, "WRONG: ...\n...\n") == step
    assert re.fullmatch(pattern(step.printed), "WRONG: position 3\nmore\n")
    assert not re.fullmatch(pattern(step.printed), "Nothing is wrong with it.\n")
