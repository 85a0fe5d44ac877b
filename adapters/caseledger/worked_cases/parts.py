"""The parts of a sentence that vary: how each is written, and what it is read as."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import attrs

from caseledger.complaint import DeadlineName, Phase
from caseledger.complaint.facts import FACTS
from caseledger.complaint.vocabulary import (
    Function,
    NotAcceptedReason,
    NotInvestigatedReason,
    OmbudsmanDecision,
    Outcome,
    PointFinding,
    RecommendationKind,
    RemedyKind,
    RemedyStatus,
    Source,
)
from caseledger.rules import Procedure
from caseledger.worked_cases.faults import NotSaid

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_DAY = re.compile(
    rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)}) )?"
    r"(?:(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    rf"|(?P<number>[0-9]{{1,2}}) (?P<month>{'|'.join(_MONTHS)}) (?P<year>[0-9]{{4}}))"
)


@attrs.frozen
class Part:
    """How a part is written, as a pattern and in words, and what reads it."""

    pattern: str
    told: str
    read: Callable[[str], object]


def read_day(written: str) -> date:
    """
    Read a day, and hold it to its weekday if one is written.

    >>> read_day("Wed 19 Apr 2023") == read_day("2023-04-19")
    True
    >>> read_day("Tue 2023-04-19")
    Traceback (most recent call last):
    caseledger.worked_cases.faults.NotSaid: 2023-04-19 is a Wed, not a Tue
    """
    found = _DAY.fullmatch(written)
    if found is None:
        raise NotSaid(f"{written!r} is no day; write 2023-04-19 or Wed 19 Apr 2023")
    try:
        day = (
            date.fromisoformat(found["iso"])
            if found["iso"]
            else date(
                int(found["year"]),
                1 + _MONTHS.index(found["month"]),
                int(found["number"]),
            )
        )
    except ValueError:
        raise NotSaid(f"there is no day {written}") from None
    weekday = WEEKDAYS[day.weekday()]
    if found["weekday"] not in (None, weekday):
        raise NotSaid(f"{day} is a {weekday}, not a {found['weekday']}")
    return day


def _fact(written: str) -> str:
    name = written.replace(" ", "_")
    if not any(name in facts for facts in FACTS.values()):
        raise NotSaid(f"no fact is called {written!r}")
    return name


def _pence(written: str) -> int:
    pounds, _, pence = written.partition(".")
    return int(pounds) * 100 + int(pence or 0)


def _words(code: StrEnum) -> str:
    return code.replace("_", " ")


def _one_of(codes: type[StrEnum]) -> Part:
    words = {_words(code): code for code in codes}
    return Part(
        "|".join(map(re.escape, words)), ", ".join(words), lambda text: words[text]
    )


_NAME = r"\w[\w.-]*"
PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "day": Part(
            re.sub(r"\(\?P<\w+>", "(?:", _DAY.pattern),
            "a day: 2023-04-19, Wed 2023-04-19 or Wed 19 Apr 2023",
            read_day,
        ),
        "stage": Part("[1-3]", "1, 2 or 3", int),
        "number": Part("[0-9]{1,4}", "a whole number", int),
        "pounds": Part(r"[0-9]{1,7}(?:\.[0-9]{2})?", "pounds: 250 or 12.50", _pence),
        "name": Part(_NAME, "a word that stands for somebody or something", str),
        "people": Part(
            rf"{_NAME}(?: and {_NAME})*",
            "words joined by and: ann and ben and cat",
            lambda text: tuple(text.split(" and ")),
        ),
        "words": Part("[^,]+", "anything without a comma", str),
        "fact": Part("[a-z0-9_ ]+?", "a column of the register", _fact),
        "deadline": _one_of(DeadlineName),
        "phase": _one_of(Phase),
        "procedure": _one_of(Procedure),
        "outcome": _one_of(Outcome),
        "finding": _one_of(PointFinding),
        "function": _one_of(Function),
        "reason": _one_of(NotAcceptedReason),
        "decision": _one_of(OmbudsmanDecision),
        "not_investigated": _one_of(NotInvestigatedReason),
        "recommendation": _one_of(RecommendationKind),
        "remedy": _one_of(RemedyKind),
        "source": _one_of(Source),
        "status": _one_of(RemedyStatus),
    }
)
"""The kinds of parts, by the name that patterns use."""
