"""
What may be done now in a case, by whom, by when, and what is refused and why.

Each step is tried as a live command of today with all that it needs said, so that
this can never say anything else than the rules themselves.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

import attrs

from caseledger.calendar import OutsideCalendar
from caseledger.complaint.commands import (
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
    CompleteAction,
    ComplyWithOmbudsman,
    ConvenePanel,
    DecideSufficientInterest,
    DeclineEscalation,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    LeaveActionUndone,
    LinkComplaint,
    OfferRemedy,
    ReceivePanelReport,
    Reclassify,
    RecommendationAnswered,
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
    Suspend,
    Withdraw,
)
from caseledger.complaint.deadlines import Duty, Terms, duties
from caseledger.complaint.decide import refusals_of
from caseledger.complaint.events import DeadlineName
from caseledger.complaint.guards.stages import late_request
from caseledger.complaint.refusals import Refusal
from caseledger.complaint.state import Complaint
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    NotAcceptedReason,
    Outcome,
    Recipient,
    RemedyStatus,
    SuspensionGround,
)
from caseledger.rules import Procedure


class By(StrEnum):
    """Who takes a step."""

    AUTHORITY = "the authority"
    COMPLAINANT = "the complainant"
    BOTH = "both sides"
    INVESTIGATOR = "the investigating officer"
    INDEPENDENT_PERSON = "the independent person"
    PANEL = "the review panel"
    OMBUDSMAN = "the Ombudsman"


@attrs.frozen(kw_only=True)
class NextStep:
    """
    A step, who takes it, and the first reason for which it would be refused now.

    `command` is one that would be accepted today unless `refusal` says why not; what
    it says in words or ids is only an example. `duty` is what the step would meet.
    """

    what: str
    by: By
    command: Command
    refusal: Refusal | None
    duty: Duty | None

    @property
    def allowed(self) -> bool:
        """Say whether the step may be taken today."""
        return self.refusal is None


def still_to_record(complaint: Complaint) -> list[str]:
    """Return what the procedure asks to know of a complaint and is not recorded yet."""
    known = {
        "capacity": complaint.capacity,
        "function": complaint.intake.function,
        "grounds_arose_on": complaint.grounds_arose_on,
    }
    return [fact for fact, value in known.items() if value is None]


def next_steps(complaint: Complaint, *, terms: Terms, today: date) -> list[NextStep]:
    """Return every step of the procedure, those that may be taken now first."""
    owed = {
        duty.deadline.name: duty for duty in duties(complaint) if duty.ended_on is None
    }
    steps = [
        NextStep(
            what=what,
            by=by,
            command=command,
            refusal=_first_refusal(complaint, command, terms, today),
            duty=None if meets is None else owed.get(meets),
        )
        for what, by, meets, command in _steps(complaint, terms, today)
    ]
    return sorted(steps, key=lambda step: not step.allowed)


def _first_refusal(
    complaint: Complaint,
    command: Command,
    terms: Terms,
    today: date,
) -> Refusal | None:
    refusals = refusals_of(complaint, command, terms=terms, today=today)
    try:
        return next(refusals, None)
    except OutsideCalendar:
        return None


_Step = tuple[str, By, DeadlineName | None, Command]
_WORDS = "..."


def _steps(complaint: Complaint, terms: Terms, today: date) -> Iterator[_Step]:
    yield from _intake(complaint, today)
    yield from _answers(complaint, terms, today)
    yield from _requests(complaint, terms, today)
    yield from _investigation(complaint, today)
    yield from _panel(complaint, today)
    yield from _ends(complaint, today)
    yield from _beside(complaint, today)


def _intake(complaint: Complaint, today: date) -> Iterator[_Step]:
    other = (
        Procedure.CORPORATE
        if complaint.procedure is Procedure.STATUTORY
        else Procedure.STATUTORY
    )
    yield (
        "acknowledge the complaint",
        By.AUTHORITY,
        DeadlineName.ACKNOWLEDGEMENT,
        Acknowledge(on=today),
    )
    yield (
        "accept it although made late",
        By.AUTHORITY,
        None,
        AcceptLate(
            on=today,
            earlier_was_reasonable=False,
            fair_consideration_possible=True,
            reason=_WORDS,
        ),
    )
    yield (
        "decide on sufficient interest",
        By.AUTHORITY,
        None,
        DecideSufficientInterest(on=today, sufficient=True),
    )
    yield (
        "reclassify it",
        By.AUTHORITY,
        None,
        Reclassify(on=today, procedure=other, reason=_WORDS),
    )
    yield (
        "not accept it",
        By.AUTHORITY,
        None,
        DoNotAccept(
            on=today,
            reason=NotAcceptedReason.NOT_CHILDRENS_SERVICES,
            reasoning=_WORDS,
            notified_on=today,
            ombudsman_signposted=True,
        ),
    )
    yield (
        "link it to another complaint",
        By.AUTHORITY,
        None,
        LinkComplaint(on=today, linked_to=_WORDS),
    )
    yield "ask for an advocate", By.COMPLAINANT, None, RequestAdvocate(on=today)
    yield "appoint an advocate", By.AUTHORITY, None, AppointAdvocate(on=today)


_ANSWERED_BY = {
    1: DeadlineName.STAGE_1_RESPONSE,
    2: DeadlineName.STAGE_2_RESPONSE,
    3: DeadlineName.STAGE_3_RESPONSE,
}


def _answers(complaint: Complaint, terms: Terms, today: date) -> Iterator[_Step]:
    for number, name in _ANSWERED_BY.items():
        answer = _answer(complaint, number, Outcome.NOT_UPHELD, terms, today)
        yield f"answer stage {number}", By.AUTHORITY, name, answer
    answer = _answer(complaint, 3, Outcome.REINVESTIGATE, terms, today)
    name = DeadlineName.STAGE_3_RESPONSE
    yield "answer stage 3 by investigating again", By.AUTHORITY, name, answer
    for number in (1, 2, 3):
        stage = complaint.stage(number)
        latest = stage.deadline.latest_on if stage.deadline else None
        yield (
            f"extend stage {number}",
            By.AUTHORITY,
            None,
            Extend(
                on=today,
                stage=number,
                extended_to=latest or today,
                reason=ExtensionReason.COMPLEXITY,
                reason_told=_WORDS,
                in_writing=True,
                ombudsman_details_given=True,
            ),
        )
    yield (
        "agree how it is resolved",
        By.BOTH,
        None,
        AgreeResolution(on=today, terms=_WORDS),
    )


def _answer(
    complaint: Complaint,
    stage: int,
    outcome: Outcome,
    terms: Terms,
    today: date,
) -> Respond:
    roles = terms.policy(on=today).roles(complaint.procedure, stage)
    recommendations = complaint.panel.recommendations if stage == 3 else ()
    return Respond(
        on=today,
        stage=stage,
        outcome=outcome,
        answers=tuple(
            RecommendationAnswered(recommendation=one.number, accepted=True)
            for one in recommendations
        ),
        signatory_role=roles[0] if roles else None,
        next_right_stated=True,
        independent_person_consulted=True if stage == 3 else None,
    )


def _requests(complaint: Complaint, terms: Terms, today: date) -> Iterator[_Step]:
    answered = complaint.stage_1.responded_on is not None
    yield (
        "ask for stage 2",
        By.COMPLAINANT,
        DeadlineName.STAGE_2_REQUEST,
        Escalate(
            on=today,
            to_stage=2,
            basis=Basis.DISSATISFIED if answered else Basis.NO_RESPONSE,
        ),
    )
    yield (
        "leave out stage 1 by agreement",
        By.BOTH,
        None,
        Escalate(
            on=today,
            to_stage=2,
            basis=Basis.AGREED_SKIP,
            complainant_agreed=True,
            authority_agreed=True,
        ),
    )
    yield (
        "ask for a review panel",
        By.COMPLAINANT,
        DeadlineName.REVIEW_REQUEST,
        Escalate(on=today, to_stage=3),
    )
    for number in (2, 3):
        if late_request(complaint, number, today, terms) is None:
            continue
        yield (
            f"accept a late request for stage {number}",
            By.AUTHORITY,
            None,
            Escalate(
                on=today,
                to_stage=number,
                basis=Basis.DISSATISFIED,
                late_reason=_WORDS,
            ),
        )
        yield (
            f"decline a late request for stage {number}",
            By.AUTHORITY,
            None,
            DeclineEscalation(
                on=today,
                to_stage=number,
                requested_on=today,
                reason=_WORDS,
            ),
        )
    for number, name in (
        (2, DeadlineName.STAGE_2_ACKNOWLEDGEMENT),
        (3, DeadlineName.PANEL_ACKNOWLEDGEMENT),
    ):
        yield (
            f"acknowledge the request for stage {number}",
            By.AUTHORITY,
            name,
            Acknowledge(on=today, stage=number),
        )


def _investigation(complaint: Complaint, today: date) -> Iterator[_Step]:
    taken = complaint.investigation
    yield "agree the statement of complaint", By.BOTH, None, AgreeStatement(on=today)
    yield (
        "appoint the investigators",
        By.AUTHORITY,
        None,
        AppointInvestigators(
            on=today,
            investigating_officer=taken.officer or "an officer",
            independent_person=taken.independent_person or "an independent person",
            officer_is_external=True,
            independence_declared=True,
        ),
    )
    yield (
        "report on the investigation",
        By.INVESTIGATOR,
        None,
        ReportInvestigation(on=today),
    )
    yield (
        "report on how it was investigated",
        By.INDEPENDENT_PERSON,
        None,
        ReportIndependentPerson(on=today),
    )
    yield (
        "agree an early referral to the Ombudsman",
        By.BOTH,
        None,
        AgreeEarlyReferral(
            on=today,
            complainant_agreed=True,
            authority_agreed=True,
            robust_report=True,
            complete_adjudication=True,
            significant_points_upheld=True,
            clear_action_plan=True,
            desired_outcomes_met=True,
        ),
    )


def _panel(complaint: Complaint, today: date) -> Iterator[_Step]:
    del complaint
    yield (
        "arrange the panel",
        By.AUTHORITY,
        DeadlineName.PANEL_CHAIR,
        ArrangePanel(on=today, chair="a chair", meets_on=today + timedelta(days=14)),
    )
    yield (
        "send the panel's papers",
        By.AUTHORITY,
        DeadlineName.PANEL_PAPERS,
        SendPanelPapers(on=today),
    )
    yield (
        "hold the panel",
        By.PANEL,
        DeadlineName.REVIEW_PANEL,
        ConvenePanel(on=today, members=("a chair", "a member", "another member")),
    )
    yield (
        "receive the panel's report",
        By.PANEL,
        DeadlineName.PANEL_REPORT,
        ReceivePanelReport(on=today, recipients=tuple(Recipient)),
    )
    yield "investigate again", By.AUTHORITY, None, ReopenStage2(on=today)


def _ends(complaint: Complaint, today: date) -> Iterator[_Step]:
    waited = (
        complaint.not_accepted
        and complaint.not_accepted_reason is NotAcceptedReason.CONCURRENT_PROCEEDINGS
    )
    yield "withdraw it", By.COMPLAINANT, None, Withdraw(on=today)
    yield (
        "wait for proceedings",
        By.AUTHORITY,
        None,
        Suspend(
            on=today,
            ground=SuspensionGround.PROCEEDINGS,
            proceedings=_WORDS,
            reason=_WORDS,
            notified_on=today,
        ),
    )
    yield (
        "wait for an advocate",
        By.AUTHORITY,
        None,
        Suspend(on=today, ground=SuspensionGround.ADVOCATE, reason=_WORDS),
    )
    yield "resume it", By.AUTHORITY, None, Resume(on=today)
    yield (
        "put it off as the complainant wishes",
        By.BOTH,
        None,
        Defer(on=today, until=today + timedelta(days=28), complainant_agreed=True),
    )
    yield (
        "take it up again",
        By.AUTHORITY,
        None,
        Reinstate(on=today, proceedings_ended_on=today if waited else None),
    )
    yield "close the file", By.AUTHORITY, None, Close(on=today)


def _beside(complaint: Complaint, today: date) -> Iterator[_Step]:
    yield "go to the Ombudsman", By.COMPLAINANT, None, ReferToOmbudsman(on=today)
    for number, referral in enumerate(complaint.referrals, start=1):
        if referral.decided_on is None:
            decision = RecordOmbudsmanDecision(on=today, referral=number)
            yield f"decide referral {number}", By.OMBUDSMAN, None, decision
        elif referral.complied_on is None:
            done = ComplyWithOmbudsman(on=today, referral=number)
            yield f"comply on referral {number}", By.AUTHORITY, None, done
    yield "offer a remedy", By.AUTHORITY, None, OfferRemedy(on=today)
    for number, remedy in enumerate(complaint.remedies, start=1):
        for status in RemedyStatus:
            if remedy.status.may_become(status):
                settled = SettleRemedy(on=today, remedy=number, status=status)
                yield f"record remedy {number} {status}", By.AUTHORITY, None, settled
    yield "agree an action", By.AUTHORITY, None, AgreeAction(on=today)
    for number, action in enumerate(complaint.actions, start=1):
        if action.done_on is None and not action.not_done:
            done_now = CompleteAction(on=today, action=number)
            yield f"complete action {number}", By.AUTHORITY, None, done_now
            undone = LeaveActionUndone(on=today, action=number, reason=_WORDS)
            yield f"leave action {number} undone", By.AUTHORITY, None, undone
