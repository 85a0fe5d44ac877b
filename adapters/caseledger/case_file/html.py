"""The case file as one accessible page that needs nothing else."""

import re
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from caseledger.case_file.gathering import CaseFile
from caseledger.reports.palette import CUSTOM_PROPERTIES
from caseledger.reports.wording import day

# By path: a package of a namespace may lie in any of several source roots.
_TEMPLATES = Path(__file__).parent / "templates"
# Not within a reference, nor the version of a table of bank holidays.
_ISO_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-]|\.\d)")


def _with_days(sentence: str) -> str:
    """
    Write the days of a sentence as a reader expects to see them.

    >>> _with_days("Stage 1 extended to 2023-05-04: due 2023-05-04.")
    'Stage 1 extended to 4 May 2023: due 4 May 2023.'
    """
    return _ISO_DAY.sub(lambda found: _day_or_text(found.group()), sentence)


def _day_or_text(written: str) -> str:
    try:
        return day(date.fromisoformat(written))
    except ValueError:
        return written


_environment = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_environment.filters["day"] = day
_environment.filters["with_days"] = _with_days


def render_case_file(file: CaseFile) -> str:
    """Return a case file as a page, with everything that people wrote escaped."""
    return _environment.get_template("case_file.html").render(
        file=file,
        colours=CUSTOM_PROPERTIES,
    )
