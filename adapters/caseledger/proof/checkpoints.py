"""
Checkpoints: the size and root of a log at a time, signed, to be kept elsewhere.

They are C2SP checkpoints in signed notes, which other tools read as well.
"""

import base64

from caseledger.proof.keys import Signer
from caseledger.proof.merkle_log import MerkleLog
from caseledger.proof.verifier import (
    Checkpoint,
    Refused,
    consistency_holds,
    open_checkpoint,
)


class Inconsistent(Exception):
    """It is not signed: the log is not an earlier one with events added at its end."""


def signed(checkpoint: Checkpoint, signer: Signer) -> str:
    """Return a checkpoint as a signed note."""
    root = base64.b64encode(checkpoint.root).decode()
    text = f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n"
    signature = base64.b64encode(signer.key_id + signer.sign(text.encode())).decode()
    return f"{text}\n— {signer.name} {signature}\n"


def next_checkpoint(merkle_log: MerkleLog, signer: Signer, earlier: str | None) -> str:
    """
    Sign for a log as it is now, if it has only grown since an earlier checkpoint.

    Raises `Inconsistent` where that is not proved, so that nobody is ever shown two
    histories under one key. Without an earlier checkpoint there is nothing to prove:
    it is the first.
    """
    size = merkle_log.size
    if not size:
        raise Inconsistent("there is nothing to sign for: the log has no events")
    checkpoint = Checkpoint(signer.name, size, merkle_log.root(size))
    if earlier is not None:
        _require_growth(merkle_log, checkpoint, _opened(earlier, signer))
    return signed(checkpoint, signer)


def _opened(earlier: str, signer: Signer) -> Checkpoint:
    try:
        return open_checkpoint(earlier, signer.vkey)
    except Refused as refused:
        raise Inconsistent(f"the earlier checkpoint: {refused}") from refused


def _require_growth(merkle_log: MerkleLog, now: Checkpoint, then: Checkpoint) -> None:
    if then.size > now.size:
        raise Inconsistent(
            f"there are {now.size} events, and {then.size} under the earlier checkpoint"
        )
    if not then.size:
        raise Inconsistent("the earlier checkpoint covers no events")
    proof = merkle_log.consistency_proof(then.size, now.size)
    if not consistency_holds(then.size, then.root, now.size, now.root, proof):
        raise Inconsistent(
            f"the first {then.size} events are not those under the earlier checkpoint"
        )
