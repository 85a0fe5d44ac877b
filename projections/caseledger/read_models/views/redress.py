"""What did the Ombudsman decide, what was paid, and what was learned?"""

from datetime import date

import attrs

from caseledger.read_models.model import CaseRow, told
from caseledger.read_models.views.view import CASES, YEAR, View


@attrs.frozen(kw_only=True)
class OmbudsmanRow:
    """The referrals of one year, service and procedure."""

    year: str | None = told(YEAR + "the referral")
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    referred: int = told("referrals made")
    decided: int = told("of them, those whose decision is known")
    investigated: int = told("decided, and investigated")
    upheld: int = told("decided, and labelled upheld")
    not_upheld: int = told("decided, and labelled not upheld")
    closed: int = told("decided, and closed after initial enquiries")
    out_of_time: int = told("decided without investigation, as out of time")
    premature: int = told("decided without investigation, as premature")
    not_investigated_otherwise: int = told(
        "decided without investigation, for another reason or one not recorded"
    )
    fault_found: int = told("decided, and fault was found")
    compliance_overdue: int = told(
        "remedies not carried out, though due before the log's last day"
    )
    cases: str = told(CASES)


OMBUDSMAN = View(
    name="ombudsman",
    question="What went to the Ombudsman, and what came of it?",
    row=OmbudsmanRow,
    sql="""
SELECT
  year, service, procedure,
  count(*) AS referred,
  count(decided_on) AS decided,
  count(*) FILTER (WHERE decided_on IS NOT NULL AND investigated) AS investigated,
  count(*) FILTER (WHERE decided_on IS NOT NULL AND decision = 'upheld') AS upheld,
  count(*) FILTER (WHERE decided_on IS NOT NULL AND decision = 'not_upheld')
    AS not_upheld,
  count(*) FILTER (WHERE decided_on IS NOT NULL
    AND decision = 'closed_after_initial_enquiries') AS closed,
  count(*) FILTER (WHERE decided_on IS NOT NULL AND NOT investigated
    AND not_investigated_reason = 'out_of_time') AS out_of_time,
  count(*) FILTER (WHERE decided_on IS NOT NULL AND NOT investigated
    AND not_investigated_reason = 'premature') AS premature,
  count(*) FILTER (WHERE decided_on IS NOT NULL AND NOT investigated
    AND coalesce(not_investigated_reason, 'other')
      NOT IN ('out_of_time', 'premature')) AS not_investigated_otherwise,
  count(*) FILTER (WHERE decided_on IS NOT NULL AND fault) AS fault_found,
  count(*) FILTER (WHERE complied_on IS NULL AND compliance_due_on < last_day)
    AS compliance_overdue,
  {cases} AS cases
FROM (
  SELECT r.*, k.service, k.procedure, c.year, l.day AS last_day
  FROM referrals AS r
  JOIN complaints AS k ON k.stream = r.stream
  CROSS JOIN last_day AS l
  LEFT JOIN calendar AS c ON c.day = r.referred_on
  WHERE r.referred_on IS NOT NULL
  ORDER BY r.reference
) AS told
GROUP BY year, service, procedure
""",
)


@attrs.frozen(kw_only=True)
class RemedyTotalRow:
    """The remedies offered in one year, service, procedure, source and kind."""

    year: str | None = told(YEAR + "the offer")
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    source: str | None = told("stage_1, stage_2, stage_3 or ombudsman")
    kind: str | None = told("apology, payment, service, policy_change or other")
    offered: int = told("remedies offered")
    paid: int = told("of them, those paid or carried out")
    rejected: int = told("of them, those that the complainant rejected")
    outstanding: int = told("of them, those neither paid nor rejected, accepted or not")
    offered_pence: int = told("the sum of what was offered, in pence")
    paid_pence: int = told("the sum of what was paid")
    rejected_pence: int = told("the sum of what was rejected")
    outstanding_pence: int = told("the sum of what is outstanding")
    cases: str = told(CASES)


REMEDY_TOTALS = View(
    name="remedy_totals",
    question="What was offered, paid, rejected, and what is outstanding?",
    row=RemedyTotalRow,
    sql="""
SELECT
  year, service, procedure, source, kind,
  count(*) AS offered,
  count(paid_on) AS paid,
  count(rejected_on) AS rejected,
  count(*) FILTER (WHERE paid_on IS NULL AND rejected_on IS NULL) AS outstanding,
  sum(pence) AS offered_pence,
  coalesce(sum(pence) FILTER (WHERE paid_on IS NOT NULL), 0) AS paid_pence,
  coalesce(sum(pence) FILTER (WHERE rejected_on IS NOT NULL), 0) AS rejected_pence,
  coalesce(sum(pence) FILTER (
    WHERE paid_on IS NULL AND rejected_on IS NULL), 0) AS outstanding_pence,
  {cases} AS cases
FROM (
  SELECT
    r.*, k.service, k.procedure, c.year, coalesce(r.amount_pence, 0) AS pence
  FROM remedies AS r
  JOIN complaints AS k ON k.stream = r.stream
  LEFT JOIN calendar AS c ON c.day = r.offered_on
  WHERE r.offered_on IS NOT NULL
  ORDER BY r.reference
) AS told
GROUP BY year, service, procedure, source, kind
""",
)


@attrs.frozen(kw_only=True)
class ActionTotalRow:
    """The actions agreed in one year, service, procedure, source and theme."""

    year: str | None = told(YEAR + "the agreement")
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    source: str | None = told("stage_1, stage_2, stage_3 or ombudsman")
    theme: str | None = told("what the actions are to better, empty if not recorded")
    agreed: int = told("actions agreed; done, not_done and still_open add up to it")
    done: int = told("of them, those done")
    done_in_time: int = told("done by the day agreed for it")
    not_done: int = told("of them, those not done, with a reason recorded")
    still_open: int = told("of them, the rest")
    overdue: int = told("of the rest, those due before the log's last day")
    cases: str = told(CASES)


ACTION_TOTALS = View(
    name="action_totals",
    question="What was agreed to be done, and what was not done?",
    row=ActionTotalRow,
    sql="""
SELECT
  year, service, procedure, source, theme,
  count(*) AS agreed,
  count(done_on) AS done,
  count(*) FILTER (WHERE done_on <= due_on) AS done_in_time,
  count(*) FILTER (WHERE done_on IS NULL AND not_done) AS not_done,
  count(*) FILTER (WHERE done_on IS NULL AND NOT not_done) AS still_open,
  count(*) FILTER (WHERE done_on IS NULL AND NOT not_done AND due_on < last_day)
    AS overdue,
  {cases} AS cases
FROM (
  SELECT a.*, k.service, k.procedure, c.year, l.day AS last_day
  FROM actions AS a
  JOIN complaints AS k ON k.stream = a.stream
  CROSS JOIN last_day AS l
  LEFT JOIN calendar AS c ON c.day = a.agreed_on
  WHERE a.agreed_on IS NOT NULL
  ORDER BY a.reference
) AS told
GROUP BY year, service, procedure, source, theme
""",
)


@attrs.frozen(kw_only=True)
class TrailRow(CaseRow):
    """What one complaint taught at one point, and what came of it."""

    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    source: str | None = told("stage_1, stage_2, stage_3 or ombudsman")
    recommendations: int = told(
        "recommendations of the panel, for stage_3, or points on which something was "
        "recommended, for stages 1 and 2"
    )
    accepted: int = told("recommendations of the panel that were accepted")
    not_accepted: int = told("recommendations of the panel that were not accepted")
    agreed: int = told("actions agreed at this point")
    first_agreed_on: date | None = told("the day of the first agreement")
    done: int = told("of them, those done")
    not_done: int = told("of them, those not done, with a reason recorded")
    still_open: int = told("of them, the rest")
    last_done_on: date | None = told("the day on which the last of them was done")


RECOMMENDATION_TRAIL = View(
    name="recommendation_trail",
    question="What was recommended in a complaint, what was agreed, what was done?",
    row=TrailRow,
    sql="""
SELECT
  k.stream, k.reference, k.service, k.procedure, t.source,
  sum(t.recommended) AS recommendations,
  sum(t.accepted) AS accepted,
  sum(t.not_accepted) AS not_accepted,
  sum(t.agreed) AS agreed,
  min(t.agreed_on) AS first_agreed_on,
  sum(t.done) AS done,
  sum(t.not_done) AS not_done,
  sum(t.agreed - t.done - t.not_done) AS still_open,
  max(t.done_on) AS last_done_on
FROM (
  SELECT
    stream, source, 0 AS recommended, 0 AS accepted, 0 AS not_accepted,
    1 AS agreed, agreed_on,
    CASE WHEN done_on IS NOT NULL THEN 1 ELSE 0 END AS done,
    CASE WHEN done_on IS NULL AND not_done THEN 1 ELSE 0 END AS not_done, done_on
  FROM actions
  UNION ALL
  SELECT
    stream, 'stage_3', 1,
    CASE WHEN accepted THEN 1 ELSE 0 END, CASE WHEN NOT accepted THEN 1 ELSE 0 END,
    0, NULL, 0, 0, NULL
  FROM recommendations
  UNION ALL
  SELECT
    stream, CASE stage WHEN 1 THEN 'stage_1' ELSE 'stage_2' END, 1, 0, 0,
    0, NULL, 0, 0, NULL
  FROM points
  WHERE recommended AND stage < 3
) AS t
JOIN complaints AS k ON k.stream = t.stream
GROUP BY k.stream, k.reference, k.service, k.procedure, t.source
""",
)


@attrs.frozen(kw_only=True)
class OutcomeRow(CaseRow):
    """One recommendation, and one action that carries it out; or none yet."""

    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    source: str = told("stage_1, stage_2, stage_3 or ombudsman")
    attempt: int = told("as in stages; for ombudsman the number of the referral")
    number: int = told(
        "the number of the panel's recommendation, for stage_3; of the point on which "
        "something was recommended, for stages 1 and 2; of the Ombudsman's remedy"
    )
    kind: str | None = told("what kind of thing was recommended")
    recommended_on: date | None = told("the day on which it was recommended")
    accepted: bool | None = told("whether the panel's recommendation was accepted")
    action: int | None = told("the number of the action, empty if there is none")
    agreed_on: date | None = told("the day on which the action was agreed")
    due_on: date | None = told("the day by which it is to be done")
    done_on: date | None = told("the day on which it was done")
    evidenced: bool | None = told("whether there is evidence of it, if that is said")
    not_done: bool | None = told("whether a reason is recorded for not doing it")
    not_done_on: date | None = told("the day of that decision")


RECOMMENDATION_OUTCOMES = View(
    name="recommendation_outcomes",
    question="What became of each recommendation: by which action, on what evidence?",
    row=OutcomeRow,
    sql="""
SELECT
  k.stream, k.reference, k.service, k.procedure,
  r.source, r.attempt, r.number, r.kind, r.recommended_on, r.accepted,
  a.action, a.agreed_on, a.due_on, a.done_on, a.evidenced, a.not_done, a.not_done_on
FROM (
  SELECT
    stream, 'stage_3' AS source, attempt, number, kind,
    reported_on AS recommended_on, accepted
  FROM recommendations
  UNION ALL
  SELECT
    p.stream, CASE p.stage WHEN 1 THEN 'stage_1' ELSE 'stage_2' END, p.attempt, p.point,
    p.remedy, s.responded_on, NULL
  FROM points AS p
  JOIN stages AS s
    ON s.stream = p.stream AND s.stage = p.stage AND s.attempt = p.attempt
  WHERE p.recommended AND p.stage < 3
  UNION ALL
  SELECT m.stream, 'ombudsman', m.referral, m.number, m.kind, f.decided_on, NULL
  FROM ombudsman_remedies AS m
  JOIN referrals AS f ON f.stream = m.stream AND f.referral = m.referral
) AS r
JOIN complaints AS k ON k.stream = r.stream
LEFT JOIN recommendation_actions AS l
  ON l.stream = r.stream AND l.source = r.source
    AND l.attempt = r.attempt AND l.number = r.number
LEFT JOIN actions AS a ON a.stream = l.stream AND a.action = l.action
""",
)


@attrs.frozen(kw_only=True)
class ComplimentCountRow:
    """The compliments of one year, service, team and theme."""

    year: str | None = told(YEAR + "receipt")
    service: str = told("the service praised")
    team: str | None = told("the team praised, empty if not recorded")
    theme: str | None = told("what it was praised for, empty if not recorded")
    compliments: int = told("compliments received")
    cases: str = told(CASES)


COMPLIMENT_COUNTS = View(
    name="compliment_counts",
    question="Who was praised how often?",
    row=ComplimentCountRow,
    sql="""
SELECT
  year, service, team, theme,
  count(*) AS compliments,
  {cases} AS cases
FROM (
  SELECT p.*, c.year
  FROM compliments AS p
  LEFT JOIN calendar AS c ON c.day = p.received_on
  ORDER BY p.reference
) AS told
GROUP BY year, service, team, theme
""",
)
