"""
How a sentence is read: a head, and after each comma a clause that it can have.

A pattern is a regular expression in plain words, with named parts in braces: `{part}`
or `{name:part}`. "is" and "was" are the same word, and so are "day" and "days".
"""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

import attrs

from caseledger.worked_cases.faults import NotSaid
from caseledger.worked_cases.parts import PARTS

_PART = re.compile(r"\{(?:(?P<name>\w+):)?(?P<kind>\w+)\}")


@attrs.frozen
class Clause:
    """What can follow a head after a comma: its pattern, and the facts it gives."""

    pattern: str
    gives: Callable[..., Mapping[str, Any]] = dict


@attrs.frozen(kw_only=True)
class Sentence:
    """A row of the table: the head's pattern, what it becomes, an example, clauses."""

    pattern: str
    becomes: Callable[..., Any]
    example: str
    clauses: Sequence[Clause] = ()


@attrs.frozen
class Said:
    """A sentence of a case, taken apart."""

    sentence: Sentence
    facts: Mapping[str, Any]


def take_apart(text: str, table: Sequence[Sentence]) -> Said:
    """Find the row that a sentence follows, and read its parts. Raises `NotSaid`."""
    head, *rest = [piece.strip() for piece in text.split(",")]
    for row in table:
        found = _compiled(row.pattern).fullmatch(head)
        if found is None:
            continue
        facts = _read(row.pattern, found)
        for piece in rest:
            _add(facts, _clause(piece, row))
        return Said(row, facts)
    raise NotSaid(
        f"no such sentence is known; the nearest is {_nearest(text, table)!r}"
    )


def _clause(piece: str, row: Sentence) -> Mapping[str, Any]:
    for clause in row.clauses:
        found = _compiled(clause.pattern).fullmatch(piece)
        if found is not None:
            return clause.gives(**_read(clause.pattern, found))
    patterns = [clause.pattern for clause in row.clauses]
    if not patterns:
        raise NotSaid(f"nothing can follow here, {piece!r} neither; as {row.example!r}")
    near = get_close_matches(piece, patterns, n=1, cutoff=0) or patterns
    raise NotSaid(
        f"{piece!r} cannot follow here; the nearest that can is {near[0]!r}, "
        f"as in {row.example!r}"
    )


def _add(facts: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if name in facts and isinstance(value, tuple):
            facts[name] = (*facts[name], *value)
        elif name in facts:
            raise NotSaid("the same thing is said twice")
        else:
            facts[name] = value


def _nearest(text: str, table: Sequence[Sentence]) -> str:
    examples = [row.example for row in table]
    return get_close_matches(text, examples, n=1, cutoff=0)[0]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    written, at = "", 0
    for part in _PART.finditer(pattern):
        kind, name = part["kind"], part["name"] or part["kind"]
        written += _plain(pattern[at : part.start()])
        written += f"(?P<{name}>{PARTS[kind].pattern})"
        at = part.end()
    return re.compile(written + _plain(pattern[at:]))


def _plain(words: str) -> str:
    written = re.sub(r"\b(?:is|was)\b", "(?:is|was)", re.escape(words))
    return re.sub(r"\bdays\b", "days?", written)


def _read(pattern: str, found: re.Match[str]) -> dict[str, Any]:
    return {
        part["name"] or part["kind"]: PARTS[part["kind"]].read(
            found[part["name"] or part["kind"]]
        )
        for part in _PART.finditer(pattern)
    }
