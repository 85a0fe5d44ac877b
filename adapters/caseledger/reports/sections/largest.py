"""The headlines of the largest team and theme, with all that are as large."""

from collections.abc import Callable, Iterator, Sequence

from caseledger.annual_report import NONE, Count, Named, Report
from caseledger.reports.comparing import Counts, Subject, compared_share
from caseledger.reports.document import Headline
from caseledger.reports.sections.populations import ANSWERED, share_formula
from caseledger.reports.wording import counted, listed, number, percentage, was

# More are counted and not named.
MOST_NAMES = 3


def largest_team(subject: Subject) -> Iterator[Headline]:
    """Return the headline of the largest team, if there is any."""
    yield from _largest(subject, "team", "about", lambda report: report.by_team)


def largest_theme(subject: Subject) -> Iterator[Headline]:
    """Return the headline of the largest theme, if there is any."""
    yield from _largest(
        subject,
        "theme",
        "had the theme",
        lambda report: report.by_theme,
    )


def _largest(
    subject: Subject,
    what: str,
    joins: str,
    named: Callable[[Report], Sequence[Named]],
) -> Iterator[Headline]:
    """Give the largest group a headline, with all that are as large."""
    found = named(subject.report)
    most, first = largest([(one.share.count, one.name) for one in found])
    if not first:
        return
    now = Counts(most, found[0].share.of.count)
    comparison = None
    if subject.previous and len(first) == 1:
        before = {one.name: one.share.count for one in named(subject.previous)}
        whole = subject.previous.intake.responded.count
        then = Counts(before.get(first[0], NONE), whole)
        comparison = compared_share(subject, now, then)
    each = "" if len(first) == 1 else " each"
    yield Headline(
        label=f"Largest {what}" if len(first) == 1 else f"Largest {what}s",
        figure=f"{percentage(now.part, now.whole)}{each}",
        sentence=f"{number(now.part)} of {counted(now.whole, 'complaint')} answered "
        f"{_joined(joins, now.part)} {tied(first, what)}{each and ', each'}.",
        comparison=comparison,
        formula=share_formula(
            now.part,
            now.whole,
            numerator=f"complaints answered with {_same(first, what)}",
            population=ANSWERED,
        ),
    )


def largest(groups: Sequence[tuple[Count, str]]) -> tuple[Count, list[str]]:
    """Return the largest count that is told, and the names of all that are as large."""
    told = max((count.value or 0 for count, _ in groups), default=0)
    first = [(count, name) for count, name in groups if told and count.value == told]
    return (first[0][0] if first else NONE), sorted(name for _, name in first)


def tied(names: Sequence[str], what: str) -> str:
    """Name the groups of one size; many are only counted."""
    if len(names) > MOST_NAMES:
        return counted(len(names), what)
    return listed(names)


def _same(names: Sequence[str], what: str) -> str:
    if len(names) > MOST_NAMES:
        return f"any one of these {what}s"
    return f"the {what} {listed(names, 'or')}"


def _joined(joins: str, count: Count) -> str:
    return f"{was(count)} {joins}" if joins == "about" else joins
