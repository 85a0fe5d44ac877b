"""What the page is made of: sections of blocks; the template has a part for each."""

from typing import ClassVar, Literal

import attrs
from markupsafe import Markup

Kind = Literal["text", "number", "share"]


@attrs.frozen
class Paragraph:
    """A paragraph; a notice stands out, a warning must not be overlooked."""

    kind: ClassVar = "paragraph"
    text: str
    tone: Literal["plain", "notice", "warning"] = "plain"


@attrs.frozen
class Subheading:
    """A heading below the section's own."""

    kind: ClassVar = "subheading"
    text: str


@attrs.frozen
class Items:
    """A list, of one paragraph an item."""

    kind: ClassVar = "items"
    items: tuple[str, ...]
    ordered: bool = False


@attrs.frozen(kw_only=True)
class Formula:
    """
    How a figure is worked out, in numbers and in words.

    `part` and `whole` are the numbers of the numerator and, if any, the denominator.
    """

    kind: ClassVar = "formula"
    equation: str
    remark: str = ""
    part: str
    numerator: str
    whole: str = ""
    denominator: str
    population: str


@attrs.frozen(kw_only=True)
class Headline:
    """One figure of the summary: its sentence, and its formula underneath."""

    label: str
    figure: str
    sentence: str
    comparison: str | None = None
    target: str | None = None
    formula: Formula


@attrs.frozen
class Headlines:
    """The summary."""

    kind: ClassVar = "headlines"
    items: tuple[Headline, ...]


@attrs.frozen
class Column:
    """A column's heading, and what stands under it."""

    title: str
    holds: Kind = "number"


@attrs.frozen
class Row:
    """A row: its heading, and one cell for each further column."""

    head: str
    cells: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Table:
    """
    A table whose first column holds the headings of its rows.

    On a narrow screen a table that `stacks` shows each row as a list of its own.
    """

    kind: ClassVar = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: Row | None = None
    note: str | None = None
    stacks: bool = False


@attrs.frozen
class KeyEntry:
    """One entry of a chart's key: a swatch and what it stands for."""

    swatch: Markup
    label: str


@attrs.frozen(kw_only=True)
class Figure:
    """A chart beside the table that it draws, with what it shows in a sentence."""

    kind: ClassVar = "figure"
    chart: Markup
    summary: str
    table: Table
    key: tuple[KeyEntry, ...] = ()


@attrs.frozen
class Definitions:
    """Terms and what they mean."""

    kind: ClassVar = "definitions"
    items: tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class Rule:
    """One provision: value, sentence, where it is written, how that was checked."""

    value: str
    sentence: str
    source: str
    url: str
    checked: str


@attrs.frozen
class Rules:
    """The provisions of a procedure, in its own order."""

    kind: ClassVar = "rules"
    items: tuple[Rule, ...]


@attrs.frozen
class Check:
    """A sum that must come out, and whether it does."""

    text: str
    holds: bool


@attrs.frozen
class Checks:
    """The sums that must come out, as a table."""

    kind: ClassVar = "checks"
    caption: str
    items: tuple[Check, ...]


Block = (
    Paragraph
    | Subheading
    | Items
    | Formula
    | Headlines
    | Table
    | Figure
    | Definitions
    | Rules
    | Checks
)


@attrs.frozen
class Section:
    """A part of the page, under a heading that the contents list links to."""

    name: str
    title: str
    blocks: tuple[Block, ...]
