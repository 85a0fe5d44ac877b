"""
Where the clocks stand after a pause, under another procedure, by another calendar.

A due date is a pure function of its start, its rule, the pauses and the calendar: it
is counted anew from the start each time, so that splitting a pause changes nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from caseledger.complaint.deadlines import (
    Terms,
    asked_for_on,
    duties,
    paused,
    pauses_of,
)
from caseledger.complaint.events import (
    Cause,
    Deadline,
    DeadlineName,
    DeadlineRecomputed,
    Deferred,
    Moved,
    Resumed,
)
from caseledger.complaint.evolve import evolve
from caseledger.complaint.state import Complaint, Extension, Pause
from caseledger.rules import Procedure

_EXTENDED = {DeadlineName.STAGE_1_RESPONSE: 1, DeadlineName.STAGE_2_RESPONSE: 2}


def moved_by_pauses(
    complaint: Complaint,
    event: Resumed | Deferred,
    terms: Terms,
) -> tuple[Moved, ...]:
    """Return where the end of a pause leaves what is still owed."""
    after = evolve(complaint, event)
    return tuple(_moved(complaint, after, terms))


def _moved(
    complaint: Complaint,
    after: Complaint,
    terms: Terms,
) -> Iterator[Moved]:
    for deadline in _owed(complaint):
        moved = Moved(
            deadline=terms.again(
                deadline,
                complaint.procedure,
                asked_on=asked_for_on(complaint, deadline.name),
                pauses=after.pauses,
            ),
            extensions=extensions_reach(after, deadline.name, terms),
            other_reading=other_reading(after, deadline.name, terms),
        )
        before = Moved(
            deadline=attrs.evolve(deadline, calendar=moved.deadline.calendar),
            extensions=tuple(
                one.reaches for one in extensions_of(complaint, deadline.name)
            ),
            other_reading=other_reading(complaint, deadline.name, terms),
        )
        if moved != before:
            yield moved


def _owed(complaint: Complaint) -> Iterator[Deadline]:
    for duty in duties(attrs.evolve(complaint, earlier_rounds=())):
        if duty.ended_on is None:
            yield duty.deadline


def extensions_of(complaint: Complaint, name: DeadlineName) -> tuple[Extension, ...]:
    """Return the extensions of the stage whose response a deadline is."""
    number = _EXTENDED.get(name)
    return () if number is None else complaint.stage(number).extensions


def extensions_reach(
    complaint: Complaint,
    name: DeadlineName,
    terms: Terms,
) -> tuple[date | None, ...]:
    """Return the days that a stage's extensions reach, with the pauses since."""
    return tuple(
        _reaches(complaint, one, pauses_of(complaint, name), terms)
        for one in extensions_of(complaint, name)
    )


def _reaches(
    complaint: Complaint,
    extension: Extension,
    pauses: Sequence[Pause],
    terms: Terms,
) -> date | None:
    to, told_on = extension.extended_to, extension.notified_on
    if extension.broken or to is None or told_on is None:
        return None
    calendar = terms.calendar_for(complaint.procedure, on=told_on)
    return paused(to, told_on, pauses, calendar)


def other_reading(
    complaint: Complaint,
    name: DeadlineName,
    terms: Terms,
) -> Deadline | None:
    """Return when stage 2 is due by the other reading of its start, if it is shown."""
    shown = complaint.stage_2.other_reading is not None
    if name is not DeadlineName.STAGE_2_RESPONSE or not shown:
        return None
    return terms.other_reading(complaint)


def reclassified(
    complaint: Complaint,
    procedure: Procedure,
    terms: Terms,
) -> tuple[Deadline, ...]:
    """Return what is still owed, counted under another procedure from the same days."""
    other = attrs.evolve(complaint, procedure=procedure)
    deadlines = []
    for deadline in _owed(complaint):
        start = terms.start_of(other, deadline.name)
        if start is not None and terms.knows(deadline.name, procedure, on=start):
            deadlines.append(
                terms.deadline(
                    deadline.name,
                    procedure,
                    counted_from=start,
                    asked_on=asked_for_on(complaint, deadline.name),
                    pauses=pauses_of(complaint, deadline.name),
                ),
            )
    return tuple(deadlines)


def recounted(complaint: Complaint, terms: Terms) -> Iterator[DeadlineRecomputed]:
    """
    Go through what is still owed and is due on another day by the present calendar.

    What was met, and what a complaint that ended owed, keeps the date that bound it;
    so does a day to which an extension runs, as the complainant was told it.
    """
    for deadline in _owed(complaint):
        anew = terms.again(
            deadline,
            complaint.procedure,
            asked_on=asked_for_on(complaint, deadline.name),
            pauses=pauses_of(complaint, deadline.name),
        )
        other = other_reading(complaint, deadline.name, terms)
        shown = None if other is None else complaint.stage_2.other_reading
        days = _days(anew), _days(other)
        if days != (_days(deadline), _days(shown)):
            yield DeadlineRecomputed(
                was_due_on=deadline.due_on,
                deadline=anew,
                cause=Cause.CALENDAR,
                other_reading=other,
            )


def _days(deadline: Deadline | None) -> tuple[date | None, ...]:
    return () if deadline is None else (deadline.due_on, deadline.latest_on)
