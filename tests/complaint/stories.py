"""
Complaints that the tests tell again and again, on the procedure's own dates.

`LONGEST` takes every step on the last day that the law allows (procedure, section 8:
the full maximum chain from receipt on Mon 3 Apr 2023).
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

import attrs

from caseledger.calendar import VERSION
from caseledger.complaint import (
    AcceptLate,
    Acknowledge,
    AgreeAction,
    AgreeEarlyReferral,
    AgreeResolution,
    AgreeStatement,
    AppointAdvocate,
    AppointInvestigators,
    ArrangePanel,
    Close,
    Command,
    Complaint,
    CompleteAction,
    ComplyWithOmbudsman,
    ConvenePanel,
    Correct,
    Deadline,
    DeadlineName,
    DecideSufficientInterest,
    DeclineEscalation,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    LeaveActionUndone,
    LinkComplaint,
    Note,
    OfferRemedy,
    Receive,
    ReceivePanelReport,
    Reclassify,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    Reinstate,
    ReopenStage2,
    ReportIndependentPerson,
    ReportInvestigation,
    RequestAdvocate,
    Respond,
    Resume,
    SendPanelPapers,
    SettleRemedy,
    Step,
    Suspend,
    Withdraw,
)
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    NotAcceptedReason,
    OmbudsmanDecision,
    Outcome,
    RemedyStatus,
    SuspensionGround,
)
from caseledger.rules import Procedure
from given import RECEIVED, Given, day

PANEL = ("chair", "second", "third")

# Stage 1: received Mon 3 Apr 2023, to be acknowledged by Thu 6 Apr, due Wed 19 Apr,
# at most Thu 4 May.
ACKNOWLEDGE = Acknowledge(on=day("Thu 6 Apr 2023"))
EXTEND_1 = Extend(
    on=day("Wed 19 Apr 2023"),
    stage=1,
    extended_to=day("Thu 4 May 2023"),
    reason=ExtensionReason.COMPLEXITY,
)
RESPOND_1 = Respond(on=day("Thu 4 May 2023"), stage=1, outcome=Outcome.NOT_UPHELD)

# Stage 2: requested Mon 15 May 2023, due Tue 20 Jun, at most Tue 15 Aug; whoever is
# answered on Thu 4 May is recommended to ask for it by Mon 5 Jun.
ESCALATE_2 = Escalate(
    on=day("Mon 15 May 2023"),
    to_stage=2,
    basis=Basis.DISSATISFIED,
)
APPOINT = AppointInvestigators(
    on=day("Wed 17 May 2023"),
    investigating_officer="officer",
    independent_person="independent",
)
AGREE_STATEMENT = AgreeStatement(on=day("Fri 19 May 2023"))
EXTEND_2 = Extend(
    on=day("Tue 20 Jun 2023"),
    stage=2,
    extended_to=day("Tue 15 Aug 2023"),
    reason_told="The file is large.",
)
REPORT_OFFICER = ReportInvestigation(on=day("Fri 28 Jul 2023"))
REPORT_INDEPENDENT = ReportIndependentPerson(on=day("Fri 4 Aug 2023"))
RESPOND_2 = Respond(on=day("Tue 15 Aug 2023"), stage=2, outcome=Outcome.NOT_UPHELD)

# Stage 3: requested Wed 13 Sep 2023; panel by Wed 25 Oct, its report by Wed 1 Nov,
# the authority's answer by Wed 22 Nov.
ESCALATE_3 = Escalate(on=day("Wed 13 Sep 2023"), to_stage=3)
CONVENE = ConvenePanel(on=day("Wed 25 Oct 2023"), members=PANEL)
REPORT = ReceivePanelReport(on=day("Wed 1 Nov 2023"))
RESPOND_3 = Respond(on=day("Wed 22 Nov 2023"), stage=3, outcome=Outcome.REINVESTIGATE)

AT_STAGE_1 = (RECEIVED, ACKNOWLEDGE)
ANSWERED_1 = (*AT_STAGE_1, EXTEND_1, RESPOND_1)
AT_STAGE_2 = (*ANSWERED_1, ESCALATE_2)
INVESTIGATED = (
    *(*AT_STAGE_2, APPOINT, AGREE_STATEMENT, EXTEND_2),
    *(REPORT_OFFICER, REPORT_INDEPENDENT),
)
ANSWERED_2 = (*INVESTIGATED, RESPOND_2)
AT_STAGE_3 = (*ANSWERED_2, ESCALATE_3)
PANEL_MET = (*AT_STAGE_3, CONVENE)
PANEL_REPORTED = (*PANEL_MET, REPORT)
LONGEST = (*PANEL_REPORTED, RESPOND_3)

# Corporate: received Tue 31 May 2022, due Thu 16 Jun (E41), at most Thu 30 Jun;
# stage 2 requested Mon 5 Sep 2022, due Tue 4 Oct (E43), at most Tue 1 Nov.
CORPORATE = attrs.evolve(
    RECEIVED,
    on=day("Tue 31 May 2022"),
    procedure=Procedure.CORPORATE,
)
CORPORATE_RESPOND_1 = Respond(
    on=day("Thu 16 Jun 2022"),
    stage=1,
    outcome=Outcome.UPHELD,
)
CORPORATE_ESCALATE_2 = Escalate(
    on=day("Mon 5 Sep 2022"),
    to_stage=2,
    basis=Basis.DISSATISFIED,
)
CORPORATE_AT_STAGE_2 = (CORPORATE, CORPORATE_RESPOND_1, CORPORATE_ESCALATE_2)
CORPORATE_ANSWERED_2 = (
    *CORPORATE_AT_STAGE_2,
    Respond(on=day("Tue 4 Oct 2022"), stage=2, outcome=Outcome.UPHELD),
)

WITHDRAW = Withdraw(on=day("Tue 11 Apr 2023"))
REINSTATE = Reinstate(on=day("Fri 14 Apr 2023"))
DO_NOT_ACCEPT = DoNotAccept(
    on=day("Tue 11 Apr 2023"),
    reason=NotAcceptedReason.OUTSIDE_PROCEDURE,
    reasoning="It is about a decision of the court.",
    notified_on=day("Tue 11 Apr 2023"),
    ombudsman_signposted=True,
)
SUSPEND = Suspend(
    on=day("Tue 11 Apr 2023"),
    ground=SuspensionGround.PROCEEDINGS,
    proceedings="Family court, care order.",
    reason="The same facts are before the court.",
    notified_on=day("Tue 11 Apr 2023"),
)
RESUME = Resume(on=day("Fri 14 Apr 2023"))
DEFER = Defer(
    on=day("Wed 17 May 2023"),
    until=day("Fri 30 Jun 2023"),
    complainant_agreed=True,
)
REOPEN = ReopenStage2(on=day("Mon 27 Nov 2023"))
REFER = ReferToOmbudsman(on=day("Fri 1 Dec 2023"), referral=1)
DECISION = RecordOmbudsmanDecision(
    on=day("Fri 1 Mar 2024"),
    referral=1,
    decision=OmbudsmanDecision.UPHELD,
    investigated=True,
)
OFFER = OfferRemedy(on=day("Fri 1 Dec 2023"), amount_pence=40_000)
SETTLE = SettleRemedy(
    on=day("Fri 8 Dec 2023"),
    remedy=1,
    status=RemedyStatus.ACCEPTED,
)
AGREE_ACTION = AgreeAction(on=day("Fri 1 Dec 2023"), due_on=day("Fri 1 Mar 2024"))
COMPLETE = CompleteAction(on=day("Fri 1 Mar 2024"), action=1)
LEAVE_UNDONE = LeaveActionUndone(on=day("Fri 1 Mar 2024"), action=1)
COMPLY = ComplyWithOmbudsman(on=day("Fri 29 Mar 2024"), referral=1)
NOTE = Note(fact="team", value="Early Help")
CORRECT = Correct(fact="theme", was="Delay", now="Quality", because="Misread.")

# What happens around the longest case, each step where the procedure has it.
ACCEPT_LATE = AcceptLate(
    on=day("Wed 5 Apr 2023"),
    earlier_was_reasonable=False,
    fair_consideration_possible=True,
    reason="They were in hospital; the file is complete.",
)
DECIDE_INTEREST = DecideSufficientInterest(on=day("Wed 5 Apr 2023"), sufficient=True)
LINK = LinkComplaint(on=day("Wed 5 Apr 2023"), linked_to="CF-2")
RECLASSIFY = Reclassify(
    on=day("Wed 5 Apr 2023"),
    procedure=Procedure.CORPORATE,
    reason="It is about a court report.",
)
REQUEST_ADVOCATE = RequestAdvocate(on=day("Wed 5 Apr 2023"))
APPOINT_ADVOCATE = AppointAdvocate(on=day("Wed 12 Apr 2023"), advocate="advocate")
RESOLVE = AgreeResolution(on=day("Wed 10 May 2023"), terms="A new social worker.")
DECLINE = DeclineEscalation(
    on=day("Wed 20 Sep 2023"),
    to_stage=3,
    requested_on=day("Thu 14 Sep 2023"),
    reason="Nothing new was said, and the remedy was paid.",
)
REFER_EARLY = AgreeEarlyReferral(
    on=day("Mon 21 Aug 2023"),
    complainant_agreed=True,
    authority_agreed=True,
    robust_report=True,
    complete_adjudication=True,
    significant_points_upheld=True,
    clear_action_plan=True,
    desired_outcomes_met=True,
)
ARRANGE = ArrangePanel(
    on=day("Wed 27 Sep 2023"),
    chair="chair",
    meets_on=day("Wed 25 Oct 2023"),
)
SEND_PAPERS = SendPanelPapers(on=day("Wed 11 Oct 2023"))
CLOSE = Close(on=day("Mon 27 Nov 2023"))

AROUND: tuple[Command, ...] = (
    *(ACCEPT_LATE, DECIDE_INTEREST, LINK, RECLASSIFY, REQUEST_ADVOCATE),
    *(APPOINT_ADVOCATE, RESOLVE, DECLINE, REFER_EARLY, ARRANGE, SEND_PAPERS, CLOSE),
)
ONE_OF_EACH: tuple[Command, ...] = (
    *(*LONGEST, *AROUND),
    *(WITHDRAW, REINSTATE, DO_NOT_ACCEPT, SUSPEND, RESUME, DEFER, REOPEN),
    *(REFER, DECISION, COMPLY, OFFER, SETTLE, AGREE_ACTION, COMPLETE, LEAVE_UNDONE),
    *(NOTE, CORRECT),
)
# The steps that take a complaint forward, each dated on or after its receipt.
FORWARD: tuple[Command, ...] = (
    *(ACKNOWLEDGE, EXTEND_1, RESPOND_1, ESCALATE_2, AGREE_STATEMENT, APPOINT),
    *(EXTEND_2, REPORT_OFFICER, REPORT_INDEPENDENT, RESPOND_2, ESCALATE_3, CONVENE),
    *(REPORT, RESPOND_3, REOPEN, DEFER, DO_NOT_ACCEPT, SUSPEND),
    *(ACCEPT_LATE, DECIDE_INTEREST, RECLASSIFY, RESOLVE, DECLINE, REFER_EARLY),
    *(ARRANGE, SEND_PAPERS, CLOSE),
)

assert set(get_args(Command)) == {type(command) for command in ONE_OF_EACH}


def named(command: Command) -> str:
    """Name a case of a test by the command in it, and by its stage if it has one."""
    stage = getattr(command, "stage", getattr(command, "to_stage", ""))
    return f"{type(command).__name__}{stage}"


def skip(on: date) -> Escalate:
    """Leave stage 1 out, as both sides agree."""
    return Escalate(
        on=on,
        to_stage=2,
        basis=Basis.AGREED_SKIP,
        complainant_agreed=True,
        authority_agreed=True,
    )


def receive(written: str, procedure: Procedure = Procedure.STATUTORY) -> Receive:
    """Receive the usual complaint on another day."""
    return attrs.evolve(RECEIVED, on=day(written), procedure=procedure)


# The provision and the paragraph behind each deadline of the statutory procedure.
STATUTORY = {
    DeadlineName.STAGE_1_RESPONSE: ("stage_1_response", "reg 14"),
    DeadlineName.STAGE_2_RESPONSE: ("stage_2_response", "reg 17"),
    DeadlineName.REVIEW_REQUEST: ("review_request", "reg 18"),
    DeadlineName.REVIEW_PANEL: ("review_panel", "reg 19(4)"),
    DeadlineName.PANEL_REPORT: ("panel_report", "reg 20(2)"),
    DeadlineName.STAGE_3_RESPONSE: ("stage_3_response", "reg 20(3)"),
}
# And behind each milestone of guidance and local practice.
GUIDANCE = "Getting the Best from Complaints (DfES 2006)"
MILESTONES = {
    DeadlineName.ACKNOWLEDGEMENT: (
        "acknowledgement",
        "Local practice, Westminster, annual report 2021-22, 13(5)",
    ),
    DeadlineName.STAGE_2_REQUEST: ("stage_2_request", f"{GUIDANCE}, 3.5.8"),
    DeadlineName.PANEL_ACKNOWLEDGEMENT: (
        "panel_acknowledgement",
        f"{GUIDANCE}, chapter 3, panel timetable",
    ),
    DeadlineName.PANEL_CHAIR: (
        "panel_chair",
        f"{GUIDANCE}, chapter 3, panel timetable",
    ),
    DeadlineName.PANEL_PAPERS: (
        "panel_papers",
        f"{GUIDANCE}, chapter 3, panel timetable",
    ),
}


def but(command: Command, **changes: object) -> Command:
    """Return a command with something in it changed."""
    changed: Command = attrs.evolve(cast("Any", command), **changes)
    return changed


def deadline(
    name: DeadlineName,
    counted_from: date,
    working_days: int,
    due_on: date,
    latest_on: date | None = None,
    *,
    rule: tuple[str, str] | None = None,
) -> Deadline:
    """Write a deadline down with its ground; rules are in force since 1 Sep 2006."""
    if rule is None and name in MILESTONES:
        key, paragraph = MILESTONES[name]
        rule = (f"guidance.{key}", paragraph)
    if rule is None:
        key, regulation = STATUTORY[name]
        rule = (f"statutory.{key}", f"SI 2006/1738, {regulation}")
    provision, paragraph = rule
    return Deadline(
        name=name,
        counted_from=counted_from,
        working_days=working_days,
        due_on=due_on,
        latest_on=latest_on,
        provision=provision,
        edition=date(2006, 9, 1),
        paragraph=paragraph,
        calendar=VERSION,
    )


def without_milestones(complaint: Complaint) -> Complaint:
    """Return a complaint as history told late leaves it: no milestone was set then."""
    return attrs.evolve(
        complaint,
        stage_1=attrs.evolve(complaint.stage_1, milestones=()),
        stage_2=attrs.evolve(complaint.stage_2, milestones=()),
        stage_3=attrs.evolve(complaint.stage_3, milestones=()),
    )


def marks(story: Given) -> list[tuple[Step, int, int, str]]:
    """Return which steps are marked: step, stage, number of the extension, rule."""
    return [
        (found.step, found.stage, found.number, found.rule)
        for found in story.stands.irregularities
    ]


def worked(*deadlines: str) -> list[tuple[str, date, date]]:
    """Return the worked examples of deadlines: number, trigger, due date."""
    table = Path(__file__).parent.parent / "data" / "worked_dates.csv"
    with table.open(newline="") as lines:
        found = [row for row in csv.DictReader(lines) if row["deadline"] in deadlines]
    day = date.fromisoformat
    return [
        (row["example"], day(row["start_date"]), day(row["next_day"])) for row in found
    ]
