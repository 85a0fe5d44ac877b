"""The stages: how many complaints were at each, with which outcome; who went on."""

from collections.abc import Iterator

import attrs

from caseledger.annual_report import Cases, Share, StageFigures
from caseledger.reports.charts import series
from caseledger.reports.comparing import Counts, Subject, compared_share
from caseledger.reports.document import (
    Block,
    Column,
    Paragraph,
    Row,
    Section,
    Subheading,
    Table,
)
from caseledger.reports.sections.parts import Whole, parts_figure
from caseledger.reports.sections.populations import (
    ANSWERED,
    outcomes_known,
    share_formula,
)
from caseledger.reports.sections.shares import ShareRow, share_table
from caseledger.reports.wording import (
    addition,
    counted,
    number,
    share,
    was,
)

_OUTCOMES = (
    ("upheld", "Upheld"),
    ("partially_upheld", "Partially upheld"),
    ("not_upheld", "Not upheld"),
    ("reinvestigate", "To be investigated again"),
    ("no_finding", "No finding"),
    ("pending", "Outcome not yet known"),
    ("withdrawn", "Withdrawn"),
)
# These columns are shown when a stage has any.
_RARE = (
    *("reinvestigate", "no_finding", "pending", "withdrawn", "reopened"),
    "deferred",
)
# More do not fit beside each other; then the stages do.
MOST_COLUMNS = 8
_DECISIONS = _OUTCOMES[:5]
_PARTS = series(*(label for _, label in _OUTCOMES))


def _cases(stage: StageFigures, key: str) -> Cases:
    found: Cases = getattr(stage, key)
    return found


def stages(subject: Subject) -> Section:
    """Return how many complaints were at each stage, and what was found."""
    return Section("stages", "Stages and outcomes", tuple(_stages(subject)))


def _stages(subject: Subject) -> Iterator[Block]:
    found = subject.report.stages
    if not any(stage.total or stage.reopened for stage in found):
        yield Paragraph(f"No complaint was at any stage in {subject.label}.")
        return
    yield Paragraph(
        "Stage 1 counts the complaints received in the year that were or are still to "
        "be answered. Stages 2 and 3 count the requests made in the year, whenever "
        "the complaint arrived.",
    )
    yield parts_figure(
        name="chart-stages",
        title="Outcomes at each stage",
        wholes=[_whole(stage) for stage in found if stage.total],
        parts=_PARTS,
        summary="Outcomes at each stage. Every bar is a whole stage, however many "
        "complaints were at it; the numbers on it are complaints.",
        table=_matrix(found),
    )
    yield from _empty_stages(found)
    for stage in found:
        yield from _shares(subject, stage)


def _whole(stage: StageFigures) -> Whole:
    total = counted(stage.total.count, "complaint")
    return Whole(
        f"Stage {stage.stage}: {total}",
        tuple(_cases(stage, key).count for key, _ in _OUTCOMES),
        stage.total.count,
    )


def _matrix(found: tuple[StageFigures, ...]) -> Table:
    keys = [
        ("total", "Complaints"),
        ("statutory", "Statutory"),
        ("corporate", "Corporate"),
        *_OUTCOMES,
        ("reopened", "Stage 2 reopened"),
        ("deferred", "Put off as the complainant wished"),
    ]
    shown = [
        (key, label)
        for key, label in keys
        if key not in _RARE or any(_cases(stage, key) for stage in found)
    ]
    reopened = any(stage.reopened for stage in found)
    table = Table(
        caption="Number and outcomes of complaints at each stage",
        columns=(
            Column("Stage", "text"),
            *(Column(label) for _, label in shown),
        ),
        rows=tuple(
            Row(
                f"Stage {stage.stage}",
                tuple(number(_cases(stage, key).count) for key, _ in shown),
            )
            for stage in found
        ),
        note="A reopened stage 2 is not counted again among the complaints of stage 2."
        if reopened
        else None,
        stacks=True,
    )
    return table if len(shown) <= MOST_COLUMNS else _turned(table)


def _turned(table: Table) -> Table:
    """Return a table with its rows as columns."""
    first, *others = table.columns
    return attrs.evolve(
        table,
        columns=(first, *(Column(row.head) for row in table.rows)),
        rows=tuple(
            Row(column.title, tuple(row.cells[place] for row in table.rows))
            for place, column in enumerate(others)
        ),
        stacks=False,
    )


def _empty_stages(found: tuple[StageFigures, ...]) -> Iterator[Block]:
    for stage in found:
        if not stage.total:
            yield Paragraph(f"No complaint was at stage {stage.stage}.")


def _shares(subject: Subject, stage: StageFigures) -> Iterator[Block]:
    known = outcomes_known(stage)
    if not stage.total:
        return
    yield Subheading(f"Stage {stage.stage}: what was found")
    if not known:
        yield Paragraph(f"No outcome of stage {stage.stage} is known yet.")
        return
    yield _share_table(subject, stage)
    parts = [
        (_cases(stage, key).count, label.lower())
        for key, label in _DECISIONS
        if key not in _RARE or _cases(stage, key)
    ]
    yield Paragraph(f"Sum: {addition(parts, known)}.")
    example, outcome = max(parts, key=lambda part: part[0].value or 0)
    yield share_formula(
        example,
        known,
        remark=", and so on for each outcome",
        numerator=f"complaints {outcome} at stage {stage.stage}",
        population=f"complaints at stage {stage.stage} whose outcome is known",
    )


def _outcome(stage: StageFigures, key: str) -> Counts:
    return Counts(_cases(stage, key).count, outcomes_known(stage))


def _share_table(subject: Subject, stage: StageFigures) -> Table:
    before = _same_stage(subject, stage)
    return share_table(
        subject,
        caption=f"Outcomes known at stage {stage.stage}, as shares",
        what="Outcome",
        rows=[
            ShareRow(
                label,
                _outcome(stage, key),
                _outcome(before, key) if before else None,
            )
            for key, label in _DECISIONS
            if key not in _RARE
            or _cases(stage, key)
            or (before and _cases(before, key))
        ],
    )


def _same_stage(subject: Subject, stage: StageFigures) -> StageFigures | None:
    if subject.previous is None:
        return None
    found = (one for one in subject.previous.stages if one.stage == stage.stage)
    return next(found, None)


# --- Escalation ----------------------------------------------------------------------


def escalation(subject: Subject) -> Section:
    """Return how many of the complaints answered went on to stage 2."""
    return Section("escalation", "Escalation", tuple(_escalation(subject)))


def _counts(one: Share) -> Counts:
    return Counts(one.count, one.of.count)


def _escalation(subject: Subject) -> Iterator[Block]:
    report, previous = subject.report, subject.previous
    stayed, went = report.not_escalated, report.to_stage_2
    whole = report.intake.responded.count
    reviews = report.stages[2].total.count
    if whole:
        if previous:
            now, then = _counts(went), _counts(previous.to_stage_2)
            yield Paragraph(
                f"{now} of the complaints answered went on to stage 2. "
                f"{compared_share(subject, now, then)}",
            )
        label = f"{counted(whole, 'complaint')} answered"
        yield parts_figure(
            name="chart-escalation",
            title="Complaints that went on to stage 2",
            wholes=[Whole(label, (stayed.count, went.count), whole)],
            parts=series("Did not go on", "Went on to stage 2"),
            summary=f"{share(went.count, whole)} of the complaints answered went on to "
            "stage 2.",
            table=share_table(
                subject,
                caption="Complaints answered, and whether they went on to stage 2",
                what="What happened",
                rows=[
                    ShareRow(
                        "Did not go on",
                        Counts(stayed.count, whole),
                        _counts(previous.not_escalated) if previous else None,
                    ),
                    ShareRow(
                        "Went on to stage 2",
                        Counts(went.count, whole),
                        _counts(previous.to_stage_2) if previous else None,
                    ),
                ],
                total="Answered",
            ),
        )
        yield share_formula(
            went.count,
            whole,
            numerator="complaints answered for which a stage 2 was asked",
            population=f"{ANSWERED}; so this differs from the number of stage 2 "
            "requests made in the year",
        )
    else:
        yield Paragraph(
            f"No complaint received in {subject.label} has been answered, so none "
            "went on from an answer.",
        )
    said = f"{counted(reviews, 'review panel')} (stage 3) {was(reviews)} asked for"
    yield Paragraph(
        f"{said} in the year."
        if reviews
        else "No review panel (stage 3) was asked for in the year.",
    )
