"""`caseledger calendar`: a holiday proclaimed while clocks run, and what it moves."""

from datetime import date, timedelta

import pytest

from terminal import Ran, call, run

# Proclaimed for the day on which the stage 1 of CF-1 is due (tests/cli/conftest.py).
DAY = "2023-04-19"
TABLE = "2026-11-22.1"


def proclaim(store: str, day: str = DAY, announced_on: str = "2023-04-11") -> Ran:
    return call(
        *("calendar", "proclaim", day, "--name", "A holiday"),
        *("--announced-on", announced_on, "--instrument", "Gazette 4158896"),
        store=store,
    )


class TestProclaim:
    def test_moves_what_is_still_owed(self, live: str) -> None:
        """
        Of ten days from Mon 3 Apr 2023 the last was Wed 19 Apr, and is Thu 20 now.

        The clock of CF-3 stood still on that day. CF-4 is at stage 2, which began
        later; CF-5 was answered, and its window of twenty days from Wed 19 Apr begins
        with the 20th in any case.
        """
        ran = proclaim(live)

        assert 0 == ran.code, ran.err
        moved = {tuple(line.split()) for line in ran.lines[2:-1]}
        response = ("stage", "1", "response")
        assert {
            ("CF-1", *response, "2023-04-19", "2023-04-20"),
            ("CF-2", *response, "2023-04-19", "2023-04-20"),
        } == moved
        assert "deadlines moved: 2; cases: 2" == ran.lines[-1]
        assert call("explain", "CF-1", store=live).out.count("due 2023-04-20") == 1

    def test_is_told_in_each_case(self, live: str) -> None:
        """From which day to which, and that it was the calendar."""
        proclaim(live)

        said = call("history", "CF-1", store=live).out
        assert (
            "The stage 1 response is due 2023-04-20, no longer 2023-04-19, "
            "by the calendar." in said
        )

    def test_is_recorded_once(self, live: str) -> None:
        proclaim(live)
        again = proclaim(live)

        assert (0, "deadlines moved: 0; cases: 0\n") == (again.code, again.out)
        said = call("history", "CF-1", store=live).out
        assert 1 == said.count("by the calendar")

    def test_counts_for_what_is_asked_afterwards(self, live: str) -> None:
        """`explain` names the day, `what-next` and `due` have the new date."""
        proclaim(live)

        assert "Skipped: Wednesday 19 April 2023 (A holiday" in (
            call("explain", "CF-1", store=live).out
        )
        assert "stage 1 response: by 2023-04-20\n" in (
            call("what-next", "CF-1", "--on", "2023-04-20", store=live).out
        )
        assert 0 == (
            call("due", "--on", "2023-04-20", "--fail-on-overdue", store=live).code
        )

    @pytest.mark.parametrize(
        ("day", "why"),
        [
            ("2023-04-22", "a weekend"),
            ("2023-04-23", "a weekend"),
            ("2023-05-01", "Early May bank holiday"),
        ],
    )
    def test_a_day_that_is_not_worked_anyway_is_refused(
        self, live: str, day: str, why: str
    ) -> None:
        """Exit 2, and nothing is recorded."""
        ran = proclaim(live, day)

        assert (2, "") == (ran.code, ran.out)
        assert f"{day} is no working day already ({why})" in ran.err
        shown = call("calendar", "show", store=live).out
        assert shown.startswith(f"table {TABLE}, ")

    @pytest.mark.parametrize(
        ("day", "announced_on"),
        [
            (DAY, "2023-04-20"),
            ("2030-06-12", (date.today() + timedelta(days=2)).isoformat()),  # noqa: DTZ011 - only has to be ahead
        ],
        ids=["after the holiday", "after today"],
    )
    def test_is_announced_before_it_and_not_in_the_future(
        self, live: str, day: str, announced_on: str
    ) -> None:
        ran = proclaim(live, day, announced_on)

        assert (2, "") == (ran.code, ran.out)
        assert "is after the holiday or after today" in ran.err

    def test_past_the_calendar(self, live: str) -> None:
        """Nobody knows the holidays of 2036: exit 2."""
        ran = proclaim(live, "2036-06-11")

        assert (2, "") == (ran.code, ran.out)
        assert "the last day whose bank holidays are known here" in ran.err

    @pytest.mark.parametrize("unsaid", ["--name", "--announced-on", "--instrument"])
    def test_says_what_it_is_called_and_where_it_is_proclaimed(
        self, live: str, unsaid: str
    ) -> None:
        said = {"--name": "A", "--announced-on": "2023-04-11", "--instrument": "G"}
        del said[unsaid]
        options = [part for pair in said.items() for part in pair]
        ran = call("calendar", "proclaim", DAY, *options, store=live)

        assert (2, "") == (ran.code, ran.out)
        assert f"Missing option '{unsaid}'" in ran.err


class TestRecount:
    def test_moves_nothing_by_the_calendar_that_counted(self, live: str) -> None:
        ran = run("calendar", "recount", store=live)

        assert (0, "deadlines moved: 0; cases: 0\n") == (ran.code, ran.out)


class TestShow:
    def test_names_the_table_and_what_was_proclaimed_since(self, live: str) -> None:
        before = call("calendar", "show", store=live)
        proclaim(live)
        after = call("calendar", "show", store=live)

        known = "1995-01-01 to 2035-12-31\n"
        assert (0, f"table {TABLE}, {known}") == (before.code, before.out)
        assert (0, f"table {TABLE} + {DAY}, {known}") == (after.code, after.out)
