"""Limits in months, by the days of an ordinary calendar on the wall."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger.calendar.months import months_after


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2022-05-10", 12, "2023-05-10"),
        ("2023-04-03", 0, "2023-04-03"),
        ("2023-11-14", 1, "2023-12-14"),
        ("2023-12-15", 1, "2024-01-15"),
        ("2023-12-15", 13, "2025-01-15"),
        ("2023-01-01", 11, "2023-12-01"),
        # A month that has no such day ends the limit with its last one.
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-03-31", 1, "2023-04-30"),
    ],
)
def test_the_corresponding_day(day: str, months: int, after: str) -> None:
    assert date.fromisoformat(after) == months_after(date.fromisoformat(day), months)


@given(day=st.dates(date(1995, 1, 1), date(2035, 12, 31)), months=st.integers(1, 48))
def test_it_is_in_that_month_and_no_later_in_it(day: date, months: int) -> None:
    after = months_after(day, months)

    passed = (after.year - day.year) * 12 + after.month - day.month
    assert months == passed
    assert after.day <= day.day
    # It is earlier in its month only where the month is over with it.
    assert after.day == day.day or (after + timedelta(days=1)).day == 1
