"""What is wrong with a policy file, in words that say what would do."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from pydantic import BaseModel, ValidationError

from caseledger.policies.form import (
    AN_ADDRESS,
    CorporateLimits,
    Milestones,
    PolicyEdition,
    PolicyFile,
    StageSignatories,
    StatutoryLimits,
)


@attrs.frozen(kw_only=True)
class BadPolicy(Exception):
    """A file cannot be taken as a policy: which key, what is wrong, what would do."""

    file: str
    key: str
    wrong: str
    instead: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{where}: {self.wrong}; {self.instead}"


# By pydantic's own name for the fault.
_WORDS = {
    "missing": ("is missing", "add a line such as {example}"),
    "extra_forbidden": ("there is no such key", "the keys here are {keys}"),
    "int_type": ("is not a whole number", "write one without quotes, such as 8"),
    "bool_type": ("is neither true nor false", "write one of them, without quotes"),
    "string_type": ("is not text", 'write it in quotes, such as "Head of Service"'),
    "string_too_short": ("is empty", "write something, or leave the key out"),
    "string_too_long": ("is too long", "write {max_length} characters at the most"),
    "hidden": ("", "write it anew, in letters that can be seen"),
    "string_pattern_mismatch": ("is not a single line", "write it in one line"),
    "date_type": ("is not a day", "write it without quotes, such as 2024-04-01"),
    "enum": ("is none of the words for it", "write {expected}"),
    "literal_error": ("is none of the words for it", "write {expected}"),
    "greater_than_equal": ("is too little", "write {ge} or more"),
    "less_than_equal": ("is too much", "write {le} or less"),
    "too_short": ("is empty", "give it one at least, such as {example}"),
    "list_type": ("is not a list", "write {example}"),
    "model_type": ("is not a table", "write {example}"),
}
_ADDRESS = ("is no address on the web", "write one that begins with https://")
_ROLL_START = (
    "is none of the words for it",
    "write {expected}; roll_start would count from a weekend a day later than the law",
)

_EXAMPLES = {
    "name": 'name = "Westborough"',
    "url": 'url = "https://www.westborough.gov.uk/complaints"',
    "edition": "[[edition]] and, below it, since = 2024-04-01",
    "since": "since = 2024-04-01",
    "statutory": "[edition.statutory] and, below it, stage_1 = 8",
    "corporate": "[edition.corporate] and, below it, stage_1 = 8",
    "milestones": "[edition.milestones] and, below it, acknowledgement = 2",
    "signatories": "[[edition.signatories]] and, below it, its procedure, stage, roles",
    "procedure": 'procedure = "corporate"',
    "stage": "stage = 1",
    "roles": 'roles = ["Head of Service"]',
    "closure_days": "closure_days = [2024-12-27, 2024-12-30]",
}
_TABLES: Mapping[str, type[BaseModel]] = {
    "edition": PolicyEdition,
    "statutory": StatutoryLimits,
    "corporate": CorporateLimits,
    "milestones": Milestones,
    "signatories": StageSignatories,
}

Path = tuple[str | int, ...]


def first_fault(
    file: str, told: Mapping[str, Any], error: ValidationError
) -> Exception:
    """Return the first fault of a file; a key that is misspelt comes before all."""
    found = error.errors(include_input=False, include_url=False)
    fault = min(found, key=lambda one: one["type"] != "extra_forbidden")
    path = fault["loc"]
    wrong, instead = _words(fault["type"], path, fault.get("ctx", {}))
    return BadPolicy(
        file=file,
        key=_key(path, told),
        wrong=wrong or fault["msg"],
        instead=instead.format(
            **fault.get("ctx", {}),
            example=_EXAMPLES.get(_names(path)[-1], ""),
            keys=", ".join(_table(path).model_fields),
        ),
    )


def _words(kind: str, path: Path, about: Mapping[str, object]) -> tuple[str, str]:
    if about.get("pattern") == AN_ADDRESS:
        return _ADDRESS
    if path[-1] == "counting" and kind == "literal_error":
        return _ROLL_START
    return _WORDS.get(kind, ("", "`caseledger policy schema` says what would do"))


def _names(path: Path) -> Sequence[str]:
    return [part for part in path if isinstance(part, str)]


def _table(path: Path) -> type[BaseModel]:
    """Return the table that a key stands in."""
    above = _names(path)[:-1]
    return _TABLES.get(above[-1], PolicyFile) if above else PolicyFile


def edition_named(number: int, since: object) -> str:
    """Name an edition by its first day, or by its number if it has none."""
    return f"edition {number}" + (f" (since {since})" if since is not None else "")


def _key(path: Path, told: Mapping[str, Any]) -> str:
    """
    Write the place of a key as people would say it.

    >>> _key(("edition", 0, "statutory", "stage_1"), {"edition": [{}]})
    'edition 1: statutory.stage_1'
    """
    match path:
        case ("edition", int(at), *rest):
            since = told["edition"][at]
            day = since.get("since") if isinstance(since, dict) else None
            named = edition_named(at + 1, day)
            return f"{named}: {_dotted(rest)}" if rest else named
        case _:
            return _dotted(path)


def _dotted(path: Sequence[str | int]) -> str:
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part + 1}]"
        else:
            # A key in quotes may hold anything, and a terminal would act on some of it.
            plain = part if part.replace("-", "_").isidentifier() else repr(part)
            written += f".{plain}" if written else plain
    return written
