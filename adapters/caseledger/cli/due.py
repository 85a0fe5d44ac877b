"""`caseledger due`: what is due within some working days, and what is overdue."""

import json
from datetime import date

import attrs
import click

from caseledger.calendar import Calendar
from caseledger.cli.main import FINDINGS
from caseledger.cli.printing import print_csv, table
from caseledger.cli.store import opened, store_option, terms_of, today, views
from caseledger.cli.times import DAY
from caseledger.cli.typed import WholeNumber
from caseledger.complaint import Standing
from caseledger.eventlog import SystemClock
from caseledger.read_models import DUTIES, DutyRow
from caseledger.reports.icalendar import render_calendar


@attrs.frozen(kw_only=True)
class Due:
    """A step owed in an open case; days left are negative once it is overdue."""

    due_on: date
    working_days_left: int
    duty: str
    standing: str
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
    type=WholeNumber(min=0, max=1000),
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
@click.option(
    "--milestones",
    is_flag=True,
    help="List what is recommended, and the complainant's windows, as well.",
)
@click.option(
    "--fail-on-overdue",
    is_flag=True,
    help="Exit with 1 if any limit is overdue.",
)
def command(  # noqa: PLR0917 - click passes by name
    store: str,
    on: date | None,
    within: int,
    form: str,
    milestones: bool,  # noqa: FBT001 - a flag
    fail_on_overdue: bool,  # noqa: FBT001 - a flag
) -> None:
    """
    List what is due within some working days, and what is overdue, oldest first.

    What a suspended case owes is not due: its clocks stand still.
    """
    on = on or today()
    with opened(store) as log, views(store, log) as models:
        rows = models.rows(DUTIES)
        calendar = terms_of(log).calendar
    until = calendar.add(on, within)
    owed = sorted(
        (
            row
            for row in rows
            if _owed(row, on) and row.due_on <= until
            if milestones or row.standing == Standing.LIMIT
        ),
        key=lambda row: (row.due_on, row.reference),
    )
    found = [_due(row, on, calendar) for row in owed]
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
    late = [one for one in found if one.due_on < on and _binds(one)]
    if fail_on_overdue and late:
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
    late = sum(one.due_on < on and _binds(one) for one in found)
    past = sum(one.due_on < on and not _binds(one) for one in found)
    ahead = len(found) - late - past
    # Missing what binds nobody makes nothing overdue.
    what = "day or window" if past == 1 else "days or windows"
    rest = f"; {past} recommended {what} past" if past else ""
    click.echo(f"{late} overdue on {on}, {ahead} due by {until}{rest}")


def _binds(one: Due) -> bool:
    return one.standing == Standing.LIMIT


def _left(one: Due, on: date) -> str:
    if one.due_on >= on:
        return str(one.working_days_left)
    word = "late" if _binds(one) else "past"
    # Over a weekend a step is late by no working day yet.
    return f"{-one.working_days_left} {word}" if one.working_days_left else word


def _owed(row: DutyRow, on: date) -> bool:
    ended = row.ended_on is not None and row.ended_on <= on
    # What is counted back from a day is owed before it.
    begun = row.counted_from <= on or row.due_on < row.counted_from
    return begun and not ended and not row.paused


def _due(row: DutyRow, on: date, calendar: Calendar) -> Due:
    return Due(
        due_on=row.due_on,
        working_days_left=calendar.between(on, row.due_on),
        duty=row.duty,
        standing=row.standing,
        reference=row.reference,
        service=row.service,
        team=row.team,
        procedure=row.procedure,
        latest_on=row.latest_on,
        paragraph=row.paragraph,
    )
