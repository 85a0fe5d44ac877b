"""
Keys to sign checkpoints with: made, kept in a file, read again.

A private key is a line in the form of Go's note package, `PRIVATE+KEY+name+id+key`;
who checks needs the public one only, `name+id+key`. The name is the log's origin.
"""

import base64
import os
from pathlib import Path
from stat import S_IRWXG, S_IRWXO

from caseledger.proof.verifier import (
    ED25519,
    HASH_SIZE,
    from_base64,
    is_key_name,
    key_id,
)

_PRIVATE = "PRIVATE+KEY+"


class SigningMissing(Exception):
    """Nothing can be signed without a library that does."""

    def __str__(self) -> str:
        return (
            "checkpoints are signed with the library cryptography: "
            "pip install caseledger[crypto]"
        )


class UnusableKey(ValueError):
    """A key cannot be used as it is; the text says why, and nothing of the key."""


class Signer:
    """What a private key does: sign. It does not show itself."""

    def __init__(self, name: str, seed: bytes) -> None:
        try:
            from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415 - it is an extra
                ed25519,
            )
        except ImportError:
            raise SigningMissing from None
        self.name = name
        self._key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()
        self.key_id = key_id(name, self.public)

    def __repr__(self) -> str:
        return f"Signer({self.vkey})"

    @property
    def vkey(self) -> str:
        """The public key, as it is published."""
        return _written(self.name, self.key_id, self.public)

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message."""
        return self._key.sign(message)


def new_key(origin: str) -> tuple[str, str]:
    """
    Make a key for a log: the private line, and the public key.

    The origin names the log wherever its checkpoints go, as in
    `westminster.gov.uk/complaints`: no spaces, no plus signs.
    """
    if not is_key_name(origin):
        raise UnusableKey("an origin has no spaces and no plus signs, and is not empty")
    seed = os.urandom(HASH_SIZE)
    signer = Signer(origin, seed)
    return _PRIVATE + _written(origin, signer.key_id, seed), signer.vkey


def signer(private_line: str) -> Signer:
    """Read a private key from its line."""
    name, _, id_and_key = private_line.strip().removeprefix(_PRIVATE).partition("+")
    id_in_hex, _, in_base64 = id_and_key.partition("+")
    key = from_base64(in_base64) or b""
    is_whole = private_line.startswith(_PRIVATE) and is_key_name(name)
    if not is_whole or key[:1] != ED25519 or len(key) != 1 + HASH_SIZE:
        raise UnusableKey("it is not a private key: PRIVATE+KEY+name+id+key")
    found = Signer(name, key[1:])
    if found.key_id.hex() != id_in_hex:
        raise UnusableKey("the private key's id is not that of its name and key")
    return found


def write_key(path: Path, private_line: str) -> None:
    """
    Write a private key into a new file that its owner alone can read.

    Raises `FileExistsError` if there is a file: it may hold the only copy of a key.
    """
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(file, "w", encoding="utf-8") as opened:  # noqa: PTH123 - of a descriptor
        opened.write(private_line + "\n")


def read_key(path: Path) -> Signer:
    """Read a private key from its file, unless others than its owner can."""
    if os.name == "posix" and path.stat().st_mode & (S_IRWXG | S_IRWXO):
        raise UnusableKey("others can read the file of the private key: chmod 600")
    try:
        return signer(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise UnusableKey("it is not a private key: PRIVATE+KEY+name+id+key") from None


def _written(name: str, identity: bytes, key: bytes) -> str:
    in_base64 = base64.b64encode(ED25519 + key).decode()
    return f"{name}+{identity.hex()}+{in_base64}"
