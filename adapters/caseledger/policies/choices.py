"""What a policy file sets, edition by edition, beside what holds without it."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from pathlib import Path

import attrs

from caseledger.policies.form import PolicyEdition
from caseledger.policies.reading import (
    PLACES,
    policies_of,
    provision_at,
    read_policy,
)
from caseledger.rules import DEFAULT_POLICY


@attrs.frozen(kw_only=True)
class Choice:
    """One key that an edition sets, and what holds where none does."""

    key: str
    chosen: str
    otherwise: str


@attrs.frozen(kw_only=True)
class Choices:
    """All that an edition sets, from its first day on."""

    since: date
    choices: tuple[Choice, ...]


def choices(path: Path) -> tuple[Choices, ...]:
    """Return what each edition of a file sets. Raises `BadPolicy`."""
    told = read_policy(path)
    policies_of(path.name, told)
    return tuple(
        Choices(since=edition.since, choices=tuple(_set(edition)))
        for edition in told.edition
    )


def _set(edition: PolicyEdition) -> Iterator[Choice]:
    """Go through the keys that an edition sets, with both values."""
    for key in PLACES:
        table, field = key.split(".")
        value = getattr(getattr(edition, table), field)
        if value is not None:
            yield Choice(
                key=key,
                chosen=f"{value} working days",
                otherwise=_without(key, edition.since),
            )
    for key, field in _WORDS.items():
        if key in edition.model_fields_set:
            yield Choice(
                key=key,
                chosen=_said(getattr(edition, key)),
                otherwise=_said(getattr(DEFAULT_POLICY, field)),
            )
    for one in edition.signatories:
        yield Choice(
            key=f"signatories, {one.procedure} stage {one.stage}",
            chosen=", ".join(one.roles),
            otherwise="anybody",
        )


# The keys that are no number of working days, and their fields in a `Policy`.
_TABLES = {"since", "signatories", *(key.split(".")[0] for key in PLACES)}
_WORDS = {
    key: "corporate_stage_2_window" if key.endswith("_months") else key
    for key in PolicyEdition.model_fields
    if key not in _TABLES
}


def _without(key: str, on: date) -> str:
    provision = provision_at(DEFAULT_POLICY, key)
    if provision is None:
        return "none"
    edition = provision.in_force(on=on)
    return f"{edition.value} working days ({edition.citation})"


def _said(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(map(str, value)) or "none"
        case Enum():
            return str(value.value)
        case _:
            return str(value)
