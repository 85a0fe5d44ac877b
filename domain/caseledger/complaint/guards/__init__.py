"""
What a live command must meet: order, an open stage, the right people, reasons.

`intake` is what lets a complaint in or keeps it out, `stages` the responses and
requests, `review_panel` stage 3, `ends` how a complaint ends and waits, `beside`
what happens beside the stages, `order` what comes before what.
"""

from collections.abc import Iterator
from datetime import date

from caseledger.complaint.commands import (
    AcceptLate,
    Acknowledge,
    AgreeEarlyReferral,
    AgreeResolution,
    AgreeStatement,
    AppointInvestigators,
    ArrangePanel,
    Close,
    Command,
    ConvenePanel,
    DecideSufficientInterest,
    DeclineEscalation,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    LinkComplaint,
    Receive,
    ReceivePanelReport,
    Reclassify,
    Reinstate,
    ReopenStage2,
    ReportIndependentPerson,
    ReportInvestigation,
    Respond,
    Resume,
    SendPanelPapers,
    Suspend,
    Withdraw,
)
from caseledger.complaint.deadlines import Terms
from caseledger.complaint.guards import beside, ends, intake, review_panel, stages
from caseledger.complaint.guards.order import after, future
from caseledger.complaint.refusals import AlreadyReceived, NotReceived, Refusal
from caseledger.complaint.state import Complaint

# The steps that move a complaint; nothing else is stopped by its end.
PROGRESS = (
    AcceptLate,
    Acknowledge,
    AgreeEarlyReferral,
    AgreeResolution,
    AgreeStatement,
    AppointInvestigators,
    ArrangePanel,
    Close,
    ConvenePanel,
    DecideSufficientInterest,
    DeclineEscalation,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    ReceivePanelReport,
    Reclassify,
    ReopenStage2,
    ReportIndependentPerson,
    ReportInvestigation,
    Respond,
    Resume,
    SendPanelPapers,
    Suspend,
    Withdraw,
)
# Those of them that go forward, which only an admitted complaint does.
_FORWARD = (Acknowledge, Extend, Respond, Escalate)


def guards(
    complaint: Complaint | None,
    command: Command,
    *,
    terms: Terms,
    today: date,
) -> Iterator[Refusal]:
    """Go through the reasons for which a live command is refused, first one first."""
    yield from future(command, today=today)
    if complaint is None:
        if not isinstance(command, Receive):
            yield NotReceived()
            return
        grounds = command.grounds_arose_on
        yield from after("receipt", command.on, "the grounds", grounds)
        return
    if isinstance(command, Receive):
        yield AlreadyReceived(on=complaint.received_on)
        return
    if isinstance(command, PROGRESS):
        # The complainant may withdraw at any time (reg 7).
        may_wait = isinstance(command, Withdraw | Resume)
        yield from ends.standing(complaint, may_wait=may_wait)
        yield from after("this step", command.on, "receipt", complaint.received_on)
        began = complaint.stage_1.requested_on
        yield from after("this step", command.on, "the reinstatement", began)
    if isinstance(command, _FORWARD):
        yield from intake.admission(complaint)
    yield from _step(complaint, command, terms)


def _step(  # noqa: C901, PLR0911, PLR0912 - one case per command that has a guard of its own
    complaint: Complaint,
    command: Command,
    terms: Terms,
) -> Iterator[Refusal]:
    match command:
        case AcceptLate():
            return intake.accept_late(complaint, command)
        case DecideSufficientInterest():
            return intake.decide_interest(complaint, command)
        case LinkComplaint():
            return intake.link(complaint, command)
        case Reclassify():
            return intake.reclassify(complaint, command)
        case DoNotAccept():
            return intake.do_not_accept(complaint, command)
        case Acknowledge():
            return intake.acknowledge(complaint, command)
        case Extend():
            return stages.extend(complaint, command, terms)
        case Respond():
            return stages.respond(complaint, command, terms)
        case AgreeResolution():
            return stages.agree_resolution(complaint, command)
        case Escalate():
            return stages.escalate(complaint, command, terms)
        case DeclineEscalation():
            return stages.decline(complaint, command, terms)
        case AgreeStatement():
            return stages.agree_statement(complaint, command)
        case AppointInvestigators():
            return stages.appoint(complaint, command, terms)
        case ReportInvestigation() | ReportIndependentPerson():
            return stages.report(complaint, command)
        case AgreeEarlyReferral():
            return review_panel.agree_early_referral(complaint, command)
        case ArrangePanel() | SendPanelPapers():
            return review_panel.arrange(complaint, command)
        case ConvenePanel():
            return review_panel.convene(complaint, command)
        case ReceivePanelReport():
            return review_panel.receive_report(complaint, command)
        case ReopenStage2():
            return review_panel.reopen(complaint, command)
        case Withdraw():
            return ends.withdraw(complaint, command)
        case Reinstate():
            return ends.reinstate(complaint, command)
        case Suspend():
            return ends.suspend(complaint, command)
        case Resume():
            return ends.resume(complaint, command)
        case Defer():
            return ends.defer(complaint, command)
        case Close():
            return ends.close(complaint, command, terms)
        case _:
            return beside.item(complaint, command)
