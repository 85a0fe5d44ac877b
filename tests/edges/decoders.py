"""
Everything that reads bytes from outside, with documents that it can read.

`spoilt` draws what nobody wrote: bytes at random, and, which finds far more, documents
that are sound but for a few places.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import msgspec

from caseledger.casework import UnreadableEvent
from caseledger.eventlog.codec import Codec
from caseledger.policies import BadPolicy, policy_file
from caseledger.policies.reading import parse_policy, policies_of
from caseledger.proof import Refused, UnusableKey, check_bundle, open_checkpoint, signer
from caseledger.reports import (
    UnusableEdition,
    UnusableNarrative,
    read_edition,
    read_narrative,
)
from caseledger.reports.word import CannotWrite, new_document
from caseledger.requests import BadRequest, read_requests
from caseledger.requests.page import story
from caseledger.sheets import UnusableFile, read_mapping
from caseledger.worked_cases import UnusableCases, parse_cases, shortfalls
from edges import files
from edges.rows import PLAIN_ROW, sheet
from eventlog.entries import golden, golden_names, public, whole
from terminal import WESTMINSTER, call

ROOT = Path(__file__).parents[2]
CODEC = Codec()


@attrs.frozen(kw_only=True)
class Decoder:
    """What reads bytes, which of our errors it raises, and bytes that it can read."""

    name: str
    read: Callable[[bytes], object]
    errors: tuple[type[Exception], ...]
    sound: Sequence[bytes]
    slow: bool = False
    weight: float = 1.0  # of a long run's time


def stored(name: str, state: bytes) -> None:
    """Read an event as a case is read, and as the whole log is gone through."""
    try:
        whole(CODEC, name, state)
    finally:
        public(CODEC, name, state)


def text(read: Callable[[str], object], raw: bytes) -> object:
    """Read what its caller has decoded."""
    try:
        return read(raw.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        return read(raw.decode("utf-8", "replace"))


def in_a_folder(read: Callable[[Path], object], name: str, raw: bytes) -> object:
    """Read a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(raw)
        return read(path)


def register(raw: bytes) -> object:
    """Import a register, which must be refused as a whole or row by row."""
    with TemporaryDirectory() as folder:
        return sheet(raw, Path(folder))


def cases(told: str) -> object:
    """Read worked cases, and tell them to the rules."""
    return [list(shortfalls(case)) for case in parse_cases(told, beside=ROOT)]


def counted(raw: bytes) -> object:
    """Count days; the command may refuse, and has no fault of its own."""
    ran = call("working-days", "add", "--csv", "-", stdin=raw)
    if ran.code not in {0, 1, 2}:
        raise AssertionError(ran.err)
    return ran.code


def lines_of(path: Path, count: int) -> bytes:
    """Return a file's first lines."""
    return b"".join(path.read_bytes().splitlines(keepends=True)[:count])


POLICIES = [
    policy_file(name).read_bytes() for name in ("ombudsman-code", "westminster-2022")
]
EXAMPLES = ROOT / "examples"

DECODERS = (
    *(
        Decoder(
            name=f"a stored event, {name}",
            read=partial(stored, name),
            errors=(UnreadableEvent,),
            sound=[golden(name)],
            weight=0.1,
        )
        for name in golden_names()
    ),
    Decoder(
        name="commands as JSON",
        read=read_requests,
        errors=(BadRequest,),
        sound=[line for line in story().splitlines() if line],
    ),
    Decoder(
        name="a register as CSV",
        read=register,
        errors=(),
        sound=[PLAIN_ROW, lines_of(WESTMINSTER / "2023-24" / "register.csv", 4)],
        slow=True,
    ),
    Decoder(
        name="a mapping as TOML",
        read=partial(in_a_folder, read_mapping, "mapping.toml"),
        errors=(UnusableFile,),
        sound=[(EXAMPLES / "hand-kept" / "mapping.toml").read_bytes()],
    ),
    Decoder(
        name="an authority's policy as TOML",
        read=partial(
            text, lambda told: policies_of("p.toml", parse_policy("p.toml", told))
        ),
        errors=(BadPolicy,),
        sound=[files.POLICY.encode(), *POLICIES],
    ),
    Decoder(
        name="worked cases as YAML",
        read=partial(text, cases),
        errors=(UnusableCases,),
        sound=[
            files.CASE.encode(),
            *(
                (EXAMPLES / "worked-cases" / f"{name}.yaml").read_bytes()
                for name in ("ends", "ombudsman")
            ),
        ],
        slow=True,
    ),
    Decoder(
        name="a narrative as Markdown",
        read=partial(text, partial(read_narrative, never=["CF-1"])),
        errors=(UnusableNarrative,),
        sound=[
            b"# Introduction\n\nA *word*, [a link](https://a.uk 'b').\n\n- a\n- b\n",
            b"# Learning\n\n1. `a`\n2. b\n\n## More\n\nLearnt &amp; done **now**.\n",
        ],
    ),
    Decoder(
        name="last year's report.json",
        read=partial(text, read_edition),
        errors=(UnusableEdition,),
        sound=[files.but().encode()],
    ),
    Decoder(
        name="a checkpoint",
        read=partial(text, lambda told: open_checkpoint(told, files._key()[1])),  # noqa: SLF001 - made once
        errors=(Refused,),
        sound=[files._note().encode()],  # noqa: SLF001 - as above
        slow=True,
    ),
    Decoder(
        name="a public key",
        read=partial(text, lambda told: open_checkpoint(files._note(), told)),  # noqa: SLF001 - as above
        errors=(Refused,),
        sound=[files._key()[1].encode()],  # noqa: SLF001 - as above
    ),
    Decoder(
        name="a private key",
        read=partial(text, signer),
        errors=(UnusableKey,),
        sound=[files._key()[0].encode()],  # noqa: SLF001 - as above
    ),
    Decoder(
        name="a bundle",
        read=check_bundle,
        errors=(Refused,),
        sound=[files._bundle()],  # noqa: SLF001 - as above
        slow=True,
    ),
    Decoder(
        name="a style as a Word document",
        read=partial(in_a_folder, new_document, "style.docx"),
        errors=(CannotWrite,),
        sound=[files.packed(files._template())],  # noqa: SLF001 - as above
        slow=True,
    ),
    Decoder(
        name="days to count, as CSV",
        read=counted,
        errors=(),
        sound=[b"start_date,working_days\n2023-04-03,10\n"],
        slow=True,
    ),
)

# Saboteurs: what such decoders would be if nobody had thought of anything.
BARE = (
    Decoder(
        name="bare JSON",
        read=json.loads,
        errors=(BadRequest,),
        sound=[files.but().encode()],
    ),
    Decoder(
        name="bare msgspec",
        read=partial(msgspec.json.decode, type=dict[str, int]),
        errors=(UnreadableEvent,),
        sound=[b'{"a":1}'],
    ),
)

# What has broken parsers before.
BITS = (
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"\xef\xbb\xbf", b"\r"),
    *(
        b'"',
        b"'",
        b"\\",
        b"[",
        b"]",
        b"{",
        b"}",
        b",",
        b":",
        b"\n",
        b"\n\n",
        b" ",
        b"-",
    ),
    *(b"NaN", b"Infinity", b"1e1000000", b"-0", b"9" * 30, b"9" * 5_000, b"0001-01-01"),
    *(b"9999-12-31", b"2024-02-30", b"null", b"true", b"[" * 300, b'{"a":' * 300),
    *(
        b"&a",
        b"*a",
        b"!!python/object:a",
        b"%",
        b"#",
        b"<",
        b"&#0;",
        b"|",
        b">",
        b"---",
    ),
    *(b"a" * 3_000, "\u202e".encode(), "\u2028".encode(), "\x85".encode(), b"+", b"="),
)


def spoilt(drawn: random.Random, sound: bytes) -> bytes:
    """Return a document with one to four places changed."""
    found = bytearray(sound)
    for _ in range(drawn.randint(1, 4)):
        at = drawn.randint(0, len(found))
        to = min(len(found), at + drawn.choice((1, 1, 2, 8, 40)))
        match drawn.randrange(7):
            case 0:
                found[at:to] = b""
            case 1:
                found[at:to] = drawn.choice(BITS)
            case 2:
                found[at:at] = drawn.choice(BITS)
            case 3:
                found[at:at] = found[at:to] * drawn.choice((1, 2, 50))
            case 4 if found:
                found[at % len(found)] ^= 1 << drawn.randrange(8)
            case 5:
                del found[at:]
            case _:
                start = drawn.randint(0, len(found))
                found[at:to] = found[start : start + drawn.randint(0, 40)]
    return bytes(found)


def at_random(drawn: random.Random) -> bytes:
    """Return bytes that are no document."""
    size = drawn.choice((0, 1, 5, 50, 500))
    return drawn.randbytes(size)


def faults(decoder: Decoder, drawn: random.Random, times: int) -> Iterator[str]:
    """Go through what is raised that is none of ours, at so many documents."""
    for _ in range(times):
        raw = (
            at_random(drawn)
            if drawn.random() < 0.1
            else spoilt(drawn, drawn.choice(decoder.sound))
        )
        try:
            decoder.read(raw)
        except decoder.errors:
            continue
        except Exception as error:  # noqa: BLE001 - it is what is looked for
            yield f"{decoder.name}: {type(error).__name__} at {raw!r}"
