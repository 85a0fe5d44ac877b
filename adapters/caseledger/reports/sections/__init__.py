"""The report's sections, one function each; `SECTIONS` is their order."""

from collections.abc import Callable

from caseledger.reports.comparing import Subject
from caseledger.reports.document import Section
from caseledger.reports.sections.assurance import findings, methods, reconciliation
from caseledger.reports.sections.at_a_glance import at_a_glance
from caseledger.reports.sections.breakdowns import compliments, teams, themes
from caseledger.reports.sections.intake import received, years
from caseledger.reports.sections.people import people
from caseledger.reports.sections.procedure import procedure
from caseledger.reports.sections.redress import actions, ombudsman, remedies
from caseledger.reports.sections.stages import escalation, stages
from caseledger.reports.sections.timeliness import timeliness
from caseledger.reports.sections.written import (
    case_studies,
    effectiveness,
    introduction,
    learning,
    next_year,
    summaries,
)

SECTIONS: tuple[Callable[[Subject], Section], ...] = (
    introduction,
    at_a_glance,
    received,
    people,
    years,
    stages,
    summaries,
    timeliness,
    escalation,
    teams,
    themes,
    ombudsman,
    remedies,
    actions,
    learning,
    case_studies,
    compliments,
    effectiveness,
    next_year,
    findings,
    reconciliation,
    procedure,
    methods,
)


def sections_of(subject: Subject) -> list[Section]:
    """Return the report's sections, without those that nobody has written."""
    made = (section(subject) for section in SECTIONS)
    return [section for section in made if section.blocks]


__all__ = ["sections_of"]
