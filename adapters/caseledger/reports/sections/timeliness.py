"""How each duty was kept: against the original limit, and against the extended one."""

from collections.abc import Iterator

from caseledger.annual_report import Cases, Limits, Timeliness
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
from caseledger.reports.palette import STYLES
from caseledger.reports.sections.limits import limit_in
from caseledger.reports.sections.parts import Whole, parts_figure
from caseledger.reports.sections.populations import (
    AT_STAGE_1,
    AT_STAGE_2,
    share_formula,
    target_met,
    within_ceiling,
    within_original,
)
from caseledger.reports.wording import counted, number, share, was

_RESULTS = (
    ("within_original", "Within the original limit"),
    ("within_extended", "Later, within the extended limit"),
    ("late", "Late"),
    ("no_response", "No answer, limit passed"),
    ("in_time", "No answer yet, still in time"),
)
# Lateness stands out; what is still in time does not.
_PARTS = series(
    *(label for _, label in _RESULTS),
    styles=(STYLES[0], STYLES[1], STYLES[4], STYLES[3], STYLES[2]),
)
_DUTIES = {
    "stage_1_response": ("Stage 1", AT_STAGE_1),
    "stage_2_response": ("Stage 2", AT_STAGE_2),
}


def timeliness(subject: Subject) -> Section:
    """Return how each duty to answer was kept."""
    return Section("timeliness", "Answering in time", tuple(_timeliness(subject)))


def _timeliness(subject: Subject) -> Iterator[Block]:
    yield Paragraph(
        "Two measures are kept apart and never added up: answers within the original "
        "limit, and answers after it but within a limit that was extended in time. An "
        "answer on the due date is in time.",
    )
    for duty in subject.report.timeliness:
        yield from _duty(subject, duty)


def _duty(subject: Subject, duty: Timeliness) -> Iterator[Block]:
    name, population = _DUTIES[duty.duty]
    yield Subheading(f"{name} answers")
    limits = duty.limits
    whole = limits.population.count
    if not whole:
        yield Paragraph(f"There was nothing to answer at {name.lower()}.")
        return
    kept = Counts(limits.within_original.count, whole)
    yield Paragraph(
        f"{number(kept.part)} of {counted(whole, 'complaint')} at {name.lower()} "
        f"{was(kept.part)} answered within the original limit of "
        f"{within_original(subject, duty.duty)}. The limit may be extended to "
        f"{within_ceiling(subject, duty.duty)} in all.",
    )
    yield from _against(subject, duty, kept)
    yield share_formula(
        kept.part,
        whole,
        numerator="answers given on or before the original due date",
        population=population,
    )
    yield parts_figure(
        name=f"chart-{duty.duty.replace('_', '-')}",
        title=f"How {name.lower()} answers kept to their limits",
        wholes=[
            Whole(
                f"{label}: {counted(some.population.count, 'complaint')}",
                tuple(_cases(some, key).count for key, _ in _RESULTS),
                some.population.count,
            )
            for label, some in _by_procedure(duty)
            if some.population
        ],
        parts=_PARTS,
        summary=f"How {name.lower()} answers kept to their limits. Every bar is a "
        "whole; the numbers on it are complaints.",
        table=_table(subject, duty, name),
    )
    yield from _maximum(subject, duty)
    yield _by_quarter(duty, name)
    yield from _extensions(subject, duty)


def _against(subject: Subject, duty: Timeliness, kept: Counts) -> Iterator[Block]:
    target = target_met(duty)
    before = _same_duty(subject, duty)
    said = [target] if target else []
    if before:
        then = Counts(
            before.limits.within_original.count, before.limits.population.count
        )
        said.append(compared_share(subject, kept, then))
    if said:
        yield Paragraph(" ".join(said))


def _same_duty(subject: Subject, duty: Timeliness) -> Timeliness | None:
    if subject.previous is None:
        return None
    found = (one for one in subject.previous.timeliness if one.duty == duty.duty)
    return next(found, None)


def _by_procedure(duty: Timeliness) -> list[tuple[str, Limits]]:
    named = [(name.capitalize(), some) for name, some in duty.by_procedure.items()]
    return [("Both procedures", duty.limits), *named]


def _cases(limits: Limits, key: str) -> Cases:
    found: Cases = getattr(limits, key)
    return found


def _table(subject: Subject, duty: Timeliness, name: str) -> Table:
    shown = _by_procedure(duty)
    before = _same_duty(subject, duty)
    if before:
        shown.append((f"Both procedures, {subject.earlier_label}", before.limits))
    return Table(
        caption=f"{name} answers against their limits, by procedure",
        columns=(
            Column("Result", "text"),
            *(Column(label, "share") for label, _ in shown),
        ),
        rows=tuple(
            Row(
                label,
                tuple(
                    share(_cases(some, key).count, some.population.count)
                    for _, some in shown
                ),
            )
            for key, label in _RESULTS
        ),
        foot=Row(
            "Complaints",
            tuple(number(some.population.count) for _, some in shown),
        ),
        stacks=True,
    )


_QUARTERS = {
    "Q1": "April to June",
    "Q2": "July to September",
    "Q3": "October to December",
    "Q4": "January to March",
}


def _by_quarter(duty: Timeliness, name: str) -> Table:
    started = "receipt" if name == "Stage 1" else "request"
    return Table(
        caption=f"{name} answers within the original limit, by the quarter of the "
        f"{started}",
        columns=(
            Column("Quarter", "text"),
            Column("Complaints"),
            Column("Within the original limit", "share"),
            Column("Within the extended limit"),
        ),
        rows=tuple(
            Row(
                _QUARTERS[quarter],
                (
                    number(limits.population.count),
                    share(limits.within_original.count, limits.population.count),
                    number(limits.within_extended.count),
                ),
            )
            for quarter, limits in duty.by_quarter.items()
        ),
        foot=Row(
            "The year",
            (
                number(duty.limits.population.count),
                share(
                    duty.limits.within_original.count,
                    duty.limits.population.count,
                ),
                number(duty.limits.within_extended.count),
            ),
        ),
        stacks=True,
    )


def _extensions(subject: Subject, duty: Timeliness) -> Iterator[Block]:
    """Say how often the time was extended, and how often that was lawful."""
    stage = 1 if duty.duty == "stage_1_response" else 2
    [found] = [one for one in subject.report.extensions if one.stage == stage]
    if not found.granted:
        yield Paragraph(f"No stage {stage} was extended.")
        return
    lawful, broken = found.lawful.count, found.broken.count
    effect = f"{number(lawful)} moved the due date"
    if broken:
        effect += f"; {number(broken)} did not, because a rule was broken"
    yield Paragraph(
        f"Extensions of stage {stage}: {number(found.granted.count)}. {effect}.",
    )


def _maximum(subject: Subject, duty: Timeliness) -> Iterator[Block]:
    kept = duty.limits.within_maximum
    if kept is None:
        return
    ceiling = subject.policy.statutory_stage_2.ceiling
    longest = limit_in(ceiling, subject.report.period) if ceiling else "the maximum"
    whole = duty.limits.population.count
    yield Paragraph(
        f"Measured by the maximum of {longest} from the request, {number(kept.count)} "
        f"of {number(whole)} {was(kept.count)} answered in time. This third measure "
        "covers both procedures and overlaps the results above.",
    )
    yield share_formula(
        kept.count,
        whole,
        numerator=f"answers given within {longest} of the request",
        population=AT_STAGE_2,
    )
