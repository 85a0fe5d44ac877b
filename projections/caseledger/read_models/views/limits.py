"""How was each stage's limit kept, and what did the stages find?"""

from datetime import date

import attrs

from caseledger.read_models.model import CaseRow, told
from caseledger.read_models.views.view import CASES, YEAR, View

_YEAR = YEAR + "receipt for stage 1, of the stage's request for others"


@attrs.frozen(kw_only=True)
class LimitRow(CaseRow):
    """One stage of one complaint."""

    year: str | None = told(_YEAR)
    service: str = told("the service complained about")
    team: str | None = told("the team complained about, empty if not recorded")
    theme: str | None = told("the primary theme, empty if not recorded")
    procedure: str = told("statutory or corporate")
    stage: int = told("1, 2 or 3")
    attempt: int = told("as in stages")
    begun_on: date | None = told("receipt for stage 1, the request for others")
    due_on: date | None = told("the response's due date before any extension")
    last_due_on: date | None = told("the due date with all its lawful extensions")
    responded_on: date | None = told("the day of the response")
    outcome: str | None = told("what the stage found")
    kept: str = told(
        "within_original, within_extended or late; without a response no_response if "
        "the limit lies before the last day of the log, else in_time; on the due date "
        "is in time"
    )
    within_maximum: bool | None = told(
        "stage 2: whether it was answered within 65 working days of the request"
    )
    working_days_late: int | None = told(
        "working days from the due date with extensions to the response, 0 if in time"
    )
    paused: bool = told("whether its clock stood still for some time")
    withdrawn: bool = told("whether it ended by withdrawal, with no response")
    deferred: bool = told("whether it was put off as the complainant agreed")
    in_outcomes: bool = told(
        "whether it counts in outcomes: stage 1 of a complaint that was responded to "
        "or awaits it; a later stage that was asked for, but no stage 2 reopened"
    )
    in_timeliness: bool = told(
        "whether it counts in timeliness: as in outcomes, for stages 1 and 2, and for "
        "stage 2 not if it ended by withdrawal"
    )


STAGE_LIMITS = View(
    name="stage_limits",
    question="How was each stage's limit kept?",
    row=LimitRow,
    sql="""
SELECT
  known.stream, known.reference, c.year, known.service, known.team, known.theme,
  known.procedure, known.stage, known.attempt, known.begun_on, known.due_on,
  known.last_due_on, known.responded_on, known.outcome,
  CASE
    WHEN known.last_due_on IS NULL THEN 'in_time'
    WHEN known.responded_on IS NULL AND known.last_due_on < l.day THEN 'no_response'
    WHEN known.responded_on IS NULL THEN 'in_time'
    WHEN known.responded_on <= known.due_on THEN 'within_original'
    WHEN known.responded_on <= known.last_due_on THEN 'within_extended'
    ELSE 'late'
  END AS kept,
  CASE WHEN known.stage = 2 THEN
    (known.responded_on IS NOT NULL AND known.maximum_on IS NOT NULL
      AND known.responded_on <= known.maximum_on)
  END AS within_maximum,
  known.working_days_late, known.paused, known.withdrawn,
  (known.deferred_on IS NOT NULL
    AND (known.ended_on IS NULL OR known.deferred_on <= known.ended_on)) AS deferred,
  known.in_outcomes,
  (known.in_outcomes AND known.stage < 3 AND NOT known.withdrawn) AS in_timeliness
FROM (
  SELECT
    s.*, f.service, f.team, f.theme, f.procedure,
    CASE WHEN s.stage = 1 THEN f.received_on ELSE s.begun_on END AS dated_on,
    (s.responded_on IS NULL
      AND (f.withdrawn OR coalesce(s.ended_by = 'withdrawn', FALSE))) AS withdrawn,
    EXISTS (
      SELECT 1 FROM pauses AS p
      WHERE p.stream = s.stream AND p.stops_clocks AND p.began_on >= s.begun_on
        AND (s.responded_on IS NULL OR p.began_on <= s.responded_on)
    ) AS paused,
    CASE s.stage
      WHEN 1 THEN f.fate IN ('responded', 'awaiting_response')
        AND s.attempt = (
          SELECT max(last.attempt) FROM stages AS last
          WHERE last.stream = s.stream AND last.stage = 1
            AND last.begun_on IS NOT NULL)
      WHEN 2 THEN s.begun_on IS NOT NULL AND NOT s.reopened
      ELSE s.begun_on IS NOT NULL
    END AS in_outcomes
  FROM stages AS s
  JOIN fates AS f ON f.stream = s.stream
) AS known
CROSS JOIN last_day AS l
LEFT JOIN calendar AS c ON c.day = known.dated_on
""",
)


@attrs.frozen(kw_only=True)
class TimelinessRow:
    """The responses of one year, service, procedure, team and stage."""

    year: str | None = told(_YEAR)
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    team: str | None = told("the team complained about, empty if not recorded")
    stage: int = told("1 or 2, whose response is timed")
    population: int = told("stages that count; the next five add up to it")
    within_original: int = told("answered within the limit before any extension")
    within_extended: int = told("answered within a lawful extension of it")
    late: int = told("answered later")
    no_response: int = told("not answered, the limit lying before the log's last day")
    in_time: int = told("not answered, and not due before that day")
    within_maximum: int | None = told(
        "stage 2: answered within 65 working days of the request, among the others"
    )
    percent_within_original: int = told(
        "within_original of population, in whole percent, half rounded up"
    )
    working_days_late: int = told("working days late, of all answered together")
    longest_late: int = told("working days late, of the one that was latest")
    paused: int = told("stages whose clock stood still for some time")
    cases: str = told(CASES)


TIMELINESS = View(
    name="timeliness",
    question="How many responses kept to their limits, and how late were the others?",
    row=TimelinessRow,
    sql="""
SELECT
  year, service, procedure, team, stage,
  count(*) AS population,
  count(*) FILTER (WHERE kept = 'within_original') AS within_original,
  count(*) FILTER (WHERE kept = 'within_extended') AS within_extended,
  count(*) FILTER (WHERE kept = 'late') AS late,
  count(*) FILTER (WHERE kept = 'no_response') AS no_response,
  count(*) FILTER (WHERE kept = 'in_time') AS in_time,
  CASE WHEN stage = 2 THEN count(*) FILTER (WHERE within_maximum) END
    AS within_maximum,
  (200 * count(*) FILTER (WHERE kept = 'within_original') + count(*))
    / (2 * count(*)) AS percent_within_original,
  coalesce(sum(working_days_late), 0) AS working_days_late,
  coalesce(max(working_days_late), 0) AS longest_late,
  count(*) FILTER (WHERE paused) AS paused,
  {cases} AS cases
FROM (SELECT * FROM stage_limits WHERE in_timeliness ORDER BY reference) AS t
GROUP BY year, service, procedure, team, stage
""",
)


@attrs.frozen(kw_only=True)
class OutcomeRow:
    """The stages of one year, service, procedure, team, theme and number."""

    year: str | None = told(_YEAR)
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    team: str | None = told("the team complained about, empty if not recorded")
    theme: str | None = told("the primary theme, empty if not recorded")
    stage: int = told("1, 2 or 3")
    total: int = told("stages that count; the next seven add up to it")
    upheld: int = told("found upheld")
    partially_upheld: int = told("found partially upheld")
    not_upheld: int = told("found not upheld")
    reinvestigate: int = told("sent back to be investigated again")
    no_finding: int = told("ended without a finding")
    pending: int = told("not answered yet")
    withdrawn: int = told("ended by withdrawal")
    deferred: int = told("put off as the complainant agreed, among the others")
    cases: str = told(CASES)


OUTCOMES = View(
    name="outcomes",
    question="What did each stage find, by procedure, team and theme?",
    row=OutcomeRow,
    sql="""
SELECT
  year, service, procedure, team, theme, stage,
  count(*) AS total,
  count(*) FILTER (WHERE outcome = 'upheld') AS upheld,
  count(*) FILTER (WHERE outcome = 'partially_upheld') AS partially_upheld,
  count(*) FILTER (WHERE outcome = 'not_upheld') AS not_upheld,
  count(*) FILTER (WHERE outcome = 'reinvestigate') AS reinvestigate,
  count(*) FILTER (WHERE outcome = 'no_finding') AS no_finding,
  count(*) FILTER (WHERE responded_on IS NULL AND NOT withdrawn) AS pending,
  count(*) FILTER (WHERE withdrawn) AS withdrawn,
  count(*) FILTER (WHERE deferred) AS deferred,
  {cases} AS cases
FROM (SELECT * FROM stage_limits WHERE in_outcomes ORDER BY reference) AS o
GROUP BY year, service, procedure, team, theme, stage
""",
)


@attrs.frozen(kw_only=True)
class PointOutcomeRow:
    """The points that the stages of one year, service, procedure and theme answered."""

    year: str | None = told(_YEAR)
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    team: str | None = told("the team complained about, empty if not recorded")
    theme: str | None = told("the primary theme, empty if not recorded")
    stage: int = told("1, 2 or 3")
    points: int = told("points answered; the next four add up to it")
    upheld: int = told("found upheld")
    partially_upheld: int = told("found partially upheld")
    not_upheld: int = told("found not upheld")
    no_finding: int = told("ended without a finding")
    recommended: int = told("points on which something was recommended")
    cases: str = told(CASES)


OUTCOMES_BY_POINT = View(
    name="outcomes_by_point",
    question="What was found on the points of complaints?",
    row=PointOutcomeRow,
    sql="""
SELECT
  year, service, procedure, team, theme, stage,
  count(*) AS points,
  count(*) FILTER (WHERE finding = 'upheld') AS upheld,
  count(*) FILTER (WHERE finding = 'partially_upheld') AS partially_upheld,
  count(*) FILTER (WHERE finding = 'not_upheld') AS not_upheld,
  count(*) FILTER (WHERE finding = 'no_finding') AS no_finding,
  count(*) FILTER (WHERE recommended) AS recommended,
  {cases} AS cases
FROM (
  SELECT s.*, p.finding, p.recommended
  FROM points AS p
  JOIN stage_limits AS s
    ON s.stream = p.stream AND s.stage = p.stage AND s.attempt = p.attempt
  WHERE s.in_outcomes
  ORDER BY s.reference
) AS found
GROUP BY year, service, procedure, team, theme, stage
""",
)


@attrs.frozen(kw_only=True)
class ExtensionUseRow:
    """The stages of one year, service, procedure and number that could be extended."""

    year: str | None = told(_YEAR)
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    stage: int = told("1 or 2")
    stages: int = told("stages that count in timeliness")
    extended: int = told("of them, those with a lawful extension")
    extensions: int = told("extensions notified, lawful or not")
    without_effect: int = told("of these, those that broke a rule and moved nothing")
    cases: str | None = told(
        'the references of the stages that had an extension, sorted, joined by "; "'
    )


EXTENSION_USE = View(
    name="extension_use",
    question="How often was time extended, and was that lawful?",
    row=ExtensionUseRow,
    sql="""
SELECT
  year, service, procedure, stage,
  count(*) AS stages,
  count(*) FILTER (WHERE lawful > 0) AS extended,
  sum(notified) AS extensions,
  sum(notified - lawful) AS without_effect,
  {cases} AS cases
FROM (
  SELECT
    year, service, procedure, stage, notified, lawful,
    CASE WHEN notified > 0 THEN reference END AS reference
  FROM (
    SELECT
      s.*,
      (SELECT count(*) FROM extensions AS e
        WHERE e.stream = s.stream AND e.stage = s.stage
          AND e.attempt = s.attempt) AS notified,
      (SELECT count(*) FROM extensions AS e
        WHERE e.stream = s.stream AND e.stage = s.stage
          AND e.attempt = s.attempt AND e.counts) AS lawful
    FROM stage_limits AS s
    WHERE s.in_timeliness
  ) AS counted
  ORDER BY counted.reference
) AS told
GROUP BY year, service, procedure, stage
""",
)
