"""
One case, driven at random beside a naive model of the procedure.

Each command is asked live. The model says which rules forbid it: what is accepted
breaks none, and what is refused is refused by one of them. What only broke a rule
that history may break is then, at times, told as history, and must be marked.
"""

from collections import Counter
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from caseledger.complaint import (
    Acknowledge,
    Command,
    Complaint,
    ConvenePanel,
    Correct,
    DecideSufficientInterest,
    Defer,
    Escalate,
    Event,
    Extend,
    Note,
    Receive,
    ReferToOmbudsman,
    Refusal,
    Respond,
    Resume,
    Step,
    Suspend,
    decide,
    duties,
    evolve,
    fold,
    relate,
)
from caseledger.complaint.events import ReferredToOmbudsman
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    Function,
    Outcome,
    RemedyStatus,
    SuspensionGround,
)
from caseledger.rules import Procedure
from complaint import due_dates, model, moves
from complaint.beside import beside, known_days
from complaint.edges import edges, said_once
from complaint.marks import IRREGULAR
from complaint.objections import objections
from complaint.ways import TERMS, WAYS
from given import TODAY

STEPS = {
    Step.EXTENSION: "ext",
    Step.ESCALATION: "esc",
    Step.REVIEW_PANEL: "panel",
    Step.RESPONSE: "resp",
}
Against = dict[frozenset[str], list[Command]]
MAY_BE_TOLD = (Extend, Escalate, ConvenePanel, Respond)

taken: Counter[str] = Counter()

# A day is told from another one: on it, or some days before or after.
near = st.integers(-1, 1)
when = st.one_of(
    st.tuples(st.just("now"), st.integers(0, 12)),
    st.tuples(st.sampled_from(["due", "due", "latest"]), near),
    st.tuples(st.sampled_from(["received", "now", "now", "now", "tomorrow"]), near),
)
people = st.sampled_from(["ann", "ben", "cat", "dan", "eve", "fay"])
often = st.sampled_from([True, True, True, False])
edge_picks = st.lists(st.integers(0, 399), min_size=1, max_size=5)


class CaseMachine(RuleBasedStateMachine):
    """One complaint, from its receipt to wherever it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.complaint: Complaint | None = None
        self.events: list[Event] = []
        self.case: due_dates.Case = {}
        self.now = date(2022, 3, 1)
        self.way = "default"
        self.turn = 0

    # The ways in

    def ask(self, command: Command, *, insist: bool = False) -> None:
        """Ask live; if it only broke a rule, perhaps tell it as history."""
        if moves.in_doubt(self.case, command):
            return
        against = objections(self.case, command, TODAY)
        happened, refusal = self.answer(command)
        if refusal is None:
            assert set() == against, f"accepted: {command}"
            self.record(command, happened)
            return
        broken = refusal.rule or type(refusal).__name__
        assert broken in against, f"{refusal} is no reason to refuse {command}"
        taken[broken] += 1
        only_irregular = against <= IRREGULAR
        if insist and only_irregular and isinstance(command, MAY_BE_TOLD):
            self.tell(command)

    def answer(self, command: Command) -> tuple[list[Event], Refusal | None]:
        terms = TERMS[self.way]
        try:
            happened = decide(self.complaint, command, terms=terms, today=TODAY)
        except Refusal as refusal:
            return [], refusal
        return [one.event for one in happened], None

    def tell(self, command: Command) -> None:
        taken.update(f"told {rule}" for rule in objections(self.case, command, TODAY))
        terms = TERMS[self.way]
        happened, complaint = relate(self.complaint, [command], terms=terms)
        self.record(command, [one.event for one in happened], live=False)
        assert complaint == self.complaint

    def record(
        self, command: Command, events: list[Event], *, live: bool = True
    ) -> None:
        self.events += events
        for event in events:
            self.complaint = evolve(self.complaint, event)
        taken[type(command).__name__] += 1
        if isinstance(command, Receive):
            self.case = model.receive(command, WAYS[self.way])
        else:
            if isinstance(command, ReferToOmbudsman):
                [event] = events
                assert isinstance(event, ReferredToOmbudsman)
                told = (event.local_stage, event.premature)
                assert model.referral(self.case, command.on) == told
            model.take(self.case, command, live=live)
        self.now = max(self.now, getattr(command, "on", None) or self.now)

    def day(self, at: tuple[str, int]) -> date:
        """Return the day meant, relative to where the case has got to."""
        name, offset = at
        stage = min(2, self.stage)
        anchors: dict[str, date] = {
            "now": self.now,
            "received": self.case["begun"][1],
            "due": due_dates.due(self.case, stage),
            "latest": due_dates.latest(self.case, stage),
            "tomorrow": TODAY + timedelta(days=2),
        }
        return anchors[name] + timedelta(days=offset)

    @property
    def stage(self) -> int:
        """Return the stage that the case has got to."""
        return due_dates.present_stage(self.case)

    # What must always hold

    @invariant()
    def the_replay_gives_what_was_lived(self) -> None:
        taken["steps"] += 1
        assert fold(self.events) == self.complaint

    @invariant()
    def each_due_date_is_that_of_a_recount(self) -> None:
        if self.complaint is not None:
            found = [
                due_dates.Owed(
                    name=str(duty.deadline.name),
                    start=duty.deadline.counted_from,
                    due=duty.due_on,
                    standing=str(duty.deadline.name.standing),
                    paused=duty.paused,
                    ended=duty.ended_on,
                    met=duty.met,
                )
                for duty in duties(self.complaint)
            ]
            expected = model.dues(self.case)
            differ = [*set(expected) ^ set(found)]
            assert expected == sorted(found, key=repr), f"these differ: {differ}"

    @invariant()
    def the_other_reading_of_stage_2_is_shown(self) -> None:
        # After a change of procedure it stays as it was told.
        if self.complaint is not None and not self.case["one_reading"]:
            other = self.complaint.stage_2.other_reading
            shown = None if other is None else (other.counted_from, other.due_on)
            assert model.other_reading(self.case) == shown

    @invariant()
    def the_steps_marked_are_those_that_broke_a_rule(self) -> None:
        if self.complaint is not None:
            found = {
                (STEPS[one.step], one.stage, one.number, one.rule)
                for one in self.complaint.irregularities
            }
            differ = found ^ self.case["marks"]
            assert set() == differ, f"these differ: {differ}"

    # What may be asked

    @initialize(
        way=st.sampled_from(["default", "default", "statement", "code"]),
        after=st.integers(0, 639),
        procedure=st.sampled_from([*Procedure, Procedure.STATUTORY]),
        grounds=st.sampled_from([*[None] * 5, 0, 1, 364, 365, 366, 367, 800]),
        oral=st.sampled_from([None, None, True]),
        function=st.sampled_from([*[None] * 8, *Function]),
        duplicate_of=st.sampled_from([*[None] * 8, "CF-0"]),
        further=st.sampled_from([0, 0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 10, 11, 11, 12]),
        picks=edge_picks,
        interest=st.sampled_from([*[None] * 7, False]),
        twice=st.sampled_from([0, 0, 1, 2]),
        told=st.sampled_from([False, False, True]),
    )
    def receive(
        self,
        *,
        way: str,
        after: int,
        procedure: Procedure,
        grounds: int | None,
        function: Function | None,
        duplicate_of: str | None,
        further: int,
        picks: list[int],
        oral: bool | None,
        interest: bool | None,
        twice: int,
        told: bool,
    ) -> None:
        self.way = way
        on = WAYS[way]["first_day"] + timedelta(days=after % WAYS[way]["days"])
        self.now = on
        self.ask(Acknowledge(on=on))
        self.ask(moves.receipt(on, procedure, on + timedelta(days=1)))
        arose = None if grounds is None else on - timedelta(days=grounds)
        self.ask(
            moves.receipt(
                on,
                procedure,
                arose,
                oral=oral,
                function=function,
                duplicate_of=duplicate_of,
            )
        )
        if interest is not None:
            self.ask(
                DecideSufficientInterest(on=on, sufficient=interest, reason="In words.")
            )
        # Some way along at once, so that late stages are met as well.
        self.turn = picks[0]
        for n in range(further + 1):
            if n > 0:
                self.go_on(("now", 1), Outcome.REINVESTIGATE)
            against = self.ask_in_vain()
            if told:
                self.tell_one(against, picks[n % len(picks)])
            for command in [*said_once(self.case)] * twice:
                self.ask(command)
        self.at_the_edges(picks, insist=True)

    @rule(further=st.integers(2, 5), outcome=st.sampled_from(Outcome))
    def go_far(self, further: int, outcome: Outcome) -> None:
        """Go on without looking left or right."""
        for _ in range(further):
            self.go_on(("now", 1), outcome)

    @rule(at=when, outcome=st.sampled_from(Outcome))
    def go_on(self, at: tuple[str, int], outcome: Outcome) -> None:
        """Take the step that comes next by the procedure."""
        command = moves.next_step(self.case, self.day(at), outcome)
        if objections(self.case, command, TODAY) and at[0] == "now":
            command = moves.next_step(self.case, self.day(at), Outcome.UPHELD)
        self.ask(command)

    @rule(at=when, back=when, how=st.sampled_from([*SuspensionGround]))
    def wait(
        self, at: tuple[str, int], back: tuple[str, int], how: SuspensionGround
    ) -> None:
        """Suspend the case, ask for a step all the same, and take it up again."""
        on = self.day(at)
        told = Suspend(
            on=on,
            ground=how,
            proceedings="Family court.",
            reason="In words.",
            notified_on=on,
        )
        self.ask(told)
        self.ask(Respond(on=on, stage=1, outcome=Outcome.UPHELD))
        self.ask(Resume(on=self.day(back)))

    @rule(at=when, until=when)
    def put_off(self, at: tuple[str, int], until: tuple[str, int]) -> None:
        day = self.day(until) + timedelta(days=4)
        self.ask(Defer(on=self.day(at), until=day, complainant_agreed=True))

    @rule(picks=edge_picks, insist=often)
    def at_the_edges(self, picks: list[int], *, insist: bool) -> None:
        """Ask for what is allowed on one day, or to one person, and not to the next."""
        against = self.ask_in_vain()
        if insist:
            self.tell_one(against, picks[0])
        for pick in picks:
            every = [*edges(self.case, self.now)]
            self.ask(every[pick % len(every)], insist=insist)

    def tell_one(self, against: Against, pick: int) -> None:
        """Tell of a step that only broke rules which history may break."""
        told = [
            [one for one in against[rules] if isinstance(one, MAY_BE_TOLD)]
            for rules in sorted(against, key=sorted)
            if rules <= IRREGULAR
        ]
        for kind in [kind for kind in told if kind][:: pick % 7 + 1][-1:]:
            self.ask(kind[pick % len(kind)], insist=True)

    def ask_in_vain(self) -> Against:
        """Ask for steps at the edges that rules forbid, each time for others."""
        self.turn += 1
        against: Against = {}
        for n, edge in enumerate(edges(self.case, self.now)):
            if (n + self.turn) % 2:
                continue
            rules = frozenset(objections(self.case, edge, TODAY))
            against.setdefault(rules, []).append(edge)
        against.pop(frozenset(), None)
        for kind in against.values():
            self.ask(kind[self.turn * 7 % len(kind)])
        return against

    @rule(
        at=when,
        to=when,
        stage=st.sampled_from([None, None, None, 1, 2, 3]),
        reason=st.sampled_from([None, *ExtensionReason]),
        insist=st.booleans(),
    )
    def extend(
        self,
        at: tuple[str, int],
        to: tuple[str, int],
        stage: int | None,
        reason: ExtensionReason | None,
        *,
        insist: bool,
    ) -> None:
        command = Extend(
            on=self.day(at),
            stage=stage or self.stage,
            extended_to=self.day(to),
            reason=reason,
            reason_told="In words.",
            ombudsman_details_given=True,
        )
        self.ask(command, insist=insist)

    @rule(
        at=when,
        to_stage=st.sampled_from([None, None, None, 1, 2, 3, 4]),
        basis=st.sampled_from([None, *Basis, Basis.NO_RESPONSE]),
        insist=st.booleans(),
    )
    def escalate(
        self,
        at: tuple[str, int],
        to_stage: int | None,
        basis: Basis | None,
        *,
        insist: bool,
    ) -> None:
        further = to_stage or self.stage + 1
        command = Escalate(on=self.day(at), to_stage=further, basis=basis)
        self.ask(command, insist=insist)

    @rule(at=when, officer=st.none() | people, independent=st.none() | people)
    def investigate(
        self, at: tuple[str, int], officer: str | None, independent: str | None
    ) -> None:
        self.ask(moves.appoint(self.day(at), officer, independent))

    @rule(at=when, members=st.lists(people, min_size=2, max_size=4), insist=often)
    def convene(self, at: tuple[str, int], members: list[str], *, insist: bool) -> None:
        command = ConvenePanel(on=self.day(at), members=tuple(members))
        self.ask(command, insist=insist)

    @rule(
        at=when,
        number=st.integers(-1, 3),
        what=st.integers(0, 3),
        status=st.sampled_from(RemedyStatus),
    )
    def beside(
        self, at: tuple[str, int], number: int, what: int, status: RemedyStatus
    ) -> None:
        """Do what changes nothing in the stages."""
        days = (self.now, self.day(at))
        for command in beside(self.case, days, number, status)[what]:
            self.ask(command)

    @rule(at=when, pick=st.integers(0, 3))
    def correct_a_day(self, at: tuple[str, int], pick: int) -> None:
        known = known_days(self.case)
        fact, now = known[pick % len(known)], str(self.day(at))
        self.ask(Correct(fact=fact, was="?", now=now, because="Misread."))

    @rule(
        what=st.sampled_from(
            [
                ("theme", "Delay"),
                ("procedure", "corporate"),
                ("procedure", "statutory"),
                ("s2_basis", "no_response"),
                ("s2_basis", "agreed_skip"),
                ("s2_independent_person", "ann"),
            ],
        ),
    )
    def correct_a_word(self, what: tuple[str, str]) -> None:
        fact, now = what
        self.ask(Note(fact=fact, value=now))
        self.ask(Correct(fact=fact, was="?", now=now, because="Misread."))

    def teardown(self) -> None:
        """Feed what happened here to another case, and the other way round."""
        if self.complaint is None:
            return
        for event in self.events:
            taken["evolved elsewhere"] += 1
            evolve(self.complaint, event)
            evolve(fold(self.events[:1]), event)
