"""What became of each complaint?"""

from datetime import date

import attrs

from caseledger.read_models.model import CaseRow, told
from caseledger.read_models.views.view import CASES, YEAR, View


@attrs.frozen(kw_only=True)
class FateRow(CaseRow):
    """One complaint."""

    year: str | None = told(YEAR + "its receipt")
    month: str | None = told("the month of its receipt, such as 2023-04")
    service: str = told("the service complained about")
    team: str | None = told("the team complained about, empty if not recorded")
    theme: str | None = told("the primary theme, empty if not recorded")
    procedure: str = told("statutory or corporate")
    capacity: str | None = told("the capacity in which the complainant complains")
    received_on: date = told("the day of receipt")
    fate: str = told(
        "the first that fits: not_accepted, responded (at stage 1), withdrawn, skipped "
        "(stage 1 left out by agreement), awaiting_response"
    )
    not_accepted_reason: str | None = told("why it was not accepted, if it was not")
    withdrawn: bool = told("whether it stands withdrawn, at whatever stage")
    went_to_stage_2: bool = told("whether stage 2 was asked for")
    went_to_stage_3: bool = told("whether stage 3 was asked for")


FATES = View(
    name="fates",
    question="What became of each complaint?",
    row=FateRow,
    sql="""
SELECT
  known.stream, known.reference, c.year, c.month, known.service, known.team,
  known.theme, known.procedure, known.capacity, known.received_on,
  CASE
    WHEN known.not_accepted THEN 'not_accepted'
    WHEN known.answered THEN 'responded'
    WHEN known.withdrawn THEN 'withdrawn'
    WHEN known.skipped THEN 'skipped'
    ELSE 'awaiting_response'
  END AS fate,
  CASE WHEN known.not_accepted THEN known.not_accepted_reason END
    AS not_accepted_reason,
  known.withdrawn, known.went_to_stage_2, known.went_to_stage_3
FROM (
  SELECT
    k.*,
    (k.not_accepted_on IS NOT NULL
      AND (k.reinstated_on IS NULL OR k.reinstated_on < k.not_accepted_on))
      AS not_accepted,
    (k.withdrawn_on IS NOT NULL
      AND (k.reinstated_on IS NULL OR k.reinstated_on < k.withdrawn_on))
      AS withdrawn,
    EXISTS (
      SELECT 1 FROM stages AS s
      WHERE s.stream = k.stream AND s.stage = 1 AND s.responded_on IS NOT NULL
        AND s.attempt = (
          SELECT max(last.attempt) FROM stages AS last
          WHERE last.stream = k.stream AND last.stage = 1
            AND last.begun_on IS NOT NULL)
    ) AS answered,
    EXISTS (
      SELECT 1 FROM stages AS s
      WHERE s.stream = k.stream AND s.begun_on IS NOT NULL
        AND s.basis = 'agreed_skip'
        AND s.in_pass >= (
          SELECT max(last.in_pass) FROM stages AS last
          WHERE last.stream = k.stream AND last.stage = 1
            AND last.begun_on IS NOT NULL)
    ) AS skipped,
    EXISTS (
      SELECT 1 FROM stages AS s
      WHERE s.stream = k.stream AND s.stage = 2 AND s.begun_on IS NOT NULL
    ) AS went_to_stage_2,
    EXISTS (
      SELECT 1 FROM stages AS s
      WHERE s.stream = k.stream AND s.stage = 3 AND s.begun_on IS NOT NULL
    ) AS went_to_stage_3
  FROM complaints AS k
) AS known
LEFT JOIN calendar AS c ON c.day = known.received_on
""",
)


@attrs.frozen(kw_only=True)
class IntakeRow:
    """The complaints of one year, service and procedure."""

    year: str | None = told(YEAR + "receipt")
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    received: int = told("complaints received; the next five add up to it")
    not_accepted: int = told("not taken into the procedure")
    withdrawn: int = told("withdrawn with no stage 1 response")
    skipped: int = told("stage 1 left out by agreement")
    responded: int = told("answered at stage 1")
    awaiting_response: int = told("the rest, overdue or not, escalated or not")
    cases: str = told(CASES)


INTAKE = View(
    name="intake",
    question="What became of the complaints that came in?",
    row=IntakeRow,
    sql="""
SELECT
  year, service, procedure,
  count(*) AS received,
  count(*) FILTER (WHERE fate = 'not_accepted') AS not_accepted,
  count(*) FILTER (WHERE fate = 'withdrawn') AS withdrawn,
  count(*) FILTER (WHERE fate = 'skipped') AS skipped,
  count(*) FILTER (WHERE fate = 'responded') AS responded,
  count(*) FILTER (WHERE fate = 'awaiting_response') AS awaiting_response,
  {cases} AS cases
FROM (SELECT * FROM fates ORDER BY reference) AS f
GROUP BY year, service, procedure
""",
)


@attrs.frozen(kw_only=True)
class EscalationRow:
    """The complaints of one year, service, procedure and team that were answered."""

    year: str | None = told(YEAR + "receipt")
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    team: str | None = told("the team complained about, empty if not recorded")
    theme: str | None = told("the primary theme, empty if not recorded")
    responded: int = told("complaints answered at stage 1: what the rest is a part of")
    not_escalated: int = told("of them, those for which stage 2 was not asked for")
    to_stage_2: int = told("of them, those for which it was")
    to_stage_3: int = told("of them, those for which stage 3 was asked for as well")
    cases: str = told(CASES)


ESCALATION = View(
    name="escalation",
    question="How many of the complaints answered at stage 1 went further?",
    row=EscalationRow,
    sql="""
SELECT
  year, service, procedure, team, theme,
  count(*) AS responded,
  count(*) FILTER (WHERE NOT went_to_stage_2) AS not_escalated,
  count(*) FILTER (WHERE went_to_stage_2) AS to_stage_2,
  count(*) FILTER (WHERE went_to_stage_3) AS to_stage_3,
  {cases} AS cases
FROM (SELECT * FROM fates WHERE fate = 'responded' ORDER BY reference) AS f
GROUP BY year, service, procedure, team, theme
""",
)


@attrs.frozen(kw_only=True)
class CapacityRow:
    """The complaints of one year, service, procedure and capacity."""

    year: str | None = told(YEAR + "receipt")
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    capacity: str | None = told(
        "the capacity in which the complainant complains, empty if not recorded"
    )
    received: int = told("complaints received")
    with_advocate: int = told("of them, those in which an advocate was appointed")
    cases: str = told(CASES)


CAPACITIES = View(
    name="capacities",
    question="In which capacity did people complain, and how many had an advocate?",
    row=CapacityRow,
    sql="""
SELECT
  year, service, procedure, capacity,
  count(*) AS received,
  count(*) FILTER (WHERE helped) AS with_advocate,
  {cases} AS cases
FROM (
  SELECT f.*, (a.appointed_on IS NOT NULL) AS helped
  FROM fates AS f
  LEFT JOIN advocacy AS a ON a.stream = f.stream
  ORDER BY f.reference
) AS told
GROUP BY year, service, procedure, capacity
""",
)


@attrs.frozen(kw_only=True)
class AdvocacyUseRow:
    """The complaints of one year, service, procedure and source of advocates."""

    year: str | None = told(YEAR + "receipt")
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    source: str | None = told("where the advocate comes from, empty if there is none")
    asked: int = told("complaints in which an advocate was asked for")
    appointed: int = told("complaints in which an advocate was appointed")
    waiting: int = told("of those asked for, those not appointed")
    working_days_waited: int | None = told(
        "working days from asking to appointing, of all together"
    )
    cases: str = told(CASES)


ADVOCACY_USE = View(
    name="advocacy_use",
    question="How many complainants asked for an advocate, and how long did it take?",
    row=AdvocacyUseRow,
    sql="""
SELECT
  year, service, procedure, source,
  count(requested_on) AS asked,
  count(appointed_on) AS appointed,
  count(*) FILTER (WHERE requested_on IS NOT NULL AND appointed_on IS NULL)
    AS waiting,
  sum(working_days_waited) AS working_days_waited,
  {cases} AS cases
FROM (
  SELECT
    f.year, f.service, f.procedure, f.reference,
    a.source, a.requested_on, a.appointed_on, a.working_days_waited
  FROM advocacy AS a
  JOIN fates AS f ON f.stream = a.stream
  ORDER BY f.reference
) AS told
GROUP BY year, service, procedure, source
""",
)
