"""
The annual report as typed figures, each with the cases behind it, and reconciled.

`compile_report` makes it from the rows of the read models; `caseledger.reports`
renders it.
"""

from caseledger.annual_report.compiling import UnknownService, compile_report
from caseledger.annual_report.counts import NONE, UNTOLD, Count, percent, total
from caseledger.annual_report.evidence import Evidence
from caseledger.annual_report.figures import (
    ActionFigures,
    AdvocacyFigures,
    Cases,
    Check,
    ComplimentFigures,
    ExtensionFigures,
    Flow,
    Intake,
    Limits,
    Money,
    Named,
    OmbudsmanFigures,
    RemedyFigures,
    Report,
    RuleBroken,
    Share,
    StageFigures,
    Timeliness,
    YearFigures,
    cases,
)
from caseledger.annual_report.identities import Identity, identities
from caseledger.annual_report.names import figures_of, with_figures
from caseledger.annual_report.period import Period

__all__ = [
    "NONE",
    "UNTOLD",
    "ActionFigures",
    "AdvocacyFigures",
    "Cases",
    "Check",
    "ComplimentFigures",
    "Count",
    "Evidence",
    "ExtensionFigures",
    "Flow",
    "Identity",
    "Intake",
    "Limits",
    "Money",
    "Named",
    "OmbudsmanFigures",
    "Period",
    "RemedyFigures",
    "Report",
    "RuleBroken",
    "Share",
    "StageFigures",
    "Timeliness",
    "UnknownService",
    "YearFigures",
    "cases",
    "compile_report",
    "figures_of",
    "identities",
    "percent",
    "total",
    "with_figures",
]
