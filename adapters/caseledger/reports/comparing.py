"""A report beside an earlier one: what is said, and what tables show, of both."""

import attrs

from caseledger.annual_report import Count, Report
from caseledger.reports.document import Column
from caseledger.reports.editions import Restated
from caseledger.reports.narrative import UNWRITTEN, Narrative
from caseledger.reports.protecting import EXACT, Protection
from caseledger.reports.wording import (
    NOT_APPLICABLE,
    NOT_TOLD,
    known,
    number,
    points,
    share,
    shown_percent,
    signed,
)
from caseledger.rules import DEFAULT_POLICY, Policy


@attrs.frozen
class Counts:
    """A part and its whole, in one report."""

    part: Count
    whole: Count

    @property
    def percent(self) -> int | None:
        """Return the share in whole percent, if there is one and it is told."""
        return shown_percent(self.part, self.whole)

    def __str__(self) -> str:
        return share(self.part, self.whole)


@attrs.frozen(kw_only=True)
class Subject:
    """
    The report to show, and what stands beside it.

    `previous` is an earlier year's, to compare with; `restated` what an edition
    published of that year and is otherwise now, None if no edition is at hand.
    """

    report: Report
    previous: Report | None = None
    policy: Policy = DEFAULT_POLICY
    protection: Protection = EXACT
    narrative: Narrative = UNWRITTEN
    restated: tuple[Restated, ...] | None = None

    def __attrs_post_init__(self) -> None:
        if self.previous is None:
            return
        if self.previous.service != self.report.service:
            raise ValueError("the previous report is about another service")
        if self.previous.period.begins >= self.report.period.begins:
            raise ValueError("the previous report is not about an earlier year")

    @property
    def label(self) -> str:
        """Return the year, such as 2023-24."""
        return self.report.period.label

    @property
    def earlier_label(self) -> str:
        """Return the earlier year; call it only if there is one."""
        return self.previous.period.label if self.previous else ""

    @property
    def earlier_name(self) -> str:
        """Return what a sentence that compares begins with."""
        if self.previous is None:
            return ""
        follows = self.report.period.begins == self.previous.period.begins + 1
        return "Last year" if follows else f"In {self.previous.period.label}"

    def earlier_columns(self, *titles: str) -> tuple[Column, ...]:
        """Return the earlier year's columns, shares first, if there is one."""
        if self.previous is None:
            return ()
        shared, *others = titles
        return (Column(shared, "share"), *map(Column, others))


def compared_count(subject: Subject, now: Count, then: Count) -> str:
    """Say what a count was before, and how far it has moved."""
    before = f"{subject.earlier_name} {number(then)}"
    moved = known(now - then)
    if moved is None:
        return f"{before}."
    how = f"{number(abs(moved))} {'more' if moved > 0 else 'fewer'}"
    return f"{before}; {how if moved else 'the same'} now."


def compared_share(subject: Subject, now: Counts, then: Counts) -> str:
    """Say what a share was before, and how far it has moved in percentage points."""
    start = f"{subject.earlier_name} {then}"
    if now.percent is None or then.percent is None:
        return f"{start}."
    moved = now.percent - then.percent
    if not moved:
        return f"{start}; the same now."
    return f"{start}; {points(moved)} {'higher' if moved > 0 else 'lower'} now."


def moved_points(now: Counts, then: Counts) -> str:
    """Return the cell that shows how many percentage points a share has moved."""
    if not now.whole or not then.whole:
        return NOT_APPLICABLE
    if now.percent is None or then.percent is None:
        return NOT_TOLD
    return signed(now.percent - then.percent)
