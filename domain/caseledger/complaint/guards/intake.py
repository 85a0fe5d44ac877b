"""Whether a complaint is taken in, under which procedure, or turned away."""

from collections.abc import Iterator
from datetime import date

from caseledger.calendar import months_after
from caseledger.complaint.commands import (
    AcceptLate,
    Acknowledge,
    DecideSufficientInterest,
    DoNotAccept,
    LinkComplaint,
    Reclassify,
)
from caseledger.complaint.guards.order import after, is_open, later
from caseledger.complaint.refusals import (
    AlreadyAcknowledged,
    Duplicate,
    EscalationMayNotBeRefused,
    GroundContradicted,
    GroundsTooOld,
    InterestNotInQuestion,
    LateRefusalUnconsidered,
    LinkedToItself,
    NoGroundToTurnAway,
    NoSufficientInterest,
    NotChildrensServices,
    NoticeMissing,
    NotLate,
    OmbudsmanNotSignposted,
    OutsideStatutoryProcedure,
    ProceedingsNotNamed,
    ReasonMissing,
    ReclassifiedTooLate,
    Refusal,
    SameProcedure,
    StageNotOpen,
)
from caseledger.complaint.state import STAGES, Complaint
from caseledger.complaint.vocabulary import Function, NotAcceptedReason
from caseledger.rules import Procedure, statutory


def last_day_to_complain(complaint: Complaint) -> date | None:
    """Return the last day of the year in which a complaint is in time (reg 9)."""
    grounds = complaint.grounds_arose_on
    if grounds is None:
        return None
    months = statutory.LIMITATION.in_force(on=complaint.received_on).value
    return months_after(grounds, months)


def admission(complaint: Complaint) -> Iterator[Refusal]:
    """R01, R05, R06, R07: what keeps a complaint from going forward."""
    intake = complaint.intake
    is_statutory = complaint.procedure is Procedure.STATUTORY
    last_day, grounds = last_day_to_complain(complaint), complaint.grounds_arose_on
    late = last_day is not None and complaint.received_on > last_day
    undecided = is_statutory and late and intake.accepted_late_on is None
    if undecided and grounds is not None and last_day is not None:
        yield GroundsTooOld(grounds_arose_on=grounds, last_day=last_day)
    if is_statutory and intake.sufficient_interest is False:
        yield NoSufficientInterest()
    if intake.function is Function.NOT_CHILDRENS_SERVICES:
        yield NotChildrensServices()
    elif is_statutory and intake.function and not intake.function.statutory:
        yield OutsideStatutoryProcedure(function=intake.function.replace("_", " "))
    if intake.duplicate_of is not None:
        yield Duplicate(of=intake.duplicate_of)


def accept_late(complaint: Complaint, command: AcceptLate) -> Iterator[Refusal]:
    """Only a late complaint is accepted late, and with reasons."""
    last_day = last_day_to_complain(complaint)
    if last_day is not None and complaint.received_on <= last_day:
        yield NotLate(last_day=last_day)
    if command.reason is None:
        yield ReasonMissing(step="accepting it late")


def decide_interest(
    complaint: Complaint,
    command: DecideSufficientInterest,
) -> Iterator[Refusal]:
    """Reg 12: a statutory question, and finding none has its reasons."""
    if complaint.procedure is Procedure.CORPORATE:
        yield InterestNotInQuestion()
    if not command.sufficient and command.reason is None:
        yield ReasonMissing(step="finding no sufficient interest")


def link(complaint: Complaint, command: LinkComplaint) -> Iterator[Refusal]:
    """A complaint is linked to another one."""
    if command.linked_to == complaint.reference:
        yield LinkedToItself()


def reclassify(complaint: Complaint, command: Reclassify) -> Iterator[Refusal]:
    """To the other procedure, before any stage was answered, and with a reason."""
    if command.procedure is complaint.procedure:
        yield SameProcedure(procedure=complaint.procedure)
    if command.reason is None:
        yield ReasonMissing(step="changing the procedure")
    if command.directed_by_ombudsman:
        return
    for number in STAGES:
        if complaint.stage(number).responded_on is not None:
            yield ReclassifiedTooLate(stage=number)


def acknowledge(complaint: Complaint, command: Acknowledge) -> Iterator[Refusal]:
    """R09: once for each stage, which has begun."""
    if command.stage not in STAGES:
        yield StageNotOpen(stage=command.stage)
        return
    stage = complaint.stage(command.stage)
    if stage.acknowledged_on is not None:
        yield AlreadyAcknowledged(on=stage.acknowledged_on)
    if command.stage > 1:
        yield from is_open(complaint, command.stage)
    asked = stage.requested_on
    yield from after("the acknowledgement", command.on, "the request", asked)


def do_not_accept(complaint: Complaint, command: DoNotAccept) -> Iterator[Refusal]:
    """R02, R03: at intake only, for a reason that is stated and was told."""
    yield from _at_intake(complaint)
    again = complaint.reinstated_on
    yield from later("not accepting", command.on, "reinstatement", again)
    yield from _reasons(complaint, command)
    if command.notified_on is None:
        yield NoticeMissing(step="not accepting the complaint")
    if not command.ombudsman_signposted:
        yield OmbudsmanNotSignposted()


def _at_intake(complaint: Complaint) -> Iterator[Refusal]:
    answered = complaint.stage_1.responded_on is not None
    begun = complaint.stage_2.requested_on is not None
    if not (answered or begun):
        return
    if complaint.procedure is Procedure.STATUTORY:
        further = 3 if complaint.stage_2.responded_on is not None else 2
        yield EscalationMayNotBeRefused(stage=further)
    else:
        yield StageNotOpen(stage=1)


def _reasons(complaint: Complaint, command: DoNotAccept) -> Iterator[Refusal]:
    step = "not accepting the complaint"
    if command.reason is NotAcceptedReason.CONCURRENT_PROCEEDINGS:
        if command.proceedings is None or command.reasoning is None:
            yield ProceedingsNotNamed()
    elif command.reason is None or command.reasoning is None:
        yield ReasonMissing(step=step)
    match command.reason:
        case NotAcceptedReason.OUT_OF_TIME:
            yield from _out_of_time(complaint, command)
        case NotAcceptedReason.DUPLICATE:
            if (command.duplicate_of or complaint.intake.duplicate_of) is None:
                yield ReasonMissing(step=f"{step}: name the one that it repeats")
        case NotAcceptedReason.OTHER:
            if complaint.procedure is Procedure.STATUTORY:
                yield NoGroundToTurnAway()
        case _:
            yield from _contradicted(complaint, command)


def _contradicted(complaint: Complaint, command: DoNotAccept) -> Iterator[Refusal]:
    intake, reason = complaint.intake, command.reason
    function = intake.function
    known = None
    match reason:
        case NotAcceptedReason.NO_SUFFICIENT_INTEREST if intake.sufficient_interest:
            known = "one of sufficient interest"
        case NotAcceptedReason.OUTSIDE_PROCEDURE if function and function.statutory:
            known = f"about {function}"
        case NotAcceptedReason.NOT_CHILDRENS_SERVICES if function not in (
            None,
            Function.NOT_CHILDRENS_SERVICES,
        ):
            known = f"about {function}"
        case _:
            return
    if known is not None and reason is not None:
        yield GroundContradicted(
            known=known.replace("_", " "),
            ground=reason.replace("_", " "),
        )


def _out_of_time(complaint: Complaint, command: DoNotAccept) -> Iterator[Refusal]:
    last_day = last_day_to_complain(complaint)
    if last_day is not None and complaint.received_on <= last_day:
        yield NotLate(last_day=last_day)
    limbs = (command.earlier_was_reasonable, command.fair_consideration_possible)
    if complaint.procedure is Procedure.STATUTORY and None in limbs:
        yield LateRefusalUnconsidered()
