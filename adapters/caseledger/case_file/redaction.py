"""
What the complainant sees of a case: one table, field by field.

They see their own words and what was sent to them. What others reported, the
authority's own reasoning and what tells about somebody else are withheld, and the file
says so. Whoever else appears does so by role and letter.
"""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from caseledger.complaint import Event, Subject, details
from caseledger.complaint.events import (
    Acknowledged,
    AdvocateAppointed,
    ComplaintsLinked,
    EscalationDeclined,
    InvestigatorsAppointed,
    LateComplaintAccepted,
    NotAccepted,
    PanelArranged,
    ProcedureReclassified,
    Received,
    ResolutionAgreed,
    Responded,
    ReviewPanelConvened,
    SufficientInterestDecided,
    Withdrawn,
)


@attrs.frozen
class Sight:
    """
    Whether the complainant sees a text, and why.

    What is no part of the case is `in_file` for nobody.
    """

    seen: bool
    why: str
    in_file: bool = True


OWN_WORDS = Sight(seen=True, why="the complainant's own words")
SENT = Sight(seen=True, why="it was sent to the complainant")
REASONING = Sight(seen=False, why="the authority's own reasoning")
REPORT = Sight(seen=False, why="what was reported to the authority")
PROCEEDINGS = Sight(seen=False, why="it tells about court or other proceedings")
SOMEBODY_ELSE = Sight(seen=False, why="it tells about somebody else")
EVIDENCE = Sight(seen=False, why="what the authority keeps as evidence")

MONITORING = Sight(seen=False, why="told for equality monitoring alone", in_file=False)

BY_EVENT = "by event"
"""Stands for a text that is sent or withheld by what happened: see `REASONS`."""
BY_FACT = "by fact"
"""Stands for a text that is sent or withheld by the fact it is: see `FACTS_TOLD`."""

TEXTS: Mapping[tuple[type[details.Details], str], Sight | str] = MappingProxyType(
    {
        (details.ReceivedDetails, "desired_outcome"): OWN_WORDS,
        (details.ReceivedDetails, "age_band"): MONITORING,
        (details.ReceivedDetails, "gender"): MONITORING,
        (details.ReceivedDetails, "disability"): MONITORING,
        (details.ReceivedDetails, "ethnicity"): MONITORING,
        (details.ReceivedDetails, "sexual_orientation"): MONITORING,
        (details.ReasonDetails, "reason"): BY_EVENT,
        (details.NotAcceptedDetails, "reason"): REASONING,
        (details.NotAcceptedDetails, "proceedings"): PROCEEDINGS,
        (details.StatementDetails, "points"): SENT,
        (details.ReportDetails, "findings"): REPORT,
        (details.ReportDetails, "recommendations"): REPORT,
        (details.ResponseDetails, "points"): SENT,
        (details.ResponseDetails, "detriment"): SENT,
        (details.ResponseDetails, "not_accepted_because"): SENT,
        (details.EscalationDetails, "reasons"): OWN_WORDS,
        (details.EscalationDetails, "late_reason"): REASONING,
        (details.ExtensionDetails, "reason"): SENT,
        (details.SuspensionDetails, "reason"): SENT,
        (details.SuspensionDetails, "proceedings"): PROCEEDINGS,
        (details.RemedyDetails, "description"): SENT,
        (details.ActionDetails, "recommendation"): REPORT,
        (details.ActionDetails, "action"): SENT,
        (details.ActionDetails, "owner"): SOMEBODY_ELSE,
        (details.ActionDetails, "expected"): SENT,
        (details.ActionDoneDetails, "evidence"): EVIDENCE,
        (details.ActionNotDoneDetails, "reason"): REASONING,
        (details.NotedDetails, "value"): BY_FACT,
        (details.CorrectionDetails, "because"): REASONING,
        (details.CorrectionDetails, "was"): BY_FACT,
        (details.CorrectionDetails, "now"): BY_FACT,
    }
)

REASONS: Mapping[type[Event], Sight] = MappingProxyType(
    {
        LateComplaintAccepted: REASONING,
        SufficientInterestDecided: REASONING,
        ProcedureReclassified: REASONING,
        ResolutionAgreed: SENT,
        EscalationDeclined: SENT,
        Withdrawn: OWN_WORDS,
    }
)

FACTS_TOLD: Mapping[tuple[Subject, str], Sight] = MappingProxyType(
    {
        (Subject.COMPLAINT, "suspension_reason"): SENT,
        (Subject.COMPLAINT, "s2_extension_reason"): SENT,
        (Subject.REMEDY, "description"): SENT,
        (Subject.ACTION, "recommendation"): REPORT,
        (Subject.ACTION, "action"): SENT,
        (Subject.ACTION, "owner"): SOMEBODY_ELSE,
        (Subject.ACTION, "not_done_reason"): REASONING,
        (Subject.ACTION, "evidence"): EVIDENCE,
    }
)


def sight_of(event: Event, told: details.Details, field: str) -> Sight:
    """
    Return whether the complainant sees a text of an event's personal part, and why.

    What the tables do not know is withheld.
    """
    sight = TEXTS.get((type(told), field), SOMEBODY_ELSE)
    if sight == BY_EVENT:
        sight = REASONS.get(type(event), REASONING)
    if sight == BY_FACT:
        about = getattr(event, "subject", None), getattr(event, "fact", None)
        sight = next(
            (told for known, told in FACTS_TOLD.items() if known == about),
            SOMEBODY_ELSE,
        )
    return sight if isinstance(sight, Sight) else SOMEBODY_ELSE


@attrs.frozen
class Role:
    """In which role a field names people; `told` if the sentence says the role."""

    name: str
    told: bool = False


COMPLAINANT = Role("complainant")
ANOTHER_CASE = Role("another case")

PEOPLE: Mapping[tuple[type[Event], str], Role] = MappingProxyType(
    {
        (Received, "complainant_id"): COMPLAINANT,
        (Received, "duplicate_of"): ANOTHER_CASE,
        (Received, "linked_to"): ANOTHER_CASE,
        (ComplaintsLinked, "linked_to"): ANOTHER_CASE,
        (NotAccepted, "duplicate_of"): ANOTHER_CASE,
        (Acknowledged, "assigned_to"): Role("officer dealing with it"),
        (AdvocateAppointed, "advocate"): Role("advocate", told=True),
        (Responded, "signed_by"): Role("signatory"),
        (InvestigatorsAppointed, "investigating_officer"): Role(
            "investigating officer", told=True
        ),
        (InvestigatorsAppointed, "independent_person"): Role(
            "independent person", told=True
        ),
        (PanelArranged, "chair"): Role("panel member"),
        (ReviewPanelConvened, "members"): Role("panel member"),
    }
)
"""The fields of events that hold ids of people, or the references of other cases."""

FACTS_OF_PEOPLE: Mapping[str, Role] = MappingProxyType(
    {
        "complainant_id": COMPLAINANT,
        "duplicate_of": ANOTHER_CASE,
        "s2_investigating_officer": Role("investigating officer"),
        "s2_independent_person": Role("independent person"),
        "s3_panel_members": Role("panel member"),
    }
)
"""The facts whose noted or corrected values are ids of people, or of other cases."""

PLAIN_TEXTS = (
    *("reference", "service", "team", "channel", "capacity", "theme"),
    *("secondary_themes", "signatory_role", "ombudsman_reference"),
    *("remedy_id", "action_id", "broken", "was", "now", "fact", "value"),
)
"""The other fields of events that hold text: they name nobody."""
