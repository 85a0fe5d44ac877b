"""A page read back as a reader's software reads it: headings, tables, pictures."""

from html.parser import HTMLParser

import attrs

VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})


@attrs.define
class Element:
    """One element with its attributes, its own text, and what it holds."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: "list[Element | str]" = attrs.field(factory=list, repr=False)

    @property
    def text(self) -> str:
        parts = [one if isinstance(one, str) else one.text for one in self.children]
        # Spaces that keep a line together are spaces to a reader.
        return " ".join("".join(parts).replace("\xa0", " ").split())

    def all(self, *tags: str) -> "list[Element]":
        """Return every element below with one of the tags, in reading order."""
        found: list[Element] = []
        for one in self.children:
            if isinstance(one, Element):
                found += [one] if one.tag in tags else []
                found += one.all(*tags)
        return found

    def classed(self, name: str) -> "list[Element]":
        return [e for e in self.all(*TAGS) if name in e.attributes.get("class", "")]


TAGS = (
    *("h1", "h2", "h3", "p", "li", "ul", "ol", "dl", "div", "section", "figure"),
    *("td", "th", "table", "span"),
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("page", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {n: v or "" for n, v in attrs}, self.here)
        self.here.children.append(made)
        if tag not in VOID:
            self.here = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {n: v or "" for n, v in attrs}, self.here)
        self.here.children.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.here.tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def read(page: str) -> Element:
    """Return a page's elements; an element that is not closed is an error."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is never closed"
    return reader.root


def table(page: Element, caption: str) -> dict[str, dict[str, str]]:
    """Return a table by its caption: each row's cells under their headings."""
    (found,) = (
        one for one in page.all("table") if one.all("caption")[0].text.endswith(caption)
    )
    heads = [one.text for one in found.all("thead")[0].all("th")]
    rows = [row for part in found.all("tbody", "tfoot") for row in part.all("tr")]
    return {
        row.all("th")[0].text: dict(
            zip(heads[1:], (cell.text for cell in row.all("td")), strict=True)
        )
        for row in rows
    }


def section(page: Element, name: str) -> Element:
    (found,) = (
        one
        for one in page.all("section")
        if one.attributes.get("aria-labelledby") == name
    )
    return found


def headline(page: Element, label: str) -> Element:
    (found,) = (
        one
        for one in page.classed("headlines")[0].all("li")
        if one.all("h3")[0].text == label
    )
    return found
