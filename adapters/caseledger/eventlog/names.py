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
from caseledger.casework import (
    Disclosed,
    DisclosureRefused,
    HolidayProclaimed,
    LedgerDetails,
    LedgerEvent,
    ReferenceReserved,
)
from caseledger.complaint import details, events


@attrs.frozen
class Shape:
    """The class of an event, and of its personal part if it can have one."""

    event: type[LedgerEvent]
    details: type[LedgerDetails] | None = None


STORED_NAMES: Mapping[str, Shape] = MappingProxyType(
    {
        "reference_reserved.v1": Shape(ReferenceReserved),
        "holiday_proclaimed.v1": Shape(HolidayProclaimed),
        "disclosed.v1": Shape(Disclosed, details.ReasonDetails),
        "disclosure_refused.v1": Shape(DisclosureRefused, details.ReasonDetails),
        "received.v2": Shape(events.Received, details.ReceivedDetails),
        "late_complaint_accepted.v1": Shape(
            events.LateComplaintAccepted,
            details.ReasonDetails,
        ),
        "sufficient_interest_decided.v1": Shape(
            events.SufficientInterestDecided,
            details.ReasonDetails,
        ),
        "complaints_linked.v1": Shape(events.ComplaintsLinked),
        "procedure_reclassified.v1": Shape(
            events.ProcedureReclassified,
            details.ReasonDetails,
        ),
        "not_accepted.v2": Shape(events.NotAccepted, details.NotAcceptedDetails),
        "acknowledged.v2": Shape(events.Acknowledged),
        "advocate_requested.v1": Shape(events.AdvocateRequested),
        "advocate_appointed.v1": Shape(events.AdvocateAppointed),
        "extended.v2": Shape(events.Extended, details.ExtensionDetails),
        "responded.v2": Shape(events.Responded, details.ResponseDetails),
        "resolution_agreed.v1": Shape(events.ResolutionAgreed, details.ReasonDetails),
        "escalated.v2": Shape(events.Escalated, details.EscalationDetails),
        "escalation_declined.v1": Shape(
            events.EscalationDeclined,
            details.ReasonDetails,
        ),
        "statement_of_complaint_agreed.v2": Shape(
            events.StatementOfComplaintAgreed,
            details.StatementDetails,
        ),
        "investigators_appointed.v2": Shape(events.InvestigatorsAppointed),
        "investigation_reported.v1": Shape(
            events.InvestigationReported,
            details.ReportDetails,
        ),
        "independent_person_reported.v1": Shape(
            events.IndependentPersonReported,
            details.ReportDetails,
        ),
        "early_referral_agreed.v1": Shape(events.EarlyReferralAgreed),
        "panel_arranged.v1": Shape(events.PanelArranged),
        "panel_papers_sent.v1": Shape(events.PanelPapersSent),
        "review_panel_convened.v1": Shape(events.ReviewPanelConvened),
        "panel_reported.v2": Shape(events.PanelReported, details.ReportDetails),
        "stage_2_reopened.v1": Shape(events.Stage2Reopened),
        "withdrawn.v2": Shape(events.Withdrawn, details.ReasonDetails),
        "reinstated.v2": Shape(events.Reinstated),
        "suspended.v2": Shape(events.Suspended, details.SuspensionDetails),
        "resumed.v2": Shape(events.Resumed),
        "deferred.v2": Shape(events.Deferred),
        "closed.v1": Shape(events.Closed),
        "referred_to_ombudsman.v2": Shape(events.ReferredToOmbudsman),
        "ombudsman_decided.v2": Shape(events.OmbudsmanDecided),
        "ombudsman_complied.v1": Shape(events.OmbudsmanComplied),
        "remedy_offered.v1": Shape(events.RemedyOffered, details.RemedyDetails),
        "remedy_settled.v1": Shape(events.RemedySettled),
        "action_agreed.v3": Shape(events.ActionAgreed, details.ActionDetails),
        "action_done.v2": Shape(events.ActionDone, details.ActionDoneDetails),
        "action_not_done.v1": Shape(events.ActionNotDone, details.ActionNotDoneDetails),
        "noted.v1": Shape(events.Noted, details.NotedDetails),
        "corrected.v1": Shape(events.Corrected, details.CorrectionDetails),
        "deadline_recomputed.v2": Shape(events.DeadlineRecomputed),
        "irregularity_reviewed.v1": Shape(events.IrregularityReviewed),
        "compliment_received.v1": Shape(feedback.ComplimentReceived),
        "compliment_noted.v1": Shape(feedback.ComplimentNoted),
        "compliment_corrected.v1": Shape(
            feedback.ComplimentCorrected,
            feedback.ComplimentCorrectionDetails,
        ),
    },
)
