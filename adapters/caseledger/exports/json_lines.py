"""A table as JSON Lines: an object a row, ISO days, true and false, null."""

from collections.abc import Iterator

import msgspec

from caseledger.exports.table import Table


def json_lines(table: Table) -> Iterator[str]:
    """Go through a table's rows as JSON objects, one a line, to be encoded as UTF-8."""
    names = [column.name for column in table.columns]
    encoder = msgspec.json.Encoder()
    for row in table.checked_rows():
        told = encoder.encode(dict(zip(names, row, strict=True)))
        yield told.decode() + "\n"
