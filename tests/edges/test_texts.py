"""
Any text at all, in every text field of every command and of the register.

Accepted, it is stored, loaded, projected and exported as it was kept; what is kept, and
what is refused, is reckoned here from the Unicode categories. `CASELEDGER_TEXTS=FILE`
names a JSON list of further strings, such as the Big List of Naughty Strings.
"""

import csv
import io
import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from caseledger.casework import Casework, EventLog
from caseledger.eventlog import SystemClock, open_log
from caseledger.exports import Table, csv_lines, json_lines
from caseledger.read_models import COMPLAINTS
from caseledger.requests import BadRequest, Request, read_requests, request_schema
from caseledger.requests.fields import LINES
from caseledger.requests.page import story
from caseledger.testing import numbered_ids
from caseledger.viewstore import ViewStore
from edges.kinds import TEXTS
from edges.rows import as_csv
from register.registers import imported
from terminal import ROW

SCHEMA = request_schema()
STORY: Sequence[Mapping[str, Any]] = [json.loads(line) for line in story().splitlines()]
FEW = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

# --- What is kept of a text, reckoned from its characters -----------------------------

ID, LINE, NOTE = "id", "line", "note"
NO_WIDTH = {0x200B, 0x2060, 0xFEFF}
TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
MARKS_OF_DIRECTION = {0x200C, 0x200D, 0x200E, 0x200F}


def kept(text: str, sort: str) -> str | None:
    """Return what is kept of a text, None if it is refused."""
    text = trimmed(text)
    for one in text:
        category = unicodedata.category(one)
        may_stay = sort == NOTE and (one in "\t\n" or category in {"Zl", "Zp"})
        if category in {"Cc", "Cs", "Zl", "Zp"} and not may_stay:
            return None
    text = unicodedata.normalize("NFC", text)
    if longest_pile(text) > 30:
        return None
    signs = {ord(one) for one in text}
    if signs & TURNING and sort != NOTE:
        return None
    if sort == ID and signs & (NO_WIDTH | MARKS_OF_DIRECTION):
        return None
    unseen = NO_WIDTH | TURNING
    if signs & unseen:
        text = trimmed("".join(one for one in text if ord(one) not in unseen))
    return text or None


def trimmed(text: str) -> str:
    """Return a text without space around it."""
    start, end = 0, len(text)
    while start < end and is_space(text[start]):
        start += 1
    while end > start and is_space(text[end - 1]):
        end -= 1
    return text[start:end]


def is_space(one: str) -> bool:
    return one in "\t\r\n" or unicodedata.category(one) in {"Zs", "Zl", "Zp"}


def longest_pile(text: str) -> int:
    longest = run = 0
    for one in unicodedata.normalize("NFD", text):
        run = run + 1 if unicodedata.combining(one) else 0
        longest = max(longest, run)
    return longest


# Half of what is drawn is of those characters that have a rule of their own.
RULED = "".join(map(chr, sorted(NO_WIDTH | TURNING | MARKS_OF_DIRECTION)))
ANY = st.characters(exclude_categories=[])
DRAWN = st.text(ANY, max_size=12) | st.text(
    st.sampled_from(RULED + "\0\t\n\r\x1b\x85\xa0\u2028\ud800\udfff\u0301éa1-=ﬁ½İ"),
    max_size=12,
)
READABLE = DRAWN.map(lambda text: kept(text, NOTE)).filter(bool)


def further() -> list[str]:
    """Return the strings of a file, if one is named."""
    path = os.environ.get("CASELEDGER_TEXTS")
    found: list[str] = json.loads(Path(path).read_text("utf-8")) if path else []
    return found


GIVEN = [one.given for some in TEXTS.values() for one in some if len(one.given) < 1_000]
STRINGS = [*GIVEN, *further()]


# --- Every text field of every command ------------------------------------------------


def text_fields(told: Any, schema: Mapping[str, Any], key: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Go through the paths of a request's text fields, each after its sort."""
    (said, *_) = schema.get("anyOf", [schema])
    if "$ref" in said:
        said = SCHEMA["$defs"][said["$ref"].rpartition("/")[2]]
    match said:
        case {"items": items}:
            for at, one in enumerate(told):
                yield from text_fields(one, items, f"{key}/{at}")
        case {"properties": fields}:
            for name in told:
                yield from text_fields(told[name], fields[name], f"{key}/{name}")
        case {"maxLength": most} if "enum" not in said:
            name = [part for part in key.split("/") if not part.isdigit()][-1]
            sort = NOTE if most > 500 else LINE if name in LINES else ID
            yield f"{sort}{key}"


def model(told: Mapping[str, Any]) -> Mapping[str, Any]:
    ref: str = SCHEMA["discriminator"]["mapping"][told["command"]]
    return {"$ref": ref}


def at(told: Any, path: str) -> Any:  # noqa: ANN401 - any JSON
    for step in path.split("/")[1:]:
        told = told[int(step) if step.isdigit() else step]
    return told


def put(told: Mapping[str, Any], path: str, text: str) -> dict[str, Any]:
    """Return a request with another text in a field."""
    changed: dict[str, Any] = json.loads(json.dumps(told))
    *way, last = path.split("/")[1:]
    inner = at(changed, "/".join(["", *way]))
    inner[int(last) if last.isdigit() else last] = text
    return changed


FIELDS = [
    (number, path)
    for number, told in enumerate(STORY)
    for path in text_fields(told, model(told))
    # A fact has a rule of its own; and of one complaint all requests are told.
    if told["command"] not in {"note", "correct"} and not path.endswith("/reference")
]


def check_every_field(text: str) -> int:
    """Give a text in every field, and compare what is read with what is kept."""
    for number, path in FIELDS:
        sort, told = path.split("/")[0], put(STORY[number], path, text)
        expected = kept(text, sort)
        request, faults = read(told)
        name = [part for part in path.split("/") if not part.isdigit()][-1]
        if request is None:
            odd = says_nothing(text) or looks_spoilt(text, sort)
            assert expected is None or odd, path
            assert all(name in fault for fault in faults)
        else:
            assert expected in set(texts_in(attrs.asdict(request))), path
    return len(FIELDS)


def read(told: Mapping[str, Any]) -> tuple[Request | None, Sequence[str]]:
    """Read a request, or return the fields that are at fault."""
    try:
        (request,) = read_requests(json.dumps(told))
    except BadRequest as bad:
        return None, [fault.field for fault in bad.faults]
    return request, ()


def says_nothing(text: str) -> bool:
    return trimmed(text).casefold() in {"-", "n/a", "null"}


def looks_spoilt(text: str, sort: str) -> bool:
    """Say whether a spreadsheet may have made this of an id."""
    return sort == ID and any(one in text for one in ("E+", "#", "-"))


def texts_in(told: object) -> Iterator[str]:
    match told:
        case str():
            yield told
        case dict():
            for value in told.values():
                yield from texts_in(value)
        case list() | tuple():
            for value in told:
                yield from texts_in(value)


def test_the_fields_are_many() -> None:
    assert len(FIELDS) > 150
    assert {ID, LINE, NOTE} == {path.split("/")[0] for _, path in FIELDS}


@FEW
@given(DRAWN)
@example("\ud800")
@example("a\u0301" * 3)
def test_any_text_is_kept_or_refused_in_every_field(text: str) -> None:
    check_every_field(text)


@pytest.mark.timeout(900)
def test_strings_that_have_been_trouble() -> None:
    tried = sum(map(check_every_field, STRINGS[:: 1 if further() else 10]))
    sys.stdout.write(f"{tried} pairs of a string and a field\n")
    assert tried > 500


def doctored(text: str) -> list[dict[str, Any]]:
    """Return the story with a text in all of its fields; an id keeps its beginning."""
    changed = []
    for number, told in enumerate(STORY):
        new = dict(told)
        for field, path in ((n, p) for n, p in FIELDS if n == number):
            sort = path.split("/")[0]
            if sort == ID:
                before = str(at(told, path.removeprefix(sort)))
                if path.endswith(("duplicate_of", "linked_to/0", "command_id")):
                    continue
                text_of_id = kept(text, ID) or "x"
                new = put(new, path, f"{before}{text_of_id}")
            elif kept(text, sort) is not None:
                new = put(new, path, text)
            assert field == number
        changed.append(new)
    return changed


@FEW
@given(READABLE)
@example("Zoe\u0308 \u202e<b>\n=1+1")
def test_what_is_accepted_is_found_again_everywhere(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """Stored in a file, loaded by another program, projected, exported: equal."""
    store = f"sqlite:///{tmp_path_factory.mktemp('texts') / 'log.db'}"
    requests = read_requests(json.dumps(doctored(text)))
    log = open_log(store)
    casework = Casework(log=log, clock=SystemClock(), new_id=numbered_ids())
    for one in requests:
        casework.handle(
            one.reference, one.command, by=one.actor, command_id=one.command_id
        )
    log.close()
    log = open_log(store)
    told = {one.reference for one in requests}
    stored = [
        (
            attrs.asdict(one.event),
            one.details and attrs.asdict(one.details),
            one.meta.actor,
        )
        for reference in told
        for one in Casework(
            log=log, clock=SystemClock(), new_id=numbered_ids()
        ).history(reference)
    ]
    found = set(texts_in(stored))

    for one in requests:
        asked = {
            text
            for text in texts_in(attrs.asdict(one.command))
            if text != one.reference
        }
        assert asked - {str(word) for word in asked if word.isidentifier()} <= found
    line = kept(text, LINE)
    assert line is None or line in exported_themes(log)
    log.close()


def exported_themes(log: EventLog) -> set[str | None]:
    """Return the themes of all complaints, the same in a view and its exports."""
    views = ViewStore(log, None)
    views.catch_up()
    rows = views.rows(COMPLAINTS)
    views.close()
    table = Table(
        name="complaints",
        question="?",
        columns=COMPLAINTS.columns,
        rows=[attrs.astuple(row) for row in rows],
    )
    themes = {row.theme for row in rows}
    as_json = {json.loads(line)["theme"] for line in json_lines(table)}
    lines = "".join(csv_lines(table))
    (header, *cells) = csv.reader(io.StringIO(lines, newline=""))
    at_theme = header.index("theme")
    assert themes == as_json
    assert {theme or "" for theme in themes} == {row[at_theme] for row in cells}
    return themes


# --- Every text column of the register ------------------------------------------------

COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(("team", "channel", "complainant", "theme"), LINE),
    **dict.fromkeys(("complainant_id", "s2_investigating_officer"), ID),
    **dict.fromkeys(("suspension_reason", "s2_extension_reason"), NOTE),
}


@FEW
@given(
    st.lists(DRAWN.map(lambda text: text.replace("\r", "")), min_size=20, max_size=20)
)
@example(GIVEN[:40])
def test_any_text_is_kept_or_refused_in_every_column(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[str]
) -> None:
    """Half of a character pair aside, which no file can hold."""
    texts = [text for text in drawn if text.isprintable() or kept(text, NOTE)]
    folder = tmp_path_factory.mktemp("register")
    rows, expected, themes = [], 0, set[str | None]()
    for n, text in enumerate(texts):
        column, sort = list(COLUMNS.items())[n % len(COLUMNS)]
        cell = kept(text, sort)
        nothing = not trimmed(text)
        refused = cell is None and not nothing and bool(seen(text))
        if looks_spoilt(text, sort):
            continue
        rows.append({**ROW, "reference": f"CF-{n}", column: text})
        expected += refused
        if not refused:
            themes.add(cell if column == "theme" else None)
    (folder / "register.csv").write_bytes(as_csv(rows or [ROW]))
    log = open_log("memory:")
    summary = imported(log, folder)

    assert expected == summary.total.refused
    assert (themes or {None}) == exported_themes(log)


def seen(text: str) -> str:
    """Return what is left of a text that may be invisible altogether."""
    return trimmed("".join(one for one in text if ord(one) not in NO_WIDTH | TURNING))
