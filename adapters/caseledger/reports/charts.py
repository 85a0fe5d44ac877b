"""
Charts as small SVG pictures, drawn without a library.

Widths are percentages and letters have the size of the page's own, so that a chart
is as readable on a telephone as on a wide screen. Each has a title and a
description, and text that is text; a table with the same figures stands beside it.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

import attrs
from markupsafe import Markup

from caseledger.reports.palette import (
    AXIS,
    INK,
    MUTED,
    PAPER,
    STYLES,
    WHITE,
    Style,
)
from caseledger.reports.wording import NOT_TOLD, number

# A full bar leaves room for the figure that stands behind it.
LONGEST = 68.0
LINE = 20
BAR = 22
STACKED_BAR = 34
GAP = 14
PLOT = 190
WRAP = 38


@attrs.frozen(kw_only=True)
class About:
    """What a chart says of itself to those who do not see it."""

    name: str
    title: str
    description: str


@attrs.frozen
class Bar:
    """One bar: how long it is, where it starts, and the words behind it."""

    label: str
    value: int
    text: str
    start: int = 0
    style: Style = STYLES[0]


@attrs.frozen
class Stack:
    """
    One bar made of a part for each series, or one group of columns.

    `text` stands below a group; a value of None is not told, and has no column.
    """

    label: str
    values: tuple[int | None, ...]
    text: str = ""


@attrs.frozen
class Series:
    """What the parts of one kind stand for, how they are filled, and what they say."""

    label: str
    style: Style
    text: str = ""


def series(
    *labels: str,
    styles: Sequence[Style] = STYLES,
) -> tuple[Series, ...]:
    """Return a series for each label, each in a style of its own."""
    return tuple(Series(*one) for one in zip(labels, styles, strict=False))


def bars(about: About, items: Sequence[Bar], *, tracks: bool = False) -> Markup:
    """
    Draw bars one below the other, as long as their values are large.

    Tracks show where each bar could reach: for bars that do not start at the left.
    """
    longest = max((bar.start + bar.value for bar in items), default=0) or 1
    marks: list[Markup] = []
    top = 0
    for bar in items:
        lines, top = _label(bar.label, top)
        marks += lines
        left = LONGEST * bar.start / longest
        width = LONGEST * bar.value / longest
        if tracks:
            marks.append(_rect(0, top, LONGEST, BAR, PAPER))
        marks.append(_rect(left, top, width, BAR, _fill(about, bar.style)))
        marks.append(
            _text(bar.text, left + width, top + BAR - 6, dx=8, weight="bold"),
        )
        top += BAR + GAP
    return _picture(about, top - GAP + 4, _styles(b.style for b in items), marks)


def stacked_bars(
    about: About,
    items: Sequence[Stack],
    parts: Sequence[Series],
) -> Markup:
    """Draw each stack as a whole bar: its parts are shares, its labels are counts."""
    marks: list[Markup] = []
    top = 0
    for stack in items:
        lines, top = _label(stack.label, top)
        marks += lines
        marks += _parts(about, stack, parts, top)
        top += STACKED_BAR + GAP
    return _picture(about, top - GAP + 4, _styles(p.style for p in parts), marks)


def _parts(
    about: About,
    stack: Stack,
    parts: Sequence[Series],
    top: int,
) -> Iterator[Markup]:
    values = [value or 0 for value in stack.values]
    whole = sum(values) or 1
    left = 0.0
    for part, value in zip(parts, values, strict=True):
        width = 100 * value / whole
        if value:
            fill = _fill(about, part.style)
            yield _rect(left, top, width, STACKED_BAR, fill, parted=True)
        text = part.text or number(value)
        # A figure that does not fit on a telephone is left to the table.
        if value and width >= 3 + 2.5 * len(text):
            yield _text(
                text,
                left + width / 2,
                top + STACKED_BAR - 11,
                anchor="middle",
                weight="bold",
                on=part.style,
            )
        left += width


def columns(
    about: About,
    groups: Sequence[Stack],
    kinds: Sequence[Series],
) -> Markup:
    """Draw a group of columns for each year, in the order given."""
    told = [value or 0 for group in groups for value in group.values]
    highest = max(told, default=0) or 1
    each = 100 / max(len(groups), 1)
    width = min(each * 0.8 / len(kinds), 11)
    base = LINE + PLOT
    marks: list[Markup] = []
    for place, group in enumerate(groups):
        middle = each * (place + 0.5)
        left = middle - width * len(kinds) / 2
        for kind, value in zip(kinds, group.values, strict=True):
            height = PLOT * (value or 0) / highest
            fill = _fill(about, kind.style)
            marks.append(
                _rect(left, base - height, width, height, fill, parted=True),
            )
            at = left + width / 2
            text = NOT_TOLD if value is None else number(value)
            marks.append(
                _text(text, at, base - height - 6, anchor="middle", weight="bold"),
            )
            left += width
        marks.append(_text(group.label, middle, base + 20, anchor="middle"))
        marks.append(
            _text(
                group.text,
                middle,
                base + 38,
                anchor="middle",
                colour=MUTED,
                size=0.9,
            )
        )
    marks.append(
        Markup(
            '<line x1="0" x2="100%" y1="{0}" y2="{0}" stroke="{1}" stroke-width="1"/>',
        ).format(base, AXIS),
    )
    return _picture(about, base + 46, _styles(k.style for k in kinds), marks)


def swatch(about: About, one: Series) -> Markup:
    """Draw the square that stands in a chart's key."""
    return Markup(
        '<svg class="swatch" width="18" height="18" aria-hidden="true" '
        'focusable="false"><rect width="18" height="18" fill="{}"/></svg>',
    ).format(_fill(about, one.style))


def _picture(
    about: About,
    height: float,
    styles: Sequence[Style],
    marks: Iterable[Markup],
) -> Markup:
    patterns = Markup().join(
        _pattern(about, style) for style in styles if style.pattern != "plain"
    )
    return Markup(
        '<svg class="chart" width="100%" height="{height}" role="img" '
        'aria-labelledby="{name}-title {name}-desc" font-size="16" fill="{ink}">'
        '<title id="{name}-title">{title}</title>'
        '<desc id="{name}-desc">{description}</desc>'
        "<defs>{patterns}</defs>{marks}</svg>",
    ).format(
        height=_short(max(height, 1)),
        name=about.name,
        title=about.title,
        description=about.description,
        ink=INK,
        patterns=patterns,
        marks=Markup().join(marks),
    )


def _label(label: str, top: int) -> tuple[list[Markup], int]:
    """Return a label's lines, and where the bar below them starts."""
    lines = textwrap.wrap(label, WRAP, max_lines=2, placeholder=" …") or [""]
    marks = [
        _text(line, 0, top + 15 + LINE * place) for place, line in enumerate(lines)
    ]
    return marks, top + LINE * len(lines) + 2


def _rect(
    left: float,
    top: float,
    width: float,
    height: float,
    fill: str,
    *,
    parted: bool = False,
) -> Markup:
    edge = Markup(' stroke="{}" stroke-width="2"').format(WHITE) if parted else ""
    return Markup(
        '<rect x="{}%" y="{}" width="{}%" height="{}" fill="{}"{}/>',
    ).format(_short(left), _short(top), _short(width), _short(height), fill, edge)


def _text(
    text: str,
    x: float,
    y: float,
    *,
    dx: int = 0,
    anchor: str = "start",
    weight: str = "normal",
    colour: str = INK,
    size: float = 1,
    on: Style | None = None,
) -> Markup:
    # On a pattern the letters stand in a rim of the plain colour.
    rim = (
        Markup(
            ' stroke="{}" stroke-width="7" stroke-linejoin="round" paint-order="stroke"'
        ).format(on.fill)
        if on
        else ""
    )
    return Markup(
        '<text x="{}%" y="{}" dx="{}" text-anchor="{}" font-weight="{}" '
        'font-size="{}em" fill="{}"{}>{}</text>',
    ).format(
        _short(x),
        _short(y),
        dx,
        anchor,
        weight,
        size,
        on.text if on else colour,
        rim,
        text,
    )


def _styles(styles: Iterable[Style]) -> tuple[Style, ...]:
    return tuple(dict.fromkeys(styles))


def _fill(about: About, style: Style) -> str:
    if style.pattern == "plain":
        return style.fill
    return f"url(#{about.name}-{style.pattern})"


_DRAWN = {
    "rising": Markup(
        '<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke="{line}" stroke-width="2"/>',
    ),
    "falling": Markup(
        '<path d="M-2 6L2 10M0 0L8 8M6 -2L10 2" stroke="{line}" stroke-width="2"/>',
    ),
    "dots": Markup('<circle cx="4" cy="4" r="1.7" fill="{line}"/>'),
    "upright": Markup('<path d="M4 0V8" stroke="{line}" stroke-width="2"/>'),
    "level": Markup('<path d="M0 4H8" stroke="{line}" stroke-width="2"/>'),
    "woven": Markup(
        '<path d="M0 2H4V6H8M0 6H4V2H8" fill="none" stroke="{line}"/>',
    ),
    "crossed": Markup('<path d="M0 4H8M4 0V8" stroke="{line}" stroke-width="1.5"/>'),
}


def _pattern(about: About, style: Style) -> Markup:
    return Markup(
        '<pattern id="{name}-{pattern}" width="8" height="8" '
        'patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="{fill}"/>'
        "{drawn}</pattern>",
    ).format(
        name=about.name,
        pattern=style.pattern,
        fill=style.fill,
        drawn=_DRAWN[style.pattern].format(line=style.line),
    )


def _short(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
