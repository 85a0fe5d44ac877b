"""The published page: the right figures in the right words and cells."""

import re
from datetime import date

import attrs
import pytest

from caseledger.annual_report import Report
from caseledger.reports import Subject, render_html
from caseledger.rules import ALL_PROVISIONS, DEFAULT_POLICY, TimeLimit, each_edition
from reports import making, samples
from reports.pages import Element, headline, read, section, table

MINUS = "\N{MINUS SIGN}"


def page(report: Report, previous: Report | None = None) -> Element:
    return read(render_html(Subject(report=report, previous=previous)))


PUBLISHED = page(samples.published())
COMPARED = page(samples.published(), samples.published_before())
EMPTY = page(samples.empty())
FULL = page(samples.everything())
PAGES = pytest.mark.parametrize(
    "shown",
    [PUBLISHED, COMPARED, EMPTY, FULL],
    ids=["published", "compared", "empty", "full"],
)


# The figures


@pytest.mark.parametrize(
    ("label", "figure", "sentence"),
    [
        (
            "Complaints received",
            "48",
            (
                "48 complaints about Children and Family Services were received in the "
                "year."
            ),
        ),
        ("Answered", "98%", "47 of 48 complaints received were answered."),
        (
            "Answered in time at stage 1",
            "68%",
            (
                "32 of 47 complaints at stage 1 were answered within the original "
                "limit of 10 working days."
            ),
        ),
        (
            "Upheld, in full or in part",
            "43%",
            (
                "20 of 47 complaints with an outcome at stage 1 were upheld: 11 in "
                "full, 9 in part."
            ),
        ),
        (
            "Did not go on to stage 2",
            "83%",
            "39 of 47 complaints answered did not go on to stage 2; 17% (8 of 47) did.",
        ),
        (
            "Largest team",
            "60%",
            "28 of 47 complaints answered were about Social Care Teams.",
        ),
        (
            "Largest theme",
            "43%",
            (
                "20 of 47 complaints answered had the theme Service not to the "
                "standard or quality expected."
            ),
        ),
        (
            "Referred to the Ombudsman",
            "4",
            "4 referrals were made to the Ombudsman; 1 was investigated.",
        ),
        (
            "Paid to put things right",
            "£1,380",
            "£1,380 of the £1,780 offered in the year has been paid.",
        ),
        (
            "Compliments",
            "50",
            "50 compliments were received. Most went to Early Help: 20% (10 of 50).",
        ),
    ],
)
def test_a_headline_says_what_was_published(
    label: str, figure: str, sentence: str
) -> None:
    found = headline(PUBLISHED, label)
    assert figure == found.classed("figure")[0].text
    assert sentence == found.classed("sentence")[0].text


@pytest.mark.parametrize(
    ("label", "equation"),
    [
        (
            "Complaints received",
            (
                "0 not accepted + 1 withdrawn + 0 skipped + 47 answered + 0 awaiting "
                "an answer = 48"
            ),
        ),
        (
            "Answered in time at stage 1",
            "32 ÷ 47 = 68%, rounded half up to a whole percent",
        ),
        (
            "Referred to the Ombudsman",
            "4 ÷ 47 = 9%, rounded half up to a whole percent",
        ),
        (
            "Compliments",
            "10 + 8 + 7 + 6 + 5 + 4 + 4 + 3 + 3 = 50, added up over 9 teams",
        ),
    ],
)
def test_under_a_headline_stands_its_formula(label: str, equation: str) -> None:
    assert equation == headline(PUBLISHED, label).classed("equation")[0].text


@PAGES
def test_every_headline_has_a_formula_with_its_population(shown: Element) -> None:
    for one in shown.classed("headlines"):
        for item in one.all("li"):
            (formula,) = item.classed("formula")
            for word in ("Numerator", "Denominator", "Population:"):
                assert word in formula.text, item.text


def test_each_part_of_a_formula_has_its_number() -> None:
    formula = headline(PUBLISHED, "Answered in time at stage 1").classed("formula")[0]
    said = "received in the year that were or are still to be answered at stage 1"
    assert "Numerator 32: stage 1 answers given" in formula.text
    assert "Denominator 47: the whole population" in formula.text
    assert f"Population: complaints {said}" in formula.text


def test_the_stages_are_those_of_table_3() -> None:
    found = table(PUBLISHED, "Number and outcomes of complaints at each stage")
    rows = {stage: [int(cell) for cell in row.values()] for stage, row in found.items()}
    assert {
        "Stage 1": [47, 4, 43, 11, 9, 27, 0],
        "Stage 2": [8, 2, 6, 1, 3, 4, 0],
        "Stage 3": [2, 2, 0, 0, 0, 1, 1],
    } == rows
    assert [
        *("Complaints", "Statutory", "Corporate", "Upheld", "Partially upheld"),
        *("Not upheld", "To be investigated again"),
    ] == list(found["Stage 1"])


def test_what_is_rare_is_shown_when_a_stage_has_any() -> None:
    found = table(FULL, "Number and outcomes of complaints at each stage")
    expected = {"Outcome not yet known": "5", "Withdrawn": "1", "Stage 2 reopened": "2"}
    assert expected == {key: found[key]["Stage 2"] for key in expected}


def test_the_years_are_those_of_table_1() -> None:
    found = table(
        PUBLISHED, "Complaints answered, by the year in which they were received"
    )
    assert {
        "2023-24": ["4", "43", "47", f"{MINUS}16"],
        "2022-23": ["6", "57", "63", "0"],
        "2021-22": ["10", "53", "63", "+5"],
        "2020-21": ["5", "53", "58", "not applicable"],
    } == {label: list(row.values()) for label, row in found.items()}


@pytest.mark.parametrize(
    ("caption", "row", "cells"),
    [
        ("Complaints answered, by team", "Social Care Teams", ["28", "60%"]),
        ("Complaints answered, by team", "Total", ["47", "100%"]),
        ("Complaints answered, by theme", "Failure to deliver a service", ["7", "15%"]),
        ("Compliments, by team", "Early Help", ["10", "20%"]),
        (
            "Referrals to the Ombudsman, and what became of them",
            "Not investigated: out of time",
            ["2", "50%"],
        ),
        (
            "Remedies offered in the year, and what became of them",
            "Offer rejected",
            ["1", "£400"],
        ),
        ("Actions agreed, and what became of them", "Done", ["4", "67%"]),
        (
            "Stage 1 answers against their limits, by procedure",
            "Within the original limit",
            ["68% (32 of 47)", "50% (2 of 4)", "70% (30 of 43)"],
        ),
        (
            "Complaints received by every service in the register",
            "All services",
            ["67"],
        ),
        ("Steps recorded that a rule forbids, by rule", "All rules", ["", "4"]),
    ],
)
def test_a_table_holds_what_was_published(
    caption: str, row: str, cells: list[str]
) -> None:
    assert cells == list(table(PUBLISHED, caption)[row].values())


@PAGES
def test_tables_of_shares_add_up_to_their_foot(shown: Element) -> None:
    for one in shown.all("table"):
        counted = {"Complaints", "Compliments", "Referrals", "Actions", "Steps"}
        caption = one.all("caption")[0].text.split(". ", 1)[1]
        rows = list(table(shown, caption).values())
        for head in counted & set(rows[0]):
            if one.all("tfoot"):
                *parts, foot = (int(row[head].replace(",", "")) for row in rows)
                assert foot == sum(parts), caption


# Nothing to show


@pytest.mark.parametrize(
    "name",
    [
        *("at-a-glance", "received", "years", "stages", "escalation", "teams"),
        *("themes", "ombudsman", "remedies", "actions", "compliments", "findings"),
        *("timeliness", "reconciliation"),
    ],
)
def test_a_section_without_data_says_so(name: str) -> None:
    found = section(EMPTY, name)
    assert [] == found.all("table", "svg", "figure")
    assert re.search(r"\b([Nn]o|[Nn]othing)\b", found.text), found.text


def test_a_percentage_of_nothing_is_not_applicable() -> None:
    report = attrs.evolve(samples.empty(), compliments=samples.published().compliments)
    shown = page(report, samples.published_before())
    answered = headline(shown, "Answered")
    assert "Not applicable" == answered.classed("figure")[0].text
    assert "0 ÷ 0: not applicable" in answered.text
    assert not re.search(r"\b0%", shown.classed("headlines")[0].text)


def test_one_is_singular() -> None:
    report = samples.published()
    intake = attrs.evolve(
        report.intake,
        received=making.some(1),
        responded=making.some(1),
        withdrawn=making.NOBODY,
    )
    shown = page(attrs.evolve(report, intake=intake))
    assert "1 complaint about Children and Family Services was received" in shown.text
    assert "1 of 1 complaint received was answered." in shown.text
    assert not re.search(r"\b1 (complaints|referrals|stages|reviews)\b", shown.text)


def test_many_teams_of_equal_size_are_counted() -> None:
    found = headline(FULL, "Compliments")
    assert "Most went to 14 teams: 7% (1 of 14) each." in found.text


def test_teams_of_equal_size_share_the_headline() -> None:
    report = attrs.evolve(
        samples.published(), by_team=making.named({"B": 2, "A": 2, "C": 1}, 5)
    )
    found = headline(page(report), "Largest teams")
    assert "2 of 5 complaints answered were about A and B, each." in found.text


# Findings and sums


def test_a_sum_that_fails_is_told_in_words_at_the_top_and_in_its_table() -> None:
    found = table(FULL, "Sums that must come out")
    assert "✗ Does not come out" == found["Themes add up to responded"]["Result"]
    assert "1 sum behind this report does not come out" in (
        section(FULL, "at-a-glance").classed("warning")[0].text
    )


def test_an_intake_that_does_not_add_up_is_not_said_to() -> None:
    report = samples.published()
    intake = attrs.evolve(report.intake, withdrawn=making.NOBODY)
    assert "47 answered + 0 awaiting an answer ≠ 48" in (
        page(attrs.evolve(report, intake=intake)).text
    )


def test_a_rule_that_was_broken_has_its_number_and_sentence() -> None:
    found = table(PUBLISHED, "Steps recorded that a rule forbids, by rule")["R12"]
    assert (
        "Stage 1 is extended to no more than 20 working days." == found["What it says"]
    )
    assert "3" == found["Steps"]


# The procedure


def test_the_procedure_is_told_by_every_provision() -> None:
    rules = section(PUBLISHED, "procedure").classed("rules")
    said = [li.classed("sentence")[0].text for one in rules for li in one.all("li")]
    # The Code came within the year, so both its ceilings and the older ones are told.
    in_force = list(each_edition(ALL_PROVISIONS))
    assert [provision.sentence for provision, _ in in_force] == said
    links = [a.attributes["href"] for one in rules for a in one.all("a")]
    assert [edition.citation.url for _, edition in in_force] == links


def test_an_edition_that_begins_within_the_year_says_when() -> None:
    limit = DEFAULT_POLICY.corporate_stage_1.response
    later = attrs.evolve(limit.editions[0], value=8, since=date(2024, 1, 1))
    own = attrs.evolve(limit, key="own.stage_1", editions=(*limit.editions, later))
    policy = attrs.evolve(DEFAULT_POLICY, corporate_stage_1=TimeLimit(response=own))
    shown = read(render_html(Subject(report=samples.published(), policy=policy)))
    found = table(shown, "Limits in 2023-24")["Corporate stage 1"]
    assert ["10 working days, 8 from 1 January 2024", "no extension"] == list(
        found.values()
    )
    assert "8 working days from 1 January 2024" in section(shown, "procedure").text
    assert "This authority's own rules" in section(shown, "procedure").text
