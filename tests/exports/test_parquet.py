"""Parquet, read back by DuckDB: typed columns, and rows that are what they were."""

import io
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from caseledger.exports import CannotExport, Cell, Row, write_parquet
from exports.tables import NAMES, table, texts

BIGGEST = 2**63 - 1


def read(
    folder: Path, rows: list[Row]
) -> tuple[dict[str, str], list[tuple[Cell, ...]]]:
    """Write rows, and return the columns' types and the rows that are read back."""
    file = folder / "examples.parquet"
    with file.open("wb") as written:
        write_parquet(table(rows), written)
    with duckdb.connect() as db:
        found = db.read_parquet(str(file))
        types = dict(zip(found.columns, map(str, found.types), strict=True))
        return types, found.fetchall()


TYPES = {
    "reference": "VARCHAR",
    "theme": "VARCHAR",
    "due_on": "DATE",
    "pence": "BIGINT",
    "late": "BOOLEAN",
}


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(
            texts,
            st.none() | texts,
            st.none() | st.dates(),
            st.none() | st.integers(-BIGGEST - 1, BIGGEST),
            st.none() | st.booleans(),
        )
    )
)
@example([("'; DROP TABLE x; --", '"', date.min, BIGGEST, True)])
@example([("", None, date.max, -BIGGEST - 1, None), ("\x00", "", None, 0, False)])
def test_every_row_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    types, found = read(tmp_path_factory.mktemp("parquet"), rows)

    assert TYPES == types
    assert rows == found


def test_columns_keep_their_order_and_types_without_rows(tmp_path: Path) -> None:
    types, found = read(tmp_path, [])

    assert NAMES == [*types]
    assert TYPES == types
    assert [] == found


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)

    with pytest.raises(CannotExport, match=r"pip install caseledger\[parquet\]"):
        write_parquet(table(), io.BytesIO())
