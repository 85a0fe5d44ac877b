"""Runs `processes.py`, and reads what its processes tell."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).parent / "processes.py"

Told = list[dict[str, Any]]


def run(*arguments: str | Path) -> Told:
    """Let a piece of work come to its end, and return what was told."""
    ended = subprocess.run(
        [sys.executable, PROGRAM, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "" == ended.stderr
    assert 0 == ended.returncode
    return [json.loads(line) for line in ended.stdout.splitlines()]


@contextmanager
def running(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Start a piece of work that goes on until its input ends."""
    with subprocess.Popen(
        [sys.executable, PROGRAM, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            if process.stdin:
                process.stdin.close()
            process.wait(timeout=60)
