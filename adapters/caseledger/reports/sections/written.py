"""The sections that a person writes; one that nobody wrote is left out."""

from collections.abc import Callable

from caseledger.reports.comparing import Subject
from caseledger.reports.document import Section


def _written(name: str, heading: str) -> Callable[[Subject], Section]:
    def section(subject: Subject) -> Section:
        return Section(name, heading, tuple(subject.narrative.blocks(heading)))

    return section


introduction = _written("introduction", "Introduction")
summaries = _written("summaries", "Summaries of cases")
learning = _written("learning", "Learning")
case_studies = _written("case-studies", "Case studies")
effectiveness = _written("effectiveness", "Effectiveness")
next_year = _written("next-year", "Next year")
