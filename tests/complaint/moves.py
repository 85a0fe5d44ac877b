"""What may be asked of a case, as the model has it, and what is in doubt."""

from datetime import date, timedelta

from caseledger.complaint import (
    AcceptLate,
    AgreeStatement,
    AppointInvestigators,
    ArrangePanel,
    Close,
    Command,
    ConvenePanel,
    Correct,
    DecideSufficientInterest,
    DoNotAccept,
    Escalate,
    Extend,
    PointAnswered,
    Receive,
    ReceivePanelReport,
    Reclassify,
    RecommendationAnswered,
    Recommended,
    Reinstate,
    ReopenStage2,
    ReportIndependentPerson,
    ReportInvestigation,
    Respond,
    Resume,
)
from caseledger.complaint.vocabulary import (
    Basis,
    Function,
    NotAcceptedReason,
    Outcome,
    PointFinding,
    RecommendationKind,
)
from caseledger.rules import Procedure
from complaint import due_dates
from complaint.due_dates import Case
from complaint.wall_calendar import a_year_after, is_working
from given import RECEIVED

OFFICERS = ("dan", "gus", "ivy", "kai", "mia")
INDEPENDENT = ("eve", "hal", "jon", "lea", "noa")


def receipt(
    on: date,
    procedure: Procedure,
    grounds: date | None = None,
    *,
    oral: bool | None = None,
    function: Function | None = None,
    duplicate_of: str | None = None,
) -> Receive:
    """Take the usual complaint in."""
    return Receive(
        on=on,
        reference=RECEIVED.reference,
        procedure=procedure,
        service=RECEIVED.service,
        grounds_arose_on=grounds,
        oral=oral,
        function=function,
        duplicate_of=duplicate_of,
    )


def appoint(
    on: date,
    officer: str | None,
    independent: str | None,
    *,
    external: bool | None = True,
    declared: bool | None = None,
) -> AppointInvestigators:
    """Name the people of stage 2."""
    return AppointInvestigators(
        on=on,
        investigating_officer=officer,
        independent_person=independent,
        officer_is_external=external,
        independence_declared=declared,
    )


def in_doubt(case: Case, command: Command) -> bool:
    """
    Say whether the procedure has no rule in its table for what is asked.

    Such a step is neither clearly allowed nor clearly refused, so it is not asked.
    """
    match command:
        case AppointInvestigators(on=date() as on) if 2 in case.get("begun", {}):
            # Whether the people of stage 2 may be found before it is asked for.
            return bool(on < case["begun"][2])
        case Extend():
            # To where a pause moves a day on which nobody works.
            return not is_working(command.extended_to)
        case Correct() if case and case["pauses"]:
            # Which pause met a clock, if a step came before what it answers.
            return _out_of_order(case, command)
        case _:
            return False


def _out_of_order(case: Case, command: Correct) -> bool:
    begun, answered = case["begun"], case["answered"]
    days = {
        "received_on": begun[1],
        "s1_responded_on": answered.get(1),
        "s2_requested_on": begun.get(2),
        "s2_responded_on": answered.get(2),
        "s3_requested_on": begun.get(3),
        "met": case["met"],
        "s3_panel_reported_on": case["reported"],
        "s3_responded_on": answered.get(3),
    }
    if command.fact in days:
        days[command.fact] = date.fromisoformat(command.now)
    known = [day for day in days.values() if day]
    return known != sorted(known)


def next_step(case: Case, on: date, outcome: Outcome) -> Command:  # noqa: PLR0911 - one case per command
    """Return the step that comes next by the procedure."""
    if case["ended"]:
        return Reinstate(on=on, proceedings_ended_on=case["ended"][1])
    if case["suspended"]:
        return Resume(on=on)
    if case["interest"] is False:
        return DecideSufficientInterest(on=on, sufficient=True)
    if 1 not in case["answered"] and 2 not in case["begun"]:
        hindered = _let_in(case, on)
        if hindered is not None:
            return hindered
    stage = due_dates.present_stage(case)
    if stage in case["answered"]:
        return _further(case, stage, on)
    if stage == 2:
        return _investigate(case, on, outcome)
    if stage == 3:
        return _review(case, on, outcome)
    return Respond(on=on, stage=1, outcome=outcome, signed_by="sam")


def _let_in(case: Case, on: date) -> Command | None:
    """Return what must come before a complaint goes forward, if anything must."""
    if case["duplicate"]:
        return turned_away(on, NotAcceptedReason.DUPLICATE)
    if case["function"] == Function.NOT_CHILDRENS_SERVICES:
        return turned_away(on, NotAcceptedReason.NOT_CHILDRENS_SERVICES)
    if case["procedure"] == "corporate":
        return None
    if case["function"] == Function.COURT_REPORT:
        return Reclassify(on=on, procedure=Procedure.CORPORATE, reason="In words.")
    grounds = case["grounds"]
    too_old = grounds is not None and case["received"] > a_year_after(grounds)
    return late(on) if too_old and not case["accepted_late"] else None


def late(on: date) -> AcceptLate:
    """Use the discretion."""
    return AcceptLate(
        on=on,
        earlier_was_reasonable=False,
        fair_consideration_possible=True,
        reason="In words.",
    )


def turned_away(on: date, reason: NotAcceptedReason | None) -> DoNotAccept:
    """Turn a complaint away, with all that must be said."""
    return DoNotAccept(
        on=on,
        reason=reason,
        reasoning="In words.",
        notified_on=on,
        ombudsman_signposted=True,
        earlier_was_reasonable=True,
        fair_consideration_possible=False,
        proceedings="Family court.",
        duplicate_of="CF-0",
    )


def _further(case: Case, stage: int, on: date) -> Command:
    if stage == 1:
        return Escalate(
            on=on, to_stage=2, basis=Basis.DISSATISFIED, late_reason="In words."
        )
    if stage == 2 and case["procedure"] == "statutory":
        late_reason = "In words." if on > due_dates.window(case, 2) else None
        return Escalate(on=on, to_stage=3, late_reason=late_reason)
    if stage == 3 and case["sent_back"]:
        return ReopenStage2(on=on)
    return Close(on=on, complainant_content=True)


def _investigate(case: Case, on: date, outcome: Outcome) -> Command:
    if case["procedure"] == "statutory":
        if not case["independent"]:
            again = len(case["sent_back_people"]) // 2
            return appoint(on, OFFICERS[again % 5], INDEPENDENT[again % 5])
        if not case["statement"] and case["way"]["from_statement"] | case["oral"]:
            return AgreeStatement(on=on)
        if not case["officer_reported"]:
            return ReportInvestigation(on=on)
        if not case["independent_reported"]:
            return ReportIndependentPerson(on=on)
    return Respond(
        on=on,
        stage=2,
        outcome=outcome,
        signed_by="tom",
        signatory_role="Director",
    )


def _review(case: Case, on: date, outcome: Outcome) -> Command:
    if not case["meets"]:
        return ArrangePanel(on=on, chair="ann", meets_on=on + timedelta(days=20))
    if not case["met"]:
        return ConvenePanel(on=on, members=("ann", "ben", "cat"))
    if not case["reported"]:
        kinds = {
            Outcome.UPHELD: (RecommendationKind.REMEDY, RecommendationKind.SERVICE),
            Outcome.NOT_UPHELD: (),
        }.get(outcome, (RecommendationKind.REINVESTIGATE,))
        return ReceivePanelReport(
            on=on, recommendations=tuple(Recommended(kind=kind) for kind in kinds)
        )
    return Respond(
        on=on, stage=3, outcome=outcome, answers=answers(case), signed_by="una"
    )


def answers(case: Case, *, accepted: bool = True) -> tuple[RecommendationAnswered, ...]:
    """Answer each of the panel's recommendations."""
    return tuple(
        RecommendationAnswered(
            recommendation=number, accepted=accepted, reason="In words."
        )
        for number, _ in case["recommended"]
    )


def points(*findings: str) -> tuple[PointAnswered, ...]:
    """Answer points, each with what was found."""
    return tuple(PointAnswered(finding=PointFinding(one)) for one in findings)
