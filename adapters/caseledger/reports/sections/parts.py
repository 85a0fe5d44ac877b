"""Charts of parts, with their key and the sentence for those who do not see them."""

from collections.abc import Sequence

from caseledger.reports.charts import About, Series, Stack, stacked_bars, swatch
from caseledger.reports.document import Figure, KeyEntry, Table
from caseledger.reports.wording import number


def parts_figure(
    *,
    name: str,
    title: str,
    stacks: Sequence[Stack],
    parts: Sequence[Series],
    summary: str,
    table: Table,
) -> Figure:
    """Return a figure of stacked bars, its key without the parts that are nowhere."""
    used = [
        place
        for place in range(len(parts))
        if any(stack.values[place] for stack in stacks)
    ]
    kept = [parts[place] for place in used]
    about = About(
        name=name,
        title=title,
        description=" ".join(_told(stack, parts) for stack in stacks),
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


def _told(stack: Stack, parts: Sequence[Series]) -> str:
    told = (
        f"{number(value)} {part.label.lower()}"
        for part, value in zip(parts, stack.values, strict=True)
        if value
    )
    return f"{stack.label}: {', '.join(told)}."
