"""Who looks is decided and recorded before anything is shown."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import assert_never

import attrs

from caseledger.access.policy import AccessPolicy, AccessRequest, Allowed, Denied
from caseledger.casework import (
    Actor,
    Append,
    CaseworkError,
    Clock,
    Disclosable,
    Disclosed,
    DisclosureEvent,
    DisclosureRefused,
    Entry,
    EventLog,
    Selection,
    StaleCase,
    access_stream,
)
from caseledger.complaint import Meta
from caseledger.complaint.details import ReasonDetails

ATTEMPTS = 50
"""How often a record is tried again while others look: one of them got in each time."""

NO_POLICY = Denied(
    "no_policy",
    "nobody may look as long as no access policy says who may",
)


@attrs.frozen
class AccessRefused(CaseworkError):
    """What was asked for may not be shown; nothing was."""

    what: Disclosable
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"not shown: {self.sentence} ({self.rule})"


@attrs.frozen(kw_only=True)
class Look:
    """
    Somebody looked, or was refused by the rule in `refused_by`.

    `selection` tells which cases, if they were many; `reason` is None if none was
    said.
    """

    at: datetime
    actor: Actor
    what: Disclosable
    selection: Selection | None
    reason: str | None = attrs.field(repr=False)
    refused_by: str | None


@attrs.frozen(kw_only=True)
class Access:
    """
    What stands between the data of cases and whoever asks for it.

    `new_id` gives ids that nobody else has (`uuid.uuid4().hex`). Without a `policy`
    everything is refused.
    """

    log: EventLog
    clock: Clock
    new_id: Callable[[], str]
    policy: AccessPolicy | None = None

    def disclose(self, request: AccessRequest) -> None:
        """
        Record that something is shown, or refuse; show it only after this returned.

        Raises `AccessRefused` once the refusal is recorded. Whatever else it raises,
        such as `StorageUnavailable`, nothing is on record and nothing may be shown.
        """
        answer = NO_POLICY if self.policy is None else self.policy.decide(request)
        match answer:
            case Allowed():
                self._record(request, None)
            case Denied():
                self._record(request, answer.rule)
                raise AccessRefused(request.what, answer.rule, answer.sentence)
            case _:
                assert_never(answer)

    def who(self, case: str) -> Sequence[Look]:
        """
        Return who looked at the case with this stream, in order, and who was refused.

        Selections are not among it: see `who_saw_many`.
        """
        return list(self._looks(access_stream(case)))

    def who_saw_many(self) -> Sequence[Look]:
        """Return who looked at selections of many cases, in order, and was refused."""
        return list(self._looks(access_stream(None)))

    def _looks(self, stream: str) -> Iterator[Look]:
        for one in self.log.read(stream):
            event, details = one.event, one.details
            if not isinstance(event, DisclosureEvent):
                continue
            yield Look(
                at=one.meta.recorded_at,
                actor=Actor(one.meta.actor, role=one.meta.role),
                what=event.what,
                selection=event.selection,
                reason=details.reason if isinstance(details, ReasonDetails) else None,
                refused_by=event.rule if isinstance(event, DisclosureRefused) else None,
            )

    def _record(self, request: AccessRequest, refused_by: str | None) -> None:
        meta = Meta(
            recorded_at=self.clock.now(),
            actor=request.actor.id,
            role=request.actor.role,
            command_id=self.new_id(),
        )
        details = ReasonDetails(reason=request.reason) if request.reason else None
        # By stream, so that a case named twice is recorded once.
        entries = {
            access_stream(event.case): Entry(event, details, meta)
            for event in _events(request, refused_by)
        }
        # Where a stream stands is told by the log sooner than read: it may be long.
        versions = dict.fromkeys(entries, 0)
        attempts = len(entries) + ATTEMPTS
        for attempt in range(1, attempts + 1):
            appends = [
                Append(stream, versions[stream], [entry])
                for stream, entry in entries.items()
            ]
            try:
                self.log.append(*appends)
            except StaleCase as stale:
                if attempt == attempts:
                    raise
                versions[stale.stream] = stale.version
            else:
                return


def _events(
    request: AccessRequest, refused_by: str | None
) -> Iterator[DisclosureEvent]:
    """Go through what is to be recorded: one event for each case, or for them all."""
    cases: Sequence[str | None] = (None,)
    selection = None
    if isinstance(request.cases, Selection):
        selection = request.cases
    else:
        cases = request.cases
    for case in cases:
        if refused_by is None:
            yield Disclosed(what=request.what, case=case, selection=selection)
        else:
            yield DisclosureRefused(
                what=request.what, case=case, selection=selection, rule=refused_by
            )
