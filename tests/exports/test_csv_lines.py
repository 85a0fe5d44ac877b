"""CSV: what is written is read back, and in the other dialect nothing is a formula."""

import csv
import io
from datetime import date
from itertools import count, islice
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings

from caseledger.exports import Cell, Dialect, Row, csv_lines, safe_text
from exports.tables import NAMES, SIGNS, of_text, rows, table, texts


def read(text: str) -> list[list[str]]:
    """Read CSV as Python's own reader does when it is strict."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def read_by_duckdb(file: Path) -> list[tuple[Cell, ...]]:
    """Read CSV with types, taking only what is not in quotes for not recorded."""
    types = ("VARCHAR", "VARCHAR", "DATE", "BIGINT", "BOOLEAN")
    with duckdb.connect() as db:
        return db.read_csv(
            str(file),
            header=True,
            columns=dict(zip(NAMES, types, strict=True)),
            auto_detect=False,
            sep=",",
            quotechar='"',
            escapechar='"',
            allow_quoted_nulls=False,
        ).fetchall()


def told(cell: Cell) -> str:
    """Say what a cell's text is to be, in the words of XML Schema."""
    match cell:
        case None:
            return ""
        case True:
            return "true"
        case False:
            return "false"
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


@given(rows)
@example([("=1+1", 'a "quote", a comma', date(2023, 4, 3), 0, False)])
@example([("", "\r\n\u2028\x00", None, None, None)])
def test_every_cell_is_read_back(rows: list[Row]) -> None:
    text = "".join(csv_lines(table(rows)))

    assert [NAMES, *([told(cell) for cell in row] for row in rows)] == read(text)


@settings(max_examples=30)
@given(rows)
@example([("", None, None, 0, False), ("", "", None, None, None)])
def test_a_typed_reader_that_heeds_quotes_gives_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    """DuckDB, which tells text without a character from what is not recorded."""
    file = tmp_path_factory.mktemp("csv") / "examples.csv"
    with file.open("w", encoding="utf-8", newline="") as written:
        written.writelines(csv_lines(table(rows)))

    assert rows == read_by_duckdb(file)


def test_lines_are_those_of_rfc_4180() -> None:
    assert [
        "reference,theme,due_on,pence,late\r\n",
        '"CF-1, CF-2","say ""no""",2023-04-19,20000,true\r\n',
        '"",,,-5,false\r\n',
    ] == list(
        csv_lines(
            table(
                [
                    ("CF-1, CF-2", 'say "no"', date(2023, 4, 19), 20_000, True),
                    ("", None, None, -5, False),
                ]
            )
        )
    )


def test_the_only_cell_of_a_row_is_seen_though_it_is_empty() -> None:
    assert [["text"], ["a"], [""], ["b"]] == read(
        "".join(csv_lines(of_text("a", None, "b")))
    )


def test_rows_are_written_as_they_come() -> None:
    endless = ((f"CF-{number}", None, None, None, None) for number in count())

    assert ["CF-0,,,,\r\n", "CF-1,,,,\r\n"] == list(
        islice(csv_lines(table(endless)), 1, 3)
    )


# --- For spreadsheets -----------------------------------------------------------------


@given(rows)
@example([("\t=1+1", "\ufeff=1+1", None, -1, None)])
@example([("\n=1+1", " =1+1", None, None, None)])
def test_no_text_is_a_formula_to_a_spreadsheet(rows: list[Row]) -> None:
    text = "".join(csv_lines(table(rows), dialect=Dialect.EXCEL))

    assert [] == formulas(text)


@pytest.mark.parametrize("sign", [*SIGNS, "\t", "\r", " =", "\n=", "\ufeff="])
def test_the_other_dialect_leaves_formulas_in(sign: str) -> None:
    """So the check above can fail."""
    assert [sign + "1"] == formulas("".join(csv_lines(of_text(sign + "1"))))


def formulas(text: str) -> list[str]:
    """Return the cells of text that a spreadsheet takes for a formula."""
    cells = [cell for row in read(text) for cell in row[:2]]
    return [
        cell
        for cell in cells
        if cell.startswith((*SIGNS, "\t", "\r"))
        or cell.strip(" \n\ufeff").startswith(SIGNS)
    ]


@given(texts)
def test_text_is_changed_by_an_apostrophe_in_front_at_most(text: str) -> None:
    assert safe_text(text) in {text, f"'{text}"}


@pytest.mark.parametrize("text", ["", "Short Breaks", "a=1", "1-2", "'quoted", "é"])
def test_harmless_text_stays(text: str) -> None:
    assert text == safe_text(text)


def test_the_file_says_that_it_is_utf_8_and_numbers_stay_numbers() -> None:
    lines = list(csv_lines(table(), dialect=Dialect.EXCEL))

    assert b"\xef\xbb\xbfreference,theme,due_on,pence,late\r\n" == lines[0].encode()
    assert 'CF-2,"https://example.org, twice",1999-12-31,-5,false\r\n' == lines[2]


def test_only_the_dialect_for_spreadsheets_has_a_mark() -> None:
    assert "reference" == next(csv_lines(table()))[:9]
