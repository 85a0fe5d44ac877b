"""How many complaints came in, went on and were open, month by month?"""

import attrs

from caseledger.read_models.model import told
from caseledger.read_models.views.view import YEAR, View


@attrs.frozen(kw_only=True)
class MonthRow:
    """One month, service and procedure; months in which nothing happened too."""

    year: str | None = told(YEAR + "the month")
    month: str = told("the month, such as 2023-04, to the one of the log's last day")
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    received: int = told("complaints received")
    stage_1_answered: int = told("stage 1 responses")
    stage_2_begun: int = told("requests for stage 2, and stages 2 reopened")
    stage_2_answered: int = told("stage 2 responses")
    stage_3_begun: int = told("requests for stage 3")
    stage_3_answered: int = told("stage 3 responses")
    referred: int = told("referrals to the Ombudsman")
    open_at_end: int = told(
        "complaints open on the last day of the month, as in caseload"
    )
    cases: str | None = told(
        'the references of all that was counted, sorted, joined by "; ", one for each '
        "time counted"
    )


MONTHLY = View(
    name="monthly",
    question="How did the work go, month by month?",
    row=MonthRow,
    sql="""
SELECT
  year, month, service, procedure,
  count(*) FILTER (WHERE what = 'received') AS received,
  count(*) FILTER (WHERE what = 'answered' AND stage = 1) AS stage_1_answered,
  count(*) FILTER (WHERE what = 'begun' AND stage = 2) AS stage_2_begun,
  count(*) FILTER (WHERE what = 'answered' AND stage = 2) AS stage_2_answered,
  count(*) FILTER (WHERE what = 'begun' AND stage = 3) AS stage_3_begun,
  count(*) FILTER (WHERE what = 'answered' AND stage = 3) AS stage_3_answered,
  count(*) FILTER (WHERE what = 'referred') AS referred,
  count(*) FILTER (WHERE what = 'open') AS open_at_end,
  {cases} AS cases
FROM (
  SELECT
    m.year, m.month, g.service, g.procedure, e.what, e.stage, e.reference
  FROM (
    SELECT year, month, min(day) AS first_day, max(day) AS last_day
    FROM calendar GROUP BY year, month
  ) AS m
  CROSS JOIN last_day AS l
  JOIN (
    SELECT service, procedure, min(received_on) AS first_on
    FROM complaints GROUP BY service, procedure
  ) AS g ON g.first_on <= m.last_day AND m.first_day <= l.day
  LEFT JOIN (
    SELECT
      k.service, k.procedure, c.month, 'received' AS what, 1 AS stage, k.reference
    FROM complaints AS k
    JOIN calendar AS c ON c.day = k.received_on
    UNION ALL
    SELECT k.service, k.procedure, c.month, 'answered', s.stage, s.reference
    FROM stages AS s
    JOIN complaints AS k ON k.stream = s.stream
    JOIN calendar AS c ON c.day = s.responded_on
    UNION ALL
    SELECT k.service, k.procedure, c.month, 'begun', s.stage, s.reference
    FROM stages AS s
    JOIN complaints AS k ON k.stream = s.stream
    JOIN calendar AS c ON c.day = s.begun_on
    WHERE s.stage > 1
    UNION ALL
    SELECT k.service, k.procedure, c.month, 'referred', 0, r.reference
    FROM referrals AS r
    JOIN complaints AS k ON k.stream = r.stream
    JOIN calendar AS c ON c.day = r.referred_on
    UNION ALL
    SELECT k.service, k.procedure, n.month, 'open', o.stage, o.reference
    FROM (
      SELECT month, max(day) AS last_day
      FROM calendar
      WHERE day >= (SELECT min(received_on) FROM complaints)
      GROUP BY month
      HAVING min(day) <= (SELECT day FROM last_day)
    ) AS n
    JOIN open_stages AS o
      ON o.from_on <= n.last_day
      AND (o.until_on IS NULL OR n.last_day < o.until_on)
    JOIN complaints AS k ON k.stream = o.stream
  ) AS e
    ON e.service = g.service AND e.procedure = g.procedure AND e.month = m.month
  ORDER BY e.reference
) AS told
GROUP BY year, month, service, procedure
""",
)
