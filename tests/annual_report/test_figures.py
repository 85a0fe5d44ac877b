"""Percentages and financial years."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger.annual_report import Period, percent


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        # Published for 2023-24: 32 of 47 is 68.09, 39 of 47 is 82.98.
        (32, 47, 68),
        (39, 47, 83),
        # Exactly on the half: 1/8 is 12.5, 3/8 is 37.5, 5/200 is 2.5. Half goes up,
        # where rounding to even would give 12, 38 and 2.
        (1, 8, 13),
        (3, 8, 38),
        (5, 200, 3),
        # Just below the half: 49/400 is 12.25, 1249/10000 is 12.49.
        (49, 400, 12),
        (1249, 10_000, 12),
        (0, 5, 0),
        (5, 5, 100),
    ],
)
def test_a_share_is_whole_and_half_goes_up(
    part: int,
    whole: int,
    expected: int,
) -> None:
    """A percentage is rounded half up to a whole number."""
    assert expected == percent(part, whole)


def test_a_share_of_nothing_is_not_nought() -> None:
    """A percentage of nothing does not exist."""
    assert percent(0, 0) is None


@given(
    st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
)
def test_a_share_is_never_more_than_half_a_percent_off(share: tuple[int, int]) -> None:
    """Rounding moves a share by at most a half, upwards only when it is a half."""
    part, whole = share
    rounded = percent(part, whole)

    assert rounded is not None
    off = rounded - Fraction(100 * part, whole)
    assert Fraction(-1, 2) < off <= Fraction(1, 2)


def test_the_year_runs_from_april_to_march() -> None:
    """2023-24 is 1 April 2023 to 31 March 2024, both days included."""
    year = Period.named("2023-24")

    inside = [date(2023, 4, 1), date(2024, 2, 29), date(2024, 3, 31)]
    outside = [date(2023, 3, 31), date(2024, 4, 1), None]
    assert [True] * 3 == [day in year for day in inside]
    assert [False] * 3 == [day in year for day in outside]


@pytest.mark.parametrize(
    "label",
    [
        "2023",
        "2023-2024",
        "2023-25",
        "2023/24",
        "23-24",
        "2023-24 ",
        "٢٠٢٣-24",
        "2024-23",
    ],
)
def test_a_year_is_named_in_one_way(label: str) -> None:
    """A label whose two years do not follow each other is refused."""
    with pytest.raises(ValueError, match="2023-24"):
        Period.named(label)


def test_the_turn_of_the_century_is_a_year_like_others() -> None:
    """1999-00 ends in March 2000."""
    assert date(2000, 3, 31) == Period.named("1999-00").last_day


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)))
def test_every_day_lies_in_one_year(day: date) -> None:
    """The year that contains a day does; the day before it begins lies in another."""
    year = Period.containing(day)

    assert day in year
    assert year == Period.named(year.label)
    assert year != Period.containing(year.first_day - timedelta(days=1))
