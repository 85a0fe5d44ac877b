"""Each event told as a sentence, made from its fields and from nothing else."""

from collections.abc import Iterable, Sized
from datetime import date
from typing import assert_never

from caseledger.complaint.events import (
    Acknowledged,
    ActionAgreed,
    ActionDone,
    ActionNotDone,
    AdvocateAppointed,
    AdvocateRequested,
    Cause,
    Closed,
    ComplaintsLinked,
    Corrected,
    Deadline,
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
    SufficientInterestDecided,
    Suspended,
    Withdrawn,
)
from caseledger.complaint.vocabulary import Source

PENCE = 100


def occurred_on(event: Event) -> date | None:
    """Return the day on which what an event tells of happened, if it has one."""
    return getattr(event, "occurred_on", None)


def tell(event: Event) -> str:  # noqa: C901, PLR0911, PLR0912, PLR0915 - one case per event, so that none is forgotten
    """Say in a sentence what happened."""
    match event:
        case Received():
            about = f"{event.service}, {event.team}" if event.team else event.service
            return f"Received under the {event.procedure} procedure, about {about}."
        case NotAccepted():
            return f"Not accepted{_because(event.reason)}."
        case LateComplaintAccepted():
            return f"Accepted although made late: {_limbs(event)}."
        case SufficientInterestDecided():
            found = "" if event.sufficient else "no "
            return f"Found to have {found}sufficient interest in the child's welfare."
        case ComplaintsLinked():
            return f"Linked to {event.linked_to}."
        case ProcedureReclassified():
            by = ", as the Ombudsman directed" if event.directed_by_ombudsman else ""
            return (
                f"Reclassified from the {event.was} to the {event.now} procedure{by}"
                f"{_due(event.deadlines)}."
            )
        case Acknowledged():
            if event.stage > 1:
                return f"Request for stage {event.stage} acknowledged."
            return "Acknowledged."
        case AdvocateRequested():
            return "The complainant asked for an advocate."
        case AdvocateAppointed():
            advocate = f" {event.advocate}" if event.advocate else ""
            return f"Advocate{advocate} appointed{_because(event.source)}."
        case Extended():
            moved = event.now_due_on != event.previously_due_on
            effect = f"due {event.now_due_on}" if moved else "the due date stands"
            return (
                f"Stage {event.stage} extended to {event.extended_to}"
                f"{_because(event.reason)}: {effect}."
            )
        case Responded():
            points = f", {_some(event.points, 'point')}" if event.points else ""
            return f"Stage {event.stage} answered: {_words(event.outcome)}{points}."
        case ResolutionAgreed():
            return "Resolved on terms confirmed in writing."
        case Escalated():
            late = ", after its time, and accepted" if event.accepted_late else ""
            return f"Stage {event.to_stage} requested{_because(event.basis)}{late}."
        case EscalationDeclined():
            return (
                f"The request for stage {event.to_stage} of {event.requested_on} was "
                "declined."
            )
        case StatementOfComplaintAgreed():
            return f"Statement of complaint agreed{_reading(event)}."
        case InvestigatorsAppointed():
            people = (
                ("investigating officer", event.investigating_officer),
                ("independent person", event.independent_person),
            )
            named = [f"{role} {person}" for role, person in people if person]
            if not named:
                return "Investigators appointed, not named."
            return f"Appointed: {', '.join(named)}."
        case InvestigationReported():
            return "The investigating officer reported."
        case IndependentPersonReported():
            return "The independent person reported."
        case EarlyReferralAgreed():
            return "Both sides agreed to go to the Ombudsman without a panel."
        case PanelArranged():
            chair = f", chair {event.chair}" if event.chair else ""
            on = f", to meet on {event.meets_on}" if event.meets_on else ""
            return f"Review panel arranged{chair}{on}."
        case PanelPapersSent():
            return "Papers sent to the review panel."
        case ReviewPanelConvened():
            members = ", ".join(event.members) or "not named"
            return f"Review panel met; members, the chair first: {members}."
        case PanelReported():
            if not event.recommendations:
                return "Review panel reported."
            made = _some(event.recommendations, "recommendation")
            return f"Review panel reported, with {made}."
        case Stage2Reopened():
            return f"Stage 2 reopened, attempt {event.attempt}."
        case Withdrawn():
            return "Withdrawn by the complainant."
        case Reinstated():
            return f"Taken up again{_due([event.deadline] if event.deadline else [])}."
        case Suspended():
            return f"Suspended{_because(event.ground)}."
        case Resumed():
            return f"Resumed{_moved(event.moved)}."
        case Deferred():
            until = f" until {event.until}" if event.until else ""
            return f"Deferred{until}, as the complainant wished{_moved(event.moved)}."
        case Closed():
            return "Closed."
        case ReferredToOmbudsman():
            early = ", prematurely" if event.premature else ""
            return f"Referred to the Ombudsman{early} (referral {event.referral})."
        case OmbudsmanDecided():
            return _decided(event)
        case OmbudsmanComplied():
            return f"Did what the Ombudsman asked for on referral {event.referral}."
        case RemedyOffered():
            amount = "" if event.amount_pence is None else _pounds(event.amount_pence)
            kind = f": {_words(event.kind)}" if event.kind else ""
            return f"Remedy {event.remedy} offered{kind}{amount}."
        case RemedySettled():
            return f"Remedy {event.remedy} {event.status}."
        case ActionAgreed():
            due = f", due {event.due_on}" if event.due_on else ""
            for_what = _carrying_out(event)
            return f"Action {event.action} agreed{for_what}{due}."
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
            return _recomputed(event)
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
    if isinstance(event, StatementOfComplaintAgreed) and not event.governs:
        # It is shown beside the one that binds, in the sentence alone.
        return None
    return getattr(event, "deadline", None)


def broken_by(event: Event) -> tuple[str, ...]:
    """Return the rules that the step broke."""
    broken: tuple[str, ...] = getattr(event, "broken", ())
    return broken


def _words(code: str) -> str:
    return str(code).replace("_", " ")


def _some(things: Sized, name: str) -> str:
    count = len(things)
    return f"1 {name}" if count == 1 else f"{count} {name}s"


def _because(reason: str | None) -> str:
    return f" ({_words(reason)})" if reason else ""


def _limbs(event: LateComplaintAccepted) -> str:
    earlier = "could" if event.earlier_was_reasonable else "could not"
    fair = "can" if event.fair_consideration_possible else "cannot"
    return (
        f"it {earlier} reasonably have been expected earlier, and {fair} still be "
        "considered fairly"
    )


def _due(deadlines: Iterable[Deadline]) -> str:
    told = [f"{_words(one.name)} due {one.due_on}" for one in deadlines]
    return f": {', '.join(told)}" if told else ""


def _moved(moved: Iterable[Moved]) -> str:
    told = [f"{_words(one.deadline.name)} now due {_reached(one)}" for one in moved]
    return f": {', '.join(told)}" if told else ""


def _reached(moved: Moved | DeadlineRecomputed) -> date:
    """Return when a step is due, with what its extensions now reach."""
    days = [day for day in moved.extensions if day is not None]
    return max([moved.deadline.due_on, *days])


def _recomputed(event: DeadlineRecomputed) -> str:
    due_on, was = event.deadline.due_on, event.was_due_on
    before = ""
    if was is not None:
        before = " as before" if was == due_on else f", no longer {was}"
    why = ", by the calendar" if event.cause is Cause.CALENDAR else ""
    reached = _reached(event)
    extended = f"; extended, {reached}" if reached > due_on else ""
    other = event.other_reading
    read = f"; by the other reading of its start, {other.due_on}" if other else ""
    duty = _words(event.deadline.name)
    return f"The {duty} is due {due_on}{before}{why}{extended}{read}."


def _reading(event: StatementOfComplaintAgreed) -> str:
    if event.deadline is None:
        return ""
    if event.governs:
        return f": stage 2 is counted from here, due {event.deadline.due_on}"
    return f": counted from here, stage 2 would be due {event.deadline.due_on}"


def _named(event: Noted | Corrected) -> str:
    if event.number:
        return f"{event.fact} of {event.subject} {event.number}"
    return event.fact


def _carrying_out(event: ActionAgreed) -> str:
    if not event.carries_out:
        return ""
    numbers = ", ".join(map(str, event.carries_out))
    word = "recommendation" if len(event.carries_out) == 1 else "recommendations"
    if event.source is None:
        return f" for {word} {numbers}"
    ombudsman = event.source is Source.OMBUDSMAN
    source = "the Ombudsman" if ombudsman else _words(event.source)
    return f" for {word} {numbers} of {source}"


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
