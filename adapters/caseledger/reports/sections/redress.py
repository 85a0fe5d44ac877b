"""What came after: the Ombudsman, money, and what was promised to be done."""

from collections.abc import Iterator

from caseledger.annual_report import (
    NONE,
    ActionFigures,
    Cases,
    Count,
    Money,
    RemedyFigures,
    Report,
)
from caseledger.reports.charts import series
from caseledger.reports.comparing import Counts, Subject, compared_count
from caseledger.reports.document import (
    Block,
    Column,
    Paragraph,
    Row,
    Section,
    Table,
)
from caseledger.reports.sections.parts import Whole, parts_figure
from caseledger.reports.sections.populations import ANSWERED, share_formula
from caseledger.reports.sections.shares import ShareRow, share_table
from caseledger.reports.wording import (
    counted,
    from_code,
    money,
    number,
    was,
)


def ombudsman(subject: Subject) -> Section:
    """Return the referrals to the Ombudsman, and what became of them."""
    return Section("ombudsman", "The Ombudsman", tuple(_ombudsman(subject)))


def _ombudsman(subject: Subject) -> Iterator[Block]:
    yield from _referred(subject)
    yield from subject.narrative.blocks("The Ombudsman")


def _referred(subject: Subject) -> Iterator[Block]:
    report, previous = subject.report, subject.previous
    found = report.ombudsman
    referred, answered = found.referred.count, report.intake.responded.count
    if not referred:
        yield Paragraph(
            "No complaint was referred to the Local Government and Social Care "
            f"Ombudsman in {subject.label}.",
        )
        return
    said = (
        f"{counted(referred, 'complaint')} {was(referred)} referred to the Local "
        f"Government and Social Care Ombudsman in {subject.label}."
    )
    if previous:
        before = previous.ombudsman.referred.count
        said += f" {compared_count(subject, referred, before)}"
    yield Paragraph(said)
    yield share_table(
        subject,
        caption="Referrals to the Ombudsman, and what became of them",
        what="What became of them",
        counting="Referrals",
        rows=_referrals(subject),
        total="Referred",
    )
    upheld = found.upheld.count
    yield Paragraph(
        f"The Ombudsman upheld {counted(upheld, 'complaint')}."
        if upheld
        else "None is known to have been upheld by the Ombudsman.",
    )
    yield share_formula(
        referred,
        answered,
        numerator="referrals made to the Ombudsman in the year",
        denominator=ANSWERED,
        population="referrals made in the year, whenever the complaint was received; "
        "so this is a rate for comparison, not a share",
    )


def _referrals(subject: Subject) -> list[ShareRow]:
    now = _fates(subject.report)
    then = _fates(subject.previous) if subject.previous else {}
    whole = subject.report.ombudsman.referred.count
    before = subject.previous.ombudsman.referred.count if subject.previous else NONE
    names = [*now, *(name for name in then if name not in now)]
    # What is still open stands last.
    names.sort(key=_UNDECIDED.__eq__)
    return [
        ShareRow(
            name,
            Counts(now.get(name, NONE), whole),
            Counts(then.get(name, NONE), before) if subject.previous else None,
        )
        for name in names
        if now.get(name) or then.get(name)
    ]


_UNDECIDED = "Decision not known"


def _fates(report: Report) -> dict[str, Count]:
    found = report.ombudsman
    reasons = {
        f"Not investigated: {from_code(code).lower()}": some.count
        for code, some in found.not_investigated_reasons.items()
    }
    return {
        "Investigated": found.investigated.count,
        **reasons,
        _UNDECIDED: found.undecided.count,
    }


# --- Remedies ------------------------------------------------------------------------


def remedies(subject: Subject) -> Section:
    """Return what was offered to put things right, and what was paid."""
    return Section("remedies", "Remedies", tuple(_remedies(subject)))


def _remedies(subject: Subject) -> Iterator[Block]:
    found = subject.report.remedies
    offered = found.offered.cases.count
    if not offered:
        yield Paragraph(f"No remedy was offered in {subject.label}.")
        return
    worth = f"worth {money(found.offered.pence)}"
    if found.offered.pence == 0:
        worth = "none of them money"
    yield Paragraph(
        f"{counted(offered, 'remedy', 'remedies')} {was(offered)} offered in "
        f"{subject.label}, {worth}.",
    )
    yield _money_table(subject)


def _money_table(subject: Subject) -> Table:
    now = _settled(subject.report.remedies)
    then = _settled(subject.previous.remedies) if subject.previous else None
    rows = []
    for place, (label, some) in enumerate(now):
        cells = [number(some.cases.count), money(some.pence)]
        if then:
            cells.append(money(then[place][1].pence))
        rows.append(Row(label, tuple(cells)))
    return Table(
        caption="Remedies offered in the year, and what became of them",
        columns=(
            Column("What became of them", "text"),
            Column("Remedies"),
            Column("Amount"),
            *subject.earlier_columns(f"Amount, {subject.earlier_label}"),
        ),
        rows=tuple(rows[:-1]),
        foot=rows[-1],
        note="A remedy without an amount, such as an apology, counts as a remedy and "
        "adds nothing to the amount.",
        stacks=then is not None,
    )


def _settled(found: RemedyFigures) -> list[tuple[str, Money]]:
    return [
        ("Paid", found.paid),
        ("Offer rejected", found.rejected),
        ("Not paid, not rejected", found.outstanding),
        ("Offered", found.offered),
    ]


# --- Actions -------------------------------------------------------------------------


_FATES = (
    ("done", "Done"),
    ("not_done", "Not done, with a reason recorded"),
    ("open", "Open"),
)


def _fate(found: ActionFigures, key: str) -> Counts:
    some: Cases = getattr(found, key)
    return Counts(some.count, found.agreed.count)


def actions(subject: Subject) -> Section:
    """Return what was agreed to be done, and whether it was."""
    return Section("actions", "Actions", tuple(_actions(subject)))


def _actions(subject: Subject) -> Iterator[Block]:
    found, previous = subject.report.actions, subject.previous
    agreed = found.agreed.count
    if not agreed:
        yield Paragraph(f"No action was agreed in {subject.label}.")
        yield from _last_years(subject)
        return
    counts = {key: _fate(found, key).part for key, _ in _FATES}
    yield Paragraph(
        f"{counted(agreed, 'action')} {was(agreed)} agreed in {subject.label} after "
        f"complaints: {number(counts['done'])} done, {number(counts['not_done'])} "
        f"not done, {number(counts['open'])} open.",
    )
    yield parts_figure(
        name="chart-actions",
        title="Actions agreed, and what became of them",
        wholes=[
            Whole(
                f"{counted(agreed, 'action')} agreed",
                tuple(counts.values()),
                agreed,
            ),
        ],
        parts=series(*(label for _, label in _FATES)),
        summary="Actions agreed in the year, and what became of them by the day of "
        "this report.",
        table=share_table(
            subject,
            caption="Actions agreed, and what became of them",
            what="What became of them",
            counting="Actions",
            rows=[
                ShareRow(
                    label,
                    _fate(found, key),
                    _fate(previous.actions, key) if previous else None,
                )
                for key, label in _FATES
            ],
            total="Agreed",
        ),
    )
    yield from _last_years(subject)


def _last_years(subject: Subject) -> Iterator[Block]:
    """Say what became of the actions of the year before, also if they were not done."""
    if subject.previous is None:
        return
    found, label = subject.previous.actions, subject.earlier_label
    if not found.agreed:
        yield Paragraph(f"No action was agreed in {label}.")
        return
    done, not_done, still_open = (number(_fate(found, key).part) for key, _ in _FATES)
    yield Paragraph(
        f"{counted(found.agreed.count, 'action')} {was(found.agreed.count)} agreed in "
        f"{label}. By the day of this report, {done} had been done and {not_done} had "
        f"not been, with a reason recorded; {still_open} had neither.",
    )
