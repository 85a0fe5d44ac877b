"""
Whole cases, driven at random, held against a naive model of the procedure.

What is left out of the library on purpose must be found. `make soak` drives many
more cases, as many steps as `CASELEDGER_SOAK` says, and prints what was met.
"""

import importlib
import os
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from caseledger.calendar import Calendar
from caseledger.complaint import (
    Command,
    Complaint,
    Deadline,
    DeadlineName,
    Refusal,
    Terms,
    breaches,
)
from caseledger.complaint.state import Pause
from caseledger.complaint.vocabulary import NotAcceptedReason, SuspensionGround
from caseledger.rules import Procedure
from complaint import moves
from complaint.case_machine import CaseMachine
from complaint.lived import taken
from complaint.marks import IRREGULAR
from complaint.ways import WAYS

STEPS = int(os.environ.get("CASELEDGER_SOAK", "5000"))
# A case has some twenty steps; a few are over sooner.
WHOLE = settings(
    max_examples=STEPS // 16,
    stateful_step_count=20,
    deadline=None,
    # `make soak` goes further each time; what everybody runs is the same every time.
    derandomize="CASELEDGER_SOAK" not in os.environ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# A saboteur is found, not explained.
TINY = settings(
    max_examples=150,
    stateful_step_count=30,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],
)
EVERY_RULE = {f"R{number:02}" for number in range(1, 36)}


@pytest.mark.timeout(0)
def test_no_case_goes_against_the_procedure() -> None:
    """At least 5,000 steps, with every rule met and every irregularity told."""
    taken.clear()
    for told, pick in product(sorted(IRREGULAR), (0, 1)):
        straight_on("default", Procedure.STATUTORY, pick, told=told)
    drive(WHOLE)

    for what, times in sorted(taken.items()):
        print(f"{times:9,} {what}")  # noqa: T201 - what `make soak` is run for
    assert STEPS <= taken["steps"]
    assert set() == EVERY_RULE - taken.keys()
    assert set() == {f"told {rule}" for rule in IRREGULAR} - taken.keys()


def straight_on(
    way: str,
    procedure: Procedure,
    pick: int,
    *,
    told: str | None = None,
    further: int = 13,
    grounds: int | None = None,
    duplicate_of: str | None = None,
    interest: bool | None = None,
) -> CaseMachine:
    """Drive one case through every step, for what chance alone might miss."""
    case = CaseMachine()
    case.receive(
        way=way,
        after=0,
        procedure=procedure,
        grounds=grounds,
        function=None,
        duplicate_of=duplicate_of,
        further=further,
        picks=[pick],
        oral=None,
        interest=interest,
        twice=2 * pick,
        told=told,
    )
    case.the_replay_gives_what_was_lived()
    case.each_due_date_is_that_of_a_recount()
    case.the_steps_marked_are_those_that_broke_a_rule()
    return case


def straight_through() -> None:
    """Drive cases under every policy, and turn one away until a court is done."""
    for way, procedure, pick in product(WAYS, Procedure, (0, 1)):
        straight_on(way, procedure, pick)
    straight_on("default", Procedure.STATUTORY, 0, further=1, grounds=800)
    straight_on("default", Procedure.STATUTORY, 0, further=1, interest=False)
    straight_on("default", Procedure.CORPORATE, 0, further=1, duplicate_of="CF-0")
    case = straight_on("default", Procedure.STATUTORY, 0, further=0)
    case.wait(("now", 1), ("now", 1), SuspensionGround.PROCEEDINGS)
    case = straight_on("default", Procedure.STATUTORY, 0, further=0)
    waits = NotAcceptedReason.CONCURRENT_PROCEEDINGS
    case.ask(moves.turned_away(case.now, waits))
    for _ in range(2):
        case.ask_in_vain()


def drive(how: settings) -> None:
    straight_through()
    run_state_machine_as_test(CaseMachine, settings=how)


def nothing(*_: object, **__: object) -> tuple[()]:
    return ()


def found() -> None:
    """Show that cases find what was planted, if need be others than the first."""
    for how in (TINY, *[settings(TINY, derandomize=False)] * 3):
        try:
            drive(how)
        except (AssertionError, LookupError):
            return
    pytest.fail("nobody noticed")


@pytest.mark.parametrize(
    "sabotaged",
    ["of_extension", "of_escalation", "of_panel", "of_stage_3_response"],
)
def test_a_rule_left_out_is_found(
    sabotaged: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaches, sabotaged, nothing)
    found()


def module_of(name: str) -> ModuleType:
    """Find a module; by attribute, a function of its name would be found."""
    return importlib.import_module(f"caseledger.complaint.{name}")


@pytest.mark.parametrize(
    "refused",
    [
        *("R01", "R02", "R03", "R04", "R05", "R06", "R07", "R09", "R10", "R13"),
        *("R14", "R16", "R17", "R18", "R19", "R20", "R21", "R22", "R23", "R24"),
        *("R27", "R29", "R30", "R31", "R32", "R33", "R34", "R35"),
        *("AdjudicatorInvestigated", "AdvocateNotAwaited", "AnsweredTwice"),
        *("DeferralNotAgreed", "GroundContradicted", "IndependentPersonActed"),
        *("IndependentPersonNotConsulted", "InterestNotInQuestion"),
        *("LinkedToItself", "NextRightNotStated", "NoGroundToTurnAway", "NotLate"),
        *("NothingToClose", "NothingToCorrect", "NothingToTakeUp", "NoticeMissing"),
        *("OfficerMustBeExternal", "OmbudsmanDetailsNotGiven"),
        *("OmbudsmanNotSignposted", "OnePersonTwoRoles"),
        *("OutcomeNotOfPoints", "OutcomeOfStage3Only", "PanelAlreadyReported"),
        *("ProceedingsRunning", "ReasonMissing", "RecipientsMissing"),
        *("ReclassifiedTooLate", "RecommendationsUnanswered"),
        *("RejectionWithoutReason",),
        *("RemedySettledOtherwise", "ReportsMissing", "RequestInTime"),
        *("RequestOutsideWindow", "SameProcedure", "SignatoryNotAllowed"),
        *("StatementMissing", "StepNotNoted", "UnknownItem", "WindowStillOpen"),
    ],
)
def test_a_guard_left_out_is_found(
    refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = module_of("decide")
    guards = module.guards

    def lax(
        complaint: Complaint | None, command: Command, *, terms: Terms, today: date
    ) -> Iterator[Refusal]:
        every = guards(complaint, command, terms=terms, today=today)
        return (one for one in every if refused not in {one.rule, type(one).__name__})

    monkeypatch.setattr(module, "guards", lax)
    found()


def test_a_day_too_many_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A calendar that forgets that the start does not count."""
    right = Terms.again

    def off(self: Terms, *told: Any, **more: Any) -> Deadline:  # noqa: ANN401 - passed on as it is
        deadline = right(self, *told, **more)
        return attrs.evolve(deadline, due_on=deadline.due_on + timedelta(days=1))

    monkeypatch.setattr(Terms, "again", off)
    found()


@pytest.mark.parametrize(
    "late",
    [
        *(DeadlineName.ACKNOWLEDGEMENT, DeadlineName.STAGE_2_REQUEST),
        *(DeadlineName.STAGE_2_ACKNOWLEDGEMENT, DeadlineName.REVIEW_REQUEST),
        *(DeadlineName.PANEL_ACKNOWLEDGEMENT, DeadlineName.PANEL_CHAIR),
        DeadlineName.PANEL_PAPERS,
    ],
)
def test_a_milestone_a_day_off_is_found(
    late: DeadlineName, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Terms.deadline

    def off(self: Terms, name: DeadlineName, *told: Any, **more: Any) -> object:  # noqa: ANN401 - passed on as it is
        deadline = right(self, name, *told, **more)
        if name is not late:
            return deadline
        return attrs.evolve(deadline, due_on=deadline.due_on + timedelta(days=1))

    monkeypatch.setattr(Terms, "deadline", off)
    found()


@pytest.mark.parametrize("end", ["began_on", "ended_on"])
def test_a_pause_a_day_too_short_is_found(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = module_of("deadlines")
    right = module.shifted

    def short(due: date, pause: Pause, calendar: Calendar) -> object:
        return right(due, _shorter(pause, end), calendar)

    monkeypatch.setattr(module, "shifted", short)
    found()


def _shorter(pause: Pause, end: str) -> Pause:
    began, ended = pause.began_on, pause.ended_on
    if began is None or ended is None or (ended - began).days < 2:
        return pause
    if end == "began_on":
        return attrs.evolve(pause, began_on=began + timedelta(days=1))
    return attrs.evolve(pause, ended_on=ended - timedelta(days=1))


def test_a_reinstatement_without_a_new_clock_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = module_of("decide")
    right = module._reinstated  # noqa: SLF001 - what is sabotaged

    def forgetful(*told: Any, **more: Any) -> object:  # noqa: ANN401 - passed on as it is
        return attrs.evolve(right(*told, **more), deadline=None, milestones=())

    monkeypatch.setattr(module, "_reinstated", forgetful)
    found()


def test_another_reading_left_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The policy on when stage 2 begins is not looked at."""
    monkeypatch.setattr(Terms, "statement_governs", lambda *_: False)
    found()


def test_points_that_come_to_something_else_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lenient(findings: Sequence[object]) -> object:
        return None if findings else outcome_of(findings)

    stages = module_of("guards.stages")
    outcome_of = stages.outcome_of
    monkeypatch.setattr(stages, "outcome_of", lenient)
    found()
