"""An event in its envelope: its place in the log, who recorded it, when and why."""

from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

import attrs

E_co = TypeVar("E_co", covariant=True)
D_co = TypeVar("D_co", covariant=True)


@attrs.frozen(kw_only=True)
class Provenance:
    """
    Where imported history came from; it is never passed off as recorded at the time.

    `file_sha256` and `row` (the header being row 1) find the source line in the
    `sheet` (register, remedies, actions, compliments, ombudsman); `late` tells that
    an earlier import of the same record did not have it yet.
    """

    file_sha256: str
    sheet: str
    row: int
    late: bool = False


@attrs.frozen(kw_only=True)
class Meta:
    """
    Who recorded an event, in which role, when (UTC) and by which command.

    `actor` is an opaque id. `provenance` is None for what was recorded at the time.
    """

    recorded_at: datetime
    actor: str
    role: str
    command_id: str
    provenance: Provenance | None = None


@attrs.frozen
class Decided(Generic[E_co, D_co]):
    """An event that was decided on and not yet recorded, with its personal part."""

    event: E_co
    details: D_co | None = None


@attrs.frozen(kw_only=True)
class Recorded(Generic[E_co, D_co]):
    """
    An event as recorded: the `version`-th of its stream (from 1).

    `details` is its personal part, None if it has none.
    """

    stream: str
    version: int
    event: E_co
    details: D_co | None
    meta: Meta


class Placed(NamedTuple, Generic[E_co]):
    """
    An event at its position in the whole log, without its personal part.

    A tuple: folds go through millions, and it is made in half the time.
    """

    position: int
    stream: str
    version: int
    event: E_co
