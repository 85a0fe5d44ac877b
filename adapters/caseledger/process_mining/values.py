"""
What of an event, or of a part of a case, is told to tools.

Codes, numbers, days, yes and no are told. Text is not: it may name somebody, or hold an
id of somebody. The few texts that are told are named where they are told.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, get_args, get_type_hints

import attrs

from caseledger.process_mining.reading import midnight

Value = str | int | bool | datetime


class Kind(StrEnum):
    """What kind of value an attribute has, in the words of OCEL."""

    TEXT = "string"
    NUMBER = "integer"
    INSTANT = "time"
    YES_NO = "boolean"


@cache
def kinds_of(told: type[Any]) -> Mapping[str, Kind]:
    """
    Return the fields of an attrs class that are told, each with its kind.

    >>> from caseledger.complaint.events import AdvocateAppointed
    >>> {name: kind.value for name, kind in kinds_of(AdvocateAppointed).items()}
    {'occurred_on': 'time', 'source': 'string'}
    """
    hints = get_type_hints(told)
    kinds = {field.name: _kind(hints[field.name]) for field in attrs.fields(told)}
    return MappingProxyType({name: kind for name, kind in kinds.items() if kind})


def values_of(one: attrs.AttrsInstance) -> dict[str, Value]:
    """Return what an attrs value tells, as far as it is recorded."""
    values = {name: getattr(one, name) for name in kinds_of(type(one))}
    return {
        name: as_value(value) for name, value in values.items() if value is not None
    }


def as_value(value: Value | date) -> Value:
    """Return a value as tools are told it: a day as the instant at which it begins."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return midnight(value)
    return value


def _kind(hint: Any) -> Kind | None:  # noqa: ANN401 - any annotation
    kinds = [one for one in get_args(hint) or (hint,) if one is not NoneType]
    match kinds:
        case [type() as only] if issubclass(only, bool):
            return Kind.YES_NO
        case [type() as only] if issubclass(only, int):
            return Kind.NUMBER
        case [type() as only] if issubclass(only, date):
            return Kind.INSTANT
        case [type() as only] if issubclass(only, StrEnum):
            return Kind.TEXT
        case _:
            return None
