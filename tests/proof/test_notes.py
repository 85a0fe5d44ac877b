"""Keys, signed notes and checkpoints as C2SP has them."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from caseledger.proof import Checkpoint, Refused, open_checkpoint, signed, signer
from caseledger.proof.verifier import (
    Key,
    is_key_name,
    key_id,
    open_note,
    parse_checkpoint,
    parse_key,
)
from proof.vectors import vectors

ORIGIN = "example.gov.uk/complaints"
SEED = bytes(range(32))
ROOT = hashlib.sha256(b"root").digest()


def in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def a_key(name: str, seed: bytes = SEED) -> str:
    """Write a public key by the formula, without our own code."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    identity = hashlib.sha256(name.encode() + b"\n\x01" + public).hexdigest()[:8]
    return f"{name}+{identity}+{in_base64(bytes([1]) + public)}"


def a_line(name: str, text: str, seed: bytes = SEED) -> str:
    """Write a signature line by the format, without our own code."""
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())
    identity = bytes.fromhex(a_key(name, seed).split("+")[1])
    return f"— {name} {in_base64(identity + signature)}\n"


TEXT = f"{ORIGIN}\n7\n{in_base64(ROOT)}\n"
NOTE = f"{TEXT}\n{a_line(ORIGIN, TEXT)}"
VKEY = a_key(ORIGIN)


def refused(note: str, vkey: str = VKEY) -> str:
    with pytest.raises(Refused) as caught:
        open_note(note, vkey)
    return str(caught.value)


# --- Keys -----------------------------------------------------------------------------


def test_the_published_key_id() -> None:
    example = vectors("key_id")["example"]
    key = base64.b64decode(example["public_key_b64_with_type"])
    assert example["key_id_hex"] == key_id(example["name"], key[1:]).hex()


def test_a_key_is_read() -> None:
    _, identity, key = VKEY.split("+", 2)
    expected = Key(ORIGIN, bytes.fromhex(identity), base64.b64decode(key)[1:])
    assert expected == parse_key(VKEY)


@pytest.mark.parametrize(
    "name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "a\x00", "\ud800"]
)
def test_no_key_has_such_a_name(name: str) -> None:
    assert not is_key_name(name)


@pytest.mark.parametrize("name", ["a", "example.gov.uk/complaints", "Zoë"])
def test_a_key_may_have_such_a_name(name: str) -> None:
    assert is_key_name(name)


FORM = "the key is not of the form name+id+key"


@pytest.mark.parametrize(
    ("vkey", "reason"),
    [
        ("", FORM),
        (ORIGIN, FORM),
        (VKEY.removeprefix(ORIGIN), FORM),
        (VKEY.replace(ORIGIN, "a b"), FORM),
        (VKEY[:-1], FORM),
        (VKEY + "=", FORM),
        (VKEY + "\n", FORM),
        (VKEY.replace(ORIGIN, "other"), "the key's id is not that of its name and key"),
        (
            f"{ORIGIN}+{VKEY.split('+')[1].upper()}+{VKEY.split('+', 2)[2]}",
            "the key's id is not that of its name and key",
        ),
        (
            f"{ORIGIN}+00000000+{in_base64(bytes([2]) + SEED)}",
            "the key is not an Ed25519 key",
        ),
        (
            f"{ORIGIN}+00000000+{in_base64(bytes([1]) + SEED[1:])}",
            "the key is not an Ed25519 key",
        ),
        (f"{ORIGIN}+00000000+", FORM),
    ],
)
def test_a_key_in_another_form_is_refused(vkey: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_key(vkey)
    assert reason == str(caught.value)


# --- Notes ----------------------------------------------------------------------------


def test_the_published_notes() -> None:
    [good, bad] = vectors("signed_note")
    assert "This is an example message.\n" == open_note(good["note"], good["vkey"])
    assert "the note's signature is false" == refused(bad["note"], bad["vkey"])


def test_a_note_with_blank_lines_in_its_text_is_opened() -> None:
    text = "one\n\ntwo\n\n\nthree\n"
    assert text == open_note(f"{text}\n{a_line(ORIGIN, text)}", VKEY)


def test_signatures_by_others_are_passed_over() -> None:
    others = [
        a_line("somebody", TEXT),
        a_line(ORIGIN, TEXT, seed=bytes(32)),  # of the same name, another key
        "— somebody " + in_base64(bytes(5)) + "\n",  # of another kind
    ]
    ours = a_line(ORIGIN, TEXT)
    assert TEXT == open_note(f"{TEXT}\n{ours}{''.join(others)}", VKEY)
    assert TEXT == open_note(f"{TEXT}\n{''.join(others)}{ours}", VKEY)
    assert "the note is not signed by this key" == refused(f"{TEXT}\n{''.join(others)}")


def test_one_false_signature_by_the_key_is_enough_to_refuse() -> None:
    false = a_line(ORIGIN, "another text\n")
    ours = a_line(ORIGIN, TEXT)
    assert "the note's signature is false" == refused(f"{TEXT}\n{ours}{false}")
    assert "the note's signature is false" == refused(f"{TEXT}\n{false}{ours}")


def test_the_same_key_id_under_another_name_is_another_key() -> None:
    renamed = a_line(ORIGIN, TEXT).replace(ORIGIN, "somebody")
    assert "the note is not signed by this key" == refused(f"{TEXT}\n{renamed}")


NO_NOTE = "this is not a signed note"
NO_SIGNATURE = "a line under the note is not a signature"
LINE = a_line(ORIGIN, TEXT)


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("", NO_NOTE),
        (TEXT, NO_NOTE),
        (f"{TEXT}\n", NO_NOTE),
        (f"\n\n{LINE}", NO_NOTE),
        (NOTE[:-1], NO_NOTE),
        (NOTE.replace("\n7", "\n\t7"), NO_NOTE),
        (NOTE.replace("\n7", "\n7\r"), NO_NOTE),
        (NOTE.replace("\n7", "\n\ud8007"), NO_NOTE),
        (NOTE.replace("\n7", "\n7\udfff"), NO_NOTE),
        (f"{TEXT}{LINE}", NO_NOTE),
        (f"{NOTE}\n", NO_NOTE),
        (NOTE.replace("— ", "- "), NO_SIGNATURE),
        (NOTE.replace("— ", "—"), NO_SIGNATURE),
        (NOTE.replace("— ", "—  "), NO_SIGNATURE),
        (NOTE.replace(f"— {ORIGIN}", "—"), NO_SIGNATURE),
        (NOTE.replace(f"— {ORIGIN}", "— a+b"), NO_SIGNATURE),
        (f"{NOTE}nonsense\n", NO_SIGNATURE),
        (f"{NOTE}— somebody {in_base64(bytes(4))}\n", NO_SIGNATURE),
        (f"{NOTE}— somebody AAAAAAA\n", NO_SIGNATURE),
        (f"{NOTE}— somebody AAAAAAB=\n", NO_SIGNATURE),
        (f"{NOTE}— somebody AAAA AAA=\n", NO_SIGNATURE),
        (f"{NOTE}— somebody é\n", NO_SIGNATURE),
        (f"{NOTE}— somebody -_-_AAA=\n", NO_SIGNATURE),
    ],
)
def test_a_note_in_another_form_is_refused(note: str, reason: str) -> None:
    assert reason == refused(note)


def test_each_changed_letter_of_a_note_is_refused() -> None:
    for at, letter in enumerate(NOTE):
        other = "A" if letter != "A" else "B"
        refused(NOTE[:at] + other + NOTE[at + 1 :])
        refused(NOTE[:at] + NOTE[at + 1 :])


# --- Checkpoints ----------------------------------------------------------------------


def test_the_published_checkpoints() -> None:
    cases = vectors("checkpoint_parse")
    assert 7 == len(cases)
    for case in cases:
        if case["ok"]:
            found = parse_checkpoint(case["body"])
            assert (case["origin"], case["size"]) == found[:2]
            assert base64.b64decode(case["body"].split("\n")[2]) == found.root
        else:
            with pytest.raises(Refused):
                parse_checkpoint(case["body"])


LINES = "this is not a checkpoint: lines are missing"
SIZE = "this is not a checkpoint: its size is not a number"
NO_ROOT = "this is not a checkpoint: its root is not a hash"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", LINES),
        ("\n\n\n", LINES),
        (TEXT[:-1], LINES),
        (TEXT + "\n", LINES),
        (TEXT + "\nmore\n", LINES),
        (f"{ORIGIN}\n7\n", LINES),
        (f"\n7\n{in_base64(ROOT)}\n", LINES),
        (TEXT.replace("\n7", "\n07"), SIZE),
        (TEXT.replace("\n7", "\n+7"), SIZE),
        (TEXT.replace("\n7", "\n7 "), SIZE),
        (TEXT.replace("\n7", "\n1_0"), SIZE),
        (TEXT.replace("\n7", "\n\N{ARABIC-INDIC DIGIT SEVEN}"), SIZE),
        (TEXT.replace("\n7", "\n²"), SIZE),
        (TEXT.replace("\n7", "\n" + "9" * 19), SIZE),
        (TEXT.replace("\n7", "\n" + "9" * 5000), SIZE),
        (TEXT.replace(in_base64(ROOT), in_base64(ROOT[1:])), NO_ROOT),
        (TEXT.replace(in_base64(ROOT), in_base64(ROOT + b"\0")), NO_ROOT),
        (TEXT.replace("=", ""), NO_ROOT),
        (TEXT.replace("=", "=="), NO_ROOT),
    ],
)
def test_a_checkpoint_in_another_form_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_checkpoint(text)
    assert reason == str(caught.value)


@pytest.mark.parametrize("size", [0, 1, 10**18 - 1])
def test_a_checkpoint_of_any_size_is_read(size: int) -> None:
    text = TEXT.replace("\n7\n", f"\n{size}\n")
    assert Checkpoint(ORIGIN, size, ROOT) == parse_checkpoint(text)


def test_further_lines_of_a_checkpoint_are_allowed() -> None:
    text = TEXT + "more\nand more\n"
    assert Checkpoint(ORIGIN, 7, ROOT) == parse_checkpoint(text)


def test_a_signed_checkpoint_is_opened() -> None:
    assert Checkpoint(ORIGIN, 7, ROOT) == open_checkpoint(NOTE, VKEY)


def test_a_checkpoint_of_another_log_than_its_key_is_refused() -> None:
    text = TEXT.replace(ORIGIN, "another.gov.uk")
    note = f"{text}\n{a_line(ORIGIN, text)}"
    with pytest.raises(Refused) as caught:
        open_checkpoint(note, VKEY)
    assert "the checkpoint is of another log than its key" == str(caught.value)


@given(st.integers(0, 10**18 - 1), st.binary(min_size=32, max_size=32))
def test_what_is_signed_is_written_as_the_format_has_it(size: int, root: bytes) -> None:
    text = f"{ORIGIN}\n{size}\n{in_base64(root)}\n"
    _, identity, _ = VKEY.split("+", 2)
    ours = signer(f"PRIVATE+KEY+{ORIGIN}+{identity}+{in_base64(bytes([1]) + SEED)}")

    note = signed(Checkpoint(ORIGIN, size, root), ours)

    assert f"{text}\n{a_line(ORIGIN, text)}" == note
    assert Checkpoint(ORIGIN, size, root) == open_checkpoint(note, VKEY)
