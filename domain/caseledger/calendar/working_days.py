"""
Counting working days: how a due date follows from a start and a number of days.

Only Mondays to Fridays count, and bank holidays do not. Whether the start itself counts
is a convention, and case systems differ: see `Counting`. The complaints procedure is
counted by `NEXT_DAY`. Nothing is guessed: a count that leaves the years for which the
bank holidays are known is refused.
"""

import enum
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from typing import Final, Literal, Self, assert_never

import attrs

from caseledger.calendar.bank_holidays import (
    HOLIDAYS,
    KNOWN_FROM,
    KNOWN_THROUGH,
    MONTHS,
    VERSION,
    Holiday,
    Status,
)

_WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_FRIDAY = 5


def _in_words(day: date) -> str:
    # Not strftime, which answers in the language of the machine.
    weekday, month = _WEEKDAYS[day.weekday()], MONTHS[day.month - 1]
    return f"{weekday} {day.day} {month} {day.year}"


class Counting(enum.Enum):
    """
    Which day is day 1: the conventions differ by what they make of the start.

    When counting backwards, read "before" for "after".
    """

    NEXT_DAY = "next_day"
    """The start never counts; the first working day after it is day 1."""

    ROLL_START = "roll_start"
    """A start that is not a working day moves to the next one, and that is day 0."""

    START_IS_DAY_1 = "start_is_day_1"
    """A start that is a working day is itself day 1."""


# Python 3.11 is slow to look up a member of an enumeration, and `add` is called a lot.
_NEXT_DAY: Final = Counting.NEXT_DAY
_ROLL_START: Final = Counting.ROLL_START
_START_IS_DAY_1: Final = Counting.START_IS_DAY_1


@attrs.frozen
class OutsideCalendar(ValueError):
    """
    The bank holidays of these days are not known, so no answer can be relied on.

    Counting without them would make a due date too early. What would do: a calendar
    that reaches further.

    Attributes:
        day: the day asked about, or the one from which days were to be counted.
        edge: the end of the calendar that was crossed.
        limit: the first or the last day that the calendar knows.
        working_days: how many were to be counted, when it is the count that crosses.
    """

    day: date
    edge: Literal["first", "last"]
    limit: date
    working_days: int | None = None

    def __str__(self) -> str:
        """Name the day and the limit."""
        side = "after" if self.edge == "last" else "before"
        if self.working_days is None:
            asked = f"{_in_words(self.day)} is"
        else:
            number = abs(self.working_days)
            asked = (
                f"The date {number} working {'day' if number == 1 else 'days'} {side}"
                f" {_in_words(self.day)} is"
            )
        return (
            f"{asked} {side} {_in_words(self.limit)}, the {self.edge} day whose bank"
            " holidays are known here. A calendar that reaches further would answer."
        )


@attrs.frozen
class SkippedDay:
    """
    A day that does not count, and why.

    Attributes:
        reason: "Saturday", "Sunday" or the name of the holiday.
        status: "weekend", or whether the holiday is "published" or only "expected".
    """

    day: date
    reason: str
    status: Literal["weekend"] | Status

    def __str__(self) -> str:
        """Name the day and the reason; for a holiday, whether it is published yet."""
        day = _in_words(self.day)
        match self.status:
            case "weekend":
                return f"{day} (weekend)"
            case "published":
                return f"{day} ({self.reason}, published)"
            case "expected":
                return f"{day} ({self.reason}, expected but not published yet)"
            case _:
                assert_never(self.status)


@attrs.frozen(kw_only=True)
class Explanation:
    """
    How a date was reached, for a person who wants to check it.

    Attributes:
        skipped: the days between the start and the date reached that are not working
            days, earliest first.
        calendar_version: the table of bank holidays that was used.
        start_not_working: why the start is not a working day, unless it is one.
    """

    start: date
    working_days: int
    counting: Counting
    due: date
    skipped: tuple[SkippedDay, ...]
    calendar_version: str
    start_not_working: SkippedDay | None = None

    def sentences(self) -> tuple[str, ...]:
        """
        Tell in plain English how the date was reached.

        >>> for sentence in ENGLAND.explain(date(2029, 3, 28), 3).sentences():
        ...     print(sentence)
        Wednesday 28 March 2029 does not count; the first working day after it is day 1.
        Skipped: Friday 30 March 2029 (Good Friday, expected but not published yet).
        Skipped: Saturday 31 March 2029 (weekend).
        Skipped: Sunday 1 April 2029 (weekend).
        Skipped: Monday 2 April 2029 (Easter Monday, expected but not published yet).
        Day 3 is Wednesday 4 April 2029.
        The bank holidays are those of table 2026-11-22.1.
        """
        return tuple(self._told())

    def _told(self) -> Iterator[str]:
        yield self._where_it_starts()
        for day in self.skipped:
            yield f"Skipped: {day}."
        counted_back = ", counted back," if self.working_days < 0 else ""
        yield f"Day {abs(self.working_days)}{counted_back} is {_in_words(self.due)}."
        yield f"The bank holidays are those of table {self.calendar_version}."

    def _where_it_starts(self) -> str:
        start = str(self.start_not_working or _in_words(self.start))
        works = self.start_not_working is None
        side = "after" if self.working_days >= 0 else "before"
        day_1 = f"the first working day {side} it is day 1"
        match self.counting:
            case Counting.ROLL_START if not works:
                return (
                    f"{start} is not a working day; the first one {side} it is day 0."
                )
            case _ if self.working_days == 0:
                return f"{start} is the start, and no days are counted."
            case Counting.NEXT_DAY:
                return f"{start} does not count; {day_1}."
            case Counting.ROLL_START:
                return f"{start} is day 0; {day_1}."
            case Counting.START_IS_DAY_1 if works:
                return f"{start} is a working day, and is itself day 1."
            case Counting.START_IS_DAY_1:
                return f"{start} is not a working day; {day_1}."
            case _:
                assert_never(self.counting)


@attrs.frozen(kw_only=True)
class Calendar:
    """
    Which days are working days, from a first to a last known day, both included.

    Attributes:
        holidays: the days, Mondays to Fridays, that are not working days.
        version: names the table of holidays; a recorded due date keeps it.
    """

    holidays: tuple[Holiday, ...] = attrs.field(repr=False)
    version: str
    known_from: date
    known_through: date

    _holiday_on: dict[date, Holiday] = attrs.field(init=False, eq=False, repr=False)
    # Every working day, in order.
    _working: tuple[date, ...] = attrs.field(init=False, eq=False, repr=False)
    # How many of them come before each known day; at the end, how many there are.
    _before: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)
    _first: int = attrs.field(init=False, eq=False, repr=False)

    @_holiday_on.default
    def _find_holidays(self) -> dict[date, Holiday]:
        return {holiday.day: holiday for holiday in self.holidays}

    @_working.default
    def _list_working_days(self) -> tuple[date, ...]:
        first, last = self.known_from.toordinal(), self.known_through.toordinal()
        holidays = {day.toordinal() for day in self._holiday_on}
        # Every seventh ordinal is a Sunday, and the one before it a Saturday.
        works = (
            day
            for day in range(first, last + 1)
            if 1 <= day % 7 <= _FRIDAY and day not in holidays
        )
        return tuple(map(date.fromordinal, works))

    @_before.default
    def _count_working_days(self) -> tuple[int, ...]:
        first, last = self.known_from.toordinal(), self.known_through.toordinal()
        works = bytearray(last - first + 1)
        for day in self._working:
            works[day.toordinal() - first] = True
        return tuple(accumulate(works, initial=0))

    @_first.default
    def _number_first_day(self) -> int:
        return self.known_from.toordinal()

    def is_working_day(self, day: date) -> bool:
        """
        Say whether a day is a Monday to Friday and not a bank holiday.

        >>> ENGLAND.is_working_day(date(2022, 5, 30))  # the holiday was moved to 2 June
        True
        >>> ENGLAND.is_working_day(date(2022, 6, 2))
        False
        """
        before, through = self._counted(day)
        return before < through

    def holiday(self, day: date) -> Holiday | None:
        """
        Return the bank holiday on a weekday, or None.

        >>> ENGLAND.holiday(date(2022, 12, 27)).name
        'Christmas Day (substitute day)'
        """
        self._counted(day)
        return self._holiday_on.get(day)

    def add(
        self, start: date, working_days: int, *, counting: Counting = Counting.NEXT_DAY
    ) -> date:
        """
        Return the day that is so many working days from the start.

        A negative number counts back. No days at all give the start itself, which
        `ROLL_START` first moves to a working day.

        >>> print(ENGLAND.add(date(2023, 4, 3), 10))
        2023-04-19
        >>> print(ENGLAND.add(date(2023, 4, 3), 10, counting=Counting.START_IS_DAY_1))
        2023-04-18
        >>> print(ENGLAND.add(date(2023, 5, 3), -10))
        2023-04-18

        Raises:
            OutsideCalendar: the start, or the day reached, is not known.
        """
        if start < self.known_from:  # which refuses a datetime as well
            raise self._refusal(start)
        place = start.toordinal() - self._first
        try:
            before, through = self._before[place], self._before[place + 1]
            # Day 0 is the working day that the convention counts on from. The start is
            # a working day if `through` is one more than `before`, else they are equal.
            if counting is _ROLL_START:
                day_0 = before if working_days >= 0 else through - 1
            elif working_days == 0:
                return start
            elif counting is _NEXT_DAY:
                day_0 = through - 1 if working_days > 0 else before
            elif counting is _START_IS_DAY_1:
                day_0 = before - 1 if working_days > 0 else through
            else:
                assert_never(counting)
            reached = day_0 + working_days
            if reached >= 0:
                return self._working[reached]
        except IndexError:
            pass
        raise self._refusal(start, working_days)

    def explain(
        self, start: date, working_days: int, *, counting: Counting = Counting.NEXT_DAY
    ) -> Explanation:
        """
        Return what `add` returns, and how it was reached.

        >>> why = ENGLAND.explain(date(2022, 9, 16), 3)
        >>> print(why.due)
        2022-09-22
        >>> print(*why.skipped, sep="; ")  # doctest: +NORMALIZE_WHITESPACE
        Saturday 17 September 2022 (weekend); Sunday 18 September 2022 (weekend);
        Monday 19 September 2022 (Bank holiday for the State Funeral of Queen
        Elizabeth II, published)
        """
        due = self.add(start, working_days, counting=counting)
        earlier, later = sorted((start.toordinal(), due.toordinal()))
        between = map(date.fromordinal, range(earlier + 1, later))
        return Explanation(
            start=start,
            working_days=working_days,
            counting=counting,
            due=due,
            skipped=tuple(filter(None, map(self._why_not, between))),
            calendar_version=self.version,
            start_not_working=self._why_not(start),
        )

    def between(self, start: date, end: date) -> int:
        """
        Count the working days after the start, up to and including the end.

        This is how late an answer is: counted from the day it was due. When the end is
        earlier, the number is that of the reverse question, with a minus.

        >>> due, answered = date(2023, 4, 19), date(2023, 4, 21)
        >>> ENGLAND.between(due, answered), ENGLAND.between(answered, due)
        (2, -2)
        """
        (_, through_end), (_, through_start) = self._counted(end), self._counted(start)
        return through_end - through_start

    def announced_by(self, day: date) -> Self:
        """
        Return the calendar as people knew it at the end of a day.

        Holidays announced later are left out, and those moved later are back at their
        old place. What "published" and "expected" say stays that of this table.

        >>> ENGLAND.announced_by(date(2022, 9, 9)).is_working_day(date(2022, 9, 19))
        True
        >>> ENGLAND.announced_by(date(2022, 9, 10)).is_working_day(date(2022, 9, 19))
        False
        """
        known = (holiday.as_known_on(day) for holiday in self.holidays)
        holidays = tuple(sorted(filter(None, known), key=lambda holiday: holiday.day))
        if holidays == self.holidays:
            return self
        return attrs.evolve(
            self, holidays=holidays, version=f"{self.version} as announced by {day}"
        )

    def with_holidays(self, *further: Holiday) -> Self:
        """
        Return the calendar with further days that are not working days.

        Days that are none already change nothing, and the version names those added.

        >>> mourning = Holiday(
        ...     day=date(2027, 3, 15), name="Mourning", kind="proclaimed"
        ... )
        >>> longer = ENGLAND.with_holidays(mourning)
        >>> print(longer.add(date(2027, 3, 12), 1), longer.version)
        2027-03-16 2026-11-22.1 + 2027-03-15
        """
        new = {
            holiday.day: holiday
            for holiday in further
            if self.is_working_day(holiday.day)
        }
        if not new:
            return self
        days = sorted(new)
        holidays = sorted((*self.holidays, *new.values()), key=lambda one: one.day)
        return attrs.evolve(
            self,
            holidays=tuple(holidays),
            version=f"{self.version} + {', '.join(map(str, days))}",
        )

    def _counted(self, day: date) -> tuple[int, int]:
        if not self.known_from <= day <= self.known_through:
            raise self._refusal(day)
        place = day.toordinal() - self._first
        return self._before[place], self._before[place + 1]

    def _refusal(self, day: date, working_days: int | None = None) -> OutsideCalendar:
        if day < self.known_from:
            return OutsideCalendar(day, "first", self.known_from)
        if day > self.known_through:
            return OutsideCalendar(day, "last", self.known_through)
        if working_days is not None and working_days < 0:
            return OutsideCalendar(day, "first", self.known_from, working_days)
        return OutsideCalendar(day, "last", self.known_through, working_days)

    def _why_not(self, day: date) -> SkippedDay | None:
        if day.isoweekday() > _FRIDAY:
            return SkippedDay(day, _WEEKDAYS[day.weekday()], "weekend")
        if holiday := self._holiday_on.get(day):
            return SkippedDay(day, holiday.name, holiday.status)
        return None


ENGLAND = Calendar(
    holidays=HOLIDAYS,
    version=VERSION,
    known_from=KNOWN_FROM,
    known_through=KNOWN_THROUGH,
)
