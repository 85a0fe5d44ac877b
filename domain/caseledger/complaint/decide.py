"""
A complaint and a command give events, or a refusal; rules are applied nowhere else.

Two kinds of telling come in. A live command that breaks a rule is refused. History
that is only now being recorded happened whatever the rules say: the step is
recorded, and the rules that it broke are named in the event.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import assert_never

from caseledger.complaint import breaches
from caseledger.complaint.commands import (
    Acknowledge,
    AgreeAction,
    AgreeStatement,
    AppointInvestigators,
    Command,
    CompleteAction,
    ConvenePanel,
    Correct,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    LeaveActionUndone,
    Note,
    OfferRemedy,
    Receive,
    ReceivePanelReport,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    Reinstate,
    ReopenStage2,
    Respond,
    Resume,
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
    ExtensionDetails,
    NotedDetails,
    RemedyDetails,
    SuspensionDetails,
)
from caseledger.complaint.events import (
    Acknowledged,
    ActionAgreed,
    ActionDone,
    ActionNotDone,
    Corrected,
    DeadlineName,
    Deferred,
    Escalated,
    Event,
    Extended,
    InvestigatorsAppointed,
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
    Suspended,
    Withdrawn,
)
from caseledger.complaint.evolve import evolve
from caseledger.complaint.facts import FACTS
from caseledger.complaint.guards import guards
from caseledger.complaint.recorded import Decided
from caseledger.complaint.refusals import NotReceived, Refusal
from caseledger.complaint.review import Telling, review
from caseledger.complaint.state import Complaint

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
    for refusal in guards(complaint, command, today=today):
        raise refusal
    if complaint is not None:
        for refusal in _breaches(complaint, command):
            raise refusal
    happened = _happening(complaint, command, terms, broken=())
    if not isinstance(command, Correct):
        return (happened,)
    corrected = evolve(complaint, happened.event)
    follows = review(corrected, terms, before=complaint)
    return (happened, *(Decided(event) for event in follows))


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
            broken = tuple(refusal.rule for refusal in _breaches(known, command))
        telling.add(_happening(known, command, terms, broken=broken))
    telling.settle(terms)
    return telling.happened, telling.complaint


def _breaches(complaint: Complaint, command: Command) -> Iterator[Refusal]:
    match command:
        case Extend():
            return breaches.of_extension(
                complaint.stage(command.stage),
                command.stage,
                notified_on=command.on,
                extended_to=command.extended_to,
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


def _happening(  # noqa: C901, PLR0911, PLR0912 - one case per command, so that none is forgotten
    complaint: Complaint | None,
    command: Command,
    terms: Terms,
    *,
    broken: tuple[str, ...],
) -> Happening:
    if isinstance(command, Receive):
        return Decided(_received(command, terms))
    if complaint is None:
        raise NotReceived
    match command:
        case Acknowledge():
            return Decided(Acknowledged(occurred_on=command.on))
        case Respond():
            return Decided(
                Responded(
                    occurred_on=command.on,
                    stage=command.stage,
                    outcome=command.outcome,
                    broken=broken,
                ),
            )
        case Extend():
            return _extended(complaint, command, broken)
        case Escalate():
            return Decided(_escalated(complaint, command, terms, broken))
        case DoNotAccept():
            return Decided(NotAccepted(occurred_on=command.on, reason=command.reason))
        case Withdraw():
            return Decided(Withdrawn(occurred_on=command.on))
        case AgreeStatement():
            return Decided(StatementOfComplaintAgreed(occurred_on=command.on))
        case AppointInvestigators():
            return Decided(
                InvestigatorsAppointed(
                    occurred_on=command.on,
                    investigating_officer=(
                        command.investigating_officer or complaint.investigating_officer
                    ),
                    independent_person=(
                        command.independent_person or complaint.independent_person
                    ),
                ),
            )
        case ConvenePanel():
            return Decided(_convened(complaint, command, terms, broken))
        case ReceivePanelReport():
            deadline = terms.deadline(
                DeadlineName.STAGE_3_RESPONSE,
                complaint.procedure,
                counted_from=command.on,
            )
            return Decided(PanelReported(occurred_on=command.on, deadline=deadline))
        case ReopenStage2():
            deadline = terms.deadline(
                DeadlineName.STAGE_2_RESPONSE,
                complaint.procedure,
                counted_from=command.on,
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
            return Decided(Reinstated(occurred_on=command.on))
        case Suspend():
            reason = command.reason
            return Decided(
                Suspended(occurred_on=command.on),
                None if reason is None else SuspensionDetails(reason=reason),
            )
        case Resume():
            return Decided(Resumed(occurred_on=command.on))
        case Defer():
            return Decided(Deferred(occurred_on=command.on, until=command.until))
        case ReferToOmbudsman():
            number = command.referral or len(complaint.referrals) + 1
            return Decided(ReferredToOmbudsman(occurred_on=command.on, referral=number))
        case RecordOmbudsmanDecision():
            return Decided(
                OmbudsmanDecided(
                    occurred_on=command.on,
                    referral=command.referral,
                    decision=command.decision,
                    investigated=command.investigated,
                    not_investigated_reason=command.not_investigated_reason,
                ),
            )
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
                ActionDone(occurred_on=command.on, action=command.action),
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


def _received(command: Receive, terms: Terms) -> Received:
    return Received(
        occurred_on=command.on,
        reference=command.reference,
        procedure=command.procedure,
        service=command.service,
        team=command.team,
        channel=command.channel,
        capacity=command.capacity,
        theme=command.theme,
        complainant_id=command.complainant_id,
        grounds_arose_on=command.grounds_arose_on,
        deadline=terms.deadline(
            DeadlineName.STAGE_1_RESPONSE,
            command.procedure,
            counted_from=command.on,
        ),
    )


def _extended(
    complaint: Complaint,
    command: Extend,
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
    )
    told = command.reason_told
    return Decided(event, None if told is None else ExtensionDetails(reason=told))


def _escalated(
    complaint: Complaint,
    command: Escalate,
    terms: Terms,
    broken: tuple[str, ...],
) -> Escalated:
    clock = {2: DeadlineName.STAGE_2_RESPONSE, 3: DeadlineName.REVIEW_PANEL}
    return Escalated(
        occurred_on=command.on,
        to_stage=command.to_stage,
        basis=command.basis,
        deadline=terms.deadline(
            clock[command.to_stage],
            complaint.procedure,
            counted_from=command.on,
        ),
        broken=broken,
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
        )
    return ReviewPanelConvened(
        occurred_on=command.on,
        members=command.members,
        deadline=deadline,
        broken=broken,
    )


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
    )
    details = ActionDetails(
        recommendation=command.recommendation,
        action=command.action,
        owner=command.owner,
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
