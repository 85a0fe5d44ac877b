"""What comes before what: no step is dated before the one that it answers."""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.complaint.commands import Command
from caseledger.complaint.refusals import (
    FutureDate,
    NoStage3,
    OutOfSequence,
    Refusal,
    StageNotOpen,
)
from caseledger.complaint.state import STAGES, Complaint
from caseledger.complaint.vocabulary import Basis
from caseledger.rules import Procedure

# Days that are promised, and so may lie ahead.
_AHEAD = ("extended_to", "until", "due_on", "meets_on", "compliance_due_on")


def future(command: Command, *, today: date) -> Iterator[Refusal]:
    """Only what has happened is recorded."""
    for field in attrs.fields(type(command)):
        day = getattr(command, field.name)
        if isinstance(day, date) and field.name not in _AHEAD and day > today:
            yield FutureDate(on=day, today=today)


def after(
    step: str,
    on: date | None,
    answers: str,
    answered_on: date | None,
) -> Iterator[Refusal]:
    """R10: a step comes no earlier than the one that it answers."""
    if on is not None and answered_on is not None and on < answered_on:
        yield OutOfSequence(step=step, on=on, answers=answers, answered_on=answered_on)


def later(step: str, on: date, before: str, day: date | None) -> Iterator[Refusal]:
    """R10: which of two turns on one day came last cannot be told from their dates."""
    if day is not None and on <= day:
        yield OutOfSequence(step=step, on=on, answers=before, answered_on=day)


def is_open(complaint: Complaint, number: int) -> Iterator[Refusal]:
    """R18: the stage has begun and is not answered."""
    if number not in STAGES:
        yield StageNotOpen(stage=number)
        return
    stage = complaint.stage(number)
    if number == 3 and complaint.procedure is Procedure.CORPORATE:
        yield NoStage3()
    rounds = (*(past.stage_2 for past in complaint.this_pass), complaint.stage_2)
    skipped = number == 1 and Basis.AGREED_SKIP in {one.basis for one in rounds}
    if stage.requested_on is None or stage.responded_on is not None or skipped:
        yield StageNotOpen(stage=number)
