"""
The report as typed figures: every count is the cases behind it.

`Cases` are references, sorted; a case that counts twice stands there twice.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from caseledger.annual_report.period import Period

Cases = tuple[str, ...]


def cases(references: Iterable[str]) -> Cases:
    """Return references in the order in which figures keep them."""
    return tuple(sorted(references))


def percent(part: int, whole: int) -> int | None:
    """
    Return a share in whole percent, half rounded up; nothing has no shares.

    >>> percent(1, 8), percent(39, 47), percent(0, 0)
    (13, 83, None)
    """
    return None if whole == 0 else (200 * part + whole) // (2 * whole)


@attrs.frozen
class Share:
    """Some cases out of a population."""

    cases: Cases
    of: Cases

    @property
    def count(self) -> int:
        """Return how many cases there are."""
        return len(self.cases)

    @property
    def percent(self) -> int | None:
        """Return which part of the population they are, in whole percent."""
        return percent(len(self.cases), len(self.of))


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

    @property
    def percent_within_original(self) -> int | None:
        """Return the part of the population answered within the original limit."""
        return percent(len(self.within_original), len(self.population))


@attrs.frozen(kw_only=True)
class Timeliness:
    """How one duty was kept, over both procedures and by each."""

    duty: str
    limits: Limits
    by_procedure: Mapping[str, Limits]
    target_percent: int | None


@attrs.frozen
class Named:
    """The cases under one name, such as a team, out of a population."""

    name: str
    share: Share


@attrs.frozen(kw_only=True)
class OmbudsmanFigures:
    """Referrals made in the year, and their decisions so far known."""

    referred: Cases
    investigated: Cases
    upheld: Cases
    not_investigated_reasons: Mapping[str, Cases]


@attrs.frozen
class Money:
    """A sum in pence, and the cases whose remedies it adds up, once per remedy."""

    pence: int
    cases: Cases


@attrs.frozen(kw_only=True)
class RemedyFigures:
    """Remedies offered in the year: all of them, those paid, those rejected."""

    offered: Money
    paid: Money
    rejected: Money


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
    timeliness: tuple[Timeliness, ...]
    not_escalated: Share
    to_stage_2: Share
    by_team: tuple[Named, ...]
    by_theme: tuple[Named, ...]
    ombudsman: OmbudsmanFigures
    remedies: RemedyFigures
    actions: ActionFigures
    compliments: ComplimentFigures
    years: tuple[YearFigures, ...]
    findings: tuple[RuleBroken, ...]
    reconciliation: tuple[Check, ...]
