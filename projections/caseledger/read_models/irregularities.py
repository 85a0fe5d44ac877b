"""Which recorded steps broke a rule?"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.complaint import Complaint, findings
from caseledger.read_models.model import CaseRow, ReadModel, told


@attrs.frozen(kw_only=True)
class IrregularityRow(CaseRow):
    """One rule broken by one step."""

    rule: str = told("the number of the rule that was broken")
    step: str = told("the step that broke it")
    stage: int = told("the stage that the step belongs to")
    number: int = told("which extension of the stage, 0 for other steps")
    occurred_on: date = told("the day of the step")


def _rows(stream: str, complaint: Complaint) -> Iterator[IrregularityRow]:
    for past in complaint.earlier_rounds:
        was = attrs.evolve(
            complaint,
            stage_1=past.stage_1 or complaint.stage_1,
            stage_2=past.stage_2,
            stage_3=past.stage_3,
            investigation=past.investigation,
            panel=past.panel,
        )
        for row in _rows_of_pass(stream, was):
            # What a panel sent back had the stage 1 that a later pass has too.
            if past.stage_1 is not None or row.stage > 1:
                yield row
    yield from _rows_of_pass(stream, complaint)


def _rows_of_pass(stream: str, complaint: Complaint) -> Iterator[IrregularityRow]:
    marked = {
        (one.step, one.stage, one.number, one.rule) for one in complaint.irregularities
    }
    for finding in findings(complaint):
        place = (finding.step, finding.stage, finding.number, finding.refusal.rule)
        if place in marked:
            yield IrregularityRow(
                stream=stream,
                reference=complaint.reference,
                rule=finding.refusal.rule,
                step=finding.step,
                stage=finding.stage,
                number=finding.number,
                occurred_on=finding.on,
            )


IRREGULARITIES = ReadModel(
    name="irregularities",
    version=2,
    question="Which recorded steps broke a rule?",
    of=Complaint,
    row=IrregularityRow,
    rows=_rows,
)
