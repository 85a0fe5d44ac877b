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
    AppointInvestigators,
    Command,
    ConvenePanel,
    Correct,
    DoNotAccept,
    Escalate,
    Extend,
    OfferRemedy,
    Receive,
    ReceivePanelReport,
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
        if still_in_time({**case, "marks": marks}, case["basis"], asked):
            marks.add(("esc", 2, 0, "R19"))
    if case["met"]:
        marks |= {
            ("panel", 3, 0, rule) for rule in broken_by_panel(case, case["members"])
        }
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


def still_in_time(case: Case, basis: str | None, asked: date) -> bool:
    """Say whether stage 2 was asked for while stage 1 could still be answered."""
    answered = 1 in case["answered"] and case["answered"][1] <= asked
    return basis == "no_response" and not answered and asked <= due(case, 1, asked)


def broken_by_panel(case: Case, members: tuple[str, ...]) -> set[str]:
    """Return the rules that the members of a panel break."""
    broken = set()
    if len(members) != 3 or len({*members}) != 3:
        broken.add("R25")
    if case["independent"] in members:
        broken.add("R26")
    if {case["officer"], *case["earlier"]} & {*members}:
        broken.add("R28")
    return broken


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
