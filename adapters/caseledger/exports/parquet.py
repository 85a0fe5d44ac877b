"""A table as a Parquet file, by DuckDB: typed columns, and no SQL of ours."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from caseledger.exports.json_lines import json_lines
from caseledger.exports.table import CannotExport, Table
from caseledger.read_models import Type

_SQL_TYPES = {
    Type.TEXT: "VARCHAR",
    Type.DAY: "DATE",
    Type.NUMBER: "BIGINT",
    Type.YES_NO: "BOOLEAN",
}


def write_parquet(table: Table, file: BinaryIO) -> None:
    """
    Write a table as a Parquet file.

    Raises `CannotExport` if DuckDB, an extra, is not there.
    """
    try:
        import duckdb  # noqa: PLC0415 - DuckDB is an extra
    except ImportError:
        raise CannotExport(
            "Parquet needs DuckDB: pip install caseledger[parquet]"
        ) from None
    types = {column.name: _SQL_TYPES[column.type] for column in table.columns}
    # DuckDB takes files in quickly, and rows one by one a thousand times slower.
    with TemporaryDirectory() as folder, duckdb.connect() as db:
        rows, written = Path(folder, "rows.jsonl"), Path(folder, "table.parquet")
        with rows.open("w", encoding="utf-8", newline="") as told:
            told.writelines(json_lines(table))
        found = db.read_json(str(rows), columns=types, format="newline_delimited")
        found.write_parquet(str(written))
        with written.open("rb") as made:
            shutil.copyfileobj(made, file)
