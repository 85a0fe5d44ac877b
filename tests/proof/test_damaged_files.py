"""Bits that flip in a log's file: whatever changes an event is found."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from caseledger.casework import Append, CaseworkError
from caseledger.eventlog import sqlite_log
from caseledger.proof import Checkpoint, StoredRow, Verdict, verify
from eventlog.entries import acknowledged, extended

FLIPS = 1_000
EVENTS = 200

Check = Callable[..., Verdict]


@pytest.fixture(name="written", scope="module")
def _written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a log with 200 events of twenty cases."""
    path = tmp_path_factory.mktemp("damaged") / "log.db"
    with closing(sqlite_log(path)) as log:
        for version in range(EVENTS // 20):
            for case in range(20):
                entry = extended("More files.") if version % 3 else acknowledged()
                log.append(Append(f"case-{case:02}", version, [entry]))
    return path


def outcome(
    path: Path, before: list[StoredRow], checkpoint: Checkpoint, check: Check
) -> str:
    """Say what became of a damaged log: refused, found, untouched or silent."""
    try:
        with closing(sqlite_log(path)) as log:
            verdict = check(log, checkpoint=checkpoint)
            now = list(log.stored())
    except CaseworkError:
        return "refused"
    if not verdict.holds:
        return "found"
    return "untouched" if now == before else "silent"


def flipped(written: Path, folder: Path, check: Check, flips: int) -> Counter[str]:
    """Flip one bit of a copy at a time, each somewhere else."""
    with closing(sqlite_log(written)) as log:
        before = list(log.stored())
        whole = verify(log)
    assert whole.holds
    checkpoint = Checkpoint("test", whole.events, whole.root)
    sound = written.read_bytes()
    drawn = random.Random(20260101)  # noqa: S311 - no secret depends on it
    came: Counter[str] = Counter()
    for number in range(flips):
        damaged = bytearray(sound)
        at = drawn.randrange(len(sound))
        damaged[at] ^= 1 << drawn.randrange(8)
        path = folder / f"{number}.db"
        path.write_bytes(damaged)
        came[outcome(path, before, checkpoint, check)] += 1
        for left in folder.glob(f"{number}.db*"):
            left.unlink()
    return came


def test_no_bit_that_changes_an_event_flips_in_silence(
    written: Path, tmp_path: Path
) -> None:
    came = flipped(written, tmp_path, verify, FLIPS)

    assert FLIPS == came.total()
    assert 0 == came["silent"]
    # Most of the file is events; the rest is what SQLite keeps for itself.
    assert came["found"] > FLIPS // 2


def test_a_check_that_looks_at_nothing_lets_them_pass(
    written: Path, tmp_path: Path
) -> None:
    """The saboteur: it takes every log for whole."""

    def credulous(log: object, **_: object) -> Verdict:
        del log
        return Verdict(
            events=EVENTS,
            streams=20,
            root=b"",
            first_bad=None,
            findings=(),
            found=0,
            not_known=(),
        )

    came = flipped(written, tmp_path, credulous, 100)

    assert came["silent"] > 50
