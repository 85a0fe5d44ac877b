"""A register that comes again: only what is new is recorded, and it is said when."""

import random

import pytest

from caseledger.complaint.details import CorrectionDetails, ExtensionDetails
from caseledger.complaint.events import (
    Corrected,
    DeadlineRecomputed,
    Extended,
    Noted,
)
from caseledger.history import history_lines
from oracle.reckon import REGISTER
from register.registers import (
    Register,
    compiled,
    counts,
    figures_of,
    imported,
    references,
    reported,
    whole,
)
from register.rows import (
    COMPLIMENT,
    OMBUDSMAN,
    RECEIVED,
    REFERRAL,
    REMEDY,
    STAGE_1,
    STAGE_2,
    STAGE_3,
)

Cells = dict[str, str]


def test_the_same_row_again_records_nothing(register: Register) -> None:
    first = register.take(OMBUDSMAN)
    before = whole(register.log)
    second = register.take(OMBUDSMAN)

    assert (1, 1, 0, 0) == counts(first.total)
    assert (1, 0, 1, 0) == counts(second.total)
    assert before == whole(register.log)


@pytest.mark.parametrize("column", sorted(OMBUDSMAN.keys() - RECEIVED.keys()))
def test_a_cell_now_empty_changes_nothing(register: Register, column: str) -> None:
    register.take(OMBUDSMAN)
    before = whole(register.log)
    again = register.take({**OMBUDSMAN, column: ""})

    assert (1, 0, 1, 0) == counts(again.total)
    assert before == whole(register.log)


PAIRS = {
    "s1_responded_on": "s1_outcome",
    "s2_responded_on": "s2_outcome",
    "s3_responded_on": "s3_outcome",
}


@pytest.mark.parametrize(
    "column",
    sorted(OMBUDSMAN.keys() - RECEIVED.keys() - set(PAIRS.values())),
)
def test_a_cell_filled_later_is_recorded_alone_and_marked_late(
    register: Register,
    column: str,
) -> None:
    absent = {column: "", PAIRS.get(column, column): ""}
    register.take({**OMBUDSMAN, **absent})
    before = len(register.events("CF-1"))
    again = register.take(OMBUDSMAN)
    added = register.events("CF-1")[before:]

    assert (1, 1, 0, 0) == counts(again.total)
    assert 1 == len(added)
    provenance = added[0].meta.provenance
    assert provenance is not None
    assert provenance.late
    assert (2, "register") == (provenance.row, provenance.sheet)
    assert (1, 0, 1, 0) == counts(register.take(OMBUDSMAN).total)


def test_what_was_there_at_once_is_not_marked_late(register: Register) -> None:
    register.take(OMBUDSMAN)

    assert not any(
        one.meta.provenance is None or one.meta.provenance.late
        for one in register.events("CF-1")
    )


def test_a_cell_filled_later_has_its_place_among_the_days_of_the_history(
    register: Register,
) -> None:
    register.take({**STAGE_2, "s1_responded_on": "", "s1_outcome": ""})
    register.take(STAGE_2)
    told = history_lines(register.events("CF-1"))

    days = [line.occurred_on for line in told if line.occurred_on is not None]
    assert sorted(days) == days
    assert [
        *("Received", "Acknowledged", "Responded", "Escalated"),
        *("InvestigatorsAppointed", "StatementOfComplaintAgreed", "Responded"),
    ] == [line.what for line in told]
    assert ["Responded"] == [line.what for line in told if line.late]


FURTHER = {
    **STAGE_2,
    "s2_extended_on": "2023-06-19",
    "s2_extended_to": "2023-07-04",
    "s2_responded_on": "",
    "s2_outcome": "",
}


def extensions(register: Register) -> list[Extended]:
    """Return the extensions recorded."""
    recorded = (one.event for one in register.events("CF-1"))
    return [event for event in recorded if isinstance(event, Extended)]


def test_a_stage_2_extension_with_both_dates_later_is_a_further_one(
    register: Register,
) -> None:
    """From Mon 15 May 2023, stage 2 is due on 20 June, at most on 15 August."""
    register.take(FURTHER)
    later = {"s2_extended_on": "2023-07-04", "s2_extended_to": "2023-08-15"}
    again = register.take({**FURTHER, **later})

    assert (1, 1, 0, 0) == counts(again.total)
    first, second = extensions(register)
    assert first.now_due_on == second.previously_due_on
    assert "2023-08-15" == str(second.now_due_on)
    assert () == first.broken == second.broken
    assert not any(isinstance(e.event, Corrected) for e in register.events("CF-1"))


def test_a_further_extension_does_not_borrow_the_reason_of_the_one_before(
    register: Register,
) -> None:
    """An empty cell says nothing: what was told the second time is not known."""
    register.take({**FURTHER, "s2_extension_reason": "the officer is ill"})
    later = {"s2_extended_on": "2023-07-04", "s2_extended_to": "2023-08-15"}
    register.take({**FURTHER, **later, "s2_extension_reason": ""})

    told = [
        one.details
        for one in register.events("CF-1")
        if isinstance(one.event, Extended)
    ]
    assert [ExtensionDetails(reason="the officer is ill"), None] == told


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("s2_extended_on", "2023-06-20"),
        ("s2_extended_to", "2023-08-15"),
        ("s2_extended_to", "2023-06-28"),
    ],
)
def test_a_stage_2_extension_with_one_date_different_is_no_further_one(
    register: Register,
    column: str,
    text: str,
) -> None:
    register.take(FURTHER)
    again = register.take({**FURTHER, column: text})

    [refused] = again.rejected
    assert (column, "differs") == (refused.column, refused.rule)
    assert 1 == len(extensions(register))


def test_a_stage_2_extension_with_one_date_earlier_is_no_further_one(
    register: Register,
) -> None:
    register.take(FURTHER)
    dates = {"s2_extended_on": "2023-06-20", "s2_extended_to": "2023-06-28"}
    again = register.take({**FURTHER, **dates})

    assert ["differs"] == [refused.rule for refused in again.rejected]


def test_a_stage_1_extension_with_both_dates_later_is_no_further_one(
    register: Register,
) -> None:
    told = {"s1_extended_on": "2023-04-05", "s1_extended_to": "2023-04-28"}
    later = {"s1_extended_on": "2023-04-06", "s1_extended_to": "2023-05-02"}
    register.take({**STAGE_1, **told})
    again = register.take({**STAGE_1, **later})

    assert ["differs"] == [refused.rule for refused in again.rejected]


CORRECTIONS = (
    ("service", "Registrars"),
    ("team", "Fostering"),
    ("procedure", "corporate"),
    ("channel", "letter"),
    ("complainant", "young_person"),
    ("theme", "Delay"),
    ("grounds_arose_on", "2023-03-02"),
    ("received_on", "2023-04-04"),
    ("acknowledged_on", "2023-04-06"),
    ("s1_responded_on", "2023-04-20"),
    ("s1_outcome", "upheld"),
    ("s2_requested_on", "2023-05-16"),
    ("s2_basis", "no_response"),
    ("s2_statement_agreed_on", "2023-05-23"),
    ("s2_investigating_officer", "IO-2"),
    ("s2_independent_person", "IP-2"),
    ("s2_responded_on", "2023-06-21"),
    ("s2_outcome", "upheld"),
)


@pytest.mark.parametrize(("column", "text"), CORRECTIONS)
def test_a_cell_that_differs_refuses_the_row(
    register: Register,
    column: str,
    text: str,
) -> None:
    register.take(STAGE_2)
    before = whole(register.log)
    again = register.take({**STAGE_2, column: text, "complainant_id": "P-1"})

    [refused] = again.rejected
    assert (column, "differs", 2) == (refused.column, refused.rule, refused.row)
    assert before == whole(register.log)


@pytest.mark.parametrize(("column", "text"), CORRECTIONS)
def test_a_cell_that_differs_is_recorded_as_a_correction_if_it_is_said_why(
    register: Register,
    column: str,
    text: str,
) -> None:
    register.take(STAGE_2)
    again = register.again({**STAGE_2, column: text})
    [corrected] = [
        one for one in register.events("CF-1") if isinstance(one.event, Corrected)
    ]

    assert (1, 1, 0, 0) == counts(again.total)
    assert isinstance(corrected.event, Corrected)
    assert (column, STAGE_2[column], text) == (
        corrected.event.fact,
        corrected.event.was,
        corrected.event.now,
    )
    assert isinstance(corrected.details, CorrectionDetails)
    assert "it was misread" == corrected.details.because
    assert corrected.meta.provenance is not None
    assert 64 == len(corrected.meta.provenance.file_sha256)
    assert (1, 0, 1, 0) == counts(register.again({**STAGE_2, column: text}).total)


def test_a_correction_of_free_text_keeps_it_out_of_the_event(
    register: Register,
) -> None:
    register.take({**FURTHER, "s2_extension_reason": "holidays"})
    register.again({**FURTHER, "s2_extension_reason": "illness"})
    [corrected] = [
        one for one in register.events("CF-1") if isinstance(one.event, Corrected)
    ]

    assert isinstance(corrected.event, Corrected)
    assert isinstance(corrected.details, CorrectionDetails)
    assert (None, None) == (corrected.event.was, corrected.event.now)
    assert ("holidays", "illness") == (corrected.details.was, corrected.details.now)


def test_a_corrected_receipt_moves_the_due_date(register: Register) -> None:
    """E7: from Mon 3 Apr 2023 the answer was due on Wed 19 Apr; E9: on 15 May."""
    register.take({**RECEIVED, "received_on": "2023-04-03"})
    register.again({**RECEIVED, "received_on": "2023-04-27"})
    [moved] = [
        one.event
        for one in register.events("CF-1")
        if isinstance(one.event, DeadlineRecomputed)
    ]

    assert "2023-04-19" == str(moved.was_due_on)
    assert "2023-05-15" == str(moved.deadline.due_on)


def test_a_correction_cannot_bring_about_what_cannot_have_happened(
    register: Register,
) -> None:
    register.take(STAGE_2)
    before = whole(register.log)
    again = register.again({**STAGE_2, "s2_responded_on": "2023-05-14"})

    assert ["order"] == [refused.rule for refused in again.rejected]
    assert before == whole(register.log)


def test_a_value_without_its_day_is_noted_and_counts_once_the_day_is_told(
    register: Register,
) -> None:
    told = {"s3_panel_members": "PM-1;PM-2", "s3_panel_met_on": ""}
    register.take({**STAGE_3, **told})
    [noted] = [e.event for e in register.events("CF-1") if isinstance(e.event, Noted)]
    again = register.take({**STAGE_3, "s3_panel_members": "PM-1;PM-2"})

    assert "s3_panel_members" == noted.fact
    assert (1, 1, 0, 0) == counts(again.total)
    assert {"R25": 1} == again.broken


def test_equal_rows_with_one_reference_are_one_complaint(register: Register) -> None:
    summary = register.take(STAGE_2, STAGE_2, {**STAGE_2, "theme": " Staff conduct "})

    assert (3, 1, 2, 0) == counts(summary.total)


@pytest.mark.parametrize("text", ["Another", "", "a\x00b"])
def test_unequal_rows_with_one_reference_are_all_refused(
    register: Register,
    text: str,
) -> None:
    other = {**STAGE_1, "theme": text}
    summary = register.take(STAGE_1, {**STAGE_1, "reference": "CF-2"}, other, STAGE_1)

    assert (4, 1, 0, 3) == counts(summary.total)
    assert [2, 4, 5] == [refused.row for refused in summary.rejected]
    assert {"duplicate", "unreadable"} >= {one.rule for one in summary.rejected}
    assert ["CF-2"] == references(register.log)


def test_the_rows_of_a_register_shuffled_give_the_same_report(
    register: Register,
) -> None:
    rows = [
        {**one, "reference": f"CF-{n}", "team": f"Team {n % 3}"}
        for n, one in enumerate([STAGE_1, STAGE_2, STAGE_3, OMBUDSMAN] * 3)
    ]
    companions = {
        "remedies": [{**REMEDY, "reference": one["reference"]} for one in rows],
        "ombudsman": [
            {**REFERRAL, "reference": "CF-3"},
            {**REFERRAL, "reference": "CF-0"},
        ],
        "compliments": [COMPLIMENT, {**COMPLIMENT, "reference": "CO-2", "team": ""}],
    }
    register.take(*rows, **companions)
    shuffled = Register(register.folder)
    for lines in (rows, *companions.values()):
        random.Random(7).shuffle(lines)  # noqa: S311 - an order of rows
    shuffled.take(*rows, **companions)

    first, second = (
        reported(compiled(figures_of(one.log), "2023-24"))
        for one in (register, shuffled)
    )
    assert first == second
    assert 12 == first["intake"]["received"]


@pytest.mark.parametrize("because", ["", "it was misread"])
def test_a_dry_run_records_nothing_and_says_what_the_import_then_says(
    register: Register,
    because: str,
) -> None:
    register.take(STAGE_1, {**STAGE_3, "reference": "CF-3"}, remedies=[REMEDY])
    before = whole(register.log)
    register.write(
        {**STAGE_2, "s1_outcome": "upheld"},
        {**STAGE_3, "reference": "CF-3"},
        {**STAGE_3, "reference": "CF-4", "s3_panel_members": "PM-1"},
        {**STAGE_3, "reference": "CF-5", "s1_outcome": "good"},
        {**STAGE_2, "reference": "CF-6"},
        {**STAGE_2, "reference": "CF-6"},
        remedies=[
            {**REMEDY, "status": "accepted"},
            {**REMEDY, "reference": "CF-4"},
            {**REMEDY, "reference": "CF-5"},
        ],
        compliments=[COMPLIMENT, COMPLIMENT],
        ombudsman=[REFERRAL, {**REFERRAL, "reference": "CF-6"}],
    )
    dry = imported(register.log, register.folder, because=because, dry_run=True)

    assert before == whole(register.log)
    assert dry == imported(register.log, register.folder, because=because)
    assert before != whole(register.log)
    for tally in (*dry.tallies.values(), dry.total):
        read, *rest = counts(tally)
        assert read == sum(rest)
    expected = (6, 3, 2, 1) if because else (6, 2, 2, 2)
    assert expected == counts(dry.tallies[REGISTER])
