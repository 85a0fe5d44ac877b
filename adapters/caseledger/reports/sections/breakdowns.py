"""Complaints by team and by theme, and compliments by team."""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from caseledger.annual_report import Named, Report
from caseledger.reports.charts import About, Bar, bars
from caseledger.reports.comparing import Counts, Subject, compared_count
from caseledger.reports.document import Block, Figure, Paragraph, Section
from caseledger.reports.palette import PLAIN_GREY
from caseledger.reports.sections.populations import ANSWERED, share_formula
from caseledger.reports.sections.shares import ShareRow, share_table
from caseledger.reports.wording import counted, number, percentage, share, was

# A longer list is easier to read in the table; the chart adds up the rest.
MOST_BARS = 10


def teams(subject: Subject) -> Section:
    """Return the complaints answered, by the team that they were about."""
    blocks = _of_answered(
        subject,
        "team",
        _groups(subject.report.by_team),
        _groups(subject.previous.by_team) if subject.previous else None,
    )
    return Section("teams", "Teams", tuple(blocks))


def themes(subject: Subject) -> Section:
    """Return the complaints answered, by their theme."""
    blocks = _of_answered(
        subject,
        "theme",
        _groups(subject.report.by_theme),
        _groups(subject.previous.by_theme) if subject.previous else None,
    )
    return Section("themes", "Themes", tuple(blocks))


def compliments(subject: Subject) -> Section:
    """Return the compliments received, by team."""
    return Section("compliments", "Compliments", tuple(_compliments(subject)))


def _groups(named: Sequence[Named]) -> dict[str, int]:
    return {one.name: one.share.count for one in named}


def _of_answered(
    subject: Subject,
    what: str,
    now: Mapping[str, int],
    then: Mapping[str, int] | None,
) -> Iterator[Block]:
    whole = len(subject.report.intake.responded)
    if not now:
        yield Paragraph(
            f"No complaint received in {subject.label} has been answered, so there is "
            f"no {what} to show.",
        )
        return
    if what == "theme":
        yield Paragraph("Each complaint counts once, under its main theme.")
    yield _figure(
        subject,
        name=f"chart-{what}s",
        title=f"Complaints answered, by {what}",
        what=what.capitalize(),
        now=(now, whole),
        then=None if then is None else (then, _answered(subject.previous)),
    )
    most = max(now.values())
    yield share_formula(
        most,
        whole,
        remark=f", and so on for each {what}",
        numerator=f"complaints answered with the largest {what}",
        population=ANSWERED,
    )


def _answered(report: Report | None) -> int:
    return len(report.intake.responded) if report else 0


def _compliments(subject: Subject) -> Iterator[Block]:
    found, previous = subject.report.compliments, subject.previous
    total = len(found.total)
    if not total:
        yield Paragraph(f"No compliment was received in {subject.label}.")
        return
    said = f"{counted(total, 'compliment')} {was(total)} received in {subject.label}."
    if previous:
        said += f" {compared_count(subject, total, len(previous.compliments.total))}"
    yield Paragraph(said)
    now = {name: len(some) for name, some in found.by_team.items()}
    then = None
    if previous:
        before = previous.compliments
        counts = {name: len(some) for name, some in before.by_team.items()}
        then = (counts, len(before.total))
    yield _figure(
        subject,
        name="chart-compliments",
        title="Compliments, by team",
        what="Team",
        counting="Compliments",
        now=(now, total),
        then=then,
    )


def _figure(
    subject: Subject,
    *,
    name: str,
    title: str,
    what: str,
    now: tuple[Mapping[str, int], int],
    then: tuple[Mapping[str, int], int] | None,
    counting: str = "Complaints",
) -> Figure:
    groups, whole = now
    first = max(groups, key=lambda one: groups[one])
    return Figure(
        chart=_bars(name, title, groups, whole),
        summary=f"{title}. The longest bar is {first}: {share(groups[first], whole)}.",
        table=share_table(
            subject,
            caption=title,
            what=what,
            counting=counting,
            rows=_rows(now, then),
            total="Total",
        ),
    )


def _rows(
    now: tuple[Mapping[str, int], int],
    then: tuple[Mapping[str, int], int] | None,
) -> list[ShareRow]:
    groups, whole = now
    before, before_whole = then or ({}, 0)
    # A group that has gone keeps its row, or the earlier year would not add up.
    names = [*groups, *(name for name in before if name not in groups)]
    return [
        ShareRow(
            name,
            Counts(groups.get(name, 0), whole),
            Counts(before.get(name, 0), before_whole) if then else None,
        )
        for name in names
    ]


def _bars(name: str, title: str, groups: Mapping[str, int], whole: int) -> Markup:
    names = list(groups)
    shown = names if len(names) <= MOST_BARS else names[: MOST_BARS - 1]
    items = [
        Bar(
            one,
            groups[one],
            f"{number(groups[one])} ({percentage(groups[one], whole)})",
        )
        for one in shown
    ]
    rest = sum(groups[one] for one in names[len(shown) :])
    if len(names) > len(shown):
        label = f"{len(names) - len(shown)} others, together"
        text = f"{number(rest)} ({percentage(rest, whole)})"
        items.append(Bar(label, rest, text, style=PLAIN_GREY))
    told = "; ".join(f"{item.label}: {item.text}" for item in items)
    return bars(About(name=name, title=title, description=f"Bars. {told}."), items)
