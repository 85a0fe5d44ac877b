"""How a complaint ends, waits and is taken up again."""

from collections.abc import Iterator
from datetime import date

from caseledger.calendar import months_after
from caseledger.complaint.commands import (
    Close,
    Defer,
    Reinstate,
    Resume,
    Suspend,
    Withdraw,
)
from caseledger.complaint.deadlines import Terms, recorded
from caseledger.complaint.events import DeadlineName
from caseledger.complaint.guards.order import after, later
from caseledger.complaint.guards.stages import last_day_for_stage_2
from caseledger.complaint.refusals import (
    AdvocateNotAwaited,
    ComplaintEnded,
    ComplaintSuspended,
    DeferralNotAgreed,
    NothingToClose,
    NothingToTakeUp,
    NoticeMissing,
    OutOfSequence,
    ProceedingsNotNamed,
    ProceedingsRunning,
    Refusal,
    ResubmittedTooLate,
    StageNotOpen,
    WindowStillOpen,
)
from caseledger.complaint.state import Complaint, Phase
from caseledger.complaint.vocabulary import NotAcceptedReason, SuspensionGround
from caseledger.rules import Procedure, statutory

_WAITS_FOR = {
    SuspensionGround.PROCEEDINGS: "concurrent proceedings",
    SuspensionGround.ADVOCATE: "an advocate",
}


def standing(complaint: Complaint, *, may_wait: bool) -> Iterator[Refusal]:
    """R32, R33: nothing goes on after the end, nor while the complaint waits."""
    ends = (
        ("withdrawn", complaint.withdrawn, complaint.withdrawn_on),
        ("not accepted", complaint.not_accepted, complaint.not_accepted_on),
        ("closed", complaint.closed, complaint.closed_on),
    )
    for how, stands, on in ends:
        if stands and on is not None:
            yield ComplaintEnded(how=how, on=on)
    pause = complaint.suspended
    if pause is not None and pause.began_on is not None and not may_wait:
        ground = pause.ground
        what = "an unnamed reason" if ground is None else _WAITS_FOR[ground]
        yield ComplaintSuspended(what=what, on=pause.began_on)


def withdraw(complaint: Complaint, command: Withdraw) -> Iterator[Refusal]:
    """At any time (reg 7), also while the complaint waits."""
    again = complaint.reinstated_on
    yield from later("withdrawal", command.on, "reinstatement", again)
    said = command.confirmed_on
    yield from after("confirming it", said, "the withdrawal", command.on)


def reinstate(complaint: Complaint, command: Reinstate) -> Iterator[Refusal]:
    """R04: what ended, and within a year of the proceedings that it waited for."""
    if not (complaint.withdrawn or complaint.not_accepted or complaint.closed):
        yield NothingToTakeUp(what="has not ended")
    ends = (complaint.withdrawn_on, complaint.not_accepted_on, complaint.closed_on)
    for day in ends:
        yield from after("reinstatement", command.on, "the end", day)
    waited = complaint.not_accepted and (
        complaint.not_accepted_reason is NotAcceptedReason.CONCURRENT_PROCEEDINGS
    )
    ended = command.proceedings_ended_on
    if waited and ended is None:
        yield ProceedingsRunning()
    if ended is not None:
        yield from after("reinstatement", command.on, "the proceedings' end", ended)
        months = statutory.RESUBMISSION.in_force(on=ended).value
        last_day = months_after(ended, months)
        if command.on > last_day:
            yield ResubmittedTooLate(ended_on=ended, last_day=last_day)


def suspend(complaint: Complaint, command: Suspend) -> Iterator[Refusal]:
    """R03: for proceedings that are named and told, or for an advocate."""
    for pause in complaint.suspensions[-1:]:
        again = pause.ended_on
        yield from after("suspension", command.on, "resumption", again)
    match command.ground:
        case SuspensionGround.ADVOCATE:
            advocacy = complaint.advocacy
            awaited = advocacy.requested_on and not advocacy.appointed_on
            if not awaited or complaint.phase not in (Phase.RECEIVED, Phase.STAGE_1):
                yield AdvocateNotAwaited()
            asked = advocacy.requested_on
            yield from after("suspension", command.on, "asking for an advocate", asked)
        case _:
            named = command.proceedings is not None and command.reason is not None
            if command.ground is None or not named:
                yield ProceedingsNotNamed()
            elif command.notified_on is None:
                yield NoticeMissing(step="the suspension")


def resume(complaint: Complaint, command: Resume) -> Iterator[Refusal]:
    """What is suspended, and no earlier than that began."""
    pause = complaint.suspended
    if pause is None:
        yield NothingToTakeUp(what="is not suspended")
    else:
        yield from after("resumption", command.on, "suspension", pause.began_on)


def defer(complaint: Complaint, command: Defer) -> Iterator[Refusal]:
    """Stage 2 or 3 is put off to a later day on which the complainant agreed."""
    stage = complaint.present_stage
    if stage == 1 or complaint.stage(stage).responded_on is not None:
        yield StageNotOpen(stage=max(stage, 2))
    asked = complaint.stage(stage).requested_on
    yield from after("deferral", command.on, "the request", asked)
    if command.until is None or not command.complainant_agreed:
        yield DeferralNotAgreed()
    elif command.until <= command.on:
        yield OutOfSequence(
            step="the agreed day",
            on=command.until,
            answers="the deferral",
            answered_on=command.on,
        )


def close(complaint: Complaint, command: Close, terms: Terms) -> Iterator[Refusal]:
    """An answered stage, after which the complainant is content or may not go on."""
    stage = complaint.present_stage
    answered = complaint.stage(stage).responded_on
    if answered is None:
        yield NothingToClose(stage=stage)
        return
    yield from after("closing", command.on, "the response", answered)
    again = complaint.reinstated_on
    yield from later("closing", command.on, "reinstatement", again)
    content = command.complainant_content or complaint.resolved_on is not None
    until = None if content else _open_until(complaint, terms)
    if until is not None and command.on <= until:
        yield WindowStillOpen(until=until)


def _open_until(complaint: Complaint, terms: Terms) -> date | None:
    if complaint.procedure is Procedure.CORPORATE:
        at_stage_1 = complaint.present_stage == 1
        return last_day_for_stage_2(complaint, terms) if at_stage_1 else None
    if complaint.present_stage == 3:
        return None
    name = (
        DeadlineName.STAGE_2_REQUEST
        if complaint.present_stage == 1
        else DeadlineName.REVIEW_REQUEST
    )
    answered = terms.start_of(complaint, name)
    if answered is None:
        return None
    window = recorded(complaint, name) or terms.deadline(
        name,
        complaint.procedure,
        counted_from=answered,
    )
    return window.due_on
