"""Bundles: the events of one case with proofs, for whoever has nothing else of ours."""

from collections.abc import Sequence
from pathlib import Path

from caseledger.proof import verifier
from caseledger.proof.merkle_log import MerkleLog
from caseledger.proof.rows import StoredRow
from caseledger.proof.verifier import (
    FORMAT,
    Refused,
    canonical,
    check_bundle,
    open_checkpoint,
)


def bundle(
    rows: Sequence[StoredRow], merkle_log: MerkleLog, note: str, vkey: str
) -> bytes:
    """
    Return the events of one case, all of them so far, with proofs under a checkpoint.

    Raises `Refused` unless it holds: it is checked as whoever receives it will.
    """
    checkpoint = open_checkpoint(note, vkey)
    stream = rows[0].stream if rows else ""
    events = []
    for row in rows:
        if row.stream != stream:
            raise Refused(f"event {row.version} is of another stream")
        leaf_index = merkle_log.leaf_index(row.position)
        if leaf_index is None or leaf_index >= checkpoint.size:
            raise Refused(
                f"event {row.version} was recorded after the checkpoint: it needs a "
                "later one"
            )
        events.append(
            {
                "leaf_index": leaf_index,
                "name": row.name,
                "position": row.position,
                "proof": [
                    digest.hex()
                    for digest in merkle_log.inclusion_proof(
                        leaf_index, checkpoint.size
                    )
                ],
                "state": _text(row),
                "version": row.version,
            }
        )
    document = {
        "checkpoint": note,
        "events": events,
        "format": FORMAT,
        "key": vkey,
        "stream": stream,
    }
    made = canonical(document)
    check_bundle(made, vkey)
    return made


def verify_py() -> bytes:
    """Return the program that goes with every bundle, to be called verify.py."""
    return Path(verifier.__file__).read_bytes()


def _text(row: StoredRow) -> str:
    try:
        return row.state.decode()
    except UnicodeDecodeError:
        raise Refused(f"event {row.version} is not stored as text") from None
