"""Counting working days: the procedure's examples, peers' cases, laws and limits."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger.calendar import (
    ENGLAND,
    Calendar,
    Counting,
    OutsideCalendar,
    SkippedDay,
)

DATA = Path(__file__).parent.parent / "data"
NEXT_DAY, ROLL_START, START_IS_DAY_1 = Counting


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="") as lines:
        return list(csv.DictReader(lines))


WORKED = rows("worked_dates.csv")
PEERS = rows("peer_deadline_cases.csv")


# One long loop over the days, as a person with a wall calendar would count.
def count_day_by_day(start: date, working_days: int, counting: Counting) -> date:
    one_day = timedelta(days=1 if working_days >= 0 else -1)
    day, left = start, abs(working_days)
    if counting is ROLL_START:
        while not works(day):
            day += one_day
    if counting is START_IS_DAY_1 and works(day) and left:
        left -= 1
    while left:
        day += one_day
        if works(day):
            left -= 1
    return day


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS_ON


def days_from(first: date, last: date) -> list[date]:
    return [first + timedelta(days) for days in range((last - first).days + 1)]


HOLIDAYS_ON = {holiday.day for holiday in ENGLAND.holidays}
INNER_DAYS = days_from(date(1996, 1, 1), date(2034, 12, 31))

starts = st.sampled_from(INNER_DAYS)
working_starts = st.sampled_from([day for day in INNER_DAYS if works(day)])
idle_starts = st.sampled_from([day for day in INNER_DAYS if not works(day)])
numbers = st.integers(-130, 130)
conventions = st.sampled_from(Counting)


class TestWorkedExamples:
    """The dates that the procedure's own examples give."""

    def test_all_are_here(self) -> None:
        """There are 48 examples."""
        assert [f"E{number}" for number in range(1, 49)] == [
            row["example"] for row in WORKED
        ]

    @pytest.mark.parametrize("row", WORKED, ids=lambda row: row["example"])
    def test_the_start_does_not_count(self, row: dict[str, str]) -> None:
        """The recommended reading: the day after the trigger is day 1."""
        start = date.fromisoformat(row["start_date"])
        reached = ENGLAND.add(start, int(row["working_days"]))

        assert row["next_day"] == reached.isoformat()

    @pytest.mark.parametrize("row", WORKED, ids=lambda row: row["example"])
    def test_the_start_is_day_1(self, row: dict[str, str]) -> None:
        """The alternative reading: the trigger day is day 1."""
        start = date.fromisoformat(row["start_date"])
        reached = ENGLAND.add(start, int(row["working_days"]), counting=START_IS_DAY_1)

        assert row["start_is_day_1"] == reached.isoformat()

    @pytest.mark.parametrize("row", WORKED, ids=lambda row: row["example"])
    def test_the_holidays_skipped(self, row: dict[str, str]) -> None:
        """The explanation lists the weekday holidays that the example lists."""
        start = date.fromisoformat(row["start_date"])
        why = ENGLAND.explain(start, int(row["working_days"]))
        skipped = [str(day.day) for day in why.skipped if day.status != "weekend"]

        assert row["holidays_skipped"] == ";".join(skipped)

    def test_papers_go_out_ten_days_before_the_panel(self) -> None:
        """For a panel on 3 May 2023 the papers are due on 18 April."""
        assert date(2023, 4, 18) == ENGLAND.add(date(2023, 5, 3), -10)

    def test_the_longest_way_through_all_stages(self) -> None:
        """A complaint of 3 April 2023 that takes every day it may."""
        received, stage_two_requested = date(2023, 4, 3), date(2023, 5, 15)
        chain = [
            (received, 10, date(2023, 4, 19)),
            (received, 20, date(2023, 5, 4)),
            (date(2023, 4, 19), 20, date(2023, 5, 19)),
            (stage_two_requested, 25, date(2023, 6, 20)),
            (stage_two_requested, 65, date(2023, 8, 15)),
            (date(2023, 8, 15), 20, date(2023, 9, 13)),
            (date(2023, 9, 13), 30, date(2023, 10, 25)),
            (date(2023, 10, 25), 5, date(2023, 11, 1)),
            (date(2023, 11, 1), 15, date(2023, 11, 22)),
        ]

        for start, working_days, expected in chain:
            assert expected == ENGLAND.add(start, working_days)

    @pytest.mark.parametrize(
        ("start", "working_days"), [(date(2022, 11, 17), 30), (date(2022, 12, 22), 5)]
    )
    def test_one_working_day_can_be_four_days(
        self, start: date, working_days: int
    ) -> None:
        """Over a New Year weekend the two readings lie four calendar days apart."""
        alternative = ENGLAND.add(start, working_days, counting=START_IS_DAY_1)
        recommended = ENGLAND.add(start, working_days)

        assert date(2022, 12, 30) == alternative
        assert date(2023, 1, 3) == recommended
        assert 1 == ENGLAND.between(alternative, recommended)


class TestPeerCases:
    """The dates that other case systems' own tests give."""

    def test_all_are_for_england(self) -> None:
        """There are 87 cases, all on the England and Wales calendar."""
        assert ["england-and-wales"] * 87 == [row["region"] for row in PEERS]

    @pytest.mark.parametrize(
        ("row", "counting"),
        [
            pytest.param(row, Counting(convention), id=f"{number}-{convention}")
            for number, row in enumerate(PEERS, start=1)
            for convention in row["convention"].split("+")
        ],
    )
    def test_each_convention_named(
        self, row: dict[str, str], counting: Counting
    ) -> None:
        """A case holds under every convention that it names."""
        start = date.fromisoformat(row["start_date"])
        reached = ENGLAND.add(start, int(row["working_days"]), counting=counting)

        assert row["expected_date"] == reached.isoformat()


class TestConventions:
    """How the three conventions differ, and where they do not."""

    @pytest.mark.parametrize(
        ("start", "working_days", "counting", "expected"),
        [
            (date(2020, 1, 4), 20, NEXT_DAY, date(2020, 1, 31)),
            (date(2020, 1, 4), 20, ROLL_START, date(2020, 2, 3)),
            (date(2020, 1, 4), 20, START_IS_DAY_1, date(2020, 1, 31)),
            (date(2017, 5, 18), 20, NEXT_DAY, date(2017, 6, 16)),
            (date(2017, 5, 18), 20, ROLL_START, date(2017, 6, 16)),
            (date(2017, 5, 18), 20, START_IS_DAY_1, date(2017, 6, 15)),
            (date(2024, 5, 18), -2, NEXT_DAY, date(2024, 5, 16)),
            (date(2024, 5, 18), -2, ROLL_START, date(2024, 5, 15)),
        ],
    )
    def test_known_differences(
        self, start: date, working_days: int, counting: Counting, expected: date
    ) -> None:
        """A Saturday sets one convention apart, a Thursday another."""
        assert expected == ENGLAND.add(start, working_days, counting=counting)

    def test_names(self) -> None:
        """The conventions are known by the names that commands and files use."""
        assert ["next_day", "roll_start", "start_is_day_1"] == [
            convention.value for convention in Counting
        ]

    @pytest.mark.parametrize("counting", Counting)
    def test_no_days_from_a_working_day(self, counting: Counting) -> None:
        """No days from a working day are that day."""
        assert date(2023, 12, 27) == ENGLAND.add(
            date(2023, 12, 27), 0, counting=counting
        )

    @pytest.mark.parametrize(
        ("counting", "expected"),
        [
            (NEXT_DAY, date(2023, 4, 7)),
            (ROLL_START, date(2023, 4, 11)),
            (START_IS_DAY_1, date(2023, 4, 7)),
        ],
    )
    def test_no_days_from_good_friday(self, counting: Counting, expected: date) -> None:
        """Only a start that rolls leaves Good Friday, for the Tuesday after Easter."""
        assert expected == ENGLAND.add(date(2023, 4, 7), 0, counting=counting)

    def test_a_start_that_is_day_1_does_not_compose(self) -> None:
        """Ten days and then ten more end one working day before twenty."""
        start = date(2023, 4, 3)
        ten = ENGLAND.add(start, 10, counting=START_IS_DAY_1)
        ten_more = ENGLAND.add(ten, 10, counting=START_IS_DAY_1)
        twenty = ENGLAND.add(start, 20, counting=START_IS_DAY_1)

        assert date(2023, 5, 3) == twenty
        assert date(2023, 5, 2) == ten_more


class TestLaws:
    """What holds for every start and every number of days."""

    @given(start=starts, working_days=numbers, counting=conventions)
    def test_counting_is_what_a_person_would_do(
        self, start: date, working_days: int, counting: Counting
    ) -> None:
        """Looking the date up gives what going through the days one by one gives."""
        expected = count_day_by_day(start, working_days, counting)

        assert expected == ENGLAND.add(start, working_days, counting=counting)

    @given(start=working_starts, working_days=numbers)
    def test_a_working_start_need_not_roll(
        self, start: date, working_days: int
    ) -> None:
        """From a working day, `NEXT_DAY` and `ROLL_START` agree."""
        assert ENGLAND.add(start, working_days) == ENGLAND.add(
            start, working_days, counting=ROLL_START
        )

    @given(start=idle_starts, working_days=numbers)
    def test_an_idle_start_is_never_day_1(self, start: date, working_days: int) -> None:
        """From any other day, `NEXT_DAY` and `START_IS_DAY_1` agree."""
        assert ENGLAND.add(start, working_days) == ENGLAND.add(
            start, working_days, counting=START_IS_DAY_1
        )

    @given(
        start=starts,
        first=st.integers(1, 65),
        then=st.integers(1, 65),
        direction=st.sampled_from([1, -1]),
        counting=st.sampled_from([NEXT_DAY, ROLL_START]),
    )
    def test_two_counts_are_one(
        self, start: date, first: int, then: int, direction: int, counting: Counting
    ) -> None:
        """Ten days and then ten more are twenty, forwards and backwards."""
        halfway = ENGLAND.add(start, direction * first, counting=counting)

        assert ENGLAND.add(
            start, direction * (first + then), counting=counting
        ) == ENGLAND.add(halfway, direction * then, counting=counting)

    @given(start=working_starts, working_days=numbers)
    def test_counting_back_returns(self, start: date, working_days: int) -> None:
        """From a working day there and back again is where it started."""
        there = ENGLAND.add(start, working_days)

        assert start == ENGLAND.add(there, -working_days)

    @given(start=starts, working_days=numbers, counting=conventions)
    def test_an_explanation_lists_the_days_that_do_not_count(
        self, start: date, working_days: int, counting: Counting
    ) -> None:
        """Skipped are exactly the non-working days between start and date reached."""
        why = ENGLAND.explain(start, working_days, counting=counting)
        earlier, later = sorted((start, why.due))
        between = days_from(earlier, later)[1:-1]

        assert [day for day in between if not works(day)] == [
            skipped.day for skipped in why.skipped
        ]
        assert ENGLAND.add(start, working_days, counting=counting) == why.due


class TestBetween:
    """How many working days lie between two days."""

    def test_lateness(self) -> None:
        """Received on 3 April 2023, due on the 19th, answered on the 21st: 2 late."""
        due = ENGLAND.add(date(2023, 4, 3), 10)

        assert 2 == ENGLAND.between(due, date(2023, 4, 21))

    def test_an_answer_on_the_day_is_in_time(self) -> None:
        """An answer on the due date is no days late."""
        assert 0 == ENGLAND.between(date(2023, 4, 19), date(2023, 4, 19))

    def test_a_weekend_adds_nothing(self) -> None:
        """Due on Friday and answered on Sunday is no working day late."""
        assert 0 == ENGLAND.between(date(2023, 4, 21), date(2023, 4, 23))

    @given(start=starts, end=starts)
    def test_the_reverse_question_has_the_opposite_answer(
        self, start: date, end: date
    ) -> None:
        """Swapping the two days changes the sign and nothing else."""
        assert ENGLAND.between(start, end) == -ENGLAND.between(end, start)

    @given(start=starts, days=st.integers(0, 200))
    def test_it_counts_the_end_and_not_the_start(self, start: date, days: int) -> None:
        """The number is that of the working days after the start, through the end."""
        end = start + timedelta(days)
        expected = sum(works(day) for day in days_from(start, end)[1:])

        assert expected == ENGLAND.between(start, end)

    @given(start=starts, working_days=st.integers(0, 130))
    def test_it_undoes_adding(self, start: date, working_days: int) -> None:
        """From a start to so many working days later is so many working days."""
        due = ENGLAND.add(start, working_days)

        assert working_days == ENGLAND.between(start, due)


class TestExplanation:
    """What a person is told about a date."""

    def test_reasons(self) -> None:
        """Each day skipped has its reason and how sure that is."""
        why = ENGLAND.explain(date(2029, 3, 29), 2)

        assert date(2029, 4, 4) == why.due
        assert (
            SkippedDay(date(2029, 3, 30), "Good Friday", "expected"),
            SkippedDay(date(2029, 3, 31), "Saturday", "weekend"),
            SkippedDay(date(2029, 4, 1), "Sunday", "weekend"),
            SkippedDay(date(2029, 4, 2), "Easter Monday", "expected"),
        ) == why.skipped

    def test_facts(self) -> None:
        """It keeps the question, and the table that answered it."""
        why = ENGLAND.explain(date(2023, 4, 3), 10, counting=ROLL_START)

        assert date(2023, 4, 3) == why.start
        assert 10 == why.working_days
        assert ROLL_START is why.counting
        assert ENGLAND.version == why.calendar_version
        assert why.start_not_working is None

    def test_sentences(self) -> None:
        """It tells where the count starts, what is skipped and where it ends."""
        assert (
            (
                "Friday 16 September 2022 does not count;"
                " the first working day after it is day 1."
            ),
            "Skipped: Saturday 17 September 2022 (weekend).",
            "Skipped: Sunday 18 September 2022 (weekend).",
            (
                "Skipped: Monday 19 September 2022 (Bank holiday for the"
                " State Funeral of Queen Elizabeth II, published)."
            ),
            "Day 3 is Thursday 22 September 2022.",
            f"The bank holidays are those of table {ENGLAND.version}.",
        ) == ENGLAND.explain(date(2022, 9, 16), 3).sentences()

    @given(starts, st.integers(-40, 40), conventions)
    def test_every_skipped_day_is_told(
        self, start: date, working_days: int, counting: Counting
    ) -> None:
        """Each day between that is no working day has a sentence of its own."""
        why = ENGLAND.explain(start, working_days, counting=counting)
        first, last = sorted((why.start, why.due))
        idle = [day for day in days_from(first, last)[1:-1] if not works(day)]
        told = [one for one in why.sentences() if one.startswith("Skipped: ")]

        assert [f" {day.day} {day:%B %Y} (" for day in idle] == [
            one[one.index(" ", len("Skipped: ")) : one.index("(") + 1] for one in told
        ]

    def test_an_expected_holiday_is_said_to_be_expected(self) -> None:
        """Nobody should take a holiday for certain that is not published yet."""
        _, skipped, *_ = ENGLAND.explain(date(2029, 3, 29), 1).sentences()

        assert (
            "Skipped: Friday 30 March 2029"
            " (Good Friday, expected but not published yet)."
        ) == skipped

    @pytest.mark.parametrize(
        ("start", "working_days", "counting", "expected"),
        [
            (
                date(2023, 5, 2),
                10,
                ROLL_START,
                "Tuesday 2 May 2023 is day 0; the first working day after it is day 1.",
            ),
            (
                date(2020, 1, 4),
                20,
                ROLL_START,
                (
                    "Saturday 4 January 2020 (weekend) is not a working day;"
                    " the first one after it is day 0."
                ),
            ),
            (
                date(2023, 5, 2),
                10,
                START_IS_DAY_1,
                "Tuesday 2 May 2023 is a working day, and is itself day 1.",
            ),
            (
                date(2023, 4, 7),
                -10,
                START_IS_DAY_1,
                (
                    "Friday 7 April 2023 (Good Friday, published) is not a working day;"
                    " the first working day before it is day 1."
                ),
            ),
            (
                date(2023, 5, 2),
                0,
                NEXT_DAY,
                "Tuesday 2 May 2023 is the start, and no days are counted.",
            ),
            (
                date(2023, 4, 7),
                0,
                ROLL_START,
                (
                    "Friday 7 April 2023 (Good Friday, published) is not a working day;"
                    " the first one after it is day 0."
                ),
            ),
        ],
    )
    def test_where_the_count_starts(
        self, start: date, working_days: int, counting: Counting, expected: str
    ) -> None:
        """The first sentence says what the convention makes of the start."""
        why = ENGLAND.explain(start, working_days, counting=counting)

        assert expected == why.sentences()[0]

    def test_counting_back(self) -> None:
        """A date in the past is said to be counted back to."""
        assert (
            "Day 10, counted back, is Tuesday 18 April 2023."
            in ENGLAND.explain(date(2023, 5, 3), -10).sentences()
        )

    def test_no_days_are_not_counted_back(self) -> None:
        """The start is day 0, in whichever direction nothing is counted."""
        assert (
            "Day 0 is Tuesday 2 May 2023."
            in ENGLAND.explain(date(2023, 5, 2), 0).sentences()
        )


class TestLimits:
    """The calendar refuses to answer for days that it does not know."""

    def test_the_last_day_known(self) -> None:
        """31 December 2035 can be asked about, and reached."""
        assert ENGLAND.is_working_day(date(2035, 12, 31))
        assert date(2035, 12, 31) == ENGLAND.add(date(2035, 12, 28), 1)

    def test_the_first_days_known(self) -> None:
        """1 January 1995 can be asked about; 3 January is the first to be reached."""
        assert not ENGLAND.is_working_day(date(1995, 1, 1))
        assert date(1995, 1, 3) == ENGLAND.add(date(1995, 1, 4), -1)
        assert date(1995, 1, 3) == ENGLAND.add(date(1995, 1, 1), 0, counting=ROLL_START)

    @pytest.mark.parametrize("counting", Counting)
    def test_counting_past_the_end(self, counting: Counting) -> None:
        """Three days from 28 December 2035 leave the calendar, however counted."""
        with pytest.raises(OutsideCalendar) as refusal:
            ENGLAND.add(date(2035, 12, 28), 3, counting=counting)

        assert (
            "The date 3 working days after Friday 28 December 2035 is after Monday"
            " 31 December 2035, the last day whose bank holidays are known here."
            " A calendar that reaches further would answer."
        ) == str(refusal.value)
        assert date(2035, 12, 28) == refusal.value.day
        assert date(2035, 12, 31) == refusal.value.limit
        assert 3 == refusal.value.working_days

    @pytest.mark.parametrize("counting", Counting)
    def test_counting_past_the_beginning(self, counting: Counting) -> None:
        """Three days back from 4 January 1995 leave it too."""
        with pytest.raises(
            OutsideCalendar,
            match=r"^The date 3 working days before Wednesday 4 January 1995 is before"
            r" Sunday 1 January 1995, the first day ",
        ):
            ENGLAND.add(date(1995, 1, 4), -3, counting=counting)

    def test_one_day_too_many(self) -> None:
        """The refusal speaks of one day in the singular."""
        with pytest.raises(OutsideCalendar, match="1 working day after Monday 31 Dec"):
            ENGLAND.add(date(2035, 12, 31), 1)

    def test_a_start_rolled_back_past_the_beginning(self) -> None:
        """1 January 1995, a Sunday, has no known working day before it."""
        with pytest.raises(
            OutsideCalendar, match="1 working day before Sunday 1 January 1995 is"
        ):
            ENGLAND.add(date(1995, 1, 1), -1, counting=ROLL_START)

    def test_a_start_rolled_past_the_end(self) -> None:
        """In a calendar that ends on a Sunday, its Saturday has nowhere to roll to."""
        one_week = Calendar(
            holidays=(),
            version="one week",
            known_from=date(2024, 1, 1),
            known_through=date(2024, 1, 7),
        )

        with pytest.raises(OutsideCalendar, match="after Sunday 7 January 2024"):
            one_week.add(date(2024, 1, 6), 0, counting=ROLL_START)

    @pytest.mark.parametrize(
        ("day", "side", "edge"),
        [
            (
                date(2036, 1, 1),
                "Tuesday 1 January 2036 is after Monday 31 December 2035",
                "last",
            ),
            (
                date(1994, 12, 31),
                "Saturday 31 December 1994 is before Sunday 1 January 1995",
                "first",
            ),
        ],
    )
    def test_questions_about_unknown_days(
        self, day: date, side: str, edge: str
    ) -> None:
        """Every question names the day it cannot answer for, and the limit."""
        for ask in (
            lambda: ENGLAND.is_working_day(day),
            lambda: ENGLAND.holiday(day),
            lambda: ENGLAND.add(day, 1),
            lambda: ENGLAND.add(day, -1),
            lambda: ENGLAND.explain(day, 0),
            lambda: ENGLAND.between(day, date(2023, 4, 3)),
            lambda: ENGLAND.between(date(2023, 4, 3), day),
        ):
            with pytest.raises(OutsideCalendar) as refusal:
                ask()

            assert (
                f"{side}, the {edge} day whose bank holidays are known here."
                " A calendar that reaches further would answer."
            ) == str(refusal.value)
            assert edge == refusal.value.edge

    def test_it_is_a_value_error(self) -> None:
        """Callers that know nothing of calendars can still catch it."""
        with pytest.raises(ValueError, match="31 December 2035"):
            ENGLAND.is_working_day(date(2040, 1, 1))

    def test_a_time_of_day_is_not_a_date(self) -> None:
        """Midnight in London is another day elsewhere: a date must be given."""
        with pytest.raises(TypeError, match="datetime"):
            ENGLAND.add(datetime(2023, 4, 3, tzinfo=UTC), 10)


def test_a_calendar_cannot_be_changed() -> None:
    """What has been counted stays countable: calendars are values."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        ENGLAND.version = "other"  # type: ignore[misc] # a frozen value, on purpose
