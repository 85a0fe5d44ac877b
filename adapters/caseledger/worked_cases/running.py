"""
A worked case told to the rules, step by step, and what came beside what must be.

Each step is live, and recorded late enough for every day that it names.
"""

from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.calendar import Holiday, OutsideCalendar
from caseledger.complaint import (
    Complaint,
    Refusal,
    Terms,
    decide,
    evolve,
    recounted,
)
from caseledger.worked_cases.case import Case, Proclaimed, Refused, Step, Stood, Told


@attrs.frozen
class Shortfall:
    """A line of a case that does not hold: what was expected, and what came."""

    line: int
    said: str
    expected: str
    came: str


class _Stopped(Exception):
    """A step could not be taken; the message says why."""


def shortfalls(case: Case) -> Iterator[Shortfall]:
    """Tell a case to the rules, and go through what does not hold in it."""
    steps: list[Stood] = []
    for step in case.story:
        before = steps[-1] if steps else None
        try:
            steps.append(_take(before, step, case.terms))
        except (Refusal, _Stopped) as why:
            yield Shortfall(step.line, step.said, "accepted", _said(why))
            return
    told = Told(steps)
    for claim in case.claims:
        expected, came = claim.compare(told)
        if expected != came:
            yield Shortfall(claim.line, claim.said, expected, came)
    for step in case.allowed:
        yield from _allowed(told.now if steps else None, step, case.terms)
    for refused in case.refused:
        yield from _refused(told.now if steps else None, refused, case.terms)


def _take(before: Stood | None, step: Step, terms: Terms) -> Stood:
    known = terms if before is None else before.terms
    complaint = None if before is None else before.complaint
    today = step.on if before is None else max(step.on, before.on)
    if isinstance(step.happens, Proclaimed):
        return _proclaimed(complaint, step.happens, known, today)
    try:
        happened = decide(complaint, step.happens, terms=known, today=date.max)
    except OutsideCalendar as outside:
        raise _Stopped(str(outside)) from None
    for one in happened:
        complaint = evolve(complaint, one.event)
    if complaint is None:
        raise _Stopped("nothing happened")
    return Stood(today, complaint, known)


def _proclaimed(
    complaint: Complaint | None,
    holiday: Proclaimed,
    terms: Terms,
    today: date,
) -> Stood:
    if complaint is None:
        raise _Stopped("a holiday moves nothing before a complaint is received")
    calendar = terms.calendar.with_holidays(
        Holiday(day=holiday.day, name="Proclaimed", kind="proclaimed")
    )
    terms = attrs.evolve(terms, calendar=calendar)
    for moved in recounted(complaint, terms):
        complaint = evolve(complaint, moved)
    return Stood(today, complaint, terms)


def _allowed(before: Stood | None, step: Step, terms: Terms) -> Iterator[Shortfall]:
    try:
        _take(before, step, terms)
    except (Refusal, _Stopped) as why:
        yield Shortfall(step.line, step.said, "allowed", _said(why))


def _refused(
    before: Stood | None, refused: Refused, terms: Terms
) -> Iterator[Shortfall]:
    step, expected = refused.step, f"refused by {refused.by}"
    try:
        _take(before, step, terms)
    except Refusal as refusal:
        if refused.by not in (refusal.rule, type(refusal).__name__):
            yield Shortfall(step.line, step.said, expected, _said(refusal))
        elif refused.saying not in refusal.sentence:
            yield Shortfall(step.line, step.said, refused.saying, refusal.sentence)
    except _Stopped as why:
        yield Shortfall(step.line, step.said, expected, _said(why))
    else:
        yield Shortfall(step.line, step.said, expected, "accepted")


def _said(why: Exception) -> str:
    if isinstance(why, Refusal):
        by = why.rule or type(why).__name__
        return f"refused by {by}: {why.sentence}"
    return str(why)
