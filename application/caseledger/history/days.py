"""
On which day each event of a case counts: its own, or that of what it speaks of.

What a note, a correction or a review tells of is part of another event. It counts on
the day of that event, so that a case as on a day is told by all that is known of it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, assert_never

import attrs

from caseledger.casework import RecordedEvent
from caseledger.complaint import Complaint, Event, Step, evolve
from caseledger.complaint.deadlines import recorded as deadline_recorded
from caseledger.complaint.events import (
    ActionAgreed,
    Corrected,
    DeadlineRecomputed,
    IrregularityReviewed,
    Noted,
    Received,
    ReferredToOmbudsman,
    RemedyOffered,
    Subject,
)
from caseledger.complaint.facts import DATE, FACTS, read

_Telling = Noted | Corrected | DeadlineRecomputed | IrregularityReviewed

# What a personal fact, which is not in the state, is told with.
_TOLD_WITH = {
    "suspension_reason": "suspended_on",
    "s2_extension_reason": "s2_extended_on",
    "evidence": "done_on",
}


@attrs.frozen(kw_only=True)
class Place:
    """
    The day on which an event counts, and the event whose fact it speaks of.

    `speaks_of` is the place of that event in the history, None for an event that
    tells of something new.
    """

    day: date
    speaks_of: int | None = None


def known_by(
    recorded: Sequence[RecordedEvent],
    instant: datetime | None,
) -> list[tuple[RecordedEvent, Event]]:
    """Return what was recorded of a case by an instant, in the order of recording."""
    return [
        (one, one.event)
        for one in recorded
        if isinstance(one.event, Event)
        if instant is None or one.meta.recorded_at <= instant
    ]


def places(events: Sequence[Event]) -> list[Place]:
    """
    Return where each event of a history stands, in the order of recording.

    An event counts on the day on which what it tells of happened. A note or a
    correction counts on the day of the event that set the fact that it speaks of;
    what was judged or counted again, on the day of the step or the deadline that was.
    If that event is a note or a correction itself, its own day is meant. A correction
    of a day moves the event of that day: it counts on the corrected day, and so does
    all that speaks of it.

    What was left open on receipt and is noted later belongs to the receipt. A deadline
    that nothing had set belongs to the day from which it is counted. What else has no
    day belongs to the event with the latest day of those recorded before it.
    """
    history = _History()
    for event in events:
        history.take(event)
    return [
        Place(day=history.day(index), speaks_of=history.speaks_of[index])
        for index in range(len(history.events))
    ]


@attrs.define
class _History:
    """
    The events taken so far, and the state that each leaves.

    `days` are their own days as known so far, `stands_with` the places of the events
    with which those stand that have none.
    """

    events: list[Event] = attrs.field(factory=list)
    states: list[Complaint | None] = attrs.field(factory=list)
    speaks_of: list[int | None] = attrs.field(factory=list)
    days: list[date | None] = attrs.field(factory=list)
    stands_with: list[int | None] = attrs.field(factory=list)

    def take(self, event: Event) -> None:
        spoken_of = self._spoken_of(event) if isinstance(event, _Telling) else None
        day: date | None = getattr(event, "occurred_on", None)
        stands_with = spoken_of
        if spoken_of is None and isinstance(event, DeadlineRecomputed):
            day = event.deadline.counted_from
        elif spoken_of is None and day is None:
            stands_with = self._latest()
        self.events.append(event)
        self.states.append(after(self.states[-1] if self.states else None, event))
        self.speaks_of.append(spoken_of)
        self.days.append(day)
        self.stands_with.append(stands_with)

    def day(self, index: int) -> date:
        """Return the day on which an event counts, by all that was taken so far."""
        at: int | None = index
        while at is not None:
            day = self.days[at]
            if day is not None:
                return day
            at = self.stands_with[at]
        return date.min

    def _latest(self) -> int | None:
        earlier = range(len(self.events))
        return max(earlier, key=lambda index: (self.day(index), index), default=None)

    def _spoken_of(self, event: _Telling) -> int | None:
        if not isinstance(event, Noted | Corrected):
            return self._setter(event)
        dated = self._event_of_day(event)
        if dated is None:
            setter = self._setter(event)
            return self._beginning(event) if setter is None else setter
        told = event.value if isinstance(event, Noted) else event.now
        if told is not None:
            self.days[dated] = date.fromisoformat(told)
        return dated

    def _setter(self, event: _Telling) -> int | None:
        """Return the last event that changed what another one speaks of."""
        for index in reversed(range(len(self.events))):
            before = self.states[index - 1] if index else None
            if _subject_of(self.states[index], event) != _subject_of(before, event):
                return index
        return None

    def _event_of_day(self, event: Noted | Corrected) -> int | None:
        """Return the last event on whose day a fact is, if it is the day of one."""
        if FACTS[event.subject][event.fact].kind is not DATE:
            return None
        for index in reversed(range(len(self.events))):
            before = self.states[index - 1] if index else None
            if _is_day_of(self.events[index], before, event):
                return index
        return None

    def _beginning(self, event: Noted | Corrected) -> int | None:
        """Return the event that began what a fact without a step of its own is of."""
        if event.subject is Subject.COMPLAINT:
            path = FACTS[event.subject][event.fact].path
            if len(path) != 1 and path[:1] != ("intake",):
                return None
        for index, one in enumerate(self.events):
            if began(one) == (event.subject, event.number):
                return index
        return None


def began(event: Event) -> tuple[Subject, int] | None:
    """Return what began with an event: the complaint, or a numbered part of it."""
    match event:
        case Received():
            return Subject.COMPLAINT, 0
        case ReferredToOmbudsman():
            return Subject.REFERRAL, event.referral
        case RemedyOffered():
            return Subject.REMEDY, event.remedy
        case ActionAgreed():
            return Subject.ACTION, event.action
        case _:
            return None


def after(complaint: Complaint | None, event: Event) -> Complaint | None:
    """Return the complaint as an event leaves it, if there is what it speaks of."""
    if complaint is None and not isinstance(event, Received):
        return None
    if complaint is not None and isinstance(event, Noted | Corrected):
        known = {Subject.REMEDY: complaint.remedies, Subject.ACTION: complaint.actions}
        if event.number > len(known.get(event.subject, range(event.number))):
            return complaint
    return evolve(complaint, event)


def _is_day_of(
    event: Event, before: Complaint | None, telling: Noted | Corrected
) -> bool:
    """Say whether a fact is the day of an event: on another day, it would be that."""
    one: Any = event  # of any class that has a day
    if not hasattr(one, "occurred_on"):
        return False
    # No recorded day is as late as this.
    moved = after(before, attrs.evolve(one, occurred_on=date.max))
    return moved is not None and _fact(moved, telling) == date.max.isoformat()


def _subject_of(complaint: Complaint | None, event: _Telling) -> object:
    """Return what an event speaks of, as it stands in a state."""
    if complaint is None:
        return None
    match event:
        case Noted() | Corrected():
            return _fact(complaint, event)
        case DeadlineRecomputed():
            return deadline_recorded(complaint, event.deadline.name)
        case IrregularityReviewed():
            return _step(complaint, event)
        case _:
            assert_never(event)


def _fact(complaint: Complaint, event: Noted | Corrected) -> str | None:
    name = _TOLD_WITH.get(event.fact, event.fact)
    if FACTS[event.subject][name].personal:
        return None
    return read(complaint, name, subject=event.subject, number=event.number)


def _step(complaint: Complaint, event: IrregularityReviewed) -> object:
    stage = complaint.stage(event.stage)
    match event.step:
        case Step.EXTENSION:
            return len(stage.extensions) >= event.number
        case Step.ESCALATION:
            return stage.requested_on
        case Step.REVIEW_PANEL:
            return complaint.panel.met_on
        case Step.RESPONSE:
            return stage.responded_on
        case _:
            assert_never(event.step)
