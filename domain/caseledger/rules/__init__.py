"""
The law and the local rules as dated, cited values.

`statutory` and `corporate` each read top to bottom like the procedure itself;
`guidance` holds what is recommended and never binding;
`policy` holds what an authority chooses under them. `ALL_PROVISIONS` is every rule
in that order.

>>> from datetime import date
>>> from caseledger.rules import statutory
>>> edition = statutory.STAGE_1_CEILING.in_force(on=date(2024, 5, 1))
>>> edition.value, str(edition.citation)
(20, 'SI 2006/1738, reg 14')
"""

from caseledger.rules import corporate, guidance, statutory
from caseledger.rules.policy import (
    DEFAULT_POLICY,
    Clock,
    LaxerThanLaw,
    Policy,
    Procedure,
    Signatories,
    Stage2Clock,
    TimeLimit,
    policy_in_force,
    tightened,
)
from caseledger.rules.provision import (
    Checked,
    Citation,
    Edition,
    Provision,
    Unit,
    each_edition,
)

ALL_PROVISIONS: tuple[Provision, ...] = (
    *statutory.PROVISIONS,
    *corporate.PROVISIONS,
    *guidance.PROVISIONS,
)

__all__ = [
    "ALL_PROVISIONS",
    "DEFAULT_POLICY",
    "Checked",
    "Citation",
    "Clock",
    "Edition",
    "LaxerThanLaw",
    "Policy",
    "Procedure",
    "Provision",
    "Signatories",
    "Stage2Clock",
    "TimeLimit",
    "Unit",
    "each_edition",
    "policy_in_force",
    "tightened",
]
