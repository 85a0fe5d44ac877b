"""What was found on each point of a complaint?"""

from collections.abc import Iterator

import attrs

from caseledger.complaint import Complaint
from caseledger.read_models.model import CaseRow, ReadModel, told
from caseledger.read_models.stages import attempts_of


@attrs.frozen(kw_only=True)
class PointRow(CaseRow):
    """One point of one complaint, as a stage answered it."""

    stage: int = told("1, 2 or 3")
    attempt: int = told("as in stages")
    point: int = told("the number of the point")
    finding: str = told("upheld, partially_upheld, not_upheld or no_finding")
    remedy: str | None = told("the kind of remedy for it")
    recommended: bool = told("whether something was recommended on it")


def _rows(stream: str, complaint: Complaint) -> Iterator[PointRow]:
    for one in attempts_of(complaint):
        for point in one.stage.points:
            yield PointRow(
                stream=stream,
                reference=complaint.reference,
                stage=one.number,
                attempt=one.attempt,
                point=point.number,
                finding=point.finding,
                remedy=point.remedy,
                recommended=point.recommended,
            )


POINTS = ReadModel(
    name="points",
    version=1,
    question="What was found on each point of a complaint?",
    of=Complaint,
    row=PointRow,
    rows=_rows,
)
