"""A council's own limit begins in the middle of a year: the views say who has which."""

from pathlib import Path

import attrs
import pytest

from caseledger.calendar import ENGLAND
from caseledger.casework import Casework
from caseledger.eventlog import memory_log
from caseledger.testing import a_received_complaint
from caseledger.testing.desk import TESTER, FixedClock
from caseledger.viewstore import ViewStore
from given import day
from policies.files import edition, terms
from viewstore.histories import ids
from viewstore.places import ENGINES, asked, fresh

EIGHT_DAYS = "statutory.stage_1 = 8"


@pytest.mark.parametrize("engine", ENGINES)
def test_each_case_stands_with_the_edition_that_governed_it(
    engine: str, tmp_path: Path
) -> None:
    """Two before the day of the change; one on it, by eight working days, not ten."""
    log, place = memory_log(), fresh(engine, tmp_path)
    told = terms(tmp_path, edition("2021-04-01"), edition("2023-04-17", EIGHT_DAYS))
    office = Casework(log=log, clock=FixedClock(), new_id=ids(0), terms=told)
    for reference, on in (
        ("CF-1", "Mon 3 Apr 2023"),
        ("CF-2", "Fri 14 Apr 2023"),
        ("CF-3", "Mon 17 Apr 2023"),
    ):
        received = attrs.evolve(a_received_complaint(reference), on=day(on))
        office.handle(reference, received, by=TESTER)
    store = ViewStore(log, place)
    store.catch_up()
    store.close()

    with asked(place) as db:
        found = db.execute(
            "SELECT provision, edition, paragraph, working_days, calendar,"
            " first_counted_from, last_counted_from, owed, cases FROM rules_applied"
            " WHERE duty = 'stage_1_response' ORDER BY edition"
        ).fetchall()

    law, own = "SI 2006/1738, reg 14", "Westborough, statutory.stage_1, under "
    assert [
        (
            *("statutory.stage_1_response", "2006-09-01", law, 10, ENGLAND.version),
            *("2023-04-03", "2023-04-14", 2, "CF-1; CF-2"),
        ),
        (
            *("own.statutory.stage_1", "2023-04-17", own + law, 8, ENGLAND.version),
            *("2023-04-17", "2023-04-17", 1, "CF-3"),
        ),
    ] == found
