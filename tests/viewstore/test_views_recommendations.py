"""What became of each recommendation: by which action, and on what evidence."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from caseledger.casework import Casework
from caseledger.complaint import (
    AgreeAction,
    Command,
    CompleteAction,
    LeaveActionUndone,
)
from caseledger.complaint.vocabulary import Source
from caseledger.eventlog import memory_log
from caseledger.testing.days import day
from caseledger.testing.desk import TESTER, FixedClock
from caseledger.viewstore import ViewStore
from viewstore.histories import ids
from viewstore.lived import sent_back, suspended


def learned(reference: str) -> tuple[Command, ...]:
    """The panel's first recommendation was followed by an action that is done."""
    return (
        *sent_back(reference),
        # The first action of the case names none; these do.
        AgreeAction(
            on=day("Fri 24 Nov 2023"),
            source=Source.STAGE_3,
            carries_out=(1, 2),
            due_on=day("Fri 29 Dec 2023"),
        ),
        AgreeAction(on=day("Fri 24 Nov 2023"), source=Source.STAGE_3, carries_out=(1,)),
        CompleteAction(on=day("Wed 6 Dec 2023"), action=2, evidence="The register."),
        CompleteAction(on=day("Thu 7 Dec 2023"), action=3),
    )


def asked_for(reference: str) -> tuple[Command, ...]:
    """One of two remedies is carried out by an action, which is left undone."""
    return (
        *suspended(reference),
        AgreeAction(
            on=day("Mon 4 Sep 2023"), source=Source.OMBUDSMAN, carries_out=(2,)
        ),
        LeaveActionUndone(on=day("Fri 8 Sep 2023"), action=1, reason="They declined."),
    )


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    log, path = memory_log(), tmp_path_factory.mktemp("learned") / "views"
    casework = Casework(log=log, clock=FixedClock(date(2026, 6, 1)), new_id=ids(0))
    for reference, case in {"L-1": learned, "L-2": asked_for}.items():
        for command in case(reference):
            casework.handle(reference, command, by=TESTER)
    store = ViewStore(log, path)
    store.catch_up()
    store.close()
    with closing(sqlite3.connect(path)) as opened:
        yield opened


def test_each_recommendation_and_each_action_that_carries_it_out(
    db: sqlite3.Connection,
) -> None:
    """A row for each pair; a recommendation without an action has one all the same."""
    found = db.execute(
        "SELECT reference, source, attempt, number, kind, recommended_on, accepted,"
        " action, agreed_on, due_on, done_on, evidenced, not_done, not_done_on"
        " FROM recommendation_outcomes ORDER BY reference, source, number, action"
    )
    first = ("L-1", "stage_3", 1, 1, "reinvestigate", "2023-11-01", 1)
    second = ("L-1", "stage_3", 1, 2, "service", "2023-11-01", 0)
    payment = ("L-2", "ombudsman", 1, 1, "payment", "2023-09-01", None)
    apology = ("L-2", "ombudsman", 1, 2, "apology", "2023-09-01", None)
    point = ("L-2", "stage_1", 1, 2, None, "2023-05-15", None)

    proven = (2, "2023-11-24", "2023-12-29", "2023-12-06", 1, 0, None)
    unproven = (3, "2023-11-24", None, "2023-12-07", 0, 0, None)
    undone = (1, "2023-09-04", None, None, None, 1, "2023-09-08")
    nothing = (None,) * 7

    assert [
        (*first, *proven),
        (*first, *unproven),
        (*second, *proven),
        (*payment, *nothing),
        (*apology, *undone),
        (*point, *nothing),
    ] == found.fetchall()
