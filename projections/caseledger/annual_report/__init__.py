"""
The annual report as typed figures, each with the cases behind it, and reconciled.

`compile_report` makes it from the rows of the read models; `caseledger.reports`
renders it.
"""

from caseledger.annual_report.compiling import UnknownService, compile_report
from caseledger.annual_report.evidence import Evidence
from caseledger.annual_report.figures import (
    ActionFigures,
    Cases,
    Check,
    ComplimentFigures,
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
    percent,
)
from caseledger.annual_report.period import Period

__all__ = [
    "ActionFigures",
    "Cases",
    "Check",
    "ComplimentFigures",
    "Evidence",
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
    "compile_report",
    "percent",
]
