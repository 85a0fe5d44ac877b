"""`caseledger working-days`: the calendar by itself, one date or a file of them."""

import csv
from pathlib import Path

import pytest

from terminal import call, run

PEERS = Path(__file__).parents[1] / "data" / "peer_deadline_cases.csv"


class TestOneDate:
    """A start and a number of days."""

    def test_the_date_alone(self) -> None:
        """Ten working days from 3 April 2023 (`procedure.md` §8)."""
        ran = run("working-days", "add", "2023-04-03", "10")

        assert (0, "2023-04-19\n", "") == (ran.code, ran.out, ran.err)

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            (("2023-05-03", "-10"), "2023-04-18"),
            (("2023-04-03", "10", "--counting", "start_is_day_1"), "2023-04-18"),
            (("2023-05-03", "-1", "--counting", "start_is_day_1"), "2023-05-03"),
            # A Saturday: counted from Monday, or from Friday when counting back.
            (("2024-11-30", "1", "--counting", "roll_start"), "2024-12-03"),
            (("2024-11-30", "-1", "--counting", "roll_start"), "2024-11-28"),
            # No days at all give the start, and roll_start a working day.
            (("2024-11-30", "0"), "2024-11-30"),
            (("2024-11-30", "0", "--counting", "start_is_day_1"), "2024-11-30"),
            (("2024-11-30", "0", "--counting", "roll_start"), "2024-12-02"),
            # The last working day that is known.
            (("2035-12-28", "1"), "2035-12-31"),
        ],
    )
    def test_conventions(self, arguments: tuple[str, ...], expected: str) -> None:
        """Forwards and backwards, from days off and from none."""
        ran = call("working-days", "add", *arguments)

        assert (0, f"{expected}\n") == (ran.code, ran.out)

    def test_an_explanation_lists_every_skipped_day(self) -> None:
        """Each with its reason: weekends are days too."""
        ran = call("working-days", "add", "2022-09-16", "3", "--explain")

        assert [
            "Skipped: Saturday 17 September 2022 (weekend).",
            "Skipped: Sunday 18 September 2022 (weekend).",
            (
                "Skipped: Monday 19 September 2022 (Bank holiday for the State Funeral"
                " of Queen Elizabeth II, published)."
            ),
            "Day 3 is Thursday 22 September 2022.",
        ] == ran.lines[1:-1]

    def test_past_the_calendar(self) -> None:
        """Exit 2 with a sentence: nobody knows the holidays of 2036."""
        ran = run("working-days", "add", "2035-12-28", "2")

        assert (2, "") == (ran.code, ran.out)
        assert (
            "caseledger: The date 2 working days after Friday 28 December 2035 is after"
            " Monday 31 December 2035, the last day whose bank holidays are known here."
            " A calendar that reaches further would answer.\n"
        ) == ran.err

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ((), "give DATE and N, or --csv FILE"),
            (("2023-04-03",), "give DATE and N, or --csv FILE"),
            (("2023-02-29", "1"), "not a date written yyyy-mm-dd"),
            (("03/04/2023", "1"), "not a date written yyyy-mm-dd"),
            (("20230403", "1"), "not a date written yyyy-mm-dd"),
            (("2023-04-03", "ten"), "'ten' is not a valid integer"),
            (("2023-04-03", "1.5"), "'1.5' is not a valid integer"),
            (("2023-04-03", "1", "--counting", "calendar"), "'calendar' is not one of"),
            (("2023-04-03", "1", "--csv", "-"), "--csv takes no DATE"),
            (("--csv", "/nowhere.csv"), "No such file"),
            (("1994-12-31", "1"), "the first day whose bank holidays are known"),
            (("2023-04-03", "9" * 30), "the last day whose bank holidays are known"),
        ],
    )
    def test_what_cannot_be_counted(
        self, arguments: tuple[str, ...], said: str
    ) -> None:
        """Exit 2, and what is wrong."""
        ran = call("working-days", "add", *arguments)

        assert (2, "") == (ran.code, ran.out)
        assert said in ran.err


class TestFiles:
    """A column of dates for a file of rows."""

    def test_every_case_of_the_peers(self) -> None:
        """What other case systems expect comes out, all else passes unchanged."""
        ran = run("working-days", "add", "--csv", "-", stdin=PEERS.read_bytes())
        given = list(csv.reader(PEERS.read_text("utf-8").splitlines()))
        told = list(csv.reader(ran.lines))
        expected = given[0].index("expected_date")

        assert (0, "") == (ran.code, ran.err)
        assert 1 + 87 == len(told)
        assert given == [row[:-1] for row in told]
        assert "due_date" == told[0][-1]
        assert [row[expected] for row in given[1:]] == [row[-1] for row in told[1:]]

    def test_other_columns_pass_through(self) -> None:
        """In their order, with their spaces, quotes and line breaks."""
        rows = (
            "note,working_days,start_date,\n"
            '"a, ""b""\nc", 1 ,2024-11-29,=1+1\n'
            "  x  ,-1,2024-11-29,\n"
        )
        ran = call("working-days", "add", "--csv", "-", stdin=rows.encode())

        assert 0 == ran.code
        assert (
            "note,working_days,start_date,,due_date\n"
            '"a, ""b""\nc", 1 ,2024-11-29,=1+1,2024-12-02\n'
            "  x  ,-1,2024-11-29,,2024-11-28\n"
        ) == ran.out

    def test_a_convention_of_its_own(self) -> None:
        """Without one the row is counted as --counting says."""
        rows = (
            "start_date,working_days,convention\n"
            "2023-04-03,10,\n2023-04-03,10,next_day\n"
        )
        ran = call(
            *("working-days", "add", "--csv", "-", "--counting", "start_is_day_1"),
            stdin=rows.encode(),
        )

        assert ["2023-04-18", "2023-04-19"] == [
            line.rpartition(",")[2] for line in ran.lines[1:]
        ]

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("2024-02-30,1,", "start_date is no day of the calendar"),
            ("29/02/2024,1,", "start_date is not a date written yyyy-mm-dd"),
            ("20240229,1,", "start_date is not a date written yyyy-mm-dd"),
            ("2024-02-29,one,", "working_days is not a whole number"),
            ("2024-02-29,1_0,", "working_days is not a whole number"),
            ("2024-02-29,,", "working_days is not a whole number"),
            ("2024-02-29,1,calendar_days", "convention is none of next_day, "),
            ("2024-02-29,1,next_day+start_is_day_1", "give different dates"),
            ("2035-12-28,2,", "the last day whose bank holidays are known"),
            ("2024-02-29,1", "has 2 cells where the header has 3"),
            ("2024-02-29,1,,,", "has 5 cells where the header has 3"),
            ('2024-02-29,1,"next_day', "has a quote that nothing closes"),
            ('2024-02-29,1,"next_day" or so', "has a quote that nothing closes"),
        ],
    )
    def test_an_unreadable_row(self, row: str, said: str) -> None:
        """An empty date, a line that says why, and exit 1; others get theirs."""
        rows = f"start_date,working_days,convention\n{row}\n2024-11-29,1,next_day\n"
        ran = call("working-days", "add", "--csv", "-", stdin=rows.encode())

        assert 1 == ran.code
        assert ran.err.startswith("line 2: ")
        assert said in ran.err
        assert 1 == ran.err.count("\n")
        assert "" == next(csv.reader([ran.lines[1]]))[-1]
        assert "2024-11-29,1,next_day,2024-12-02" == ran.lines[2]

    def test_a_file(self, tmp_path: Path) -> None:
        """With a byte order mark and Windows line ends; blank lines are skipped."""
        file = tmp_path / "starts.csv"
        file.write_bytes(b"\xef\xbb\xbfstart_date,working_days\r\n\r\n2024-11-29,1\r\n")
        ran = call("working-days", "add", "--csv", file)

        assert (0, "start_date,working_days,due_date\n2024-11-29,1,2024-12-02\n") == (
            ran.code,
            ran.out,
        )

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "needs columns start_date and working_days"),
            (b"start,days\n2024-11-29,1\n", "needs columns start_date and"),
            (b"start_date,working_days\n\xff,1\n", "not UTF-8 at byte 25"),
        ],
    )
    def test_no_such_file_of_rows(self, content: bytes, said: str) -> None:
        """Exit 2."""
        ran = call("working-days", "add", "--csv", "-", stdin=content)

        assert (2, "") == (ran.code, ran.out)
        assert said in ran.err
