"""Events of any class, every field filled or as few as it allows."""

import types
import typing
from datetime import date
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

import attrs

DAY = date(2023, 4, 3)


def example(kind: type[Any], *, full: bool, **values: object) -> Any:  # noqa: ANN401 - of any event class
    """Make an event: every field filled, or as few as it allows."""
    hints = get_type_hints(kind)
    return kind(
        **{
            field.name: values.get(
                field.name, _value(hints[field.name], field.name, full=full)
            )
            for field in attrs.fields(kind)
        },
    )


def _value(hint: Any, name: str, *, full: bool) -> object:  # noqa: ANN401 - a type as declared
    some = get_args(hint)
    if get_origin(hint) in (typing.Union, types.UnionType):
        if not full:
            return None
        return _value(some[0], name, full=full)
    if get_origin(hint) is tuple:
        return _two(some[0], name) if full else ()
    if attrs.has(hint):
        return example(hint, full=full)
    if issubclass(hint, Enum):
        return list(hint)[-1]
    return {str: f"some {name}", date: DAY, int: 2, bool: True}[hint]


def _two(hint: Any, name: str) -> tuple[object, ...]:  # noqa: ANN401 - a type as declared
    """Fill a field that holds several."""
    if hint is str:
        return f"{name} 1", f"{name} 2"
    return (_value(hint, name, full=True),) * 2
