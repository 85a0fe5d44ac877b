"""
A disk whose power is cut, rebuilt from the calls by which a program wrote its files.

What was written since a file was last synchronised may be there or not: none of it,
some of the writes, or some of the 512-byte sectors of some of them, in any order.
Whether a new or a removed file is in its folder is settled when the file, or the
folder, is synchronised.
"""

import json
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import attrs

from faults.story import Told

SECTOR = 512

# All by which a file can change, so that none can be left out.
CALLS = (
    "write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,sync_file_range,ftruncate,"
    "truncate,fallocate,unlink,unlinkat,rename,renameat,renameat2,copy_file_range,sendfile"
)
_CALL = re.compile(rb"\d+ +(\w+)\((.*)\) += (\d+)\n")
_HEX = re.compile(rb"\\x([0-9a-f]{2})")


@attrs.frozen
class Write:
    """Bytes written at a place in a file."""

    at: int
    data: bytes


@attrs.frozen
class Cut:
    """A file made this long."""

    to: int


@attrs.frozen
class Gone:
    """A file removed."""


Change = Write | Cut | Gone


@attrs.define
class File:
    """A file as it surely is on the disk (None: not there), and what may be as well."""

    kept: bytes | None = None
    since: list[Change] = attrs.Factory(list)

    def settle(self) -> None:
        self.kept, self.since = after(self.kept, self.since), []


@attrs.define
class Disk:
    """The files that a program writes, and what it has acknowledged meanwhile."""

    files: dict[str, File] = attrs.Factory(dict)
    acknowledged: list[Told] = attrs.Factory(list)

    def image(self, how: str, chance: random.Random) -> dict[str, bytes]:
        """Return the files as they may be after the power was cut."""
        found = {
            name: after(file.kept, survivors(file.since, how, chance))
            for name, file in self.files.items()
        }
        return {name: held for name, held in found.items() if held is not None}


HOW = ("none", "some", "torn")


def survivors(since: list[Change], how: str, chance: random.Random) -> list[Change]:
    """Draw which changes reached the disk."""
    if how == "none":
        return []
    found: list[Change] = []
    for change in since:
        if chance.random() < 0.5:
            if isinstance(change, Gone):
                return found  # the folder has the old file, and not a newer one
            continue
        if how == "torn" and isinstance(change, Write):
            found += (one for one in sectors(change) if chance.random() < 0.5)
        else:
            found.append(change)
    return found


def sectors(write: Write) -> Iterator[Write]:
    for start in range(0, len(write.data), SECTOR):
        yield Write(write.at + start, write.data[start : start + SECTOR])


def after(kept: bytes | None, changes: list[Change]) -> bytes | None:
    """Return what a file holds after some changes."""
    held = None if kept is None else bytearray(kept)
    for change in changes:
        if isinstance(change, Gone):
            held = None
            continue
        held = bytearray() if held is None else held
        long = change.to if isinstance(change, Cut) else change.at + len(change.data)
        held.extend(bytes(max(0, long - len(held))))
        if isinstance(change, Cut):
            del held[change.to :]
        else:
            held[change.at : change.at + len(change.data)] = change.data
    return None if held is None else bytes(held)


# --- What a program did ---------------------------------------------------------------


def trace(program: list[str], folder: Path, cwd: Path) -> Path:
    """Run a program, and return a file of the calls by which it wrote."""
    calls = folder / "calls"
    subprocess.run(
        [
            "strace", "-f", "-y", "-xx", "-s", "200000", "-o", str(calls),
            "-e", f"trace={CALLS}", *program,
        ],
        cwd=cwd,
        check=True,
        capture_output=True,
        timeout=300,
    )  # fmt: skip
    return calls


def moments(calls: Path, store: Path) -> Iterator[Disk]:
    """Go through a disk as it was after each call that concerned it."""
    disk = Disk()
    with calls.open("rb") as lines:
        for line in lines:
            if line.split(maxsplit=1)[1].startswith((b"+++", b"---")):
                continue
            call = _CALL.fullmatch(line)
            assert call, line[:200]
            if _take_in(disk, call, store):
                yield disk


def _take_in(disk: Disk, call: re.Match[bytes], store: Path) -> bool:
    """Say whether a call changed what must be there, or what may be."""
    name, returned = call[1].decode(), int(call[3])
    parts = call[2].split(b", ")
    first = _text(parts[0])
    if name == "write" and first == b"1":
        said = json.loads(_text(parts[1]))
        disk.acknowledged.append(Told(**said["done"]))
        return True
    path = Path(_path(parts[0]))
    if path == store.parent:
        assert name in {"fsync", "fdatasync"}, name
        return _settle_the_folder(disk)
    if not path.name.startswith(store.name) or path.name.endswith("-shm"):
        return False  # the index of the log in front of the file is made anew
    file = disk.files.setdefault(path.name, File())
    match name:
        case "pwrite64":
            data = _text(parts[1])
            assert len(data) == returned == int(parts[2])
            file.since.append(Write(int(parts[3]), data))
        case "ftruncate":
            file.since.append(Cut(int(parts[1])))
        case "unlink":
            file.since.append(Gone())
        case "fsync" | "fdatasync":
            file.settle()
        case _:
            raise AssertionError(f"a file is written by {name}")
    return True


def _settle_the_folder(disk: Disk) -> bool:
    gone = [file for file in disk.files.values() if Gone() in file.since]
    for file in gone:
        last = max(at for at, one in enumerate(file.since) if one == Gone())
        file.kept, file.since = None, file.since[last + 1 :]
    return bool(gone)


def _text(quoted: bytes) -> bytes:
    found = quoted.split(b'"')
    if len(found) == 3:
        return bytes.fromhex(found[1].replace(b"\\x", b"").decode())
    return quoted.split(b"<")[0]


def _path(part: bytes) -> str:
    """Return the path in `4<PATH>` or `"PATH"`."""
    return b"".join(bytes.fromhex(x.decode()) for x in _HEX.findall(part)).decode()
