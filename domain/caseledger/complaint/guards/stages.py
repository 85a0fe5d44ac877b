"""What stages 1 and 2, and every response and request, must meet."""

from collections.abc import Iterator
from datetime import date

from caseledger.calendar import months_after
from caseledger.complaint.commands import (
    AgreeResolution,
    AgreeStatement,
    AppointInvestigators,
    DeclineEscalation,
    Escalate,
    Extend,
    ReportIndependentPerson,
    ReportInvestigation,
    Respond,
)
from caseledger.complaint.deadlines import Terms, recorded
from caseledger.complaint.events import DeadlineName
from caseledger.complaint.guards.order import after, is_open
from caseledger.complaint.outcomes import outcome_of
from caseledger.complaint.refusals import (
    AdjudicatorInvestigated,
    AlreadyExtended,
    AnsweredTwice,
    EscalationMayNotBeRefused,
    ExtensionWithoutGround,
    IndependentPersonActed,
    IndependentPersonNotConsulted,
    LateReviewRequest,
    NextRightNotStated,
    NoExtensionAtStage3,
    NoIndependentPerson,
    NoPanelReport,
    NoReasonTold,
    NoResponseYet,
    NoStage3,
    NotIndependent,
    OfficerMustBeExternal,
    OmbudsmanDetailsNotGiven,
    OnePersonTwoRoles,
    OutcomeMissing,
    OutcomeNotOfPoints,
    OutcomeOfStage3Only,
    ReasonMissing,
    RecommendationsUnanswered,
    Refusal,
    RejectionWithoutReason,
    ReportsMissing,
    RequestInTime,
    RequestOutsideWindow,
    ReviewBeforeResponse,
    ReviewOfUnfinishedStage2,
    SameInvestigators,
    SameSignatory,
    SignatoryNotAllowed,
    StageNotOpen,
    StageStillInTime,
    StatementMissing,
    UnknownItem,
)
from caseledger.complaint.state import Complaint
from caseledger.complaint.vocabulary import Basis, Outcome
from caseledger.rules import Procedure


def extend(complaint: Complaint, command: Extend, terms: Terms) -> Iterator[Refusal]:
    """R13, R14, R16, R17: the stage, the ground, once, and what was told."""
    if command.stage not in (1, 2):
        yield NoExtensionAtStage3()
        return
    yield from is_open(complaint, command.stage)
    stage = complaint.stage(command.stage)
    yield from after("the extension", command.on, "the request", stage.requested_on)
    told = command.reason or command.reason_told
    if complaint.procedure is Procedure.CORPORATE:
        if command.stage == 1 and not told:
            yield ReasonMissing(step="the extension")
        policy = terms.policy(on=command.on)
        if policy.extension_names_ombudsman and not command.ombudsman_details_given:
            yield OmbudsmanDetailsNotGiven()
    elif command.stage == 1:
        if command.reason is None:
            yield ExtensionWithoutGround()
        for extension in stage.extensions:
            if extension.extended_to is not None:
                yield AlreadyExtended(extended_to=extension.extended_to)
    if command.stage == 2 and (not told or command.in_writing is False):
        yield NoReasonTold()


# --- Responses -----------------------------------------------------------------------


def respond(complaint: Complaint, command: Respond, terms: Terms) -> Iterator[Refusal]:
    """R18, R24, R30, R35: an open stage, the right people, and what must be said."""
    yield from is_open(complaint, command.stage)
    stage_is_known = command.stage in (1, 2, 3)
    asked = complaint.stage(command.stage).requested_on if stage_is_known else None
    yield from after("the response", command.on, "its request", asked)
    yield from after("its receipt", command.received_on, "the response", command.on)
    match command.stage, complaint.procedure:
        case 2, Procedure.STATUTORY:
            yield from _adjudication(complaint, command)
        case 2, Procedure.CORPORATE:
            first = complaint.stage_1.signed_by
            if first is not None and command.signed_by == first:
                yield SameSignatory()
        case 3, _:
            yield from _answer_to_panel(complaint, command)
        case _:
            pass
    yield from _outcome(command)
    if command.next_right_stated is False:
        yield NextRightNotStated(right=_next_right(complaint, command.stage))
    roles = terms.policy(on=command.on).roles(complaint.procedure, command.stage)
    if roles and command.signatory_role not in roles:
        yield SignatoryNotAllowed(stage=command.stage, roles=" or ".join(roles))


def _adjudication(complaint: Complaint, command: Respond) -> Iterator[Refusal]:
    investigation = complaint.investigation
    if investigation.independent_person is None:
        yield NoIndependentPerson()
    if investigation.officer_reported_on is None:
        yield ReportsMissing(whose="investigating officer")
    if investigation.independent_person_reported_on is None:
        yield ReportsMissing(whose="independent person")
    reports = (
        ("the officer's report", investigation.officer_reported_on),
        ("the independent report", investigation.independent_person_reported_on),
    )
    for report, day in reports:
        yield from after("the response", command.on, report, day)
    if command.signed_by is not None and command.signed_by in investigation.people:
        yield AdjudicatorInvestigated()


def _answer_to_panel(complaint: Complaint, command: Respond) -> Iterator[Refusal]:
    if complaint.panel.reported_on is None:
        yield NoPanelReport()
    if command.independent_person_consulted is False:
        yield IndependentPersonNotConsulted()
    made = {one.number for one in complaint.panel.recommendations}
    answered = {one.recommendation for one in command.answers}
    for number in sorted(answered - made):
        yield UnknownItem(item="recommendation", number=number)
    if made - answered:
        numbers = ", ".join(map(str, sorted(made - answered)))
        yield RecommendationsUnanswered(numbers=numbers)
    given = [one.recommendation for one in command.answers]
    for number in sorted({number for number in given if given.count(number) > 1}):
        yield AnsweredTwice(number=number)
    for one in command.answers:
        if not one.accepted and not one.reason:
            yield RejectionWithoutReason(number=one.recommendation)


def _outcome(command: Respond) -> Iterator[Refusal]:
    derived = outcome_of([point.finding for point in command.points])
    outcome = command.outcome or derived
    if outcome is None:
        yield OutcomeMissing()
    given = command.outcome
    # A panel may send back what the points alone would not.
    if derived and given and given not in (derived, Outcome.REINVESTIGATE):
        yield OutcomeNotOfPoints(derived=derived, given=given)
    of_stage_3 = (Outcome.REINVESTIGATE, Outcome.NO_FINDING)
    if command.stage != 3 and outcome in of_stage_3:
        yield OutcomeOfStage3Only(outcome=outcome.replace("_", " ").capitalize())


def _next_right(complaint: Complaint, stage: int) -> str:
    final = 3 if complaint.procedure is Procedure.STATUTORY else 2
    if stage >= final:
        return "go to the Ombudsman"
    return "stage 2" if stage == 1 else "a review panel within 20 working days"


def agree_resolution(
    complaint: Complaint,
    command: AgreeResolution,
) -> Iterator[Refusal]:
    """Reg 15: stage 1 was answered, and the terms are confirmed in writing."""
    answered = complaint.stage_1.responded_on
    over = complaint.stage_2.requested_on or complaint.resolved_on
    if answered is None or over is not None:
        yield StageNotOpen(stage=1)
    yield from after("the resolution", command.on, "the response", answered)
    if command.terms is None:
        yield ReasonMissing(step="closing stage 1: the terms of the resolution")


# --- Requests for a further stage ----------------------------------------------------


def escalate(
    complaint: Complaint,
    command: Escalate,
    terms: Terms,
) -> Iterator[Refusal]:
    """R19 to R22: the stage before is answered, overdue or left out by agreement."""
    if command.to_stage not in (2, 3):
        yield StageNotOpen(stage=command.to_stage)
        return
    if complaint.stage(command.to_stage).requested_on is not None:
        yield StageNotOpen(stage=command.to_stage - 1)
    if command.to_stage == 3:
        yield from _to_stage_3(complaint, command, terms)
    else:
        yield from _to_stage_2(complaint, command, terms)


def _to_stage_2(
    complaint: Complaint,
    command: Escalate,
    terms: Terms,
) -> Iterator[Refusal]:
    answered = complaint.stage_1.responded_on
    due_on = complaint.stage_1.due_on()
    match command.basis:
        case Basis.NO_RESPONSE:
            if answered is not None and answered <= command.on:
                yield StageNotOpen(stage=1)
        case Basis.AGREED_SKIP:
            if answered is not None:
                yield StageNotOpen(stage=1)
            agreed = command.complainant_agreed and command.authority_agreed
            if not agreed and due_on is not None:
                yield StageStillInTime(due_on=due_on)
        case _:
            yield from after("the request", command.on, "the response", answered)
            if answered is None and due_on is not None:
                if command.on <= due_on:
                    yield StageStillInTime(due_on=due_on)
                yield NoResponseYet(due_on=due_on)
            late = late_request(complaint, 2, command.on, terms)
            if late is not None and command.late_reason is None:
                yield late


def late_request(
    complaint: Complaint,
    stage: int,
    on: date,
    terms: Terms,
) -> LateReviewRequest | RequestOutsideWindow | None:
    """Return why a request for a stage comes after its time, None if it does not."""
    if stage == 3:
        return _late_for_review(complaint, on, terms)
    last_day = last_day_for_stage_2(complaint, terms)
    if last_day is None or on <= last_day:
        return None
    return RequestOutsideWindow(last_day=last_day)


def last_day_for_stage_2(complaint: Complaint, terms: Terms) -> date | None:
    """Return the last day of a corporate policy's window for stage 2, if it has one."""
    answered = complaint.stage_1.received_on or complaint.stage_1.responded_on
    if answered is None or complaint.procedure is Procedure.STATUTORY:
        return None
    months = terms.policy(on=answered).corporate_stage_2_window
    return None if months is None else months_after(answered, months)


def _late_for_review(
    complaint: Complaint,
    on: date,
    terms: Terms,
) -> LateReviewRequest | None:
    name = DeadlineName.REVIEW_REQUEST
    answered = terms.start_of(complaint, name)
    if answered is None or complaint.procedure is Procedure.CORPORATE:
        return None
    window = recorded(complaint, name) or terms.deadline(
        name,
        complaint.procedure,
        counted_from=answered,
    )
    if on <= window.due_on:
        return None
    return LateReviewRequest(
        working_days=terms.calendar.between(answered, on),
        limit=window.working_days,
    )


def _to_stage_3(
    complaint: Complaint,
    command: Escalate,
    terms: Terms,
) -> Iterator[Refusal]:
    two = complaint.stage_2
    yield from after("the request", command.on, "the response", two.responded_on)
    if complaint.procedure is Procedure.CORPORATE:
        yield NoStage3()
    if two.responded_on is None:
        yield from _unfinished(complaint, command.on, terms)
        return
    late = late_request(complaint, 3, command.on, terms)
    if late is not None and command.late_reason is None:
        yield late


def _unfinished(complaint: Complaint, on: date, terms: Terms) -> Iterator[Refusal]:
    due_on = complaint.stage_2.due_on()
    if due_on is not None and on > due_on:
        late = terms.calendar.between(due_on, on)
        yield ReviewOfUnfinishedStage2(working_days=late)
    else:
        yield ReviewBeforeResponse()


def decline(
    complaint: Complaint,
    command: DeclineEscalation,
    terms: Terms,
) -> Iterator[Refusal]:
    """R22, R23: only what came after its time, and with reasons."""
    number, asked = command.to_stage, command.requested_on
    if number not in (2, 3):
        yield StageNotOpen(stage=number)
        return
    if complaint.stage(number).requested_on is not None:
        yield StageNotOpen(stage=number - 1)
    answered = complaint.stage(number - 1).responded_on
    yield from after("the request", asked, "the response", answered)
    yield from after("declining it", command.on, "the request", asked)
    if number == 3 and complaint.procedure is Procedure.CORPORATE:
        yield NoStage3()
        return
    if number == 3 and answered is None:
        yield from _unfinished(complaint, asked, terms)
        return
    late = late_request(complaint, number, asked, terms)
    if late is not None and command.reason is None:
        yield late
    if late is None and complaint.procedure is Procedure.STATUTORY:
        yield EscalationMayNotBeRefused(stage=number)
    elif late is None:
        yield RequestInTime(stage=number)


# --- The investigation of stage 2 ----------------------------------------------------


def agree_statement(complaint: Complaint, command: AgreeStatement) -> Iterator[Refusal]:
    """Reg 16: once stage 2 was asked for."""
    yield from is_open(complaint, 2)
    asked = complaint.stage_2.requested_on
    yield from after("the statement", command.on, "the request", asked)


def appoint(
    complaint: Complaint,
    command: AppointInvestigators,
    terms: Terms,
) -> Iterator[Refusal]:
    """R27, R31: two people, one independent; new ones in a further round."""
    yield from is_open(complaint, 2)
    officer = command.investigating_officer or complaint.investigation.officer
    independent = (
        command.independent_person or complaint.investigation.independent_person
    )
    if officer is not None and officer == independent:
        yield OnePersonTwoRoles()
    if command.independence_declared is False:
        yield NotIndependent()
    others = {complaint.advocacy.advocate, complaint.stage_1.signed_by}
    others.update(*(past.panel.members for past in complaint.earlier_rounds))
    if command.independent_person is not None and command.independent_person in others:
        yield IndependentPersonActed()
    people = {command.investigating_officer, command.independent_person}
    if people & complaint.earlier_investigators:
        yield SameInvestigators()
    policy = terms.policy(on=command.on or complaint.received_on)
    named = command.investigating_officer is not None
    if policy.officer_must_be_external and named and not command.officer_is_external:
        yield OfficerMustBeExternal()


def report(
    complaint: Complaint,
    command: ReportInvestigation | ReportIndependentPerson,
) -> Iterator[Refusal]:
    """Stage 2 is open, and an oral complaint was written down and agreed (reg 16)."""
    yield from is_open(complaint, 2)
    asked = complaint.stage_2.requested_on
    yield from after("the report", command.on, "the request", asked)
    investigation = complaint.investigation
    if complaint.intake.oral and investigation.statement_agreed_on is None:
        yield StatementMissing()
    agreed = investigation.statement_agreed_on
    yield from after("the report", command.on, "the statement of complaint", agreed)
    match command:
        case ReportIndependentPerson():
            if investigation.independent_person is None:
                yield NoIndependentPerson()
        case ReportInvestigation():
            return
