"""`caseledger explain`: how each due date of a case was reached, day by day."""

from collections.abc import Iterator
from uuid import uuid4

import click

from caseledger.calendar import ENGLAND
from caseledger.casework import Casework
from caseledger.cli.store import opened, store_option
from caseledger.complaint import Complaint, DeadlineName, Duty, duties
from caseledger.eventlog import SystemClock
from caseledger.rules import DEFAULT_POLICY


@click.command("explain")
@store_option
@click.argument("reference")
@click.option(
    "--deadline",
    type=click.Choice([str(name) for name in DeadlineName]),
    help="Explain this one alone.",
)
def command(store: str, reference: str, deadline: str | None) -> None:
    """Say how each due date of the case REFERENCE was reached: rule and every day."""
    with opened(store) as log:
        casework = Casework(log=log, clock=SystemClock(), new_id=lambda: uuid4().hex)
        complaint = casework.case(reference)
    wanted = [
        duty for duty in duties(complaint) if deadline in (None, duty.deadline.name)
    ]
    for duty in wanted:
        click.echo("\n".join(_explained(complaint, duty)))
    if not wanted:
        click.echo(f"{reference}: no such clock has started", err=True)


def _explained(complaint: Complaint, duty: Duty) -> Iterator[str]:
    deadline = duty.deadline
    yield f"{deadline.name.replace('_', ' ')}: due {duty.due_on}"
    yield (
        f"    {deadline.working_days} working days from {deadline.counted_from}, "
        f"by {deadline.paragraph} (in force from {deadline.edition})"
    )
    counted = ENGLAND.explain(
        deadline.counted_from,
        deadline.working_days,
        counting=DEFAULT_POLICY.counting,
    )
    yield from (f"    {sentence}" for sentence in counted.sentences())
    if (counted.due, counted.calendar_version) != (deadline.due_on, deadline.calendar):
        yield (
            f"    It was set to {deadline.due_on}, by calendar {deadline.calendar}, "
            "and stands as it was told."
        )
    if deadline.latest_on is not None:
        yield f"    It may be extended to {deadline.latest_on} at the latest."
        yield from _extensions(complaint, duty)
    if duty.ended_on is not None:
        yield f"    {_ended(duty)} on {duty.ended_on}."


def _extensions(complaint: Complaint, duty: Duty) -> Iterator[str]:
    for extension in complaint.stage(duty.stage).extensions:
        if extension.notified_on is None or extension.extended_to is None:
            continue
        told = f"Extended on {extension.notified_on} to {extension.extended_to}"
        if extension.broken:
            rules = ", ".join(extension.broken)
            yield f"    {told}: that breaks {rules} and moves nothing."
        else:
            yield f"    {told}."


def _ended(duty: Duty) -> str:
    if not duty.met:
        return "Overtaken or ended without being met"
    return (
        "Met in time" if duty.ended_on and duty.ended_on <= duty.due_on else "Met late"
    )
