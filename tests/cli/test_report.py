"""`caseledger report`: the figures of the example as published, and its options."""

import csv
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from terminal import ROW, SERVICE, WESTMINSTER, Ran, call, run, write_register

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
        """`--format json` writes report.json, and what is to be known of it."""
        call(
            *("report", "2023-24", "--service", SERVICE, "--format", "json"),
            *("--out", tmp_path / "new" / "folder"),
            store=westminster,
        )

        assert {"report.json", "README.txt"} == {
            file.name for file in (tmp_path / "new" / "folder").iterdir()
        }

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


class TestQuarters:
    """A complaint belongs to the quarter of its receipt."""

    def test_the_first_and_the_last_day_of_a_quarter(
        self, tmp_path: Path, store: str
    ) -> None:
        """1 April and 30 June, 1 July, 31 March: two, one, none, one."""
        days = ("2023-04-01", "2023-06-30", "2023-07-01", "2024-03-31")
        rows = [{**ROW, "reference": f"CF-{day}", "received_on": day} for day in days]
        call("import", write_register(tmp_path / "in", register=rows), store=store)
        call("report", "2023-24", "--out", tmp_path, store=store)
        duty = json.loads((tmp_path / "report.json").read_text("utf-8"))["timeliness"][
            0
        ]

        assert {"Q1": 2, "Q2": 1, "Q3": 0, "Q4": 1} == {
            quarter: limits["population"]
            for quarter, limits in duty["by_quarter"].items()
        }

    def test_a_stage_2_belongs_to_the_quarter_of_its_request(
        self, tmp_path: Path, store: str
    ) -> None:
        row = {
            **ROW,
            "s1_responded_on": "2023-04-18",
            "s1_outcome": "not_upheld",
            "s2_requested_on": "2024-01-02",
            "s2_basis": "dissatisfied",
        }
        call("import", write_register(tmp_path / "in", register=[row]), store=store)
        call("report", "2023-24", "--out", tmp_path, store=store)
        duty = json.loads((tmp_path / "report.json").read_text("utf-8"))["timeliness"][
            1
        ]

        assert {"Q1": 0, "Q2": 0, "Q3": 0, "Q4": 1} == {
            quarter: limits["population"]
            for quarter, limits in duty["by_quarter"].items()
        }


class TestWhatIsPublished:
    """Protected by default, with what a person wrote, beside last year's edition."""

    def test_small_numbers_are_hidden_by_default(self, folder: Path) -> None:
        """One complaint was withdrawn, of 48: neither is told but in report.json."""
        found = (folder / "tables" / "intake.csv").read_text("utf-8")
        page = (folder / "index.html").read_text("utf-8")

        assert "withdrawn,[c]\n" in found.replace("\r", "")
        assert "received,[c]\n" in found.replace("\r", "")
        assert "Counts of 1 to 5 are not told" in page

    def test_nought_stays_nought(self, folder: Path) -> None:
        found = (folder / "tables" / "intake.csv").read_text("utf-8")

        assert "not_accepted,0\n" in found.replace("\r", "")

    def test_the_folder_says_what_may_be_published(self, folder: Path) -> None:
        said = (folder / "README.txt").read_text("utf-8")
        public, private = said.split("This must not be published:")

        assert "index.html" in public
        assert "tables/" in public
        assert "report.json" not in public
        assert "report.json" in private
        assert "the references of the cases" not in said
        assert "Nobody has written these parts" in said

    def test_the_folder_names_what_is_of_another_report(
        self, westminster: str, tmp_path: Path
    ) -> None:
        """Somebody may have worked on it, so it is not removed."""
        (tmp_path / "tables").mkdir()
        older = ("report.docx", "tables/gone.csv", "index.html", "notes.txt")
        for name in older:
            (tmp_path / name).write_text("older", encoding="utf-8")
        asked = ("report", "2023-24", "--service", SERVICE, "--out", tmp_path)
        call(*asked, "--format", "html", store=westminster)
        said = (tmp_path / "README.txt").read_text("utf-8")
        _, _, of_another = said.partition("These are not of this report")

        assert ["report.docx", "tables/gone.csv"] == [
            name for name in older if f"  {name}\n" in of_another
        ]
        assert "older" == (tmp_path / "report.docx").read_text("utf-8")

        call(*asked, "--format", "html,docx", store=westminster)
        (tmp_path / "tables" / "gone.csv").unlink()
        call(*asked, "--format", "html,docx", store=westminster)

        assert "not of this report" not in (tmp_path / "README.txt").read_text("utf-8")

    def test_the_folder_says_so_of_references(
        self, westminster: str, tmp_path: Path
    ) -> None:
        call(
            *("report", "2023-24", "--service", SERVICE, "--with-cases"),
            *("--format", "json", "--out", tmp_path),
            store=westminster,
        )
        said = (tmp_path / "README.txt").read_text("utf-8")

        assert "the references of the cases behind it" in said
        assert "may be published" not in said

    def test_exact_figures_with_their_reason(
        self, westminster: str, tmp_path: Path
    ) -> None:
        ran = call(
            *("report", "2023-24", "--service", SERVICE, *AS_AT, "--out", tmp_path),
            *("--protect", "none", "--because", "The panel asked for them"),
            store=westminster,
        )
        found = (tmp_path / "tables" / "intake.csv").read_text("utf-8")

        assert 0 == ran.code
        assert "withdrawn,1\n" in found.replace("\r", "")
        for name in ("index.html", "README.txt"):
            said = (tmp_path / name).read_text("utf-8")
            assert "The reason given: The panel asked for them" in said

    def test_nhs_rounds(self, westminster: str, tmp_path: Path) -> None:
        """47 answered are told as 45."""
        call(
            *("report", "2023-24", "--service", SERVICE, *AS_AT, "--out", tmp_path),
            *("--protect", "nhs"),
            store=westminster,
        )
        found = (tmp_path / "tables" / "intake.csv").read_text("utf-8")
        cells = {row[1] for row in csv.reader(found.splitlines()[1:])}

        assert "responded,45\n" in found.replace("\r", "")
        assert all(cell == "[c]" or int(cell) % 5 == 0 for cell in cells)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--protect", "none"), "say with --because why"),
            (("--protect", "none", "--because", "  "), "say with --because why"),
            (("--because", "I say so"), "--because goes with --protect none"),
            (
                ("--protect", "nhs", "--because", "I say so"),
                "--because goes with --protect none",
            ),
            (("--protect", "gdpr"), "'gdpr' is not one of 'dfe', 'nhs', 'none'"),
            (("--narrative", "nowhere.md"), "'nowhere.md' does not exist"),
            (("--last-year", "nowhere.json"), "'nowhere.json' does not exist"),
        ],
    )
    def test_what_cannot_be_done(
        self, westminster: str, tmp_path: Path, arguments: tuple[str, ...], said: str
    ) -> None:
        """Exit 2, a sentence, and nothing is written."""
        out = tmp_path / "out"
        ran = call(
            *("report", "2023-24", "--service", SERVICE, "--out", out, *arguments),
            store=westminster,
        )

        assert 2 == ran.code
        assert said in ran.err
        assert not out.exists()


class TestNarrative:
    """A Markdown file with what a person writes."""

    def written(self, store: str, folder: Path, text: str) -> Ran:
        path = folder / "narrative.md"
        path.write_text(text, "utf-8")
        return call(
            *("report", "2023-24", "--service", SERVICE, "--narrative", path),
            *("--out", folder / "out", "--format", "html"),
            store=store,
        )

    def test_it_stands_on_the_page(self, westminster: str, tmp_path: Path) -> None:
        ran = self.written(westminster, tmp_path, "# Learning\n\nWe *listen* now.\n")
        out = tmp_path / "out"

        assert 0 == ran.code
        assert "<p>We listen now.</p>" in (out / "index.html").read_text("utf-8")
        assert "  Learning\n" not in (out / "README.txt").read_text("utf-8")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("# Learning\n\n<b>", "--narrative: line 3: HTML cannot be taken over"),
            ("# Teaching\n", "--narrative: line 1: 'Teaching' is none of"),
            (
                "# Learning\n\nCF-23-0005 was hard.",
                "--narrative: line 3: it names the reference of a complaint",
            ),
        ],
    )
    def test_what_cannot_be_taken_over(
        self, westminster: str, tmp_path: Path, text: str, said: str
    ) -> None:
        """Exit 2 with the line, and nothing is written."""
        ran = self.written(westminster, tmp_path, text)

        assert 2 == ran.code
        assert said in ran.err
        assert "CF-23" not in ran.err
        assert not (tmp_path / "out").exists()

    def test_what_is_no_text(self, westminster: str, tmp_path: Path) -> None:
        path = tmp_path / "narrative.md"
        path.write_bytes(b"# Learning\n\xff")
        ran = call(
            *("report", "2023-24", "--service", SERVICE, "--narrative", path),
            *("--out", tmp_path / "out"),
            store=westminster,
        )

        assert 2 == ran.code
        assert "cannot read" in ran.err


class TestLastYear:
    """2022-23 as it was published, beside what is known of it a year later."""

    @pytest.fixture
    def edition(self, tmp_path: Path, store: str) -> Path:
        """Publish 2022-23 on 30 November 2023, from its own register."""
        assert 0 == call("import", WESTMINSTER / "2022-23", store=store).code
        ran = call(
            *("report", "2022-23", "--service", SERVICE, "--as-at", "2023-11-30"),
            *("--out", tmp_path / "2022-23"),
            store=store,
        )
        assert 0 == ran.code, ran.err
        return tmp_path / "2022-23" / "report.json"

    def reported(self, store: str, edition: Path, *more: object) -> Ran:
        return call(
            *("report", "2023-24", "--service", SERVICE, *AS_AT),
            *("--last-year", edition, "--out", edition.parents[1] / "out", *more),
            store=store,
        )

    def test_what_was_added_since_is_restated(
        self, store: str, edition: Path, tmp_path: Path
    ) -> None:
        """Twenty more complaints of that year came to light: more, and why."""
        rows = [
            {
                **ROW,
                "reference": f"LATE-{number}",
                "received_on": "2022-06-01",
                "procedure": "corporate",
                "theme": "Staff conduct",
                "team": "Social Care Teams",
                "s1_responded_on": "2022-06-10",
                "s1_outcome": "upheld",
            }
            for number in range(20)
        ]
        more = write_register(tmp_path / "more", register=rows)
        assert 0 == call("import", WESTMINSTER / "2023-24", store=store).code
        assert 0 == call("import", more, store=store).code
        before = json.loads(edition.read_text("utf-8"))
        ran = self.reported(store, edition)
        page = (tmp_path / "out" / "index.html").read_text("utf-8")

        assert 0 == ran.code, ran.err
        assert "Restated for 2022-23" in page
        assert 63 == before["published"]["figures"]["intake.responded"]
        assert "Records added or corrected since" in page
        assert re.search(r"Responded</th>.*?63.*?83.*?\+20", page, re.DOTALL)

    def test_nothing_is_restated_that_is_as_it_was(
        self, store: str, edition: Path, tmp_path: Path
    ) -> None:
        """The same records on the same day give what was published."""
        assert 0 == call("import", WESTMINSTER / "2023-24", store=store).code
        ran = self.reported(store, edition)
        page = (tmp_path / "out" / "index.html").read_text("utf-8")

        assert 0 == ran.code, ran.err
        assert "Records added or corrected since" not in page

    def test_an_edition_of_another_year(self, store: str, edition: Path) -> None:
        ran = call(
            *("report", "2022-23", "--service", SERVICE, "--last-year", edition),
            store=store,
        )

        assert 2 == ran.code
        assert f"it is about {SERVICE}, 2022-23, not {SERVICE}, 2021-22" in ran.err

    def test_a_file_that_is_no_edition(self, store: str, edition: Path) -> None:
        edition.write_text("{}", "utf-8")
        ran = self.reported(store, edition)

        assert 2 == ran.code
        assert "--last-year: schema: Field required" in ran.err

    def test_what_was_printed_last_year_gives_small_numbers_away(
        self, store: str, edition: Path, tmp_path: Path
    ) -> None:
        """Published exactly a year ago: nothing is written, and the figures named."""
        again = ("report", "2022-23", "--service", SERVICE, "--as-at", "2023-11-30")
        call(
            *(*again, "--protect", "none", "--because", "x", "--out", edition.parent),
            store=store,
        )
        assert 0 == call("import", WESTMINSTER / "2023-24", store=store).code
        ran = self.reported(store, edition)

        assert 2 == ran.code
        assert "the edition published last year: intake.withdrawn" in ran.err
        assert "fault of ours" not in ran.err
        assert "CF-2" not in ran.err
        assert not (tmp_path / "out").exists()
