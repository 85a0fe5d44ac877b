"""What is published, attacked by a reader who has all tables before him."""

import csv
import io
from collections.abc import Mapping
from unittest import mock

import pytest
from hypothesis import given, settings
from python_calamine import CalamineWorkbook

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
from caseledger.reports.workbook import render_workbook
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


@SAMPLES
def test_the_workbook_tells_no_more_than_the_tables(report: Report) -> None:
    """So what its reader can find out is what the reader of the tables can."""
    now, _ = protected(report, None, DFE)
    written = render_workbook(Subject(report=now, protection=DFE))
    book = CalamineWorkbook.from_filelike(io.BytesIO(written))
    # The first two sheets say what there is, and what each column means.
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names[2:]]

    assert [
        list(csv.reader(io.StringIO(csv_text(one)))) for one in report_tables(now)
    ] == [
        [[as_text(cell) for cell in row] for row in sheet.to_python()]
        for sheet in sheets
    ]


def as_text(cell: object) -> str:
    """Write a cell of a workbook as the tables do: whole numbers without a point."""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


@settings(max_examples=15, print_blob=False)
@given(reports())
def test_no_small_count_of_any_report_can_be_found_out(report: Report) -> None:
    now, _ = protected(report, None, DFE)
    assert set() == reading(now).finds(truth(report))
