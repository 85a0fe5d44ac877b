"""CSV as councils have it: what can be told apart is read, and nothing is swallowed."""

import codecs
import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger.sheets import CsvFile, UnusableFile, read_csv
from caseledger.sheets.csv_rows import MOST_FIELD, MOST_LINES, Cells, Unreadable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file to be written."""
    return tmp_path / "register.csv"


def read(path: Path, raw: bytes, delimiter: str = ",") -> list[tuple[int, list[str]]]:
    """Write a file and return its rows; an unreadable one has no cells."""
    path.write_bytes(raw)
    return list(told(read_csv(path, delimiter=delimiter)))


def told(file: CsvFile) -> Iterator[tuple[int, list[str]]]:
    for row in file.rows():
        yield row.line, list(row.cells) if isinstance(row, Cells) else []


def reasons(raw: str) -> list[str]:
    """Return why rows cannot be read."""
    file = CsvFile(name="", sha256="", lines=raw.split("\n"))
    return [row.message for row in file.rows() if isinstance(row, Unreadable)]


def test_each_row_has_its_cells_and_the_line_on_which_it_starts(path: Path) -> None:
    assert [(1, ["a", "b"]), (2, ["1", "2"]), (3, ["", ""])] == read(
        path,
        b"a,b\n1,2\n,\n",
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"a,b\n1,2\n3,4",
        b"a,b\r\n1,2\r\n3,4\r\n",
        b"a,b\r1,2\r3,4\r",
        b"a,b\r1,2\r\n3,4\n",
        codecs.BOM_UTF8 + b"a,b\n1,2\n3,4\n",
        codecs.BOM_UTF8 + b'"a",b\r\n"1",2\r\n3,"4"',
    ],
    ids=["LF", "CRLF", "CR", "mixed", "a mark", "a mark and quotes"],
)
def test_lines_may_end_in_any_way_and_a_mark_may_come_first(
    path: Path,
    raw: bytes,
) -> None:
    assert [(1, ["a", "b"]), (2, ["1", "2"]), (3, ["3", "4"])] == read(path, raw)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_if_the_file_says_so(path: Path, encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else codecs.BOM_UTF16_BE

    assert [(1, ["a", "é"]), (2, ["李", "👩"])] == read(
        path,
        mark + "a,é\n李,👩\n".encode(encoding),
    )


def test_a_cell_in_quotes_may_hold_lines_quotes_and_commas(path: Path) -> None:
    raw = b'a,b\n"1\n\n2","x ""y"", z"\r\n3,"\r\n"\n\n4,5\n'

    assert [
        (1, ["a", "b"]),
        (2, ["1\n\n2", 'x "y", z']),
        (5, ["3", ""]),
        (8, ["4", "5"]),
    ] == read(path, raw)


def test_blank_lines_are_skipped_and_counted(path: Path) -> None:
    raw = "\n  \na,b\n\t\n\u00a0\n1,2\n\n".encode()

    assert [(3, ["a", "b"]), (6, ["1", "2"])] == read(path, raw)


def test_white_space_around_cells_is_dropped(path: Path) -> None:
    raw = '  a ,\tb\u00a0\n" 1 ",\u30002\u2003\n'.encode()

    assert [(1, ["a", "b"]), (2, ["1", "2"])] == read(path, raw)


@pytest.mark.parametrize(
    "sign", ["\x1c", "\x1d", "\x1e", "\x1f", "\x0b", "\x0c", "\x85"]
)
def test_a_control_character_is_no_white_space_to_be_dropped(
    path: Path,
    sign: str,
) -> None:
    """Python thinks otherwise; the reader of the cell is to refuse it."""
    raw = f"a,b\n1{sign},{sign}2\n{sign}\n".encode()

    assert [(1, ["a", "b"]), (2, [f"1{sign}", f"{sign}2"]), (3, [sign])] == read(
        path, raw
    )


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1e"])
def test_only_line_feeds_and_carriage_returns_end_a_row(path: Path, sign: str) -> None:
    assert [(1, ["a", "b"]), (2, [f"1{sign}2", "3"])] == read(
        path,
        f"a,b\n1{sign}2,3\n".encode(),
    )


@pytest.mark.parametrize(
    "stray",
    ['5,"five', '"5,five', '5,"', '5,fi"ve"x,"y', '"5","five'],
)
@pytest.mark.parametrize("others", ["{0},x", '"{0}","x"', '{0},"x, ""y"" and z"'])
def test_a_stray_quote_spoils_its_own_row_alone(
    path: Path,
    stray: str,
    others: str,
) -> None:
    """Row 5 of 1,001; the library would have swallowed the other 995."""
    lines = [others.format(n) for n in range(1, 1002)]
    lines[4] = stray
    rows = read(path, "\n".join(lines).encode())

    assert 1001 == len(rows)
    assert (5, []) == rows[4]
    assert all(cells for line, cells in rows if line != 5)


def test_a_quote_that_nothing_closes_is_given_up_on(path: Path) -> None:
    lines = ['1,"x', *("2,y" for _ in range(MOST_LINES + 5))]

    rows = read(path, "\n".join(lines).encode())
    assert (1, []) == rows[0]
    assert MOST_LINES + 6 == len(rows)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('1,"a"b', "text follows a closing quote"),
        ('"a" ,1', "text follows a closing quote"),
        ('1,"a', "a quote is opened that nothing closes"),
        (f"1,{'x' * (MOST_FIELD + 1)}", "a cell is too long"),
        (f'1,"{"x" * (MOST_FIELD + 1)}"', "a cell is too long"),
        (f"1,{'x' * 200_000}", "a cell is too long"),
    ],
    ids=["joined", "spaced", "open", "long", "long in quotes", "very long"],
)
def test_a_row_that_is_not_csv_is_one_unreadable_row(row: str, reason: str) -> None:
    [told_why] = reasons(f"a,b\n{row}\n2,c")

    assert told_why.startswith(reason)


def test_a_cell_is_too_long_whatever_limit_others_have_set() -> None:
    """The limit of Python's reader belongs to the whole process."""
    before = csv.field_size_limit(10_000_000)
    try:
        assert ["a cell is too long"] == reasons(f'1,"{"x" * 200_000}"\n2,b')
    finally:
        csv.field_size_limit(before)


def test_a_long_row_of_cells_that_are_each_short_enough_is_read(path: Path) -> None:
    cells = ["x" * (MOST_FIELD - 1)] * 3

    assert [(1, cells)] == read(path, ",".join(cells).encode())


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_cells_may_be_separated_by_something_else(path: Path, delimiter: str) -> None:
    raw = f'a{delimiter}b\n"1{delimiter}2"{delimiter}3,4\n'.encode()

    assert [(1, ["a", "b"]), (2, [f"1{delimiter}2", "3,4"])] == read(
        path,
        raw,
        delimiter,
    )


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("a,b\né".encode("cp1252"), "not UTF-8 at byte 5"),
        (codecs.BOM_UTF8 + b"a,b\n\xe9", "not UTF-8 at byte 8"),
        (codecs.BOM_UTF16_LE + b"a\x00,\x00b", "not UTF-16 at byte 7"),
        (codecs.BOM_UTF16_BE + b"\xdc\x00", "not UTF-16 at byte 3"),
    ],
)
def test_another_encoding_is_not_guessed(path: Path, raw: bytes, says: str) -> None:
    path.write_bytes(raw)

    with pytest.raises(UnusableFile, match=f"^register.csv: {says}; save it as CSV"):
        read_csv(path)


def test_a_file_that_is_not_there_is_said_not_to_be(path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"^register.csv: cannot be read: No such"):
        read_csv(path)


def test_a_file_is_known_by_its_bytes(path: Path) -> None:
    raw = codecs.BOM_UTF8 + b"a,b\r\n1,2"
    path.write_bytes(raw)

    assert hashlib.sha256(raw).hexdigest() == read_csv(path).sha256


CELLS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters='\n",; '),
    max_size=8,
)


@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=6))
def test_what_was_written_as_csv_is_read_as_it_was(rows: list[list[str]]) -> None:
    """Each row starts where those before it, with all their lines, have ended."""
    line, expected, text = 1, [], ""
    for row in rows:
        written = ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
        expected.append((line, [cell.strip() for cell in row]))
        line += 1 + written.count("\n")
        text += written + "\n"

    file = CsvFile(name="", sha256="", lines=text.split("\n"))
    assert expected == list(told(file))
