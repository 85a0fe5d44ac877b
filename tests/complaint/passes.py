"""How a case begins, and begins again, in the naive model."""

from datetime import date

from caseledger.complaint import (
    Receive,
)
from complaint.due_dates import (
    Case,
    owed,
    set_clock,
)
from complaint.ways import Way


def receive(command: Receive, way: Way) -> Case:
    """Open a case."""
    case: Case = {
        "way": way,
        "reference": command.reference,
        "procedure": str(command.procedure),
        "oral": bool(command.oral),
        "function": command.function and str(command.function),
        "duplicate": command.duplicate_of,
        "grounds": command.grounds_arose_on,
        "received": command.on,
        "accepted_late": False,
        "interest": None,
        "advocate": None,
        "advocate_asked": None,
        "advocate_found": None,
        "ended": None,
        "waited_for_proceedings": False,
        "reinstated": date.min,
        "anew": False,
        "suspended": None,
        "resumed": date.min,
        "pauses": [],
        "referrals": [],
        "remedies": [],
        "actions": [],
        "advised": (),
        # Of earlier passes: what was due, and who took part.
        "past": [],
        "acted": set(),
        "sat": set(),
    }
    _begin(case, command.on)
    return case


def _begin(case: Case, on: date) -> None:
    """Begin with stage 1, for the first time or anew."""
    case |= {
        "begun": {1: on},
        "acknowledged": {},
        "answered": {},
        "response_received": {},
        "signed": {},
        "extensions": {1: [], 2: []},
        "skipped": False,
        "sent_back_people": set(),
        "left_stage_1": None,
        "resolved": None,
        "clocks": {},
        "marks": set(),
    }
    _begin_stage_2(case)
    set_clock(case, "acknowledgement")
    set_clock(case, "stage_1_response")


def _begin_stage_2(case: Case) -> None:
    case |= {
        "basis": None,
        "statement": None,
        # What the Regulations alone let be read in two ways.
        "one_reading": False,
        "officer": None,
        "independent": None,
        "officer_reported": None,
        "independent_reported": None,
        "chair": None,
        "meets": None,
        "papers": None,
        "met": None,
        "members": (),
        "reported": None,
        "recommended": (),
        "sent_back": None,
        "early_referral": None,
        "declined": None,
    }
    for dated in ("begun", "acknowledged", "answered", "response_received", "signed"):
        case[dated] = {n: one for n, one in case[dated].items() if n == 1}
    case["extensions"][2] = []


def _leave_behind(case: Case) -> None:
    signed = (case["signed"].get(1), case["signed"].get(2))
    case["acted"] |= {case["officer"], case["independent"], *signed}
    case["acted"] -= {None}
    case["sat"] |= {*case["members"]}


def reopen(case: Case, on: date) -> None:
    """Begin stage 2 once more, as the panel recommended."""
    kept = {"acknowledgement", "stage_1_response", "stage_2_request"}
    for one in owed(case):
        if one.name not in kept:
            # The panel's recommendation is answered by following it.
            case["past"].append(one._replace(ended=one.ended or on, paused=False))
    _leave_behind(case)
    case["sent_back_people"] |= {case["officer"], case["independent"]} - {None}
    _begin_stage_2(case)
    case["begun"][2] = on
    case["marks"] = {mark for mark in case["marks"] if mark[1] == 1}
    case["clocks"] = {n: clock for n, clock in case["clocks"].items() if n in kept}
    set_clock(case, "stage_2_response")


def reinstate(case: Case, on: date) -> None:
    """Take up again what ended: a closed file where it was, all else from stage 1."""
    how, _ = case["ended"]
    if how != "closed":
        case["past"] += owed(case)
        _leave_behind(case)
        if case["suspended"]:
            case["suspended"], case["resumed"] = None, on
        # What was put off was a stage of the pass that is over.
        case["pauses"] = []
    case["ended"], case["reinstated"] = None, on
    if how != "closed":
        case["anew"] = True
        _begin(case, on)
