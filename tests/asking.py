"""Requests of every kind, made from the commands' own classes by Hypothesis."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import attrs
from hypothesis import strategies as st

from caseledger.casework import Actor
from caseledger.complaint import Command, Correct, Note, Receive, Subject
from caseledger.complaint.facts import DATE, FACTS, IDS, MONEY, TEXT, YES_NO, Fact
from caseledger.requests import Request

ALL = get_args(Command)
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
STAGES = ("stage", "to_stage")

# What is stored as it was said: composed, nothing hidden, no space around it.
_SHOWN = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Mn", "Cn"])


def _kept(text: str) -> bool:
    if text.casefold() in {"-", "n/a", "null"}:
        return False  # it says nothing
    return bool(text) and text == unicodedata.normalize("NFC", text).strip()


_line = st.text(_SHOWN, min_size=1, max_size=20).filter(_kept)
_id = st.from_regex(r"[A-Za-zÀ-ž][A-Za-z0-9 ÀŵŷЖ中/.-]{0,10}[a-z]", fullmatch=True)
_note = st.one_of(
    st.lists(_line, min_size=1, max_size=3).map("\n".join),
    st.just("x" * 20_000),
)
_day = st.dates(FIRST, LAST)


def _values(hint: Any, field: "attrs.Attribute[Any]") -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type
    """Return values that a field may have, judged by its type and name alone."""
    if isinstance(hint, UnionType):
        (alone,) = (one for one in get_args(hint) if one is not NoneType)
        return st.none() | _values(alone, field)
    if get_origin(hint) is tuple:
        return st.lists(_values(get_args(hint)[0], field), max_size=3).map(tuple)
    if hint is str:
        return _id if field.repr else _note
    if hint is int:
        most = 3 if field.name in STAGES else 9_999
        least = 0 if field.name == "amount_pence" else 1
        return st.integers(least, most)
    plain: Mapping[Any, st.SearchStrategy[Any]] = {date: _day, bool: st.booleans()}
    if hint in plain:
        return plain[hint]
    return st.sampled_from(hint) if issubclass(hint, StrEnum) else made(hint)


def made(owner: type[Any]) -> st.SearchStrategy[Any]:
    """Return values of one of our classes."""
    if owner in (Note, Correct):
        return _facts(owner)
    hints = get_type_hints(owner)
    given = {one.name: _values(hints[one.name], one) for one in attrs.fields(owner)}
    return st.builds(owner, **given)


def written(fact: Fact) -> st.SearchStrategy[str]:
    """Return values of a fact as a register writes them."""
    if fact.personal:
        return _note
    kinds = {
        TEXT: _line.filter(lambda text: len(text) < 500),
        DATE: _day.map(str),
        YES_NO: st.sampled_from(["yes", "no"]),
        IDS: st.lists(_id, min_size=1, max_size=3).map(";".join),
        MONEY: st.integers(0, 10**12).map(MONEY.write),
    }
    if fact.kind in kinds:
        return kinds[fact.kind]
    codes: Any = fact.kind.parse
    return st.sampled_from(codes).map(str)


@st.composite
def _facts(draw: st.DrawFn, owner: type[Any]) -> Any:  # noqa: ANN401 - one of two
    subject = draw(st.sampled_from(Subject))
    name = draw(st.sampled_from(sorted(FACTS[subject])))
    value = written(FACTS[subject][name])
    about_the_case = subject is Subject.COMPLAINT
    named = {
        "subject": subject,
        "number": 0 if about_the_case else draw(st.integers(1, 9)),
        "fact": name,
    }
    if owner is Note:
        return Note(**named, value=draw(value))
    return Correct(**named, was=draw(value), now=draw(value), because=draw(_note))


@st.composite
def asked(draw: st.DrawFn, owner: type[Any]) -> Request:
    """Return a request for a command of some class."""
    command = draw(made(owner))
    is_receipt = isinstance(command, Receive)
    return Request(
        reference=command.reference if is_receipt else draw(_id),
        command=command,
        actor=Actor(draw(_id), draw(_line)),
        command_id=draw(st.none() | _id),
    )
