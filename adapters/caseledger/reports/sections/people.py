"""Who complained: in which capacity, how often one person, with whose help."""

from collections.abc import Iterator

from caseledger.annual_report import NONE, Named
from caseledger.reports.answers import told_answers
from caseledger.reports.comparing import Counts, Subject
from caseledger.reports.document import (
    Block,
    Column,
    Paragraph,
    Row,
    Section,
    Subheading,
    Table,
)
from caseledger.reports.sections.populations import RECEIVED, share_formula
from caseledger.reports.sections.shares import ShareRow, share_table
from caseledger.reports.wording import counted, from_code, known, number, share


def people(subject: Subject) -> Section:
    """Return who complained, as far as it was recorded."""
    return Section("people", "Who complained", tuple(_people(subject)))


def _people(subject: Subject) -> Iterator[Block]:
    report = subject.report
    if not report.intake.received:
        yield Paragraph(f"Nobody complained in {subject.label}.")
        return
    yield share_table(
        subject,
        caption="Complaints received, by the capacity of the complainant",
        what="Capacity",
        rows=_capacities(subject),
        total="Received",
    )
    yield from _most_from_one(subject)
    yield from _advocacy(subject)
    yield from _equality(subject)


def _capacities(subject: Subject) -> list[ShareRow]:
    def counts(groups: tuple[Named, ...]) -> dict[str, Counts]:
        return {one.name: Counts(one.share.count, one.share.of.count) for one in groups}

    now = counts(subject.report.by_capacity)
    then = counts(subject.previous.by_capacity) if subject.previous else {}
    whole = subject.report.intake.received.count
    before = subject.previous.intake.received.count if subject.previous else NONE
    return [
        ShareRow(
            from_code(name),
            now.get(name, Counts(NONE, whole)),
            then.get(name, Counts(NONE, before)) if subject.previous else None,
        )
        for name in dict.fromkeys((*now, *then))
    ]


def _most_from_one(subject: Subject) -> Iterator[Block]:
    """Show the year with and without the person who complained most often."""
    most = subject.report.largest_complainant
    if not most.cases:
        yield Paragraph("Nobody is known to have complained more than once.")
        return
    whole = subject.report.intake.received.count
    without = whole - most.count
    yield Paragraph(
        f"The person who complained most often did so {_times(known(most.count))}: "
        f"{share(most.count, whole)} of the complaints received. Without them there "
        f"were {counted(without, 'complaint')}.",
    )
    yield share_formula(
        most.count,
        whole,
        numerator="complaints of the person who complained most often",
        population=f"{RECEIVED}, as far as it is recorded which came from one person",
    )


def _times(count: int | None) -> str:
    return "more than once" if count is None else f"{count} times"


def _advocacy(subject: Subject) -> Iterator[Block]:
    found, whole = subject.report.advocacy, subject.report.intake.received.count
    yield Subheading("Advocacy")
    yield Paragraph(
        f"An advocate was asked for in {share(found.asked.count, whole)} of the "
        f"complaints received, and appointed in {share(found.appointed.count, whole)}.",
    )
    yield from subject.narrative.blocks("Advocacy")


def _equality(subject: Subject) -> Iterator[Block]:
    """Show what was told for equality monitoring, if anything was."""
    yield Subheading("Equality monitoring")
    found = subject.report.equality
    if not found:
        yield Paragraph("Nothing was told for equality monitoring.")
    for question, answers in found.items():
        named = from_code(question)
        yield Table(
            caption=f"Complaints received, by what was told: {named.lower()}",
            columns=(Column(named, "text"), Column("Complaints")),
            rows=tuple(
                Row(answer, (number(count),)) for answer, count in told_answers(answers)
            ),
            foot=Row("Received", (number(subject.report.intake.received.count),)),
        )
