"""
The page's colours, and how each group in a chart is told from its neighbours.

The chart colours are the categorical palette of the Government Analysis Function.
Three of them carry white text and three carry dark text only; each group has a
pattern as well, so that a page printed in grey says the same.
"""

from typing import Literal

import attrs

INK = "#1C2733"
MUTED = "#48535F"
WHITE = "#FFFFFF"
PAPER = "#F4F6F8"
RULE = "#CBD2D9"
AXIS = "#6B7680"
FOCUS = "#FFE9A6"
GOOD = "#1B5E3F"
BAD = "#9B1C1C"

DARK_BLUE = "#12436D"
TURQUOISE = "#28A197"
DARK_PINK = "#801650"
ORANGE = "#F46A25"
DARK_GREY = "#3D3D3D"
LIGHT_PURPLE = "#A285D1"
BROWN = "#6B4E16"

Pattern = Literal[
    "plain", "rising", "falling", "dots", "upright", "level", "crossed", "woven"
]


@attrs.frozen
class Style:
    """How the marks of one group are filled, and the text that they carry."""

    fill: str
    text: str
    pattern: Pattern
    line: str


STYLES: tuple[Style, ...] = (
    Style(DARK_BLUE, WHITE, "plain", DARK_BLUE),
    Style(TURQUOISE, INK, "rising", "#7FCBC4"),
    Style(LIGHT_PURPLE, INK, "dots", "#D9CDED"),
    Style(DARK_PINK, WHITE, "falling", "#B0487F"),
    Style(ORANGE, INK, "upright", "#FBB794"),
    Style(DARK_GREY, WHITE, "level", "#6E6E6E"),
    Style(BROWN, WHITE, "crossed", "#9C7A3A"),
)

# For a bar that needs no telling apart.
PLAIN_GREY = Style(DARK_GREY, WHITE, "plain", DARK_GREY)

# For what is not told.
UNTOLD_GREY = Style(MUTED, WHITE, "woven", AXIS)

# What stands on what: the tests work out each pair's contrast.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    (INK, WHITE),
    (INK, PAPER),
    (INK, FOCUS),
    (MUTED, WHITE),
    (MUTED, PAPER),
    (DARK_BLUE, WHITE),
    (DARK_BLUE, PAPER),
    (DARK_BLUE, FOCUS),
    (GOOD, WHITE),
    (BAD, WHITE),
    *((style.text, style.fill) for style in (*STYLES, UNTOLD_GREY)),
)
MARK_PAIRS: tuple[tuple[str, str], ...] = (
    (AXIS, WHITE),
    (DARK_BLUE, FOCUS),
    *((style.fill, WHITE) for style in (*STYLES, UNTOLD_GREY)),
)

# The names under which the style sheet knows them.
CUSTOM_PROPERTIES = {
    "ink": INK,
    "muted": MUTED,
    "white": WHITE,
    "paper": PAPER,
    "rule": RULE,
    "axis": AXIS,
    "focus": FOCUS,
    "good": GOOD,
    "bad": BAD,
    "accent": DARK_BLUE,
}


def contrast(one: str, other: str) -> float:
    """
    Return the contrast ratio of two colours by the formula of WCAG 2.

    >>> round(contrast("#FFFFFF", "#000000"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(channel: float) -> float:
    if channel <= 0.04045:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
