"""
What cannot have happened: the rows that are always refused, and why.

The list is closed. Whatever is merely unlawful is recorded and marked; whatever is
merely late, or odd, is recorded.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

Cells = Mapping[str, Any]
"""The filled cells of a row, by column, as values."""


@attrs.frozen
class Fault(Exception):
    """Why a row is refused: the column, the rule, and a sentence without values."""

    column: str
    rule: str
    message: str


# Each step, and those that it answers: it cannot be dated before any of them.
_ANSWERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("acknowledged_on", ("received_on",)),
    ("not_accepted_on", ("received_on",)),
    ("withdrawn_on", ("received_on",)),
    ("s1_extended_on", ("received_on",)),
    ("s1_responded_on", ("received_on",)),
    ("s2_requested_on", ("received_on",)),
    ("s2_statement_agreed_on", ("received_on", "s2_requested_on")),
    ("s2_extended_on", ("received_on", "s2_requested_on")),
    ("s2_responded_on", ("received_on", "s2_requested_on")),
    ("s3_requested_on", ("received_on", "s2_responded_on")),
    ("s3_panel_met_on", ("received_on", "s3_requested_on")),
    (
        "s3_panel_reported_on",
        ("received_on", "s3_requested_on", "s3_panel_met_on"),
    ),
    ("s3_responded_on", ("received_on", "s3_requested_on")),
    ("ombudsman_decided_on", ("ombudsman_referred_on",)),
    ("suspended_on", ("received_on",)),
    ("resumed_on", ("received_on", "suspended_on")),
    ("deferred_on", ("received_on",)),
    ("reinstated_on", ("received_on",)),
)
# The Ombudsman's dates are no steps of the procedure; reinstatement ends the end.
_STEPS = tuple(
    column
    for column, _ in _ANSWERS
    if column not in ("withdrawn_on", "ombudsman_decided_on", "reinstated_on")
)


def check_complaint(cells: Cells) -> None:
    """Raise the first `Fault` of a register row."""
    for fault in _faults(cells):
        raise fault


def _faults(cells: Cells) -> Iterator[Fault]:
    yield from _pairs(cells)
    if cells["procedure"] == "corporate":
        for column in cells:
            if column.startswith("s3_"):
                yield Fault(
                    column,
                    "stage",
                    "the corporate procedure has no stage 3 (R29): "
                    "review panels exist only in the statutory procedure",
                )
    yield from _order(cells)
    yield from _after_withdrawal(cells)


def _pairs(cells: Cells) -> Iterator[Fault]:
    for stage in ("s1", "s2", "s3"):
        answered, outcome = f"{stage}_responded_on", f"{stage}_outcome"
        if outcome in cells and answered not in cells:
            yield Fault(answered, "outcome", "an outcome needs its response's date")
        if answered in cells and outcome not in cells:
            yield Fault(outcome, "outcome", "a response needs its outcome")
    for stage in ("s1", "s2"):
        told, to = f"{stage}_extended_on", f"{stage}_extended_to"
        if (told in cells) != (to in cells):
            missing = to if told in cells else told
            yield Fault(missing, "extension", "an extension needs both its dates")


def _order(cells: Cells) -> Iterator[Fault]:
    received_on = cells["received_on"]
    if "grounds_arose_on" in cells and cells["grounds_arose_on"] > received_on:
        yield _early("grounds_arose_on", "received_on", "is after")
    for column, answers in _ANSWERS:
        on = cells.get(column)
        if on is None:
            continue
        for answered in answers:
            if answered in cells and on < cells[answered]:
                yield _early(column, answered)
        if (
            column == "s2_requested_on"
            and cells.get("s2_basis") == "dissatisfied"
            and "s1_responded_on" in cells
            and on < cells["s1_responded_on"]
        ):
            yield _early(column, "s1_responded_on")


def _early(column: str, answered: str, how: str = "is before") -> Fault:
    message = f"{column} {how} {answered}: a step cannot precede what it answers (R10)"
    return Fault(column, "order", message)


def _after_withdrawal(cells: Cells) -> Iterator[Fault]:
    withdrawn_on = cells.get("withdrawn_on")
    if withdrawn_on is None:
        return
    reinstated_on = cells.get("reinstated_on")
    taken_up = reinstated_on is not None and reinstated_on >= withdrawn_on
    for column in _STEPS:
        if taken_up and cells.get(column, withdrawn_on) >= reinstated_on:
            continue
        if column in cells and cells[column] > withdrawn_on:
            yield Fault(
                column,
                "withdrawn",
                f"{column} is after the complaint was withdrawn (R32)",
            )


# Of a companion's dates, these belong to the authority and follow receipt.
_COMPANION_ORDER: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "remedies": (("offered_on", ()), ("settled_on", ("offered_on",))),
    "actions": (
        ("agreed_on", ()),
        ("due_on", ()),
        ("done_on", ("agreed_on",)),
    ),
    "ombudsman": (("ombudsman_decided_on", ("ombudsman_referred_on",)),),
    "compliments": (),
}


def check_companion(sheet: str, cells: Cells, *, received_on: date | None) -> None:
    """
    Raise the first `Fault` of a companion row.

    Referrals to the Ombudsman may be premature, even dated before receipt.
    """
    for column, answers in _COMPANION_ORDER[sheet]:
        on = cells.get(column)
        if on is None:
            continue
        if sheet != "ombudsman" and received_on is not None and on < received_on:
            message = f"{column} is before the complaint was received (R10)"
            raise Fault(column, "order", message)
        for answered in answers:
            if answered in cells and on < cells[answered]:
                raise _early(column, answered)
