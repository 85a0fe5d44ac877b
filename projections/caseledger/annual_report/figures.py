"""
The report as typed figures: every count is the cases behind it.

A published copy has the same figures, which tell how many as far as a reader may
know it, and none of the cases.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from caseledger.annual_report.counts import Count
from caseledger.annual_report.period import Period


@attrs.frozen
class Cases:
    """
    How many cases, and which: their references, sorted.

    A case that counts twice stands there twice. A figure that is published has no
    references.
    """

    count: Count
    references: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there are any."""
        return bool(self.count)


def cases(references: Iterable[str]) -> Cases:
    """Return the figure of some cases."""
    found = tuple(sorted(references))
    return Cases(Count(len(found)), found)


@attrs.frozen
class Share:
    """Some cases out of a population."""

    cases: Cases
    of: Cases

    @property
    def count(self) -> Count:
        """Return how many cases there are."""
        return self.cases.count


@attrs.frozen(kw_only=True)
class Intake:
    """
    What became of the complaints received in the year.

    Each counts once, as the first that fits of not accepted, responded, withdrawn,
    skipped (stage 1 left out by agreement) and awaiting a response.
    """

    received: Cases
    not_accepted: Cases
    withdrawn: Cases
    skipped: Cases
    responded: Cases
    awaiting_response: Cases
    not_accepted_reasons: Mapping[str, Cases]
    other_services: Mapping[str, Cases]


@attrs.frozen(kw_only=True)
class StageFigures:
    """
    How many complaints were at a stage, under which procedure, and its outcomes.

    `deferred` overlaps the others: put off to a day on which the complainant agreed.
    """

    stage: int
    total: Cases
    statutory: Cases
    corporate: Cases
    upheld: Cases
    partially_upheld: Cases
    not_upheld: Cases
    reinvestigate: Cases
    no_finding: Cases
    pending: Cases
    withdrawn: Cases
    reopened: Cases
    deferred: Cases


@attrs.frozen(kw_only=True)
class Limits:
    """
    How responses kept to their limits; the first five add up to the population.

    `within_maximum` overlaps them: stage 2 answered within 65 working days.
    """

    population: Cases
    within_original: Cases
    within_extended: Cases
    late: Cases
    no_response: Cases
    in_time: Cases
    within_maximum: Cases | None


@attrs.frozen(kw_only=True)
class Timeliness:
    """
    How one duty was kept, over both procedures, by each, and by quarter.

    The quarter is that of the receipt or the request which started the clock.
    """

    duty: str
    limits: Limits
    by_procedure: Mapping[str, Limits]
    by_quarter: Mapping[str, Limits]
    target_percent: int | None


@attrs.frozen
class Named:
    """The cases under one name, such as a team, out of a population."""

    name: str
    share: Share


@attrs.frozen(kw_only=True)
class Flow:
    """
    How complaints went through a stage in the year.

    `during` are all that were at it: open at the start or begun; each of them ended
    in one way or is open at the end.
    """

    stage: int
    open_at_start: Cases
    begun: Cases
    during: Cases
    ended: Mapping[str, Cases]
    open_at_end: Cases


@attrs.frozen(kw_only=True)
class ExtensionFigures:
    """Extensions of the stage's time: those that moved the due date, and others."""

    stage: int
    granted: Cases
    lawful: Cases
    broken: Cases


@attrs.frozen(kw_only=True)
class AdvocacyFigures:
    """Of the complaints received: where an advocate was asked for, or appointed."""

    asked: Cases
    appointed: Cases


@attrs.frozen(kw_only=True)
class OmbudsmanFigures:
    """
    Referrals made in the year, and their decisions so far known.

    Each is investigated, not investigated for a reason, or undecided.
    """

    referred: Cases
    investigated: Cases
    undecided: Cases
    upheld: Cases
    not_investigated_reasons: Mapping[str, Cases]


@attrs.frozen
class Money:
    """
    A sum in pence, and the cases whose remedies it adds up, once per remedy.

    The sum is None in a copy that does not tell how many they are.
    """

    pence: int | None
    cases: Cases


@attrs.frozen(kw_only=True)
class RemedyFigures:
    """Remedies offered in the year: all, those paid, those rejected, and the rest."""

    offered: Money
    paid: Money
    rejected: Money
    outstanding: Money


@attrs.frozen(kw_only=True)
class ActionFigures:
    """Actions agreed in the year, and what became of each."""

    agreed: Cases
    done: Cases
    not_done: Cases
    open: Cases


@attrs.frozen(kw_only=True)
class ComplimentFigures:
    """Compliments received in the year."""

    total: Cases
    by_team: Mapping[str, Cases]


@attrs.frozen(kw_only=True)
class YearFigures:
    """Complaints responded to, by the year of their receipt."""

    label: str
    total: Cases
    statutory: Cases
    corporate: Cases


@attrs.frozen
class RuleBroken:
    """A rule, what it says, and the cases of the steps that broke it."""

    rule: str
    sentence: str
    cases: Cases


@attrs.frozen
class Check:
    """A sum that must come out, and whether it does."""

    check: str
    holds: bool


@attrs.frozen(kw_only=True)
class Report:
    """The annual report of one service for one year, as known on a day."""

    service: str
    period: Period
    as_at: date
    intake: Intake
    stages: tuple[StageFigures, ...]
    flows: tuple[Flow, ...]
    timeliness: tuple[Timeliness, ...]
    extensions: tuple[ExtensionFigures, ...]
    not_escalated: Share
    to_stage_2: Share
    by_team: tuple[Named, ...]
    by_theme: tuple[Named, ...]
    by_capacity: tuple[Named, ...]
    largest_complainant: Share
    advocacy: AdvocacyFigures
    equality: Mapping[str, tuple[Named, ...]]
    ombudsman: OmbudsmanFigures
    remedies: RemedyFigures
    actions: ActionFigures
    compliments: ComplimentFigures
    years: tuple[YearFigures, ...]
    findings: tuple[RuleBroken, ...]
    reconciliation: tuple[Check, ...]
