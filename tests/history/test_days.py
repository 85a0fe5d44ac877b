"""On which day each event counts: its own, or that of what it speaks of."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseledger.casework import RecordedEvent
from caseledger.complaint import Event
from caseledger.complaint.events import (
    Acknowledged,
    ActionAgreed,
    ActionDone,
    Cause,
    Corrected,
    DeadlineRecomputed,
    Deferred,
    Escalated,
    Extended,
    InvestigatorsAppointed,
    IrregularityReviewed,
    NotAccepted,
    Noted,
    OmbudsmanDecided,
    PanelReported,
    Received,
    ReferredToOmbudsman,
    Reinstated,
    RemedyOffered,
    RemedySettled,
    Responded,
    Resumed,
    ReviewPanelConvened,
    StatementOfComplaintAgreed,
    Step,
    Subject,
    Suspended,
    Withdrawn,
)
from caseledger.complaint.facts import DATE, FACTS
from caseledger.history import history_lines, replay
from caseledger.history.days import places
from history.desk import Desk, told_cases
from history.examples import example

APRIL_3, MAY_10, MAY_12, JUNE_1 = (
    date(2023, 4, 3),
    date(2023, 5, 10),
    date(2023, 5, 12),
    date(2023, 6, 1),
)


class Dated(NamedTuple):
    """A fact that is the day of an event: of which, and of which stage."""

    fact: str
    kind: type[Any]
    stage: int = 0
    subject: Subject = Subject.COMPLAINT


DAYS = (
    Dated("received_on", Received),
    Dated("acknowledged_on", Acknowledged, 1),
    Dated("not_accepted_on", NotAccepted),
    Dated("withdrawn_on", Withdrawn),
    Dated("suspended_on", Suspended),
    Dated("resumed_on", Resumed),
    Dated("deferred_on", Deferred),
    Dated("reinstated_on", Reinstated),
    Dated("s1_extended_on", Extended, 1),
    Dated("s1_responded_on", Responded, 1),
    Dated("s2_requested_on", Escalated, 2),
    Dated("s2_statement_agreed_on", StatementOfComplaintAgreed),
    Dated("s2_extended_on", Extended, 2),
    Dated("s2_responded_on", Responded, 2),
    Dated("s3_requested_on", Escalated, 3),
    Dated("s3_panel_met_on", ReviewPanelConvened),
    Dated("s3_panel_reported_on", PanelReported),
    Dated("s3_responded_on", Responded, 3),
    Dated("ombudsman_referred_on", ReferredToOmbudsman, 0, Subject.REFERRAL),
    Dated("ombudsman_decided_on", OmbudsmanDecided, 0, Subject.REFERRAL),
    Dated("offered_on", RemedyOffered, 0, Subject.REMEDY),
    Dated("settled_on", RemedySettled, 0, Subject.REMEDY),
    Dated("agreed_on", ActionAgreed, 0, Subject.ACTION),
    Dated("done_on", ActionDone, 0, Subject.ACTION),
)
# Days that are told of by an event of another day.
OTHERS = {
    *("grounds_arose_on", "s1_extended_to", "s2_extended_to", "deferred_to"),
    "due_on",
}


def made(kind: type[Any], on: date | None, **values: object) -> Event:
    named = {
        name: value
        for name, value in {
            **dict.fromkeys(("referral", "remedy", "action"), 1),
            "deadline": None,
            "milestones": (),
            "moved": (),
            "broken": (),
            **values,
        }.items()
        if name in attrs.fields_dict(kind)
    }
    if kind in {Received, Escalated, PanelReported}:
        del named["deadline"]
    event: Event = example(kind, full=True, occurred_on=on, **named)
    return event


RECEIVED = made(Received, APRIL_3)


def before(dated: Dated, on: date) -> list[Event]:
    """Return a history in which the fact is the day of the last event."""
    if dated.kind is Received:
        return [made(Received, on)]
    first: list[Event] = [RECEIVED]
    if dated.kind in {RemedySettled, ActionDone, OmbudsmanDecided}:
        begun = {
            RemedySettled: RemedyOffered,
            ActionDone: ActionAgreed,
            OmbudsmanDecided: ReferredToOmbudsman,
        }
        first.append(made(begun[dated.kind], APRIL_3))
    stage = {"stage": dated.stage, "to_stage": dated.stage}
    return [*first, made(dated.kind, on, **stage)]


def test_every_day_is_that_of_an_event_or_of_none() -> None:
    dates = {
        name
        for facts in FACTS.values()
        for name, fact in facts.items()
        if fact.kind is DATE
    }

    assert dates == OTHERS | {dated.fact for dated in DAYS}


@pytest.mark.parametrize("dated", DAYS, ids=lambda dated: dated.fact)
@pytest.mark.parametrize("to", [date(2023, 5, 8), MAY_12], ids=["earlier", "later"])
def test_a_corrected_day_moves_its_event(dated: Dated, to: date) -> None:
    history = before(dated, MAY_10)
    number = 0 if dated.subject is Subject.COMPLAINT else 1
    history.append(
        Corrected(
            subject=dated.subject,
            number=number,
            fact=dated.fact,
            was=str(MAY_10),
            now=str(to),
        )
    )
    *_, moved, correction = places(history)

    assert [to, to] == [moved.day, correction.day]
    assert len(history) - 2 == correction.speaks_of


@pytest.mark.parametrize("fact", ["s1_extended_to", "grounds_arose_on"])
def test_another_day_of_an_event_moves_nothing(fact: str) -> None:
    """Not even if it happens to be the day of the event."""
    kind: type[Any] = Extended if fact == "s1_extended_to" else Received
    event = made(kind, MAY_10, stage=1, extended_to=MAY_10, grounds_arose_on=MAY_10)
    history = [event] if kind is Received else [made(Received, APRIL_3), event]
    history.append(
        Corrected(
            subject=Subject.COMPLAINT,
            number=0,
            fact=fact,
            was=str(MAY_10),
            now=str(MAY_12),
        )
    )
    *_, told, correction = places(history)

    assert [MAY_10, MAY_10] == [told.day, correction.day]


def noted(fact: str, value: str, subject: Subject = Subject.COMPLAINT) -> Noted:
    number = 0 if subject is Subject.COMPLAINT else 1
    return Noted(subject=subject, number=number, fact=fact, value=value)


def days(*history: Event) -> list[date]:
    return [place.day for place in places(history)]


class TestWhatHasNoDay:
    def test_it_stands_with_the_latest_day_recorded_before_it(self) -> None:
        appointed = made(InvestigatorsAppointed, None)
        history = (RECEIVED, made(Responded, MAY_10, stage=1), appointed)

        assert [APRIL_3, MAY_10, MAY_10] == days(*history)

    def test_and_moves_with_it(self) -> None:
        appointed = made(InvestigatorsAppointed, None)
        moved = Corrected(
            subject=Subject.COMPLAINT,
            number=0,
            fact="s1_responded_on",
            was=str(MAY_10),
            now=str(MAY_12),
        )
        history = (RECEIVED, made(Responded, MAY_10, stage=1), appointed, moved)

        assert [APRIL_3, MAY_12, MAY_12, MAY_12] == days(*history)

    def test_a_noted_day_gives_an_event_its_own(self) -> None:
        offered = made(RemedyOffered, None)
        told = noted("offered_on", str(MAY_12), Subject.REMEDY)

        assert [APRIL_3, APRIL_3] == days(RECEIVED, offered)
        assert [APRIL_3, MAY_12, MAY_12] == days(RECEIVED, offered, told)

    def test_what_is_noted_of_a_step_not_taken_stands_where_it_was_recorded(
        self,
    ) -> None:
        history = (
            RECEIVED,
            made(Acknowledged, MAY_10, stage=1),
            noted("s2_basis", "dissatisfied"),
        )

        assert [APRIL_3, MAY_10, MAY_10] == days(*history)

    def test_a_personal_fact_stands_with_its_step(self) -> None:
        history = (
            RECEIVED,
            made(Suspended, MAY_10),
            made(Resumed, MAY_12),
            noted("suspension_reason", "?"),
            noted("s2_extension_reason", "?"),
        )

        assert MAY_10 == days(*history)[3]
        # No stage 2 was extended: with the latest day.
        assert MAY_12 == days(*history)[4]


def corrected(fact: str, was: str, now: str) -> Corrected:
    return Corrected(subject=Subject.COMPLAINT, number=0, fact=fact, was=was, now=now)


class TestTheLastOneCounts:
    def test_a_correction_speaks_of_what_set_the_fact_last(self) -> None:
        """Received with a theme; another was noted; that one is corrected, twice."""
        history = (
            RECEIVED,
            noted("theme", "Delay"),
            corrected("theme", "Delay", "Access"),
            corrected("theme", "Access", "Staff"),
        )

        assert [None, 0, 1, 2] == [place.speaks_of for place in places(history)]

    def test_of_two_extensions_the_last_is_meant(self) -> None:
        history = (
            RECEIVED,
            made(Extended, APRIL_3, stage=1),
            made(Extended, MAY_10, stage=1),
            corrected("s1_extended_on", str(MAY_10), str(MAY_12)),
        )

        assert [APRIL_3, APRIL_3, MAY_12, MAY_12] == days(*history)

    def test_what_was_open_on_receipt_is_of_the_receipt(self) -> None:
        """Whether it was made orally, for one."""
        received = made(Received, APRIL_3, oral=None)
        history = (
            received,
            made(Acknowledged, MAY_10, stage=1),
            noted("oral", "yes"),
        )

        assert APRIL_3 == days(*history)[-1]


class TestWhatIsJudgedAgain:
    @pytest.mark.parametrize(
        ("step", "stage", "number", "kind"),
        [
            (Step.EXTENSION, 1, 1, Extended),
            (Step.ESCALATION, 2, 0, Escalated),
            (Step.REVIEW_PANEL, 3, 0, ReviewPanelConvened),
            (Step.RESPONSE, 3, 0, Responded),
        ],
    )
    def test_it_follows_the_step(
        self, step: Step, stage: int, number: int, kind: type[Any]
    ) -> None:
        """Not what was recorded last before it."""
        reviewed = IrregularityReviewed(
            step=step, stage=stage, number=number, was=(), now=("R1",)
        )
        history = (
            RECEIVED,
            made(kind, MAY_10, stage=stage, to_stage=stage),
            made(Withdrawn, JUNE_1),
            reviewed,
        )

        assert MAY_10 == days(*history)[-1]


class TestDeadlines:
    @staticmethod
    def recomputed(counted_from: date) -> DeadlineRecomputed:
        event: DeadlineRecomputed = example(
            DeadlineRecomputed, full=True, cause=Cause.CALENDAR, other_reading=None
        )
        deadline = attrs.evolve(event.deadline, counted_from=counted_from)
        return attrs.evolve(event, deadline=deadline)

    def test_one_counted_anew_follows_what_set_it(self) -> None:
        """And what counted it last is only a link to that."""
        event = self.recomputed(MAY_12)
        name = event.deadline.name
        set_by = made(PanelReported, MAY_10)
        assert isinstance(set_by, PanelReported)
        first = attrs.evolve(set_by, deadline=attrs.evolve(set_by.deadline, name=name))
        again = self.recomputed(JUNE_1)

        assert [MAY_10, MAY_10, MAY_10] == days(RECEIVED, first, event, again)[1:]

    def test_one_that_nothing_had_set_belongs_to_the_day_it_is_counted_from(
        self,
    ) -> None:
        assert [APRIL_3, MAY_12] == days(RECEIVED, self.recomputed(MAY_12))


class TestAnyPartOfAHistory:
    """A clock that was set back can leave any part of a history known."""

    @given(told_cases(steps=15), st.data())
    @settings(max_examples=40, deadline=None)
    def test_it_can_be_replayed_and_told(self, here: Desk, data: st.DataObject) -> None:
        recorded = here.recorded
        kept = data.draw(
            st.lists(st.booleans(), min_size=len(recorded), max_size=len(recorded))
        )
        part: Sequence[RecordedEvent] = [
            one for one, keep in zip(recorded, kept, strict=True) if keep
        ]

        replay(part, on=MAY_10)
        assert len(part) == len(history_lines(part))

    def test_a_remedy_that_is_not_known_is_not_noted_of(self) -> None:
        later = noted("remedy_id", "R-1", Subject.REMEDY)

        assert [APRIL_3, APRIL_3] == days(RECEIVED, later)
