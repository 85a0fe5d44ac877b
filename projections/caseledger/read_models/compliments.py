"""Who was praised, for what, and when?"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.feedback import ComplimentReceived
from caseledger.read_models.model import ReadModel, told


@attrs.frozen(kw_only=True)
class ComplimentRow:
    """One compliment."""

    stream: str = told("the compliment's stream in the log")
    reference: str = told("the authority's own reference")
    service: str = told("the service praised")
    team: str | None = told("the team praised")
    theme: str | None = told("what it was praised for")
    received_on: date = told("the day of receipt")


def _rows(stream: str, compliment: ComplimentReceived) -> Iterator[ComplimentRow]:
    yield ComplimentRow(
        stream=stream,
        reference=compliment.reference,
        service=compliment.service,
        team=compliment.team,
        theme=compliment.theme,
        received_on=compliment.occurred_on,
    )


COMPLIMENTS = ReadModel(
    name="compliments",
    version=1,
    question="Who was praised, for what, and when?",
    of=ComplimentReceived,
    row=ComplimentRow,
    rows=_rows,
)
