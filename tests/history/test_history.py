"""A case's history: every event in a sentence, in order, as of a day, as known then."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

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
    ActionAgreed,
    Cause,
    Corrected,
    Deadline,
    DeadlineName,
    DeadlineRecomputed,
    Deferred,
    Escalated,
    Extended,
    InvestigatorsAppointed,
    LateComplaintAccepted,
    Moved,
    OmbudsmanDecided,
    PanelReported,
    Point,
    ProcedureReclassified,
    Received,
    Recommendation,
    ReferredToOmbudsman,
    RemedyOffered,
    Responded,
    Resumed,
    StatementOfComplaintAgreed,
    Subject,
    SufficientInterestDecided,
    Withdrawn,
)
from caseledger.complaint.vocabulary import (
    Basis,
    Outcome,
    PointFinding,
    RecommendationKind,
    Source,
)
from caseledger.history import Line, history_lines, tell
from caseledger.rules import Procedure
from history.examples import DAY, example

EVENTS: tuple[type[Any], ...] = get_args(Event)
START = datetime(2023, 4, 3, 9, 0, tzinfo=UTC)

# Received Mon 3 Apr 2023: ten working days end on Wed 19 Apr (example E7).
TEN_DAYS = Deadline(
    name=DeadlineName.STAGE_1_RESPONSE,
    counted_from=DAY,
    working_days=10,
    due_on=date(2023, 4, 19),
    latest_on=date(2023, 5, 4),
    provision="statutory.stage_1_response",
    edition=date(2006, 9, 1),
    paragraph="SI 2006/1738, reg 14",
    calendar="2026-11-22.1",
)

each_event = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)


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
                "Stage 1 answered: partially upheld, 2 points."
            ),
            example(Acknowledged, full=True, stage=1): "Acknowledged.",
            example(Acknowledged, full=True, stage=2): (
                "Request for stage 2 acknowledged."
            ),
            example(
                LateComplaintAccepted,
                full=True,
                earlier_was_reasonable=False,
                fair_consideration_possible=True,
            ): (
                "Accepted although made late: it could not reasonably have been"
                " expected earlier, and can still be considered fairly."
            ),
            example(SufficientInterestDecided, full=True, sufficient=False): (
                "Found to have no sufficient interest in the child's welfare."
            ),
            example(
                ProcedureReclassified,
                full=True,
                was=Procedure.CORPORATE,
                now=Procedure.STATUTORY,
                directed_by_ombudsman=False,
                deadlines=(TEN_DAYS,),
            ): (
                "Reclassified from the corporate to the statutory procedure:"
                " stage 1 response due 2023-04-19."
            ),
            example(Escalated, full=True, to_stage=3, basis=None): (
                "Stage 3 requested, after its time, and accepted."
            ),
            example(
                Escalated,
                full=True,
                to_stage=2,
                basis=Basis.NO_RESPONSE,
                accepted_late=False,
            ): "Stage 2 requested (no response).",
            example(StatementOfComplaintAgreed, full=True, deadline=TEN_DAYS): (
                "Statement of complaint agreed: stage 2 is counted from here, due"
                " 2023-04-19."
            ),
            example(
                StatementOfComplaintAgreed,
                full=True,
                deadline=TEN_DAYS,
                governs=False,
            ): (
                "Statement of complaint agreed: counted from here, stage 2 would be"
                " due 2023-04-19."
            ),
            example(
                PanelReported,
                full=True,
                recommendations=(
                    Recommendation(number=1, kind=RecommendationKind.REMEDY),
                ),
            ): "Review panel reported, with 1 recommendation.",
            # The furthest day to which an extension now reaches is what is due.
            example(
                Resumed,
                full=True,
                moved=(Moved(deadline=TEN_DAYS, extensions=(None, date(2023, 5, 4))),),
            ): "Resumed: stage 1 response now due 2023-05-04.",
            example(
                Deferred,
                full=True,
                until=date(2023, 4, 6),
                moved=(Moved(deadline=TEN_DAYS),),
            ): (
                "Deferred until 2023-04-06, as the complainant wished: stage 1"
                " response now due 2023-04-19."
            ),
            example(ReferredToOmbudsman, full=True, referral=1, premature=False): (
                "Referred to the Ombudsman (referral 1)."
            ),
            example(
                DeadlineRecomputed,
                full=True,
                was_due_on=date(2023, 4, 18),
                deadline=TEN_DAYS,
                cause=Cause.CORRECTION,
                other_reading=None,
            ): "The stage 1 response is due 2023-04-19, no longer 2023-04-18.",
            example(
                DeadlineRecomputed,
                full=True,
                was_due_on=date(2023, 4, 18),
                deadline=TEN_DAYS,
                cause=Cause.CALENDAR,
                extensions=(None, date(2023, 5, 4)),
                other_reading=None,
            ): (
                "The stage 1 response is due 2023-04-19, no longer 2023-04-18, by"
                " the calendar; extended, 2023-05-04."
            ),
            # Only what is shown beside it has moved.
            example(
                DeadlineRecomputed,
                full=True,
                was_due_on=date(2023, 4, 19),
                deadline=TEN_DAYS,
                cause=Cause.CORRECTION,
                other_reading=attrs.evolve(TEN_DAYS, due_on=date(2023, 4, 26)),
            ): (
                "The stage 1 response is due 2023-04-19 as before; by the other"
                " reading of its start, 2023-04-26."
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

    def test_one_point_is_one_point(self) -> None:
        """And not one points."""
        point = Point(number=1, finding=PointFinding.UPHELD)
        answered = example(
            Responded, full=True, stage=1, outcome=Outcome.UPHELD, points=(point,)
        )

        assert "Stage 1 answered: upheld, 1 point." == tell(answered)

    @pytest.mark.parametrize(
        ("source", "numbers", "sentence"),
        [
            (None, (), "Action 1 agreed."),
            (Source.STAGE_3, (2,), "Action 1 agreed for recommendation 2 of stage 3."),
            (
                Source.OMBUDSMAN,
                (1, 2),
                "Action 1 agreed for recommendations 1, 2 of the Ombudsman.",
            ),
        ],
    )
    def test_an_action_says_what_it_carries_out(
        self, source: Source | None, numbers: tuple[int, ...], sentence: str
    ) -> None:
        agreed = ActionAgreed(
            occurred_on=DAY,
            action=1,
            action_id=None,
            source=source,
            due_on=None,
            carries_out=numbers,
        )

        assert sentence == tell(agreed)

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
CORRECTED = Corrected(
    subject=Subject.COMPLAINT,
    number=0,
    fact="s1_responded_on",
    was="2023-04-18",
    now="2023-04-17",
)


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
            (16, ["Received", "InvestigatorsAppointed", "Acknowledged"]),
        ],
    )
    def test_as_of(self, day: int, expected: list[str]) -> None:
        """The day itself is in; what stands with a later day is not."""
        lines = history_lines(self.HISTORY, as_of=date(2023, 4, day))

        assert expected == whats(lines)

    def test_as_of_the_last_day(self) -> None:
        """The answer counts on its corrected day, and so does the correction."""
        assert 5 == len(history_lines(self.HISTORY, as_of=date(2023, 4, 17)))

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

    def test_no_deadline_that_does_not_govern(self) -> None:
        """The other reading of when stage 2 began stands in the sentence alone."""
        governing = on(StatementOfComplaintAgreed, 19, deadline=TEN_DAYS)
        beside = attrs.evolve(governing, governs=False)

        assert [date(2023, 4, 19), None] == [
            line.due_on for line in history_lines(recorded(governing, beside))
        ]

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
