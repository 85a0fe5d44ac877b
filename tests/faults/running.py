"""Runs `processes.py`, reads what its processes say, and kills them."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import attrs

from faults.story import Told, steps

TESTS = Path(__file__).parents[1]


def run(*arguments: object) -> list[dict[str, Any]]:
    """Let a piece of work come to its end, and return what it said."""
    ended = _ended(*arguments)
    assert "" == ended.stderr
    assert 0 == ended.returncode
    return _said(ended)


def run_badly(*arguments: object) -> list[dict[str, Any]]:
    """As `run`, for saboteurs: whatever comes of it."""
    return _said(_ended(*arguments))


def _ended(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "faults.processes", *map(str, arguments)],
        cwd=TESTS,
        capture_output=True,
        text=True,
        check=False,
    )


def _said(ended: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ended.stdout.splitlines()]


@attrs.define
class Lives:
    """Processes that tell stories in several lives; what they said in all of them."""

    process: subprocess.Popen[str]
    chance: random.Random
    acknowledged: set[Told] = attrs.Factory(set)
    newest: dict[str, Told] = attrs.Factory(dict)
    """The last that each teller had done, by the first part of its telling's name."""

    seen: Counter[str] = attrs.Factory(Counter)
    _heard: set[str] = attrs.Factory(set)
    """Who had anything done in these lives."""

    def begin(
        self, starts: Sequence[Told], how: Sequence[str], *, most: int
    ) -> list[int]:
        """Start a life of each, and return their process ids."""
        lives = [
            {
                "name": start.name,
                "number": start.number,
                "most": most,
                "seed": self.chance.getrandbits(32),
                "how": one,
            }
            for start, one in zip(starts, how, strict=True)
        ]
        self._heard.clear()
        self._write(json.dumps(lives))
        while not (pids := self._read().get("begun")):
            pass
        return list(pids)

    def listen(self, seconds: float) -> None:
        """Read what is said in a while."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._read()

    def wait_for(self, many: int) -> None:
        """Wait until so many have something done."""
        while len(self._heard) < many:
            self._read()

    def kill(self, pids: Sequence[int], *, after: tuple[float, float]) -> None:
        """Kill each at a moment drawn, and read what they had said."""
        until = sorted((self.chance.uniform(*after), pid) for pid in pids)
        began = time.monotonic()
        for when, pid in until:
            time.sleep(max(0.0, when - (time.monotonic() - began)))
            with suppress(ProcessLookupError):  # one that died of itself is told below
                os.kill(pid, signal.SIGKILL)
        dead = 0
        while dead < len(pids):
            said = self._read()
            if "dead" in said:
                dead += 1
                self.seen["kills"] += said["by"] == signal.SIGKILL
                self.seen["died of itself"] += said["by"] != signal.SIGKILL

    def _write(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout
        said: dict[str, Any] = json.loads(self.process.stdout.readline())
        if "done" in said:
            done = Told(**said["done"])
            self.acknowledged.add(done)
            self.newest[done.name.split("-")[0]] = done
            self._heard.add(done.name.split("-")[0])
        self.seen["stale"] += "stale" in said
        self.seen["false conflicts"] += "stale" in said and said["alone"]
        self.seen["refused"] += "refused" in said
        self.seen["unavailable"] += "unavailable" in said
        return said

    def next_of(self, who: str) -> Told:
        """Return the command after the last that a teller had done."""
        last = self.newest.get(who)
        if last is None:
            return Told(f"{who}-0", 0)
        if last.number + 1 < len(steps()):
            return Told(last.name, last.number + 1)
        return Told(f"{who}-{int(last.name.split('-')[1]) + 1}", 0)


@contextmanager
def lives(store: str, chance: random.Random) -> Iterator[Lives]:
    """Start those who live, and end them."""
    with subprocess.Popen(
        [sys.executable, "-m", "faults.processes", "live", store],
        cwd=TESTS,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Lives(process, chance)
        if process.stdin:
            process.stdin.close()
        process.wait(timeout=60)
