"""What a table is on its way out: a question, typed columns that answer it, rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from caseledger.read_models import Column, Type


class Symbol(str):
    """A mark that stands in a cell in place of what its column holds, such as [c]."""

    __slots__ = ()


Cell = str | date | int | bool | None
Row = Sequence[Cell]

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class CannotExport(Exception):
    """A table cannot be had in a format; the message says why, and what would do."""


@attrs.frozen(kw_only=True)
class Table:
    """
    A name, the question that the rows answer, the columns, and the rows.

    The name is one that files, sheets and SQL can bear. Each writer goes through
    the rows once: an iterator serves one writer, a list any number. `key` names the
    columns that tell the rows apart, if that is known; `source` says in a sentence
    where the rows come from.
    """

    name: str = attrs.field()
    question: str
    columns: Sequence[Column] = attrs.field()
    rows: Iterable[Row] = attrs.field(repr=False)
    key: Sequence[str] = attrs.field(default=())
    source: str = ""

    @name.validator
    def _is_a_name(self, _field: object, name: str) -> None:
        if not _NAME.fullmatch(name):
            raise ValueError("a table's name is made of a-z, 0-9 and _")

    @columns.validator
    def _are_told_apart(self, _field: object, columns: Sequence[Column]) -> None:
        names = {column.name.lower() for column in columns}
        if not columns or len(names) < len(columns):
            raise ValueError("a table has columns, each with a name of its own")

    @key.validator
    def _is_of_columns(self, _field: object, key: Sequence[str]) -> None:
        if not {*key} <= {column.name for column in self.columns}:
            raise ValueError("a key names columns of its table")

    def checked_rows(self) -> Iterator[Row]:
        """
        Go through the rows, whose cells are what the columns say.

        Raises `TypeError` at one that is not, without telling what it holds.
        """
        classes = [_classes(column) for column in self.columns]
        for number, row in enumerate(self.rows, start=1):
            for some, column, cell in zip(classes, self.columns, row, strict=True):
                # Exactly: True is an int to Python, and an instant is a day.
                if type(cell) not in some:
                    raise TypeError(
                        f"{self.name}: row {number} has no {column.type} in the "
                        f"column {column.name}, but {type(cell).__name__}"
                    )
            yield row


_CLASSES: Mapping[Type, type] = {
    Type.TEXT: str,
    Type.DAY: date,
    Type.NUMBER: int,
    Type.YES_NO: bool,
}


def _classes(column: Column) -> set[type]:
    some = {_CLASSES[column.type], Symbol}
    return some | {type(None)} if column.optional else some
