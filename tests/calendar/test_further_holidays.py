"""A calendar with further days on which nobody works."""

from datetime import date

from caseledger.calendar import ENGLAND, Holiday


def closed(day: date, name: str = "Closed") -> Holiday:
    return Holiday(day=day, name=name, kind="closure")


# Fri 12, Mon 15 and Tue 16 March 2027 are ordinary days; Mon 29 is Easter Monday.
MONDAY, TUESDAY, EASTER = date(2027, 3, 15), date(2027, 3, 16), date(2027, 3, 29)


def test_a_further_holiday_is_no_working_day() -> None:
    calendar = ENGLAND.with_holidays(closed(MONDAY))

    assert not calendar.is_working_day(MONDAY)
    assert calendar.is_working_day(TUESDAY)
    assert closed(MONDAY) == calendar.holiday(MONDAY)
    assert TUESDAY == calendar.add(date(2027, 3, 12), 1)
    # The calendar that it was made from is as before.
    assert MONDAY == ENGLAND.add(date(2027, 3, 12), 1)


def test_the_others_stay_and_all_are_in_order() -> None:
    calendar = ENGLAND.with_holidays(closed(TUESDAY), closed(MONDAY))

    assert sorted({*(one.day for one in ENGLAND.holidays), MONDAY, TUESDAY}) == [
        one.day for one in calendar.holidays
    ]
    assert isinstance(calendar.holidays, tuple)


def test_the_version_names_the_days_that_were_added_in_order() -> None:
    calendar = ENGLAND.with_holidays(closed(TUESDAY), closed(MONDAY))

    assert f"{ENGLAND.version} + 2027-03-15, 2027-03-16" == calendar.version


def test_what_is_no_working_day_already_changes_nothing() -> None:
    saturday = date(2027, 3, 13)

    assert ENGLAND is ENGLAND.with_holidays(closed(EASTER), closed(saturday))
    assert ENGLAND is ENGLAND.with_holidays()


def test_of_several_only_the_new_ones_are_added() -> None:
    calendar = ENGLAND.with_holidays(closed(EASTER), closed(MONDAY))

    assert f"{ENGLAND.version} + 2027-03-15" == calendar.version
    assert ENGLAND.holiday(EASTER) == calendar.holiday(EASTER)
