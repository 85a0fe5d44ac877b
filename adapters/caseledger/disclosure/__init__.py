"""
Small numbers are hidden before anything is printed, and the hiding is attacked.

It knows no report: counts have names, and relations say how they belong together.
A row of 3, 20 and 30 under its total cannot hide the 3 alone:

>>> row = [Sum("all", ("a", "b", "c"))]
>>> counts = {"a": 3, "b": 20, "c": 30, "all": 53}
>>> protect(counts, row, Regime.DFE)
{'a': Hidden(at_most=None), 'b': Hidden(at_most=None), 'c': 30, 'all': 53}

>>> only_the_small = {"a": Hidden(), "b": 20, "c": 30, "all": 53}
>>> [str(leak) for leak in attack(only_the_small, row, counts, Regime.DFE)]
['a follows from all = a + b + c']

`marks` says what a reader is told, `relations` what he can reckon with, `solving`
finds tables that agree with both, `attacking` and `protecting` use it.
"""

from caseledger.disclosure.attacking import Disclosure, Leak, attack
from caseledger.disclosure.marks import (
    LEAST_VALUES,
    Hidden,
    Regime,
    Rounded,
    Shown,
    is_protected,
    limits,
)
from caseledger.disclosure.protecting import protect
from caseledger.disclosure.relations import Percent, Relation, Sum
from caseledger.disclosure.solving import SolverMissing

__all__ = [
    "LEAST_VALUES",
    "Disclosure",
    "Hidden",
    "Leak",
    "Percent",
    "Regime",
    "Relation",
    "Rounded",
    "Shown",
    "SolverMissing",
    "Sum",
    "attack",
    "is_protected",
    "limits",
    "protect",
]
