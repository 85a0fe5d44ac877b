"""How each due date of a case was reached: the rule, every day, what became of it."""

from collections.abc import Iterator, Sequence

import attrs

from caseledger.complaint import (
    Complaint,
    DeadlineName,
    Duty,
    Standing,
    Terms,
)
from caseledger.complaint.deadlines import (
    asked_for_on,
    pauses_of,
    shifted,
    standstills,
)
from caseledger.history.owing import named_duties


@attrs.frozen(kw_only=True)
class Explained:
    """
    One due date explained: what is due when, and sentence by sentence why.

    `sentences` begin with the rule, go through every day that was skipped, and end
    with what became of it.
    """

    duty: Duty
    name: str
    due: str
    sentences: tuple[str, ...]


def explanation(
    complaint: Complaint,
    terms: Terms,
    *,
    only: str | None = None,
) -> Sequence[Explained]:
    """Explain each due date of a case, or only those of one name."""
    return [
        Explained(
            duty=duty,
            name=name,
            due=_due(duty),
            sentences=tuple(_sentences(duty.within, duty, terms)),
        )
        for name, duty in named_duties(complaint).items()
        if only in {None, duty.deadline.name}
    ]


def _due(duty: Duty) -> str:
    if duty.paused:
        return f"due {duty.due_on} when it was suspended, and paused since"
    standing = duty.deadline.name.standing
    kind = "" if standing is Standing.LIMIT else f" ({standing})"
    return f"due {duty.due_on}{kind}"


def _sentences(complaint: Complaint, duty: Duty, terms: Terms) -> Iterator[str]:
    deadline = duty.deadline
    side = "before" if deadline.working_days < 0 else "from"
    yield (
        f"{abs(deadline.working_days)} working days {side} "
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
    yield from counted.sentences()
    reached = counted.due
    for pause in standstills(
        deadline.counted_from,
        pauses_of(complaint, deadline.name),
    ):
        moved = shifted(reached, pause, calendar)
        if moved != reached:
            yield (
                f"The clock stood still after {pause.began_on} until "
                f"{pause.ended_on}: {reached} becomes {moved}."
            )
        reached = moved
    if (reached, counted.calendar_version) != (deadline.due_on, deadline.calendar):
        yield (
            f"It was set to {deadline.due_on}, by calendar {deadline.calendar}, "
            "and stands as it was told."
        )
    if deadline.latest_on is not None:
        yield f"It may be extended to {deadline.latest_on} at the latest."
        yield from _extensions(complaint, duty)
    yield from _other_reading(complaint, duty)
    yield from _ended(duty)


def _other_reading(complaint: Complaint, duty: Duty) -> Iterator[str]:
    other = complaint.stage_2.other_reading
    if duty.deadline.name is not DeadlineName.STAGE_2_RESPONSE or other is None:
        return
    yield (
        f"By the other reading of its start, {other.counted_from}, it would be "
        f"due {other.due_on}; this policy does not count so."
    )


def _extensions(complaint: Complaint, duty: Duty) -> Iterator[str]:
    for extension in complaint.stage(duty.stage).extensions:
        if extension.notified_on is None or extension.extended_to is None:
            continue
        told = f"Extended on {extension.notified_on} to {extension.extended_to}"
        if extension.broken:
            rules = ", ".join(extension.broken)
            yield f"{told}: that breaks {rules} and moves nothing."
        elif extension.moved_to is not None:
            yield f"{told}, which is {extension.moved_to} with the pauses since."
        else:
            yield f"{told}."


def _ended(duty: Duty) -> Iterator[str]:
    ended, longest = duty.ended_on, duty.deadline.latest_on
    if ended is None:
        return
    if not duty.met:
        yield f"Overtaken or ended without being met on {ended}."
    elif ended <= duty.due_on:
        yield f"Met in time on {ended}."
    else:
        yield f"Met late on {ended}."
        # The Ombudsman measures against the longest, the Regulations do not (D3).
        if longest is not None and ended <= longest:
            yield f"That is within the longest that it may take, {longest}."
