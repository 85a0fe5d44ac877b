"""`caseledger calendar`: a holiday proclaimed while clocks run, and what it moves."""

from collections.abc import Sequence
from datetime import date

import click

from caseledger.casework import Actor, HolidayProclaimed, MovedDeadline, NoWorkingDay
from caseledger.cli.printing import table
from caseledger.cli.store import casework_over, opened, store_option, terms_of, today
from caseledger.cli.times import DAY
from caseledger.cli.typed import IDENTIFIER, LINE

_BY = click.option(
    "--actor",
    type=IDENTIFIER,
    default="calendar",
    show_default=True,
    help="Who records it: an opaque id.",
)


@click.group("calendar")
def command() -> None:
    """Look after the calendar by which a log counts its working days."""


@command.command("proclaim")
@store_option
@click.argument("day", type=DAY)
@click.option("--name", type=LINE, required=True, help="What the holiday is called.")
@click.option(
    "--announced-on",
    type=DAY,
    required=True,
    help="The day on which the public was told.",
)
@click.option("--instrument", type=LINE, required=True, help="Where it is proclaimed.")
@_BY
def proclaim(  # noqa: PLR0917 - click passes by name
    store: str,
    day: date,
    name: str,
    announced_on: date,
    instrument: str,
    actor: str,
) -> None:
    """
    Record that DAY was made a bank holiday, and move the deadlines still open.

    Recorded once: said again, it moves only what was not moved yet.
    """
    if announced_on > min(day, today()):
        raise click.BadParameter(
            f"{announced_on} is after the holiday or after today",
            param_hint="--announced-on",
        )
    holiday = HolidayProclaimed(
        day=day,
        name=name,
        announced_on=announced_on,
        instrument=instrument,
    )
    with opened(store) as log:
        try:
            moved = casework_over(log).proclaim(holiday, by=Actor(actor, "calendar"))
        except NoWorkingDay as error:
            raise click.BadParameter(str(error), param_hint="DAY") from None
    _print(moved)


@command.command("recount")
@store_option
@_BY
def recount(store: str, actor: str) -> None:
    """Count what is still owed by the present calendar, such as a newer table."""
    with opened(store) as log:
        moved = casework_over(log).recount(by=Actor(actor, "calendar"))
    _print(moved)


@command.command("show")
@store_option
def show(store: str) -> None:
    """Say which calendar counts, and which holidays were proclaimed since its table."""
    with opened(store) as log:
        calendar = terms_of(log).calendar
    click.echo(
        f"table {calendar.version}, {calendar.known_from} to {calendar.known_through}"
    )


def _print(moved: Sequence[MovedDeadline]) -> None:
    headings = ("reference", "owed", "was due on", "now due on")
    rows = [
        (
            one.reference,
            one.deadline.name.replace("_", " "),
            one.was_due_on,
            one.deadline.due_on,
        )
        for one in moved
    ]
    if rows:
        click.echo(table(headings, rows))
    cases = len({one.reference for one in moved})
    click.echo(f"deadlines moved: {len(moved)}; cases: {cases}")
