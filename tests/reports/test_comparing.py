"""A report beside last year's, and beside its target."""

import attrs
import pytest

from caseledger.annual_report import Period, Report
from caseledger.reports import Subject, render_html
from reports import making, samples
from reports.pages import Element, headline, read, section, table

MINUS = "\N{MINUS SIGN}"


def page(report: Report, previous: Report | None = None) -> Element:
    return read(render_html(Subject(report=report, previous=previous)))


COMPARED = page(samples.published(), samples.published_before())


def test_a_share_is_compared_in_percentage_points() -> None:
    expected = "Last year 60% (38 of 63); 8 percentage points higher now."
    found = headline(COMPARED, "Answered in time at stage 1").classed("comparison")
    assert [expected] == [one.text for one in found]


def test_escalation_is_compared_with_last_year() -> None:
    assert (
        "17% (8 of 47) of the complaints answered went on to stage 2. Last year 19% "
        "(12 of 63); 2 percentage points lower now."
    ) == section(COMPARED, "escalation").all("p")[0].text


def test_a_table_shows_the_earlier_year() -> None:
    caption = "Complaints answered, and whether they went on to stage 2"
    found = table(COMPARED, caption)["Went on to stage 2"]
    assert "19% (12 of 63)" == found["2022-23"]
    assert f"{MINUS}2" == found["Difference (percentage points)"]


def test_a_group_that_has_gone_keeps_its_row() -> None:
    before = attrs.evolve(
        samples.published_before(), by_team=making.named({"Gone": 63}, 63)
    )
    found = table(page(samples.published(), before), "Complaints answered, by team")
    assert ["0", "0%", "100% (63 of 63)", f"{MINUS}100"] == list(found["Gone"].values())


def test_a_year_further_back_is_not_called_last_year() -> None:
    older = attrs.evolve(samples.published_before(), period=Period.named("2020-21"))
    shown = page(samples.published(), older)
    assert "In 2020-21 65; 17 fewer now." in shown.text
    assert "Last year" not in shown.text


@pytest.mark.parametrize(
    "other",
    [
        attrs.evolve(samples.published_before(), service="Libraries"),
        attrs.evolve(samples.published_before(), period=Period.named("2023-24")),
    ],
)
def test_what_cannot_be_compared_is_refused(other: Report) -> None:
    with pytest.raises(ValueError, match="previous report"):
        render_html(Subject(report=samples.published(), previous=other))


@pytest.mark.parametrize(
    ("kept", "of", "target", "said"),
    [
        (9, 10, 90, "Target 90%: met."),
        (32, 47, 90, "Target 90%: missed by 22 percentage points (68%)."),
        (179, 200, 90, "Target 90%: missed by less than 1 percentage point (90%)."),
    ],
)
def test_a_target_is_met_by_the_exact_share(
    kept: int, of: int, target: int, said: str
) -> None:
    limits = making.limits(kept, 0, of - kept)
    duty = making.duty("stage_1_response", limits, limits, making.limits(), target)
    report = samples.published()
    report = attrs.evolve(report, timeliness=(duty, report.timeliness[1]))
    found = headline(page(report), "Answered in time at stage 1").classed("target")
    assert [said] == [one.text for one in found]
