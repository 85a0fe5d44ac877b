"""An import killed at any moment and run again leaves the log of one clean run."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import pytest

from caseledger.casework import EventLog, ReferenceReserved
from caseledger.eventlog import memory_log, open_log
from caseledger.register import Summary
from oracle.generate import generate
from register import killed_import
from register.registers import imported, whole

ROWS = 1_000
"""Of the register; with its companions there are about 1,600."""
KILLS = 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with bad, irregular and repeated rows, and its companions."""
    made = tmp_path_factory.mktemp("register")
    generate(ROWS, 11, bad=0.05, irregular=0.1, repeats=0.05).write(made)
    return made


@attrs.frozen
class Clean:
    """What one clean run says, and leaves in the log."""

    summary: Summary
    log: EventLog


@pytest.fixture(scope="module")
def clean(folder: Path) -> Clean:
    """One clean run."""
    log = memory_log()
    return Clean(imported(log, folder), log)


def killed_after(rows: int, folder: Path, store: str, how: str, *, wait: float) -> int:
    """Import, and kill that once it has read so many rows; return how it ended."""
    program = [sys.executable, killed_import.__file__, str(folder), store, how]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        program,
        stdout=subprocess.PIPE,
        env=environment,
        bufsize=0,
    ) as child:
        assert child.stdout is not None
        read = 0
        while read < rows and (some := child.stdout.read(rows - read)):
            read += len(some)
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
    return child.returncode


def moments(draw: random.Random, rows: int) -> Iterator[tuple[int, float]]:
    """Return rows to be killed at, one in each phase, and how long to wait then."""
    for phase in range(KILLS):
        first, last = rows * phase // KILLS, rows * (phase + 1) // KILLS
        # Not so late that it might have ended by itself.
        at = min(draw.randint(first, last - 1), rows - 200)
        yield at, draw.choice((0.0, draw.uniform(0, 0.01)))


def reserved_in_vain(log: EventLog) -> Sequence[str]:
    """Return the references that lead to a stream without an event."""
    return [
        one.event.reference
        for one in log.stream(only=(ReferenceReserved,))
        if isinstance(one.event, ReferenceReserved) and not log.read(one.event.stream)
    ]


def test_an_import_killed_again_and_again_ends_in_the_same_log(
    folder: Path,
    clean: Clean,
    tmp_path: Path,
) -> None:
    """Same events per reference in the same order; ids and recording times apart."""
    seed = random.SystemRandom().randrange(10_000)
    print(f"seed {seed}")  # noqa: T201 - shown if the test fails
    summary = clean.summary
    store = f"sqlite:///{tmp_path / 'log.db'}"

    ended: list[int] = []
    stood: list[int] = []
    for rows, wait in moments(random.Random(seed), summary.total.read):  # noqa: S311 - a die
        ended.append(killed_after(rows, folder, store, "whole", wait=wait))
        log = open_log(store)
        stood.append(log.position())
        assert [] == reserved_in_vain(log)
        log.close()
    log = open_log(store)
    last = imported(log, folder)

    assert [-signal.SIGKILL] * KILLS == ended
    assert sorted(stood) == stood
    # Something was recorded before the last kill, and something after it.
    assert 0 < stood[-1] < log.position() == clean.log.position()
    assert 0 < last.total.imported < summary.total.imported
    assert summary.rejected == last.rejected
    assert summary.irregular_rows == last.irregular_rows
    assert whole(clean.log) == whole(log)
    log.close()


def test_a_reservation_apart_from_its_row_is_found_out(
    folder: Path,
    clean: Clean,
    tmp_path: Path,
) -> None:
    """The check above would see it if the two went in two transactions."""
    store = f"sqlite:///{tmp_path / 'log.db'}"
    ended = killed_after(ROWS // 2, folder, store, "split", wait=0)
    log = open_log(store)

    assert -signal.SIGKILL == ended
    assert reserved_in_vain(log)
    left, expected = whole(log), whole(clean.log)
    assert any(left[name] != expected[name] for name in left)
    log.close()
