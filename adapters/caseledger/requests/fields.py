"""What each field of a request means, and between which bounds its numbers lie."""

from collections.abc import Mapping
from types import MappingProxyType

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        # --- Every request ---
        "command": "What is asked.",
        "reference": "The authority's own reference of the complaint.",
        "command_id": (
            "An id of the request's own: sent again, it changes nothing. "
            "It is looked for in the same case."
        ),
        "by": "Who asks.",
        "by.id": "An opaque id, not a name.",
        "by.role": "The role in which they act.",
        "on": "The day on which it happened.",
        # --- Intake ---
        "procedure": "The procedure under which the complaint goes on.",
        "service": "The service that the complaint is about.",
        "team": "The team that the complaint is about.",
        "channel": "How the complaint came in.",
        "capacity": "In which capacity the complainant acts, such as parent.",
        "theme": "What it is about, in the authority's own words.",
        "complainant_id": "The complainant, by an opaque id.",
        "grounds_arose_on": "The day on which what is complained of happened.",
        "function": "The function of the authority that the complaint is about.",
        "oral": "Whether the complaint was made other than in writing.",
        "child_is_complainant": "Whether the child complains in person.",
        "secondary_themes": "What it is about besides.",
        "duplicate_of": "The reference of the complaint that this one repeats.",
        "linked_to": "The reference of another complaint.",
        "receive.linked_to": "The references of other complaints.",
        "desired_outcome": "What the complainant wishes to come of it.",
        "age_band": "As told for equality monitoring.",
        "gender": "As told for equality monitoring.",
        "disability": "As told for equality monitoring.",
        "ethnicity": "As told for equality monitoring.",
        "sexual_orientation": "As told for equality monitoring.",
        "earlier_was_reasonable": (
            "Whether an earlier complaint could reasonably have been expected."
        ),
        "fair_consideration_possible": (
            "Whether it can still be considered effectively and fairly."
        ),
        "sufficient": "Whether the interest is sufficient.",
        "child_consulted": "Whether the child was asked.",
        "directed_by_ombudsman": "Whether the Ombudsman directed it.",
        "reason": "Why, in words.",
        "do_not_accept.reason": "Why, as the procedure lists it.",
        "reasoning": "Why, in words.",
        "notified_on": "The day of the written notice.",
        "ombudsman_signposted": "Whether the notice says how to reach the Ombudsman.",
        "proceedings": "The proceedings that it waits for or would prejudice.",
        # --- Stage 1 ---
        "stage": "The stage: 1, 2 or 3.",
        "procedure_explained": "Whether the procedure was explained.",
        "advocacy_information_given": "Whether advocacy was offered.",
        "meeting_offered": "Whether a meeting was offered.",
        "assigned_to": "Who deals with it, by an opaque id.",
        "advocate": "The advocate, by an opaque id.",
        "source": "At which point of the complaint it came about.",
        "appoint_advocate.source": "Where the advocate comes from.",
        "extended_to": "The new day for the response; it may lie ahead.",
        "extend.reason": "The ground, as the procedure lists it.",
        "reason_told": "The reason, as the complainant was told it.",
        "in_writing": "Whether it was said in writing.",
        "ombudsman_details_given": "Whether it says how to reach the Ombudsman.",
        "good_reason": "Whether a good reason carries it past the ceiling.",
        "outcome": "What the stage found; it follows from the points if left out.",
        "received_on": "The day on which the complainant had the response.",
        "points": "The points of the complaint, in order.",
        "point_answered.finding": "What was found on this point.",
        "point_answered.remedy": "What is offered for it.",
        "point_answered.recommended": "Whether something is recommended for it.",
        "text": "Its words.",
        "answers": "The answers to the review panel's recommendations.",
        "recommendation_answered.recommendation": "The recommendation's number.",
        "recommendation_answered.accepted": "Whether it is accepted.",
        "recommendation_answered.reason": "Why it is not accepted.",
        "signed_by": "Who signed the response, by an opaque id.",
        "signatory_role": "The role in which they signed it.",
        "next_right_stated": "Whether the response says what the complainant may do.",
        "independent_person_consulted": "Whether the independent person was asked.",
        "detriment": "The detriment that was found.",
        "terms": "The terms on which it is resolved.",
        # --- Stages 2 and 3 ---
        "to_stage": "The stage asked for: 2 or 3.",
        "basis": "Why it goes to stage 2.",
        "complainant_agreed": "Whether the complainant agreed.",
        "authority_agreed": "Whether the authority agreed.",
        "reasons": "Why the complainant goes on.",
        "late_reason": "Why a request after its time is accepted.",
        "requested_on": "The day on which the further stage was asked for.",
        "agree_statement.points": "What stage 2 looks into, point by point.",
        "investigating_officer": "Who investigates, by an opaque id.",
        "independent_person": "The independent person, by an opaque id.",
        "officer_is_external": "Whether the officer comes from outside the authority.",
        "independence_declared": "Whether independence was declared.",
        "findings": "What the report found.",
        "report_investigation.recommendations": "What the report recommends.",
        "robust_report": "Whether stage 2 delivered a very robust report.",
        "complete_adjudication": "Whether stage 2 delivered a complete adjudication.",
        "significant_points_upheld": "Whether all significant points were upheld.",
        "clear_action_plan": "Whether there is a clear action plan.",
        "desired_outcomes_met": "Whether most desired outcomes are met.",
        "chair": "The panel's chair, by an opaque id.",
        "meets_on": "The day on which the panel is to meet; it may lie ahead.",
        "members": "The panel's members by opaque ids, the chair first.",
        "not_independent": "Those of the members who are not independent.",
        "sent_on": "The day on which the panel sent its report.",
        "recipients": "To whom the report went.",
        "recommendations": "What the panel recommends, in order.",
        "recommended.kind": "What kind of recommendation it is.",
        "summary": "What the panel found, in short.",
        # --- Ends and pauses ---
        "manner": "How the complainant said so.",
        "confirmed_on": "The day on which it was confirmed to the complainant.",
        "proceedings_ended_on": "The day on which the proceedings were over.",
        "ground": "What the complaint waits for.",
        "until": "The day to which it is put off; it may lie ahead.",
        "complainant_content": "Whether the complainant is content.",
        # --- The Ombudsman ---
        "referral": "Which referral, counted from 1.",
        "refer_to_ombudsman.by": "Who took the complaint there.",
        "ombudsman_reference": "The Ombudsman's own reference.",
        "decision": "How the Ombudsman labelled the decision.",
        "investigated": "Whether the Ombudsman investigated.",
        "not_investigated_reason": "Why not.",
        "fault": "Whether fault was found.",
        "injustice": "Whether injustice was found.",
        "remedies": "What the Ombudsman asks for.",
        "compliance_due_on": "The day by which that is due; it may lie ahead.",
        "satisfactory_remedy_already": "Whether the authority had put it right before.",
        # --- Remedies and actions ---
        "kind": "What kind of remedy it is.",
        "amount_pence": "The amount, in pence.",
        "remedy_id": "The remedy's id in the authority's own records.",
        "description": "What the remedy is.",
        "remedy": "Which remedy, counted from 1.",
        "status": "How far the remedy has come.",
        "action_id": "The action's id in the authority's own records.",
        "due_on": "The day by which it is to be done; it may lie ahead.",
        "recommendation": "What was recommended.",
        "action": "Which action, counted from 1.",
        "agree_action.action": "What will be done.",
        "carries_out": "The numbers of what was recommended at its source.",
        "owner": "Who will do it.",
        "expected": "What is expected to come of it.",
        "evidence": "What shows that it was done.",
        # --- Facts ---
        "fact": "The fact's name in the register; each subject has its own.",
        "value": "The value, as the register writes it.",
        "was": "What is recorded, as the register writes it.",
        "now": "What is right, as the register writes it.",
        "because": "Why it is corrected.",
        "subject": "What the fact is about.",
        "number": "Which referral, remedy or action, from 1; 0 for the complaint.",
    },
)
"""What a field means, by its name, or by its command's and its own."""

LINES = frozenset(
    {
        "capacity",
        "channel",
        "role",
        "secondary_themes",
        "service",
        "signatory_role",
        "team",
        "theme",
    },
)
"""The fields that hold a line of words; any other that is not personal holds ids."""

MOST_PENCE = 99_999_999_999_999
_MOST = 9_999
_BOUNDS = {
    "stage": (1, 3),
    "to_stage": (1, 3),
    "amount_pence": (0, MOST_PENCE),
    "number": (0, _MOST),
}


def meaning(owner: str, field: str) -> str:
    """
    Return what a field of a command, or of a part of one, means.

    >>> meaning("extend", "reason"), meaning("withdraw", "reason")
    ('The ground, as the procedure lists it.', 'Why, in words.')
    """
    return MEANINGS.get(f"{owner}.{field}") or MEANINGS[field]


def bounds(field: str) -> tuple[int, int]:
    """Return the least and the greatest number that a field holds."""
    return _BOUNDS.get(field, (1, _MOST))
