"""Nothing that must replay alike reads a clock, mints an id or draws lots."""

import subprocess
import sys
from pathlib import Path

import pytest

CALLS = {
    "today.py": "from datetime import date\n\nTODAY = date.today()\n",
    "now.py": "import datetime as dt\n\nNOW = dt.datetime.now()\n",
    "now_too.py": "from datetime import datetime\n\nNOW = datetime.today()\n",
    "utc.py": "from datetime import datetime\n\nNOW = datetime.utcnow()\n",
    "seconds.py": "import time\n\nNOW = time.time()\n",
    "seconds_too.py": "from time import time\n\nNOW = time()\n",
    "identity.py": "import uuid\n\nID = uuid.uuid4()\n",
    "identity_too.py": "from uuid import uuid1\n\nID = uuid1()\n",
    "lot.py": "import random\n\nLOT = random.random()\n",
    "lot_too.py": "from random import choice\n\nLOT = choice([1, 2])\n",
}


@pytest.mark.parametrize("root", ["domain", "application", "projections"])
def test_each_planted_call_is_reported(scratch_copy: Path, root: str) -> None:
    assert sorted(CALLS) == reported_by_ruff(plant(scratch_copy / root))


def test_adapters_meet_the_world(scratch_copy: Path) -> None:
    assert [] == reported_by_ruff(plant(scratch_copy / "adapters"))


def test_a_call_added_to_the_calendar_is_reported(scratch_copy: Path) -> None:
    """As above, in a file that is really there."""
    calendar = scratch_copy / "domain/caseledger/calendar"
    assert [] == reported_by_ruff(calendar)

    front_page = calendar / "__init__.py"
    front_page.write_text(front_page.read_text() + "\n\n" + CALLS["today.py"])

    assert ["__init__.py"] == reported_by_ruff(calendar)


def plant(root: Path) -> Path:
    package = root / "caseledger" / "planted"
    package.mkdir(parents=True)
    for name, text in CALLS.items():
        (package / name).write_text(text)
    return package


def reported_by_ruff(package: Path) -> list[str]:
    """Return the names of the files in which a ban of pyproject.toml is broken."""
    output = subprocess.run(
        [
            *(sys.executable, "-m", "ruff", "check", "--no-cache", "--quiet"),
            *("--select=TID251", "--output-format=concise", "."),
        ],
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return sorted({Path(line.split(":")[0]).name for line in output.splitlines()})
