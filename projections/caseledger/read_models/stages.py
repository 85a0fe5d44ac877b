"""When was each stage begun, due and answered, and what did it find?"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.calendar import ENGLAND, OutsideCalendar
from caseledger.complaint import Complaint, Stage
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
    maximum_on: date | None = told(
        "stage 2: the 65th working day after the request, under both procedures",
    )
    responded_on: date | None = told("the day of the response")
    outcome: str | None = told("what the stage found")


@attrs.frozen(kw_only=True)
class ExtensionRow(CaseRow):
    """One extension of a stage's time."""

    stage: int = told("1 or 2")
    attempt: int = told("as in stages")
    number: int = told("1 for the stage's first extension")
    notified_on: date = told("the day on which the complainant was told")
    extended_to: date = told("the day to which the time was extended")
    counts: bool = told("whether it moved the due date: it broke no rule")


def _attempts(complaint: Complaint) -> Iterator[tuple[int, int, Stage]]:
    yield 1, 1, complaint.stage_1
    attempt = 1
    for past in complaint.earlier_rounds:
        yield 2, attempt, past.stage_2
        yield 3, attempt, past.stage_3
        attempt += 1
    yield 2, attempt, complaint.stage_2
    yield 3, attempt, complaint.stage_3


def _stages(stream: str, complaint: Complaint) -> Iterator[StageRow]:
    for number, attempt, stage in _attempts(complaint):
        if stage == Stage():
            continue
        deadline = stage.deadline
        yield StageRow(
            stream=stream,
            reference=complaint.reference,
            stage=number,
            attempt=attempt,
            basis=stage.basis,
            begun_on=stage.requested_on,
            due_on=None if deadline is None else deadline.due_on,
            maximum_on=_maximum(stage.requested_on) if number == 2 else None,
            responded_on=stage.responded_on,
            outcome=stage.outcome,
        )


def _maximum(requested_on: date | None) -> date | None:
    if requested_on is None:
        return None
    longest = statutory.STAGE_2_CEILING.in_force(on=requested_on).value
    try:
        return ENGLAND.add(requested_on, longest)
    except OutsideCalendar:
        return None


def _extensions(stream: str, complaint: Complaint) -> Iterator[ExtensionRow]:
    for number, attempt, stage in _attempts(complaint):
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
                counts=not extension.broken,
            )


STAGES = ReadModel(
    name="stages",
    version=1,
    question="When was each stage begun, due and answered, and what did it find?",
    of=Complaint,
    row=StageRow,
    rows=_stages,
)
EXTENSIONS = ReadModel(
    name="extensions",
    version=1,
    question="Which stages were extended, to when, and was that lawful?",
    of=Complaint,
    row=ExtensionRow,
    rows=_extensions,
)
