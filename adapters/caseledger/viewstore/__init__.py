"""Where the read models are kept: SQL tables beside the log, disposable at any time."""

from caseledger.viewstore.database import Place, Turn, open_turn
from caseledger.viewstore.evidence import evidence
from caseledger.viewstore.progress import ModelStopped, Status
from caseledger.viewstore.reporting import render_reporting
from caseledger.viewstore.store import ViewStore
from caseledger.viewstore.views import EVERY_VIEW

__all__ = [
    "EVERY_VIEW",
    "ModelStopped",
    "Place",
    "Status",
    "Turn",
    "ViewStore",
    "evidence",
    "open_turn",
    "render_reporting",
]
