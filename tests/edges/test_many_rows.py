"""
A large register, some of it bad, killed while it is imported, and run again (G33).

`CASELEDGER_ROWS=100000 pytest -s` takes so many rows of the register; it has as many
again in its companions.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import attrs
import pytest

from caseledger.eventlog import open_log
from edges import bulk_import
from oracle.generate import generate
from postgres.server import fresh_store

ROWS = int(os.environ.get("CASELEDGER_ROWS", "1000"))
KILLS = 2 if ROWS < 10_000 else 6
MOST_KILOBYTES = 200 * 1024
LONG = pytest.mark.timeout(1_800)


def started(folder: Path, store: str, how: str = "whole") -> "subprocess.Popen[bytes]":
    """Begin an import."""
    return subprocess.Popen(
        [sys.executable, bulk_import.__file__, str(folder), store, how],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        bufsize=0,
    )


def whole(folder: Path, store: str, how: str = "whole") -> dict[str, Any]:
    """Let an import come to its end, and return what it told."""
    with started(folder, store, how) as child:
        out, err = child.communicate()
    assert child.returncode == 0, err[-500:]
    told: dict[str, Any] = json.loads(out)
    return told


def killed(folder: Path, store: str, at: int, wait: float, how: str = "whole") -> None:
    """Kill an import some time after so many rows."""
    with started(folder, store, how) as child:
        assert child.stderr is not None
        read = 0
        while read < at // 100 and (some := child.stderr.read(at // 100 - read)):
            read += len(some)
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert child.returncode == -signal.SIGKILL


def content(store: str) -> Counter[str]:
    """
    Return all that is stored, event by event, ids and recording times apart.

    A stream goes by the reference that was reserved for it.
    """
    log = open_log(store)
    rows = [
        (row.stream, row.version, row.name, json.loads(row.state))
        for row in log.stored()
    ]
    log.close()
    names = {
        public["stream"]: [public["kind"], public["reference"]]
        for _, _, name, (_, public, _) in rows
        if name.startswith("reference_reserved")
    }
    found: Counter[str] = Counter()
    for stream, version, name, (meta, public, personal) in rows:
        del meta["recorded_at"]
        public.pop("stream", None)
        told = [names.get(stream), version, name, meta, public, personal]
        written = json.dumps(told, sort_keys=True).encode()
        found[hashlib.sha256(written).hexdigest()] += 1
    return found


@attrs.frozen
class Made:
    """A register, what must be refused of it, and what one clean run leaves."""

    folder: Path
    refused: set[tuple[str, int]]
    told: dict[str, Any]
    content: Counter[str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("many") / "register"
    labels = generate(
        ROWS, 33, bad=max(0.01, 90 / ROWS), irregular=0.02, repeats=0.01
    ).write(folder)
    refused = {
        (one["file"], one["row"])
        for one in labels["labels"]
        if one["verdict"] == "refused"
    }
    store = f"sqlite:///{folder.parent / 'clean.db'}"
    return Made(folder, refused, whole(folder, store), content(store))


@LONG
def test_every_row_is_accounted_for(made: Made) -> None:
    """Those that were made to be bad are refused, and no others."""
    kinds = {rule for _, _, rule in made.told["rejected"]}

    assert ROWS < made.told["read"] == made.told["accounted"]
    assert made.refused == {(file, row) for file, row, _ in made.told["rejected"]}
    assert len(made.refused) > ROWS // 200
    assert len(kinds) >= 9


@LONG
def test_memory_has_an_end(made: Made) -> None:
    sys.stdout.write(f"{made.told['read']} rows: {made.told['kilobytes']} kB\n")
    assert made.told["kilobytes"] < MOST_KILOBYTES


@LONG
@pytest.mark.parametrize("engine", ["SQLite", "PostgreSQL"])
def test_killed_and_run_again_it_leaves_the_same_log(
    made: Made, tmp_path: Path, engine: str
) -> None:
    seed = random.SystemRandom().randrange(2**32)
    drawn = random.Random(seed)  # noqa: S311 - no secret depends on it
    store = f"sqlite:///{tmp_path / 'log.db'}"
    if engine == "PostgreSQL":
        store = fresh_store()
    stood = []
    for kill in range(KILLS):
        at = drawn.randint(ROWS * kill // KILLS, ROWS * (kill + 1) // KILLS - 1)
        killed(made.folder, store, at, drawn.choice((0.0, drawn.uniform(0, 0.02))))
        log = open_log(store)
        stood.append(log.position())
        log.close()
    last = whole(made.folder, store)

    sys.stdout.write(f"seed {seed}: killed at events {stood}\n")
    assert sorted(stood) == stood
    assert 0 < stood[-1] < made.content.total()
    assert 0 < last["imported"] < made.told["imported"]
    assert made.told["rejected"] == last["rejected"]
    assert last["read"] == last["accounted"] == made.told["read"]
    assert made.content == content(store)


@LONG
def test_an_import_that_knows_no_row_again_is_found_out(
    made: Made, tmp_path: Path
) -> None:
    """The saboteur: what was recorded before the kill is recorded once more."""
    store = f"sqlite:///{tmp_path / 'log.db'}"
    killed(made.folder, store, ROWS * 3 // 4, 0, "forgetful")
    whole(made.folder, store, "forgetful")

    assert made.content.total() < content(store).total()
