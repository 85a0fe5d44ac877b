"""
Merkle trees that grow: roots and proofs for every size that a tree has had.

Numbered from the left, node 3 of level 1 stands over nodes 6 and 7 of level 0, which
are leaves. Only complete nodes are kept, those with all their leaves: none changes.
"""

from typing import Protocol

from caseledger.proof.verifier import EMPTY_ROOT, node_hash


class Nodes(Protocol):
    """Where the complete nodes of a tree are kept, each written once."""

    def get(self, level: int, at: int) -> bytes:
        """Return a node's hash."""

    def put(self, level: int, at: int, digest: bytes) -> None:
        """Keep a node's hash."""


class MemoryNodes:
    """Nodes in memory."""

    def __init__(self) -> None:
        self._hashes: dict[tuple[int, int], bytes] = {}

    def get(self, level: int, at: int) -> bytes:
        """Return a node's hash."""
        return self._hashes[level, at]

    def put(self, level: int, at: int, digest: bytes) -> None:
        """Keep a node's hash."""
        self._hashes[level, at] = digest


class Tree:
    """
    A tree of RFC 9162, section 2.1, whose nodes are kept somewhere.

    >>> from caseledger.proof.verifier import inclusion_holds, leaf_hash
    >>> tree = Tree(MemoryNodes())
    >>> for data in (b"a", b"b", b"c"):
    ...     tree.append(leaf_hash(data))
    >>> proof = tree.inclusion_proof(1, size=3)
    >>> inclusion_holds(leaf_hash(b"b"), 1, 3, proof, tree.root(3))
    True
    """

    def __init__(self, nodes: Nodes, size: int = 0) -> None:
        self._nodes = nodes
        self.size = size

    def append(self, leaf: bytes) -> None:
        """Add a leaf, given by its hash."""
        level, at, digest = 0, self.size, leaf
        self._nodes.put(level, at, digest)
        while at % 2:
            digest = node_hash(self._nodes.get(level, at - 1), digest)
            level, at = level + 1, at // 2
            self._nodes.put(level, at, digest)
        self.size += 1

    def root(self, size: int) -> bytes:
        """Return the root that the tree had with so many leaves."""
        self._require(0 <= size <= self.size)
        return self._over(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """Prove that a leaf is in the tree of that size: PATH of section 2.1.3.1."""
        self._require(0 <= index < size <= self.size)
        start, end = 0, size
        proof = []
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                proof.append(self._over(middle, end))
                end = middle
            else:
                proof.append(self._over(start, middle))
                start = middle
        return proof[::-1]

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """Prove that the tree only grew: SUBPROOF of section 2.1.4.1."""
        self._require(0 < old <= new <= self.size)
        start, end = 0, new
        proof = []
        while old < end:
            middle = start + _split(end - start)
            if old <= middle:
                proof.append(self._over(middle, end))
                end = middle
            else:
                proof.append(self._over(start, middle))
                start = middle
        # Whoever checks has the old root, so a node that is all of it is left out.
        if start > 0:
            proof.append(self._over(start, end))
        return proof[::-1]

    def _over(self, start: int, end: int) -> bytes:
        """Return the hash over leaves that begin where a complete node does."""
        count = end - start
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            return self._nodes.get(level, start >> level)
        middle = start + _split(count)
        return node_hash(self._over(start, middle), self._over(middle, end))

    def _require(self, within: bool) -> None:  # noqa: FBT001 - it reads as a sentence
        if not within:
            raise ValueError(f"the tree has {self.size} leaves")


class Peaks:
    """
    The root of a tree that grows, and nothing else of it: a few hashes.

    They are those of the complete nodes that have no complete node above them.
    """

    def __init__(self) -> None:
        self.size = 0
        self._hashes: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add a leaf, given by its hash."""
        at = self.size
        while at % 2:
            leaf = node_hash(self._hashes.pop(), leaf)
            at //= 2
        self._hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over the leaves so far."""
        if not self._hashes:
            return EMPTY_ROOT
        *others, root = self._hashes
        for peak in reversed(others):
            root = node_hash(peak, root)
        return root


def _split(count: int) -> int:
    """Return the largest power of two below a number."""
    return 1 << (count - 1).bit_length() - 1
