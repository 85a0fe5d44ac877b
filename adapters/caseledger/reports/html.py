"""The annual report as one accessible page that needs nothing else."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from caseledger.reports.comparing import Subject
from caseledger.reports.palette import CUSTOM_PROPERTIES
from caseledger.reports.sections import sections_of
from caseledger.reports.wording import day

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


def render_html(subject: Subject) -> str:
    """Return the report as a page of counts and shares; no case can be found on it."""
    return _environment.get_template("report.html").render(
        report=subject.report,
        previous=subject.previous,
        sections=sections_of(subject),
        colours=CUSTOM_PROPERTIES,
    )
