"""
The state machine as it is: every step tried in every state that can be reached.

Nothing here is drawn by hand. From a complaint just received, each step of
`next_steps` is taken that the rules allow, on the same day and again after all that
was due is overdue, until no new state turns up.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from caseledger.complaint import (
    AppointAdvocate,
    Complaint,
    NextStep,
    Phase,
    Receive,
    Reinstate,
    RequestAdvocate,
    Terms,
    decide,
    evolve,
    next_steps,
)
from caseledger.complaint.guards import PROGRESS
from caseledger.rules import Procedure

RECEIVED_ON = date(2023, 4, 3)
MUCH_LATER = timedelta(days=400)
"""Longer than any limit or window that a response or a request has."""


@attrs.frozen(order=True)
class Transition:
    """A step that leads from one phase to another, or to the same one."""

    before: Phase
    step: str
    after: Phase


@attrs.frozen
class _Node:
    """A state, and whether all that is due in it is overdue."""

    complaint: Complaint
    today: date
    late: bool = False


def transitions(procedure: Procedure) -> list[Transition]:
    """Return every transition of a procedure, sorted by phase and step."""
    terms = Terms()
    found: set[Transition] = set()
    seen: set[object] = set()
    waiting = [_received(procedure, terms)]
    while waiting:
        node = waiting.pop()
        if (key := _shape(node)) in seen:
            continue
        seen.add(key)
        if not node.late:
            waiting.append(_Node(node.complaint, node.today + MUCH_LATER, late=True))
        for step, after in _taken(node, terms):
            found.add(Transition(node.complaint.phase, step.what, after.phase))
            # The other procedure is another machine.
            if after.procedure is procedure:
                waiting.append(_Node(after, node.today))
    return sorted(found, key=lambda one: (_ORDER[one.before], one.step, one.after))


def _shape(node: _Node) -> object:
    """Return what tells states apart: the phase, and the steps of the stage so far."""
    complaint = node.complaint
    number = complaint.present_stage
    stage = complaint.stage(number)
    behind: list[object] = [
        *(stage.acknowledged_on, stage.responded_on, complaint.resolved_on),
        *(complaint.advocacy.requested_on, complaint.advocacy.appointed_on),
        complaint.earlier_rounds,
    ]
    if stage.responded_on is None and number == 2:
        behind += attrs.astuple(complaint.investigation, recurse=False)
    if stage.responded_on is None and number == 3:
        behind += attrs.astuple(complaint.panel, recurse=False)
    steps = tuple(map(bool, behind))
    return complaint.phase, number, stage.outcome, node.late, steps


_MOVES = (*PROGRESS, Reinstate, RequestAdvocate, AppointAdvocate)
_ORDER = {phase: number for number, phase in enumerate(Phase)}


def _received(procedure: Procedure, terms: Terms) -> _Node:
    command = Receive(
        on=RECEIVED_ON,
        reference="any",
        procedure=procedure,
        service="any",
    )
    [received] = decide(None, command, terms=terms, today=RECEIVED_ON)
    return _Node(evolve(None, received.event), RECEIVED_ON)


def _taken(node: _Node, terms: Terms) -> Iterator[tuple[NextStep, Complaint]]:
    for step in next_steps(node.complaint, terms=terms, today=node.today):
        # What happens beside the stages leaves the phase alone.
        if not (step.allowed and isinstance(step.command, _MOVES)):
            continue
        complaint = node.complaint
        for one in decide(complaint, step.command, terms=terms, today=node.today):
            complaint = evolve(complaint, one.event)
        yield step, complaint
