"""
Hypothesis strategies: commands of every kind, whole histories, policies, days.

>>> from hypothesis import given
>>> from caseledger.complaint import Event, fold
>>> from caseledger.testing import strategies
>>> @given(strategies.histories())
... def test_what_a_history_leaves(history):
...     assert history[0].reference == "CF-1"
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, get_args, get_type_hints

import attrs
from hypothesis import strategies as st

from caseledger.calendar import ENGLAND, HOLIDAYS
from caseledger.complaint import (
    AppointInvestigators,
    Command,
    Complaint,
    ConvenePanel,
    Correct,
    Escalate,
    Note,
    ReceivePanelReport,
    ReportIndependentPerson,
    ReportInvestigation,
    Respond,
    Subject,
    Terms,
    decide,
    evolve,
    next_steps,
)
from caseledger.complaint import facts as named
from caseledger.rules import (
    Citation,
    Clock,
    Edition,
    Policy,
    Procedure,
    Provision,
    Stage2Clock,
    TimeLimit,
    statutory,
    tightened,
)
from caseledger.rules.provision import Checked
from caseledger.testing.cases import a_received_complaint
from caseledger.testing.days import TODAY

FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2024, 12, 31)
_HOLIDAYS = [
    holiday.day for holiday in HOLIDAYS if FIRST_DAY <= holiday.day <= LAST_DAY
]


def days() -> st.SearchStrategy[date]:
    """Draw days of the years 2015 to 2024, half of them near a bank holiday."""
    near = st.builds(
        lambda holiday, off: holiday + timedelta(days=off),
        st.sampled_from(_HOLIDAYS),
        st.integers(-4, 4),
    )
    return near | st.dates(FIRST_DAY, LAST_DAY)


def working_days() -> st.SearchStrategy[date]:
    """Draw days that are worked, half of them near a bank holiday."""
    return days().filter(ENGLAND.is_working_day)


# --- Commands ------------------------------------------------------------------------


def commands(*kinds: type[Command]) -> st.SearchStrategy[Command]:
    """
    Draw commands of these kinds, or of every kind, with anything that they can say.

    Most make no sense for a given complaint: a rule refuses them.
    """
    return st.one_of(*(_command(kind) for kind in kinds or get_args(Command)))


def _command(kind: type[Command]) -> st.SearchStrategy[Command]:
    if kind is Note:
        return _notes()
    return _corrections() if kind is Correct else _filled(kind)


_words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20)
_BY_TYPE: Mapping[object, Callable[[], st.SearchStrategy[Any]]] = {
    date: days,
    str: lambda: _words,
    int: lambda: st.integers(0, 4),
}


def _filled(kind: type[Any]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(
        kind, **{field.name: _of(hints[field.name]) for field in attrs.fields(kind)}
    )


def _of(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - any annotation
    parts = [one for one in get_args(hint) if one is not ...]
    if hint in _BY_TYPE:
        return _BY_TYPE[hint]()
    if getattr(hint, "__origin__", None) is tuple:
        return st.lists(_of(parts[0]), max_size=3).map(tuple)
    if parts:
        return st.one_of(*(_of(one) for one in parts))
    return _filled(hint) if attrs.has(hint) else st.from_type(hint)


_VALUES: Mapping[named.Kind, st.SearchStrategy[str]] = {
    named.TEXT: _words,
    named.DATE: days().map(date.isoformat),
    named.MONEY: st.integers(0, 5_000).map(str),
    named.YES_NO: st.sampled_from(["yes", "no"]),
    named.IDS: st.just("chair;second;third"),
}


def _values(kind: named.Kind) -> st.SearchStrategy[str]:
    if isinstance(kind.parse, type) and issubclass(kind.parse, StrEnum):
        return st.sampled_from([one.value for one in kind.parse])
    return _VALUES[kind]


_FACTS = [
    (subject, name, fact.kind)
    for subject, facts in named.FACTS.items()
    for name, fact in facts.items()
]


@st.composite
def _notes(draw: st.DrawFn) -> Note:
    subject, name, kind = draw(st.sampled_from(_FACTS))
    return Note(
        fact=name,
        value=draw(_values(kind)),
        subject=subject,
        number=_number(draw, subject),
    )


@st.composite
def _corrections(draw: st.DrawFn) -> Correct:
    subject, name, kind = draw(st.sampled_from(_FACTS))
    return Correct(
        fact=name,
        was=draw(_values(kind)),
        now=draw(_values(kind)),
        because=draw(_words),
        subject=subject,
        number=_number(draw, subject),
    )


def _number(draw: st.DrawFn, subject: Subject) -> int:
    return 0 if subject is Subject.COMPLAINT else draw(st.integers(1, 3))


# --- Histories -----------------------------------------------------------------------


@st.composite
def histories(
    draw: st.DrawFn,
    *,
    reference: str = "CF-1",
    policies: Sequence[Policy] = Terms().policies,
    steps: int = 20,
) -> tuple[Command, ...]:
    """
    Draw a whole case, as live commands that are all accepted one after the other.

    At each turn some days pass, and of all that may be done then one thing is: mostly
    what takes the case on to its next stage. No step lies after `TODAY`.
    """
    terms = Terms(policies=policies)
    today = draw(days().filter(lambda day: day.year < TODAY.year))
    procedure = draw(st.sampled_from(Procedure))
    told: list[Command] = [
        a_received_complaint(reference, on=today, procedure=procedure),
    ]
    complaint = _after(None, told[0], terms, today)
    for _ in range(draw(st.integers(0, steps))):
        today += timedelta(days=draw(st.integers(0, 30)))
        if today > TODAY:
            break
        allowed = [
            step.command
            for step in next_steps(complaint, terms=terms, today=today)
            if step.allowed
        ]
        command = draw(_one_of(allowed, told))
        told.append(command)
        complaint = _after(complaint, command, terms, today)
    return tuple(told)


# What takes a case on to its next stage.
_ONWARD = (
    AppointInvestigators,
    ConvenePanel,
    Escalate,
    ReceivePanelReport,
    ReportIndependentPerson,
    ReportInvestigation,
    Respond,
)


def _one_of(
    allowed: Sequence[Command],
    told: Sequence[Command],
) -> st.SearchStrategy[Command]:
    done = {type(one) for one in told} - {Escalate, Respond}
    onward = [
        one for one in allowed if isinstance(one, _ONWARD) and type(one) not in done
    ]
    often = st.sampled_from(onward or allowed)
    return st.one_of(often, often, often, st.sampled_from(allowed))


def _after(
    complaint: Complaint | None,
    command: Command,
    terms: Terms,
    today: date,
) -> Complaint:
    for decided in decide(complaint, command, terms=terms, today=today):
        complaint = evolve(complaint, decided.event)
    if complaint is None:
        raise AssertionError(f"nothing came of {command}")
    return complaint


# --- Policies ------------------------------------------------------------------------


@st.composite
def policies(draw: st.DrawFn) -> tuple[Policy, ...]:
    """Draw one to three dated policies, stricter than the law or as strict."""
    firsts = draw(st.lists(days(), max_size=2, unique=True).map(sorted))
    return (
        draw(_policy(statutory.IN_FORCE)),
        *(draw(_policy(since)) for since in firsts),
    )


@st.composite
def _policy(draw: st.DrawFn, since: date) -> Policy:
    return Policy(
        name=f"drawn, from {since}",
        since=since,
        statutory_stage_1=_limit(
            draw, since, statutory.STAGE_1_RESPONSE, statutory.STAGE_1_CEILING
        ),
        statutory_stage_2=_limit(
            draw, since, statutory.STAGE_2_RESPONSE, statutory.STAGE_2_CEILING
        ),
        corporate_clock=draw(st.sampled_from(Clock)),
        stage_2_clock=draw(st.sampled_from(Stage2Clock)),
        corporate_stage_2_window=draw(st.none() | st.integers(1, 12)),
        longer_for_good_reason=draw(st.booleans()),
        closure_days=tuple(draw(st.lists(working_days(), max_size=3, unique=True))),
    )


def _limit(
    draw: st.DrawFn, since: date, response: Provision, ceiling: Provision
) -> TimeLimit:
    within = draw(st.integers(1, response.in_force(on=since).value))
    longest = draw(st.integers(within, ceiling.in_force(on=since).value))
    return TimeLimit(
        response=tightened(response, _own(within, since)),
        ceiling=tightened(ceiling, _own(longest, since)),
    )


def _own(value: int, since: date) -> Edition:
    citation = Citation(
        instrument="A council's own procedure",
        paragraph="1",
        url="https://council.example/complaints",
        checked=Checked.RECALLED,
        checked_on=since,
    )
    return Edition(value=value, since=since, citation=citation)
