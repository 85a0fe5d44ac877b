"""
Sixty-four kinds of bad input, and values of those that are texts, days or numbers.

`kept` says what a value is stored as, `None` that it is refused. It is said for each
sort of text: an id is nothing but itself, a line is one line, and a note may have
several. Kinds that are whole documents are told where they go in: in `entries`.
"""

from collections.abc import Mapping, Sequence

import attrs

KINDS: Mapping[int, str] = {
    1: "half of a character pair",
    2: "NUL",
    3: "control characters",
    4: "composed and decomposed",
    5: "text that turns the direction",
    6: "what has no width",
    7: "what compatibility forms would change",
    8: "accents piled up",
    9: "nothing, or words for nothing",
    10: "far too much text",
    11: "odd names that are names",
    12: "other scripts, and pictures",
    13: "letters whose case depends on the country",
    14: "strings that have been trouble elsewhere",
    15: "an object that looks like an encoded type",
    16: "an object that names a real type",
    17: "nested without end",
    18: "no number",
    19: "a number too great",
    20: "keys or values of no JSON",
    21: "a key twice",
    22: "an unknown key",
    23: "the right shape of the wrong type",
    24: "a UUID in another form",
    25: "no day of the calendar",
    26: "a day that can be read in two ways",
    27: "zero for a day",
    28: "seconds since 1970 for a day",
    29: "a spreadsheet's serial number for a day",
    30: "a time without its offset",
    31: "an hour that did not exist",
    32: "an hour that came twice",
    33: "a time whose day in England is another",
    34: "an hour, a second or an offset that no clock has",
    35: "a day out of all range",
    36: "steps in an impossible order",
    37: "told years later",
    38: "a clock that goes wrong",
    39: "a stray quote",
    40: "text after a closing quote",
    41: "a row too short or too long",
    42: "a heading doubled, missing or unknown",
    43: "a mark before the first line",
    44: "another encoding, or several",
    45: "a cell of 200,000 characters",
    46: "lines that end in every way",
    47: "a file cut off, or empty",
    48: "the same twice, and not the same",
    49: "what a spreadsheet made of an id",
    50: "other separators",
    51: "a zip bomb",
    52: "a cell at the end of the sheet",
    53: "entities and DTDs",
    54: "formulas, macros, hidden sheets",
    55: "a package with foreign or doubled names, or none",
    56: "a formula",
    57: "markup and scripts",
    58: "line breaks that would forge a line",
    59: "a case that is not there, or somebody else's",
    60: "a step out of turn, or twice",
    61: "SQL and wildcards",
    62: "very many events",
    63: "a stored name, version or content that is not ours",
    64: "a store's name or a key file with something in it",
}

CANARY = "Zqpé"
"""Stands in most values, and may not stand in what is said of them."""


@attrs.frozen
class Text:
    """A text, and what is kept of it as an id, as a line and as a note."""

    given: str
    id: str | None
    line: str | None
    note: str | None


def _same(*texts: str) -> list[Text]:
    return [Text(one, one, one, one) for one in texts]


def _never(*texts: str) -> list[Text]:
    return [Text(one, None, None, None) for one in texts]


def _not_as_an_id(*texts: str) -> list[Text]:
    return [Text(one, None, one, one) for one in texts]


def _only_a_note(*texts: str) -> list[Text]:
    return [Text(one, None, None, one) for one in texts]


TEXTS: Mapping[int, Sequence[Text]] = {
    1: _never(f"{CANARY}\ud800", f"\udfff{CANARY}"),
    2: _never(f"{CANARY}\0b", f"\0{CANARY}"),
    3: [
        *_never(*(f"{CANARY}{one}b" for one in "\x01\x07\x0b\x1b\x7f\x85\x9f")),
        *_only_a_note(f"{CANARY}\tb", f"{CANARY}\nb"),
        Text(f"{CANARY}\u2028b", None, None, f"{CANARY}\u2028b"),
    ],
    4: [Text("Zoe\u0308", "Zo\xeb", "Zo\xeb", "Zo\xeb"), *_same("Zo\xeb")],
    5: [
        Text(f"{CANARY}{turn}b", None, None, f"{CANARY}b")
        for turn in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    ],
    6: [
        Text(f"{CANARY}\u200bb", None, f"{CANARY}b", f"{CANARY}b"),
        Text(f"{CANARY}\ufeffb", None, f"{CANARY}b", f"{CANARY}b"),
    ],
    7: _same("½", "①", "\ufdfa", "\ufb01"),
    8: [
        *_never(f"{CANARY}a" + "\u0301" * 500, f"{CANARY}a" + "\u0301" * 31),
        *(
            Text("a" + "\u0301" * 30, kept, kept, kept)
            for kept in ["á" + "\u0301" * 29]
        ),
    ],
    10: _never(CANARY + "x" * 10_000_000, CANARY + "x" * 70_000),
    11: _same("O'Brien", "D'Souza", "<3", "Null", "X", "Ó", "van 't Hoff"),
    12: [
        *_same("محمد", "李小龍", "Siân Llŷr", "Ειρήνη", "👩🏽", "ภาษาไทย"),
        *_not_as_an_id("👩\u200d👩\u200d👧", "\u200fאב"),
    ],
    13: _same("İstanbul", "\u0131I", "\u017ftraße", "ΌΣΟΣ"),
    14: _same(
        *("undefined", "true", "NaN", "1E02", "0x0", "1/0", "\\", "--", "%s%n%d"),
        *("$(touch x)", "{0}", "%2e%2e%2f", "../../../x", "|ls", "`id`"),
        *("ÅÍÎÏ˝ÓÔ", "Ω≈ç√∫µ", "表ポあA鷗", "ثم نفس سقطت", "🏳0🌈️", "0️⃣ 1️⃣", "1\u20442"),
    ),
    15: _same('{"_type_": "x", "_data_": "y"}'),
    16: _same('{"_type_": "datetime", "_data_": "2024-01-01"}'),
    49: _not_as_an_id("1.23457E+15", "2-Jan", "Mar-24", "#N/A", "#REF!"),
    56: _same("=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1", '=cmd|" /C calc"!A0'),
    57: _same(
        *("<script>alert(1)</script>", '"onload="x', "javascript:alert(1)"),
        *("</style>", "{{7*7}}", "&lt;b&gt;", "]]>", "--><b>"),
    ),
    58: _only_a_note(f"{CANARY}\nSet-Cookie: a=b"),
    61: _same("' OR 1=1 --", "'; DROP TABLE complaints; --", "%", "_", '" OR ""="'),
}

DAYS: Mapping[int, Mapping[str, str | None]] = {
    9: {"N/A": None, "-": None, "null": None},
    25: {"31/02/2014": None, "2024-02-30": None, "2024-13-01": None},
    26: {"01/02/2024": None, "1-2-2024": None},
    27: {"0": None},
    28: {"1700000000": None},
    29: {"45292": None, "45292.4": None},
    30: {"2024-01-02T09:30:00": None, "2024-01-02 00:00": None},
    31: {"2026-03-29T01:30:00": None, "2026-03-29 01:30 Europe/London": None},
    32: {"2026-10-25T01:30:00": None},
    33: {"2026-07-01T23:30:00Z": None},
    34: {
        "2024-01-01T24:00:00Z": None,
        "2024-01-01T23:59:60Z": None,
        "2024-01-01T09:00:00+25:00": None,
    },
    35: {
        **dict.fromkeys(("0001-01-01", "1899-12-31", "9999-12-31", "2024-2-29")),
        "2024-02-29": "2024-02-29",
    },
    37: {"2021-01-04": "2021-01-04"},
}
"""Days as text, each with the day that it is, or None."""

POUNDS: Mapping[int, Mapping[str, int | None]] = {
    18: dict.fromkeys(("NaN", "Infinity", "-0", "1e1000000", "1e3")),
    19: dict.fromkeys(("9" * 5_000, "9223372036854775808")),
    23: {
        **dict.fromkeys(("1_000", "12.0", "True", "\uff11\uff12", "+5", "£5", "1,000")),
        " 12 ": 1200,
        "12.50": 1250,
    },
}
"""Amounts as text, each with its pence, or None."""

NUMBERS: Mapping[int, Mapping[str, int | None]] = {
    18: {
        **dict.fromkeys(("NaN", "Infinity", "-Infinity", "1e1000000", "1.5")),
        "-0": 0,
    },
    19: dict.fromkeys(("9" * 5_000, "9223372036854775808", "-1")),
    23: dict.fromkeys(('"1"', "1.0", "true", "[1]", '"1_000"')),
}
"""Whole numbers as JSON writes them, each with its value, or None."""
