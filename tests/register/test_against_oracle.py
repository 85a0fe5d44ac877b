"""Generated registers against labels and figures reckoned from their rows alone."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from caseledger.annual_report import Evidence
from caseledger.complaint import Deadline, DeadlineName, Terms
from caseledger.complaint.state import Pause
from caseledger.register import Summary
from caseledger.rules import Procedure
from oracle.generate import SERVICES, generate
from oracle.reckon import Row, load, reckon
from register.registers import (
    TODAY,
    Register,
    compiled,
    counts,
    figures_of,
    imported,
    reported,
    rules_of,
    verdicts,
)

YEARS = ("2021-22", "2022-23", "2023-24", "2024-25", "2025-26", "2026-27")
DAYS = (date(2023, 7, 15), date(2024, 3, 31), date(2024, 11, 30), TODAY)


@attrs.frozen
class Imported:
    """A generated register after its import, its labels, and what the oracle read."""

    summary: Summary
    labels: dict[str, Any]
    register: Register
    read: tuple[list[Row], dict[str, list[Row]]]

    def labelled(self, verdict: str) -> list[dict[str, Any]]:
        """Return the labels of a verdict."""
        return [one for one in self.labels["labels"] if one["verdict"] == verdict]


def made(folder: Path, rows: int, seed: int) -> Imported:
    labels = generate(rows, seed, bad=0.1, irregular=0.1, repeats=0.05).write(folder)
    register = Register(folder)
    summary = imported(register.log, folder)
    return Imported(summary, labels, register, load([folder], TODAY))


@pytest.fixture(
    scope="module",
    params=[(400, 21), (400, 22), (600, 23), (3_000, 24)],
    ids=lambda one: f"{one[0]} rows, seed {one[1]}",
)
def one(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Imported:
    """A register of which every tenth row is bad and every tenth irregular."""
    return made(tmp_path_factory.mktemp("register"), *request.param)


def test_exactly_the_labelled_rows_are_refused_by_rule_and_column(
    one: Imported,
) -> None:
    labels = {(told["file"], told["row"]): told for told in one.labelled("refused")}
    found = {(file, row): (rule, c) for file, row, rule, c in verdicts(one.summary)}

    assert labels.keys() == found.keys()
    assert len(found) == len(one.summary.rejected)
    for place, (rule, column) in found.items():
        told = labels[place]
        assert told["rule"] == rule, told
        assert column in (told["column"], *told["also"]), told


def test_exactly_the_labelled_rows_are_irregular(one: Imported) -> None:
    marked = {
        told["reference"]: told["rule"]
        for told in one.labels["labels"]
        if told["verdict"] != "refused" and told["rule"]
    }
    rows, _ = one.read
    found = {
        row["reference"]: rules[0]
        for row in rows
        if (rules := rules_of(one.register.log, row["reference"]))
    }

    assert marked == found
    told = one.labels["counts"]["register.csv"]["irregular"]
    assert told == one.summary.irregular_rows == one.summary.broken.total()


def test_the_counts_are_those_of_the_labels(one: Imported) -> None:
    for file, told in one.labels["counts"].items():
        expected = (
            *(told["read"], told["imported"], told["unchanged"], told["refused"]),
        )
        assert expected == counts(one.summary.tallies[file])


def test_the_same_register_again_records_nothing(one: Imported) -> None:
    before = one.register.log.position()
    again = imported(one.register.log, one.register.folder)

    assert before == one.register.log.position()
    assert one.summary.rejected == again.rejected
    assert one.summary.irregular_rows == again.irregular_rows
    assert one.summary.total.imported + one.summary.total.unchanged == (
        again.total.unchanged
    )


def differences(
    found: Evidence,
    read: tuple[list[Row], dict[str, list[Row]]],
) -> list[tuple[str, str, date, str]]:
    """Return the figures that are not as reckoned: year, service, day and key."""
    wrong = []
    for year in YEARS:
        for service in SERVICES:
            for as_at in DAYS:
                report = compiled(found, year, service=service, as_at=as_at)
                told = reported(report)
                reckoned = reckon(*read, year, service, as_at, TODAY)
                wrong += [
                    (year, service, as_at, key)
                    for key in told.keys() | reckoned.keys()
                    if told.get(key) != reckoned.get(key)
                ]
                wrong += [
                    (year, service, as_at, check.check)
                    for check in report.reconciliation
                    if not check.holds
                ]
    return wrong


def test_every_figure_is_as_reckoned_from_the_rows(one: Imported) -> None:
    assert [] == differences(figures_of(one.register.log), one.read)


def test_a_due_date_a_day_off_is_found_out(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The comparison above would see it."""
    right = Terms.deadline

    def late(
        terms: Terms,
        name: DeadlineName,
        procedure: Procedure,
        *,
        counted_from: date,
        asked_on: date | None = None,
        pauses: Sequence[Pause] = (),
    ) -> Deadline:
        told = right(
            *(terms, name, procedure),
            counted_from=counted_from,
            asked_on=asked_on,
            pauses=pauses,
        )
        return attrs.evolve(told, due_on=told.due_on + timedelta(days=1))

    monkeypatch.setattr(Terms, "deadline", late)
    off = made(tmp_path, 400, 21)
    wrong = differences(figures_of(off.register.log), off.read)

    assert {"timeliness"} <= {key for *_, key in wrong}


def test_the_rows_of_every_file_shuffled_give_the_same_verdicts_and_report(
    tmp_path: Path,
) -> None:
    folder = generate(400, 25, bad=0.1, irregular=0.1)
    folder.write(tmp_path)
    first = Register(tmp_path)
    before = imported(first.log, tmp_path)
    draw = random.Random(25)  # noqa: S311 - which rows
    for lines in folder.files.values():
        draw.shuffle(lines)
    folder.write(tmp_path)
    second = Register(tmp_path)
    after = imported(second.log, tmp_path)

    def refused(summary: Summary) -> list[tuple[str, ...]]:
        return sorted(
            (told.file, told.reference, told.rule, told.column, told.message)
            for told in summary.rejected
        )

    assert refused(before) == refused(after)
    assert before.tallies == after.tallies
    assert before.broken == after.broken
    found, found_again = figures_of(first.log), figures_of(second.log)
    for year in YEARS:
        assert reported(compiled(found, year)) == reported(compiled(found_again, year))
