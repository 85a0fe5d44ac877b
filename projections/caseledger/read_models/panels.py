"""How did each review panel go, and what became of what it recommended?"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.complaint import Complaint, Stage
from caseledger.complaint.state import Panel
from caseledger.read_models.model import CaseRow, ReadModel, told


@attrs.frozen(kw_only=True)
class PanelRow(CaseRow):
    """One review panel, asked for or held."""

    attempt: int = told("as in stages, for stage 3")
    requested_on: date | None = told("the day of the request for stage 3")
    due_on: date | None = told("the day by which the panel is to be held")
    chair_appointed_on: date | None = told("the day on which a chair was appointed")
    meets_on: date | None = told("the day for which the panel was arranged")
    papers_sent_on: date | None = told("the day on which its papers were sent")
    met_on: date | None = told("the day on which it met")
    members: int = told("how many people sat on it, the chair among them")
    report_due_on: date | None = told("the day by which its report is due")
    reported_on: date | None = told("the day of its report")
    recommended: int = told("how many recommendations it made")
    response_due_on: date | None = told("the day by which the answer is due")
    responded_on: date | None = told("the day of the authority's answer")


@attrs.frozen(kw_only=True)
class RecommendationRow(CaseRow):
    """One recommendation of a review panel."""

    attempt: int = told("as in stages, for stage 3")
    number: int = told("the number of the recommendation")
    kind: str = told("reinvestigate, remedy, service or other")
    reported_on: date | None = told("the day of the panel's report")
    answered_on: date | None = told("the day of the answer to it")
    accepted: bool | None = told("whether it was accepted, empty if not answered")


def _panels(complaint: Complaint) -> Iterator[tuple[int, Stage, Panel]]:
    attempt = 1
    for past in complaint.earlier_rounds:
        if past.stage_3.requested_on is not None:
            yield attempt, past.stage_3, past.panel
            attempt += 1
    if complaint.stage_3 != Stage() or complaint.panel != Panel():
        yield attempt, complaint.stage_3, complaint.panel


def _rows(stream: str, complaint: Complaint) -> Iterator[PanelRow]:
    for attempt, stage, panel in _panels(complaint):
        held, reported = panel.deadline, panel.report_deadline
        yield PanelRow(
            stream=stream,
            reference=complaint.reference,
            attempt=attempt,
            requested_on=stage.requested_on,
            due_on=None if held is None else held.due_on,
            chair_appointed_on=panel.chair_appointed_on,
            meets_on=panel.meets_on,
            papers_sent_on=panel.papers_sent_on,
            met_on=panel.met_on,
            members=len(panel.members),
            report_due_on=None if reported is None else reported.due_on,
            reported_on=panel.reported_on,
            recommended=len(panel.recommendations),
            response_due_on=stage.due_on(),
            responded_on=stage.responded_on,
        )


def _recommendations(stream: str, complaint: Complaint) -> Iterator[RecommendationRow]:
    for attempt, stage, panel in _panels(complaint):
        answers = {one.recommendation: one.accepted for one in stage.answers}
        for one in panel.recommendations:
            yield RecommendationRow(
                stream=stream,
                reference=complaint.reference,
                attempt=attempt,
                number=one.number,
                kind=one.kind,
                reported_on=panel.reported_on,
                answered_on=stage.responded_on if one.number in answers else None,
                accepted=answers.get(one.number),
            )


PANELS = ReadModel(
    name="panels",
    version=1,
    question="When was each review panel asked for, held and answered?",
    of=Complaint,
    row=PanelRow,
    rows=_rows,
)
RECOMMENDATIONS = ReadModel(
    name="recommendations",
    version=1,
    question="What did review panels recommend, and was it accepted?",
    of=Complaint,
    row=RecommendationRow,
    rows=_recommendations,
)
