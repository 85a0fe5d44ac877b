"""How each event leaves the complaint; never refuses and never computes a date."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import zip_longest
from typing import assert_never

import attrs

from caseledger.complaint.events import (
    Acknowledged,
    ActionAgreed,
    ActionDone,
    ActionNotDone,
    AdvocateAppointed,
    AdvocateRequested,
    Closed,
    ComplaintsLinked,
    Corrected,
    Deadline,
    DeadlineName,
    DeadlineRecomputed,
    Deferred,
    EarlyReferralAgreed,
    Escalated,
    EscalationDeclined,
    Event,
    Extended,
    IndependentPersonReported,
    InvestigationReported,
    InvestigatorsAppointed,
    IrregularityReviewed,
    LateComplaintAccepted,
    Moved,
    NotAccepted,
    Noted,
    OmbudsmanComplied,
    OmbudsmanDecided,
    PanelArranged,
    PanelPapersSent,
    PanelReported,
    ProcedureReclassified,
    Received,
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
    Step,
    Subject,
    SufficientInterestDecided,
    Suspended,
    Withdrawn,
)
from caseledger.complaint.facts import FACTS, put
from caseledger.complaint.recommended import recommended_at
from caseledger.complaint.state import (
    Action,
    Complaint,
    Ending,
    Extension,
    Intake,
    Investigation,
    Panel,
    Pause,
    RecommendedAt,
    Referral,
    Remedy,
    Round,
    Settlement,
    Stage,
    merged,
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
        intake=Intake(
            function=event.function,
            oral=event.oral,
            child_is_complainant=event.child_is_complainant,
            secondary_themes=event.secondary_themes,
            duplicate_of=event.duplicate_of,
            linked_to=event.linked_to,
        ),
        stage_1=Stage(
            requested_on=event.occurred_on,
            deadline=event.deadline,
            milestones=event.milestones,
        ),
    )


def _further(was: Complaint, event: Event) -> Complaint:  # noqa: C901, PLR0911, PLR0912, PLR0915 - one case per event, so that none is forgotten
    change = attrs.evolve
    match event:
        case Acknowledged():
            return _acknowledged(was, event)
        case Responded():
            return _responded(was, event)
        case Extended():
            return _extended(was, event)
        case Escalated():
            return _escalated(was, event)
        case NotAccepted():
            return change(
                was,
                non_acceptances=(*was.non_acceptances, event.occurred_on),
                not_accepted_reason=event.reason or was.not_accepted_reason,
                intake=change(
                    was.intake,
                    duplicate_of=event.duplicate_of or was.intake.duplicate_of,
                ),
            )
        case Withdrawn():
            return change(was, withdrawals=(*was.withdrawals, event.occurred_on))
        case LateComplaintAccepted():
            intake = change(was.intake, accepted_late_on=event.occurred_on)
            return change(was, intake=intake)
        case SufficientInterestDecided():
            intake = change(was.intake, sufficient_interest=event.sufficient)
            return change(was, intake=intake)
        case ComplaintsLinked():
            linked = dict.fromkeys((*was.intake.linked_to, event.linked_to))
            return change(was, intake=change(was.intake, linked_to=tuple(linked)))
        case ProcedureReclassified():
            intake = change(was.intake, reclassified_on=event.occurred_on)
            anew = change(was, procedure=event.now, intake=intake)
            return _deadlines(anew, event.deadlines)
        case AdvocateRequested():
            # Asked or found again, it is the first day that the complainant had it.
            first = was.advocacy.requested_on or event.occurred_on
            advocacy = change(was.advocacy, requested_on=min(first, event.occurred_on))
            return change(was, advocacy=advocacy)
        case AdvocateAppointed():
            first = was.advocacy.appointed_on or event.occurred_on
            advocacy = change(
                was.advocacy,
                appointed_on=min(first, event.occurred_on),
                advocate=event.advocate,
                source=event.source,
            )
            return change(was, advocacy=advocacy)
        case ResolutionAgreed():
            return change(was, resolved_on=event.occurred_on)
        case EscalationDeclined():
            return change(was, declined_on=event.occurred_on)
        case StatementOfComplaintAgreed():
            return _statement(was, event)
        case InvestigatorsAppointed():
            people = change(
                was.investigation,
                officer=event.investigating_officer,
                independent_person=event.independent_person,
            )
            return change(was, investigation=people)
        case InvestigationReported():
            found = change(was.investigation, officer_reported_on=event.occurred_on)
            return change(was, investigation=found)
        case IndependentPersonReported():
            found = change(
                was.investigation,
                independent_person_reported_on=event.occurred_on,
            )
            return change(was, investigation=found)
        case EarlyReferralAgreed():
            return change(was, early_referral_on=event.occurred_on)
        case PanelArranged():
            return _arranged(was, event)
        case PanelPapersSent():
            panel = change(was.panel, papers_sent_on=event.occurred_on)
            return change(was, panel=panel)
        case ReviewPanelConvened():
            panel = change(
                was.panel,
                met_on=event.occurred_on,
                members=event.members or was.panel.members,
                broken=event.broken,
                report_deadline=event.deadline,
            )
            return change(was, panel=panel)
        case PanelReported():
            panel = change(
                was.panel,
                reported_on=event.occurred_on,
                recommendations=event.recommendations,
            )
            return _deadline(change(was, panel=panel), event.deadline)
        case Stage2Reopened():
            return _reopened(was, event)
        case ReferredToOmbudsman():
            referral = change(
                _referral(was, event.referral),
                referred_on=event.occurred_on,
                by=event.by,
                local_stage=event.local_stage,
                premature=event.premature,
            )
            return _with_referral(was, event.referral, referral)
        case OmbudsmanDecided():
            return _decided(was, event)
        case OmbudsmanComplied():
            referral = change(
                _referral(was, event.referral),
                complied_on=event.occurred_on,
            )
            return _with_referral(was, event.referral, referral)
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
            settled = Settlement(status=event.status, on=event.occurred_on)
            return change(
                was,
                remedies=tuple(
                    change(remedy, settlements=(*remedy.settlements, settled))
                    if number == event.remedy
                    else remedy
                    for number, remedy in enumerate(was.remedies, start=1)
                ),
            )
        case ActionAgreed():
            action = Action(
                action_id=event.action_id,
                source=event.source,
                agreed_on=event.occurred_on,
                due_on=event.due_on,
                theme=event.theme,
                carries_out=_carried_out(was, event),
            )
            return change(was, actions=(*was.actions, action))
        case ActionDone():
            return _with_action(
                was,
                event.action,
                lambda action: change(
                    action, done_on=event.occurred_on, evidenced=event.evidenced
                ),
            )
        case ActionNotDone():
            return _with_action(
                was,
                event.action,
                lambda action: change(
                    action, not_done=True, not_done_on=event.occurred_on
                ),
            )
        case Suspended():
            begun = Pause(
                began_on=event.occurred_on,
                ground=event.ground,
                stops_clocks=event.ground is not None,
            )
            return change(was, suspensions=_begun(was.suspensions, begun))
        case Resumed():
            suspensions = was.suspensions
            if was.suspended is None:
                # Told before its suspension, as an incomplete row may have it.
                suspensions = (*suspensions, Pause())
            over = change(suspensions[-1], ended_on=event.occurred_on)
            resumed = change(was, suspensions=(*suspensions[:-1], over))
            return _moved(resumed, event.moved)
        case Deferred():
            pause = Pause(
                began_on=event.occurred_on,
                ended_on=event.until,
                stops_clocks=bool(event.complainant_agreed),
            )
            deferred = change(was, deferrals=_begun(was.deferrals, pause))
            return _moved(deferred, event.moved)
        case Closed():
            return change(was, closed_on=event.occurred_on)
        case Reinstated():
            return _reinstated(was, event)
        case Noted():
            return _fact(was, event, event.value)
        case Corrected():
            return _fact(was, event, event.now)
        case DeadlineRecomputed():
            return _moved(was, (event,))
        case IrregularityReviewed():
            return _irregularity(was, event)
        case Received():
            # No decision gives a second one; a history that holds it starts anew.
            return _received(event)
        case _:
            assert_never(event)


def _acknowledged(was: Complaint, event: Acknowledged) -> Complaint:
    stage = attrs.evolve(was.stage(event.stage), acknowledged_on=event.occurred_on)
    acknowledged = _with_stage(was, event.stage, stage)
    return _deadlines(acknowledged, (event.deadline,) if event.deadline else ())


def _responded(was: Complaint, event: Responded) -> Complaint:
    stage = was.stage(event.stage)
    answered = attrs.evolve(
        stage,
        responded_on=event.occurred_on,
        received_on=event.received_on,
        outcome=event.outcome,
        points=event.points,
        answers=event.answers,
        signed_by=event.signed_by,
        response_broken=event.broken,
        milestones=merged(stage.milestones, event.milestones),
    )
    return _with_stage(was, event.stage, answered)


def _escalated(was: Complaint, event: Escalated) -> Complaint:
    stage = was.stage(event.to_stage)
    begun = attrs.evolve(
        stage,
        requested_on=event.occurred_on,
        basis=event.basis or stage.basis,
        request_broken=event.broken,
        accepted_late=event.accepted_late,
        milestones=merged(stage.milestones, event.milestones),
    )
    return _deadline(_with_stage(was, event.to_stage, begun), event.deadline)


def _statement(was: Complaint, event: StatementOfComplaintAgreed) -> Complaint:
    two = was.stage_2
    if event.deadline is not None:
        two = (
            attrs.evolve(
                two,
                deadline=event.deadline,
                # Agreed once more, it is still the request that the other counts from.
                other_reading=two.other_reading
                if was.investigation.statement_governs
                else two.deadline,
            )
            if event.governs
            else attrs.evolve(two, other_reading=event.deadline)
        )
    agreed = attrs.evolve(
        was.investigation,
        statement_agreed_on=event.occurred_on,
        statement_governs=event.governs,
    )
    return attrs.evolve(was, investigation=agreed, stage_2=two)


def _arranged(was: Complaint, event: PanelArranged) -> Complaint:
    panel = was.panel
    if event.chair is not None:
        panel = attrs.evolve(panel, chair_appointed_on=event.occurred_on)
    three = attrs.evolve(
        was.stage_3,
        milestones=merged(was.stage_3.milestones, event.milestones),
    )
    panel = attrs.evolve(panel, meets_on=event.meets_on or panel.meets_on)
    return attrs.evolve(was, panel=panel, stage_3=three)


def _decided(was: Complaint, event: OmbudsmanDecided) -> Complaint:
    decided = attrs.evolve(
        _referral(was, event.referral),
        decided_on=event.occurred_on,
        decision=event.decision,
        investigated=event.investigated,
        not_investigated_reason=event.not_investigated_reason,
        fault=event.fault,
        injustice=event.injustice,
        remedies=event.remedies,
        compliance_due_on=event.compliance_due_on,
        satisfactory_remedy_already=event.satisfactory_remedy_already,
    )
    return _with_referral(was, event.referral, decided)


def _begun(pauses: tuple[Pause, ...], pause: Pause) -> tuple[Pause, ...]:
    if pauses and pauses[-1].began_on is None:
        # Its end was told before its beginning: this is the one it ended.
        ended_on = pause.ended_on or pauses[-1].ended_on
        return (*pauses[:-1], attrs.evolve(pause, ended_on=ended_on))
    return (*pauses, pause)


def _moved(was: Complaint, moved: Iterable[Moved | DeadlineRecomputed]) -> Complaint:
    for one in moved:
        was = _deadline(was, one.deadline)
        number = 1 if one.deadline.name is DeadlineName.STAGE_1_RESPONSE else 2
        stage = was.stage(number)
        if one.extensions:
            stage = attrs.evolve(
                stage,
                extensions=tuple(
                    attrs.evolve(extension, moved_to=_elsewhere(extension, to))
                    for extension, to in zip_longest(stage.extensions, one.extensions)
                    if extension is not None
                ),
            )
        if one.other_reading is not None:
            stage = attrs.evolve(stage, other_reading=one.other_reading)
        was = _with_stage(was, number, stage)
    return was


def _elsewhere(extension: Extension, to: date | None) -> date | None:
    return None if to == extension.extended_to else to


def _reinstated(was: Complaint, event: Reinstated) -> Complaint:
    again = (*was.reinstatements, event.occurred_on)
    taken_up = attrs.evolve(was, reinstatements=again)
    if event.deadline is None:
        return taken_up
    past = Round(
        ended_on=was.withdrawn_on if was.withdrawn else was.not_accepted_on,
        ended_by=Ending.WITHDRAWN if was.withdrawn else Ending.NOT_ACCEPTED,
        stage_1=was.stage_1,
        stage_2=was.stage_2,
        stage_3=was.stage_3,
        investigation=was.investigation,
        panel=was.panel,
    )
    suspensions = was.suspensions
    if was.suspended is not None:
        # What begins anew waits for nothing.
        over = attrs.evolve(suspensions[-1], ended_on=event.occurred_on)
        suspensions = (*suspensions[:-1], over)
    return attrs.evolve(
        taken_up,
        suspensions=suspensions,
        deferrals=tuple(_cut_short(one, event.occurred_on) for one in was.deferrals),
        earlier_rounds=(*was.earlier_rounds, past),
        stage_1=Stage(
            requested_on=event.occurred_on,
            deadline=event.deadline,
            milestones=event.milestones,
        ),
        stage_2=Stage(),
        stage_3=Stage(),
        investigation=Investigation(),
        panel=Panel(),
        resolved_on=None,
        early_referral_on=None,
        declined_on=None,
    )


def _cut_short(deferral: Pause, on: date) -> Pause:
    until = deferral.ended_on
    return attrs.evolve(deferral, ended_on=None if until is None else min(until, on))


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
        good_reason=event.good_reason,
    )
    stage = attrs.evolve(
        was.stage(event.stage),
        extensions=(*extensions, extension),
    )
    return _with_stage(was, event.stage, stage)


def _reopened(was: Complaint, event: Stage2Reopened) -> Complaint:
    past = Round(
        ended_on=event.occurred_on,
        stage_2=was.stage_2,
        stage_3=was.stage_3,
        investigation=was.investigation,
        panel=was.panel,
    )
    return attrs.evolve(
        was,
        earlier_rounds=(*was.earlier_rounds, past),
        stage_2=Stage(requested_on=event.occurred_on, deadline=event.deadline),
        stage_3=Stage(),
        investigation=Investigation(),
        panel=Panel(),
        early_referral_on=None,
        declined_on=None,
    )


def _referral(was: Complaint, number: int) -> Referral:
    known = was.referrals
    return known[number - 1] if number <= len(known) else Referral()


def _with_referral(was: Complaint, number: int, referral: Referral) -> Complaint:
    referrals = list(was.referrals)
    referrals += [Referral()] * (number - len(referrals))
    referrals[number - 1] = referral
    return attrs.evolve(was, referrals=tuple(referrals))


def _with_action(
    was: Complaint,
    number: int,
    change: Callable[[Action], Action],
) -> Complaint:
    actions = tuple(
        change(action) if which == number else action
        for which, action in enumerate(was.actions, start=1)
    )
    return attrs.evolve(was, actions=actions)


def _carried_out(was: Complaint, event: ActionAgreed) -> RecommendedAt | None:
    found = recommended_at(was, event.source) if event.carries_out else None
    return found and attrs.evolve(found, numbers=event.carries_out)


def _fact(was: Complaint, event: Noted | Corrected, value: str | None) -> Complaint:
    if event.subject is Subject.REFERRAL:
        was = _with_referral(was, event.number, _referral(was, event.number))
    if event.subject is Subject.ACTION and event.fact == "not_done_reason":
        # A register gives the reason and no day.
        return _with_action(
            was, event.number, lambda action: attrs.evolve(action, not_done=True)
        )
    if event.subject is Subject.ACTION and event.fact == "evidence":
        return _with_action(
            was, event.number, lambda action: attrs.evolve(action, evidenced=True)
        )
    if value is None or FACTS[event.subject][event.fact].personal:
        return was
    now = put(was, event.fact, value, subject=event.subject, number=event.number)
    ours = event.subject is Subject.COMPLAINT
    return _followed(was, now, event.fact) if ours else now


def _followed(was: Complaint, now: Complaint, fact: str) -> Complaint:
    """Let what began or ended with a day follow it; clocks do by DeadlineRecomputed."""
    match fact:
        case "received_on":
            return _received_on(now)
        case "reinstated_on":
            return _reinstated_on(was, now)
        case "withdrawn_on":
            return _ended_on(now, Ending.WITHDRAWN, was.withdrawn_on, now.withdrawn_on)
        case "not_accepted_on":
            before, on = was.not_accepted_on, now.not_accepted_on
            return _ended_on(now, Ending.NOT_ACCEPTED, before, on)
        case _:
            return now


def _reinstated_on(was: Complaint, now: Complaint) -> Complaint:
    anew = any(past.stage_1 is not None for past in was.earlier_rounds)
    if not anew or was.stage_1.requested_on != was.reinstated_on:
        # A closed file was opened where it stood.
        return now
    one = attrs.evolve(now.stage_1, requested_on=now.reinstated_on)
    return attrs.evolve(now, stage_1=one)


def _received_on(was: Complaint) -> Complaint:
    for place, past in enumerate(was.earlier_rounds):
        if past.stage_1 is not None:
            first = attrs.evolve(past.stage_1, requested_on=was.received_on)
            rounds = list(was.earlier_rounds)
            rounds[place] = attrs.evolve(past, stage_1=first)
            return attrs.evolve(was, earlier_rounds=tuple(rounds))
    first = attrs.evolve(was.stage_1, requested_on=was.received_on)
    return attrs.evolve(was, stage_1=first)


def _ended_on(
    was: Complaint,
    ending: Ending,
    before: date | None,
    on: date | None,
) -> Complaint:
    rounds = (
        attrs.evolve(past, ended_on=on)
        if (past.ended_by, past.ended_on) == (ending, before)
        else past
        for past in was.earlier_rounds
    )
    return attrs.evolve(was, earlier_rounds=tuple(rounds))


def _deadlines(was: Complaint, deadlines: Iterable[Deadline]) -> Complaint:
    for deadline in deadlines:
        was = _deadline(was, deadline)
    return was


def _deadline(was: Complaint, deadline: Deadline) -> Complaint:
    change = attrs.evolve
    match deadline.name:
        case DeadlineName.STAGE_1_RESPONSE:
            return change(was, stage_1=change(was.stage_1, deadline=deadline))
        case DeadlineName.STAGE_2_RESPONSE:
            return change(was, stage_2=change(was.stage_2, deadline=deadline))
        case DeadlineName.STAGE_3_RESPONSE:
            return change(was, stage_3=change(was.stage_3, deadline=deadline))
        case DeadlineName.REVIEW_PANEL:
            return change(was, panel=change(was.panel, deadline=deadline))
        case DeadlineName.PANEL_REPORT:
            return change(was, panel=change(was.panel, report_deadline=deadline))
        case _:
            return _milestone(was, _SET_AT[deadline.name], deadline)


# The stage that sets a milestone, or after which a window is open.
_SET_AT = {
    DeadlineName.ACKNOWLEDGEMENT: 1,
    DeadlineName.STAGE_2_REQUEST: 1,
    DeadlineName.STAGE_2_ACKNOWLEDGEMENT: 2,
    DeadlineName.REVIEW_REQUEST: 2,
    DeadlineName.PANEL_ACKNOWLEDGEMENT: 3,
    DeadlineName.PANEL_CHAIR: 3,
    DeadlineName.PANEL_PAPERS: 3,
}


def _milestone(was: Complaint, number: int, deadline: Deadline) -> Complaint:
    stage = was.stage(number)
    milestones = merged(stage.milestones, (deadline,))
    return _with_stage(was, number, attrs.evolve(stage, milestones=milestones))


def _irregularity(was: Complaint, event: IrregularityReviewed) -> Complaint:
    match event.step:
        case Step.EXTENSION:
            stage = was.stage(event.stage)
            # One that a reinstatement left behind is not among them any more.
            extensions = tuple(
                attrs.evolve(one, broken=event.now) if n == event.number else one
                for n, one in enumerate(stage.extensions, start=1)
            )
            stage = attrs.evolve(stage, extensions=extensions)
            return _with_stage(was, event.stage, stage)
        case Step.ESCALATION:
            stage = attrs.evolve(was.stage(event.stage), request_broken=event.now)
            return _with_stage(was, event.stage, stage)
        case Step.REVIEW_PANEL:
            panel = attrs.evolve(was.panel, broken=event.now)
            return attrs.evolve(was, panel=panel)
        case Step.RESPONSE:
            stage = attrs.evolve(was.stage(event.stage), response_broken=event.now)
            return _with_stage(was, event.stage, stage)
        case _:
            assert_never(event.step)
