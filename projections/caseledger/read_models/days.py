"""
At which stage was a complaint open on a day, and what was due on it?

A row holds from one day up to another, which is no longer part of it. A day is
looked at when it is over: what is answered on a day is not open at its end.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from caseledger.complaint import Complaint, Duty, duties
from caseledger.read_models.model import CaseRow, ReadModel, told
from caseledger.read_models.stages import attempts_of


@attrs.frozen(kw_only=True)
class OpenRow(CaseRow):
    """Some days on end on which a complaint was open at one stage."""

    stage: int = told("1, 2 or 3")
    attempt: int = told("as in stages")
    begun_on: date = told("the day on which the stage began")
    from_on: date = told("the first of the days")
    until_on: date | None = told("the day after the last, empty if it is open still")
    clock: str = told("running, or stopped by a suspension or an agreed deferral")


@attrs.frozen(kw_only=True)
class DueRow(CaseRow):
    """Some days on end on which a step was owed and due on one day."""

    stage: int = told("1, 2 or 3")
    attempt: int = told("as in stages")
    duty: str = told("the step that is owed")
    standing: str = told("limit, or milestone or window, which bind nobody")
    due_on: date = told("the due date, with the extensions notified by then")
    from_on: date = told("the first of the days")
    until_on: date | None = told("the day after the last, empty if it is owed still")


@attrs.frozen
class Span:
    """The days from one up to another, which is no longer part of it."""

    first: date
    until: date | None

    def __bool__(self) -> bool:
        return self.until is None or self.first < self.until

    def before(self, day: date | None) -> "Span":
        """Return the part of it that lies before a day."""
        return Span(self.first, _earliest(self.until, day))

    def after(self, day: date | None) -> "Span | None":
        """Return the part of it that a day and those after it leave, if any."""
        return None if day is None else Span(max(self.first, day), self.until)

    def without(self, gaps: Iterable["Span"]) -> Iterator["Span"]:
        """Go through what is left of it outside of some gaps, in order."""
        rest: Span | None = self
        for gap in sorted(filter(None, gaps), key=lambda one: one.first):
            if rest is None:
                return
            if part := rest.before(gap.first):
                yield part
            rest = rest.after(gap.until)
        if rest:
            yield rest


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _over(complaint: Complaint) -> Iterator[Span]:
    """Go through the days on which the complaint stood ended, or has ended for good."""
    for on in (
        *complaint.withdrawals,
        *complaint.non_acceptances,
        complaint.closed_on,
    ):
        if on is not None:
            again = (day for day in complaint.reinstatements if day >= on)
            yield Span(on, min(again, default=None))


def _suspended(complaint: Complaint) -> Iterator[Span]:
    for pause in complaint.suspensions:
        if pause.stops_clocks and pause.began_on is not None:
            yield Span(pause.began_on, pause.ended_on)


def _deferred(complaint: Complaint) -> Iterator[Span]:
    for pause in complaint.deferrals:
        if pause.stops_clocks and pause.began_on and pause.ended_on:
            yield Span(pause.began_on, pause.ended_on)


def _open(stream: str, complaint: Complaint) -> Iterator[OpenRow]:
    begun = sorted(
        (
            (one.stage.requested_on, one.number, one.attempt, one.stage.responded_on)
            for one in attempts_of(complaint)
            if one.stage.requested_on is not None
        ),
        key=lambda one: one[:3],
    )
    # A complaint is at one stage at a time: the next begins where it leaves the last.
    followed = [*(on for on, *_ in begun[1:]), None]
    over = list(_over(complaint))
    stopped = [*_suspended(complaint), *_deferred(complaint)]
    for (on, number, attempt, answered), next_on in zip(begun, followed, strict=True):
        until = _earliest(answered, next_on)
        for span in Span(on, until).without(over):
            running = list(span.without(stopped))
            clocks = [(part, "running") for part in running]
            clocks += [(part, "stopped") for part in span.without(running)]
            for part, clock in clocks:
                yield OpenRow(
                    stream=stream,
                    reference=complaint.reference,
                    stage=number,
                    attempt=attempt,
                    begun_on=on,
                    from_on=part.first,
                    until_on=part.until,
                    clock=clock,
                )


def _due(stream: str, complaint: Complaint) -> Iterator[DueRow]:
    over = list(_over(complaint))
    suspended = list(_suspended(complaint))
    for duty in duties(complaint):
        for due_on, span in _due_dates(duty):
            # What was overdue already stays so while the complaint is suspended.
            waits = [one for one in suspended if due_on > one.first]
            for part in span.without([*over, *waits]):
                yield DueRow(
                    stream=stream,
                    reference=complaint.reference,
                    stage=duty.stage,
                    attempt=duty.attempt,
                    duty=duty.deadline.name,
                    standing=duty.deadline.name.standing,
                    due_on=due_on,
                    from_on=part.first,
                    until_on=part.until,
                )


def _due_dates(duty: Duty) -> Iterator[tuple[date, Span]]:
    """Go through the due dates that a duty had, each with the days that it held."""
    deadline, stage = duty.deadline, duty.within.stage(duty.stage)
    begun = deadline.counted_from
    if begun > deadline.due_on:
        # Counted back from a day to come: owed since its stage began.
        begun = stage.requested_on or deadline.due_on
    if deadline != stage.deadline:
        yield deadline.due_on, Span(begun, duty.ended_on)
        return
    told = {
        one.notified_on
        for one in stage.extensions
        if one.reaches is not None and one.notified_on is not None
    }
    days = [begun, *sorted(day for day in told if day > begun)]
    for day, following in zip(days, [*days[1:], None], strict=True):
        due_on = stage.due_on(known_on=day) or deadline.due_on
        yield due_on, Span(day, _earliest(following, duty.ended_on))


OPEN_STAGES = ReadModel(
    name="open_stages",
    version=1,
    question="At which stage was each complaint open, and from which day to which?",
    of=Complaint,
    row=OpenRow,
    rows=_open,
)
DUE_DATES = ReadModel(
    name="due_dates",
    version=1,
    question="What was due when, and from which day to which was that so?",
    of=Complaint,
    row=DueRow,
    rows=_due,
)
