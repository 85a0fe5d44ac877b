"""Every rule for which the procedure, as the naive model has it, refuses a step."""

from datetime import date

from caseledger.complaint import (
    AcceptLate,
    Acknowledge,
    AgreeEarlyReferral,
    AgreeResolution,
    AgreeStatement,
    AppointInvestigators,
    ArrangePanel,
    Close,
    Command,
    ConvenePanel,
    DecideSufficientInterest,
    DeclineEscalation,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    LinkComplaint,
    Receive,
    ReceivePanelReport,
    Reclassify,
    Reinstate,
    ReopenStage2,
    ReportIndependentPerson,
    ReportInvestigation,
    Respond,
    Resume,
    SendPanelPapers,
    Suspend,
    Withdraw,
)
from complaint.due_dates import Case, open_until, present_stage
from complaint.objections_beside import of_item
from complaint.objections_in_stages import early, of_stage
from complaint.wall_calendar import a_year_after

PROGRESS = (
    *(AcceptLate, Acknowledge, AgreeEarlyReferral, AgreeResolution, AgreeStatement),
    *(AppointInvestigators, ArrangePanel, Close, ConvenePanel, DeclineEscalation),
    *(DecideSufficientInterest, Defer, DoNotAccept, Escalate, Extend, Respond),
    *(ReceivePanelReport, Reclassify, ReopenStage2, ReportIndependentPerson),
    *(ReportInvestigation, Resume, SendPanelPapers, Suspend, Withdraw),
)
FORWARD = (Acknowledge, Extend, Respond, Escalate)
STATUTORY_FUNCTIONS = {
    *("children_act_part_3", "children_act_parts_4_and_5"),
    *("adoption", "special_guardianship"),
}
# Days that are promised, and so may lie ahead.
AHEAD = {"extended_to", "until", "due_on", "meets_on", "compliance_due_on"}


def objections(case: Case, command: Command, today: date) -> set[str]:
    """Return every rule for which the procedure refuses a live command."""
    days = {name: day for name, day in vars_of(command) if isinstance(day, date)}
    in_future = any(day > today for name, day in days.items() if name not in AHEAD)
    found = {"FutureDate"} if in_future else set()
    if not case:
        return found | _of_receipt(command)
    if isinstance(command, Receive):
        return found | {"R08"}
    if isinstance(command, PROGRESS):
        if case["ended"]:
            found.add("R32")
        if case["suspended"] and not isinstance(command, Withdraw | Resume):
            found.add("R33")
        found |= early(command.on, max(case["received"], case["begun"][1]))
    if isinstance(command, FORWARD):
        found |= _admission(case)
    for rules in (_of_intake, of_stage, _of_ends, of_item):
        found |= rules(case, command)
    return found


def vars_of(command: Command) -> list[tuple[str, object]]:
    """Return the fields of a command with their values."""
    fields = type(command).__attrs_attrs__
    return [(field.name, getattr(command, field.name)) for field in fields]


def _of_receipt(command: Command) -> set[str]:
    if not isinstance(command, Receive):
        return {"R08"}
    return early(command.on, command.grounds_arose_on)


def _is_late(case: Case) -> bool:
    grounds = case["grounds"]
    return grounds is not None and case["received"] > a_year_after(grounds)


def _admission(case: Case) -> set[str]:
    found = set()
    statutory, function = case["procedure"] == "statutory", case["function"]
    if statutory and _is_late(case) and not case["accepted_late"]:
        found.add("R01")
    if statutory and case["interest"] is False:
        found.add("R05")
    if function == "not_childrens_services" or case["duplicate"]:
        found.add("R07")
    elsewhere = {*STATUTORY_FUNCTIONS, "not_childrens_services"}
    if function and statutory and function not in elsewhere:
        found.add("R06")
    return found


def _of_intake(case: Case, command: Command) -> set[str]:
    in_time = case["grounds"] is not None and not _is_late(case)
    match command:
        case AcceptLate():
            found = {"NotLate"} if in_time else set()
            return found | (set() if command.reason else {"ReasonMissing"})
        case DecideSufficientInterest():
            said = command.sufficient or command.reason
            found = set() if said else {"ReasonMissing"}
            # Reg 12 is of the statutory procedure.
            corporate = case["procedure"] == "corporate"
            return found | ({"InterestNotInQuestion"} if corporate else set())
        case LinkComplaint():
            itself = command.linked_to == case["reference"]
            return {"LinkedToItself"} if itself else set()
        case Reclassify():
            found = (
                {"SameProcedure"} if command.procedure == case["procedure"] else set()
            )
            found |= set() if command.reason else {"ReasonMissing"}
            too_late = case["answered"] and not command.directed_by_ombudsman
            return found | ({"ReclassifiedTooLate"} if too_late else set())
        case DoNotAccept():
            return _of_turning_away(case, command) | _reasons(
                case, command, in_time=in_time
            )
        case _:
            return set()


def _of_turning_away(case: Case, command: DoNotAccept) -> set[str]:
    found = {"R10"} if command.on <= case["reinstated"] else set()
    if case["answered"] or 2 in case["begun"]:
        found.add("R23" if case["procedure"] == "statutory" else "R18")
    if command.notified_on is None:
        found.add("NoticeMissing")
    if not command.ombudsman_signposted:
        found.add("OmbudsmanNotSignposted")
    return found


def _reasons(case: Case, command: DoNotAccept, *, in_time: bool) -> set[str]:
    reason = command.reason and str(command.reason)
    if reason == "concurrent_proceedings":
        return set() if command.proceedings and command.reasoning else {"R03"}
    found = set() if reason and command.reasoning else {"ReasonMissing"}
    statutory, function = case["procedure"] == "statutory", case["function"]
    if reason == "out_of_time":
        limbs = (command.earlier_was_reasonable, command.fair_consideration_possible)
        found |= {"NotLate"} if in_time else set()
        found |= {"R02"} if statutory and None in limbs else set()
    if reason == "duplicate" and not (command.duplicate_of or case["duplicate"]):
        found.add("ReasonMissing")
    if reason == "other" and statutory:
        found.add("NoGroundToTurnAway")
    contradicted = {
        "no_sufficient_interest": case["interest"],
        "outside_procedure": function in STATUTORY_FUNCTIONS,
        "not_childrens_services": function not in {None, "not_childrens_services"},
    }
    return found | ({"GroundContradicted"} if contradicted.get(reason or "") else set())


def _of_ends(case: Case, command: Command) -> set[str]:  # noqa: PLR0911 - one case per command
    match command:
        case Withdraw():
            again = {"R10"} if command.on <= case["reinstated"] else set()
            return again | early(command.confirmed_on, command.on)
        case Reinstate():
            return _of_taking_up(case, command)
        case Suspend():
            return early(command.on, case["resumed"]) | _of_waiting(case, command)
        case Resume():
            if not case["suspended"]:
                return {"NothingToTakeUp"}
            return early(command.on, case["suspended"][0])
        case Defer():
            stage = present_stage(case)
            found = early(command.on, case["begun"][stage])
            if stage == 1 or stage in case["answered"]:
                found.add("R18")
            if command.until is None or not command.complainant_agreed:
                return found | {"DeferralNotAgreed"}
            return found | ({"R10"} if command.until <= command.on else set())
        case Close():
            return _of_closing(case, command)
        case _:
            return set()


def _of_taking_up(case: Case, command: Reinstate) -> set[str]:
    if not case["ended"]:
        found = {"NothingToTakeUp"}
    else:
        found = early(command.on, case["ended"][1])
        if case["waited_for_proceedings"] and not command.proceedings_ended_on:
            found.add("ProceedingsRunning")
    over = command.proceedings_ended_on
    if over is not None:
        found |= early(command.on, over)
        found |= {"R04"} if command.on > a_year_after(over) else set()
    return found


def _of_waiting(case: Case, command: Suspend) -> set[str]:
    if command.ground == "advocate":
        asked, found_on = case["advocate_asked"], case["advocate_found"]
        at_stage_1 = present_stage(case) == 1 and not case["answered"]
        awaited = asked and not found_on and at_stage_1
        return (set() if awaited else {"AdvocateNotAwaited"}) | early(command.on, asked)
    if command.ground is None or not (command.proceedings and command.reason):
        return {"R03"}
    return {"NoticeMissing"} if command.notified_on is None else set()


def _of_closing(case: Case, command: Close) -> set[str]:
    stage = present_stage(case)
    answered = case["answered"].get(stage)
    if answered is None:
        return {"NothingToClose"}
    found = early(command.on, answered)
    found |= {"R10"} if command.on <= case["reinstated"] else set()
    until = open_until(case)
    content = command.complainant_content or case["resolved"]
    if until and command.on <= until and not content:
        found.add("WindowStillOpen")
    return found
