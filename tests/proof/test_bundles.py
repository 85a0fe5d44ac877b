"""A bundle proves the events of one case to whoever has nothing but Python."""

import ast
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest

from caseledger.proof import (
    Checkpoint,
    MerkleLog,
    Refused,
    Signer,
    StoredRow,
    bundle,
    check_bundle,
    new_key,
    next_checkpoint,
    signed,
    signer,
    verifier,
    verify_py,
)
from caseledger.proof.verifier import main, parse_key
from proof.logs import ListedLog, kept, leaf_of, recorded
from proof.naive import mth, path

ORIGIN = "example.gov.uk/complaints"
CASE = "c0ffee"
ROWS = recorded(
    [
        ("other", "received.v1", b"[]"),
        (CASE, "received.v1", '["Zoë\n\\u0000"]'.encode()),
        ("other", "acknowledged.v1", b"[1]"),
        (CASE, "responded.v1", b"[2]"),
        ("other", "closed.v1", b"[3]"),
    ]
)
MINE = [ROWS[1], ROWS[3]]


@attrs.frozen
class Council:
    """Who keeps the log: its key, and a bundle of the case."""

    signer: Signer
    note: str
    raw: bytes

    @property
    def vkey(self) -> str:
        return self.signer.vkey

    @property
    def document(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.raw)


@pytest.fixture(name="merkle_log", scope="module")
def _merkle_log() -> MerkleLog:
    return kept(ListedLog(ROWS))


@pytest.fixture(name="council", scope="module")
def _council(merkle_log: MerkleLog) -> Council:
    ours = signer(new_key(ORIGIN)[0])
    note = next_checkpoint(merkle_log, ours, None)
    return Council(ours, note, bundle(MINE, merkle_log, note, ours.vkey))


def written(document: object) -> bytes:
    """Write JSON as a bundle is written: sorted keys, no spaces, one line."""
    text = json.dumps(
        document, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return f"{text}\n".encode()


def refusal(raw: bytes, vkey: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        check_bundle(raw, vkey)
    return str(caught.value)


# --- What holds -----------------------------------------------------------------------


def test_it_is_written_as_its_format_has_it(council: Council) -> None:
    data = [leaf_of(row) for row in ROWS]
    expected = {
        "format": "caseledger bundle v1",
        "key": council.vkey,
        "checkpoint": council.note,
        "stream": CASE,
        "events": [
            {
                "version": version,
                "position": at + 1,
                "leaf_index": at,
                "name": ROWS[at].name,
                "state": ROWS[at].state.decode(),
                "proof": [one.hex() for one in path(at, data)],
            }
            for version, at in ((1, 1), (2, 3))
        ],
    }
    assert written(expected) == council.raw


@pytest.mark.parametrize("is_expected", [True, False])
def test_it_holds(council: Council, is_expected: bool) -> None:  # noqa: FBT001 - both
    found = check_bundle(council.raw, council.vkey if is_expected else None)

    assert (CASE, 2, is_expected) == (found.stream, found.events, found.compared)
    expected = Checkpoint(ORIGIN, 5, mth([leaf_of(row) for row in ROWS]))
    assert expected == found.checkpoint
    assert parse_key(council.vkey) == found.key


def test_a_case_of_one_event_in_a_log_of_one_holds(council: Council) -> None:
    rows = recorded([(CASE, "received.v1", b"")])
    merkle_log = kept(ListedLog(rows))
    note = next_checkpoint(merkle_log, council.signer, None)
    made = bundle(rows, merkle_log, note, council.vkey)
    assert 1 == check_bundle(made).events


@pytest.mark.parametrize("position", [10**18 - 1, 10**18])
def test_positions_have_up_to_18_digits(council: Council, position: int) -> None:
    rows = recorded([(CASE, "received.v1", b"")], places=lambda _: position)
    merkle_log = kept(ListedLog(rows, gapless=False))
    note = next_checkpoint(merkle_log, council.signer, None)

    if position < 10**18:
        assert bundle(rows, merkle_log, note, council.vkey)
    else:
        told = not_made(rows, merkle_log, note, council.vkey)
        assert CHANGED.format(1) == told


# --- What does not --------------------------------------------------------------------


def test_every_changed_byte_is_refused(council: Council) -> None:
    """One other value for each byte; nobody has said which key it must be."""
    raw = council.raw
    assert len(raw) > 900
    for at in range(len(raw)):
        refusal(raw[:at] + bytes([raw[at] ^ (1 + at % 255)]) + raw[at + 1 :])


def accepted(raws: Iterable[bytes]) -> int:
    """Count how many hold."""
    found = 0
    for raw in raws:
        with suppress(Refused):
            check_bundle(raw)
            found += 1
    return found


def test_without_the_proofs_changed_bytes_are_accepted(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = council.raw
    changed = [raw.replace(b"[2]", b"[%d]" % n) for n in range(10)]
    assert 1 == accepted(changed)
    monkeypatch.setattr(verifier, "inclusion_holds", lambda *_: True)
    assert 10 == accepted(changed)


def test_read_as_any_json_is_bytes_put_in_are_accepted(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = council.raw
    spaced = [raw.replace(one, one + b" ", 1) for one in (b"{", b":", b",")]
    assert 0 == accepted(spaced)
    monkeypatch.setattr(verifier, "canonical", lambda _: EqualToAll())
    assert 3 == accepted(spaced)


class EqualToAll:
    """What a saboteur compares with."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


def test_bytes_left_out_or_put_in_are_refused(council: Council) -> None:
    raw = council.raw
    for at in range(0, len(raw), 11):
        refusal(raw[:at] + raw[at + 1 :])
        for more in (b" ", b"0", b"\n", b'"'):
            refusal(raw[:at] + more + raw[at:])
    for other in (b"", raw[:-1], raw + b"\n", b" " + raw, b"\xef\xbb\xbf" + raw):
        refusal(other)
    assert council.raw == written(council.document)
    for encoding in ("utf-16", "utf-32", "utf-8-sig"):
        refusal(raw.decode().encode(encoding))


NOT_JSON = "it is not JSON"
NOT_CANONICAL = "it is not written as a bundle is, byte for byte"
NOT_A_BUNDLE = "it is not a caseledger bundle v1"
NO_EVENTS = "it has no events, or not of the shape of events"


def test_what_is_no_bundle_is_refused(council: Council) -> None:
    assert NOT_JSON == refusal(b"")
    assert NOT_JSON == refusal(b"\xff")
    assert NOT_JSON == refusal(b"[" * 100_000)
    assert NOT_JSON == refusal(b'"\\ud800"\n')
    assert NOT_CANONICAL == refusal(json.dumps(council.document).encode())
    assert NOT_CANONICAL == refusal(council.raw.replace("ë".encode(), b"\\u00eb"))
    parts = dict(reversed(council.document.items()))
    unsorted = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    assert NOT_CANONICAL == refusal(f"{unsorted}\n".encode())
    double = council.raw.replace(b'{"checkpoint"', b'{"checkpoint":"","checkpoint"', 1)
    assert NOT_CANONICAL == refusal(double)
    others: list[object] = [None, [], 1, "text", {}, {"events": []}]
    for other in others:
        assert NOT_A_BUNDLE == refusal(written(other))


@pytest.mark.parametrize("key", ["checkpoint", "events", "format", "key", "stream"])
@pytest.mark.parametrize("value", [None, 1, True, {}])
def test_a_part_of_another_shape_is_refused(
    council: Council, key: str, value: object
) -> None:
    document = council.document
    assert NOT_A_BUNDLE == refusal(written(document | {key: value}))
    del document[key]
    assert NOT_A_BUNDLE == refusal(written(document))
    assert NOT_A_BUNDLE == refusal(written(council.document | {"more": 1}))


def test_another_version_of_the_format_is_refused(council: Council) -> None:
    other = council.document | {"format": "caseledger bundle v2"}
    assert NOT_A_BUNDLE == refusal(written(other))


@pytest.mark.parametrize(
    "key", ["leaf_index", "name", "position", "proof", "state", "version"]
)
@pytest.mark.parametrize("value", [None, 1.0, True, {}])
def test_an_event_of_another_shape_is_refused(
    council: Council, key: str, value: object
) -> None:
    document = council.document
    document["events"][1][key] = value
    assert NO_EVENTS == refusal(written(document))
    del document["events"][1][key]
    assert NO_EVENTS == refusal(written(document))


def test_a_bundle_without_events_is_refused(council: Council) -> None:
    assert NO_EVENTS == refusal(written(council.document | {"events": []}))
    assert NO_EVENTS == refusal(written(council.document | {"events": [1]}))


def changed(council: Council, change: Callable[[Any], object]) -> str:
    document = council.document
    change(document["events"])
    return refusal(written(document))


CHANGED = "event {} is not in the log: it or one before it is changed"
PLACE = "event {} is not where it should be"
LATER = "event {} is not later in the log than the one before"


def test_events_left_out_or_moved_are_refused(council: Council) -> None:
    assert PLACE.format(1) == changed(council, lambda events: events.pop(0))
    assert PLACE.format(1) == changed(council, lambda events: events.reverse())
    assert PLACE.format(2) == changed(
        council, lambda events: events.insert(0, events[0])
    )
    assert LATER.format(1) == changed(council, lambda e: e[0].update(position=0))
    assert LATER.format(1) == changed(council, lambda e: e[0].update(leaf_index=-1))
    assert LATER.format(2) == changed(council, lambda e: e[1].update(position=2))
    assert LATER.format(2) == changed(council, lambda e: e[1].update(leaf_index=1))


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize(
    "change",
    [
        {"position": 5},
        {"position": 10**18 - 1},
        {"position": 10**18},
        {"position": 2**64},
        {"leaf_index": 4},
        {"leaf_index": 5},
        {"name": "other.v1"},
        {"state": "[4]"},
        {"proof": []},
        {"proof": [1, 2, 3]},
        {"proof": ["", "", ""]},
        {"proof": [None]},
    ],
    ids=str,
)
def test_a_changed_event_is_refused(
    council: Council, at: int, change: dict[str, object]
) -> None:
    document = council.document
    document["events"][at].update(change)
    assert CHANGED.format(at + 1) == refusal(written(document))


@pytest.mark.parametrize(
    "spoil",
    [str.upper, lambda one: one[:2] + " " + one[2:], lambda one: "0x" + one],
    ids=["upper", "spaced", "marked"],
)
def test_a_hash_is_written_in_one_way(
    council: Council, spoil: Callable[[str], str]
) -> None:
    document = council.document
    proof = document["events"][0]["proof"]
    assert spoil(proof[0]) != proof[0]
    proof[0] = spoil(proof[0])
    assert CHANGED.format(1) == refusal(written(document))


def test_an_event_of_another_case_is_refused(council: Council) -> None:
    document = council.document
    document["stream"] = "other"
    assert CHANGED.format(1) == refusal(written(document))


def test_a_log_made_up_under_another_key_is_refused(council: Council) -> None:
    """It holds by itself: only whoever has the council's key can tell."""
    forger = signer(new_key(ORIGIN)[0])
    rows = recorded([(CASE, "received.v1", b"[]")])
    merkle_log = kept(ListedLog(rows))
    note = next_checkpoint(merkle_log, forger, None)
    raw = bundle(rows, merkle_log, note, forger.vkey)

    assert not check_bundle(raw).compared
    assert ("it is signed by another key than the one given") == refusal(
        raw, council.vkey
    )


def test_a_checkpoint_by_another_key_is_refused(council: Council) -> None:
    other = new_key(ORIGIN)[1]
    document = council.document | {"key": other}
    assert "the note is not signed by this key" == refusal(written(document), other)


def test_signatures_that_cannot_be_checked_are_refused(council: Council) -> None:
    """Their bytes could be any others, and it would hold all the same."""
    more = council.note + "— somebody AAAAAAAA\n"
    document = council.document | {"checkpoint": more}
    assert ("the checkpoint has signatures that cannot be checked") == refusal(
        written(document)
    )


# --- Making one -----------------------------------------------------------------------


def not_made(rows: list[StoredRow], merkle_log: MerkleLog, note: str, vkey: str) -> str:
    with pytest.raises(Refused) as caught:
        bundle(rows, merkle_log, note, vkey)
    return str(caught.value)


def test_nothing_is_made_that_does_not_hold(
    council: Council, merkle_log: MerkleLog
) -> None:
    note, vkey = council.note, council.vkey
    assert NO_EVENTS == not_made([], merkle_log, note, vkey)
    assert PLACE.format(1) == not_made(MINE[1:], merkle_log, note, vkey)
    assert PLACE.format(1) == not_made(MINE[::-1], merkle_log, note, vkey)
    edited = [MINE[0]._replace(state=b"[]"), MINE[1]]
    assert CHANGED.format(1) == not_made(edited, merkle_log, note, vkey)
    foreign = [MINE[0], MINE[1]._replace(stream="other")]
    assert "event 2 is of another stream" == not_made(foreign, merkle_log, note, vkey)
    assert "the note is not signed by this key" == not_made(
        MINE, merkle_log, note, new_key(ORIGIN)[1]
    )
    assert "event 1 is not stored as text" == not_made(
        [MINE[0]._replace(state=b"\xff")], merkle_log, note, vkey
    )


def test_an_event_after_the_checkpoint_is_refused(council: Council) -> None:
    """Whether the Merkle log has taken it in by now, or not yet."""
    note = next_checkpoint(kept(ListedLog(ROWS[:3])), council.signer, None)
    expected = "event 2 was recorded after the checkpoint: it needs a later one"
    for taken_in in (3, 5):
        merkle_log = kept(ListedLog(ROWS[:taken_in]))
        assert expected == not_made(MINE, merkle_log, note, council.vkey)
    assert (
        1
        == check_bundle(
            bundle(MINE[:1], kept(ListedLog(ROWS)), note, council.vkey)
        ).events
    )


def test_a_checkpoint_of_a_fork_is_refused(council: Council) -> None:
    root = hashlib.sha256(b"another log").digest()
    note = signed(Checkpoint(ORIGIN, 5, root), council.signer)
    assert CHANGED.format(1) == not_made(
        MINE, kept(ListedLog(ROWS)), note, council.vkey
    )


# --- The program ----------------------------------------------------------------------


def said(council: Council, compared: str) -> str:
    root = mth([leaf_of(row) for row in ROWS]).hex()
    identity = council.vkey.split("+")[1]
    return (
        "It holds.\n"
        f"These are the events 1 to 2 of the case '{CASE}':\n"
        "unchanged, in this order, with none left out among them.\n"
        f"Each is in the log '{ORIGIN}' of 5 events with the root\n"
        f"  {root}\n"
        f"signed by the key '{ORIGIN}' with the id {identity}.\n"
        f"{compared}"
        "It is not shown that nothing was recorded in the case after event 2,\n"
        "that what was recorded is true, or who the people in it are.\n"
    )


NOT_COMPARED = (
    "It is not shown whose key that is: get it from its owner in another way,\n"
    "and give it by --key.\n"
)
COMPARED = "It is the key that you gave.\n"
USAGE = "usage: python verify.py [--key VKEY] BUNDLE\n"


@pytest.fixture(name="file")
def _file(tmp_path: Path, council: Council) -> Path:
    (tmp_path / "bundle.json").write_bytes(council.raw)
    return tmp_path / "bundle.json"


def test_the_command_says_what_is_shown_and_what_is_not(
    council: Council, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == main([str(file)])
    assert (said(council, NOT_COMPARED), "") == capsys.readouterr()

    assert 0 == main(["--key", council.vkey, str(file)])
    assert (said(council, COMPARED), "") == capsys.readouterr()


def test_the_command_says_what_does_not_hold(
    file: Path, council: Council, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 1 == main(["--key", new_key(ORIGIN)[1], str(file)])
    told = "It does not hold: it is signed by another key than the one given.\n"
    assert (told, "") == capsys.readouterr()

    file.write_bytes(council.raw[:-1])
    assert 1 == main([str(file)])
    assert (f"It does not hold: {NOT_CANONICAL}.\n", "") == capsys.readouterr()


@pytest.mark.parametrize(
    "arguments",
    [[], ["--key"], ["--key", "k"], ["a", "b"], ["-h"], ["--key", "k", "a", "b"]],
    ids=" ".join,
)
def test_the_command_is_used_in_one_way(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert 2 == main(arguments)
    assert ("", USAGE) == capsys.readouterr()


def test_a_file_that_is_not_there_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 2 == main([str(tmp_path / "none")])
    told = "The bundle cannot be read: No such file or directory\n"
    assert ("", told) == capsys.readouterr()


def test_names_that_a_forger_chose_are_quoted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A terminal would obey them."""
    forger = signer(new_key("\x9bnot-plain")[0])
    rows = recorded([("\x1b[2J", "received.v1", b"[]")])
    merkle_log = kept(ListedLog(rows))
    note = next_checkpoint(merkle_log, forger, None)
    raw = bundle(rows, merkle_log, note, forger.vkey)
    (tmp_path / "bundle.json").write_bytes(raw)

    assert 0 == main([str(tmp_path / "bundle.json")])
    told = capsys.readouterr().out
    assert "'\\x1b[2J'" in told
    assert "'\\x9bnot-plain'" in told
    assert told.replace("\n", "").isprintable()


def alone(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the program by a Python that sees no packages."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


def test_the_program_runs_alone_in_an_empty_folder(
    file: Path, council: Council
) -> None:
    (file.parent / "verify.py").write_bytes(verify_py())

    assert (0, said(council, COMPARED), "") == alone(
        file.parent, "--key", council.vkey, "bundle.json"
    )
    assert (2, "", USAGE) == alone(file.parent)
    file.write_bytes(council.raw.replace(b"[2]", b"[3]"))
    expected = f"It does not hold: {CHANGED.format(2)}.\n"
    assert (1, expected, "") == alone(file.parent, "bundle.json")


def test_the_program_needs_python_3_8_and_its_standard_library() -> None:
    tree = ast.parse(verify_py(), feature_version=(3, 8))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert 0 == node.level
            imported.add(str(node.module))

    assert "hashlib" in imported
    assert {one.partition(".")[0] for one in imported} <= sys.stdlib_module_names
