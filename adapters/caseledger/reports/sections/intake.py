"""How many complaints were received, what became of them, and the years before."""

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from caseledger.annual_report import Cases, Intake, YearFigures
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
from caseledger.reports.sections.shares import share_of
from caseledger.reports.wording import (
    NOT_APPLICABLE,
    counted,
    from_code,
    listed,
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
    total = len(intake.received)
    if total:
        yield Paragraph(
            f"{counted(total, 'complaint')} about {subject.report.service} "
            f"{was(total)} received in {subject.label}. Each counts once, as the first "
            "that fits of not accepted, answered, withdrawn, stage 1 left out by "
            "agreement, and awaiting an answer.",
        )
        yield Figure(
            chart=_waterfall(intake),
            summary=f"What became of the {number(total)} received: "
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
    total = len(intake.received)
    items = [Bar("Received", total, number(total), style=PLAIN_GREY)]
    left = total
    for key, label in _FATES:
        count = len(getattr(intake, key))
        answered = key == "responded"
        left -= count
        style = STYLES[0] if answered else STYLES[4]
        text = number(count)
        items.append(Bar(label, count, text, start=max(left, 0), style=style))
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


def _fates(subject: Subject) -> Table:
    intake, previous = subject.report.intake, subject.previous
    total = len(intake.received)

    def row(head: str, key: str) -> Row:
        count = len(getattr(intake, key))
        cells = [number(count), percentage(count, total)]
        if previous:
            before = previous.intake
            whole = len(before.received)
            then = len(getattr(before, key))
            cells.append(
                number(whole) if key == "received" else share(then, whole),
            )
        return Row(head, tuple(cells))

    return Table(
        caption="Complaints received, and what became of each",
        columns=(
            Column("What became of them", "text"),
            Column("Complaints"),
            Column(share_of(total)),
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
        ("Not accepted", len(intake.not_accepted)),
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
    others = sum(map(len, intake.other_services.values()))
    yield _counts(
        "Complaints received by every service in the register",
        "Service",
        {service: intake.received, **intake.other_services},
        ("All services", len(intake.received) + others),
    )


def _counts(
    caption: str,
    what: str,
    groups: Mapping[str, Cases],
    foot: tuple[str, int],
) -> Table:
    return Table(
        caption=caption,
        columns=(Column(what, "text"), Column("Complaints")),
        rows=tuple(Row(name, (number(len(some)),)) for name, some in groups.items()),
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
    yield from _restated(subject)


_KINDS = series("Statutory", "Corporate")
_ABOUT = "chart-years"


def _about(found: tuple[YearFigures, ...]) -> About:
    told = (
        f"{one.label}: {number(len(one.statutory))} statutory and "
        f"{number(len(one.corporate))} corporate"
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
        Stack(one.label, (len(one.statutory), len(one.corporate)))
        for one in reversed(found[:MOST_YEARS])
    ]
    return columns(_about(found), groups, _KINDS)


def _key() -> tuple[KeyEntry, ...]:
    about = About(name=_ABOUT, title="", description="")
    return tuple(KeyEntry(swatch(about, one), one.label) for one in _KINDS)


def _total(one: YearFigures) -> int:
    return len(one.statutory) + len(one.corporate)


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
                    number(len(one.statutory)),
                    number(len(one.corporate)),
                    number(_total(one)),
                    signed(_total(one) - _total(before)) if before else NOT_APPLICABLE,
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
    now = _total(newest)
    said = f"{counted(now, 'complaint')} received in {newest.label} {was(now)} answered"
    if len(found) == 1:
        return f"{said}. There is no other year to compare it with."
    before = _total(found[1])
    moved = now - before
    if not moved:
        return f"{said}, as many as of {found[1].label}."
    how = "more" if moved > 0 else "fewer"
    return (
        f"{said}: {number(abs(moved))} ({percentage(abs(moved), before)}) {how} than "
        f"the {number(before)} of {found[1].label}."
    )


def _restated(subject: Subject) -> Iterator[Block]:
    if subject.previous is None:
        return
    then = {one.label: one for one in subject.previous.years}
    changed = [
        f"{one.label} was {_both(then[one.label])}, now {_both(one)}"
        for one in subject.report.years
        if one.label in then and _both(one) != _both(then[one.label])
    ]
    earlier = f"the report for {subject.earlier_label}"
    if changed:
        yield Paragraph(f"Restated since {earlier}: {listed(changed)}.", tone="notice")
    else:
        yield Paragraph(f"No figure in this table differs from {earlier}.")


def _both(one: YearFigures) -> str:
    return (
        f"{number(len(one.statutory))} statutory and {number(len(one.corporate))} "
        "corporate"
    )
