"""
Check proofs about a log with nothing but Python's standard library.

This one file is what `caseledger verify` checks by, and what goes with every bundle:
whoever receives one runs it where caseledger is not installed, by any Python from 3.8:

    python verify.py bundle.json
    python verify.py --key VKEY bundle.json

It checks Merkle proofs (RFC 9162), Ed25519 signatures (RFC 8032), signed notes and
checkpoints (C2SP), and bundles: the events of one case with their proofs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

NO_LINK = b""
"""What the first event of a stream follows."""


class Refused(ValueError):
    """It does not hold; the text says why, in plain words."""


# --- What is hashed of an event -------------------------------------------------------


def encoded(*fields: bytes) -> bytes:
    """
    Write fields one after the other, each after its length in eight bytes.

    No two lists of fields are written alike, whatever the fields hold.

    >>> encoded(b"ab", b"") == bytes(7) + bytes([2]) + b"ab" + bytes(8)
    True
    """
    return b"".join(len(field).to_bytes(8, "big") + field for field in fields)


def link(previous: bytes, stream: str, version: int, name: str, state: bytes) -> bytes:
    """
    Return an event's link: the digest of what is stored of it and of the link before.

    `state` holds the stored bytes as they are, envelope and all; `previous` is the
    link of the event before it in its stream, `NO_LINK` for the first.
    """
    content = encoded(
        b"caseledger link v1",
        previous,
        stream.encode(),
        version.to_bytes(8, "big"),
        name.encode(),
        state,
    )
    return hashlib.sha256(content).digest()


def leaf_data(position: int, event_link: bytes) -> bytes:
    """
    Return what an event puts into the Merkle tree: its place in the log, and its link.

    A link stands for its whole stream up to it, so one leaf proves all of that.
    """
    return encoded(b"caseledger leaf v1", position.to_bytes(8, "big"), event_link)


# --- Merkle trees: RFC 9162, section 2.1 ----------------------------------------------

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

HASH_SIZE = 32


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over two others; no leaf has the hash of a node."""
    return hashlib.sha256(b"\1" + left + right).digest()


def root_from_inclusion(
    leaf: bytes, leaf_index: int, tree_size: int, proof: Sequence[bytes]
) -> bytes | None:
    """
    Return the root that a leaf's proof leads to.

    None if no proof of a leaf in that place of a tree of that size looks like this.
    """
    if not 0 <= leaf_index < tree_size or not _are_hashes([leaf, *proof]):
        return None
    # The names are those of section 2.1.3.2.
    fn, sn, root = leaf_index, tree_size - 1, leaf
    for one in proof:
        if sn == 0:
            return None
        if fn % 2 or fn == sn:
            root = node_hash(one, root)
            fn, sn = _up_to_a_right_child(fn, sn)
        else:
            root = node_hash(root, one)
        fn, sn = fn // 2, sn // 2
    return root if sn == 0 else None


def inclusion_holds(
    leaf: bytes, leaf_index: int, tree_size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Say whether a leaf is in its place of the tree of that size and root."""
    return root_from_inclusion(leaf, leaf_index, tree_size, proof) == root


def consistency_holds(
    size1: int, root1: bytes, size2: int, root2: bytes, proof: Sequence[bytes]
) -> bool:
    """
    Say whether a tree is an earlier one with leaves added at its end.

    Every tree is an empty one with leaves added, so nothing holds from size 0.
    """
    if not 0 < size1 <= size2:
        return False
    if size1 == size2:
        return not proof and root1 == root2
    if not proof or not _are_hashes([root1, root2, *proof]):
        return False
    # The names are those of section 2.1.4.2. An earlier tree that is complete is a
    # node of the later one, and its proof leaves it out.
    is_complete = size1 & (size1 - 1) == 0
    first, *others = [root1, *proof] if is_complete else proof
    fn, sn = size1 - 1, size2 - 1
    while fn % 2:
        fn, sn = fn // 2, sn // 2
    fr = sr = first
    for one in others:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            fr, sr = node_hash(one, fr), node_hash(one, sr)
            fn, sn = _up_to_a_right_child(fn, sn)
        else:
            sr = node_hash(sr, one)
        fn, sn = fn // 2, sn // 2
    return sn == 0 and fr == root1 and sr == root2


def _up_to_a_right_child(fn: int, sn: int) -> tuple[int, int]:
    while fn and not fn % 2:
        fn, sn = fn // 2, sn // 2
    return fn, sn


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_SIZE for value in values)


# --- Signatures: Ed25519, RFC 8032 ----------------------------------------------------


class _Point(NamedTuple):
    """A point in the coordinates of section 5.1.4."""

    x: int
    y: int
    z: int
    t: int


_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_1 = pow(2, (_P - 1) // 4, _P)
_NEUTRAL = _Point(0, 1, 1, 0)
_BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
_BASE_Y = 4 * pow(5, _P - 2, _P) % _P
_BASE = _Point(_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)


def signature_holds(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """
    Say whether a signature is by a key, as strictly as can be.

    There is one signature of a message by a key that holds, in one encoding. A key
    under which everything is signed is none.
    """
    if len(public_key) != HASH_SIZE or len(signature) != 2 * HASH_SIZE:
        return False
    key = _point(public_key)
    s = int.from_bytes(signature[HASH_SIZE:], "little")
    if key is None or _encoded_point(_times(8, key)) == _encoded_point(_NEUTRAL):
        return False
    if s >= _ORDER:
        return False
    r = signature[:HASH_SIZE]
    k = hashlib.sha512(r + public_key + message).digest()
    minus_key = _Point(-key.x, key.y, key.z, -key.t)
    expected = _added(
        _times(s, _BASE), _times(int.from_bytes(k, "little") % _ORDER, minus_key)
    )
    return _encoded_point(expected) == r


def _point(encoding: bytes) -> _Point | None:
    """Return the point that an encoding stands for, if there is one."""
    number = int.from_bytes(encoding, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= _P:
        return None
    x_squared = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(x_squared, (_P + 3) // 8, _P)
    if x * x % _P != x_squared:
        x = x * _ROOT_OF_MINUS_1 % _P
    if x * x % _P != x_squared or (x == 0 and sign):
        return None
    if x % 2 != sign:
        x = _P - x
    return _Point(x, y, 1, x * y % _P)


def _encoded_point(point: _Point) -> bytes:
    inverse = pow(point.z, _P - 2, _P)
    x, y = point.x * inverse % _P, point.y * inverse % _P
    return (y + (x % 2 << 255)).to_bytes(HASH_SIZE, "little")


def _added(one: _Point, other: _Point) -> _Point:
    """Add two points: section 5.1.4."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % _P, (y1 + x1) * (y2 + x2) % _P
    c, d = t1 * 2 * _D * t2 % _P, z1 * 2 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return _Point(e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(factor: int, point: _Point) -> _Point:
    result = _NEUTRAL
    while factor:
        if factor % 2:
            result = _added(result, point)
        point = _added(point, point)
        factor //= 2
    return result


# --- Keys and signed notes: C2SP signed-note ------------------------------------------

ED25519 = b"\1"
"""What a key or its id begins with, by the kind of signature."""


class Key(NamedTuple):
    """A key to check signatures by, under the name of what it signs for."""

    name: str
    key_id: bytes
    public: bytes


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes by which a note says whose signature a line is."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def is_key_name(name: str) -> bool:
    """Say whether a key can have a name: without spaces and plus signs, not empty."""
    return (
        name != ""
        and "+" not in name
        and not any(letter.isspace() for letter in name)
        and _is_note_text(name)
    )


def parse_key(vkey: str) -> Key:
    """Read a key as it is published: `name+id+key`."""
    name, _, id_and_key = vkey.partition("+")
    id_in_hex, _, in_base64 = id_and_key.partition("+")
    key = from_base64(in_base64)
    if not is_key_name(name) or not key:
        raise Refused("the key is not of the form name+id+key")
    if key[:1] != ED25519 or len(key) != 1 + HASH_SIZE:
        raise Refused("the key is not an Ed25519 key")
    if id_in_hex != key_id(name, key[1:]).hex():
        raise Refused("the key's id is not that of its name and key")
    return Key(name, key_id(name, key[1:]), key[1:])


def open_note(note: str, vkey: str) -> str:
    """
    Return the text of a note that is signed by a key.

    Signatures by other keys are passed over.
    """
    key = parse_key(vkey)
    text, _, lines = note.rpartition("\n\n")
    if not _is_note_text(note) or not text or not lines.endswith("\n"):
        raise Refused("this is not a signed note")
    text += "\n"
    is_signed = False
    for line in lines[:-1].split("\n"):
        name, signature = _signature(line)
        if name == key.name and signature[:4] == key.key_id:
            if not signature_holds(key.public, text.encode(), signature[4:]):
                raise Refused("the note's signature is false")
            is_signed = True
    if not is_signed:
        raise Refused("the note is not signed by this key")
    return text


def _signature(line: str) -> tuple[str, bytes]:
    """Return whose signature a line holds by its own account, and the signature."""
    dash, _, rest = line.partition(" ")
    name, _, in_base64 = rest.partition(" ")
    signature = from_base64(in_base64)
    # Four bytes are the key's id; what follows is known to the key's owner alone.
    if dash != "—" or not is_key_name(name) or signature is None or len(signature) < 5:
        raise Refused("a line under the note is not a signature")
    return name, signature


def _is_note_text(text: str) -> bool:
    """Say whether a text can be in a note: no control characters, valid Unicode."""
    return not any(
        (letter < " " and letter != "\n") or "\ud800" <= letter <= "\udfff"
        for letter in text
    )


def from_base64(text: str) -> bytes | None:
    """Read Base64 as it is written in one way only, with padding and no stray bits."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None


# --- Checkpoints: C2SP tlog-checkpoint ------------------------------------------------

_MOST_DIGITS = 18
"""Sizes fit into eight bytes with a sign, as positions do."""


class Checkpoint(NamedTuple):
    """How large a log was at some time, and the root over all that was in it."""

    origin: str
    size: int
    root: bytes


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint; lines after the third are allowed and say nothing to us."""
    origin, *others = text.split("\n")
    if origin == "" or len(others) < 3 or others[-1] != "" or "" in others[:-1]:
        raise Refused("this is not a checkpoint: lines are missing")
    size, root = others[0], from_base64(others[1])
    is_number = size.isdigit() and size.isascii() and len(size) <= _MOST_DIGITS
    if not is_number or str(int(size)) != size:
        raise Refused("this is not a checkpoint: its size is not a number")
    if root is None or len(root) != HASH_SIZE:
        raise Refused("this is not a checkpoint: its root is not a hash")
    return Checkpoint(origin, int(size), root)


def open_checkpoint(note: str, vkey: str) -> Checkpoint:
    """Return the checkpoint in a note, signed by the key of the log that it names."""
    checkpoint = parse_checkpoint(open_note(note, vkey))
    if checkpoint.origin != parse_key(vkey).name:
        raise Refused("the checkpoint is of another log than its key")
    return checkpoint


# --- Bundles --------------------------------------------------------------------------

FORMAT = "caseledger bundle v1"
_BUNDLE = {"checkpoint": str, "events": list, "format": str, "key": str, "stream": str}
_EVENT = {
    "leaf_index": int,
    "name": str,
    "position": int,
    "proof": list,
    "state": str,
    "version": int,
}


class Findings(NamedTuple):
    """What a bundle that holds has shown; `compared`: its key is the one expected."""

    stream: str
    events: int
    checkpoint: Checkpoint
    key: Key
    compared: bool


def canonical(document: object) -> bytes:
    """Write a document in the one way in which a bundle is written."""
    text = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode() + b"\n"


def check_bundle(raw: bytes, expected_vkey: str | None = None) -> Findings:
    """
    Check every event of a bundle, and that each is in the log under its checkpoint.

    Raises `Refused` unless all of it holds. No byte of a bundle that holds can be
    another one: what is not proved is not let in.
    """
    bundle = _read(raw)
    stream, vkey, note = bundle["stream"], bundle["key"], bundle["checkpoint"]
    if expected_vkey is not None and expected_vkey != vkey:
        raise Refused("it is signed by another key than the one given")
    checkpoint = open_checkpoint(note, vkey)
    if note.rpartition("\n\n")[2].count("\n") != 1:
        raise Refused("the checkpoint has signatures that cannot be checked")

    event_link, position, leaf_index = NO_LINK, 0, -1
    for version, event in enumerate(bundle["events"], start=1):
        if event["version"] != version:
            raise Refused(f"event {version} is not where it should be")
        if event["position"] <= position or event["leaf_index"] <= leaf_index:
            raise Refused(
                f"event {version} is not later in the log than the one before"
            )
        position, leaf_index = event["position"], event["leaf_index"]
        state = event["state"].encode()
        event_link = link(event_link, stream, version, event["name"], state)
        if len(str(position)) > _MOST_DIGITS or not inclusion_holds(
            leaf_hash(leaf_data(position, event_link)),
            leaf_index,
            checkpoint.size,
            [_from_hex(one) for one in event["proof"]],
            checkpoint.root,
        ):
            raise Refused(
                f"event {version} is not in the log: it or one before it is changed"
            )
    return Findings(
        stream=stream,
        events=len(bundle["events"]),
        checkpoint=checkpoint,
        key=parse_key(vkey),
        compared=expected_vkey is not None,
    )


def _read(raw: bytes) -> Any:  # noqa: ANN401 - a document of the shape of a bundle
    try:
        bundle = json.loads(raw)
        is_canonical = canonical(bundle) == raw
    except (ValueError, RecursionError):
        raise Refused("it is not JSON") from None
    if not is_canonical:
        raise Refused("it is not written as a bundle is, byte for byte")
    if not _has_shape(bundle, _BUNDLE) or bundle["format"] != FORMAT:
        raise Refused(f"it is not a {FORMAT}")
    events = bundle["events"]
    if not events or not all(_has_shape(event, _EVENT) for event in events):
        raise Refused("it has no events, or not of the shape of events")
    return bundle


def _has_shape(value: object, fields: Mapping[str, type]) -> bool:
    # Python takes true for a number; a bundle does not.
    return (
        isinstance(value, dict)
        and value.keys() == fields.keys()
        and all(type(value[name]) is kind for name, kind in fields.items())
    )


def _from_hex(text: object) -> bytes:
    """Read a hash in lower-case digits; nothing for what is none."""
    try:
        data = bytes.fromhex(str(text))
    except ValueError:
        return b""
    return data if data.hex() == text else b""


# --- The command ----------------------------------------------------------------------

USAGE = "usage: python verify.py [--key VKEY] BUNDLE"


def sentences(findings: Findings) -> list[str]:
    """Say what a bundle has shown, and what it has not."""
    checkpoint, key, n = findings.checkpoint, findings.key, findings.events
    # Names are quoted, in ASCII: whoever made the bundle chose them.
    told = [
        "It holds.",
        f"These are the events 1 to {n} of the case {findings.stream!a}:",
        "unchanged, in this order, with none left out among them.",
        f"Each is in the log {key.name!a} of {checkpoint.size} events with the root",
        f"  {checkpoint.root.hex()}",
        f"signed by the key {key.name!a} with the id {key.key_id.hex()}.",
    ]
    if findings.compared:
        told.append("It is the key that you gave.")
    else:
        told += [
            "It is not shown whose key that is: get it from its owner in another way,",
            "and give it by --key.",
        ]
    return [
        *told,
        f"It is not shown that nothing was recorded in the case after event {n},",
        "that what was recorded is true, or who the people in it are.",
    ]


def main(arguments: Sequence[str]) -> int:
    """Check a bundle; return 0 if it holds, 1 if it does not, 2 for wrong usage."""
    expected_vkey = None
    if arguments[:1] == ["--key"]:
        expected_vkey, arguments = "".join(arguments[1:2]), arguments[2:]
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write(USAGE + "\n")
        return 2
    try:
        raw = Path(arguments[0]).read_bytes()
    except OSError as error:
        sys.stderr.write(f"The bundle cannot be read: {error.strerror}\n")
        return 2
    try:
        findings = check_bundle(raw, expected_vkey)
    except Refused as refused:
        sys.stdout.write(f"It does not hold: {refused}.\n")
        return 1
    sys.stdout.write("\n".join(sentences(findings)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
