"""The annual report as one accessible page that needs nothing else."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from caseledger.annual_report import Report
from caseledger.reports.comparing import Subject
from caseledger.reports.palette import CUSTOM_PROPERTIES
from caseledger.reports.sections import SECTIONS
from caseledger.reports.wording import day
from caseledger.rules import DEFAULT_POLICY, Policy

# By path: a package of a namespace may lie in any of several source roots.
_TEMPLATES = Path(__file__).parent / "templates"

_environment = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_environment.filters["day"] = day


def _unbroken(cell: str) -> str:
    """Keep the counts in brackets together: the line may end before them."""
    return cell.replace(" of ", "\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}")


_environment.filters["unbroken"] = _unbroken


def render_html(
    report: Report,
    *,
    previous: Report | None = None,
    policy: Policy = DEFAULT_POLICY,
) -> str:
    """
    Return the report as a page of counts and shares; no case can be found on it.

    With `previous`, an earlier year's report of the same service, figures are compared.
    Raises `ValueError` if that is another service's, or not of an earlier year.
    """
    subject = Subject(report=report, previous=previous, policy=policy)
    return _environment.get_template("report.html").render(
        report=report,
        previous=previous,
        sections=[section(subject) for section in SECTIONS],
        colours=CUSTOM_PROPERTIES,
    )
