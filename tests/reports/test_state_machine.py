"""
The state machine that is drawn is that of the procedure.

The transitions expected are written down from its tables (sections 6.1 and 6.2, with
the refinements D4 and D5), not from what was found.
"""

from functools import cache

import pytest

from caseledger.complaint import Phase
from caseledger.complaint.guards import ends
from caseledger.reports.state_machine import Transition, transitions
from caseledger.rules import Procedure

# What both procedures have: section 6.2 takes these over from 6.1.
INTAKE = {
    ("received", "acknowledge the complaint", "stage 1"),
    ("stage 1 responded", "agree how it is resolved", "resolved"),
    ("not accepted", "take it up again", "received"),
    ("withdrawn", "take it up again", "received"),
    ("suspended", "withdraw it", "withdrawn"),
} | {
    (before, step, after)
    for before in ("received", "stage 1")
    for step, after in (
        ("answer stage 1", "stage 1 responded"),
        ("ask for stage 2", "stage 2"),
        ("leave out stage 1 by agreement", "stage 2"),
        ("not accept it", "not accepted"),
        ("wait for an advocate", "suspended"),
    )
}
TO_STAGE_2 = {
    (before, "ask for stage 2", "stage 2")
    for before in ("stage 1 responded", "resolved")
} | {("stage 2", "answer stage 2", "stage 2 responded")}
STAGE_3 = {
    ("stage 2 responded", "ask for a review panel", "stage 3 requested"),
    ("stage 2 responded", "accept a late request for stage 3", "stage 3 requested"),
    ("stage 3 requested", "hold the panel", "panel met"),
    ("panel met", "receive the panel's report", "panel reported"),
    ("panel reported", "answer stage 3", "stage 3 responded"),
    ("panel reported", "answer stage 3 by investigating again", "stage 3 responded"),
    ("panel reported", "investigate again", "stage 2"),
    ("stage 3 responded", "investigate again", "stage 2"),
}
GOING = {
    Procedure.CORPORATE: [
        *("received", "stage 1", "stage 1 responded", "resolved"),
        *("stage 2", "stage 2 responded"),
    ],
}
GOING[Procedure.STATUTORY] = [
    *GOING[Procedure.CORPORATE],
    *("stage 3 requested", "panel met", "panel reported", "stage 3 responded"),
]
ANSWERED = {"stage 1 responded", "resolved", "stage 2 responded", "stage 3 responded"}


def expected(procedure: Procedure) -> set[tuple[str, str, str]]:
    going = GOING[procedure]
    found = INTAKE | TO_STAGE_2
    if procedure is Procedure.STATUTORY:
        found |= STAGE_3
    for phase in going:
        found.add((phase, "withdraw it", "withdrawn"))
        found.add((phase, "wait for proceedings", "suspended"))
        found.add(("suspended", "resume it", phase))
    for phase in ANSWERED & set(going):
        found.add((phase, "close the file", "closed"))
        found.add(("closed", "take it up again", phase))
    return found


@cache
def drawn(procedure: Procedure) -> list[Transition]:
    return transitions(procedure)


@pytest.mark.parametrize("procedure", Procedure)
def test_it_is_the_procedure_s(procedure: Procedure) -> None:
    assert expected(procedure) == {
        (one.before, one.step, one.after)
        for one in drawn(procedure)
        if one.before is not one.after
    }


def test_every_phase_can_be_reached() -> None:
    reached = {one.after for one in drawn(Procedure.STATUTORY)}
    assert set(Phase) == reached | {Phase.RECEIVED}


def test_nothing_leads_out_of_the_end_but_taking_it_up_again() -> None:
    over = {Phase.WITHDRAWN, Phase.NOT_ACCEPTED, Phase.CLOSED}
    steps = {one.step for one in drawn(Procedure.STATUTORY) if one.before in over}

    # An advocate may be asked for in every state.
    advocate = {"ask for an advocate", "appoint an advocate"}
    assert {"take it up again"} == steps - advocate


def test_a_guard_left_out_draws_another_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ends, "standing", lambda *_, **__: ())

    other = {
        (one.before, one.step, one.after)
        for one in transitions(Procedure.CORPORATE)
        if one.before is not one.after
    }
    assert expected(Procedure.CORPORATE) != other
