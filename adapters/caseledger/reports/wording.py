"""Counts, shares, sums of money and days as a reader expects to see them."""

from collections.abc import Iterable, Sequence
from datetime import date

from caseledger.annual_report import Count, percent, total

Number = Count | int

NOT_APPLICABLE = "not applicable"
NOT_TOLD = "[c]"
"""Stands for a count that is not told, and for what is worked out from it."""

ROUNDED = "rounded half up to a whole percent"

# The names that strftime gives depend on the machine's language.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MINUS = "\N{MINUS SIGN}"


def known(value: Number) -> int | None:
    """Return the number that a reader is told, None if it is not told."""
    return value.value if isinstance(value, Count) else value


def number(value: Number) -> str:
    """
    Write a number with thousands separators.

    >>> number(12345), number(Count(None))
    ('12,345', '[c]')
    """
    told = known(value)
    return NOT_TOLD if told is None else f"{told:,}"


def counted(value: Number, noun: str, plural: str | None = None) -> str:
    """
    Write a number with its noun.

    >>> counted(1, "complaint"), counted(0, "complaint"), counted(2, "reply", "replies")
    ('1 complaint', '0 complaints', '2 replies')
    """
    return f"{number(value)} {noun if known(value) == 1 else plural or noun + 's'}"


def was(value: Number) -> str:
    """
    Return the verb that a number takes.

    >>> was(1), was(2), was(0)
    ('was', 'were', 'were')
    """
    return "was" if known(value) == 1 else "were"


def percentage(part: Number, whole: Number) -> str:
    """
    Write a share in whole percent; nothing has no shares.

    >>> percentage(32, 47), percentage(0, 0), percentage(Count(None), 47)
    ('68%', 'not applicable', '[c]')
    """
    if known(whole) == 0:
        return NOT_APPLICABLE
    shown = shown_percent(part, whole)
    return NOT_TOLD if shown is None else f"{shown}%"


def shown_percent(part: Number, whole: Number) -> int | None:
    """Return a share in whole percent, None if there is none or it is not told."""
    told, of = known(part), known(whole)
    return None if told is None or of is None else percent(told, of)


def share(part: Number, whole: Number) -> str:
    """
    Write a share with the counts behind it.

    >>> share(32, 47), share(0, 0), share(Count(None), 47)
    ('68% (32 of 47)', 'not applicable', '[c] of 47')
    """
    if known(whole) == 0:
        return NOT_APPLICABLE
    if known(part) is None and known(whole) is None:
        return NOT_TOLD
    counts = f"{number(part)} of {number(whole)}"
    shown = shown_percent(part, whole)
    return counts if shown is None else f"{shown}% ({counts})"


def division(part: Number, whole: Number) -> str:
    """
    Write how a share is worked out.

    >>> division(32, 47)
    '32 \N{DIVISION SIGN} 47 = 68%'
    """
    asked = f"{number(part)} \N{DIVISION SIGN} {number(whole)}"
    if known(whole) == 0:
        return f"{asked}: {NOT_APPLICABLE}"
    return f"{asked} = {percentage(part, whole)}"


def addition(terms: Iterable[tuple[Number, str]], whole: Number) -> str:
    """
    Write a sum with the name of each term; a sum that fails is shown to fail.

    >>> addition([(1, "withdrawn"), (47, "answered")], 48)
    '1 withdrawn + 47 answered = 48'
    """
    terms = list(terms)
    left = " + ".join(f"{number(value)} {name}" for value, name in terms)
    sign = equals(total(map(_count, (value for value, _ in terms))), _count(whole))
    return f"{left} {sign} {number(whole)}"


def equals(left: Count, right: Count) -> str:
    """
    Return the sign between what is added up and its total.

    Rounded figures need not add up, and of those that are not told a reader knows
    only that they do.
    """
    if left.rounded or right.rounded:
        return "\N{ALMOST EQUAL TO}"
    untold = left.value is None or right.value is None
    return "=" if untold or left == right else "\N{NOT EQUAL TO}"


def _count(value: Number) -> Count:
    return value if isinstance(value, Count) else Count(value)


def signed(difference: Number) -> str:
    """
    Write a difference with its sign.

    >>> signed(3), signed(0), signed(-1200) == "\N{MINUS SIGN}1,200"
    ('+3', '0', True)
    """
    told = known(difference)
    if told is None:
        return NOT_TOLD
    if told < 0:
        return f"{_MINUS}{number(-told)}"
    return f"+{number(told)}" if told else "0"


def points(value: int) -> str:
    """
    Write a difference between percentages.

    >>> points(1), points(-4)
    ('1 percentage point', '4 percentage points')
    """
    return counted(abs(value), "percentage point")


def money(pence: int | None) -> str:
    """
    Write a sum in pounds, with pence only where there are any.

    >>> money(138000), money(138050), money(5)
    ('£1,380', '£1,380.50', '£0.05')
    """
    if pence is None:
        return NOT_TOLD
    pounds, rest = divmod(abs(pence), 100)
    sign = _MINUS if pence < 0 else ""
    return f"{sign}£{number(pounds)}" + (f".{rest:02}" if rest else "")


def day(when: date) -> str:
    """
    Write a day.

    >>> day(date(2024, 3, 31))
    '31 March 2024'
    """
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def from_code(code: str) -> str:
    """
    Write a code of a closed list in words.

    >>> from_code("out_of_time"), from_code("not_childrens_services")
    ('Out of time', "Not children's services")
    """
    words = code.replace("_", " ").replace("childrens", "children's")
    return words[:1].upper() + words[1:]


def listed(items: Sequence[str], joint: str = "and") -> str:
    """
    Write a list in a sentence.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"
