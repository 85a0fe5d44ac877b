"""What an authority chooses under the rules: limits, how days are counted, targets."""

from enum import StrEnum

import attrs

from caseledger.calendar import Counting
from caseledger.rules import corporate, statutory
from caseledger.rules.provision import Provision


class Procedure(StrEnum):
    """Which of the two procedures a complaint runs under."""

    STATUTORY = "statutory"
    CORPORATE = "corporate"


@attrs.frozen(kw_only=True)
class TimeLimit:
    """The limit for one step, and how far an extension may carry it, if at all."""

    response: Provision
    ceiling: Provision | None = None


@attrs.frozen(kw_only=True)
class Policy:
    """
    The choices under which an authority runs its procedures.

    Without any choice made, both procedures answer stage 1 in 10 working days and
    may extend to 20; statutory stage 2 takes 25 and may extend to 65; corporate
    stage 2 takes 20 and may extend to 40.
    """

    name: str = "default"
    counting: Counting = Counting.NEXT_DAY
    service: str | None = None
    target_percent: int | None = None
    statutory_stage_1: TimeLimit = TimeLimit(
        response=statutory.STAGE_1_RESPONSE,
        ceiling=statutory.STAGE_1_CEILING,
    )
    statutory_stage_2: TimeLimit = TimeLimit(
        response=statutory.STAGE_2_RESPONSE,
        ceiling=statutory.STAGE_2_CEILING,
    )
    corporate_stage_1: TimeLimit = TimeLimit(
        response=corporate.STAGE_1_RESPONSE,
        ceiling=corporate.STAGE_1_CEILING,
    )
    corporate_stage_2: TimeLimit = TimeLimit(
        response=corporate.STAGE_2_RESPONSE,
        ceiling=corporate.STAGE_2_CEILING,
    )
    review_panel: TimeLimit = TimeLimit(response=statutory.REVIEW_PANEL)
    panel_report: TimeLimit = TimeLimit(response=statutory.PANEL_REPORT)
    stage_3: TimeLimit = TimeLimit(response=statutory.STAGE_3_RESPONSE)


DEFAULT_POLICY = Policy()
