"""When was each stage begun, due and answered, and what did it find?"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.calendar import ENGLAND, OutsideCalendar
from caseledger.complaint import Complaint, Stage
from caseledger.complaint.deadlines import paused
from caseledger.read_models.lateness import working_days_late, working_days_taken
from caseledger.read_models.model import CaseRow, ReadModel, told
from caseledger.rules import statutory


@attrs.frozen(kw_only=True)
class StageRow(CaseRow):
    """One stage of one complaint; a stage 2 done again is a further attempt."""

    stage: int = told("1, 2 or 3")
    attempt: int = told("1, or higher for a stage that was reopened")
    basis: str | None = told("why the complaint went to stage 2")
    begun_on: date | None = told("receipt for stage 1, the request for others")
    due_on: date | None = told("the response's due date before any extension")
    other_due_on: date | None = told(
        "stage 2: the due date by the reading of its start that does not govern",
    )
    maximum_on: date | None = told(
        "stage 2: the 65th working day after the request, under both procedures, "
        "pauses left out",
    )
    responded_on: date | None = told("the day of the response")
    outcome: str | None = told("what the stage found")
    deferred_on: date | None = told(
        "the day on which it was first put off as the complainant agreed"
    )
    last_due_on: date | None = told(
        "the response's due date with all its lawful extensions", default=None
    )
    working_days_taken: int | None = told(
        "working days from its beginning to the response, pauses included",
        default=None,
    )
    working_days_late: int | None = told(
        "working days from that due date to the response, 0 if in time",
        default=None,
    )


@attrs.frozen(kw_only=True)
class ExtensionRow(CaseRow):
    """One extension of a stage's time."""

    stage: int = told("1 or 2")
    attempt: int = told("as in stages")
    number: int = told("1 for the stage's first extension")
    notified_on: date = told("the day on which the complainant was told")
    extended_to: date = told("the day to which the time was extended, as told")
    reaches: date = told("that day, or a later one since a pause moved it")
    counts: bool = told("whether it moved the due date: it broke no rule")
    ground: str | None = told(
        "complexity or advocate, where one is named", default=None
    )


def attempts_of(complaint: Complaint) -> Iterator[tuple[int, int, Stage]]:
    """Go through a complaint's stages, with which attempt at the stage each is."""
    attempts = {1: 1, 2: 1, 3: 1}
    for past in complaint.earlier_rounds:
        passed = {1: past.stage_1, 2: past.stage_2, 3: past.stage_3}
        for number, stage in passed.items():
            if stage is not None and stage.requested_on is not None:
                yield number, attempts[number], stage
                attempts[number] += 1
    for number in (1, 2, 3):
        yield number, attempts[number], complaint.stage(number)


def _stages(stream: str, complaint: Complaint) -> Iterator[StageRow]:
    for number, attempt, stage in attempts_of(complaint):
        if stage == Stage():
            continue
        deadline, other = stage.deadline, stage.other_reading
        yield StageRow(
            stream=stream,
            reference=complaint.reference,
            stage=number,
            attempt=attempt,
            basis=stage.basis,
            begun_on=stage.requested_on,
            due_on=None if deadline is None else deadline.due_on,
            other_due_on=None if other is None else other.due_on,
            maximum_on=_maximum(complaint, stage) if number == 2 else None,
            responded_on=stage.responded_on,
            outcome=stage.outcome,
            deferred_on=_deferred_on(complaint, stage),
            last_due_on=stage.due_on(),
            working_days_taken=working_days_taken(
                stage.requested_on,
                stage.responded_on,
            ),
            working_days_late=working_days_late(stage.due_on(), stage.responded_on),
        )


def _deferred_on(complaint: Complaint, stage: Stage) -> date | None:
    asked, answered = stage.requested_on, stage.responded_on
    if asked is None:
        return None
    days = (
        pause.began_on
        for pause in complaint.deferrals
        if pause.stops_clocks and pause.began_on is not None
    )
    during = (
        day for day in days if asked <= day and (answered is None or day <= answered)
    )
    return min(during, default=None)


def _maximum(complaint: Complaint, stage: Stage) -> date | None:
    asked = stage.requested_on
    if asked is None:
        return None
    longest = statutory.STAGE_2_CEILING.in_force(on=asked).value
    try:
        latest = ENGLAND.add(asked, longest)
        latest = paused(latest, asked, complaint.pauses, ENGLAND)
    except OutsideCalendar:
        return None
    return latest


def _extensions(stream: str, complaint: Complaint) -> Iterator[ExtensionRow]:
    for number, attempt, stage in attempts_of(complaint):
        for n, extension in enumerate(stage.extensions, start=1):
            if extension.notified_on is None or extension.extended_to is None:
                continue
            yield ExtensionRow(
                stream=stream,
                reference=complaint.reference,
                stage=number,
                attempt=attempt,
                number=n,
                notified_on=extension.notified_on,
                extended_to=extension.extended_to,
                reaches=extension.moved_to or extension.extended_to,
                counts=not extension.broken,
                ground=extension.reason,
            )


STAGES = ReadModel(
    name="stages",
    version=3,
    question="When was each stage begun, due and answered, and what did it find?",
    of=Complaint,
    row=StageRow,
    rows=_stages,
)
EXTENSIONS = ReadModel(
    name="extensions",
    version=3,
    question="Which stages were extended, to when, and was that lawful?",
    of=Complaint,
    row=ExtensionRow,
    rows=_extensions,
)
