"""Runs `processes.py`, and reads what its processes tell."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]


def run(*arguments: str) -> list[dict[str, Any]]:
    """Let a piece of work come to its end, and return what was told."""
    ended = subprocess.run(
        [sys.executable, "-m", "postgres.processes", *arguments],
        cwd=TESTS,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert "" == ended.stderr
    assert 0 == ended.returncode
    return [json.loads(line) for line in ended.stdout.splitlines()]


def started(*arguments: str) -> subprocess.Popen[str]:
    """Start a piece of work, and read it as it tells."""
    return subprocess.Popen(
        [sys.executable, "-m", "postgres.processes", *arguments],
        cwd=TESTS,
        stdout=subprocess.PIPE,
        text=True,
    )
