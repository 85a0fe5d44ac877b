"""The calendar as it was known on a day in the past."""

from datetime import date, timedelta

import pytest

from caseledger.calendar import ENGLAND, HOLIDAYS, Holiday

FUNERAL = date(2022, 9, 19)
ANNOUNCED = [holiday for holiday in HOLIDAYS if holiday.announced_on]


@pytest.fixture(name="holiday", params=ANNOUNCED, ids=lambda holiday: str(holiday.day))
def _holiday(request: pytest.FixtureRequest) -> Holiday:
    holiday = request.param
    assert isinstance(holiday, Holiday)
    return holiday


def the_day_before(holiday: Holiday) -> date:
    assert holiday.announced_on is not None
    return holiday.announced_on - timedelta(days=1)


def test_the_state_funeral_was_a_working_day_until_it_was_announced() -> None:
    """On 9 September 2022 the 19th was a working day; on the 10th it was not."""
    assert ENGLAND.announced_by(date(2022, 9, 9)).is_working_day(FUNERAL)
    assert not ENGLAND.announced_by(date(2022, 9, 10)).is_working_day(FUNERAL)


def test_a_due_date_moves_when_a_holiday_is_announced() -> None:
    """Three days from 16 September 2022 were the 21st, and became the 22nd."""
    received = date(2022, 9, 16)
    before = ENGLAND.announced_by(date(2022, 9, 9))
    after = ENGLAND.announced_by(date(2022, 9, 10))

    assert date(2022, 9, 21) == before.add(received, 3)
    assert date(2022, 9, 22) == after.add(received, 3)


def test_a_holiday_that_is_yet_to_be_moved_is_at_its_old_place() -> None:
    """On 11 November 2020 the spring holiday of 2022 was 30 May, and 3 June worked."""
    before = ENGLAND.announced_by(date(2020, 11, 11))
    as_every_year = Holiday(day=date(2022, 5, 30), name="Spring bank holiday")

    assert as_every_year == before.holiday(date(2022, 5, 30))
    assert before.is_working_day(date(2022, 6, 2))
    assert before.is_working_day(date(2022, 6, 3))


def test_no_holiday_is_known_before_it_is_announced(holiday: Holiday) -> None:
    """The day before, people counted on it as a working day."""
    calendar = ENGLAND.announced_by(the_day_before(holiday))

    assert calendar.is_working_day(holiday.day)
    if holiday.moved_from:
        assert not calendar.is_working_day(holiday.moved_from)


def test_every_holiday_is_known_on_the_day_it_is_announced(holiday: Holiday) -> None:
    """The day of the announcement itself counts as known."""
    assert holiday.announced_on is not None
    calendar = ENGLAND.announced_by(holiday.announced_on)

    assert holiday == calendar.holiday(holiday.day)
    if holiday.moved_from:
        assert calendar.is_working_day(holiday.moved_from)


def test_calendars_that_differ_have_different_versions(holiday: Holiday) -> None:
    """A recorded due date tells which calendar it was counted with."""
    calendar = ENGLAND.announced_by(the_day_before(holiday))

    assert calendar != ENGLAND
    assert calendar.version != ENGLAND.version
    assert str(the_day_before(holiday)) in calendar.version


def test_when_all_is_announced_the_calendar_is_the_same() -> None:
    """The last one-off, the Coronation's, was announced on 6 November 2022."""
    assert ENGLAND is ENGLAND.announced_by(date(2022, 11, 6))
    assert ENGLAND != ENGLAND.announced_by(date(2022, 11, 5))


def test_earlier_knowledge_is_part_of_later_knowledge() -> None:
    """Going back twice gives the holidays of going back once, to the earlier day."""
    twice = ENGLAND.announced_by(date(2022, 9, 9)).announced_by(date(2010, 1, 4))
    once = ENGLAND.announced_by(date(2010, 1, 4))

    assert once.holidays == twice.holidays
