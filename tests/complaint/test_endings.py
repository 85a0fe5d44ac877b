"""A complaint may end and be taken up again more than once; each of them is kept."""

from datetime import date

from caseledger.complaint.events import (
    Closed,
    Corrected,
    Event,
    Reinstated,
    Subject,
)
from caseledger.complaint.evolve import evolve
from caseledger.complaint.state import Complaint, Ending
from complaint.stories import INVESTIGATED, REINSTATE, WITHDRAW, but
from given import RECEIVED, day, given

FIRST = (
    *INVESTIGATED,
    but(WITHDRAW, on=day("Mon 7 Aug 2023")),
    but(REINSTATE, on=day("Mon 14 Aug 2023")),
)
TWICE = (
    *FIRST,
    but(WITHDRAW, on=day("Tue 15 Aug 2023")),
    but(REINSTATE, on=day("Mon 21 Aug 2023")),
)


def corrected(complaint: Complaint, fact: str, was: date | None, now: str) -> Complaint:
    assert was is not None
    event: Event = Corrected(
        subject=Subject.COMPLAINT,
        number=0,
        fact=fact,
        was=was.isoformat(),
        now=day(now).isoformat(),
    )
    return evolve(complaint, event)


def test_each_ending_and_each_return_is_kept() -> None:
    complaint = given(*TWICE).stands

    assert (day("Mon 7 Aug 2023"), day("Tue 15 Aug 2023")) == complaint.withdrawals
    assert (day("Mon 14 Aug 2023"), day("Mon 21 Aug 2023")) == complaint.reinstatements
    assert not complaint.withdrawn


def test_each_pass_says_how_it_ended() -> None:
    ended = [
        (one.ended_by, one.ended_on) for one in given(*TWICE).stands.earlier_rounds
    ]

    assert [
        (Ending.WITHDRAWN, day("Mon 7 Aug 2023")),
        (Ending.WITHDRAWN, day("Tue 15 Aug 2023")),
    ] == ended


def test_the_last_withdrawal_is_put_right_and_its_pass_with_it() -> None:
    was = given(*TWICE).stands
    complaint = corrected(was, "withdrawn_on", was.withdrawn_on, "Wed 16 Aug 2023")

    assert (day("Mon 7 Aug 2023"), day("Wed 16 Aug 2023")) == complaint.withdrawals
    assert [day("Mon 7 Aug 2023"), day("Wed 16 Aug 2023")] == [
        one.ended_on for one in complaint.earlier_rounds
    ]


def test_the_day_of_return_is_put_right_and_stage_1_begins_with_it() -> None:
    was = given(*FIRST).stands
    complaint = corrected(was, "reinstated_on", was.reinstated_on, "Tue 15 Aug 2023")

    assert day("Tue 15 Aug 2023") == complaint.reinstated_on
    assert day("Tue 15 Aug 2023") == complaint.stage_1.requested_on


def test_receipt_is_put_right_in_the_pass_that_began_with_it() -> None:
    was = given(*FIRST).stands
    complaint = corrected(was, "received_on", was.received_on, "Thu 6 Apr 2023")

    [past] = complaint.earlier_rounds
    assert past.stage_1 is not None
    assert day("Thu 6 Apr 2023") == complaint.received_on == past.stage_1.requested_on
    assert day("Mon 14 Aug 2023") == complaint.stage_1.requested_on


def test_a_closed_file_that_is_opened_again_began_when_it_did() -> None:
    """Opened where it stood, even on the day of receipt, its stage 1 does not move."""
    received = given(RECEIVED).stands
    on = received.received_on
    closed = evolve(received, Closed(occurred_on=on))
    opened = evolve(closed, Reinstated(occurred_on=on))
    complaint = corrected(opened, "reinstated_on", on, "Wed 5 Apr 2023")

    assert day("Wed 5 Apr 2023") == complaint.reinstated_on
    assert on == complaint.stage_1.requested_on
