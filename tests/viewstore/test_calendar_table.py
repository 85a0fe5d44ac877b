"""The table of days: numbered so that SQL counts working days as the calendar does."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger.annual_report import Period
from caseledger.calendar import ENGLAND, KNOWN_FROM, KNOWN_THROUGH
from caseledger.casework import Casework, EventLog, HolidayProclaimed
from caseledger.read_models.views import calendar_days
from caseledger.testing.desk import TESTER, FixedClock
from caseledger.viewstore import ViewStore
from viewstore.histories import ids
from viewstore.places import Place, ask

DAYS = {row.day: row for row in calendar_days(ENGLAND)}
known = st.dates(KNOWN_FROM, KNOWN_THROUGH)


def test_every_known_day_is_there_once() -> None:
    # 41 years of 365 days; 1996 to 2032 are ten leap years.
    assert 41 * 365 + 10 == len(DAYS) == len(list(calendar_days(ENGLAND)))
    assert (KNOWN_FROM, KNOWN_THROUGH) == (min(DAYS), max(DAYS))


@given(known, known)
def test_the_difference_of_two_numbers_is_the_working_days_between(
    start: date, end: date
) -> None:
    assert ENGLAND.between(start, end) == DAYS[end].number - DAYS[start].number


@given(known)
def test_each_day_lies_in_its_year_and_month(day: date) -> None:
    assert Period.containing(day).label == DAYS[day].year
    assert f"{day:%Y-%m}" == DAYS[day].month


@pytest.mark.parametrize(
    ("day", "working", "holiday"),
    [
        (date(2023, 4, 6), True, None),
        (date(2023, 4, 7), False, "Good Friday"),
        (date(2023, 4, 8), False, None),
        (date(2023, 4, 10), False, "Easter Monday"),
        (date(2023, 4, 11), True, None),
    ],
)
def test_days_around_easter(day: date, working: bool, holiday: str | None) -> None:  # noqa: FBT001 - an expected value
    assert (working, holiday) == (DAYS[day].working, DAYS[day].holiday)


def test_other_holidays_are_another_table(log: EventLog, place: Place) -> None:
    """What a log knows to be proclaimed is a holiday for its views too."""
    asked = "SELECT working, holiday FROM calendar WHERE day = '2027-06-11'"
    version = "SELECT DISTINCT calendar_version FROM meta"
    views = ViewStore(log, place)
    views.catch_up()

    assert [(1, None)] == ask(place, asked)
    assert [(ENGLAND.version,)] == ask(place, version)

    casework = Casework(log=log, clock=FixedClock(date(2026, 6, 1)), new_id=ids(3))
    holiday = HolidayProclaimed(
        day=date(2027, 6, 11),
        name="Jubilee",
        announced_on=date(2026, 5, 1),
        instrument="a proclamation",
    )
    casework.proclaim(holiday, by=TESTER)
    views.catch_up()
    views.close()

    assert [(0, "Jubilee")] == ask(place, asked)
    [(named,)] = ask(place, version)
    assert "2027-06-11" in str(named)
