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


class DeadlineName(StrEnum):
    """The steps that the authority owes by a day."""

    STAGE_1_RESPONSE = "stage_1_response"
    STAGE_2_RESPONSE = "stage_2_response"
    REVIEW_PANEL = "review_panel"
    PANEL_REPORT = "panel_report"
    STAGE_3_RESPONSE = "stage_3_response"


@attrs.frozen(kw_only=True)
class Deadline:
    """
    A due date with its ground: what started the clock and which rule set it.

    `latest_on` is the furthest day to which an extension may carry it, or None if
    it cannot be extended. `provision`, `edition` and `paragraph` name the rule;
    `calendar` is the version of the working-day calendar that counted the days.
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
class Received:
    """A complaint reached the authority; the stage 1 clock started."""

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


@attrs.frozen(kw_only=True)
class NotAccepted:
    """The authority did not take the complaint into the procedure."""

    occurred_on: date
    reason: NotAcceptedReason | None


@attrs.frozen(kw_only=True)
class Acknowledged:
    """The authority acknowledged the complaint; this moves no clock."""

    occurred_on: date


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


@attrs.frozen(kw_only=True)
class Responded:
    """The authority answered at a stage, with an outcome."""

    occurred_on: date
    stage: int
    outcome: Outcome
    broken: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Escalated:
    """The complaint went to a further stage; that stage's clock started."""

    occurred_on: date
    to_stage: int
    basis: Basis | None
    deadline: Deadline
    broken: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class StatementOfComplaintAgreed:
    """Complainant and authority agreed what stage 2 is to look into."""

    occurred_on: date


@attrs.frozen(kw_only=True)
class InvestigatorsAppointed:
    """Stage 2 was given its investigating officer and its independent person."""

    occurred_on: date | None
    investigating_officer: str | None
    independent_person: str | None


@attrs.frozen(kw_only=True)
class ReviewPanelConvened:
    """The review panel met; its members are ids, the chair first."""

    occurred_on: date | None
    members: tuple[str, ...]
    deadline: Deadline | None
    broken: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class PanelReported:
    """The review panel's report reached the authority."""

    occurred_on: date
    deadline: Deadline


@attrs.frozen(kw_only=True)
class Stage2Reopened:
    """The authority took stage 2 up again, on the panel's recommendation."""

    occurred_on: date
    attempt: int
    deadline: Deadline


@attrs.frozen(kw_only=True)
class Withdrawn:
    """The complainant withdrew the complaint."""

    occurred_on: date


@attrs.frozen(kw_only=True)
class Reinstated:
    """A complaint that had ended was taken up again."""

    occurred_on: date


@attrs.frozen(kw_only=True)
class Suspended:
    """The authority stopped considering the complaint. Details: the reason."""

    occurred_on: date


@attrs.frozen(kw_only=True)
class Resumed:
    """The authority took a suspended complaint up again."""

    occurred_on: date


@attrs.frozen(kw_only=True)
class Deferred:
    """A step was put off to an agreed day, as the complainant wished."""

    occurred_on: date
    until: date | None


@attrs.frozen(kw_only=True)
class ReferredToOmbudsman:
    """
    The complaint went to the Ombudsman; the local procedure goes on unchanged.

    A complaint may go there any number of times; `referral` counts from 1.
    """

    occurred_on: date
    referral: int


@attrs.frozen(kw_only=True)
class OmbudsmanDecided:
    """The Ombudsman decided a referral, with or without investigating."""

    occurred_on: date
    referral: int
    decision: OmbudsmanDecision | None
    investigated: bool | None
    not_investigated_reason: NotInvestigatedReason | None


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
    """The authority agreed to act on what it learned. Details: who does what."""

    occurred_on: date | None
    action: int
    action_id: str | None
    source: Source | None
    due_on: date | None


@attrs.frozen(kw_only=True)
class ActionDone:
    """An agreed action was carried out. Details: the evidence."""

    occurred_on: date
    action: int


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


@attrs.frozen(kw_only=True)
class DeadlineRecomputed:
    """A due date moved, because what it was counted from was corrected."""

    was_due_on: date | None
    deadline: Deadline


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
    | NotAccepted
    | Acknowledged
    | Extended
    | Responded
    | Escalated
    | StatementOfComplaintAgreed
    | InvestigatorsAppointed
    | ReviewPanelConvened
    | PanelReported
    | Stage2Reopened
    | Withdrawn
    | Reinstated
    | Suspended
    | Resumed
    | Deferred
    | ReferredToOmbudsman
    | OmbudsmanDecided
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
