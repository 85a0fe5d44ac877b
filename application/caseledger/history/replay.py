"""A case as it stood on a day, as known at an instant."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TypeVar

import attrs

from caseledger.casework import RecordedEvent
from caseledger.complaint import Complaint, Subject
from caseledger.history.days import after, began, known_by, places

T = TypeVar("T")


def replay(
    recorded: Sequence[RecordedEvent],
    *,
    known_at: datetime | None = None,
    on: date | None = None,
) -> Complaint | None:
    """
    Return the case as it stood at the end of a day, by what was known at an instant.

    With `known_at`, what was recorded later is left out; with `on`, what happened
    later, each event counting on its day as `days.places` finds it. So a response
    recorded for 5 May and corrected to 10 May had not been given on 7 May; by what
    was known before the correction, it had. The answer for an instant that has passed
    never changes. Before its receipt there is no case: None.
    """
    events = [event for _, event in known_by(recorded, known_at)]
    complaint: Complaint | None = None
    if on is None:
        for event in events:
            complaint = after(complaint, event)
        return complaint
    later: set[tuple[Subject, int]] = set()
    for event, place in zip(events, places(events), strict=True):
        if place.day > on:
            begun = began(event)
            if begun is None or begun[0] is Subject.COMPLAINT:
                continue
            # Referrals, remedies and actions are known by their place among all.
            later.add(begun)
        complaint = after(complaint, event)
    if complaint is None or not later:
        return complaint
    return attrs.evolve(
        complaint,
        referrals=_without(complaint.referrals, Subject.REFERRAL, later),
        remedies=_without(complaint.remedies, Subject.REMEDY, later),
        actions=_without(complaint.actions, Subject.ACTION, later),
    )


def _without(
    items: Sequence[T],
    subject: Subject,
    later: Collection[tuple[Subject, int]],
) -> tuple[T, ...]:
    return tuple(
        item
        for number, item in enumerate(items, start=1)
        if (subject, number) not in later
    )
