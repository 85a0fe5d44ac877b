"""Tables on standard output: for people, and as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence

import click

from caseledger.exports import safe_cell


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table for people: columns in line, as wide as they need."""
    told = [
        ["" if cell is None else in_a_line(str(cell)) for cell in row] for row in rows
    ]
    widths = [
        max([len(heading), *(len(row[at]) for row in told)])
        for at, heading in enumerate(headings)
    ]
    lines = [headings, ["-" * width for width in widths], *told]
    return "\n".join(
        "  ".join(
            cell.ljust(width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def in_a_line(text: str) -> str:
    """Return text without its line breaks."""
    return " ".join(text.split())


def print_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as CSV that is safe to open in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    click.echo(text.getvalue(), nl=False)
