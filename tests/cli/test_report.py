"""`caseledger report`: the figures of the example as published, and its options."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from terminal import ROW, SERVICE, call, run, write_register

PUBLISHED = Path(__file__).parents[1] / "oracle" / "published.json"
AS_AT = ("--as-at", "2024-11-30")

Figures = dict[str, Any]


@cache
def published(year: str) -> Figures:
    found: Figures = json.loads(PUBLISHED.read_text("utf-8"))["years"][year]
    return found


@pytest.fixture(scope="module")
def folder(westminster: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report that the issue asks for, written by the real command."""
    folder = tmp_path_factory.mktemp("report")
    ran = run(
        *("report", "2023-24", "--service", SERVICE, *AS_AT, "--out", folder),
        store=westminster,
    )
    assert 0 == ran.code, ran.err
    assert not ran.err
    return folder


@pytest.fixture(scope="module")
def report(folder: Path) -> Figures:
    found: Figures = json.loads((folder / "report.json").read_text("utf-8"))
    return found


class TestPublishedFigures:
    """Every figure that the council published for 2023-24."""

    def test_intake(self, report: Figures) -> None:
        said, found = published("2023-24"), report["intake"]

        for key in ("received", "withdrawn", "responded", "other_services"):
            assert said[key] == found[key]
        assert (0, 0, 0) == (
            found["not_accepted"],
            found["skipped"],
            found["awaiting_response"],
        )

    @pytest.mark.parametrize("stage", [1, 2])
    def test_stages(self, report: Figures, stage: int) -> None:
        said, found = published("2023-24")["stages"][stage - 1], report["stages"]

        assert said == {key: found[stage - 1][key] for key in said}
        assert 0 == found[stage - 1]["pending"] == found[stage - 1]["reinvestigate"]

    def test_stage_3(self, report: Figures) -> None:
        """One not upheld and one to be done again: the text, not the table."""
        assert report["stages"][2] == {
            "stage": 3,
            "total": 2,
            "statutory": 2,
            "corporate": 0,
            "upheld": 0,
            "partially_upheld": 0,
            "not_upheld": 1,
            "reinvestigate": 1,
            "pending": 0,
        }

    def test_procedures(self, report: Figures) -> None:
        [year] = [one for one in report["years"] if one["label"] == "2023-24"]

        assert {
            "label": "2023-24",
            "statutory": 4,
            "corporate": 43,
            "total": 47,
        } == year
        assert published("2023-24")["statutory"] == year["statutory"]
        assert published("2023-24")["corporate"] == year["corporate"]

    def test_timeliness(self, report: Figures) -> None:
        said = published("2023-24")["stage_1_within_10_working_days"]
        found = report["timeliness"][0]

        assert "stage_1_response" == found["duty"]
        assert said["count"] == found["within_original"]
        assert said["of"] == found["population"]
        assert said["percent"] == found["percent_within_original"]
        assert (9, 6, 0, 0) == (
            found["within_extended"],
            found["late"],
            found["no_response"],
            found["in_time"],
        )
        assert {"statutory": 4, "corporate": 43} == {
            procedure: limits["population"]
            for procedure, limits in found["by_procedure"].items()
        }

    def test_escalation(self, report: Figures) -> None:
        assert (
            published("2023-24")["not_escalated"]
            == report["escalation"]["not_escalated"]
        )
        assert {"count": 8, "of": 47, "percent": 17} == report["escalation"][
            "to_stage_2"
        ]

    def test_teams_and_themes(self, report: Figures) -> None:
        said = published("2023-24")
        themes = {one["theme"]: one["count"] for one in report["by_theme"]}

        assert said["teams"] == {one["team"]: one["count"] for one in report["by_team"]}
        assert said["themes"] == {theme: themes[theme] for theme in said["themes"]}
        assert {"count": 28, "of": 47, "percent": 60}.items() <= report["by_team"][
            0
        ].items()

    def test_the_ombudsman_and_what_was_paid(self, report: Figures) -> None:
        said, found = published("2023-24")["ombudsman"], report["ombudsman"]

        for key in ("referred", "investigated", "not_investigated_reasons"):
            assert said[key] == found[key]
        assert 1 == found["upheld"]
        # 250 + 1,000 after the Ombudsman's decision, and 130; 400 were rejected.
        assert sum(said["paid_gbp"]) + 130 == report["remedies"]["paid_gbp"]
        assert {"paid_gbp": 1380, "offered_gbp": 1780, "rejected_gbp": 400} == report[
            "remedies"
        ]

    def test_actions(self, report: Figures) -> None:
        assert {"agreed": 6, "done": 4, "not_done": 2, "open": 0} == report["actions"]

    def test_compliments(self, report: Figures) -> None:
        said, found = published("2023-24")["compliments"], report["compliments"]
        teams = {one["team"]: one["count"] for one in found["by_team"]}

        assert said["total"] == found["total"]
        assert said["teams"] == {team: teams[team] for team in said["teams"]}

    def test_the_year_before(self, westminster: str, tmp_path: Path) -> None:
        """The series' figures for 2022-23, at the end of that year and later."""
        call(
            *("report", "2022-23", "--service", SERVICE, *AS_AT, "--format", "json"),
            *("--out", tmp_path),
            store=westminster,
        )
        said = published("2022-23")
        found = json.loads((tmp_path / "report.json").read_text("utf-8"))

        assert said["responded"] == found["intake"]["responded"]
        assert said["to_stage_2"].items() <= found["escalation"]["to_stage_2"].items()
        assert said["stage_3_requests"] == found["stages"][2]["total"]
        assert said["ombudsman"]["referred"] == found["ombudsman"]["referred"]

    def test_everything_adds_up(self, report: Figures) -> None:
        assert report["reconciliation"]
        assert all(one["holds"] for one in report["reconciliation"])
        assert [] == report["findings"]


class TestFiles:
    """What is written, and what is not in it."""

    def test_the_page_the_figures_and_the_tables(self, folder: Path) -> None:
        written = {str(file.relative_to(folder)) for file in folder.rglob("*.*")}

        assert {"index.html", "report.json", "tables/stages.csv"} <= written
        assert (folder / "index.html").read_text("utf-8").startswith("<!DOCTYPE html>")

    def test_it_is_marked_as_exact(self, report: Figures) -> None:
        """The council's own working copy: not protected, and it says so."""
        assert "caseledger.annual-report/1" == report["schema"]
        assert report["protected"] is False
        assert {"label": "2023-24", "from": "2023-04-01", "to": "2024-03-31"} == report[
            "period"
        ]
        assert "2024-11-30" == report["as_at"]

    def test_no_reference_is_in_any_file(self, folder: Path) -> None:
        """References appear when asked for and never by default."""
        for file in folder.rglob("*.*"):
            assert "CF-23-" not in file.read_text("utf-8"), file.name

    def test_references_when_asked_for(self, westminster: str, tmp_path: Path) -> None:
        """`--with-cases` puts the references behind every figure into report.json."""
        call(
            *("report", "2023-24", "--service", SERVICE, *AS_AT, "--with-cases"),
            *("--out", tmp_path),
            store=westminster,
        )
        found = json.loads((tmp_path / "report.json").read_text("utf-8"))

        assert 48 == len(found["cases"]["intake.received"])
        assert 32 == len(
            found["cases"]["timeliness.stage_1_response.limits.within_original"]
        )
        assert "CF-23-" not in (tmp_path / "index.html").read_text("utf-8")

    def test_only_what_was_asked_for(self, westminster: str, tmp_path: Path) -> None:
        """`--format json` writes report.json alone."""
        call(
            *("report", "2023-24", "--service", SERVICE, "--format", "json"),
            *("--out", tmp_path / "new" / "folder"),
            store=westminster,
        )

        assert ["report.json"] == [
            file.name for file in (tmp_path / "new" / "folder").iterdir()
        ]

    def test_tables_are_safe_from_formulas(self, tmp_path: Path, store: str) -> None:
        """Text from a register is text in a spreadsheet, whatever it begins with."""
        begins = ["=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1", "\uff0b1"]
        rows = [
            {
                **ROW,
                "reference": f"CF-{number}",
                "team": text,
                "theme": text,
                "s1_responded_on": "2023-04-18",
                "s1_outcome": "upheld",
            }
            for number, text in enumerate(begins)
        ]
        compliments = [
            {
                "reference": f"CO-{number}",
                "service": text,
                "received_on": "2023-05-02",
                "team": text,
            }
            for number, text in enumerate([*begins, SERVICE])
        ]
        folder = write_register(tmp_path / "in", register=rows, compliments=compliments)
        call("import", folder, store=store)
        out = tmp_path / "out"
        ran = call("report", "2023-24", "--service", SERVICE, "--out", out, store=store)
        cells = [
            cell
            for file in (out / "tables").iterdir()
            for row in csv.reader(file.read_text("utf-8").splitlines())
            for cell in row
        ]

        assert 0 == ran.code
        assert {f"'{text}" for text in begins} <= set(cells)
        assert not [
            cell for cell in cells if cell.startswith(tuple("=+-@\uff1d\uff0b"))
        ]


class TestChoices:
    """Which service, which day."""

    def test_several_services_and_none_named(self, westminster: str) -> None:
        """Exit 2, listing them."""
        ran = run("report", "2023-24", store=westminster)

        assert 2 == ran.code
        assert not ran.out
        assert ran.err.endswith(
            "say which service with --service:\n"
            f"  {SERVICE}\n  Libraries and Archives\n  Registrars\n"
        )

    def test_an_unknown_service(self, westminster: str, tmp_path: Path) -> None:
        """Exit 6, saying which there are; nothing is written."""
        out = tmp_path / "out"
        ran = call(
            "report", "2023-24", "--service", "Parks", "--out", out, store=westminster
        )

        assert 6 == ran.code
        assert "names the service 'Parks'" in ran.err
        assert "  Libraries and Archives\n" in ran.err
        assert not out.exists()

    def test_the_only_service_needs_no_name(self, tmp_path: Path, store: str) -> None:
        call("import", write_register(tmp_path / "in", register=[ROW]), store=store)
        ran = call("report", "2023-24", "--out", tmp_path / "out", store=store)

        assert 0 == ran.code
        assert ran.out.startswith(f"{SERVICE}, 2023-24, as at ")

    def test_an_empty_log(self) -> None:
        """Exit 6: there is no service to report on."""
        ran = call("report", "2023-24", store="memory:")

        assert 6 == ran.code
        assert "nothing is recorded yet; import a register first" in ran.err

    @pytest.mark.parametrize(
        ("as_at", "counts"),
        [
            # Received on Monday 3 April 2023: due on the 19th (`procedure.md` §8).
            ("2023-04-02", {}),
            ("2023-04-03", {"awaiting_response": 1, "in_time": 1}),
            ("2023-04-19", {"awaiting_response": 1, "in_time": 1}),
            ("2023-04-20", {"awaiting_response": 1, "no_response": 1}),
            ("2023-04-21", {"responded": 1, "late": 1}),
        ],
    )
    def test_what_is_dated_later_is_left_out(
        self, tmp_path: Path, store: str, as_at: str, counts: dict[str, int]
    ) -> None:
        """`--as-at`: the complaint, its answer and its lateness as known that day."""
        row = {**ROW, "s1_responded_on": "2023-04-21", "s1_outcome": "upheld"}
        call("import", write_register(tmp_path / "in", register=[row]), store=store)
        call("report", "2023-24", "--as-at", as_at, "--out", tmp_path, store=store)
        report = json.loads((tmp_path / "report.json").read_text("utf-8"))
        found = {**report["intake"], **report["timeliness"][0]}
        named = "awaiting_response", "responded", "no_response", "in_time", "late"

        assert counts == {name: found[name] for name in named if found[name]}

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("2023",), "written like 2023-24"),
            (("2023-25",), "written like 2023-24"),
            (("9999-00",), "no working days are known in that year"),
            (("0001-02",), "no working days are known in that year"),
            (("2023-24", "--as-at", "30/11/2024"), "yyyy-mm-dd"),
            (("2023-24", "--as-at", "20241130"), "yyyy-mm-dd"),
            (("2023-24", "--format", "pdf"), "'pdf' is none of html, json, csv"),
        ],
    )
    def test_what_cannot_be_read(
        self, westminster: str, arguments: tuple[str, ...], said: str
    ) -> None:
        """Exit 2 and a sentence."""
        ran = call("report", *arguments, store=westminster)

        assert 2 == ran.code
        assert said in ran.err

    def test_a_folder_that_cannot_be_written(
        self, westminster: str, tmp_path: Path
    ) -> None:
        """A file where the folder should be: exit 2, by name."""
        (tmp_path / "taken").write_text("")
        ran = call(
            *("report", "2023-24", "--service", SERVICE, "--out", tmp_path / "taken"),
            store=westminster,
        )

        assert 2 == ran.code
        assert f"cannot write to {tmp_path / 'taken'}" in ran.err
