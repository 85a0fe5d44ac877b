"""The Word document: all that the page has, and what Word and its readers need."""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree as ET

import attrs
import docx
import pytest
import resvg_py
from docx.document import Document
from docx.shared import Cm
from docx.table import Table as WrittenTable
from docx.text.paragraph import Paragraph as WrittenParagraph
from hypothesis import given, settings
from hypothesis import strategies as st

from caseledger.reports import Subject, picture, render_html, word
from caseledger.reports import docx as writing
from caseledger.reports.document import (
    Block,
    Check,
    Checks,
    Column,
    Definitions,
    Figure,
    Formula,
    Headline,
    Headlines,
    Items,
    KeyEntry,
    Paragraph,
    Row,
    Rule,
    Rules,
    Section,
    Subheading,
    Table,
)
from caseledger.reports.docx import render_docx
from caseledger.reports.narrative import read_narrative
from caseledger.reports.palette import CUSTOM_PROPERTIES
from caseledger.reports.sections import sections_of
from caseledger.reports.word import CannotWrite, printable
from reports import samples
from reports.pages import Element, read

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
# English metric units to a twentieth of a point; 21 cm are 11,906 of these.
A_TWIP = 635
A4_WIDE = 11906
WRITTEN = """
# Introduction
This report is for everyone.

1. First
2. Second

* A point

## What comes next

1. First again
"""
pytestmark = [
    pytest.mark.skipif(not picture.has_font(), reason="a font missing"),
    pytest.mark.timeout(300),
]

SUBJECTS = {
    "published": Subject(
        report=samples.published(),
        previous=samples.published_before(),
        narrative=read_narrative(WRITTEN),
    ),
    "empty": Subject(report=samples.empty()),
    "full": Subject(report=samples.everything()),
}


def parsed(xml: bytes) -> ET.Element:
    return ET.fromstring(xml)  # noqa: S314 - our own


@attrs.frozen
class Both:
    """The same report as a page and as a document."""

    page: Element
    data: bytes

    @property
    def document(self) -> Document:
        return docx.Document(io.BytesIO(self.data))

    def part(self, name: str) -> ET.Element:
        with zipfile.ZipFile(io.BytesIO(self.data)) as parts:
            return parsed(parts.read(name))

    @property
    def body(self) -> ET.Element:
        return self.part("word/document.xml")


def rendered(name: str) -> bytes:
    # Most of the time goes into the dots of charts, which no test here counts.
    with mock.patch.object(picture, "ZOOM", 1):
        return render_docx(SUBJECTS[name])


@cache
def both_of(name: str) -> Both:
    return Both(read(render_html(SUBJECTS[name])), rendered(name))


@pytest.fixture(params=SUBJECTS)
def both(request: pytest.FixtureRequest) -> Both:
    return both_of(request.param)


@pytest.fixture(scope="module")
def published() -> Both:
    return both_of("published")


def plain(text: str) -> str:
    return " ".join(text.split())


def main(both: Both) -> Element:
    (found,) = both.page.all("main")
    return found


def text(found: ET.Element) -> str:
    return "".join(one.text or "" for one in found.iter(f"{W}t"))


def tables(both: Both) -> list[tuple[WrittenParagraph, WrittenTable]]:
    """Return each table with the paragraph above it."""
    inner = list(both.document.iter_inner_content())
    found = []
    for above, one in pairwise(inner):
        if isinstance(one, WrittenTable):
            assert isinstance(above, WrittenParagraph)
            found.append((above, one))
    return found


def properties(both: Both) -> list[ET.Element]:
    return list(both.body.iter(f"{W}tbl"))


# --- All that the page has -----------------------------------------------------------


def test_every_heading_of_the_page_is_there_in_order(both: Both) -> None:
    expected = []
    for one in main(both).all("h2", "h3"):
        ordinal = one.all("span")[0].text if one.all("span") else ""
        expected.append((one.tag, plain(one.text.removeprefix(ordinal))))
    tags = {"Heading 1": "h2", "Heading 2": "h3"}
    assert expected == [
        (tags[one.style.name], one.text)
        for one in both.document.paragraphs
        if one.style is not None and one.style.name in tags
    ]


def test_every_paragraph_of_the_page_is_there(both: Both) -> None:
    written = {
        plain(one) for p in both.document.paragraphs for one in p.text.split("\n")
    }
    items = [li for one in main(both).classed("items") for li in one.all("li")]
    said = main(both).all("p", "dt", "dd") + items
    assert len(said) > 30
    assert [] == [one.text for one in said if one.text not in written]


def test_every_cell_of_the_page_is_there(both: Both) -> None:
    """The numbers are those of the page, whose cells are the blocks'."""
    expected = [
        [
            # No cell is left empty: those who have it read out would hear nothing.
            [cell.text or "not applicable" for cell in row.all("th", "td")]
            for row in table.all("tr")
        ]
        for table in main(both).all("table")
    ]
    assert expected == [
        [[plain(cell.text) for cell in row.cells] for row in table.rows]
        for _, table in tables(both)
    ]


def test_numbers_stand_on_the_right(both: Both) -> None:
    expected = [
        [
            "Report Number"
            if cell.attributes.get("class") in {"number", "share"}
            else "Report Cell"
        ]
        for table in main(both).all("table")
        for cell in table.all("th", "td")
        if cell.attributes.get("scope") != "row"
    ]
    found = [
        [cell.paragraphs[0].style.name]
        for _, table in tables(both)
        for line, row in enumerate(table.rows)
        for place, cell in enumerate(row.cells)
        if line == 0 or place > 0
        if cell.paragraphs[0].style is not None
    ]
    assert expected == found


def test_each_table_stands_below_its_caption(both: Both) -> None:
    captions = [one.all("caption")[0].text for one in main(both).all("table")]
    assert captions == [above.text for above, _ in tables(both)]
    assert {"Caption"} == {a.style.name for a, _ in tables(both) if a.style is not None}


def test_each_chart_stands_below_its_caption_with_its_description(both: Both) -> None:
    paragraphs = both.document.paragraphs
    pictured = [
        (above.text, one._p)  # noqa: SLF001 - python-docx has no other way to it
        for above, one in pairwise(paragraphs)
        if one._p.findall(f".//{WP}docPr")  # noqa: SLF001 - as python-docx has it
    ]
    expected = []
    for number, figure in enumerate(main(both).all("figure"), start=1):
        (chart,) = (
            svg for svg in figure.all("svg") if svg.attributes["class"] == "chart"
        )
        said = figure.all("figcaption")[0].text.removeprefix(f"Chart {number}. ")
        (title,), (description,) = chart.all("title"), chart.all("desc")
        alternative = f"{title.text}. {description.text}"
        expected.append((f"Figure {number}. {said}", [alternative]))
    assert expected == [
        (caption, [plain(one.get("descr")) for one in found.iter(f"{WP}docPr")])
        for caption, found in pictured
    ]


def test_the_title_says_what_the_report_is_about(published: Both) -> None:
    first = [(p.style and p.style.name, p.text) for p in published.document.paragraphs]
    assert [
        ("Title", "Annual complaints report 2023-24"),
        ("Subtitle", samples.SERVICE),
        ("Normal", "Year: 1 April 2023 to 31 March 2024"),
        ("Normal", "As at: 30 November 2024"),
        ("Normal", "Compared with: 2022-23, as at 30 November 2023"),
        ("TOC Heading", "Contents"),
    ] == first[:6]


# --- What Word needs -----------------------------------------------------------------


def test_the_contents_lead_to_every_section(both: Both) -> None:
    marked = {
        mark.get(f"{W}name"): text(paragraph)
        for paragraph in both.body.iter(f"{W}p")
        for mark in paragraph.iter(f"{W}bookmarkStart")
    }
    led = [
        (one.get(f"{W}anchor"), text(one))
        for one in both.body.iter(f"{W}hyperlink")
        if one.get(f"{W}anchor")
    ]
    expected = [one.text for one in both.page.all("nav")[0].all("a")]
    assert expected == [said for _, said in led]
    assert marked == dict(led)


def test_fields_are_whole_and_count_tables_and_figures(both: Both) -> None:
    kinds = [one.get(f"{W}fldCharType") for one in both.body.iter(f"{W}fldChar")]
    assert ["begin", "separate", "end"] * (len(kinds) // 3) == kinds
    asked = [str(one.text).strip() for one in both.body.iter(f"{W}instrText")]
    assert r"TOC \o 1-1 \h \z \u" == asked[0]
    for kind, tag in (("Table", "table"), ("Figure", "figure")):
        count = asked.count(rf"SEQ {kind} \* ARABIC")
        assert len(main(both).all(tag)) == count


def test_every_page_has_its_number_on_a4(both: Both) -> None:
    (section,) = both.document.sections
    sides = (section.page_width or 0, section.page_height or 0)
    # Word counts in twentieths of a point.
    assert (A4_WIDE, 16838) == tuple(round(side / A_TWIP) for side in sides)
    footer = both.part("word/footer1.xml")
    asked = [str(one.text).strip() for one in footer.iter(f"{W}instrText")]
    assert ["PAGE", "NUMPAGES"] == asked


def test_a_table_has_one_row_of_headings_that_repeats(both: Both) -> None:
    assert [] != properties(both)
    for table in properties(both):
        repeated = [
            row.find(f".//{W}tblHeader") is not None for row in table.iter(f"{W}tr")
        ]
        assert [True, *(False for _ in repeated[1:])] == repeated
        look = table.find(f".//{W}tblLook")
        assert look is not None
        assert ("1", "1") == (look.get(f"{W}firstRow"), look.get(f"{W}firstColumn"))


def test_no_row_is_parted_and_no_cell_is_merged(both: Both) -> None:
    for table in properties(both):
        for row in table.iter(f"{W}tr"):
            assert row.find(f".//{W}cantSplit") is not None
        assert [] == [*table.iter(f"{W}gridSpan"), *table.iter(f"{W}vMerge")]


def kept(paragraph: ET.Element) -> bool:
    return paragraph.find(f"{W}pPr/{W}keepNext") is not None


@pytest.mark.parametrize(("rows", "together"), [(1, True), (19, True), (20, False)])
def test_only_a_long_table_may_be_parted(rows: int, together: bool) -> None:  # noqa: FBT001 - a column
    table = Table(
        caption="Teams",
        columns=(Column("Team", "text"), Column("Complaints")),
        rows=tuple(Row(f"Team {place}", ("1",)) for place in range(rows)),
    )
    sections = [Section("one", "One", (Paragraph("See this:"), table, Paragraph("So")))]
    with mock.patch.object(writing, "sections_of", return_value=sections):
        data = render_docx(SUBJECTS["empty"])
    body = Both(Element("page", {}), data).body
    (written_table,) = body.iter(f"{W}tbl")
    of_rows = [
        {kept(one) for one in row.iter(f"{W}p")} for row in written_table.iter(f"{W}tr")
    ]
    assert [*([{together}] * rows), {False}] == of_rows
    # What leads to it stays with it, what follows need not.
    keep = {text(one): kept(one) for one in body.iter(f"{W}p")}
    assert (True, True, False) == (
        keep["See this:"],
        keep["Table 1. Teams"],
        keep["So"],
    )


def test_tables_and_charts_are_as_wide_as_the_text(both: Both) -> None:
    room = A4_WIDE * A_TWIP - 2 * Cm(2.2)
    for table in properties(both):
        columns = [int(one.get(f"{W}w", "0")) for one in table.iter(f"{W}gridCol")]
        assert abs(room - A_TWIP * sum(columns)) < A_TWIP * 2 * len(columns)
        assert min(columns) > 0
    for extent in both.body.iter(f"{WP}extent"):
        assert 0 < int(extent.get("cx", "0")) <= room + 2 * A_TWIP


def test_the_language_is_british_english(both: Both) -> None:
    styles = both.part("word/styles.xml")
    assert {"en-GB"} == {one.get(f"{W}val") for one in styles.iter(f"{W}lang")}
    assert styles.find(f"{W}docDefaults//{W}lang") is not None
    settings_ = both.part("word/settings.xml")
    assert ["en-GB"] == [
        one.get(f"{W}val") for one in settings_.iter(f"{W}themeFontLang")
    ]
    assert "en-GB" == both.document.core_properties.language


def test_the_properties_name_the_report_and_no_person(published: Both) -> None:
    found = published.document.core_properties
    assert f"Annual complaints report 2023-24: {samples.SERVICE}" == found.title
    assert ("", "", "") == (found.author, found.last_modified_by, found.comments)
    assert {date(2024, 11, 30)} == {
        one.date() for one in (found.created, found.modified) if one is not None
    }


def test_the_same_report_gives_the_same_bytes_at_any_time(published: Both) -> None:
    with mock.patch(
        "zipfile.time.localtime", return_value=(2031, 2, 3, 4, 5, 6, 0, 0, 0)
    ):
        again = rendered("published")
    assert published.data == again
    assert published.data != both_of("empty").data


def test_styles_are_the_only_looks(published: Both) -> None:
    """What a run or a paragraph says of itself could not be changed in one place."""
    direct = {
        one.tag.removeprefix(W) for run in published.body.iter(f"{W}rPr") for one in run
    }
    assert {"rStyle"} == direct
    direct = {
        one.tag.removeprefix(W)
        for paragraph in published.body.iter(f"{W}pPr")
        for one in paragraph
    }
    # What stands together, where the report begins, and which list an item is in.
    assert {"pStyle", "keepNext", "pageBreakBefore", "numPr"} == direct


def test_the_styles_have_the_colours_of_the_page() -> None:
    styles = (Path(writing.__file__).parent / "templates" / "styles.xml").read_text(
        "utf-8"
    )
    used = set(
        re.findall(
            r'(?:color|fill)="([0-9A-F]{6})"|color w:val="([0-9A-F]{6})"', styles
        )
    )
    named = {f"#{one}" for pair in used for one in pair if one}
    assert {"#12436D", "#9B1C1C"} <= named
    assert named <= set(CUSTOM_PROPERTIES.values())


def item_of(paragraph: WrittenParagraph) -> int:
    """Return the number of the list that a paragraph is an item of."""
    (number,) = paragraph._p.iter(f"{W}numId")  # noqa: SLF001 - as python-docx has it
    return int(number.get(f"{W}val"))


def test_each_list_counts_from_one(published: Both) -> None:
    paragraphs = [
        (p.style.name, p.text, item_of(p))
        for p in published.document.paragraphs
        if p.style is not None and p.style.name in {"List Number", "List Bullet"}
    ]
    assert [
        ("List Number", "First"),
        ("List Number", "Second"),
        ("List Bullet", "A point"),
        ("List Number", "First again"),
    ] == [(style, said) for style, said, _ in paragraphs]
    first, second, point, again = (number for _, _, number in paragraphs)
    assert first == second
    assert 3 == len({first, point, again})
    numbering = published.part("word/numbering.xml")
    looks = {
        look.get(f"{W}abstractNumId"): [
            (one.get(f"{W}val"))
            for one in look.iter(
                f"{W}numFmt",
            )
        ]
        for look in numbering.findall(f"{W}abstractNum")
    }
    kinds = {}
    for one in numbering.findall(f"{W}num"):
        meant = one.find(f"{W}abstractNumId")
        assert meant is not None
        kinds[int(one.get(f"{W}numId", "0"))] = looks[meant.get(f"{W}val")]
    assert {first: ["decimal"], point: ["bullet"], again: ["decimal"]} == kinds


# --- Charts --------------------------------------------------------------------------


def figures(subject: Subject) -> Iterator[Figure]:
    for section in sections_of(subject):
        yield from (one for one in section.blocks if isinstance(one, Figure))


def without_words(figure: Figure) -> Figure:
    bare = re.sub(r"<text.*?</text>", "", str(figure.chart))
    return attrs.evolve(figure, chart=type(figure.chart)(bare))


def test_the_words_of_a_chart_are_drawn() -> None:
    figure = next(figures(SUBJECTS["published"]))
    shown, bare = picture.drawn(figure), picture.drawn(without_words(figure))
    assert shown.png.startswith(b"\x89PNG\r\n")
    assert (shown.width, shown.height) == (bare.width, bare.height)
    assert shown.png != bare.png


@mock.patch.object(picture, "ZOOM", 0.1)
def test_a_chart_has_its_key() -> None:
    keyed = [one for one in figures(SUBJECTS["full"]) if len(one.key) > 2]
    assert [] != keyed
    for figure in keyed:
        without = attrs.evolve(figure, key=())
        # Two entries in a line of 28 pixels, and 12 below them.
        lines = (len(figure.key) + 1) // 2
        grown = picture.drawn(figure).height - picture.drawn(without).height
        assert 28 * lines + 12 == grown


@mock.patch.object(picture, "ZOOM", 0.1)
def test_long_entries_of_a_key_have_a_line_each() -> None:
    figure = next(one for one in figures(SUBJECTS["full"]) if one.key)
    long = tuple(KeyEntry(one.swatch, one.label * 9) for one in figure.key)
    without = picture.drawn(attrs.evolve(figure, key=()))
    grown = picture.drawn(attrs.evolve(figure, key=long)).height - without.height
    assert 28 * len(long) + 12 == grown


def test_without_a_font_no_chart_without_words_is_written() -> None:
    bare = partial(resvg_py.svg_to_bytes, skip_system_fonts=True)
    picture.has_font.cache_clear()  # a machine is asked once
    try:
        with (
            mock.patch("resvg_py.svg_to_bytes", bare),
            pytest.raises(CannotWrite, match="install one, such as Liberation Sans"),
        ):
            picture.drawn(next(figures(SUBJECTS["published"])))
    finally:
        picture.has_font.cache_clear()


# --- Hostile text --------------------------------------------------------------------

HOSTILE = "\0\x0b\x1b\x7f\ud800\udfff\ufffe\uffff<w:p/>]]>&amp;\u202e{{x}}"


def everything_says(said: str) -> list[Section]:
    """Return a section with a block of every kind, all of which say the same."""
    formula = Formula(
        equation=said, part=said, numerator=said, denominator=said, population=said
    )
    table = Table(
        caption=said,
        columns=(Column(said, "text"), Column(said)),
        rows=(Row(said, (said,)),),
        foot=Row(said, (said,)),
        note=said,
    )
    blocks: tuple[Block, ...] = (
        *(Paragraph(said), Paragraph(said, tone="warning"), Subheading(said)),
        *(Items((said,)), formula, table, Definitions(((said, said),))),
        Headlines(
            (
                Headline(
                    label=said,
                    figure=said,
                    sentence=said,
                    comparison=said,
                    target=said,
                    formula=formula,
                ),
            )
        ),
        Rules((Rule(value=said, sentence=said, source=said, url=said, checked=said),)),
        Checks(said, (Check(said, holds=False),)),
    )
    return [Section("one", said, blocks)]


def written(said: str, style_template: Path | None = None) -> bytes:
    subject = attrs.evolve(
        SUBJECTS["empty"], report=attrs.evolve(samples.empty(), service=said)
    )
    with mock.patch.object(writing, "sections_of", return_value=everything_says(said)):
        return render_docx(subject, style_template=style_template)


@settings(max_examples=40)
@given(st.text(st.characters() | st.sampled_from(HOSTILE), min_size=1, max_size=300))
def test_whatever_is_written_can_be_read_back(said: str) -> None:
    data = written(said)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                parsed(parts.read(name))
    shown = docx.Document(io.BytesIO(data))
    found = [
        p.text for p in shown.paragraphs if p.style and p.style.name == "Heading 2"
    ]
    # Word has one kind of line end.
    expected = re.sub("\r\n?", "\n", printable(said))
    assert [expected, expected] == [re.sub("\r\n?", "\n", one) for one in found]


def test_marks_in_a_text_are_text() -> None:
    shown = docx.Document(io.BytesIO(written("<w:p/>]]>&amp;{{x}}")))
    assert "<w:p/>]]>&amp;{{x}}" in [p.text for p in shown.paragraphs]


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from(HOSTILE)))
def test_what_is_printable_is_what_xml_can_hold(said: str) -> None:
    shown = printable(said)
    assert len(said) == len(shown)
    made = ET.Element("t")
    made.text = shown
    read_back = parsed(ET.tostring(made, "utf-8")).text or ""
    assert shown.replace("\r\n", "\n").replace("\r", "\n") == read_back


def test_what_xml_can_hold_is_kept() -> None:
    kept = "\t\n\r aZ\u00e9\ud7ff\ue000\ufffd\U00010000\U0010ffff"
    assert kept == printable(kept)


def test_names_that_nobody_expects_reach_tables_and_charts() -> None:
    subject = Subject(report=samples.everything(name=f"T{HOSTILE}"))
    teams = [one for one in sections_of(subject) if one.name == "teams"]
    with mock.patch.object(writing, "sections_of", return_value=teams):
        shown = docx.Document(io.BytesIO(render_docx(subject)))
    mark = "\N{REPLACEMENT CHARACTER}"
    expected = f"T{mark * 3}\x7f{mark * 4}<w:p/>]]>&amp;\u202e{{{{x}}}} 3"
    (table,) = shown.tables
    assert expected in {row.cells[0].text for row in table.rows}
    assert 1 == len(shown.inline_shapes)


@pytest.mark.parametrize(
    ("url", "led_to"),
    [
        ("https://www.legislation.gov.uk/uksi/2006/1738/regulation/9", True),
        ("http://example.org/?a=1&b=2", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://example.org/ x", False),
        ("https://", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, led_to: bool) -> None:  # noqa: FBT001 - a column
    rule = Rule(value="1", sentence="2", source="Reg 9", url=url, checked="4")
    sections = [Section("one", "One", (Rules((rule,)),))]
    with mock.patch.object(writing, "sections_of", return_value=sections):
        shown = docx.Document(io.BytesIO(render_docx(SUBJECTS["empty"])))
    links = [
        (link.text, link.address)
        for p in shown.paragraphs
        for link in p.hyperlinks
        if link.address
    ]
    assert ([("Reg 9", url)] if led_to else []) == links
    assert "Reg 9: 4." in [p.text for p in shown.paragraphs]


# --- A council's own template --------------------------------------------------------


@pytest.fixture
def template(tmp_path: Path) -> Path:
    made = docx.Document()
    made.styles["Heading 1"].font.name = "Courier New"
    made.styles["Caption"].delete()
    made.add_paragraph("SECRET DRAFT")
    made.sections[0].page_width = Cm(18)
    made.sections[0].footer.paragraphs[0].text = "Our town hall"
    path = tmp_path / "house-style.docx"
    made.save(str(path))
    return path


def templated(template: Path) -> Document:
    return docx.Document(io.BytesIO(written("At a glance", template)))


def test_a_template_gives_its_styles_page_and_footer(template: Path) -> None:
    shown = templated(template)
    own = docx.Document(io.BytesIO(written("At a glance")))
    assert "Courier New" == shown.styles["Heading 1"].font.name
    assert "Courier New" != own.styles["Heading 1"].font.name
    assert 10205 == round((shown.sections[0].page_width or 0) / A_TWIP)
    assert "Our town hall" == shown.sections[0].footer.paragraphs[0].text
    assert "Our town hall" != own.sections[0].footer.paragraphs[0].text


def test_what_a_template_says_is_not_taken_over(template: Path) -> None:
    own = docx.Document(io.BytesIO(written("At a glance")))
    assert "SECRET DRAFT" in [p.text for p in docx.Document(str(template)).paragraphs]
    assert [p.text for p in own.paragraphs] == [
        p.text for p in templated(template).paragraphs
    ]


def test_a_style_that_a_template_lacks_is_added(template: Path) -> None:
    names = {one.name for one in templated(template).styles}
    assert {"Caption", "Report Table", "Report Warning", "toc 1"} <= names
    assert "Report Table" not in {
        one.name for one in docx.Document(str(template)).styles
    }


def test_styles_find_each_other_in_a_template_of_another_language(
    template: Path,
) -> None:
    made = docx.Document(str(template))
    made.styles["Normal"].element.set(f"{W}styleId", "Standard")
    made.save(str(template))
    notice = templated(template).styles["Report Notice"].element
    assert "Standard" == notice.find(f"{W}basedOn").get(f"{W}val")


def test_a_template_without_lists_gets_them(template: Path) -> None:
    made = docx.Document(str(template))
    (numbering,) = (
        key for key, one in made.part.rels.items() if one.reltype.endswith("/numbering")
    )
    made.part.drop_rel(numbering)
    made.save(str(template))
    with zipfile.ZipFile(template) as parts:
        assert "word/numbering.xml" not in parts.namelist()
    shown = templated(template)
    (item,) = (p for p in shown.paragraphs if p.style and p.style.name == "List Bullet")
    assert "At a glance" == item.text
    assert 1 == len(shown.part.numbering_part.element.findall(f"{W}num"))


def test_a_template_in_american_english_is_put_right(template: Path) -> None:
    before = docx.Document(str(template)).styles.element
    assert "en-US" in {one.get(f"{W}val") for one in before.iter(f"{W}lang")}
    after = templated(template).styles.element
    assert {"en-GB"} == {one.get(f"{W}val") for one in after.iter(f"{W}lang")}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"PK\3\4 nothing"),
        lambda path: path.write_text("Dear all"),
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:9000]),
        lambda path: zipfile.ZipFile(path, "w").close(),
    ],
    ids=["cut short", "text", "absent", "half", "hollow"],
)
def test_what_is_no_template_is_refused(template: Path, spoil: object) -> None:
    assert callable(spoil)
    spoil(template)
    with pytest.raises(
        CannotWrite, match=r"^the style template is not a Word document"
    ):
        word.new_document(template)


# --- Without the extra ---------------------------------------------------------------


@pytest.mark.parametrize("missing", ["docx", "resvg_py"])
def test_without_the_extra_one_sentence_says_what_to_install(missing: str) -> None:
    asked = f"""
import sys
sys.modules[{missing!r}] = None
import caseledger.reports
try:
    import caseledger.reports.docx
except ImportError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert (
        "a Word document needs python-docx and resvg_py: pip install caseledger[docx]\n"
        == done.stdout
    )


# --- In a program that reads Word's files --------------------------------------------

NEEDED = ("soffice", "pdftotext", "pdfinfo")
MISSING = [one for one in NEEDED if shutil.which(one) is None]
OPENED = pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} missing")


def as_pdf(folder: Path, data: bytes) -> Path | None:
    """Return the document as LibreOffice lays it out, None if it cannot open it."""
    (folder / "report.docx").write_bytes(data)
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation={folder.as_uri()}/home"),
            *("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder)),
            str(folder / "report.docx"),
        ],
        capture_output=True,
        check=False,
    )
    made = folder / "report.pdf"
    return made if made.exists() else None


def told(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory, published: Both) -> Path:
    made = as_pdf(tmp_path_factory.mktemp("libreoffice"), published.data)
    assert made is not None
    return made


class TestOpened:
    """What LibreOffice shows of it."""

    pytestmark = OPENED

    def test_every_page_but_the_first_has_its_number(self, laid_out: Path) -> None:
        pages = told("pdftotext", "-layout", laid_out, "-").split("\f")[:-1]
        count = int(re.findall(r"Pages:\s+(\d+)", told("pdfinfo", laid_out))[0])
        assert len(pages) == count
        assert 10 < count < 40
        assert [f"Page {number} of {count}" for number in range(2, count + 1)] == [
            found
            for page in pages[1:]
            for found in re.findall(r"Page \d+ of \d+", page)
        ]
        assert "Page 1 of" not in pages[0]

    def test_every_heading_and_caption_is_shown(
        self, laid_out: Path, published: Both
    ) -> None:
        shown = plain(told("pdftotext", laid_out, "-"))
        headings = [
            p.text
            for p in published.document.paragraphs
            if p.style and p.style.name in {"Heading 1", "Heading 2", "Caption"}
        ]
        assert len(headings) > 40
        assert [] == [one for one in headings if plain(one) not in shown]

    def test_the_contents_are_shown_without_word(self, laid_out: Path) -> None:
        first = plain(told("pdftotext", "-l", "1", laid_out, "-"))
        sections = [one.title for one in sections_of(SUBJECTS["published"])]
        assert f"Contents {' '.join(sections)}" in first

    def test_the_page_is_a4(self, laid_out: Path) -> None:
        assert "(A4)" in told("pdfinfo", laid_out)

    def test_a_document_that_is_broken_is_found_out(
        self, tmp_path: Path, published: Both
    ) -> None:
        broken = as_pdf(tmp_path, published.data[:-5000])
        shown = "" if broken is None else told("pdftotext", broken, "-")
        assert "At a glance" not in shown
