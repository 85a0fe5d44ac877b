"""
The front door for who may look: ask before anything of a case is shown.

`Access` lets a policy decide, records what was shown to whom or what was refused, and
only then lets it be shown. Without a policy it refuses.

>>> from uuid import uuid4
>>> from caseledger.casework import Actor
>>> from caseledger.eventlog import SystemClock, memory_log
>>> access = Access(
...     log=memory_log(),
...     clock=SystemClock(),
...     new_id=lambda: uuid4().hex,
...     policy=LOCAL_STORE,
... )
>>> access.disclose(
...     AccessRequest(
...         actor=Actor("user-17", role="complaints manager"),
...         what=Disclosable.HISTORY,
...         cases=("5f0c9d6a7b8e4f21a3c4d5e6f7081000",),
...         reason="Prepares the stage 2 response.",
...     )
... )
>>> [look] = access.who("5f0c9d6a7b8e4f21a3c4d5e6f7081000")
>>> look.actor.id, look.reason
('user-17', 'Prepares the stage 2 response.')
"""

from caseledger.access.policy import (
    LOCAL_STORE,
    AccessPolicy,
    AccessRequest,
    Allowed,
    Denied,
)
from caseledger.access.recording import Access, AccessRefused, Look
from caseledger.casework import Disclosable, Selection

__all__ = [
    "LOCAL_STORE",
    "Access",
    "AccessPolicy",
    "AccessRefused",
    "AccessRequest",
    "Allowed",
    "Denied",
    "Disclosable",
    "Look",
    "Selection",
]
