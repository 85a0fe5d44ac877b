"""CSV on the Web: an independent reader finds the metadata and holds the file to it."""

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from csvw import CSVW  # type: ignore[import-untyped] # it has no types

from caseledger.exports import Table, csv_lines, csvw_metadata
from caseledger.read_models import Column, Type
from exports.tables import COLUMNS, NAMES, table


def write(folder: Path, table: Table, file: str = "examples.csv") -> Path:
    """Write a table and its metadata, and return the path of the latter."""
    with (folder / file).open("w", encoding="utf-8", newline="") as written:
        written.writelines(csv_lines(table))
    metadata = folder / f"{file}-metadata.json"
    metadata.write_text(csvw_metadata(table, file=file), encoding="utf-8")
    return metadata


def read(metadata: Path) -> Any:  # noqa: ANN401 - csvw has no types
    return CSVW(str(metadata), validate=True)


def test_the_reader_takes_every_cell_for_what_it_is(tmp_path: Path) -> None:
    read_back = read(write(tmp_path, table()))

    assert read_back.is_valid
    # In this form cells without a value are left out.
    assert [
        {
            "reference": "CF-1",
            "theme": '=HYPERLINK("http://example.org")',
            "due_on": "2023-04-19",
            "pence": 20_000,
            "late": True,
        },
        {
            "reference": "CF-2",
            "theme": "https://example.org, twice",
            "due_on": "1999-12-31",
            "pence": -5,
            "late": False,
        },
        {"reference": "CF-3"},
    ] == read_back.to_json(minimal=True)


def test_the_metadata_is_found_from_the_csv_file(tmp_path: Path) -> None:
    write(tmp_path, table())
    found = CSVW(str(tmp_path / "examples.csv"), validate=True)

    assert found.is_valid
    assert NAMES == [*found.tables[0].tableSchema.columndict]


def test_the_file_is_named_by_an_url() -> None:
    """RFC 3986: what an URL cannot hold is written in hexadecimal."""
    told = json.loads(csvw_metadata(table(), file="all of May, 50%.csv"))

    assert "all%20of%20May%2C%2050%25.csv" == told["url"]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("20000", "much"),
        ("1999-12-31", "31/12/1999"),
        (",false", ",no"),
        ("CF-3", ""),
        ("CF-3", "CF-1"),
        ("theme", "topic"),
    ],
    ids=["number", "day", "yes/no", "not recorded", "same key", "heading"],
)
def test_a_file_that_breaks_its_word_is_noticed(
    tmp_path: Path, was: str, now: str
) -> None:
    """So the reader's silence means something."""
    metadata = write(tmp_path, table())
    file = tmp_path / "examples.csv"
    file.write_text(file.read_text("utf-8").replace(was, now), "utf-8", newline="")

    assert not holds(metadata)


def holds(metadata: Path) -> bool:
    """Say whether the reader has nothing to say against a file."""
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        try:
            return bool(read(metadata).is_valid)
        except ValueError:
            return False


def test_it_says_what_columns_mean() -> None:
    told = json.loads(csvw_metadata(table(), file="examples.csv"))

    assert "What can a cell hold?" == told["dc:title"]
    assert "Made by hand." == told["dc:source"]
    assert ["reference"] == told["tableSchema"]["primaryKey"]
    assert [column.meaning for column in COLUMNS] == [
        column["dc:description"] for column in told["tableSchema"]["columns"]
    ]
    assert [True, False, False, False, False] == [
        column["required"] for column in told["tableSchema"]["columns"]
    ]


def test_without_a_key_or_a_source_nothing_is_made_up() -> None:
    columns = [Column("day", Type.DAY, "a day", optional=False)]
    plain = Table(name="days", question="When?", columns=columns, rows=[])
    told = json.loads(csvw_metadata(plain, file="days.csv"))

    assert "dc:source" not in told
    assert "primaryKey" not in told["tableSchema"]
