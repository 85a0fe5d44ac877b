"""A complaint as its events leave it: what decisions and read models look at."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

import attrs

from caseledger.complaint.events import (
    Answer,
    Deadline,
    OmbudsmanRemedy,
    Point,
    Recommendation,
    Step,
)
from caseledger.complaint.vocabulary import (
    AdvocateSource,
    Basis,
    ExtensionReason,
    Function,
    NotAcceptedReason,
    NotInvestigatedReason,
    OmbudsmanDecision,
    Outcome,
    RecommendationKind,
    ReferredBy,
    RemedyKind,
    RemedyStatus,
    Source,
    SuspensionGround,
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
    """
    A later date for a stage's response; it counts unless it broke a rule.

    `moved_to` is the day that it reaches since a pause moved it.
    """

    notified_on: date | None = None
    extended_to: date | None = None
    reason: ExtensionReason | None = None
    broken: tuple[str, ...] = ()
    good_reason: bool = False
    moved_to: date | None = None

    @property
    def reaches(self) -> date | None:
        """Return the day to which it extends, None if it extends nothing."""
        if self.notified_on is None or self.broken:
            return None
        return self.moved_to or self.extended_to


@attrs.frozen(kw_only=True)
class Stage:
    """
    One stage of a complaint; it has begun once its clock has started.

    `milestones` are the days that are recommended or open to the complainant;
    `other_reading` is the response's due date by the other reading of when stage 2
    starts, which does not govern.
    """

    requested_on: date | None = None
    basis: Basis | None = None
    request_broken: tuple[str, ...] = ()
    accepted_late: bool = False
    acknowledged_on: date | None = None
    deadline: Deadline | None = None
    other_reading: Deadline | None = None
    milestones: tuple[Deadline, ...] = ()
    extensions: tuple[Extension, ...] = ()
    responded_on: date | None = None
    received_on: date | None = None
    outcome: Outcome | None = None
    points: tuple[Point, ...] = ()
    answers: tuple[Answer, ...] = ()
    signed_by: str | None = None
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
            reaches, notified = extension.reaches, extension.notified_on
            if reaches is None or notified is None:
                continue
            if known_on is None or notified <= known_on:
                due = max(due, reaches)
        return due


@attrs.frozen(kw_only=True)
class Investigation:
    """Who investigates at stage 2, what, and whether they have reported."""

    statement_agreed_on: date | None = None
    statement_governs: bool = False
    officer: str | None = None
    independent_person: str | None = None
    officer_reported_on: date | None = None
    independent_person_reported_on: date | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """Return those who take part."""
        both = (self.officer, self.independent_person)
        return tuple(person for person in both if person is not None)


@attrs.frozen(kw_only=True)
class Panel:
    """The review panel of stage 3: who, when, and what it recommended."""

    deadline: Deadline | None = None
    chair_appointed_on: date | None = None
    meets_on: date | None = None
    papers_sent_on: date | None = None
    met_on: date | None = None
    members: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    report_deadline: Deadline | None = None
    reported_on: date | None = None
    recommendations: tuple[Recommendation, ...] = ()

    @property
    def would_reinvestigate(self) -> frozenset[int]:
        """Return the numbers of the recommendations to do stage 2 again."""
        return frozenset(
            one.number
            for one in self.recommendations
            if one.kind is RecommendationKind.REINVESTIGATE
        )


class Ending(StrEnum):
    """How a complaint ended before its answer."""

    WITHDRAWN = "withdrawn"
    NOT_ACCEPTED = "not_accepted"


@attrs.frozen(kw_only=True)
class Round:
    """
    An earlier pass: one that a panel sent back, or that ended before.

    `stage_1` and `ended_by` are None for one that a panel sent back: it begins again
    with stage 2.
    """

    ended_on: date | None = None
    ended_by: Ending | None = None
    stage_1: Stage | None = None
    stage_2: Stage
    stage_3: Stage
    investigation: Investigation = Investigation()
    panel: Panel = Panel()

    @property
    def endings(self) -> tuple[date, ...]:
        """Return the day on which the complaint ended in it, if it did."""
        if self.ended_by is None or self.ended_on is None:
            return ()
        return (self.ended_on,)


@attrs.frozen(kw_only=True)
class Pause:
    """
    A suspension, or a deferral: the clocks stand still if it `stops_clocks`.

    The day on which it begins still counts; days do not from the next one up to and
    including the day on which it ends.
    """

    began_on: date | None = None
    ended_on: date | None = None
    ground: SuspensionGround | None = None
    stops_clocks: bool = False


@attrs.frozen(kw_only=True)
class Intake:
    """What was told or decided when the complaint came in."""

    function: Function | None = None
    oral: bool | None = None
    child_is_complainant: bool | None = None
    secondary_themes: tuple[str, ...] = ()
    duplicate_of: str | None = None
    linked_to: tuple[str, ...] = ()
    accepted_late_on: date | None = None
    sufficient_interest: bool | None = None
    reclassified_on: date | None = None


@attrs.frozen(kw_only=True)
class Advocacy:
    """Whether the complainant asked for an advocate, and has one."""

    requested_on: date | None = None
    appointed_on: date | None = None
    advocate: str | None = None
    source: AdvocateSource | None = None


@attrs.frozen(kw_only=True)
class Referral:
    """One referral to the Ombudsman, and what came of it."""

    referred_on: date | None = None
    by: ReferredBy | None = None
    local_stage: int | None = None
    premature: bool | None = None
    decided_on: date | None = None
    decision: OmbudsmanDecision | None = None
    investigated: bool | None = None
    not_investigated_reason: NotInvestigatedReason | None = None
    fault: bool | None = None
    injustice: bool | None = None
    remedies: tuple[OmbudsmanRemedy, ...] = ()
    compliance_due_on: date | None = None
    complied_on: date | None = None
    satisfactory_remedy_already: bool | None = None


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
class RecommendedAt:
    """
    What was recommended at one time, by its numbers.

    `attempt` tells which time that was: 1 for the first attempt at the stage, or for
    the first referral to the Ombudsman.
    """

    source: Source
    attempt: int
    numbers: tuple[int, ...]


@attrs.frozen(kw_only=True)
class Action:
    """What was agreed to be done, on what recommendation, and whether it was."""

    action_id: str | None
    source: Source | None
    agreed_on: date | None
    due_on: date | None
    theme: str | None = None
    carries_out: RecommendedAt | None = None
    done_on: date | None = None
    evidenced: bool | None = None
    not_done: bool = False
    not_done_on: date | None = None


class Phase(StrEnum):
    """Where a complaint stands in the procedure."""

    RECEIVED = "received"
    STAGE_1 = "stage 1"
    STAGE_1_RESPONDED = "stage 1 responded"
    RESOLVED = "resolved"
    STAGE_2 = "stage 2"
    STAGE_2_RESPONDED = "stage 2 responded"
    STAGE_3_REQUESTED = "stage 3 requested"
    PANEL_MET = "panel met"
    PANEL_REPORTED = "panel reported"
    STAGE_3_RESPONDED = "stage 3 responded"
    NOT_ACCEPTED = "not accepted"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


@attrs.frozen(kw_only=True)
class Complaint:
    """
    One complaint, under one procedure, with all that is recorded of it.

    Resolution, closure and the like are the days on which they last happened; a
    complaint may be withdrawn, turned away and taken up again more than once.
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
    intake: Intake = Intake()
    advocacy: Advocacy = Advocacy()
    investigation: Investigation = Investigation()
    panel: Panel = Panel()
    suspensions: tuple[Pause, ...] = ()
    deferrals: tuple[Pause, ...] = ()
    non_acceptances: tuple[date, ...] = ()
    not_accepted_reason: NotAcceptedReason | None = None
    resolved_on: date | None = None
    withdrawals: tuple[date, ...] = ()
    closed_on: date | None = None
    reinstatements: tuple[date, ...] = ()
    early_referral_on: date | None = None
    declined_on: date | None = None
    earlier_rounds: tuple[Round, ...] = ()
    referrals: tuple[Referral, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    actions: tuple[Action, ...] = ()

    def stage(self, number: int) -> Stage:
        """Return stage 1, 2 or 3."""
        return (self.stage_1, self.stage_2, self.stage_3)[number - 1]

    @property
    def present_stage(self) -> int:
        """Return the last stage that has begun."""
        begun = [n for n in STAGES if self.stage(n).requested_on is not None]
        return max(begun, default=1)

    @property
    def this_pass(self) -> tuple[Round, ...]:
        """Return the earlier rounds of the present pass, which began with stage 1."""
        rounds: list[Round] = []
        for past in self.earlier_rounds:
            rounds = [] if past.stage_1 is not None else [*rounds, past]
        return tuple(rounds)

    @property
    def earlier_investigators(self) -> frozenset[str]:
        """Return everybody who took part in a stage 2 that a panel sent back."""
        return frozenset(
            person for past in self.this_pass for person in past.investigation.people
        )

    @property
    def acted(self) -> frozenset[str]:
        """Return everybody who investigated, signed a response or was an advocate."""
        past = self.earlier_rounds
        stages = [self.stage_1, self.stage_2]
        stages += [one.stage_1 for one in past if one.stage_1 is not None]
        stages += [one.stage_2 for one in past]
        people = [self.investigation.officer, self.advocacy.advocate]
        people += [stage.signed_by for stage in stages]
        people += [person for one in past for person in one.investigation.people]
        return frozenset(person for person in people if person is not None)

    @property
    def withdrawn_on(self) -> date | None:
        """Return the day on which the complaint was last withdrawn."""
        return self.withdrawals[-1] if self.withdrawals else None

    @property
    def not_accepted_on(self) -> date | None:
        """Return the day on which the complaint was last turned away."""
        return self.non_acceptances[-1] if self.non_acceptances else None

    @property
    def reinstated_on(self) -> date | None:
        """Return the day on which the complaint was last taken up again."""
        return self.reinstatements[-1] if self.reinstatements else None

    @property
    def withdrawn(self) -> bool:
        """Say whether the complaint stands withdrawn, not reinstated since."""
        return _ended(self.withdrawn_on, reinstated_on=self.reinstated_on)

    @property
    def not_accepted(self) -> bool:
        """Say whether the complaint stands turned away, not reinstated since."""
        return _ended(self.not_accepted_on, reinstated_on=self.reinstated_on)

    @property
    def closed(self) -> bool:
        """Say whether the file stands closed, not reinstated since."""
        return _ended(self.closed_on, reinstated_on=self.reinstated_on)

    @property
    def suspended(self) -> Pause | None:
        """Return the suspension in which the complaint stands, None if in none."""
        for pause in self.suspensions[-1:]:
            if pause.began_on is not None and pause.ended_on is None:
                return pause
        return None

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """Return the times in which the clocks stood still, in order of beginning."""
        if not (self.suspensions or self.deferrals):
            return ()
        ended = [
            (pause.began_on, pause.ended_on, pause)
            for pause in (*self.suspensions, *self.deferrals)
            if pause.stops_clocks and pause.began_on and pause.ended_on
        ]
        return tuple(pause for *_, pause in sorted(ended, key=lambda one: one[:2]))

    @property
    def phase(self) -> Phase:
        """Say where the complaint stands."""
        if self.withdrawn:
            return Phase.WITHDRAWN
        if self.not_accepted:
            return Phase.NOT_ACCEPTED
        if self.closed:
            return Phase.CLOSED
        if self.suspended is not None:
            return Phase.SUSPENDED
        return self._phase_in_stages

    @property
    def _phase_in_stages(self) -> Phase:
        number = self.present_stage
        if self.stage(number).responded_on is not None:
            return self._answered(number)
        if number == 3:
            if self.panel.reported_on is not None:
                return Phase.PANEL_REPORTED
            met = self.panel.met_on is not None
            return Phase.PANEL_MET if met else Phase.STAGE_3_REQUESTED
        if number == 1 and self.stage_1.acknowledged_on is None:
            return Phase.RECEIVED
        return Phase.STAGE_1 if number == 1 else Phase.STAGE_2

    def _answered(self, number: int) -> Phase:
        if number == 1 and self.resolved_on is not None:
            return Phase.RESOLVED
        return (
            Phase.STAGE_1_RESPONDED,
            Phase.STAGE_2_RESPONDED,
            Phase.STAGE_3_RESPONDED,
        )[number - 1]

    @property
    def irregularities(self) -> Iterator[Irregularity]:
        """Go through the rules broken, in the order of the procedure."""
        for number in STAGES:
            stage = self.stage(number)
            yield from _broken(Step.ESCALATION, number, 0, stage.request_broken)
            for n, extension in enumerate(stage.extensions, start=1):
                yield from _broken(Step.EXTENSION, number, n, extension.broken)
            if number == 3:
                yield from _broken(Step.REVIEW_PANEL, number, 0, self.panel.broken)
            yield from _broken(Step.RESPONSE, number, 0, stage.response_broken)


def merged(
    milestones: Iterable[Deadline],
    further: Iterable[Deadline],
) -> tuple[Deadline, ...]:
    """Return milestones with further ones, each name once, the later one standing."""
    named = {one.name: one for one in milestones}
    named.update({one.name: one for one in further})
    return tuple(named.values())


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
