"""How a reference finds its stream: a small stream of its own reserves it."""

import hashlib
from enum import StrEnum

import attrs


class Kind(StrEnum):
    """What a reference names."""

    COMPLAINT = "complaint"
    COMPLIMENT = "compliment"


@attrs.frozen(kw_only=True)
class ReferenceReserved:
    """
    A reference belongs to one stream for good.

    It is the only event of its stream, whose id follows from the reference: of two
    who reserve the same reference at once, the log lets one in.
    """

    kind: Kind
    reference: str
    stream: str


def reservation(kind: Kind, reference: str) -> str:
    """
    Return the id of the stream that reserves a reference.

    >>> reservation(Kind.COMPLAINT, "CF-1") == reservation(Kind.COMPLIMENT, "CF-1")
    False
    """
    # A reference that no log could store is looked up like any other, in vain.
    named = f"{kind}\n{reference}".encode(errors="surrogatepass")
    return hashlib.sha256(named).hexdigest()[:32]
