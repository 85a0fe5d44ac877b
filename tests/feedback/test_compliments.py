"""Compliments: received, completed and put right."""

from datetime import date
from functools import reduce

import attrs
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from caseledger.feedback import (
    FACTS,
    ComplimentCorrected,
    ComplimentCorrectionDetails,
    ComplimentEvent,
    ComplimentNoted,
    ComplimentReceived,
    evolve,
)

RECEIVED = ComplimentReceived(
    occurred_on=date(2023, 4, 3),
    reference="CO-1",
    service="Children and Family Services",
    team=None,
    theme=None,
)
# The columns of compliments.csv (formats, section 1) but the reference; `received_on`
# is the day of the event.
FIELDS = {
    "service": "service",
    "team": "team",
    "received_on": "occurred_on",
    "theme": "theme",
}

days = st.dates().map(str)
words = st.text(max_size=20)
writing = st.sampled_from(FACTS).flatmap(
    lambda fact: st.tuples(st.just(fact), days if fact == "received_on" else words)
)
further = st.one_of(
    writing.map(lambda said: ComplimentNoted(fact=said[0], value=said[1])),
    writing.map(lambda said: ComplimentCorrected(fact=said[0], was="", now=said[1])),
)


def test_a_compliment_is_what_was_received() -> None:
    assert evolve(None, RECEIVED) == RECEIVED


def test_its_facts_are_the_columns_of_the_sheet() -> None:
    assert {*FIELDS} == {*FACTS}


@pytest.mark.parametrize(
    ("fact", "value", "changes"),
    [
        ("service", "Libraries", {"service": "Libraries"}),
        ("team", "Early Help", {"team": "Early Help"}),
        ("received_on", "2023-04-06", {"occurred_on": date(2023, 4, 6)}),
        ("theme", "Kindness", {"theme": "Kindness"}),
    ],
)
def test_a_fact_is_noted_or_corrected_and_nothing_else_changes(
    fact: str, value: str, changes: dict[str, str | date]
) -> None:
    expected = attrs.evolve(RECEIVED, **changes)  # type: ignore[arg-type] # any of its fields

    assert evolve(RECEIVED, ComplimentNoted(fact=fact, value=value)) == expected
    assert expected == evolve(
        RECEIVED, ComplimentCorrected(fact=fact, was="?", now=value)
    )


@for_all(st.lists(further, max_size=8))
def test_each_fact_stands_as_it_was_last_written(events: list[ComplimentEvent]) -> None:
    compliment = reduce(evolve, events, RECEIVED)
    last = {field: getattr(RECEIVED, field) for field in FIELDS.values()}
    for event in events:
        assert not isinstance(event, ComplimentReceived)
        value = event.value if isinstance(event, ComplimentNoted) else event.now
        field = FIELDS[event.fact]
        last[field] = (
            date.fromisoformat(value) if event.fact == "received_on" else value
        )

    assert {**attrs.asdict(compliment), **last} == attrs.asdict(compliment)
    assert "CO-1" == compliment.reference


@pytest.mark.parametrize(
    "event",
    [
        ComplimentNoted(fact="team", value="Early Help"),
        ComplimentCorrected(fact="team", was="A", now="B"),
    ],
)
def test_a_compliment_begins_with_its_receipt(event: ComplimentEvent) -> None:
    with pytest.raises(ValueError, match="begins with its receipt"):
        evolve(None, event)


def test_a_compliment_has_no_other_facts() -> None:
    with pytest.raises(ValueError, match="no fact 'outcome'"):
        evolve(RECEIVED, ComplimentNoted(fact="outcome", value="upheld"))


def test_why_it_was_corrected_is_not_shown() -> None:
    details = ComplimentCorrectionDetails(because="canary 7f3a")

    assert "canary 7f3a" == details.because
    assert "canary" not in repr(details)
