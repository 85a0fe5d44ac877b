"""Cases told by live commands: they have what no register has a column for."""

from collections.abc import Callable, Mapping
from datetime import date

from caseledger.casework import Casework, EventLog
from caseledger.complaint import (
    AgreeAction,
    AppointAdvocate,
    Command,
    CompleteAction,
    ConvenePanel,
    Defer,
    Escalate,
    OmbudsmanRemedy,
    PointAnswered,
    ReceivePanelReport,
    RecommendationAnswered,
    Recommended,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    Reinstate,
    ReopenStage2,
    RequestAdvocate,
    Respond,
    Resume,
    Suspend,
    Withdraw,
)
from caseledger.complaint.vocabulary import (
    AdvocateSource,
    Basis,
    OmbudsmanDecision,
    Outcome,
    PointFinding,
    RecommendationKind,
    RemedyKind,
    Source,
    SuspensionGround,
)
from caseledger.rules import Procedure
from caseledger.testing import a_received_complaint, at_stage_3, corporate_at_stage_2
from caseledger.testing.days import day
from caseledger.testing.desk import TESTER, FixedClock


def sent_back(reference: str) -> tuple[Command, ...]:
    """A panel recommends to investigate again, and the authority does."""
    return (
        *at_stage_3(reference),
        ConvenePanel(on=day("Wed 25 Oct 2023"), members=("chair", "two", "three")),
        ReceivePanelReport(
            on=day("Wed 1 Nov 2023"),
            recommendations=(
                Recommended(kind=RecommendationKind.REINVESTIGATE, text="Once more."),
                Recommended(kind=RecommendationKind.SERVICE, text="Train the staff."),
            ),
        ),
        Respond(
            on=day("Wed 22 Nov 2023"),
            stage=3,
            outcome=Outcome.REINVESTIGATE,
            answers=(
                RecommendationAnswered(recommendation=1, accepted=True),
                RecommendationAnswered(
                    recommendation=2, accepted=False, reason="It was done before."
                ),
            ),
        ),
        AgreeAction(
            on=day("Thu 23 Nov 2023"), source=Source.STAGE_3, action="Go through it."
        ),
        CompleteAction(on=day("Mon 4 Dec 2023"), action=1, evidence="The minutes."),
        ReopenStage2(on=day("Fri 1 Dec 2023")),
    )


def suspended(reference: str) -> tuple[Command, ...]:
    """
    The clock stands still from Thu 6 Apr to Tue 2 May 2023.

    Stage 1 was due on Wed 19 Apr, the tenth working day after Mon 3 Apr. Three are
    past on Thu 6 Apr; the seven that are left end on Fri 12 May: Wed 3, Thu 4, Fri 5,
    Tue 9, Wed 10, Thu 11, Fri 12, for Mon 8 May 2023 was the Coronation.
    """
    return (
        a_received_complaint(reference),
        RequestAdvocate(on=day("Thu 6 Apr 2023")),
        Suspend(
            on=day("Thu 6 Apr 2023"),
            ground=SuspensionGround.ADVOCATE,
            reason="An advocate is looked for.",
        ),
        AppointAdvocate(
            on=day("Tue 2 May 2023"),
            advocate="advocate-1",
            source=AdvocateSource.ADVOCACY_SERVICE,
        ),
        Resume(on=day("Tue 2 May 2023")),
        Respond(
            on=day("Mon 15 May 2023"),
            stage=1,
            outcome=Outcome.PARTIALLY_UPHELD,
            points=(
                PointAnswered(finding=PointFinding.UPHELD, remedy=RemedyKind.APOLOGY),
                PointAnswered(finding=PointFinding.NOT_UPHELD, recommended=True),
            ),
        ),
        ReferToOmbudsman(on=day("Thu 1 Jun 2023")),
        RecordOmbudsmanDecision(
            on=day("Fri 1 Sep 2023"),
            referral=1,
            decision=OmbudsmanDecision.UPHELD,
            investigated=True,
            fault=True,
            injustice=True,
            remedies=(
                OmbudsmanRemedy(kind=RemedyKind.PAYMENT, amount_pence=25_000),
                OmbudsmanRemedy(kind=RemedyKind.APOLOGY),
            ),
            compliance_due_on=day("Fri 29 Sep 2023"),
        ),
    )


def taken_up_again(reference: str) -> tuple[Command, ...]:
    """It is withdrawn on Wed 12 Apr 2023, and taken up again on Mon 15 May."""
    return (
        a_received_complaint(reference),
        Withdraw(on=day("Wed 12 Apr 2023")),
        Reinstate(on=day("Mon 15 May 2023")),
    )


def put_off(reference: str) -> tuple[Command, ...]:
    """Stage 2 begins on Mon 5 Sep 2022, and is put off for a week as agreed."""
    return (
        *corporate_at_stage_2(reference),
        Defer(
            on=day("Mon 12 Sep 2022"),
            until=day("Wed 21 Sep 2022"),
            complainant_agreed=True,
        ),
    )


def unanswered(reference: str) -> tuple[Command, ...]:
    """Nobody answers stage 1, and it goes to stage 2 on Thu 20 Apr 2023."""
    return (
        a_received_complaint(reference, procedure=Procedure.STATUTORY),
        Escalate(on=day("Thu 20 Apr 2023"), to_stage=2, basis=Basis.NO_RESPONSE),
    )


def carried_out(reference: str) -> tuple[Command, ...]:
    """The panel's first recommendation has an action that says so."""
    return (
        *sent_back(reference),
        AgreeAction(on=day("Fri 8 Dec 2023"), source=Source.STAGE_3, carries_out=(1,)),
    )


Cases = Mapping[str, Callable[[str], tuple[Command, ...]]]

CASES: Cases = {
    "LIVED-1": sent_back,
    "LIVED-2": suspended,
    "LIVED-3": taken_up_again,
    "LIVED-4": put_off,
    "LIVED-5": unanswered,
}


def tell(log: EventLog, new_id: Callable[[], str], cases: Cases = CASES) -> None:
    """Record cases in a log."""
    casework = Casework(log=log, clock=FixedClock(date(2026, 6, 1)), new_id=new_id)
    for reference, case in cases.items():
        for command in case(reference):
            casework.handle(reference, command, by=TESTER)
