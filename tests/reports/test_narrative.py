"""What a person writes: taken over whole into its place, or refused with its line."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caseledger.reports import (
    SLOTS,
    Narrative,
    Subject,
    UnusableNarrative,
    read_narrative,
    render_html,
)
from caseledger.reports.document import Items, Paragraph, Subheading
from reports import samples
from reports.pages import Element, read, section

# Where the page has each place, by the name of the section.
PLACES = {
    "Introduction": "introduction",
    "Summaries of cases": "summaries",
    "Advocacy": "people",
    "The Ombudsman": "ombudsman",
    "Learning": "learning",
    "Case studies": "case-studies",
    "Effectiveness": "effectiveness",
    "Next year": "next-year",
}


def page(markdown: str) -> Element:
    narrative = read_narrative(markdown)
    return read(render_html(Subject(report=samples.published(), narrative=narrative)))


def names(shown: Element) -> list[str]:
    return [one.attributes["aria-labelledby"] for one in shown.all("section")]


# Where it stands


def test_every_place_is_filled_in_its_section() -> None:
    assert set(SLOTS) == set(PLACES)
    shown = page("".join(f"# {one}\n\nWords for {one}.\n\n" for one in SLOTS))
    for heading, name in PLACES.items():
        words = f"Words for {heading}."
        assert [name] == [
            one for one in names(shown) if words in section(shown, one).text
        ]


def test_the_sections_have_one_order_however_they_were_written() -> None:
    text = "".join(f"# {one}\n\nWords.\n\n" for one in [*SLOTS][::-1])
    order = [one for one in names(page(text)) if one in PLACES.values()]
    assert [
        *("introduction", "people", "summaries", "ombudsman", "learning"),
        *("case-studies", "effectiveness", "next-year"),
    ] == order


def test_what_nobody_wrote_has_no_section() -> None:
    shown = page("# Learning\n\nWords.\n\n# Introduction\n")
    assert "learning" in names(shown)
    assert not {"introduction", "case-studies", "next-year"} & set(names(shown))


def test_the_places_left_empty_are_known() -> None:
    found = read_narrative("# Learning\n\nWords.\n\n# Introduction\n")
    assert [one for one in SLOTS if one != "Learning"] == found.empty
    assert list(SLOTS) == Narrative().empty
    assert () == Narrative().blocks("Learning")


def test_a_heading_may_be_written_in_capitals() -> None:
    assert read_narrative("# NEXT YEAR\nWords.").blocks("Next year")


# What is taken over


def test_paragraphs_lists_and_subheadings() -> None:
    found = read_narrative(
        "# Learning\n\nOne\nparagraph.\n\n## What we changed\n\n- first\n- second\n\n"
        "### In order\n\n1. one\n2. two\n\nThe end.\n"
    )
    assert [
        Paragraph("One paragraph."),
        Subheading("What we changed"),
        Items(("first", "second")),
        Subheading("In order"),
        Items(("one", "two"), ordered=True),
        Paragraph("The end."),
    ] == list(found.blocks("Learning"))


def test_lists_and_subheadings_are_such_on_the_page() -> None:
    found = section(page("# Learning\n\n## Sub\n\n- a\n- b\n\n1. c\n"), "learning")
    assert ["Sub"] == [one.text for one in found.all("h3")]
    assert [["a", "b"], ["c"]] == [
        [item.text for item in one.all("li")] for one in found.all("ul", "ol")
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("*soft* and **loud**", "soft and loud"),
        ("[the code](https://example.org/a)", "the code (https://example.org/a)"),
        (
            '[the code](https://example.org "a title")',
            "the code (https://example.org, a title)",
        ),
        ("<https://example.org>", "https://example.org (https://example.org)"),
        ("`code`", "code"),
        (r"5 \* 3 &amp; more", "5 * 3 & more"),
        ("a  \nb", "a b"),
        # Of tables the language knows nothing: they are words.
        ("| a | b |\n|---|---|", "| a | b | |---|---|"),
        # A link that is defined elsewhere: nothing is lost, though nothing is linked.
        ("[x]: https://example.org 'title'", "[x]: https://example.org 'title'"),
    ],
)
def test_marks_become_plain_text(written: str, said: str) -> None:
    assert [Paragraph(said)] == list(
        read_narrative(f"# Learning\n\n{written}").blocks("Learning")
    )


def test_a_mark_at_the_start_of_the_file_is_no_text() -> None:
    assert [Paragraph("Words.")] == list(
        read_narrative("\ufeff# Learning\nWords.").blocks("Learning")
    )


@pytest.mark.parametrize(
    "hostile",
    [
        r"\<script>alert(1)\</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\"' onload=x {{ 7*7 }} {% raw %}",
    ],
)
def test_hostile_text_is_text_on_the_page(hostile: str) -> None:
    narrative = read_narrative(f"# Learning\n\n{hostile}\n\n- {hostile}\n")
    written = render_html(Subject(report=samples.published(), narrative=narrative))
    found = section(read(written), "learning")
    block, items = narrative.blocks("Learning")
    assert isinstance(block, Paragraph)
    assert isinstance(items, Items)
    assert "<script" not in written
    assert [block.text] == [one.text for one in found.all("p")]
    assert list(items.items) == [one.text for one in found.all("li")]


# What is refused


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("Words.\n# Learning", 1, "it must begin with a heading"),
        ("\n\n- Words.", 3, "it must begin with a heading"),
        ("# Learning\n\n<div>a</div>", 3, "HTML"),
        ("# Learning\n\na <b>c</b>", 3, "HTML"),
        ("# Learning\n\n<!-- a -->", 3, "HTML"),
        ("# Learning\n\n![a](b.png)", 3, "image"),
        ("# Learning\n\n- ![a](b.png)", 3, "image"),
        ("# Learning\n\n```\na\n```", 3, "code"),
        ("# Learning\n\na\n\n    b", 5, "code"),
        ("# Learning\n\n> a", 3, "quotation"),
        ("# Learning\n\n***\n", 3, "a line across"),
        ("# Learning\n\n- a\n\n  b", 3, "an item is one paragraph"),
        ("# Learning\n\n- a\n- b\n  - c", 4, "an item is one paragraph"),
        ("# Learning\n\n3. a", 3, "a numbered list begins with 1"),
        ("# Learning\n\n##\n\na", 3, "a heading without words"),
        ("# Learning\n\na\n\n# Teaching", 5, "'Teaching' is none of: Introduction,"),
        ("# Learning\n\na\n\n# LEARNING", 5, "a second 'Learning'"),
    ],
)
def test_what_cannot_be_taken_over_is_refused_with_its_line(
    text: str, line: int, said: str
) -> None:
    with pytest.raises(UnusableNarrative) as refused:
        read_narrative(text)
    assert line == refused.value.line
    assert said in refused.value.problem
    assert str(refused.value).startswith(f"line {line}: ")


@pytest.mark.parametrize(
    "words",
    [
        "CF-1 was upheld.",
        "It was CF-1",
        "(cf-1)",
        "The complaint CF-1, then",
        "Not XCF-1, but CF-1.",
        # Markup within it, which a reader does not see.
        "C**F-1**",
        "CF\\-1",
        "CF&#45;1",
        "[see](https://example.org/CF-1)",
        "two\nwords 7",
    ],
)
def test_the_reference_of_a_complaint_is_refused(words: str) -> None:
    with pytest.raises(UnusableNarrative) as refused:
        read_narrative(
            f"# Learning\n\n{words}", never=iter(["AB-9", "CF-1", "two words 7"])
        )
    assert refused.value.line in {3, 4}
    assert "reference of a complaint" in refused.value.problem
    assert "CF-1" not in str(refused.value)


@pytest.mark.parametrize("words", ["XCF-1", "CF-12", "CF-1a", "CF - 1", "CF 1", "-1"])
def test_a_reference_within_a_longer_word_is_none(words: str) -> None:
    assert read_narrative(f"# Learning\n\n{words}", never=["CF-1"]).blocks("Learning")


# Nothing is lost

_MARKS = [
    *("\n", "\n\n", " ", "# ", "## ", "- ", "* ", "1. ", "2) ", "> ", "    ", "\t"),
    *("*", "**", "_", "`", "```", "~~~", "[", "](", ")", "]", ": ", "<", ">", "!"),
    *("\\", "|", "---", "===", "<b>", "<!--", "-->", '"', "'", "http://x.org"),
]
_text = st.lists(
    st.sampled_from(_MARKS) | st.from_regex("[a-z]{1,5}", fullmatch=True), max_size=25
).map("".join)


def letters(text: str) -> str:
    return "".join(re.findall("[a-z]", text.casefold()))


def taken_over(narrative: Narrative) -> Iterator[str]:
    for heading in narrative.slots:
        yield heading
        for block in narrative.blocks(heading):
            match block:
                case Paragraph(text) | Subheading(text):
                    yield text
                case Items(items):
                    yield from items


@given(_text)
@example('[a]: b "c"')
@example('[a](b "c")')
@example("[a]: b\n\n[a]")
def test_any_text_is_taken_over_whole_or_refused(text: str) -> None:
    """Each of its letters is there, in its order; an address may be said again."""
    try:
        found = read_narrative(f"# Learning\n{text}")
    except UnusableNarrative:
        return
    left = iter(letters("".join(taken_over(found))))
    assert all(letter in left for letter in letters(f"Learning{text}"))
