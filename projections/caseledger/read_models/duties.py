"""What does the authority owe, by when, and was it done?"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.complaint import Complaint
from caseledger.complaint import duties as duties_of
from caseledger.read_models.lateness import working_days_late, working_days_taken
from caseledger.read_models.model import CaseRow, ReadModel, told


@attrs.frozen(kw_only=True)
class DutyRow(CaseRow):
    """One step that the authority owes in one complaint."""

    service: str = told("the service complained about")
    team: str | None = told("the team complained about")
    procedure: str = told("statutory or corporate")
    stage: int = told("1, 2 or 3")
    attempt: int = told("1, or higher for a pass that was begun anew")
    duty: str = told("the step that is owed")
    standing: str = told("limit, or milestone or window, which bind nobody")
    counted_from: date = told("the day that started its clock")
    due_on: date = told("the due date, lawful extensions included")
    latest_on: date | None = told("the furthest day to which it may be extended")
    ended_on: date | None = told("the day on which it was met or fell away")
    met: bool = told("whether it was met, on time or not")
    paused: bool = told("whether its clock stands still, the case being suspended")
    paragraph: str = told("the paragraph that sets it")
    provision: str | None = told(
        "the rule that sets it, by its name in the rulebook", default=None
    )
    edition: date | None = told(
        "the day from which the rule has been in force as applied", default=None
    )
    working_days: int | None = told(
        "how many working days were counted, negative if counted back", default=None
    )
    calendar: str | None = told(
        "the version of the calendar that counted them", default=None
    )
    working_days_taken: int | None = told(
        "working days from the start of its clock until it was met, pauses included",
        default=None,
    )
    working_days_late: int | None = told(
        "working days from the due date until it was met, 0 if in time",
        default=None,
    )


def _rows(stream: str, complaint: Complaint) -> Iterator[DutyRow]:
    for duty in duties_of(complaint):
        yield DutyRow(
            stream=stream,
            reference=complaint.reference,
            service=complaint.service,
            team=complaint.team,
            procedure=complaint.procedure,
            stage=duty.stage,
            attempt=duty.attempt,
            duty=duty.deadline.name,
            standing=duty.deadline.name.standing,
            counted_from=duty.deadline.counted_from,
            due_on=duty.due_on,
            latest_on=duty.deadline.latest_on,
            ended_on=duty.ended_on,
            met=duty.met,
            paused=duty.paused,
            paragraph=duty.deadline.paragraph,
            provision=duty.deadline.provision,
            edition=duty.deadline.edition,
            working_days=duty.deadline.working_days,
            calendar=duty.deadline.calendar,
            working_days_taken=working_days_taken(
                duty.deadline.counted_from,
                duty.ended_on if duty.met else None,
            ),
            working_days_late=working_days_late(
                duty.due_on,
                duty.ended_on if duty.met else None,
            ),
        )


DUTIES = ReadModel(
    name="duties",
    version=3,
    question="What does the authority owe, by when, and was it done?",
    of=Complaint,
    row=DutyRow,
    rows=_rows,
)
