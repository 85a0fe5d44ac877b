"""The populations that figures are taken of, in the same words wherever they stand."""

from caseledger.annual_report import Intake, StageFigures, Timeliness
from caseledger.reports.comparing import Subject
from caseledger.reports.document import Formula
from caseledger.reports.sections.limits import both_procedures, duty_limits
from caseledger.reports.wording import (
    NOT_APPLICABLE,
    ROUNDED,
    addition,
    division,
    number,
    percentage,
    points,
)

RECEIVED = "complaints received in the year"
AT_STAGE_1 = (
    "complaints received in the year that were or are still to be answered at stage 1"
)
AT_STAGE_2 = (
    "stage 2 requests made in the year, whenever the complaint arrived, without those "
    "ended by withdrawal"
)
ANSWERED = "complaints received in the year and answered at stage 1"


def intake_sum(intake: Intake) -> str:
    """Write what became of the complaints received, as a sum."""
    return addition(
        [
            (len(intake.not_accepted), "not accepted"),
            (len(intake.withdrawn), "withdrawn"),
            (len(intake.skipped), "skipped"),
            (len(intake.responded), "answered"),
            (len(intake.awaiting_response), "awaiting an answer"),
        ],
        len(intake.received),
    )


def share_formula(
    part: int,
    whole: int,
    *,
    numerator: str,
    population: str,
    denominator: str = "the whole population",
    remark: str = "",
) -> Formula:
    """Return how a share is worked out: part by whole, rounded."""
    rounded = ROUNDED if whole else "for there is nothing to take a share of"
    return Formula(
        equation=division(part, whole),
        remark=f"{rounded}{remark}",
        part=number(part),
        numerator=numerator,
        whole=number(whole),
        denominator=denominator,
        population=population,
    )


def outcomes_known(stage: StageFigures) -> int:
    """Return how many complaints at a stage have an outcome."""
    return sum(
        map(
            len,
            (
                stage.upheld,
                stage.partially_upheld,
                stage.not_upheld,
                stage.reinvestigate,
                stage.no_finding,
            ),
        ),
    )


def no_share(why: str) -> str:
    """Say why there is no share to show."""
    return f"{why}, so there is nothing to take a share of."


def within_original(subject: Subject, duty: str) -> str:
    """Write the original limit of a duty in the year."""
    limits = duty_limits(subject.policy, duty)
    statutory, corporate = (one.response for one in limits)
    return both_procedures(statutory, corporate, subject.report.period)


def within_ceiling(subject: Subject, duty: str) -> str:
    """Write how far an extension may carry a duty in the year."""
    limits = duty_limits(subject.policy, duty)
    statutory, corporate = (one.ceiling for one in limits)
    return both_procedures(statutory, corporate, subject.report.period)


def target_met(duty: Timeliness) -> str | None:
    """Say whether the target was met, by the exact share and not the rounded one."""
    target, limits = duty.target_percent, duty.limits
    part, whole = len(limits.within_original), len(limits.population)
    if target is None:
        return None
    if not whole:
        return f"Target {target}%: {NOT_APPLICABLE}."
    if 100 * part >= target * whole:
        return f"Target {target}%: met."
    missed = target - (limits.percent_within_original or 0)
    by = points(missed) if missed else "less than 1 percentage point"
    return f"Target {target}%: missed by {by} ({percentage(part, whole)})."
