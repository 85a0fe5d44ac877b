"""A report beside an earlier one: what is said, and what tables show, of both."""

import attrs

from caseledger.annual_report import Report, percent
from caseledger.reports.document import Column
from caseledger.reports.wording import NOT_APPLICABLE, number, points, share, signed
from caseledger.rules import Policy


@attrs.frozen
class Counts:
    """A part and its whole, in one report."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Return the share in whole percent; nothing has no shares."""
        return percent(self.part, self.whole)

    def __str__(self) -> str:
        return share(self.part, self.whole)


@attrs.frozen(kw_only=True)
class Subject:
    """The report to show, the earlier one to compare it with, and the rules."""

    report: Report
    previous: Report | None
    policy: Policy

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


def compared_count(subject: Subject, now: int, then: int) -> str:
    """Say what a count was before, and how far it has moved."""
    moved = now - then
    how = f"{number(abs(moved))} {'more' if moved > 0 else 'fewer'}"
    return f"{subject.earlier_name} {number(then)}; {how if moved else 'the same'} now."


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
    if now.percent is None or then.percent is None:
        return NOT_APPLICABLE
    return signed(now.percent - then.percent)
