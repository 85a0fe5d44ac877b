"""What was open, due and overdue on a day: by hand, and by a naive reckoning."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseledger.complaint import Complaint
from caseledger.eventlog import memory_log
from caseledger.read_models import DUE_DATES, DUTIES, OPEN_STAGES, State, fold
from caseledger.read_models.days import Span
from caseledger.viewstore import ViewStore
from viewstore import lived
from viewstore.histories import SEEDS, history, ids
from viewstore.places import ENGINES, SQLITE, Asked, asked, fresh

Row = tuple[object, ...]


@pytest.fixture(scope="module", params=ENGINES)
def db(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    """The views of the lived cases."""
    log, place = memory_log(), fresh(request.param, tmp_path_factory.mktemp("days"))
    lived.tell(log, ids(0))
    store = ViewStore(log, place)
    store.catch_up()
    store.close()
    with asked(place) as opened:
        yield opened


CASELOAD = """
SELECT stage, attempt, clock, next_due_on, working_days_left FROM caseload
WHERE reference = ? AND day = ?
"""


@pytest.mark.parametrize(
    ("reference", "day", "expected"),
    [
        # LIVED-1: received on Mon 3 Apr 2023; Easter lies between it and Wed 19 Apr.
        ("LIVED-1", "2023-04-02", None),
        ("LIVED-1", "2023-04-03", (1, 1, "running", "2023-04-19", 10)),
        ("LIVED-1", "2023-04-18", (1, 1, "running", "2023-04-19", 1)),
        # The extension to Thu 4 May is notified on Wed 19 Apr: 1 May is a holiday.
        ("LIVED-1", "2023-04-19", (1, 1, "running", "2023-05-04", 10)),
        # Answered on Thu 4 May, asked to go on on Mon 15 May: open at no stage between.
        ("LIVED-1", "2023-05-03", (1, 1, "running", "2023-05-04", 1)),
        ("LIVED-1", "2023-05-04", None),
        ("LIVED-1", "2023-05-14", None),
        ("LIVED-1", "2023-05-15", (2, 1, "running", "2023-06-20", 25)),
        # Sent back, and begun anew on Fri 1 Dec: 25 working days end on 10 Jan 2024.
        ("LIVED-1", "2023-11-30", None),
        ("LIVED-1", "2023-12-01", (2, 2, "running", "2024-01-10", 25)),
        ("LIVED-1", "2024-01-12", (2, 2, "running", "2024-01-10", -2)),
        # LIVED-2: suspended from Thu 6 Apr to Tue 2 May, seven working days left.
        # From Wed 5 Apr: 1 until Easter, 14 in April after it, 4 in each week of May.
        ("LIVED-2", "2023-04-05", (1, 1, "running", "2023-05-12", 23)),
        ("LIVED-2", "2023-04-06", (1, 1, "stopped", None, None)),
        ("LIVED-2", "2023-05-01", (1, 1, "stopped", None, None)),
        ("LIVED-2", "2023-05-02", (1, 1, "running", "2023-05-12", 7)),
        ("LIVED-2", "2023-05-14", (1, 1, "running", "2023-05-12", 0)),
        ("LIVED-2", "2023-05-15", None),
        # LIVED-3: withdrawn on Wed 12 Apr, and begun anew on Mon 15 May.
        ("LIVED-3", "2023-04-11", (1, 1, "running", "2023-04-19", 6)),
        ("LIVED-3", "2023-04-12", None),
        ("LIVED-3", "2023-05-15", (1, 2, "running", "2023-05-30", 10)),
        # LIVED-4: put off from Mon 12 to Wed 21 Sep 2022; Mon 19 Sep was the funeral.
        ("LIVED-4", "2022-09-12", (2, 1, "stopped", "2022-10-12", 21)),
        ("LIVED-4", "2022-09-21", (2, 1, "running", "2022-10-12", 15)),
        # LIVED-5: not answered, and at stage 2 alone from Thu 20 Apr.
        ("LIVED-5", "2023-04-19", (1, 1, "running", "2023-04-19", 0)),
        ("LIVED-5", "2023-04-20", (2, 1, "running", "2023-05-30", 25)),
    ],
)
def test_the_caseload_of_a_day(
    db: Asked, reference: str, day: str, expected: Row | None
) -> None:
    found = db.execute(CASELOAD, (reference, day)).fetchall()

    assert ([] if expected is None else [expected]) == found


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # Wed 19 Apr 2023, stage 1: on the day it is due and not overdue.
        ("2023-04-19", []),
        # LIVED-3 was withdrawn, LIVED-5 went on, LIVED-2 is suspended on Thu 20 Apr.
        ("2023-04-20", []),
        # LIVED-2 was due on Fri 12 May: over by nothing on Sunday the 14th.
        ("2023-05-14", [("LIVED-2", "stage_1_response", 0)]),
        # Tue 30 May: two are due. Wed 31: over by one working day.
        ("2023-05-30", []),
        (
            "2023-05-31",
            [
                ("LIVED-3", "stage_1_response", 1),
                ("LIVED-5", "stage_2_response", 1),
            ],
        ),
    ],
)
def test_what_is_overdue(db: Asked, day: str, expected: list[Row]) -> None:
    found = db.execute(
        "SELECT reference, duty, working_days_over FROM overdue"
        " WHERE day = ? AND due_on > '2023-01-01' ORDER BY reference",
        (day,),
    )

    assert expected == found.fetchall()


def test_what_is_due_within_a_week(db: Asked) -> None:
    """On Tue 11 April 2023, the first working day after Easter."""
    found = db.execute(
        "SELECT reference, duty, standing, working_days_left FROM due"
        " WHERE day = '2023-04-11' AND working_days_left <= 6 ORDER BY reference"
    )

    # Wed 12, Thu 13, Fri 14, Mon 17, Tue 18, Wed 19: the acknowledgements were due
    # on Thu 6 and are past, LIVED-2 is suspended.
    assert [
        ("LIVED-1", "stage_1_response", "limit", 6),
        ("LIVED-3", "stage_1_response", "limit", 6),
        ("LIVED-5", "stage_1_response", "limit", 6),
    ] == found.fetchall()


@pytest.mark.parametrize("db", [SQLITE], indirect=True)
def test_a_day_is_looked_up_and_not_searched_for(db: Asked) -> None:
    for view in ("caseload", "due", "overdue"):
        plan = db.execute(
            f"EXPLAIN QUERY PLAN SELECT * FROM {view} WHERE day = '2024-03-31'"  # noqa: S608 - our own view
        )
        steps = [step for *_, step in plan]
        assert any(step.startswith("SEARCH c USING") for step in steps), steps
        assert not any(step.startswith("SCAN c") for step in steps), steps


# --- By a naive reckoning -------------------------------------------------------------


def states(seed: int) -> dict[str, Complaint]:
    found: dict[str, State | None] = {}
    for one in history(seed):
        found[one.stream] = fold(found.get(one.stream), one.event)
    return {s: state for s, state in found.items() if isinstance(state, Complaint)}


@settings(max_examples=40)
@given(st.integers(0, SEEDS - 1), st.dates(date(2022, 1, 1), date(2026, 6, 1)))
def test_each_complaint_is_open_at_one_stage_at_most(seed: int, day: date) -> None:
    """One that stands withdrawn or turned away by then is open at none."""
    for stream, complaint in states(seed).items():
        rows = [
            row
            for row in OPEN_STAGES.rows(stream, complaint)
            if row.from_on <= day and (row.until_on is None or day < row.until_on)
        ]
        ended = [complaint.withdrawn_on, complaint.not_accepted_on]
        over = complaint.reinstated_on is None and any(e and e <= day for e in ended)
        latest = [
            (stage.requested_on, number, stage.responded_on)
            for number in (1, 2, 3)
            if (stage := complaint.stage(number)).requested_on
            if stage.requested_on <= day
        ]

        assert len(rows) <= 1
        if over or day < complaint.received_on:
            assert not rows
        elif latest and not complaint.earlier_rounds:
            _, number, answered = max(latest, key=lambda one: one[:2])
            is_open = answered is None or answered > day
            assert [number] * is_open == [row.stage for row in rows]


@settings(max_examples=40)
@given(st.integers(0, SEEDS - 1), st.dates(date(2024, 1, 1), date(2026, 6, 1)))
def test_what_is_owed_is_what_the_duties_say(seed: int, day: date) -> None:
    """With the extensions notified by that day, of duties that ended later or never."""
    for stream, complaint in states(seed).items():
        if complaint.reinstated_on or complaint.suspensions:
            continue  # by hand, above
        expected = set()
        for duty in DUTIES.rows(stream, complaint):
            begun = duty.counted_from <= day
            if begun and (duty.ended_on is None or day < duty.ended_on):
                expected.add((duty.duty, duty.attempt))
        found = {
            (row.duty, row.attempt): row.due_on
            for row in DUE_DATES.rows(stream, complaint)
            if row.from_on <= day and (row.until_on is None or day < row.until_on)
        }

        assert expected == set(found)
        for (duty_name, _), due_on in found.items():
            if duty_name == "stage_1_response" and complaint.stage_1.deadline:
                assert due_on == complaint.stage_1.due_on(known_on=day)


days = st.dates(date(2023, 1, 1), date(2023, 2, 10))
spans = st.builds(Span, days, st.none() | days)


def days_of(span: Span) -> set[date]:
    """Return a span's days of the first quarter, one by one."""
    whole = [date(2023, 1, 1) + timedelta(days=n) for n in range(90)]
    return {
        day
        for day in whole
        if span.first <= day and (span.until is None or day < span.until)
    }


@given(spans, st.lists(spans, max_size=4))
def test_spans_without_gaps_hold_each_day_outside_them(
    span: Span, gaps: list[Span]
) -> None:
    parts = list(span.without(gaps))
    outside = days_of(span).difference(*map(days_of, gaps))

    assert outside == {day for part in parts for day in days_of(part)}
    assert len(outside) == sum(len(days_of(part)) for part in parts)
    assert all(parts)
