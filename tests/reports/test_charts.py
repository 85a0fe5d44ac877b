"""Charts: readable contrast, honest lengths, and no value that breaks them."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from caseledger.reports.charts import (
    LONGEST,
    PLOT,
    WRAP,
    About,
    Bar,
    Stack,
    bars,
    columns,
    series,
    stacked_bars,
)
from caseledger.reports.palette import MARK_PAIRS, STYLES, TEXT_PAIRS, contrast

ABOUT = About(name="c", title="A title", description="A description")
PARTS = series("One", "Two", "Three")


def drawn(chart: Markup) -> ET.Element:
    return ET.fromstring(chart)  # noqa: S314 - our own


def marks(chart: Markup) -> list[ET.Element]:
    return [one for one in drawn(chart).findall("rect") if one.get("fill") != "#F4F6F8"]


def share(mark: ET.Element, name: str) -> float:
    return float((mark.get(name) or "").removesuffix("%"))


def test_contrast_is_that_of_the_formula() -> None:
    """Known pairs: grey 767676 is the lightest that text on white may have."""
    assert 21 == contrast("#000000", "#FFFFFF")
    assert 4.54 == round(contrast("#767676", "#FFFFFF"), 2)
    assert contrast("#28A197", "#FFFFFF") < 4.5


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_marks_can_be_seen(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= 3


def test_no_two_styles_differ_by_colour_alone() -> None:
    assert len(STYLES) == len({style.pattern for style in STYLES})


def test_bars_are_as_long_as_their_values_are_large() -> None:
    chart = bars(ABOUT, [Bar("A", 40, "40"), Bar("B", 10, "10"), Bar("C", 0, "0")])
    assert [LONGEST, LONGEST / 4, 0] == [share(one, "width") for one in marks(chart)]


def test_a_bar_may_start_where_another_ends() -> None:
    chart = bars(ABOUT, [Bar("A", 40, "40"), Bar("B", 10, "10", start=30)], tracks=True)
    last = marks(chart)[-1]
    assert LONGEST == share(last, "x") + share(last, "width")


def test_the_parts_of_a_stack_fill_it() -> None:
    chart = stacked_bars(ABOUT, [Stack("A", (1, 0, 3))], PARTS)
    assert [25, 75] == [share(one, "width") for one in marks(chart)]
    assert ["A", "1", "3"] == [one.text for one in drawn(chart).findall("text")]


def test_columns_are_as_high_as_their_values_are_large() -> None:
    chart = columns(ABOUT, [Stack("2023-24", (4, 40))], PARTS[:2])
    assert [PLOT / 10, PLOT] == [float(one.get("height") or 0) for one in marks(chart)]


def test_a_chart_of_nothing_is_still_a_picture() -> None:
    for chart in (
        bars(ABOUT, []),
        bars(ABOUT, [Bar("A", 0, "0")]),
        stacked_bars(ABOUT, [Stack("A", (0, 0, 0))], PARTS),
        columns(ABOUT, [], PARTS),
    ):
        assert "A title" == drawn(chart).findtext("title")


@given(st.lists(st.integers(0, 10**15), min_size=3, max_size=3))
def test_no_value_leaves_the_picture(values: list[int]) -> None:
    stack = Stack("A", (values[0], values[1], values[2]))
    for chart in (
        bars(ABOUT, [Bar("A", value, str(value)) for value in values]),
        stacked_bars(ABOUT, [stack], PARTS),
        columns(ABOUT, [stack], PARTS),
    ):
        for one in marks(chart):
            assert 0 <= share(one, "x") + share(one, "width") <= 100.01
            assert float(one.get("y") or 0) >= 0


@given(st.text())
def test_any_name_is_text(name: str) -> None:
    """Letters that XML cannot hold are HTML's to take care of."""
    chart = bars(About(name="c", title=name, description=name), [Bar(name, 1, name)])
    assert "<" not in name or f"<title>{name}" not in chart
    assert chart.count("<text") == chart.count("</text>") <= 3


def test_a_long_name_is_wrapped_and_then_cut() -> None:
    chart = bars(ABOUT, [Bar("word " * 40, 1, "1")])
    lines = [one.text or "" for one in drawn(chart).findall("text")]
    assert 3 == len(lines)
    assert lines[1].endswith("…")
    assert all(len(line) <= WRAP for line in lines)
