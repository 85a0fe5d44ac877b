"""
Between events and stored bytes: the JSON array `[meta, public, personal]`.

The public and the personal part are each one attrs value, encoded whole, so the
personal part can be withheld, or later encrypted, without reading the other.
"""

from collections.abc import Callable, Mapping
from typing import Any

import attrs
import msgspec

from caseledger.casework import Entry, LedgerDetails, LedgerEvent, UnreadableEvent
from caseledger.complaint import Meta
from caseledger.eventlog.names import STORED_NAMES, Shape


class UnstorableText(ValueError):
    """Text that no log could give back: a lone surrogate or a NUL character."""


@attrs.frozen
class Upcast:
    """How the public part stored under an old name becomes the next version's."""

    to: str
    change: Callable[[dict[str, object]], dict[str, object]]


UPCASTS: Mapping[str, Upcast] = {}

_Whole = tuple[Meta, LedgerEvent, LedgerDetails | None]


class Codec:
    """Encodes and decodes by stored name, with everything prepared beforehand."""

    def __init__(
        self,
        names: Mapping[str, Shape] = STORED_NAMES,
        upcasts: Mapping[str, Upcast] = UPCASTS,
    ) -> None:
        self._names = {shape.event: name for name, shape in names.items()}
        self._encode = msgspec.json.Encoder().encode
        self._upcasts = upcasts
        # `details` is typed per event, so that no stored value picks its class.
        self._whole: dict[str, Callable[[bytes], _Whole]] = {}
        self._public: dict[str, Callable[[bytes], tuple[object, LedgerEvent]]] = {}
        for name, shape in names.items():
            personal: Any = shape.details | None if shape.details else None
            whole: Any = tuple[Meta, shape.event, personal]  # type: ignore[name-defined] # the class is a value here
            public: Any = tuple[msgspec.Raw, shape.event, msgspec.Raw]  # type: ignore[name-defined] # as above
            self._whole[name] = msgspec.json.Decoder(whole).decode
            self._public[name] = msgspec.json.Decoder(public).decode

    def name_of(self, event_class: type[LedgerEvent]) -> str:
        """Return the name under which an event is stored."""
        return self._names[event_class]

    def encode(self, entry: Entry) -> tuple[str, bytes]:
        """Return the stored name and bytes. Raises `UnstorableText`."""
        try:
            stored = self._encode((entry.meta, entry.event, entry.details))
        except UnicodeEncodeError:
            # The text itself stays out of the message: it may be personal.
            msg = "text holds half of a character pair (a lone surrogate)"
            raise UnstorableText(msg) from None
        if b"\\u0000" in stored and _holds_nul(msgspec.json.decode(stored)):
            msg = "text holds a NUL character"
            raise UnstorableText(msg)
        return self._names[type(entry.event)], stored

    def whole(self, stream: str, version: int, name: str, stored: bytes) -> _Whole:
        """Return envelope, event and personal part. Raises `UnreadableEvent`."""
        name, stored = self._upcast(stream, version, name, stored)
        try:
            return self._whole[name](stored)
        except KeyError:
            raise _unknown(stream, version) from None
        except (msgspec.MsgspecError, ValueError):
            raise _garbled(stream, version, name) from None

    def public(
        self,
        stream: str,
        version: int,
        name: str,
        stored: bytes,
    ) -> LedgerEvent:
        """Return the event alone. Raises `UnreadableEvent`."""
        if name in self._upcasts:
            name, stored = self._upcast(stream, version, name, stored)
        try:
            return self._public[name](stored)[1]
        except KeyError:
            raise _unknown(stream, version) from None
        except (msgspec.MsgspecError, ValueError):
            raise _garbled(stream, version, name) from None

    def _upcast(
        self,
        stream: str,
        version: int,
        name: str,
        stored: bytes,
    ) -> tuple[str, bytes]:
        while (step := self._upcasts.get(name)) is not None:
            try:
                meta, public, personal = msgspec.json.decode(stored)
                stored = self._encode((meta, step.change(public), personal))
            except (msgspec.MsgspecError, ValueError, TypeError, KeyError):
                raise _garbled(stream, version, name) from None
            name = step.to
        return name, stored


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


def _unknown(stream: str, version: int) -> UnreadableEvent:
    return UnreadableEvent(stream, version, "its stored name is not known")


def _garbled(stream: str, version: int, name: str) -> UnreadableEvent:
    return UnreadableEvent(stream, version, f"its content is not that of {name}")
