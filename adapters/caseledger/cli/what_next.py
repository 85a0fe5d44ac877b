"""`caseledger what-next`: what may be done in a case now, by whom and by when."""

import json
from collections.abc import Sequence
from datetime import date

import click

from caseledger.cli.printing import table
from caseledger.cli.store import casework_over, opened, store_option, terms_of, today
from caseledger.cli.times import DAY
from caseledger.complaint import (
    Complaint,
    Duty,
    NextStep,
    Standing,
    duties,
    next_steps,
    still_to_record,
)


@click.command("what-next")
@store_option
@click.argument("reference")
@click.option("--on", type=DAY, help="The day to look from; today if not given.")
@click.option("--refused", is_flag=True, help="List what is refused as well, and why.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
)
def command(
    store: str,
    reference: str,
    on: date | None,
    refused: bool,  # noqa: FBT001 - a flag
    form: str,
) -> None:
    """List what may be done in the case REFERENCE, by whom, and by when."""
    on = on or today()
    with opened(store) as log:
        complaint = casework_over(log).case(reference)
        steps = next_steps(complaint, terms=terms_of(log), today=on)
    owed = [duty for duty in duties(complaint) if duty.ended_on is None]
    if form == "json":
        told = _json(complaint, steps, owed)
        click.echo(json.dumps(told, default=str, indent=1, ensure_ascii=False))
        return
    click.echo(f"{reference}: {complaint.procedure} procedure, {complaint.phase}")
    _print_owed(owed, on)
    allowed = [step for step in steps if step.allowed]
    rows = [(step.what, step.by, _by_when(step.duty)) for step in allowed]
    click.echo()
    click.echo(table(("may be done now", "by", "by when"), rows))
    if refused:
        no = [(step.what, step.by, step.refusal) for step in steps if not step.allowed]
        click.echo()
        click.echo(table(("is refused", "by", "because"), no))
    missing = still_to_record(complaint)
    if missing:
        click.echo(f"\nnot recorded yet: {', '.join(missing)}")


def _print_owed(owed: Sequence[Duty], on: date) -> None:
    for duty in sorted(owed, key=lambda one: one.due_on):
        name = duty.deadline.name
        binds = name.standing is Standing.LIMIT
        kind = "" if binds else f" ({name.standing})"
        # Missing what binds nobody makes nothing overdue.
        late = f", {'overdue' if binds else 'past'}" if duty.due_on < on else ""
        by = "paused while suspended" if duty.paused else f"by {duty.due_on}{late}"
        click.echo(f"    {name.replace('_', ' ')}{kind}: {by}")


def _by_when(duty: Duty | None) -> str:
    if duty is None:
        return ""
    return "paused" if duty.paused else str(duty.due_on)


def _json(
    complaint: Complaint,
    steps: Sequence[NextStep],
    owed: Sequence[Duty],
) -> dict[str, object]:
    return {
        "reference": complaint.reference,
        "procedure": complaint.procedure,
        "phase": complaint.phase,
        "owed": [
            {
                "duty": duty.deadline.name,
                "standing": duty.deadline.name.standing,
                "due_on": duty.due_on,
                "paused": duty.paused,
                "paragraph": duty.deadline.paragraph,
            }
            for duty in owed
        ],
        "steps": [
            {
                "what": step.what,
                "command": type(step.command).__name__,
                "by": step.by,
                "allowed": step.allowed,
                "by_when": None if step.duty is None else step.duty.due_on,
                "refused_by": None if step.refusal is None else step.refusal.rule,
                "because": None if step.refusal is None else str(step.refusal),
            }
            for step in steps
        ],
        "not_recorded_yet": still_to_record(complaint),
    }
