"""Counts, shares, sums of money and days as a reader expects to see them."""

from collections.abc import Iterable, Sequence
from datetime import date

from caseledger.annual_report import percent

NOT_APPLICABLE = "not applicable"
ROUNDED = "rounded half up to a whole percent"

# The names that strftime gives depend on the machine's language.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MINUS = "\N{MINUS SIGN}"


def number(value: int) -> str:
    """
    Write a number with thousands separators.

    >>> number(12345)
    '12,345'
    """
    return f"{value:,}"


def counted(value: int, noun: str, plural: str | None = None) -> str:
    """
    Write a number with its noun.

    >>> counted(1, "complaint"), counted(0, "complaint"), counted(2, "reply", "replies")
    ('1 complaint', '0 complaints', '2 replies')
    """
    return f"{number(value)} {noun if value == 1 else plural or noun + 's'}"


def was(value: int) -> str:
    """
    Return the verb that a number takes.

    >>> was(1), was(2), was(0)
    ('was', 'were', 'were')
    """
    return "was" if value == 1 else "were"


def percentage(part: int, whole: int) -> str:
    """
    Write a share in whole percent; nothing has no shares.

    >>> percentage(32, 47), percentage(0, 0)
    ('68%', 'not applicable')
    """
    share = percent(part, whole)
    return NOT_APPLICABLE if share is None else f"{share}%"


def share(part: int, whole: int) -> str:
    """
    Write a share with the counts behind it.

    >>> share(32, 47), share(0, 0)
    ('68% (32 of 47)', 'not applicable')
    """
    if whole == 0:
        return NOT_APPLICABLE
    return f"{percentage(part, whole)} ({number(part)} of {number(whole)})"


def division(part: int, whole: int) -> str:
    """
    Write how a share is worked out.

    >>> division(32, 47)
    '32 \N{DIVISION SIGN} 47 = 68%'
    """
    asked = f"{number(part)} \N{DIVISION SIGN} {number(whole)}"
    if whole == 0:
        return f"{asked}: {NOT_APPLICABLE}"
    return f"{asked} = {percentage(part, whole)}"


def addition(terms: Iterable[tuple[int, str]], total: int) -> str:
    """
    Write a sum with the name of each term; a sum that fails is shown to fail.

    >>> addition([(1, "withdrawn"), (47, "answered")], 48)
    '1 withdrawn + 47 answered = 48'
    """
    terms = list(terms)
    sign = "=" if sum(value for value, _ in terms) == total else "\N{NOT EQUAL TO}"
    left = " + ".join(f"{number(value)} {name}" for value, name in terms)
    return f"{left} {sign} {number(total)}"


def signed(difference: int) -> str:
    """
    Write a difference with its sign.

    >>> signed(3), signed(0), signed(-1200) == "\N{MINUS SIGN}1,200"
    ('+3', '0', True)
    """
    if difference < 0:
        return f"{_MINUS}{number(-difference)}"
    return f"+{number(difference)}" if difference else "0"


def points(value: int) -> str:
    """
    Write a difference between percentages.

    >>> points(1), points(-4)
    ('1 percentage point', '4 percentage points')
    """
    return counted(abs(value), "percentage point")


def money(pence: int) -> str:
    """
    Write a sum in pounds, with pence only where there are any.

    >>> money(138000), money(138050), money(5)
    ('£1,380', '£1,380.50', '£0.05')
    """
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
