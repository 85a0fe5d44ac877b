"""A case's history: every event in a sentence, in order, as of a day, as known then."""

import types
import typing
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

import attrs
import pytest

from caseledger.casework import (
    LedgerDetails,
    LedgerEvent,
    RecordedEvent,
    ReferenceReserved,
)
from caseledger.complaint import Event, Meta, Provenance, Recorded
from caseledger.complaint.details import CorrectionDetails, ExtensionDetails
from caseledger.complaint.events import (
    Acknowledged,
    Corrected,
    Extended,
    InvestigatorsAppointed,
    OmbudsmanDecided,
    Received,
    RemedyOffered,
    Responded,
    Subject,
    Withdrawn,
)
from caseledger.complaint.vocabulary import Outcome
from caseledger.history import Line, history_lines, tell

EVENTS: tuple[type[Any], ...] = get_args(Event)
DAY = date(2023, 4, 3)
START = datetime(2023, 4, 3, 9, 0, tzinfo=UTC)

each_event = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)


def example(kind: type[Any], *, full: bool, **values: object) -> Any:  # noqa: ANN401 - of any event class
    """Make an event: every field filled, or as few as it allows."""
    hints = get_type_hints(kind)
    return kind(
        **{
            field.name: values.get(
                field.name, _value(hints[field.name], field.name, full=full)
            )
            for field in attrs.fields(kind)
        },
    )


def _value(hint: Any, name: str, *, full: bool) -> object:  # noqa: ANN401 - a type as declared
    some = get_args(hint)
    if get_origin(hint) in (typing.Union, types.UnionType):
        if not full:
            return None
        return _value(some[0], name, full=full)
    if get_origin(hint) is tuple:
        return (f"{name} 1", f"{name} 2") if full else ()
    if attrs.has(hint):
        return example(hint, full=full)
    if issubclass(hint, Enum):
        return list(hint)[-1]
    return {str: f"some {name}", date: DAY, int: 2, bool: True}[hint]


class TestSentences:
    """What a person reads of each event."""

    @each_event
    @pytest.mark.parametrize("full", [True, False], ids=["full", "scant"])
    def test_every_event_is_told(self, event: type[Any], full: bool) -> None:  # noqa: FBT001 - a parameter of the test
        """In a sentence of words, whatever is left open."""
        sentence = tell(example(event, full=full))

        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert ".." not in sentence
        for never in ("None", "(,", " ,", "()", ": .", "  ", "Deadline(", "<"):
            assert never not in sentence

    @each_event
    def test_it_differs_from_all_others(self, event: type[Any]) -> None:
        """No two events are told alike."""
        told = [tell(example(other, full=True)) for other in EVENTS]

        assert 1 == told.count(tell(example(event, full=True)))

    def test_some_sentences(self) -> None:
        """Codes are words, amounts have their pounds, gaps are named."""
        filled = {
            example(Responded, full=True, stage=1, outcome=Outcome.PARTIALLY_UPHELD): (
                "Stage 1 answered: partially upheld."
            ),
            example(RemedyOffered, full=True, remedy=1, amount_pence=123_450): (
                "Remedy 1 offered: other of £1,234.50."
            ),
            example(OmbudsmanDecided, full=True, investigated=False, referral=1): (
                "Ombudsman decided referral 1: closed after initial enquiries,"
                " not investigated (other)."
            ),
        }
        scant = {
            example(Received, full=False, service="Libraries"): (
                "Received under the corporate procedure, about Libraries."
            ),
            example(RemedyOffered, full=False, remedy=1): "Remedy 1 offered.",
            example(InvestigatorsAppointed, full=False): (
                "Investigators appointed, not named."
            ),
            example(OmbudsmanDecided, full=False, referral=1): (
                "Ombudsman decided referral 1: decision not recorded."
            ),
        }

        for event, sentence in {**filled, **scant}.items():
            assert sentence == tell(event)

    def test_an_extension_that_moved_nothing_says_so(self) -> None:
        """It broke a rule, so the due date stands."""
        broken = example(
            Extended, full=True, previously_due_on=DAY, now_due_on=DAY, broken=("R11",)
        )

        assert tell(broken).endswith(": the due date stands.")


# --- Lines ----------------------------------------------------------------------------


def recorded(
    *events: LedgerEvent, late: bool = False, from_version: int = 1
) -> list[RecordedEvent]:
    """Return events as recorded one by one, an hour apart."""
    return [
        Recorded(
            stream="ab12",
            version=version,
            event=event,
            details=None,
            meta=Meta(
                recorded_at=START + timedelta(hours=version),
                actor="u-17",
                role="officer",
                command_id=f"c-{version}",
                provenance=Provenance(
                    file_sha256="0" * 64, sheet="register", row=version, late=True
                )
                if late
                else None,
            ),
        )
        for version, event in enumerate(events, start=from_version)
    ]


def on(kind: type[Any], day: int | None, **values: object) -> Any:  # noqa: ANN401 - of any event class
    """Make an event of a day in April 2023."""
    happened = None if day is None else date(2023, 4, day)
    return example(kind, full=True, occurred_on=happened, **values)


def whats(lines: Sequence[Line]) -> list[str]:
    return [line.what for line in lines]


RECEIVED, ANSWERED = on(Received, 3), on(Responded, 18, stage=1)
APPOINTED = on(InvestigatorsAppointed, None)
CORRECTED = example(Corrected, full=True, subject=Subject.COMPLAINT, number=0)


class TestOrder:
    """In the order in which it happened."""

    def test_by_day(self) -> None:
        """What was recorded late stands on its own day."""
        history = recorded(RECEIVED, ANSWERED, on(Acknowledged, 5))

        assert ["Received", "Acknowledged", "Responded"] == whats(
            history_lines(history)
        )

    def test_on_one_day_as_recorded(self) -> None:
        """Several events of a day keep their order."""
        history = recorded(RECEIVED, on(Withdrawn, 3), on(Acknowledged, 3))

        assert ["Received", "Withdrawn", "Acknowledged"] == whats(
            history_lines(history)
        )

    def test_a_withdrawal_told_by_a_register_is_the_last_of_its_day(self) -> None:
        """A step of that day that a later import filled in stands before it."""
        history = recorded(RECEIVED, on(Withdrawn, 3), on(Acknowledged, 3), late=True)

        assert ["Received", "Acknowledged", "Withdrawn"] == whats(
            history_lines(history)
        )

    def test_what_has_no_day_stands_where_it_was_recorded(self) -> None:
        """With the latest day recorded before it: neither first nor last by rule."""
        events = RECEIVED, APPOINTED, ANSWERED, on(Acknowledged, 5), CORRECTED
        lines = history_lines(recorded(*events))

        assert [
            "Received",
            "InvestigatorsAppointed",
            "Acknowledged",
            "Responded",
            "Corrected",
        ] == whats(lines)

    def test_nothing_else_is_in_it(self) -> None:
        """The reservation of a reference is no event of the case."""
        reserved = example(ReferenceReserved, full=True)

        assert ["Received"] == whats(history_lines(recorded(reserved, RECEIVED)))
        assert [] == history_lines([])


class TestPartly:
    """As on a day, as known at an instant."""

    HISTORY = recorded(RECEIVED, APPOINTED, ANSWERED, on(Acknowledged, 5), CORRECTED)

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (2, []),
            (3, ["Received", "InvestigatorsAppointed"]),
            (4, ["Received", "InvestigatorsAppointed"]),
            (5, ["Received", "InvestigatorsAppointed", "Acknowledged"]),
            (17, ["Received", "InvestigatorsAppointed", "Acknowledged"]),
        ],
    )
    def test_as_of(self, day: int, expected: list[str]) -> None:
        """The day itself is in; what stands with a later day is not."""
        lines = history_lines(self.HISTORY, as_of=date(2023, 4, day))

        assert expected == whats(lines)

    def test_as_of_the_last_day(self) -> None:
        assert 5 == len(history_lines(self.HISTORY, as_of=date(2023, 4, 18)))

    @pytest.mark.parametrize(
        ("hours", "expected"),
        [
            (0, []),
            (1, ["Received"]),
            (3, ["Received", "InvestigatorsAppointed", "Responded"]),
        ],
    )
    def test_known_at(self, hours: int, expected: list[str]) -> None:
        """The instant itself is in; what was recorded later is not."""
        lines = history_lines(self.HISTORY, known_at=START + timedelta(hours=hours))

        assert expected == whats(lines)

    def test_both(self) -> None:
        """As the authority would have told on the 20th what had happened by the 4th."""
        lines = history_lines(
            self.HISTORY,
            as_of=date(2023, 4, 4),
            known_at=START + timedelta(hours=1),
        )

        assert ["Received"] == whats(lines)


class TestLine:
    """What stands beside the sentence."""

    def test_late_facts_are_marked(self) -> None:
        """What an earlier import did not have, and nothing else."""
        history = [
            *recorded(RECEIVED),
            *recorded(ANSWERED, late=True, from_version=2),
        ]

        assert [False, True] == [line.late for line in history_lines(history)]

    def test_the_deadline_that_it_set(self) -> None:
        """Date and paragraph, for events that set one."""
        received, answered = history_lines(recorded(RECEIVED, ANSWERED))

        assert RECEIVED.deadline.due_on == received.due_on
        assert RECEIVED.deadline.paragraph == received.under
        assert (None, None) == (answered.due_on, answered.under)

    def test_the_rules_that_it_broke(self) -> None:
        """By their numbers."""
        [line] = history_lines(recorded(on(Responded, 18, stage=3, broken=("R30",))))

        assert ("R30",) == line.broken

    @pytest.mark.parametrize(
        ("details", "personal"),
        [
            (ExtensionDetails(reason="ill"), {"reason": "ill"}),
            (
                CorrectionDetails(because="read again", was="a", now="b"),
                {"because": "read again", "was": "a", "now": "b"},
            ),
        ],
        ids=["extension", "correction"],
    )
    def test_personal_text_is_in_the_line_and_not_in_its_repr(
        self, details: LedgerDetails, personal: dict[str, str]
    ) -> None:
        """Auditors may read it; a log of the program may not."""
        [one] = recorded(RECEIVED)
        [line] = history_lines([attrs.evolve(one, details=details)])

        assert personal == line.personal
        assert not [text for text in personal.values() if f"'{text}'" in repr(line)]

    def test_who_recorded_it_and_when(self) -> None:
        [line] = history_lines(recorded(RECEIVED))

        assert ("u-17", "officer", START + timedelta(hours=1), 1) == (
            line.actor,
            line.role,
            line.recorded_at,
            line.version,
        )
