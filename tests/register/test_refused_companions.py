"""Companion rows that are refused: by row, column and rule, the others in."""

import pytest

from register.registers import TODAY, Register, counts
from register.rows import ACTION, COMPLIMENT, REFERRAL, REMEDY, STAGE_1, shifted

TOMORROW = shifted(TODAY.isoformat(), 1)
UNREADABLE_AMOUNTS = (
    *("1_000", "\u0663", "\uff13", "²", "½", "-5", "+5", "1.5", "1.500", "1e3"),
    *("1,000", "£250", "NaN", "Infinity", "0x10", ".50", "5.", "1 000", "True"),
    *("1" * 13, "9" * 5000),
)

COMPANIONS: list[tuple[str, dict[str, str], str, str]] = [
    *(
        ("remedies", {**REMEDY, "amount_gbp": text}, "unreadable", "amount_gbp")
        for text in UNREADABLE_AMOUNTS
    ),
    *(
        ("remedies", {**REMEDY, column: text}, rule, column)
        for column, text, rule in (
            ("reference", "", "required"),
            ("reference", "CF-9", "unknown_complaint"),
            ("source", "Stage_1", "unknown_code"),
            ("kind", "cash", "unknown_code"),
            ("status", "Paid", "unknown_code"),
            ("offered_on", "2/5/2023", "unreadable"),
            ("offered_on", "2023-04-02", "order"),
            ("settled_on", "2023-05-01", "order"),
            ("settled_on", TOMORROW, "future_date"),
            ("description", "a\x00b", "unreadable"),
            ("remedy_id", "1E+15", "unreadable"),
        )
    ),
    *(
        ("actions", {**ACTION, column: text}, rule, column)
        for column, text, rule in (
            ("reference", "CF-9", "unknown_complaint"),
            ("source", "panel", "unknown_code"),
            ("agreed_on", "2023-04-02", "order"),
            ("agreed_on", TOMORROW, "future_date"),
            ("due_on", "2023-04-02", "order"),
            ("due_on", "autumn", "unreadable"),
            ("done_on", "2023-05-01", "order"),
            ("done_on", TOMORROW, "future_date"),
            ("evidence", "a\x1bb", "unreadable"),
        )
    ),
    *(
        ("compliments", {**COMPLIMENT, column: text}, rule, column)
        for column, text, rule in (
            ("reference", "", "required"),
            ("service", " ", "required"),
            ("received_on", "", "required"),
            ("received_on", TOMORROW, "future_date"),
            ("received_on", "2023-02-29", "unreadable"),
            ("team", "a\nb", "unreadable"),
        )
    ),
    *(
        ("ombudsman", {**REFERRAL, column: text}, rule, column)
        for column, text, rule in (
            ("reference", "CF-9", "unknown_complaint"),
            ("ombudsman_referred_on", TOMORROW, "future_date"),
            ("ombudsman_decided_on", "2024-01-07", "order"),
            ("ombudsman_decision", "Upheld", "unknown_code"),
            ("ombudsman_investigated", "Yes", "unknown_code"),
        )
    ),
]


@pytest.mark.parametrize(("sheet", "row", "rule", "column"), COMPANIONS)
def test_a_companion_row_is_refused_by_column_and_rule_and_the_others_go_in(
    register: Register,
    sheet: str,
    row: dict[str, str],
    rule: str,
    column: str,
) -> None:
    good = {
        "remedies": REMEDY,
        "actions": ACTION,
        "compliments": COMPLIMENT,
        "ombudsman": REFERRAL,
    }[sheet]
    summary = register.take(STAGE_1, **{sheet: [row, good]})

    [refused] = summary.rejected
    assert (rule, column) == (refused.rule, refused.column)
    assert (f"{sheet}.csv", 2) == (refused.file, refused.row)
    assert (2, 1, 0, 1) == counts(summary.tallies[f"{sheet}.csv"])
    assert len(row[column]) < 4 or row[column] not in refused.message


SAME_DAY: list[tuple[str, dict[str, str]]] = [
    ("remedies", {**REMEDY, "offered_on": "2023-04-03", "settled_on": "2023-04-03"}),
    ("actions", {**ACTION, "agreed_on": "2023-04-03", "due_on": "2023-04-03"}),
    ("actions", {**ACTION, "done_on": "2023-05-02", "due_on": "2098-01-01"}),
    ("ombudsman", {**REFERRAL, "ombudsman_decided_on": "2024-01-08"}),
    ("ombudsman", {**REFERRAL, "ombudsman_referred_on": "2023-04-02"}),
    ("remedies", {**REMEDY, "amount_gbp": "0.00"}),
    ("remedies", {**REMEDY, "amount_gbp": "007.50"}),
]


@pytest.mark.parametrize(("sheet", "row"), SAME_DAY)
def test_a_companion_row_on_the_right_side_of_each_boundary_goes_in(
    register: Register,
    sheet: str,
    row: dict[str, str],
) -> None:
    summary = register.take(STAGE_1, **{sheet: [row]})

    assert (1, 1, 0, 0) == counts(summary.tallies[f"{sheet}.csv"])
