"""
The front door for developers: give commands, get events or a refusal; read a case.

`Casework` works over any `EventLog`; `caseledger.eventlog` opens one in memory or
in an SQLite file.
"""

from caseledger.casework.directory import Kind, ReferenceReserved, reservation
from caseledger.casework.disclosures import (
    Disclosable,
    Disclosed,
    DisclosureEvent,
    DisclosureRefused,
    Selection,
    access_stream,
)
from caseledger.casework.errors import (
    CaseworkError,
    ForeignLog,
    StaleCase,
    StorageUnavailable,
    UnknownCase,
    UnreadableEvent,
)
from caseledger.casework.holidays import (
    CALENDAR_STREAM,
    HolidayProclaimed,
    MovedDeadline,
    NoWorkingDay,
)
from caseledger.casework.ports import (
    Append,
    Clock,
    Entry,
    EventLog,
    LedgerDetails,
    LedgerEvent,
    PlacedEvent,
    RecordedEvent,
)
from caseledger.casework.service import Actor, Casework, terms_in_force

__all__ = [
    "CALENDAR_STREAM",
    "Actor",
    "Append",
    "Casework",
    "CaseworkError",
    "Clock",
    "Disclosable",
    "Disclosed",
    "DisclosureEvent",
    "DisclosureRefused",
    "Entry",
    "EventLog",
    "ForeignLog",
    "HolidayProclaimed",
    "Kind",
    "LedgerDetails",
    "LedgerEvent",
    "MovedDeadline",
    "NoWorkingDay",
    "PlacedEvent",
    "RecordedEvent",
    "ReferenceReserved",
    "Selection",
    "StaleCase",
    "StorageUnavailable",
    "UnknownCase",
    "UnreadableEvent",
    "access_stream",
    "reservation",
    "terms_in_force",
]
