"""What a live command must meet besides: order, an open stage, the right people."""

from collections.abc import Iterator
from datetime import date

from caseledger.complaint.commands import (
    Acknowledge,
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
from caseledger.complaint.events import Subject
from caseledger.complaint.refusals import (
    AlreadyAcknowledged,
    AlreadyExtended,
    AlreadyReceived,
    ComplaintEnded,
    ComplaintSuspended,
    ExtensionWithoutGround,
    FutureDate,
    NoExtensionAtStage3,
    NoIndependentPerson,
    NoPanelReport,
    NoReasonTold,
    NoResponseYet,
    NoStage3,
    NothingToTakeUp,
    NotReceived,
    OnePersonTwoRoles,
    OutOfSequence,
    PanelAlreadyReported,
    PanelNotThree,
    Refusal,
    ReinvestigationAtStage3Only,
    ReinvestigationNotRecommended,
    RemedySettledOtherwise,
    ReviewBeforeResponse,
    SameInvestigators,
    StageNotOpen,
    StageStillInTime,
    UnknownItem,
)
from caseledger.complaint.state import STAGES, Complaint
from caseledger.complaint.vocabulary import Basis, Outcome
from caseledger.rules import Procedure

# The steps that move a complaint forward; nothing else is stopped by its end.
_PROGRESS = (
    Acknowledge,
    AgreeStatement,
    AppointInvestigators,
    ConvenePanel,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    ReceivePanelReport,
    ReopenStage2,
    Respond,
    Suspend,
    Withdraw,
)


def guards(
    complaint: Complaint | None,
    command: Command,
    *,
    today: date,
) -> Iterator[Refusal]:
    """Go through the reasons for which a live command is refused, first one first."""
    on = getattr(command, "on", None)
    if on is not None and on > today:
        yield FutureDate(on=on, today=today)
    if complaint is None:
        if not isinstance(command, Receive):
            yield NotReceived()
            return
        grounds = command.grounds_arose_on
        yield from _after("receipt", command.on, "the grounds", grounds)
        return
    if isinstance(command, Receive):
        yield AlreadyReceived(on=complaint.received_on)
        return
    if isinstance(command, _PROGRESS):
        yield from _standing(complaint, command)
        yield from _after("this step", on, "receipt", complaint.received_on)
    yield from _step(complaint, command)


def _standing(complaint: Complaint, command: Command) -> Iterator[Refusal]:
    if complaint.withdrawn and complaint.withdrawn_on:
        yield ComplaintEnded(how="withdrawn", on=complaint.withdrawn_on)
    if complaint.not_accepted and complaint.not_accepted_on:
        yield ComplaintEnded(how="not accepted", on=complaint.not_accepted_on)
    # The complainant may withdraw at any time (reg 7).
    halts = complaint.suspended and not isinstance(command, Withdraw)
    if halts and complaint.suspended_on:
        yield ComplaintSuspended(on=complaint.suspended_on)


def _after(
    step: str,
    on: date | None,
    answers: str,
    answered_on: date | None,
) -> Iterator[Refusal]:
    if on is not None and answered_on is not None and on < answered_on:
        yield OutOfSequence(step=step, on=on, answers=answers, answered_on=answered_on)


def _later(step: str, on: date, before: str, day: date | None) -> Iterator[Refusal]:
    # Which of two turns on one day came last cannot be told from their dates.
    if day is not None and on <= day:
        yield OutOfSequence(step=step, on=on, answers=before, answered_on=day)


def _step(complaint: Complaint, command: Command) -> Iterator[Refusal]:  # noqa: C901, PLR0912 - one case per command that has a guard of its own
    match command:
        case Acknowledge():
            if complaint.acknowledged_on is not None:
                yield AlreadyAcknowledged(on=complaint.acknowledged_on)
        case DoNotAccept():
            if complaint.stage_1.responded_on or complaint.stage_2.requested_on:
                yield StageNotOpen(stage=1)
            again = complaint.reinstated_on
            yield from _later("not accepting", command.on, "reinstatement", again)
        case Withdraw():
            again = complaint.reinstated_on
            yield from _later("withdrawal", command.on, "reinstatement", again)
        case Suspend():
            again = complaint.resumed_on
            yield from _later("suspension", command.on, "resumption", again)
        case Extend():
            yield from _extend(complaint, command)
        case Respond():
            yield from _respond(complaint, command)
        case Escalate():
            yield from _escalate(complaint, command)
        case AgreeStatement():
            yield from _open(complaint, 2)
            asked = complaint.stage_2.requested_on
            yield from _after("the statement", command.on, "the request", asked)
        case AppointInvestigators():
            yield from _appoint(complaint, command)
        case ConvenePanel() | ReceivePanelReport():
            yield from _panel(complaint, command)
        case ReopenStage2():
            yield from _reopen(complaint, command)
        case Reinstate():
            if not (complaint.withdrawn or complaint.not_accepted):
                yield NothingToTakeUp(what="has not ended")
            for day in (complaint.withdrawn_on, complaint.not_accepted_on):
                yield from _after("reinstatement", command.on, "the end", day)
        case Resume():
            if not complaint.suspended:
                yield NothingToTakeUp(what="is not suspended")
            day = complaint.suspended_on
            yield from _after("resumption", command.on, "suspension", day)
        case _:
            yield from _item(complaint, command)


def _item(complaint: Complaint, command: Command) -> Iterator[Refusal]:  # noqa: C901 - one case per kind of item
    match command:
        case ReferToOmbudsman(referral=int(number)):
            if number != len(complaint.referrals) + 1:
                yield UnknownItem(item="referral", number=number)
        case RecordOmbudsmanDecision(referral=number):
            yield from _known("referral", number, len(complaint.referrals))
            for one in complaint.referrals[number - 1 : number]:
                day = one.referred_on
                yield from _after("the decision", command.on, "the referral", day)
        case SettleRemedy(remedy=number):
            yield from _known("remedy", number, len(complaint.remedies))
            for remedy in complaint.remedies[number - 1 : number]:
                if not remedy.status.may_become(command.status):
                    yield RemedySettledOtherwise(was=remedy.status, now=command.status)
                day = remedy.offered_on
                yield from _after("the settlement", command.on, "the offer", day)
        case CompleteAction(action=number) | LeaveActionUndone(action=number):
            yield from _known("action", number, len(complaint.actions))
            for action in complaint.actions[number - 1 : number]:
                day = action.agreed_on
                yield from _after("the action", command.on, "its agreement", day)
        case (
            Note(subject=subject, number=number)
            | Correct(subject=subject, number=number)
        ):
            items = {
                Subject.REFERRAL: complaint.referrals,
                Subject.REMEDY: complaint.remedies,
                Subject.ACTION: complaint.actions,
            }
            if subject in items:
                yield from _known(subject, number, len(items[subject]))
        case _:
            return


def _known(item: str, number: int, count: int) -> Iterator[Refusal]:
    if not 1 <= number <= count:
        yield UnknownItem(item=item, number=number)


def _open(complaint: Complaint, number: int) -> Iterator[Refusal]:
    if number not in STAGES:
        yield StageNotOpen(stage=number)
        return
    stage = complaint.stage(number)
    if number == 3 and complaint.procedure is Procedure.CORPORATE:
        yield NoStage3()
    rounds = (*(past.stage_2 for past in complaint.earlier_rounds), complaint.stage_2)
    skipped = number == 1 and Basis.AGREED_SKIP in {one.basis for one in rounds}
    if stage.requested_on is None or stage.responded_on is not None or skipped:
        yield StageNotOpen(stage=number)


def _extend(complaint: Complaint, command: Extend) -> Iterator[Refusal]:
    if command.stage not in (1, 2):
        yield NoExtensionAtStage3()
        return
    yield from _open(complaint, command.stage)
    stage = complaint.stage(command.stage)
    yield from _after("the extension", command.on, "the request", stage.requested_on)
    if command.stage == 1 and complaint.procedure is Procedure.STATUTORY:
        if command.reason is None:
            yield ExtensionWithoutGround()
        for extension in stage.extensions:
            if extension.extended_to is not None:
                yield AlreadyExtended(extended_to=extension.extended_to)
    if command.stage == 2 and not (command.reason or command.reason_told):
        yield NoReasonTold()


def _respond(complaint: Complaint, command: Respond) -> Iterator[Refusal]:
    yield from _open(complaint, command.stage)
    stage = complaint.stage(command.stage)
    yield from _after("the response", command.on, "its request", stage.requested_on)
    statutory = complaint.procedure is Procedure.STATUTORY
    if command.stage == 2 and statutory and complaint.independent_person is None:
        yield NoIndependentPerson()
    if command.stage == 3 and complaint.panel_reported_on is None:
        yield NoPanelReport()
    if command.stage != 3 and command.outcome is Outcome.REINVESTIGATE:
        yield ReinvestigationAtStage3Only()


def _appoint(complaint: Complaint, command: AppointInvestigators) -> Iterator[Refusal]:
    yield from _open(complaint, 2)
    officer = command.investigating_officer or complaint.investigating_officer
    independent = command.independent_person or complaint.independent_person
    if officer is not None and officer == independent:
        yield OnePersonTwoRoles()
    people = {command.investigating_officer, command.independent_person}
    if people & complaint.earlier_investigators:
        yield SameInvestigators()


def _panel(
    complaint: Complaint,
    command: ConvenePanel | ReceivePanelReport,
) -> Iterator[Refusal]:
    yield from _open(complaint, 3)
    if complaint.panel_reported_on is not None:
        yield PanelAlreadyReported(on=complaint.panel_reported_on)
    match command:
        case ConvenePanel():
            if not command.members:
                yield PanelNotThree(members=0, distinct=0)
            asked = complaint.stage_3.requested_on
            yield from _after("the panel", command.on, "the request", asked)
        case ReceivePanelReport():
            if complaint.panel_met_on is None:
                yield StageNotOpen(stage=3)
            met = complaint.panel_met_on
            yield from _after("the panel's report", command.on, "its meeting", met)


def _escalate(complaint: Complaint, command: Escalate) -> Iterator[Refusal]:
    if command.to_stage not in (2, 3):
        yield StageNotOpen(stage=command.to_stage)
        return
    if complaint.stage(command.to_stage).requested_on is not None:
        yield StageNotOpen(stage=command.to_stage - 1)
    if command.to_stage == 3:
        yield from _to_stage_3(complaint, command)
    else:
        yield from _to_stage_2(complaint, command)


def _to_stage_2(complaint: Complaint, command: Escalate) -> Iterator[Refusal]:
    answered = complaint.stage_1.responded_on
    match command.basis:
        case Basis.NO_RESPONSE:
            return
        case Basis.AGREED_SKIP:
            if answered is not None:
                yield StageNotOpen(stage=1)
        case _:
            yield from _after("the request", command.on, "the response", answered)
            due_on = complaint.stage_1.due_on()
            if answered is None and due_on is not None:
                if command.on <= due_on:
                    yield StageStillInTime(due_on=due_on)
                yield NoResponseYet(due_on=due_on)


def _to_stage_3(complaint: Complaint, command: Escalate) -> Iterator[Refusal]:
    answered = complaint.stage_2.responded_on
    yield from _after("the request", command.on, "the response", answered)
    if complaint.procedure is Procedure.CORPORATE:
        yield NoStage3()
    if answered is None:
        yield ReviewBeforeResponse()


def _reopen(complaint: Complaint, command: ReopenStage2) -> Iterator[Refusal]:
    if complaint.procedure is Procedure.CORPORATE:
        yield NoStage3()
    reported = complaint.panel_reported_on
    if reported is None:
        yield NoPanelReport()
    if complaint.stage_3.outcome not in (None, Outcome.REINVESTIGATE):
        yield ReinvestigationNotRecommended()
    yield from _after("stage 2 reopened", command.on, "the panel's report", reported)
