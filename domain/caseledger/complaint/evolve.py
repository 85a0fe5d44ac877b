"""How each event leaves the complaint; never refuses and never computes a date."""

from collections.abc import Iterable
from typing import assert_never

import attrs

from caseledger.complaint.events import (
    Acknowledged,
    ActionAgreed,
    ActionDone,
    ActionNotDone,
    Corrected,
    Deadline,
    DeadlineName,
    DeadlineRecomputed,
    Deferred,
    Escalated,
    Event,
    Extended,
    InvestigatorsAppointed,
    IrregularityReviewed,
    NotAccepted,
    Noted,
    OmbudsmanDecided,
    PanelReported,
    Received,
    ReferredToOmbudsman,
    Reinstated,
    RemedyOffered,
    RemedySettled,
    Responded,
    Resumed,
    ReviewPanelConvened,
    Stage2Reopened,
    StatementOfComplaintAgreed,
    Step,
    Subject,
    Suspended,
    Withdrawn,
)
from caseledger.complaint.facts import FACTS, put
from caseledger.complaint.state import (
    Action,
    Complaint,
    Extension,
    Referral,
    Remedy,
    Round,
    Settlement,
    Stage,
)


def fold(events: Iterable[Event]) -> Complaint | None:
    """Return the complaint as a whole history leaves it, or None without one."""
    complaint: Complaint | None = None
    for event in events:
        complaint = evolve(complaint, event)
    return complaint


def evolve(complaint: Complaint | None, event: Event) -> Complaint:
    """Return the complaint as one more event leaves it."""
    if complaint is not None:
        return _further(complaint, event)
    if isinstance(event, Received):
        return _received(event)
    msg = f"a history begins with Received, not {type(event).__name__}"
    raise ValueError(msg)


def _received(event: Received) -> Complaint:
    return Complaint(
        reference=event.reference,
        procedure=event.procedure,
        service=event.service,
        team=event.team,
        channel=event.channel,
        capacity=event.capacity,
        theme=event.theme,
        complainant_id=event.complainant_id,
        grounds_arose_on=event.grounds_arose_on,
        received_on=event.occurred_on,
        stage_1=Stage(requested_on=event.occurred_on, deadline=event.deadline),
    )


def _further(was: Complaint, event: Event) -> Complaint:  # noqa: C901, PLR0911, PLR0912 - one case per event, so that none is forgotten
    change = attrs.evolve
    match event:
        case Acknowledged():
            return change(was, acknowledged_on=event.occurred_on)
        case Responded():
            answered = change(
                was.stage(event.stage),
                responded_on=event.occurred_on,
                outcome=event.outcome,
                response_broken=event.broken,
            )
            return _with_stage(was, event.stage, answered)
        case Extended():
            return _extended(was, event)
        case Escalated():
            begun = change(
                was.stage(event.to_stage),
                requested_on=event.occurred_on,
                basis=event.basis or was.stage(event.to_stage).basis,
                request_broken=event.broken,
            )
            return _deadline(_with_stage(was, event.to_stage, begun), event.deadline)
        case NotAccepted():
            return change(
                was,
                not_accepted_on=event.occurred_on,
                not_accepted_reason=event.reason or was.not_accepted_reason,
            )
        case Withdrawn():
            return change(was, withdrawn_on=event.occurred_on)
        case StatementOfComplaintAgreed():
            return change(was, statement_agreed_on=event.occurred_on)
        case InvestigatorsAppointed():
            return change(
                was,
                investigating_officer=event.investigating_officer,
                independent_person=event.independent_person,
            )
        case ReviewPanelConvened():
            return change(
                was,
                panel_met_on=event.occurred_on,
                panel_members=event.members or was.panel_members,
                panel_broken=event.broken,
                panel_report_deadline=event.deadline,
            )
        case PanelReported():
            reported = change(was, panel_reported_on=event.occurred_on)
            return _deadline(reported, event.deadline)
        case Stage2Reopened():
            return _reopened(was, event)
        case ReferredToOmbudsman():
            referral = _referral(was, event.referral)
            referred = change(referral, referred_on=event.occurred_on)
            return _with_referral(was, event.referral, referred)
        case OmbudsmanDecided():
            decided = change(
                _referral(was, event.referral),
                decided_on=event.occurred_on,
                decision=event.decision,
                investigated=event.investigated,
                not_investigated_reason=event.not_investigated_reason,
            )
            return _with_referral(was, event.referral, decided)
        case RemedyOffered():
            remedy = Remedy(
                remedy_id=event.remedy_id,
                source=event.source,
                kind=event.kind,
                amount_pence=event.amount_pence,
                offered_on=event.occurred_on,
            )
            return change(was, remedies=(*was.remedies, remedy))
        case RemedySettled():
            remedies = list(was.remedies)
            settled = remedies[event.remedy - 1]
            remedies[event.remedy - 1] = change(
                settled,
                settlements=(
                    *settled.settlements,
                    Settlement(status=event.status, on=event.occurred_on),
                ),
            )
            return change(was, remedies=tuple(remedies))
        case ActionAgreed():
            action = Action(
                action_id=event.action_id,
                source=event.source,
                agreed_on=event.occurred_on,
                due_on=event.due_on,
            )
            return change(was, actions=(*was.actions, action))
        case ActionDone():
            done = change(was.actions[event.action - 1], done_on=event.occurred_on)
            return _with_action(was, event.action, done)
        case ActionNotDone():
            undone = change(was.actions[event.action - 1], not_done=True)
            return _with_action(was, event.action, undone)
        case Suspended():
            return change(was, suspended_on=event.occurred_on)
        case Resumed():
            return change(was, resumed_on=event.occurred_on)
        case Deferred():
            return change(
                was,
                deferred_on=event.occurred_on,
                deferred_to=event.until,
            )
        case Reinstated():
            return change(was, reinstated_on=event.occurred_on)
        case Noted():
            return _fact(was, event, event.value)
        case Corrected():
            return _fact(was, event, event.now)
        case DeadlineRecomputed():
            return _deadline(was, event.deadline)
        case IrregularityReviewed():
            return _irregularity(was, event)
        case Received():
            # No decision gives a second one; a history that holds it starts anew.
            return _received(event)
        case _:
            assert_never(event)


def _with_stage(was: Complaint, number: int, stage: Stage) -> Complaint:
    match number:
        case 1:
            return attrs.evolve(was, stage_1=stage)
        case 2:
            return attrs.evolve(was, stage_2=stage)
        case _:
            return attrs.evolve(was, stage_3=stage)


def _extended(was: Complaint, event: Extended) -> Complaint:
    extensions = was.stage(event.stage).extensions
    reason = event.reason
    if extensions and extensions[-1].notified_on is None:
        # A reason noted before its dates were known belongs to this extension.
        reason = reason or extensions[-1].reason
        extensions = extensions[:-1]
    extension = Extension(
        notified_on=event.occurred_on,
        extended_to=event.extended_to,
        reason=reason,
        broken=event.broken,
    )
    stage = attrs.evolve(
        was.stage(event.stage),
        extensions=(*extensions, extension),
    )
    return _with_stage(was, event.stage, stage)


def _reopened(was: Complaint, event: Stage2Reopened) -> Complaint:
    people = (was.investigating_officer, was.independent_person)
    past = Round(
        stage_2=was.stage_2,
        stage_3=was.stage_3,
        investigators=tuple(person for person in people if person is not None),
    )
    return attrs.evolve(
        was,
        earlier_rounds=(*was.earlier_rounds, past),
        stage_2=Stage(requested_on=event.occurred_on, deadline=event.deadline),
        stage_3=Stage(),
        statement_agreed_on=None,
        investigating_officer=None,
        independent_person=None,
        panel_met_on=None,
        panel_members=(),
        panel_deadline=None,
        panel_broken=(),
        panel_reported_on=None,
        panel_report_deadline=None,
    )


def _referral(was: Complaint, number: int) -> Referral:
    known = was.referrals
    return known[number - 1] if number <= len(known) else Referral()


def _with_referral(was: Complaint, number: int, referral: Referral) -> Complaint:
    referrals = list(was.referrals)
    referrals += [Referral()] * (number - len(referrals))
    referrals[number - 1] = referral
    return attrs.evolve(was, referrals=tuple(referrals))


def _with_action(was: Complaint, number: int, action: Action) -> Complaint:
    actions = list(was.actions)
    actions[number - 1] = action
    return attrs.evolve(was, actions=tuple(actions))


def _fact(was: Complaint, event: Noted | Corrected, value: str | None) -> Complaint:
    if event.subject is Subject.REFERRAL:
        was = _with_referral(was, event.number, _referral(was, event.number))
    if event.subject is Subject.ACTION and event.fact == "not_done_reason":
        undone = attrs.evolve(was.actions[event.number - 1], not_done=True)
        return _with_action(was, event.number, undone)
    if value is None or FACTS[event.subject][event.fact].personal:
        return was
    changed = put(was, event.fact, value, subject=event.subject, number=event.number)
    if event.subject is Subject.COMPLAINT and event.fact == "received_on":
        # Stage 1 begins with receipt; its clock follows by DeadlineRecomputed.
        one = attrs.evolve(changed.stage_1, requested_on=changed.received_on)
        return attrs.evolve(changed, stage_1=one)
    return changed


def _deadline(was: Complaint, deadline: Deadline) -> Complaint:
    match deadline.name:
        case DeadlineName.STAGE_1_RESPONSE:
            stage = attrs.evolve(was.stage_1, deadline=deadline)
            return attrs.evolve(was, stage_1=stage)
        case DeadlineName.STAGE_2_RESPONSE:
            stage = attrs.evolve(was.stage_2, deadline=deadline)
            return attrs.evolve(was, stage_2=stage)
        case DeadlineName.STAGE_3_RESPONSE:
            stage = attrs.evolve(was.stage_3, deadline=deadline)
            return attrs.evolve(was, stage_3=stage)
        case DeadlineName.REVIEW_PANEL:
            return attrs.evolve(was, panel_deadline=deadline)
        case DeadlineName.PANEL_REPORT:
            return attrs.evolve(was, panel_report_deadline=deadline)
        case _:
            assert_never(deadline.name)


def _irregularity(was: Complaint, event: IrregularityReviewed) -> Complaint:
    match event.step:
        case Step.EXTENSION:
            extensions = list(was.stage(event.stage).extensions)
            n = event.number - 1
            extensions[n] = attrs.evolve(extensions[n], broken=event.now)
            stage = was.stage(event.stage)
            stage = attrs.evolve(stage, extensions=tuple(extensions))
            return _with_stage(was, event.stage, stage)
        case Step.ESCALATION:
            stage = attrs.evolve(was.stage(event.stage), request_broken=event.now)
            return _with_stage(was, event.stage, stage)
        case Step.REVIEW_PANEL:
            return attrs.evolve(was, panel_broken=event.now)
        case Step.RESPONSE:
            stage = attrs.evolve(was.stage(event.stage), response_broken=event.now)
            return _with_stage(was, event.stage, stage)
        case _:
            assert_never(event.step)
