"""A register and the companions beside it, found on disk and made ready to import."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from caseledger.register import SHEETS, BadRow, Row, Sheet
from caseledger.sheets.csv_rows import Cells, CsvFile, UnusableFile, read_csv
from caseledger.sheets.mapping import PLAIN, Mapping, SheetMapping


def register_sheets(path: Path, mapping: Mapping = PLAIN) -> list[Sheet]:
    """
    Return the files of a register: a folder's, or those beside a register file.

    Raises `UnusableFile` if there is no register, or if one of the files has no
    header, a heading twice, or lacks a column that must be there.
    """
    folder = path if path.is_dir() else path.parent
    sheets = []
    for name in SHEETS:
        sheet = mapping.sheet(name)
        file = folder / (sheet.file or f"{name}.csv")
        if name == "register":
            file = file if path.is_dir() else path
            if not file.is_file():
                raise UnusableFile(f"there is no register at {file}")
        if file.is_file():
            read = read_csv(file, delimiter=mapping.delimiter)
            sheets.append(_sheet(name, read, mapping, sheet))
    return sheets


def _sheet(name: str, file: CsvFile, mapping: Mapping, sheet: SheetMapping) -> Sheet:
    header = next(file.rows(), None)
    if not isinstance(header, Cells):
        raise UnusableFile(f"{file.name}: has no header")
    columns = _columns(name, file, header.cells, sheet)

    def rows() -> Iterator[Row | BadRow]:
        found = file.rows()
        next(found)
        width = len(header.cells)
        for row in found:
            if not isinstance(row, Cells):
                yield BadRow(row.line, row.message)
            elif len(row.cells) != width:
                message = f"has {len(row.cells)} cells where the header has {width}"
                yield BadRow(row.line, message)
            else:
                cells = {
                    column: row.cells[at] for at, column in columns if row.cells[at]
                }
                yield Row(row.line, {**sheet.constants, **cells})

    return Sheet(
        name=name,
        file=file.name,
        sha256=file.sha256,
        rows=rows,
        length=len(file.lines),
        dates=mapping.dates,
        codes=sheet.codes,
    )


def _columns(
    name: str,
    file: CsvFile,
    headings: Sequence[str],
    sheet: SheetMapping,
) -> list[tuple[int, str]]:
    """Return where each of our columns stands."""
    for heading in sheet.columns:
        if heading not in headings:
            raise UnusableFile(
                f"{file.name}: the mapping names a heading {heading!r} "
                "that the file does not have",
            )
    columns = [sheet.columns.get(heading, heading) for heading in headings]
    missing = [
        column.name
        for column in SHEETS[name]
        if column.required
        and column.name not in columns
        and column.name not in sheet.constants
    ]
    # First of all, since without a header these headings are somebody's data.
    if missing:
        hint = ""
        if len(headings) == 1 and any(mark in headings[0] for mark in ";\t"):
            hint = "; it seems to be separated by something other than a comma: "
            hint += "say delimiter in a mapping file"
        raise UnusableFile(f"{file.name}: has no column {', '.join(missing)}{hint}")
    for heading, column in zip(headings, columns, strict=True):
        if heading and headings.count(heading) > 1:
            raise UnusableFile(f"{file.name}: the heading {heading!r} stands twice")
        if column and columns.count(column) > 1:
            raise UnusableFile(f"{file.name}: two headings mean the column {column!r}")
        if column in sheet.constants:
            raise UnusableFile(
                f"{file.name}: the mapping gives a constant for the column "
                f"{column!r}, which the file has",
            )
    known = {column.name for column in SHEETS[name]}
    return [(at, column) for at, column in enumerate(columns) if column in known]
