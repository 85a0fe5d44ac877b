"""Each event told as a sentence, made from its fields and from nothing else."""

from datetime import date
from typing import assert_never

from caseledger.complaint.events import (
    Acknowledged,
    ActionAgreed,
    ActionDone,
    ActionNotDone,
    Corrected,
    Deadline,
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
    Suspended,
    Withdrawn,
)

PENCE = 100


def occurred_on(event: Event) -> date | None:
    """Return the day on which what an event tells of happened, if it has one."""
    return getattr(event, "occurred_on", None)


def tell(event: Event) -> str:  # noqa: C901, PLR0911, PLR0912 - one case per event, so that none is forgotten
    """Say in a sentence what happened."""
    match event:
        case Received():
            about = f"{event.service}, {event.team}" if event.team else event.service
            return f"Received under the {event.procedure} procedure, about {about}."
        case NotAccepted():
            return f"Not accepted{_because(event.reason)}."
        case Acknowledged():
            return "Acknowledged."
        case Extended():
            moved = event.now_due_on != event.previously_due_on
            effect = f"due {event.now_due_on}" if moved else "the due date stands"
            return (
                f"Stage {event.stage} extended to {event.extended_to}"
                f"{_because(event.reason)}: {effect}."
            )
        case Responded():
            return f"Stage {event.stage} answered: {_words(event.outcome)}."
        case Escalated():
            return f"Stage {event.to_stage} requested{_because(event.basis)}."
        case StatementOfComplaintAgreed():
            return "Statement of complaint agreed."
        case InvestigatorsAppointed():
            people = (
                ("investigating officer", event.investigating_officer),
                ("independent person", event.independent_person),
            )
            named = [f"{role} {person}" for role, person in people if person]
            if not named:
                return "Investigators appointed, not named."
            return f"Appointed: {', '.join(named)}."
        case ReviewPanelConvened():
            members = ", ".join(event.members) or "not named"
            return f"Review panel met; members, the chair first: {members}."
        case PanelReported():
            return "Review panel reported."
        case Stage2Reopened():
            return f"Stage 2 reopened, attempt {event.attempt}."
        case Withdrawn():
            return "Withdrawn by the complainant."
        case Reinstated():
            return "Taken up again."
        case Suspended():
            return "Suspended."
        case Resumed():
            return "Resumed."
        case Deferred():
            until = f" until {event.until}" if event.until else ""
            return f"Deferred{until}, as the complainant wished."
        case ReferredToOmbudsman():
            return f"Referred to the Ombudsman (referral {event.referral})."
        case OmbudsmanDecided():
            return _decided(event)
        case RemedyOffered():
            amount = "" if event.amount_pence is None else _pounds(event.amount_pence)
            kind = f": {_words(event.kind)}" if event.kind else ""
            return f"Remedy {event.remedy} offered{kind}{amount}."
        case RemedySettled():
            return f"Remedy {event.remedy} {event.status}."
        case ActionAgreed():
            due = f", due {event.due_on}" if event.due_on else ""
            return f"Action {event.action} agreed{due}."
        case ActionDone():
            return f"Action {event.action} done."
        case ActionNotDone():
            return f"Action {event.action} not done."
        case Noted():
            value = "(personal)" if event.value is None else event.value
            return f"Noted {_named(event)}: {value}."
        case Corrected():
            if event.now is None:
                return f"Corrected {_named(event)} (personal)."
            return f"Corrected {_named(event)} from {event.was} to {event.now}."
        case DeadlineRecomputed():
            duty = _words(event.deadline.name)
            was = f", no longer {event.was_due_on}" if event.was_due_on else ""
            return f"The {duty} is due {event.deadline.due_on}{was}."
        case IrregularityReviewed():
            was, now = ", ".join(event.was), ", ".join(event.now)
            return (
                f"Judged again: the {_words(event.step)} at stage {event.stage} "
                f"breaks {now or 'no rule'}, not {was or 'none'} as recorded before."
            )
        case _:
            assert_never(event)


def deadline_of(event: Event) -> Deadline | None:
    """Return the deadline that an event set, if it set one."""
    return getattr(event, "deadline", None)


def broken_by(event: Event) -> tuple[str, ...]:
    """Return the rules that the step broke."""
    broken: tuple[str, ...] = getattr(event, "broken", ())
    return broken


def _words(code: str) -> str:
    return str(code).replace("_", " ")


def _because(reason: str | None) -> str:
    return f" ({_words(reason)})" if reason else ""


def _named(event: Noted | Corrected) -> str:
    if event.number:
        return f"{event.fact} of {event.subject} {event.number}"
    return event.fact


def _pounds(pence: int) -> str:
    pounds, rest = divmod(pence, PENCE)
    return f" of £{pounds:,}" + (f".{rest:02}" if rest else "")


def _decided(event: OmbudsmanDecided) -> str:
    label = _words(event.decision) if event.decision else "decision not recorded"
    match event.investigated:
        case True:
            how = ", investigated"
        case False:
            how = f", not investigated{_because(event.not_investigated_reason)}"
        case None:
            how = ""
    return f"Ombudsman decided referral {event.referral}: {label}{how}."
