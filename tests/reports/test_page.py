"""The published page as a document: nobody's case on it, safe, well built."""

import re
from itertools import pairwise

import attrs
import pytest

from caseledger.annual_report import RuleBroken
from caseledger.reports import Subject, render_html
from reports import making, samples
from reports.pages import Element, read, table

HOSTILE = "\"><script>alert(1)</script><b x='&{{ 7*7 }}"
FULL = read(render_html(Subject(report=samples.everything())))
PAGES = pytest.mark.parametrize(
    "shown",
    [
        read(render_html(Subject(report=samples.published()))),
        read(
            render_html(
                Subject(report=samples.published(), previous=samples.published_before())
            )
        ),
        read(render_html(Subject(report=samples.empty()))),
        FULL,
    ],
    ids=["published", "compared", "empty", "full"],
)


# Privacy and safety


@PAGES
def test_no_case_is_on_the_page(shown: Element) -> None:
    def everything(one: Element) -> str:
        inside = (c if isinstance(c, str) else everything(c) for c in one.children)
        return " ".join((*one.attributes.values(), *inside))

    assert making.REFERENCE not in everything(shown)


def test_hostile_names_are_text_wherever_they_stand() -> None:
    report = samples.everything(name=HOSTILE)
    report = attrs.evolve(
        report, findings=(RuleBroken(HOSTILE, HOSTILE, making.some(1)),)
    )
    written = render_html(Subject(report=report))
    shown = read(written)
    assert "<script" not in written
    assert [] == [e for e in shown.all("b") if "x" in e.attributes]
    assert HOSTILE + " 0" in table(shown, "Complaints answered, by team")
    assert any("{{ 7*7 }}" in one.text for one in shown.all("desc"))


@PAGES
def test_the_page_needs_nothing_else(shown: Element) -> None:
    assert [] == shown.all("script", "link", "img", "iframe", "object", "video")
    for one in shown.all("a"):
        href = one.attributes["href"]
        assert href.startswith(("#", "https://")), href
    (style,) = shown.all("style")
    assert "@import" not in style.text
    assert "url(" not in style.text


# Structure


@PAGES
def test_headings_are_in_order(shown: Element) -> None:
    levels = [int(one.tag[1]) for one in shown.all("h1", "h2", "h3", "h4")]
    assert 1 == levels.count(1) == levels[0]
    assert all(b <= a + 1 for a, b in pairwise(levels))


@PAGES
def test_every_table_has_a_caption_and_scoped_headers(shown: Element) -> None:
    for one in shown.all("table"):
        assert one.all("caption")[0].text
        for head in one.all("th"):
            inside = head.parent.parent if head.parent else None
            assert inside is not None
            expected = "col" if inside.tag == "thead" else "row"
            assert expected == head.attributes["scope"]
            assert head.text


@PAGES
def test_every_picture_has_a_title_and_a_description(shown: Element) -> None:
    for one in shown.all("svg"):
        if one.attributes.get("aria-hidden") == "true":
            continue
        assert "img" == one.attributes["role"]
        title, described = one.all("title")[0], one.all("desc")[0]
        assert title.text
        assert described.text
        assert (
            f"{title.attributes['id']} {described.attributes['id']}"
            == (one.attributes["aria-labelledby"])
        )


@PAGES
def test_every_chart_stands_in_a_figure_with_its_table(shown: Element) -> None:
    for one in shown.all("figure"):
        assert 1 == len([s for s in one.all("svg") if "role" in s.attributes])
        assert 1 == len(one.all("table"))
        assert one.all("figcaption")[0].text


@PAGES
def test_names_are_unique_and_links_lead_somewhere(shown: Element) -> None:
    def ids(one: Element) -> list[str]:
        inside = [i for c in one.children if isinstance(c, Element) for i in ids(c)]
        return [*([one.attributes["id"]] if "id" in one.attributes else []), *inside]

    found = ids(shown)
    assert len(set(found)) == len(found)
    for one in shown.all("a"):
        if (href := one.attributes["href"]).startswith("#"):
            assert href[1:] in found
    for used in re.findall(
        r"url\(#([^)]+)\)", render_html(Subject(report=samples.everything()))
    ):
        assert used in ids(FULL)


def test_the_same_report_is_the_same_page() -> None:
    assert render_html(Subject(report=samples.published())) == render_html(
        Subject(report=samples.published())
    )
