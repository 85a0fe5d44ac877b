"""
Entries to append: one of every kind, and the few that most tests need.

Every kind is told once, in `stored/`: the golden stored events.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec

from caseledger.casework import Append, Entry, EventLog, LedgerEvent
from caseledger.complaint import Meta
from caseledger.complaint.details import ActionDetails, ExtensionDetails
from caseledger.complaint.events import Acknowledged, ActionAgreed, Extended
from caseledger.eventlog.codec import UPCASTS, Codec
from caseledger.eventlog.names import STORED_NAMES

STORED = Path(__file__).parent / "stored"

META = Meta(
    recorded_at=datetime(2024, 1, 2, 9, 30, tzinfo=UTC),
    actor="staff-17",
    role="complaints_manager",
    command_id="5f0c9d6a7b8e4f21a3c4d5e6f7081000",
)


def golden_names() -> list[str]:
    return sorted(path.stem for path in STORED.glob("*.json"))


def golden(name: str) -> bytes:
    """Return a golden event's state as it is stored: compact."""
    told = json.loads((STORED / f"{name}.json").read_text(encoding="utf-8"))
    assert told.keys() == {"name", "state"}
    assert told["name"] == name
    return compact(told["state"])


def compact(state: object) -> bytes:
    return json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()


def golden_entry(name: str) -> Entry:
    """Return a golden event, read without the codec."""
    today = name
    while today in UPCASTS:
        today = UPCASTS[today].to
    shape = STORED_NAMES[today]
    personal: Any = shape.details | None if shape.details else None
    whole: Any = tuple[Meta, shape.event, personal]  # type: ignore[name-defined] # the class is a value here
    meta, event, details = msgspec.json.decode(golden(name), type=whole)
    return Entry(event, details, meta)


def whole(codec: Codec, name: str, stored: Any) -> Entry:  # noqa: ANN401 - a damaged file may hold any type
    """Read the seventh event of a case."""
    meta, event, details = codec.whole("case", 7, name, stored)
    return Entry(event, details, meta)


def public(codec: Codec, name: str, stored: Any) -> LedgerEvent:  # noqa: ANN401 - as above
    """Read it as going through the log does, without envelope and personal part."""
    (placed,) = codec.placed([(70, "case", 7, name, stored)])
    assert (70, "case", 7) == (placed.position, placed.stream, placed.version)
    return placed.event


def every_entry() -> list[Entry]:
    return [golden_entry(name) for name in golden_names()]


def acknowledged(day: int = 4, meta: Meta = META) -> Entry:
    return Entry(Acknowledged(occurred_on=date(2024, 1, day)), None, meta)


def extended(reason: str) -> Entry:
    """Return an entry with free text in its personal part."""
    event = Extended(
        occurred_on=date(2024, 1, 12),
        stage=1,
        extended_to=date(2024, 1, 30),
        reason=None,
        previously_due_on=date(2024, 1, 16),
        now_due_on=date(2024, 1, 30),
    )
    return Entry(event, ExtensionDetails(reason=reason), META)


def agreed(text: str) -> Entry:
    """Return an entry with the same text in its public and its personal part."""
    event = ActionAgreed(
        occurred_on=None,
        action=1,
        action_id=text,
        source=None,
        due_on=None,
    )
    details = ActionDetails(recommendation=text, action=None, owner=text)
    return Entry(event, details, META)


def append(log: EventLog, stream: str, *entries: Entry) -> None:
    """Append to a stream, wherever it stands."""
    log.append(Append(stream, len(log.read(stream)), entries))
