"""When did each complaint end before its answer, and when was it taken up again?"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.complaint import Complaint
from caseledger.complaint.state import Ending
from caseledger.read_models.model import CaseRow, ReadModel, told

TAKEN_UP = "taken_up"


@attrs.frozen(kw_only=True)
class EndingRow(CaseRow):
    """One ending of one complaint, or one time that it was taken up again."""

    what: str = told("withdrawn, not_accepted or taken_up")
    number: int = told("1 for the complaint's first of the kind")
    happened_on: date = told("the day on which that happened")


def _rows(stream: str, complaint: Complaint) -> Iterator[EndingRow]:
    for what, days in (
        (Ending.WITHDRAWN, complaint.withdrawals),
        (Ending.NOT_ACCEPTED, complaint.non_acceptances),
        (TAKEN_UP, complaint.reinstatements),
    ):
        for number, day in enumerate(days, start=1):
            yield EndingRow(
                stream=stream,
                reference=complaint.reference,
                what=what,
                number=number,
                happened_on=day,
            )


ENDINGS = ReadModel(
    name="endings",
    version=1,
    question="When did each complaint end unanswered, and when was it taken up again?",
    of=Complaint,
    row=EndingRow,
    rows=_rows,
)
