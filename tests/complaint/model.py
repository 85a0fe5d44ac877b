"""
The procedure once more, naively: one plain dict and a count with a wall calendar.

Written from the procedure's own tables, to be held against the library. It takes
nothing from the library but the words for what is asked.
"""

from datetime import date
from typing import Any

from caseledger.complaint import (
    AcceptLate,
    Acknowledge,
    AgreeAction,
    AgreeEarlyReferral,
    AgreeResolution,
    AgreeStatement,
    AppointAdvocate,
    AppointInvestigators,
    ArrangePanel,
    Close,
    Command,
    ConvenePanel,
    Correct,
    DecideSufficientInterest,
    DeclineEscalation,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    OfferRemedy,
    Receive,
    ReceivePanelReport,
    Reclassify,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    Reinstate,
    ReopenStage2,
    ReportIndependentPerson,
    ReportInvestigation,
    RequestAdvocate,
    Respond,
    Resume,
    SendPanelPapers,
    SettleRemedy,
    Suspend,
    Withdraw,
)
from complaint.due_dates import (
    Case,
    Extension,
    correct_clocks,
    known,
    owed,
    pause,
    set_clock,
)
from complaint.marks import judge
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
        "suspended": None,
        "resumed": date.min,
        "pauses": [],
        "referrals": [],
        "remedies": [],
        "actions": [],
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


def other_reading(case: Case) -> tuple[date, date] | None:
    """Return the start and the day of stage 2 by the other reading (C3)."""
    if not case["statement"]:
        return None
    started = "begun" if case["way"]["from_statement"] else "statement"
    start: date = case["begun"][2] if started == "begun" else case["statement"]
    governing = case["clocks"]["stage_2_response"]
    return start, governing._replace(start=start).due


def referral(case: Case, on: date) -> tuple[int | None, bool]:
    """Return the local stage on the day of a referral, and whether it is premature."""
    begun = [stage for stage, day in case["begun"].items() if day <= on]
    final = 3 if case["procedure"] == "statutory" else 2
    turned_away = case["ended"] and case["ended"][0] == "not accepted"
    over = (
        case["answered"].get(final),
        case["ended"][1] if turned_away else None,
        case["early_referral"],
        case["declined"],
    )
    return max(begun, default=None), all(day is None or on < day for day in over)


def take(case: Case, command: Command, *, live: bool = True) -> None:
    """Write down that a step was taken."""
    # Nobody was told of a milestone in what is only now recorded.
    case["live"] = live
    before, procedure = known(case), case["procedure"]
    for write in (_take_intake, _take_stages, _take_panel, _take_ends, _take_beside):
        write(case, command)
    corrected = isinstance(command, Correct)
    if corrected or not live or isinstance(command, Extend):
        other = corrected and case["procedure"] != procedure
        correct_clocks(case, before, all_of_them=other)
        case["marks"] = judge(case)


def _take_intake(case: Case, command: Command) -> None:
    match command:
        case AcceptLate():
            case["accepted_late"] = True
        case DecideSufficientInterest():
            case["interest"] = command.sufficient
        case Reclassify():
            _reclassify(case, str(command.procedure))
        case Acknowledge():
            case["acknowledged"][command.stage] = command.on
            if command.stage in (1, 2) and command.stage not in case["answered"]:
                _restart(case, f"stage_{command.stage}_response")
        case RequestAdvocate():
            case["advocate_asked"] = command.on
        case AppointAdvocate():
            case["advocate"], case["advocate_found"] = command.advocate, command.on
        case _:
            pass


def _restart(case: Case, name: str) -> None:
    """Start a clock anew if what starts it is another day now."""
    before = case["clocks"].get(name)
    set_clock(case, name)
    if before is not None and case["clocks"][name].start == before.start:
        case["clocks"][name] = before


def _reclassify(case: Case, procedure: str) -> None:
    open_now = [one.name for one in owed(case) if one.ended is None]
    case["procedure"], case["one_reading"] = procedure, True
    for name in open_now:
        # What the other procedure does not know stays as it was told.
        set_clock(case, name)


def _take_stages(case: Case, command: Command) -> None:  # noqa: C901 - one case per command
    match command:
        case Extend():
            excused = command.good_reason and case["procedure"] == "corporate"
            told = Extension(
                command.on,
                command.extended_to,
                excused and case["way"]["longer_for_good_reason"],
            )
            case["extensions"][command.stage].append(told)
        case Respond():
            _answer(case, command)
        case AgreeResolution():
            case["resolved"] = command.on
        case Escalate():
            case["begun"][command.to_stage] = command.on
            _go_further(case, command)
        case DeclineEscalation():
            case["declined"] = command.on
        case AgreeStatement():
            case["statement"] = command.on
            case["one_reading"] = case["procedure"] == "corporate"
            _restart(case, "stage_2_response")
        case AppointInvestigators():
            case["officer"] = command.investigating_officer or case["officer"]
            case["independent"] = command.independent_person or case["independent"]
        case ReportInvestigation():
            case["officer_reported"] = command.on
        case ReportIndependentPerson():
            case["independent_reported"] = command.on
        case AgreeEarlyReferral():
            case["early_referral"] = command.on
        case _:
            pass


def _go_further(case: Case, command: Escalate) -> None:
    milestones: tuple[str, ...] = ("panel_acknowledgement", "panel_chair")
    if command.to_stage == 2:
        case["basis"] = command.basis and str(command.basis)
        case["skipped"] = command.basis == "agreed_skip"
        case["left_stage_1"] = command.on
        milestones = ("stage_2_acknowledgement",)
    for name in milestones if case["live"] else ():
        set_clock(case, name)
    set_clock(case, "stage_2_response" if command.to_stage == 2 else "review_panel")


def _answer(case: Case, command: Respond) -> None:
    stage = command.stage
    case["answered"][stage] = command.on
    case["response_received"][stage] = command.received_on
    case["signed"][stage] = command.signed_by
    if stage < 3:
        # What was asked for already has no window to ask for it in.
        if stage + 1 not in case["begun"]:
            set_clock(case, {1: "stage_2_request", 2: "review_request"}[stage])
        return
    again = {n for n, kind in case["recommended"] if kind == "reinvestigate"}
    accepted = {one.recommendation for one in command.answers if one.accepted}
    by_outcome = command.outcome == "reinvestigate"
    by_answer = again and command.answers
    case["sent_back"] = bool(again & accepted) if by_answer else by_outcome


def _take_panel(case: Case, command: Command) -> None:
    match command:
        case ArrangePanel():
            case["chair"] = command.on if command.chair else case["chair"]
            case["meets"] = command.meets_on or case["meets"]
            if command.meets_on:
                set_clock(case, "panel_papers")
        case SendPanelPapers():
            case["papers"] = command.on
        case ConvenePanel():
            case["met"], case["members"] = command.on, command.members
            case["marks"] = {mark for mark in case["marks"] if mark[0] != "panel"}
            set_clock(case, "panel_report")
        case ReceivePanelReport():
            case["reported"] = command.on
            kinds = [str(one.kind) for one in command.recommendations]
            case["recommended"] = tuple(enumerate(kinds, start=1))
            set_clock(case, "stage_3_response")
        case ReopenStage2():
            _reopen(case, command.on)
        case _:
            pass


def _reopen(case: Case, on: date) -> None:
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


def _take_ends(case: Case, command: Command) -> None:
    match command:
        case DoNotAccept():
            case["ended"] = ("not accepted", command.on)
            case["duplicate"] = command.duplicate_of or case["duplicate"]
            waited = command.reason == "concurrent_proceedings"
            case["waited_for_proceedings"] = waited
        case Withdraw():
            case["ended"] = ("withdrawn", command.on)
            case["waited_for_proceedings"] = False
        case Close():
            case["ended"] = ("closed", command.on)
            case["waited_for_proceedings"] = False
        case Reinstate():
            _reinstate(case, command.on)
        case Suspend():
            case["suspended"] = (command.on, str(command.ground))
        case Resume():
            began, _ = case["suspended"]
            case["suspended"], case["resumed"] = None, command.on
            pause(case, began, command.on)
        case Defer():
            assert command.until is not None
            pause(case, command.on, command.until)
        case _:
            pass


def _reinstate(case: Case, on: date) -> None:
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
        _begin(case, on)


def _take_beside(case: Case, command: Command) -> None:
    match command:
        case ReferToOmbudsman():
            case["referrals"].append({"on": command.on, "decided": None})
        case RecordOmbudsmanDecision():
            case["referrals"][command.referral - 1]["decided"] = command.on
        case OfferRemedy():
            case["remedies"].append((command.on, "offered"))
        case SettleRemedy():
            before, _ = case["remedies"][command.remedy - 1]
            day = max(one for one in (before, command.on) if one)
            case["remedies"][command.remedy - 1] = (day, str(command.status))
        case AgreeAction():
            case["actions"].append(command.on)
        case Correct():
            _correct(case, command)
        case _:
            pass


def _correct(case: Case, command: Correct) -> None:
    facts: dict[str, tuple[str, int]] = {
        "s1_responded_on": ("answered", 1),
        "s2_requested_on": ("begun", 2),
    }
    match command.fact:
        case "received_on":
            same = case["begun"][1] == case["received"]
            case["received"] = date.fromisoformat(command.now)
            if same:
                case["begun"][1] = case["received"]
        case fact if fact in facts:
            kind, stage = facts[fact]
            case[kind][stage] = date.fromisoformat(command.now)
        case "s2_independent_person":
            case["independent"] = command.now
        case "s3_panel_reported_on":
            case["reported"] = date.fromisoformat(command.now)
        case "procedure":
            case["one_reading"] |= case["procedure"] != command.now
            case["procedure"] = command.now
        case "s2_basis":
            case["basis"] = command.now
            case["skipped"] = command.now == "agreed_skip"
        case _:
            pass
    if command.fact == "s2_requested_on" and not case["sent_back_people"]:
        case["left_stage_1"] = case["begun"][2]


def dues(case: Case) -> list[Any]:
    """Return all that is or was due, of every pass."""
    return sorted([*case["past"], *owed(case)], key=repr)
