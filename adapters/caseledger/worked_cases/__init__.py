"""
Worked cases in sentences: what happened on which day, and what then is due or refused.

`sentences` is the one table of what can be said, `reading` takes a YAML file apart,
`running` tells a case to the rules and compares. `docs/worked-cases.md` is made from
the table.
"""

from caseledger.worked_cases.case import Case
from caseledger.worked_cases.faults import Fault, UnusableCases
from caseledger.worked_cases.page import render_page
from caseledger.worked_cases.reading import parse_cases, read_cases
from caseledger.worked_cases.running import Shortfall, shortfalls

__all__ = [
    "Case",
    "Fault",
    "Shortfall",
    "UnusableCases",
    "parse_cases",
    "read_cases",
    "render_page",
    "shortfalls",
]
