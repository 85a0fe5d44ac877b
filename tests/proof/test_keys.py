"""Private keys are made, kept where only their owner reads them, and never shown."""

import base64
import builtins
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from caseledger.proof import (
    SigningMissing,
    UnusableKey,
    new_key,
    read_key,
    signer,
    write_key,
)
from caseledger.proof.verifier import parse_key, signature_holds

ORIGIN = "example.gov.uk/complaints"


def test_a_new_key_signs_for_its_public_key() -> None:
    private_line, vkey = new_key(ORIGIN)
    ours = signer(private_line)

    assert vkey == ours.vkey
    assert ORIGIN == ours.name == parse_key(vkey).name
    assert signature_holds(parse_key(vkey).public, b"text", ours.sign(b"text"))


def test_no_two_keys_are_alike() -> None:
    assert 20 == len({new_key(ORIGIN) for _ in range(20)})


def test_a_key_is_written_as_other_tools_write_it() -> None:
    private_line, vkey = new_key(ORIGIN)
    head, name, identity, key = private_line.replace("PRIVATE+KEY", "PK").split("+", 3)

    assert ("PK", ORIGIN) == (head, name)
    assert b"\1" == base64.b64decode(key)[:1]
    assert 33 == len(base64.b64decode(key))
    public = base64.b64decode(vkey.split("+", 2)[2])
    content = ORIGIN.encode() + b"\n" + public
    assert hashlib.sha256(content).hexdigest()[:8] == identity == vkey.split("+")[1]


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "a\nb"])
def test_an_origin_has_no_spaces_and_no_plus_signs(origin: str) -> None:
    with pytest.raises(UnusableKey, match="no spaces and no plus signs"):
        new_key(origin)


def test_a_signer_does_not_show_its_secret() -> None:
    private_line, vkey = new_key(ORIGIN)
    # The key itself may have plus signs, also at its end.
    *_, secret = private_line.split("+", 4)
    ours = signer(private_line)

    assert f"Signer({vkey})" == repr(ours) == str(ours)
    assert secret not in repr(vars(ours))
    assert base64.b64decode(secret)[1:] not in vars(ours).values()


def a_line() -> str:
    return new_key(ORIGIN)[0]


DAMAGES = {
    "nothing": ("{none}", "not a private key"),
    "no head": ("{name}+{identity}+{key}", "not a private key"),
    "no name": ("PRIVATE+KEY++{identity}+{key}", "not a private key"),
    "no key": ("PRIVATE+KEY+{name}+{identity}", "not a private key"),
    "part of a key": ("PRIVATE+KEY+{name}+{identity}+AQAA", "not a private key"),
    "another kind": ("PRIVATE+KEY+{name}+{identity}+{kind_2}", "not a private key"),
    "no Base64": ("PRIVATE+KEY+{name}+{identity}+{key}=", "not a private key"),
    "another name": ("PRIVATE+KEY+other+{identity}+{key}", "the private key's id"),
    "another id": ("PRIVATE+KEY+{name}+00000000+{key}", "the private key's id"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_key_is_refused_without_showing_it(damage: str) -> None:
    _, _, name, identity, key = a_line().split("+", 4)
    kind_2 = base64.b64encode(b"\2" + base64.b64decode(key)[1:]).decode()
    written, reason = DAMAGES[damage]
    line = written.format(name=name, identity=identity, key=key, kind_2=kind_2, none="")

    with pytest.raises(UnusableKey, match=reason) as caught:
        signer(line)
    assert key not in str(caught.value)


def test_a_kept_key_is_read_again(tmp_path: Path) -> None:
    private_line, vkey = new_key(ORIGIN)
    write_key(tmp_path / "key", private_line)

    assert 0o600 == (tmp_path / "key").stat().st_mode & 0o777
    assert vkey == read_key(tmp_path / "key").vkey


def test_the_umask_opens_no_key(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_key(tmp_path / "key", a_line())
    finally:
        os.umask(before)
    assert 0o600 == (tmp_path / "key").stat().st_mode & 0o777


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    first = a_line()
    write_key(tmp_path / "key", first)

    with pytest.raises(FileExistsError):
        write_key(tmp_path / "key", a_line())

    assert f"{first}\n" == (tmp_path / "key").read_text()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_key_that_others_can_reach_is_not_used(tmp_path: Path, mode: int) -> None:
    write_key(tmp_path / "key", a_line())
    (tmp_path / "key").chmod(mode)

    with pytest.raises(UnusableKey, match="others can read"):
        read_key(tmp_path / "key")


def test_a_file_that_is_no_text_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe")
    (tmp_path / "key").chmod(0o600)

    with pytest.raises(UnusableKey, match="not a private key"):
        read_key(tmp_path / "key")


def test_without_the_library_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line, real = a_line(), builtins.__import__

    def without(name: str, *rest: Any) -> Any:  # noqa: ANN401 - as Python's own
        if name.startswith("cryptography"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SigningMissing) as caught:
        signer(line)
    assert (
        "checkpoints are signed with the library cryptography: "
        "pip install caseledger[crypto]"
    ) == str(caught.value)
