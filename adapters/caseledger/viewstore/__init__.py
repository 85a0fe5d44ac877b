"""Where the read models are kept: SQL tables beside the log, disposable at any time."""

from caseledger.viewstore.evidence import evidence
from caseledger.viewstore.progress import ModelStopped, Status
from caseledger.viewstore.store import ViewStore

__all__ = ["ModelStopped", "Status", "ViewStore", "evidence"]
