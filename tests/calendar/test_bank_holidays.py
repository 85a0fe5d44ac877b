"""The table of bank holidays: complete, and each line of it right."""

import csv
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from caseledger.calendar import ENGLAND, HOLIDAYS, KNOWN_FROM, KNOWN_THROUGH, VERSION

LIST_2012_2028 = Path(__file__).parent.parent / "data" / "bank_holidays_2012_2028.csv"

MOVED = {
    date(1995, 5, 8): date(1995, 5, 1),
    date(2002, 6, 4): date(2002, 5, 27),
    date(2012, 6, 4): date(2012, 5, 28),
    date(2020, 5, 8): date(2020, 5, 4),
    date(2022, 6, 2): date(2022, 5, 30),
}
PROCLAIMED = {
    date(1999, 12, 31),
    date(2002, 6, 3),
    date(2011, 4, 29),
    date(2012, 6, 5),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
}


def days_of_kind(kind: str) -> set[date]:
    return {holiday.day for holiday in HOLIDAYS if holiday.kind == kind}


class TestTheWholeTable:
    def test_nothing_is_missing_and_nothing_is_extra(self) -> None:
        """An independent library has the same weekday holidays in every year."""
        second_opinion = holidays.country_holidays(
            "GB", subdiv="ENG", years=range(1995, 2036)
        )
        expected = {day for day in second_opinion if day.weekday() < 5}

        assert expected == {holiday.day for holiday in HOLIDAYS}

    def test_working_days_are_the_weekdays_that_remain(self) -> None:
        """On every day of the 41 years the calendar agrees with that library."""
        second_opinion = holidays.country_holidays(
            "GB", subdiv="ENG", years=range(1995, 2036)
        )
        length = (KNOWN_THROUGH - KNOWN_FROM).days + 1
        every_day = [KNOWN_FROM + timedelta(days) for days in range(length)]
        expected = [
            day.weekday() < 5 and day not in second_opinion for day in every_day
        ]

        assert expected == [ENGLAND.is_working_day(day) for day in every_day]

    def test_there_are_335(self) -> None:
        """Eight in each of 41 years, and seven that were proclaimed."""
        assert 335 == len(HOLIDAYS) == 41 * 8 + len(PROCLAIMED)

    def test_it_has_what_was_published_for_2012_to_2028(self) -> None:
        """The copied list of 140 holidays has the same days."""
        with LIST_2012_2028.open(newline="") as lines:
            expected = [
                date.fromisoformat(row["date"]) for row in csv.DictReader(lines)
            ]

        assert 140 == len(expected)
        assert expected == [
            holiday.day for holiday in HOLIDAYS if 2012 <= holiday.day.year <= 2028
        ]

    def test_it_is_in_order_without_repeats_or_weekends(self) -> None:
        """Each line is a Monday to Friday, later than the line before."""
        days = [holiday.day for holiday in HOLIDAYS]

        assert sorted(set(days)) == days
        assert all(day.weekday() < 5 for day in days)

    def test_it_covers_1995_to_2035(self) -> None:
        """The calendar says which years it knows and which table it uses."""
        assert date(1995, 1, 1) == KNOWN_FROM == ENGLAND.known_from
        assert date(2035, 12, 31) == KNOWN_THROUGH == ENGLAND.known_through
        assert VERSION == ENGLAND.version

    def test_holidays_after_2028_are_only_expected(self) -> None:
        """GOV.UK has published the years up to 2028."""
        for holiday in HOLIDAYS:
            expected = "published" if holiday.day.year <= 2028 else "expected"

            assert expected == holiday.status, holiday


class TestMovedAndProclaimed:
    def test_which_were_moved_and_from_where(self) -> None:
        """Five holidays were held on another day than the rule gives."""
        expected = MOVED

        assert expected == {
            holiday.day: holiday.moved_from
            for holiday in HOLIDAYS
            if holiday.moved_from
        }
        assert set(expected) == days_of_kind("moved")

    def test_which_were_proclaimed(self) -> None:
        """Seven holidays were given once."""
        assert PROCLAIMED == days_of_kind("proclaimed")

    @pytest.mark.parametrize("day", MOVED.values(), ids=str)
    def test_the_place_moved_from_is_a_working_day(self, day: date) -> None:
        """A holiday that is moved leaves a working day behind."""
        assert ENGLAND.is_working_day(day)

    def test_each_was_announced_beforehand(self) -> None:
        """Every one-off says when the public was told, and by whom."""
        for day in {*MOVED, *PROCLAIMED}:
            holiday = ENGLAND.holiday(day)

            assert holiday is not None
            assert holiday.announced_on is not None
            assert holiday.announced_on < min(holiday.day, holiday.moved_from or day)
            assert holiday.announcement

    def test_the_others_needed_no_announcement(self) -> None:
        """What the standing rules give, everybody knows."""
        for holiday in HOLIDAYS:
            if holiday.kind in {"rule", "substitute"}:
                assert holiday.announced_on is None
                assert not holiday.announcement

    def test_one_announcement_is_not_established(self) -> None:
        """It is on record on which day each was announced, but for the Millennium's."""
        unsure = [
            holiday.day
            for holiday in HOLIDAYS
            if holiday.announced_on and not holiday.announced_sure
        ]

        assert [date(1999, 12, 31)] == unsure


@pytest.mark.parametrize(
    "day",
    [
        date(1995, 5, 1),  # moved to 8 May
        date(2020, 5, 4),  # moved to 8 May
        date(2022, 5, 30),  # moved to 2 June
        date(2022, 1, 4),  # 3 January stood in for New Year's Day
        date(2022, 12, 28),  # 26 and 27 December were the holidays
    ],
    ids=str,
)
def test_days_that_look_like_holidays(day: date) -> None:
    """These are ordinary working days."""
    assert ENGLAND.is_working_day(day)
    assert ENGLAND.holiday(day) is None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 5, 8), "Early May bank holiday"),
        (date(2021, 12, 27), "Christmas Day (substitute day)"),
        (date(2021, 12, 28), "Boxing Day (substitute day)"),
        (date(2022, 1, 3), "New Year's Day (substitute day)"),
        (date(2022, 6, 2), "Spring bank holiday"),
        (date(2022, 6, 3), "Platinum Jubilee bank holiday"),
        (date(2022, 12, 26), "Boxing Day"),
        (date(2022, 12, 27), "Christmas Day (substitute day)"),
        (date(2023, 4, 7), "Good Friday"),
        (date(2023, 4, 10), "Easter Monday"),
        (date(2024, 8, 26), "Summer bank holiday"),
    ],
    ids=str,
)
def test_days_that_do_not_count(day: date, name: str) -> None:
    """These are holidays, under the names that GOV.UK gives them."""
    holiday = ENGLAND.holiday(day)

    assert not ENGLAND.is_working_day(day)
    assert holiday is not None
    assert name == holiday.name


def test_substitutes_are_marked() -> None:
    """A substitute day says so in its name and in its kind."""
    named = {holiday.day for holiday in HOLIDAYS if "(substitute" in holiday.name}

    assert named == days_of_kind("substitute")


def test_each_that_falls_on_a_weekend_has_a_substitute() -> None:
    """New Year's Day, Christmas Day and Boxing Day can; the others keep to weekdays."""
    at_risk = ((1, 1), (12, 25), (12, 26))
    on_a_weekend = sum(
        date(year, month, day).weekday() >= 5
        for year in range(1995, 2036)
        for month, day in at_risk
    )

    assert on_a_weekend == len(days_of_kind("substitute"))
    one_offs = len(MOVED) + len(PROCLAIMED)
    assert 335 - one_offs - on_a_weekend == len(days_of_kind("rule"))
