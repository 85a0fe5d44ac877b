"""
A complaint and a command give events, or a refusal; rules are applied nowhere else.

Two kinds of telling come in. A live command that breaks a rule is refused. History
that is only now being recorded happened whatever the rules say: the step is
recorded, and the rules that it broke are named in the event. Nobody was told of
milestones then, and no clock is restarted by it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import assert_never

import attrs

from caseledger.complaint import breaches
from caseledger.complaint.clocks import moved_by_pauses, reclassified
from caseledger.complaint.commands import (
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
    CompleteAction,
    ComplyWithOmbudsman,
    ConvenePanel,
    Correct,
    DecideSufficientInterest,
    DeclineEscalation,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    LeaveActionUndone,
    LinkComplaint,
    Note,
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
from caseledger.complaint.deadlines import Terms, due_after_extension
from caseledger.complaint.details import (
    ActionDetails,
    ActionDoneDetails,
    ActionNotDoneDetails,
    CorrectionDetails,
    Details,
    EscalationDetails,
    ExtensionDetails,
    NotAcceptedDetails,
    NotedDetails,
    ReasonDetails,
    ReceivedDetails,
    RemedyDetails,
    ReportDetails,
    ResponseDetails,
    StatementDetails,
    SuspensionDetails,
)
from caseledger.complaint.events import (
    Acknowledged,
    ActionAgreed,
    ActionDone,
    ActionNotDone,
    AdvocateAppointed,
    AdvocateRequested,
    Answer,
    Closed,
    ComplaintsLinked,
    Corrected,
    Deadline,
    DeadlineName,
    Deferred,
    EarlyReferralAgreed,
    Escalated,
    EscalationDeclined,
    Event,
    Extended,
    IndependentPersonReported,
    InvestigationReported,
    InvestigatorsAppointed,
    LateComplaintAccepted,
    NotAccepted,
    Noted,
    OmbudsmanComplied,
    OmbudsmanDecided,
    PanelArranged,
    PanelPapersSent,
    PanelReported,
    Point,
    ProcedureReclassified,
    Received,
    Recommendation,
    ReferredToOmbudsman,
    Reinstated,
    RemedyOffered,
    RemedySettled,
    ResolutionAgreed,
    Responded,
    Resumed,
    ReviewPanelConvened,
    Stage2Reopened,
    StatementOfComplaintAgreed,
    SufficientInterestDecided,
    Suspended,
    Withdrawn,
)
from caseledger.complaint.evolve import evolve
from caseledger.complaint.facts import FACTS
from caseledger.complaint.guards import guards
from caseledger.complaint.guards.stages import late_request
from caseledger.complaint.outcomes import outcome_of
from caseledger.complaint.recorded import Decided
from caseledger.complaint.refusals import NotReceived, OutcomeMissing, Refusal
from caseledger.complaint.review import Telling, review
from caseledger.complaint.state import STAGES, Complaint
from caseledger.rules import Procedure

Happening = Decided[Event, Details]


def decide(
    complaint: Complaint | None,
    command: Command,
    *,
    terms: Terms,
    today: date,
) -> tuple[Happening, ...]:
    """
    Return the events of a live command.

    Raises the first `Refusal` that the rules give, and `OutsideCalendar` if a due
    date would lie where the calendar does not reach.
    """
    for refusal in refusals_of(complaint, command, terms=terms, today=today):
        raise refusal
    happened = _happening(complaint, command, terms, live=True)
    if not isinstance(command, Correct | Extend):
        return (happened,)
    # A pause may have moved the day to which an extension told before it reaches.
    after = evolve(complaint, happened.event)
    follows = review(after, terms, before=complaint)
    return (happened, *(Decided(event) for event in follows))


def refusals_of(
    complaint: Complaint | None,
    command: Command,
    *,
    terms: Terms,
    today: date,
) -> Iterator[Refusal]:
    """Go through every reason for which a live command is refused, first one first."""
    yield from guards(complaint, command, terms=terms, today=today)
    if complaint is not None:
        yield from _breaches(complaint, command, terms)


def relate(
    complaint: Complaint | None,
    commands: Iterable[Command],
    *,
    terms: Terms,
) -> tuple[Sequence[Happening], Complaint | None]:
    """
    Return the events of history told late, and the complaint as they leave it.

    Each step is marked with the rules that it broke, judged by all that is told.
    """
    telling = Telling(complaint)
    for command in commands:
        known = telling.complaint
        if known is None and not isinstance(command, Receive):
            raise NotReceived
        broken: tuple[str, ...] = ()
        if known is not None:
            found = _breaches(known, command, terms)
            broken = tuple(refusal.rule for refusal in found)
        telling.add(_happening(known, command, terms, broken=broken))
    telling.settle(terms)
    return telling.happened, telling.complaint


def _breaches(
    complaint: Complaint,
    command: Command,
    terms: Terms,
) -> Iterator[Refusal]:
    match command:
        case Extend():
            return breaches.of_extension(
                complaint.stage(command.stage),
                command.stage,
                notified_on=command.on,
                extended_to=command.extended_to,
                good_reason=_good_reason(complaint, command, terms),
            )
        case Escalate(to_stage=2):
            return breaches.of_escalation(
                complaint.stage_1,
                requested_on=command.on,
                basis=command.basis,
            )
        case ConvenePanel():
            return breaches.of_panel(complaint, command.members)
        case Respond(stage=3):
            return breaches.of_stage_3_response(complaint, on=command.on)
        case _:
            return iter(())


def _good_reason(complaint: Complaint, command: Extend, terms: Terms) -> bool:
    """Say whether an extension may pass the ceiling (Code 6.4): never the law's."""
    if complaint.procedure is Procedure.STATUTORY or not command.good_reason:
        return False
    return terms.policy(on=command.on).longer_for_good_reason


def _happening(  # noqa: C901, PLR0911, PLR0912, PLR0915 - one case per command, so that none is forgotten
    complaint: Complaint | None,
    command: Command,
    terms: Terms,
    *,
    broken: tuple[str, ...] = (),
    live: bool = False,
) -> Happening:
    if isinstance(command, Receive):
        return _received(command, terms, live=live)
    if complaint is None:
        raise NotReceived
    match command:
        case Acknowledge():
            return Decided(_acknowledged(complaint, command, terms))
        case Respond():
            return _responded(complaint, command, terms, broken, live=live)
        case Extend():
            return _extended(complaint, command, terms, broken)
        case Escalate():
            return _escalated(complaint, command, terms, broken, live=live)
        case AcceptLate():
            accepted = LateComplaintAccepted(
                occurred_on=command.on,
                earlier_was_reasonable=command.earlier_was_reasonable,
                fair_consideration_possible=command.fair_consideration_possible,
            )
            return Decided(accepted, _reason(command.reason))
        case DecideSufficientInterest():
            decided = SufficientInterestDecided(
                occurred_on=command.on,
                sufficient=command.sufficient,
                child_consulted=command.child_consulted,
            )
            return Decided(decided, _reason(command.reason))
        case LinkComplaint():
            linked = command.linked_to
            return Decided(ComplaintsLinked(occurred_on=command.on, linked_to=linked))
        case Reclassify():
            changed = ProcedureReclassified(
                occurred_on=command.on,
                was=complaint.procedure,
                now=command.procedure,
                directed_by_ombudsman=command.directed_by_ombudsman,
                deadlines=reclassified(complaint, command.procedure, terms),
            )
            return Decided(changed, _reason(command.reason))
        case DoNotAccept():
            return _not_accepted(command)
        case Withdraw():
            withdrawn = Withdrawn(
                occurred_on=command.on,
                manner=command.manner,
                confirmed_on=command.confirmed_on,
            )
            return Decided(withdrawn, _reason(command.reason))
        case RequestAdvocate():
            return Decided(AdvocateRequested(occurred_on=command.on))
        case AppointAdvocate():
            return Decided(
                AdvocateAppointed(
                    occurred_on=command.on,
                    advocate=command.advocate,
                    source=command.source,
                ),
            )
        case AgreeResolution():
            resolved = ResolutionAgreed(occurred_on=command.on)
            return Decided(resolved, _reason(command.terms))
        case DeclineEscalation():
            declined = EscalationDeclined(
                occurred_on=command.on,
                to_stage=command.to_stage,
                requested_on=command.requested_on,
            )
            return Decided(declined, _reason(command.reason))
        case AgreeStatement():
            return _statement(complaint, command, terms)
        case AppointInvestigators():
            return Decided(_appointed(complaint, command))
        case ReportInvestigation():
            found = _report(command.findings, command.recommendations)
            return Decided(InvestigationReported(occurred_on=command.on), found)
        case ReportIndependentPerson():
            found = _report(command.findings, ())
            return Decided(IndependentPersonReported(occurred_on=command.on), found)
        case AgreeEarlyReferral():
            return Decided(EarlyReferralAgreed(occurred_on=command.on))
        case ArrangePanel():
            return Decided(_arranged(complaint, command, terms))
        case SendPanelPapers():
            return Decided(PanelPapersSent(occurred_on=command.on))
        case ConvenePanel():
            return Decided(_convened(complaint, command, terms, broken))
        case ReceivePanelReport():
            return _panel_reported(complaint, command, terms)
        case ReopenStage2():
            deadline = terms.deadline(
                DeadlineName.STAGE_2_RESPONSE,
                complaint.procedure,
                counted_from=command.on,
                pauses=complaint.pauses,
            )
            attempt = len(complaint.earlier_rounds) + 2
            return Decided(
                Stage2Reopened(
                    occurred_on=command.on,
                    attempt=attempt,
                    deadline=deadline,
                ),
            )
        case Reinstate():
            return Decided(_reinstated(complaint, command, terms, live=live))
        case Suspend():
            reason = command.reason
            suspended = Suspended(
                occurred_on=command.on,
                ground=command.ground,
                notified_on=command.notified_on,
            )
            if reason is None:
                return Decided(suspended)
            told = SuspensionDetails(reason=reason, proceedings=command.proceedings)
            return Decided(suspended, told)
        case Resume():
            resumed = Resumed(occurred_on=command.on)
            moved = moved_by_pauses(complaint, resumed, terms)
            return Decided(attrs.evolve(resumed, moved=moved))
        case Defer():
            deferred = Deferred(
                occurred_on=command.on,
                until=command.until,
                complainant_agreed=command.complainant_agreed,
            )
            moved = moved_by_pauses(complaint, deferred, terms)
            return Decided(attrs.evolve(deferred, moved=moved))
        case Close():
            return Decided(Closed(occurred_on=command.on))
        case ReferToOmbudsman():
            return Decided(_referred(complaint, command, live=live))
        case RecordOmbudsmanDecision():
            return Decided(
                OmbudsmanDecided(
                    occurred_on=command.on,
                    referral=command.referral,
                    decision=command.decision,
                    investigated=command.investigated,
                    not_investigated_reason=command.not_investigated_reason,
                    fault=command.fault,
                    injustice=command.injustice,
                    remedies=command.remedies,
                    compliance_due_on=command.compliance_due_on,
                    satisfactory_remedy_already=command.satisfactory_remedy_already,
                ),
            )
        case ComplyWithOmbudsman():
            number = command.referral
            return Decided(OmbudsmanComplied(occurred_on=command.on, referral=number))
        case OfferRemedy():
            return _offered(complaint, command)
        case SettleRemedy():
            return Decided(
                RemedySettled(
                    occurred_on=command.on,
                    remedy=command.remedy,
                    status=command.status,
                ),
            )
        case AgreeAction():
            return _agreed(complaint, command)
        case CompleteAction():
            evidence = command.evidence
            return Decided(
                ActionDone(
                    occurred_on=command.on,
                    action=command.action,
                    evidenced=evidence is not None,
                ),
                None if evidence is None else ActionDoneDetails(evidence=evidence),
            )
        case LeaveActionUndone():
            reason = command.reason
            return Decided(
                ActionNotDone(occurred_on=command.on, action=command.action),
                None if reason is None else ActionNotDoneDetails(reason=reason),
            )
        case Note():
            return _noted(command)
        case Correct():
            return _corrected(command)
        case _:
            assert_never(command)


def _reason(text: str | None) -> ReasonDetails | None:
    return None if text is None else ReasonDetails(reason=text)


# --- Intake --------------------------------------------------------------------------


def _received(command: Receive, terms: Terms, *, live: bool) -> Happening:
    name, procedure = DeadlineName.STAGE_1_RESPONSE, command.procedure
    start = terms.clock_start(procedure, 1, asked_on=command.on)
    event = Received(
        occurred_on=command.on,
        reference=command.reference,
        procedure=procedure,
        service=command.service,
        team=command.team,
        channel=command.channel,
        capacity=command.capacity,
        theme=command.theme,
        complainant_id=command.complainant_id,
        grounds_arose_on=command.grounds_arose_on,
        deadline=terms.deadline(
            name,
            procedure,
            counted_from=start,
            asked_on=command.on,
        ),
        milestones=_at_receipt(procedure, command.on, terms, live=live),
        function=command.function,
        oral=command.oral,
        child_is_complainant=command.child_is_complainant,
        secondary_themes=command.secondary_themes,
        duplicate_of=command.duplicate_of,
        linked_to=command.linked_to,
    )
    told = ReceivedDetails(
        desired_outcome=command.desired_outcome,
        age_band=command.age_band,
        gender=command.gender,
        disability=command.disability,
        ethnicity=command.ethnicity,
        sexual_orientation=command.sexual_orientation,
    )
    return Decided(event, None if told == ReceivedDetails() else told)


def _at_receipt(
    procedure: Procedure,
    on: date,
    terms: Terms,
    *,
    live: bool,
) -> tuple[Deadline, ...]:
    if not live:
        return ()
    return terms.milestones(procedure, DeadlineName.ACKNOWLEDGEMENT, counted_from=on)


def _not_accepted(command: DoNotAccept) -> Happening:
    event = NotAccepted(
        occurred_on=command.on,
        reason=command.reason,
        notified_on=command.notified_on,
        ombudsman_signposted=command.ombudsman_signposted,
        earlier_was_reasonable=command.earlier_was_reasonable,
        fair_consideration_possible=command.fair_consideration_possible,
        duplicate_of=command.duplicate_of,
    )
    reasoning, proceedings = command.reasoning, command.proceedings
    if reasoning is None and proceedings is None:
        return Decided(event)
    return Decided(
        event,
        NotAcceptedDetails(reason=reasoning, proceedings=proceedings),
    )


def _acknowledged(
    complaint: Complaint,
    command: Acknowledge,
    terms: Terms,
) -> Acknowledged:
    event = Acknowledged(
        occurred_on=command.on,
        stage=command.stage,
        procedure_explained=command.procedure_explained,
        advocacy_information_given=command.advocacy_information_given,
        meeting_offered=command.meeting_offered,
        assigned_to=command.assigned_to,
    )
    clocks = {1: DeadlineName.STAGE_1_RESPONSE, 2: DeadlineName.STAGE_2_RESPONSE}
    name, stage = clocks.get(command.stage), complaint.stage(command.stage)
    if name is None or stage.deadline is None or stage.responded_on is not None:
        return event
    start = terms.start_of(evolve(complaint, event), name)
    if start is None or start == stage.deadline.counted_from:
        return event
    deadline = terms.deadline(
        name,
        complaint.procedure,
        counted_from=start,
        asked_on=stage.requested_on,
        pauses=complaint.pauses,
    )
    return attrs.evolve(event, deadline=deadline)


def _reinstated(
    complaint: Complaint,
    command: Reinstate,
    terms: Terms,
    *,
    live: bool,
) -> Reinstated:
    event = Reinstated(
        occurred_on=command.on,
        proceedings_ended_on=command.proceedings_ended_on,
    )
    # A closed file is opened where it was; a register tells of one stage 1 only.
    if not live or not (complaint.withdrawn or complaint.not_accepted):
        return event
    name, procedure = DeadlineName.STAGE_1_RESPONSE, complaint.procedure
    start = terms.clock_start(procedure, 1, asked_on=command.on)
    return attrs.evolve(
        event,
        deadline=terms.deadline(
            name,
            procedure,
            counted_from=start,
            asked_on=command.on,
        ),
        milestones=_at_receipt(procedure, command.on, terms, live=live),
    )


# --- The stages ----------------------------------------------------------------------


def _extended(
    complaint: Complaint,
    command: Extend,
    terms: Terms,
    broken: tuple[str, ...],
) -> Happening:
    due_on = complaint.stage(command.stage).due_on()
    event = Extended(
        occurred_on=command.on,
        stage=command.stage,
        extended_to=command.extended_to,
        reason=command.reason,
        previously_due_on=due_on,
        now_due_on=due_after_extension(due_on, command.extended_to, broken=broken),
        broken=broken,
        in_writing=command.in_writing,
        ombudsman_details_given=command.ombudsman_details_given,
        good_reason=_good_reason(complaint, command, terms),
    )
    told = command.reason_told
    return Decided(event, None if told is None else ExtensionDetails(reason=told))


_ASKED_AFTER = {1: DeadlineName.STAGE_2_REQUEST, 2: DeadlineName.REVIEW_REQUEST}


def _responded(
    complaint: Complaint,
    command: Respond,
    terms: Terms,
    broken: tuple[str, ...],
    *,
    live: bool,
) -> Happening:
    outcome = command.outcome or outcome_of([one.finding for one in command.points])
    if outcome is None:
        raise OutcomeMissing
    window: tuple[Deadline, ...] = ()
    asked = any(complaint.stage(n).requested_on for n in STAGES if n > command.stage)
    if live and command.stage in _ASKED_AFTER and not asked:
        window = terms.milestones(
            complaint.procedure,
            _ASKED_AFTER[command.stage],
            counted_from=command.received_on or command.on,
            pauses=complaint.pauses,
        )
    event = Responded(
        occurred_on=command.on,
        stage=command.stage,
        outcome=outcome,
        broken=broken,
        received_on=command.received_on,
        points=tuple(
            Point(
                number=number,
                finding=one.finding,
                remedy=one.remedy,
                recommended=one.recommended,
            )
            for number, one in enumerate(command.points, start=1)
        ),
        answers=tuple(
            Answer(recommendation=one.recommendation, accepted=one.accepted)
            for one in command.answers
        ),
        signed_by=command.signed_by,
        signatory_role=command.signatory_role,
        next_right_stated=command.next_right_stated,
        independent_person_consulted=command.independent_person_consulted,
        milestones=window,
    )
    told = ResponseDetails(
        points=tuple(one.text or "" for one in command.points),
        detriment=command.detriment,
        not_accepted_because=tuple(
            one.reason or "" for one in command.answers if not one.accepted
        ),
    )
    said = any(told.points) or told.detriment or told.not_accepted_because
    return Decided(event, told if said else None)


_ASKED_OF = {
    2: (DeadlineName.STAGE_2_ACKNOWLEDGEMENT,),
    3: (DeadlineName.PANEL_ACKNOWLEDGEMENT, DeadlineName.PANEL_CHAIR),
}


def _escalated(
    complaint: Complaint,
    command: Escalate,
    terms: Terms,
    broken: tuple[str, ...],
    *,
    live: bool,
) -> Happening:
    clock = {2: DeadlineName.STAGE_2_RESPONSE, 3: DeadlineName.REVIEW_PANEL}
    name, procedure = clock[command.to_stage], complaint.procedure
    start = command.on
    if command.to_stage == 2:
        start = terms.clock_start(procedure, 2, asked_on=command.on)
    asked = _ASKED_OF[command.to_stage] if live else ()
    late = None
    if command.late_reason is not None:
        late = late_request(complaint, command.to_stage, command.on, terms)
    event = Escalated(
        occurred_on=command.on,
        to_stage=command.to_stage,
        basis=command.basis,
        deadline=terms.deadline(
            name,
            procedure,
            counted_from=start,
            asked_on=command.on,
            pauses=complaint.pauses,
        ),
        broken=broken,
        in_writing=command.in_writing,
        accepted_late=late is not None,
        milestones=terms.milestones(
            procedure,
            *asked,
            counted_from=command.on,
            pauses=complaint.pauses,
        ),
    )
    if command.reasons is None and command.late_reason is None:
        return Decided(event)
    told = EscalationDetails(reasons=command.reasons, late_reason=command.late_reason)
    return Decided(event, told)


def _statement(
    complaint: Complaint, command: AgreeStatement, terms: Terms
) -> Happening:
    deadline = None
    if complaint.stage_2.requested_on and complaint.procedure is Procedure.STATUTORY:
        deadline = terms.deadline(
            DeadlineName.STAGE_2_RESPONSE,
            complaint.procedure,
            counted_from=command.on,
            asked_on=complaint.stage_2.requested_on,
            pauses=complaint.pauses,
        )
    event = StatementOfComplaintAgreed(
        occurred_on=command.on,
        points=len(command.points) or None,
        deadline=deadline,
        governs=deadline is not None and terms.statement_governs(complaint),
    )
    told = StatementDetails(points=command.points) if command.points else None
    return Decided(event, told)


def _appointed(
    complaint: Complaint,
    command: AppointInvestigators,
) -> InvestigatorsAppointed:
    known = complaint.investigation
    return InvestigatorsAppointed(
        occurred_on=command.on,
        investigating_officer=command.investigating_officer or known.officer,
        independent_person=command.independent_person or known.independent_person,
        officer_is_external=command.officer_is_external,
        independence_declared=command.independence_declared,
    )


def _report(
    findings: str | None,
    recommendations: tuple[str, ...],
) -> ReportDetails | None:
    if findings is None and not recommendations:
        return None
    return ReportDetails(findings=findings, recommendations=recommendations)


# --- The review panel ----------------------------------------------------------------


def _arranged(
    complaint: Complaint,
    command: ArrangePanel,
    terms: Terms,
) -> PanelArranged:
    papers: tuple[Deadline, ...] = ()
    if command.meets_on is not None:
        papers = terms.milestones(
            complaint.procedure,
            DeadlineName.PANEL_PAPERS,
            counted_from=command.meets_on,
        )
    return PanelArranged(
        occurred_on=command.on,
        chair=command.chair,
        meets_on=command.meets_on,
        milestones=papers,
    )


def _convened(
    complaint: Complaint,
    command: ConvenePanel,
    terms: Terms,
    broken: tuple[str, ...],
) -> ReviewPanelConvened:
    deadline = None
    if command.on is not None:
        deadline = terms.deadline(
            DeadlineName.PANEL_REPORT,
            complaint.procedure,
            counted_from=command.on,
            pauses=complaint.pauses,
        )
    return ReviewPanelConvened(
        occurred_on=command.on,
        members=command.members,
        deadline=deadline,
        broken=broken,
    )


def _panel_reported(
    complaint: Complaint,
    command: ReceivePanelReport,
    terms: Terms,
) -> Happening:
    deadline = terms.deadline(
        DeadlineName.STAGE_3_RESPONSE,
        complaint.procedure,
        counted_from=command.on,
        pauses=complaint.pauses,
    )
    event = PanelReported(
        occurred_on=command.on,
        deadline=deadline,
        sent_on=command.sent_on,
        recipients=command.recipients,
        recommendations=tuple(
            Recommendation(number=number, kind=one.kind)
            for number, one in enumerate(command.recommendations, start=1)
        ),
    )
    texts = tuple(one.text or "" for one in command.recommendations)
    return Decided(event, _report(command.summary, texts if any(texts) else ()))


# --- Beside the stages ---------------------------------------------------------------


def _referred(
    complaint: Complaint,
    command: ReferToOmbudsman,
    *,
    live: bool,
) -> ReferredToOmbudsman:
    return ReferredToOmbudsman(
        occurred_on=command.on,
        referral=command.referral or len(complaint.referrals) + 1,
        by=command.by,
        local_stage=_local_stage(complaint, command.on) if live else None,
        premature=_premature(complaint, command.on) if live else None,
        ombudsman_reference=command.ombudsman_reference,
    )


def _local_stage(complaint: Complaint, on: date) -> int | None:
    begun = [
        number
        for number in STAGES
        if (asked := complaint.stage(number).requested_on) is not None and asked <= on
    ]
    return max(begun, default=None)


def _premature(complaint: Complaint, on: date) -> bool:
    """Say whether a local stage was still open to the complainant on a day."""
    statutory = complaint.procedure is Procedure.STATUTORY
    final = complaint.stage_3 if statutory else complaint.stage_2
    over = (
        final.responded_on,
        complaint.not_accepted_on if complaint.not_accepted else None,
        complaint.early_referral_on,
        complaint.declined_on,
    )
    return all(day is None or on < day for day in over)


def _offered(complaint: Complaint, command: OfferRemedy) -> Happening:
    event = RemedyOffered(
        occurred_on=command.on,
        remedy=len(complaint.remedies) + 1,
        remedy_id=command.remedy_id,
        source=command.source,
        kind=command.kind,
        amount_pence=command.amount_pence,
    )
    text = command.description
    return Decided(event, None if text is None else RemedyDetails(description=text))


def _agreed(complaint: Complaint, command: AgreeAction) -> Happening:
    event = ActionAgreed(
        occurred_on=command.on,
        action=len(complaint.actions) + 1,
        action_id=command.action_id,
        source=command.source,
        due_on=command.due_on,
        theme=command.theme,
        carries_out=tuple(sorted({*command.carries_out})),
    )
    details = ActionDetails(
        recommendation=command.recommendation,
        action=command.action,
        owner=command.owner,
        expected=command.expected,
    )
    return Decided(event, None if details == _NOTHING_SAID else details)


_NOTHING_SAID = ActionDetails(recommendation=None, action=None, owner=None)


def _noted(command: Note) -> Happening:
    personal = FACTS[command.subject][command.fact].personal
    event = Noted(
        subject=command.subject,
        number=command.number,
        fact=command.fact,
        value=None if personal else command.value,
    )
    return Decided(event, NotedDetails(value=command.value) if personal else None)


def _corrected(command: Correct) -> Happening:
    personal = FACTS[command.subject][command.fact].personal
    event = Corrected(
        subject=command.subject,
        number=command.number,
        fact=command.fact,
        was=None if personal else command.was,
        now=None if personal else command.now,
    )
    details = CorrectionDetails(
        because=command.because,
        was=command.was if personal else None,
        now=command.now if personal else None,
    )
    return Decided(event, details)
