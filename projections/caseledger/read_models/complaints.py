"""Which complaints are there, from whom, about what, and did they end early?"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.complaint import Complaint
from caseledger.read_models.model import CaseRow, ReadModel, told


@attrs.frozen(kw_only=True)
class ComplaintRow(CaseRow):
    """One complaint."""

    procedure: str = told("statutory or corporate")
    service: str = told("the service complained about")
    team: str | None = told("the team complained about")
    theme: str | None = told("the primary theme")
    channel: str | None = told("how the complaint came")
    capacity: str | None = told("the capacity in which the complainant complains")
    grounds_arose_on: date | None = told("the day on which its grounds arose")
    received_on: date = told("the day of receipt")
    acknowledged_on: date | None = told("the day of acknowledgement")
    not_accepted_on: date | None = told("the day on which it was not accepted")
    not_accepted_reason: str | None = told("why it was not accepted")
    withdrawn_on: date | None = told("the day of withdrawal")
    reinstated_on: date | None = told("the day on which it was taken up again")
    resolved_on: date | None = told("the day on which its resolution was agreed")
    closed_on: date | None = told("the day on which its file was closed")
    function: str | None = told("the function of the authority that it is about")
    phase: str = told("where it stands in the procedure")
    complainant_id: str | None = told(
        "an opaque id that tells repeat complainants", default=None
    )
    child_is_complainant: bool | None = told(
        "whether the child or young person complains", default=None
    )
    oral: bool | None = told("whether it was made by word of mouth", default=None)


def _rows(stream: str, complaint: Complaint) -> Iterator[ComplaintRow]:
    yield ComplaintRow(
        stream=stream,
        reference=complaint.reference,
        procedure=complaint.procedure,
        service=complaint.service,
        team=complaint.team,
        theme=complaint.theme,
        channel=complaint.channel,
        capacity=complaint.capacity,
        grounds_arose_on=complaint.grounds_arose_on,
        received_on=complaint.received_on,
        acknowledged_on=complaint.stage_1.acknowledged_on,
        not_accepted_on=complaint.not_accepted_on,
        not_accepted_reason=complaint.not_accepted_reason,
        withdrawn_on=complaint.withdrawn_on,
        reinstated_on=complaint.reinstated_on,
        resolved_on=complaint.resolved_on,
        closed_on=complaint.closed_on,
        function=complaint.intake.function,
        phase=complaint.phase,
        complainant_id=complaint.complainant_id,
        child_is_complainant=complaint.intake.child_is_complainant,
        oral=complaint.intake.oral,
    )


COMPLAINTS = ReadModel(
    name="complaints",
    version=3,
    question="Which complaints are there, from whom, about what?",
    of=Complaint,
    row=ComplaintRow,
    rows=_rows,
)
