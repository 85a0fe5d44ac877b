"""The sections that the annual report gained: right figures, in the right places."""

import attrs
import pytest

from caseledger.annual_report import AdvocacyFigures, Flow, Report, Share
from caseledger.disclosure import Regime
from caseledger.reports import Protection, Subject, readme, render_html
from caseledger.reports.narrative import read_narrative
from reports import making, samples
from reports.making import NOBODY, some
from reports.pages import Element, read, section, table


def page(report: Report, previous: Report | None = None) -> Element:
    return read(render_html(Subject(report=report, previous=previous)))


# Quarters and extensions


def test_quarters_stand_under_the_year() -> None:
    """Of 12 requests in July to September, 9 were answered in time."""
    report = samples.published()
    duty = report.timeliness[0]
    quarters = {
        "Q1": making.limits(20, 3, 2),
        "Q2": making.limits(9, 2, 1),
        "Q3": making.limits(),
        "Q4": making.limits(3, 4, 3),
    }
    report = attrs.evolve(
        report,
        timeliness=(attrs.evolve(duty, by_quarter=quarters), report.timeliness[1]),
    )
    caption = "Stage 1 answers within the original limit, by the quarter of the receipt"
    assert {
        "April to June": ["25", "80% (20 of 25)", "3"],
        "July to September": ["12", "75% (9 of 12)", "2"],
        "October to December": ["0", "not applicable", "0"],
        "January to March": ["10", "30% (3 of 10)", "4"],
        "The year": ["47", "68% (32 of 47)", "9"],
    } == {
        name: list(row.values()) for name, row in table(page(report), caption).items()
    }


def test_stage_2_goes_by_the_quarter_of_the_request() -> None:
    caption = "Stage 2 answers within the original limit, by the quarter of the request"
    found = table(page(samples.published()), caption)
    assert ["8", "63% (5 of 8)", "2"] == list(found["April to June"].values())


def test_extensions_that_broke_a_rule_are_told_apart() -> None:
    found = section(page(samples.published()), "timeliness").text
    assert "Extensions of stage 1: 12. 9 moved the due date; 3 did not" in found
    assert "Extensions of stage 2: 2. 2 moved the due date" in found


def test_that_nothing_was_extended_is_said() -> None:
    report = attrs.evolve(
        samples.published(),
        extensions=(making.extensions(1, 0, 0), making.extensions(2, 0, 0)),
    )
    found = section(page(report), "timeliness").text
    assert "No stage 1 was extended." in found
    assert "No stage 2 was extended." in found


# Through the stages


def test_every_stage_is_followed_from_open_to_open() -> None:
    """3 + 48 = 45 + 4 + 2 at stage 1; what a stage did not see is nought."""
    first = Flow(
        stage=1,
        open_at_start=some(3),
        begun=some(48),
        during=some(51),
        ended=making.grouped({"answered": 45, "withdrawn": 4}),
        open_at_end=some(2),
    )
    report = samples.published()
    report = attrs.evolve(report, flows=(first, *report.flows[1:]))
    found = table(page(report), "Complaints that went through each stage in the year")
    assert {
        "Open at the start": ["3", "0", "0"],
        "Begun in the year": ["48", "8", "2"],
        "Answered": ["45", "8", "2"],
        "Withdrawn": ["4", "0", "0"],
        "Open at the end": ["2", "0", "0"],
    } == {name: list(row.values()) for name, row in found.items()}


# Who complained


def test_capacities_are_shares_of_those_received() -> None:
    found = table(
        page(samples.published(), samples.published_before()),
        "Complaints received, by the capacity of the complainant",
    )
    assert ["36", "75%", "85% (55 of 65)", "\N{MINUS SIGN}10"] == list(
        found["Parent"].values()
    )
    assert ["4", "8%", "0% (0 of 65)", "+8"] == list(found["Not recorded"].values())
    assert ["48", "100%", "65", ""] == list(found["Received"].values())


def test_the_year_is_told_with_and_without_who_complained_most() -> None:
    found = section(page(samples.published()), "people")
    assert (
        "The person who complained most often did so 3 times: 6% (3 of 48) of the "
        "complaints received. Without them there were 45 complaints."
    ) in [one.text for one in found.all("p")]


def test_without_ids_nobody_is_said_to_have_complained_often() -> None:
    report = attrs.evolve(
        samples.published(), largest_complainant=Share(NOBODY, some(48))
    )
    found = section(page(report), "people").text
    assert "Nobody is known to have complained more than once." in found
    assert "Without them" not in found


def test_advocacy_has_its_figures_and_then_its_words() -> None:
    report = attrs.evolve(
        samples.published(),
        advocacy=AdvocacyFigures(asked=some(12), appointed=some(6)),
    )
    narrative = read_narrative("# Advocacy\n\nEach child is offered one.\n")
    shown = read(render_html(Subject(report=report, narrative=narrative)))
    said = [one.text for one in section(shown, "people").all("p")]
    figures = next(at for at, one in enumerate(said) if "An advocate" in one)
    assert "25% (12 of 48)" in said[figures]
    assert "13% (6 of 48)" in said[figures]
    assert "Each child is offered one." == said[figures + 1]


# Last year's actions


def test_what_became_of_last_years_actions() -> None:
    """Six were agreed: five done, one not; said beside this year's."""
    found = section(page(samples.published(), samples.published_before()), "actions")
    assert (
        "6 actions were agreed in 2022-23. By the day of this report, 5 had been done "
        "and 1 had not been, with a reason recorded; 0 had neither."
    ) == found.all("p")[-1].text


@pytest.mark.parametrize(
    "report", [samples.published(), samples.empty()], ids=["some", "none"]
)
def test_last_years_actions_are_told_also_if_there_are_none_now(report: Report) -> None:
    found = section(page(report, samples.published_before()), "actions").text
    assert "6 actions were agreed in 2022-23." in found


def test_a_year_without_actions_is_told() -> None:
    before = attrs.evolve(samples.published_before(), actions=samples.empty().actions)
    found = section(page(samples.published(), before), "actions").text
    assert "No action was agreed in 2022-23." in found


def test_without_last_years_report_its_actions_are_not_told() -> None:
    assert (
        "By the day of this report"
        not in section(page(samples.published()), "actions").text
    )


# The text in the folder


def folder_text(*formats: str, with_cases: bool = False, words: str = "") -> str:
    subject = Subject(
        report=samples.published(),
        protection=Protection(Regime.DFE),
        narrative=read_narrative(words),
    )
    return readme(subject, formats, with_cases=with_cases)


def test_each_file_stands_on_its_side() -> None:
    said = folder_text("html", "json", "csv", "xlsx", "docx")
    public, private = said.split("This must not be published:")
    for name in ("index.html", "tables/", "tables.xlsx", "report.docx"):
        assert f"  {name}" in public
        assert name not in private
    assert "report.json" not in public
    assert "  report.json" in private
    assert "Counts of 1 to 5 are not told" in public


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("html", ["index.html"]),
        ("docx", ["report.docx"]),
        ("csv", ["tables/"]),
        ("xlsx", ["tables.xlsx"]),
        ("json", ["report.json"]),
    ],
)
def test_only_what_was_written_is_named(form: str, names: list[str]) -> None:
    every = ("index.html", "report.docx", "tables/", "tables.xlsx", "report.json")
    said = folder_text(form)
    assert names == [name for name in every if f"  {name} " in said]
    assert ("must not be published" in said) == (form == "json")
    assert ("may be published" in said) == (form != "json")


def test_references_in_the_working_copy_are_named() -> None:
    assert "the references of the cases" in folder_text("json", with_cases=True)
    assert "the references of the cases" not in folder_text("json")


def test_what_nobody_wrote_is_listed() -> None:
    said = folder_text("html", words="# Learning\n\nWords.\n")
    missing = said.split("Nobody has written these parts")[1].splitlines()
    assert "  Case studies" in missing
    assert "  Learning" not in missing
