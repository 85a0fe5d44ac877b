"""The register and its companion files: their columns in order, each with its kind."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    NotAcceptedReason,
    NotInvestigatedReason,
    OmbudsmanDecision,
    Outcome,
    RemedyKind,
    RemedyStatus,
    Source,
)
from caseledger.register.cells import (
    DateReader,
    Read,
    read_code,
    read_identifier,
    read_ids,
    read_line,
    read_money,
    read_note,
    read_yes_no,
)
from caseledger.rules import Procedure


@attrs.frozen
class Dates:
    """How dates of the past and dates that may lie ahead are read."""

    past: DateReader
    ahead: DateReader


@attrs.frozen
class Column:
    """A column's name, how its cells are read, and whether each must be filled."""

    name: str
    reader: Callable[[Dates], Read]
    required: bool = False


def _fixed(read: Read) -> Callable[[Dates], Read]:
    return lambda _dates: read


def _past(dates: Dates) -> Read:
    return dates.past


def _ahead(dates: Dates) -> Read:
    return dates.ahead


_IDENTIFIER = _fixed(read_identifier)
_LINE = _fixed(read_line)
_NOTE = _fixed(read_note)
_FINDINGS = (Outcome.UPHELD, Outcome.PARTIALLY_UPHELD, Outcome.NOT_UPHELD)
# Only a review panel sends a complaint back to be investigated again.
_REVIEWED = (*_FINDINGS, Outcome.REINVESTIGATE)


def _stage(number: int) -> tuple[Column, ...]:
    stage = f"s{number}"
    reason = _fixed(read_code(ExtensionReason)) if number == 1 else _NOTE
    return (
        Column(f"{stage}_extended_on", _past),
        Column(f"{stage}_extended_to", _ahead),
        Column(f"{stage}_extension_reason", reason),
        Column(f"{stage}_responded_on", _past),
        Column(f"{stage}_outcome", _fixed(read_code(_FINDINGS))),
    )


OMBUDSMAN_COLUMNS = (
    Column("ombudsman_referred_on", _past),
    Column("ombudsman_decided_on", _past),
    Column("ombudsman_decision", _fixed(read_code(OmbudsmanDecision))),
    Column("ombudsman_investigated", _fixed(read_yes_no)),
    Column(
        "ombudsman_not_investigated_reason",
        _fixed(read_code(NotInvestigatedReason)),
    ),
)

REGISTER = (
    Column("service", _LINE, required=True),
    Column("team", _LINE),
    Column("reference", _IDENTIFIER, required=True),
    Column("procedure", _fixed(read_code(Procedure)), required=True),
    Column("channel", _LINE),
    Column("complainant", _LINE),
    Column("theme", _LINE),
    Column("grounds_arose_on", _past),
    Column("received_on", _past, required=True),
    Column("acknowledged_on", _past),
    Column("not_accepted_on", _past),
    Column("not_accepted_reason", _fixed(read_code(NotAcceptedReason))),
    Column("withdrawn_on", _past),
    *_stage(1),
    Column("s2_requested_on", _past),
    Column("s2_basis", _fixed(read_code(Basis))),
    Column("s2_statement_agreed_on", _past),
    Column("s2_investigating_officer", _IDENTIFIER),
    Column("s2_independent_person", _IDENTIFIER),
    *_stage(2),
    Column("s3_requested_on", _past),
    Column("s3_panel_met_on", _past),
    Column("s3_panel_members", _fixed(read_ids)),
    Column("s3_panel_reported_on", _past),
    Column("s3_responded_on", _past),
    Column("s3_outcome", _fixed(read_code(_REVIEWED))),
    *OMBUDSMAN_COLUMNS,
    Column("complainant_id", _IDENTIFIER),
    Column("suspended_on", _past),
    Column("suspension_reason", _NOTE),
    Column("resumed_on", _past),
    Column("deferred_on", _past),
    Column("deferred_to", _ahead),
    Column("reinstated_on", _past),
)
REMEDIES = (
    Column("reference", _IDENTIFIER, required=True),
    Column("source", _fixed(read_code(Source))),
    Column("kind", _fixed(read_code(RemedyKind))),
    Column("amount_gbp", _fixed(read_money)),
    Column("offered_on", _past),
    Column("status", _fixed(read_code(RemedyStatus))),
    Column("settled_on", _past),
    Column("description", _NOTE),
    Column("remedy_id", _IDENTIFIER),
)
ACTIONS = (
    Column("reference", _IDENTIFIER, required=True),
    Column("source", _fixed(read_code(Source))),
    Column("recommendation", _NOTE),
    Column("action", _NOTE),
    Column("owner", _NOTE),
    Column("agreed_on", _past),
    Column("due_on", _ahead),
    Column("done_on", _past),
    Column("not_done_reason", _NOTE),
    Column("evidence", _NOTE),
    Column("action_id", _IDENTIFIER),
)
COMPLIMENTS = (
    Column("reference", _IDENTIFIER, required=True),
    Column("service", _LINE, required=True),
    Column("team", _LINE),
    Column("received_on", _past, required=True),
    Column("theme", _LINE),
)
OMBUDSMAN = (Column("reference", _IDENTIFIER, required=True), *OMBUDSMAN_COLUMNS)

SHEETS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "register": REGISTER,
        "remedies": REMEDIES,
        "actions": ACTIONS,
        "ombudsman": OMBUDSMAN,
        "compliments": COMPLIMENTS,
    },
)
"""The files by name, in the order in which they are imported."""
