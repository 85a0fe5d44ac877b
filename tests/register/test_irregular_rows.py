"""
Steps that a rule forbids and that were taken all the same: recorded, and marked.

The days are worked examples of the procedure, `E7` and so on (`procedure.md` §8).
"""

import attrs
import pytest

from caseledger.complaint.events import Extended
from register.registers import (
    Register,
    compiled,
    counts,
    figures_of,
    imported,
    reported,
    rules_of,
)
from register.rows import RECEIVED, STAGE_3

Cells = dict[str, str]


@attrs.frozen
class Boundary:
    """A row that breaks a rule, seen in a column, and the same row just within it."""

    rule: str
    column: str
    what: str
    forbidden: Cells
    allowed: Cells


def complaint(procedure: str, received_on: str, **more: str) -> Cells:
    return {
        **RECEIVED,
        "procedure": procedure,
        "received_on": received_on,
        **more,
    }


def extended(
    rule: str,
    row: Cells,
    stage: int,
    told: tuple[str, str],
    to: tuple[str, str],
) -> Boundary:
    """Extend a stage within the rule, and a day beyond it: each as (allowed, not)."""
    on, until = f"s{stage}_extended_on", f"s{stage}_extended_to"
    column = on if rule == "R11" else until
    what = f"stage {stage}, {row['procedure']}, {row['received_on']}"
    allowed = {**row, on: told[0], until: to[0]}
    return Boundary(rule, column, what, {**row, on: told[1], until: to[1]}, allowed)


def asked(procedure: str, received_on: str, on: str, **more: str) -> Cells:
    """Ask for stage 2 for want of an answer."""
    asked_for = {"s2_requested_on": on, "s2_basis": "no_response"}
    return complaint(procedure, received_on, **asked_for, **more)


def stage_2(procedure: str, on: str) -> Cells:
    return complaint(procedure, "2022-08-01", s2_requested_on=on)


LATE: list[Boundary] = [
    # E7 and E8: due Wed 19 Apr, at most until Thu 4 May.
    extended(
        "R11",
        complaint("statutory", "2023-04-03"),
        1,
        told=("2023-04-19", "2023-04-20"),
        to=("2023-05-04", "2023-05-04"),
    ),
    # E14 and E15.
    extended(
        "R11",
        complaint("corporate", "2022-12-16"),
        1,
        told=("2023-01-04", "2023-01-05"),
        to=("2023-01-18", "2023-01-18"),
    ),
    # E20 and E21.
    extended(
        "R11",
        stage_2("statutory", "2023-03-01"),
        2,
        told=("2023-04-05", "2023-04-06"),
        to=("2023-06-07", "2023-06-07"),
    ),
    # E44 and E45: the corporate stage 2.
    extended(
        "R11",
        stage_2("corporate", "2022-09-12"),
        2,
        told=("2022-10-11", "2022-10-12"),
        to=("2022-11-08", "2022-11-08"),
    ),
]
LONG: list[Boundary] = [
    # E9 and E10.
    extended(
        "R12",
        complaint("statutory", "2023-04-27"),
        1,
        told=("2023-05-02", "2023-05-02"),
        to=("2023-05-30", "2023-05-31"),
    ),
    # E46.
    extended(
        "R12",
        complaint("corporate", "2023-12-14"),
        1,
        told=("2023-12-20", "2023-12-20"),
        to=("2024-01-16", "2024-01-17"),
    ),
    # E22 and E23.
    extended(
        "R15",
        stage_2("statutory", "2022-11-14"),
        2,
        told=("2022-12-19", "2022-12-19"),
        to=("2023-02-16", "2023-02-17"),
    ),
    # E44 and E45.
    extended(
        "R15",
        stage_2("corporate", "2022-09-12"),
        2,
        told=("2022-10-11", "2022-10-11"),
        to=("2022-11-08", "2022-11-09"),
    ),
]
HASTY: list[Boundary] = [
    Boundary("R19", "s2_requested_on", what, forbidden, allowed)
    for what, forbidden, allowed in (
        (
            "E7: the due date, and the day after",
            asked("statutory", "2023-04-03", "2023-04-19"),
            asked("statutory", "2023-04-03", "2023-04-20"),
        ),
        (
            "E41: corporate",
            asked("corporate", "2022-05-31", "2022-06-16"),
            asked("corporate", "2022-05-31", "2022-06-17"),
        ),
        (
            "E15: within a lawful extension, and after it",
            asked(
                "statutory",
                "2022-12-16",
                "2023-01-18",
                s1_extended_on="2023-01-04",
                s1_extended_to="2023-01-18",
            ),
            asked(
                "statutory",
                "2022-12-16",
                "2023-01-19",
                s1_extended_on="2023-01-04",
                s1_extended_to="2023-01-18",
            ),
        ),
        (
            "answered a day later, and on that day",
            asked(
                "corporate",
                "2023-04-03",
                "2023-04-17",
                s1_responded_on="2023-04-18",
                s1_outcome="upheld",
            ),
            asked(
                "corporate",
                "2023-04-03",
                "2023-04-17",
                s1_responded_on="2023-04-17",
                s1_outcome="upheld",
            ),
        ),
        (
            "in time, and by agreement",
            asked("statutory", "2023-04-03", "2023-04-05"),
            {
                **asked("statutory", "2023-04-03", "2023-04-05"),
                "s2_basis": "agreed_skip",
            },
        ),
    )
]
PANELS: list[Boundary] = [
    Boundary(
        rule,
        "s3_panel_members",
        members,
        {**STAGE_3, "s3_panel_members": members},
        STAGE_3,
    )
    for rule, members in (
        ("R25", "PM-1;PM-2"),
        ("R25", "PM-1"),
        ("R25", "PM-1;PM-2;PM-3;PM-4"),
        ("R25", "PM-1;PM-2;PM-1"),
        ("R26", "IP-1;PM-1;PM-2"),
        ("R26", "PM-1;PM-2; IP-1 "),
        ("R28", "PM-1;IO-1;PM-2"),
    )
]
UNHEARD: list[Boundary] = [
    Boundary("R30", "s3_responded_on", what, forbidden, allowed)
    for what, forbidden, allowed in (
        (
            "before the report, and on its day",
            {**STAGE_3, "s3_responded_on": "2023-08-07"},
            {**STAGE_3, "s3_responded_on": "2023-08-08"},
        ),
        (
            "no report known: before the meeting, and on its day",
            {
                **STAGE_3,
                "s3_panel_reported_on": "",
                "s3_responded_on": "2023-07-31",
            },
            {
                **STAGE_3,
                "s3_panel_reported_on": "",
                "s3_responded_on": "2023-08-01",
            },
        ),
        (
            "neither is known, and nothing is said",
            {**STAGE_3, "s3_panel_met_on": "", "s3_responded_on": "2023-08-07"},
            {
                **STAGE_3,
                "s3_panel_met_on": "",
                "s3_panel_reported_on": "",
                "s3_responded_on": "2023-07-03",
            },
        ),
    )
]
BOUNDARIES = [*LATE, *LONG, *HASTY, *PANELS, *UNHEARD]


def named(one: Boundary) -> str:
    return f"{one.rule} {one.what}"


@pytest.mark.parametrize("one", BOUNDARIES, ids=named)
def test_a_forbidden_step_is_recorded_and_marked(
    register: Register,
    one: Boundary,
) -> None:
    allowed = {**one.allowed, "reference": "CF-2"}
    summary = register.take(one.forbidden, allowed)

    assert (2, 2, 0, 0) == counts(summary.total)
    assert 1 == summary.irregular_rows
    assert {one.rule: 1} == summary.broken
    assert [one.rule] == rules_of(register.log, "CF-1")
    assert [] == rules_of(register.log, "CF-2")


@pytest.mark.parametrize("one", BOUNDARIES, ids=named)
def test_a_forbidden_step_is_refused_if_that_is_asked_for(
    register: Register,
    one: Boundary,
) -> None:
    register.write(one.forbidden, {**one.allowed, "reference": "CF-2"})
    summary = imported(register.log, register.folder, irregular="refuse")

    [refused] = summary.rejected
    assert (one.rule, one.column) == (refused.rule, refused.column)
    assert (2, 1, 0, 1) == counts(summary.total)
    assert 0 == summary.irregular_rows
    assert [] == register.events("CF-1")


@pytest.mark.parametrize("one", BOUNDARIES, ids=named)
def test_an_unchanged_row_stays_unchanged_though_forbidden_steps_are_refused(
    register: Register,
    one: Boundary,
) -> None:
    register.take(one.forbidden)
    again = imported(register.log, register.folder, irregular="refuse")
    register.write({**one.forbidden, "complainant_id": "P-1"})
    changed = imported(register.log, register.folder, irregular="refuse")

    assert (1, 0, 1, 0) == counts(again.total)
    assert 1 == again.irregular_rows
    assert [one.rule] == [refused.rule for refused in changed.rejected]


@pytest.mark.parametrize("one", [*LATE, *LONG], ids=named)
def test_an_irregular_extension_moves_no_deadline_not_even_to_the_cap(
    register: Register,
    one: Boundary,
) -> None:
    register.take(one.forbidden, {**one.allowed, "reference": "CF-2"})
    told = [
        recorded.event
        for reference in ("CF-1", "CF-2")
        for recorded in register.events(reference)
        if isinstance(recorded.event, Extended)
    ]

    assert [(one.rule,), ()] == [event.broken for event in told]
    forbidden, allowed = told
    assert forbidden.now_due_on == forbidden.previously_due_on
    assert allowed.now_due_on == allowed.extended_to != allowed.previously_due_on


def test_a_step_may_break_two_rules(register: Register) -> None:
    summary = register.take(
        complaint(
            "statutory",
            "2023-04-03",
            s1_extended_on="2023-04-20",
            s1_extended_to="2023-05-05",
        ),
        {**STAGE_3, "reference": "CF-2", "s3_panel_members": "IP-1;IO-1"},
    )

    assert ["R11", "R12"] == rules_of(register.log, "CF-1")
    assert ["R25", "R26", "R28"] == rules_of(register.log, "CF-2")
    assert 2 == summary.irregular_rows
    assert {"R11": 1, "R12": 1, "R25": 1, "R26": 1, "R28": 1} == summary.broken


def test_what_followed_a_forbidden_step_is_counted_with_the_finding_beside_it(
    register: Register,
) -> None:
    hasty = {
        **STAGE_3,
        "s1_responded_on": "2023-05-02",
        "s2_requested_on": "2023-04-19",
        "s2_basis": "no_response",
        "s2_statement_agreed_on": "2023-04-28",
        "s3_panel_members": "PM-1;PM-2",
        "s3_responded_on": "2023-08-07",
    }
    register.take(hasty)
    report = reported(compiled(figures_of(register.log), "2023-24"))

    assert [1, 1, 1] == [stage["total"] for stage in report["stages"]]
    assert [0, 1, 0] == [stage["partially_upheld"] for stage in report["stages"]]
    assert 1 == report["stages"][2]["upheld"]
    assert [
        {"rule": "R19", "count": 1},
        {"rule": "R25", "count": 1},
        {"rule": "R30", "count": 1},
    ] == report["findings"]
