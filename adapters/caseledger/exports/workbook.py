"""
Tables as a workbook: a sheet each, one that tells about them, one of definitions.

Every cell is written as what its column says: days are dates, numbers are numbers, and
text is never a formula or a link. Each sheet has one table and nothing else, from the
first row and column on, without merged or hidden cells.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO

from caseledger.exports.table import CannotExport, Cell, Table
from caseledger.read_models import Column, Type

MOST_ROWS = 1_048_575
"""What a sheet holds besides its header."""
MOST_TEXT = 32_767
"""What a cell holds, in units of UTF-16."""
MOST_NUMBER = 10**15 - 1
"""Spreadsheets keep fifteen digits."""
FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets disagree about days before it, or have none."""

_LONGEST_NAME = 31
_ABOUT, _DEFINITIONS = "About", "Definitions"
_RESERVED = "history"
_WIDEST = 400
"""Pixels; longer text goes on in the next line of its cell."""
_LINE = 100
"""Characters in a line of the sheet that tells about the others."""
_A4 = 9
_STYLE = "Table Style Light 1"
_TOP = {"valign": "top"}


def write_workbook(
    tables: Sequence[Table], file: BinaryIO, *, title: str, created: date
) -> None:
    """
    Write a workbook; the same tables and day of creation give the same bytes.

    Raises `CannotExport` if XlsxWriter, an extra, is not there, or at what no
    workbook holds: nothing is cut off.
    """
    try:
        import xlsxwriter  # type: ignore[import-untyped] # noqa: PLC0415 - an extra, without types
    except ImportError:
        raise CannotExport(
            "a workbook needs XlsxWriter: pip install caseledger[xlsx]"
        ) from None
    options = {
        "in_memory": True,
        # Cells are written by type; this holds for whoever once forgets to.
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(file, options)
    at = datetime.combine(created, time())
    book.set_properties({"title": title, "created": at})
    sheets = _Sheets(book)
    about = sheets.add(_ABOUT)
    names = sheet_names([table.name for table in tables])
    sheets.fill(sheets.add(_DEFINITIONS), _definitions(tables, names))
    lengths = [
        sheets.fill(sheets.add(name), table)
        for name, table in zip(names, tables, strict=True)
    ]
    sheets.tell(about, _about(title, created, tables, names, lengths))
    book.close()


def sheet_names(names: Sequence[str]) -> list[str]:
    """
    Return names that sheets can have: not too long, and each another one.

    >>> sheet_names(["stages", "about", "stages"])
    ['stages', 'about_2', 'stages_2']
    """
    taken = {_ABOUT.lower(), _DEFINITIONS.lower(), _RESERVED}
    found = []
    for name in names:
        new, again = name[:_LONGEST_NAME], 1
        while new in taken:
            again += 1
            end = f"_{again}"
            new = name[: _LONGEST_NAME - len(end)] + end
        taken.add(new)
        found.append(new)
    return found


def _definitions(tables: Sequence[Table], names: Sequence[str]) -> Table:
    """Return every column of every table, with its type and what it means."""
    said = (
        ("sheet", Type.TEXT, "the sheet on which the table is"),
        ("column", Type.TEXT, "the column's name"),
        ("type", Type.TEXT, "text, day, number or yes/no"),
        ("can_be_empty", Type.YES_NO, "whether a cell may be empty: not recorded"),
        ("meaning", Type.TEXT, "what the column says"),
    )
    return Table(
        name=_DEFINITIONS.lower(),
        question="What does each column mean?",
        columns=[Column(*one, optional=False) for one in said],
        rows=[
            (sheet, column.name, column.type.value, column.optional, column.meaning)
            for sheet, table in zip(names, tables, strict=True)
            for column in table.columns
        ],
    )


def _about(
    title: str,
    created: date,
    tables: Sequence[Table],
    names: Sequence[str],
    lengths: Sequence[int],
) -> Iterator[str]:
    yield title
    yield f"Made on {created.isoformat()}."
    yield f"Each table has a sheet; {_DEFINITIONS} says what each column means."
    yield "An empty cell means that nothing is recorded."
    for name, table, length in zip(names, tables, lengths, strict=True):
        rows = "1 row" if length == 1 else f"{length:,} rows"
        source = f" {table.source}" if table.source else ""
        yield f"{name} ({rows}): {table.question}{source}"


class _Sheets:
    """The sheets of a workbook, all laid out in the same way."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self._book = book
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._heading = book.add_format({"bold": True})
        # Nor does editing a cell of the format for text make a formula of it.
        self._text = book.add_format(_TOP | {"num_format": "@", "text_wrap": True})
        self._formats = {
            Type.TEXT: self._text,
            Type.DAY: book.add_format(_TOP | {"num_format": "yyyy-mm-dd"}),
            Type.NUMBER: book.add_format(_TOP | {"num_format": "0"}),
            Type.YES_NO: book.add_format(_TOP),
        }

    def add(self, name: str) -> Any:  # noqa: ANN401 - as above
        """Add a sheet that prints on A4, no wider than the paper."""
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&RPage &P of &N")
        return sheet

    def tell(self, sheet: Any, lines: Iterable[str]) -> None:  # noqa: ANN401 - as above
        """Fill a sheet with lines, the first being its title."""
        sheet.set_column(0, 0, _LINE)
        for at, line in enumerate(lines):
            sheet.write_string(at, 0, line, self._text if at else self._title)

    def fill(self, sheet: Any, table: Table) -> int:  # noqa: ANN401 - as above
        """Fill a sheet with a table, and return how many rows that has."""
        headings = [column.name for column in table.columns]
        for at, heading in enumerate(headings):
            sheet.write_string(0, at, heading, self._heading)
        formats = [self._formats[column.type] for column in table.columns]
        last = 0
        for last, row in enumerate(table.checked_rows(), start=1):
            if last > MOST_ROWS:
                raise _cannot_hold(table, f"more than {MOST_ROWS:,} rows")
            for at, cell in enumerate(row):
                if wrong := _unfit(cell):
                    where = f"in row {last} of the column {headings[at]}"
                    raise _cannot_hold(table, f"{wrong} {where}")
                _write(sheet, last, at, cell, formats[at])
        if last:
            told = [{"header": one, "header_format": self._heading} for one in headings]
            sheet.add_table(
                *(0, 0, last, len(headings) - 1),
                {
                    "name": f"table_{sheet.get_name()}",
                    "description": table.question,
                    "columns": told,
                    "style": _STYLE,
                },
            )
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofit(_WIDEST)
        return last


def _write(sheet: Any, row: int, at: int, cell: Cell, form: Any) -> None:  # noqa: ANN401 - as above
    match cell:
        case None:
            pass
        case bool():
            sheet.write_boolean(row, at, cell, form)
        case int():
            sheet.write_number(row, at, cell, form)
        case date():
            sheet.write_datetime(row, at, cell, form)
        case str():
            sheet.write_string(row, at, cell, form)


def _unfit(cell: Cell) -> str | None:
    """Return what a cell has that no workbook holds."""
    match cell:
        case int() if abs(cell) > MOST_NUMBER:
            return "a number of more than 15 digits"
        case date() if cell < FIRST_DAY:
            return f"a day before {FIRST_DAY}"
        case str() if len(cell) > MOST_TEXT // 2 and _units(cell) > MOST_TEXT:
            return f"text of more than {MOST_TEXT:,} characters"
        case _:
            return None


def _cannot_hold(table: Table, what: str) -> CannotExport:
    return CannotExport(
        f"no workbook can hold {table.name}: it has {what}; csv and jsonl can"
    )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
