"""How many complaints were received, what became of them, and the years before."""

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from caseledger.annual_report import Cases, Count, Intake, YearFigures, total
from caseledger.reports.charts import (
    About,
    Bar,
    Stack,
    bars,
    columns,
    series,
    swatch,
)
from caseledger.reports.comparing import Subject
from caseledger.reports.document import (
    Block,
    Column,
    Figure,
    KeyEntry,
    Paragraph,
    Row,
    Section,
    Table,
)
from caseledger.reports.palette import PLAIN_GREY, STYLES
from caseledger.reports.sections.populations import intake_sum
from caseledger.reports.sections.restated import restated
from caseledger.reports.sections.shares import share_of
from caseledger.reports.wording import (
    NOT_APPLICABLE,
    counted,
    from_code,
    known,
    number,
    percentage,
    share,
    signed,
    was,
)

# Older years are in the table; so many fit into a chart on a telephone.
MOST_YEARS = 5

_FATES = (
    ("not_accepted", "Not accepted"),
    ("withdrawn", "Withdrawn before an answer"),
    ("skipped", "Stage 1 left out by agreement"),
    ("awaiting_response", "Awaiting an answer at stage 1"),
    ("responded", "Answered at stage 1"),
)


def received(subject: Subject) -> Section:
    """Return how many complaints were received and what became of each."""
    return Section("received", "How many we received", tuple(_received(subject)))


def _received(subject: Subject) -> Iterator[Block]:
    intake = subject.report.intake
    came = intake.received.count
    if came:
        yield Paragraph(
            f"{counted(came, 'complaint')} about {subject.report.service} "
            f"{was(came)} received in {subject.label}. Each counts once, as the first "
            "that fits of not accepted, answered, withdrawn, stage 1 left out by "
            "agreement, and awaiting an answer.",
        )
        yield Figure(
            chart=_waterfall(intake),
            summary=f"What became of the {number(came)} received: "
            f"{intake_sum(intake)}.",
            table=_fates(subject),
        )
    else:
        yield Paragraph(
            f"No complaint about {subject.report.service} was received in "
            f"{subject.label}.",
        )
    yield from _not_accepted(intake)
    yield from _other_services(subject)


def _waterfall(intake: Intake) -> Markup:
    came = intake.received.count
    items = [Bar("Received", known(came) or 0, number(came), style=PLAIN_GREY)]
    left = came
    for key, label in _FATES:
        count = _fate(intake, key)
        answered = key == "responded"
        left -= count
        style = STYLES[0] if answered else STYLES[4]
        # Where a count is not told, the bars below it cannot hang from it.
        start = max(known(left) or 0, 0)
        items.append(
            Bar(label, known(count) or 0, number(count), start=start, style=style),
        )
    return bars(
        About(
            name="chart-received",
            title="What became of the complaints received",
            description=f"Bars that take the complaints received apart: "
            f"{intake_sum(intake)}.",
        ),
        items,
        tracks=True,
    )


def _fate(intake: Intake, key: str) -> Count:
    some: Cases = getattr(intake, key)
    return some.count


def _fates(subject: Subject) -> Table:
    intake, previous = subject.report.intake, subject.previous
    came = intake.received.count

    def row(head: str, key: str) -> Row:
        count = _fate(intake, key)
        cells = [number(count), percentage(count, came)]
        if previous:
            before = previous.intake
            whole = before.received.count
            then = _fate(before, key)
            cells.append(
                number(whole) if key == "received" else share(then, whole),
            )
        return Row(head, tuple(cells))

    return Table(
        caption="Complaints received, and what became of each",
        columns=(
            Column("What became of them", "text"),
            Column("Complaints"),
            Column(share_of(came)),
            *subject.earlier_columns(subject.earlier_label),
        ),
        rows=tuple(row(label, key) for key, label in _FATES),
        foot=row("Received", "received"),
        stacks=previous is not None,
    )


def _not_accepted(intake: Intake) -> Iterator[Block]:
    if not intake.received:
        return
    if not intake.not_accepted:
        yield Paragraph("No complaint was refused at the start.")
        return
    yield _counts(
        "Why complaints were not accepted",
        "Reason",
        {from_code(code): some for code, some in intake.not_accepted_reasons.items()},
        ("Not accepted", intake.not_accepted.count),
    )


def _other_services(subject: Subject) -> Iterator[Block]:
    intake, service = subject.report.intake, subject.report.service
    if not intake.other_services:
        yield Paragraph(
            f"No complaint about another service was received in {subject.label}.",
        )
        return
    yield Paragraph(
        "The register holds complaints about other services too. Apart from the next "
        f"table, this report is about {service} only.",
    )
    others = total(some.count for some in intake.other_services.values())
    yield _counts(
        "Complaints received by every service in the register",
        "Service",
        {service: intake.received, **intake.other_services},
        ("All services", intake.received.count + others),
    )


def _counts(
    caption: str,
    what: str,
    groups: Mapping[str, Cases],
    foot: tuple[str, Count],
) -> Table:
    return Table(
        caption=caption,
        columns=(Column(what, "text"), Column("Complaints")),
        rows=tuple(Row(name, (number(some.count),)) for name, some in groups.items()),
        foot=Row(foot[0], (number(foot[1]),)),
    )


# --- Years ---------------------------------------------------------------------------


def years(subject: Subject) -> Section:
    """Return how many complaints were answered, by the year of their receipt."""
    return Section("years", "Year on year", tuple(_years(subject)))


def _years(subject: Subject) -> Iterator[Block]:
    found = subject.report.years
    if not found:
        yield Paragraph("No complaint of any year has been answered yet.")
        return
    yield Paragraph(_trend(found))
    yield Figure(
        chart=_columns(found),
        key=_key(),
        summary="Complaints answered, by the year in which they were received"
        f"{'' if len(found) <= MOST_YEARS else f': the newest {MOST_YEARS} years'}.",
        table=_year_table(found),
    )
    yield from restated(subject)


_KINDS = series("Statutory", "Corporate")
_ABOUT = "chart-years"


def _about(found: tuple[YearFigures, ...]) -> About:
    told = (
        f"{one.label}: {number(one.statutory.count)} statutory and "
        f"{number(one.corporate.count)} corporate"
        for one in reversed(found[:MOST_YEARS])
    )
    return About(
        name=_ABOUT,
        title="Complaints answered, by year of receipt",
        description=f"Columns for each year. {'; '.join(told)}.",
    )


def _columns(found: tuple[YearFigures, ...]) -> Markup:
    # Time runs from left to right, though tables begin with the newest year.
    groups = [
        Stack(
            one.label,
            (known(one.statutory.count), known(one.corporate.count)),
            f"{number(one.total.count)} in all",
        )
        for one in reversed(found[:MOST_YEARS])
    ]
    return columns(_about(found), groups, _KINDS)


def _key() -> tuple[KeyEntry, ...]:
    about = About(name=_ABOUT, title="", description="")
    return tuple(KeyEntry(swatch(about, one), one.label) for one in _KINDS)


def _year_table(found: tuple[YearFigures, ...]) -> Table:
    return Table(
        caption="Complaints answered, by the year in which they were received",
        columns=(
            Column("Year of receipt", "text"),
            Column("Statutory"),
            Column("Corporate"),
            Column("Total"),
            Column("Change in total"),
        ),
        rows=tuple(
            Row(
                one.label,
                (
                    number(one.statutory.count),
                    number(one.corporate.count),
                    number(one.total.count),
                    signed(one.total.count - before.total.count)
                    if before
                    else NOT_APPLICABLE,
                ),
            )
            for one, before in zip(found, (*found[1:], None), strict=True)
        ),
        note="The change is against the next older year in the table. The total counts "
        "complaints answered, not complaints received.",
        stacks=True,
    )


def _trend(found: tuple[YearFigures, ...]) -> str:
    newest = found[0]
    now = newest.total.count
    said = f"{counted(now, 'complaint')} received in {newest.label} {was(now)} answered"
    if len(found) == 1:
        return f"{said}. There is no other year to compare it with."
    before = found[1].total.count
    moved = known(now - before)
    if moved is None:
        return f"{said}; of those of {found[1].label}, {number(before)}."
    if not moved:
        return f"{said}, as many as of {found[1].label}."
    how = "more" if moved > 0 else "fewer"
    return (
        f"{said}: {number(abs(moved))} ({percentage(abs(moved), before)}) {how} than "
        f"the {number(before)} of {found[1].label}."
    )
