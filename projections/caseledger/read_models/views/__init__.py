"""
SQL views over the read models' tables: what an analyst asks, already counted.

Each module answers a few questions that belong together. A view that reads another
stands after it.
"""

from caseledger.read_models.views.calendar_days import CalendarRow, calendar_days
from caseledger.read_models.views.duties_kept import DUTIES_KEPT
from caseledger.read_models.views.fates import (
    ADVOCACY_USE,
    CAPACITIES,
    ESCALATION,
    FATES,
    INTAKE,
)
from caseledger.read_models.views.last_day import LAST_DAY
from caseledger.read_models.views.limits import (
    EXTENSION_USE,
    OUTCOMES,
    OUTCOMES_BY_POINT,
    STAGE_LIMITS,
    TIMELINESS,
)
from caseledger.read_models.views.monthly import MONTHLY
from caseledger.read_models.views.on_a_day import CASELOAD, DUE, OVERDUE
from caseledger.read_models.views.redress import (
    ACTION_TOTALS,
    COMPLIMENT_COUNTS,
    OMBUDSMAN,
    RECOMMENDATION_OUTCOMES,
    RECOMMENDATION_TRAIL,
    REMEDY_TOTALS,
)
from caseledger.read_models.views.review import PANEL_REVIEWS
from caseledger.read_models.views.rules_applied import RULES_APPLIED
from caseledger.read_models.views.view import View

ALL_VIEWS = (
    LAST_DAY,
    CASELOAD,
    DUE,
    OVERDUE,
    FATES,
    INTAKE,
    ESCALATION,
    CAPACITIES,
    ADVOCACY_USE,
    STAGE_LIMITS,
    TIMELINESS,
    EXTENSION_USE,
    DUTIES_KEPT,
    RULES_APPLIED,
    OUTCOMES,
    OUTCOMES_BY_POINT,
    PANEL_REVIEWS,
    OMBUDSMAN,
    REMEDY_TOTALS,
    ACTION_TOTALS,
    RECOMMENDATION_TRAIL,
    RECOMMENDATION_OUTCOMES,
    COMPLIMENT_COUNTS,
    MONTHLY,
)

__all__ = [
    "ALL_VIEWS",
    "CASELOAD",
    "DUE",
    "OVERDUE",
    "CalendarRow",
    "View",
    "calendar_days",
]
