"""Rows that tests begin with: complaints without a fault, each step well apart."""

from datetime import date, timedelta

SERVICE = "Children and Family Services"

# The longest chain of `procedure.md` §8 starts on this day.
RECEIVED = {
    "service": SERVICE,
    "reference": "CF-1",
    "procedure": "statutory",
    "received_on": "2023-04-03",
}
STAGE_1 = {
    **RECEIVED,
    "team": "Short Breaks",
    "channel": "email",
    "complainant": "parent",
    "theme": "Staff conduct",
    "grounds_arose_on": "2023-03-01",
    "acknowledged_on": "2023-04-05",
    "s1_responded_on": "2023-04-18",
    "s1_outcome": "not_upheld",
}
STAGE_2 = {
    **STAGE_1,
    "s2_requested_on": "2023-05-15",
    "s2_basis": "dissatisfied",
    "s2_statement_agreed_on": "2023-05-22",
    "s2_investigating_officer": "IO-1",
    "s2_independent_person": "IP-1",
    "s2_responded_on": "2023-06-20",
    "s2_outcome": "partially_upheld",
}
STAGE_3 = {
    **STAGE_2,
    "s3_requested_on": "2023-07-03",
    "s3_panel_met_on": "2023-08-01",
    "s3_panel_members": "PM-1;PM-2;PM-3",
    "s3_panel_reported_on": "2023-08-08",
    "s3_responded_on": "2023-08-22",
    "s3_outcome": "upheld",
}
OMBUDSMAN = {
    **STAGE_3,
    "ombudsman_referred_on": "2023-10-02",
    "ombudsman_decided_on": "2023-11-01",
    "ombudsman_decision": "upheld",
    "ombudsman_investigated": "yes",
}
CORPORATE_1 = {**STAGE_1, "procedure": "corporate"}
CORPORATE_2 = {**STAGE_2, "procedure": "corporate"}

REMEDY = {
    "reference": "CF-1",
    "source": "stage_1",
    "kind": "payment",
    "amount_gbp": "250",
    "offered_on": "2023-05-02",
    "status": "offered",
    "description": "Time and trouble",
}
ACTION = {
    "reference": "CF-1",
    "source": "stage_1",
    "recommendation": "Share assessments in time",
    "action": "Remind teams",
    "owner": "Head of Service",
    "agreed_on": "2023-05-02",
    "due_on": "2023-09-01",
}
REFERRAL = {"reference": "CF-1", "ombudsman_referred_on": "2024-01-08"}
COMPLIMENT = {
    "reference": "CO-1",
    "service": SERVICE,
    "team": "Short Breaks",
    "received_on": "2023-05-02",
    "theme": "Kindness",
}


def shifted(written: str, days: int) -> str:
    """Return another day, so many days later."""
    return (date.fromisoformat(written) + timedelta(days=days)).isoformat()
