"""
What a Word document needs that python-docx does not write.

Styles, fields, links, marks on tables, and bytes that come out alike each time.
"""

import io
import re
import zipfile
import zlib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import cast

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

LANGUAGE = "en-GB"
# The longest that a property of the document may be.
PROPERTY = 255

_STYLES = Path(__file__).parent / "templates" / "styles.xml"
# All that XML 1.0 cannot hold, lone surrogates among it.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WEB_ADDRESS = re.compile(r"https?://[!-~]+")
_LIST = f"""
<w:abstractNum {nsdecls("w")}>
  <w:multiLevelType w:val="singleLevel"/>
  <w:lvl w:ilvl="0">
    <w:start w:val="1"/>
    <w:numFmt/>
    <w:lvlText/>
    <w:lvlJc w:val="left"/>
    <w:pPr><w:ind w:left="400" w:hanging="400"/></w:pPr>
  </w:lvl>
</w:abstractNum>"""
# The parts of a table that its style sets apart, by Word's own names and numbers.
_SET_APART = {"firstRow": 0x20, "firstColumn": 0x80, "noHBand": 0x200, "noVBand": 0x400}
_LAST_ROW = 0x40
# The newest that there is; in an older one Word opens a document in a mode of its own.
_WORD_2013 = "15"
# The first day that a ZIP file can name.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


# How much a style template may hold, and how many times more than it is packed into.
_MOST_PARTS, _MOST_BYTES, _MOST_TIMES = 1_000, 50_000_000, 100
# What python-docx and those below it raise at a package that is none of Word's.
_UNFIT = (
    *(PackageNotFoundError, zipfile.BadZipFile, zlib.error, EOFError, SyntaxError),
    *(AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError),
)


class CannotWrite(Exception):
    """The document cannot be written; the message says what would do."""


def printable(text: str) -> str:
    r"""
    Put a mark in the place of what no document can hold.

    >>> printable("a\0b").replace("\N{REPLACEMENT CHARACTER}", "?")
    'a?b'
    """
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


# --- The document --------------------------------------------------------------------


def new_document(style_template: Path | None) -> Document:
    """
    Return an empty document with every style that the report needs.

    A template's own styles, page, header and footer are kept; what it says is not.
    Raises `CannotWrite` if the template is not a Word document.
    """
    if style_template is not None:
        return _opened(style_template)
    document = docx.Document()
    document.styles.element.clear()
    _lists(document).element.clear()
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)
    _set_a4(document)
    _take_styles(document)
    _speak_english(document)
    return document


def _opened(style_template: Path) -> Document:
    try:
        _refuse_bombs(style_template)
        document = docx.Document(str(style_template))
        if not document.sections:
            document.add_section()
        document.element.body.clear_content()
        _take_styles(document)
        _speak_english(document)
    except _UNFIT:
        raise CannotWrite(
            "the style template is not a Word document: save it as .docx"
        ) from None
    return document


def _refuse_bombs(style_template: Path) -> None:
    """Look at how much a package holds before it is unpacked, and for entities."""
    with zipfile.ZipFile(style_template) as package:
        parts = package.infolist()
        whole = sum(one.file_size for one in parts)
        packed = sum(one.compress_size for one in parts)
        if len(parts) > _MOST_PARTS or whole > min(_MOST_BYTES, _MOST_TIMES * packed):
            raise ValueError("too much")
        if any(b"<!DOCTYPE" in package.read(one) for one in parts):
            raise ValueError("a part declares what it is made of")


def _take_styles(document: Document) -> None:
    """Add the styles that the document lacks."""
    theirs = document.styles.element
    ours = parse_xml(_STYLES.read_bytes())
    if theirs.find(qn("w:docDefaults")) is None:
        theirs.insert(0, ours.find(qn("w:docDefaults")))
    there = {_name(style) for style in theirs.findall(qn("w:style"))}
    named = {_id(style): _name(style) for style in ours.findall(qn("w:style"))}
    added = [one for one in ours.findall(qn("w:style")) if _name(one) not in there]
    for style in added:
        theirs.append(style)
    # Styles know each other by ids, which another language's Word makes its own.
    ids = {_name(style): _id(style) for style in theirs.findall(qn("w:style"))}
    for style in added:
        for other in style.iterchildren(qn("w:basedOn"), qn("w:next")):
            other.set(qn("w:val"), ids[named[other.get(qn("w:val"))]])


def _name(style: BaseOxmlElement) -> str:
    return str(style.find(qn("w:name")).get(qn("w:val"))).casefold()


def _id(style: BaseOxmlElement) -> str:
    return str(style.get(qn("w:styleId")))


def _speak_english(document: Document) -> None:
    properties = document.styles["Normal"].element.get_or_add_rPr()
    if properties.find(qn("w:lang")) is None:
        after = ("w:eastAsianLayout", "w:specVanish", "w:oMath")
        properties.insert_element_before(made("w:lang"), *after)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)


def _set_a4(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.4)
    section.header_distance = section.footer_distance = Cm(1.2)
    # The title stands on the first page: a header would only repeat it.
    section.different_first_page_header_footer = True


def room(document: Document) -> Length:
    """Return how wide the text may be."""
    section = document.sections[-1]
    sides = (section.page_width, section.left_margin, section.right_margin)
    page, left, right = (length or Length(0) for length in sides)
    return Length(page - left - right)


def saved(document: Document, *, title: str, on: date) -> bytes:
    """Return the document's bytes, which name no person and no time but the day."""
    properties = document.core_properties
    properties.title = printable(title)[:PROPERTY]
    properties.language = LANGUAGE
    properties.author = properties.last_modified_by = ""
    properties.comments = properties.keywords = properties.subject = ""
    properties.created = properties.modified = datetime.combine(on, time(), UTC)
    properties.revision = 1
    written = io.BytesIO()
    document.save(written)
    return _without_times(written)


def _without_times(written: io.BytesIO) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(kept, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return kept.getvalue()


# --- Paragraphs ----------------------------------------------------------------------


def say(paragraph: Paragraph, text: str, style: str | None = None) -> Run:
    """Add text; a new line in it begins a line, not a paragraph."""
    return paragraph.add_run(printable(text), style)


def field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add a field, which Word works out, and what it shows until then."""
    begin_field(paragraph, instruction)
    say(paragraph, shown)
    end_field(paragraph)


def begin_field(
    paragraph: Paragraph, instruction: str, *, outdated: bool = False
) -> None:
    """Begin a field; if it is outdated, Word works it out when it opens the file."""
    begin = _mark(paragraph, "w:fldChar", fldCharType="begin")
    if outdated:
        begin.set(qn("w:dirty"), "true")
    _mark(paragraph, "w:instrText").text = f" {instruction} "
    _mark(paragraph, "w:fldChar", fldCharType="separate")


def end_field(paragraph: Paragraph) -> None:
    """End the field that began in this paragraph or before it."""
    _mark(paragraph, "w:fldChar", fldCharType="end")


def bookmark(paragraph: Paragraph, place: int) -> None:
    """Make a paragraph one that `jump` can lead to."""
    start = made("w:bookmarkStart", id=str(place), name=_bookmark(place))
    found = element(paragraph)
    found.insert_element_before(start, "w:r")
    found.append(made("w:bookmarkEnd", id=str(place)))


def jump(paragraph: Paragraph, text: str, place: int) -> None:
    """Add a link to a paragraph of the document."""
    _wrap(paragraph, say(paragraph, text), made("w:hyperlink", anchor=_bookmark(place)))


def link(paragraph: Paragraph, text: str, url: str) -> None:
    """Add a link; an address that no browser could follow leaves only the text."""
    if not _WEB_ADDRESS.fullmatch(url):
        say(paragraph, text)
        return
    made_link = made("w:hyperlink")
    target = paragraph.part.relate_to(
        url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    made_link.set(qn("r:id"), target)
    _wrap(paragraph, say(paragraph, text, "Hyperlink"), made_link)


def _wrap(paragraph: Paragraph, run: Run, around: BaseOxmlElement) -> None:
    element(paragraph).append(around)
    around.append(element(run))


def _bookmark(place: int) -> str:
    return f"_Toc{place:08}"


def _mark(paragraph: Paragraph, tag: str, **attributes: str) -> BaseOxmlElement:
    mark = made(tag, **attributes)
    element(paragraph.add_run()).append(mark)
    return mark


# --- Lists ---------------------------------------------------------------------------


def new_list(document: Document, *, ordered: bool) -> int:
    """Begin a list, whose items are counted from 1, and return its number."""
    lists = _lists(document).element
    known = lists.findall(qn("w:abstractNum"))
    place = 1 + max((int(one.get(qn("w:abstractNumId"))) for one in known), default=0)
    look = parse_xml(_LIST)
    look.set(qn("w:abstractNumId"), str(place))
    level = look.find(qn("w:lvl"))
    level.find(qn("w:numFmt")).set(qn("w:val"), "decimal" if ordered else "bullet")
    level.find(qn("w:lvlText")).set(qn("w:val"), "%1." if ordered else "\N{BULLET}")
    lists.insert_element_before(look, "w:num", "w:numIdMacAtCleanup")
    return int(lists.add_num(place).numId)


def put_in_list(paragraph: Paragraph, number: int) -> None:
    """Make a paragraph an item of a list."""
    properties = element(paragraph).get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _lists(document: Document) -> XmlPart:
    """Return the part that says how lists look; a template may have none."""
    try:
        found = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        found = XmlPart(
            PackURI("/word/numbering.xml"),
            CONTENT_TYPE.WML_NUMBERING,
            made("w:numbering"),
            document.part.package,
        )
        document.part.relate_to(found, RELATIONSHIP_TYPE.NUMBERING)
    return cast("XmlPart", found)


# --- Tables and pictures -------------------------------------------------------------


def mark_table(table: Table, *, caption: str, has_foot: bool) -> None:
    """Say which cells are headings, and keep rows and their headings together."""
    found = element(table)
    set_apart = {**_SET_APART, "lastRow": _LAST_ROW} if has_foot else _SET_APART
    names = dict.fromkeys(set_apart, "1")
    # Some programs read only the number, others only the names.
    look = made("w:tblLook", val=f"{sum(set_apart.values()):04X}", **names)
    old = found.tblPr.find(qn("w:tblLook"))
    found.tblPr.replace(old, look)
    look.addnext(made("w:tblCaption", val=printable(caption)))
    for row in found.tr_lst:
        row.get_or_add_trPr().append(made("w:cantSplit"))
    found.tr_lst[0].trPr.append(made("w:tblHeader"))


def describe(run: Run, alternative: str) -> None:
    """Give a run's picture its place in the line, and text for who does not see it."""
    for picture in element(run).iter(qn("wp:inline")):
        for side in ("distT", "distB", "distL", "distR"):
            picture.set(side, "0")
        picture.docPr.set("descr", printable(alternative))


# --- XML -----------------------------------------------------------------------------


def made(tag: str, **attributes: str) -> BaseOxmlElement:
    """Return an element with attributes of Word's own."""
    named = {qn(f"w:{name}"): value for name, value in attributes.items()}
    return OxmlElement(tag, named)


def element(shown: Paragraph | Run | Table) -> BaseOxmlElement:
    """Return the XML behind a part of the document."""
    return shown._element  # noqa: SLF001 - python-docx has no other way to it
