"""
A complaint: what can be asked, what can happen, what it then owes and to whom.

`commands` are asked, `decide` answers with `events` or a refusal, `evolve` folds
events into the state. Nothing here reads a clock, makes an id or does I/O.

>>> from datetime import date
>>> from caseledger.complaint import Receive, Terms, decide, fold
>>> from caseledger.rules import Procedure
>>> happened = decide(
...     None,
...     Receive(
...         on=date(2023, 4, 3),
...         reference="CF-1",
...         procedure=Procedure.STATUTORY,
...         service="Children and Family Services",
...     ),
...     terms=Terms(),
...     today=date(2023, 4, 3),
... )
>>> complaint = fold(decided.event for decided in happened)
>>> print(complaint.stage_1.due_on())
2023-04-19
"""

from caseledger.complaint.clocks import recounted
from caseledger.complaint.commands import (
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
    PointAnswered,
    Receive,
    ReceivePanelReport,
    Reclassify,
    RecommendationAnswered,
    Recommended,
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
from caseledger.complaint.deadlines import Duty, Terms, duties
from caseledger.complaint.decide import Happening, decide, refusals_of, relate
from caseledger.complaint.details import Details
from caseledger.complaint.events import (
    Deadline,
    DeadlineName,
    Event,
    OmbudsmanRemedy,
    Standing,
    Step,
    Subject,
)
from caseledger.complaint.evolve import evolve, fold
from caseledger.complaint.next_steps import (
    By,
    NextStep,
    next_steps,
    still_to_record,
)
from caseledger.complaint.outcomes import outcome_of
from caseledger.complaint.recorded import Decided, Meta, Placed, Provenance, Recorded
from caseledger.complaint.refusals import Refusal
from caseledger.complaint.review import Finding, findings, review
from caseledger.complaint.state import Complaint, Irregularity, Phase, Stage

__all__ = [
    "AcceptLate",
    "Acknowledge",
    "AgreeAction",
    "AgreeEarlyReferral",
    "AgreeResolution",
    "AgreeStatement",
    "AppointAdvocate",
    "AppointInvestigators",
    "ArrangePanel",
    "By",
    "Close",
    "Command",
    "Complaint",
    "CompleteAction",
    "ComplyWithOmbudsman",
    "ConvenePanel",
    "Correct",
    "Deadline",
    "DeadlineName",
    "DecideSufficientInterest",
    "Decided",
    "DeclineEscalation",
    "Defer",
    "Details",
    "DoNotAccept",
    "Duty",
    "Escalate",
    "Event",
    "Extend",
    "Finding",
    "Happening",
    "Irregularity",
    "LeaveActionUndone",
    "LinkComplaint",
    "Meta",
    "NextStep",
    "Note",
    "OfferRemedy",
    "OmbudsmanRemedy",
    "Phase",
    "Placed",
    "PointAnswered",
    "Provenance",
    "Receive",
    "ReceivePanelReport",
    "Reclassify",
    "RecommendationAnswered",
    "Recommended",
    "RecordOmbudsmanDecision",
    "Recorded",
    "ReferToOmbudsman",
    "Refusal",
    "Reinstate",
    "ReopenStage2",
    "ReportIndependentPerson",
    "ReportInvestigation",
    "RequestAdvocate",
    "Respond",
    "Resume",
    "SendPanelPapers",
    "SettleRemedy",
    "Stage",
    "Standing",
    "Step",
    "Subject",
    "Suspend",
    "Terms",
    "Withdraw",
    "decide",
    "duties",
    "evolve",
    "findings",
    "fold",
    "next_steps",
    "outcome_of",
    "recounted",
    "refusals_of",
    "relate",
    "review",
    "still_to_record",
]
