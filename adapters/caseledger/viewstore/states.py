"""The states that read models tell of, folded from the log batch by batch."""

from collections.abc import Sequence

from caseledger.casework import EventLog, PlacedEvent
from caseledger.complaint import Event
from caseledger.feedback import ComplimentEvent
from caseledger.read_models import State, fold


def states_after(log: EventLog, batch: Sequence[PlacedEvent]) -> dict[str, State]:
    """Return the state of each stream in a batch, as its last event in it left it."""
    streams: dict[str, list[PlacedEvent]] = {}
    for placed in batch:
        # Other streams have no state: who looked, which reference is whose.
        if isinstance(placed.event, Event | ComplimentEvent):
            streams.setdefault(placed.stream, []).append(placed)
    states: dict[str, State] = {}
    for stream, some in streams.items():
        state: State | None = None
        first = some[0].version
        if first > 1:
            for recorded in log.read(stream)[: first - 1]:
                state = fold(state, recorded.event)
        for placed in some:
            state = fold(state, placed.event)
        if state is not None:
            states[stream] = state
    return states
