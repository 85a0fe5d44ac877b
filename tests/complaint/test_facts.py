"""Every fact of a complaint can be noted, corrected and read as the register writes."""

from collections.abc import Callable

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from caseledger.complaint import Complaint, Event, Subject, evolve
from caseledger.complaint.events import Corrected, Noted
from caseledger.complaint.facts import (
    DATE,
    FACTS,
    IDS,
    MONEY,
    TEXT,
    YES_NO,
    Kind,
    put,
    read,
)
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    Function,
    NotAcceptedReason,
    NotInvestigatedReason,
    OmbudsmanDecision,
    Outcome,
    RemedyKind,
    RemedyStatus,
    Source,
)
from caseledger.rules import Procedure
from complaint.stories import AGREE_ACTION, LONGEST, OFFER, REFER, SETTLE
from given import RECEIVED, given

SPARSE = given(RECEIVED, REFER, OFFER, AGREE_ACTION).stands
RICH = given(*LONGEST, REFER, OFFER, SETTLE, AGREE_ACTION).stands

Write = Callable[[Subject, int, str, str], Event]


def noted(subject: Subject, number: int, fact: str, value: str) -> Event:
    return Noted(subject=subject, number=number, fact=fact, value=value)


def corrected(subject: Subject, number: int, fact: str, value: str) -> Event:
    return Corrected(subject=subject, number=number, fact=fact, was=None, now=value)


# The columns of the register and its companions (formats, section 1), and whose
# values are personal. What identifies a row, or names its sheet, is no fact.
# What only a live receipt tells (procedure, section 7) can be put right as well.
TOLD_AT_RECEIPT = {"function", "oral", "child_is_complainant", "duplicate_of"}
COLUMNS = {
    Subject.COMPLAINT: (
        "service team procedure channel complainant complainant_id theme "
        "grounds_arose_on received_on acknowledged_on not_accepted_on "
        "not_accepted_reason withdrawn_on s1_extended_on s1_extended_to "
        "s1_extension_reason s1_responded_on s1_outcome s2_requested_on s2_basis "
        "s2_statement_agreed_on s2_investigating_officer s2_independent_person "
        "s2_extended_on s2_extended_to s2_extension_reason s2_responded_on s2_outcome "
        "s3_requested_on s3_panel_met_on s3_panel_members s3_panel_reported_on "
        "s3_responded_on s3_outcome suspended_on suspension_reason resumed_on "
        "deferred_on deferred_to reinstated_on"
    ),
    Subject.REFERRAL: (
        "ombudsman_referred_on ombudsman_decided_on ombudsman_decision "
        "ombudsman_investigated ombudsman_not_investigated_reason"
    ),
    Subject.REMEDY: (
        "remedy_id source kind amount_gbp offered_on status settled_on description"
    ),
    Subject.ACTION: (
        "action_id source recommendation action owner agreed_on due_on done_on "
        "not_done_reason evidence"
    ),
}
PERSONAL = {
    *("suspension_reason", "s2_extension_reason", "description", "recommendation"),
    *("action", "owner", "not_done_reason", "evidence"),
}
CODES = {
    "procedure": Procedure,
    "function": Function,
    "not_accepted_reason": NotAcceptedReason,
    "s1_extension_reason": ExtensionReason,
    "s1_outcome": Outcome,
    "s2_outcome": Outcome,
    "s3_outcome": Outcome,
    "s2_basis": Basis,
    "ombudsman_decision": OmbudsmanDecision,
    "ombudsman_not_investigated_reason": NotInvestigatedReason,
    "source": Source,
    "kind": RemedyKind,
    "status": RemedyStatus,
}

words = st.text(min_size=1, max_size=20)
WRITTEN: list[tuple[Kind, st.SearchStrategy[str]]] = [
    (TEXT, words),
    (DATE, st.dates().map(str)),
    # Pounds, with two decimals unless the amount is whole.
    (
        MONEY,
        st.one_of(
            st.integers(0, 10**7).map(str),
            st.tuples(st.integers(0, 10**7), st.integers(1, 99)).map(
                lambda amount: f"{amount[0]}.{amount[1]:02}"
            ),
        ),
    ),
    (YES_NO, st.sampled_from(["yes", "no"])),
    (
        IDS,
        st.lists(st.text("abc123-", min_size=1, max_size=6), min_size=1).map(";".join),
    ),
]

ALL = [(subject, fact) for subject, facts in FACTS.items() for fact in facts]


PLAIN = [(subject, name) for subject, name in ALL if name not in PERSONAL]


def values(name: str, kind: Kind) -> st.SearchStrategy[str]:
    """Return the values that a fact can have, as the register writes them."""
    if name in CODES:
        return st.sampled_from([str(code) for code in CODES[name]])
    [strategy] = [strategy for known, strategy in WRITTEN if known is kind]
    return strategy


def of_kind(kind: Kind | None) -> list[tuple[Subject, str]]:
    """Return the facts of a kind; without one, those whose values are codes."""
    return [
        (subject, name)
        for subject, name in PLAIN
        if (None if name in CODES else FACTS[subject][name].kind) is kind
    ]


@pytest.mark.parametrize("subject", Subject)
def test_the_facts_are_the_columns_of_the_register(subject: Subject) -> None:
    """With those of a live receipt, for which the register has no columns."""
    further = TOLD_AT_RECEIPT if subject is Subject.COMPLAINT else set[str]()

    assert {*COLUMNS[subject].split()} | further == FACTS[subject].keys()


def test_the_personal_ones_are_the_free_texts() -> None:
    assert {name for subject, name in ALL if FACTS[subject][name].personal} == PERSONAL


@pytest.mark.parametrize(
    "kind",
    [TEXT, DATE, MONEY, YES_NO, IDS, None],
    ids=["text", "date", "money", "yes or no", "ids", "code"],
)
def test_what_was_written_is_read(kind: Kind | None) -> None:
    """Noted or corrected, on a complaint that has the fact and on one that has not."""

    @for_all(
        st.sampled_from(of_kind(kind)),
        st.sampled_from([SPARSE, RICH]),
        st.sampled_from([noted, corrected]),
        st.data(),
    )
    def check(
        fact: tuple[Subject, str], before: Complaint, write: Write, data: st.DataObject
    ) -> None:
        subject, name = fact
        number = 0 if subject is Subject.COMPLAINT else 1
        value = data.draw(values(name, FACTS[subject][name].kind))
        after = evolve(before, write(subject, number, name, value))

        assert value == read(after, name, subject=subject, number=number)
        assert put(after, name, value, subject=subject, number=number) == after

    check()


@pytest.mark.parametrize("write", [noted, corrected])
@pytest.mark.parametrize("before", [SPARSE, RICH], ids=["sparse", "rich"])
@pytest.mark.parametrize(("subject", "name"), PLAIN)
def test_each_fact_can_be_written(
    subject: Subject, name: str, before: Complaint, write: Write
) -> None:
    """None is forgotten by chance."""
    number = 0 if subject is Subject.COMPLAINT else 1
    kind = FACTS[subject][name].kind
    value = {DATE: "2024-02-29", MONEY: "12.50", YES_NO: "no"}.get(kind, "a")
    if name in CODES:
        value = str([*CODES[name]][-1])
    after = evolve(before, write(subject, number, name, value))

    assert value == read(after, name, subject=subject, number=number)


@pytest.mark.parametrize("write", [noted, corrected])
@pytest.mark.parametrize(
    ("subject", "name"),
    [
        (subject, name)
        for subject, name in ALL
        # Of these two it is told that there is one.
        if name in PERSONAL - {"not_done_reason", "evidence"}
    ],
)
def test_what_is_personal_leaves_no_trace_in_the_complaint(
    subject: Subject, name: str, write: Write
) -> None:
    number = 0 if subject is Subject.COMPLAINT else 1

    assert evolve(RICH, write(subject, number, name, "A canary.")) == RICH


def test_a_reason_for_not_doing_an_action_tells_that_it_was_not_done() -> None:
    """The reason itself stays in the details."""
    after = evolve(
        SPARSE,
        Noted(subject=Subject.ACTION, number=1, fact="not_done_reason", value=None),
    )

    assert [(False, True)] == [
        (before.not_done, now.not_done)
        for before, now in zip(SPARSE.actions, after.actions, strict=True)
    ]


@pytest.mark.parametrize(
    ("subject", "name"), [(subject, name) for subject, name in ALL if name in PERSONAL]
)
def test_what_is_personal_is_read_nowhere_here(subject: Subject, name: str) -> None:
    assert FACTS[subject][name].personal
    assert () == FACTS[subject][name].path


@pytest.mark.parametrize(
    ("text", "written"),
    [("400", "400"), ("400.00", "400"), ("0.5", "0.50"), ("12.05", "12.05")],
)
def test_an_amount_is_written_whole_when_it_is(text: str, written: str) -> None:
    """Amounts are whole pounds, or have two decimals."""
    after = put(SPARSE, "amount_gbp", text, subject=Subject.REMEDY, number=1)

    assert written == read(after, "amount_gbp", subject=Subject.REMEDY, number=1)


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        (Subject.COMPLAINT, "team"),
        (Subject.COMPLAINT, "s3_panel_members"),
        (Subject.COMPLAINT, "s1_extended_on"),
        (Subject.REMEDY, "settled_on"),
        (Subject.REFERRAL, "ombudsman_decided_on"),
    ],
)
def test_a_fact_that_is_not_known_reads_as_nothing(subject: Subject, name: str) -> None:
    number = 0 if subject is Subject.COMPLAINT else 1

    assert None is read(SPARSE, name, subject=subject, number=number)


@pytest.mark.parametrize("number", [-2, -1, 0, 2, 3])
@pytest.mark.parametrize(
    ("subject", "name"),
    [(subject, name) for subject, name in PLAIN if subject is not Subject.COMPLAINT],
)
@pytest.mark.parametrize("complaint", [SPARSE, RICH], ids=["sparse", "rich"])
def test_a_fact_of_what_is_not_there_reads_as_nothing(
    complaint: Complaint, subject: Subject, name: str, number: int
) -> None:
    """One of each is there, and it has the number 1."""
    assert None is read(complaint, name, subject=subject, number=number)


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        (Subject.REFERRAL, "ombudsman_referred_on"),
        (Subject.REMEDY, "amount_gbp"),
        (Subject.ACTION, "due_on"),
    ],
)
def test_of_nothing_there_is_no_first(subject: Subject, name: str) -> None:
    assert None is read(given(RECEIVED).stands, name, subject=subject, number=1)


def test_a_fact_of_an_item_is_read_by_the_item_s_number() -> None:
    """There is one remedy, and without a number none is meant."""
    assert "400" == read(RICH, "amount_gbp", subject=Subject.REMEDY, number=1)
    assert None is read(RICH, "amount_gbp", subject=Subject.REMEDY)
