"""What the authority owes, by when, and the paragraph that says so."""

from collections.abc import Iterator
from datetime import date
from typing import assert_never

import attrs

from caseledger.calendar import ENGLAND, Calendar
from caseledger.complaint.events import Deadline, DeadlineName
from caseledger.complaint.state import Complaint
from caseledger.rules import DEFAULT_POLICY, Policy, Procedure, TimeLimit


@attrs.frozen(kw_only=True)
class Terms:
    """The policy and the calendar under which a decision is taken."""

    policy: Policy = DEFAULT_POLICY
    calendar: Calendar = ENGLAND

    def deadline(
        self,
        name: DeadlineName,
        procedure: Procedure,
        *,
        counted_from: date,
    ) -> Deadline:
        """
        Return the deadline that a clock started on a day gives a step.

        Raises `OutsideCalendar` if the calendar does not reach so far.
        """
        limit = time_limit(self.policy, name, procedure)
        edition = limit.response.in_force(on=counted_from)
        latest_on = None
        if limit.ceiling is not None:
            ceiling = limit.ceiling.in_force(on=counted_from).value
            latest_on = self._count(counted_from, ceiling)
        return Deadline(
            name=name,
            counted_from=counted_from,
            working_days=edition.value,
            due_on=self._count(counted_from, edition.value),
            latest_on=latest_on,
            provision=limit.response.key,
            edition=edition.since,
            paragraph=str(edition.citation),
            calendar=self.calendar.version,
        )

    def _count(self, start: date, working_days: int) -> date:
        return self.calendar.add(start, working_days, counting=self.policy.counting)


def time_limit(policy: Policy, name: DeadlineName, procedure: Procedure) -> TimeLimit:
    """Return the limit that a policy sets for a step under a procedure."""
    statutory = procedure is Procedure.STATUTORY
    match name:
        case DeadlineName.STAGE_1_RESPONSE:
            return policy.statutory_stage_1 if statutory else policy.corporate_stage_1
        case DeadlineName.STAGE_2_RESPONSE:
            return policy.statutory_stage_2 if statutory else policy.corporate_stage_2
        case DeadlineName.REVIEW_PANEL:
            return policy.review_panel
        case DeadlineName.PANEL_REPORT:
            return policy.panel_report
        case DeadlineName.STAGE_3_RESPONSE:
            return policy.stage_3
        case _:
            assert_never(name)


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
    away or taken a stage further: `met` tells the one from the others.
    """

    stage: int
    deadline: Deadline
    due_on: date
    ended_on: date | None
    met: bool


def started_by(complaint: Complaint) -> Iterator[tuple[DeadlineName, date]]:
    """Go through the deadlines whose clocks have started, and when each did."""
    yield DeadlineName.STAGE_1_RESPONSE, complaint.received_on
    if complaint.stage_2.requested_on is not None:
        yield DeadlineName.STAGE_2_RESPONSE, complaint.stage_2.requested_on
    if complaint.stage_3.requested_on is not None:
        yield DeadlineName.REVIEW_PANEL, complaint.stage_3.requested_on
    if complaint.panel_met_on is not None:
        yield DeadlineName.PANEL_REPORT, complaint.panel_met_on
    if complaint.panel_reported_on is not None:
        yield DeadlineName.STAGE_3_RESPONSE, complaint.panel_reported_on


def recorded(complaint: Complaint, name: DeadlineName) -> Deadline | None:
    """Return a deadline as it stands recorded."""
    match name:
        case DeadlineName.STAGE_1_RESPONSE:
            return complaint.stage_1.deadline
        case DeadlineName.STAGE_2_RESPONSE:
            return complaint.stage_2.deadline
        case DeadlineName.REVIEW_PANEL:
            return complaint.panel_deadline
        case DeadlineName.PANEL_REPORT:
            return complaint.panel_report_deadline
        case DeadlineName.STAGE_3_RESPONSE:
            return complaint.stage_3.deadline
        case _:
            assert_never(name)


def duties(complaint: Complaint) -> Iterator[Duty]:
    """Go through what the authority has owed so far, in the procedure's order."""
    one, two, three = complaint.stage_1, complaint.stage_2, complaint.stage_3
    panel_met = complaint.panel_met_on
    reported = complaint.panel_reported_on
    # A duty is met by its own step; a later step ends it unmet.
    steps = (
        (1, DeadlineName.STAGE_1_RESPONSE, one.responded_on, two.requested_on),
        (2, DeadlineName.STAGE_2_RESPONSE, two.responded_on, three.requested_on),
        (3, DeadlineName.REVIEW_PANEL, panel_met, three.responded_on),
        (3, DeadlineName.PANEL_REPORT, reported, three.responded_on),
        (3, DeadlineName.STAGE_3_RESPONSE, three.responded_on, None),
    )
    over = [
        day
        for day, stands in (
            (complaint.withdrawn_on, complaint.withdrawn),
            (complaint.not_accepted_on, complaint.not_accepted),
        )
        if stands and day is not None
    ]
    for stage, name, met_on, overtaken_on in steps:
        deadline = recorded(complaint, name)
        if deadline is None:
            continue
        extended = complaint.stage(stage).due_on()
        answers_stage = name is not DeadlineName.REVIEW_PANEL and (
            name is not DeadlineName.PANEL_REPORT
        )
        due_on = extended if answers_stage and extended else deadline.due_on
        ends = [day for day in (met_on, overtaken_on, *over) if day is not None]
        ended_on = min(ends, default=None)
        yield Duty(
            stage=stage,
            deadline=deadline,
            due_on=due_on,
            ended_on=ended_on,
            met=met_on is not None and met_on == ended_on,
        )
