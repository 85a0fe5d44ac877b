"""
OCEL 2.0 as JSON: the types, then the events, then the objects.

Values are written as text, as the published schema asks; the types say what they are.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from tempfile import TemporaryFile
from typing import BinaryIO

import msgspec

from caseledger.process_mining.activities import (
    EVENTS,
    attributes_of,
    event_id,
    event_type,
    told,
)
from caseledger.process_mining.objects import (
    ATTRIBUTES,
    CaseObject,
    Link,
    Objects,
    objects_of,
)
from caseledger.process_mining.reading import Case, Happening
from caseledger.process_mining.values import Kind, Value

_encode = msgspec.json.Encoder().encode


def write_ocel_json(
    cases: Iterable[Case], file: BinaryIO, *, with_references: bool = False
) -> int:
    """
    Write cases as OCEL 2.0 JSON, and return how many there were.

    A case is written when it was read: its events at once, its objects to a temporary
    file until all events are written. So memory does not grow with the log.
    """
    file.write(b'{"eventTypes":')
    file.write(_encode(_types((event_type(e), attributes_of(e)) for e in EVENTS)))
    file.write(b',\n"objectTypes":')
    file.write(_encode(_types(ATTRIBUTES.items())))
    count = 0
    with TemporaryFile() as aside:
        events, objects = _Array(file), _Array(aside)
        file.write(b',\n"events":[')
        for case in cases:
            count += 1
            made = objects_of(case, with_reference=with_references)
            for one in case.happened:
                events.add(_event(case, one, made))
            for thing in made.objects:
                objects.add(_object(thing))
        file.write(b'],\n"objects":[')
        aside.seek(0)
        shutil.copyfileobj(aside, file)
    file.write(b"]}\n")
    return count


class _Array:
    """Writes values one after the other, a line each, with commas between them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._before = b"\n"

    def add(self, value: object) -> None:
        self._file.write(self._before + _encode(value))
        self._before = b",\n"


def _types(types: Iterable[tuple[str, Mapping[str, Kind]]]) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "attributes": [{"name": a, "type": kind} for a, kind in kinds.items()],
        }
        for name, kinds in types
    ]


def _event(case: Case, one: Happening, made: Objects) -> dict[str, object]:
    return {
        "id": event_id(case, one),
        "type": event_type(type(one.event)),
        "time": one.at.isoformat(),
        "attributes": [
            {"name": name, "value": _text(value)} for name, value in told(one).items()
        ],
        "relationships": list(_links(made.taking_part[one.version])),
    }


def _object(thing: CaseObject) -> dict[str, object]:
    return {
        "id": thing.id,
        "type": thing.type,
        "attributes": [
            {
                "name": change.name,
                "value": _text(change.value),
                "time": change.at.isoformat(),
            }
            for change in thing.changes
        ],
        "relationships": list(_links(thing.links)),
    }


def _links(links: Iterable[Link]) -> Iterator[dict[str, str]]:
    for link in links:
        yield {"objectId": link.object_id, "qualifier": link.qualifier}


def _text(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat()
        case _:
            return str(value)
