"""Where the read models are kept: SQL tables beside the log, disposable at any time."""

from caseledger.viewstore.evidence import evidence
from caseledger.viewstore.store import Status, ViewStore

__all__ = ["Status", "ViewStore", "evidence"]
