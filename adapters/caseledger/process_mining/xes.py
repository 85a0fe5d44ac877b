"""
XES, by IEEE 1849-2016: a trace for each complaint, with all its events.

A trace is written when it was read, so memory does not grow with the log.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import BinaryIO

from caseledger.process_mining.activities import activity, event_type, told
from caseledger.process_mining.reading import Case, Happening
from caseledger.process_mining.values import Value

# A character that XML 1.0 cannot bear, in whatever disguise.
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"
_ESCAPED = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        # Readers make spaces of these, unless they are written so.
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
    }
)

_EXTENSIONS = {
    "Concept": ("concept", "http://www.xes-standard.org/concept.xesext"),
    "Lifecycle": ("lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    "Organizational": ("org", "http://www.xes-standard.org/org.xesext"),
    "Time": ("time", "http://www.xes-standard.org/time.xesext"),
    # A name, and no address: tools would look there.
    "Caseledger": ("caseledger", "urn:caseledger:xes"),
}
_START = datetime(1970, 1, 1, tzinfo=UTC)
# What every trace and every event has, with what the standard wants as a default.
_OF_EVERY_TRACE: Mapping[str, Value] = {
    "concept:name": "",
    "caseledger:procedure": "",
    "caseledger:service": "",
}
_OF_EVERY_EVENT: Mapping[str, Value] = {
    "concept:name": "",
    "time:timestamp": _START,
    "lifecycle:transition": "complete",
    "org:role": "",
    "org:resource": "",
    "caseledger:event": "",
    "caseledger:recorded_at": _START,
    "caseledger:version": 0,
}
_CLASSIFIERS = {
    "Activity": "concept:name",
    "Event": "caseledger:event",
    "ActivityAndRole": "concept:name org:role",
}
_OURS = {"role": "org:role", "resource": "org:resource"}


def write_xes(
    cases: Iterable[Case], file: BinaryIO, *, with_references: bool = False
) -> int:
    """
    Write cases as XES, encoded as UTF-8, and return how many there were.

    The events of a trace stand in the order in which they happened, those of one day
    in the order in which they were recorded. A character that no XML can hold is
    replaced by U+FFFD.
    """
    file.writelines(line.encode() for line in _head())
    count = 0
    for case in cases:
        count += 1
        file.writelines(
            line.encode() for line in _trace(case, with_reference=with_references)
        )
    file.write(b"</log>\n")
    return count


def _head() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<log xes.version="1849.2016" xes.features="">\n'
    for name, (prefix, uri) in _EXTENSIONS.items():
        yield f'<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n'
    for scope, values in (("trace", _OF_EVERY_TRACE), ("event", _OF_EVERY_EVENT)):
        yield f'<global scope="{scope}">\n'
        yield from _attributes(values)
        yield "</global>\n"
    for name, keys in _CLASSIFIERS.items():
        yield f'<classifier name="{name}" scope="event" keys="{keys}"/>\n'
    yield from _attributes({"concept:name": "Complaints"})


def _trace(case: Case, *, with_reference: bool) -> Iterator[str]:
    stands = case.complaint
    values: dict[str, Value | None] = {
        "concept:name": case.id,
        "caseledger:reference": stands.reference if with_reference else None,
        "caseledger:procedure": stands.procedure,
        "caseledger:service": stands.service,
        "caseledger:theme": stands.theme,
    }
    yield "<trace>\n"
    yield from _attributes(values)
    for one in case.happened:
        yield "<event>\n"
        yield from _attributes(_event(one))
        yield "</event>\n"
    yield "</trace>\n"


def _event(one: Happening) -> dict[str, Value]:
    return {
        "concept:name": activity(one.event),
        "time:timestamp": one.at,
        "lifecycle:transition": "complete",
        "caseledger:event": event_type(type(one.event)),
        **{
            _OURS.get(name, f"caseledger:{name}"): value
            for name, value in told(one).items()
        },
    }


def _attributes(values: Mapping[str, Value | None]) -> Iterator[str]:
    for key, value in values.items():
        match value:
            case None:
                continue
            case bool():
                kind, text = "boolean", "true" if value else "false"
            case int():
                kind, text = "int", str(value)
            case datetime():
                kind, text = "date", value.isoformat()
            case _:
                kind, text = "string", _escaped(value)
        yield f'<{kind} key="{key}" value="{text}"/>\n'


def _escaped(text: str) -> str:
    return _NO_CHARACTER.sub(_REPLACEMENT, text).translate(_ESCAPED)
