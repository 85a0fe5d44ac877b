"""The same work in the library's own way: its aggregate, application and JSON."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class Case(Aggregate):
    """A case with events as large as ours."""

    @event("Received")
    def __init__(self, *, reference: str, stream: str) -> None:
        self.reference = reference
        self.stream = stream
        self.referral = 0

    @event("Referred")
    def refer(self, *, referral: int) -> None:
        """Add one more event."""
        self.referral = referral


class Library:
    """An application of the library's, with nothing changed but where it keeps."""

    def __init__(self, settings: dict[str, str]) -> None:
        self._app: Application[UUID] = Application(env=settings)
        self._case = Case(reference="LONG", stream="Y")
        self._app.save(self._case)

    def append(self, count: int) -> None:
        """Save one event at a time."""
        for _ in range(count):
            self._case.refer(referral=1)
            self._app.save(self._case)

    def append_together(self, count: int) -> None:
        """Save the first events of many cases in one transaction."""
        self._app.save(*[Case(reference="X", stream="Y") for _ in range(count)])

    def make_long(self, events: int) -> None:
        """Begin a case anew that has so many events."""
        self._case = Case(reference="LONG", stream="Y")
        for _ in range(events - 1):
            self._case.refer(referral=1)
        self._app.save(self._case)

    def replay(self) -> None:
        """Get the case from its events."""
        self._app.repository.get(self._case.id)

    def fold(self) -> int:
        """Count the kinds of all events, and return how many there were."""
        counts: dict[type, int] = {}
        recorder, mapper, at = self._app.recorder, self._app.mapper, 1
        while page := recorder.select_notifications(at, 500):
            for one in page:
                kind = type(mapper.to_domain_event(one))
                counts[kind] = counts.get(kind, 0) + 1
            at = page[-1].id + 1
        return sum(counts.values())

    def close(self) -> None:
        """Let go of the storage."""
        self._app.close()
