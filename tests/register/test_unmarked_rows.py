"""
Odd, late and unlikely, and recorded without a mark: the lists of the rest are closed.

The days are worked examples of the procedure (`procedure.md` §8).
"""

from datetime import date

import pytest

from caseledger.complaint.events import Extended
from register.registers import Register, counts, imported, rules_of
from register.rows import RECEIVED, STAGE_1, STAGE_3

Cells = dict[str, str]


def complaint(procedure: str, received_on: str, **more: str) -> Cells:
    return {
        **RECEIVED,
        "procedure": procedure,
        "received_on": received_on,
        **more,
    }


def asked(procedure: str, received_on: str, on: str, **more: str) -> Cells:
    """Ask for stage 2 for want of an answer."""
    asked_for = {"s2_requested_on": on, "s2_basis": "no_response"}
    return complaint(procedure, received_on, **asked_for, **more)


UNMARKED: list[tuple[str, Cells]] = [
    ("answered four years late", {**STAGE_1, "s1_responded_on": "2026-05-29"}),
    ("received on a Sunday", complaint("statutory", "2023-01-01")),
    ("answered on Christmas Day", {**STAGE_1, "s1_responded_on": "2023-12-25"}),
    ("acknowledged after the answer", {**STAGE_1, "acknowledged_on": "2023-04-19"}),
    ("grounds twenty years old", {**STAGE_1, "grounds_arose_on": "2003-04-03"}),
    (
        "answered at stage 1 after the move to stage 2",
        asked(
            "statutory",
            "2023-04-03",
            "2023-04-20",
            s1_responded_on="2023-05-02",
            s1_outcome="upheld",
        ),
    ),
    ("a panel asked for late", {**STAGE_3, "s3_requested_on": "2023-07-31"}),
    (
        "a panel that met and reported late",
        {
            **STAGE_3,
            "s3_panel_met_on": "2024-07-07",
            "s3_panel_reported_on": "2024-08-18",
            "s3_responded_on": "2024-12-25",
        },
    ),
    (
        "extended to a day before the due date",
        complaint(
            "statutory",
            "2023-04-03",
            s1_extended_on="2023-04-12",
            s1_extended_to="2023-04-18",
        ),
    ),
    (
        "extended to a day before it was told",
        complaint(
            "corporate",
            "2023-04-03",
            s1_extended_on="2023-04-12",
            s1_extended_to="2023-04-11",
        ),
    ),
    ("to stage 2 out of dissatisfaction, unanswered", {
        **asked("statutory", "2023-04-03", "2023-04-05"),
        "s2_basis": "dissatisfied",
    }),
    ("to stage 2, no basis given", {
        **asked("statutory", "2023-04-03", "2023-04-05"),
        "s2_basis": "",
    }),
    ("a panel without stage 2", {
        **complaint("statutory", "2023-04-03"),
        "s3_requested_on": "2023-04-05",
        "s3_panel_met_on": "2023-04-05",
        "s3_panel_members": "PM-1;PM-2;PM-3",
    }),
    ("stage 2 without investigators", {
        **STAGE_3,
        "s2_investigating_officer": "",
        "s2_independent_person": "",
    }),
    ("one person in both roles", {**STAGE_3, "s2_independent_person": "IO-1"}),
    ("no panel members named", {**STAGE_3, "s3_panel_members": ""}),
    ("a reason and no extension", {**STAGE_1, "s1_extension_reason": "complexity"}),
    ("a reason and no refusal", {**STAGE_1, "not_accepted_reason": "duplicate"}),
    ("a decision without its day", {**STAGE_1, "ombudsman_decision": "upheld"}),
    ("a premature referral", {**STAGE_1, "ombudsman_referred_on": "2023-03-31"}),
    ("investigators on a corporate row", {
        **complaint("corporate", "2023-04-03", s2_requested_on="2023-05-15"),
        "s2_statement_agreed_on": "2023-05-22",
        "s2_investigating_officer": "IO-1",
        "s2_independent_person": "IP-1",
    }),
    (
        "withdrawn and referred afterwards",
        {
            **STAGE_1,
            "withdrawn_on": "2023-04-18",
            "ombudsman_referred_on": "2023-06-01",
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "row"), UNMARKED, ids=[one[0] for one in UNMARKED])
def test_what_stands_in_neither_list_is_recorded_unmarked(
    register: Register,
    what: str,
    row: Cells,
) -> None:
    register.write(row)
    summary = imported(register.log, register.folder, irregular="refuse")

    assert (1, 1, 0, 0) == counts(summary.total), what
    assert 0 == summary.irregular_rows
    assert [] == rules_of(register.log, "CF-1")


def test_an_extension_to_a_day_before_the_due_date_changes_nothing(
    register: Register,
) -> None:
    """E7: due on Wed 19 Apr 2023, told on the 12th that it would be the 18th."""
    register.take(dict(UNMARKED)["extended to a day before the due date"])
    [told] = [
        one.event for one in register.events("CF-1") if isinstance(one.event, Extended)
    ]

    assert date(2023, 4, 19) == told.previously_due_on == told.now_due_on
