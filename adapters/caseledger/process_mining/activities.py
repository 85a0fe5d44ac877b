"""An event as tools see it: the activity, and what is told of it besides."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import get_args

import attrs

from caseledger.complaint import Event, Standing
from caseledger.complaint.events import (
    Corrected,
    DeadlineRecomputed,
    Deferred,
    Extended,
    IrregularityReviewed,
    Moved,
    Noted,
    ProcedureReclassified,
    Resumed,
)
from caseledger.history.telling import broken_by, deadline_of
from caseledger.process_mining.reading import Case, Happening, midnight
from caseledger.process_mining.values import Kind, Value, kinds_of, values_of

EVENTS: Sequence[type[Event]] = get_args(Event)
"""Everything that can happen, in the order of the procedure."""

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z0-9])")
_OF_EVERY = {
    "role": Kind.TEXT,
    "resource": Kind.TEXT,
    "recorded_at": Kind.INSTANT,
    "version": Kind.NUMBER,
}
_DUE = {"due_step": Kind.TEXT, "due_on": Kind.INSTANT}
_SET_A_DUE_DATE = {"deadline", "deadlines", "moved", "now_due_on"}


def event_type(event: type[Event]) -> str:
    """
    Return the words for what happened, whatever the stage.

    >>> from caseledger.complaint.events import ReferredToOmbudsman, Stage2Reopened
    >>> event_type(ReferredToOmbudsman), event_type(Stage2Reopened)
    ('Referred to Ombudsman', 'Stage 2 reopened')
    """
    words = _WORD.sub(" ", event.__name__).capitalize()
    return words.replace("ombudsman", "Ombudsman")


def activity(event: Event) -> str:
    """
    Return the words for what happened, with the stage at which it did.

    >>> from caseledger.complaint.events import AdvocateRequested, EscalationDeclined
    >>> day = date(2023, 4, 3)
    >>> activity(AdvocateRequested(occurred_on=day))
    'Advocate requested'
    >>> activity(EscalationDeclined(occurred_on=day, to_stage=2, requested_on=day))
    'Escalation declined to stage 2'
    """
    words = event_type(type(event))
    if stage := getattr(event, "stage", None):
        return f"{words} stage {stage}"
    if stage := getattr(event, "to_stage", None):
        return f"{words} to stage {stage}"
    return words


def event_id(case: Case, one: Happening) -> str:
    """Return the id of an event, which no object has."""
    return f"{case.id}:event-{one.version}"


def attributes_of(event: type[Event]) -> Mapping[str, Kind]:
    """Return what may be told of an event of this kind, by name."""
    fields = {field.name for field in attrs.fields(event)}
    kinds = {**_OF_EVERY, **kinds_of(event)}  # type: ignore[arg-type] # mypy takes attrs classes for unhashable
    # The day on which it happened is the event's own time.
    kinds.pop("occurred_on", None)
    if fields & _SET_A_DUE_DATE:
        kinds |= _DUE
    if "broken" in fields or event is IrregularityReviewed:
        kinds["rules_broken"] = Kind.TEXT
    if event in {Noted, Corrected}:
        kinds["fact"] = Kind.TEXT
    return kinds


def told(one: Happening) -> dict[str, Value]:
    """Return what is told of an event, as far as it is recorded."""
    event, meta = one.event, one.meta
    values: dict[str, Value] = {
        "role": meta.role,
        "resource": meta.actor,
        "recorded_at": meta.recorded_at,
        "version": one.version,
        **values_of(event),
    }
    values.pop("occurred_on", None)
    if due := _due(event):
        values["due_step"], due_on = due
        values["due_on"] = midnight(due_on)
    broken = event.now if isinstance(event, IrregularityReviewed) else broken_by(event)
    if broken:
        values["rules_broken"] = "; ".join(broken)
    if isinstance(event, Noted | Corrected):
        # A column's name; what stands in it may be personal.
        values["fact"] = event.fact
    return values


def _due(event: Event) -> tuple[str, date] | None:
    """
    Return the step that an event gave a due date, and the date.

    Of several it is the one that binds the authority. Recommended days and windows
    that begin beside it are left out.
    """
    match event:
        case Extended():
            if event.now_due_on in {None, event.previously_due_on}:
                return None
            return f"stage_{event.stage}_response", event.now_due_on
        case ProcedureReclassified():
            dates = [(one.name, one.due_on) for one in event.deadlines]
        case Resumed() | Deferred():
            dates = [(one.deadline.name, _reached(one)) for one in event.moved]
        case DeadlineRecomputed():
            return event.deadline.name, _reached(event)
        case _:
            deadline = deadline_of(event)
            return None if deadline is None else (deadline.name, deadline.due_on)
    return next((one for one in dates if one[0].standing is Standing.LIMIT), None)


def _reached(moved: Moved | DeadlineRecomputed) -> date:
    """Return when a step is due, with what its extensions now reach."""
    days = [day for day in moved.extensions if day is not None]
    return max([moved.deadline.due_on, *days])
