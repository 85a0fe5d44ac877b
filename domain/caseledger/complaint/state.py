"""A complaint as its events leave it: what decisions and read models look at."""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.complaint.events import Deadline, Step
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

STAGES = (1, 2, 3)


@attrs.frozen(kw_only=True)
class Irregularity:
    """A step that was taken although a rule forbids it."""

    step: Step
    stage: int
    number: int
    rule: str


@attrs.frozen(kw_only=True)
class Extension:
    """A later date for a stage's response; it counts unless it broke a rule."""

    notified_on: date | None = None
    extended_to: date | None = None
    reason: ExtensionReason | None = None
    broken: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Stage:
    """One stage of a complaint; it has begun once its clock has started."""

    requested_on: date | None = None
    basis: Basis | None = None
    request_broken: tuple[str, ...] = ()
    deadline: Deadline | None = None
    extensions: tuple[Extension, ...] = ()
    responded_on: date | None = None
    outcome: Outcome | None = None
    response_broken: tuple[str, ...] = ()

    def due_on(self, *, known_on: date | None = None) -> date | None:
        """
        Return the day the response is due, lawful extensions included.

        With `known_on`, only extensions notified by that day are counted.
        """
        if self.deadline is None:
            return None
        due = self.deadline.due_on
        for extension in self.extensions:
            notified, to = extension.notified_on, extension.extended_to
            if notified is None or to is None or extension.broken:
                continue
            if known_on is None or notified <= known_on:
                due = max(due, to)
        return due


@attrs.frozen(kw_only=True)
class Round:
    """An earlier stage 2, and the stage 3 that sent it back to be done again."""

    stage_2: Stage
    stage_3: Stage
    investigators: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Referral:
    """One referral to the Ombudsman, and what came of it."""

    referred_on: date | None = None
    decided_on: date | None = None
    decision: OmbudsmanDecision | None = None
    investigated: bool | None = None
    not_investigated_reason: NotInvestigatedReason | None = None


@attrs.frozen(kw_only=True)
class Settlement:
    """A status that a remedy reached, and on which day."""

    status: RemedyStatus
    on: date | None


@attrs.frozen(kw_only=True)
class Remedy:
    """What was offered to put things right, and how far it came."""

    remedy_id: str | None
    source: Source | None
    kind: RemedyKind | None
    amount_pence: int | None
    offered_on: date | None
    settlements: tuple[Settlement, ...] = ()

    @property
    def status(self) -> RemedyStatus:
        """Return how far the remedy has come."""
        return self.settlements[-1].status if self.settlements else RemedyStatus.OFFERED


@attrs.frozen(kw_only=True)
class Action:
    """What was agreed to be done, and whether it was."""

    action_id: str | None
    source: Source | None
    agreed_on: date | None
    due_on: date | None
    done_on: date | None = None
    not_done: bool = False


@attrs.frozen(kw_only=True)
class Complaint:
    """
    One complaint, under one procedure, with all that is recorded of it.

    Withdrawal, suspension and the like are the days on which they last happened.
    """

    reference: str
    procedure: Procedure
    service: str
    team: str | None
    channel: str | None
    capacity: str | None
    theme: str | None
    complainant_id: str | None
    grounds_arose_on: date | None
    received_on: date
    stage_1: Stage
    stage_2: Stage = Stage()
    stage_3: Stage = Stage()
    acknowledged_on: date | None = None
    not_accepted_on: date | None = None
    not_accepted_reason: NotAcceptedReason | None = None
    withdrawn_on: date | None = None
    reinstated_on: date | None = None
    suspended_on: date | None = None
    resumed_on: date | None = None
    deferred_on: date | None = None
    deferred_to: date | None = None
    statement_agreed_on: date | None = None
    investigating_officer: str | None = None
    independent_person: str | None = None
    panel_met_on: date | None = None
    panel_members: tuple[str, ...] = ()
    panel_deadline: Deadline | None = None
    panel_broken: tuple[str, ...] = ()
    panel_reported_on: date | None = None
    panel_report_deadline: Deadline | None = None
    earlier_rounds: tuple[Round, ...] = ()
    referrals: tuple[Referral, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    actions: tuple[Action, ...] = ()

    def stage(self, number: int) -> Stage:
        """Return stage 1, 2 or 3."""
        return (self.stage_1, self.stage_2, self.stage_3)[number - 1]

    @property
    def earlier_investigators(self) -> frozenset[str]:
        """Return everybody who took part in an earlier stage 2."""
        return frozenset(
            person for past in self.earlier_rounds for person in past.investigators
        )

    @property
    def withdrawn(self) -> bool:
        """Say whether the complaint stands withdrawn, not reinstated since."""
        return _ended(self.withdrawn_on, reinstated_on=self.reinstated_on)

    @property
    def not_accepted(self) -> bool:
        """Say whether the complaint stands turned away, not reinstated since."""
        return _ended(self.not_accepted_on, reinstated_on=self.reinstated_on)

    @property
    def suspended(self) -> bool:
        """Say whether the complaint stands suspended."""
        return _ended(self.suspended_on, reinstated_on=self.resumed_on)

    @property
    def irregularities(self) -> Iterator[Irregularity]:
        """Go through the rules broken, in the order of the procedure."""
        for number in STAGES:
            stage = self.stage(number)
            yield from _broken(Step.ESCALATION, number, 0, stage.request_broken)
            for n, extension in enumerate(stage.extensions, start=1):
                yield from _broken(Step.EXTENSION, number, n, extension.broken)
            if number == 3:
                yield from _broken(Step.REVIEW_PANEL, number, 0, self.panel_broken)
            yield from _broken(Step.RESPONSE, number, 0, stage.response_broken)


def _ended(on: date | None, *, reinstated_on: date | None) -> bool:
    return on is not None and (reinstated_on is None or reinstated_on < on)


def _broken(
    step: Step,
    stage: int,
    number: int,
    rules: tuple[str, ...],
) -> Iterator[Irregularity]:
    for rule in rules:
        yield Irregularity(step=step, stage=stage, number=number, rule=rule)
