"""`caseledger explain`: how each due date of a case was reached, day by day."""

from collections.abc import Iterator

import click

from caseledger.cli.store import casework_over, opened, store_option, terms_of
from caseledger.complaint import (
    Complaint,
    DeadlineName,
    Duty,
    Standing,
    Terms,
    duties,
)
from caseledger.complaint.deadlines import (
    asked_for_on,
    pauses_of,
    shifted,
    standstills,
)


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
        complaint = casework_over(log).case(reference)
        terms = terms_of(log)
    wanted = [
        duty for duty in duties(complaint) if deadline in (None, duty.deadline.name)
    ]
    for duty in wanted:
        click.echo("\n".join(_explained(duty.within, duty, terms)))
    if not wanted:
        click.echo(f"{reference}: no such clock has started", err=True)


def _explained(complaint: Complaint, duty: Duty, terms: Terms) -> Iterator[str]:
    deadline = duty.deadline
    again = f", pass {duty.attempt}" if duty.attempt > 1 else ""
    yield f"{deadline.name.replace('_', ' ')}{again}: {_due(duty)}"
    side = "before" if deadline.working_days < 0 else "from"
    yield (
        f"    {abs(deadline.working_days)} working days {side} "
        f"{deadline.counted_from}, by {deadline.paragraph} "
        f"(in force from {deadline.edition})"
    )
    governed_on = asked_for_on(complaint, deadline.name) or deadline.counted_from
    calendar = terms.calendar_for(complaint.procedure, on=governed_on)
    counted = calendar.explain(
        deadline.counted_from,
        deadline.working_days,
        counting=terms.policy(on=governed_on).counting,
    )
    yield from (f"    {sentence}" for sentence in counted.sentences())
    reached = counted.due
    for pause in standstills(
        deadline.counted_from,
        pauses_of(complaint, deadline.name),
    ):
        moved = shifted(reached, pause, calendar)
        if moved != reached:
            yield (
                f"    The clock stood still after {pause.began_on} until "
                f"{pause.ended_on}: {reached} becomes {moved}."
            )
        reached = moved
    if (reached, counted.calendar_version) != (deadline.due_on, deadline.calendar):
        yield (
            f"    It was set to {deadline.due_on}, by calendar {deadline.calendar}, "
            "and stands as it was told."
        )
    if deadline.latest_on is not None:
        yield f"    It may be extended to {deadline.latest_on} at the latest."
        yield from _extensions(complaint, duty)
    yield from _other_reading(complaint, duty)
    yield from _ended(duty)


def _due(duty: Duty) -> str:
    if duty.paused:
        return f"due {duty.due_on} when it was suspended, and paused since"
    standing = duty.deadline.name.standing
    kind = "" if standing is Standing.LIMIT else f" ({standing})"
    return f"due {duty.due_on}{kind}"


def _other_reading(complaint: Complaint, duty: Duty) -> Iterator[str]:
    other = complaint.stage_2.other_reading
    if duty.deadline.name is not DeadlineName.STAGE_2_RESPONSE or other is None:
        return
    yield (
        f"    By the other reading of its start, {other.counted_from}, it would be "
        f"due {other.due_on}; this policy does not count so."
    )


def _extensions(complaint: Complaint, duty: Duty) -> Iterator[str]:
    for extension in complaint.stage(duty.stage).extensions:
        if extension.notified_on is None or extension.extended_to is None:
            continue
        told = f"Extended on {extension.notified_on} to {extension.extended_to}"
        if extension.broken:
            rules = ", ".join(extension.broken)
            yield f"    {told}: that breaks {rules} and moves nothing."
        elif extension.moved_to is not None:
            yield f"    {told}, which is {extension.moved_to} with the pauses since."
        else:
            yield f"    {told}."


def _ended(duty: Duty) -> Iterator[str]:
    ended, longest = duty.ended_on, duty.deadline.latest_on
    if ended is None:
        return
    if not duty.met:
        yield f"    Overtaken or ended without being met on {ended}."
    elif ended <= duty.due_on:
        yield f"    Met in time on {ended}."
    else:
        yield f"    Met late on {ended}."
        # The Ombudsman measures against the longest, the Regulations do not (D3).
        if longest is not None and ended <= longest:
            yield f"    That is within the longest that it may take, {longest}."
