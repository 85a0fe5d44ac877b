"""
G5: on a full disk writing fails with one clear error, and all else goes on.

The disk is one of 1 MiB in memory, which only root can make. Something else fills it;
when that is taken away, the same objects go on.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from caseledger.casework import StorageUnavailable
from caseledger.eventlog import RecorderLog, datastore, memory_log, sqlite_log
from caseledger.proof import verify
from caseledger.read_models import ALL_MODELS, COMPLAINTS
from caseledger.viewstore import ViewStore
from faults.counting import say
from faults.story import Teller, Told, done_in, lost, steps
from viewstore.histories import use_models, without_views

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a disk")
KIB = 1024


class SmallDisk:
    """A disk of 1 MiB, and what else is on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._other = folder / "something else"

    def leave(self, kib: int) -> None:
        """Let only so much be free."""
        self._other.unlink(missing_ok=True)
        free = os.statvfs(self.folder)
        self._other.write_bytes(bytes(free.f_bavail * free.f_frsize - kib * KIB))

    def free(self) -> None:
        self._other.unlink()


@pytest.fixture(name="disk")
def _disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "caseledger", folder], check=True
    )
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(log: RecorderLog, *, ignoring: bool = False) -> tuple[list[Told], str]:
    """Tell until it is full; return what was acknowledged, and what was said."""
    acknowledged: list[Told] = []
    for telling in range(100):
        for number in range(len(steps())):
            what = Told(str(telling), number)
            try:
                Teller(log).tell(what)
            except StorageUnavailable as full:
                if not ignoring:
                    return acknowledged, str(full)
                # A saboteur: it goes on as if nothing were.
                acknowledged.append(what)
                return acknowledged, str(full)
            acknowledged.append(what)
    raise AssertionError("never full")


@pytest.mark.parametrize("checkpoints", ["often", "never"])
@pytest.mark.parametrize("left", [100, 200, 400])
def test_a_full_disk_stops_writing_and_nothing_else(
    disk: SmallDisk, monkeypatch: pytest.MonkeyPatch, checkpoints: str, left: int
) -> None:
    """Often: the disk is full as well when the file itself is to be written to."""
    pages = {"often": 4, "never": 0}[checkpoints]
    monkeypatch.setattr(
        datastore,
        "SETTINGS",
        (*datastore.SETTINGS, f"PRAGMA wal_autocheckpoint={pages}"),
    )
    path = disk.folder / "log.db"
    with closing(sqlite_log(path)) as log:
        disk.leave(left)
        acknowledged, said = fill(log)
        assert "full" in said
        assert "nothing was recorded" in said
        further = Told(acknowledged[-1].name, acknowledged[-1].number)
        for _ in range(3):
            # Sent again, what is there is given back although nothing can be written.
            Teller(log).tell(further)
            with suppress(StorageUnavailable):
                Teller(log).tell(Told("further", 0))
        assert 0 == lost(acknowledged, done_in(log))
        assert verify(log).holds
        # Whoever opens it while the disk is full finds the same.
        with suppress(StorageUnavailable), closing(sqlite_log(path)) as another:
            assert 0 == lost(acknowledged, done_in(another))

        disk.free()
        for number in range(5):
            Teller(log).tell(Told("further", number))
            acknowledged.append(Told("further", number))
        assert 0 == lost(acknowledged, done_in(log))
    with closing(sqlite_log(path)) as log:
        assert 0 == lost(acknowledged, done_in(log))
        assert verify(log).holds
    say(
        "G5",
        f"full disk, checkpoints {checkpoints}",
        commands=len(acknowledged),
        lost=0,
    )


def test_closed_on_a_full_disk_a_log_keeps_all(disk: SmallDisk) -> None:
    """Closing writes what stands in front of the file into the file, or cannot."""
    path = disk.folder / "log.db"
    with closing(sqlite_log(path)) as log:
        disk.leave(300)
        acknowledged, _ = fill(log)
        disk.leave(0)
    disk.free()
    with closing(sqlite_log(path)) as log:
        assert 0 == lost(acknowledged, done_in(log))
        assert verify(log).holds


def test_who_goes_on_as_if_nothing_were_is_caught(disk: SmallDisk) -> None:
    with closing(sqlite_log(disk.folder / "log.db")) as log:
        disk.leave(300)
        acknowledged, _ = fill(log, ignoring=True)
        assert 1 == lost(acknowledged, done_in(log))


def test_read_models_on_a_full_disk_catch_up_when_there_is_room(
    disk: SmallDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_models(monkeypatch, [one for one in ALL_MODELS if one is COMPLAINTS])
    without_views(monkeypatch)  # which need more than such a disk has
    log = memory_log()
    for number in range(len(steps())):
        Teller(log).tell(Told("0", number))
    right = ViewStore(log, None)
    right.catch_up()
    views = ViewStore(log, disk.folder / "views")
    disk.leave(40)
    for _ in range(3):
        with pytest.raises(StorageUnavailable, match=r"read models .* full"):
            views.catch_up()
    disk.free()
    views.catch_up()
    assert right.rows(COMPLAINTS) == views.rows(COMPLAINTS)
    views.close()
    right.close()
