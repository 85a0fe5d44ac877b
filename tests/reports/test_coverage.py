"""What is said to be encoded is there, and nothing of the procedure is left out."""

import pytest

from caseledger.annual_report import compile_report
from caseledger.calendar import Counting
from caseledger.complaint import commands, events, refusals
from caseledger.read_models import StageRow
from caseledger.reports.coverage import (
    CORPORATE,
    DUTIES,
    PARTS,
    REFINEMENTS,
    REFUSALS,
    STATUTORY,
    Row,
)
from caseledger.rules import (
    Clock,
    Stage2Clock,
    corporate,
    guidance,
    statutory,
)

HELD_BY: dict[str, object] = {
    **vars(commands),
    **vars(events),
    **vars(refusals),
    **vars(corporate),
    **vars(guidance),
    **vars(statutory),
    **{one.__name__: one for one in (Clock, Counting, Stage2Clock, compile_report)},
    "maximum_on": StageRow,
}


@pytest.mark.parametrize(
    ("rows", "count"),
    # Rows of sections 6.1, 6.2, 5.1 and 6.3.
    [(STATUTORY, 25), (CORPORATE, 7), (REFINEMENTS, 10), (REFUSALS, 35)],
    ids=["6.1", "6.2", "5.1", "6.3"],
)
def test_no_row_is_missing(rows: tuple[Row, ...], count: int) -> None:
    assert count == len(rows)


def test_every_regulation_with_a_duty_is_there() -> None:
    """Section 1.3: regulations 6 to 20, 21 on, and section 26 of the Act."""
    told = " ".join(row.source for row in DUTIES)
    assert all(f"reg {number}" in told for number in range(6, 22))
    assert "s 26(4)" in told


def test_what_holds_a_row_exists() -> None:
    for rows in PARTS.values():
        for row in rows:
            assert bool(row.held_by) != bool(row.left_out), row
            for name in row.held_by:
                assert name in HELD_BY, name


def test_each_refusal_has_its_number() -> None:
    for row in REFUSALS:
        [name] = row.held_by
        refusal = HELD_BY[name]
        assert isinstance(refusal, type)
        assert issubclass(refusal, refusals.Refusal)
        assert row.source == refusal.rule


def test_only_these_are_left_out() -> None:
    assert ["reg 10", "reg 19(5)-(6)", "reg 21 on", "D9"] == [
        row.source for rows in PARTS.values() for row in rows if row.left_out
    ]
