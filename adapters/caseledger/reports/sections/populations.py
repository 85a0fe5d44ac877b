"""The populations that figures are taken of, in the same words wherever they stand."""

from caseledger.annual_report import Count, Intake, StageFigures, Timeliness, percent
from caseledger.reports.comparing import Subject
from caseledger.reports.document import Formula
from caseledger.reports.sections.limits import both_procedures, duty_limits
from caseledger.reports.wording import (
    NOT_APPLICABLE,
    NOT_TOLD,
    ROUNDED,
    addition,
    division,
    known,
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
            (intake.not_accepted.count, "not accepted"),
            (intake.withdrawn.count, "withdrawn"),
            (intake.skipped.count, "skipped"),
            (intake.responded.count, "answered"),
            (intake.awaiting_response.count, "awaiting an answer"),
        ],
        intake.received.count,
    )


def share_formula(
    part: Count,
    whole: Count,
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


def outcomes_known(stage: StageFigures) -> Count:
    """Return how many complaints at a stage have an outcome."""
    return stage.total.count - stage.pending.count - stage.withdrawn.count


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
    part, whole = known(limits.within_original.count), known(limits.population.count)
    if target is None:
        return None
    if whole == 0:
        return f"Target {target}%: {NOT_APPLICABLE}."
    if part is None or whole is None:
        return f"Target {target}%: {NOT_TOLD}."
    if 100 * part >= target * whole:
        return f"Target {target}%: met."
    missed = target - (percent(part, whole) or 0)
    by = points(missed) if missed else "less than 1 percentage point"
    return f"Target {target}%: missed by {by} ({percentage(part, whole)})."
