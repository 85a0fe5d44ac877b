"""Our trees and proofs against published ones."""

import hashlib
from collections.abc import Iterator

from caseledger.proof.verifier import (
    consistency_holds,
    inclusion_holds,
    leaf_hash,
    node_hash,
)
from proof.naive import mth, path, tree
from proof.vectors import hashes, vectors

BYTES = [bytes([n]) for n in range(130)]


def told(*words: object, proof: list[bytes]) -> str:
    return " ".join([*map(str, words), *(one.hex() for one in proof)]) + "\n"


def digest(lines: Iterator[str]) -> str:
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def test_every_node_and_root_of_eight_leaves() -> None:
    golden = vectors("golden8")
    data = hashes(golden["leaf_inputs_hex"])
    level, seen = [leaf_hash(one) for one in data], 0
    for expected in golden["node_hashes_by_level"]:
        assert hashes(expected) == level
        seen += len(level)
        pairs = zip(level[::2], level[1::2], strict=len(level) > 1)
        level = [node_hash(left, right) for left, right in pairs]
    assert 15 == seen

    roots = [tree(data).root(size) for size in range(9)]
    assert hashes(golden["root_by_size"]) == roots


def test_every_proof_in_eight_leaves() -> None:
    golden = vectors("golden8")
    ours = tree(hashes(golden["leaf_inputs_hex"]))
    roots = hashes(golden["root_by_size"])

    assert 36 == len(golden["inclusion"]) == len(golden["consistency"])
    for one in golden["inclusion"]:
        index, size, expected = one["leaf_index"], one["tree_size"], one["proof"]
        proof = ours.inclusion_proof(index, size)
        assert hashes(expected) == proof
        leaf = leaf_hash(bytes.fromhex(golden["leaf_inputs_hex"][index]))
        assert inclusion_holds(leaf, index, size, proof, roots[size])
    for one in golden["consistency"]:
        size1, size2, expected = one["size1"], one["size2"], one["proof"]
        proof = ours.consistency_proof(size1, size2)
        assert hashes(expected) == proof
        assert consistency_holds(size1, roots[size1], size2, roots[size2], proof)


def test_every_inclusion_probe() -> None:
    probes = vectors("inclusion_probes")
    assert 98 == len(probes)
    for probe in probes:
        holds = inclusion_holds(
            bytes.fromhex(probe["leaf_hash"]),
            probe["leaf_index"],
            probe["tree_size"],
            hashes(probe["proof"]),
            bytes.fromhex(probe["root"]),
        )
        assert probe["valid"] == holds, probe["id"]


def test_every_consistency_probe() -> None:
    probes = vectors("consistency_probes")
    assert 98 == len(probes)
    for probe in probes:
        holds = consistency_holds(
            probe["size1"],
            bytes.fromhex(probe["root1"]),
            probe["size2"],
            bytes.fromhex(probe["root2"]),
            hashes(probe["proof"]),
        )
        assert probe["valid"] == holds, probe["id"]


def test_the_seven_leaves_of_the_rfc() -> None:
    example = vectors("rfc_seven_leaf_example")
    nodes = {name: bytes.fromhex(one) for name, one in example["node_hashes"].items()}
    ours = tree(hashes(vectors("golden8")["leaf_inputs_hex"])[:7])

    assert bytes.fromhex(example["root"]) == ours.root(7)
    for one in example["inclusion"]:
        expected = [nodes[name] for name in one["nodes"]]
        assert expected == ours.inclusion_proof(one["leaf_index"], 7)
    for one in example["consistency"]:
        expected = [nodes[name] for name in one["nodes"]]
        assert expected == ours.consistency_proof(one["size1"], 7)


def subtrees() -> Iterator[tuple[int, int]]:
    """Go through the subtrees of up to 130 leaves, as the draft numbers them."""
    for end in range(131):
        for start in range(end + 1):
            size = 1
            while size < end - start:
                size *= 2
            if start == end or start % size == 0:
                yield start, end


def test_the_published_digest_of_every_subtree() -> None:
    [roots, inclusions, _] = vectors("accumulated")["published_subtree"]
    ours = {spot: tree(BYTES[slice(*spot)]) for spot in subtrees()}
    of_roots = digest(
        f"[{start}, {end}) {one.root(end - start).hex()}\n"
        for (start, end), one in ours.items()
    )
    assert roots["sha256"] == of_roots

    of_inclusions = digest(
        told(
            index,
            f"[{start}, {end})",
            proof=one.inclusion_proof(index - start, end - start),
        )
        for (start, end), one in ours.items()
        for index in range(start, end)
    )
    assert inclusions["sha256"] == of_inclusions


def test_the_digests_of_every_tree_of_130_leaves() -> None:
    expected = {
        one["name"]: one["sha256"]
        for one in vectors("accumulated")["derived_plain_rfc9162"]
    }
    ours = tree(BYTES)
    found = {
        "roots": digest(f"{n} {ours.root(n).hex()}\n" for n in range(131)),
        "inclusion": digest(
            told(i, n, proof=ours.inclusion_proof(i, n))
            for n in range(131)
            for i in range(n)
        ),
        "consistency": digest(
            told(m, n, proof=ours.consistency_proof(m, n))
            for n in range(131)
            for m in range(1, n + 1)
        ),
    }
    assert expected == found


def test_the_naive_tree_agrees_with_the_published_digests() -> None:
    """The second opinion of other tests has one itself."""
    [roots, inclusions, _] = vectors("accumulated")["published_subtree"]
    of_roots = digest(
        f"[{start}, {end}) {mth(BYTES[start:end]).hex()}\n" for start, end in subtrees()
    )
    assert roots["sha256"] == of_roots
    assert inclusions["sha256"] != of_roots
    assert 3 == len(path(0, BYTES[:7]))
