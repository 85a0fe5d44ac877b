"""
The rules that a step can break although it was taken: each yields what it broke.

A live command that breaks one is refused. Imported history may well hold such a
step: there it is recorded, marked with the rule, and without the effect that the
rule denies it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from caseledger.complaint.refusals import (
    ActedBefore,
    ExtensionTooLate,
    IndependentPersonOnPanel,
    NoPanelReport,
    PanelNotThree,
    Refusal,
    Stage1ExtensionTooLong,
    Stage2ExtensionTooLong,
    StageStillInTime,
)
from caseledger.complaint.state import Complaint, Stage
from caseledger.complaint.vocabulary import Basis
from caseledger.rules import statutory

IRREGULAR: Mapping[str, type[Refusal]] = MappingProxyType(
    {
        refusal.rule: refusal
        for refusal in (
            ExtensionTooLate,
            Stage1ExtensionTooLong,
            Stage2ExtensionTooLong,
            StageStillInTime,
            PanelNotThree,
            IndependentPersonOnPanel,
            ActedBefore,
            NoPanelReport,
        )
    },
)
"""The rules that recorded history can have broken, by number: a closed list."""


def of_extension(
    stage: Stage,
    number: int,
    *,
    notified_on: date,
    extended_to: date,
    good_reason: bool,
) -> Iterator[Refusal]:
    """
    R11: notified by the due date; R12, R15: to no later than the ceiling.

    A stage whose clock has not started has no due date to keep. Where a corporate
    policy allows it, good reason carries an extension past the ceiling.
    """
    due_on = stage.due_on()
    if stage.deadline is None or due_on is None:
        return
    if notified_on > due_on:
        yield ExtensionTooLate(notified_on=notified_on, due_on=due_on)
    latest_on = stage.deadline.latest_on
    if latest_on is not None and extended_to > latest_on and not good_reason:
        too_long = Stage1ExtensionTooLong if number == 1 else Stage2ExtensionTooLong
        yield too_long(extended_to=extended_to, latest_on=latest_on)


def of_escalation(
    one: Stage,
    *,
    requested_on: date,
    basis: Basis | None,
) -> Iterator[Refusal]:
    """R19: for want of a response, only once stage 1 is overdue and unanswered."""
    if basis is not Basis.NO_RESPONSE:
        return
    due_on = one.due_on(known_on=requested_on)
    answered = one.responded_on is not None and one.responded_on <= requested_on
    if due_on is not None and requested_on <= due_on and not answered:
        yield StageStillInTime(due_on=due_on)


def of_panel(complaint: Complaint, members: Sequence[str]) -> Iterator[Refusal]:
    """R25: three different people; R26, R28: none of whom acted in the complaint."""
    if not members:
        return
    size = statutory.PANEL_MEMBERS.in_force(on=complaint.received_on).value
    distinct = len(set(members))
    if len(members) != size or distinct != size:
        yield PanelNotThree(members=len(members), distinct=distinct)
    if complaint.investigation.independent_person in members:
        yield IndependentPersonOnPanel()
    if not complaint.acted.isdisjoint(members):
        yield ActedBefore()


def of_stage_3_response(complaint: Complaint, *, on: date) -> Iterator[Refusal]:
    """R30: not before the panel reported or, if that day is unknown, met."""
    recommended_on = complaint.panel.reported_on or complaint.panel.met_on
    if recommended_on is not None and on < recommended_on:
        yield NoPanelReport()
