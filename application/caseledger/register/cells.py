"""How one cell of a register is read: its kind, and what no cell may hold."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

import attrs

MOST_TEXT = 64 * 1024
MOST_MARKS = 30
FIRST_DAY = date(1900, 1, 1)
ISO_DATE = "yyyy-mm-dd"
WHITE_SPACE = (
    " \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What is dropped around cells; Python would drop some control characters too."""
NOTHING = ("", "-", "n/a", "null")
"""What people write where something has to be said and they have nothing to say."""

Value = str | date | int | bool | tuple[str, ...]
Read = Callable[[str], Value]


@attrs.frozen
class CellFault(Exception):
    """
    A cell that cannot be read, by the rule that it breaks.

    The message never repeats the cell: it may be personal.
    """

    rule: str
    message: str


# --- Text ----------------------------------------------------------------------------

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_IN_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff]")
_HIDDEN_IN_ID = re.compile(r"[\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
# As a spreadsheet writes them: an id such as 5E3 or MAR-24 is somebody's own.
_EXCEL = re.compile(
    r"[0-9](\.[0-9]+)?[Ee][+-][0-9]{2,3}"
    r"|[0-9]{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-[0-9]{2}"
    r"|#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|#+)",
)


def _clean(text: str, control: re.Pattern[str]) -> str:
    # Before anything that takes long: no form of it is half as long.
    if len(text) > 2 * MOST_TEXT:
        raise CellFault("unreadable", f"is longer than {MOST_TEXT} bytes")
    if text.isascii():
        if control.search(text):
            raise CellFault("unreadable", "holds a control character")
    else:
        if control.search(text):
            raise CellFault("unreadable", "holds a control character")
        if _SURROGATE.search(text):
            raise CellFault("unreadable", "holds half of a character pair")
        text = unicodedata.normalize("NFC", text)
        if _piled_up(text):
            raise CellFault("unreadable", f"piles up over {MOST_MARKS} accents")
    # A character takes up to four bytes.
    if len(text) > MOST_TEXT // 4 and len(text.encode()) > MOST_TEXT:
        raise CellFault("unreadable", f"is longer than {MOST_TEXT} bytes")
    return text


def _piled_up(text: str) -> bool:
    run = 0
    for character in unicodedata.normalize("NFD", text):
        run = run + 1 if unicodedata.combining(character) else 0
        if run > MOST_MARKS:
            return True
    return False


def read_identifier(text: str) -> str:
    """Read a reference or another id: one line, nothing hidden, not spoilt by Excel."""
    text = _clean(text, _CONTROL_IN_LINE)
    if not text.isascii() and _HIDDEN_IN_ID.search(text):
        raise CellFault("unreadable", "holds a character that cannot be seen")
    if _EXCEL.fullmatch(text):
        raise CellFault(
            "unreadable",
            "looks as if a spreadsheet had changed it to a number, a date or an "
            "error; format the column as text and export again",
        )
    return text


def read_line(text: str) -> str:
    """Read one line of text, such as a team or a theme."""
    text = _clean(text, _CONTROL_IN_LINE)
    if text.isascii():
        return text
    if _DIRECTION.search(text):
        raise CellFault("unreadable", "holds a character that reverses the text")
    return _INVISIBLE.sub("", text).strip(WHITE_SPACE)


def read_note(text: str) -> str:
    """Read free text of any number of lines."""
    text = _clean(text, _CONTROL)
    if text.isascii():
        return text
    return _INVISIBLE.sub("", _DIRECTION.sub("", text)).strip(WHITE_SPACE)


def read_ids(text: str) -> tuple[str, ...]:
    """Read ids separated by semicolons."""
    ids = tuple(filter(None, (one.strip(WHITE_SPACE) for one in text.split(";"))))
    if not ids:
        raise CellFault("unreadable", "names nobody")
    return tuple(map(read_identifier, ids))


# --- Numbers and codes ---------------------------------------------------------------

_MONEY = re.compile(r"([0-9]{1,12})(?:\.([0-9]{2}))?")


def read_money(text: str) -> int:
    """
    Read pounds as pence: digits, optionally with two decimals.

    >>> read_money("1380"), read_money("0.50")
    (138000, 50)
    """
    found = _MONEY.fullmatch(text)
    if found is None:
        raise CellFault("unreadable", "is not an amount such as 250 or 250.00")
    pounds, pence = found.groups(default="0")
    return int(pounds) * 100 + int(pence)


def read_yes_no(text: str) -> bool:
    """Read yes or no."""
    if text not in ("yes", "no"):
        raise CellFault("unknown_code", "is neither yes nor no")
    return text == "yes"


def read_code(codes: Iterable[StrEnum]) -> Read:
    """Return a reader for one of some codes; capitals count."""
    known: Mapping[str, StrEnum] = {str(code): code for code in codes}

    def read(text: str) -> Value:
        found = known.get(text)
        if found is None:
            raise CellFault("unknown_code", f"is none of {', '.join(known)}")
        return found

    return read


# --- Dates ---------------------------------------------------------------------------

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_SHORT = tuple(month[:3] for month in _MONTHS)
_TOKENS = {
    "yyyy": r"(?P<year>[0-9]{4})",
    "yy": r"(?P<short_year>[0-9]{2})",
    "mmm": rf"(?P<name>{'|'.join((*_MONTHS, 'sept', *_SHORT))})",
    "mm": r"(?P<month>[0-9]{1,2})",
    "dd": r"(?P<day>[0-9]{1,2})",
}
_TOKEN = re.compile("|".join(_TOKENS))


def date_pattern(pattern: str) -> re.Pattern[str]:
    """
    Return how to recognise dates written by a pattern of dd, mm, mmm, yy and yyyy.

    Raises `ValueError` if the pattern leaves day, month or year open.

    >>> bool(date_pattern("dd/mm/yyyy").fullmatch("3/4/2024"))
    True
    """
    if pattern == ISO_DATE:
        return re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
    found = sorted(_TOKEN.findall(pattern))
    if found not in (
        ["dd", "mm", "yyyy"],
        ["dd", "mmm", "yyyy"],
        ["dd", "mm", "yy"],
        ["dd", "mmm", "yy"],
    ):
        msg = "needs dd, mm or mmm, and yyyy or yy, once each"
        raise ValueError(msg)
    parts = _TOKEN.split(pattern)
    if set("".join(parts)) & set("dmy"):
        msg = "knows dd, mm, mmm (a month's name, short or whole), yy and yyyy"
        raise ValueError(msg)
    tokens = _TOKEN.findall(pattern)
    expression = re.escape(parts[0])
    for token, after in zip(tokens, parts[1:], strict=True):
        expression += _TOKENS[token] + re.escape(after)
    return re.compile(expression, re.IGNORECASE | re.ASCII)


@attrs.define
class DateReader:
    """Reads dates by the patterns given, and by no guess; remembers what it read."""

    patterns: Sequence[str]
    today: date
    future: bool = False
    known: dict[str, date] = attrs.field(factory=dict, init=False)

    def __call__(self, text: str) -> date:
        """Read a date. Raises `CellFault`."""
        found = self.known.get(text)
        if found is None:
            found = self.known[text] = self._read(text)
        return found

    def _read(self, text: str) -> date:
        found = self._by_pattern(text)
        if found is None:
            wanted = " or ".join(self.patterns)
            raise CellFault("unreadable", f"is not a date written {wanted}")
        if found < FIRST_DAY:
            raise CellFault("unreadable", f"is before {FIRST_DAY}")
        if found > self.today and not self.future:
            raise CellFault("future_date", f"is after today, {self.today}")
        return found

    def _by_pattern(self, text: str) -> date | None:
        for pattern in self.patterns:
            match = date_pattern(pattern).fullmatch(text)
            if match is None:
                continue
            part = match.groupdict()
            month = part.get("month") or _SHORT.index(part["name"].lower()[:3]) + 1
            year = part.get("year") or f"20{part['short_year']}"
            try:
                return date(int(year), int(month), int(part["day"]))
            except ValueError:
                return None
        return None
