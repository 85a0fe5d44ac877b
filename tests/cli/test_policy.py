"""`caseledger policy`, and the option --policy of the other commands."""

import json
import os
from pathlib import Path
from unittest import mock

import pytest

from policies.files import edition, written
from terminal import ROW, SERVICE, WESTMINSTER, Ran, call, run, write_register

# Ten days from Mon 3 Apr 2023, over Good Friday and Easter Monday, are Wed 19 Apr (E7);
# eight are Mon 17 Apr.
OWN = edition("2023-04-01", "statutory.stage_1 = 8")
RECEIVE = {
    "command": "receive",
    "reference": "CF-1",
    "by": {"id": "user-17", "role": "complaints manager"},
    "on": "2023-04-03",
    "procedure": "statutory",
    "service": "A",
}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_register(tmp_path / "in", register=[ROW])


def explained(store: str, *options: object) -> str:
    return call("explain", "CF-1", *options, store=store).out


class TestThePolicyOfALog:
    def test_is_named_before_the_command(
        self, tmp_path: Path, register: Path, store: str
    ) -> None:
        path = written(tmp_path, OWN)
        assert 0 == call("--policy", path, "import", register, store=store).code

        said = explained(store, "--policy", path)
        assert "stage 1 response: due 2023-04-17" in said
        assert (
            "8 working days from 2023-04-03, by Westborough, statutory.stage_1, under "
            "SI 2006/1738, reg 14 (in force from 2023-04-01)" in said
        )

    def test_or_after_it(self, tmp_path: Path, register: Path, store: str) -> None:
        path = written(tmp_path, OWN)
        assert 0 == call("import", register, "--policy", path, store=store).code
        assert "stage 1 response: due 2023-04-17" in explained(store)

    def test_or_in_the_environment(
        self, tmp_path: Path, register: Path, store: str
    ) -> None:
        path = written(tmp_path, OWN)
        with mock.patch.dict(os.environ, {"CASELEDGER_POLICY": str(path)}):
            assert 0 == call("import", register, store=store).code
        assert "stage 1 response: due 2023-04-17" in explained(store)

    def test_the_nearest_name_holds(
        self, tmp_path: Path, register: Path, store: str
    ) -> None:
        own = ("--policy", written(tmp_path, OWN))
        ran = call("--policy", "none", "import", register, *own, store=store)
        assert 0 == ran.code
        assert "stage 1 response: due 2023-04-17" in explained(store)

    def test_is_the_law_s_if_none_is_named(self, register: Path, store: str) -> None:
        assert 0 == call("import", register, store=store).code
        assert "stage 1 response: due 2023-04-19" in explained(store)

    def test_a_change_of_it_moves_no_recorded_deadline(
        self, tmp_path: Path, register: Path, store: str
    ) -> None:
        """Imported again under a stricter policy, the row is unchanged."""
        call("import", register, store=store)
        path = written(tmp_path, OWN)
        again = call("import", register, "--policy", path, store=store)

        assert "in all: 1 rows read, 0 imported, 1 unchanged, 0 refused" in again.out
        assert "stage 1 response: due 2023-04-19" in explained(store, "--policy", path)


class TestExplaining:
    def test_counts_as_the_policy_counts(
        self, tmp_path: Path, register: Path, store: str
    ) -> None:
        """With Mon 3 Apr 2023 as day 1, day 10 is Tue 18 Apr (E7)."""
        text = 'counting = "start_is_day_1"\nstatutory.review_request = 21'
        path = written(tmp_path, edition("2023-04-01", text))
        call("import", register, "--policy", path, store=store)

        said = explained(store, "--policy", path)
        assert "stage 1 response: due 2023-04-18" in said
        assert "Monday 3 April 2023 is a working day, and is itself day 1." in said
        assert "stands as it was told" not in said

    def test_names_the_days_on_which_the_council_is_closed(
        self, tmp_path: Path, store: str
    ) -> None:
        """From Mon 18 Dec 2023 and 10, without 27 and 28 Dec, is Mon 8 Jan 2024."""
        row = {**ROW, "procedure": "corporate", "received_on": "2023-12-18"}
        text = "closure_days = [2023-12-27, 2023-12-28]"
        path = written(tmp_path, edition("2023-04-01", text))
        register = write_register(tmp_path / "in", register=[row])
        call("import", register, "--policy", path, store=store)

        said = explained(store, "--policy", path)
        assert "stage 1 response: due 2024-01-08" in said
        assert "Skipped: Wednesday 27 December 2023 (Council closure" in said
        assert "stands as it was told" not in said


@pytest.fixture(scope="module")
def westminster_s(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A log with both years of the example, recorded under the preset for them."""
    store = f"sqlite:///{tmp_path_factory.mktemp('policy')}/caseledger.db"
    for year in ("2022-23", "2023-24"):
        ran = call(
            *("--policy", "westminster-2022", "import", WESTMINSTER / year),
            store=store,
        )
        assert 0 == ran.code, ran.err
    return store


class TestReporting:
    def report(self, store: str, out: Path, year: str, *options: object) -> Ran:
        as_at = ("--as-at", "2024-11-30", "--out", out)
        return call("report", year, *as_at, *options, store=store)

    @pytest.mark.parametrize(("year", "target"), [("2022-23", None), ("2023-24", 90)])
    def test_takes_the_service_and_the_target_of_the_year_s_end(
        self, westminster_s: str, tmp_path: Path, year: str, target: int | None
    ) -> None:
        """The preset's target holds from 1 April 2023."""
        named = ("--policy", "westminster-2022")
        ran = self.report(westminster_s, tmp_path, year, *named)
        assert 0 == ran.code, ran.err

        report = json.loads((tmp_path / "report.json").read_text("utf-8"))
        assert SERVICE == report["service"]
        assert {target} == {one["target_percent"] for one in report["timeliness"][:1]}

    def test_changes_no_figure_but_the_target(
        self, westminster: str, westminster_s: str, tmp_path: Path
    ) -> None:
        """The preset's limits are those that the published figures were measured by."""
        found = []
        for store, named in (
            (westminster, ("--service", SERVICE)),
            (westminster_s, ("--policy", "westminster-2022")),
        ):
            self.report(store, tmp_path, "2023-24", *named, "--format", "json")
            text = (tmp_path / "report.json").read_text("utf-8")
            found.append(text.replace('"target_percent": 90', '"target_percent": null'))

        assert found[0] == found[1]

    def test_tells_the_own_limits_on_the_page(
        self, westminster: str, tmp_path: Path
    ) -> None:
        path = written(tmp_path, edition("2024-01-01", "statutory.stage_1 = 8"))
        named = ("--policy", path, "--service", SERVICE)
        assert 0 == self.report(westminster, tmp_path, "2023-24", *named).code

        page = (tmp_path / "index.html").read_text("utf-8")
        assert "10 working days, 8 from 1 January 2024" in page
        assert "This authority&#39;s own rules" in page
        assert "Westborough, statutory.stage_1, under SI 2006/1738, reg 14" in page


class TestAPolicyThatCannotBeUsed:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("policy", "check", "{}"),
            ("--policy", "{}", "import", "in"),
            ("import", "in", "--policy", "{}"),
            ("do", "receive.json", "--policy", "{}"),
            ("report", "2023-24", "--policy", "{}"),
        ],
        ids=" ".join,
    )
    def test_is_said_in_one_line(
        self, tmp_path: Path, register: Path, store: str, arguments: tuple[str, ...]
    ) -> None:
        """Exit 2, nothing recorded, and no log left behind."""
        path = written(tmp_path, edition("2023-04-01", "statutory.stage_1 = 11"))
        (tmp_path / "receive.json").write_text(json.dumps(RECEIVE), "utf-8")
        paths = {"in": register, "receive.json": tmp_path / "receive.json"}
        given = [str(paths.get(one, one)) for one in arguments]
        ran = run(*(one.format(path) for one in given), store=store)

        assert (2, "") == (ran.code, ran.out)
        [line] = ran.err.splitlines()
        assert line.startswith(
            "caseledger: policy.toml: edition 1 (since 2023-04-01): statutory.stage_1: "
            "11 working days is laxer than the law, which allows 10"
        )
        assert not (tmp_path / "caseledger.db").exists()

    def test_a_name_of_nothing_lists_the_presets(
        self, register: Path, store: str
    ) -> None:
        ran = call("--policy", "westminster", "import", register, store=store)

        assert 2 == ran.code
        assert "the presets are ombudsman-code, westminster-2022" in ran.err


class TestLooking:
    def test_check_shows_the_law_s_value_beside_each(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            edition("2021-04-01", 'service = "A"'),
            edition("2023-04-01", "statutory.stage_1 = 8\ncorporate.stage_2 = 15"),
        )
        ran = call("policy", "check", path)

        assert 0 == ran.code
        told = [" ".join(line.split()) for line in ran.lines]
        assert ["from 2021-04-01", "from 2023-04-01"] == [
            line for line in told if line.startswith("from ")
        ]
        assert "service A none" in told
        assert (
            "statutory.stage_1 8 working days 10 working days (SI 2006/1738, reg 14)"
            in told
        )
        assert (
            "corporate.stage_2 15 working days 20 working days (Local corporate "
            "complaints procedure, stage 2 (Westminster, annual report 2023-24, "
            "appendix E))" in told
        )

    def test_check_shows_all_that_is_set(self) -> None:
        told = call("policy", "check", "westminster-2022").out

        for word in ("target_percent", "90", "Executive Director", "anybody", "yes"):
            assert word in told
        assert "corporate_clock" in told

    def test_show_prints_a_file_that_can_be_used(self, tmp_path: Path) -> None:
        shown = call("policy", "show", "ombudsman-code")
        copy = tmp_path / "own.toml"
        copy.write_text(shown.out, encoding="utf-8")

        assert shown.out.startswith("# The Local Government and Social Care Ombudsman")
        assert 0 == call("policy", "check", copy).code

    def test_an_edition_that_sets_nothing_is_shown_too(self, tmp_path: Path) -> None:
        path = written(tmp_path, edition("2021-04-01"))

        assert ["from 2021-04-01", "nothing of its own"] == (
            call("policy", "check", path).lines
        )

    def test_schema_prints_json(self) -> None:
        schema = json.loads(call("policy", "schema").out)

        assert ["name", "url", "edition"] == schema["required"]
