"""`caseledger read-models export`: tables for spreadsheets and other programs."""

import csv
import io
import json
import sys
from errno import ENOSPC
from pathlib import Path
from typing import Any

import duckdb
import openpyxl  # type: ignore[import-untyped] # it has no types
import pytest

from caseledger.cli import exporting
from caseledger.read_models import ALL_MODELS, ReadModel, Type
from caseledger.viewstore import EVERY_VIEW
from terminal import ROW, Ran, call, run, write_register

WESTMINSTER = Path(__file__).parents[2] / "examples" / "westminster"
OF_A_DAY = {"caseload", "due", "overdue"}
NAMES = [
    *(model.name for model in ALL_MODELS),
    *(view.name for view in EVERY_VIEW if view.name not in OF_A_DAY),
]
SQL_TYPES = {
    Type.TEXT: "VARCHAR",
    Type.DAY: "DATE",
    Type.NUMBER: "BIGINT",
    Type.YES_NO: "BOOLEAN",
}


@pytest.fixture
def small(tmp_path: Path, store: str) -> str:
    """A log with one complaint."""
    rows = [{**ROW, "team": "=1+1", "theme": "Zoë, ½"}]
    call("import", write_register(tmp_path / "in", register=rows), store=store)
    return store


def export(*arguments: object, store: str) -> Ran:
    why = ("--reason", "A test.")
    return call("read-models", "export", *arguments, *why, store=store)


class TestPrinting:
    """One table, on standard output."""

    @pytest.mark.parametrize("model", ALL_MODELS, ids=lambda model: model.name)
    def test_csv_and_jsonl_say_the_same(
        self, westminster: str, model: ReadModel[Any, Any]
    ) -> None:
        """Every model, with its columns by name and in order."""
        as_csv = export(model.name, store=westminster)
        as_jsonl = export(model.name, "--format", "jsonl", store=westminster)
        heading, *rows = csv.reader(io.StringIO(as_csv.out, newline=""))
        objects = [json.loads(line) for line in as_jsonl.out.split("\n")[:-1]]

        assert 0 == as_csv.code == as_jsonl.code
        assert [column.name for column in model.columns] == heading
        assert all(heading == list(told) for told in objects)
        assert rows == [[as_text(cell) for cell in told.values()] for told in objects]

    def test_every_complaint_is_there(self, westminster: str) -> None:
        """65 and 67 rows of the two registers, in order of reference."""
        ran = export("complaints", store=westminster)
        references = [row["reference"] for row in csv.DictReader(ran.lines)]

        assert 65 + 67 == len(references)
        assert sorted(references) == references

    def test_csv_is_faithful_unless_it_is_for_a_spreadsheet(self, small: str) -> None:
        """In JSON there is no such danger."""
        as_data = export("complaints", store=small)
        for_excel = export("complaints", "--dialect", "excel", store=small)
        as_jsonl = export("complaints", "--format", "jsonl", store=small)

        assert ',=1+1,"Zoë, ½",' in as_data.out
        assert ',\'=1+1,"Zoë, ½",' in for_excel.out
        assert "=1+1" == json.loads(as_jsonl.out)["team"]
        assert "\ufeffstream," == for_excel.out[:8]
        assert "stream," == as_data.out[:7]

    def test_it_is_the_same_bytes_wherever_it_runs(self, small: str) -> None:
        """UTF-8, and lines that end as RFC 4180 has them."""
        ran = run("read-models", "export", "complaints", store=small)

        assert "Zoë, ½" in ran.out
        assert 2 == ran.out.count("\r\n") == ran.out.count("\n")


def as_text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case _:
            return str(cell)


class TestFiles:
    """With --out: every format, and every table unless some are named."""

    def test_every_table_in_every_format(
        self, westminster: str, tmp_path: Path
    ) -> None:
        formats = "csv,jsonl,xlsx,parquet"
        ran = export("--format", formats, "--out", tmp_path / "a", store=westminster)

        assert (0, "") == (ran.code, ran.out)
        assert {
            "read-models.xlsx",
            *(
                f"{name}.{end}"
                for name in NAMES
                for end in ("csv", "csv-metadata.json", "jsonl", "parquet")
            ),
        } == names_in(tmp_path / "a")
        assert [
            f"written to {path}" for path in sorted((tmp_path / "a").iterdir())
        ] == (sorted(ran.err.splitlines()))

    @pytest.mark.parametrize("which", [["all"], ["all", "stages"], []])
    def test_all_of_them(self, small: str, tmp_path: Path, which: list[str]) -> None:
        assert 0 == export(*which, "--out", tmp_path / "a", store=small).code
        assert len(NAMES) * 2 == len(names_in(tmp_path / "a"))

    def test_a_question_about_a_day_needs_one(self, westminster: str) -> None:
        """Those received and not answered, withdrawn or turned away on the day."""
        asked = export("caseload", store=westminster)
        said = export("caseload", "--on", "2024-01-10", store=westminster)

        assert (2, "") == (asked.code, asked.out)
        assert "caseload is asked about a day: say which with --on" in asked.err
        ends = ("s1_responded_on", "withdrawn_on", "not_accepted_on", "s2_requested_on")
        open_then = {
            row["reference"]
            for year in ("2022-23", "2023-24")
            for row in csv.DictReader(
                (WESTMINSTER / year / "register.csv").read_text("utf-8").splitlines()
            )
            if row["received_on"] <= "2024-01-10"
            and not any("" < row[end] <= "2024-01-10" for end in ends)
        }
        found = list(csv.DictReader(said.out.splitlines()))
        assert open_then == {row["reference"] for row in found if row["stage"] == "1"}
        assert {"2024-01-10"} == {row["day"] for row in found}
        assert open_then

    def test_all_of_them_with_a_day(self, small: str, tmp_path: Path) -> None:
        out = tmp_path / "a"
        assert 0 == export("--on", "2024-01-10", "--out", out, store=small).code
        assert {f"{name}.csv" for name in OF_A_DAY} <= names_in(out)

    def test_files_say_what_is_printed(self, westminster: str, tmp_path: Path) -> None:
        for form in ("csv", "jsonl"):
            printed = export("duties", "--format", form, store=westminster)
            export("duties", "--format", form, "--out", tmp_path, store=westminster)

            assert printed.out == (tmp_path / f"duties.{form}").read_bytes().decode()

    def test_what_is_written_for_a_spreadsheet_is_not_taken_for_the_data(
        self, small: str, tmp_path: Path
    ) -> None:
        """It has a name of its own, and nothing says that it is faithful."""
        export("stages", "--dialect", "excel", "--out", tmp_path / "a", store=small)

        assert {"stages.excel.csv"} == names_in(tmp_path / "a")

    def test_a_workbook_has_all_that_is_named(self, small: str, tmp_path: Path) -> None:
        file = tmp_path / "two.xlsx"
        which = ("stages", "complaints", "stages")
        ran = export(*which, "--format", "xlsx", "--out", file, store=small)
        book = openpyxl.load_workbook(file)

        assert 0 == ran.code, ran.err
        assert ["About", "Definitions", "stages", "complaints"] == book.sheetnames
        [heading, row] = book["complaints"].iter_rows()
        cells = dict(zip([cell.value for cell in heading], row, strict=True))
        assert ("=1+1", "s") == (cells["team"].value, cells["team"].data_type)
        assert "d" == cells["received_on"].data_type

    @pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "parquet"])
    def test_a_file_is_named_by_its_ending(
        self, small: str, tmp_path: Path, form: str
    ) -> None:
        file = tmp_path / "new" / f"mine.{form}"
        ran = export("stages", "--format", form, "--out", file, store=small)

        assert 0 == ran.code, ran.err
        beside = {"mine.csv-metadata.json"} if form == "csv" else set()
        assert {file.name} | beside == names_in(file.parent)

    @pytest.mark.parametrize("model", ALL_MODELS, ids=lambda model: model.name)
    def test_parquet_has_the_types_of_the_columns(
        self, westminster: str, tmp_path: Path, model: ReadModel[Any, Any]
    ) -> None:
        file = tmp_path / "a.parquet"
        export(model.name, "--format", "parquet", "--out", file, store=westminster)
        with duckdb.connect() as db:
            found = db.read_parquet(str(file))
            columns = dict(zip(found.columns, map(str, found.types), strict=True))

        assert {c.name: SQL_TYPES[c.type] for c in model.columns} == columns

    def test_the_metadata_says_where_the_rows_come_from(
        self, small: str, tmp_path: Path
    ) -> None:
        """The log's two events are taken in."""
        export("stages", "--out", tmp_path, store=small)
        told = json.loads((tmp_path / "stages.csv-metadata.json").read_text("utf-8"))
        [version] = [model.version for model in ALL_MODELS if model.name == "stages"]

        assert "stages.csv" == told["url"]
        assert (
            f"Read model stages, version {version}, as of event 2 of the log."
            == told["dc:source"]
        )

    def test_exporting_again_takes_the_place_of_the_old(
        self, small: str, tmp_path: Path
    ) -> None:
        file = tmp_path / "stages.csv"
        file.write_text("old")
        export("stages", "--out", tmp_path, store=small)

        assert file.read_text("utf-8").startswith("stream,")


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class TestUnusable:
    """Exit 2, and a sentence that says what would do."""

    def test_an_unknown_name(self, small: str) -> None:
        """It lists the names."""
        ran = export("complaints; DROP TABLE x", store=small)

        assert 2 == ran.code
        assert all(f"'{name}'" in ran.err for name in (*NAMES, "all"))

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["all"],
            ["stages", "duties"],
            ["stages", "--format", "csv,jsonl"],
            ["stages", "--format", "xlsx"],
            ["stages", "--format", "parquet"],
        ],
    )
    def test_what_cannot_be_printed(self, small: str, arguments: list[str]) -> None:
        ran = export(*arguments, store=small)

        assert (2, "") == (ran.code, ran.out)
        assert "say with --out where to write" in ran.err

    def test_an_unknown_format(self, small: str) -> None:
        ran = export("stages", "--format", "csv,ods", store=small)

        assert 2 == ran.code
        assert "'ods' is none of csv, jsonl, xlsx, parquet" in ran.err

    @pytest.mark.parametrize(
        ("names", "formats", "file"),
        [
            (["stages", "duties"], "csv", "a.csv"),
            (["stages"], "xlsx", "a.csv"),
            (["stages"], "csv,jsonl", "a.csv"),
            ([], "parquet", "a.parquet"),
        ],
    )
    def test_more_than_a_file_holds(
        self, small: str, tmp_path: Path, names: list[str], formats: str, file: str
    ) -> None:
        ran = export(*names, "--format", formats, "--out", tmp_path / file, store=small)

        assert 2 == ran.code
        assert "say with --out a folder" in ran.err
        assert file not in names_in(tmp_path)

    @pytest.mark.parametrize(
        ("module", "extra"), [("xlsxwriter", "xlsx"), ("duckdb", "parquet")]
    )
    def test_an_extra_that_is_not_there(
        self,
        small: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        module: str,
        extra: str,
    ) -> None:
        monkeypatch.setitem(sys.modules, module, None)
        ran = export("--format", extra, "--out", tmp_path / "a", store=small)

        assert 2 == ran.code
        assert f"pip install caseledger[{extra}]" in ran.err
        assert set() == names_in(tmp_path / "a")

    def test_a_place_that_cannot_be_written(self, small: str, tmp_path: Path) -> None:
        (tmp_path / "a" / "stages.csv").mkdir(parents=True)
        ran = export("stages", "--out", tmp_path / "a", store=small)

        assert 2 == ran.code
        assert "cannot write" in ran.err
        assert {"stages.csv"} == names_in(tmp_path / "a")

    def test_a_file_is_whole_or_as_it_was(
        self, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A disk that is full when the first line is written."""
        (tmp_path / "stages.csv").write_text("old")

        def fail(*_lines: object, **_how: object) -> None:
            raise OSError(ENOSPC, "no space is left")

        monkeypatch.setattr(exporting, "csv_lines", fail)
        ran = export("stages", "--out", tmp_path, store=small)

        assert 2 == ran.code
        assert "no space is left" in ran.err
        assert "old" == (tmp_path / "stages.csv").read_text()
        assert not list(tmp_path.glob(".*.part"))
