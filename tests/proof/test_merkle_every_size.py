"""Every tree of up to 33 leaves: what is proved holds, and nothing near it does."""

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger.proof.merkle import Peaks
from caseledger.proof.verifier import (
    EMPTY_ROOT,
    consistency_holds,
    inclusion_holds,
    leaf_hash,
    node_hash,
    root_from_inclusion,
)
from proof.naive import mth, path, proof, tree, turns

MOST = 33
DATA = [bytes([n, 255 - n]) for n in range(MOST)]
LEAVES = [leaf_hash(one) for one in DATA]
OURS = tree(DATA)
ROOTS = [mth(DATA[:n]) for n in range(MOST + 1)]
OTHER = leaf_hash(b"another")


def flipped(digest: bytes, bit: int) -> bytes:
    return (int.from_bytes(digest, "big") ^ 1 << bit % 256).to_bytes(32, "big")


def damaged(hashes: list[bytes], seed: int) -> Iterator[list[bytes]]:
    """Flip one bit of each hash, leave each out, put one more in at each place."""
    for at, one in enumerate(hashes):
        before, after = hashes[:at], hashes[at + 1 :]
        yield [*before, flipped(one, seed + 37 * at), *after]
        yield [*before, *after]
        yield [*before, one + b"\0", *after]
        yield [*before, one[:-1], *after]
        yield [*before, OTHER, one, *after]
        if after and after[0] != one:
            yield [*before, after[0], one, *after[1:]]
    yield [*hashes, OTHER]


@cache
def spots() -> list[tuple[int, int]]:
    return [(index, size) for size in range(1, MOST + 1) for index in range(size)]


def test_every_root_is_that_of_the_definition() -> None:
    peaks, found = Peaks(), [Peaks().root()]
    for leaf in LEAVES:
        peaks.append(leaf)
        found.append(peaks.root())
    assert ROOTS == found
    assert ROOTS == [OURS.root(n) for n in range(MOST + 1)]
    assert ROOTS[0] == EMPTY_ROOT


def test_every_inclusion_proof_is_that_of_the_definition_and_holds() -> None:
    assert 561 == len(spots())
    for index, size in spots():
        found = OURS.inclusion_proof(index, size)
        assert path(index, DATA[:size]) == found
        assert ROOTS[size] == root_from_inclusion(LEAVES[index], index, size, found)
        assert inclusion_holds(LEAVES[index], index, size, found, ROOTS[size])


def test_no_damaged_inclusion_proof_holds() -> None:
    for index, size in spots():
        found, root = OURS.inclusion_proof(index, size), ROOTS[size]
        bit = 11 * index + size
        for wrong in damaged(found, bit):
            assert not inclusion_holds(LEAVES[index], index, size, wrong, root)
        for leaf in (flipped(LEAVES[index], bit), OTHER, b"", LEAVES[index] + b"\0"):
            assert not inclusion_holds(leaf, index, size, found, root)
        for other in (flipped(root, bit), ROOTS[size - 1], b"", root + b"\0"):
            assert not inclusion_holds(LEAVES[index], index, size, found, other)
        for outside in (-1, size, index - size):
            assert not inclusion_holds(LEAVES[index], outside, size, found, root)


def test_a_proof_leads_to_its_root_from_its_own_place_only() -> None:
    """Two trees may lead to a leaf by the same turns: then a proof holds in both."""
    most = 17
    few = [spot for spot in spots() if spot[1] <= most]
    for index, size in few:
        found, root = OURS.inclusion_proof(index, size), ROOTS[size]
        for other_index, other_size in few:
            same = turns(index, size) == turns(other_index, other_size)
            holds = inclusion_holds(LEAVES[index], other_index, other_size, found, root)
            assert same == holds, (index, size, other_index, other_size)


def test_every_consistency_proof_is_that_of_the_definition_and_holds() -> None:
    for old, new in ((index + 1, size) for index, size in spots()):
        found = OURS.consistency_proof(old, new)
        assert proof(old, DATA[:new]) == found
        assert consistency_holds(old, ROOTS[old], new, ROOTS[new], found)


def test_no_damaged_consistency_proof_holds() -> None:
    for old, new in ((index + 1, size) for index, size in spots()):
        found, bit = OURS.consistency_proof(old, new), 13 * old + new
        root1, root2 = ROOTS[old], ROOTS[new]
        for wrong in damaged(found, bit):
            assert not consistency_holds(old, root1, new, root2, wrong)
        for other in (flipped(root1, bit), OTHER, ROOTS[old - 1], b"", root1 + b"\0"):
            assert not consistency_holds(old, other, new, root2, found)
        for other in (flipped(root2, bit), OTHER, ROOTS[new - 1], b"", root2 + b"\0"):
            assert not consistency_holds(old, root1, new, other, found)
        for shifted in {*range(-1, new + 2)} - {old}:
            assert not consistency_holds(shifted, root1, new, root2, found)
        assert old == new or not consistency_holds(new, root2, old, root1, found)
        assert old == new or not consistency_holds(old, root2, new, root1, found)


def test_nothing_holds_from_an_empty_tree() -> None:
    """Every tree is an empty one with leaves added: that would prove nothing."""
    assert not consistency_holds(0, EMPTY_ROOT, 0, EMPTY_ROOT, [])
    assert not consistency_holds(0, EMPTY_ROOT, 3, ROOTS[3], [])
    assert not consistency_holds(0, ROOTS[3], 3, ROOTS[3], [])


def test_nothing_is_in_an_empty_tree() -> None:
    assert root_from_inclusion(LEAVES[0], 0, 0, []) is None
    assert not inclusion_holds(LEAVES[0], 0, 0, [], EMPTY_ROOT)
    assert not inclusion_holds(EMPTY_ROOT, 0, 0, [], EMPTY_ROOT)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 34), (0, 0)])
def test_nothing_is_proved_of_leaves_that_are_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="the tree has 33 leaves"):
        OURS.inclusion_proof(index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (3, 34)])
def test_no_growth_is_proved_of_trees_that_were_not(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="the tree has 33 leaves"):
        OURS.consistency_proof(old, new)


@pytest.mark.parametrize("size", [-1, 34])
def test_there_is_no_root_of_a_tree_that_was_not(size: int) -> None:
    with pytest.raises(ValueError, match="the tree has 33 leaves"):
        OURS.root(size)


def test_a_leaf_is_no_node() -> None:
    """Otherwise two leaves' hashes, given as one event, would have their node's."""
    left, right = LEAVES[:2]
    assert node_hash(left, right) != leaf_hash(left + right)


@given(st.lists(st.binary(max_size=4), max_size=300))
def test_any_tree_has_the_root_of_the_definition(data: list[bytes]) -> None:
    peaks = Peaks()
    for one in data:
        peaks.append(leaf_hash(one))
    assert mth(data) == tree(data).root(len(data)) == peaks.root()
