"""One case, driven at random beside a naive model of the procedure."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    rule,
)

from caseledger.complaint import (
    Acknowledge,
    Command,
    ConvenePanel,
    Correct,
    DecideSufficientInterest,
    Defer,
    Escalate,
    Extend,
    Note,
    Respond,
    Resume,
    Suspend,
    evolve,
    fold,
)
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    Function,
    Outcome,
    RemedyStatus,
    SuspensionGround,
)
from caseledger.rules import Procedure
from complaint import moves
from complaint.beside import beside, known_days
from complaint.edges import edges, said_once
from complaint.lived import Lived, taken
from complaint.marks import IRREGULAR
from complaint.objections import objections
from complaint.ways import WAYS
from given import TODAY

MAY_BE_TOLD: dict[str | None, type[Command]] = {
    **dict.fromkeys(("R11", "R12", "R15"), Extend),
    "R19": Escalate,
    **dict.fromkeys(("R25", "R26", "R28"), ConvenePanel),
    "R30": Respond,
}
MAY_BE_BROKEN = [*MAY_BE_TOLD]

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


class CaseMachine(Lived):
    """One complaint, from its receipt to wherever it gets."""

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
        told=st.sampled_from([None, *MAY_BE_BROKEN, "R26", "R28"]),
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
        told: str | None,
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
            self.ask_in_vain()
            self.tell_one(told, picks[-1])
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
        self.ask_in_vain()
        if insist:
            self.tell_one(MAY_BE_BROKEN[picks[0] % 8], picks[-1])
        for pick in picks:
            every = [*edges(self.case, self.now)]
            self.ask(every[pick % len(every)], insist=insist)

    def tell_one(self, rule: str | None, pick: int) -> None:
        """Tell of a step that broke a rule, and only such as history may break."""
        told = [
            one
            for one in edges(self.case, self.now)
            if isinstance(one, MAY_BE_TOLD.get(rule, ()))
            and rule in objections(self.case, one, TODAY) <= IRREGULAR
            and not moves.in_doubt(self.case, one)
        ]
        if told:
            self.ask(told[pick % len(told)], insist=True)

    def ask_in_vain(self) -> None:
        """Ask for steps at the edges that rules forbid, each time for others."""
        self.turn += 1
        against: dict[frozenset[str], list[Command]] = {}
        for n, edge in enumerate(edges(self.case, self.now)):
            if (n + self.turn) % 2:
                continue
            rules = frozenset(objections(self.case, edge, TODAY))
            against.setdefault(rules, []).append(edge)
        against.pop(frozenset(), None)
        for kind in against.values():
            self.ask(kind[self.turn * 7 % len(kind)])

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
