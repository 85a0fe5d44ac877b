"""The rules, in the naive model, on what happens beside the stages."""

from datetime import date

from caseledger.complaint import (
    AgreeAction,
    AppointAdvocate,
    Command,
    CompleteAction,
    ComplyWithOmbudsman,
    Correct,
    LeaveActionUndone,
    Note,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    SettleRemedy,
)
from complaint.due_dates import Case
from complaint.objections_in_stages import early

# How a remedy goes on: offered, accepted, paid; or offered, rejected.
SETTLED = {"offered": {"accepted", "rejected", "paid"}, "accepted": {"paid"}}

# What belongs to no step; the rest is told by a step, and corrected once it was.
NOTED = {"theme", "team", "function"}


def of_item(case: Case, command: Command) -> set[str]:  # noqa: C901, PLR0911, PLR0912 - one case per command
    """Return every rule that forbids a step about one item."""
    match command:
        case Note():
            return set() if command.fact in NOTED else {"StepNotNoted"}
        case Correct():
            return set() if _is_known(case, command.fact) else {"NothingToCorrect"}
        case AppointAdvocate():
            return early(command.on, case["advocate_asked"])
        case ReferToOmbudsman():
            following = command.referral in {None, len(case["referrals"]) + 1}
            return set() if following else {"UnknownItem"}
        case RecordOmbudsmanDecision():
            days = [one["on"] for one in case["referrals"]]
            return _of_known(command.on, command.referral, days)
        case ComplyWithOmbudsman():
            days = [one["decided"] for one in case["referrals"]]
            found = _of_known(command.on, command.referral, days)
            if not found and days[command.referral - 1] is None:
                found = {"UnknownItem"}
            return found
        case SettleRemedy():
            days = [on for on, _ in case["remedies"]]
            found = _of_known(command.on, command.remedy, days)
            if "UnknownItem" not in found:
                _, status = case["remedies"][command.remedy - 1]
                if command.status not in SETTLED.get(status, set()):
                    found.add("RemedySettledOtherwise")
            return found
        case AgreeAction():
            made = {number for number, _ in case["advised"]}
            return {"UnknownItem"} if {*command.carries_out} - made else set()
        case CompleteAction() | LeaveActionUndone():
            return _of_known(command.on, command.action, case["actions"])
        case _:
            return set()


def _is_known(case: Case, fact: str) -> bool:
    known = {
        "received_on": case["received"],
        "procedure": case["procedure"],
        "acknowledged_on": case["acknowledged"].get(1),
        "s1_responded_on": case["answered"].get(1),
        "s2_requested_on": case["begun"].get(2),
        "s2_basis": case["basis"],
        "s2_independent_person": case["independent"],
        "s3_panel_reported_on": case["reported"],
    }
    return fact in NOTED or bool(known[fact])


def _of_known(on: date | None, number: int, days: list[date]) -> set[str]:
    if not 1 <= number <= len(days):
        return {"UnknownItem"}
    return early(on, days[number - 1])
