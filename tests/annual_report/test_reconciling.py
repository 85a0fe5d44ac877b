"""The checks of a report notice a case that is lost, doubled or moved."""

from datetime import date

import attrs
import pytest

from caseledger.annual_report import (
    Evidence,
    Period,
    Report,
    cases,
    compile_report,
)
from caseledger.annual_report.reconciling import reconcile
from caseledger.read_models import ComplaintRow, EndingRow, StageRow

SERVICE = "Children and Family Services"
PERIOD = Period.named("2023-24")
AS_AT = date(2024, 11, 30)


def complaint(number: int, **changes: object) -> ComplaintRow:
    """Return a complaint received on a day of May 2023."""
    row = ComplaintRow(
        stream=f"stream-{number}",
        reference=f"CF-{number}",
        procedure="statutory",
        service=SERVICE,
        team="Short Breaks",
        theme=None,
        channel=None,
        capacity=None,
        grounds_arose_on=None,
        received_on=date(2023, 5, number),
        acknowledged_on=None,
        not_accepted_on=None,
        not_accepted_reason=None,
        withdrawn_on=None,
        reinstated_on=None,
        resolved_on=None,
        closed_on=None,
        function=None,
        phase="stage 1",
    )
    return attrs.evolve(row, **changes)  # type: ignore[arg-type] # any of its fields


def stage(number: int, stage_number: int, **changes: object) -> StageRow:
    """Return a stage begun in May 2023 and due a fortnight later."""
    row = StageRow(
        stream=f"stream-{number}",
        reference=f"CF-{number}",
        stage=stage_number,
        attempt=1,
        basis=None,
        begun_on=date(2023, 5, number),
        due_on=date(2023, 5, number + 14),
        other_due_on=None,
        maximum_on=None,
        responded_on=date(2023, 5, number + 10),
        outcome="upheld",
        deferred_on=None,
    )
    return attrs.evolve(row, **changes)  # type: ignore[arg-type] # any of its fields


def ending(number: int, what: str) -> EndingRow:
    """Return how a complaint ended in May 2023."""
    return EndingRow(
        stream=f"stream-{number}",
        reference=f"CF-{number}",
        what=what,
        number=1,
        happened_on=date(2023, 5, number + 2),
    )


# Five complaints: answered (and on to stage 2), awaiting, withdrawn, not accepted,
# and one that went straight to stage 2.
EVIDENCE = Evidence(
    complaints=[
        complaint(1),
        complaint(2),
        complaint(3),
        complaint(4),
        complaint(5, procedure="corporate"),
    ],
    stages=[
        stage(1, 1),
        stage(1, 2, begun_on=date(2023, 6, 1), basis="dissatisfied"),
        stage(2, 1, responded_on=None, outcome=None),
        stage(3, 1, responded_on=None, outcome=None),
        stage(4, 1, responded_on=None, outcome=None),
        stage(5, 1, responded_on=None, outcome=None),
        stage(5, 2, basis="agreed_skip", responded_on=None, outcome=None),
    ],
    endings=[ending(3, "withdrawn"), ending(4, "not_accepted")],
    extensions=[],
    irregularities=[],
    referrals=[],
    remedies=[],
    actions=[],
    compliments=[],
)


def compiled() -> Report:
    """Return the report of the five complaints."""
    return compile_report(EVIDENCE, service=SERVICE, period=PERIOD, as_at=AS_AT)


def failing(report: Report) -> list[str]:
    """Return the checks that do not hold."""
    return [one.check for one in reconcile(report) if not one.holds]


def test_a_report_of_five_fates_adds_up() -> None:
    """Each of the five complaints is counted once, as what became of it."""
    intake = compiled().intake

    assert ("CF-1",) == intake.responded.references
    assert ("CF-2",) == intake.awaiting_response.references
    assert ("CF-3",) == intake.withdrawn.references
    assert ("CF-4",) == intake.not_accepted.references
    assert ("CF-5",) == intake.skipped.references
    assert [] == failing(compiled())


def test_the_flow_through_stage_1_is_told_case_by_case() -> None:
    """Nothing was open, five came in, four ended in four ways, one is open."""
    flow = compiled().flows[0]

    assert () == flow.open_at_start.references
    assert ("CF-1", "CF-2", "CF-3", "CF-4", "CF-5") == flow.begun.references
    assert {
        "answered": ("CF-1",),
        "not accepted": ("CF-4",),
        "skipped": ("CF-5",),
        "withdrawn": ("CF-3",),
    } == {how: some.references for how, some in flow.ended.items()}
    assert ("CF-2",) == flow.open_at_end.references
    assert (
        "stage 1: open at the start + begun = answered + not accepted + skipped + "
        "withdrawn + open at the end"
    ) in [one.check for one in compiled().reconciliation]


@pytest.mark.parametrize(
    ("section", "change"),
    [
        ("intake", {"responded": cases(())}),
        ("intake", {"received": cases(["CF-1"])}),
        # One lost and another counted twice: the counts alone would agree.
        ("intake", {"withdrawn": cases(["CF-4"])}),
        ("intake", {"not_accepted_reasons": {}}),
        ("not_escalated", {"cases": cases(["CF-1"])}),
        ("actions", {"agreed": cases(["CF-1"])}),
        ("compliments", {"total": cases(["CO-1"])}),
    ],
)
def test_a_case_lost_or_counted_twice_is_found(
    section: str,
    change: dict[str, object],
) -> None:
    """A figure that no longer holds the right cases makes a check fail."""
    report = compiled()
    spoilt = attrs.evolve(getattr(report, section), **change)

    assert [] != failing(attrs.evolve(report, **{section: spoilt}))


@pytest.mark.parametrize("number", [1, 2])
def test_an_outcome_lost_from_a_stage_is_found(number: int) -> None:
    """Outcomes, pending and withdrawn make up a stage's total."""
    report = compiled()
    stages = [
        attrs.evolve(one, upheld=cases(())) if one.stage == number else one
        for one in report.stages
    ]

    assert [] != failing(attrs.evolve(report, stages=tuple(stages)))


def test_a_response_lost_from_the_limits_is_found() -> None:
    """Within, late, unanswered and in time make up the population."""
    report = compiled()
    duty = report.timeliness[0]
    limits = attrs.evolve(duty.limits, within_original=cases(()))
    spoilt = (attrs.evolve(duty, limits=limits), *report.timeliness[1:])

    assert [] != failing(attrs.evolve(report, timeliness=spoilt))
