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
from caseledger.complaint.deadlines import Duty, Terms, duties
from caseledger.complaint.decide import Happening, decide, relate
from caseledger.complaint.details import Details
from caseledger.complaint.events import Deadline, DeadlineName, Event, Step, Subject
from caseledger.complaint.evolve import evolve, fold
from caseledger.complaint.recorded import Decided, Meta, Placed, Provenance, Recorded
from caseledger.complaint.refusals import Refusal
from caseledger.complaint.review import Finding, findings, review
from caseledger.complaint.state import Complaint, Irregularity, Stage

__all__ = [
    "Acknowledge",
    "AgreeAction",
    "AgreeStatement",
    "AppointInvestigators",
    "Command",
    "CompleteAction",
    "Complaint",
    "ConvenePanel",
    "Correct",
    "Deadline",
    "DeadlineName",
    "Decided",
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
    "Meta",
    "Note",
    "OfferRemedy",
    "Placed",
    "Provenance",
    "Receive",
    "ReceivePanelReport",
    "RecordOmbudsmanDecision",
    "Recorded",
    "ReferToOmbudsman",
    "Refusal",
    "Reinstate",
    "ReopenStage2",
    "Respond",
    "Resume",
    "SettleRemedy",
    "Stage",
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
    "relate",
    "review",
]
