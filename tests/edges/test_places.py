"""The same commands on machines of other places give the same bytes (G38)."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from edges import core_run

HERE = {"TZ": "UTC", "PYTHONHASHSEED": "0", "LC_ALL": "C"}
PLACES: Mapping[str, Mapping[str, str]] = {
    "London": {"TZ": "Europe/London", "PYTHONHASHSEED": "1", "LC_ALL": "en_GB.UTF-8"},
    "Kiritimati": {
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "0",
        "LC_ALL": "tr_TR.UTF-8",
    },
    "St John's": {
        "TZ": "America/St_Johns",
        "PYTHONHASHSEED": "1",
        "LC_ALL": "tr_TR.UTF-8",
    },
}


def ran(
    folder: Path, place: Mapping[str, str], whose: str = "england"
) -> dict[str, bytes]:
    """Run the commands in a place, and return every file that came of it."""
    folder.mkdir()
    subprocess.run(
        [sys.executable, core_run.__file__, folder, whose],
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("LC_")},
            "PYTHONPATH": os.pathsep.join(sys.path),
            **place,
        },
        check=True,
        timeout=100,
    )
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return ran(tmp_path_factory.mktemp("here") / "out", HERE)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_every_byte_is_the_same(
    here: dict[str, bytes], place: Mapping[str, str], tmp_path: Path
) -> None:
    there = ran(tmp_path / "out", place)

    assert here.keys() == there.keys()
    assert [] == [name for name, told in here.items() if told != there[name]]


def test_the_day_is_england_s(here: dict[str, bytes]) -> None:
    """What is dated the 10th is taken, and what is dated the 11th is not."""
    said = here["said.txt"].decode()

    assert "register.csv: 7 rows read, 6 imported, 0 unchanged, 1 refused" in said
    assert "is after today, 2024-07-10" in said
    assert len(here) > 20


def test_the_machine_s_own_day_is_found_out(
    here: dict[str, bytes], tmp_path: Path
) -> None:
    """The saboteur: `date.today()`, which is the 9th in St John's."""
    there = ran(tmp_path / "out", PLACES["St John's"], "machine")

    assert here["said.txt"] != there["said.txt"]
    assert b"is after today, 2024-07-09" in there["said.txt"]
