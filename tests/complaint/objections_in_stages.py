"""The rules, in the naive model, on responses, requests, people and the panel."""

from datetime import date

from caseledger.complaint import (
    Acknowledge,
    AgreeEarlyReferral,
    AgreeResolution,
    AgreeStatement,
    AppointInvestigators,
    ArrangePanel,
    Command,
    ConvenePanel,
    DeclineEscalation,
    Escalate,
    Extend,
    ReceivePanelReport,
    ReopenStage2,
    ReportIndependentPerson,
    ReportInvestigation,
    Respond,
    SendPanelPapers,
)
from complaint.due_dates import Case, corporate_window, due, latest, window
from complaint.marks import TOO_LONG, broken_by_panel, still_in_time


def early(on: date | None, day: date | None) -> set[str]:
    """R10: a step is not dated before the step that it answers."""
    return {"R10"} if on and day and on < day else set()


def of_stage(case: Case, command: Command) -> set[str]:  # noqa: PLR0911 - one case per command
    """Return every rule of the stages that forbids a step."""
    match command:
        case Acknowledge():
            return _acknowledgement(case, command)
        case Extend():
            return _extension(case, command)
        case Respond():
            return _response(case, command)
        case AgreeResolution():
            over = 1 not in case["answered"] or 2 in case["begun"] or case["resolved"]
            found = {"R18"} if over else set()
            found |= set() if command.terms else {"ReasonMissing"}
            return found | early(command.on, case["answered"].get(1))
        case Escalate():
            return _request(case, command)
        case DeclineEscalation():
            return _declining(case, command)
        case _:
            return _of_people(case, command)


def _open(case: Case, stage: int) -> set[str]:
    if stage == 3 and case["procedure"] == "corporate":
        return {"R29"} if stage in case["begun"] else {"R29", "R18"}
    is_open = stage in case["begun"] and stage not in case["answered"]
    return set() if is_open and not (stage == 1 and case["skipped"]) else {"R18"}


def _acknowledgement(case: Case, command: Acknowledge) -> set[str]:
    stage = command.stage
    if stage not in {1, 2, 3}:
        return {"R18"}
    found = {"R09"} if stage in case["acknowledged"] else set()
    found |= _open(case, stage) if stage > 1 else set()
    return found | early(command.on, case["begun"].get(stage))


def _extension(case: Case, command: Extend) -> set[str]:
    stage = command.stage
    if stage not in {1, 2}:
        return {"R17"}
    found = _open(case, stage)
    way, corporate = case["way"], case["procedure"] == "corporate"
    if corporate and way["names_ombudsman"] and not command.ombudsman_details_given:
        found.add("OmbudsmanDetailsNotGiven")
    told = command.reason or command.reason_told
    if corporate and stage == 1 and not told:
        found.add("ReasonMissing")
    if stage == 2 and (not told or command.in_writing is False):
        found.add("R16")
    if stage not in case["begun"]:
        return found
    if stage == 1 and not corporate:
        found |= set() if command.reason else {"R13"}
        found |= {"R14"} if case["extensions"][1] else set()
    found |= early(command.on, case["begun"][stage])
    if command.on > due(case, stage):
        found.add("R11")
    excused = corporate and way["longer_for_good_reason"] and command.good_reason
    if command.extended_to > latest(case, stage) and not excused:
        found.add(TOO_LONG[stage])
    return found


# --- Responses -----------------------------------------------------------------------


def _response(case: Case, command: Respond) -> set[str]:
    stage = command.stage
    if stage not in {1, 2, 3}:
        return {"R18"}
    found = _open(case, stage) | early(command.on, case["begun"].get(stage))
    found |= early(command.received_on, command.on)
    if stage == 2:
        found |= _adjudication(case, command)
    if stage == 3:
        found |= _answer_to_panel(case, command)
    found |= _outcome(command)
    if command.next_right_stated is False:
        found.add("NextRightNotStated")
    roles = case["way"]["roles"].get((case["procedure"], stage))
    if roles and command.signatory_role not in roles:
        found.add("SignatoryNotAllowed")
    return found


def _adjudication(case: Case, command: Respond) -> set[str]:
    signed = command.signed_by
    if case["procedure"] == "corporate":
        return {"R35"} if signed and signed == case["signed"].get(1) else set()
    reports = (case["officer_reported"], case["independent_reported"])
    found = set() if case["independent"] else {"R24"}
    found |= set() if all(reports) else {"ReportsMissing"}
    for reported in reports:
        found |= early(command.on, reported)
    if signed and signed in {case["officer"], case["independent"]}:
        found.add("AdjudicatorInvestigated")
    return found


def _answer_to_panel(case: Case, command: Respond) -> set[str]:
    reported = case["reported"]
    found = {"R30"} if not reported or command.on < reported else set()
    if command.independent_person_consulted is False:
        found.add("IndependentPersonNotConsulted")
    made = {number for number, _ in case["recommended"]}
    answered = {one.recommendation for one in command.answers}
    found |= {"UnknownItem"} if answered - made else set()
    found |= {"RecommendationsUnanswered"} if made - answered else set()
    if len(answered) < len(command.answers):
        found.add("AnsweredTwice")
    if any(not one.accepted and not one.reason for one in command.answers):
        found.add("RejectionWithoutReason")
    return found


def _outcome(command: Respond) -> set[str]:
    findings = {str(one.finding) for one in command.points}
    counted = findings - {"no_finding"}
    given = command.outcome and str(command.outcome)
    derived = None
    if findings:
        derived = "partially_upheld"
        derived = "no_finding" if not counted else derived
        derived = "upheld" if counted == {"upheld"} else derived
        derived = "not_upheld" if counted == {"not_upheld"} else derived
    outcome = given or derived
    if outcome is None:
        return {"OutcomeMissing"}
    found = set()
    if given and derived and given not in {derived, "reinvestigate"}:
        found.add("OutcomeNotOfPoints")
    if command.stage != 3 and outcome in {"reinvestigate", "no_finding"}:
        found.add("OutcomeOfStage3Only")
    return found


# --- Requests for a further stage ----------------------------------------------------


def _request(case: Case, command: Escalate) -> set[str]:
    stage, asked = command.to_stage, command.on
    if stage not in {2, 3}:
        return {"R18"}
    found = {"R18"} if stage in case["begun"] else set()
    answered = case["answered"].get(stage - 1)
    if stage == 3:
        found |= early(asked, answered)
        found |= {"R29"} if case["procedure"] == "corporate" else set()
        if not answered:
            return found | _unfinished(case, asked)
        late = case["procedure"] == "statutory" and asked > window(case, 2)
        return found | ({"R22"} if late and not command.late_reason else set())
    if command.basis in {None, "dissatisfied"}:
        found |= early(asked, answered) if answered else {"R19"}
        last = corporate_window(case)
        late = last is not None and asked > last and not command.late_reason
        return found | ({"RequestOutsideWindow"} if late else set())
    if command.basis == "agreed_skip":
        agreed = command.complainant_agreed and command.authority_agreed
        found |= set() if agreed else {"R19"}
        return found | ({"R18"} if answered else set())
    found |= {"R18"} if answered and answered <= asked else set()
    return found | ({"R19"} if still_in_time(case, command.basis, asked) else set())


def _unfinished(case: Case, asked: date) -> set[str]:
    overdue = 2 in case["begun"] and asked > due(case, 2)
    return {"R21"} if overdue else {"R20"}


def _declining(case: Case, command: DeclineEscalation) -> set[str]:  # noqa: PLR0911 - one case per command
    stage, asked = command.to_stage, command.requested_on
    if stage not in {2, 3}:
        return {"R18"}
    found = {"R18"} if stage in case["begun"] else set()
    answered = case["answered"].get(stage - 1)
    found |= early(asked, answered) | early(command.on, asked)
    if case["procedure"] == "corporate":
        if stage == 3:
            return found | {"R29"}
        last = corporate_window(case)
        if last is None or asked <= last:
            return found | {"RequestInTime"}
        return found | (set() if command.reason else {"RequestOutsideWindow"})
    if stage == 2:
        return found | {"R23"}
    if not answered:
        return found | _unfinished(case, asked)
    if asked <= window(case, 2):
        return found | {"R23"}
    return found | (set() if command.reason else {"R22"})


# --- The people of stage 2, and the panel --------------------------------------------


def _of_people(case: Case, command: Command) -> set[str]:
    match command:
        case AgreeStatement():
            return _open(case, 2) | early(command.on, case["begun"].get(2))
        case AppointInvestigators():
            return _open(case, 2) | _appointment(case, command)
        case ReportInvestigation() | ReportIndependentPerson():
            found = _open(case, 2) | early(command.on, case["begun"].get(2))
            found |= early(command.on, case["statement"])
            if case["oral"] and not case["statement"]:
                found.add("StatementMissing")
            if isinstance(command, ReportIndependentPerson) and not case["independent"]:
                found.add("R24")
            return found
        case _:
            return _of_panel(case, command)


def _appointment(case: Case, command: AppointInvestigators) -> set[str]:
    named = {command.investigating_officer, command.independent_person}
    officer = command.investigating_officer or case["officer"]
    independent = command.independent_person or case["independent"]
    found = {"R31"} if named & case["sent_back_people"] else set()
    if officer is not None and officer == independent:
        found.add("OnePersonTwoRoles")
    if command.independence_declared is False:
        found.add("R27")
    others = {case["advocate"], case["signed"].get(1), *case["sat"]}
    if command.independent_person and command.independent_person in others:
        found.add("IndependentPersonActed")
    external = command.officer_is_external or not command.investigating_officer
    if case["way"]["external"] and not external:
        found.add("OfficerMustBeExternal")
    return found


def _of_panel(case: Case, command: Command) -> set[str]:  # noqa: PLR0911 - one case per command
    on, asked, met = getattr(command, "on", None), case["begun"].get(3), case["met"]
    match command:
        case ArrangePanel() | SendPanelPapers():
            found = _open(case, 3) | early(on, asked)
            found |= {"R18"} if met else set()
            if isinstance(command, ArrangePanel):
                found |= early(command.meets_on, asked)
            return found
        case ConvenePanel():
            found = _open(case, 3) | broken_by_panel(case, command.members)
            if {*command.members} & {*command.not_independent}:
                found.add("R27")
            return found | _reported(case) | early(on, asked)
        case ReceivePanelReport():
            return _open(case, 3) | _reported(case) | _report(case, command)
        case AgreeEarlyReferral():
            return _early_referral(case, command)
        case ReopenStage2():
            found = {"R29"} if case["procedure"] == "corporate" else set()
            if not _is_sent_back(case):
                found.add("ReinvestigationNotRecommended")
            if not case["reported"]:
                return found | {"R30"}
            return found | early(on, case["reported"])
        case _:
            return set()


def _reported(case: Case) -> set[str]:
    return {"PanelAlreadyReported"} if case["reported"] else set()


def _report(case: Case, command: ReceivePanelReport) -> set[str]:
    found = set() if case["met"] else {"R18"}
    found |= early(command.on, case["met"]) | early(command.sent_on, case["met"])
    found |= early(command.on, command.sent_on)
    concerned = {"authority", "complainant", "independent_person"}
    concerned |= {"advocate"} if case["advocate_found"] else set()
    told = {str(one) for one in command.recipients}
    return found | ({"RecipientsMissing"} if told and concerned - told else set())


def _is_sent_back(case: Case) -> bool:
    kinds = {kind for _, kind in case["recommended"]}
    recommended = "reinvestigate" in kinds or not kinds
    return recommended and case["sent_back"] in {None, True}


def _early_referral(case: Case, command: AgreeEarlyReferral) -> set[str]:
    found = {"R29"} if case["procedure"] == "corporate" else set()
    if 2 not in case["answered"] or 3 in case["begun"]:
        found.add("R18")
    found |= early(command.on, case["answered"].get(2))
    every = (
        *(command.complainant_agreed, command.authority_agreed, command.robust_report),
        *(command.complete_adjudication, command.significant_points_upheld),
        *(command.clear_action_plan, command.desired_outcomes_met),
    )
    return found | (set() if all(every) else {"R34"})
