"""
England's bank holidays from 1995 to 2035, as a table that a person can check.

The statutory complaints procedure counts working days. A working day is "a day which
is not a Saturday, Sunday, Christmas Day, Boxing Day, Good Friday or a bank holiday
under the Banking and Financial Dealings Act 1971" (SI 2006/1738, regulation 2). The
table lists every such holiday that falls on a Monday to Friday; a Saturday or Sunday is
not a working day in any case. Days on which a council chooses to close are not here:
for the statutory procedure they are working days.

How to keep the table:

* GOV.UK publishes another year: move its line from ``_EXPECTED`` to ``_PUBLISHED``.
* A holiday is moved: write ``moved`` in its year's line and add it to ``_MOVED``.
* An extra holiday is proclaimed: add it to ``_PROCLAIMED``.
* Give ``VERSION`` the day of the change. Recorded due dates name the version that they
  were counted with, so two tables that differ must never share one.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal, Self

import attrs

VERSION = "2026-11-22.1"
KNOWN_FROM = date(1995, 1, 1)
KNOWN_THROUGH = date(2035, 12, 31)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

Kind = Literal["rule", "substitute", "moved", "proclaimed", "closure"]
Status = Literal["published", "expected"]


@attrs.frozen(kw_only=True)
class Holiday:
    """
    A Monday to Friday that is not a working day in England.

    Attributes:
        kind: "rule", a day that returns every year; "substitute", the weekday given
            for one that falls on a weekend; "moved", held on another day that year;
            "proclaimed", an extra day in that year only; "closure", a day on which a
            council is shut, which is no bank holiday and counts for no law.
        status: "published" by the Government, or "expected" by the standing rules.
        moved_from: where the rule would have put a moved holiday: a working day.
        announced_on: when the public was told of a moved or proclaimed holiday.
        announced_sure: whether that day is established. If it is not, the public knew
            by then, and may have known earlier.
        announcement: who told the public, and where, or why the day is not sure.
    """

    day: date
    name: str
    kind: Kind = "rule"
    status: Status = "published"
    moved_from: date | None = None
    announced_on: date | None = None
    announced_sure: bool = False
    announcement: str = ""

    def as_known_on(self, day: date) -> Self | None:
        """
        Return the holiday as people knew it at the end of a day, or None if unknown.

        A holiday that had yet to be moved stands at its old place. One that had yet to
        be proclaimed is unknown. The others follow from the standing rules, which
        everybody knew.
        """
        if self.announced_on is None or self.announced_on <= day:
            return self
        if self.moved_from is None:
            return None
        return attrs.evolve(
            self,
            day=self.moved_from,
            kind="rule",
            moved_from=None,
            announced_on=None,
            announced_sure=False,
            announcement="",
        )


# One line per year, one column per holiday, in this order. A star marks a substitute
# day: the holiday itself fell on a weekend. "moved" says that the day is in _MOVED.
_NAMES = (
    "New Year's Day",
    "Good Friday",
    "Easter Monday",
    "Early May bank holiday",
    "Spring bank holiday",
    "Summer bank holiday",
    "Christmas Day",
    "Boxing Day",
)

#        New       Good      Easter    Early     Spring    Summer    Christmas Boxing
#        Year      Friday    Monday    May                           Day       Day
_PUBLISHED = """
1995 |  2 Jan* | 14 Apr  | 17 Apr  | moved   | 29 May  | 28 Aug  | 25 Dec  | 26 Dec
1996 |  1 Jan  |  5 Apr  |  8 Apr  |  6 May  | 27 May  | 26 Aug  | 25 Dec  | 26 Dec
1997 |  1 Jan  | 28 Mar  | 31 Mar  |  5 May  | 26 May  | 25 Aug  | 25 Dec  | 26 Dec
1998 |  1 Jan  | 10 Apr  | 13 Apr  |  4 May  | 25 May  | 31 Aug  | 25 Dec  | 28 Dec*
1999 |  1 Jan  |  2 Apr  |  5 Apr  |  3 May  | 31 May  | 30 Aug  | 27 Dec* | 28 Dec*
2000 |  3 Jan* | 21 Apr  | 24 Apr  |  1 May  | 29 May  | 28 Aug  | 25 Dec  | 26 Dec
2001 |  1 Jan  | 13 Apr  | 16 Apr  |  7 May  | 28 May  | 27 Aug  | 25 Dec  | 26 Dec
2002 |  1 Jan  | 29 Mar  |  1 Apr  |  6 May  | moved   | 26 Aug  | 25 Dec  | 26 Dec
2003 |  1 Jan  | 18 Apr  | 21 Apr  |  5 May  | 26 May  | 25 Aug  | 25 Dec  | 26 Dec
2004 |  1 Jan  |  9 Apr  | 12 Apr  |  3 May  | 31 May  | 30 Aug  | 27 Dec* | 28 Dec*
2005 |  3 Jan* | 25 Mar  | 28 Mar  |  2 May  | 30 May  | 29 Aug  | 27 Dec* | 26 Dec
2006 |  2 Jan* | 14 Apr  | 17 Apr  |  1 May  | 29 May  | 28 Aug  | 25 Dec  | 26 Dec
2007 |  1 Jan  |  6 Apr  |  9 Apr  |  7 May  | 28 May  | 27 Aug  | 25 Dec  | 26 Dec
2008 |  1 Jan  | 21 Mar  | 24 Mar  |  5 May  | 26 May  | 25 Aug  | 25 Dec  | 26 Dec
2009 |  1 Jan  | 10 Apr  | 13 Apr  |  4 May  | 25 May  | 31 Aug  | 25 Dec  | 28 Dec*
2010 |  1 Jan  |  2 Apr  |  5 Apr  |  3 May  | 31 May  | 30 Aug  | 27 Dec* | 28 Dec*
2011 |  3 Jan* | 22 Apr  | 25 Apr  |  2 May  | 30 May  | 29 Aug  | 27 Dec* | 26 Dec
2012 |  2 Jan* |  6 Apr  |  9 Apr  |  7 May  | moved   | 27 Aug  | 25 Dec  | 26 Dec
2013 |  1 Jan  | 29 Mar  |  1 Apr  |  6 May  | 27 May  | 26 Aug  | 25 Dec  | 26 Dec
2014 |  1 Jan  | 18 Apr  | 21 Apr  |  5 May  | 26 May  | 25 Aug  | 25 Dec  | 26 Dec
2015 |  1 Jan  |  3 Apr  |  6 Apr  |  4 May  | 25 May  | 31 Aug  | 25 Dec  | 28 Dec*
2016 |  1 Jan  | 25 Mar  | 28 Mar  |  2 May  | 30 May  | 29 Aug  | 27 Dec* | 26 Dec
2017 |  2 Jan* | 14 Apr  | 17 Apr  |  1 May  | 29 May  | 28 Aug  | 25 Dec  | 26 Dec
2018 |  1 Jan  | 30 Mar  |  2 Apr  |  7 May  | 28 May  | 27 Aug  | 25 Dec  | 26 Dec
2019 |  1 Jan  | 19 Apr  | 22 Apr  |  6 May  | 27 May  | 26 Aug  | 25 Dec  | 26 Dec
2020 |  1 Jan  | 10 Apr  | 13 Apr  | moved   | 25 May  | 31 Aug  | 25 Dec  | 28 Dec*
2021 |  1 Jan  |  2 Apr  |  5 Apr  |  3 May  | 31 May  | 30 Aug  | 27 Dec* | 28 Dec*
2022 |  3 Jan* | 15 Apr  | 18 Apr  |  2 May  | moved   | 29 Aug  | 27 Dec* | 26 Dec
2023 |  2 Jan* |  7 Apr  | 10 Apr  |  1 May  | 29 May  | 28 Aug  | 25 Dec  | 26 Dec
2024 |  1 Jan  | 29 Mar  |  1 Apr  |  6 May  | 27 May  | 26 Aug  | 25 Dec  | 26 Dec
2025 |  1 Jan  | 18 Apr  | 21 Apr  |  5 May  | 26 May  | 25 Aug  | 25 Dec  | 26 Dec
2026 |  1 Jan  |  3 Apr  |  6 Apr  |  4 May  | 25 May  | 31 Aug  | 25 Dec  | 28 Dec*
2027 |  1 Jan  | 26 Mar  | 29 Mar  |  3 May  | 31 May  | 30 Aug  | 27 Dec* | 28 Dec*
2028 |  3 Jan* | 14 Apr  | 17 Apr  |  1 May  | 29 May  | 28 Aug  | 25 Dec  | 26 Dec
"""

# Expected by the standing rules; GOV.UK has not published these years yet.
_EXPECTED = """
2029 |  1 Jan  | 30 Mar  |  2 Apr  |  7 May  | 28 May  | 27 Aug  | 25 Dec  | 26 Dec
2030 |  1 Jan  | 19 Apr  | 22 Apr  |  6 May  | 27 May  | 26 Aug  | 25 Dec  | 26 Dec
2031 |  1 Jan  | 11 Apr  | 14 Apr  |  5 May  | 26 May  | 25 Aug  | 25 Dec  | 26 Dec
2032 |  1 Jan  | 26 Mar  | 29 Mar  |  3 May  | 31 May  | 30 Aug  | 27 Dec* | 28 Dec*
2033 |  3 Jan* | 15 Apr  | 18 Apr  |  2 May  | 30 May  | 29 Aug  | 27 Dec* | 26 Dec
2034 |  2 Jan* |  7 Apr  | 10 Apr  |  1 May  | 29 May  | 28 Aug  | 25 Dec  | 26 Dec
2035 |  1 Jan  | 23 Mar  | 26 Mar  |  7 May  | 28 May  | 27 Aug  | 25 Dec  | 26 Dec
"""

_MOVED = (
    # Fifty years after VE Day.
    Holiday(
        day=date(1995, 5, 8),
        name="Early May bank holiday",
        kind="moved",
        moved_from=date(1995, 5, 1),
        announced_on=date(1993, 12, 16),
        announced_sure=True,
        announcement="Lord Henley, Lords written answer, vol 550 cols 135-6WA",
    ),
    # Beside the Golden Jubilee.
    Holiday(
        day=date(2002, 6, 4),
        name="Spring bank holiday",
        kind="moved",
        moved_from=date(2002, 5, 27),
        announced_on=date(2000, 11, 23),
        announced_sure=True,
        announcement="The Prime Minister, Commons written answer, vol 357 cols 294-5W",
    ),
    # Beside the Diamond Jubilee.
    Holiday(
        day=date(2012, 6, 4),
        name="Spring bank holiday",
        kind="moved",
        moved_from=date(2012, 5, 28),
        announced_on=date(2010, 1, 5),
        announced_sure=True,
        announcement="Lord Mandelson, statement to the House of Lords",
    ),
    # Seventy-five years after VE Day.
    Holiday(
        day=date(2020, 5, 8),
        name="Early May bank holiday",
        kind="moved",
        moved_from=date(2020, 5, 4),
        announced_on=date(2019, 6, 7),
        announced_sure=True,
        announcement="Greg Clark, Business Secretary, press release",
    ),
    # Beside the Platinum Jubilee.
    Holiday(
        day=date(2022, 6, 2),
        name="Spring bank holiday",
        kind="moved",
        moved_from=date(2022, 5, 30),
        announced_on=date(2020, 11, 12),
        announced_sure=True,
        announcement="Oliver Dowden, Culture Secretary, press release",
    ),
)

_PROCLAIMED = (
    Holiday(
        day=date(1999, 12, 31),
        name="Millennium bank holiday",
        kind="proclaimed",
        announced_on=date(1998, 7, 31),
        announced_sure=False,
        announcement=(
            "Chris Smith, Culture Secretary. The day is not established: the press"
            " expected it in April 1998, and the Commons Culture Committee's sixth"
            " report of session 1997-98 (HC 818), that summer, has it as decided"
        ),
    ),
    Holiday(
        day=date(2002, 6, 3),
        name="Golden Jubilee bank holiday",
        kind="proclaimed",
        announced_on=date(2000, 11, 23),
        announced_sure=True,
        announcement="The Prime Minister, Commons written answer, vol 357 cols 294-5W",
    ),
    Holiday(
        day=date(2011, 4, 29),
        name="Bank holiday for the wedding of Prince William and Catherine Middleton",
        kind="proclaimed",
        announced_on=date(2010, 11, 23),
        announced_sure=True,
        announcement="Downing Street, after Cabinet agreed it that morning",
    ),
    Holiday(
        day=date(2012, 6, 5),
        name="Diamond Jubilee bank holiday",
        kind="proclaimed",
        announced_on=date(2010, 1, 5),
        announced_sure=True,
        announcement="Lord Mandelson, statement to the House of Lords",
    ),
    Holiday(
        day=date(2022, 6, 3),
        name="Platinum Jubilee bank holiday",
        kind="proclaimed",
        announced_on=date(2020, 11, 12),
        announced_sure=True,
        announcement="Oliver Dowden, Culture Secretary, press release",
    ),
    Holiday(
        day=date(2022, 9, 19),
        name="Bank holiday for the State Funeral of Queen Elizabeth II",
        kind="proclaimed",
        announced_on=date(2022, 9, 10),
        announced_sure=True,
        announcement=(
            "Proclamation approved at the Accession Council; the Earl Marshal named"
            " the day of the funeral that afternoon (Gazette notice 4158896)"
        ),
    ),
    Holiday(
        day=date(2023, 5, 8),
        name="Bank holiday for the Coronation of King Charles III",
        kind="proclaimed",
        announced_on=date(2022, 11, 6),
        announced_sure=True,
        announcement="The Prime Minister, press release",
    ),
)


def _yearly(table: str, status: Status) -> Iterator[Holiday]:
    """Read the lines of a table: the holidays of each year that were not moved."""
    months = [month[:3] for month in MONTHS]
    for line in table.strip().splitlines():
        year, *cells = line.split("|")
        for name, cell in zip(_NAMES, cells, strict=True):
            if cell.strip() == "moved":
                continue
            day, month = cell.rstrip("* ").split()
            substitute = "*" in cell
            yield Holiday(
                day=date(int(year), months.index(month) + 1, int(day)),
                name=f"{name} (substitute day)" if substitute else name,
                kind="substitute" if substitute else "rule",
                status=status,
            )


HOLIDAYS: tuple[Holiday, ...] = tuple(
    sorted(
        (
            *_yearly(_PUBLISHED, "published"),
            *_yearly(_EXPECTED, "expected"),
            *_MOVED,
            *_PROCLAIMED,
        ),
        key=lambda holiday: holiday.day,
    )
)
