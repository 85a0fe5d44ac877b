"""The annual report as a Word document, for the council's own editing."""

import io
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import assert_never

import attrs

from caseledger.annual_report import Report
from caseledger.reports.comparing import Subject
from caseledger.reports.document import (
    Block,
    Checks,
    Column,
    Definitions,
    Figure,
    Formula,
    Headline,
    Headlines,
    Items,
    Paragraph,
    Row,
    Rules,
    Section,
    Subheading,
    Table,
)
from caseledger.reports.sections import sections_of
from caseledger.reports.wording import NOT_APPLICABLE, day

try:
    from docx.document import Document
    from docx.shared import Emu
    from docx.text.paragraph import Paragraph as Written

    from caseledger.reports import word
    from caseledger.reports.picture import drawn
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "a Word document needs python-docx and resvg_py: pip install caseledger[docx]"
    ) from None

_TONES = {"plain": None, "notice": "Report Notice", "warning": "Report Warning"}
# The part of a page's width that a chart may be high.
_TALLEST = 1.25
# A table with no more lines is not parted by the end of a page.
_ON_ONE_PAGE = 20
# A column of words grows no wider than so many letters; the rest takes more lines.
_WIDEST = 40


def render_docx(subject: Subject, *, style_template: Path | None = None) -> bytes:
    """
    Return the report as a Word document with all that the page has.

    A style template is a .docx whose styles, page, header and footer are used.
    The same report always gives the same bytes. Raises `CannotWrite` if the template
    cannot be read or charts cannot be drawn.
    """
    report, sections = subject.report, sections_of(subject)
    document = word.new_document(style_template)
    title = f"Annual complaints report {report.period.label}"
    _title(document, subject, title)
    _contents(document, sections)
    writer = _Writer(document)
    for place, section in enumerate(sections):
        writer.section(section, place)
    word.say(
        document.add_paragraph(style="Report Note"),
        "Every figure is a count of recorded complaints, made by one set of rules: see "
        "How the figures are made.",
    )
    _running_lines(document, report, title)
    return word.saved(document, title=f"{title}: {report.service}", on=report.as_at)


def _title(document: Document, subject: Subject, title: str) -> None:
    report, previous = subject.report, subject.previous
    word.say(document.add_paragraph(style="Title"), title)
    word.say(document.add_paragraph(style="Subtitle"), report.service)
    period = report.period
    about = {
        "Year": f"{day(period.first_day)} to {day(period.last_day)}",
        "As at": day(report.as_at),
    }
    if previous:
        compared = f"{previous.period.label}, as at {day(previous.as_at)}"
        about["Compared with"] = compared
    for name, told in about.items():
        _labelled(document.add_paragraph(), name, told)


def _contents(document: Document, sections: Sequence[Section]) -> None:
    """Add a table of contents that Word keeps, with what it shows until then."""
    word.say(document.add_paragraph(style="TOC Heading"), "Contents")
    entries = [document.add_paragraph(style="toc 1") for _ in sections]
    word.begin_field(entries[0], r"TOC \o 1-1 \h \z \u", outdated=True)
    for place, section in enumerate(sections):
        word.jump(entries[place], section.title, place)
    word.end_field(entries[-1])


def _running_lines(document: Document, report: Report, title: str) -> None:
    """Add a header and a footer, unless the template has its own."""
    for section in document.sections:
        if section.header.is_linked_to_previous:
            word.say(section.header.paragraphs[0], f"{report.service}: {title}")
        if section.footer.is_linked_to_previous:
            footer = section.footer.paragraphs[0]
            word.say(footer, f"As at {day(report.as_at)}. Page ")
            word.field(footer, "PAGE", "1")
            word.say(footer, " of ")
            word.field(footer, "NUMPAGES", "1")


def _labelled(paragraph: Written, label: str, told: str) -> None:
    word.say(paragraph, f"{label}:", "Strong")
    word.say(paragraph, f" {told}")


@attrs.define
class _Writer:
    """Writes blocks at the end of a document, and counts tables and figures."""

    document: Document
    tables: int = 0
    figures: int = 0

    def section(self, section: Section, place: int) -> None:
        heading = self._add("Heading 1")
        # The contents have the first page.
        heading.paragraph_format.page_break_before = True if place == 0 else None
        word.say(heading, section.title)
        word.bookmark(heading, place)
        for block, after in zip_longest(section.blocks, section.blocks[1:]):
            self._block(block, after)

    def _block(  # noqa: C901 - one arm for each kind
        self, block: Block, after: Block | None
    ) -> None:
        match block:
            case Paragraph():
                self._paragraph(block, leads=isinstance(after, Table | Figure))
            case Subheading():
                word.say(self._add("Heading 2"), block.text)
            case Items():
                self._items(block)
            case Formula():
                self._formula(block)
            case Headlines():
                for headline in block.items:
                    self._headline(headline)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Definitions():
                self._definitions(block)
            case Rules():
                self._rules(block)
            case Checks():
                self._checks(block)
            case _:
                assert_never(block)

    def _add(self, style: str | None) -> Written:
        return self.document.add_paragraph(style=style)

    def _paragraph(self, paragraph: Paragraph, *, leads: bool) -> None:
        written = self._add(_TONES[paragraph.tone])
        word.say(written, paragraph.text)
        # What leads to a table or a chart stays with it.
        written.paragraph_format.keep_with_next = True if leads else None

    def _items(self, items: Items) -> None:
        numbering = word.new_list(self.document, ordered=items.ordered)
        for item in items.items:
            paragraph = self._add("List Number" if items.ordered else "List Bullet")
            word.put_in_list(paragraph, numbering)
            word.say(paragraph, item)

    def _formula(self, formula: Formula) -> None:
        paragraph = self._add("Report Formula")
        word.say(paragraph, formula.equation, "Strong")
        word.say(paragraph, f", {formula.remark}" if formula.remark else "")
        for name, value, told in (
            ("Numerator", formula.part, formula.numerator),
            ("Denominator", formula.whole, formula.denominator),
            ("Population", "", formula.population),
        ):
            word.say(paragraph, "\n")
            _labelled(paragraph, f"{name} {value}".rstrip(), told)

    def _headline(self, headline: Headline) -> None:
        word.say(self._add("Heading 2"), headline.label)
        word.say(self._add("Report Figure"), headline.figure)
        word.say(self._add("Report Sentence"), headline.sentence)
        if headline.target:
            word.say(self._add("Report Sentence"), headline.target, "Strong")
        if headline.comparison:
            word.say(self._add("Report Sentence"), headline.comparison)
        self._formula(headline.formula)

    def _caption(self, kind: str, number: int, text: str) -> None:
        caption = self._add("Caption")
        # A template's own captions may part from what they are about.
        caption.paragraph_format.keep_with_next = True
        word.say(caption, f"{kind} ")
        word.field(caption, rf"SEQ {kind} \* ARABIC", str(number))
        word.say(caption, f". {text}")

    def _table(self, table: Table) -> None:
        self.tables += 1
        self._caption("Table", self.tables, table.caption)
        head = Row(table.columns[0].title, tuple(c.title for c in table.columns[1:]))
        foot = (table.foot,) if table.foot else ()
        # A cell without words says nothing to those who have it read out.
        lines = [
            [text or NOT_APPLICABLE for text in (row.head, *row.cells)]
            for row in (head, *table.rows, *foot)
        ]
        written = self.document.add_table(0, len(table.columns), "Report Table")
        written.autofit = False
        widths = _widths(lines, table.columns, word.room(self.document))
        for column, width in zip(written.columns, widths, strict=True):
            column.width = width
        for place, line in enumerate(lines, start=1):
            cells = written.add_row().cells
            for cell, text, column in zip(cells, line, table.columns, strict=True):
                (paragraph,) = cell.paragraphs
                words = column.holds == "text"
                paragraph.style = "Report Cell" if words else "Report Number"
                if len(lines) <= _ON_ONE_PAGE and place < len(lines):
                    paragraph.paragraph_format.keep_with_next = True
                word.say(paragraph, text)
        word.mark_table(written, caption=table.caption, has_foot=bool(foot))
        if table.note:
            word.say(self._add("Report Note"), table.note)

    def _figure(self, figure: Figure) -> None:
        self.figures += 1
        self._caption("Figure", self.figures, figure.summary)
        picture = drawn(figure)
        room = word.room(self.document)
        size = min(room / picture.width, _TALLEST * room / picture.height)
        run = self._add("Report Chart").add_run()
        run.add_picture(
            io.BytesIO(picture.png),
            Emu(round(size * picture.width)),
            Emu(round(size * picture.height)),
        )
        word.describe(run, picture.alternative)
        self._table(figure.table)

    def _definitions(self, definitions: Definitions) -> None:
        for term, meaning in definitions.items:
            word.say(self._add("Report Term"), term)
            word.say(self._add("Report Meaning"), meaning)

    def _rules(self, rules: Rules) -> None:
        for rule in rules.items:
            word.say(self._add("Report Term"), rule.value)
            word.say(self._add("Report Sentence"), rule.sentence)
            source = self._add("Report Source")
            word.link(source, rule.source, rule.url)
            word.say(source, f": {rule.checked}.")

    def _checks(self, checks: Checks) -> None:
        results = {True: "✓ Comes out", False: "✗ Does not come out"}
        self._table(
            Table(
                caption=checks.caption,
                columns=(Column("Sum", "text"), Column("Result", "text")),
                rows=tuple(
                    Row(one.text, (results[one.holds],)) for one in checks.items
                ),
            )
        )


def _widths(
    lines: Sequence[Sequence[str]], columns: Sequence[Column], room: int
) -> list[Emu]:
    """
    Share out the page's width by what stands in the columns.

    Numbers stay on a line, their headings may take several; words may too.
    """
    wanted = []
    for place, column in enumerate(columns):
        head, *texts = (line[place] for line in lines)
        longest = max(map(len, texts), default=0)
        word_of_head = max(map(len, head.split(" ")))
        if column.holds == "text":
            longest = min(max(longest, len(head)), _WIDEST)
        wanted.append(max(longest, word_of_head) + 3)
    return [Emu(round(room * one / sum(wanted))) for one in wanted]
