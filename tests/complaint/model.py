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
from complaint.passes import reinstate, reopen


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
            asked = case["advocate_asked"] or command.on
            case["advocate_asked"] = min(asked, command.on)
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
            # An action may carry out what an earlier panel recommended.
            case["advised"] = case["recommended"] or case["advised"]
            set_clock(case, "stage_3_response")
        case ReopenStage2():
            reopen(case, command.on)
        case _:
            pass


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
            reinstate(case, command.on)
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
            case["received"] = date.fromisoformat(command.now)
            if not case["anew"]:
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
