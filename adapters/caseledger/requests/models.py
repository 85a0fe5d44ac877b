"""
One strict model for each command, made from the command's own class.

A model knows the shape of a request: which fields there are, of which type, in
which bounds. What a field means is in `fields`; whether a step is allowed is the
business of the domain.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    create_model,
)
from pydantic_core import PydanticCustomError

from caseledger.complaint import Command
from caseledger.complaint.facts import FACTS
from caseledger.register.cells import (
    FIRST_DAY,
    NOTHING,
    WHITE_SPACE,
    CellFault,
    read_identifier,
    read_line,
    read_note,
)
from caseledger.requests.fields import LINES, bounds, meaning
from caseledger.requests.names import COMMANDS, key_of

LONGEST_LINE = 500
LONGEST_TEXT = 20_000
MOST_ITEMS = 100
LAST_DAY = date(2100, 12, 31)
"""The last day that a request may name; the first is the register's."""

_ISO_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_ISO_DAY_IN_RANGE = "^(19[0-9]{2}|20[0-9]{2}|2100)-[0-9]{2}-[0-9]{2}$"


class Part(BaseModel):
    """What every model shares: nothing is converted, ignored, shown or changed."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
    )
    stands_for: ClassVar[type[Any]]


# --- Values --------------------------------------------------------------------------


def _day(given: object) -> object:
    if isinstance(given, str) and re.fullmatch(_ISO_DAY, given):
        try:
            day = date.fromisoformat(given)
        except ValueError:
            raise PydanticCustomError("day", "is no day of the calendar") from None
        if FIRST_DAY <= day <= LAST_DAY:
            return day
        raise PydanticCustomError(
            "day",
            "is too long ago or too far off; give a day from 1900 to 2100",
        )
    raise PydanticCustomError("day", "is not a day; write it as 2023-04-19")


def _code(codes: type[StrEnum]) -> Callable[[object], object]:
    known: Mapping[object, StrEnum] = {str(code): code for code in codes}
    words = ", ".join(map(str, known))

    def read(given: object) -> object:
        if isinstance(given, str) and given in known:
            return known[given]
        raise PydanticCustomError(
            "code", "is none of its words; use {words}", {"words": words}
        )

    return read


def _items(given: object) -> object:
    if isinstance(given, list):
        return tuple(given)
    raise PydanticCustomError("items", "is not a list; write it in square brackets")


def _clean(read: Callable[[str], str]) -> Callable[[str], str]:
    """Read text as a register's cell is read, so that both keep the same."""

    def clean(given: str) -> str:
        try:
            text = read(given.strip(WHITE_SPACE))
        except CellFault as fault:
            told = fault.message
            wrong = told if ";" in told else f"{told}; take it out"
        else:
            if text:
                return text
            wrong = "is empty; leave it out, or say something"
        raise PydanticCustomError("text", "{wrong}", {"wrong": wrong})

    return clean


def _say_something(text: str) -> str:
    """Refuse what people write where something must be said and they have nothing."""
    if text.casefold() in NOTHING:
        raise PydanticCustomError("text", "says nothing; give what it asks for")
    return text


_DAY = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": _ISO_DAY_IN_RANGE}),
]
_ID = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_LINE),
    AfterValidator(_clean(read_identifier)),
]
_LINE = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_LINE),
    AfterValidator(_clean(read_line)),
]
_NOTE = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_TEXT),
    AfterValidator(_clean(read_note)),
]


_SOMETHING = AfterValidator(_say_something)

# --- Models --------------------------------------------------------------------------


class By(Part):
    """Who asks, and in which role."""

    id: Annotated[_ID, _SOMETHING] = Field(description=meaning("by", "id"))
    role: Annotated[_LINE, _SOMETHING] = Field(description=meaning("by", "role"))


_ENVELOPE = {
    "reference": (
        Annotated[_ID, _SOMETHING],
        Field(description=meaning("request", "reference")),
    ),
    "command_id": (
        _ID | None,
        Field(default=None, description=meaning("request", "command_id")),
    ),
    "by": (By, Field(description=meaning("request", "by"))),
}


@cache
def model_of(name: str) -> type[Part]:
    """Return the model of the requests that ask for a command, by its name."""
    command = COMMANDS[name]
    said = Field(description=meaning("request", "command"))
    return _model(
        command,
        name,
        {"command": (Literal[name], said), **_ENVELOPE},
    )


@cache
def _part_of(owner: type[Any]) -> type[Part]:
    return _model(owner, _snake_case(owner.__name__), {})


def _model(
    owner: type[Any],
    name: str,
    first: Mapping[str, tuple[Any, Any]],
) -> type[Part]:
    hints = get_type_hints(owner)
    fields = dict(first)
    for field in attrs.fields(owner):
        key = key_of(owner, field.name)
        if key not in fields:
            fields[key] = _field(field, hints[field.name], name)
    made: type[Part] = create_model(
        owner.__name__,
        __base__=Part,
        __doc__=inspect.cleandoc(owner.__doc__ or ""),
        **fields,  # type: ignore[call-overload] # names are not known to mypy
    )
    made.stands_for = owner
    return made


def _field(field: "attrs.Attribute[Any]", hint: Any, owner: str) -> tuple[Any, Any]:  # noqa: ANN401 - a type
    names = sorted({name for facts in FACTS.values() for name in facts})
    said = Field(
        default=... if field.default is attrs.NOTHING else field.default,
        description=meaning(owner, field.name),
        # Only what a command itself does not show is personal.
        repr=bool(field.repr),
        json_schema_extra={"enum": list(names)} if field.name == "fact" else None,
    )
    kind = _type(hint, field)
    if hint is str and field.default is attrs.NOTHING:
        kind = Annotated[kind, _SOMETHING]
    return kind, said


def _type(hint: Any, field: "attrs.Attribute[Any]") -> Any:  # noqa: ANN401, PLR0911 - a type for each of ours
    if isinstance(hint, UnionType):
        (alone,) = (one for one in get_args(hint) if one is not NoneType)
        return _type(alone, field) | None
    if get_origin(hint) is tuple:
        item, _ellipsis = get_args(hint)
        return Annotated[
            tuple[_type(item, field), ...],  # type: ignore[misc] # made when it runs
            # Nearer to the type than what is done before: so it counts items.
            Field(max_length=MOST_ITEMS),
            BeforeValidator(_items),
        ]
    if hint is str:
        if not field.repr:
            return _NOTE
        return _LINE if field.name in LINES else _ID
    if hint is int:
        least, most = bounds(field.name)
        return Annotated[int, Field(ge=least, le=most)]
    if hint is date:
        return _DAY
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Annotated[hint, BeforeValidator(_code(hint))]
    return _part_of(hint) if attrs.has(hint) else hint


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def command_of(part: Part) -> Command:
    """Return the command that a request asks for."""
    made: Command = _value(part)
    return made


def _value(told: Any) -> Any:  # noqa: ANN401 - walks through values of many types
    if isinstance(told, tuple):
        return tuple(map(_value, told))
    if not isinstance(told, Part):
        return told
    owner = told.stands_for
    return owner(
        **{
            field.name: _value(getattr(told, key_of(owner, field.name)))
            for field in attrs.fields(owner)
        },
    )
