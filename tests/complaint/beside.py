"""What the machine asks beside the stages: items by their number, and corrections."""

from datetime import date

from caseledger.complaint import (
    AgreeAction,
    AppointAdvocate,
    Command,
    CompleteAction,
    ComplyWithOmbudsman,
    LeaveActionUndone,
    OfferRemedy,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    RequestAdvocate,
    Resume,
    SettleRemedy,
    Suspend,
)
from caseledger.complaint.vocabulary import RemedyStatus, Source, SuspensionGround
from complaint.due_dates import Case


def beside(
    case: Case, days: tuple[date, date], number: int, status: RemedyStatus
) -> tuple[tuple[Command, ...], ...]:
    """Return steps beside the stages, each with some that are about a number."""
    on, then = days
    # Numbers itself, is the next, or is one that cannot come now.
    referral = len(case["referrals"]) + number if number else None
    return (
        (
            RequestAdvocate(on=on),
            Suspend(on=on, ground=SuspensionGround.ADVOCATE),
            Resume(on=then),
            AppointAdvocate(on=then, advocate="pat"),
        ),
        (
            ComplyWithOmbudsman(on=then, referral=number),
            ReferToOmbudsman(on=on, referral=referral),
            RecordOmbudsmanDecision(on=then, referral=number),
            ComplyWithOmbudsman(on=on, referral=number),
        ),
        (
            OfferRemedy(on=on),
            *[SettleRemedy(on=then, remedy=number, status=status)] * 2,
        ),
        (
            AgreeAction(on=on),
            AgreeAction(on=then, source=Source.STAGE_3, carries_out=(number,)),
            CompleteAction(on=then, action=number),
            LeaveActionUndone(on=then, action=number),
        ),
    )


def known_days(case: Case) -> list[str]:
    """Return the facts that are days, known, and may be corrected here."""
    known = {
        "received_on": True,
        "s1_responded_on": 1 in case["answered"],
        "s2_requested_on": 2 in case["begun"],
        "s3_panel_reported_on": case["reported"],
    }
    return [fact for fact, is_known in known.items() if is_known]
