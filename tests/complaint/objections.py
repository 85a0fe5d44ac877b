"""Every rule for which the procedure, as the naive model has it, refuses a step."""

from datetime import date

from caseledger.complaint import (
    Acknowledge,
    AgreeStatement,
    AppointInvestigators,
    Command,
    CompleteAction,
    ConvenePanel,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    LeaveActionUndone,
    Receive,
    ReceivePanelReport,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    Reinstate,
    ReopenStage2,
    Respond,
    Resume,
    SettleRemedy,
    Suspend,
    Withdraw,
)
from complaint.model import (
    TOO_LONG,
    Case,
    broken_by_panel,
    due,
    latest,
    still_in_time,
)

PROGRESS = (
    *(Acknowledge, AgreeStatement, AppointInvestigators, ConvenePanel, Defer),
    *(DoNotAccept, Escalate, Extend, ReceivePanelReport, ReopenStage2, Respond),
    *(Suspend, Withdraw),
)
# How a remedy goes on: offered, accepted, paid; or offered, rejected.
SETTLED = {"offered": {"accepted", "rejected", "paid"}, "accepted": {"paid"}}


def objections(case: Case, command: Command, today: date) -> set[str]:
    """Return every rule for which the procedure refuses a live command."""
    on = getattr(command, "on", None)
    found = {"FutureDate"} if on and on > today else set()
    if not case:
        grounds_first = (
            isinstance(command, Receive)
            and command.grounds_arose_on is not None
            and command.grounds_arose_on > command.on
        )
        if not isinstance(command, Receive):
            found.add("R08")
        return found | ({"R10"} if grounds_first else set())
    if isinstance(command, Receive):
        return found | {"R08"}
    if isinstance(command, PROGRESS):
        if case["ended"]:
            found.add("R32")
        if case["suspended"] and not isinstance(command, Withdraw):
            found.add("R33")
        if on and on < case["begun"][1]:
            found.add("R10")
    return found | _of_step(case, command)


def _open(case: Case, stage: int) -> set[str]:
    if stage == 3 and case["procedure"] == "corporate":
        return {"R29"}
    is_open = stage in case["begun"] and stage not in case["answered"]
    skipped = "agreed_skip" in {case["basis"], *case["earlier_bases"]}
    return set() if is_open and not (stage == 1 and skipped) else {"R18"}


def _early(on: date | None, day: date | None) -> set[str]:
    return {"R10"} if on and day and on < day else set()


def _of_step(case: Case, command: Command) -> set[str]:  # noqa: C901, PLR0911, PLR0912 - one case per command
    match command:
        case Acknowledge():
            return {"R09"} if case["acknowledged"] else set()
        case DoNotAccept():
            over = 1 in case["answered"] or 2 in case["begun"]
            again = {"R10"} if command.on <= case["reinstated"] else set()
            return again | ({"R18"} if over else set())
        case Withdraw():
            return {"R10"} if command.on <= case["reinstated"] else set()
        case Suspend():
            return {"R10"} if command.on <= case["resumed"] else set()
        case Extend():
            return _extension(case, command)
        case Respond():
            return _response(case, command)
        case Escalate():
            return _escalation(case, command)
        case AgreeStatement():
            return _open(case, 2) | _early(command.on, case["begun"].get(2))
        case AppointInvestigators():
            return _open(case, 2) | _appointment(case, command)
        case ConvenePanel():
            found = (
                _open(case, 3)
                | broken_by_panel(case, command.members)
                | _reported(case)
            )
            return found | _early(command.on, case["begun"].get(3))
        case ReceivePanelReport():
            found = _open(case, 3) | _reported(case) | _early(command.on, case["met"])
            return found | (set() if case["met"] else {"R18"})
        case ReopenStage2():
            found = {"R29"} if case["procedure"] == "corporate" else set()
            if not case["sent_back"]:
                found.add("ReinvestigationNotRecommended")
            if not case["reported"]:
                return found | {"R30"}
            return found | _early(command.on, case["reported"])
        case Reinstate():
            if not case["ended"]:
                return {"NothingToTakeUp"}
            return _early(command.on, case["ended"])
        case Resume():
            if not case["suspended"]:
                return {"NothingToTakeUp"}
            return _early(command.on, case["suspended"])
        case _:
            return _of_item(case, command)


def _appointment(case: Case, command: AppointInvestigators) -> set[str]:
    named = {command.investigating_officer, command.independent_person}
    officer = command.investigating_officer or case["officer"]
    independent = command.independent_person or case["independent"]
    found = {"R31"} if named & case["earlier"] else set()
    one = officer is not None and officer == independent
    return found | ({"OnePersonTwoRoles"} if one else set())


def _reported(case: Case) -> set[str]:
    return {"PanelAlreadyReported"} if case["reported"] else set()


def _of_item(case: Case, command: Command) -> set[str]:
    match command:
        case ReferToOmbudsman():
            following = command.referral in {None, len(case["referrals"]) + 1}
            return set() if following else {"UnknownItem"}
        case RecordOmbudsmanDecision():
            return _of_known(command.on, command.referral, case["referrals"])
        case SettleRemedy():
            days = [on for on, _ in case["remedies"]]
            found = _of_known(command.on, command.remedy, days)
            if "UnknownItem" not in found:
                _, status = case["remedies"][command.remedy - 1]
                if command.status not in SETTLED.get(status, set()):
                    found.add("RemedySettledOtherwise")
            return found
        case CompleteAction() | LeaveActionUndone():
            return _of_known(command.on, command.action, case["actions"])
        case _:
            return set()


def _of_known(on: date | None, number: int, days: list[date]) -> set[str]:
    if not 1 <= number <= len(days):
        return {"UnknownItem"}
    return _early(on, days[number - 1])


def _extension(case: Case, command: Extend) -> set[str]:
    stage = command.stage
    if stage not in {1, 2}:
        return {"R17"}
    found = _open(case, stage)
    if stage not in case["begun"]:
        return found
    if stage == 1 and case["procedure"] == "statutory":
        found |= set() if command.reason else {"R13"}
        found |= {"R14"} if case["extensions"][1] else set()
    if stage == 2 and not command.reason and not command.reason_told:
        found.add("R16")
    found |= _early(command.on, case["begun"][stage])
    if command.on > due(case, stage):
        found.add("R11")
    if command.extended_to > latest(case, stage):
        found.add(TOO_LONG[stage])
    return found


def _response(case: Case, command: Respond) -> set[str]:
    stage = command.stage
    if stage not in {1, 2, 3}:
        return {"R18"}
    found = _open(case, stage)
    found |= _early(command.on, case["begun"].get(stage))
    if stage == 2 and case["procedure"] == "statutory" and not case["independent"]:
        found.add("R24")
    if stage == 3 and (not case["reported"] or command.on < case["reported"]):
        found.add("R30")
    if stage != 3 and command.outcome == "reinvestigate":
        found.add("ReinvestigationAtStage3Only")
    return found


def _escalation(case: Case, command: Escalate) -> set[str]:
    stage, asked = command.to_stage, command.on
    if stage not in {2, 3}:
        return {"R18"}
    found = {"R18"} if stage in case["begun"] else set()
    answered = case["answered"].get(stage - 1)
    if stage == 3:
        if case["procedure"] == "corporate":
            found.add("R29")
        if not answered:
            return found | {"R20"}
        return found | _early(asked, answered)
    if command.basis in {None, "dissatisfied"}:
        return found | (_early(asked, answered) if answered else {"R19"})
    if command.basis == "agreed_skip":
        return found | ({"R18"} if answered else set())
    return found | ({"R19"} if still_in_time(case, command.basis, asked) else set())
