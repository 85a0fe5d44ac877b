"""
What a person writes for the report: Markdown, a heading for each place that it fills.

Paragraphs, lists and headings below the first level are taken over; emphasis and
links become plain text. Anything else is refused, and nothing is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

import attrs
from markdown_it import MarkdownIt
from markdown_it.token import Token

from caseledger.reports.document import Block, Items, Paragraph, Subheading

SLOTS: Mapping[str, str] = MappingProxyType(
    {
        "Introduction": "Who this report is for, and what the year was like.",
        "Summaries of cases": "What stage 2 and stage 3 found, told so that nobody "
        "can be recognised.",
        "Advocacy": "Which advocacy was offered, and how it was made known.",
        "The Ombudsman": "What the Ombudsman found, and what was done about it.",
        "Learning": "What was learnt, changed, and not changed, and why.",
        "Case studies": "Examples that show what a complaint can change.",
        "Effectiveness": "How well the procedure itself works.",
        "Next year": "What is to be done in the year to come.",
    }
)
"""The places of the report that a person fills, and what belongs there."""


@attrs.frozen
class UnusableNarrative(ValueError):
    """The text cannot be taken over: the line, and what is wrong with it."""

    line: int
    problem: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.problem}"


@attrs.frozen
class Narrative:
    """The blocks of each place that is filled, by its heading."""

    slots: Mapping[str, Sequence[Block]] = MappingProxyType({})

    def blocks(self, heading: str) -> Sequence[Block]:
        """Return what a person wrote for a place, nothing if it was left empty."""
        return self.slots.get(heading, ())

    @property
    def empty(self) -> list[str]:
        """Return the places that nobody filled."""
        return [heading for heading in SLOTS if not self.slots.get(heading)]


UNWRITTEN = Narrative()

MOST_TEXT = 100_000
"""Characters of a narrative, forty pages; the parser may need ten seconds for them."""

_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def read_narrative(markdown: str, *, never: Iterable[str] = ()) -> Narrative:
    """
    Return the narrative that a Markdown text holds.

    `never` are texts that must not stand in it, such as the references of complaints.
    Raises `UnusableNarrative` at the first line that cannot be taken over.
    """
    if len(markdown) > MOST_TEXT:
        wrong = f"the text is longer than {MOST_TEXT:,} characters"
        raise UnusableNarrative(1, wrong)
    # Some editors begin a file with a mark. A link that is defined apart is plain
    # text, or a definition that no link uses would be lost.
    markdown = markdown.removeprefix("\ufeff")
    tokens = MarkdownIt("commonmark").disable("reference").parse(markdown)
    lines = enumerate(markdown.splitlines(), start=1)
    # As it is written, and as it will be read: markup may stand within a reference.
    read = ((_line(one), _text(one)) for one in tokens if one.type == "inline")
    passages = list(chain(lines, read))
    _refuse_hidden(passages)
    _refuse_mentions(passages, never)
    slots: dict[str, list[Block]] = {}
    blocks: list[Block] | None = None
    place = 0
    while place < len(tokens):
        end = _end(tokens, place)
        part, place = tokens[place : end + 1], end + 1
        if part[0].type == "heading_open" and part[0].tag == "h1":
            heading = _slot(part)
            if heading in slots:
                raise UnusableNarrative(_line(part[0]), f"a second {heading!r}")
            blocks = slots[heading] = []
        elif blocks is None:
            raise UnusableNarrative(
                _line(part[0]),
                f"it must begin with a heading such as '# {next(iter(SLOTS))}'",
            )
        else:
            blocks.append(_block(part))
    return Narrative(slots)


def _refuse_hidden(passages: Iterable[tuple[int, str]]) -> None:
    """Refuse what nobody sees, though a reader's screen or eye would follow it."""
    for line, passage in passages:
        if _HIDDEN.search(passage):
            raise UnusableNarrative(
                line,
                "it holds a control character, or one that reverses the text",
            )


def _refuse_mentions(passages: Iterable[tuple[int, str]], never: Iterable[str]) -> None:
    plain = [(line, _plain(passage)) for line, passage in passages]
    for text in never:
        for line, passage in plain:
            if _mentions(passage, _plain(text)):
                raise UnusableNarrative(
                    line,
                    "it names the reference of a complaint, which nobody may read",
                )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _mentions(passage: str, text: str) -> bool:
    """Say whether a text stands somewhere by itself, not within a longer word."""
    if not text or text not in passage:
        return False
    alone = rf"(?<![^\W_]){re.escape(text)}(?![^\W_])"
    return re.search(alone, passage) is not None


def _slot(part: Sequence[Token]) -> str:
    written = _text(part[1])
    for heading in SLOTS:
        if written.casefold() == heading.casefold():
            return heading
    known = ", ".join(SLOTS)
    raise UnusableNarrative(_line(part[0]), f"{written!r} is none of: {known}")


def _block(part: Sequence[Token]) -> Block:
    match part[0].type:
        case "paragraph_open":
            return Paragraph(_text(part[1]))
        case "heading_open":
            if not (words := _text(part[1])):
                raise UnusableNarrative(_line(part[0]), "a heading without words")
            return Subheading(words)
        case "ordered_list_open" if part[0].attrGet("start") not in (None, 1):
            raise UnusableNarrative(_line(part[0]), "a numbered list begins with 1")
        case "bullet_list_open" | "ordered_list_open":
            return Items(
                tuple(_items(part[1:-1])),
                ordered=part[0].type == "ordered_list_open",
            )
        case kind:
            names = {
                "html_block": "HTML",
                "fence": "a block of code",
                "code_block": "a block of code",
                "hr": "a line across",
                "blockquote_open": "a quotation",
            }
            what = names.get(kind, "this")
            raise UnusableNarrative(_line(part[0]), f"{what} cannot be taken over")


def _items(tokens: Sequence[Token]) -> Iterator[str]:
    for place, token in enumerate(tokens):
        if token.type != "list_item_open":
            continue
        item = tokens[place + 1 : _end(tokens, place)]
        if [one.type for one in item] != [
            *("paragraph_open", "inline", "paragraph_close"),
        ]:
            raise UnusableNarrative(_line(token), "an item is one paragraph")
        yield _text(item[1])


def _end(tokens: Sequence[Token], start: int) -> int:
    """Return where the block that starts somewhere ends."""
    depth = 0
    for place in range(start, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    raise AssertionError("the parser closes what it opens")


def _text(inline: Token) -> str:
    return "".join(_pieces(inline)).strip()


def _pieces(inline: Token) -> Iterator[str]:
    target = ""
    for token in inline.children or ():
        match token.type:
            case "text" | "code_inline":
                yield token.content
            case "softbreak" | "hardbreak":
                yield " "
            case "link_open":
                told = (token.attrGet("href"), token.attrGet("title"))
                target = ", ".join(str(one) for one in told if one)
            case "link_close":
                yield f" ({target})"
            case "em_open" | "em_close" | "strong_open" | "strong_close":
                pass
            case "image":
                raise UnusableNarrative(_line(inline), "an image cannot be taken over")
            case _:
                raise UnusableNarrative(_line(inline), "HTML cannot be taken over")


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1
