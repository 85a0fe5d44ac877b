"""A case as it stood on a day, as known at an instant; what changed between two."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

import attrs
import pytest
from hypothesis import Phase as Trying
from hypothesis import find, given, settings
from hypothesis import strategies as st

from case_file import samples
from caseledger.calendar import ENGLAND
from caseledger.casework import HolidayProclaimed, RecordedEvent
from caseledger.complaint import (
    Acknowledge,
    Complaint,
    Correct,
    Escalate,
    Event,
    Extend,
    Note,
    OfferRemedy,
    Phase,
    Respond,
    SettleRemedy,
    Subject,
    Terms,
    fold,
)
from caseledger.complaint.events import (
    Acknowledged,
    Corrected,
    DeadlineRecomputed,
    Extended,
    IrregularityReviewed,
    Noted,
    Received,
    Responded,
)
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    Outcome,
    RemedyKind,
    RemedyStatus,
)
from caseledger.history import answers, changes, history_lines, replay
from caseledger.testing import TESTER, a_received_complaint, day
from history.desk import Desk, at, desk, told_cases


def corrected(fact: str, was: str, now: str) -> Correct:
    return Correct(fact=fact, was=was, now=now, because="Misread.")


def stood(told: Desk, *, known: str, on: str) -> Complaint:
    """Return the case as on a day, as known at the end of another."""
    complaint = replay(told.recorded, known_at=at(known), on=date.fromisoformat(on))
    assert complaint is not None
    return complaint


def answered(on: str, stage: int = 1) -> Respond:
    return Respond(on=day(on), stage=stage, outcome=Outcome.NOT_UPHELD)


def acknowledged(on: str) -> Acknowledge:
    return Acknowledge(on=day(on))


class TestWhatHadHappened:
    """By the day on which it happened, as far as it is known."""

    @pytest.fixture
    def told(self) -> Desk:
        """Acknowledged on Wed 5 Apr, which is recorded on 20 April."""
        here = desk()
        here.tell(a_received_complaint(), at="2023-04-03")
        here.tell(acknowledged("Wed 5 Apr 2023"), at="2023-04-20")
        return here

    @pytest.mark.parametrize(
        ("known", "on", "expected"),
        [
            ("2023-04-19", "2023-04-19", None),
            ("2023-04-20", "2023-04-04", None),
            ("2023-04-20", "2023-04-05", date(2023, 4, 5)),
            ("2023-04-20", "2023-04-20", date(2023, 4, 5)),
        ],
    )
    def test_what_is_told_late_had_happened_once_it_is_known(
        self, told: Desk, known: str, on: str, expected: date | None
    ) -> None:
        assert expected == stood(told, known=known, on=on).stage_1.acknowledged_on

    def test_the_instant_itself_is_in(self, told: Desk) -> None:
        first, second = told.recorded
        just_before = second.meta.recorded_at - timedelta(microseconds=1)

        assert Phase.RECEIVED is phase(told, just_before)
        assert Phase.STAGE_1 is phase(told, second.meta.recorded_at)
        assert phase(told, first.meta.recorded_at - timedelta(microseconds=1)) is None

    def test_before_its_receipt_there_is_no_case(self, told: Desk) -> None:
        assert replay(told.recorded, on=date(2023, 4, 2)) is None
        assert replay(told.recorded, on=date(2023, 4, 3)) is not None
        assert replay([]) is None


def phase(told: Desk, known_at: datetime) -> Phase | None:
    complaint = replay(told.recorded, known_at=known_at)
    return None if complaint is None else complaint.phase


class TestCorrectedDays:
    """A correction of a day moves the event of that day."""

    @pytest.fixture
    def told(self) -> Desk:
        """Answered on Fri 5 May as first recorded, on Wed 10 May as known since."""
        here = desk()
        here.tell(a_received_complaint(on=day("Mon 24 Apr 2023")), at="2023-04-24")
        here.tell(answered("Fri 5 May 2023"), at="2023-05-11")
        here.tell(
            corrected("s1_responded_on", "2023-05-05", "2023-05-10"), at="2023-05-15"
        )
        return here

    @pytest.mark.parametrize(
        ("known", "on", "expected"),
        [
            ("2023-05-14", "2023-05-04", None),
            ("2023-05-14", "2023-05-05", date(2023, 5, 5)),
            ("2023-05-14", "2023-05-07", date(2023, 5, 5)),
            ("2023-05-15", "2023-05-07", None),
            ("2023-05-15", "2023-05-09", None),
            ("2023-05-15", "2023-05-10", date(2023, 5, 10)),
        ],
    )
    def test_a_response_corrected_to_a_later_day(
        self, told: Desk, known: str, on: str, expected: date | None
    ) -> None:
        assert expected == stood(told, known=known, on=on).stage_1.responded_on

    def test_corrected_twice_it_is_the_last_day(self, told: Desk) -> None:
        told.tell(
            corrected("s1_responded_on", "2023-05-10", "2023-05-08"), at="2023-05-20"
        )

        assert Phase.RECEIVED is stood(told, known="2023-05-20", on="2023-05-07").phase
        assert date(2023, 5, 8) == (
            stood(told, known="2023-05-20", on="2023-05-08").stage_1.responded_on
        )
        # As known in between, the day in between.
        assert Phase.RECEIVED is stood(told, known="2023-05-19", on="2023-05-09").phase

    def test_a_corrected_receipt_moves_the_due_date_with_it(self) -> None:
        """Ten days from Mon 3 Apr end on Wed 19 Apr, from Fri 31 Mar on Tue 18 Apr."""
        here = desk()
        here.tell(a_received_complaint(), at="2023-04-03")
        here.tell(corrected("received_on", "2023-04-03", "2023-03-31"), at="2023-04-12")

        assert replay(here.recorded, known_at=at("2023-04-11"), on=APRIL_2) is None
        assert date(2023, 4, 18) == (
            stood(here, known="2023-04-12", on="2023-04-02").stage_1.due_on()
        )
        assert date(2023, 4, 19) == (
            stood(here, known="2023-04-11", on="2023-04-11").stage_1.due_on()
        )

    def test_a_fact_of_a_step_counts_from_the_day_of_the_step(self) -> None:
        """The outcome was told wrongly; corrected, it was so from the response on."""
        here = desk()
        here.tell(a_received_complaint(), at="2023-04-03")
        here.tell(answered("Tue 18 Apr 2023"), at="2023-04-18")
        here.tell(corrected("s1_outcome", "not_upheld", "upheld"), at="2023-06-01")

        outcomes = [
            stood(here, known=known, on=on).stage_1.outcome
            for known, on in (
                ("2023-05-31", "2023-04-18"),
                ("2023-06-01", "2023-04-17"),
                ("2023-06-01", "2023-04-18"),
            )
        ]
        assert [Outcome.NOT_UPHELD, None, Outcome.UPHELD] == outcomes

    def test_a_day_that_is_not_the_event_s_own_moves_nothing(self) -> None:
        """To what day it was extended is not the day on which that was told."""
        here = desk()
        here.tell(a_received_complaint(), at="2023-04-03")
        here.tell(extended("Wed 19 Apr 2023", "Wed 19 Apr 2023"), at="2023-04-19")
        here.tell(
            corrected("s1_extended_to", "2023-04-19", "2023-05-04"), at="2023-04-25"
        )

        assert date(2023, 5, 4) == (
            stood(here, known="2023-04-25", on="2023-04-19").stage_1.due_on()
        )


APRIL_2 = date(2023, 4, 2)


def extended(on: str, to: str) -> Extend:
    return Extend(
        on=day(on), stage=1, extended_to=day(to), reason=ExtensionReason.COMPLEXITY
    )


class TestWhatIsJudgedAgain:
    """It follows the step that is judged."""

    @pytest.fixture
    def told(self) -> Desk:
        """
        Extended on the last day, Wed 19 Apr 2023; due a day earlier, as found in May.

        Received on Fri 31 Mar, it was due on Tue 18 Apr: the notice came late (R11).
        """
        here = desk()
        here.tell(a_received_complaint(), at="2023-04-03")
        here.tell(extended("Wed 19 Apr 2023", "Thu 4 May 2023"), at="2023-04-19")
        here.tell(corrected("received_on", "2023-04-03", "2023-03-31"), at="2023-05-02")
        return here

    @pytest.mark.parametrize(
        ("known", "on", "due_on", "rules"),
        [
            ("2023-05-01", "2023-04-18", date(2023, 4, 19), []),
            ("2023-05-01", "2023-04-19", date(2023, 5, 4), []),
            ("2023-05-02", "2023-04-18", date(2023, 4, 18), []),
            ("2023-05-02", "2023-04-19", date(2023, 4, 18), ["R11", "R12"]),
        ],
    )
    def test_an_extension_that_came_too_late_after_all(
        self, told: Desk, known: str, on: str, due_on: date, rules: list[str]
    ) -> None:
        complaint = stood(told, known=known, on=on)

        assert due_on == complaint.stage_1.due_on()
        assert rules == [one.rule for one in complaint.irregularities]


class TestNotes:
    """What is noted belongs to what it is noted of."""

    @pytest.fixture
    def told(self) -> Desk:
        here = desk()
        here.tell(a_received_complaint(), at="2023-04-03")
        here.tell(acknowledged("Thu 6 Apr 2023"), at="2023-04-06")
        here.tell(Note(fact="theme", value="Delay"), at="2023-05-02")
        here.tell(corrected("theme", "Delay", "Access"), at="2023-05-09")
        return here

    @pytest.mark.parametrize(
        ("known", "expected"),
        [("2023-05-01", None), ("2023-05-02", "Delay"), ("2023-05-09", "Access")],
    )
    def test_what_was_open_on_receipt_belongs_to_the_receipt(
        self, told: Desk, known: str, expected: str | None
    ) -> None:
        assert expected == stood(told, known=known, on="2023-04-03").theme

    def test_a_remedy_s_day_is_noted_later(self) -> None:
        """Until then it stands with what was recorded before it."""
        here = desk()
        here.tell(a_received_complaint(), answered("Tue 18 Apr 2023"), at="2023-04-18")
        here.tell(OfferRemedy(on=None, kind=RemedyKind.APOLOGY), at="2023-05-02")
        *_, offer = here.recorded
        noted = attrs.evolve(
            offer,
            version=4,
            event=Noted(
                subject=REMEDY, number=1, fact="offered_on", value="2023-04-25"
            ),
            meta=attrs.evolve(offer.meta, recorded_at=at("2023-05-09", "09:00")),
        )
        history = [*here.recorded, noted]

        counts = [
            remedies(history, known, on)
            for known, on in (
                ("2023-05-02", "2023-04-17"),
                ("2023-05-02", "2023-04-18"),
                ("2023-05-09", "2023-04-24"),
                ("2023-05-09", "2023-04-25"),
            )
        ]
        assert [0, 1, 0, 1] == counts

    def test_remedies_keep_their_numbers(self) -> None:
        """The second to be recorded was the first to be offered, and was accepted."""
        here = desk()
        here.tell(a_received_complaint(), answered("Tue 18 Apr 2023"), at="2023-04-18")
        here.tell(
            OfferRemedy(on=day("Tue 2 May 2023"), kind=RemedyKind.PAYMENT),
            OfferRemedy(on=day("Wed 19 Apr 2023"), kind=RemedyKind.APOLOGY),
            SettleRemedy(
                on=day("Thu 20 Apr 2023"), remedy=2, status=RemedyStatus.ACCEPTED
            ),
            Note(fact="remedy_id", value="R-2", subject=REMEDY, number=2),
            at="2023-05-03",
        )

        [apology] = stood(here, known="2023-05-03", on="2023-04-20").remedies
        assert (RemedyKind.APOLOGY, RemedyStatus.ACCEPTED, "R-2") == (
            apology.kind,
            apology.status,
            apology.remedy_id,
        )
        both = stood(here, known="2023-05-03", on="2023-05-02").remedies
        assert [RemedyKind.PAYMENT, RemedyKind.APOLOGY] == [one.kind for one in both]


REMEDY = Subject.REMEDY


def remedies(history: Sequence[RecordedEvent], known: str, on: str) -> int:
    complaint = replay(history, known_at=at(known), on=date.fromisoformat(on))
    return 0 if complaint is None else len(complaint.remedies)


class TestTheCalendar:
    """The bank holiday of Mon 19 Sept 2022 was announced on Sat 10 Sept."""

    def test_as_known_before_and_after_it_was_proclaimed(self) -> None:
        """25 days from Thu 1 Sep 2022 end on Thu 6 Oct, with the holiday on Fri 7."""
        before = Terms(calendar=ENGLAND.announced_by(day("Fri 9 Sep 2022")))
        here = desk(before)
        here.tell(a_received_complaint(on=day("Mon 1 Aug 2022")), at="2022-08-01")
        here.tell(answered("Mon 15 Aug 2022"), at="2022-08-15")
        here.tell(
            Escalate(on=day("Thu 1 Sep 2022"), to_stage=2, basis=Basis.DISSATISFIED),
            at="2022-09-01",
        )
        here.clock.instant = at("2022-09-12", "09:00")
        here.casework.proclaim(
            HolidayProclaimed(
                day=day("Mon 19 Sep 2022"),
                name="State Funeral",
                announced_on=day("Sat 10 Sep 2022"),
                instrument="Gazette 4158896",
            ),
            by=TESTER,
        )

        due = [
            stood(here, known=known, on=on).stage_2.due_on()
            for known, on in (
                ("2022-09-01", "2022-09-01"),
                ("2022-09-11", "2022-09-30"),
                ("2022-09-12", "2022-09-01"),
                ("2022-09-12", "2022-09-30"),
            )
        ]
        thursday, friday = day("Thu 6 Oct 2022"), day("Fri 7 Oct 2022")
        assert [thursday, thursday, friday, friday] == due


DAYS = [date(2023, 3, 20) + timedelta(days=23 * n) for n in range(9)]


# The first history that will do: it need not be the simplest.
SOON = settings(phases=[Trying.generate], deadline=None)


def by_the_day_alone(recorded: Sequence[RecordedEvent], on: date) -> Complaint | None:
    """Go by the day in the event: the mistake that the tests must notice."""
    kept = [
        one.event
        for one in recorded
        if isinstance(one.event, Event)
        if (getattr(one.event, "occurred_on", None) or on) <= on
    ]
    return fold(kept) if kept and isinstance(kept[0], Received) else None


class TestTheAnswerGivenThenIsTheAnswerNow:
    """What would have been told at an instant about a day, for ever."""

    @given(st.data())
    @settings(max_examples=25, deadline=None)
    def test_every_answer_stays(self, data: st.DataObject) -> None:
        told: list[tuple[datetime, date | None, Complaint | None]] = []

        def ask(here: Desk) -> None:
            now = here.clock.now() - timedelta(seconds=1)
            recorded = here.recorded
            told.extend((now, on, replay(recorded, on=on)) for on in (*DAYS, None))

        here = data.draw(told_cases(ask))

        recorded = here.recorded
        for known_at, on, answer in told:
            assert answer == replay(recorded, known_at=known_at, on=on)

    def test_leaving_out_only_what_happened_later_is_found(self) -> None:
        """A replay that goes by the day alone gives another answer for some history."""

        @st.composite
        def differs(draw: st.DrawFn) -> bool:
            answers: list[tuple[date, Complaint | None]] = []

            def ask(here: Desk) -> None:
                recorded = here.recorded
                answers.extend((on, by_the_day_alone(recorded, on)) for on in DAYS)

            recorded = draw(told_cases(ask)).recorded
            return any(
                answer != by_the_day_alone(recorded, on) for on, answer in answers
            )

        assert find(differs(), bool, settings=SOON)

    @given(told_cases())
    @settings(max_examples=25, deadline=None)
    def test_without_a_day_and_an_instant_it_is_the_case_as_it_stands(
        self, here: Desk
    ) -> None:
        assert here.casework.case("CF-1") == replay(here.recorded)
        assert here.casework.case("CF-1") == replay(here.recorded, on=date.max)


Replay = Callable[[Sequence[RecordedEvent], datetime, date], Complaint | None]


class Reckoned:
    """Stage 1 worked out from the events in another way: one fact at a time."""

    def __init__(
        self, recorded: Iterable[RecordedEvent], known_at: datetime, on: date
    ) -> None:
        self.events = [
            one.event for one in recorded if one.meta.recorded_at <= known_at
        ]
        self.on = on

    def corrected(self, fact: str) -> str | None:
        told = [
            one.now
            for one in self.events
            if isinstance(one, Corrected) and one.fact == fact
        ]
        return told[-1] if told else None

    def day_of(self, kind: type[object], fact: str) -> date | None:
        """Return the day of a step as known, if it had been taken."""
        first = [one for one in self.events if isinstance(one, kind)]
        if not first:
            return None
        now = self.corrected(fact)
        told = getattr(first[-1], "occurred_on", None)
        day_of_it = date.fromisoformat(now) if now else told
        return day_of_it if day_of_it is not None and day_of_it <= self.on else None

    @property
    def responded_on(self) -> date | None:
        return self.day_of(Responded, "s1_responded_on")

    @property
    def phase(self) -> Phase | None:
        if self.day_of(Received, "received_on") is None:
            return None
        if self.responded_on is not None:
            return Phase.STAGE_1_RESPONDED
        known = self.day_of(Acknowledged, "acknowledged_on") is not None
        return Phase.STAGE_1 if known else Phase.RECEIVED

    @property
    def due_on(self) -> date | None:
        """Return the response's due date: as counted last, and as extended since."""
        if self.phase is None:
            return None
        due = date.min
        for one in self.events:
            if isinstance(one, Received | DeadlineRecomputed):
                named = one.deadline.name == "stage_1_response"
                due = one.deadline.due_on if named else due
        if self.day_of(Extended, "s1_extended_on") is None:
            return due
        broken: tuple[str, ...] = ()
        for one in self.events:
            if isinstance(one, Extended):
                broken = one.broken
                to = self.corrected("s1_extended_to") or str(one.extended_to)
            if isinstance(one, IrregularityReviewed):
                broken = one.now
        return due if broken else max(due, date.fromisoformat(to))


STAGE_1 = (Acknowledge, Extend, Respond)
STAGE_1_FACTS = (
    *("received_on", "acknowledged_on", "s1_responded_on"),
    *("s1_extended_on", "s1_extended_to"),
)


def reckoned_otherwise(here: Desk, replayed: Replay) -> Iterator[object]:
    """Go through the instants and days for which the two reckonings differ."""
    recorded = here.recorded
    for known_at in [one.meta.recorded_at for one in recorded]:
        for on in DAYS:
            ours = replayed(recorded, known_at, on)
            theirs = Reckoned(recorded, known_at, on)
            told = also = None
            if ours is not None:
                one = ours.stage_1
                told = ours.phase, one.responded_on, one.due_on()
            if theirs.phase is not None:
                also = theirs.phase, theirs.responded_on, theirs.due_on
            if told != also:
                yield known_at, on, told, also


class TestAgainstAnotherReckoning:
    """Whether it was answered, where it stood and when it was due, reckoned twice."""

    @given(told_cases(only=STAGE_1, facts=STAGE_1_FACTS, once=True))
    @settings(max_examples=25, deadline=None)
    def test_they_agree(self, here: Desk) -> None:
        def replayed(
            recorded: Sequence[RecordedEvent], known_at: datetime, on: date
        ) -> Complaint | None:
            return replay(recorded, known_at=known_at, on=on)

        assert [] == list(reckoned_otherwise(here, replayed))

    def test_a_replay_by_the_day_in_the_event_is_found(self) -> None:
        def replayed(
            recorded: Sequence[RecordedEvent], known_at: datetime, on: date
        ) -> Complaint | None:
            known = [one for one in recorded if one.meta.recorded_at <= known_at]
            return by_the_day_alone(known, on)

        differs = told_cases(only=STAGE_1, facts=STAGE_1_FACTS, once=True).map(
            lambda here: any(True for _ in reckoned_otherwise(here, replayed))
        )
        assert find(differs, bool, settings=SOON)


class TestChanges:
    """What became known between two instants."""

    @pytest.fixture
    def told(self) -> Desk:
        here = desk()
        here.tell(a_received_complaint(), at="2023-04-03")
        here.tell(answered("Wed 19 Apr 2023"), at="2023-04-20")
        here.tell(corrected("received_on", "2023-04-03", "2023-03-31"), at="2023-05-02")
        return here

    def test_what_was_recorded_and_which_answers_it_changed(self, told: Desk) -> None:
        """Received a weekday earlier, it was due a weekday earlier: Tue 18 April."""
        found = changes(told.recorded, since=at("2023-04-20"), until=at("2023-05-02"))

        assert {"Corrected", "DeadlineRecomputed"} == {
            line.what for line in found.recorded
        }
        assert {
            "received on": ("2023-04-03", "2023-03-31"),
            "stage 1 begun on": ("2023-04-03", "2023-03-31"),
            "stage 1 response due": ("2023-04-19", "2023-04-18"),
        }.items() <= {
            one.fact: (one.before, one.after) for one in found.answers
        }.items()
        assert "stage 1 answered on" not in {one.fact for one in found.answers}

    def test_what_was_not_known_before_has_no_answer_before(self, told: Desk) -> None:
        found = changes(told.recorded, since=at("2023-04-19"), until=at("2023-04-20"))

        answers = {one.fact: (one.before, one.after) for one in found.answers}
        assert (None, "2023-04-19") == answers["stage 1 answered on"]
        assert ("received", "stage 1 responded") == answers["where it stands"]

    def test_nothing_in_between_changes_nothing(self, told: Desk) -> None:
        found = changes(told.recorded, since=at("2023-04-20"), until=at("2023-05-01"))

        assert ((), ()) == (found.recorded, found.answers)

    def test_the_first_instant_is_out_and_the_second_in(self, told: Desk) -> None:
        first, second, *_ = (one.meta.recorded_at for one in told.recorded)

        found = changes(told.recorded, since=first, until=second)
        assert ["Responded"] == [line.what for line in found.recorded]


class TestMarks:
    """What is corrected or told late says so."""

    def test_a_corrected_fact_is_marked_at_both_ends(self) -> None:
        here = desk()
        here.tell(a_received_complaint(), at="2023-04-03")
        here.tell(answered("Tue 18 Apr 2023"), at="2023-04-18")
        here.tell(
            corrected("s1_responded_on", "2023-04-18", "2023-04-17"), at="2023-04-20"
        )

        lines = {line.version: line for line in history_lines(here.recorded)}
        assert [(None, ()), (None, (3,)), (2, ())] == [
            (lines[version].corrects, lines[version].corrected_by)
            for version in (1, 2, 3)
        ]
        assert (date(2023, 4, 18), date(2023, 4, 17)) == (
            lines[2].occurred_on,
            lines[2].day,
        )

    def test_days_late_are_those_of_england(self) -> None:
        """At 23:30 UTC on 4 April it is half past midnight on the 5th there."""
        here = desk()
        here.clock.instant = at("2023-04-03", "22:30")
        here.casework.handle("CF-1", a_received_complaint(), by=TESTER)
        here.clock.instant = at("2023-04-04", "23:30")
        here.casework.handle("CF-1", acknowledged("Mon 3 Apr 2023"), by=TESTER)

        late = [line.told_late_days for line in history_lines(here.recorded)]
        assert [0, 2] == late

    def test_what_is_recorded_before_its_day_is_not_late(self) -> None:
        """A live command could not say so; a history may."""
        here = desk()
        here.tell(a_received_complaint(), at="2023-04-03")
        [received] = here.recorded
        earlier = attrs.evolve(received.meta, recorded_at=at("2023-04-01"))

        [line] = history_lines([attrs.evolve(received, meta=earlier)])
        assert 0 == line.told_late_days


class TestWhatItMadeDue:
    """Each day that an event set, the rule that it set it by, what became of it."""

    def test_set_extended_and_met(self) -> None:
        here = desk()
        here.tell(a_received_complaint(), at="2023-04-03")
        here.tell(extended("Wed 19 Apr 2023", "Thu 4 May 2023"), at="2023-04-19")
        here.tell(answered("Fri 5 May 2023"), at="2023-05-05")

        received, told, response = history_lines(here.recorded)
        [due] = [one for one in received.made_due if one.name == "stage 1 response"]
        assert (date(2023, 4, 19), "SI 2006/1738, reg 14", date(2006, 9, 1)) == (
            due.due_on,
            due.paragraph[:20],
            due.edition,
        )
        assert "moved to 2023-05-04 by event 2" == due.fate
        [due] = told.made_due
        assert (date(2023, 5, 4), "met late on 2023-05-05") == (due.due_on, due.fate)
        # Twenty days from Fri 5 May, over Mon 8 May (Coronation) and Mon 29 May.
        [window] = response.made_due
        assert ("stage 2 request", date(2023, 6, 6), "not met yet") == (
            window.name,
            window.due_on,
            window.fate,
        )

    def test_as_on_a_day_nothing_later_is_told(self) -> None:
        here = desk()
        here.tell(a_received_complaint(), at="2023-04-03")
        here.tell(answered("Tue 18 Apr 2023"), at="2023-04-18")

        def fate(on: date) -> str:
            received, *_ = history_lines(here.recorded, as_of=on)
            [due] = [one for one in received.made_due if one.name == "stage 1 response"]
            return due.fate

        assert "not met yet" == fate(date(2023, 4, 17))
        assert "met in time on 2023-04-18" == fate(date(2023, 4, 18))


class TestAnswers:
    """What is known of a case, by facts in plain words."""

    def test_what_came_of_it(self) -> None:
        """As the story of the requests tells of CF-1."""
        known = answers(samples.told().case("CF-1"))

        assert {
            "Ombudsman referral 1 decision": "upheld",
            "Ombudsman referral 1 complied with on": "2024-04-02",
            "remedy 1": "payment",
            "remedy 1 status": "paid",
            "remedy 1 amount": "£250.00",
            "action 1 done on": "2024-01-29",
            "action 2": "not done",
            "stage 2, pass 2 outcome": "upheld",
            "closed on": "2024-04-15",
        }.items() <= known.items()

    def test_a_rule_that_was_broken_is_named(self) -> None:
        here = desk()
        here.tell(a_received_complaint(), at="2023-04-03")
        here.tell(extended("Wed 19 Apr 2023", "Thu 4 May 2023"), at="2023-04-19")
        here.tell(corrected("received_on", "2023-04-03", "2023-03-31"), at="2023-05-02")

        known = answers(replay(here.recorded))
        assert "R11, R12" == known["stage 1 extension 1 breaks"]

    def test_no_case_has_no_answers(self) -> None:
        assert {} == answers(None)
