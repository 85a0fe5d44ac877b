"""
What of the procedure is encoded, row by row, and what is left out on purpose.

Each row names the code that holds it: an event, a command, a refusal, a provision or
a policy's choice. A test holds the names to the code, and the rows to the procedure.
"""

import attrs


@attrs.frozen
class Row:
    """One row of the procedure: what it says, and where the code holds it."""

    source: str
    what: str
    held_by: tuple[str, ...] = ()
    left_out: str = ""


def _row(source: str, what: str, *held_by: str, left_out: str = "") -> Row:
    return Row(source, what, held_by, left_out)


DUTIES = (
    _row("reg 6", "Complaints are made orally or in writing", "Receive", "Escalated"),
    _row("reg 7", "The complainant withdraws at any time", "Withdraw", "Withdrawn"),
    _row(
        "reg 8",
        "Not considered, or no further, while proceedings run; made again in a year",
        *("NotAccepted", "Suspended", "ProceedingsNotNamed", "RESUBMISSION"),
    ),
    _row(
        "reg 9",
        "Within one year of the grounds, with a discretion of two limbs",
        *("LIMITATION", "GroundsTooOld", "LateComplaintAccepted"),
    ),
    _row(
        "reg 10",
        "A complaints manager, staff who know the procedure, and no delay",
        left_out="duties of the organisation, not of a case",
    ),
    _row(
        "reg 11",
        "Information on the procedure and on advocacy, as soon as possible",
        *("Acknowledged", "ACKNOWLEDGEMENT"),
    ),
    _row(
        "reg 12",
        "Whether another person has sufficient interest in the child",
        *("SufficientInterestDecided", "NoSufficientInterest"),
    ),
    _row(
        "reg 13",
        "A record of each complaint, its outcome, its time limits; an annual report",
        *("Received", "Responded", "compile_report"),
    ),
    _row(
        "reg 14",
        "Stage 1 in 10 working days, 20 with an extension; waiting for an advocate",
        *("STAGE_1_RESPONSE", "STAGE_1_CEILING", "Extended", "AdvocateNotAwaited"),
    ),
    _row(
        "reg 15",
        "The agreed terms in writing, or the right to stage 2",
        *("ResolutionAgreed", "NextRightNotStated"),
    ),
    _row(
        "reg 16",
        "An oral complaint is written down and agreed before stage 2",
        *("StatementOfComplaintAgreed", "StatementMissing"),
    ),
    _row(
        "reg 17(1)",
        "Stage 2 at the complainant's request, or by agreement",
        *("Escalated", "StageStillInTime"),
    ),
    _row("reg 17(2)", "An independent person takes part", "NoIndependentPerson"),
    _row(
        "reg 17(3)-(6)",
        "Stage 2 in 25 working days; 65 with the reason and the date in writing",
        *("STAGE_2_RESPONSE", "STAGE_2_CEILING", "NoReasonTold"),
    ),
    _row(
        "reg 17 (end)",
        "The response states the right to a review and its time",
        *("NextRightNotStated",),
    ),
    _row(
        "reg 18",
        "A review is asked for within 20 working days",
        *("REVIEW_REQUEST", "LateReviewRequest"),
    ),
    _row(
        "reg 19(1)", "The authority must appoint a panel", "EscalationMayNotBeRefused"
    ),
    _row(
        "reg 19(2)",
        "Three independent persons, one in the chair",
        *("PANEL_MEMBERS", "PanelNotThree", "NotIndependent"),
    ),
    _row(
        "reg 19(3)", "Not the independent person of stage 2", "IndependentPersonOnPanel"
    ),
    _row("reg 19(4)", "It meets within 30 working days", "REVIEW_PANEL"),
    _row(
        "reg 19(5)-(6)",
        "Whom the panel hears, and who accompanies the complainant",
        left_out="conduct of the meeting; its report and people are recorded",
    ),
    _row("reg 20(1)", "The panel's report and recommendations", "PanelReported"),
    _row(
        "reg 20(2)",
        "The report within 5 working days, to all concerned",
        *("PANEL_REPORT", "RecipientsMissing"),
    ),
    _row(
        "reg 20(3)",
        "The response within 15 working days, with the independent person",
        *("STAGE_3_RESPONSE", "RecommendationsUnanswered", "RejectionWithoutReason"),
    ),
    _row(
        "reg 21 on",
        "Fostering limits and voluntary organisations",
        left_out="the modifications were not read",
    ),
    _row(
        "s 26(4), (7)",
        "A non-officer takes part; findings are notified in writing",
        *("NoIndependentPerson", "IndependentPersonNotConsulted"),
    ),
)

STATUTORY = (
    _row("6.1", "Received", "Received", "ACKNOWLEDGEMENT", "STAGE_1_RESPONSE"),
    _row("6.1", "Not accepted", "NotAccepted", "NoticeMissing"),
    _row("6.1", "Reclassified", "ProcedureReclassified", "ReclassifiedTooLate"),
    _row("6.1", "Acknowledged", "Acknowledged", "AlreadyAcknowledged"),
    _row("6.1", "Stage 1 left out by agreement", "Escalated", "StageStillInTime"),
    _row("6.1", "Stage 1 extended", "Extended", "Stage1ExtensionTooLong"),
    _row("6.1", "Stage 1 waits for an advocate", "Suspended", "AdvocateNotAwaited"),
    _row("6.1", "Suspended and resumed (reg 8)", "Suspended", "Resumed"),
    _row("6.1", "Stage 1 answered", "Responded", "STAGE_2_REQUEST"),
    _row("6.1", "Resolution agreed", "ResolutionAgreed"),
    _row("6.1", "Stage 2 out of dissatisfaction", "Escalated", "STAGE_2_RESPONSE"),
    _row("6.1", "Stage 2 for want of a response", "Escalated", "NoResponseYet"),
    _row("6.1", "Statement of complaint agreed", "StatementOfComplaintAgreed"),
    _row("6.1", "Investigators appointed", "InvestigatorsAppointed", "NotIndependent"),
    _row("6.1", "Stage 2 extended", "Extended", "Stage2ExtensionTooLong"),
    _row("6.1", "Stage 2 answered", "Responded", "ReportsMissing", "REVIEW_REQUEST"),
    _row("6.1", "Review requested", "Escalated", "PANEL_CHAIR", "REVIEW_PANEL"),
    _row("6.1", "Early referral agreed", "EarlyReferralAgreed"),
    _row("6.1", "Review panel convened", "ReviewPanelConvened", "PANEL_REPORT"),
    _row("6.1", "Panel reported", "PanelReported", "STAGE_3_RESPONSE"),
    _row("6.1", "Stage 3 answered", "Responded", "RecommendationsUnanswered"),
    _row("6.1", "Stage 2 reopened", "Stage2Reopened", "SameInvestigators"),
    _row("6.1", "Withdrawn", "Withdrawn", "ComplaintEnded"),
    _row("6.1", "Closed", "Closed", "WindowStillOpen"),
    _row("6.1", "Reinstated", "Reinstated", "ResubmittedTooLate"),
)

CORPORATE = (
    _row("6.2", "Received", "Received", "STAGE_1_RESPONSE", "ACKNOWLEDGEMENT"),
    _row("6.2", "Acknowledged, and the Code's clock", "Acknowledged", "Clock"),
    _row("6.2", "Stage 1 extended", "Extended", "OmbudsmanDetailsNotGiven"),
    _row("6.2", "Stage 1 answered", "Responded", "SignatoryNotAllowed"),
    _row("6.2", "Stage 2 requested", "Escalated", "RequestOutsideWindow"),
    _row("6.2", "Stage 2 answered", "Responded", "SameSignatory"),
    _row("6.2", "No stage 3", "NoStage3"),
)

REFINEMENTS = (
    _row("D1", "The day that starts a clock does not count", "Counting"),
    _row("D2", "Stage 2 from the request; both dates shown", "Stage2Clock"),
    _row("D3", "Within 65 working days as a third measure", "maximum_on"),
    _row("D4", "Suspended from any stage, for named proceedings", "Suspended"),
    _row("D5", "Put off to an agreed day, as the complainant wishes", "Deferred"),
    _row("D6", "A late request decided with reasons, either way", "EscalationDeclined"),
    _row("D7", "Late complaints: a presumption to accept", "AcceptLate", "NotLate"),
    _row("D8", "Linked complaints, each with its own clocks", "ComplaintsLinked"),
    _row(
        "D9",
        "Softer limits of 2020 lengthen a clock and never stop it",
        left_out="the text of SI 2020/445, reg 6 was not read; limits stay as they are",
    ),
    _row("D10", "Thirty working days for the panel to meet", "REVIEW_PANEL"),
)

REFUSALS = tuple(
    _row(f"R{number:02}", "", held_by)
    for number, held_by in enumerate(
        (
            "GroundsTooOld",
            "LateRefusalUnconsidered",
            "ProceedingsNotNamed",
            "ResubmittedTooLate",
            "NoSufficientInterest",
            "OutsideStatutoryProcedure",
            "Duplicate",
            "NotReceived",
            "AlreadyAcknowledged",
            "OutOfSequence",
            "ExtensionTooLate",
            "Stage1ExtensionTooLong",
            "ExtensionWithoutGround",
            "AlreadyExtended",
            "Stage2ExtensionTooLong",
            "NoReasonTold",
            "NoExtensionAtStage3",
            "StageNotOpen",
            "StageStillInTime",
            "ReviewBeforeResponse",
            "ReviewOfUnfinishedStage2",
            "LateReviewRequest",
            "EscalationMayNotBeRefused",
            "NoIndependentPerson",
            "PanelNotThree",
            "IndependentPersonOnPanel",
            "NotIndependent",
            "ActedBefore",
            "NoStage3",
            "NoPanelReport",
            "SameInvestigators",
            "ComplaintEnded",
            "ComplaintSuspended",
            "EarlyReferralNotAllowed",
            "SameSignatory",
        ),
        start=1,
    )
)

PARTS = {
    "Duties of the Regulations": DUTIES,
    "Steps of the statutory procedure": STATUTORY,
    "Steps of the corporate procedure": CORPORATE,
    "Refinements from the Ombudsman's decisions": REFINEMENTS,
    "Refusals": REFUSALS,
}
"""Every part of the procedure, with its rows."""
