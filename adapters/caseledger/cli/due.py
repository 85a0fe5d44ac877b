"""`caseledger due`: what is due within some working days, and what is overdue."""

import json
from datetime import date

import attrs
import click

from caseledger.calendar import ENGLAND
from caseledger.cli.main import FINDINGS
from caseledger.cli.printing import print_csv, table
from caseledger.cli.store import opened, store_option, today, views
from caseledger.cli.times import DAY
from caseledger.eventlog import SystemClock
from caseledger.read_models import DUTIES, DutyRow
from caseledger.reports.icalendar import render_calendar


@attrs.frozen(kw_only=True)
class Due:
    """A step owed in an open case; days left are negative once it is overdue."""

    due_on: date
    working_days_left: int
    duty: str
    reference: str
    service: str
    team: str | None
    procedure: str
    latest_on: date | None
    paragraph: str


@click.command("due")
@store_option
@click.option("--on", type=DAY, help="The day to look from; today if not given.")
@click.option(
    "--within",
    type=click.IntRange(min=0, max=1000),
    default=5,
    show_default=True,
    help="How many working days ahead to look.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "ics"]),
    default="table",
    show_default=True,
)
@click.option("--fail-on-overdue", is_flag=True, help="Exit with 1 if any is overdue.")
def command(
    store: str,
    on: date | None,
    within: int,
    form: str,
    fail_on_overdue: bool,  # noqa: FBT001 - a flag
) -> None:
    """List what is due within some working days, and what is overdue, oldest first."""
    on = on or today()
    with opened(store) as log, views(store, log) as models:
        rows = models.rows(DUTIES)
    until = ENGLAND.add(on, within)
    owed = sorted(
        (row for row in rows if _owed(row, on) and row.due_on <= until),
        key=lambda row: (row.due_on, row.reference),
    )
    found = [_due(row, on) for row in owed]
    names = [field.name for field in attrs.fields(Due)]
    cells = [attrs.astuple(one) for one in found]
    match form:
        case "json":
            told = [dict(zip(names, row, strict=True)) for row in cells]
            click.echo(json.dumps(told, default=str, indent=1, ensure_ascii=False))
        case "csv":
            print_csv(names, cells)
        case "ics":
            text = render_calendar(owed, stamped_at=SystemClock().now())
            click.echo(text.encode(), nl=False)
        case _:
            _print(found, on, until)
    if fail_on_overdue and any(one.due_on < on for one in found):
        raise click.exceptions.Exit(FINDINGS)


def _print(found: list[Due], on: date, until: date) -> None:
    headings = ("due on", "working days left", "owed", "reference", "service", "team")
    shown = [
        (
            one.due_on,
            _left(one, on),
            one.duty.replace("_", " "),
            one.reference,
            one.service,
            one.team,
        )
        for one in found
    ]
    if found:
        click.echo(table(headings, shown))
    late = sum(one.due_on < on for one in found)
    click.echo(f"{late} overdue on {on}, {len(found) - late} due by {until}")


def _left(one: Due, on: date) -> str:
    if one.due_on >= on:
        return str(one.working_days_left)
    # Over a weekend a step is late by no working day yet.
    return f"{-one.working_days_left} late" if one.working_days_left else "late"


def _owed(row: DutyRow, on: date) -> bool:
    return row.counted_from <= on and (row.ended_on is None or row.ended_on > on)


def _due(row: DutyRow, on: date) -> Due:
    return Due(
        due_on=row.due_on,
        working_days_left=ENGLAND.between(on, row.due_on),
        duty=row.duty,
        reference=row.reference,
        service=row.service,
        team=row.team,
        procedure=row.procedure,
        latest_on=row.latest_on,
        paragraph=row.paragraph,
    )
