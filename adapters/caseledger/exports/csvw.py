"""
What the columns of a CSV file mean, as CSV on the Web (W3C, 2015) wants it said.

It is about files of the dialect `data`, and found by its name: that of the CSV file
and `-metadata.json`.
"""

import json
from collections.abc import Iterator
from urllib.parse import quote

from caseledger.exports.table import Table
from caseledger.read_models import Column, Type

_DATATYPES = {
    Type.TEXT: "string",
    Type.DAY: "date",
    Type.NUMBER: "integer",
    Type.YES_NO: "boolean",
}


def csvw_metadata(table: Table, *, file: str) -> str:
    """Return the metadata, as JSON, of a table's CSV file of a name beside it."""
    return json.dumps(dict(_told(table, file)), ensure_ascii=False, indent=1) + "\n"


def _told(table: Table, file: str) -> Iterator[tuple[str, object]]:
    yield "@context", ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    yield "url", quote(file)
    yield "dc:title", table.question
    if table.source:
        yield "dc:source", table.source
    yield (
        "dialect",
        {
            "encoding": "utf-8",
            "header": True,
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminators": ["\r\n"],
            "trim": False,
        },
    )
    yield "null", ""
    schema: dict[str, object] = {"columns": [dict(_column(c)) for c in table.columns]}
    if table.key:
        schema["primaryKey"] = [*table.key]
    yield "tableSchema", schema


def _column(column: Column) -> Iterator[tuple[str, object]]:
    yield "name", column.name
    yield "titles", column.name
    yield "dc:description", column.meaning
    yield "datatype", _DATATYPES[column.type]
    yield "required", not column.optional
