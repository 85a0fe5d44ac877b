"""Charts of parts, with their key and the sentence for those who do not see them."""

from collections.abc import Sequence

import attrs

from caseledger.annual_report import Count
from caseledger.reports.charts import About, Series, Stack, stacked_bars, swatch
from caseledger.reports.document import Figure, KeyEntry, Table
from caseledger.reports.palette import UNTOLD_GREY
from caseledger.reports.wording import NOT_TOLD, known, number

UNTOLD = Series("Not told, together", UNTOLD_GREY, NOT_TOLD)


@attrs.frozen
class Whole:
    """One bar: a population, and the part that falls to each series."""

    label: str
    parts: tuple[Count, ...]
    of: Count


def parts_figure(
    *,
    name: str,
    title: str,
    wholes: Sequence[Whole],
    parts: Sequence[Series],
    summary: str,
    table: Table,
) -> Figure:
    """Return a figure of stacked bars, its key without the parts that are nowhere."""
    stacks = [_stack(whole) for whole in wholes]
    kinds = (*parts, UNTOLD)
    used = [
        place
        for place in range(len(kinds))
        if any(stack.values[place] for stack in stacks)
    ]
    kept = [kinds[place] for place in used]
    about = About(
        name=name,
        title=title,
        description=" ".join(_told(whole, parts) for whole in wholes),
    )
    drawn = [
        Stack(stack.label, tuple(stack.values[place] for place in used))
        for stack in stacks
    ]
    return Figure(
        chart=stacked_bars(about, drawn, kept),
        key=tuple(KeyEntry(swatch(about, one), one.label) for one in kept),
        summary=summary,
        table=table,
    )


def _stack(whole: Whole) -> Stack:
    """Draw what is not told as one part, if it is known how long the bar is."""
    told, of = [known(part) for part in whole.parts], known(whole.of)
    if None not in told:
        return Stack(whole.label, (*told, 0))
    if of is None:
        return Stack(whole.label, (*(0 for _ in told), 1))
    rest = max(of - sum(part or 0 for part in told), 1)
    return Stack(whole.label, (*(part or 0 for part in told), rest))


def _told(whole: Whole, parts: Sequence[Series]) -> str:
    told = (
        f"{number(value)} {part.label.lower()}"
        for part, value in zip(parts, whole.parts, strict=True)
        if value
    )
    return f"{whole.label}: {', '.join(told)}."
