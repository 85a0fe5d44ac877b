"""When was a complaint suspended or put off, and did its clocks stand still?"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.complaint import Complaint
from caseledger.read_models.model import CaseRow, ReadModel, told


@attrs.frozen(kw_only=True)
class PauseRow(CaseRow):
    """One suspension or deferral of one complaint."""

    kind: str = told("suspension or deferral")
    number: int = told("1 for the complaint's first of the kind")
    ground: str | None = told("suspension: proceedings or advocate")
    began_on: date | None = told("the day on which it began")
    ended_on: date | None = told("the day on which it ends, empty if that is open")
    stops_clocks: bool = told(
        "whether due dates move: a ground is recorded, or the complainant agreed"
    )


def _rows(stream: str, complaint: Complaint) -> Iterator[PauseRow]:
    for kind, pauses in (
        ("suspension", complaint.suspensions),
        ("deferral", complaint.deferrals),
    ):
        for number, pause in enumerate(pauses, start=1):
            yield PauseRow(
                stream=stream,
                reference=complaint.reference,
                kind=kind,
                number=number,
                ground=pause.ground,
                began_on=pause.began_on,
                ended_on=pause.ended_on,
                stops_clocks=pause.stops_clocks,
            )


PAUSES = ReadModel(
    name="pauses",
    version=1,
    question="When was a complaint suspended or put off?",
    of=Complaint,
    row=PauseRow,
    rows=_rows,
)
