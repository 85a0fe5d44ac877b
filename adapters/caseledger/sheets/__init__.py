"""Files that a council keeps its register in, as rows for `caseledger.register`."""

from caseledger.sheets.csv_rows import CsvFile, UnusableFile, read_csv
from caseledger.sheets.folder import register_sheets
from caseledger.sheets.mapping import PLAIN, Mapping, SheetMapping, read_mapping

__all__ = [
    "PLAIN",
    "CsvFile",
    "Mapping",
    "SheetMapping",
    "UnusableFile",
    "read_csv",
    "read_mapping",
    "register_sheets",
]
