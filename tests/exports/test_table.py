"""A table is what its columns say, or it does not leave."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from caseledger.exports import Cell, Table
from caseledger.read_models import Column, Type
from exports.tables import ROWS, table


def test_rows_that_are_what_the_columns_say_pass() -> None:
    assert list(ROWS) == list(table().checked_rows())


@pytest.mark.parametrize(
    ("at", "cell", "wrong"),
    [
        (0, None, "no text in the column reference, but NoneType"),
        (1, 7, "no text in the column theme, but int"),
        (2, "2023-04-19", "no day in the column due_on, but str"),
        (2, datetime(2023, 4, 19, tzinfo=UTC), "no day in the column due_on"),
        (3, True, "no number in the column pence, but bool"),
        (3, "5", "no number in the column pence, but str"),
        (4, 1, "no yes/no in the column late, but int"),
    ],
)
def test_a_cell_of_another_type_is_named_and_not_shown(
    at: int, cell: Cell, wrong: str
) -> None:
    row = [*ROWS[0]]
    row[at] = cell

    with pytest.raises(TypeError) as caught:
        list(table([ROWS[1], row]).checked_rows())

    assert f"examples: row 2 has {wrong}" in str(caught.value)
    assert "2023" not in str(caught.value)


@pytest.mark.parametrize("row", [ROWS[0][:-1], [*ROWS[0], "more"]])
def test_a_row_has_a_cell_for_each_column(row: Sequence[Cell]) -> None:
    with pytest.raises(ValueError, match="zip"):
        list(table([row]).checked_rows())


@pytest.mark.parametrize("name", ["", "Stages", "../stages", "a b", "1st", "a\n"])
def test_a_name_is_fit_for_files_sheets_and_sql(name: str) -> None:
    with pytest.raises(ValueError, match="a-z"):
        table(name=name)


def test_columns_and_keys_are_told_apart() -> None:
    one = Column("day", Type.DAY, "a day", optional=False)
    same = Column("DAY", Type.DAY, "the same day to a spreadsheet", optional=False)
    for columns in ([], [one, same]):
        with pytest.raises(ValueError, match="a name of its own"):
            Table(name="days", question="When?", columns=columns, rows=[])
    with pytest.raises(ValueError, match="a key names columns"):
        Table(name="days", question="When?", columns=[one], rows=[], key=["night"])


def test_what_a_table_holds_is_not_in_its_repr() -> None:
    assert "CF-1" not in repr(table())
