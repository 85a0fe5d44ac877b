"""The headlines of the largest team and theme, with all that are as large."""

from collections.abc import Callable, Iterator, Sequence

from caseledger.annual_report import Named, Report
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
    most = max((one.share.count for one in found), default=0)
    first = sorted(one.name for one in found if one.share.count == most)
    if not most:
        return
    now = Counts(most, len(found[0].share.of))
    comparison = None
    if subject.previous and len(first) == 1:
        before = {one.name: one.share.count for one in named(subject.previous)}
        whole = len(subject.previous.intake.responded)
        then = Counts(before.get(first[0], 0), whole)
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


def tied(names: Sequence[str], what: str) -> str:
    """Name the groups of one size; many are only counted."""
    if len(names) > MOST_NAMES:
        return counted(len(names), what)
    return listed(names)


def _same(names: Sequence[str], what: str) -> str:
    if len(names) > MOST_NAMES:
        return f"any one of these {what}s"
    return f"the {what} {listed(names, 'or')}"


def _joined(joins: str, count: int) -> str:
    return f"{was(count)} {joins}" if joins == "about" else joins
