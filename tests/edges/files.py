"""Files that people write or hand on: policies, cases, narratives, proofs, a style."""

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import docx

from caseledger.policies import BadPolicy
from caseledger.policies.reading import parse_policy, policies_of, read_policy
from caseledger.proof import (
    Checkpoint,
    UnusableKey,
    bundle,
    check_bundle,
    new_key,
    open_checkpoint,
    read_key,
    signed,
    signer,
)
from caseledger.proof import (
    Refused as Untrue,
)
from caseledger.reports import (
    Subject,
    UnusableEdition,
    UnusableNarrative,
    read_edition,
    read_narrative,
)
from caseledger.reports.docx import render_docx
from caseledger.reports.word import CannotWrite
from caseledger.worked_cases import UnusableCases, read_cases, shortfalls
from edges.entries import (
    Came,
    Entry,
    Found,
    Refused,
    Try,
    documents,
    texts,
    together,
    values,
)
from edges.kinds import CANARY, DAYS
from edges.rows import in_toml
from proof.logs import ListedLog, kept, recorded
from reports import samples

A_CLOCK = "not what is read but when: tests/edges/test_clock_jumps.py"

# --- An authority's policy ------------------------------------------------------------

EDITION = "[[edition]]\nsince = 2023-04-01\n"
URL = 'url = "https://www.westborough.gov.uk/complaints"\n'
NAMED = 'name = "Westborough"\n'
POLICY = NAMED + URL + EDITION
READ = "Westborough"


def policy(raw: bytes, folder: Path) -> Came:
    """Give a policy; what is told is its name, and that of its last edition."""
    path = folder / "policy.toml"
    path.write_bytes(raw)
    try:
        policies = policies_of(path.name, read_policy(path))
    except BadPolicy as bad:
        return Refused(str(bad))
    return Found((policies[-1].name,))


def named(given: str, _: Path) -> Came:
    """Give a policy of this name, which every limit of its own cites."""
    raw = f"name = {in_toml(given)}\n{URL}{EDITION}statutory.stage_1 = 8\n"
    try:
        last = policies_of("p", parse_policy("p", raw))[-1]
    except BadPolicy as bad:
        return Refused(str(bad))
    limit = last.statutory_stage_1.response.in_force(on=last.since)
    return Found((last.name, limit.citation.instrument))


def since(given: str, folder: Path) -> Came:
    """Give a policy with an edition from this day."""
    came = policy((POLICY.replace("2023-04-01", given)).encode(), folder)
    return came if isinstance(came, Refused) else Found((given,))


def limit(written: str) -> str:
    """Return a policy with a limit, as TOML writes it."""
    return f"{POLICY}statutory.stage_1 = {written}\n"


# A policy may have begun long ago, or begin one day; that is for those who wrote it.
EVER = {"0001-01-01": "0001-01-01", "2024-02-29": "2024-02-29", "2024-2-29": None}

POLICIES = Entry(
    name="an authority's policy as TOML",
    tries=together(
        # Its lines are shorter than most texts.
        texts("name", "line", named, {1: "p", 10: "p"}),
        # TOML has instants and local times of its own, and none of them is a day.
        values("since", {**DAYS, 35: EVER, 25: {"2024-02-30": None}}, since, ""),
        documents(
            policy,
            {
                9: {"nothing": (POLICY.replace("Westborough", " "), None)},
                15: {
                    "a table for text": (
                        POLICY.replace('"Westborough"', '{a = "b"}'),
                        None,
                    )
                },
                16: {"for a day": (POLICY.replace("2023-04-01", '{date = "b"}'), None)},
                17: {
                    "lists": ("a = " + "[" * 50_000, None),
                    "lists, one a line": ("a = " + "[\n" * 40_000, None),
                    "keys": ("a" + ".a" * 40_000 + " = 1", None),
                    "keys, on many lines": (
                        *(
                            "\n".join(
                                "a" + ".a" * 900 + f".b{n} = 1" for n in range(50)
                            ),
                        ),
                        None,
                    ),
                },
                18: {"nan": (limit("nan"), None), "inf": (limit("-inf"), None)},
                19: {
                    "5,000 digits": (limit("9" * 1_900), None),
                    "great": (limit("251"), None),
                },
                20: {"a key of quotes": (f'{POLICY}"" = 1\n', None)},
                21: {"a key": (NAMED + POLICY, None)},
                22: {"a key": (POLICY.replace("name", "nmae"), None)},
                23: {
                    str(at): (limit(wrong), None)
                    for at, wrong in enumerate(('"8"', "8.0", "true", "[8]", "1_0_0_0"))
                },
                43: {"UTF-8": ("\ufeff" + POLICY, READ)},
                44: {
                    "UTF-16": (POLICY.encode("utf-16"), None),
                    "Latin-1": (
                        POLICY.replace("Westb", "Wéstb").encode("cp1252"),
                        None,
                    ),
                },
                46: {"CRLF": (POLICY.replace("\n", "\r\n"), READ)},
                47: {"nothing": ("", None), "cut off": (POLICY[:-6], None)},
                48: {"an edition twice": (POLICY + EDITION, None)},
            },
        ),
        {64: [Try("no file's name", lambda _: _policy_at("a\0b"), None)]},
    ),
    without={
        "it holds no UUIDs": [24],
        "it tells no steps, cases or events": [36, 59, 60, 62, 63],
        A_CLOCK: [38],
        "CSV's own, and a spreadsheet's": [39, 40, 41, 42, 45, 50],
        "it is no workbook": [51, 52, 53, 54, 55],
    },
)


def _policy_at(name: str) -> Came:
    try:
        read_policy(Path(name))
    except BadPolicy as bad:
        return Refused(str(bad))
    return Found(())


# --- Worked cases ---------------------------------------------------------------------

CASE = """\
- case: A case
  story:
    - 2023-04-03: received
  then:
    - stage 1 response was due on 2023-04-19
"""


def cases(raw: bytes, folder: Path) -> Came:
    """Give worked cases; what is told is each name, and how much does not hold."""
    path = folder / "cases.yaml"
    path.write_bytes(raw)
    try:
        found = [(case.name, len(list(shortfalls(case)))) for case in read_cases(path)]
    except UnusableCases as unusable:
        return Refused(str(unusable))
    return Found(tuple(found))


def day_told(given: str, folder: Path) -> Came:
    """Tell that a case was received on a day."""
    came = cases(CASE.replace("2023-04-03", json.dumps(given)).encode(), folder)
    if isinstance(came, Refused):
        return came
    # It holds only for the day that its claim is about.
    return Found((given,)) if came == Found((("A case", 1),)) else Refused("A case")


def no_file(_: Path) -> Came:
    """Read cases from what can be no file."""
    try:
        read_cases(Path("a\0b"))
    except UnusableCases as unusable:
        return Refused(str(unusable))
    return Found(())


HOLDS = ("A case", 0)

WORKED = Entry(
    name="worked cases as YAML",
    tries=together(
        # Days that the calendar does not reach are told, and do not hold.
        values("line 3", {k: v for k, v in DAYS.items() if k != 35}, day_told),
        documents(
            cases,
            {
                1: {"escaped": (CASE.replace("A case", '"\\ud800"'), ("\ud800", 0))},
                2: {
                    "escaped": (CASE.replace("A case", '"a\\0b"'), ("a\0b", 0)),
                    "as it is": (CASE.replace("A case", "a\0b"), None),
                },
                3: {"as it is": (CASE.replace("A case", "a\x1bb"), None)},
                9: {"no name": (CASE.replace("A case", ""), None)},
                10: {"much": (CASE + "#" * 300_000, None)},
                15: {
                    "a mapping for text": (CASE.replace("A case", "{_type_: x}"), None)
                },
                16: {"a tag": (CASE.replace("A case", "!!timestamp {a: b}"), None)},
                17: {
                    "flow": ("[" * 100_000, None),
                    "blocks": ("- " * 50_000, None),
                    "mappings": ("{a: " * 30_000, None),
                },
                20: {
                    "an object": ("- !!python/object/apply:os.system [x]", None),
                    "a key that is none": ("- ? [a]\n  : b", None),
                    "a set": ("!!set {a, b}", None),
                },
                21: {"a key": (CASE + "  case: Another\n", None)},
                22: {"a key": (CASE + "  whne: 2023\n", None)},
                23: {"for a list": (CASE.replace("story:", "story: 1\n  x:"), None)},
                35: {
                    "long ago": (
                        CASE.replace("2023-04-03", "0001-01-01"),
                        ("A case", 1),
                    ),
                    "far off": (
                        CASE.replace("2023-04-03", "9999-12-31"),
                        ("A case", 1),
                    ),
                },
                36: {
                    "answered before": (
                        CASE.replace(
                            "received", "received\n    - 2023-04-01: acknowledged"
                        ),
                        ("A case", 1),
                    )
                },
                43: {"UTF-8": ("\ufeff" + CASE, HOLDS)},
                44: {
                    "UTF-16": (CASE.encode("utf-16"), None),
                    "Latin-1": (CASE.replace("A", "É").encode("cp1252"), None),
                },
                46: {"CRLF": (CASE.replace("\n", "\r\n"), HOLDS)},
                47: {"nothing": ("", None), "cut off": (CASE[:-40], None)},
                48: {"a name twice": (CASE * 2, None)},
                53: {"aliases": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", None)},
                59: {"an earlier one": (CASE + "  after: Another\n", None)},
            },
        ),
        {64: [Try("no file's name", no_file, None)]},
    ),
    without={
        "its words are compared, and neither recorded nor published": [
            *(4, 5, 6, 7, 8, 11, 12, 13, 14, 49, 56, 57, 58, 61),
        ],
        "its numbers are of four digits at most, by the pattern": [18, 19],
        "it holds no UUIDs": [24],
        "steps out of turn are what it is for": [60],
        A_CLOCK: [38],
        "CSV's own, and a spreadsheet's": [39, 40, 41, 42, 45, 50],
        "it is no package": [51, 52, 54, 55],
        "it names no events, and has no many": [62, 63],
    },
    echoes="who writes a case is shown its sentence; no case is a person's",
)


# --- A narrative ----------------------------------------------------------------------


def narrative(raw: bytes, _: Path) -> Came:
    """Give a narrative; what is told is the text of its first block."""
    try:
        told = read_narrative(raw.decode("utf-8", "surrogatepass"), never=["CF-1"])
    except UnusableNarrative as unusable:
        return Refused(str(unusable))
    return Found(tuple(getattr(one, "text", "") for one in told.blocks("Introduction")))


def under(text: str) -> str:
    """Return a narrative with a text under its first heading."""
    return f"# Introduction\n\n{text}\n"


def printed(*texts: str) -> Mapping[str, tuple[str, object]]:
    """Return texts that are printed as they are."""
    return {one: (under(one), one) for one in texts}


def unprinted(*texts: str) -> Mapping[str, tuple[str | bytes, object]]:
    """Return texts that are refused."""
    return {
        ascii(one): (under(one).encode("utf-8", "surrogatepass"), None) for one in texts
    }


NARRATIVE = Entry(
    name="a narrative as Markdown",
    tries=documents(
        narrative,
        {
            1: unprinted(f"{CANARY}\ud800"),
            2: unprinted(f"{CANARY}\0b"),
            3: unprinted(f"{CANARY}\x1bb", f"{CANARY}\x85b"),
            4: printed("Zoë", "Zoe\u0308"),
            5: unprinted(
                *(f"{CANARY}{turn}b" for turn in "\u202e\u2066"), f"{CANARY}&#x202e;"
            ),
            7: printed("½", "\ufdfa"),
            10: unprinted("x" * 10_000_000),
            11: printed("O'Brien", "<3"),
            12: printed("محمد", "👩\u200d👧"),
            14: printed("{0}", "%s%n", "undefined"),
            17: {
                "lists": (under("- " * 40_000 + "a"), None),
                "quotes": (under(">" * 90_000), None),
                "links": (under("[" * 20_000), "[" * 20_000),
                "emphasis": (under("*a **a " * 9_000), ("*a **a " * 9_000).strip()),
            },
            18: printed("NaN", "1e1000000"),
            22: {"a heading": ("# Another\n\na\n", None)},
            43: {"UTF-8": ("\ufeff" + under("a"), "a")},
            46: {"CRLF": ("# Introduction\r\n\r\na\r\n", "a")},
            47: {"no heading": ("a\n", None)},
            48: {"a heading twice": (under("a") * 2, None)},
            53: {"an entity": (under("&amp;lt;"), "&lt;")},
            54: {"HTML": (under("<div>a</div>"), None), "code": (under("    x"), None)},
            56: printed("=1+1", "@SUM(A1)"),
            57: {
                "a script": (under("<script>alert(1)</script>"), None),
                "an attribute": (under('a <b onload="x">b</b>'), None),
                "a link": (
                    under("[a](javascript:alert(1))"),
                    "[a](javascript:alert(1))",
                ),
            },
            59: {"somebody's reference": (under("It was CF-1."), None)},
        },
    ),
    without={
        "what has no width, or is piled up, is the council's to print": [6, 8],
        "a place left empty says that it is empty": [9],
        "letters are printed, and their case is never changed": [13],
        "it is text throughout: no objects, numbers, keys or days": [
            *(15, 16, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35),
        ],
        "it tells no steps, events or store": [36, 37, 38, 58, 60, 61, 62, 63, 64],
        "read as UTF-8 by the command: tests/cli/test_report.py": [44],
        "CSV's own, and a spreadsheet's": [39, 40, 41, 42, 45, 49, 50],
        "it is no package": [51, 52, 55],
    },
    echoes="a heading that is none of ours is named; the council wrote it",
)


# --- Last year's report.json ----------------------------------------------------------

REPORT: Mapping[str, Any] = {
    "schema": "caseledger.annual-report/1",
    "service": "Children and Family Services",
    "period": {"label": "2022-23"},
    "as_at": "2023-06-01",
    "figures": {"intake.received": 7},
    "published": {"protect": "none", "figures": {"intake.received": 7}},
}
SEVEN = (REPORT["service"], "2023-06-01", 7)


def edition(raw: bytes, _: Path) -> Came:
    """Give last year's edition; what is told is its service, day and one count."""
    try:
        found = read_edition(raw.decode("utf-8", "surrogatepass"))
    except UnusableEdition as unusable:
        return Refused(str(unusable))
    return Found(((found.service, str(found.as_at), found.counted["intake.received"]),))


def but(**fields: object) -> str:
    """Return an edition with other fields."""
    return json.dumps({**REPORT, **fields})


def counting(written: str) -> str:
    """Return an edition with a count, as JSON writes it."""
    return but().replace(
        '"figures": {"intake.received": 7}',
        f'"figures": {{"intake.received": {written}}}',
        1,
    )


EDITIONS = Entry(
    name="last year's report.json",
    tries=documents(
        edition,
        {
            1: {"a service": (but(service="\ud800"), None)},
            15: {"for text": (but(service={"_type_": "x", "_data_": "y"}), None)},
            16: {
                "for a day": (
                    but(as_at={"_type_": "date", "_data_": "2023-06-01"}),
                    None,
                )
            },
            17: {"lists": ("[" * 100_000, None), "objects": ('{"a":' * 100_000, None)},
            18: {
                **{
                    one: (counting(one), None)
                    for one in ("NaN", "Infinity", "1e1000000", "-1")
                },
                "-0": (counting("-0"), (*SEVEN[:2], 0)),
            },
            19: {
                "5,000 digits": (counting("9" * 5_000), None),
                "great": (counting("9" * 19), None),
            },
            20: {"a key": ("{1: 2}", None)},
            21: {"a field": (but()[:-1] + ', "service": "x"}', None)},
            22: {"a field": (but(more={"a": 1}), SEVEN)},
            23: {one: (counting(one), None) for one in ('"7"', "7.0", "true", "[7]")},
            **{
                number: {day: (but(as_at=day), None) for day in days}
                for number, days in DAYS.items()
                if number not in {9, 35, 37}
            },
            35: {
                "before its year": (but(as_at="2022-03-31"), None),
                "0001": (but(as_at="0001-01-01"), None),
            },
            44: {"UTF-16": (but().encode("utf-16-le"), None)},
            47: {"nothing": ("", None), "cut off": (but()[:-9], None)},
            48: {"published, not counted": (but(figures={}), None)},
            63: {
                "another schema": (but(schema="caseledger.annual-report/2"), None),
                "another regime": (
                    but(published={"protect": "all", "figures": {}}),
                    None,
                ),
                "no year": (but(period={"label": "2022-24"}), None),
            },
        },
    ),
    without={
        "its texts are compared with ours, and nothing of them is kept": [
            *(2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 49, 56, 57, 58, 61),
        ],
        "an empty field is compared like any other": [9],
        "it holds no UUIDs": [24],
        "it tells no steps, cases or events": [36, 37, 59, 60, 62],
        A_CLOCK: [38],
        "CSV's own, and a spreadsheet's": [39, 40, 41, 42, 45, 50],
        "a mark before the first line is no JSON; we write none": [43],
        "JSON has lines that end in any way": [46],
        "it is no package": [51, 52, 53, 54, 55],
        "the store is named on the command line": [64],
    },
    echoes="it is the council's own working copy, and holds no person's words",
)


# --- Checkpoints, keys and bundles ----------------------------------------------------

ORIGIN = "example.gov.uk/complaints"
ROWS = recorded(
    [
        ("case", "received.v1", '["Zoë"]'.encode()),
        ("other", "received.v1", b"[]"),
        ("case", "closed.v1", b"[3]"),
    ]
)
TREE = kept(ListedLog(ROWS))


@cache
def _key() -> tuple[str, str]:
    return new_key(ORIGIN)


@cache
def _note() -> str:
    checkpoint = Checkpoint(ORIGIN, 3, TREE.root(3))
    return signed(checkpoint, signer(_key()[0]))


def note(raw: bytes, _: Path) -> Came:
    """Give a checkpoint; what is told is the size under it."""
    try:
        found = open_checkpoint(raw.decode("utf-8", "replace"), _key()[1])
    except Untrue as refused:
        return Refused(str(refused))
    return Found((found.size,))


def resigned(size: str, root: bytes | None = None, origin: str = ORIGIN) -> str:
    """Sign a text of this size and root, whatever they are."""
    key = signer(_key()[0])
    written = base64.b64encode(TREE.root(3) if root is None else root).decode()
    text = f"{origin}\n{size}\n{written}\n"
    signature = base64.b64encode(key.key_id + key.sign(text.encode("utf-8", "replace")))
    return f"{text}\n— {key.name} {signature.decode()}\n"


def public(given: str, _: Path) -> Came:
    """Give a public key for a checkpoint."""
    try:
        found = open_checkpoint(_note(), given)
    except Untrue as refused:
        return Refused(str(refused))
    return Found((found.size,))


def private(raw: bytes, folder: Path, mode: int = 0o600) -> Came:
    """Give the file of a private key; what is told is the public one."""
    path = folder / "key"
    path.write_bytes(raw)
    path.chmod(mode)
    try:
        return Found((read_key(path).vkey,))
    except UnusableKey as unusable:
        return Refused(str(unusable))


_PRIVATE, _PUBLIC = _key()
SHORT = (
    f"PRIVATE+KEY+{ORIGIN}+00000000+{base64.b64encode(bytes([1]) + bytes(16)).decode()}"
)

PROOFS = Entry(
    name="checkpoints and keys",
    tries=together(
        documents(
            note,
            {
                1: {
                    "in its origin": (
                        resigned("3")
                        .replace("gov", "g\ud800v")
                        .encode("utf-8", "surrogatepass"),
                        None,
                    )
                },
                2: {"in its origin": (resigned("3", origin="a\0b"), None)},
                3: {"in its origin": (resigned("3", origin="a\x1bb"), None)},
                10: {
                    "a line": (
                        _note().replace("\n\n", "\n" + "x" * 1_000_000 + "\n\n"),
                        None,
                    )
                },
                18: {one: (resigned(one), None) for one in ("NaN", "-0", "1e3", "")},
                19: {
                    one[:20]: (resigned(one), None)
                    for one in ("9" * 5_000, "9" * 19, "-1")
                },
                23: {
                    one: (resigned(one), None)
                    for one in ("1_0", "03", "+3", " 3", "\uff13", "3.0")
                },
                43: {"UTF-8": ("\ufeff" + _note(), None)},
                44: {
                    "UTF-16": (_note().encode("utf-16"), None),
                    "Latin-1": (_note().encode("cp1252"), None),
                },
                46: {"CRLF": (_note().replace("\n", "\r\n"), None)},
                47: {
                    "nothing": ("", None),
                    "cut off": (_note()[:-1], None),
                    "unsigned": (_note().partition("\n\n")[0], None),
                },
                48: {"signed twice": (_note() + _note().splitlines()[-1] + "\n", 3)},
                59: {
                    "another log's": (
                        resigned("3", origin="example.gov.uk/other"),
                        None,
                    )
                },
                63: {
                    "no hash": (resigned("3", bytes(31)), None),
                    "none": (resigned("3", b""), None),
                },
            },
        ),
        documents(
            private,
            {
                44: {"UTF-16": (_PRIVATE.encode("utf-16"), None)},
                47: {"nothing": ("", None), "cut off": (_PRIVATE[:-3], None)},
                64: {"16 bytes": (SHORT, None), "as it is": (_PRIVATE, _PUBLIC)},
            },
        ),
        {
            64: [
                Try(
                    "read by others",
                    lambda f: private(_PRIVATE.encode(), f, 0o644),
                    None,
                ),
                *(
                    Try("VKEY", partial(public, wrong), None)
                    for wrong in (
                        "",
                        "a",
                        "a+b+c",
                        _PUBLIC[:-4],
                        f" {_PUBLIC}",
                        _PUBLIC.replace("+", " + "),
                    )
                ),
            ]
        },
    ),
    without={
        "an origin is compared byte for byte with the key's, and is no person's": [
            *(4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 49, 56, 57, 58, 61),
        ],
        "it is lines of text, not JSON": [15, 16, 17, 20, 21, 24],
        "lines after the third are allowed by the format, and say nothing to us": [22],
        "it holds no days": [*range(25, 39)],
        "it is no CSV": [39, 40, 41, 42, 45, 50],
        "it is no package": [51, 52, 53, 54, 55],
        "it tells of no steps, and one number of all events": [60, 62],
    },
)


@cache
def _bundle() -> bytes:
    return bundle([ROWS[0], ROWS[2]], TREE, _note(), _PUBLIC)


def proofs(raw: bytes, _: Path) -> Came:
    """Give a bundle; what is told is how many events it proves."""
    try:
        return Found((check_bundle(raw, _PUBLIC).events,))
    except Untrue as refused:
        return Refused(str(refused))


def turned(old: str, new: str) -> bytes:
    """Return the bundle with something replaced."""
    assert old.encode() in _bundle()
    return _bundle().replace(old.encode(), new.encode("utf-8", "surrogatepass"), 1)


BUNDLES = Entry(
    name="a bundle",
    tries=documents(
        proofs,
        {
            1: {
                "escaped": (turned("Zo", "\\ud800"), None),
                "as it is": (turned("Zo", "\ud800"), None),
            },
            2: {"escaped": (turned("Zo", "\\u0000"), None)},
            4: {"decomposed": (turned("Zoë", "Zoe\u0308"), None)},
            15: {"for text": (turned('"case"', '{"_data_":"y","_type_":"x"}'), None)},
            16: {"for a number": (turned('"version":1', '"version":{"int":1}'), None)},
            17: {
                "lists": (b"[" * 100_000, None),
                "objects": (b'{"a":' * 100_000, None),
            },
            18: {
                one: (turned('"version":1', f'"version":{one}'), None)
                for one in ("NaN", "Infinity", "-0", "1e1000000")
            },
            19: {
                one[:20]: (turned('"position":1', f'"position":{one}'), None)
                for one in ("9" * 5_000, "9" * 19, "-1")
            },
            20: {"a key": (b"{1: 2}\n", None)},
            21: {
                "a field": (
                    turned('{"checkpoint"', '{"checkpoint":"","checkpoint"'),
                    None,
                )
            },
            22: {"a field": (turned('{"checkpoint"', '{"a":1,"checkpoint"'), None)},
            23: {
                one: (turned('"version":1', f'"version":{one}'), None)
                for one in ('"1"', "1.0", "true", "[1]")
            },
            43: {"UTF-8": (b"\xef\xbb\xbf" + _bundle(), None)},
            44: {"UTF-16": (_bundle().decode().encode("utf-16"), None)},
            46: {"CRLF": (_bundle()[:-1] + b"\r\n", None)},
            47: {
                "nothing": (b"", None),
                "cut off": (_bundle()[:-1], None),
                "as it is": (_bundle(), 2),
            },
            48: {"an event twice": (turned('"version":2', '"version":1'), None)},
            59: {"another case": (turned('"case"', '"else"'), None)},
            63: {
                "another format": (turned("bundle v1", "bundle v2"), None),
                "another name": (turned("closed.v1", "closed.v2"), None),
            },
        },
    ),
    without={
        "no byte of it can be another, whatever its texts are": [
            *(3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 49, 56, 57, 58, 61),
        ],
        "it holds no UUIDs that are read as such": [24],
        "it holds no days": [*range(25, 39)],
        "it is no CSV": [39, 40, 41, 42, 45, 50],
        "it is no package": [51, 52, 53, 54, 55],
        "it tells of no steps; many events are many proofs": [60, 62],
        "it is no store, and its key is an argument": [64],
    },
)


# --- A style for Word -----------------------------------------------------------------


def style(raw: bytes, folder: Path) -> Came:
    """Give a style template; what is told is that a document comes of it."""
    path = folder / "style.docx"
    path.write_bytes(raw)
    try:
        made = render_docx(Subject(report=samples.empty()), style_template=path)
    except CannotWrite as refused:
        return Refused(str(refused))
    return Found((made[:2],))


@cache
def _template() -> Mapping[str, bytes]:
    made = io.BytesIO()
    docx.Document().save(made)
    with zipfile.ZipFile(made) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes], *, again: str = "") -> bytes:
    """Return a package of these parts, one of them twice if it is named."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
        if again:
            # So that zipfile does not warn of a second one.
            package.NameToInfo.pop(again)
            package.writestr(again, b"<a/>")
    return made.getvalue()


STYLES, DOCUMENT, TYPES = "word/styles.xml", "word/document.xml", "[Content_Types].xml"
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
OUTSIDE = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def with_part(name: str, content: bytes) -> bytes:
    """Return the template with another part."""
    return packed({**_template(), name: content})


def entities(declared: bytes) -> bytes:
    """Return the template with entities declared before its styles."""
    head, mark, rest = _template()[STYLES].partition(b"?>")
    return with_part(STYLES, head + mark + declared + rest)


STYLE = Entry(
    name="a style as a Word document",
    tries=documents(
        style,
        {
            17: {"elements": (with_part(STYLES, b"<a>" * 100_000), None)},
            47: {
                "nothing": (b"", None),
                "cut off": (packed(_template())[:-30], None),
                "as it is": (packed(_template()), b"PK"),
            },
            51: {
                "a part of 200 MB": (
                    with_part("word/media/a.png", bytes(200_000_000)),
                    None,
                ),
                "very well packed": (
                    with_part("word/media/a.png", bytes(20_000_000)),
                    None,
                ),
                "2,000 parts": (
                    packed({**_template(), **{f"a{n}": b"" for n in range(2_000)}}),
                    None,
                ),
            },
            53: {
                "billion laughs": (entities(LAUGHS + b"]>"), None),
                "entities that nobody uses": (entities(OUTSIDE), None),
            },
            54: {
                "macros": (
                    with_part(
                        TYPES,
                        _template()[TYPES].replace(
                            b"document.main+xml", b"document.macroEnabled.main+xml"
                        ),
                    ),
                    None,
                )
            },
            55: {
                "not a package": (b"PK" + bytes(100), None),
                "not Word's": (packed({"a.txt": b"a"}), None),
                "a name outside": (with_part("../../x", b"a"), b"PK"),
                "a part twice": (packed(_template(), again=DOCUMENT), None),
                "encrypted, as Word does": (b"\xd0\xcf\x11\xe0" + bytes(600), None),
            },
        },
    ),
    without={
        "only its styles, page, header and footer are taken; its words are left out": [
            number for number in range(1, 65) if number not in {17, 47, 51, 53, 54, 55}
        ],
    },
)
