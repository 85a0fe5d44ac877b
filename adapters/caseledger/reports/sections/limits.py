"""The limits in force in a year, in words."""

from caseledger.annual_report import Period
from caseledger.reports.wording import counted, day, number
from caseledger.rules import Edition, Policy, Provision, TimeLimit, Unit


def editions_in(provision: Provision, period: Period) -> tuple[Edition, ...]:
    """Return the edition that governs the year's first day, and those that follow."""
    first = provision.in_force(on=period.first_day)
    later = (
        edition
        for edition in provision.editions
        if period.first_day < edition.since <= period.last_day
    )
    return (first, *(edition for edition in later if edition is not first))


def valued(edition: Edition, unit: Unit) -> str:
    """Write a value with its unit."""
    singular = {Unit.PEOPLE: "person"}.get(unit, unit.value.removesuffix("s"))
    return counted(edition.value, singular, unit.value)


def limit_in(provision: Provision, period: Period) -> str:
    """Write a limit, with the day of each change within the year."""
    first, *later = editions_in(provision, period)
    changes = (f", {number(one.value)} from {day(one.since)}" for one in later)
    return valued(first, provision.unit) + "".join(changes)


def both_procedures(
    statutory: Provision | None,
    corporate: Provision | None,
    period: Period,
) -> str:
    """Write the limit of both procedures: once if they agree."""
    words = [
        limit_in(one, period) if one else "no extension"
        for one in (statutory, corporate)
    ]
    if words[0] == words[1]:
        return words[0]
    return f"{words[0]} (statutory) or {words[1]} (corporate)"


def duty_limits(policy: Policy, duty: str) -> tuple[TimeLimit, TimeLimit]:
    """Return the statutory and the corporate limit behind a duty of a report."""
    return {
        "stage_1_response": (policy.statutory_stage_1, policy.corporate_stage_1),
        "stage_2_response": (policy.statutory_stage_2, policy.corporate_stage_2),
    }[duty]
