"""
What is stored stays readable: golden stored events, which are never edited.

`stored/` holds one for each stored name and version, as an earlier version of this
program stored it. A changed event gets a new version of its name, an upcast from the
old one, and a golden of its own; the old golden stays.
"""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger import feedback
from caseledger.casework import (
    Disclosed,
    DisclosureRefused,
    HolidayProclaimed,
    LedgerDetails,
    LedgerEvent,
    ReferenceReserved,
    UnreadableEvent,
)
from caseledger.complaint import Details, Event, Meta
from caseledger.complaint.events import Acknowledged, Withdrawn
from caseledger.eventlog.codec import UPCASTS, Codec
from caseledger.eventlog.names import STORED_NAMES
from eventlog.entries import compact, golden, golden_names, public, whole
from eventlog.saying import everything_said

CODEC = Codec()
CANARY = "Jane Doe"

each_golden = pytest.mark.parametrize("name", golden_names())


# --- Goldens ----------------------------------------------------------------------


def test_each_stored_name_has_a_golden() -> None:
    assert sorted({*STORED_NAMES, *UPCASTS}) == golden_names()


@each_golden
def test_a_golden_is_read_as_its_event(name: str) -> None:
    entry = whole(CODEC, name, golden(name))
    if name in STORED_NAMES:
        assert type(entry.event) is STORED_NAMES[name].event
        assert type(entry.details) in {STORED_NAMES[name].details, NoneType}
    assert entry.event == public(CODEC, name, golden(name))


@pytest.mark.parametrize("name", STORED_NAMES)
def test_a_golden_is_stored_again_byte_for_byte(name: str) -> None:
    """Keys are in alphabetical order, as CPython keeps the slots of a class."""
    assert (name, golden(name)) == CODEC.encode(whole(CODEC, name, golden(name)))


# What a gained field holds in an event that was stored before it: mostly nothing.
UNSAID: dict[tuple[str, str], object] = {
    ("acknowledged.v1", "stage"): 1,
    ("deadline_recomputed.v1", "cause"): "correction",
}


@pytest.mark.parametrize("name", UPCASTS)
def test_an_old_golden_is_read_with_what_it_did_not_say_left_open(name: str) -> None:
    """What it did say stands; an acknowledgement was of stage 1, a move corrected."""
    _, told, told_apart = json.loads(golden(name))
    _, stored = CODEC.encode(whole(CODEC, name, golden(name)))
    _, now, now_apart = json.loads(stored)
    gained = {field: now[field] for field in now.keys() - told.keys()}

    assert told == {field: now[field] for field in told}
    assert gained
    for field, value in gained.items():
        assert value == UNSAID.get((name, field)) or value in (None, [], False), field
    if told_apart is not None:
        nothing = dict.fromkeys(now_apart.keys() - told_apart.keys())
        assert now_apart == {**told_apart, **nothing}
    else:
        assert now_apart is None


@pytest.mark.parametrize("name", [step.to for step in UPCASTS.values()])
def test_a_new_golden_says_what_the_old_one_could_not(name: str) -> None:
    """No field is without a value in both."""
    old = {step.to: older for older, step in UPCASTS.items()}[name]
    _, told, _ = json.loads(golden(old))
    _, now, _ = json.loads(golden(name))

    assert [] == [
        field for field in now.keys() - told.keys() if now[field] in (None, [])
    ]


def test_goldens_show_every_personal_part() -> None:
    """But one: `noted` has its personal value where its public one is None."""
    without = {
        name
        for name, shape in STORED_NAMES.items()
        if shape.details and json.loads(golden(name))[2] is None
    }
    assert {"noted.v1"} == without


# --- The table of names -----------------------------------------------------------


def test_every_event_has_one_stored_name() -> None:
    events = [
        *(*get_args(Event), *get_args(feedback.ComplimentEvent)),
        *(ReferenceReserved, HolidayProclaimed, Disclosed, DisclosureRefused),
    ]
    stored = [shape.event for shape in STORED_NAMES.values()]
    assert sorted(events, key=repr) == sorted(stored, key=repr)
    assert set(events) == set(get_args(LedgerEvent))


def test_every_personal_part_belongs_to_an_event() -> None:
    """A reason or a report may be that of several."""
    details = {*get_args(Details), feedback.ComplimentCorrectionDetails}
    stored = {shape.details for shape in STORED_NAMES.values() if shape.details}
    assert details == stored
    assert details == set(get_args(LedgerDetails))


@pytest.mark.parametrize("name", STORED_NAMES)
def test_a_stored_name_is_plain_and_has_a_version(name: str) -> None:
    words, version = name.split(".v")
    assert words.replace("_", "").isalnum()
    assert words.islower()
    assert int(version) >= 1


def test_every_old_name_leads_to_one_of_today() -> None:
    assert not UPCASTS.keys() & STORED_NAMES.keys()
    for step in UPCASTS.values():
        assert step.to in {*UPCASTS, *STORED_NAMES}


# --- What msgspec does with attrs classes -----------------------------------------


def stored_classes() -> set[type]:
    """Return every class that is part of a stored event."""
    found: set[type] = set()
    waiting: list[type] = [Meta]
    for shape in STORED_NAMES.values():
        waiting += [kind for kind in (shape.event, shape.details) if kind]
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            for _, parts in fields_of(kind):
                waiting += [part for part in parts if attrs.has(part)]
    return found


def fields_of(kind: type) -> Iterator[tuple[str, list[type]]]:
    """Go through the fields of a class, each with all types that its value may have."""
    for name, hint in get_type_hints(kind).items():
        yield name, list(parts_of(hint))


def parts_of(hint: Any) -> Iterator[type]:  # noqa: ANN401 - hints are of many types
    if isinstance(hint, UnionType) or get_origin(hint) is tuple:
        for part in get_args(hint):
            if part is not ...:
                yield from parts_of(part)
    else:
        yield hint


each_class = pytest.mark.parametrize(
    "kind", sorted(stored_classes(), key=repr), ids=lambda kind: str(kind.__name__)
)


@each_class
def test_no_field_begins_with_an_underscore(kind: type) -> None:
    """Msgspec would leave it out."""
    assert [] == [name for name, _ in fields_of(kind) if name.startswith("_")]


@each_class
def test_a_value_is_of_one_plain_type_or_none(kind: type) -> None:
    """No dictionaries, floats or `Any`; msgspec takes no union of attrs classes."""
    for name, parts in fields_of(kind):
        (part, *others) = [part for part in parts if part is not NoneType]
        assert [] == others, name
        plain = part in {str, int, bool, date, datetime}
        assert plain or attrs.has(part) or issubclass(part, Enum), name


def test_the_check_of_types_sees_what_it_looks_for() -> None:
    @attrs.frozen
    class Planted:
        free: dict[str, object]
        number: float | None
        either: tuple[Acknowledged | Withdrawn, ...]

    found = dict(fields_of(Planted))
    assert [dict[str, object]] == found["free"]
    assert [float, NoneType] == found["number"]
    assert [Acknowledged, Withdrawn] == found["either"]


# --- What is not read -------------------------------------------------------------


def refused(name: str, stored: Any, *, read: Callable[..., object]) -> UnreadableEvent:  # noqa: ANN401 - a damaged file may hold any type
    with pytest.raises(UnreadableEvent) as unreadable:
        read(CODEC, name, stored)
    assert ("case", 7) == (unreadable.value.stream, unreadable.value.version)
    assert CANARY not in everything_said(unreadable.value)
    return unreadable.value


@pytest.mark.parametrize(
    "name",
    [
        "",
        "received",
        "received.v3",
        "received.v-1",
        "Received.v1",
        "received.v1 ",
        "caseledger.complaint.events:Received",
        "os:system",
        b"received.v1",
        None,
        1,
    ],
)
def test_an_unknown_name_is_not_read(name: Any) -> None:  # noqa: ANN401 - a damaged file may hold any type
    for read in (whole, public):
        found = refused(name, golden("received.v1"), read=read)
        assert "not known" in str(found)


@each_golden
def test_a_truncated_event_is_not_read(name: str) -> None:
    stored = golden(name)
    for end in range(len(stored)):
        refused(name, stored[:end], read=whole)
        refused(name, stored[:end], read=public)


@each_golden
def test_another_event_s_content_is_not_read(name: str) -> None:
    """But for one whose keys are some of ours and have all that we need."""
    tried = 0
    for other in golden_names():
        if other != name and not_alike(name, golden(other)):
            refused(name, golden(other), read=whole)
            tried += 1
    assert tried > 10


def not_alike(name: str, other: bytes) -> bool:
    """Tell whether an event has other keys than a name's, not another name alone."""
    while name in UPCASTS:
        name = UPCASTS[name].to
    ours = attrs.fields(STORED_NAMES[name].event)
    needed = {field.name for field in ours if field.default is attrs.NOTHING}
    theirs = json.loads(other)[1].keys()
    return not needed <= theirs <= {field.name for field in ours}


def places(state: Any, *path: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - JSON is of many types
    """Go through all places in a state that hold a value."""
    if path:
        yield path
    match state:
        case dict():
            inner = list(state.items())
        case list():
            inner = list(enumerate(state))
        case _:
            inner = []
    for key, value in inner:
        yield from places(value, *path, key)


def put(state: Any, path: tuple[Any, ...], value: object) -> bytes:  # noqa: ANN401 - JSON is of many types
    changed = deepcopy(state)
    *way, last = path
    inner = changed
    for key in way:
        inner = inner[key]
    inner[last] = value
    return compact(changed)


@each_golden
def test_a_value_of_the_wrong_type_is_not_read(name: str) -> None:
    state = json.loads(golden(name))
    tried = 0
    for path in places(state):
        for wrong in ({CANARY: CANARY}, [[CANARY]], 0.5):
            refused(name, put(state, path, wrong), read=whole)
            tried += 1
            if path[0] == 1:
                refused(name, put(state, path, wrong), read=public)
    assert tried > 10


@each_golden
def test_a_key_that_is_not_ours_is_not_passed_over(name: str) -> None:
    """Msgspec passes over it, and what it says would be lost without a word."""
    state = json.loads(golden(name))
    tried = 0
    for path in places(state):
        inner = state
        for key in path:
            inner = inner[key]
        if isinstance(inner, dict):
            refused(name, put(state, (*path, "who"), CANARY), read=whole)
            tried += 1
    assert tried >= 2


@each_golden
def test_a_state_is_an_array_of_three(name: str) -> None:
    state = json.loads(golden(name))
    for wrong in (state[:2], [*state, None], [*state, CANARY], dict(enumerate(state))):
        refused(name, compact(wrong), read=whole)
        refused(name, compact(wrong), read=public)


FOREIGN: dict[str, Any] = {
    "nothing": b"",
    "null": b"null",
    "an empty array": b"[]",
    "no JSON": CANARY.encode(),
    "a text": f'"{CANARY}"'.encode(),
    "deep arrays": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "deep content": golden("acknowledged.v1")[:-5] + b"[" * 100_000,
    "not numbers": b"[NaN,NaN,NaN]",
    "no UTF-8": golden("received.v1").replace(b"Care", b"Ca\xffe"),
    "half a character": golden("received.v1").replace(b"Care", b"Ca\\ud800e"),
    "more after it": golden("received.v1") + b" {}",
    "UTF-16": golden("received.v1").decode().encode("utf-16"),
    "no bytes": None,
    "a number": 7,
    "a dictionary": {},
}


@pytest.mark.parametrize("stored", FOREIGN.values(), ids=FOREIGN)
def test_foreign_bytes_are_not_read(stored: Any) -> None:  # noqa: ANN401 - a damaged file may hold any type
    for read in (whole, public):
        refused("received.v1", stored, read=read)


@given(st.sampled_from(golden_names()), st.binary() | st.text().map(str.encode))
def test_no_bytes_raise_anything_else(name: str, stored: bytes) -> None:
    refused(name, stored, read=whole)


@given(
    st.sampled_from(golden_names()),
    st.integers(min_value=0),
    st.integers(min_value=1, max_value=255),
)
def test_a_flipped_bit_is_told_or_makes_another_event(
    name: str, place: int, flip: int
) -> None:
    stored = bytearray(golden(name))
    stored[place % len(stored)] ^= flip
    for read in (whole, public):
        try:
            read(CODEC, name, bytes(stored))
        except UnreadableEvent as unreadable:
            said = everything_said(unreadable)
        else:
            said = ""
        assert "Monday" not in said


@each_golden
def test_other_bytes_that_say_the_same_are_read(name: str) -> None:
    """As another version of msgspec might write them."""
    state = json.loads(golden(name))
    backwards = [part and dict(reversed(part.items())) for part in state]
    for same in (
        json.dumps(state, indent=2, ensure_ascii=True).encode(),
        compact(backwards),
        golden(name).replace(b"Z", b"+00:00", 1),
    ):
        assert whole(CODEC, name, golden(name)) == whole(CODEC, name, same)
