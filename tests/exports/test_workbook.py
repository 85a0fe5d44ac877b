"""Workbooks, read back by two other libraries: typed cells, and nothing that runs."""

import io
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

import openpyxl  # type: ignore[import-untyped] # it has no types
import pytest
import xlsxwriter  # type: ignore[import-untyped] # it has no types
from hypothesis import example, given, settings
from python_calamine import CalamineWorkbook

from caseledger.exports import CannotExport, Cell, Row, Table, write_workbook
from caseledger.exports import workbook as ours
from caseledger.exports.workbook import (
    FIRST_DAY,
    MOST_NUMBER,
    MOST_ROWS,
    MOST_TEXT,
    sheet_names,
)
from caseledger.read_models import Column, Type
from exports.tables import COLUMNS, NAMES, ROWS, of_text, rows, table

DAY = date(2026, 11, 22)
EVIL = (
    '=HYPERLINK("http://example.org","look")',
    "=1+1",
    "{=1+1}",
    "+1",
    "-1",
    "@SUM(1)",
    "http://example.org/",
    "mailto:nobody@example.org",
    "internal:Sheet1!A1",
    "external:c:\\temp\\a.xlsx",
    "007",
    "1e3",
)


def written(*tables: Table, title: str = "Examples", created: date = DAY) -> bytes:
    file = io.BytesIO()
    write_workbook(tables, file, title=title, created=created)
    return file.getvalue()


def opened(raw: bytes) -> Any:  # noqa: ANN401 - openpyxl has no types
    return openpyxl.load_workbook(io.BytesIO(raw))


def runs(raw: bytes) -> list[str]:
    """Return what is in a workbook's parts that could run, or lead elsewhere."""
    with ZipFile(io.BytesIO(raw)) as parts:
        names = parts.namelist()
        texts = [parts.read(name).decode() for name in names]
    found = [
        name for name in names if re.search("externalLink|vba|macro|comment", name)
    ]
    for text in texts:
        found += re.findall('<f[ >]|<hyperlink|TargetMode="External"|<ddeLink', text)
    return found


# --- Cells ----------------------------------------------------------------------------


def test_cells_are_of_their_columns_types() -> None:
    sheet = opened(written(table()))["examples"]
    [heading, first, second, third] = sheet.iter_rows()

    assert NAMES == [cell.value for cell in heading]
    # s is text, d a day, n a number, b a yes or no.
    assert ["s", "s", "d", "n", "b"] == [cell.data_type for cell in first]
    assert ["s", "s", "d", "n", "b"] == [cell.data_type for cell in second]
    assert datetime(2023, 4, 19) == first[2].value  # noqa: DTZ001 - cells have no zone
    assert "yyyy-mm-dd" == first[2].number_format
    assert (20_000, True) == (first[3].value, first[4].value)
    assert (-5, False) == (second[3].value, second[4].value)
    assert ["CF-3", None, None, None, None] == [cell.value for cell in third]


@settings(max_examples=40)
@given(rows)
@example([("_x0041_", "\x00\x1f\ufffe", FIRST_DAY, MOST_NUMBER, True)])
@example([("CF-1", " \r\n\t ", date(9999, 12, 31), -MOST_NUMBER, False)])
def test_every_cell_is_read_back(rows: list[Row]) -> None:
    read = CalamineWorkbook.from_filelike(io.BytesIO(written(table(rows))))
    found = read.get_sheet_by_name("examples").to_python(skip_empty_area=False)

    assert [NAMES, *([as_read(cell) for cell in row] for row in rows)] == found


def as_read(cell: Cell) -> object:
    """Say how calamine reads a cell: what is not there is text, numbers are floats."""
    match cell:
        case None:
            return ""
        case bool() | date():
            return cell
        case int():
            return float(cell)
        case str():
            # XML cannot hold these; they are written as Excel writes them.
            return cell.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")


@pytest.mark.parametrize("text", EVIL)
def test_text_stays_text(text: str) -> None:
    raw = written(of_text(text))
    cell = opened(raw)["texts"]["A2"]

    assert (text, "s", None) == (cell.value, cell.data_type, cell.hyperlink)
    assert [] == runs(raw)


def test_text_becomes_no_formula_when_its_cell_is_edited() -> None:
    """The format @ is what spreadsheets call text."""
    assert "@" == opened(written(of_text("=1+1")))["texts"]["A2"].number_format


@pytest.mark.parametrize("text", [EVIL[0], "=1+1", "{=1+1}", *EVIL[6:10]])
def test_a_workbook_written_without_care_does_run(text: str) -> None:
    """So the checks above can fail."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("texts").write(1, 0, text)

    assert [] != runs(file.getvalue())


@pytest.mark.parametrize("text", EVIL)
def test_nor_does_one_of_ours_whose_cells_are_written_without_care(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """The workbook's own options are a second fence."""

    def careless(sheet: Any, row: int, at: int, cell: Cell, _form: object) -> None:  # noqa: ANN401 - as above
        sheet.write(row, at, cell)

    monkeypatch.setattr(ours, "_write", careless)
    raw = written(of_text(text))

    assert text == opened(raw)["texts"]["A2"].value
    assert [] == runs(raw)


# --- What no workbook holds -----------------------------------------------------------


def one(type_: Type, cell: Cell) -> Table:
    columns = [Column("told", type_, "what is told", optional=False)]
    return Table(name="one", question="What?", columns=columns, rows=[(cell,)])


@pytest.mark.parametrize(
    ("type_", "fits", "beyond"),
    [
        (Type.TEXT, "a" * MOST_TEXT, "a" * (MOST_TEXT + 1)),
        # Each of these takes two units of UTF-16.
        (Type.TEXT, "\U0001f600" * 16_383, "\U0001f600" * 16_384),
        (Type.NUMBER, MOST_NUMBER, MOST_NUMBER + 1),
        (Type.NUMBER, -MOST_NUMBER, -MOST_NUMBER - 1),
        (Type.DAY, date(1900, 3, 1), date(1900, 2, 28)),
    ],
    ids=["text", "text in pairs", "number", "negative number", "day"],
)
def test_what_does_not_fit_is_refused_and_never_cut(
    type_: Type, fits: Cell, beyond: Cell
) -> None:
    read = CalamineWorkbook.from_filelike(io.BytesIO(written(one(type_, fits))))
    assert [["told"], [as_read(fits)]] == read.get_sheet_by_name("one").to_python()

    with pytest.raises(CannotExport) as caught:
        written(one(type_, beyond))
    assert "no workbook can hold one: " in str(caught.value)
    assert "in row 1 of the column told; csv and jsonl can" in str(caught.value)
    assert str(beyond) not in str(caught.value)


def test_a_table_longer_than_a_sheet_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Excel's sheets have 1,048,576 rows; a shorter sheet stands for them here."""
    assert 1_048_576 == MOST_ROWS + 1
    monkeypatch.setattr(ours, "MOST_ROWS", 2)

    assert b"PK" == written(of_text("a", "b"))[:2]
    with pytest.raises(CannotExport, match="texts: it has more than 2 rows"):
        written(of_text("a", "b", "c"))


# --- Sheets ---------------------------------------------------------------------------


def test_there_is_a_sheet_for_each_table_after_two_about_them() -> None:
    book = opened(written(table(), of_text("a")))

    assert ["About", "Definitions", "examples", "texts"] == book.sheetnames
    assert {"visible"} == {sheet.sheet_state for sheet in book}


def test_the_first_sheet_says_what_there_is() -> None:
    told = opened(written(table(), of_text("a")))["About"]

    assert [
        "Examples",
        "Made on 2026-11-22.",
        "Each table has a sheet; Definitions says what each column means.",
        "An empty cell means that nothing is recorded.",
        "examples (3 rows): What can a cell hold? Made by hand.",
        "texts (1 row): What can text be?",
    ] == [cell.value for [cell] in told.iter_rows()]


def test_every_column_is_defined() -> None:
    told = opened(written(table(), of_text("a")))["Definitions"]
    [heading, *found] = told.iter_rows(values_only=True)

    assert ("sheet", "column", "type", "can_be_empty", "meaning") == heading
    assert [
        *(("examples", c.name, c.type.value, c.optional, c.meaning) for c in COLUMNS),
        ("texts", "text", "text", True, "any text"),
    ] == found


@pytest.mark.parametrize(
    ("names", "sheets"),
    [
        (["stages", "stages", "stages"], ["stages", "stages_2", "stages_3"]),
        (
            ["about", "definitions", "history"],
            ["about_2", "definitions_2", "history_2"],
        ),
        (["a" * 31], ["a" * 31]),
        (["a" * 32, "a" * 33], ["a" * 31, "a" * 29 + "_2"]),
        (["a_2", "a", "a"], ["a_2", "a", "a_3"]),
    ],
)
def test_sheets_have_names_of_their_own_that_are_not_too_long(
    names: Sequence[str], sheets: Sequence[str]
) -> None:
    assert sheets == sheet_names(names)
    book = opened(written(*(table(name=name) for name in names)))
    assert ["About", "Definitions", *sheets] == book.sheetnames


def test_each_table_is_marked_as_one_and_told_what_it_is_about() -> None:
    """Screen readers and Power Query find it, with its headings."""
    [marked] = opened(written(table()))["examples"].tables.values()

    assert "table_examples" == marked.name
    assert "A1:E4" == marked.ref
    assert NAMES == [column.name for column in marked.tableColumns]
    assert b"altText" in part(written(table()), "xl/tables/table2.xml")


def part(raw: bytes, name: str) -> bytes:
    with ZipFile(io.BytesIO(raw)) as parts:
        return parts.read(name)


def test_headings_stay_in_sight_and_are_repeated_on_paper() -> None:
    sheet = opened(written(table()))["examples"]

    assert "A2" == sheet.freeze_panes
    assert "$1:$1" == sheet.print_title_rows
    assert (0, True) == (
        sheet.page_setup.fitToHeight,
        sheet.sheet_properties.pageSetUpPr.fitToPage,
    )


def test_nothing_is_merged_hidden_or_left_blank_between() -> None:
    for sheet in opened(written(table(), of_text("a"))):
        assert not sheet.merged_cells.ranges
        assert not any(of.hidden for of in sheet.column_dimensions.values())
        assert not any(of.hidden for of in sheet.row_dimensions.values())
        assert all(any(cell.value for cell in row) for row in sheet.iter_rows())
        assert (1, 1) == (sheet.min_row, sheet.min_column)


def test_columns_are_as_wide_as_what_is_in_them() -> None:
    """In characters; the longest text goes on in the next line of its cell."""
    sheet = opened(written(table([("CF-1", "a" * 30, None, None, None)])))["examples"]
    wide = opened(written(of_text("a" * 500)))["texts"]

    assert 28 < sheet.column_dimensions["B"].width < 40
    assert 50 < wide.column_dimensions["A"].width < 65
    assert wide["A2"].alignment.wrap_text


def test_a_table_without_rows_has_its_headings() -> None:
    sheet = opened(written(table([])))["examples"]

    assert [NAMES] == [list(row) for row in sheet.iter_rows(values_only=True)]


# --- The file -------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes() -> None:
    assert written(table(), of_text("a")) == written(table(), of_text("a"))


def test_another_day_of_creation_gives_others() -> None:
    assert written(table()) != written(table(), created=date(2026, 11, 23))


def test_properties_have_a_title_and_a_day_and_nobody() -> None:
    properties = opened(written(table(), title="Read models")).properties

    assert "Read models" == properties.title
    assert datetime(2026, 11, 22) == properties.created  # noqa: DTZ001 - as above
    assert not properties.creator
    assert not properties.lastModifiedBy


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    with pytest.raises(CannotExport, match=r"pip install caseledger\[xlsx\]"):
        written(table(ROWS))
