"""
What an authority chooses under the rules: limits, clocks, roles, targets.

The law's limits are ceilings: `tightened` makes a stricter one and refuses a laxer
one, naming the paragraph. A change of mind is a further `Policy`, never an edited
one: `policy_in_force` finds the one that governs a day.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

import attrs

from caseledger.calendar import Counting
from caseledger.rules import corporate, guidance, statutory
from caseledger.rules.provision import Edition, Provision


class Procedure(StrEnum):
    """Which of the two procedures a complaint runs under."""

    STATUTORY = "statutory"
    CORPORATE = "corporate"


@attrs.frozen(kw_only=True)
class TimeLimit:
    """The limit for one step, and how far an extension may carry it, if at all."""

    response: Provision
    ceiling: Provision | None = None


class Clock(StrEnum):
    """What starts the clock of a corporate stage."""

    RECEIPT = "receipt"
    ACKNOWLEDGEMENT = "acknowledgement"


class Stage2Clock(StrEnum):
    """
    What starts the clock of a statutory stage 2.

    The Ombudsman counts from the request; some councils from the day on which the
    statement of complaint was agreed, or only for complaints made orally (reg 16).
    """

    REQUEST = "request"
    STATEMENT = "statement"
    STATEMENT_IF_ORAL = "statement_if_oral"


@attrs.frozen(kw_only=True)
class Signatories:
    """The roles that may sign a stage's response under a procedure."""

    procedure: Procedure
    stage: int
    roles: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Policy:
    """
    The choices under which an authority runs its procedures, from a day on.

    Without any choice made, both procedures answer stage 1 in 10 working days and
    may extend to 20; statutory stage 2 takes 25 and may extend to 65; corporate
    stage 2 takes 20 and may extend to 40.

    `closure_days` are left out of corporate counts alone: the law knows no council
    closure. `corporate_stage_2_window` is in months, None for no limit.
    """

    name: str = "default"
    since: date = statutory.IN_FORCE
    counting: Counting = Counting.NEXT_DAY
    service: str | None = None
    target_percent: int | None = None
    statutory_stage_1: TimeLimit = TimeLimit(
        response=statutory.STAGE_1_RESPONSE,
        ceiling=statutory.STAGE_1_CEILING,
    )
    statutory_stage_2: TimeLimit = TimeLimit(
        response=statutory.STAGE_2_RESPONSE,
        ceiling=statutory.STAGE_2_CEILING,
    )
    corporate_stage_1: TimeLimit = TimeLimit(
        response=corporate.STAGE_1_RESPONSE,
        ceiling=corporate.STAGE_1_CEILING,
    )
    corporate_stage_2: TimeLimit = TimeLimit(
        response=corporate.STAGE_2_RESPONSE,
        ceiling=corporate.STAGE_2_CEILING,
    )
    review_request: Provision = statutory.REVIEW_REQUEST
    review_panel: TimeLimit = TimeLimit(response=statutory.REVIEW_PANEL)
    panel_report: TimeLimit = TimeLimit(response=statutory.PANEL_REPORT)
    stage_3: TimeLimit = TimeLimit(response=statutory.STAGE_3_RESPONSE)
    acknowledgement: Provision = guidance.ACKNOWLEDGEMENT
    stage_2_acknowledgement: Provision | None = None
    stage_2_request: Provision = guidance.STAGE_2_REQUEST
    panel_acknowledgement: Provision = guidance.PANEL_ACKNOWLEDGEMENT
    panel_chair: Provision = guidance.PANEL_CHAIR
    panel_papers: Provision = guidance.PANEL_PAPERS
    corporate_clock: Clock = Clock.RECEIPT
    stage_2_clock: Stage2Clock = Stage2Clock.REQUEST
    corporate_stage_2_window: int | None = None
    extension_names_ombudsman: bool = False
    longer_for_good_reason: bool = False
    officer_must_be_external: bool = False
    signatories: tuple[Signatories, ...] = ()
    closure_days: tuple[date, ...] = ()

    def roles(self, procedure: Procedure, stage: int) -> tuple[str, ...]:
        """Return the roles that may sign a stage's response; none means any."""
        for some in self.signatories:
            if (some.procedure, some.stage) == (procedure, stage):
                return some.roles
        return ()


@attrs.frozen(kw_only=True)
class LaxerThanLaw(ValueError):
    """An authority's own limit may be stricter than the law's, and not laxer."""

    law: Provision
    value: int
    allowed: Edition

    def __str__(self) -> str:
        return (
            f"{self.value} {self.law.unit} is laxer than the law, which allows "
            f"{self.allowed.value} ({self.allowed.citation}): {self.law.sentence}"
        )


def tightened(law: Provision, own: Edition) -> Provision:
    """
    Return the law's provision with an authority's own stricter value from a day on.

    Where the law itself is stricter, on some later day, the law's value stays.
    Raises `LaxerThanLaw`.
    """
    allowed = law.in_force(on=own.since)
    if own.value > allowed.value:
        raise LaxerThanLaw(law=law, value=own.value, allowed=allowed)
    return attrs.evolve(law, editions=tuple(_stricter(law, own)))


def _stricter(law: Provision, own: Edition) -> Iterator[Edition]:
    before = [edition for edition in law.editions if edition.since < own.since]
    after = [edition for edition in law.editions if edition.since > own.since]
    yield from before
    yield own
    for edition in after:
        if edition.value < own.value:
            yield edition
        else:
            yield attrs.evolve(own, since=edition.since)


DEFAULT_POLICY = Policy()


def policy_in_force(policies: Sequence[Policy], *, on: date) -> Policy:
    """
    Return the policy that governs a day; before the first of them, the first.

    The policies are in the order of their first days.
    """
    governing = policies[0]
    for policy in policies:
        if policy.since <= on:
            governing = policy
    return governing
