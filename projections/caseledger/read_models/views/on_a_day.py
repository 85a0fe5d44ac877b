"""
What was open, due and overdue on a day: ask with `WHERE day = '2024-03-31'`.

A day is looked at when it is over. A complaint is open on a day if one of its stages
had begun by then and was not answered, and it had not been withdrawn, turned away or
closed; one that was answered and did not go further is not. An extension counts from
the day on which it was notified. Due dates that a pause or a proclaimed holiday moved
are shown as they stand now, and while a complaint was suspended nothing was due in it
that had not been overdue before.
"""

from datetime import date

import attrs

from caseledger.read_models.model import CaseRow, told
from caseledger.read_models.views.view import View


@attrs.frozen(kw_only=True)
class CaseloadRow(CaseRow):
    """One complaint that was open on one day."""

    day: date = told("the day that is asked about")
    service: str = told("the service complained about")
    team: str | None = told("the team complained about, empty if not recorded")
    theme: str | None = told("the primary theme, empty if not recorded")
    procedure: str = told("statutory or corporate")
    received_on: date = told("the day of receipt")
    stage: int = told("the stage at which it was open")
    attempt: int = told("as in stages")
    begun_on: date = told("the day on which that stage began")
    working_days_open: int | None = told("working days since then, pauses included")
    clock: str = told("running, or stopped by a suspension or an agreed deferral")
    next_due_on: date | None = told("the earliest limit that was owed")
    working_days_left: int | None = told(
        "working days from the day to that limit; negative: that many over"
    )


CASELOAD = View(
    name="caseload",
    question="Which complaints were open on a day, at which stage, and due when?",
    row=CaseloadRow,
    sql="""
SELECT
  o.stream, o.reference, c.day, k.service, k.team, k.theme, k.procedure,
  k.received_on, o.stage, o.attempt, o.begun_on,
  c.number - (SELECT b.number FROM calendar AS b WHERE b.day = o.begun_on)
    AS working_days_open,
  o.clock,
  (SELECT min(d.due_on) FROM due_dates AS d
    WHERE d.stream = o.stream AND d.standing = 'limit' AND d.from_on <= c.day
      AND (d.until_on IS NULL OR c.day < d.until_on)) AS next_due_on,
  (SELECT n.number FROM calendar AS n WHERE n.day = (
    SELECT min(d.due_on) FROM due_dates AS d
    WHERE d.stream = o.stream AND d.standing = 'limit' AND d.from_on <= c.day
      AND (d.until_on IS NULL OR c.day < d.until_on))) - c.number
    AS working_days_left
FROM calendar AS c
JOIN open_stages AS o
  ON o.from_on <= c.day AND (o.until_on IS NULL OR c.day < o.until_on)
JOIN complaints AS k ON k.stream = o.stream
""",
)


@attrs.frozen(kw_only=True)
class DueOnDayRow(CaseRow):
    """One step that was owed on one day and not overdue."""

    day: date = told("the day that is asked about")
    service: str = told("the service complained about")
    team: str | None = told("the team complained about, empty if not recorded")
    procedure: str = told("statutory or corporate")
    stage: int = told("1, 2 or 3")
    attempt: int = told("as in stages")
    duty: str = told("the step that was owed")
    standing: str = told("limit, or milestone or window, which bind nobody")
    due_on: date = told("the due date: the day itself or a later one")
    working_days_left: int | None = told("working days from the day to the due date")


DUE = View(
    name="due",
    question="What was owed on a day, and is due on it or later?",
    row=DueOnDayRow,
    sql="""
SELECT
  d.stream, d.reference, c.day, k.service, k.team, k.procedure, d.stage, d.attempt,
  d.duty, d.standing, d.due_on,
  (SELECT n.number FROM calendar AS n WHERE n.day = d.due_on) - c.number
    AS working_days_left
FROM calendar AS c
JOIN due_dates AS d
  ON d.from_on <= c.day AND (d.until_on IS NULL OR c.day < d.until_on)
  AND d.due_on >= c.day
JOIN complaints AS k ON k.stream = d.stream
""",
)


@attrs.frozen(kw_only=True)
class OverdueOnDayRow(CaseRow):
    """One limit that was overdue on one day."""

    day: date = told("the day that is asked about")
    service: str = told("the service complained about")
    team: str | None = told("the team complained about, empty if not recorded")
    procedure: str = told("statutory or corporate")
    stage: int = told("1, 2 or 3")
    attempt: int = told("as in stages")
    duty: str = told("the step that was owed; what binds nobody is never overdue")
    due_on: date = told("the due date: a day before the day that is asked about")
    working_days_over: int | None = told(
        "working days from the due date to the day; 0 on the weekend after it"
    )


OVERDUE = View(
    name="overdue",
    question="What was overdue on a day, and by how much?",
    row=OverdueOnDayRow,
    sql="""
SELECT
  d.stream, d.reference, c.day, k.service, k.team, k.procedure, d.stage, d.attempt,
  d.duty, d.due_on,
  c.number - (SELECT n.number FROM calendar AS n WHERE n.day = d.due_on)
    AS working_days_over
FROM calendar AS c
JOIN due_dates AS d
  ON d.from_on <= c.day AND (d.until_on IS NULL OR c.day < d.until_on)
  AND d.due_on < c.day AND d.standing = 'limit'
JOIN complaints AS k ON k.stream = d.stream
""",
)
