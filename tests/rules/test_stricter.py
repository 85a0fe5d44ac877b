"""An authority's own limits: stricter than the law's from a day on, never laxer."""

from datetime import date

import attrs
import pytest

from caseledger.rules.policy import (
    LaxerThanLaw,
    Policy,
    Procedure,
    Signatories,
    policy_in_force,
    tightened,
)
from caseledger.rules.provision import Checked, Citation, Edition, Provision, Unit

LAW_BOOK = Citation(
    instrument="A Regulation",
    paragraph="reg 1",
    url="https://law.example/1",
    checked=Checked.RECALLED,
    checked_on=date(2026, 1, 1),
)
OWN_BOOK = attrs.evolve(LAW_BOOK, instrument="The council's policy")


def law(value: int, since: str) -> Edition:
    return Edition(value=value, since=date.fromisoformat(since), citation=LAW_BOOK)


def own(value: int, since: str) -> Edition:
    return Edition(value=value, since=date.fromisoformat(since), citation=OWN_BOOK)


# Ten days at first, eight from 2012, four from 2020.
EDITIONS = (law(10, "2006-09-01"), law(8, "2012-01-01"), law(4, "2020-01-01"))
PROVISION = Provision(
    key="answer",
    sentence="It is answered.",
    unit=Unit.WORKING_DAYS,
    editions=EDITIONS,
)


@pytest.mark.parametrize(
    ("mine", "expected"),
    [
        # Between two editions of the law, and stricter than the next one.
        (
            own(6, "2010-01-01"),
            (EDITIONS[0], own(6, "2010-01-01"), own(6, "2012-01-01"), EDITIONS[2]),
        ),
        # On the day on which the law changes, it takes the place of that edition.
        (own(6, "2012-01-01"), (EDITIONS[0], own(6, "2012-01-01"), EDITIONS[2])),
        # As strict as the law: it is the authority's own all the same.
        (own(8, "2013-01-01"), (*EDITIONS[:2], own(8, "2013-01-01"), EDITIONS[2])),
        # As strict as what the law comes to be.
        (
            own(4, "2013-01-01"),
            (*EDITIONS[:2], own(4, "2013-01-01"), own(4, "2020-01-01")),
        ),
        # Stricter than the law ever is.
        (own(1, "2021-01-01"), (*EDITIONS, own(1, "2021-01-01"))),
    ],
)
def test_a_stricter_limit_stands_where_the_law_is_no_stricter(
    mine: Edition, expected: tuple[Edition, ...]
) -> None:
    stricter = tightened(PROVISION, mine)

    assert attrs.evolve(PROVISION, editions=expected) == stricter


def test_a_laxer_limit_is_refused_with_the_paragraph_of_its_day() -> None:
    with pytest.raises(LaxerThanLaw) as refused:
        tightened(PROVISION, own(9, "2012-01-01"))

    assert (PROVISION, 9, EDITIONS[1]) == (
        refused.value.law,
        refused.value.value,
        refused.value.allowed,
    )
    assert str(refused.value) == (
        "9 working days is laxer than the law, which allows 8 (A Regulation, reg 1): "
        "It is answered."
    )
    # The day before, the law allowed ten.
    assert own(9, "2011-12-31") in tightened(PROVISION, own(9, "2011-12-31")).editions


FIRST = Policy(since=date(2015, 4, 1))
SECOND = Policy(since=date(2020, 4, 1))


@pytest.mark.parametrize(
    ("on", "policy"),
    [
        ("2010-01-01", FIRST),
        ("2015-04-01", FIRST),
        ("2020-03-31", FIRST),
        ("2020-04-01", SECOND),
        ("2030-01-01", SECOND),
    ],
)
def test_the_policy_of_a_day_is_the_last_that_had_begun(
    on: str, policy: Policy
) -> None:
    assert policy is policy_in_force([FIRST, SECOND], on=date.fromisoformat(on))


def test_who_may_sign_is_said_for_a_procedure_and_a_stage() -> None:
    signed = Signatories(
        procedure=Procedure.CORPORATE, stage=2, roles=("head of service",)
    )
    policy = Policy(signatories=(signed,))

    assert ("head of service",) == policy.roles(Procedure.CORPORATE, 2)
    assert () == policy.roles(Procedure.CORPORATE, 1)
    assert () == policy.roles(Procedure.STATUTORY, 2)
