"""`caseledger working-days`: the calendar by itself."""

import csv
import sys
from collections.abc import Iterable
from datetime import date
from typing import TextIO

import click

from caseledger.calendar import ENGLAND, Counting, OutsideCalendar
from caseledger.cli.main import FINDINGS
from caseledger.cli.store import DAY

_COUNTING = [one.value for one in Counting]


@click.group("working-days")
def command() -> None:
    """Count working days in England."""


# A negative number of days looks like an option to click unless it lets it pass.
@command.command("add", context_settings={"ignore_unknown_options": True})
@click.argument("start", type=DAY, metavar="DATE", required=False)
@click.argument("working_days", type=int, metavar="N", required=False)
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
    type=click.File("r", encoding="utf-8-sig"),
    help="Add a column due_date to start_date,working_days[,convention]; - is stdin.",
)
def add(
    start: date | None,
    working_days: int | None,
    counting: str,
    explain: bool,  # noqa: FBT001 - a flag
    file: TextIO | None,
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


def _add_to_rows(file: Iterable[str], counting: str) -> None:
    reader = csv.reader(file)
    header = next(reader, None)
    if header is None or not {"start_date", "working_days"} <= set(header):
        raise click.UsageError("the file needs columns start_date and working_days")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*header, "due_date"])
    unreadable = 0
    for row in reader:
        if not row:
            continue
        cells = dict(zip(header, row, strict=False))
        due_date = _due_date(cells, counting) if len(row) == len(header) else None
        if due_date is None:
            unreadable += 1
            click.echo(f"line {reader.line_num}: no date can be given", err=True)
        writer.writerow([*row, "" if due_date is None else due_date.isoformat()])
    if unreadable:
        raise click.exceptions.Exit(FINDINGS)


def _due_date(cells: dict[str, str], counting: str) -> date | None:
    """Return the date that every convention named gives, or None."""
    named = cells.get("convention", "").strip() or counting
    try:
        start = date.fromisoformat(cells["start_date"].strip())
        working_days = int(cells["working_days"])
        dates = {
            ENGLAND.add(start, working_days, counting=Counting(one.strip()))
            for one in named.split("+")
        }
    except (ValueError, OutsideCalendar, OverflowError):
        return None
    return dates.pop() if len(dates) == 1 else None
