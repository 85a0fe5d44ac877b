"""Rows that are refused whatever was chosen: by row, column and rule, the others in."""

import pytest

from caseledger.register import Row, Sheet, import_register
from oracle.reckon import REGISTER
from register.registers import TODAY, Register, choices, counts, references
from register.rows import (
    CORPORATE_2,
    OMBUDSMAN,
    RECEIVED,
    REMEDY,
    STAGE_1,
    STAGE_2,
    STAGE_3,
    shifted,
)

TOMORROW = shifted(TODAY.isoformat(), 1)
OTHERS = (
    {**RECEIVED, "reference": "CF-0"},
    {**RECEIVED, "reference": "CF-2"},
)
LONG = "s2_extension_reason"

UNREADABLE_DATES = (
    *("31/02/2014", "2024-02-30", "2023-02-29", "01/02/2024", "5 May 2023"),
    *("0", "45292", "45292.4", "1700000000", "20230405", "2023-4-5", "2023-04-5"),
    *("2023-W15-3", "2023-095", "2023-04-05T00:00", "2023-04-05Z", "+2023-04-05"),
    *(
        "\uff12\uff10\uff12\uff13-04-05",
        "\u0662\u0660\u0662\u0663-04-05",
        "2023\u201004-05",
        "2023-04-05.",
        "2023 04 05",
    ),
    *("24:00", "2-Jan", "soon", "n/a", "0000-01-01", "0001-01-01", "1899-12-31"),
)
UNREADABLE_IDS = (
    *("CF\x00-1", "CF\x1b-1", "CF-1\x1f", "CF\x85-1", "CF\n-1", "CF\t-1"),
    *("CF\u200b-1", "\ufeffCF-1", "CF\u200e-1", "CF\u202e-1", "CF\u2066-1"),
    *("1.23457E+15", "1E+15", "2-Jan", "Jan-24", "#N/A", "#REF!", "########"),
)
UNREADABLE_LINES = (
    *("a\x00b", "a\x07b", "a\x1b", "a\x1f", "\x1ca", "a\x7fb", "a\x85b", "a\x9fb"),
    *("a\nb", "a\tb", "a\u2028b", "a\u202eb", "a\u2066b", "q" + 31 * "\u0301"),
    "x" * (64 * 1024 + 1),
)
UNREADABLE_NOTES = (
    *("a\x00b", "a\x0bb", "a\x1bb", "a\x9fb", "q" + 31 * "\u0301"),
    "é" * (32 * 1024) + "x",
)
CODES = {
    "procedure": ("Statutory", "STATUTORY", "statuatory", "n/a", "0"),
    "not_accepted_reason": ("Duplicate", "late"),
    "s1_extension_reason": ("Complexity", "illness"),
    "s1_outcome": ("Upheld", "UPHELD", "upheld in part", "reinvestigate", "yes!"),
    "s2_basis": ("Dissatisfied", "unhappy"),
    "s2_outcome": ("not-upheld", "reinvestigate"),
    "s3_outcome": ("Reinvestigate", "reopened"),
    "ombudsman_decision": ("Upheld", "partially_upheld"),
    "ombudsman_investigated": ("Yes", "y", "true", "1", "maybe"),
    "ombudsman_not_investigated_reason": ("late", "Premature"),
}

Case = tuple[str, dict[str, str], dict[str, str], str, str]


def case(
    what: str,
    base: dict[str, str],
    rule: str,
    column: str,
    **changes: str,
) -> Case:
    return what, base, changes, rule, column


VALUES: list[Case] = [
    *(
        case("nothing", STAGE_1, "required", column, **{column: text})
        for column in ("service", "reference", "procedure", "received_on")
        for text in ("", "  ", "\u00a0", "\u3000\t")
    ),
    *(
        case("a word for nothing", STAGE_1, "required", column, **{column: text})
        for column in ("service", "reference")
        for text in ("-", "N/A", "n/a", "null", "NULL")
    ),
    case("nothing to be seen", STAGE_1, "required", "service", service="\u200b\ufeff"),
    *(
        case("no date", STAGE_1, "unreadable", "s1_responded_on", s1_responded_on=text)
        for text in UNREADABLE_DATES
    ),
    *(
        case("no date", STAGE_1, "unreadable", column, **{column: "01/02/2024"})
        for column in ("grounds_arose_on", "received_on", "s1_extended_to")
    ),
    *(
        case("no date", OMBUDSMAN, "unreadable", column, **{column: "2023-13-01"})
        for column in ("ombudsman_referred_on", "s3_panel_met_on", "deferred_to")
    ),
    *(
        case("no id", STAGE_1, "unreadable", "reference", reference=text)
        for text in UNREADABLE_IDS
    ),
    case("no id", STAGE_3, "unreadable", "s3_panel_members", s3_panel_members=" ; "),
    case(
        "an id spoilt",
        STAGE_3,
        "unreadable",
        "s3_panel_members",
        s3_panel_members="PM-1;PM\u200b-2;PM-3",
    ),
    *(
        case("no line", STAGE_1, "unreadable", "theme", theme=text)
        for text in UNREADABLE_LINES
    ),
    *(
        case("no note", STAGE_1, "unreadable", LONG, **{LONG: text})
        for text in UNREADABLE_NOTES
    ),
    *(
        case("no code", OMBUDSMAN, "unknown_code", column, **{column: text})
        for column, texts in CODES.items()
        for text in texts
    ),
    *(
        case("to come", OMBUDSMAN, "future_date", column, **{column: TOMORROW})
        for column in (
            *("grounds_arose_on", "received_on", "acknowledged_on", "not_accepted_on"),
            *("withdrawn_on", "s1_extended_on", "s1_responded_on", "s2_requested_on"),
            *("s2_statement_agreed_on", "s2_extended_on", "s2_responded_on"),
            *("s3_requested_on", "s3_panel_met_on", "s3_panel_reported_on"),
            *("s3_responded_on", "ombudsman_referred_on", "ombudsman_decided_on"),
            *("suspended_on", "resumed_on", "deferred_on", "reinstated_on"),
        )
    ),
    case("to come", STAGE_1, "future_date", "received_on", received_on="9999-12-31"),
    case(
        "days not known",
        RECEIVED,
        "unreadable",
        "received_on",
        received_on="1994-12-30",
    ),
]
HISTORIES: list[Case] = [
    *(
        case("no answer", base, "outcome", column, **{column: ""})
        for column, base in (
            *(("s1_responded_on", STAGE_1), ("s1_outcome", STAGE_1)),
            *(("s2_responded_on", STAGE_2), ("s2_outcome", STAGE_2)),
            *(("s3_responded_on", STAGE_3), ("s3_outcome", STAGE_3)),
        )
    ),
    *(
        case("half an extension", STAGE_2, "extension", missing, **{filled: day})
        for missing, filled, day in (
            ("s1_extended_to", "s1_extended_on", "2023-04-05"),
            ("s1_extended_on", "s1_extended_to", "2023-05-04"),
            ("s2_extended_to", "s2_extended_on", "2023-06-01"),
            ("s2_extended_on", "s2_extended_to", "2023-07-04"),
        )
    ),
    *(
        case("no such stage", CORPORATE_2, "stage", column, **{column: text})
        for column, text in (
            ("s3_requested_on", "2023-07-03"),
            ("s3_panel_met_on", "2023-08-01"),
            ("s3_panel_members", "PM-1;PM-2;PM-3"),
            ("s3_panel_reported_on", "2023-08-08"),
        )
    ),
    case(
        "no such stage",
        CORPORATE_2,
        "stage",
        "s3_responded_on",
        s3_responded_on="2023-08-22",
        s3_outcome="upheld",
    ),
    case(
        "before its answer",
        STAGE_2,
        "order",
        "s2_requested_on",
        s2_requested_on="2023-04-17",
    ),
    case(
        "between withdrawal and reinstatement",
        STAGE_1,
        "withdrawn",
        "s1_responded_on",
        withdrawn_on="2023-04-17",
        reinstated_on="2023-04-19",
    ),
]


def named(one: Case) -> str:
    what, _, changes, rule, column = one
    told = ascii(next(iter(changes.values()), ""))[1:-1]
    return f"{rule}-{column}-{what}-{told[:24]}"


@pytest.mark.parametrize("one", VALUES + HISTORIES, ids=named)
def test_a_row_is_refused_by_column_and_rule_and_the_others_go_in(
    register: Register,
    one: Case,
) -> None:
    """The message says what is wrong and never repeats the cell."""
    _, base, changes, rule, column = one
    summary = register.take(OTHERS[0], {**base, **changes}, OTHERS[1])

    [refused] = summary.rejected
    assert (rule, column) == (refused.rule, refused.column)
    assert (REGISTER, 3) == (refused.file, refused.row)
    assert (3, 2, 0, 1) == counts(summary.tallies[REGISTER]) == counts(summary.total)
    assert ["CF-0", "CF-2"] == references(register.log)
    for text in changes.values():
        assert len(text) < 4 or text not in refused.message


# Each step, what it answers, and what else its row must hold.
ANSWERS = (
    ("received_on", "grounds_arose_on", {}),
    *(
        (column, "received_on", more)
        for column, more in (
            ("acknowledged_on", {}),
            ("not_accepted_on", {}),
            ("withdrawn_on", {}),
            ("s1_extended_on", {"s1_extended_to": "2023-06-01"}),
            ("s1_responded_on", {"s1_outcome": "upheld"}),
            ("s2_requested_on", {}),
            ("s2_statement_agreed_on", {}),
            ("s2_extended_on", {"s2_extended_to": "2023-06-01"}),
            ("s2_responded_on", {"s2_outcome": "upheld"}),
            ("s3_requested_on", {}),
            ("s3_panel_met_on", {}),
            ("s3_panel_reported_on", {}),
            ("s3_responded_on", {"s3_outcome": "upheld"}),
            ("suspended_on", {}),
            ("resumed_on", {}),
            ("deferred_on", {}),
            ("reinstated_on", {}),
        )
    ),
    (
        "s2_requested_on",
        "s1_responded_on",
        {"s1_outcome": "upheld", "s2_basis": "dissatisfied"},
    ),
    ("s2_statement_agreed_on", "s2_requested_on", {}),
    ("s2_extended_on", "s2_requested_on", {"s2_extended_to": "2023-07-03"}),
    ("s2_responded_on", "s2_requested_on", {"s2_outcome": "upheld"}),
    ("s3_requested_on", "s2_responded_on", {"s2_outcome": "upheld"}),
    ("s3_panel_met_on", "s3_requested_on", {}),
    ("s3_panel_reported_on", "s3_requested_on", {}),
    ("s3_panel_reported_on", "s3_panel_met_on", {}),
    ("s3_responded_on", "s3_requested_on", {"s3_outcome": "upheld"}),
    ("ombudsman_decided_on", "ombudsman_referred_on", {}),
    ("resumed_on", "suspended_on", {}),
)


@pytest.mark.parametrize(("column", "answered", "more"), ANSWERS)
def test_a_step_may_fall_on_the_day_of_what_it_answers_but_not_before(
    register: Register,
    column: str,
    answered: str,
    more: dict[str, str],
) -> None:
    day = "2023-05-10"
    same = {**RECEIVED, **more, answered: day, column: day}
    early = {**same, "reference": "CF-2", column: shifted(day, -1)}
    summary = register.take(same, early)

    faulty = "grounds_arose_on" if column == "received_on" else column
    [refused] = summary.rejected
    assert (3, faulty, "order") == (refused.row, refused.column, refused.rule)
    assert register.events("CF-1")


STEPS = (
    *("acknowledged_on", "not_accepted_on", "s1_extended_on", "s1_responded_on"),
    *("s2_requested_on", "s2_statement_agreed_on", "s2_extended_on"),
    *("s2_responded_on", "s3_requested_on", "s3_panel_met_on"),
    *("s3_panel_reported_on", "s3_responded_on", "suspended_on", "resumed_on"),
    "deferred_on",
)


@pytest.mark.parametrize("column", STEPS)
def test_a_step_may_fall_on_the_day_of_withdrawal_but_not_after(
    register: Register,
    column: str,
) -> None:
    more = {
        "s1_extended_on": {"s1_extended_to": "2023-06-01"},
        "s2_extended_on": {"s2_extended_to": "2023-06-01"},
        **{f"s{n}_responded_on": {f"s{n}_outcome": "upheld"} for n in (1, 2, 3)},
    }.get(column, {})
    same = {**RECEIVED, **more, "withdrawn_on": "2023-05-10", column: "2023-05-10"}
    late = {**same, "reference": "CF-2", column: "2023-05-11"}
    again = {**late, "reference": "CF-3", "reinstated_on": "2023-05-11"}
    summary = register.take(same, late, again)

    [refused] = summary.rejected
    assert (3, column, "withdrawn") == (refused.row, refused.column, refused.rule)
    assert register.events("CF-1")
    assert register.events("CF-3")


@pytest.mark.parametrize(
    ("sheet", "text"),
    [("register", "CF\u202e-1"), ("remedies", "CF\x1b-1"), ("register", "CF\n-1")],
)
def test_a_reference_that_is_refused_for_what_it_hides_is_not_passed_on(
    register: Register,
    sheet: str,
    text: str,
) -> None:
    """The file of rejects is opened in a spreadsheet or a terminal."""
    rows = [{**RECEIVED, "reference": text}] if sheet == "register" else [RECEIVED]
    summary = register.take(*rows, remedies=[{**REMEDY, "reference": text}])

    assert {""} == {one.reference for one in summary.rejected}


def test_half_a_character_pair_is_refused(register: Register) -> None:
    """No file in UTF-8 can hold one, a spreadsheet's can."""
    cells = {**RECEIVED, "theme": "a\ud800b"}
    sheet = Sheet(
        name="register",
        file="register.csv",
        sha256="0" * 64,
        rows=lambda: [Row(2, cells)],
        length=1,
        dates=["yyyy-mm-dd"],
    )
    summary = import_register(register.log, [sheet], choices(), new_id=lambda: "one")

    [refused] = summary.rejected
    assert ("unreadable", "theme") == (refused.rule, refused.column)
