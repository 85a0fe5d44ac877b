"""Complaints by team and by theme, and compliments by team."""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from caseledger.annual_report import NONE, Count, Named, Report, total
from caseledger.reports.charts import About, Bar, bars
from caseledger.reports.comparing import Counts, Subject, compared_count
from caseledger.reports.document import Block, Figure, Paragraph, Section
from caseledger.reports.palette import PLAIN_GREY
from caseledger.reports.sections.largest import largest
from caseledger.reports.sections.populations import ANSWERED, share_formula
from caseledger.reports.sections.shares import ShareRow, share_table
from caseledger.reports.wording import counted, known, number, percentage, share, was

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


def _groups(named: Sequence[Named]) -> dict[str, Count]:
    return {one.name: one.share.count for one in named}


def _of_answered(
    subject: Subject,
    what: str,
    now: Mapping[str, Count],
    then: Mapping[str, Count] | None,
) -> Iterator[Block]:
    whole = subject.report.intake.responded.count
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
    most, _ = largest([(count, name) for name, count in now.items()])
    yield share_formula(
        most,
        whole,
        remark=f", and so on for each {what}",
        numerator=f"complaints answered with the largest {what}",
        population=ANSWERED,
    )


def _answered(report: Report | None) -> Count:
    return report.intake.responded.count if report else NONE


def _compliments(subject: Subject) -> Iterator[Block]:
    found, previous = subject.report.compliments, subject.previous
    came = found.total.count
    if not came:
        yield Paragraph(f"No compliment was received in {subject.label}.")
        return
    said = f"{counted(came, 'compliment')} {was(came)} received in {subject.label}."
    if previous:
        said += f" {compared_count(subject, came, previous.compliments.total.count)}"
    yield Paragraph(said)
    now = {name: some.count for name, some in found.by_team.items()}
    then = None
    if previous:
        before = previous.compliments
        counts = {name: some.count for name, some in before.by_team.items()}
        then = (counts, before.total.count)
    yield _figure(
        subject,
        name="chart-compliments",
        title="Compliments, by team",
        what="Team",
        counting="Compliments",
        now=(now, came),
        then=then,
    )


def _figure(
    subject: Subject,
    *,
    name: str,
    title: str,
    what: str,
    now: tuple[Mapping[str, Count], Count],
    then: tuple[Mapping[str, Count], Count] | None,
    counting: str = "Complaints",
) -> Figure:
    groups, whole = now
    most, first = largest([(count, one) for one, count in groups.items()])
    said = f" The longest bar is {first[0]}: {share(most, whole)}." if first else ""
    return Figure(
        chart=_bars(name, title, groups, whole),
        summary=f"{title}.{said}",
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
    now: tuple[Mapping[str, Count], Count],
    then: tuple[Mapping[str, Count], Count] | None,
) -> list[ShareRow]:
    groups, whole = now
    before, before_whole = then or ({}, NONE)
    # A group that has gone keeps its row, or the earlier year would not add up.
    names = [*groups, *(name for name in before if name not in groups)]
    return [
        ShareRow(
            name,
            Counts(groups.get(name, NONE), whole),
            Counts(before.get(name, NONE), before_whole) if then else None,
        )
        for name in names
    ]


def _bars(name: str, title: str, groups: Mapping[str, Count], whole: Count) -> Markup:
    names = list(groups)
    shown = names if len(names) <= MOST_BARS else names[: MOST_BARS - 1]
    items = [
        Bar(
            one,
            known(groups[one]) or 0,
            _figure_text(groups[one], whole),
        )
        for one in shown
    ]
    rest = total(groups[one] for one in names[len(shown) :])
    if len(names) > len(shown):
        label = f"{len(names) - len(shown)} others, together"
        text = _figure_text(rest, whole)
        items.append(Bar(label, known(rest) or 0, text, style=PLAIN_GREY))
    told = "; ".join(f"{item.label}: {item.text}" for item in items)
    return bars(About(name=name, title=title, description=f"Bars. {told}."), items)


def _figure_text(count: Count, whole: Count) -> str:
    if known(count) is None or known(whole) is None:
        return number(count)
    return f"{number(count)} ({percentage(count, whole)})"
