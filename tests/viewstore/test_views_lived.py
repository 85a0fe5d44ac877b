"""What the views count of cases that no register can tell, by hand."""

from collections.abc import Iterator

import pytest

from caseledger.eventlog import memory_log
from caseledger.viewstore import ViewStore
from viewstore import lived
from viewstore.histories import ids
from viewstore.places import ENGINES, Asked, asked, fresh


@pytest.fixture(scope="module", params=ENGINES)
def db(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    """The views of the lived cases."""
    log, place = memory_log(), fresh(request.param, tmp_path_factory.mktemp("lived"))
    lived.tell(log, ids(0))
    store = ViewStore(log, place)
    store.catch_up()
    store.close()
    with asked(place) as opened:
        yield opened


def test_the_last_day_is_that_of_the_last_step(db: Asked) -> None:
    # LIVED-1 has an action done on Mon 4 Dec 2023.
    assert [("2023-12-04",)] == db.execute("SELECT day FROM last_day").fetchall()


def test_a_panel_and_its_recommendations(db: Asked) -> None:
    """Held, reported and answered on the last day; one of two accepted."""
    found = db.execute(
        "SELECT year, panels, met, met_in_time, fewer_than_three, reported_in_time,"
        " responded_in_time, recommendations, accepted, not_accepted, cases"
        " FROM panel_reviews"
    )

    assert [("2023-24", 1, 1, 1, 0, 1, 1, 2, 1, 1, "LIVED-1")] == found.fetchall()


def test_the_trail_from_recommendations_to_what_was_done(
    db: Asked,
) -> None:
    found = db.execute(
        "SELECT reference, source, recommendations, accepted, not_accepted, agreed,"
        " first_agreed_on, done, not_done, still_open, last_done_on"
        " FROM recommendation_trail ORDER BY reference"
    )

    assert [
        ("LIVED-1", "stage_3", 2, 1, 1, 1, "2023-11-23", 1, 0, 0, "2023-12-04"),
        ("LIVED-2", "stage_1", 1, 0, 0, 0, None, 0, 0, 0, None),
    ] == found.fetchall()


def test_outcomes_by_point(db: Asked) -> None:
    found = db.execute(
        "SELECT year, stage, points, upheld, partially_upheld, not_upheld, no_finding,"
        " recommended, cases FROM outcomes_by_point"
    )

    # Both points are of one case, which stands there twice.
    cases = "LIVED-2; LIVED-2"
    assert [("2023-24", 1, 2, 1, 0, 1, 0, 1, cases)] == found.fetchall()


def test_advocacy(db: Asked) -> None:
    """Asked for on Thu 6 April 2023, appointed on Tue 2 May."""
    found = db.execute(
        "SELECT source, asked, appointed, waiting, working_days_waited, cases"
        " FROM advocacy_use"
    )

    # 11 to 14 April, two weeks, and Tue 2 May after a holiday.
    waited = 4 + 5 + 5 + 1
    assert [("advocacy_service", 1, 1, 0, waited, "LIVED-2")] == found.fetchall()
    helped = db.execute("SELECT sum(received), sum(with_advocate) FROM capacities")
    assert [(5, 1)] == helped.fetchall()


def test_a_reopened_stage_2_is_no_second_outcome(db: Asked) -> None:
    """Of the year's stages 2, LIVED-1 counts once and LIVED-5 is pending."""
    found = db.execute(
        "SELECT sum(total), sum(not_upheld), sum(pending) FROM outcomes"
        " WHERE stage = 2 AND year = '2023-24'"
    )

    assert [(2, 1, 1)] == found.fetchall()
    begun = db.execute(
        "SELECT month, stage_2_begun FROM monthly"
        " WHERE stage_2_begun > 0 AND procedure = 'statutory' ORDER BY month"
    )
    # LIVED-5, LIVED-1, and LIVED-1 again: its second stage 2 is work of December.
    assert [("2023-04", 1), ("2023-05", 1), ("2023-12", 1)] == begun.fetchall()


def test_pauses_and_lateness_in_timeliness(db: Asked) -> None:
    """LIVED-2 was due on Fri 12 May 2023 after its pause, and answered on Mon 15."""
    found = db.execute(
        "SELECT kept, paused, working_days_late FROM stage_limits"
        " WHERE reference = 'LIVED-2'"
    )

    assert [("late", 1, 1)] == found.fetchall()


def test_an_extension_is_used(db: Asked) -> None:
    """LIVED-1 was extended at stages 1 and 2, and answered on the last day of each."""
    found = db.execute(
        "SELECT stage, extended, extensions, without_effect, cases FROM extension_use"
        " WHERE extensions > 0 ORDER BY stage"
    )

    assert [(1, 1, 1, 0, "LIVED-1"), (2, 1, 1, 0, "LIVED-1")] == found.fetchall()


def test_how_duties_were_kept(db: Asked) -> None:
    """Stage 1 responses: of LIVED-1 and LIVED-4 in time, of LIVED-2 late."""
    found = db.execute(
        "SELECT sum(owed), sum(met_in_time), sum(met_late), sum(fell_away),"
        " sum(overdue), sum(still_to_come), sum(working_days_late)"
        " FROM duties_kept WHERE duty = 'stage_1_response'"
    )

    # LIVED-3 fell away by withdrawal, LIVED-5 by going on; LIVED-3 owes it again.
    assert [(6, 2, 1, 2, 1, 0, 1)] == found.fetchall()


def test_what_the_ombudsman_asked_for_and_was_not_done(db: Asked) -> None:
    """Due on Fri 29 Sep 2023, and nothing is recorded since."""
    found = db.execute(
        "SELECT referred, investigated, upheld, fault_found, compliance_overdue"
        " FROM ombudsman"
    )
    remedies = db.execute("SELECT kind, amount_pence FROM ombudsman_remedies")

    assert [(1, 1, 1, 1, 1)] == found.fetchall()
    assert [("payment", 25_000), ("apology", None)] == remedies.fetchall()


def test_complaints_taken_up_again_await_an_answer(db: Asked) -> None:
    fates = dict(db.execute("SELECT reference, fate FROM fates"))

    assert {
        "LIVED-1": "responded",
        "LIVED-2": "responded",
        "LIVED-3": "awaiting_response",
        "LIVED-4": "responded",
        "LIVED-5": "awaiting_response",
    } == fates


def test_months_without_anything_are_there(db: Asked) -> None:
    """From the first receipt, in April 2023, to the last day, in December."""
    found = db.execute(
        "SELECT month, open_at_end FROM monthly WHERE procedure = 'statutory'"
        " ORDER BY month"
    ).fetchall()

    # April: LIVED-1, -2, -5. May: -1, -3, -5 ... August: LIVED-1 was answered on the
    # 15th and went on on 13 September. 22 November: answered; 1 December: reopened.
    opened = [3, 3, 3, 3, 2, 3, 3, 2, 3]
    months = [f"2023-{month:02}" for month in range(4, 13)]
    assert list(zip(months, opened, strict=True)) == found
