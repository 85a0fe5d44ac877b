"""What is published, attacked by a reader who has all tables before him."""

from collections.abc import Mapping
from unittest import mock

import pytest
from hypothesis import given, settings

from caseledger.annual_report import Report
from caseledger.disclosure import Hidden, Regime, Shown
from caseledger.reports import (
    Protection,
    Subject,
    csv_text,
    protected,
    protecting,
    render_html,
    report_tables,
)
from reports import samples
from reports.attacker import Attacker, attacker
from reports.drawing import reports
from reports.pages import headline, read

DFE = Protection(Regime.DFE)
SAMPLES = pytest.mark.parametrize(
    "report",
    [samples.published(), samples.published_before(), samples.everything()],
    ids=["published", "before", "everything"],
)


def reading(report: Report) -> Attacker:
    """Return who has read the tables of a report, and its page for what they lack."""
    tables = {one.name: csv_text(one) for one in report_tables(report)}
    page = read(render_html(Subject(report=report, protection=DFE)))
    figure = "0"
    if page.classed("headlines"):
        figure = headline(page, "Compliments").classed("figure")[0].text
    return attacker(tables, year=report.period.label, compliments=figure)


def truth(report: Report) -> Mapping[str, int]:
    return {
        name: low for name, (low, high) in reading(report).ranges.items() if low == high
    }


def marked(
    counts: Mapping[str, int],
    _relations: object,
    _regime: Regime,
    *,
    printed: Mapping[str, Shown],
) -> Mapping[str, Shown]:
    """Hide small counts and nothing else, as is done by hand."""
    assert not printed
    return {name: Hidden() if 1 <= n <= 5 else n for name, n in counts.items()}


def test_the_attacker_knows_what_holds() -> None:
    """In an exact report every sum that he reckons with comes out."""
    for report in (samples.published_before(), samples.everything()):
        counts = truth(report)
        for factors in reading(report).sums:
            if set(factors) <= set(counts):
                assert 0 == sum(f * counts[name] for name, f in factors.items())


@SAMPLES
def test_no_small_count_can_be_found_out(report: Report) -> None:
    now, _ = protected(report, None, DFE)
    assert set() == reading(now).finds(truth(report))


@SAMPLES
def test_saboteur_only_small_counts_are_hidden(report: Report) -> None:
    with mock.patch.object(protecting, "protect", marked):
        now, _ = protected(report, None, DFE)
    assert reading(now).finds(truth(report))


@settings(max_examples=15, print_blob=False)
@given(reports())
def test_no_small_count_of_any_report_can_be_found_out(report: Report) -> None:
    now, _ = protected(report, None, DFE)
    assert set() == reading(now).finds(truth(report))
