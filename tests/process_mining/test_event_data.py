"""`caseledger event-data`: the log as a file for process-mining tools."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from errno import ENOSPC
from pathlib import Path
from typing import BinaryIO, NoReturn

import pytest

from caseledger.cli import mining
from caseledger.process_mining import Case
from privacy import stories
from privacy.canaries import Searcher
from process_mining import read_back
from terminal import ROW, SERVICE, WESTMINSTER, Ran, call, write_register

NAMES = {"xes": "log.xes", "ocel-json": "log.json", "ocel-sqlite": "log.sqlite"}
FORMATS = pytest.mark.parametrize("form", NAMES)


@pytest.fixture(scope="module")
def westminster(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A log with both years of the example; nothing records in it."""
    store = f"sqlite:///{tmp_path_factory.mktemp('westminster')}/caseledger.db"
    for year in ("2022-23", "2023-24"):
        assert 0 == call("import", WESTMINSTER / year, store=store).code
    return store


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A log with one complaint."""
    store = f"sqlite:///{tmp_path}/caseledger.db"
    folder = write_register(tmp_path / "in", register=[ROW])
    assert 0 == call("import", folder, store=store).code
    return store


def event_data(form: str, out: Path, *further: object, store: str) -> Ran:
    why = ("--reason", "Looks for cases that waited.")
    return call(
        *("event-data", "--format", form, "--out", out, *why, *further), store=store
    )


def complaints(form: str, path: Path) -> list[dict[str, object]]:
    """Return what is told of each complaint, by an independent reader."""
    if form == "xes":
        return [
            {key.removeprefix("caseledger:"): value for key, value in trace.items()}
            for trace, _ in read_back.traces(path)
        ]
    return [
        {a["name"]: a["value"] for a in one["attributes"]}
        for one in read_back.ocel(path)["objects"]
        if one["type"] == "complaint"
    ]


class TestWriting:
    @FORMATS
    def test_every_complaint_is_written(
        self, tmp_path: Path, westminster: str, form: str
    ) -> None:
        """65 and 67 rows of the two registers."""
        out = tmp_path / "new" / NAMES[form]
        ran = event_data(form, out, store=westminster)

        assert (0, "") == (ran.code, ran.out)
        assert f"132 complaints written to {out}\n" == ran.err
        assert 65 + 67 == len(complaints(form, out))
        assert [out] == list(out.parent.iterdir())

    @FORMATS
    def test_one_procedure_and_one_service_alone(
        self, tmp_path: Path, westminster: str, form: str
    ) -> None:
        out = tmp_path / NAMES[form]
        asked = ("--procedure", "statutory", "--service", SERVICE)
        ran = event_data(form, out, *asked, store=westminster)

        assert 0 == ran.code
        assert {("statutory", SERVICE)} == {
            (one["procedure"], one["service"]) for one in complaints(form, out)
        }

    @FORMATS
    def test_references_are_written_only_if_they_are_asked_for(
        self, tmp_path: Path, small: str, form: str
    ) -> None:
        out = tmp_path / NAMES[form]
        event_data(form, out, store=small)
        without = out.read_bytes()
        event_data(form, out, "--with-references", store=small)

        assert ROW["reference"].encode() not in without
        assert [ROW["reference"]] == [one["reference"] for one in complaints(form, out)]

    @FORMATS
    def test_a_file_that_is_replaced_is_mentioned(
        self, tmp_path: Path, small: str, form: str
    ) -> None:
        out = tmp_path / NAMES[form]
        out.write_bytes(b"old")
        ran = event_data(form, out, store=small)

        said = f"1 complaint written to {out}, in place of what was there\n"
        assert (0, said) == (ran.code, ran.err)
        assert 1 == len(complaints(form, out))

    @FORMATS
    def test_a_log_without_complaints_gives_a_file_without_any(
        self, tmp_path: Path, form: str
    ) -> None:
        out = tmp_path / NAMES[form]
        ran = event_data(form, out, store="memory:")

        assert (0, f"0 complaints written to {out}\n") == (ran.code, ran.err)
        assert [] == complaints(form, out)

    @FORMATS
    def test_nothing_personal_is_written(self, tmp_path: Path, form: str) -> None:
        """Not even with references, of cases whose every personal field is filled."""
        store = f"sqlite:///{tmp_path}/caseledger.db"
        out = tmp_path / NAMES[form]
        assert 0 == call("import", stories.register(tmp_path / "in"), store=store).code
        ran = event_data(form, out, "--with-references", store=store)

        assert 0 == ran.code
        assert [] == list(Searcher(stories.CANARIES).found_in_files([out]))


class TestRefusing:
    @FORMATS
    def test_a_file_that_cannot_be_finished_leaves_the_old_one(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        small: str,
        form: str,
    ) -> None:
        name = f"write_{form.replace('-', '_')}"
        whole: Callable[..., int] = getattr(mining, name)

        def full(cases: Iterable[Case], to: BinaryIO | Path, **how: bool) -> NoReturn:
            whole(cases, to, **how)
            if isinstance(to, Path):
                raise sqlite3.OperationalError("database or disk is full")
            raise OSError(ENOSPC, "No space left on device")

        monkeypatch.setattr(mining, name, full)
        folder = tmp_path / "out"
        folder.mkdir()
        out = folder / NAMES[form]
        out.write_bytes(b"old")
        ran = event_data(form, out, store=small)

        assert 2 == ran.code
        assert f"cannot write {out}: " in ran.err
        assert b"old" == out.read_bytes()
        assert [out] == list(folder.iterdir())

    @FORMATS
    def test_a_log_that_cannot_be_read_leaves_the_old_file(
        self, tmp_path: Path, small: str, form: str
    ) -> None:
        with sqlite3.connect(small.removeprefix("sqlite:///")) as db:
            [(table,)] = db.execute(
                "SELECT name FROM sqlite_master WHERE name LIKE '%_events'"
                " AND type = 'table'"
            )
            db.execute(f"UPDATE {table} SET state = '[]'")  # noqa: S608 - the log's own name
        out = tmp_path / NAMES[form]
        out.write_bytes(b"old")
        ran = event_data(form, out, store=small)

        assert 4 == ran.code
        assert b"old" == out.read_bytes()

    @FORMATS
    def test_a_service_that_is_not_there_is_told(
        self, tmp_path: Path, small: str, form: str
    ) -> None:
        out = tmp_path / NAMES[form]
        ran = event_data(form, out, "--service", "Parks", store=small)

        assert 6 == ran.code
        assert "'Parks'" in ran.err
        assert not out.exists()

    @pytest.mark.parametrize("end", ["", "-views", "-wal"])
    def test_the_log_is_not_written_over(
        self, tmp_path: Path, small: str, end: str
    ) -> None:
        log = tmp_path / "caseledger.db"
        before = log.read_bytes()
        ran = event_data(
            "xes", tmp_path / "in" / ".." / f"{log.name}{end}", store=small
        )

        assert 2 == ran.code
        assert "belongs to the log" in ran.err
        assert before == log.read_bytes()

    def test_without_a_log_nothing_is_written(self, tmp_path: Path) -> None:
        out = tmp_path / "log.xes"
        ran = event_data("xes", out, store=f"sqlite:///{tmp_path}/none.db")

        assert 6 == ran.code
        assert not out.exists()

    def test_a_format_must_be_said(self, tmp_path: Path, small: str) -> None:
        ran = call("event-data", "--out", tmp_path / "log.xes", store=small)

        assert 2 == ran.code
        assert "--format" in ran.err


@FORMATS
def test_who_took_the_data_is_recorded(form: str, small: str, tmp_path: Path) -> None:
    assert 0 == event_data(form, tmp_path / "out", store=small).code

    [look] = json.loads(call("who", "--format", "json", store=small).out)
    assert ("event_data", form, "Looks for cases that waited.") == (
        look["what"],
        look["selection"]["by"],
        look["reason"],
    )
