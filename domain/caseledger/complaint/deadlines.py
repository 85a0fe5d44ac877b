"""What the authority owes, by when, and the paragraph that says so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import assert_never

import attrs

from caseledger.calendar import ENGLAND, Calendar, Holiday
from caseledger.complaint.events import Deadline, DeadlineName
from caseledger.complaint.state import Complaint, Pause
from caseledger.rules import (
    DEFAULT_POLICY,
    Clock,
    Policy,
    Procedure,
    Provision,
    Stage2Clock,
    TimeLimit,
    policy_in_force,
)


@attrs.frozen(kw_only=True)
class Terms:
    """The authority's policies, in order, and the calendar for its decisions."""

    policies: Sequence[Policy] = (DEFAULT_POLICY,)
    calendar: Calendar = ENGLAND

    def policy(self, *, on: date) -> Policy:
        """Return the policy that governs a day."""
        return policy_in_force(self.policies, on=on)

    def deadline(
        self,
        name: DeadlineName,
        procedure: Procedure,
        *,
        counted_from: date,
        asked_on: date | None = None,
        pauses: Sequence[Pause] = (),
    ) -> Deadline:
        """
        Return the deadline that a clock started on a day gives a step.

        The rules are those in force when the step was asked for, where its clock
        starts later. Raises `OutsideCalendar` if the calendar does not reach so far,
        and `LookupError` if the policy sets no such step.
        """
        governed_on = asked_on or counted_from
        limit = time_limit(self.policy(on=governed_on), name, procedure)
        if limit is None:
            raise LookupError(name)
        edition = limit.response.in_force(on=governed_on)
        backwards = name is DeadlineName.PANEL_PAPERS
        standing = Deadline(
            name=name,
            counted_from=counted_from,
            working_days=-edition.value if backwards else edition.value,
            due_on=counted_from,
            latest_on=None,
            provision=limit.response.key,
            edition=edition.since,
            paragraph=str(edition.citation),
            calendar=self.calendar.version,
        )
        return self.again(standing, procedure, asked_on=governed_on, pauses=pauses)

    def again(
        self,
        standing: Deadline,
        procedure: Procedure,
        *,
        asked_on: date | None,
        pauses: Sequence[Pause],
    ) -> Deadline:
        """Return a deadline with its days counted anew, under its own rule."""
        start = standing.counted_from
        governed_on = asked_on or start
        policy = self.policy(on=governed_on)
        calendar = self.calendar_for(procedure, on=governed_on)

        def count(working_days: int) -> date:
            # One counted back lies before every pause that its clock could meet.
            day = calendar.add(start, working_days, counting=policy.counting)
            return paused(day, start, pauses, calendar)

        limit = time_limit(policy, standing.name, procedure)
        latest_on = None
        if limit is not None and limit.ceiling is not None:
            latest_on = count(limit.ceiling.in_force(on=governed_on).value)
        return attrs.evolve(
            standing,
            due_on=count(standing.working_days),
            latest_on=latest_on,
            calendar=calendar.version,
        )

    def milestones(
        self,
        procedure: Procedure,
        *names: DeadlineName,
        counted_from: date,
        pauses: Sequence[Pause] = (),
    ) -> tuple[Deadline, ...]:
        """Return those of the milestones that the policy has."""
        return tuple(
            self.deadline(name, procedure, counted_from=counted_from, pauses=pauses)
            for name in names
            if self.knows(name, procedure, on=counted_from)
        )

    def knows(self, name: DeadlineName, procedure: Procedure, *, on: date) -> bool:
        """Say whether the policy of a day sets a step under a procedure."""
        return time_limit(self.policy(on=on), name, procedure) is not None

    def start_of(self, complaint: Complaint, name: DeadlineName) -> date | None:
        """Return the day from which a deadline is counted, None if it has not begun."""
        one, two, three = complaint.stage_1, complaint.stage_2, complaint.stage_3
        panel, investigation = complaint.panel, complaint.investigation
        starts = {
            DeadlineName.ACKNOWLEDGEMENT: one.requested_on,
            DeadlineName.STAGE_1_RESPONSE: self._response_start(complaint, 1),
            DeadlineName.STAGE_2_REQUEST: one.received_on or one.responded_on,
            DeadlineName.STAGE_2_ACKNOWLEDGEMENT: two.requested_on,
            DeadlineName.STAGE_2_RESPONSE: (
                investigation.statement_agreed_on
                if investigation.statement_agreed_on
                and self.statement_governs(complaint)
                else self._response_start(complaint, 2)
            ),
            DeadlineName.REVIEW_REQUEST: two.received_on or two.responded_on,
            DeadlineName.PANEL_ACKNOWLEDGEMENT: three.requested_on,
            DeadlineName.PANEL_CHAIR: three.requested_on,
            DeadlineName.PANEL_PAPERS: panel.meets_on,
            DeadlineName.REVIEW_PANEL: three.requested_on,
            DeadlineName.PANEL_REPORT: panel.met_on,
            DeadlineName.STAGE_3_RESPONSE: panel.reported_on,
        }
        return starts[name]

    def _response_start(self, complaint: Complaint, number: int) -> date | None:
        stage = complaint.stage(number)
        if stage.requested_on is None:
            return None
        return self.clock_start(
            complaint.procedure,
            number,
            asked_on=stage.requested_on,
            acknowledged_on=stage.acknowledged_on,
        )

    def clock_start(
        self,
        procedure: Procedure,
        stage: int,
        *,
        asked_on: date,
        acknowledged_on: date | None = None,
    ) -> date:
        """
        Return the day from which stage 1 or 2, asked for on a day, is counted.

        A corporate clock that runs from acknowledgement runs at the latest from the
        day by which it was due: failing to acknowledge stops no clock.
        """
        policy = self.policy(on=asked_on)
        if procedure is Procedure.STATUTORY or policy.corporate_clock is Clock.RECEIPT:
            return asked_on
        limit = time_limit(policy, _ACKNOWLEDGED_BY[stage], procedure)
        if limit is None:
            return asked_on
        within = limit.response.in_force(on=asked_on).value
        calendar = self.calendar_for(procedure, on=asked_on)
        last = calendar.add(asked_on, within, counting=policy.counting)
        return min(acknowledged_on or last, last)

    def statement_governs(self, complaint: Complaint) -> bool:
        """Say whether stage 2 runs from the agreed statement, by the policy."""
        asked = complaint.stage_2.requested_on
        if asked is None or complaint.procedure is Procedure.CORPORATE:
            return False
        match self.policy(on=asked).stage_2_clock:
            case Stage2Clock.REQUEST:
                return False
            case Stage2Clock.STATEMENT:
                return True
            case Stage2Clock.STATEMENT_IF_ORAL:
                return complaint.intake.oral is True
            case other:
                assert_never(other)

    def other_reading(self, complaint: Complaint) -> Deadline | None:
        """Return when stage 2 is due by the reading that does not govern."""
        asked = complaint.stage_2.requested_on
        agreed = complaint.investigation.statement_agreed_on
        if (
            complaint.procedure is Procedure.CORPORATE
            or asked is None
            or agreed is None
        ):
            return None
        return self.deadline(
            DeadlineName.STAGE_2_RESPONSE,
            complaint.procedure,
            counted_from=asked if self.statement_governs(complaint) else agreed,
            asked_on=asked,
            pauses=pauses_of(complaint, DeadlineName.STAGE_2_RESPONSE),
        )

    def calendar_for(self, procedure: Procedure, *, on: date) -> Calendar:
        """
        Return the calendar that counts the days of a procedure.

        A policy's closure days are left out of corporate counts, never of the law's.
        """
        closed = self.policy(on=on).closure_days
        if procedure is Procedure.STATUTORY or not closed:
            return self.calendar
        return _closed(self.calendar, closed)


@cache
def _closed(calendar: Calendar, days: tuple[date, ...]) -> Calendar:
    return calendar.with_holidays(
        *(Holiday(day=day, name="Council closure", kind="closure") for day in days),
    )


def standstills(counted_from: date, pauses: Iterable[Pause]) -> list[Pause]:
    """
    Return the times in which a clock stood still, in order and none overlapping.

    A pause stops the clocks that run when it begins, and none that starts later.
    """
    found: list[Pause] = []
    for pause in pauses:
        began, ended = pause.began_on, pause.ended_on
        if began is None or ended is None or began < counted_from:
            continue
        last = found[-1].ended_on if found else None
        if last is not None and began <= last:
            found[-1] = attrs.evolve(found[-1], ended_on=max(last, ended))
        else:
            found.append(pause)
    return found


def paused(
    day: date,
    counted_from: date,
    pauses: Iterable[Pause],
    calendar: Calendar,
) -> date:
    """Return where pauses move a day in the end."""
    for pause in standstills(counted_from, pauses):
        day = shifted(day, pause, calendar)
    return day


def shifted(due: date, pause: Pause, calendar: Calendar) -> date:
    """
    Return the due date after a pause: what was left of it runs on when that ends.

    A day that was due before the pause stays. However a pause is split, the result
    is the same.

    >>> pause = Pause(began_on=date(2023, 4, 6), ended_on=date(2023, 5, 2))
    >>> print(shifted(date(2023, 4, 19), pause, ENGLAND))
    2023-05-12
    """
    began, ended = pause.began_on, pause.ended_on
    if began is None or ended is None or due <= began:
        return due
    return max(due, calendar.add(ended, calendar.between(began, due)))


def time_limit(
    policy: Policy,
    name: DeadlineName,
    procedure: Procedure,
) -> TimeLimit | None:
    """Return the limit that a policy sets for a step under a procedure, if it does."""
    statutory = procedure is Procedure.STATUTORY
    limits: dict[DeadlineName, TimeLimit | Provision | None] = {
        DeadlineName.ACKNOWLEDGEMENT: policy.acknowledgement,
        DeadlineName.STAGE_1_RESPONSE: (
            policy.statutory_stage_1 if statutory else policy.corporate_stage_1
        ),
        DeadlineName.STAGE_2_REQUEST: policy.stage_2_request if statutory else None,
        DeadlineName.STAGE_2_ACKNOWLEDGEMENT: (
            None if statutory else policy.stage_2_acknowledgement
        ),
        DeadlineName.STAGE_2_RESPONSE: (
            policy.statutory_stage_2 if statutory else policy.corporate_stage_2
        ),
        DeadlineName.REVIEW_REQUEST: policy.review_request if statutory else None,
        DeadlineName.PANEL_ACKNOWLEDGEMENT: policy.panel_acknowledgement,
        DeadlineName.PANEL_CHAIR: policy.panel_chair,
        DeadlineName.PANEL_PAPERS: policy.panel_papers,
        DeadlineName.REVIEW_PANEL: policy.review_panel,
        DeadlineName.PANEL_REPORT: policy.panel_report,
        DeadlineName.STAGE_3_RESPONSE: policy.stage_3,
    }
    limit = limits[name]
    return TimeLimit(response=limit) if isinstance(limit, Provision) else limit


def due_after_extension(
    due_on: date | None,
    extended_to: date,
    *,
    broken: tuple[str, ...],
) -> date | None:
    """
    Return the due date that an extension leaves.

    One that broke a rule moves nothing, not even as far as the law would let it, nor
    does one to an earlier day.

    >>> print(due_after_extension(date(2023, 4, 19), date(2023, 5, 4), broken=()))
    2023-05-04
    >>> print(due_after_extension(date(2023, 4, 19), date(2023, 5, 5), broken=("R12",)))
    2023-04-19
    """
    if due_on is None or broken:
        return due_on
    return max(due_on, extended_to)


@attrs.frozen(kw_only=True)
class Duty:
    """
    A deadline with its present due date and the day it ended, if it has.

    A duty ends when it is met, and also when the complaint is withdrawn, turned
    away or taken a stage further: `met` tells the one from the others. While the
    complaint is suspended, a duty that was not overdue is `paused`: its due date
    moves once it is resumed. `attempt` counts the passes through the stage, and
    `within` is the complaint as that pass left it.
    """

    stage: int
    deadline: Deadline
    due_on: date
    ended_on: date | None
    met: bool
    paused: bool
    attempt: int
    within: Complaint = attrs.field(repr=False, eq=False)


_STAGE_OF = {
    DeadlineName.ACKNOWLEDGEMENT: 1,
    DeadlineName.STAGE_1_RESPONSE: 1,
    DeadlineName.STAGE_2_REQUEST: 2,
    DeadlineName.STAGE_2_ACKNOWLEDGEMENT: 2,
    DeadlineName.STAGE_2_RESPONSE: 2,
    DeadlineName.REVIEW_REQUEST: 3,
    DeadlineName.PANEL_ACKNOWLEDGEMENT: 3,
    DeadlineName.PANEL_CHAIR: 3,
    DeadlineName.PANEL_PAPERS: 3,
    DeadlineName.REVIEW_PANEL: 3,
    DeadlineName.PANEL_REPORT: 3,
    DeadlineName.STAGE_3_RESPONSE: 3,
}


def asked_for_on(complaint: Complaint, name: DeadlineName) -> date | None:
    """Return the day whose rules govern a deadline, if it is not that of its start."""
    match name:
        case DeadlineName.STAGE_1_RESPONSE:
            return complaint.stage_1.requested_on
        case DeadlineName.STAGE_2_RESPONSE:
            return complaint.stage_2.requested_on
        case _:
            return None


def recorded(complaint: Complaint, name: DeadlineName) -> Deadline | None:
    """Return a deadline as it stands recorded."""
    match name:
        case DeadlineName.STAGE_1_RESPONSE:
            return complaint.stage_1.deadline
        case DeadlineName.STAGE_2_RESPONSE:
            return complaint.stage_2.deadline
        case DeadlineName.STAGE_3_RESPONSE:
            return complaint.stage_3.deadline
        case DeadlineName.REVIEW_PANEL:
            return complaint.panel.deadline
        case DeadlineName.PANEL_REPORT:
            return complaint.panel.report_deadline
        case _:
            return _milestone(complaint, name)


def _milestone(complaint: Complaint, name: DeadlineName) -> Deadline | None:
    for stage in (complaint.stage_1, complaint.stage_2, complaint.stage_3):
        for milestone in stage.milestones:
            if milestone.name is name:
                return milestone
    return None


def pauses_of(complaint: Complaint, name: DeadlineName) -> Sequence[Pause]:
    """Return the pauses that a deadline met: none that began after its step."""
    if not complaint.pauses:
        return ()
    for step, met_on, overtaken_on in _steps(complaint):
        if step is name:
            ends = [day for day in (met_on, overtaken_on) if day is not None]
            ended_on = min(ends, default=None)
            return tuple(
                pause
                for pause in complaint.pauses
                if ended_on is None or (pause.began_on or ended_on) < ended_on
            )
    return ()


def duties(complaint: Complaint) -> Iterator[Duty]:
    """Go through what has been owed so far, earlier passes through a stage first."""
    attempts = {1: 1, 2: 1, 3: 1}
    for number, past in enumerate(complaint.earlier_rounds):
        for duty in _duties(_as_it_was(complaint, number), attempts):
            # What a panel sends back begins again with stage 2.
            if past.stage_1 is None and duty.deadline.name in _OF_STAGE_1:
                continue
            yield attrs.evolve(duty, ended_on=duty.ended_on or past.ended_on)
        passed = {1: past.stage_1, 2: past.stage_2, 3: past.stage_3}
        for which, stage in passed.items():
            if stage is not None and stage.requested_on is not None:
                attempts[which] += 1
    yield from _duties(complaint, attempts)


_OF_STAGE_1 = (
    DeadlineName.ACKNOWLEDGEMENT,
    DeadlineName.STAGE_1_RESPONSE,
    DeadlineName.STAGE_2_REQUEST,
)


def _as_it_was(complaint: Complaint, number: int) -> Complaint:
    """Return the complaint as an earlier round left it, before it ended."""
    past = complaint.earlier_rounds[number]
    return attrs.evolve(
        complaint,
        stage_1=past.stage_1 or complaint.stage_1,
        stage_2=past.stage_2,
        stage_3=past.stage_3,
        investigation=past.investigation,
        panel=past.panel,
        suspensions=(),
        # However it ended; what a panel sends back did not end.
        withdrawals=past.endings,
        reinstatements=(),
        non_acceptances=(),
        closed_on=None,
        earlier_rounds=complaint.earlier_rounds[:number],
    )


def _duties(complaint: Complaint, attempts: Mapping[int, int]) -> Iterator[Duty]:
    over = _over(complaint)
    suspended = complaint.suspended
    since = suspended.began_on if suspended and suspended.stops_clocks else None
    for name, met_on, overtaken_on in _steps(complaint):
        deadline = recorded(complaint, name)
        if deadline is None:
            continue
        stage = _STAGE_OF[name]
        due_on = deadline.due_on
        if name in _ANSWERS:
            due_on = complaint.stage(stage).due_on() or due_on
        ends = [day for day in (met_on, overtaken_on, *over) if day is not None]
        ended_on = min(ends, default=None)
        yield Duty(
            stage=stage,
            deadline=deadline,
            due_on=due_on,
            ended_on=ended_on,
            met=met_on is not None and met_on == ended_on,
            paused=ended_on is None and since is not None and due_on > since,
            attempt=attempts[stage],
            within=complaint,
        )


_ACKNOWLEDGED_BY = {
    1: DeadlineName.ACKNOWLEDGEMENT,
    2: DeadlineName.STAGE_2_ACKNOWLEDGEMENT,
}
_ANSWERS = (
    DeadlineName.STAGE_1_RESPONSE,
    DeadlineName.STAGE_2_RESPONSE,
    DeadlineName.STAGE_3_RESPONSE,
)


def _over(complaint: Complaint) -> Iterable[date]:
    """Return the days on which the complaint ended, reinstated or not."""
    ends = (
        (complaint.withdrawn_on, complaint.withdrawn),
        (complaint.not_accepted_on, complaint.not_accepted),
        (complaint.closed_on, complaint.closed),
    )
    return [day for day, stands in ends if stands and day is not None]


def _steps(
    complaint: Complaint,
) -> Iterator[tuple[DeadlineName, date | None, date | None]]:
    """Go through the steps that have a day: when each was taken, or overtaken."""
    one, two, three = complaint.stage_1, complaint.stage_2, complaint.stage_3
    panel = complaint.panel
    met = panel.met_on
    # Stage 2 may have been reopened since it was asked for.
    rounds = complaint.this_pass
    asked = (rounds[0].stage_2 if rounds else two).requested_on
    yield DeadlineName.ACKNOWLEDGEMENT, one.acknowledged_on, one.responded_on
    yield DeadlineName.STAGE_1_RESPONSE, one.responded_on, asked
    yield DeadlineName.STAGE_2_REQUEST, asked, complaint.resolved_on
    yield DeadlineName.STAGE_2_ACKNOWLEDGEMENT, two.acknowledged_on, two.responded_on
    yield DeadlineName.STAGE_2_RESPONSE, two.responded_on, three.requested_on
    yield DeadlineName.REVIEW_REQUEST, three.requested_on, None
    yield DeadlineName.PANEL_ACKNOWLEDGEMENT, three.acknowledged_on, met
    yield DeadlineName.PANEL_CHAIR, panel.chair_appointed_on, met
    yield DeadlineName.PANEL_PAPERS, panel.papers_sent_on, met
    yield DeadlineName.REVIEW_PANEL, met, three.responded_on
    yield DeadlineName.PANEL_REPORT, panel.reported_on, three.responded_on
    yield DeadlineName.STAGE_3_RESPONSE, three.responded_on, None
