"""JSON Lines: an object a row, which says what the row says."""

import json
from datetime import date

from hypothesis import example, given

from caseledger.exports import Row, json_lines
from exports.tables import NAMES, rows, table


@given(rows)
@example([('"\\', "\n\u2028\x00", date(2023, 4, 3), 0, True)])
def test_every_row_is_read_back(rows: list[Row]) -> None:
    lines = list(json_lines(table(rows)))

    assert all(line.count("\n") == 1 and line.endswith("\n") for line in lines)
    assert [dict(zip(NAMES, row, strict=True)) for row in rows] == [
        days_of(json.loads(line)) for line in lines
    ]


def days_of(told: dict[str, str | None]) -> dict[str, object]:
    """Return an object whose day is a day; booleans are read as `True` and `False`."""
    day = told["due_on"]
    return {**told, "due_on": None if day is None else date.fromisoformat(day)}


def test_types_are_those_of_json_and_columns_keep_their_order() -> None:
    """`1 == True` to Python, so the text itself is compared."""
    assert [
        (
            '{"reference":"CF-1","theme":"=HYPERLINK(\\"http://example.org\\")",'
            '"due_on":"2023-04-19","pence":20000,"late":true}\n'
        ),
        (
            '{"reference":"CF-2","theme":"https://example.org, twice",'
            '"due_on":"1999-12-31","pence":-5,"late":false}\n'
        ),
        '{"reference":"CF-3","theme":null,"due_on":null,"pence":null,"late":null}\n',
    ] == list(json_lines(table()))
