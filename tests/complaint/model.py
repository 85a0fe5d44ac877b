"""
The procedure once more, naively: one plain dict and a count with a wall calendar.

Written from the procedure's own tables, to be held against the library. It takes
nothing from the library but the words for what is asked.
"""

from datetime import date, timedelta
from functools import cache
from typing import Any

import holidays

from caseledger.complaint import (
    Acknowledge,
    AgreeAction,
    AgreeStatement,
    AppointInvestigators,
    Command,
    CompleteAction,
    ConvenePanel,
    Correct,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    LeaveActionUndone,
    OfferRemedy,
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

Case = dict[str, Any]
Mark = tuple[str, int, int, str]

# The rules that a step can break and yet have been taken (formats, section 1).
IRREGULAR = {"R11", "R12", "R15", "R19", "R25", "R26", "R28", "R30"}

# Working days, and at most: stage 1, stage 2 (procedure, sections 6.1 and 6.2).
LIMITS = {
    "statutory": {1: (10, 20), 2: (25, 65)},
    "corporate": {1: (10, 20), 2: (20, 40)},
}
TOO_LONG = {1: "R12", 2: "R15"}
PROGRESS = (
    *(Acknowledge, AgreeStatement, AppointInvestigators, ConvenePanel, Defer),
    *(DoNotAccept, Escalate, Extend, ReceivePanelReport, ReopenStage2, Respond),
    *(Suspend, Withdraw),
)
# How a remedy goes on: offered, accepted, paid; or offered, rejected.
SETTLED = {"offered": {"accepted", "rejected", "paid"}, "accepted": {"paid"}}
BANK_HOLIDAYS = {
    *holidays.country_holidays("GB", subdiv="ENG", years=range(2021, 2028)),
}


@cache
def count(start: date, working_days: int) -> date:
    """Count day by day; the start does not count."""
    day = start
    while working_days:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in BANK_HOLIDAYS:
            working_days -= 1
    return day


def receive(command: Receive) -> Case:
    """Open a case."""
    return {
        "procedure": str(command.procedure),
        "acknowledged": False,
        "ended": None,
        "suspended": None,
        "reinstated": date.min,
        "resumed": date.min,
        "begun": {1: command.on},
        "answered": {},
        "sent_back": True,
        "extensions": {1: [], 2: []},
        "basis": None,
        "earlier_bases": set(),
        "independent": None,
        "officer": None,
        "earlier": set(),
        "met": None,
        "members": (),
        "reported": None,
        "referrals": [],
        "remedies": [],
        "actions": [],
        "marks": set(),
    }


def latest(case: Case, stage: int) -> date:
    """Return the last day to which a stage can be extended."""
    return count(case["begun"][stage], LIMITS[case["procedure"]][stage][1])


def due(case: Case, stage: int, known_on: date = date.max) -> date:
    """Return the due date of stage 1 or 2; what broke a rule extends nothing."""
    day = count(case["begun"][stage], LIMITS[case["procedure"]][stage][0])
    marked = {
        number for step, of, number, _ in case["marks"] if (step, of) == ("ext", stage)
    }
    for number, (told, to) in enumerate(case["extensions"][stage], start=1):
        if number not in marked and told <= known_on:
            day = max(day, to)
    return day


def deadlines(case: Case) -> dict[str, date]:
    """Return every due date of the case so far."""
    found = {f"stage_{n}_response": due(case, n) for n in (1, 2) if n in case["begun"]}
    if 3 in case["begun"]:
        found["review_panel"] = count(case["begun"][3], 30)
    if case["met"]:
        found["panel_report"] = count(case["met"], 5)
    if case["reported"]:
        found["stage_3_response"] = count(case["reported"], 15)
    return found


def judge(case: Case) -> set[Mark]:
    """Return every rule that the steps of a case broke, by all that is known of it."""
    marks: set[Mark] = set()
    for stage in {1, 2} & case["begun"].keys():
        marks |= _extensions(case, stage)
    if 2 in case["begun"]:
        asked = case["begun"][2]
        if _still_in_time({**case, "marks": marks}, case["basis"], asked):
            marks.add(("esc", 2, 0, "R19"))
    if case["met"]:
        marks |= {("panel", 3, 0, rule) for rule in _panel(case, case["members"])}
    told_on = case["reported"] or case["met"]
    if 3 in case["answered"] and told_on and case["answered"][3] < told_on:
        marks.add(("resp", 3, 0, "R30"))
    return marks


def _extensions(case: Case, stage: int) -> set[Mark]:
    marks: set[Mark] = set()
    day = count(case["begun"][stage], LIMITS[case["procedure"]][stage][0])
    for number, (told, to) in enumerate(case["extensions"][stage], start=1):
        late, too_long = told > day, to > latest(case, stage)
        if late:
            marks.add(("ext", stage, number, "R11"))
        if too_long:
            marks.add(("ext", stage, number, TOO_LONG[stage]))
        if not late and not too_long:
            day = max(day, to)
    return marks


def _still_in_time(case: Case, basis: str | None, asked: date) -> bool:
    answered = 1 in case["answered"] and case["answered"][1] <= asked
    return basis == "no_response" and not answered and asked <= due(case, 1, asked)


def _panel(case: Case, members: tuple[str, ...]) -> set[str]:
    broken = set()
    if len(members) != 3 or len({*members}) != 3:
        broken.add("R25")
    if case["independent"] in members:
        broken.add("R26")
    if {case["officer"], *case["earlier"]} & {*members}:
        broken.add("R28")
    return broken


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
            found = _open(case, 3) | _panel(case, command.members) | _reported(case)
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
    return found | ({"R19"} if _still_in_time(case, command.basis, asked) else set())


def take(case: Case, command: Command) -> None:  # noqa: C901, PLR0912 - one case per command
    """Write down that a step was taken."""
    match command:
        case Acknowledge():
            case["acknowledged"] = True
        case DoNotAccept() | Withdraw():
            case["ended"] = command.on
        case Reinstate():
            case["ended"], case["reinstated"] = None, command.on
        case Suspend():
            case["suspended"] = command.on
        case Resume():
            case["suspended"], case["resumed"] = None, command.on
        case Extend():
            step = (command.on, command.extended_to)
            case["extensions"][command.stage].append(step)
        case Respond():
            case["answered"][command.stage] = command.on
            if command.stage == 3:
                case["sent_back"] = command.outcome == "reinvestigate"
        case Escalate():
            case["begun"][command.to_stage] = command.on
            if command.to_stage == 2:
                case["basis"] = command.basis and str(command.basis)
        case AppointInvestigators():
            case["officer"] = command.investigating_officer or case["officer"]
            case["independent"] = command.independent_person or case["independent"]
        case ConvenePanel():
            case["met"], case["members"] = command.on, command.members
            case["marks"] = {mark for mark in case["marks"] if mark[0] != "panel"}
        case ReceivePanelReport():
            case["reported"] = command.on
        case ReopenStage2():
            _reopen(case, command.on)
        case ReferToOmbudsman():
            case["referrals"].append(command.on)
        case OfferRemedy():
            case["remedies"].append((command.on, "offered"))
        case SettleRemedy():
            offered_on, _ = case["remedies"][command.remedy - 1]
            case["remedies"][command.remedy - 1] = (offered_on, str(command.status))
        case AgreeAction():
            case["actions"].append(command.on)
        case Correct():
            _correct(case, command)
        case _:
            pass


def _reopen(case: Case, on: date) -> None:
    case["earlier"] |= {case["officer"], case["independent"]} - {None}
    case["earlier_bases"].add(case["basis"])
    case["sent_back"] = True
    case["officer"] = case["independent"] = case["basis"] = None
    case["met"] = case["reported"] = None
    case["members"] = ()
    case["begun"] = {1: case["begun"][1], 2: on}
    case["answered"] = {1: case["answered"][1]} if 1 in case["answered"] else {}
    case["extensions"][2] = []
    case["marks"] = {mark for mark in case["marks"] if mark[1] == 1}


def _correct(case: Case, command: Correct) -> None:
    match command.fact:
        case "received_on":
            case["begun"][1] = date.fromisoformat(command.now)
        case "s1_responded_on":
            case["answered"][1] = date.fromisoformat(command.now)
        case "s2_requested_on":
            case["begun"][2] = date.fromisoformat(command.now)
        case "s2_independent_person":
            case["independent"] = command.now
        case "s3_panel_reported_on":
            case["reported"] = date.fromisoformat(command.now)
        case "procedure" | "s2_basis" as fact:
            case[fact.removeprefix("s2_")] = command.now
        case _:
            pass
    case["marks"] = judge(case)
