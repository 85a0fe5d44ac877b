"""Small registers made up by Hypothesis: what was recorded of several complaints."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import attrs
from hypothesis import strategies as st

from caseledger.annual_report import Evidence
from caseledger.complaint import (
    Acknowledge,
    AgreeAction,
    AgreeStatement,
    AppointAdvocate,
    AppointInvestigators,
    ArrangePanel,
    Close,
    Command,
    Complaint,
    CompleteAction,
    ConvenePanel,
    Correct,
    Defer,
    DoNotAccept,
    Escalate,
    Event,
    Extend,
    LeaveActionUndone,
    Note,
    OfferRemedy,
    Receive,
    ReceivePanelReport,
    Reclassify,
    RecommendationAnswered,
    Recommended,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    Refusal,
    Reinstate,
    ReopenStage2,
    ReportIndependentPerson,
    ReportInvestigation,
    RequestAdvocate,
    Respond,
    Resume,
    SettleRemedy,
    Stage,
    Subject,
    Suspend,
    Terms,
    Withdraw,
    decide,
    evolve,
    relate,
)
from caseledger.complaint.facts import read
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    NotAcceptedReason,
    NotInvestigatedReason,
    OmbudsmanDecision,
    Outcome,
    RecommendationKind,
    RemedyStatus,
    SuspensionGround,
)
from caseledger.feedback import (
    ComplimentCorrected,
    ComplimentEvent,
    ComplimentNoted,
    ComplimentReceived,
)
from caseledger.read_models import (
    ACTIONS,
    ADVOCACY,
    COMPLAINTS,
    COMPLIMENTS,
    ENDINGS,
    EXTENSIONS,
    IRREGULARITIES,
    REFERRALS,
    REMEDIES,
    STAGES,
    fold,
)
from caseledger.rules import Procedure

SERVICES = ("Children and Family Services", "Libraries")
TEAMS = (None, "Aurora", "Short Breaks")
THEMES = (None, "Delay", "Staff conduct")
CAPACITIES = (None, "parent", "young_person")
PEOPLE = (None, None, "p-1", "p-2")
TODAY = date(2027, 6, 1)
TERMS = Terms()

Stories = tuple[tuple[Event, ...], ...]
Praise = tuple[tuple[ComplimentEvent, ...], ...]


@attrs.frozen
class Register:
    """
    What was recorded: the events of each complaint, and of each compliment.

    `answers` are those of some complainants, by reference, for equality monitoring.
    """

    complaints: Stories
    compliments: Praise
    answers: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)

    @property
    def days(self) -> list[date]:
        """Return every day on which something happened."""
        events = [event for story in self.complaints for event in story]
        days = (getattr(event, "occurred_on", None) for event in events)
        return sorted({day for day in days if day is not None})


def evidence_of(register: Register) -> Evidence:
    """Return the rows of the read models, made from the register's events."""
    told = (*register.complaints, *register.compliments)
    states = [(f"stream-{n}", _state(events)) for n, events in enumerate(told)]
    cases = [(name, one) for name, one in states if isinstance(one, Complaint)]
    praise = [
        (name, one) for name, one in states if isinstance(one, ComplimentReceived)
    ]
    return Evidence(
        complaints=[row for name, one in cases for row in COMPLAINTS.rows(name, one)],
        stages=[row for name, one in cases for row in STAGES.rows(name, one)],
        endings=[row for name, one in cases for row in ENDINGS.rows(name, one)],
        extensions=[row for name, one in cases for row in EXTENSIONS.rows(name, one)],
        irregularities=[
            row for name, one in cases for row in IRREGULARITIES.rows(name, one)
        ],
        referrals=[row for name, one in cases for row in REFERRALS.rows(name, one)],
        remedies=[row for name, one in cases for row in REMEDIES.rows(name, one)],
        actions=[row for name, one in cases for row in ACTIONS.rows(name, one)],
        compliments=[
            row for name, one in praise for row in COMPLIMENTS.rows(name, one)
        ],
        advocacy=[row for name, one in cases for row in ADVOCACY.rows(name, one)],
        equality={name: register.answers.get(one.reference, {}) for name, one in cases},
    )


def _state(events: Sequence[object]) -> object:
    state = None
    for event in events:
        state = fold(state, event)
    return state


# --- One complaint -------------------------------------------------------------------

GAPS = (0, 1, 2, 5, 9, 14, 20, 28, 45, 90, 180)
OUTCOMES = tuple(Outcome)


@attrs.define
class Walk:
    """A complaint that goes its way step by step, and what was recorded of it."""

    case: Complaint
    events: list[Event]
    today: date

    def live(self, command: Command) -> bool:
        """Take a step if no rule refuses it."""
        try:
            happened = decide(self.case, command, terms=TERMS, today=TODAY)
        except Refusal:
            return False
        self._record([one.event for one in happened])
        return True

    def told(self, *commands: Command) -> None:
        """Tell of a step that was taken, whatever the rules say."""
        happened, _ = relate(self.case, commands, terms=TERMS)
        self._record([one.event for one in happened])

    def _record(self, events: Sequence[Event]) -> None:
        for event in events:
            self.case = evolve(self.case, event)
            self.events.append(event)

    @property
    def stage(self) -> Stage:
        """Return the stage that has begun last."""
        return self.case.stage(self.case.present_stage)

    @property
    def ended(self) -> bool:
        """Say whether nothing more happens, unless it is taken up again."""
        return self.case.withdrawn or self.case.not_accepted or self.case.closed


def begun(received: Receive) -> Walk:
    """Return a complaint that was received and nothing else."""
    happened, case = relate(None, [received], terms=TERMS)
    if case is None:
        raise AssertionError("nothing was received")
    return Walk(case, [one.event for one in happened], received.on)


Move = Callable[[Walk, date, int], None]


def go_on(walk: Walk, on: date, pick: int) -> None:
    """Take the step that comes next by the procedure."""
    case, number = walk.case, walk.case.present_stage
    outcome = OUTCOMES[pick % (5 if number == 3 else 3)]
    if walk.ended:
        return
    if case.suspended is not None:
        walk.live(Resume(on=on))
    elif walk.stage.responded_on is not None:
        further(walk, on, pick)
    elif number == 2 and case.procedure is Procedure.STATUTORY:
        people = AppointInvestigators(
            on=on,
            investigating_officer=f"io-{len(case.earlier_rounds)}",
            independent_person=f"ip-{len(case.earlier_rounds)}",
            officer_is_external=True,
        )
        walk.live(people)
        walk.live(AgreeStatement(on=on))
        walk.live(ReportInvestigation(on=on))
        walk.live(ReportIndependentPerson(on=on))
        walk.live(Respond(on=on, stage=2, outcome=outcome))
    elif number == 3:
        kinds = [RecommendationKind.REINVESTIGATE] if pick % 2 else []
        walk.live(ArrangePanel(on=on, chair="ann", meets_on=on))
        walk.live(ConvenePanel(on=on, members=("ann", "ben", "cat")))
        recommended = tuple(Recommended(kind=kind) for kind in kinds)
        walk.live(ReceivePanelReport(on=on, recommendations=recommended))
        answered = RecommendationAnswered(recommendation=1, accepted=True)
        answers = (answered,) if case.panel.recommendations or kinds else ()
        sent_back = Outcome.REINVESTIGATE if kinds else outcome
        walk.live(Respond(on=on, stage=3, outcome=sent_back, answers=answers))
    else:
        # Now and then to the day.
        due_on = walk.stage.due_on() if pick % 4 == 0 else None
        walk.live(Respond(on=due_on or on, stage=number, outcome=outcome))


def go_far(walk: Walk, on: date, pick: int) -> None:
    """Go on without looking left or right, now and then in more time than usual."""
    for turn in range(3 + pick % 4):
        move = extend if (pick >> turn) % 3 == 0 else go_on
        walk.today = max(walk.today, on) + timedelta(days=2 + pick % 23)
        move(walk, walk.today, pick // (turn + 1))


def further(walk: Walk, on: date, pick: int) -> None:
    """Go to the next stage, or back to stage 2, or close the file."""
    number = walk.case.present_stage
    if number < 3 and pick % 13:
        asked = Escalate(
            on=on, to_stage=number + 1, basis=Basis.DISSATISFIED, late_reason="Ill."
        )
        walk.live(asked)
    elif number == 3 and walk.live(ReopenStage2(on=on)):
        return
    else:
        walk.live(Close(on=on, complainant_content=True))


def extend(walk: Walk, on: date, pick: int) -> None:
    """Extend the stage's time, lawfully or not, and maybe answer within it."""
    number, due_on = walk.case.present_stage, walk.stage.due_on()
    asked = walk.stage.requested_on
    if number == 3 or due_on is None or walk.ended or walk.stage.responded_on:
        return
    until = due_on + timedelta(days=(7, 14, 28, 60, -3)[pick % 5])
    command = Extend(
        on=on if pick % 4 == 0 else min(on, due_on),
        stage=number,
        extended_to=max(until, due_on) if pick % 4 else max(until, on),
        reason=ExtensionReason.COMPLEXITY,
        reason_told="Complex.",
        in_writing=True,
        ombudsman_details_given=True,
    )
    if not walk.live(command) and asked is not None and command.on >= asked:
        walk.told(command)
    if pick % 3 == 0:
        go_on(walk, command.extended_to - timedelta(days=pick % 8), pick)


def answer_late(walk: Walk, on: date, pick: int) -> None:
    """Tell of an answer to stage 1 that came once stage 2 had been asked for."""
    one = walk.case.stage_1
    if one.responded_on is None and one.requested_on is not None and not walk.ended:
        walk.told(Respond(on=on, stage=1, outcome=OUTCOMES[pick % 3]))


def told_too_late(walk: Walk, on: date, pick: int) -> None:
    """Tell only now of an answer that was given long before."""
    stage, number = walk.stage, walk.case.present_stage
    if stage.responded_on is None and stage.requested_on is not None:
        back = stage.requested_on + (on - stage.requested_on) * (pick % 8) // 8
        ended = walk.case.withdrawn_on or walk.case.not_accepted_on or on
        walk.told(
            Respond(on=min(back, ended), stage=number, outcome=OUTCOMES[pick % 3])
        )


def go_to_stage_2(walk: Walk, on: date, pick: int) -> None:
    """Leave stage 1 unanswered: it was skipped, or it is overdue, or nobody asked."""
    two = walk.case.stage_2
    if walk.ended or two.requested_on is not None or walk.case.present_stage > 1:
        return
    basis = (Basis.AGREED_SKIP, Basis.NO_RESPONSE, None, Basis.DISSATISFIED)[pick % 4]
    asked = Escalate(
        on=on,
        to_stage=2,
        basis=basis,
        complainant_agreed=True,
        authority_agreed=True,
    )
    if not walk.live(asked):
        walk.told(asked)
    if pick % 5 == 0:
        walk.today = on + timedelta(days=pick % 60)
        withdraw(walk, walk.today, pick)


def irregular_panel(walk: Walk, on: date, pick: int) -> None:
    """Tell of a panel that was not three, or of an answer before it met."""
    if walk.case.present_stage != 3 or walk.ended or walk.stage.responded_on:
        return
    if pick % 5 == 0:
        (turn_away if pick % 3 else withdraw)(walk, on, 15)
    if walk.case.panel.met_on is None:
        members = ("ann", "ben", "cat", "dan")[: 2 + pick % 3]
        walk.told(ConvenePanel(on=on if pick % 7 else None, members=members))
    elif walk.stage.requested_on is not None:
        early = max(walk.stage.requested_on, walk.case.panel.met_on - timedelta(days=2))
        walk.told(Respond(on=early, stage=3, outcome=OUTCOMES[pick % 5]))


def turn_away(walk: Walk, on: date, pick: int) -> None:
    """Do not accept it, with or without a reason."""
    command = DoNotAccept(
        on=on,
        reason=(None, *NotAcceptedReason)[pick % 8],
        reasoning="In words.",
        notified_on=on,
        ombudsman_signposted=True,
        duplicate_of="CF-0",
        proceedings="Family court.",
        earlier_was_reasonable=True,
        fair_consideration_possible=False,
    )
    if not walk.live(command) and not walk.ended and pick % 3 == 0:
        walk.told(command)


def withdraw(walk: Walk, on: date, _: int) -> None:
    """Withdraw it."""
    walk.live(Withdraw(on=on))


def take_up(walk: Walk, on: date, pick: int) -> None:
    """Take up again what had ended, anew or as it was."""
    if not walk.ended:
        return
    command = Reinstate(on=on, proceedings_ended_on=on)
    if pick % 3 or not walk.live(command):
        walk.told(command)


def begin_anew(walk: Walk, on: date, pick: int) -> None:
    """Withdraw it or turn it away, and take it up again from the beginning."""
    (turn_away if pick % 4 == 0 else withdraw)(walk, on, 1)
    walk.today = on + timedelta(days=pick % 60)
    walk.live(Reinstate(on=walk.today, proceedings_ended_on=walk.today))


def pause(walk: Walk, on: date, pick: int) -> None:
    """Suspend it, and mostly take it up again later."""
    ground = (*SuspensionGround, None)[pick % 3]
    suspended = Suspend(
        on=on,
        ground=ground,
        proceedings="Family court.",
        reason="In words.",
        notified_on=on,
    )
    if walk.live(suspended) and pick % 5:
        walk.live(Resume(on=on + timedelta(days=pick % 40)))
        walk.today = max(walk.today, on + timedelta(days=pick % 40))


def put_off(walk: Walk, on: date, pick: int) -> None:
    """Put a step off, as the complainant wished, or did not."""
    until = on + timedelta(days=5 + pick % 40)
    command = Defer(on=on, until=until, complainant_agreed=bool(pick % 4))
    if not walk.live(command) and not walk.ended and pick % 3 == 0:
        walk.told(command)


def reclassify(walk: Walk, on: date, _: int) -> None:
    """Go on under the other procedure."""
    [other] = set(Procedure) - {walk.case.procedure}
    walk.live(Reclassify(on=on, procedure=other, reason="In words."))


def acknowledge(walk: Walk, on: date, _: int) -> None:
    """Acknowledge it."""
    walk.live(Acknowledge(on=on))


def find_advocate(walk: Walk, on: date, pick: int) -> None:
    """Let the complainant ask for an advocate, and mostly have one."""
    walk.live(RequestAdvocate(on=on))
    if pick % 3:
        walk.live(AppointAdvocate(on=on + timedelta(days=pick % 30), advocate="zoe"))


def refer(walk: Walk, on: date, pick: int) -> None:
    """Refer it to the Ombudsman, now and then before it was received."""
    early = walk.case.received_on - timedelta(days=20)
    walk.told(ReferToOmbudsman(on=on if pick % 3 else early))
    if pick % 4:
        decide_referral(walk, on + timedelta(days=pick % 60), pick // 4)


def decide_referral(walk: Walk, on: date, pick: int) -> None:
    """Let the Ombudsman decide one of the referrals."""
    waiting = [
        n
        for n, one in enumerate(walk.case.referrals, start=1)
        if one.decided_on is None
    ]
    for number in waiting[:1]:
        decided = RecordOmbudsmanDecision(
            on=on,
            referral=number,
            decision=(None, *OmbudsmanDecision)[pick % 4],
            investigated=(True, False, None)[pick % 3],
            not_investigated_reason=(None, *NotInvestigatedReason)[pick % 6],
        )
        walk.told(decided)


def offer(walk: Walk, on: date, pick: int) -> None:
    """Offer a remedy, with an amount or without, and mostly see what becomes of it."""
    amount = (None, 5_000, 12_350)[pick % 3]
    walk.told(OfferRemedy(on=on if pick % 7 else None, amount_pence=amount))
    if pick % 4:
        settle(walk, on + timedelta(days=pick % 60), pick // 4)


def settle(walk: Walk, on: date, pick: int) -> None:
    """Let a remedy be accepted, rejected or paid."""
    status = (*RemedyStatus,)[1 + pick % 3]
    for number, remedy in enumerate(walk.case.remedies, start=1):
        if remedy.status.may_become(status):
            day = on if pick % 5 else None
            walk.told(SettleRemedy(on=day, remedy=number, status=status))
            return


def agree(walk: Walk, on: date, pick: int) -> None:
    """Agree on an action, and mostly see what becomes of it."""
    walk.told(AgreeAction(on=on if pick % 7 else None))
    if pick % 4:
        act(walk, on + timedelta(days=pick % 60), pick // 4)


def act(walk: Walk, on: date, pick: int) -> None:
    """Carry an action out, or say why not."""
    for number, action in enumerate(walk.case.actions, start=1):
        if action.done_on is None:
            undone = LeaveActionUndone(on=on if pick % 4 else None, action=number)
            done = CompleteAction(on=on, action=number)
            walk.told(done if pick % 2 else undone)
            return


WORDS: Mapping[str, Sequence[str]] = {
    "theme": ("Delay", "Conduct"),
    "team": ("Aurora", "Équipe Zoë"),
    "complainant": ("parent", "other"),
    "complainant_id": ("p-1", "p-3"),
    "service": SERVICES,
    "procedure": ("statutory", "corporate"),
    "not_accepted_reason": ("other", "duplicate"),
    "s2_basis": ("no_response", "agreed_skip", "dissatisfied"),
    "s1_outcome": ("upheld", "not_upheld"),
    "s2_outcome": ("upheld", "not_upheld"),
}
DAYS = (
    *("received_on", "s1_responded_on", "s2_requested_on", "s2_responded_on"),
    *("s1_extended_on", "s1_extended_to", "s2_extended_to", "withdrawn_on"),
    *("s3_requested_on", "s3_responded_on", "not_accepted_on", "deferred_on"),
)


def correct_word(walk: Walk, _: date, pick: int) -> None:
    """Note a word that was not known, or put right one that was wrong."""
    fact = (*WORDS,)[pick % len(WORDS)]
    value = WORDS[fact][pick // len(WORDS) % len(WORDS[fact])]
    was = read(walk.case, fact)
    if was is None:
        walk.told(Note(fact=fact, value=value))
    elif was != value:
        walk.told(Correct(fact=fact, was=was, now=value, because="Misread."))


def correct_day(walk: Walk, _: date, pick: int) -> None:
    """Put right a day that was wrong, by a little or a lot."""
    fact = DAYS[pick % len(DAYS)]
    was = read(walk.case, fact)
    if was is not None:
        off = (-20, -3, -1, 1, 4, 25)[pick // len(DAYS) % 6]
        now = date.fromisoformat(was) + timedelta(days=off)
        walk.live(Correct(fact=fact, was=was, now=str(now), because="Misread."))


def correct_beside(walk: Walk, on: date, pick: int) -> None:
    """Put right what a remedy, an action or a referral says."""
    subject, fact, value = (
        (Subject.REMEDY, "amount_gbp", "17.50"),
        (Subject.REMEDY, "settled_on", str(on)),
        (Subject.REMEDY, "offered_on", str(on)),
        (Subject.ACTION, "agreed_on", str(on)),
        (Subject.ACTION, "not_done_reason", "In words."),
        (Subject.REFERRAL, "ombudsman_decision", "upheld"),
        (Subject.REFERRAL, "ombudsman_investigated", "yes"),
        (Subject.REFERRAL, "ombudsman_decided_on", str(on)),
    )[pick % 8]
    told = {
        Subject.REMEDY: walk.case.remedies,
        Subject.ACTION: walk.case.actions,
        Subject.REFERRAL: walk.case.referrals,
    }[subject]
    if told:
        walk.told(Note(subject=subject, number=len(told), fact=fact, value=value))


# Each as often as it stands here.
MOVES: Sequence[Move] = (
    *[go_on] * 9,
    *[go_far] * 5,
    *[extend] * 5,
    *[go_to_stage_2] * 3,
    *[irregular_panel] * 3,
    *[put_off] * 2,
    *[take_up, begin_anew] * 2,
    *[find_advocate, refer, decide_referral, offer, settle, agree, act],
    *[refer, offer, agree],
    *[withdraw, withdraw, turn_away, pause, reclassify, acknowledge] * 1,
    *[answer_late, told_too_late] * 1,
    *[correct_word, correct_day, correct_beside] * 1,
)
# A move, after how many days, and which of its variants: drawn as one number.
_steps = st.lists(
    st.integers(0, len(MOVES) * len(GAPS) * 420 - 1), min_size=4, max_size=16
)
# Many days lie near the turn of a year, where it matters in which one they are.
_any_day = st.dates(date(2022, 1, 10), date(2024, 3, 31))
_receipts = (
    _any_day
    | _any_day
    | st.builds(
        lambda year, off: date(year, 4, 1) + timedelta(days=off),
        st.sampled_from([2022, 2023, 2024]),
        st.integers(-30, 30),
    )
)


@st.composite
def stories(draw: st.DrawFn, reference: str) -> tuple[Event, ...]:
    """Draw what was recorded of one complaint."""
    received = Receive(
        on=draw(_receipts),
        reference=reference,
        procedure=draw(st.sampled_from(Procedure)),
        service=draw(st.sampled_from((*SERVICES[:1] * 4, *SERVICES[1:]))),
        team=draw(st.sampled_from(TEAMS)),
        theme=draw(st.sampled_from(THEMES)),
        capacity=draw(st.sampled_from(CAPACITIES)),
        complainant_id=draw(st.sampled_from(PEOPLE)),
    )
    walk = begun(received)
    for step in draw(_steps):
        rest, move = divmod(step, len(MOVES))
        pick, gap = divmod(rest, len(GAPS))
        walk.today += timedelta(days=GAPS[gap])
        MOVES[move](walk, walk.today, pick)
    return tuple(walk.events)


@st.composite
def _praise(draw: st.DrawFn, reference: str) -> tuple[ComplimentEvent, ...]:
    received = ComplimentReceived(
        occurred_on=draw(_receipts),
        reference=reference,
        service=draw(st.sampled_from(SERVICES)),
        team=draw(st.sampled_from(TEAMS)),
        theme=None,
    )
    further: tuple[ComplimentEvent, ...] = (
        ComplimentNoted(fact="team", value="Aurora"),
        ComplimentCorrected(fact="received_on", was="", now=str(draw(_receipts))),
        ComplimentCorrected(
            fact="service", was="", now=draw(st.sampled_from(SERVICES))
        ),
    )
    return (received, *further[: draw(st.sampled_from([0, 0, 0, 1, 2, 3]))])


@st.composite
def registers(draw: st.DrawFn, *, most: int = 6) -> Register:
    """Draw a register of a few complaints and compliments."""
    stories_told = tuple(
        draw(stories(f"CF-{n}")) for n in range(draw(st.integers(1, most)))
    )
    praised = tuple(draw(_praise(f"CO-{n}")) for n in range(draw(st.integers(0, 3))))
    answers = st.dictionaries(
        st.sampled_from([f"CF-{n}" for n in range(most)]),
        st.dictionaries(
            st.sampled_from(["gender", "age_band"]),
            st.sampled_from(["one", "another"]),
        ),
        max_size=2,
    )
    return Register(stories_told, praised, draw(answers))


@st.composite
def questions(draw: st.DrawFn, register: Register) -> tuple[str, int, date]:
    """Draw a service that is known, a year, and a day on which much depends."""
    named = evidence_of(register).services
    within = draw(st.sampled_from(register.days))
    off = timedelta(days=draw(st.sampled_from([0, 0, 1, -1])))
    day = draw(st.sampled_from(register.days) | st.dates(*REPORTED)) + off
    begins = within.year - ((within.month, within.day) < (4, 1))
    return draw(st.sampled_from(named)), begins, day


REPORTED = (date(2022, 6, 1), date(2027, 1, 1))
