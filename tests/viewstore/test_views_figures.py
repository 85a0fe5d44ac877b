"""What the views count is what the annual report counts, case by case."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest

from caseledger.annual_report import (
    Cases,
    Evidence,
    Limits,
    Period,
    Report,
    compile_report,
)
from caseledger.eventlog import memory_log
from caseledger.read_models.views import ALL_VIEWS
from caseledger.register import import_register
from caseledger.sheets import register_sheets
from caseledger.viewstore import ViewStore, evidence
from caseledger.viewstore.views import EVERY_VIEW
from viewstore.histories import SEEDS, choices, history, ids, log_of

EXAMPLES = Path(__file__).parents[2] / "examples" / "westminster"
Rows = list[dict[str, object]]


@attrs.frozen
class World:
    """A log's views, read once, and the evidence for the report beside them."""

    views: dict[str, Rows]
    evidence: Evidence

    @property
    def last_day(self) -> date:
        [row] = self.views["last_day"]
        return date.fromisoformat(str(row["day"]))

    def reports(self) -> Iterator[Report]:
        """Go through the reports of all services and years, as at the log's end."""
        years = {Period.containing(row.received_on) for row in self.evidence.complaints}
        begun = {row.begun_on for row in self.evidence.stages if row.begun_on}
        years |= {Period.containing(day) for day in begun}
        for service in self.evidence.services:
            for year in sorted(years, key=lambda one: one.begins):
                yield compile_report(
                    self.evidence, service=service, period=year, as_at=self.last_day
                )

    def rows(self, view: str, report: Report, **wanted: object) -> Rows:
        wanted |= {"year": report.period.label, "service": report.service}
        return [
            row
            for row in self.views[view]
            if all(row[name] == value for name, value in wanted.items())
        ]


UNDATED = {"caseload", "due", "overdue"}
"""What is asked with a day; `test_views_days.py` asks it."""


def world_of(folder: Path | None = None, seed: int = 0) -> World:
    with TemporaryDirectory() as place:
        path = Path(place) / "views"
        log = log_of(history(seed)) if folder is None else memory_log()
        if folder is not None:
            for number, year in enumerate(("2022-23", "2023-24")):
                sheets = register_sheets(folder / year)
                import_register(log, sheets, choices(), new_id=ids(number))
        store = ViewStore(log, path)
        store.catch_up()
        found = evidence(store)
        store.close()
        with closing(sqlite3.connect(path)) as db:
            db.row_factory = sqlite3.Row
            views = {
                view.name: [
                    dict(row)
                    for row in db.execute(f"SELECT * FROM {view.name}")  # noqa: S608 - our own view
                ]
                for view in EVERY_VIEW
                if view.name not in UNDATED
            }
        return World(views, found)


@cache
def world(name: object) -> World:
    return (
        world_of(EXAMPLES) if name == "westminster" else world_of(seed=int(str(name)))
    )


each_world = pytest.mark.parametrize("name", ["westminster", *range(SEEDS)])


def refs(figure: Cases) -> list[str]:
    return list(figure.references)


def counts(*figures: Cases) -> list[int]:
    return [len(one.references) for one in figures]


def summed(rows: Rows, *names: str) -> list[int]:
    return [sum(int(str(row[name])) for row in rows) for name in names]


def cases_of(rows: Rows) -> list[str]:
    return sorted(one for row in rows for one in str(row["cases"]).split("; "))


def by_name(rows: Rows, column: str, count: str) -> Counter[str]:
    named: Counter[str] = Counter()
    for row in rows:
        named[str(row[column] or "Not recorded")] += int(str(row[count]))
    return named


FATES = ("not_accepted", "withdrawn", "skipped", "responded", "awaiting_response")
OUTCOMES = (
    "total",
    "upheld",
    "partially_upheld",
    "not_upheld",
    "reinvestigate",
    "no_finding",
    "pending",
    "withdrawn",
    "deferred",
)
KEPT = ("within_original", "within_extended", "late", "no_response", "in_time")


@each_world
def test_intake(name: object) -> None:
    for report in world(name).reports():
        rows, intake = world(name).rows("intake", report), report.intake

        assert counts(
            intake.received, *(getattr(intake, fate) for fate in FATES)
        ) == summed(rows, "received", *FATES)
        assert refs(intake.received) == cases_of(rows)
        for fate in FATES:
            some = world(name).rows("fates", report, fate=fate)
            found = sorted(str(row["reference"]) for row in some)
            assert refs(getattr(intake, fate)) == found


@each_world
def test_outcomes(name: object) -> None:
    for report in world(name).reports():
        for stage in report.stages:
            rows = world(name).rows("outcomes", report, stage=stage.stage)
            expected = counts(*(getattr(stage, one) for one in OUTCOMES))

            assert expected == summed(rows, *OUTCOMES)
            assert refs(stage.total) == cases_of(rows)
            for procedure in ("statutory", "corporate"):
                some = [row for row in rows if row["procedure"] == procedure]
                assert refs(getattr(stage, procedure)) == cases_of(some)


@each_world
def test_timeliness(name: object) -> None:
    for report in world(name).reports():
        for stage, duty in enumerate(report.timeliness, start=1):
            rows = world(name).rows("timeliness", report, stage=stage)
            assert_limits(duty.limits, rows)
            for procedure, limits in duty.by_procedure.items():
                assert_limits(
                    limits, [row for row in rows if row["procedure"] == procedure]
                )
            for kept in KEPT:
                some = world(name).rows(
                    "stage_limits", report, stage=stage, in_timeliness=1, kept=kept
                )
                found = sorted(str(row["reference"]) for row in some)
                assert refs(getattr(duty.limits, kept)) == found


def assert_limits(limits: Limits, rows: Rows) -> None:
    expected = counts(limits.population, *(getattr(limits, one) for one in KEPT))

    assert expected == summed(rows, "population", *KEPT)
    assert refs(limits.population) == cases_of(rows)
    if limits.within_maximum is not None:
        assert counts(limits.within_maximum) == summed(rows, "within_maximum")


@each_world
def test_escalation(name: object) -> None:
    for report in world(name).reports():
        rows, share = world(name).rows("escalation", report), report.to_stage_2

        assert counts(share.of, report.not_escalated.cases, share.cases) == summed(
            rows, "responded", "not_escalated", "to_stage_2"
        )
        assert refs(share.of) == cases_of(rows)
        for column, shares in (("team", report.by_team), ("theme", report.by_theme)):
            expected = {one.name: len(refs(one.share.cases)) for one in shares}
            assert expected == by_name(rows, column, "responded")


@each_world
def test_the_ombudsman(name: object) -> None:
    for report in world(name).reports():
        rows, told = world(name).rows("ombudsman", report), report.ombudsman
        reasons = {
            reason: len(refs(some))
            for reason, some in told.not_investigated_reasons.items()
        }
        late, early = reasons.pop("out_of_time", 0), reasons.pop("premature", 0)

        assert [
            *counts(told.referred, told.investigated, told.upheld),
            *(late, early, sum(reasons.values())),
        ] == summed(
            rows,
            *("referred", "investigated", "upheld"),
            *("out_of_time", "premature", "not_investigated_otherwise"),
        )
        assert refs(told.referred) == cases_of(rows)


@each_world
def test_remedies(name: object) -> None:
    for report in world(name).reports():
        rows, told = world(name).rows("remedy_totals", report), report.remedies
        money = (told.offered, told.paid, told.rejected)

        assert counts(*(one.cases for one in money)) == summed(
            rows, "offered", "paid", "rejected"
        )
        assert [one.pence for one in money] == summed(
            rows, "offered_pence", "paid_pence", "rejected_pence"
        )
        assert refs(told.offered.cases) == cases_of(rows)


@each_world
def test_actions(name: object) -> None:
    for report in world(name).reports():
        rows, told = world(name).rows("action_totals", report), report.actions

        assert counts(told.agreed, told.done, told.not_done, told.open) == summed(
            rows, "agreed", "done", "not_done", "still_open"
        )
        assert refs(told.agreed) == cases_of(rows)


@each_world
def test_compliments(name: object) -> None:
    for report in world(name).reports():
        rows, told = world(name).rows("compliment_counts", report), report.compliments

        assert refs(told.total) == cases_of(rows)
        expected = {team: len(refs(some)) for team, some in told.by_team.items()}
        assert expected == by_name(rows, "team", "compliments")


@each_world
def test_months_add_up_to_years(name: object) -> None:
    for report in world(name).reports():
        rows = world(name).rows("monthly", report)
        begun = [
            sum(counts(stage.total, stage.reopened)) for stage in report.stages[1:]
        ]

        assert counts(report.intake.received) == summed(rows, "received")
        assert begun == summed(rows, "stage_2_begun", "stage_3_begun")


@each_world
def test_cases_are_sorted_and_as_many_as_counted(name: object) -> None:
    counted = {
        "intake": "received",
        "escalation": "responded",
        "capacities": "received",
        "timeliness": "population",
        "duties_kept": "owed",
        "rules_applied": "owed",
        "outcomes": "total",
        "outcomes_by_point": "points",
        "panel_reviews": "panels",
        "ombudsman": "referred",
        "remedy_totals": "offered",
        "action_totals": "agreed",
        "compliment_counts": "compliments",
    }
    for view, count in counted.items():
        for row in world(name).views[view]:
            cases = str(row["cases"]).split("; ")
            assert sorted(cases) == cases
            assert row[count] == len(cases)


def test_every_view_that_counts_keeps_its_cases() -> None:
    for view in ALL_VIEWS:
        columns = {column.name for column in view.columns}
        assert columns & {"reference", "cases"} or view.name == "last_day"


def test_the_columns_are_those_declared() -> None:
    with TemporaryDirectory() as place:
        path = Path(place) / "views"
        store = ViewStore(log_of(history(0)), path)
        store.catch_up()
        store.close()
        with closing(sqlite3.connect(path)) as db:
            for view in EVERY_VIEW:
                found = db.execute(f"SELECT * FROM {view.name} LIMIT 0").description  # noqa: S608 - our own view
                assert [column.name for column in view.columns] == [
                    n for n, *_ in found
                ]


class TestSaboteur:
    """A view that counts something else is found out."""

    @pytest.mark.parametrize(
        ("honest", "dishonest"),
        [
            (
                "WHEN known.answered THEN",
                "WHEN known.answered AND NOT known.withdrawn THEN",
            ),
            ("s.begun_on IS NOT NULL AND NOT s.reopened", "s.begun_on IS NOT NULL"),
        ],
    )
    def test_populations(
        self, honest: str, dishonest: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        changed = [
            attrs.evolve(view, sql=view.sql.replace(honest, dishonest))
            for view in EVERY_VIEW
        ]
        assert any(one != view for one, view in zip(changed, EVERY_VIEW, strict=True))
        monkeypatch.setattr("caseledger.viewstore.views.EVERY_VIEW", changed)
        names = ("fates", "outcomes", "timeliness")
        differ = [
            world_of(seed=seed).views[name] != world(seed).views[name]
            for seed in range(SEEDS)
            for name in names
        ]

        assert any(differ)
