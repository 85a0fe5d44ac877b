"""The page's sections, one function each; `SECTIONS` is their order."""

from collections.abc import Callable

from caseledger.reports.comparing import Subject
from caseledger.reports.document import Section
from caseledger.reports.sections.assurance import findings, methods, reconciliation
from caseledger.reports.sections.at_a_glance import at_a_glance
from caseledger.reports.sections.breakdowns import compliments, teams, themes
from caseledger.reports.sections.intake import received, years
from caseledger.reports.sections.procedure import procedure
from caseledger.reports.sections.redress import actions, ombudsman, remedies
from caseledger.reports.sections.stages import escalation, stages
from caseledger.reports.sections.timeliness import timeliness

SECTIONS: tuple[Callable[[Subject], Section], ...] = (
    at_a_glance,
    received,
    years,
    stages,
    timeliness,
    escalation,
    teams,
    themes,
    ombudsman,
    remedies,
    actions,
    compliments,
    findings,
    reconciliation,
    procedure,
    methods,
)

__all__ = ["SECTIONS"]
