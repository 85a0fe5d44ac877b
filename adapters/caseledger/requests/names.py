"""
What each command is called outside: one closed table, looked up and never imported.

A name stays as it is once it is published; its class may be renamed or moved at will.
"""

from collections.abc import Mapping
from types import MappingProxyType

from caseledger.complaint import (
    AcceptLate,
    Acknowledge,
    AgreeAction,
    AgreeEarlyReferral,
    AgreeResolution,
    AgreeStatement,
    AppointAdvocate,
    AppointInvestigators,
    ArrangePanel,
    Close,
    Command,
    CompleteAction,
    ComplyWithOmbudsman,
    ConvenePanel,
    Correct,
    DecideSufficientInterest,
    DeclineEscalation,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    LeaveActionUndone,
    LinkComplaint,
    Note,
    OfferRemedy,
    Receive,
    ReceivePanelReport,
    Reclassify,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    Reinstate,
    ReopenStage2,
    ReportIndependentPerson,
    ReportInvestigation,
    RequestAdvocate,
    Respond,
    Resume,
    SendPanelPapers,
    SettleRemedy,
    Suspend,
    Withdraw,
)

COMMANDS: Mapping[str, type[Command]] = MappingProxyType(
    {
        "receive": Receive,
        "accept_late": AcceptLate,
        "decide_sufficient_interest": DecideSufficientInterest,
        "link_complaint": LinkComplaint,
        "reclassify": Reclassify,
        "do_not_accept": DoNotAccept,
        "acknowledge": Acknowledge,
        "request_advocate": RequestAdvocate,
        "appoint_advocate": AppointAdvocate,
        "extend": Extend,
        "respond": Respond,
        "agree_resolution": AgreeResolution,
        "escalate": Escalate,
        "decline_escalation": DeclineEscalation,
        "agree_statement": AgreeStatement,
        "appoint_investigators": AppointInvestigators,
        "report_investigation": ReportInvestigation,
        "report_independent_person": ReportIndependentPerson,
        "agree_early_referral": AgreeEarlyReferral,
        "arrange_panel": ArrangePanel,
        "send_panel_papers": SendPanelPapers,
        "convene_panel": ConvenePanel,
        "receive_panel_report": ReceivePanelReport,
        "reopen_stage_2": ReopenStage2,
        "withdraw": Withdraw,
        "reinstate": Reinstate,
        "suspend": Suspend,
        "resume": Resume,
        "defer": Defer,
        "close": Close,
        "refer_to_ombudsman": ReferToOmbudsman,
        "record_ombudsman_decision": RecordOmbudsmanDecision,
        "comply_with_ombudsman": ComplyWithOmbudsman,
        "offer_remedy": OfferRemedy,
        "settle_remedy": SettleRemedy,
        "agree_action": AgreeAction,
        "complete_action": CompleteAction,
        "leave_action_undone": LeaveActionUndone,
        "note": Note,
        "correct": Correct,
    },
)
"""Every command by its name, in the order of the procedure."""

_NAMES = {command: name for name, command in COMMANDS.items()}


def name_of(command: type[Command]) -> str:
    """
    Return what a command is called outside.

    >>> name_of(ReopenStage2)
    'reopen_stage_2'
    """
    return _NAMES[command]


def key_of(owner: type[object], field: str) -> str:
    """
    Return the key of a field: its name, unless every request has that key already.

    >>> key_of(ReferToOmbudsman, "by"), key_of(Respond, "on")
    ('referred_by', 'on')
    """
    return "referred_by" if (owner, field) == (ReferToOmbudsman, "by") else field
