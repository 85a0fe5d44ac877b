"""`caseledger working-days`: the calendar by itself."""

import csv
import io
import re
import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import BinaryIO

import click

from caseledger.calendar import ENGLAND, Counting, OutsideCalendar
from caseledger.cli.main import FINDINGS
from caseledger.cli.times import DAY
from caseledger.cli.typed import NUMBER

_COUNTING = [one.value for one in Counting]
_ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile("[+-]?[0-9]{1,9}")


@click.group("working-days")
def command() -> None:
    """Count working days in England."""


# A negative number of days looks like an option to click unless it lets it pass.
@command.command("add", context_settings={"ignore_unknown_options": True})
@click.argument("start", type=DAY, metavar="DATE", required=False)
@click.argument("working_days", type=NUMBER, metavar="N", required=False)
@click.option(
    "--counting",
    type=click.Choice(_COUNTING),
    default=Counting.NEXT_DAY.value,
    show_default=True,
    help="Which day is day 1.",
)
@click.option("--explain", is_flag=True, help="Say how the date was reached.")
@click.option(
    "--csv",
    "file",
    type=click.File("rb"),
    help="Add a column due_date to start_date,working_days[,convention]; - is stdin.",
)
def add(
    start: date | None,
    working_days: int | None,
    counting: str,
    explain: bool,  # noqa: FBT001 - a flag
    file: BinaryIO | None,
) -> None:
    """
    Print the date N working days after DATE, or before it for a negative N.

    next_day: the start never counts. roll_start: a start that is no working day
    first moves on to the next one. start_is_day_1: a working start is itself day 1.
    """
    if file is not None:
        if start is not None or explain:
            raise click.UsageError("--csv takes no DATE, N or --explain")
        _add_to_rows(file, counting)
        return
    if start is None or working_days is None:
        raise click.UsageError("give DATE and N, or --csv FILE")
    if explain:
        found = ENGLAND.explain(start, working_days, counting=Counting(counting))
        click.echo("\n".join(found.sentences()))
        return
    click.echo(
        ENGLAND.add(start, working_days, counting=Counting(counting)).isoformat()
    )


def _add_to_rows(file: BinaryIO, counting: str) -> None:
    rows = _rows(_text(file))
    _, header, _ = next(rows, (1, [], ""))
    if not {"start_date", "working_days"} <= set(header):
        raise click.UsageError("the file needs columns start_date and working_days")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*header, "due_date"])
    unreadable = 0
    for line, row, fault in rows:
        due_date = ""
        try:
            _check(header, row, fault)
            due_date = _due_date(dict(zip(header, row, strict=True)), counting)
        except _Unreadable as why:
            unreadable += 1
            click.echo(f"line {line}: {why}", err=True)
        # Short rows are filled up, so that the new column stays one column.
        missing = [""] * (len(header) - len(row))
        writer.writerow([*row, *missing, due_date])
    if unreadable:
        raise click.exceptions.Exit(FINDINGS)


def _text(file: BinaryIO) -> str:
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(
            f"the file is not UTF-8 at byte {error.start + 1}"
        ) from None


def _rows(text: str) -> Iterator[tuple[int, list[str], str]]:
    """
    Go through rows: the line on which each starts, its cells, and what is wrong.

    A row that is not CSV swallows none of those after it.
    """
    lines = list(io.StringIO(text, newline=""))
    start = 0
    while start < len(lines):
        reader = csv.reader(islice(lines, start, None), strict=True)
        first = start
        try:
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield start + 1, row, ""
                start = first + reader.line_num
        except csv.Error:
            yield start + 1, _cells_of(lines[start].rstrip()), _NOT_CSV
            start += 1


def _cells_of(line: str) -> list[str]:
    """Return what a line that is not CSV may be taken for, so that it is not lost."""
    try:
        return next(csv.reader([line]))
    except csv.Error:  # a cell that is too long
        return []


_NOT_CSV = (
    "has a quote that nothing closes, text beside a quoted cell, or far too much text"
)


class _Unreadable(Exception):
    """Why a row gets no date; without its cells, whatever they hold."""


def _check(header: list[str], row: list[str], fault: str) -> None:
    if fault:
        raise _Unreadable(fault)
    if len(row) != len(header):
        raise _Unreadable(f"has {len(row)} cells where the header has {len(header)}")


def _due_date(cells: dict[str, str], counting: str) -> str:
    """Return the date that every convention named gives. Raises `_Unreadable`."""
    start_date, number = cells["start_date"].strip(), cells["working_days"].strip()
    named = cells.get("convention", "").strip() or counting
    conventions = [one.strip() for one in named.split("+")]
    if not _ISO_DATE.fullmatch(start_date):
        raise _Unreadable("start_date is not a date written yyyy-mm-dd")
    if not _NUMBER.fullmatch(number):
        raise _Unreadable("working_days is not a whole number")
    if not set(conventions) <= set(_COUNTING):
        raise _Unreadable(f"convention is none of {', '.join(_COUNTING)}")
    try:
        start = date.fromisoformat(start_date)
        dates = {
            ENGLAND.add(start, int(number), counting=Counting(one))
            for one in conventions
        }
    except OutsideCalendar as outside:
        raise _Unreadable(str(outside)) from None
    except ValueError:
        raise _Unreadable("start_date is no day of the calendar") from None
    if len(dates) > 1:
        raise _Unreadable("the conventions give different dates")
    return dates.pop().isoformat()
