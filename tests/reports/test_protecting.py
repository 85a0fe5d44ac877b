"""Small numbers: what is told of them in what is published, and what is not."""

import re
from collections.abc import Callable, Mapping
from unittest import mock

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseledger.annual_report import (
    UNTOLD,
    Cases,
    Count,
    Report,
    Share,
    figures_of,
    with_figures,
)
from caseledger.disclosure import Disclosure, Hidden, Regime, Shown
from caseledger.reports import (
    Protection,
    Subject,
    csv_text,
    protected,
    protecting,
    readme,
    render_html,
    render_json,
    report_tables,
)
from reports import making, samples
from reports.drawing import reports
from reports.pages import Element, headline, read, section, table

DFE, NHS = Protection(Regime.DFE), Protection(Regime.NHS)
NONE = Protection(Regime.NONE, "the panel asked for exact figures")
SAMPLES = pytest.mark.parametrize(
    "report",
    [samples.published(), samples.published_before(), samples.everything()],
    ids=["published", "before", "everything"],
)


def counts(report: Report) -> dict[str, int | None]:
    return {name: some.count.value for name, some in figures_of(report)}


def exact(report: Report) -> dict[str, int]:
    return {name: n for name, n in counts(report).items() if n is not None}


def printed(now: Report, before: Report | None, protection: Protection) -> list[str]:
    """Return all that is published of a report."""
    subject = Subject(report=now, previous=before, protection=protection)
    tables = [f"{one.name}\n{csv_text(one)}" for one in report_tables(now)]
    note = readme(subject, ["html", "csv"], with_cases=False)
    return [render_html(subject), note, *tables]


def untold(report: Report, *names: str) -> Report:
    """Return a report that does not tell some of its figures."""
    assert set(names) <= set(counts(report))
    return with_figures(
        report, lambda name, some: Cases(UNTOLD) if name in names else some
    )


def page(report: Report, previous: Report | None = None) -> Element:
    return read(render_html(Subject(report=report, previous=previous, protection=DFE)))


# What is not told leaves no trace


def with_other_small_counts(report: Report, other: Callable[[str, int], int]) -> Report:
    """Return a report in which small counts, and sums of money, are other ones."""

    def changed(name: str, some: Cases) -> Cases:
        count = some.count.value or 0
        return making.some(other(name, count)) if 1 <= count <= 5 else some

    report = with_figures(report, changed)
    kinds = attrs.asdict(report.remedies, recurse=False)
    fates = {
        key: attrs.evolve(money, pence=7_700)
        for key, money in kinds.items()
        if 1 <= (money.cases.count.value or 0) <= 5
    }
    return attrs.evolve(report, remedies=attrs.evolve(report.remedies, **fates))


def published_as(report: Report, shown: Mapping[str, Shown]) -> list[str]:
    """Return what is published if a reader is told just that."""
    with mock.patch.object(protecting, "protect", return_value=shown):
        now, before = protected(report, None, DFE)
    return printed(now, before, DFE)


def only_hidden(report: Report) -> Mapping[str, Shown]:
    return {
        name: Hidden() if 1 <= count <= 5 else count
        for name, count in protecting._counts("", report).items()  # noqa: SLF001 - the counts it starts from
    }


@settings(max_examples=20)
@given(reports(), st.data())
def test_what_is_not_told_changes_nothing_that_is_published(
    report: Report, data: st.DataObject
) -> None:
    """Two reports that differ only in what is not told: the same bytes of each file."""
    shown = only_hidden(report)
    moved = data.draw(st.integers(1, 4))
    other = with_other_small_counts(report, lambda _, n: (n - 1 + moved) % 5 + 1)

    assert published_as(report, shown) == published_as(other, shown)


def test_two_councils_that_differ_in_small_numbers_publish_the_same() -> None:
    """The same from end to end, with nothing put in another's place."""
    report = samples.published()
    other = attrs.evolve(
        report,
        ombudsman=attrs.evolve(
            report.ombudsman,
            not_investigated_reasons=making.grouped({"premature": 2, "out_of_time": 1}),
        ),
        by_team=making.named(
            {
                "Social Care Teams": 28,
                "Special Educational Needs (SEN)": 13,
                "Short Breaks": 4,
                "Education - school admissions": 1,
                "Home to school transport": 1,
            },
            47,
        ),
        remedies=making.settled(
            offered=making.money(99, 4),
            paid=making.money(1, 3),
            rejected=making.money(98, 1),
        ),
    )

    assert exact(report) != exact(other)
    assert printed(*protected(report, None, DFE), DFE) == printed(
        *protected(other, None, DFE), DFE
    )


def test_saboteur_an_amount_that_is_told_beside_its_hidden_count() -> None:
    """An amount that stays when its count is hidden would tell two reports apart."""
    report, shown = samples.published(), only_hidden(samples.published())
    other = with_other_small_counts(report, lambda _, n: n % 5 + 1)

    def keeps_pence(one: Report, change: Callable[[str, Cases], Cases]) -> Report:
        made = with_figures(one, change)
        paid = attrs.evolve(made.remedies.paid, pence=one.remedies.paid.pence)
        return attrs.evolve(made, remedies=attrs.evolve(made.remedies, paid=paid))

    with mock.patch.object(protecting, "with_figures", keeps_pence):
        assert published_as(report, shown) != published_as(other, shown)


@SAMPLES
@pytest.mark.parametrize("protection", [DFE, NHS, NONE], ids=["dfe", "nhs", "none"])
def test_no_reference_is_published(report: Report, protection: Protection) -> None:
    now, before = protected(report, None, protection)
    assert not [some for _, some in figures_of(now) if some.references]
    assert not [one for one in printed(now, before, protection) if "SECRET" in one]


def test_a_report_that_tells_not_all_cannot_be_protected_again() -> None:
    now, _ = protected(samples.published(), None, DFE)
    with pytest.raises(ValueError, match="only an exact report"):
        protected(now, None, DFE)


def test_a_working_copy_is_never_made_of_what_is_published() -> None:
    for protection in (DFE, NHS):
        now, _ = protected(samples.published(), None, protection)
        with pytest.raises(ValueError, match="exact figures"):
            render_json(now)


# The conventions


@SAMPLES
def test_dfe_tells_noughts_and_hides_small_numbers(report: Report) -> None:
    now, _ = protected(report, None, DFE)
    told = counts(now)
    for name, count in exact(report).items():
        expected = {None} if 1 <= count <= 5 else {count, None}
        assert told[name] in expected if count else told[name] == 0, name


@SAMPLES
def test_nhs_tells_multiples_of_5(report: Report) -> None:
    now, _ = protected(report, None, NHS)
    told = counts(now)
    for name, count in exact(report).items():
        if 1 <= count <= 7:
            assert told[name] is None, name
        elif told[name] is not None:
            assert told[name] == 5 * ((count + 2) // 5), name


@SAMPLES
def test_none_tells_everything(report: Report) -> None:
    now, _ = protected(report, None, NONE)
    assert exact(report) == counts(now)
    assert report.remedies.paid.pence == now.remedies.paid.pence


def test_the_year_before_is_protected_too() -> None:
    _, before = protected(samples.published(), samples.published_before(), DFE)
    assert before is not None
    assert before.intake.withdrawn == Cases(UNTOLD)
    assert before.intake.responded == Cases(Count(63))


@pytest.mark.parametrize(
    ("protection", "said"),
    [
        (DFE, "Counts of 1 to 5 are not told"),
        (NHS, "Other counts are rounded to the nearest 5"),
        (NONE, "The reason given: the panel asked for exact figures"),
    ],
)
def test_the_convention_is_told_on_the_page_and_beside_it(
    protection: Protection, said: str
) -> None:
    now, _ = protected(samples.published(), None, protection)
    subject = Subject(report=now, protection=protection)
    assert said in section(read(render_html(subject)), "methods").text
    assert said in readme(subject, ["html"], with_cases=False)


def test_the_reason_is_text_on_the_page() -> None:
    hostile = Protection(Regime.NONE, "<script>alert(1)</script>")
    written = render_html(Subject(report=samples.published(), protection=hostile))
    assert "<script" not in written
    assert "&lt;script&gt;alert(1)" in written


# What is worked out from what is not told


IN_TIME = "timeliness.stage_1_response.limits.within_original"


@pytest.mark.parametrize(
    "hidden", [IN_TIME, "timeliness.stage_1_response.limits.population"]
)
def test_of_a_share_that_is_not_told_nothing_is_worked_out(hidden: str) -> None:
    """No percentage, no verdict, no comparison: whether its part or whole is hidden."""
    report = untold(samples.published(), hidden)
    found = headline(
        page(report, samples.published_before()), "Answered in time at stage 1"
    )

    assert "[c]" == found.classed("figure")[0].text
    assert "Target 90%: [c]." == found.classed("target")[0].text
    assert "Last year 60% (38 of 63)." == found.classed("comparison")[0].text
    assert found.classed("equation")[0].text.count("%") == 0
    (row,) = (
        row
        for one in report_tables(report)
        if one.name == "timeliness"
        for row in one.rows
        if row[:2] == ("stage_1_response", "both")
    )
    assert "68" not in map(str, row)


def test_saboteur_a_share_that_is_told_has_all_of_these() -> None:
    found = headline(
        page(samples.published(), samples.published_before()),
        "Answered in time at stage 1",
    )
    assert "68%" == found.classed("figure")[0].text
    assert "missed by 22 percentage points" in found.classed("target")[0].text
    assert "8 percentage points higher" in found.classed("comparison")[0].text


def test_money_goes_with_its_count() -> None:
    shown = page(untold(samples.published(), "remedies.paid.cases"))
    found = table(shown, "Remedies offered in the year, and what became of them")
    assert ["[c]", "[c]"] == list(found["Paid"].values())
    assert ["1", "£400"] == list(found["Offer rejected"].values())
    assert "1,380" not in shown.text


def test_an_amount_that_is_not_told_is_not_called_none() -> None:
    shown = page(untold(samples.published(), "remedies.offered.cases"))
    assert "none of them money" not in shown.text
    assert "No money was offered" not in shown.text


def widths(shown: Element, title: str) -> list[float]:
    """Return how long the bars of a chart are, in the order in which they stand."""
    (chart,) = (
        one for one in shown.all("svg") if [title] == [t.text for t in one.all("title")]
    )
    marks = [one for one in chart.all("rect") if one.attributes["width"].endswith("%")]
    return [float(one.attributes["width"].rstrip("%")) for one in marks]


def test_a_bar_that_is_not_told_has_no_length() -> None:
    name = "by_team.Special Educational Needs (SEN).share.cases"
    before = widths(page(samples.published()), "Complaints answered, by team")
    shown = page(untold(samples.published(), name))
    # It stands last now: what is shown of it is no number.
    assert 13 * 68 / 28 == pytest.approx(before[1], abs=0.001)
    assert [68, *(pytest.approx(68 * n / 28, abs=0.001) for n in (4, 1, 1)), 0] == (
        widths(shown, "Complaints answered, by team")
    )


def test_the_parts_that_are_not_told_are_drawn_as_one() -> None:
    """Stage 1: 11 upheld, 9 and 27 not told, of 47."""
    report = untold(
        samples.published(), "stages.1.partially_upheld", "stages.1.not_upheld"
    )
    (figure,) = (
        one
        for one in page(report).all("figure")
        if "Outcomes at each stage" in one.all("figcaption")[0].text
    )
    drawn = widths(figure, "Outcomes at each stage")
    assert [
        pytest.approx(100 * 11 / 47, abs=0.001),
        pytest.approx(100 * 36 / 47, abs=0.001),
    ] == drawn[:2]
    assert "Not told, together" in figure.classed("key")[0].text


def test_groups_stand_in_the_order_of_what_is_told() -> None:
    """A group that is not told stands where nobody can see how large it is."""
    names = ["Special Educational Needs (SEN)", "Home to school transport"]
    report = untold(
        samples.published(), *(f"by_team.{name}.share.cases" for name in names)
    )
    assert [
        *("Social Care Teams", "Education - school admissions", "Short Breaks"),
        *("Home to school transport", "Special Educational Needs (SEN)", "Total"),
    ] == list(table(page(report), "Complaints answered, by team"))


def test_none_is_named_as_the_largest_if_the_largest_is_hidden() -> None:
    report = attrs.evolve(samples.empty(), by_team=making.named({"A": 3, "B": 2}, 5))
    report = attrs.evolve(
        report,
        intake=attrs.evolve(
            report.intake, received=making.some(5), responded=making.some(5)
        ),
    )
    shown = page(untold(report, *(f"by_team.{name}.share.cases" for name in "AB")))
    assert "Largest team" not in shown.text
    assert not re.search(r"longest bar", section(shown, "teams").text)


# Last year's edition


def edition(report: Report) -> dict[str, Shown]:
    """Return what an edition without protection printed."""
    return dict(exact(report))


def test_a_small_number_that_last_year_printed_stops_the_report() -> None:
    before = samples.published_before()
    with pytest.raises(Disclosure) as stopped:
        protected(samples.published(), before, DFE, last_year=edition(before))
    said = str(stopped.value)
    assert "the edition published last year: intake.withdrawn" in said
    assert making.REFERENCE not in said


def test_a_number_that_last_year_printed_gives_away_another() -> None:
    """65 received, 63 answered, 1 refused: who reads all three knows who withdrew."""
    before = samples.published_before()
    last_year: dict[str, Shown] = {
        "intake.received": 65,
        "intake.responded": 63,
        "intake.withdrawn": Hidden(),
        "intake.not_accepted": Hidden(),
    }
    now, _ = protected(samples.published(), before, DFE)
    with pytest.raises(Disclosure) as stopped:
        protected(samples.published(), before, DFE, last_year=last_year)
    assert "intake.withdrawn" in str(stopped.value)
    assert now.intake.responded == Cases(Count(47))


def test_what_last_year_hid_is_not_given_away_by_this_year() -> None:
    """What is open as the year begins is what was open as the last one ended."""
    before = samples.published_before()
    # At stage 1: 60 answered, 3 withdrawn, 12 open at its end, of 75 in all.
    flows = before.flows[0]
    before = attrs.evolve(
        before,
        flows=(
            attrs.evolve(
                flows,
                open_at_start=making.some(10),
                during=making.some(75),
                ended=making.grouped({"answered": 60, "withdrawn": 3}),
                open_at_end=making.some(12),
            ),
            *before.flows[1:],
        ),
    )
    # And none of this year's figures hides another's opening.
    report = samples.published()
    report = attrs.evolve(
        report,
        intake=attrs.evolve(
            report.intake, received=making.some(47), withdrawn=making.NOBODY
        ),
        by_capacity=making.named({"Parent": 36, "Young person": 11}, 47),
        largest_complainant=Share(making.NOBODY, making.some(47)),
        equality={},
        flows=(
            attrs.evolve(
                report.flows[0],
                open_at_start=making.some(12),
                begun=making.some(47),
                during=making.some(59),
                ended=making.grouped({"answered": 59}),
            ),
            *report.flows[1:],
        ),
    )
    by_itself, _ = protected(report, before, DFE)
    assert by_itself.flows[0].open_at_start == Cases(Count(12))
    last_year: dict[str, Shown] = {
        "flows.1.open_at_start": 10,
        "flows.1.begun": 65,
        "flows.1.during": 75,
        "flows.1.ended.answered": 60,
        "flows.1.ended.withdrawn": Hidden(),
        "flows.1.open_at_end": Hidden(),
    }
    now, _ = protected(report, before, DFE, last_year=last_year)
    assert now.flows[0].open_at_start == Cases(UNTOLD)


def test_a_figure_that_has_changed_since_ties_last_year_to_nothing() -> None:
    before = samples.published_before()
    last_year: dict[str, Shown] = {"intake.withdrawn": 4, "actions.open": 2}
    now, _ = protected(samples.published(), before, DFE, last_year=last_year)
    assert now.intake.responded == Cases(Count(47))
