"""
The front door for reporting jobs: each read model answers one question.

A model's `columns` say what each column means; `caseledger.viewstore` keeps the
models as SQL tables of the same names and columns.
"""

from caseledger.read_models.complaints import COMPLAINTS, ComplaintRow
from caseledger.read_models.compliments import COMPLIMENTS, ComplimentRow
from caseledger.read_models.duties import DUTIES, DutyRow
from caseledger.read_models.irregularities import IRREGULARITIES, IrregularityRow
from caseledger.read_models.model import Column, ReadModel, State, Type, fold
from caseledger.read_models.redress import (
    ACTIONS,
    REFERRALS,
    REMEDIES,
    ActionRow,
    ReferralRow,
    RemedyRow,
)
from caseledger.read_models.stages import EXTENSIONS, STAGES, ExtensionRow, StageRow

ALL_MODELS = (
    COMPLAINTS,
    STAGES,
    EXTENSIONS,
    DUTIES,
    IRREGULARITIES,
    REFERRALS,
    REMEDIES,
    ACTIONS,
    COMPLIMENTS,
)

__all__ = [
    "ACTIONS",
    "ALL_MODELS",
    "COMPLAINTS",
    "COMPLIMENTS",
    "DUTIES",
    "EXTENSIONS",
    "IRREGULARITIES",
    "REFERRALS",
    "REMEDIES",
    "STAGES",
    "ActionRow",
    "Column",
    "ComplaintRow",
    "ComplimentRow",
    "DutyRow",
    "ExtensionRow",
    "IrregularityRow",
    "ReadModel",
    "ReferralRow",
    "RemedyRow",
    "StageRow",
    "State",
    "Type",
    "fold",
]
