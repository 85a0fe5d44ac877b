"""
Everything that can be asked of a complaint, in the imperative.

`on` is the day on which the step happened, a date in England. Text arguments such
as `reason` or `description` are personal: they go to the event's details.

A confirmation such as `next_right_stated` is True, False or, not said, None. What
takes something from the complainant must be said: who agreed, why, which notice.
"""

from datetime import date

import attrs

from caseledger.complaint.events import OmbudsmanRemedy, Subject
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


def _text() -> str | None:
    """Declare free text: optional, and not shown in `repr`."""
    text: str | None = attrs.field(default=None, repr=False)
    return text


@attrs.frozen(kw_only=True)
class Receive:
    """
    Take a complaint in; its reference is the authority's own and unique.

    `oral` tells that it was not made in writing; `linked_to` and `duplicate_of` are
    references of other complaints.
    """

    on: date
    reference: str
    procedure: Procedure
    service: str
    team: str | None = None
    channel: str | None = None
    capacity: str | None = None
    theme: str | None = None
    complainant_id: str | None = None
    grounds_arose_on: date | None = None
    function: Function | None = None
    oral: bool | None = None
    child_is_complainant: bool | None = None
    secondary_themes: tuple[str, ...] = ()
    duplicate_of: str | None = None
    linked_to: tuple[str, ...] = ()
    desired_outcome: str | None = _text()
    age_band: str | None = _text()
    gender: str | None = _text()
    disability: str | None = _text()
    ethnicity: str | None = _text()
    sexual_orientation: str | None = _text()


@attrs.frozen(kw_only=True)
class AcceptLate:
    """Take a complaint in although its grounds are over a year old, and say why."""

    on: date
    earlier_was_reasonable: bool
    fair_consideration_possible: bool
    reason: str | None = _text()


@attrs.frozen(kw_only=True)
class DecideSufficientInterest:
    """Decide whether a person has sufficient interest in the child's welfare."""

    on: date
    sufficient: bool
    child_consulted: bool | None = None
    reason: str | None = _text()


@attrs.frozen(kw_only=True)
class LinkComplaint:
    """Link the complaint to another, by its reference."""

    on: date
    linked_to: str


@attrs.frozen(kw_only=True)
class Reclassify:
    """Go on under the other procedure, by the original dates."""

    on: date
    procedure: Procedure
    directed_by_ombudsman: bool = False
    reason: str | None = _text()


@attrs.frozen(kw_only=True)
class DoNotAccept:
    """
    Turn a complaint away, for a reason that the procedure knows.

    The two questions about a late complaint are those of reg 9: whether it would
    have been reasonable to expect it earlier, and whether it can still be considered
    effectively and fairly.
    """

    on: date
    reason: NotAcceptedReason | None = None
    reasoning: str | None = _text()
    notified_on: date | None = None
    ombudsman_signposted: bool | None = None
    earlier_was_reasonable: bool | None = None
    fair_consideration_possible: bool | None = None
    proceedings: str | None = _text()
    duplicate_of: str | None = None


@attrs.frozen(kw_only=True)
class Acknowledge:
    """Tell the complainant that the complaint, or a request, has arrived."""

    on: date
    stage: int = 1
    procedure_explained: bool | None = None
    advocacy_information_given: bool | None = None
    meeting_offered: bool | None = None
    assigned_to: str | None = None


@attrs.frozen(kw_only=True)
class RequestAdvocate:
    """Record that the complainant asks for an advocate."""

    on: date


@attrs.frozen(kw_only=True)
class AppointAdvocate:
    """Record that the complainant has an advocate, by an opaque id."""

    on: date
    advocate: str | None = None
    source: AdvocateSource | None = None


@attrs.frozen(kw_only=True)
class Extend:
    """
    Tell the complainant of a later date for a stage's response.

    `good_reason` carries a corporate extension past its ceiling, where the policy
    allows that.
    """

    on: date
    stage: int
    extended_to: date
    reason: ExtensionReason | None = None
    reason_told: str | None = _text()
    in_writing: bool | None = None
    ombudsman_details_given: bool | None = None
    good_reason: bool = False


@attrs.frozen(kw_only=True)
class PointAnswered:
    """One point of the complaint: the finding, and its words."""

    finding: PointFinding
    remedy: RemedyKind | None = None
    recommended: bool = False
    text: str | None = _text()


@attrs.frozen(kw_only=True)
class RecommendationAnswered:
    """The answer to one recommendation, by its number; a rejection needs a reason."""

    recommendation: int
    accepted: bool
    reason: str | None = _text()


@attrs.frozen(kw_only=True)
class Respond:
    """
    Answer a stage, with an outcome.

    Where `points` are given the outcome follows from them and may be left out.
    `received_on` is the day on which the complainant had the response. `signed_by`
    is an opaque id.
    """

    on: date
    stage: int
    outcome: Outcome | None = None
    received_on: date | None = None
    points: tuple[PointAnswered, ...] = ()
    answers: tuple[RecommendationAnswered, ...] = ()
    signed_by: str | None = None
    signatory_role: str | None = None
    next_right_stated: bool | None = None
    independent_person_consulted: bool | None = None
    detriment: str | None = _text()


@attrs.frozen(kw_only=True)
class AgreeResolution:
    """Confirm in writing on which terms the complaint is resolved at stage 1."""

    on: date
    terms: str | None = _text()


@attrs.frozen(kw_only=True)
class Escalate:
    """
    Take the complaint to stage 2 or 3, on the day this was asked for.

    To skip stage 1, both sides agree. A request after its time is accepted for a
    `late_reason`.
    """

    on: date
    to_stage: int
    basis: Basis | None = None
    in_writing: bool | None = None
    complainant_agreed: bool | None = None
    authority_agreed: bool | None = None
    reasons: str | None = _text()
    late_reason: str | None = _text()


@attrs.frozen(kw_only=True)
class DeclineEscalation:
    """Decline a request for a further stage that came after its time, and say why."""

    on: date
    to_stage: int
    requested_on: date
    reason: str | None = _text()


@attrs.frozen(kw_only=True)
class AgreeStatement:
    """Agree with the complainant what stage 2 looks into."""

    on: date
    points: tuple[str, ...] = attrs.field(default=(), repr=False)


@attrs.frozen(kw_only=True)
class AppointInvestigators:
    """Give stage 2 its investigating officer and its independent person."""

    on: date | None
    investigating_officer: str | None = None
    independent_person: str | None = None
    officer_is_external: bool | None = None
    independence_declared: bool | None = None


@attrs.frozen(kw_only=True)
class ReportInvestigation:
    """Receive the investigating officer's report."""

    on: date
    findings: str | None = _text()
    recommendations: tuple[str, ...] = attrs.field(default=(), repr=False)


@attrs.frozen(kw_only=True)
class ReportIndependentPerson:
    """Receive the independent person's report."""

    on: date
    findings: str | None = _text()


@attrs.frozen(kw_only=True)
class AgreeEarlyReferral:
    """
    Go to the Ombudsman without a review panel.

    Both sides agree, and stage 2 delivered all that the guidance asks for.
    """

    on: date
    complainant_agreed: bool = False
    authority_agreed: bool = False
    robust_report: bool = False
    complete_adjudication: bool = False
    significant_points_upheld: bool = False
    clear_action_plan: bool = False
    desired_outcomes_met: bool = False


@attrs.frozen(kw_only=True)
class ArrangePanel:
    """Appoint the review panel's chair, an opaque id, or set the day it meets."""

    on: date
    chair: str | None = None
    meets_on: date | None = None


@attrs.frozen(kw_only=True)
class SendPanelPapers:
    """Send the papers to the review panel."""

    on: date


@attrs.frozen(kw_only=True)
class ConvenePanel:
    """
    Hold the review panel; `on` is the day it meets, the chair comes first.

    `not_independent` are those of the members who are members or officers of the
    authority, or married to one.
    """

    on: date | None
    members: tuple[str, ...]
    not_independent: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Recommended:
    """One recommendation of a review panel."""

    kind: RecommendationKind
    text: str | None = _text()


@attrs.frozen(kw_only=True)
class ReceivePanelReport:
    """Receive the panel's report and recommendations."""

    on: date
    sent_on: date | None = None
    recipients: tuple[Recipient, ...] = ()
    recommendations: tuple[Recommended, ...] = ()
    summary: str | None = _text()


@attrs.frozen(kw_only=True)
class ReopenStage2:
    """Investigate again, as the panel recommended."""

    on: date


@attrs.frozen(kw_only=True)
class Withdraw:
    """Record that the complainant withdrew."""

    on: date
    manner: Manner | None = None
    confirmed_on: date | None = None
    reason: str | None = _text()


@attrs.frozen(kw_only=True)
class Reinstate:
    """
    Take up again a complaint that had ended.

    One that was withdrawn or turned away begins stage 1 anew. If proceedings stood
    in its way, `proceedings_ended_on` is the day on which they were over.
    """

    on: date
    proceedings_ended_on: date | None = None


@attrs.frozen(kw_only=True)
class Suspend:
    """
    Stop considering the complaint for a while, on a ground that the procedure knows.

    `proceedings` names them, `reason` says why considering the complaint would
    prejudice them; `notified_on` is the day of the written notice.
    """

    on: date
    ground: SuspensionGround | None = None
    proceedings: str | None = _text()
    reason: str | None = _text()
    notified_on: date | None = None


@attrs.frozen(kw_only=True)
class Resume:
    """Take a suspended complaint up again."""

    on: date


@attrs.frozen(kw_only=True)
class Defer:
    """Put stage 2 or 3 off to an agreed day, as the complainant wishes."""

    on: date
    until: date | None = None
    complainant_agreed: bool | None = None


@attrs.frozen(kw_only=True)
class Close:
    """Close the file on a complaint that was answered."""

    on: date
    complainant_content: bool = False


@attrs.frozen(kw_only=True)
class ReferToOmbudsman:
    """
    Record that the complaint went to the Ombudsman; allowed at any time.

    Referrals number themselves; a register may say the number.
    """

    on: date
    referral: int | None = None
    by: ReferredBy | None = None
    ombudsman_reference: str | None = None


@attrs.frozen(kw_only=True)
class RecordOmbudsmanDecision:
    """Record what the Ombudsman decided on a referral."""

    on: date
    referral: int
    decision: OmbudsmanDecision | None = None
    investigated: bool | None = None
    not_investigated_reason: NotInvestigatedReason | None = None
    fault: bool | None = None
    injustice: bool | None = None
    remedies: tuple[OmbudsmanRemedy, ...] = ()
    compliance_due_on: date | None = None
    satisfactory_remedy_already: bool | None = None


@attrs.frozen(kw_only=True)
class ComplyWithOmbudsman:
    """Record that what the Ombudsman asked for was done."""

    on: date
    referral: int


@attrs.frozen(kw_only=True)
class OfferRemedy:
    """Offer something to put things right; money is in pence."""

    on: date | None
    remedy_id: str | None = None
    source: Source | None = None
    kind: RemedyKind | None = None
    amount_pence: int | None = None
    description: str | None = _text()


@attrs.frozen(kw_only=True)
class SettleRemedy:
    """Record that a remedy was accepted, rejected or paid."""

    on: date | None
    remedy: int
    status: RemedyStatus


@attrs.frozen(kw_only=True)
class AgreeAction:
    """
    Agree to do something about what was learned.

    `carries_out` are the numbers of what was recommended at its `source`.
    """

    on: date | None
    action_id: str | None = None
    source: Source | None = None
    due_on: date | None = None
    theme: str | None = None
    carries_out: tuple[int, ...] = ()
    recommendation: str | None = _text()
    action: str | None = _text()
    owner: str | None = _text()
    expected: str | None = _text()


@attrs.frozen(kw_only=True)
class CompleteAction:
    """Record that an agreed action was carried out."""

    on: date
    action: int
    evidence: str | None = _text()


@attrs.frozen(kw_only=True)
class LeaveActionUndone:
    """Record that an agreed action was not carried out, and why."""

    on: date | None
    action: int
    reason: str | None = _text()


@attrs.frozen(kw_only=True)
class Note:
    """Record a fact that has no day of its own, by its name in the register."""

    fact: str
    value: str = attrs.field(repr=False)
    subject: Subject = Subject.COMPLAINT
    number: int = 0


@attrs.frozen(kw_only=True)
class Correct:
    """Put a wrongly recorded fact right, by its name in the register."""

    fact: str
    was: str = attrs.field(repr=False)
    now: str = attrs.field(repr=False)
    because: str = attrs.field(repr=False)
    subject: Subject = Subject.COMPLAINT
    number: int = 0


Command = (
    Receive
    | AcceptLate
    | DecideSufficientInterest
    | LinkComplaint
    | Reclassify
    | DoNotAccept
    | Acknowledge
    | RequestAdvocate
    | AppointAdvocate
    | Extend
    | Respond
    | AgreeResolution
    | Escalate
    | DeclineEscalation
    | AgreeStatement
    | AppointInvestigators
    | ReportInvestigation
    | ReportIndependentPerson
    | AgreeEarlyReferral
    | ArrangePanel
    | SendPanelPapers
    | ConvenePanel
    | ReceivePanelReport
    | ReopenStage2
    | Withdraw
    | Reinstate
    | Suspend
    | Resume
    | Defer
    | Close
    | ReferToOmbudsman
    | RecordOmbudsmanDecision
    | ComplyWithOmbudsman
    | OfferRemedy
    | SettleRemedy
    | AgreeAction
    | CompleteAction
    | LeaveActionUndone
    | Note
    | Correct
)
