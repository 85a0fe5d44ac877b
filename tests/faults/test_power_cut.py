"""
G2, G3: what was acknowledged before a power cut is there afterwards, and whole.

The files are rebuilt as they may be at every call by which they were written, three
times each, opened, and read. The saboteurs write as SQLite does when it is told to
wait for the disk less often, or never.
"""

import hashlib
import random
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from caseledger.casework import CaseworkError
from caseledger.eventlog import sqlite_log
from caseledger.proof import verify
from faults.counting import QUICK_FOLDER, drawn, say, size
from faults.power import HOW, Disk, Write, after, moments, sectors, survivors, trace
from faults.story import NotAsTold, Told, done_in, lost

TESTS = Path(__file__).parents[1]
TELLINGS = 3
"""Stories in one file."""

IMAGES = size(600, 50_000)
AFTER_SABOTAGE = size(150, 5_000)


@pytest.fixture(name="folder")
def _folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=QUICK_FOLDER) as folder:
        yield Path(folder)


def cut_power(
    folder: Path, how: str, images: int, chance: random.Random
) -> Counter[str]:
    """Cut it at moments drawn from all there were, for so many images that differ."""
    seen: Counter[str] = Counter()
    while seen["images"] < images:
        (run := folder / str(seen["runs"])).mkdir()
        store = run / "log.db"
        program = ["-m", "faults.processes", "tell", f"sqlite:///{store}"]
        calls = trace([sys.executable, *program, str(TELLINGS), how], run, TESTS)
        with calls.open("rb") as lines:
            every = sum(1 for _ in lines)
        # Somewhat more than are wanted: some will be alike.
        share = 2 * (images - seen["images"]) / (every * len(HOW))
        known: set[bytes] = set()
        for disk in moments(calls, store):
            if chance.random() < share:
                look_at(disk, folder / "image", chance, known, seen)
        seen["runs"] += 1
        shutil.rmtree(run)
    return seen


def look_at(
    disk: Disk,
    place: Path,
    chance: random.Random,
    known: set[bytes],
    seen: Counter[str],
) -> None:
    for how in HOW:
        image = disk.image(how, chance)
        digest = hashlib.sha256(str(len(disk.acknowledged)).encode())
        for name, held in sorted(image.items()):
            digest.update(f"{name} {len(held)} ".encode() + held)
        if digest.digest() not in known:
            known.add(digest.digest())
            seen["images"] += 1
            seen[what_is_left(image, place, disk.acknowledged)] += 1


def what_is_left(image: dict[str, bytes], place: Path, acknowledged: list[Told]) -> str:
    """Open an image, and say in a word what became of what was acknowledged."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, held in image.items():
        (place / name).write_bytes(held)
    path = place / "log.db"
    try:
        with closing(sqlite_log(path)) as log:
            done = done_in(log)
            sound = verify(log).holds
        with closing(sqlite3.connect(path)) as raw:
            sound &= [("ok",)] == raw.execute("PRAGMA integrity_check").fetchall()
    except NotAsTold:
        return "torn"
    except (CaseworkError, sqlite3.Error):
        return "corrupt"
    if not sound:
        return "corrupt"
    return "lost" if lost(acknowledged, done) else "whole"


@pytest.mark.timeout(0)
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is absent")
def test_what_was_acknowledged_survives_a_power_cut(folder: Path) -> None:
    seed, chance = drawn()
    seen = cut_power(folder, "ours", IMAGES, chance)
    say(
        "G2", "power cut, SQLite", seed=seed, images=seen["images"],
        lost=seen["lost"], torn=seen["torn"], corrupt=seen["corrupt"],
    )  # fmt: skip
    assert seen["images"] >= IMAGES
    assert seen["images"] == seen["whole"]


@pytest.mark.timeout(0)
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is absent")
@pytest.mark.parametrize("how", ["NORMAL", "OFF"])
def test_a_log_that_does_not_wait_for_the_disk_loses(folder: Path, how: str) -> None:
    seed, chance = drawn()
    seen = cut_power(folder, how, AFTER_SABOTAGE, chance)
    say(
        "G2", f"saboteur, synchronous={how}", seed=seed, images=seen["images"],
        lost=seen["lost"], torn=seen["torn"], corrupt=seen["corrupt"],
    )  # fmt: skip
    assert seen["lost"] > seen["images"] / 2


# --- The disk itself ------------------------------------------------------------------


def test_a_file_after_its_changes() -> None:
    assert b"ab\0\0ef" == after(b"abc", [Write(4, b"ef"), Write(2, b"\0")])
    assert [Write(9, b"x" * 512), Write(521, b"y")] == [
        *sectors(Write(9, b"x" * 512 + b"y"))
    ]


def test_of_what_was_not_synchronised_anything_may_be_there() -> None:
    chance = random.Random(1)  # noqa: S311 - a coin
    two = [Write(0, b"a" * 1024), Write(1024, b"b" * 1024)]
    images = {after(b"", survivors([*two], "torn", chance)) for _ in range(500)}
    # Each of four sectors is there or not; a file ends with its last.
    assert 2**4 == len(images)
    assert [] == survivors([*two], "none", chance)
