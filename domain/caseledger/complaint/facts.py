"""
Every fact of a complaint that can be noted or corrected: its name and its place.

The names are those of the register's columns; a value is written as the register
writes it. `read` and `put` find a fact in the state, so that noting or correcting
needs no event class of its own for each.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import attrs

from caseledger.complaint.events import Subject
from caseledger.complaint.state import Complaint, Extension, Pause, Settlement
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    Function,
    NotAcceptedReason,
    NotInvestigatedReason,
    OmbudsmanDecision,
    Outcome,
    RemedyKind,
    RemedyStatus,
    Source,
)
from caseledger.rules import Procedure

LAST = -1
PENCE = 100


@attrs.frozen
class Kind:
    """How values of one kind are read from text and written as text."""

    parse: Callable[[str], object]
    write: Callable[[Any], str]


def _pounds(pence: int) -> str:
    pounds, rest = divmod(pence, PENCE)
    return f"{pounds}.{rest:02}" if rest else str(pounds)


def _pence(text: str) -> int:
    pounds, _, rest = text.partition(".")
    return int(pounds) * PENCE + int(rest.ljust(2, "0"))


def _code(codes: type[StrEnum]) -> Kind:
    return Kind(codes, str)


TEXT = Kind(str, str)
DATE = Kind(date.fromisoformat, date.isoformat)
MONEY = Kind(_pence, _pounds)
YES_NO = Kind(lambda text: text == "yes", lambda value: "yes" if value else "no")
IDS = Kind(lambda text: tuple(text.split(";")), ";".join)


@attrs.frozen
class Fact:
    """A fact's kind and its path in the state; personal facts have no path."""

    kind: Kind
    path: tuple[str | int, ...] = ()

    @property
    def personal(self) -> bool:
        """Say whether the value is personal, and so kept in details alone."""
        return not self.path


PERSONAL = Fact(TEXT)


def _stage(number: int) -> dict[str, Fact]:
    stage, s = f"stage_{number}", f"s{number}"
    return {
        f"{s}_extended_on": Fact(DATE, (stage, "extensions", LAST, "notified_on")),
        f"{s}_extended_to": Fact(DATE, (stage, "extensions", LAST, "extended_to")),
        f"{s}_responded_on": Fact(DATE, (stage, "responded_on")),
        f"{s}_outcome": Fact(_code(Outcome), (stage, "outcome")),
    }


FACTS: Mapping[Subject, Mapping[str, Fact]] = MappingProxyType(
    {
        Subject.COMPLAINT: {
            "service": Fact(TEXT, ("service",)),
            "team": Fact(TEXT, ("team",)),
            "procedure": Fact(_code(Procedure), ("procedure",)),
            "channel": Fact(TEXT, ("channel",)),
            "complainant": Fact(TEXT, ("capacity",)),
            "complainant_id": Fact(TEXT, ("complainant_id",)),
            "theme": Fact(TEXT, ("theme",)),
            "grounds_arose_on": Fact(DATE, ("grounds_arose_on",)),
            "function": Fact(_code(Function), ("intake", "function")),
            "oral": Fact(YES_NO, ("intake", "oral")),
            "child_is_complainant": Fact(YES_NO, ("intake", "child_is_complainant")),
            "duplicate_of": Fact(TEXT, ("intake", "duplicate_of")),
            "received_on": Fact(DATE, ("received_on",)),
            "acknowledged_on": Fact(DATE, ("stage_1", "acknowledged_on")),
            "not_accepted_on": Fact(DATE, ("non_acceptances", LAST)),
            "not_accepted_reason": Fact(
                _code(NotAcceptedReason),
                ("not_accepted_reason",),
            ),
            "withdrawn_on": Fact(DATE, ("withdrawals", LAST)),
            "suspended_on": Fact(DATE, ("suspensions", LAST, "began_on")),
            "suspension_reason": PERSONAL,
            "resumed_on": Fact(DATE, ("suspensions", LAST, "ended_on")),
            "deferred_on": Fact(DATE, ("deferrals", LAST, "began_on")),
            "deferred_to": Fact(DATE, ("deferrals", LAST, "ended_on")),
            "reinstated_on": Fact(DATE, ("reinstatements", LAST)),
            **_stage(1),
            "s1_extension_reason": Fact(
                _code(ExtensionReason),
                ("stage_1", "extensions", LAST, "reason"),
            ),
            "s2_requested_on": Fact(DATE, ("stage_2", "requested_on")),
            "s2_basis": Fact(_code(Basis), ("stage_2", "basis")),
            "s2_statement_agreed_on": Fact(
                DATE,
                ("investigation", "statement_agreed_on"),
            ),
            "s2_investigating_officer": Fact(TEXT, ("investigation", "officer")),
            "s2_independent_person": Fact(
                TEXT,
                ("investigation", "independent_person"),
            ),
            **_stage(2),
            "s2_extension_reason": PERSONAL,
            "s3_requested_on": Fact(DATE, ("stage_3", "requested_on")),
            "s3_panel_met_on": Fact(DATE, ("panel", "met_on")),
            "s3_panel_members": Fact(IDS, ("panel", "members")),
            "s3_panel_reported_on": Fact(DATE, ("panel", "reported_on")),
            "s3_responded_on": Fact(DATE, ("stage_3", "responded_on")),
            "s3_outcome": Fact(_code(Outcome), ("stage_3", "outcome")),
        },
        Subject.REFERRAL: {
            "ombudsman_referred_on": Fact(DATE, ("referred_on",)),
            "ombudsman_decided_on": Fact(DATE, ("decided_on",)),
            "ombudsman_decision": Fact(_code(OmbudsmanDecision), ("decision",)),
            "ombudsman_investigated": Fact(YES_NO, ("investigated",)),
            "ombudsman_not_investigated_reason": Fact(
                _code(NotInvestigatedReason),
                ("not_investigated_reason",),
            ),
        },
        Subject.REMEDY: {
            "remedy_id": Fact(TEXT, ("remedy_id",)),
            "source": Fact(_code(Source), ("source",)),
            "kind": Fact(_code(RemedyKind), ("kind",)),
            "amount_gbp": Fact(MONEY, ("amount_pence",)),
            "offered_on": Fact(DATE, ("offered_on",)),
            "status": Fact(_code(RemedyStatus), ("settlements", LAST, "status")),
            "settled_on": Fact(DATE, ("settlements", LAST, "on")),
            "description": PERSONAL,
        },
        Subject.ACTION: {
            "action_id": Fact(TEXT, ("action_id",)),
            "source": Fact(_code(Source), ("source",)),
            "recommendation": PERSONAL,
            "action": PERSONAL,
            "owner": PERSONAL,
            "agreed_on": Fact(DATE, ("agreed_on",)),
            "due_on": Fact(DATE, ("due_on",)),
            "done_on": Fact(DATE, ("done_on",)),
            "not_done_reason": PERSONAL,
            "evidence": PERSONAL,
        },
    },
)

_PLACES = {
    Subject.REFERRAL: "referrals",
    Subject.REMEDY: "remedies",
    Subject.ACTION: "actions",
}
_FIRST: Mapping[str, object] = {
    "withdrawals": None,
    "non_acceptances": None,
    "reinstatements": None,
    "extensions": Extension(),
    "suspensions": Pause(),
    "deferrals": Pause(),
    "settlements": Settlement(status=RemedyStatus.OFFERED, on=None),
}


def _path(subject: Subject, number: int, fact: Fact) -> tuple[str | int, ...]:
    if subject is Subject.COMPLAINT:
        return fact.path
    return (_PLACES[subject], number - 1, *fact.path)


def read(
    complaint: Complaint,
    name: str,
    *,
    subject: Subject = Subject.COMPLAINT,
    number: int = 0,
) -> str | None:
    """Return a fact as the register writes it, or None if none is recorded."""
    fact = FACTS[subject][name]
    if subject is not Subject.COMPLAINT and number < 1:
        return None
    value: Any = complaint
    for step in _path(subject, number, fact):
        if isinstance(step, int):
            if not value or step >= len(value):
                return None
            value = value[step]
        else:
            value = getattr(value, step)
    return None if value is None or value == () else fact.kind.write(value)


def put(
    complaint: Complaint,
    name: str,
    value: str,
    *,
    subject: Subject = Subject.COMPLAINT,
    number: int = 0,
) -> Complaint:
    """Return the complaint with a fact set to what the register writes."""
    fact = FACTS[subject][name]
    path = _path(subject, number, fact)
    changed: Complaint = _put(complaint, path, fact.kind.parse(value))
    return changed


def _put(whole: Any, path: tuple[str | int, ...], value: object) -> Any:  # noqa: ANN401 - walks through values of many types
    name, rest = str(path[0]), path[1:]
    if not rest:
        return attrs.evolve(whole, **{name: value})
    part = getattr(whole, name)
    index = rest[0]
    if isinstance(index, str):
        return attrs.evolve(whole, **{name: _put(part, rest, value)})
    items = list(part) or [_FIRST[name]]
    inner = rest[1:]
    items[index] = _put(items[index], inner, value) if inner else value
    return attrs.evolve(whole, **{name: tuple(items)})
