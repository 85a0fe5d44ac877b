"""
What the eventsourcing library leaves open, and that the log closes it.

Each finding is shown twice: first on the library alone, so that it is real on the
version installed and the test can see it, then on the log. Those that concern SQLite
files are in test_findings_sqlite.py.
"""

import json
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import attrs
import msgspec
import pytest
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import (
    JSONTranscoder,
    Mapper,
    MapperDeserialisationError,
    StoredEvent,
)

from caseledger.casework import (
    Append,
    Entry,
    StaleCase,
    StorageUnavailable,
    UnreadableEvent,
)
from caseledger.complaint import Decided
from caseledger.eventlog import RecorderLog, Unstorable, UnstorableText, sqlite_log
from caseledger.eventlog.names import STORED_NAMES
from eventlog.entries import acknowledged, agreed, append, extended, golden_entry
from eventlog.saying import everything_said


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture(name="log")
def _log(path: Path) -> Iterator[RecorderLog]:
    log = sqlite_log(path)
    yield log
    log.close()


# --- E1: a stored name is imported ------------------------------------------------


class Imports:
    """Whatever is imported or run as a module, as Python itself tells it."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.watching = False
        sys.addaudithook(self)

    def __call__(self, name: str, details: tuple[Any, ...]) -> None:
        if self.watching and name == "import":
            self.seen.append(details[0])
        elif self.watching and name == "exec":
            # `importlib.import_module` tells only of this.
            self.seen.append(Path(details[0].co_filename).stem)


IMPORTS = Imports()


@pytest.fixture(name="imports")
def _imports() -> Iterator[list[str]]:
    IMPORTS.seen.clear()
    IMPORTS.watching = True
    yield IMPORTS.seen
    IMPORTS.watching = False


@pytest.fixture(name="planted")
def _planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Plant a module whose code must not run."""
    name = f"planted_{uuid4().hex}"
    (tmp_path / f"{name}.py").write_text("class X: pass")
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    sys.modules.pop(name, None)


def test_e1_the_library_imports_what_a_row_names(
    planted: str, imports: list[str]
) -> None:
    mapper: Mapper[str] = Mapper(JSONTranscoder())
    with suppress(Exception):
        mapper.to_domain_event(StoredEvent("case", 1, f"{planted}:X", b"{}"))
    assert planted in imports
    assert planted in sys.modules


def test_e1_the_log_imports_nothing(
    log: RecorderLog, path: Path, planted: str, imports: list[str]
) -> None:
    append(log, "case", acknowledged())
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE stored_events SET topic = ?", (f"{planted}:X",))
        raw.commit()

    with pytest.raises(UnreadableEvent):
        log.read("case")
    with pytest.raises(UnreadableEvent):
        list(log.stream())

    assert [] == imports
    assert planted not in sys.modules


# --- E2: what users give is taken for encoded types ---------------------------------


class Telling(Aggregate):
    """A case of the library's own kind."""

    @event("Told")
    def tell(self, what: object) -> None:
        self.what = what


TROJAN = {"_type_": "datetime_iso", "_data_": "2024-01-02T09:30:00"}
POISON = {"_type_": "no_such_type", "_data_": "x"}


def test_e2_the_library_changes_what_it_was_given() -> None:
    application: Application[Any] = Application()
    case = Telling()
    case.tell(TROJAN)
    application.save(case)
    found: Telling = application.repository.get(case.id)
    assert TROJAN != found.what


def test_e2_the_library_cannot_read_what_it_was_given() -> None:
    application: Application[Any] = Application()
    case = Telling()
    case.tell(POISON)
    application.save(case)
    with pytest.raises(MapperDeserialisationError):
        application.repository.get(case.id)


@pytest.mark.parametrize("given", [TROJAN, POISON])
def test_e2_the_log_gives_it_back_as_text(
    log: RecorderLog, given: dict[str, str]
) -> None:
    """Nor has an event room for a dictionary: see test_stored_events.py."""
    text = json.dumps(given)
    append(log, "case", agreed(text))
    (found,) = log.read("case")
    assert agreed(text) == Entry(found.event, found.details, found.meta)


# --- E12: personal data leaks through text ------------------------------------------

CANARY = "Jane Doe of 7 Elm Row"


PERSONAL = [name for name, shape in STORED_NAMES.items() if shape.details]

Mishap = Callable[[RecorderLog, Path, Entry], object]


def personal(name: str) -> Entry:
    """Return an entry whose every personal text is the canary."""
    details = STORED_NAMES[name].details
    assert details is not None
    return attrs.evolve(golden_entry(name), details=told(details, CANARY))


def told(details: type[Any], text: Any) -> Any:  # noqa: ANN401 - of any class, and text may be none
    """Return a personal part that says one text wherever it can say something."""
    return details(
        **{
            field.name: (text,) if field.type == tuple[str, ...] else text
            for field in attrs.fields(details)
        },
    )


def shown(value: object) -> str:
    """Return all the ways in which a value shows itself."""
    return f"{value!s} {value!r} {value} {value!a} {[value]} {(value,)}"


def test_e12_the_library_shows_what_it_holds() -> None:
    case = Telling()
    case.tell(CANARY)
    assert CANARY in shown(case)
    assert CANARY in shown(case.pending_events[-1])


@pytest.mark.parametrize("name", PERSONAL)
def test_e12_nothing_of_ours_shows_a_personal_part(log: RecorderLog, name: str) -> None:
    entry = personal(name)
    append(log, "case", entry)
    (recorded,) = log.read("case")
    (placed,) = log.stream()

    assert entry.details == recorded.details
    for value in (
        entry,
        entry.details,
        recorded,
        placed,
        recorded.event,
        recorded.meta,
        Decided(entry.event, entry.details),
        Append("case", 0, [entry]),
    ):
        assert CANARY not in shown(value)


def plant_another_name(log: RecorderLog, path: Path, entry: Entry) -> None:
    append(log, "case", entry)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE stored_events SET topic = 'reference_reserved.v1'")
        raw.commit()
    log.read("case")


def append_to_closed(log: RecorderLog, _: Path, entry: Entry) -> None:
    log.close()
    log.append(Append("case", 0, [entry]))


def append_spoilt(spoil: Callable[[str], object]) -> Mishap:
    """Append an entry whose every personal text is spoilt."""

    def mishap(log: RecorderLog, _: Path, entry: Entry) -> None:
        details = told(type(entry.details), spoil(CANARY))
        entry = attrs.evolve(entry, details=details)
        log.append(Append("case", 0, [entry]))

    return mishap


def append_to_another(log: RecorderLog, _: Path, entry: Entry) -> None:
    log.append(Append("case", 0, [attrs.evolve(acknowledged(), details=entry.details)]))


MISHAPS: dict[str, tuple[type[Exception], Mishap]] = {
    "stale": (StaleCase, lambda log, _, entry: log.append(Append("case", 3, [entry]))),
    "NUL": (UnstorableText, append_spoilt(lambda text: f"{text}\0")),
    "half a character": (UnstorableText, append_spoilt(lambda text: f"{text}\ud800")),
    "no text": (Unstorable, append_spoilt(lambda text: [text])),
    "an unknown type": (Unstorable, append_spoilt(lambda text: {1: object(), 2: text})),
    "another's part": (Unstorable, append_to_another),
    "another name": (UnreadableEvent, plant_another_name),
    "closed": (StorageUnavailable, append_to_closed),
}


@pytest.mark.parametrize("name", PERSONAL)
@pytest.mark.parametrize(("expected", "mishap"), MISHAPS.values(), ids=MISHAPS)
def test_e12_no_error_of_ours_shows_a_personal_part(
    log: RecorderLog, path: Path, expected: type[Exception], mishap: Mishap, name: str
) -> None:
    with pytest.raises(expected) as raised:
        mishap(log, path, personal(name))
    said = everything_said(raised.value)
    said += "".join(traceback.format_exception(raised.value))
    assert CANARY not in said


# --- E13: values are taken that break later -----------------------------------------


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_e13_the_library_takes_numbers_that_are_no_json(number: float) -> None:
    encoded = JSONTranscoder().encode(number)
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(encoded)


def test_e13_the_log_has_no_room_for_such_numbers(log: RecorderLog) -> None:
    """No field is a float (see test_stored_events.py), and the log holds to that."""
    entry = golden_entry("remedy_offered.v1")
    unfit: Any = float("nan")
    offered: Any = entry.event
    with pytest.raises(Unstorable):
        append(
            log,
            "case",
            attrs.evolve(entry, event=attrs.evolve(offered, amount_pence=unfit)),
        )
    assert 0 == log.position()


def test_e13_the_library_takes_a_nul() -> None:
    """PostgreSQL's texts do not: who projects the event there is stuck."""
    transcoder = JSONTranscoder()
    assert "\0" == transcoder.decode(transcoder.encode("\0"))


def test_e13_the_library_repeats_half_a_character_s_text() -> None:
    with pytest.raises(UnicodeEncodeError) as raised:
        JSONTranscoder().encode(f"{CANARY}\ud800")
    assert CANARY in everything_said(raised.value)


@pytest.mark.parametrize("code", [0, 0xD800, 0xDFFF], ids=hex)
def test_e13_the_log_refuses_both_before_anything_is_stored(
    log: RecorderLog, code: int
) -> None:
    for entry in (agreed(chr(code)), extended(chr(code))):
        with pytest.raises(UnstorableText):
            log.append(Append("case", 0, [acknowledged(), entry]))
    assert 0 == log.position()


def test_e13_the_log_takes_every_other_character(log: RecorderLog) -> None:
    """All 1,112,063 of them, in texts of a thousand."""
    legal = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    assert 1_112_063 == len(legal)
    texts = ["".join(legal[at : at + 1000]) for at in range(0, len(legal), 1000)]
    append(log, "case", *map(extended, texts))
    assert [extended(text).details for text in texts] == [
        one.details for one in log.read("case")
    ]
