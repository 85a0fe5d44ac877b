"""
Ready-made cases, as the live commands that bring them about.

The statutory ones are the procedure's longest example: received on Mon 3 Apr 2023,
and each step taken on the last day that the law allows. Each goes on from the one
before it. The corporate one is that of Tue 31 May 2022, over the Platinum Jubilee.
"""

from datetime import date

from caseledger.complaint import (
    Acknowledge,
    AppointInvestigators,
    Command,
    ConvenePanel,
    Escalate,
    Extend,
    Receive,
    ReceivePanelReport,
    ReportIndependentPerson,
    ReportInvestigation,
    Respond,
)
from caseledger.complaint.vocabulary import Basis, ExtensionReason, Outcome
from caseledger.rules import Procedure
from caseledger.testing.days import day

Commands = tuple[Command, ...]


def a_received_complaint(
    reference: str = "CF-1",
    *,
    on: date = date(2023, 4, 3),
    procedure: Procedure = Procedure.STATUTORY,
) -> Receive:
    """Receive a complaint; stage 1 of the usual one is due on Wed 19 Apr 2023."""
    return Receive(
        on=on,
        reference=reference,
        procedure=procedure,
        service="Children and Family Services",
    )


def answered_at_stage_1(reference: str = "CF-1") -> Commands:
    """Acknowledge it, extend stage 1 to Thu 4 May 2023, and answer it on that day."""
    return (
        a_received_complaint(reference),
        Acknowledge(on=day("Thu 6 Apr 2023")),
        Extend(
            on=day("Wed 19 Apr 2023"),
            stage=1,
            extended_to=day("Thu 4 May 2023"),
            reason=ExtensionReason.COMPLEXITY,
        ),
        Respond(on=day("Thu 4 May 2023"), stage=1, outcome=Outcome.NOT_UPHELD),
    )


def at_stage_2(reference: str = "CF-1") -> Commands:
    """Ask for stage 2 on Mon 15 May 2023: due on Tue 20 Jun, at most Tue 15 Aug."""
    return (
        *answered_at_stage_1(reference),
        Escalate(on=day("Mon 15 May 2023"), to_stage=2, basis=Basis.DISSATISFIED),
    )


def answered_at_stage_2(reference: str = "CF-1") -> Commands:
    """Investigate, extend stage 2 to Tue 15 Aug 2023, and answer it on that day."""
    return (
        *at_stage_2(reference),
        AppointInvestigators(
            on=day("Wed 17 May 2023"),
            investigating_officer="officer",
            independent_person="independent",
        ),
        Extend(
            on=day("Tue 20 Jun 2023"),
            stage=2,
            extended_to=day("Tue 15 Aug 2023"),
            reason_told="The file is large.",
        ),
        ReportInvestigation(on=day("Fri 28 Jul 2023")),
        ReportIndependentPerson(on=day("Fri 4 Aug 2023")),
        Respond(on=day("Tue 15 Aug 2023"), stage=2, outcome=Outcome.NOT_UPHELD),
    )


def at_stage_3(reference: str = "CF-1") -> Commands:
    """Ask for a review panel on Wed 13 Sep 2023, to meet by Wed 25 Oct."""
    return (
        *answered_at_stage_2(reference),
        Escalate(on=day("Wed 13 Sep 2023"), to_stage=3),
    )


def answered_at_stage_3(reference: str = "CF-1") -> Commands:
    """Hold the panel on Wed 25 Oct 2023, and answer its report on Wed 22 Nov."""
    return (
        *at_stage_3(reference),
        ConvenePanel(
            on=day("Wed 25 Oct 2023"),
            members=("chair", "second", "third"),
        ),
        ReceivePanelReport(on=day("Wed 1 Nov 2023")),
        Respond(on=day("Wed 22 Nov 2023"), stage=3, outcome=Outcome.NOT_UPHELD),
    )


def corporate_at_stage_2(reference: str = "CF-1") -> Commands:
    """Answer a corporate stage 1; stage 2 is due on Tue 4 Oct 2022."""
    return (
        a_received_complaint(
            reference,
            on=day("Tue 31 May 2022"),
            procedure=Procedure.CORPORATE,
        ),
        Respond(on=day("Thu 16 Jun 2022"), stage=1, outcome=Outcome.UPHELD),
        Escalate(on=day("Mon 5 Sep 2022"), to_stage=2, basis=Basis.DISSATISFIED),
    )
