"""`caseledger explain`: how each due date of a case was reached."""

import json
from pathlib import Path

import pytest

from cli.conftest import asked, suspended
from terminal import call, run, write_register

BASE = {"service": "Children and Family Services", "procedure": "statutory"}
REGISTER = [
    # Example E7 and E8: due 19 April, at the latest 4 May 2023; lawfully extended.
    {
        **BASE,
        "reference": "CF-1",
        "received_on": "2023-04-03",
        "s1_extended_on": "2023-04-19",
        "s1_extended_to": "2023-05-04",
        "s1_responded_on": "2023-05-04",
        "s1_outcome": "upheld",
    },
    # The same, but told a day too late (R11); answered on 21 April.
    {
        **BASE,
        "reference": "CF-2",
        "received_on": "2023-04-03",
        "s1_extended_on": "2023-04-20",
        "s1_extended_to": "2023-05-04",
        "s1_responded_on": "2023-04-21",
        "s1_outcome": "upheld",
        "s2_requested_on": "2023-06-05",
        "s2_basis": "dissatisfied",
    },
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A log with the two complaints."""
    folder: Path = tmp_path_factory.mktemp("explain")
    store = f"sqlite:///{folder}/caseledger.db"
    columns = {column: "" for row in REGISTER for column in row}
    rows = [{**columns, **row} for row in REGISTER]
    call("import", write_register(folder / "in", register=rows), store=store)
    return store


def test_every_skipped_day_is_there_with_its_reason(store: str) -> None:
    """Good Friday, Easter Monday and two weekends lie between 3 and 19 April 2023."""
    lines = run("explain", "CF-1", store=store).lines

    skipped = [line.strip() for line in lines if "Skipped" in line]
    assert [
        "Skipped: Friday 7 April 2023 (Good Friday, published).",
        "Skipped: Saturday 8 April 2023 (weekend).",
        "Skipped: Sunday 9 April 2023 (weekend).",
        "Skipped: Monday 10 April 2023 (Easter Monday, published).",
        "Skipped: Saturday 15 April 2023 (weekend).",
        "Skipped: Sunday 16 April 2023 (weekend).",
    ] == skipped


def test_a_lawful_extension_moves_the_date(store: str) -> None:
    """The head line has the date that binds; the rule and the ceiling are named."""
    said = call("explain", "CF-1", store=store).out

    assert said.startswith("stage 1 response: due 2023-05-04\n")
    assert "10 working days from 2023-04-03, by SI 2006/1738, reg 14" in said
    assert "It may be extended to 2023-05-04 at the latest." in said
    assert "Extended on 2023-04-19 to 2023-05-04.\n" in said
    assert "Met in time on 2023-05-04." in said


def test_an_unlawful_extension_moves_nothing(store: str) -> None:
    """It is told with the rule that it broke."""
    said = call("explain", "CF-2", store=store).out

    assert said.startswith("stage 1 response: due 2023-04-19\n")
    assert "Extended on 2023-04-20 to 2023-05-04: that breaks R11" in said
    assert "Met late on 2023-04-21." in said


def test_one_deadline_alone(store: str) -> None:
    """Example E26 and E27: 25 days end on 10 July, 65 on 5 September 2023."""
    ran = call("explain", "CF-2", "--deadline", "stage_2_response", store=store)

    assert ran.out.startswith("stage 2 response: due 2023-07-10\n")
    assert "It may be extended to 2023-09-05 at the latest." in ran.out
    assert "stage 1" not in ran.out


def test_a_clock_that_has_not_started(store: str) -> None:
    """There is nothing to explain, and that is said."""
    ran = call("explain", "CF-1", "--deadline", "review_panel", store=store)

    assert (0, "") == (ran.code, ran.out)
    assert "no such clock has started" in ran.err


def test_an_unknown_case(store: str) -> None:
    """Exit code 6."""
    assert 6 == call("explain", "CF-9", store=store).code


class TestWhatStoodStill:
    def test_a_pause_is_shown_where_it_moved_the_day(self, live: str) -> None:
        """Three of ten days were left on Fri 14 April: 25, 26 and 27 April are they."""
        lines = run("explain", "CF-3", store=live).lines

        assert "stage 1 response: due 2023-04-27" in lines
        assert (
            "    The clock stood still after 2023-04-14 until 2023-04-24: "
            "2023-04-19 becomes 2023-04-27." in lines
        )

    def test_a_suspended_case_is_paused(self, live: str) -> None:
        said = call("explain", "CF-2", store=live).out

        assert (
            "stage 1 response: due 2023-04-19 when it was suspended, and paused since\n"
        ) in said

    def test_an_extension_that_a_pause_moved(self, live: str, tmp_path: Path) -> None:
        """To 4 May from 19 April: 10 working days, 8 left after Fri 21 April."""
        # Paused until Tue 9 May: 10-12 May (3) and 15-19 May (8).
        requests = [
            asked(
                "CF-1",
                "extend",
                "2023-04-19",
                stage=1,
                extended_to="2023-05-04",
                reason="complexity",
            ),
            {**suspended("CF-1"), "on": "2023-04-21", "notified_on": "2023-04-21"},
            asked("CF-1", "resume", "2023-05-09"),
        ]
        path = tmp_path / "more.json"
        path.write_text(json.dumps(requests), "utf-8")
        assert 0 == call("do", path, store=live).code
        said = call("explain", "CF-1", store=live).out

        assert "stage 1 response: due 2023-05-19\n" in said
        assert (
            "Extended on 2023-04-19 to 2023-05-04, which is 2023-05-19 with the "
            "pauses since.\n" in said
        )


def test_the_other_reading_of_stage_2_is_shown_beside_it(live: str) -> None:
    """Counted from Fri 26 May 2023, 25 days end on Mon 3 July (29 May between)."""
    said = call("explain", "CF-4", "--deadline", "stage_2_response", store=live).out

    assert said.startswith("stage 2 response: due 2023-06-20\n")
    assert (
        "By the other reading of its start, 2023-05-26, it would be due 2023-07-03; "
        "this policy does not count so.\n" in said
    )
