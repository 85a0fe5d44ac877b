"""
Between events and stored bytes: the JSON array `[meta, public, personal]`.

The public and the personal part are each one attrs value, encoded whole, so the
personal part can be withheld, or later encrypted, without reading the other.

What could not be given back as it was is not stored. No error repeats what it is
about, nor is raised from one that does: it may be personal.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import attrs
import msgspec

from caseledger.casework import (
    Entry,
    LedgerDetails,
    LedgerEvent,
    PlacedEvent,
    UnreadableEvent,
)
from caseledger.complaint import Meta, Placed
from caseledger.eventlog.names import STORED_NAMES, Shape
from caseledger.eventlog.recorders import LogRow


class Unstorable(ValueError):
    """An entry that no log could give back as it was."""


class UnstorableText(Unstorable):
    """Text that no log could give back: a lone surrogate or a NUL character."""


Change = Callable[[dict[str, object]], dict[str, object]]


@attrs.frozen
class Upcast:
    """How the public part stored under an old name becomes the next version's."""

    to: str
    change: Change


def _as_it_is(public: dict[str, object]) -> dict[str, object]:
    """Leave an event alone: the fields that it gained have defaults."""
    return public


# Which versions of which names only gained fields with the next one.
_GREW = {
    1: (
        "received",
        "not_accepted",
        "acknowledged",
        "extended",
        "responded",
        "escalated",
        "statement_of_complaint_agreed",
        "investigators_appointed",
        "panel_reported",
        "withdrawn",
        "reinstated",
        "suspended",
        "resumed",
        "deferred",
        "referred_to_ombudsman",
        "ombudsman_decided",
        "action_agreed",
        "action_done",
        "deadline_recomputed",
    ),
    2: ("action_agreed",),
}
UPCASTS: Mapping[str, Upcast] = {
    f"{name}.v{version}": Upcast(f"{name}.v{version + 1}", _as_it_is)
    for version, names in _GREW.items()
    for name in names
}

T = TypeVar("T")
Decode = Callable[[bytes], T]
Whole = tuple[Meta, LedgerEvent, LedgerDetails | None]
Public = tuple[msgspec.Raw, LedgerEvent, msgspec.Raw]

_encode = msgspec.json.Encoder().encode
_parts = msgspec.json.Decoder(
    tuple[msgspec.Raw, dict[str, object], msgspec.Raw],
).decode

# Raised by msgspec, or by a change, for what is not as expected.
_UNFIT = (
    msgspec.MsgspecError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class Codec:
    """Encodes and decodes by stored name, with everything prepared beforehand."""

    def __init__(
        self,
        names: Mapping[str, Shape] = STORED_NAMES,
        upcasts: Mapping[str, Upcast] = UPCASTS,
    ) -> None:
        self._names: dict[type, list[str]] = {}
        self._read_back: dict[str, Decode[Whole]] = {}
        self._whole: dict[str, Decode[Whole]] = {}
        self._public: dict[str, Decode[Public]] = {}
        for name, shape in names.items():
            self._names[shape.event] = [name]
            # `details` is typed per event, so that no stored value picks its class.
            personal: Any = shape.details | None if shape.details else None
            whole: Any = tuple[Meta, shape.event, personal]  # type: ignore[name-defined] # the class is a value here
            public: Any = tuple[msgspec.Raw, shape.event, msgspec.Raw]  # type: ignore[name-defined] # as above
            decode = msgspec.json.Decoder(whole).decode
            self._read_back[name] = decode
            self._whole[name] = _strict(decode)
            self._public[name] = msgspec.json.Decoder(public).decode
        for old in upcasts:
            name, changes = old, list[Change]()
            while name in upcasts:
                changes.append(upcasts[name].change)
                name = upcasts[name].to
            self._names[names[name].event].append(old)
            self._whole[old] = _changed(changes, self._whole[name])
            self._public[old] = _changed(changes, self._public[name])

    def names_of(self, event_class: type[LedgerEvent]) -> Sequence[str]:
        """Return every name under which an event may be stored, today's first."""
        return self._names[event_class]

    def encode(self, entry: Entry) -> tuple[str, bytes]:
        """Return the stored name and bytes. Raises `Unstorable`."""
        try:
            name = self._names[type(entry.event)][0]
        except KeyError:
            kind = type(entry.event).__name__
            raise Unstorable(f"nothing is stored as {kind}") from None
        whole = (entry.meta, entry.event, entry.details)
        refusal: Unstorable | None = None
        try:
            stored = _encode(whole)
            if b"\\u0000" in stored and _holds_nul(msgspec.json.decode(stored)):
                refusal = UnstorableText("text holds a NUL character")
            elif entry.meta.recorded_at.tzinfo is None:
                refusal = Unstorable(f"{name} has a time without its offset from UTC")
            elif self._read_back[name](stored) != whole:
                refusal = Unstorable(f"{name} would not be read as it was given")
        except UnicodeEncodeError:
            refusal = UnstorableText("text holds half a character (a lone surrogate)")
        except _UNFIT:
            refusal = Unstorable(f"{name} has a value of the wrong type")
        if refusal is not None:
            raise refusal
        return name, stored

    def whole(self, stream: str, version: int, name: str, stored: bytes) -> Whole:
        """
        Return envelope, event and personal part. Raises `UnreadableEvent`.

        Content under a key that today's classes do not have is not passed over.
        """
        decode = self._whole.get(name)
        if decode is not None:
            try:
                return decode(stored)
            except _UNFIT:
                pass
        raise _unreadable(stream, version, name if decode else None)

    def placed(self, rows: Iterable[LogRow]) -> Iterator[PlacedEvent]:
        """
        Turn rows of the log into events alone, the quick way.

        Raises `UnreadableEvent`.
        """
        decoders = self._public
        for position, stream, version, name, stored in rows:
            # Here and not in a method: a million events show a call for each.
            try:
                event = decoders[name](stored)[1]
            except _UNFIT:
                event = None
            if event is None:
                raise _unreadable(stream, version, name if name in decoders else None)
            yield Placed(position, stream, version, event)


def _strict(decode: Decode[Whole]) -> Decode[Whole]:
    """
    Let a decoder refuse what no log of ours holds, though msgspec passes over it.

    Those are keys that it does not know, or knows twice, NUL characters, and a time
    that could not be compared with others.
    """

    def strict(stored: bytes) -> Whole:
        whole = decode(stored)
        kept = _encode(whole)
        if whole[0].recorded_at.tzinfo is None:
            raise ValueError("a time without its offset from UTC")
        if b"\\u0000" in kept and _holds_nul(msgspec.json.decode(kept)):
            raise ValueError("a NUL character")
        # Other bytes may still say the same, as a later msgspec's would.
        if kept != stored and not _covers(
            msgspec.json.decode(kept),
            json.loads(stored, object_pairs_hook=_each_key_once),
        ):
            raise ValueError("unknown keys")
        return whole

    return strict


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _covers(kept: object, stored: object) -> bool:
    match kept, stored:
        case dict(), dict():
            return stored.keys() <= kept.keys() and all(
                _covers(kept[key], stored[key]) for key in stored
            )
        case list(), list():
            return all(map(_covers, kept, stored))
        case _:
            return True


def _changed(changes: Sequence[Change], decode: Decode[T]) -> Decode[T]:
    """Let a decoder read what an older version stored."""

    def changed(stored: bytes) -> T:
        meta, public, personal = _parts(stored)
        for change in changes:
            public = change(public)
        return decode(_encode((meta, public, personal)))

    return changed


def _holds_nul(value: object) -> bool:
    match value:
        case str():
            return "\0" in value
        case list():
            return any(map(_holds_nul, value))
        case dict():
            return any(map(_holds_nul, value.values()))
        case _:
            return False


def _unreadable(stream: str, version: int, name: str | None) -> UnreadableEvent:
    if name is None:
        return UnreadableEvent(stream, version, "its stored name is not known")
    return UnreadableEvent(stream, version, f"its content is not that of {name}")
