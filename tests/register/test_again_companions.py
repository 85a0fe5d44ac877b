"""Companions that come again: each row finds the item that it is about."""

from itertools import permutations

import pytest

from caseledger.casework import Kind
from caseledger.complaint.events import (
    ActionDone,
    ActionNotDone,
    Corrected,
    Event,
    Noted,
    OmbudsmanDecided,
    ReferredToOmbudsman,
    RemedyOffered,
    RemedySettled,
)
from caseledger.complaint.vocabulary import RemedyStatus
from caseledger.feedback import ComplimentCorrected, ComplimentNoted
from oracle.reckon import COMPLIMENTS, OMBUDSMAN, REMEDIES
from register.registers import (
    Register,
    compiled,
    complaint,
    counts,
    events,
    figures_of,
    reported,
    whole,
)
from register.rows import ACTION, COMPLIMENT, REFERRAL, REMEDY, STAGE_1

Cells = dict[str, str]
REFERRED = {**STAGE_1, "ombudsman_referred_on": "2023-10-02"}
PAID = {"status": "paid", "settled_on": "2023-06-01"}
ACCEPTED = {"status": "accepted", "settled_on": "2023-05-20"}
REJECTED = {"status": "rejected", "settled_on": "2023-05-20"}


def happened(register: Register, *kinds: type[Event]) -> list[Event]:
    """Return the events of some kinds that are recorded of the complaint."""
    return [
        one.event for one in register.events("CF-1") if isinstance(one.event, kinds)
    ]


def statuses(register: Register) -> list[str]:
    """Return where each remedy stands."""
    found = complaint(register.log, "CF-1")
    assert found is not None
    return sorted(
        str(one.settlements[-1].status) if one.settlements else "offered"
        for one in found.remedies
    )


ALIKE = [REMEDY, {**REMEDY, **ACCEPTED}, {**REMEDY, **PAID}]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_payments_alike_on_one_day_are_told_apart_in_any_order(
    register: Register,
    order: tuple[int, ...],
) -> None:
    first = register.take(STAGE_1, remedies=ALIKE)
    before = whole(register.log)
    again = register.take(STAGE_1, remedies=[ALIKE[n] for n in order])

    assert (3, 3, 0, 0) == counts(first.tallies[REMEDIES])
    assert (3, 0, 3, 0) == counts(again.tallies[REMEDIES])
    assert before == whole(register.log)
    report = reported(compiled(figures_of(register.log), "2023-24"))
    assert {"offered_gbp": 750, "paid_gbp": 250, "rejected_gbp": 0} == report[
        "remedies"
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_payments_alike_that_moved_on_find_what_they_do_not_contradict(
    register: Register,
    order: tuple[int, ...],
) -> None:
    amounts = ("250", "400", "99.50")
    offers = [{**REMEDY, "amount_gbp": amount} for amount in amounts]
    settled = (PAID, REJECTED, ACCEPTED)
    register.take(STAGE_1, remedies=offers)
    moved = [{**offers[n], **settled[n]} for n in order]
    again = register.take(STAGE_1, remedies=moved)

    assert (3, 3, 0, 0) == counts(again.tallies[REMEDIES])
    assert 3 == len(happened(register, RemedyOffered))
    report = reported(compiled(figures_of(register.log), "2023-24"))
    assert {
        "offered_gbp": 749.5,
        "paid_gbp": 250,
        "rejected_gbp": 400,
    } == report["remedies"]


def test_a_further_payment_alike_is_a_further_payment(register: Register) -> None:
    register.take(STAGE_1, remedies=[REMEDY])
    again = register.take(STAGE_1, remedies=[REMEDY, REMEDY])

    assert (2, 1, 1, 0) == counts(again.tallies[REMEDIES])
    assert 2 == len(happened(register, RemedyOffered))


def test_a_remedy_is_known_by_its_id_whatever_else_it_says(register: Register) -> None:
    one = {**REMEDY, "remedy_id": "R-1"}
    other = {**REMEDY, "remedy_id": "R-2"}
    register.take(STAGE_1, remedies=[one, other])
    again = register.again(
        STAGE_1,
        remedies=[
            {**other, "offered_on": "2023-05-09", **PAID},
            {**one, "kind": "service", "amount_gbp": "300"},
        ],
    )

    assert (2, 2, 0, 0) == counts(again.tallies[REMEDIES])
    assert [1, 2] == [
        event.remedy
        for event in happened(register, RemedyOffered)
        if isinstance(event, RemedyOffered)
    ]
    assert {(1, "kind"), (1, "amount_gbp"), (2, "offered_on")} == {
        (event.number, event.fact)
        for event in happened(register, Corrected)
        if isinstance(event, Corrected)
    }


@pytest.mark.parametrize("sheet", ["remedies", "actions"])
def test_a_row_with_an_id_that_is_in_the_file_twice_is_recorded_once(
    register: Register,
    sheet: str,
) -> None:
    row = {
        "remedies": {**REMEDY, "remedy_id": "R-1"},
        "actions": {**ACTION, "action_id": "A-1"},
    }[sheet]
    first = register.take(STAGE_1, **{sheet: [row, row]})
    before = whole(register.log)
    again = register.take(STAGE_1, **{sheet: [row, row]})

    assert (2, 1, 1, 0) == counts(first.tallies[f"{sheet}.csv"])
    assert (2, 0, 2, 0) == counts(again.tallies[f"{sheet}.csv"])
    assert before == whole(register.log)


def test_two_rows_with_one_id_that_contradict_do_not_correct_each_other(
    register: Register,
) -> None:
    """Each import would otherwise take back what the last had recorded."""
    one = {**REMEDY, "remedy_id": "R-1"}
    other = {**one, "amount_gbp": "400"}
    praise = {**COMPLIMENT, "team": "Fostering"}
    rows = {"remedies": [one, other], "compliments": [COMPLIMENT, praise]}
    first = register.again(STAGE_1, **rows)
    before = whole(register.log)
    again = register.again(STAGE_1, **rows)

    assert (2, 1, 0, 1) == counts(first.tallies[REMEDIES])
    assert (2, 1, 0, 1) == counts(first.tallies[COMPLIMENTS])
    assert (2, 0, 1, 1) == counts(again.tallies[REMEDIES])
    assert (2, 0, 1, 1) == counts(again.tallies[COMPLIMENTS])
    assert before == whole(register.log)


def test_a_row_without_an_id_leaves_the_item_that_another_row_names(
    register: Register,
) -> None:
    given = {**REMEDY, "remedy_id": "R-1"}
    register.take(STAGE_1, remedies=[given, REMEDY])
    again = register.take(STAGE_1, remedies=[REMEDY, {**given, **PAID}])

    assert (2, 1, 1, 0) == counts(again.tallies[REMEDIES])
    assert ["offered", "paid"] == statuses(register)
    assert [] == happened(register, Noted)


def test_an_id_given_later_is_added_to_the_item(register: Register) -> None:
    register.take(STAGE_1, remedies=[REMEDY], actions=[ACTION])
    register.take(
        STAGE_1,
        remedies=[{**REMEDY, "remedy_id": "R-1"}],
        actions=[{**ACTION, "action_id": "A-1"}],
    )
    again = register.take(
        STAGE_1,
        remedies=[{**REMEDY, "remedy_id": "R-1"}],
        actions=[{**ACTION, "action_id": "A-1"}],
    )

    assert ["remedy_id", "action_id"] == [
        event.fact for event in happened(register, Noted) if isinstance(event, Noted)
    ]
    assert 0 == again.total.imported


MOVES = [
    *(("offered", to) for to in ("accepted", "rejected", "paid")),
    ("accepted", "paid"),
    ("", "accepted"),
]
STANDSTILLS = [
    *((status, "offered") for status in ("accepted", "rejected", "paid")),
    ("rejected", "accepted"),
    ("rejected", "paid"),
    ("paid", "accepted"),
    ("paid", "rejected"),
    ("accepted", "rejected"),
]


def remedy(status: str, settled_on: str) -> Cells:
    settled = settled_on if status not in ("", "offered") else ""
    return {**REMEDY, "status": status, "settled_on": settled}


@pytest.mark.parametrize(("was", "now"), MOVES)
def test_a_status_moves_on_and_its_day_comes_with_it(
    register: Register,
    was: str,
    now: str,
) -> None:
    register.take(STAGE_1, remedies=[remedy(was, "2023-05-20")])
    again = register.take(STAGE_1, remedies=[remedy(now, "2023-06-01")])

    assert (1, 1, 0, 0) == counts(again.tallies[REMEDIES])
    last = happened(register, RemedySettled)[-1]
    assert isinstance(last, RemedySettled)
    assert (RemedyStatus(now), "2023-06-01") == (last.status, str(last.occurred_on))
    assert [] == happened(register, Corrected)


@pytest.mark.parametrize(("was", "now"), STANDSTILLS)
def test_a_status_does_not_move_back_or_aside(
    register: Register,
    was: str,
    now: str,
) -> None:
    register.take(STAGE_1, remedies=[remedy(was, "2023-05-20")])
    again = register.take(STAGE_1, remedies=[remedy(now, "2023-05-20")])
    corrected = register.again(STAGE_1, remedies=[remedy(now, "2023-05-20")])

    [refused] = again.rejected
    assert ("status", "differs") == (refused.column, refused.rule)
    assert (1, 1, 0, 0) == counts(corrected.tallies[REMEDIES])
    assert [now] == statuses(register)


def test_a_day_of_settlement_that_differs_is_no_move(register: Register) -> None:
    register.take(STAGE_1, remedies=[{**REMEDY, **PAID}])
    later = {**REMEDY, **PAID, "settled_on": "2023-06-02"}
    again = register.take(STAGE_1, remedies=[later])

    [refused] = again.rejected
    assert ("settled_on", "differs") == (refused.column, refused.rule)


def test_an_action_is_filled_in_as_it_is_done(register: Register) -> None:
    register.take(STAGE_1, actions=[ACTION, ACTION])
    done = {**ACTION, "done_on": "2023-08-01", "evidence": "Minutes"}
    undone = {**ACTION, "not_done_reason": "No money"}
    again = register.take(STAGE_1, actions=[undone, done])
    once_more = register.take(STAGE_1, actions=[done, undone])

    assert (2, 2, 0, 0) == counts(again.tallies["actions.csv"])
    assert (2, 0, 2, 0) == counts(once_more.tallies["actions.csv"])
    assert 1 == len(happened(register, ActionDone))
    assert 1 == len(happened(register, ActionNotDone))
    late = [
        one.meta.provenance.late
        for one in register.events("CF-1")
        if one.meta.provenance and isinstance(one.event, (ActionDone, ActionNotDone))
    ]
    assert [True, True] == late


def test_a_compliment_is_known_by_its_reference(register: Register) -> None:
    bare = {**COMPLIMENT, "team": "", "theme": ""}
    first = register.take(STAGE_1, compliments=[bare])
    filled = register.take(STAGE_1, compliments=[COMPLIMENT])
    emptied = register.take(STAGE_1, compliments=[bare])
    other = {**COMPLIMENT, "received_on": "2023-05-03"}
    refused = register.take(STAGE_1, compliments=[other])
    corrected = register.again(STAGE_1, compliments=[other])
    again = register.again(STAGE_1, compliments=[other])

    outcomes = [first, filled, emptied, refused, corrected, again]
    assert [
        *((1, 1, 0, 0), (1, 1, 0, 0), (1, 0, 1, 0), (1, 0, 0, 1)),
        *((1, 1, 0, 0), (1, 0, 1, 0)),
    ] == [counts(one.tallies[COMPLIMENTS]) for one in outcomes]
    recorded = events(register.log, "CO-1", Kind.COMPLIMENT)
    assert [False, True, True, True] == [
        one.meta.provenance.late for one in recorded if one.meta.provenance
    ]
    assert 2 == sum(isinstance(one.event, ComplimentNoted) for one in recorded)
    assert 1 == sum(isinstance(one.event, ComplimentCorrected) for one in recorded)


@pytest.mark.parametrize("base", [STAGE_1, REFERRED], ids=["none", "one"])
def test_further_referrals_are_known_by_their_day(
    register: Register,
    base: Cells,
) -> None:
    second = {**REFERRAL, "ombudsman_referred_on": "2024-03-04"}
    register.take(base, ombudsman=[REFERRAL, second])
    decided = {
        **second,
        "ombudsman_decided_on": "2024-05-01",
        "ombudsman_decision": "upheld",
    }
    again = register.take(base, ombudsman=[decided, REFERRAL])

    assert (2, 1, 1, 0) == counts(again.tallies[OMBUDSMAN])
    number = 2 if base is STAGE_1 else 3
    [told] = happened(register, OmbudsmanDecided)
    assert isinstance(told, OmbudsmanDecided)
    assert number == told.referral


def test_the_registers_own_referral_may_come_after_the_others(
    register: Register,
) -> None:
    register.take(STAGE_1, ombudsman=[REFERRAL])
    register.take(REFERRED, ombudsman=[REFERRAL])
    again = register.take(REFERRED, ombudsman=[REFERRAL])

    assert 0 == again.total.imported
    assert 2 == len(happened(register, ReferredToOmbudsman))


def test_a_companion_of_a_complaint_imported_before_is_known(
    register: Register,
) -> None:
    register.take(STAGE_1)
    other = {**STAGE_1, "reference": "CF-2"}
    again = register.take(other, remedies=[REMEDY, {**REMEDY, "reference": "CF-3"}])

    assert (2, 1, 0, 1) == counts(again.tallies[REMEDIES])
    assert ["unknown_complaint"] == [refused.rule for refused in again.rejected]


def test_a_companion_of_a_refused_complaint_is_refused(register: Register) -> None:
    summary = register.take({**STAGE_1, "s1_outcome": ""}, remedies=[REMEDY])

    assert ["outcome", "unknown_complaint"] == [one.rule for one in summary.rejected]
