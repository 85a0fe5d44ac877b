"""People who look at cases, policies that let them or do not, and a full log."""

from collections.abc import Sequence

import attrs

from caseledger.access import (
    Access,
    AccessPolicy,
    AccessRequest,
    Allowed,
    Denied,
    Disclosable,
    Selection,
)
from caseledger.casework import Actor, Append, EventLog, StorageUnavailable
from caseledger.testing import FixedClock, day, numbered_ids

CASE, OTHER = "9b2d5c0e1f7a4863b0c9d8e7f6a51234", "0c9d8e7f6a512349b2d5c0e1f7a4863b"
UPHELD = Selection(by="stages.1.upheld of 2023-24", count=11)
ANN = Actor("user-17", role="complaints manager")
BEN = Actor("user-23", role="analyst")

NEED_TO_KNOW = Denied("need_to_know", "only those who handle the case may see it")


@attrs.frozen
class OnlyFor:
    """Lets some people look, and nobody else."""

    people: Sequence[Actor] = ()

    def decide(self, request: AccessRequest, /) -> Allowed | Denied:
        return Allowed() if request.actor in self.people else NEED_TO_KNOW


@attrs.frozen
class Full:
    """A log in which nothing can be recorded now."""

    log: EventLog

    def __getattr__(self, name: str) -> object:
        return getattr(self.log, name)

    def append(self, *_: Append) -> None:
        raise StorageUnavailable("disk full")


def access_over(log: EventLog, policy: AccessPolicy | None) -> Access:
    """Return access on Mon 2 Dec 2024, at nine."""
    return Access(
        log=log,
        clock=FixedClock(day("Mon 2 Dec 2024")),
        new_id=numbered_ids(),
        policy=policy,
    )


def asks(
    what: Disclosable = Disclosable.HISTORY,
    cases: tuple[str, ...] | Selection = (CASE,),
    *,
    by: Actor = ANN,
    reason: str | None = None,
) -> AccessRequest:
    return AccessRequest(actor=by, what=what, cases=cases, reason=reason)
