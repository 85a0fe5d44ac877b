"""Who asked for an advocate, and had one?"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.complaint import Complaint
from caseledger.complaint.state import Advocacy
from caseledger.read_models.lateness import working_days_taken
from caseledger.read_models.model import CaseRow, ReadModel, told


@attrs.frozen(kw_only=True)
class AdvocacyRow(CaseRow):
    """One complaint in which an advocate was asked for or appointed."""

    requested_on: date | None = told("the day on which an advocate was asked for")
    appointed_on: date | None = told("the day on which one was appointed")
    source: str | None = told("where the advocate comes from")
    working_days_waited: int | None = told("working days between the two")


def _rows(stream: str, complaint: Complaint) -> Iterator[AdvocacyRow]:
    asked = complaint.advocacy
    if asked != Advocacy():
        yield AdvocacyRow(
            stream=stream,
            reference=complaint.reference,
            requested_on=asked.requested_on,
            appointed_on=asked.appointed_on,
            source=asked.source,
            working_days_waited=working_days_taken(
                asked.requested_on,
                asked.appointed_on,
            ),
        )


ADVOCACY = ReadModel(
    name="advocacy",
    version=1,
    question="Who asked for an advocate, and had one?",
    of=Complaint,
    row=AdvocacyRow,
    rows=_rows,
)
