"""How long a step took and how late it was, in working days."""

from datetime import date

import pytest

from caseledger.calendar import KNOWN_THROUGH
from caseledger.read_models.lateness import working_days_late, working_days_taken


@pytest.mark.parametrize(
    ("done_on", "late"),
    [
        # Due on Wed 19 April 2023. On the day is in time.
        (date(2023, 4, 3), 0),
        (date(2023, 4, 19), 0),
        (date(2023, 4, 20), 1),
        # Friday is the second working day after it; a weekend adds nothing.
        (date(2023, 4, 21), 2),
        (date(2023, 4, 23), 2),
        (date(2023, 4, 24), 3),
        # Mon 1 May is a bank holiday: 20, 21, 24 to 28 April, 2 May.
        (date(2023, 5, 2), 2 + 5 + 1),
        (None, None),
    ],
)
def test_lateness_is_counted_from_the_due_date(
    done_on: date | None, late: int | None
) -> None:
    assert late == working_days_late(date(2023, 4, 19), done_on)


def test_what_has_no_due_date_is_not_late() -> None:
    assert working_days_late(None, date(2023, 4, 19)) is None


def test_a_day_outside_the_calendar_has_no_answer() -> None:
    beyond = date(KNOWN_THROUGH.year + 1, 1, 5)

    assert working_days_taken(date(2023, 4, 3), beyond) is None
    assert working_days_late(date(2023, 4, 3), beyond) is None
    # In time is in time, whatever the calendar knows.
    assert 0 == working_days_late(beyond, beyond)


def test_what_is_counted_back_took_nothing_that_can_be_told() -> None:
    assert working_days_taken(date(2023, 4, 19), date(2023, 4, 3)) is None
