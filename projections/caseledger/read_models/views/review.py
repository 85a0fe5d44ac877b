"""How did the review panels of stage 3 go?"""

import attrs

from caseledger.read_models.model import told
from caseledger.read_models.views.view import CASES, YEAR, View


@attrs.frozen(kw_only=True)
class PanelReviewRow:
    """The panels asked for in one year, service and procedure."""

    year: str | None = told(YEAR + "the request, or of the meeting if none is recorded")
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    panels: int = told("panels asked for or held")
    met: int = told("panels that met")
    met_in_time: int = told("of them, by the due date")
    fewer_than_three: int = told("panels that met with fewer than three members known")
    reported: int = told("panels whose report is there")
    reported_in_time: int = told("of them, by the due date")
    responded: int = told("panels that the authority answered")
    responded_in_time: int = told("of them, by the due date")
    recommendations: int = told("recommendations made")
    accepted: int = told("of them, those accepted")
    not_accepted: int = told("of them, those not accepted; the rest is not answered")
    cases: str = told(CASES)


PANEL_REVIEWS = View(
    name="panel_reviews",
    question="How many review panels were held, in time, and to what effect?",
    row=PanelReviewRow,
    sql="""
SELECT
  year, service, procedure,
  count(*) AS panels,
  count(met_on) AS met,
  count(*) FILTER (WHERE met_on <= due_on) AS met_in_time,
  count(*) FILTER (WHERE met_on IS NOT NULL AND members < 3) AS fewer_than_three,
  count(reported_on) AS reported,
  count(*) FILTER (WHERE reported_on <= report_due_on) AS reported_in_time,
  count(responded_on) AS responded,
  count(*) FILTER (WHERE responded_on <= response_due_on) AS responded_in_time,
  sum(recommended) AS recommendations,
  sum(accepted) AS accepted,
  sum(not_accepted) AS not_accepted,
  {cases} AS cases
FROM (
  SELECT
    p.*, k.service, k.procedure, c.year,
    (SELECT count(*) FROM recommendations AS r
      WHERE r.stream = p.stream AND r.attempt = p.attempt AND r.accepted)
      AS accepted,
    (SELECT count(*) FROM recommendations AS r
      WHERE r.stream = p.stream AND r.attempt = p.attempt AND NOT r.accepted)
      AS not_accepted
  FROM panels AS p
  JOIN complaints AS k ON k.stream = p.stream
  LEFT JOIN calendar AS c ON c.day = coalesce(p.requested_on, p.met_on)
  ORDER BY p.reference
) AS told
GROUP BY year, service, procedure
""",
)
