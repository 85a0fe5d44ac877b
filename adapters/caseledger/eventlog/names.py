"""
Stored names: what an event is called in the log, for ever.

A name is looked up here and nowhere else; nothing stored is ever imported. An
event's shape changes by a new version of its name and an entry in `codec.UPCASTS`;
its class may be renamed or moved at will.
"""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from caseledger import feedback
from caseledger.casework import LedgerDetails, LedgerEvent, ReferenceReserved
from caseledger.complaint import details, events


@attrs.frozen
class Shape:
    """The class of an event, and of its personal part if it can have one."""

    event: type[LedgerEvent]
    details: type[LedgerDetails] | None = None


STORED_NAMES: Mapping[str, Shape] = MappingProxyType(
    {
        "reference_reserved.v1": Shape(ReferenceReserved),
        "received.v1": Shape(events.Received),
        "not_accepted.v1": Shape(events.NotAccepted),
        "acknowledged.v1": Shape(events.Acknowledged),
        "extended.v1": Shape(events.Extended, details.ExtensionDetails),
        "responded.v1": Shape(events.Responded),
        "escalated.v1": Shape(events.Escalated),
        "statement_of_complaint_agreed.v1": Shape(events.StatementOfComplaintAgreed),
        "investigators_appointed.v1": Shape(events.InvestigatorsAppointed),
        "review_panel_convened.v1": Shape(events.ReviewPanelConvened),
        "panel_reported.v1": Shape(events.PanelReported),
        "stage_2_reopened.v1": Shape(events.Stage2Reopened),
        "withdrawn.v1": Shape(events.Withdrawn),
        "reinstated.v1": Shape(events.Reinstated),
        "suspended.v1": Shape(events.Suspended, details.SuspensionDetails),
        "resumed.v1": Shape(events.Resumed),
        "deferred.v1": Shape(events.Deferred),
        "referred_to_ombudsman.v1": Shape(events.ReferredToOmbudsman),
        "ombudsman_decided.v1": Shape(events.OmbudsmanDecided),
        "remedy_offered.v1": Shape(events.RemedyOffered, details.RemedyDetails),
        "remedy_settled.v1": Shape(events.RemedySettled),
        "action_agreed.v1": Shape(events.ActionAgreed, details.ActionDetails),
        "action_done.v1": Shape(events.ActionDone, details.ActionDoneDetails),
        "action_not_done.v1": Shape(events.ActionNotDone, details.ActionNotDoneDetails),
        "noted.v1": Shape(events.Noted, details.NotedDetails),
        "corrected.v1": Shape(events.Corrected, details.CorrectionDetails),
        "deadline_recomputed.v1": Shape(events.DeadlineRecomputed),
        "irregularity_reviewed.v1": Shape(events.IrregularityReviewed),
        "compliment_received.v1": Shape(feedback.ComplimentReceived),
        "compliment_noted.v1": Shape(feedback.ComplimentNoted),
        "compliment_corrected.v1": Shape(
            feedback.ComplimentCorrected,
            feedback.ComplimentCorrectionDetails,
        ),
    },
)
