"""
Whole cases, driven at random, held against a naive model of the procedure.

What is left out of the library on purpose must be found.
"""

import importlib
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from caseledger.complaint import Command, Complaint, Refusal, Terms, breaches
from complaint import model
from complaint.case_machine import CaseMachine, taken

WHOLE = settings(max_examples=200, stateful_step_count=20, deadline=None)
# A saboteur is found, not explained.
TINY = settings(
    max_examples=150,
    stateful_step_count=30,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    report_multiple_bugs=False,
)


def test_no_case_goes_against_the_procedure() -> None:
    """At least 3,000 steps, with every rule met and every irregularity told."""
    taken.clear()
    run_state_machine_as_test(CaseMachine, settings=WHOLE)

    assert 3_000 <= taken["steps"]
    assert model.IRREGULAR <= taken.keys()
    assert 50 <= taken["told"]


def nothing(*_: object, **__: object) -> tuple[()]:
    return ()


@pytest.mark.parametrize(
    "sabotaged",
    ["of_extension", "of_escalation", "of_panel", "of_stage_3_response"],
)
def test_a_rule_left_out_is_found(
    sabotaged: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaches, sabotaged, nothing)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(CaseMachine, settings=TINY)


@pytest.mark.parametrize(
    "refused",
    [
        *("R10", "R14", "R18", "R19", "R24", "R32", "R33"),
        *("NothingToTakeUp", "OnePersonTwoRoles", "PanelAlreadyReported"),
        *("ReinvestigationAtStage3Only", "ReinvestigationNotRecommended"),
        *("RemedySettledOtherwise", "UnknownItem"),
    ],
)
def test_a_guard_left_out_is_found(
    refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not by attribute: the package has a function of the module's name.
    module = importlib.import_module("caseledger.complaint.decide")
    guards = module.guards

    def lax(
        complaint: Complaint | None, command: Command, *, today: date
    ) -> Iterator[Refusal]:
        every = guards(complaint, command, today=today)
        return (one for one in every if refused not in {one.rule, type(one).__name__})

    monkeypatch.setattr(module, "guards", lax)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(CaseMachine, settings=TINY)


def test_a_day_too_many_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A calendar that forgets that the start does not count."""
    right = Terms._count  # noqa: SLF001 - what is sabotaged
    monkeypatch.setattr(
        Terms,
        "_count",
        lambda self, start, days: right(self, start, days) + timedelta(days=1),
    )

    with pytest.raises(AssertionError):
        run_state_machine_as_test(CaseMachine, settings=TINY)
