"""What is recorded already, cell by cell, so that a row can be held against it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import attrs

from caseledger.casework import Entry, RecordedEvent
from caseledger.complaint import Complaint, Event, Subject, fold
from caseledger.complaint.details import (
    ActionDetails,
    ActionDoneDetails,
    ActionNotDoneDetails,
    CorrectionDetails,
    ExtensionDetails,
    NotedDetails,
    RemedyDetails,
    SuspensionDetails,
)
from caseledger.complaint.events import (
    ActionAgreed,
    ActionDone,
    ActionNotDone,
    Corrected,
    Extended,
    Noted,
    OmbudsmanDecided,
    ReferredToOmbudsman,
    RemedyOffered,
)
from caseledger.complaint.facts import FACTS, read

Text = dict[tuple[Subject, int, str], str]
"""Personal values by subject, number and fact."""


@attrs.define
class Recording:
    """
    A complaint as recorded, with the personal values that its state leaves out.

    `register_referral` is the number of the referral that the register's own
    columns tell of, 0 if they told of none yet.
    """

    stream: str
    version: int = 0
    complaint: Complaint | None = None
    text: Text = attrs.field(factory=dict, repr=False)
    register_referral: int = 0
    recorded_at: datetime | None = None

    def take(self, entries: Sequence[Entry], complaint: Complaint | None) -> None:
        """Take further entries in, and the complaint as they leave it."""
        self.complaint = complaint
        for entry in entries:
            self.version += 1
            self.recorded_at = entry.meta.recorded_at
            if not isinstance(entry.event, Event):
                continue
            if entry.details is not None:
                self.text |= _text(entry.event, entry.details)
            provenance = entry.meta.provenance
            number = _referral(entry.event)
            companion = provenance is not None and provenance.sheet == "ombudsman"
            if number and not self.register_referral and not companion:
                self.register_referral = number

    def cells(self, subject: Subject, number: int = 0) -> dict[str, Any]:
        """Return what is recorded of a subject, by column, as values."""
        if self.complaint is None:
            return {}
        found: dict[str, Any] = {}
        for name, fact in FACTS[subject].items():
            if fact.personal:
                written = self.text.get((subject, number, name))
            else:
                written = read(self.complaint, name, subject=subject, number=number)
            if written is not None:
                found[name] = fact.kind.parse(written)
        return found

    def register_cells(self) -> dict[str, Any]:
        """Return what is recorded of a register row."""
        found = self.cells(Subject.COMPLAINT)
        if self.register_referral:
            found |= self.cells(Subject.REFERRAL, self.register_referral)
        return found


def _referral(event: Event) -> int:
    match event:
        case ReferredToOmbudsman(referral=number) | OmbudsmanDecided(referral=number):
            return number
        case Noted(subject=Subject.REFERRAL, number=number):
            return number
        case _:
            return 0


def _text(event: Event, details: object) -> Text:  # noqa: PLR0911 - one case per kind of details
    match event, details:
        case Extended(stage=stage), ExtensionDetails(reason=reason):
            return {(Subject.COMPLAINT, 0, f"s{stage}_extension_reason"): reason}
        case _, SuspensionDetails(reason=reason):
            return {(Subject.COMPLAINT, 0, "suspension_reason"): reason}
        case RemedyOffered(remedy=n), RemedyDetails(description=text):
            return {(Subject.REMEDY, n, "description"): text}
        case ActionAgreed(action=n), ActionDetails() as agreed:
            said = {
                "recommendation": agreed.recommendation,
                "action": agreed.action,
                "owner": agreed.owner,
            }
            return {
                (Subject.ACTION, n, name): text
                for name, text in said.items()
                if text is not None
            }
        case ActionDone(action=n), ActionDoneDetails(evidence=text):
            return {(Subject.ACTION, n, "evidence"): text}
        case ActionNotDone(action=n), ActionNotDoneDetails(reason=reason):
            return {(Subject.ACTION, n, "not_done_reason"): reason}
        case Noted(), NotedDetails(value=value):
            return {(event.subject, event.number, event.fact): value}
        case Corrected(), CorrectionDetails(now=str(value)):
            return {(event.subject, event.number, event.fact): value}
        case _:
            return {}


def recording(stream: str, recorded: Sequence[RecordedEvent]) -> Recording:
    """Return what a stream holds."""
    found = Recording(stream)
    events = [one.event for one in recorded if isinstance(one.event, Event)]
    entries = [Entry(one.event, one.details, one.meta) for one in recorded]
    found.take(entries, fold(events))
    return found
