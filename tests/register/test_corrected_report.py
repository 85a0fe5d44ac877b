"""However a register came to say what it says, its reports are the same."""

import random
from datetime import date
from pathlib import Path

import pytest

from oracle.generate import generate
from oracle.reckon import (
    ACTIONS,
    REGISTER,
    REMEDIES,
    Row,
    companion_faults,
    load,
    reckon,
)
from register.changes import changed, moved_on
from register.registers import (
    SERVICE,
    TODAY,
    Register,
    compiled,
    figures_of,
    imported,
    reported,
    rules_of,
)

YEARS = ("2021-22", "2022-23", "2023-24", "2024-25", "2025-26")
DAYS = (date(2024, 3, 15), TODAY)


def first_day(reference: str, companions: dict[str, list[Row]]) -> str:
    """Return the first day of a complaint's remedies and actions."""
    days = (
        text
        for name in (REMEDIES, ACTIONS)
        for row in companions[name]
        if row["reference"] == reference
        for column, text in row.items()
        if column.endswith("_on") and text
    )
    return min(days, default="9999")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_register_corrected_reports_what_it_would_have_from_the_start(
    tmp_path: Path,
    seed: int,
) -> None:
    """Cells are filled and corrected at random, wherever no fault comes of it."""
    generate(250, seed, irregular=0.2).write(tmp_path)
    rows, companions = load([tmp_path], TODAY)
    draw = random.Random(seed)  # noqa: S311 - which rows
    corrected = Register(tmp_path)
    assert not imported(corrected.log, tmp_path).rejected

    later: list[Row] = []
    for row in rows:
        last_receipt = first_day(row["reference"], companions)
        known = draw.random() < 0.4
        new = row if known else changed(draw, row, last_receipt=last_receipt)
        later.append(new)
    received = {row["reference"]: row for row in later}
    remedies: list[Row] = []
    for row in companions[REMEDIES]:
        new = moved_on(draw, row)
        fair = not companion_faults(new, REMEDIES, received[row["reference"]])
        remedies.append(new if fair and row["remedy_id"] else row)
    corrected.write(*later, remedies=remedies)

    summary = imported(corrected.log, tmp_path, because="it was misread")
    assert not summary.rejected
    assert 100 < summary.tallies[REGISTER].imported
    assert 0 < summary.tallies[REMEDIES].imported
    assert 0 == imported(corrected.log, tmp_path, because="again").total.imported

    fresh = Register(tmp_path)
    from_the_start = imported(fresh.log, tmp_path)
    assert from_the_start.irregular_rows == summary.irregular_rows
    assert {r: rules_of(fresh.log, r) for r in received} == {
        r: rules_of(corrected.log, r) for r in received
    }
    first, second = figures_of(corrected.log), figures_of(fresh.log)
    reckoned = load([tmp_path], TODAY)
    for year in YEARS:
        for service in (SERVICE, "Registrars"):
            for as_at in DAYS:
                told, anew = (
                    reported(compiled(found, year, service=service, as_at=as_at))
                    for found in (first, second)
                )
                assert told == anew
                assert told == reckon(*reckoned, year, service, as_at, TODAY)


LAWFUL = {
    "service": SERVICE,
    "reference": "CF-1",
    "procedure": "statutory",
    "received_on": "2023-04-03",
    # E7 and E8: due on Wed 19 Apr, at most until Thu 4 May.
    "s1_extended_on": "2023-04-12",
    "s1_extended_to": "2023-05-04",
    "s2_requested_on": "2023-04-26",
    "s2_basis": "no_response",
}


def test_an_extension_corrected_beyond_its_cap_ends_what_it_made_premature(
    tmp_path: Path,
) -> None:
    """Stage 1 was then overdue from 20 April, so stage 2 was asked for in order."""
    corrected, fresh = Register(tmp_path), Register(tmp_path)
    corrected.take(LAWFUL)
    assert ["R19"] == rules_of(corrected.log, "CF-1")
    corrected.again({**LAWFUL, "s1_extended_to": "2023-05-05"})
    imported(fresh.log, tmp_path)

    assert ["R12"] == rules_of(fresh.log, "CF-1")
    assert ["R12"] == rules_of(corrected.log, "CF-1")
