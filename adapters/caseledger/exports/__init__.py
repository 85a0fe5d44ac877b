"""
Tables that leave the system: as CSV, JSON Lines, workbooks and Parquet files.

Whatever is to be exported becomes a `Table`; there is a module for each format.
"""

from caseledger.exports.csv_lines import Dialect, csv_lines, safe_cell, safe_text
from caseledger.exports.csvw import csvw_metadata
from caseledger.exports.json_lines import json_lines
from caseledger.exports.parquet import write_parquet
from caseledger.exports.table import CannotExport, Cell, Row, Symbol, Table
from caseledger.exports.workbook import write_workbook

__all__ = [
    "CannotExport",
    "Cell",
    "Dialect",
    "Row",
    "Symbol",
    "Table",
    "csv_lines",
    "csvw_metadata",
    "json_lines",
    "safe_cell",
    "safe_text",
    "write_parquet",
    "write_workbook",
]
