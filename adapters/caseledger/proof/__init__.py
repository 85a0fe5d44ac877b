"""
Proofs that a log is whole and unchanged, which need no trust in whoever keeps it.

Each event has a link, over what is stored of it and the link before it in its case.
A Merkle tree stands over all links; its root, signed and kept elsewhere, is a
checkpoint. `verify` goes through a whole log; `bundle` proves one case to somebody
who has nothing but Python.

`verifier` is the one module that checks, and is given away with every bundle.
`merkle` and `merkle_log` make the tree over `rows`, `verifying` checks a log,
`keys` and `checkpoints` sign, `bundles` takes one case out.
"""

from caseledger.proof.bundles import bundle, verify_py
from caseledger.proof.checkpoints import Inconsistent, next_checkpoint, signed
from caseledger.proof.keys import (
    Signer,
    SigningMissing,
    UnusableKey,
    new_key,
    read_key,
    signer,
    write_key,
)
from caseledger.proof.merkle_log import MerkleLog
from caseledger.proof.rows import StoredLog, StoredRow
from caseledger.proof.verifier import (
    NO_LINK,
    Checkpoint,
    Findings,
    Refused,
    check_bundle,
    leaf_data,
    link,
    open_checkpoint,
)
from caseledger.proof.verifying import Finding, Reason, Verdict, verify

__all__ = [
    # what is proved
    "NO_LINK",
    "StoredLog",
    "StoredRow",
    "leaf_data",
    "link",
    # the tree over it, and what is signed
    "MerkleLog",
    "Checkpoint",
    "Inconsistent",
    "Signer",
    "SigningMissing",
    "UnusableKey",
    "new_key",
    "next_checkpoint",
    "open_checkpoint",
    "read_key",
    "signed",
    "signer",
    "write_key",
    # checking it
    "Finding",
    "Reason",
    "Verdict",
    "verify",
    "Findings",
    "Refused",
    "bundle",
    "check_bundle",
    "verify_py",
]
