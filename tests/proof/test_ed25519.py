"""Signatures: the RFC's own vectors, another library's opinion, and what is refused."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from hypothesis import example, given
from hypothesis import strategies as st

from caseledger.proof.verifier import _point, signature_holds
from proof.rfc8032 import VECTORS

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493


def signed(seed: bytes, message: bytes) -> tuple[bytes, bytes]:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.public_key().public_bytes_raw(), key.sign(message)


def by_cryptography(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_of_the_rfc(name: str) -> None:
    seed, public, message, signature = map(bytes.fromhex, VECTORS[name])
    assert (public, signature) == signed(seed, message)

    assert signature_holds(public, message, signature)
    assert not signature_holds(public, message + b"\0", signature)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_every_signature_of_another_library_holds(seed: bytes, message: bytes) -> None:
    public, signature = signed(seed, message)
    assert signature_holds(public, message, signature)
    assert not signature_holds(public, b"another" + message, signature)


@given(
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=1, max_size=8),
    st.integers(0, 95),
    st.integers(1, 255),
)
def test_no_other_byte_holds(seed: bytes, message: bytes, at: int, by: int) -> None:
    """In the key or in the signature; the other library says the same."""
    public, signature = signed(seed, message)
    both = bytearray(public + signature)
    both[at] ^= by
    changed_key, changed = bytes(both[:32]), bytes(both[32:])

    assert not by_cryptography(changed_key, message, changed)
    assert not signature_holds(changed_key, message, changed)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
def test_nonsense_does_not_hold_and_does_not_fail(public: bytes, rest: bytes) -> None:
    assert not signature_holds(public, b"", rest)


@pytest.mark.parametrize("name", VECTORS)
def test_a_signature_has_one_encoding(name: str) -> None:
    """S and S + L are the same number to the curve: the larger is refused."""
    _, public, message, signature = map(bytes.fromhex, VECTORS[name])
    s = int.from_bytes(signature[32:], "little")
    again = signature[:32] + (s + ORDER).to_bytes(32, "little")

    assert not signature_holds(public, message, again)


SMALL_ORDER = {
    "the neutral point": 1,
    "order 2": P - 1,
    "order 4": 0,
    "order 8": int.from_bytes(
        bytes.fromhex(
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
        ),
        "little",
    ),
}


@pytest.mark.parametrize("name", SMALL_ORDER)
def test_a_key_that_signs_everything_is_none(name: str) -> None:
    """
    With such a key, R = [S]B holds whenever the challenge is a multiple of 8.

    The other library takes it: one message in eight is then signed by nobody.
    """
    public = SMALL_ORDER[name].to_bytes(32, "little")
    # S = 0 and R the neutral point.
    signature = (1).to_bytes(32, "little") + bytes(32)
    messages = [bytes([n]) for n in range(64)]
    assert any(by_cryptography(public, one, signature) for one in messages)

    assert not any(signature_holds(public, one, signature) for one in messages)


@pytest.mark.parametrize("y", [P, P + 1, P + 3, 2**255 - 1])
@pytest.mark.parametrize("sign", [0, 1])
def test_a_point_has_one_encoding(y: int, sign: int) -> None:
    """P + 3 is the point whose y is 3, written a second time."""
    public = (y + (sign << 255)).to_bytes(32, "little")
    signature = (1).to_bytes(32, "little") + bytes(32)
    for n in range(64):
        assert not signature_holds(public, bytes([n]), signature)


@given(st.integers(0, 2**255 - 1), st.integers(0, 1))
@example(1, 1)
@example(P - 1, 1)
@example(1, 0)
@example(P - 1, 0)
@example(2, 0)
@example(P, 0)
def test_an_encoding_off_the_curve_is_no_point(y: int, sign: int) -> None:
    """Nor is a second one of the two points whose x is nought."""
    found = _point((y + (sign << 255)).to_bytes(32, "little"))

    d = -121665 * pow(121666, -1, P)
    x_squared = (y * y - 1) * pow(d * y * y + 1, -1, P) % P
    is_square = pow(x_squared, (P - 1) // 2, P) in {0, 1}
    assert (y < P and is_square and not (x_squared == 0 and sign)) == bool(found)
    if found is not None:
        assert (x_squared, sign) == (found.x**2 % P, found.x % 2)
        assert (y, 1, found.x * y % P) == found[1:]


@pytest.mark.parametrize("length", [0, 1, 31, 33, 63, 64])
def test_a_key_has_32_bytes(length: int) -> None:
    _, public, message, signature = map(bytes.fromhex, VECTORS["TEST 3"])
    assert not signature_holds((public * 2)[:length], message, signature)


@pytest.mark.parametrize("length", [0, 1, 32, 63, 65, 96, 128])
def test_a_signature_has_64_bytes(length: int) -> None:
    _, public, message, signature = map(bytes.fromhex, VECTORS["TEST 3"])
    longer = signature + bytes(64)
    assert not signature_holds(public, message, longer[:length])
