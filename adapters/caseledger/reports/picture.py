"""A figure's chart and key as one picture, for documents that cannot show SVG."""

from functools import cache

import attrs
import resvg_py
from docx.oxml import parse_xml
from markupsafe import Markup

from caseledger.reports.document import Figure, KeyEntry
from caseledger.reports.palette import INK, WHITE
from caseledger.reports.word import CannotWrite, printable

# In the chart's own pixels: letters of 16 come out in ten points and a half.
WIDTH = 720
KEY_LINE = 28
KEY_GAP = 12
# A longer label takes the whole line, a shorter one half of it.
HALF_A_LINE = 36
# 220 dots to the inch on A4, which is what Word keeps of a picture for print.
ZOOM = 2
# Whichever is there; a machine with none of them takes any that it has.
FONTS = "Arial, Helvetica, Liberation Sans, Noto Sans, DejaVu Sans, sans-serif"


@attrs.frozen(kw_only=True)
class Picture:
    """A drawn chart: its PNG, its size in the chart's pixels, what it says."""

    png: bytes = attrs.field(repr=False)
    width: float
    height: float
    alternative: str


def drawn(figure: Figure) -> Picture:
    """
    Draw a figure's chart below its key.

    Raises `CannotWrite` if the machine has no font: the chart would have no words.
    """
    chart = Markup(printable(figure.chart))  # noqa: S704 - its marks stay marks
    about = parse_xml(chart)
    key, top = _key(figure.key)
    height = top + float(about.get("height", "0"))
    moved = Markup('<svg y="{}" width="{}" height="{}">{}</svg>').format(
        top, WIDTH, height - top, chart
    )
    return Picture(
        png=_png(key + moved, height),
        width=WIDTH,
        height=height,
        alternative=f"{about.findtext('{*}title')}. {about.findtext('{*}desc')}",
    )


def _key(entries: tuple[KeyEntry, ...]) -> tuple[Markup, int]:
    """Return the key, in two columns if its labels are short, and where it ends."""
    if not entries:
        return Markup(), 0
    short = max(len(entry.label) for entry in entries) <= HALF_A_LINE
    columns = 2 if short else 1
    marks = Markup().join(
        Markup(
            '<svg x="{}" y="{}" width="18" height="18">{}</svg>'
            '<text x="{}" y="{}">{}</text>'
        ).format(
            left,
            top,
            entry.swatch,
            left + 27,
            top + 15,
            printable(entry.label),
        )
        for place, entry in enumerate(entries)
        for left in (place % columns * WIDTH // 2,)
        for top in (place // columns * KEY_LINE,)
    )
    lines = -(-len(entries) // columns)
    return marks, lines * KEY_LINE + KEY_GAP


@cache
def has_font() -> bool:
    """Tell whether this machine has a font: without one, words are left out."""
    return _drawn(Markup("<text y='18'>A</text>"), 20) != _drawn(Markup(), 20)


def _png(marks: Markup, height: float) -> bytes:
    if not has_font():
        raise CannotWrite(
            "charts need a font and this machine has none: install one, such as "
            "Liberation Sans or DejaVu Sans"
        )
    return _drawn(marks, height)


def _drawn(marks: Markup, height: float) -> bytes:
    picture = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        'viewBox="0 0 {width} {height}" font-family="{fonts}" font-size="16" '
        'fill="{ink}">{marks}</svg>'
    ).format(width=WIDTH, height=height, fonts=FONTS, ink=INK, marks=marks)
    return resvg_py.svg_to_bytes(
        svg_string=str(picture), background=WHITE, zoom=ZOOM, languages=["en-GB"]
    )
