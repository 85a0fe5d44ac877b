"""
A table as CSV (RFC 4180), in one of two dialects that are never mixed.

`data` is faithful: what is read back is what was there. `excel` is for a spreadsheet
that opens it, and lossy: nobody can tell an apostrophe that was put in front of a
cell from one that was there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from caseledger.exports.table import Table
from caseledger.read_models import Type

# Spreadsheets also drop white space and marks that nobody sees before such a sign.
_FORMULA = re.compile(
    r"[\t\r\n]|[\s\x00-\x1f\u200b\ufeff]*[-=+@\uff1d\uff0b\uff0d\uff20]"
)
_QUOTED = re.compile(r'[",\r\n]|^$')
_BYTE_ORDER_MARK = "\ufeff"


class Dialect(StrEnum):
    """For programs, or for a spreadsheet."""

    DATA = "data"
    EXCEL = "excel"


def csv_lines(table: Table, *, dialect: Dialect = Dialect.DATA) -> Iterator[str]:
    r"""
    Go through a table's rows as CSV, the header first, to be encoded as UTF-8.

    A cell that is not recorded is empty; text without a character is `""`, which
    PostgreSQL and DuckDB tell apart, and most other readers do not.

    >>> from caseledger.read_models import Column, Type
    >>> themes = Table(
    ...     name="themes",
    ...     question="Which themes are there?",
    ...     columns=[
    ...         Column("theme", Type.TEXT, "the theme", optional=False),
    ...         Column("count", Type.NUMBER, "how many complaints", optional=True),
    ...     ],
    ...     rows=[("=1+1", -2), ("Delay, other", None)],
    ... )
    >>> list(csv_lines(themes))
    ['theme,count\r\n', '=1+1,-2\r\n', '"Delay, other",\r\n']
    >>> list(csv_lines(themes, dialect=Dialect.EXCEL))[:2]
    ['\ufefftheme,count\r\n', "'=1+1,-2\r\n"]
    """
    told = safe_text if dialect is Dialect.EXCEL else str
    mark = _BYTE_ORDER_MARK if dialect is Dialect.EXCEL else ""
    yield mark + _line(_quoted(told(column.name)) for column in table.columns)
    cells: Mapping[Type, Callable[[Any], str]] = {
        Type.TEXT: lambda text: _quoted(told(text)),
        Type.DAY: date.isoformat,
        Type.NUMBER: str,
        Type.YES_NO: lambda yes: "true" if yes else "false",
    }
    writers = [cells[column.type] for column in table.columns]
    for row in table.checked_rows():
        yield _line(
            "" if cell is None else write(cell)
            for write, cell in zip(writers, row, strict=True)
        )


def safe_text(text: str) -> str:
    """
    Return text that no spreadsheet takes for a formula.

    >>> safe_text("=1+1"), safe_text("Short Breaks")
    ("'=1+1", 'Short Breaks')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def safe_cell(cell: object) -> object:
    """
    Return a cell that no spreadsheet takes for a formula; only text can be one.

    >>> safe_cell("=1+1"), safe_cell(-1)
    ("'=1+1", -1)
    """
    return safe_text(cell) if isinstance(cell, str) else cell


def _line(cells: Iterable[str]) -> str:
    # A line without anything is no row to most readers: the only cell is quoted.
    return (",".join(cells) or '""') + "\r\n"


def _quoted(text: str) -> str:
    if _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
