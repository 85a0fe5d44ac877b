"""
The front door for reporting jobs: each read model answers one question.

A model's `columns` say what each column means; `caseledger.viewstore` keeps the
models as SQL tables of the same names and columns. In `views` are SQL views over
them, which count and compare. `docs/reporting.md` lists every column.
"""

from caseledger.read_models.advocacy import ADVOCACY, AdvocacyRow
from caseledger.read_models.complaints import COMPLAINTS, ComplaintRow
from caseledger.read_models.compliments import COMPLIMENTS, ComplimentRow
from caseledger.read_models.days import DUE_DATES, OPEN_STAGES, DueRow, OpenRow
from caseledger.read_models.duties import DUTIES, DutyRow
from caseledger.read_models.endings import ENDINGS, EndingRow
from caseledger.read_models.irregularities import IRREGULARITIES, IrregularityRow
from caseledger.read_models.model import Column, ReadModel, State, Type, fold
from caseledger.read_models.panels import (
    PANELS,
    RECOMMENDATIONS,
    PanelRow,
    RecommendationRow,
)
from caseledger.read_models.pauses import PAUSES, PauseRow
from caseledger.read_models.points import POINTS, PointRow
from caseledger.read_models.redress import (
    ACTIONS,
    OMBUDSMAN_REMEDIES,
    RECOMMENDATION_ACTIONS,
    REFERRALS,
    REMEDIES,
    ActionRow,
    OmbudsmanRemedyRow,
    RecommendationActionRow,
    ReferralRow,
    RemedyRow,
)
from caseledger.read_models.stages import EXTENSIONS, STAGES, ExtensionRow, StageRow

ALL_MODELS = (
    COMPLAINTS,
    STAGES,
    EXTENSIONS,
    ENDINGS,
    PAUSES,
    POINTS,
    DUTIES,
    OPEN_STAGES,
    DUE_DATES,
    IRREGULARITIES,
    PANELS,
    RECOMMENDATIONS,
    REFERRALS,
    OMBUDSMAN_REMEDIES,
    REMEDIES,
    ACTIONS,
    RECOMMENDATION_ACTIONS,
    ADVOCACY,
    COMPLIMENTS,
)

__all__ = [
    "ACTIONS",
    "ADVOCACY",
    "ALL_MODELS",
    "COMPLAINTS",
    "COMPLIMENTS",
    "DUE_DATES",
    "DUTIES",
    "ENDINGS",
    "EXTENSIONS",
    "IRREGULARITIES",
    "OMBUDSMAN_REMEDIES",
    "OPEN_STAGES",
    "PANELS",
    "PAUSES",
    "POINTS",
    "RECOMMENDATIONS",
    "RECOMMENDATION_ACTIONS",
    "REFERRALS",
    "REMEDIES",
    "STAGES",
    "ActionRow",
    "AdvocacyRow",
    "Column",
    "ComplaintRow",
    "ComplimentRow",
    "DueRow",
    "DutyRow",
    "EndingRow",
    "ExtensionRow",
    "IrregularityRow",
    "OmbudsmanRemedyRow",
    "OpenRow",
    "PanelRow",
    "PauseRow",
    "PointRow",
    "ReadModel",
    "RecommendationActionRow",
    "RecommendationRow",
    "ReferralRow",
    "RemedyRow",
    "StageRow",
    "State",
    "Type",
    "fold",
]
