"""The sums that must come out, each case by case and not only by its count."""

from caseledger.annual_report.figures import Cases, Check, Report
from caseledger.annual_report.identities import identities
from caseledger.annual_report.names import figures_of


def reconcile(report: Report) -> tuple[Check, ...]:
    """Return every check of a report, with whether it holds."""
    figures = dict(figures_of(report))
    return tuple(
        Check(
            one.says,
            _adds_up(figures[one.whole], *(figures[part] for part in one.parts)),
        )
        for one in identities(report)
        if one.exact and one.says
    )


def _adds_up(whole: Cases, *parts: Cases) -> bool:
    """Say whether parts hold each case of a whole once: more than equal counts."""
    found = sorted(case for part in parts for case in part.references)
    return found == sorted(whole.references)
