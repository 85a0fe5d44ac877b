"""`caseledger read-models`: how far they are, keeping up, building, exporting."""

import csv
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from caseledger.read_models import ALL_MODELS, ReadModel
from terminal import ROW, WESTMINSTER, call, run, write_register
from viewstore.histories import use_models

NAMES = [model.name for model in ALL_MODELS]


@pytest.fixture
def small(tmp_path: Path, store: str) -> str:
    """A log with one complaint, and no read models yet."""
    rows = [{**ROW, "team": "=1+1", "theme": "Zoë, ½"}]
    call("import", write_register(tmp_path / "in", register=rows), store=store)
    return store


class TestKeepingUp:
    """Status, catch-up and rebuild."""

    def test_status_and_catch_up(self, small: str) -> None:
        """Behind by the log's two events at first, then by none."""
        before = run("read-models", "status", store=small)
        first = run("read-models", "catch-up", store=small)
        again = call("read-models", "catch-up", store=small)
        after = call("read-models", "status", store=small)

        versions = [[model.name, str(model.version)] for model in ALL_MODELS]

        for status in (before, after):
            assert versions == [line.split()[:2] for line in status.lines[2:]]
        assert all(line.split()[2:4] == ["0", "2"] for line in before.lines[2:])
        assert all("not built yet" in line for line in before.lines[2:])
        assert "2 events taken in\n" == first.out
        assert "0 events taken in\n" == again.out
        assert all(line.split()[2:4] == ["2", "0"] for line in after.lines[2:])
        assert all("up to date" in line for line in after.lines[2:])

    def test_status_for_programs(self, small: str) -> None:
        """The same as JSON, with what other programs see in the tables."""
        before = call("read-models", "status", "--format", "json", store=small)
        call("read-models", "catch-up", store=small)
        after = call("read-models", "status", "--format", "json", store=small)

        assert (0, 0) == (before.code, after.code)
        models: Sequence[ReadModel[Any, Any]] = ALL_MODELS
        for model, was, now in zip(
            models, json.loads(before.out), json.loads(after.out), strict=True
        ):
            told = {
                "name": model.name,
                "version": model.version,
                "since": None,
                "question": model.question,
            }
            built = {"position": 2, "behind": 0, "state": "up to date"}
            missing = {"position": 0, "behind": 2, "state": "not built yet"}
            assert told | missing | {"readers_see": None} == was
            assert told | built | {"readers_see": model.version} == now

    def test_status_of_a_model_that_is_stopped(
        self, small: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Exit 1; at which event, how, and since when, which a retry leaves alone."""
        poison: ReadModel[Any, Any] = ALL_MODELS[0]

        def fails(_stream: str, _state: object) -> list[object]:
            raise KeyError("canary-5c1e")

        poisoned = attrs.evolve(poison, rows=fails)
        use_models(monkeypatch, [poisoned, *ALL_MODELS[1:]])
        earliest = datetime.now(UTC).replace(microsecond=0)
        call("read-models", "catch-up", store=small)
        latest = datetime.now(UTC)
        told = []
        for _ in range(2):
            ran = call("read-models", "status", "--format", "json", store=small)
            told.append(json.loads(ran.out))
            call("read-models", "catch-up", store=small)
        table = call("read-models", "status", store=small)
        stopped, *rest = told[0]

        assert (1, 1) == (ran.code, table.code)
        assert told[0] == told[1]
        assert re.fullmatch(
            "stopped at event 1 of stream [0-9a-f]{32}: KeyError", stopped["state"]
        )
        assert earliest <= datetime.fromisoformat(stopped["since"]) <= latest
        assert {"up to date"} == {one["state"] for one in rest}
        assert stopped["state"] in table.out
        assert stopped["since"] in table.out
        assert "canary" not in table.out + table.err + json.dumps(told)

    def test_rebuild(self, small: str) -> None:
        """All of them, or one by its name; what they say stays the same."""
        exported = call("read-models", "export", "complaints", store=small)

        assert (
            "rebuilt: stages\n"
            == call("read-models", "rebuild", "stages", store=small).out
        )
        assert (
            f"rebuilt: {', '.join(NAMES)}\n"
            == call("read-models", "rebuild", store=small).out
        )
        assert exported == call("read-models", "export", "complaints", store=small)

    @pytest.mark.parametrize("command", ["rebuild", "export"])
    def test_an_unknown_name(self, small: str, command: str) -> None:
        """Exit 2, listing the names."""
        ran = call("read-models", command, "complaints; DROP TABLE x", store=small)

        assert 2 == ran.code
        assert all(f"'{name}'" in ran.err for name in NAMES)


class TestExport:
    """Rows for other programs."""

    @pytest.mark.parametrize("model", ALL_MODELS, ids=lambda model: model.name)
    def test_csv_and_jsonl_say_the_same(
        self, westminster: str, model: ReadModel[Any, Any]
    ) -> None:
        """Every model, with its columns by name and in order."""
        name = model.name
        as_csv = call("read-models", "export", name, store=westminster)
        as_jsonl = call(
            "read-models", "export", name, "--format", "jsonl", store=westminster
        )
        rows = list(csv.reader(as_csv.lines))
        lines = [json.loads(line) for line in as_jsonl.lines]

        assert 0 == as_csv.code == as_jsonl.code
        assert [column.name for column in model.columns] == rows[0]
        assert all(list(line) == rows[0] for line in lines)
        assert rows[1:] == [
            ["" if cell is None else _as_csv(cell) for cell in line.values()]
            for line in lines
        ]

    def test_every_complaint_is_there(self, westminster: str) -> None:
        """65 and 67 rows of the two registers, in order of reference."""
        ran = call("read-models", "export", "complaints", store=westminster)
        references = [row["reference"] for row in csv.DictReader(ran.lines)]

        assert 65 + 67 == len(references)
        assert sorted(references) == references

    def test_text_is_no_formula(self, small: str) -> None:
        """In CSV for Excel it is marked as text; in JSON there is no such danger."""
        dialect = ("--dialect", "excel")
        as_csv = call("read-models", "export", "complaints", *dialect, store=small)
        as_jsonl = call(
            "read-models", "export", "complaints", "--format", "jsonl", store=small
        )

        assert ',\'=1+1,"Zoë, ½",' in as_csv.out
        assert "=1+1" == json.loads(as_jsonl.out)["team"]

    def test_it_is_utf_8_wherever_it_runs(self, small: str) -> None:
        """A machine with another encoding writes the same bytes."""
        ran = run("read-models", "export", "complaints", store=small)

        assert "Zoë, ½" in ran.out


def _as_csv(cell: object) -> str:
    return cell if isinstance(cell, str) else json.dumps(cell)


def test_there_is_nothing_personal_to_export() -> None:
    """The register's free text has no column in any model."""
    personal = {
        *("description", "recommendation", "owner", "evidence", "because"),
        *("not_done_reason", "suspension_reason", "extension_reason"),
    }

    assert not [
        (model.name, column.name)
        for model in ALL_MODELS
        for column in model.columns
        if personal & {column.name, column.name.removeprefix("s2_")}
    ]


def test_a_year_of_the_example_is_taken_in_once(tmp_path: Path, store: str) -> None:
    """Live, after a second import: the same rows as built from the first event."""
    for year in ("2022-23", "2023-24"):
        call("import", WESTMINSTER / year, store=store)
        call("read-models", "catch-up", store=store)
    live = [call("read-models", "export", name, store=store) for name in NAMES]
    (tmp_path / "caseledger.db-views").unlink()
    built = [call("read-models", "export", name, store=store) for name in NAMES]

    assert built == live
