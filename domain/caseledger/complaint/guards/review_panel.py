"""What a review panel, and leaving one out, must meet."""

from collections.abc import Iterator

from caseledger.complaint.commands import (
    AgreeEarlyReferral,
    ArrangePanel,
    ConvenePanel,
    ReceivePanelReport,
    ReopenStage2,
    SendPanelPapers,
)
from caseledger.complaint.guards.order import after, is_open
from caseledger.complaint.refusals import (
    EarlyReferralNotAllowed,
    NoPanelReport,
    NoStage3,
    NotIndependent,
    PanelAlreadyReported,
    PanelNotThree,
    RecipientsMissing,
    Refusal,
    ReinvestigationNotRecommended,
    StageNotOpen,
)
from caseledger.complaint.state import Complaint
from caseledger.complaint.vocabulary import Outcome, Recipient
from caseledger.rules import Procedure


def arrange(
    complaint: Complaint,
    command: ArrangePanel | SendPanelPapers,
) -> Iterator[Refusal]:
    """Once the panel was asked for, and before it has met."""
    yield from is_open(complaint, 3)
    asked = complaint.stage_3.requested_on
    yield from after("arranging the panel", command.on, "the request", asked)
    if complaint.panel.met_on is not None:
        yield StageNotOpen(stage=3)
    match command:
        case ArrangePanel():
            yield from after("the meeting", command.meets_on, "the request", asked)
        case SendPanelPapers():
            return


def convene(complaint: Complaint, command: ConvenePanel) -> Iterator[Refusal]:
    """R27: no earlier than the request, before any report, all independent."""
    yield from is_open(complaint, 3)
    if complaint.panel.reported_on is not None:
        yield PanelAlreadyReported(on=complaint.panel.reported_on)
    if not command.members:
        yield PanelNotThree(members=0, distinct=0)
    if set(command.members) & set(command.not_independent):
        yield NotIndependent()
    asked = complaint.stage_3.requested_on
    yield from after("the panel", command.on, "the request", asked)


def receive_report(
    complaint: Complaint,
    command: ReceivePanelReport,
) -> Iterator[Refusal]:
    """Reg 20(2): after the meeting, once, and to all who are concerned."""
    yield from is_open(complaint, 3)
    panel = complaint.panel
    if panel.reported_on is not None:
        yield PanelAlreadyReported(on=panel.reported_on)
    if panel.met_on is None:
        yield StageNotOpen(stage=3)
    yield from after("the panel's report", command.on, "its meeting", panel.met_on)
    sent = command.sent_on
    yield from after("sending the report", sent, "the panel's meeting", panel.met_on)
    yield from after("the panel's report", command.on, "its sending", sent)
    if command.recipients:
        yield from _recipients(complaint, command)


def _recipients(
    complaint: Complaint,
    command: ReceivePanelReport,
) -> Iterator[Refusal]:
    concerned = [
        Recipient.AUTHORITY,
        Recipient.COMPLAINANT,
        Recipient.INDEPENDENT_PERSON,
    ]
    if complaint.advocacy.appointed_on is not None:
        concerned.append(Recipient.ADVOCATE)
    missing = [who for who in concerned if who not in command.recipients]
    if missing:
        named = ", ".join(who.replace("_", " ") for who in missing)
        yield RecipientsMissing(missing=named)


def agree_early_referral(
    complaint: Complaint,
    command: AgreeEarlyReferral,
) -> Iterator[Refusal]:
    """R34: stage 2 is answered, both sides agree, and every condition is met."""
    if complaint.procedure is Procedure.CORPORATE:
        yield NoStage3()
    answered = complaint.stage_2.responded_on
    if answered is None or complaint.stage_3.requested_on is not None:
        yield StageNotOpen(stage=3 if answered else 2)
    yield from after("early referral", command.on, "the response", answered)
    conditions = {
        "the complainant's agreement": command.complainant_agreed,
        "the authority's agreement": command.authority_agreed,
        "a very robust report": command.robust_report,
        "a complete adjudication": command.complete_adjudication,
        "all significant points upheld": command.significant_points_upheld,
        "a clear action plan": command.clear_action_plan,
        "most desired outcomes met": command.desired_outcomes_met,
    }
    missing = [what for what, met in conditions.items() if not met]
    if missing:
        yield EarlyReferralNotAllowed(missing=", ".join(missing))


def reopen(complaint: Complaint, command: ReopenStage2) -> Iterator[Refusal]:
    """The panel reported, and its recommendation to investigate again is accepted."""
    if complaint.procedure is Procedure.CORPORATE:
        yield NoStage3()
    panel = complaint.panel
    if panel.reported_on is None:
        yield NoPanelReport()
    recommended = bool(panel.would_reinvestigate) or not panel.recommendations
    if not (recommended and _accepted(complaint)):
        yield ReinvestigationNotRecommended()
    reported = panel.reported_on
    yield from after("stage 2 reopened", command.on, "the panel's report", reported)


def _accepted(complaint: Complaint) -> bool:
    three, would = complaint.stage_3, complaint.panel.would_reinvestigate
    if would and three.answers:
        return any(one.accepted for one in three.answers if one.recommendation in would)
    return three.outcome in (None, Outcome.REINVESTIGATE)
