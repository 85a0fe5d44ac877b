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
    AgreeStatement,
    Command,
    Complaint,
    ConvenePanel,
    Correct,
    Defer,
    DoNotAccept,
    Escalate,
    Event,
    Extend,
    Receive,
    ReceivePanelReport,
    Refusal,
    Reinstate,
    ReopenStage2,
    Respond,
    Resume,
    Step,
    Suspend,
    Terms,
    Withdraw,
    decide,
    duties,
    evolve,
    fold,
    relate,
)
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    Outcome,
    RemedyStatus,
)
from caseledger.rules import Procedure
from complaint import model, moves
from complaint.objections import objections
from given import RECEIVED, TODAY

TERMS = Terms()
FIRST_DAY = date(2022, 3, 1)
STEPS = {
    Step.EXTENSION: "ext",
    Step.ESCALATION: "esc",
    Step.REVIEW_PANEL: "panel",
    Step.RESPONSE: "resp",
}
MAY_BE_TOLD = (Extend, Escalate, ConvenePanel, Respond)

taken: Counter[str] = Counter()

days = st.integers(0, 700).map(lambda n: FIRST_DAY + timedelta(days=n))
# A day is told from another one: on it, or some days before or after.
near = st.integers(-1, 1)
when = st.one_of(
    st.tuples(st.just("now"), st.integers(0, 12)),
    st.tuples(st.sampled_from(["due", "due", "latest"]), near),
    st.tuples(st.sampled_from(["received", "now", "now", "now", "tomorrow"]), near),
)
people = st.sampled_from(["ann", "ben", "cat", "dan", "eve", "fay"])
often = st.sampled_from([True, True, True, False])


class CaseMachine(RuleBasedStateMachine):
    """One complaint, from its receipt to wherever it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.complaint: Complaint | None = None
        self.events: list[Event] = []
        self.case: model.Case = {}
        self.now = FIRST_DAY

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
        only_irregular = against <= model.IRREGULAR
        if insist and only_irregular and isinstance(command, MAY_BE_TOLD):
            self.tell(command)

    def answer(self, command: Command) -> tuple[list[Event], Refusal | None]:
        try:
            happened = decide(self.complaint, command, terms=TERMS, today=TODAY)
        except Refusal as refusal:
            return [], refusal
        return [one.event for one in happened], None

    def tell(self, command: Command) -> None:
        taken["told"] += 1
        happened, complaint = relate(self.complaint, [command], terms=TERMS)
        self.record(command, [one.event for one in happened])
        self.case["marks"] = model.judge(self.case)
        assert complaint == self.complaint

    def record(self, command: Command, events: list[Event]) -> None:
        self.events += events
        for event in events:
            self.complaint = evolve(self.complaint, event)
        if isinstance(command, Receive):
            self.case = model.receive(command)
        else:
            model.take(self.case, command)
        self.now = max(self.now, getattr(command, "on", None) or self.now)

    def day(self, at: tuple[str, int]) -> date:
        """Return the day meant, relative to where the case has got to."""
        name, offset = at
        stage = min(2, self.stage)
        anchors: dict[str, date] = {
            "now": self.now,
            "received": self.case["begun"][1],
            "due": model.due(self.case, stage),
            "latest": model.latest(self.case, stage),
            "tomorrow": TODAY + timedelta(days=2),
        }
        return anchors[name] + timedelta(days=offset)

    @property
    def stage(self) -> int:
        """Return the stage that the case has got to."""
        return int(max(self.case["begun"]))

    # What must always hold

    @invariant()
    def the_replay_gives_what_was_lived(self) -> None:
        taken["steps"] += 1
        assert fold(self.events) == self.complaint

    @invariant()
    def each_due_date_is_that_of_a_recount(self) -> None:
        if self.complaint is not None:
            told = {str(d.deadline.name): d.due_on for d in duties(self.complaint)}
            assert model.deadlines(self.case) == told

    @invariant()
    def the_steps_marked_are_those_that_broke_a_rule(self) -> None:
        if self.complaint is not None:
            assert self.case["marks"] == {
                (STEPS[found.step], found.stage, found.number, found.rule)
                for found in self.complaint.irregularities
            }

    # What may be asked

    @initialize(
        on=days,
        procedure=st.sampled_from([*Procedure, Procedure.STATUTORY]),
        further=st.sampled_from([1, 1, 1, 2, 3, 4, 6, 6, 7, 8, 8, 9]),
        picks=st.lists(st.integers(0, 119), min_size=2, max_size=4),
        insist=often,
    )
    def begin(
        self,
        on: date,
        procedure: Procedure,
        further: int,
        picks: list[int],
        *,
        insist: bool,
    ) -> None:
        """Start somewhere along the way, so that late stages are met as well."""
        grounds_later = on + timedelta(days=1)
        self.ask(Acknowledge(on=on))
        self.ask(receipt(on, procedure, grounds_later))
        self.ask(receipt(on, procedure, on))
        for _ in range(further - 1):
            self.ask_in_vain()
            self.go_on(("now", 1), Outcome.NOT_UPHELD)
        self.at_the_edges(picks, insist=insist)

    @rule(at=when, outcome=st.sampled_from(Outcome))
    def go_on(self, at: tuple[str, int], outcome: Outcome) -> None:
        """Take the step that comes next by the procedure."""
        if self.case["ended"] or self.case["suspended"]:
            self.take_up(at)
        else:
            self.ask(moves.next_step(self.case, self.day(at), outcome))

    @rule(at=when, until=when)
    def aside(self, at: tuple[str, int], until: tuple[str, int]) -> None:
        self.ask(receipt(self.day(at), Procedure.CORPORATE))
        self.ask(Acknowledge(on=self.day(at)))
        self.ask(Defer(on=self.day(at), until=self.day(until)))

    @rule(at=when, back=when, how=st.sampled_from([Suspend, Withdraw, DoNotAccept]))
    def interrupt(
        self,
        at: tuple[str, int],
        back: tuple[str, int],
        how: type[Suspend] | type[Withdraw] | type[DoNotAccept],
    ) -> None:
        """Stop the case, ask for a step all the same, and try to take it up again."""
        on = self.day(at)
        self.ask(how(on=on))
        self.ask(Respond(on=on, stage=1, outcome=Outcome.UPHELD))
        self.take_up(back)

    @rule(at=when)
    def take_up(self, at: tuple[str, int]) -> None:
        self.ask(Resume(on=self.day(at)))
        self.ask(Reinstate(on=self.day(at)))

    @rule(picks=st.lists(st.integers(0, 119), min_size=1, max_size=5), insist=often)
    def at_the_edges(self, picks: list[int], *, insist: bool) -> None:
        """Ask for what is allowed on one day, or to one person, and not to the next."""
        self.ask_in_vain()
        for pick in picks:
            if edges := [*moves.edges(self.case, self.now)]:
                self.ask(edges[pick % len(edges)], insist=insist)

    def ask_in_vain(self) -> None:
        """Ask for every step at the edges that a rule forbids."""
        for edge in [*moves.edges(self.case, self.now)]:
            if objections(self.case, edge, TODAY):
                self.ask(edge)

    @rule(
        at=when,
        to=when,
        stage=st.sampled_from([None, None, None, 1, 2, 3]),
        reason=st.sampled_from([None, *ExtensionReason]),
        told=often,
        insist=st.booleans(),
    )
    def extend(
        self,
        at: tuple[str, int],
        to: tuple[str, int],
        stage: int | None,
        reason: ExtensionReason | None,
        *,
        told: bool,
        insist: bool,
    ) -> None:
        command = Extend(
            on=self.day(at),
            stage=stage or self.stage,
            extended_to=self.day(to),
            reason=reason,
            reason_told="In words." if told else None,
        )
        self.ask(command, insist=insist)

    @rule(
        at=when,
        stage=st.sampled_from([None, None, None, 0, 1, 2, 3, 4]),
        outcome=st.sampled_from(Outcome),
        insist=st.booleans(),
    )
    def respond(
        self, at: tuple[str, int], stage: int | None, outcome: Outcome, *, insist: bool
    ) -> None:
        present = self.stage if stage is None else stage
        command = Respond(on=self.day(at), stage=present, outcome=outcome)
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
        self.ask(AgreeStatement(on=self.day(at)))
        self.ask(moves.appoint(self.day(at), officer, independent))

    @rule(at=when, members=st.lists(people, min_size=2, max_size=4), insist=often)
    def convene(self, at: tuple[str, int], members: list[str], *, insist: bool) -> None:
        command = ConvenePanel(on=self.day(at), members=tuple(members))
        self.ask(command, insist=insist)

    @rule(at=when)
    def report(self, at: tuple[str, int]) -> None:
        self.ask(ReceivePanelReport(on=self.day(at)))

    @rule(at=when)
    def reopen(self, at: tuple[str, int]) -> None:
        self.ask(ReopenStage2(on=self.day(at)))

    @rule(
        at=when,
        number=st.integers(-1, 3),
        what=st.integers(0, 2),
        status=st.sampled_from(RemedyStatus),
    )
    def beside(
        self, at: tuple[str, int], number: int, what: int, status: RemedyStatus
    ) -> None:
        """Do what changes nothing in the stages."""
        days = (self.now, self.day(at))
        for command in moves.beside(self.case, days, number, status)[what]:
            self.ask(command)

    @rule(at=when, pick=st.integers(0, 3))
    def correct_a_day(self, at: tuple[str, int], pick: int) -> None:
        known = moves.known_days(self.case)
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
        if fact != "s2_basis" or 2 in self.case["begun"]:
            self.ask(Correct(fact=fact, was="?", now=now, because="Misread."))


def receipt(on: date, procedure: Procedure, grounds: date | None = None) -> Receive:
    return Receive(
        on=on,
        reference=RECEIVED.reference,
        procedure=procedure,
        service=RECEIVED.service,
        grounds_arose_on=grounds,
    )
