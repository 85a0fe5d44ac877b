"""What went to the Ombudsman, what was offered, and what is to be done about it?"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.complaint import Complaint
from caseledger.complaint.state import Remedy
from caseledger.complaint.vocabulary import RemedyStatus
from caseledger.read_models.model import CaseRow, ReadModel, told


@attrs.frozen(kw_only=True)
class ReferralRow(CaseRow):
    """One referral to the Ombudsman."""

    referral: int = told("1 for the complaint's first referral")
    referred_on: date | None = told("the day of the referral")
    decided_on: date | None = told("the day of the decision")
    decision: str | None = told("the Ombudsman's label of the decision")
    investigated: bool | None = told("whether the Ombudsman investigated")
    not_investigated_reason: str | None = told("why not, if not")
    premature: bool | None = told("whether a local stage was still open")
    fault: bool | None = told("whether the Ombudsman found fault")
    injustice: bool | None = told("whether the Ombudsman found injustice")
    compliance_due_on: date | None = told("the day by which its remedies are due")
    complied_on: date | None = told("the day on which they were carried out")


@attrs.frozen(kw_only=True)
class OmbudsmanRemedyRow(CaseRow):
    """One thing that the Ombudsman asked for."""

    referral: int = told("the number of the referral that was decided")
    number: int = told("1 for the decision's first remedy")
    kind: str = told("apology, payment, service, policy_change or other")
    amount_pence: int | None = told("the amount in pence")
    compliance_due_on: date | None = told("the day by which it is due")
    complied_on: date | None = told("the day on which the decision was carried out")


@attrs.frozen(kw_only=True)
class RemedyRow(CaseRow):
    """One thing offered to put things right."""

    remedy: int = told("1 for the complaint's first remedy")
    source: str | None = told("at which point it came about")
    kind: str | None = told("apology, payment, service, policy_change or other")
    amount_pence: int | None = told("the amount in pence")
    offered_on: date | None = told("the day of the offer")
    accepted_on: date | None = told("the day of acceptance")
    rejected_on: date | None = told("the day of rejection")
    paid_on: date | None = told("the day of payment")
    status: str = told("offered, accepted, rejected or paid, as it stands now")


@attrs.frozen(kw_only=True)
class ActionRow(CaseRow):
    """One action agreed on what was learned."""

    action: int = told("1 for the complaint's first action")
    source: str | None = told("at which point it came about")
    agreed_on: date | None = told("the day of agreement")
    due_on: date | None = told("the day by which it is to be done")
    done_on: date | None = told("the day on which it was done")
    evidenced: bool | None = told(
        "whether there is evidence of it, empty if that is not said", default=None
    )
    not_done: bool = told("whether a reason is recorded for not doing it")
    not_done_on: date | None = told("the day of that decision", default=None)
    theme: str | None = told("what it is to better", default=None)


@attrs.frozen(kw_only=True)
class RecommendationActionRow(CaseRow):
    """One action that carries out one recommendation."""

    source: str = told("stage_1, stage_2, stage_3 or ombudsman")
    attempt: int = told("as in stages; for ombudsman the number of the referral")
    number: int = told(
        "the number of the panel's recommendation, for stage_3; of the point on which "
        "something was recommended, for stages 1 and 2; of the Ombudsman's remedy"
    )
    action: int = told("the number of the action")


def _referrals(stream: str, complaint: Complaint) -> Iterator[ReferralRow]:
    for number, referral in enumerate(complaint.referrals, start=1):
        yield ReferralRow(
            stream=stream,
            reference=complaint.reference,
            referral=number,
            referred_on=referral.referred_on,
            decided_on=referral.decided_on,
            decision=referral.decision,
            investigated=referral.investigated,
            not_investigated_reason=referral.not_investigated_reason,
            premature=referral.premature,
            fault=referral.fault,
            injustice=referral.injustice,
            compliance_due_on=referral.compliance_due_on,
            complied_on=referral.complied_on,
        )


def _ombudsman_remedies(
    stream: str,
    complaint: Complaint,
) -> Iterator[OmbudsmanRemedyRow]:
    for which, referral in enumerate(complaint.referrals, start=1):
        for number, remedy in enumerate(referral.remedies, start=1):
            yield OmbudsmanRemedyRow(
                stream=stream,
                reference=complaint.reference,
                referral=which,
                number=number,
                kind=remedy.kind,
                amount_pence=remedy.amount_pence,
                compliance_due_on=referral.compliance_due_on,
                complied_on=referral.complied_on,
            )


def _reached(remedy: Remedy, status: RemedyStatus) -> date | None:
    days = [one.on for one in remedy.settlements if one.status is status and one.on]
    return min(days, default=None)


def _remedies(stream: str, complaint: Complaint) -> Iterator[RemedyRow]:
    for number, remedy in enumerate(complaint.remedies, start=1):
        yield RemedyRow(
            stream=stream,
            reference=complaint.reference,
            remedy=number,
            source=remedy.source,
            kind=remedy.kind,
            amount_pence=remedy.amount_pence,
            offered_on=remedy.offered_on,
            accepted_on=_reached(remedy, RemedyStatus.ACCEPTED),
            rejected_on=_reached(remedy, RemedyStatus.REJECTED),
            paid_on=_reached(remedy, RemedyStatus.PAID),
            status=remedy.status,
        )


def _actions(stream: str, complaint: Complaint) -> Iterator[ActionRow]:
    for number, action in enumerate(complaint.actions, start=1):
        yield ActionRow(
            stream=stream,
            reference=complaint.reference,
            action=number,
            source=action.source,
            agreed_on=action.agreed_on,
            due_on=action.due_on,
            done_on=action.done_on,
            evidenced=action.evidenced,
            not_done=action.not_done,
            not_done_on=action.not_done_on,
            theme=action.theme,
        )


def _recommendation_actions(
    stream: str,
    complaint: Complaint,
) -> Iterator[RecommendationActionRow]:
    for number, action in enumerate(complaint.actions, start=1):
        made = action.carries_out
        if made is None:
            continue
        for recommendation in made.numbers:
            yield RecommendationActionRow(
                stream=stream,
                reference=complaint.reference,
                source=made.source,
                attempt=made.attempt,
                number=recommendation,
                action=number,
            )


REFERRALS = ReadModel(
    name="referrals",
    version=2,
    question="What went to the Ombudsman, and what came of it?",
    of=Complaint,
    row=ReferralRow,
    rows=_referrals,
)
OMBUDSMAN_REMEDIES = ReadModel(
    name="ombudsman_remedies",
    version=1,
    question="What did the Ombudsman ask for, and was it carried out?",
    of=Complaint,
    row=OmbudsmanRemedyRow,
    rows=_ombudsman_remedies,
)
REMEDIES = ReadModel(
    name="remedies",
    version=1,
    question="What was offered, accepted, rejected and paid?",
    of=Complaint,
    row=RemedyRow,
    rows=_remedies,
)
ACTIONS = ReadModel(
    name="actions",
    version=3,
    question="What was agreed to be done, and was it?",
    of=Complaint,
    row=ActionRow,
    rows=_actions,
)
RECOMMENDATION_ACTIONS = ReadModel(
    name="recommendation_actions",
    version=1,
    question="Which action carries out which recommendation?",
    of=Complaint,
    row=RecommendationActionRow,
    rows=_recommendation_actions,
)
