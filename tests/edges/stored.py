"""A stored event read back: what no log of ours holds is refused, the rest is kept."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from caseledger.casework import UnreadableEvent
from caseledger.eventlog.codec import Codec
from edges.entries import Came, Entry, Found, Refused, Try, together
from edges.kinds import DAYS, TEXTS
from eventlog.entries import golden, whole

CODEC = Codec()
NAME = "received.v2"
STATE: Any = json.loads(golden(NAME))
PLACES = "event 7 of stream case"


def read(state: bytes, _: Path, name: str = NAME) -> Came:
    """Read an event back; what is told is what it says, and what is stored of it."""
    try:
        entry = whole(CODEC, name, state)
    except UnreadableEvent as unreadable:
        return Refused(str(unreadable))
    kept, stored = CODEC.encode(entry)
    return Found(((kept, json.loads(stored)),))


def but(part: int, **fields: object) -> bytes:
    """Return the event with other fields in a part."""
    changed = json.loads(golden(NAME))
    changed[part] |= fields
    # Half of a character pair is written as it would be escaped.
    return json.dumps(changed).encode()


def written(old: str, new: str) -> bytes:
    """Return the event with something written otherwise."""
    state = golden(NAME)
    assert old.encode() in state
    return state.replace(old.encode(), new.encode(), 1)


def said(text: str) -> object:
    """Return what is read back if a theme is this text."""
    return NAME, [STATE[0], {**STATE[1], "theme": text}, STATE[2]]


def never(*states: bytes) -> list[Try]:
    """Try states that are refused."""
    return [Try(NAME, partial(read, state), None, PLACES) for state in states]


def at(recorded_at: str) -> bytes:
    """Return the event recorded at a time."""
    return but(0, recorded_at=recorded_at)


TOLD = {
    number: [
        Try(
            "theme",
            partial(read, but(1, theme=one.given)),
            None if number in {1, 2} else said(one.given),
            PLACES,
        )
        for one in some
    ]
    for number, some in TEXTS.items()
}
ON_DAYS = {
    number: never(*(but(1, occurred_on=day) for day in days))
    for number, days in DAYS.items()
    if number not in {35, 37}
}
DOCUMENTS: Mapping[int, list[Try]] = {
    15: never(but(1, theme={"_type_": "x", "_data_": "y"})),
    16: never(but(1, occurred_on={"_type_": "date", "_data_": "2024-01-02"})),
    17: never(
        b"[" * 100_000,
        b'{"a":' * 100_000,
        written('"delay"', "[" * 50_000 + "]" * 50_000),
    ),
    18: never(
        *(
            written('"working_days":10', f'"working_days":{one}')
            for one in ("NaN", "Infinity", "1e1000000", "1.5")
        )
    ),
    19: never(written('"working_days":10', f'"working_days":{"9" * 5_000}')),
    20: never(b"{1:2}", written('"theme":', "1:")),
    21: never(
        written('"theme":', '"theme":"x","theme":'),
        written('"actor":', '"actor":"x","actor":'),
    ),
    22: never(but(1, themes="x"), but(0, who="x"), but(2, named="x")),
    23: never(
        but(1, oral=1),
        but(1, oral="yes"),
        but(1, theme=1),
        but(1, theme=["x"]),
        but(0, actor=None),
        written('"working_days":10', '"working_days":"10"'),
        written('"working_days":10', '"working_days":true'),
    ),
    27: never(but(1, occurred_on=0), at("0")),
    28: never(but(1, occurred_on=1_700_000_000), but(0, recorded_at=1_700_000_000)),
    30: never(at("2024-01-02T09:30:00"), at("2024-01-02")),
    31: never(at("2026-03-29T01:30:00"), at("2026-03-29T01:30:00 Europe/London")),
    32: never(at("2026-10-25T01:30:00")),
    34: never(
        at("2024-01-01T24:00:00Z"),
        at("2024-01-01T23:59:60Z"),
        at("2024-01-01T09:00:00+25:00"),
    ),
    35: never(but(1, occurred_on="0000-01-01"), but(1, occurred_on="10000-01-01")),
    43: never(b"\xef\xbb\xbf" + golden(NAME)),
    44: never(golden(NAME).decode().encode("utf-16"), golden(NAME) + b"\xff"),
    46: [
        Try("lines", partial(read, json.dumps(STATE, indent=1).encode()), (NAME, STATE))
    ],
    47: never(b"", golden(NAME)[:-1], b"[]"),
    48: never(golden(NAME) * 2),
    63: [
        *(
            Try(name, partial(read, golden(NAME), name=name), None, PLACES)
            for name in ("received.v3", "received.v-1", "os:system", "", "Received")
        ),
        *never(golden("closed.v1"), bytes(64), b"\x00\x01" * 40),
    ],
}

STORED = Entry(
    name="a stored event",
    tries=together(TOLD, ON_DAYS, DOCUMENTS),
    without={
        "what is recorded is an id of ours or opaque: no UUID is read as such": [24],
        "what is recorded happened, on whatever day and in whatever order": [
            *(36, 37, 38, 60),
        ],
        "it is no CSV": [39, 40, 41, 42, 45, 50],
        "it is no package": [51, 52, 53, 54, 55],
        "a case that is not there has no events; many are measured in bench/": [59, 62],
        "the store is named on the command line": [64],
    },
)
