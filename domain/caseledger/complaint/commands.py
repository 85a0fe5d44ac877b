"""
Everything that can be asked of a complaint, in the imperative.

`on` is the day on which the step happened, a date in England. Text arguments such
as `reason` or `description` are personal: they go to the event's details.
"""

from datetime import date

import attrs

from caseledger.complaint.events import Subject
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    NotAcceptedReason,
    NotInvestigatedReason,
    OmbudsmanDecision,
    Outcome,
    RemedyKind,
    RemedyStatus,
    Source,
)
from caseledger.rules import Procedure


def _text() -> str | None:
    """Declare free text: optional, and not shown in `repr`."""
    text: str | None = attrs.field(default=None, repr=False)
    return text


@attrs.frozen(kw_only=True)
class Receive:
    """Take a complaint in; its reference is the authority's own and unique."""

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


@attrs.frozen(kw_only=True)
class DoNotAccept:
    """Turn a complaint away, for a reason that the procedure knows."""

    on: date
    reason: NotAcceptedReason | None = None


@attrs.frozen(kw_only=True)
class Acknowledge:
    """Tell the complainant that the complaint has arrived."""

    on: date


@attrs.frozen(kw_only=True)
class Extend:
    """Tell the complainant of a later date for a stage's response."""

    on: date
    stage: int
    extended_to: date
    reason: ExtensionReason | None = None
    reason_told: str | None = _text()


@attrs.frozen(kw_only=True)
class Respond:
    """Answer a stage, with an outcome."""

    on: date
    stage: int
    outcome: Outcome


@attrs.frozen(kw_only=True)
class Escalate:
    """Take the complaint to stage 2 or 3, on the day this was asked for."""

    on: date
    to_stage: int
    basis: Basis | None = None


@attrs.frozen(kw_only=True)
class AgreeStatement:
    """Agree with the complainant what stage 2 looks into."""

    on: date


@attrs.frozen(kw_only=True)
class AppointInvestigators:
    """Give stage 2 its investigating officer and its independent person."""

    on: date | None
    investigating_officer: str | None = None
    independent_person: str | None = None


@attrs.frozen(kw_only=True)
class ConvenePanel:
    """Hold the review panel; `on` is the day it meets, the chair comes first."""

    on: date | None
    members: tuple[str, ...]


@attrs.frozen(kw_only=True)
class ReceivePanelReport:
    """Receive the panel's report and recommendations."""

    on: date


@attrs.frozen(kw_only=True)
class ReopenStage2:
    """Investigate again, as the panel recommended."""

    on: date


@attrs.frozen(kw_only=True)
class Withdraw:
    """Record that the complainant withdrew."""

    on: date


@attrs.frozen(kw_only=True)
class Reinstate:
    """Take up again a complaint that had ended."""

    on: date


@attrs.frozen(kw_only=True)
class Suspend:
    """Stop considering the complaint for a while."""

    on: date
    reason: str | None = _text()


@attrs.frozen(kw_only=True)
class Resume:
    """Take a suspended complaint up again."""

    on: date


@attrs.frozen(kw_only=True)
class Defer:
    """Put a step off to a later day, as the complainant wishes."""

    on: date
    until: date | None = None


@attrs.frozen(kw_only=True)
class ReferToOmbudsman:
    """
    Record that the complaint went to the Ombudsman; allowed at any time.

    Referrals number themselves; a register may say the number.
    """

    on: date
    referral: int | None = None


@attrs.frozen(kw_only=True)
class RecordOmbudsmanDecision:
    """Record what the Ombudsman decided on a referral."""

    on: date
    referral: int
    decision: OmbudsmanDecision | None = None
    investigated: bool | None = None
    not_investigated_reason: NotInvestigatedReason | None = None


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
    """Agree to do something about what was learned."""

    on: date | None
    action_id: str | None = None
    source: Source | None = None
    due_on: date | None = None
    recommendation: str | None = _text()
    action: str | None = _text()
    owner: str | None = _text()


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
    | DoNotAccept
    | Acknowledge
    | Extend
    | Respond
    | Escalate
    | AgreeStatement
    | AppointInvestigators
    | ConvenePanel
    | ReceivePanelReport
    | ReopenStage2
    | Withdraw
    | Reinstate
    | Suspend
    | Resume
    | Defer
    | ReferToOmbudsman
    | RecordOmbudsmanDecision
    | OfferRemedy
    | SettleRemedy
    | AgreeAction
    | CompleteAction
    | LeaveActionUndone
    | Note
    | Correct
)
