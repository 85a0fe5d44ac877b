"""
Merkle trees as RFC 9162, section 2.1 defines them: slow, recursive, over whole lists.

And a tree of ours over the same leaves.
"""

import hashlib
from collections.abc import Sequence

from caseledger.proof.merkle import MemoryNodes, Tree
from caseledger.proof.verifier import leaf_hash


def split(n: int) -> int:
    """Return the largest power of two smaller than a number."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(data: Sequence[bytes]) -> bytes:
    """MTH of section 2.1.1."""
    n = len(data)
    if n == 0:
        return hashlib.sha256(b"").digest()
    if n == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = split(n)
    return hashlib.sha256(b"\x01" + mth(data[:k]) + mth(data[k:])).digest()


def path(m: int, data: Sequence[bytes]) -> list[bytes]:
    """PATH of section 2.1.3.1."""
    n = len(data)
    if n == 1:
        return []
    k = split(n)
    if m < k:
        return [*path(m, data[:k]), mth(data[k:])]
    return [*path(m - k, data[k:]), mth(data[:k])]


def proof(m: int, data: Sequence[bytes]) -> list[bytes]:
    """PROOF of section 2.1.4.1."""
    return subproof(m, data, whole=True)


def subproof(m: int, data: Sequence[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.4.1."""
    n = len(data)
    if m == n:
        return [] if whole else [mth(data)]
    k = split(n)
    if m <= k:
        return [*subproof(m, data[:k], whole=whole), mth(data[k:])]
    return [*subproof(m - k, data[k:], whole=False), mth(data[:k])]


def turns(m: int, n: int) -> str:
    """Return on which side each hash of a leaf's path is, from the leaf up."""
    if n == 1:
        return ""
    k = split(n)
    return turns(m, k) + "R" if m < k else turns(m - k, n - k) + "L"


def tree(data: Sequence[bytes]) -> Tree:
    """Return our tree over the same leaves."""
    made = Tree(MemoryNodes())
    for one in data:
        made.append(leaf_hash(one))
    return made
