"""
A case lived twice, by the library and by a naive model, which must agree.

Each command is asked live. The model says which rules forbid it: what is accepted
breaks none, and what is refused is refused by one of them. What only broke a rule
that history may break is then, at times, told as history, and must be marked.
"""

from collections import Counter
from datetime import date, timedelta

from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
)

from caseledger.complaint import (
    Command,
    Complaint,
    ConvenePanel,
    Escalate,
    Event,
    Extend,
    Receive,
    ReferToOmbudsman,
    Refusal,
    Respond,
    Step,
    decide,
    duties,
    evolve,
    fold,
    relate,
)
from caseledger.complaint.events import ReferredToOmbudsman
from complaint import due_dates, model, moves, passes
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
TOLD = (Extend, Escalate, ConvenePanel, Respond)

taken: Counter[str] = Counter()


class Lived(RuleBasedStateMachine):
    """One complaint, as the library and the naive model have it."""

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
        if insist and only_irregular and isinstance(command, TOLD):
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
            self.case = passes.receive(command, WAYS[self.way])
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
