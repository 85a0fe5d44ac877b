"""How each duty was kept: against the original limit, and against the extended one."""

from collections.abc import Iterator

from caseledger.annual_report import Cases, Limits, Timeliness
from caseledger.reports.charts import Stack, series
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
from caseledger.reports.sections.parts import parts_figure
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
    whole = len(limits.population)
    if not whole:
        yield Paragraph(f"There was nothing to answer at {name.lower()}.")
        return
    kept = Counts(len(limits.within_original), whole)
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
        stacks=[
            Stack(
                f"{label}: {counted(len(some.population), 'complaint')}",
                tuple(len(_cases(some, key)) for key, _ in _RESULTS),
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


def _against(subject: Subject, duty: Timeliness, kept: Counts) -> Iterator[Block]:
    target = target_met(duty)
    before = _same_duty(subject, duty)
    said = [target] if target else []
    if before:
        then = Counts(len(before.limits.within_original), len(before.limits.population))
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
                    share(len(_cases(some, key)), len(some.population))
                    for _, some in shown
                ),
            )
            for key, label in _RESULTS
        ),
        foot=Row(
            "Complaints",
            tuple(number(len(some.population)) for _, some in shown),
        ),
        stacks=True,
    )


def _maximum(subject: Subject, duty: Timeliness) -> Iterator[Block]:
    kept = duty.limits.within_maximum
    if kept is None:
        return
    ceiling = subject.policy.statutory_stage_2.ceiling
    longest = limit_in(ceiling, subject.report.period) if ceiling else "the maximum"
    whole = len(duty.limits.population)
    yield Paragraph(
        f"Measured by the maximum of {longest} from the request, {number(len(kept))} "
        f"of {number(whole)} {was(len(kept))} answered in time. This third measure "
        "covers both procedures and overlaps the results above.",
    )
    yield share_formula(
        len(kept),
        whole,
        numerator=f"answers given within {longest} of the request",
        population=AT_STAGE_2,
    )
