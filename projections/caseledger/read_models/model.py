"""What a read model is: one question, a fold over events, typed documented columns."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Generic, TypeVar

import attrs

from caseledger.complaint import Complaint, Event
from caseledger.complaint import evolve as evolve_complaint
from caseledger.feedback import ComplimentEvent, ComplimentReceived
from caseledger.feedback import evolve as evolve_compliment

State = Complaint | ComplimentReceived
S = TypeVar("S", Complaint, ComplimentReceived)
R_co = TypeVar("R_co", covariant=True)


class Type(StrEnum):
    """The types that columns have; days are written as ISO dates."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    YES_NO = "yes/no"


_TYPES: dict[object, Type] = {
    str: Type.TEXT,
    date: Type.DAY,
    int: Type.NUMBER,
    bool: Type.YES_NO,
}


@attrs.frozen
class Column:
    """A column's name, type, what it means, and whether it can be empty."""

    name: str
    type: Type
    meaning: str
    optional: bool


def told(meaning: str, *, default: object = attrs.NOTHING) -> Any:  # noqa: ANN401 - stands for a field of any type
    """
    Declare a column of a row class, with what it means.

    With a `default`, a row can be made without it.
    """
    return attrs.field(default=default, metadata={"meaning": meaning})


@attrs.frozen(kw_only=True)
class CaseRow:
    """What every row about a complaint begins with, so that figures can be traced."""

    stream: str = told("the complaint's stream in the log")
    reference: str = told("the authority's own reference")


@cache
def columns_of(row: type) -> tuple[Column, ...]:
    """Return a row class's columns in order."""
    return tuple(
        _column(field.name, field.type, field.metadata["meaning"])
        for field in attrs.fields(row)
    )


def _column(name: str, declared: Any, meaning: str) -> Column:  # noqa: ANN401 - a type as declared
    some = getattr(declared, "__args__", (declared,))
    optional = type(None) in some
    plain = next(part for part in some if part is not type(None))
    return Column(name, _TYPES[plain], meaning, optional)


@attrs.frozen(kw_only=True)
class ReadModel(Generic[S, R_co]):
    """
    The rows that answer one question, as a pure function of the state of streams.

    A change in what a model's rows say is a new `version`: the store builds it
    afresh. `of` is the state that its rows come from.
    """

    name: str
    version: int
    question: str
    of: type[S]
    row: type[R_co]
    rows: Callable[[str, S], Iterable[R_co]]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns of the model's table, in order."""
        return columns_of(self.row)  # type: ignore[arg-type] # a class is hashable


def fold(state: State | None, event: object) -> State | None:
    """Return a stream's state after one more event; events of no concern pass by."""
    if isinstance(event, Event):
        return evolve_complaint(
            state if isinstance(state, Complaint) else None,
            event,
        )
    if isinstance(event, ComplimentEvent):
        return evolve_compliment(
            state if isinstance(state, ComplimentReceived) else None,
            event,
        )
    return state
