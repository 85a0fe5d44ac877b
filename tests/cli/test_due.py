"""`caseledger due`: what is owed soon and what is overdue, by a small register."""

import csv
import json
from pathlib import Path

import pytest

from cli.conftest import answered, told
from terminal import ROW, call, run, write_register

# Worked by hand from `procedure.md` §8: ten working days from Monday 3 April 2023 are
# over on the 19th (Good Friday and Easter Monday between); with an extension to twenty
# on 4 May; stage 2 asked for on Monday 15 May is owed after 25, on 20 June.
OPEN = {**ROW, "reference": "CF-1"}
EXTENDED = {
    **ROW,
    "reference": "CF-2",
    "s1_extended_on": "2023-04-19",
    "s1_extended_to": "2023-05-04",
}
ANSWERED = {
    **ROW,
    "reference": "CF-3",
    "s1_responded_on": "2023-04-19",
    "s1_outcome": "upheld",
    "s2_requested_on": "2023-05-15",
    "s2_basis": "dissatisfied",
}
WITHDRAWN = {**ROW, "reference": "CF-4", "withdrawn_on": "2023-04-11"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A log with these four complaints."""
    folder = tmp_path_factory.mktemp("due")
    store = f"sqlite:///{folder}/caseledger.db"
    rows = [OPEN, EXTENDED, ANSWERED, WITHDRAWN]
    call("import", write_register(folder / "in", register=rows), store=store)
    return store


def due(store: str, on: str, *options: object) -> list[tuple[str, str, str]]:
    ran = call("due", "--on", on, "--format", "json", *options, store=store)
    assert 0 == ran.code
    return [
        (one["reference"], one["duty"], one["due_on"]) for one in json.loads(ran.out)
    ]


class TestWhatIsListed:
    """Due within some working days, or overdue."""

    def test_soon(self, small: str) -> None:
        """On 11 April, six working days before the 19th, not within five."""
        assert [] == due(small, "2023-04-11", "--within", 5)
        # Extensions known later count for the day on which they are due.
        assert [("CF-1", "stage_1_response", "2023-04-19")] == [
            one for one in due(small, "2023-04-11", "--within", 6) if one[0] == "CF-1"
        ]

    def test_every_open_case_has_its_own_date(self, small: str) -> None:
        """Answered and withdrawn cases owe nothing more at stage 1."""
        assert [
            ("CF-1", "stage_1_response", "2023-04-19"),
            ("CF-2", "stage_1_response", "2023-05-04"),
            ("CF-3", "stage_2_response", "2023-06-20"),
        ] == due(small, "2023-06-20", "--within", 0)

    def test_an_answer_ends_what_is_owed(self, small: str) -> None:
        """CF-3 was owed its answer until the day it came."""
        before = [one[0] for one in due(small, "2023-04-18")]
        after = [one[0] for one in due(small, "2023-04-19")]

        assert "CF-3" in before
        assert "CF-3" not in after

    def test_a_withdrawal_ends_what_is_owed(self, small: str) -> None:
        """CF-4 was withdrawn on 11 April."""
        assert "CF-4" in [one[0] for one in due(small, "2023-04-06", "--within", 8)]
        assert "CF-4" not in [one[0] for one in due(small, "2023-04-11", "--within", 9)]


class TestOverdue:
    """The day after the due date, not the due date."""

    def test_on_the_due_date_nothing_is_overdue(self, small: str) -> None:
        ran = call("due", "--on", "2023-04-19", "--fail-on-overdue", store=small)

        assert 0 == ran.code
        assert "0 overdue on 2023-04-19, 1 due by 2023-04-26" == ran.lines[-1]

    def test_the_day_after_it_is(self, small: str) -> None:
        """Exit 1 if asked to, else 0."""
        ran = run("due", "--on", "2023-04-20", "--fail-on-overdue", store=small)

        assert 1 == ran.code
        assert "1 overdue on 2023-04-20, 0 due by 2023-04-27" == ran.lines[-1]
        assert "1 late" in ran.lines[2]
        assert 0 == call("due", "--on", "2023-04-20", store=small).code

    def test_over_a_weekend(self, tmp_path: Path, store: str) -> None:
        """Due on Friday 14 April, on Saturday late, but by no working day yet."""
        row = {**ROW, "received_on": "2023-03-29"}
        call("import", write_register(tmp_path / "in", register=[row]), store=store)
        ran = call("due", "--on", "2023-04-15", "--fail-on-overdue", store=store)

        assert 1 == ran.code
        assert ran.lines[2].split()[:3] == ["2023-04-14", "late", "stage"]

    def test_nothing_at_all(self) -> None:
        """An empty log is an empty list."""
        ran = call("due", "--on", "2023-04-20", "--fail-on-overdue", store="memory:")

        assert (0, "0 overdue on 2023-04-20, 0 due by 2023-04-27\n") == (
            ran.code,
            ran.out,
        )


class TestFormats:
    """The same list for people, programs and spreadsheets."""

    def test_json(self, small: str) -> None:
        """Every column, with the paragraph that sets the date."""
        ran = call("due", "--on", "2023-04-19", "--format", "json", store=small)
        [one] = json.loads(ran.out)

        assert {
            "due_on": "2023-04-19",
            "working_days_left": 0,
            "duty": "stage_1_response",
            "reference": "CF-1",
            "service": ROW["service"],
            "team": ROW["team"],
            "procedure": "statutory",
            "latest_on": "2023-05-04",
        }.items() <= one.items()
        assert one["paragraph"]

    def test_csv(self, small: str) -> None:
        """The same columns in the same order."""
        listed = [
            call("due", "--on", "2023-06-01", "--format", form, store=small).out
            for form in ("json", "csv")
        ]
        from_json = json.loads(listed[0])
        from_csv = list(csv.DictReader(listed[1].splitlines()))

        assert list(from_json[0]) == list(from_csv[0])
        assert [one["reference"] for one in from_json] == [
            one["reference"] for one in from_csv
        ]

    def test_a_team_is_no_formula(self, tmp_path: Path, store: str) -> None:
        """What begins like a formula is marked as text."""
        rows = [{**ROW, "team": "=1+1", "reference": "@A1"}]
        call("import", write_register(tmp_path / "in", register=rows), store=store)
        ran = call("due", "--on", "2023-04-19", "--format", "csv", store=store)

        assert "'=1+1" in ran.lines[1]
        assert "'@A1" in ran.lines[1]

    @pytest.mark.parametrize("within", ["-1", "1001", "many"])
    def test_within_is_a_number_of_days(self, small: str, within: str) -> None:
        """Exit 2 for anything else."""
        assert 2 == call("due", "--within", within, store=small).code

    def test_past_the_calendar(self, small: str) -> None:
        """Nobody knows the holidays of 2036: exit 2, with a sentence."""
        ran = call("due", "--on", "2035-12-28", store=small)

        assert 2 == ran.code
        assert "the last day whose bank holidays are known here" in ran.err


class TestWhatBindsNobody:
    """Recommended days and the complainant's windows; what stands still."""

    def test_is_listed_only_if_asked_for(self, live: str) -> None:
        """CF-5 was answered on 19 April: 20 working days end on Fri 19 May (s. 8)."""
        limits = due(live, "2023-05-16")
        windows = due(live, "2023-05-16", "--milestones")

        assert "CF-5" not in [one[0] for one in limits]
        assert [("CF-5", "stage_2_request", "2023-05-19")] == [
            one for one in windows if one not in limits
        ]

    def test_is_never_overdue(self, live: str) -> None:
        """The window of CF-5 is past; the stage 1 of CF-1 and CF-3 is overdue."""
        ran = call("due", "--on", "2023-05-22", "--milestones", store=live)

        assert (
            "2 overdue on 2023-05-22, 0 due by 2023-05-30; "
            "1 recommended day or window past" == ran.lines[-1]
        )
        [window] = [line for line in ran.lines if "CF-5" in line]
        assert window.startswith("2023-05-19  1 past ")

    def test_fails_no_run(self, tmp_path: Path, store: str) -> None:
        """Answered on 19 April, its window past: nothing is overdue."""
        path = tmp_path / "requests.json"
        path.write_text(json.dumps(told("CF-5", answered("CF-5"))), "utf-8")
        assert 0 == call("do", path, store=store).code
        ran = call(
            *("due", "--on", "2023-05-22", "--milestones", "--fail-on-overdue"),
            store=store,
        )

        assert 0 == ran.code
        assert ran.lines[-1].startswith("0 overdue on 2023-05-22, ")
        assert "1 past" in ran.lines[2]

    def test_a_suspended_case_owes_nothing_now(self, live: str) -> None:
        """CF-2 was due on 19 April when it was suspended on the 14th."""
        listed = due(live, "2023-05-22", "--within", 30, "--milestones")

        assert "CF-2" not in [one[0] for one in listed]

    def test_a_resumed_case_owes_what_was_left(self, live: str) -> None:
        """Three of ten days were left on 14 April; 25, 26 and 27 April are they."""
        assert ("CF-3", "stage_1_response", "2023-04-27") in due(live, "2023-04-25")
