"""Other processes read while models are built anew: old rows or new, all of them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from caseledger.casework import EventLog
from caseledger.read_models import ALL_MODELS
from caseledger.viewstore import ViewStore, store, tables
from caseledger.viewstore.progress import Table
from viewstore.histories import history, log_of, use_models, without_views
from viewstore.places import POSTGRES, SQLITE, Place

VERSIONS = 25
READERS = 2
MODEL = ALL_MODELS[0]
"""One stands for all: its rows are marked with the version that made them."""

IMPORT = "import json, sys, threading; "
# Reads as a reporting job does, without knowing us, until its input is closed.
CONNECT = {
    SQLITE: "import sqlite3; db = sqlite3.connect(sys.argv[1], isolation_level=None)",
    POSTGRES: "import psycopg; db = psycopg.connect(sys.argv[1], autocommit=True)",
}
READER = """
def read():
    try:
        rows = [name for name, in db.execute(f"SELECT reference FROM {sys.argv[2]}")]
    except Exception as error:
        rows = [str(error)]
    found = [sorted(set(rows)), len(rows)]
    if found not in seen[-1:]:
        seen.append(found)
seen = []
read()
print("ready", flush=True)
ended = threading.Thread(target=sys.stdin.read, daemon=True)
ended.start()
while ended.is_alive():
    read()
read()
print(json.dumps(seen))
"""

Seen = list[tuple[list[str], int]]
"""The references that a reader found and how many rows, whenever they were others."""


def version_of(number: int) -> str:
    return f"version {number:03}"


def marked(version: int) -> Any:  # noqa: ANN401 - whatever model stands first
    """Return the model in a version of its own, which its rows say."""

    def rows(stream: str, state: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
        for row in MODEL.rows(stream, state):
            yield attrs.evolve(row, reference=version_of(version))

    return attrs.evolve(MODEL, version=version, rows=rows)


def seen_while_built(
    monkeypatch: pytest.MonkeyPatch, kind: type[ViewStore], log: EventLog, place: Place
) -> list[Seen]:
    """Build one version after another, and return what each reader saw in turn."""
    monkeypatch.setattr(store, "BATCH", 10)
    without_views(monkeypatch)

    def build(version: int) -> None:
        use_models(monkeypatch, [marked(version)])
        views = kind(log, place)
        views.catch_up()
        views.close()

    if isinstance(place, Path):
        engine, at, table = SQLITE, str(place), MODEL.name
    else:
        engine, at = POSTGRES, place.database
        table = f"{place.schema}_views.{MODEL.name}"
    build(1)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", f"{IMPORT}{CONNECT[engine]}{READER}", at, table],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(READERS)
    ]
    for reader in readers:
        assert reader.stdout
        assert b"ready\n" == reader.stdout.readline()
    for version in range(2, VERSIONS + 1):
        build(version)
    return [json.loads(reader.communicate()[0]) for reader in readers]


def test_readers_see_one_version_whole(
    monkeypatch: pytest.MonkeyPatch, place: Place
) -> None:
    """Never a mixture, never a part, never a table that is not there; never back."""
    log = log_of(history(0))
    complete = len([p for p in log.stream() if type(p.event).__name__ == "Received"])
    saw = seen_while_built(monkeypatch, ViewStore, log, place)

    for seen in saw:
        versions = [references for references, _ in seen]

        assert {complete} == {number for _, number in seen}
        assert all(len(references) == 1 for references in versions)
        assert sorted(versions) == versions
        assert [version_of(1)] == versions[0]
        assert [version_of(VERSIONS)] == versions[-1]


class InPlace(ViewStore):
    """A saboteur: builds in the very table that others read."""

    def _begin(self, model: tables.AnyModel) -> None:
        self._drop(model.name)
        tables.create(self._db, model.name, model)
        self._progress.write(Table(name=model.name, model=model))


def test_building_in_place_is_caught(
    monkeypatch: pytest.MonkeyPatch, place: Place
) -> None:
    """Somebody reads a part of the rows."""
    saw = seen_while_built(monkeypatch, InPlace, log_of(history(0)), place)

    assert len({number for seen in saw for _, number in seen}) > 1
