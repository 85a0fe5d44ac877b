"""When was each stage begun, due and answered, and what did it find?"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.calendar import ENGLAND, OutsideCalendar
from caseledger.complaint import Complaint, Stage
from caseledger.complaint.deadlines import paused
from caseledger.complaint.state import Round
from caseledger.read_models.lateness import working_days_late, working_days_taken
from caseledger.read_models.model import CaseRow, ReadModel, told
from caseledger.rules import statutory


@attrs.frozen(kw_only=True)
class StageRow(CaseRow):
    """One stage of one complaint; a stage 2 done again is a further attempt."""

    stage: int = told("1, 2 or 3")
    attempt: int = told("1, or higher for a stage that was done again")
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
    reopened: bool = told("stage 2: whether a review panel sent it back", default=False)
    in_pass: int = told("1, or higher after the complaint was begun anew", default=1)
    ended_by: str | None = told(
        "withdrawn or not_accepted: how the complaint ended in this pass, if it was "
        "begun anew afterwards",
        default=None,
    )
    ended_on: date | None = told("the day on which it ended so", default=None)
    begun_anew_on: date | None = told("the day on which it began anew", default=None)


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


@attrs.frozen
class Attempt:
    """
    A stage, and which attempt at it this is.

    `left` is the earlier round that it belongs to, None for what still goes on.
    """

    number: int
    attempt: int
    stage: Stage
    in_pass: int
    reopened: bool
    left: Round | None = None


def attempts_of(complaint: Complaint) -> Iterator[Attempt]:
    """Go through a complaint's stages, earlier rounds first."""
    attempts = {1: 1, 2: 1, 3: 1}
    in_pass, sent_back = 1, False
    for past in complaint.earlier_rounds:
        passed = {1: past.stage_1, 2: past.stage_2, 3: past.stage_3}
        for number, stage in passed.items():
            if stage is not None and stage.requested_on is not None:
                again = sent_back and number == 2
                yield Attempt(number, attempts[number], stage, in_pass, again, past)
                attempts[number] += 1
        sent_back = past.stage_1 is None
        in_pass += not sent_back
    for number in (1, 2, 3):
        again = sent_back and number == 2
        yield Attempt(number, attempts[number], complaint.stage(number), in_pass, again)


def _stages(stream: str, complaint: Complaint) -> Iterator[StageRow]:
    begun = {
        one.in_pass: one.stage.requested_on
        for one in attempts_of(complaint)
        if one.number == 1
    }
    for one in attempts_of(complaint):
        stage = one.stage
        if stage == Stage():
            continue
        # What a panel sent back did not end the complaint.
        left = one.left if one.left and one.left.ended_by else None
        deadline, other = stage.deadline, stage.other_reading
        yield StageRow(
            stream=stream,
            reference=complaint.reference,
            stage=one.number,
            attempt=one.attempt,
            reopened=one.reopened,
            in_pass=one.in_pass,
            ended_by=left.ended_by if left else None,
            ended_on=left.ended_on if left else None,
            begun_anew_on=begun[one.in_pass + 1] if left else None,
            basis=stage.basis,
            begun_on=stage.requested_on,
            due_on=None if deadline is None else deadline.due_on,
            other_due_on=None if other is None else other.due_on,
            maximum_on=_maximum(complaint, stage) if one.number == 2 else None,
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
    for one in attempts_of(complaint):
        for n, extension in enumerate(one.stage.extensions, start=1):
            if extension.notified_on is None or extension.extended_to is None:
                continue
            yield ExtensionRow(
                stream=stream,
                reference=complaint.reference,
                stage=one.number,
                attempt=one.attempt,
                number=n,
                notified_on=extension.notified_on,
                extended_to=extension.extended_to,
                reaches=extension.moved_to or extension.extended_to,
                counts=not extension.broken,
                ground=extension.reason,
            )


STAGES = ReadModel(
    name="stages",
    version=4,
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
