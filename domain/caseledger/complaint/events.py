"""
Everything that can happen to a complaint, in the past tense.

An event carries what happened, the day it happened (`occurred_on`, a date in
England; None where a register does not say), and its ground: the due dates as told,
the provision relied on, the rules broken. Replaying events computes nothing.

People are opaque ids. Free text and all else that is personal is not here but in
the event's details (`details.py`), which are stored beside it and kept apart.
"""

from datetime import date
from enum import StrEnum

import attrs

from caseledger.complaint.vocabulary import (
    AdvocateSource,
    Basis,
    ExtensionReason,
    Function,
    Manner,
    NotAcceptedReason,
    NotInvestigatedReason,
    OmbudsmanDecision,
    Outcome,
    PointFinding,
    Recipient,
    RecommendationKind,
    ReferredBy,
    RemedyKind,
    RemedyStatus,
    Source,
    SuspensionGround,
)
from caseledger.rules import Procedure


class Standing(StrEnum):
    """
    What a day that is counted means.

    A limit binds the authority; a milestone is recommended, and missing it breaks no
    rule; a window is open to the complainant.
    """

    LIMIT = "limit"
    MILESTONE = "milestone"
    WINDOW = "window"


class DeadlineName(StrEnum):
    """The steps that have a day, in the order of the procedure."""

    ACKNOWLEDGEMENT = "acknowledgement"
    STAGE_1_RESPONSE = "stage_1_response"
    STAGE_2_REQUEST = "stage_2_request"
    STAGE_2_ACKNOWLEDGEMENT = "stage_2_acknowledgement"
    STAGE_2_RESPONSE = "stage_2_response"
    REVIEW_REQUEST = "review_request"
    PANEL_ACKNOWLEDGEMENT = "panel_acknowledgement"
    PANEL_CHAIR = "panel_chair"
    PANEL_PAPERS = "panel_papers"
    REVIEW_PANEL = "review_panel"
    PANEL_REPORT = "panel_report"
    STAGE_3_RESPONSE = "stage_3_response"

    @property
    def standing(self) -> Standing:
        """Say whether the day binds, is recommended, or ends a window."""
        return _STANDING.get(self, Standing.MILESTONE)


_STANDING = {
    DeadlineName.STAGE_1_RESPONSE: Standing.LIMIT,
    DeadlineName.STAGE_2_RESPONSE: Standing.LIMIT,
    DeadlineName.REVIEW_PANEL: Standing.LIMIT,
    DeadlineName.PANEL_REPORT: Standing.LIMIT,
    DeadlineName.STAGE_3_RESPONSE: Standing.LIMIT,
    DeadlineName.STAGE_2_REQUEST: Standing.WINDOW,
    DeadlineName.REVIEW_REQUEST: Standing.WINDOW,
}


@attrs.frozen(kw_only=True)
class Deadline:
    """
    A due date with its ground: what started the clock and which rule set it.

    `latest_on` is the furthest day to which an extension may carry it, or None if
    it cannot be extended. `provision`, `edition` and `paragraph` name the rule;
    `calendar` is the version of the working-day calendar that counted the days.
    A negative number of `working_days` was counted back.
    """

    name: DeadlineName
    counted_from: date
    working_days: int
    due_on: date
    latest_on: date | None
    provision: str
    edition: date
    paragraph: str
    calendar: str


@attrs.frozen(kw_only=True)
class Moved:
    """
    A deadline that a pause moved, with the days that its extensions now reach.

    `extensions` are those of the deadline's stage in order, None for one that broke
    a rule. `other_reading` is the date by the other reading of when stage 2 starts.
    """

    deadline: Deadline
    extensions: tuple[date | None, ...] = ()
    other_reading: Deadline | None = None


@attrs.frozen(kw_only=True)
class Received:
    """
    A complaint reached the authority; the stage 1 clock started.

    Details: the outcome that the complainant wishes, and equality monitoring.
    """

    occurred_on: date
    reference: str
    procedure: Procedure
    service: str
    team: str | None
    channel: str | None
    capacity: str | None
    theme: str | None
    complainant_id: str | None
    grounds_arose_on: date | None
    deadline: Deadline
    milestones: tuple[Deadline, ...] = ()
    function: Function | None = None
    oral: bool | None = None
    child_is_complainant: bool | None = None
    secondary_themes: tuple[str, ...] = ()
    duplicate_of: str | None = None
    linked_to: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class LateComplaintAccepted:
    """
    The authority took in a complaint made more than a year after its grounds arose.

    Carries both limbs of the discretion (reg 9). Details: the reasoning.
    """

    occurred_on: date
    earlier_was_reasonable: bool
    fair_consideration_possible: bool


@attrs.frozen(kw_only=True)
class SufficientInterestDecided:
    """
    The authority decided whether a person has sufficient interest in the child.

    Details: the reasoning.
    """

    occurred_on: date
    sufficient: bool
    child_consulted: bool | None


@attrs.frozen(kw_only=True)
class ComplaintsLinked:
    """A complaint was linked to another; each keeps its own procedure and clocks."""

    occurred_on: date
    linked_to: str


@attrs.frozen(kw_only=True)
class ProcedureReclassified:
    """
    The complaint goes on under the other procedure, by its original dates.

    `deadlines` are those still unmet, counted anew. Details: the reason.
    """

    occurred_on: date
    was: Procedure
    now: Procedure
    directed_by_ombudsman: bool
    deadlines: tuple[Deadline, ...]


@attrs.frozen(kw_only=True)
class NotAccepted:
    """
    The authority did not take the complaint into the procedure.

    Details: the reasoning, and the proceedings that it would prejudice.
    """

    occurred_on: date
    reason: NotAcceptedReason | None
    notified_on: date | None = None
    ombudsman_signposted: bool | None = None
    earlier_was_reasonable: bool | None = None
    fair_consideration_possible: bool | None = None
    duplicate_of: str | None = None


@attrs.frozen(kw_only=True)
class Acknowledged:
    """
    The authority acknowledged the complaint, or the request for a further stage.

    This moves no clock, but where a corporate policy counts from acknowledgement:
    then `deadline` is what it set.
    """

    occurred_on: date
    stage: int = 1
    procedure_explained: bool | None = None
    advocacy_information_given: bool | None = None
    meeting_offered: bool | None = None
    assigned_to: str | None = None
    deadline: Deadline | None = None


@attrs.frozen(kw_only=True)
class AdvocateRequested:
    """The complainant asked for an advocate."""

    occurred_on: date


@attrs.frozen(kw_only=True)
class AdvocateAppointed:
    """The complainant has an advocate, an opaque id."""

    occurred_on: date
    advocate: str | None
    source: AdvocateSource | None


@attrs.frozen(kw_only=True)
class Extended:
    """
    The complainant was told of a later date for a stage's response.

    An extension that broke a rule moves no deadline: `now_due_on` is then what it
    was before. Details: the reason told, in words.
    """

    occurred_on: date
    stage: int
    extended_to: date
    reason: ExtensionReason | None
    previously_due_on: date | None
    now_due_on: date | None
    broken: tuple[str, ...] = ()
    in_writing: bool | None = None
    ombudsman_details_given: bool | None = None
    good_reason: bool = False


@attrs.frozen(kw_only=True)
class Point:
    """One point of a complaint: what was found, and what is to be done about it."""

    number: int
    finding: PointFinding
    remedy: RemedyKind | None = None
    recommended: bool = False


@attrs.frozen(kw_only=True)
class Answer:
    """The authority's answer to one recommendation; details hold why one is not."""

    recommendation: int
    accepted: bool


@attrs.frozen(kw_only=True)
class Responded:
    """
    The authority answered at a stage, with an outcome.

    `received_on` is the day on which the complainant had the response, where that
    is known: the window for the next stage runs from it. `signed_by` is an opaque
    id. Details: the points and recommendations in words.
    """

    occurred_on: date
    stage: int
    outcome: Outcome
    broken: tuple[str, ...] = ()
    received_on: date | None = None
    points: tuple[Point, ...] = ()
    answers: tuple[Answer, ...] = ()
    signed_by: str | None = None
    signatory_role: str | None = None
    next_right_stated: bool | None = None
    independent_person_consulted: bool | None = None
    milestones: tuple[Deadline, ...] = ()


@attrs.frozen(kw_only=True)
class ResolutionAgreed:
    """Complainant and authority agreed how it is resolved. Details: the terms."""

    occurred_on: date


@attrs.frozen(kw_only=True)
class Escalated:
    """
    The complaint went to a further stage; that stage's clock started.

    `occurred_on` is the day on which the authority received the request. Details:
    why the complainant asks, and why a late request was accepted.
    """

    occurred_on: date
    to_stage: int
    basis: Basis | None
    deadline: Deadline
    broken: tuple[str, ...] = ()
    in_writing: bool | None = None
    accepted_late: bool = False
    milestones: tuple[Deadline, ...] = ()


@attrs.frozen(kw_only=True)
class EscalationDeclined:
    """The authority declined a late request for a further stage. Details: why."""

    occurred_on: date
    to_stage: int
    requested_on: date


@attrs.frozen(kw_only=True)
class StatementOfComplaintAgreed:
    """
    Complainant and authority agreed what stage 2 is to look into.

    `deadline` is that of stage 2 counted from this day. It governs if the policy
    counts so; if not, it is only shown beside the one that does. Details: the points.
    """

    occurred_on: date
    points: int | None = None
    deadline: Deadline | None = None
    governs: bool = False


@attrs.frozen(kw_only=True)
class InvestigatorsAppointed:
    """Stage 2 was given its investigating officer and its independent person."""

    occurred_on: date | None
    investigating_officer: str | None
    independent_person: str | None
    officer_is_external: bool | None = None
    independence_declared: bool | None = None


@attrs.frozen(kw_only=True)
class InvestigationReported:
    """The investigating officer reported. Details: findings, recommendations."""

    occurred_on: date


@attrs.frozen(kw_only=True)
class IndependentPersonReported:
    """The independent person reported on the investigation. Details: the report."""

    occurred_on: date


@attrs.frozen(kw_only=True)
class EarlyReferralAgreed:
    """Both sides agreed to go to the Ombudsman without a review panel."""

    occurred_on: date


@attrs.frozen(kw_only=True)
class PanelArranged:
    """A review panel's chair was appointed, or the day of its meeting was set."""

    occurred_on: date
    chair: str | None
    meets_on: date | None
    milestones: tuple[Deadline, ...] = ()


@attrs.frozen(kw_only=True)
class PanelPapersSent:
    """The papers went out to the review panel."""

    occurred_on: date


@attrs.frozen(kw_only=True)
class ReviewPanelConvened:
    """The review panel met; its members are ids, the chair first."""

    occurred_on: date | None
    members: tuple[str, ...]
    deadline: Deadline | None
    broken: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Recommendation:
    """What a review panel recommends, by its number; its words are in the details."""

    number: int
    kind: RecommendationKind


@attrs.frozen(kw_only=True)
class PanelReported:
    """
    The review panel's report reached the authority.

    `sent_on` is the day on which the panel sent it, where that is another one.
    Details: its summary, and the recommendations in words.
    """

    occurred_on: date
    deadline: Deadline
    sent_on: date | None = None
    recipients: tuple[Recipient, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()


@attrs.frozen(kw_only=True)
class Stage2Reopened:
    """The authority took stage 2 up again, on the panel's recommendation."""

    occurred_on: date
    attempt: int
    deadline: Deadline


@attrs.frozen(kw_only=True)
class Withdrawn:
    """The complainant withdrew the complaint. Details: why, where that was said."""

    occurred_on: date
    manner: Manner | None = None
    confirmed_on: date | None = None


@attrs.frozen(kw_only=True)
class Reinstated:
    """
    A complaint that had ended was taken up again.

    `deadline` is that of the new stage 1, None where the case goes on as it was.
    """

    occurred_on: date
    proceedings_ended_on: date | None = None
    deadline: Deadline | None = None
    milestones: tuple[Deadline, ...] = ()


@attrs.frozen(kw_only=True)
class Suspended:
    """
    The authority stopped considering the complaint; the clocks stop with it.

    Without a ground, as in a register, the clocks run on. Details: the proceedings,
    and the reason as the complainant was told it.
    """

    occurred_on: date
    ground: SuspensionGround | None = None
    notified_on: date | None = None


@attrs.frozen(kw_only=True)
class Resumed:
    """The authority took a suspended complaint up again; `moved` says what is due."""

    occurred_on: date
    moved: tuple[Moved, ...] = ()


@attrs.frozen(kw_only=True)
class Deferred:
    """
    A step was put off to an agreed day, as the complainant wished.

    The clocks stop until then, and `moved` says what is due, if the complainant's
    agreement is recorded.
    """

    occurred_on: date
    until: date | None
    complainant_agreed: bool | None = None
    moved: tuple[Moved, ...] = ()


@attrs.frozen(kw_only=True)
class Closed:
    """The authority closed the file on a complaint that was answered."""

    occurred_on: date


@attrs.frozen(kw_only=True)
class ReferredToOmbudsman:
    """
    The complaint went to the Ombudsman; the local procedure goes on unchanged.

    A complaint may go there any number of times; `referral` counts from 1. It is
    `premature` if a local stage was still open to the complainant.
    """

    occurred_on: date
    referral: int
    by: ReferredBy | None = None
    local_stage: int | None = None
    premature: bool | None = None
    ombudsman_reference: str | None = None


@attrs.frozen(kw_only=True)
class OmbudsmanRemedy:
    """What the Ombudsman asks the authority to do; money is in pence."""

    kind: RemedyKind
    amount_pence: int | None = None


@attrs.frozen(kw_only=True)
class OmbudsmanDecided:
    """
    The Ombudsman decided a referral, with or without investigating.

    The label does not tell whether there was an investigation: both are recorded.
    """

    occurred_on: date
    referral: int
    decision: OmbudsmanDecision | None
    investigated: bool | None
    not_investigated_reason: NotInvestigatedReason | None
    fault: bool | None = None
    injustice: bool | None = None
    remedies: tuple[OmbudsmanRemedy, ...] = ()
    compliance_due_on: date | None = None
    satisfactory_remedy_already: bool | None = None


@attrs.frozen(kw_only=True)
class OmbudsmanComplied:
    """The authority did what the Ombudsman asked."""

    occurred_on: date
    referral: int


@attrs.frozen(kw_only=True)
class RemedyOffered:
    """Something was offered to put things right. Details: its description."""

    occurred_on: date | None
    remedy: int
    remedy_id: str | None
    source: Source | None
    kind: RemedyKind | None
    amount_pence: int | None


@attrs.frozen(kw_only=True)
class RemedySettled:
    """A remedy was accepted, rejected or paid."""

    occurred_on: date | None
    remedy: int
    status: RemedyStatus


@attrs.frozen(kw_only=True)
class ActionAgreed:
    """
    The authority agreed to act on what it learned. Details: who does what.

    `carries_out` are the numbers of what was recommended at its source: by the panel,
    by the Ombudsman, or on points of the complaint.
    """

    occurred_on: date | None
    action: int
    action_id: str | None
    source: Source | None
    due_on: date | None
    theme: str | None = None
    carries_out: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class ActionDone:
    """
    An agreed action was carried out. Details: the evidence.

    `evidenced` says whether there is any; it is None in an event that does not say.
    """

    occurred_on: date
    action: int
    evidenced: bool | None = None


@attrs.frozen(kw_only=True)
class ActionNotDone:
    """An agreed action was not carried out. Details: why not."""

    occurred_on: date | None
    action: int


class Subject(StrEnum):
    """What a noted or corrected fact is about."""

    COMPLAINT = "complaint"
    REFERRAL = "referral"
    REMEDY = "remedy"
    ACTION = "action"


@attrs.frozen(kw_only=True)
class Noted:
    """
    A fact was recorded that has no day of its own, so it counts nowhere yet.

    `fact` is named and `value` written as in the register; `value` is None for
    personal content, which is in the details. `number` tells which referral,
    remedy or action; it is 0 for the complaint itself.
    """

    subject: Subject
    number: int
    fact: str
    value: str | None


@attrs.frozen(kw_only=True)
class Corrected:
    """
    A fact that had been recorded wrongly was put right; nothing was edited.

    Names the fact, what was recorded and what is now said, as the register writes
    them, or None where that is personal. Details: why, and personal values.
    """

    subject: Subject
    number: int
    fact: str
    was: str | None
    now: str | None


class Cause(StrEnum):
    """Why a due date moved."""

    CORRECTION = "correction"
    CALENDAR = "calendar"


@attrs.frozen(kw_only=True)
class DeadlineRecomputed:
    """
    A due date moved.

    What it was counted from was corrected, or a holiday was proclaimed meanwhile.
    `extensions` and `other_reading` are as in `Moved`.
    """

    was_due_on: date | None
    deadline: Deadline
    cause: Cause = Cause.CORRECTION
    extensions: tuple[date | None, ...] = ()
    other_reading: Deadline | None = None


class Step(StrEnum):
    """The steps that a rule can find irregular."""

    EXTENSION = "extension"
    ESCALATION = "escalation"
    REVIEW_PANEL = "review_panel"
    RESPONSE = "response"


@attrs.frozen(kw_only=True)
class IrregularityReviewed:
    """
    The rules that a recorded step broke were judged again on corrected facts.

    `number` counts the extensions of a stage from 1; it is 0 for other steps.
    """

    step: Step
    stage: int
    number: int
    was: tuple[str, ...]
    now: tuple[str, ...]


Event = (
    Received
    | LateComplaintAccepted
    | SufficientInterestDecided
    | ComplaintsLinked
    | ProcedureReclassified
    | NotAccepted
    | Acknowledged
    | AdvocateRequested
    | AdvocateAppointed
    | Extended
    | Responded
    | ResolutionAgreed
    | Escalated
    | EscalationDeclined
    | StatementOfComplaintAgreed
    | InvestigatorsAppointed
    | InvestigationReported
    | IndependentPersonReported
    | EarlyReferralAgreed
    | PanelArranged
    | PanelPapersSent
    | ReviewPanelConvened
    | PanelReported
    | Stage2Reopened
    | Withdrawn
    | Reinstated
    | Suspended
    | Resumed
    | Deferred
    | Closed
    | ReferredToOmbudsman
    | OmbudsmanDecided
    | OmbudsmanComplied
    | RemedyOffered
    | RemedySettled
    | ActionAgreed
    | ActionDone
    | ActionNotDone
    | Noted
    | Corrected
    | DeadlineRecomputed
    | IrregularityReviewed
)
