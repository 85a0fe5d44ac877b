"""Up to which day does the log tell?"""

from datetime import date

import attrs

from caseledger.read_models.model import told
from caseledger.read_models.views.view import View


@attrs.frozen(kw_only=True)
class LastDayRow:
    """The one row of the view."""

    day: date | None = told("the last day on which anything recorded happened")


LAST_DAY = View(
    name="last_day",
    question="Up to which day does the log tell?",
    row=LastDayRow,
    sql="""
SELECT max(known.day) AS day
FROM (
  SELECT max(received_on) AS day FROM complaints
  UNION ALL SELECT max(acknowledged_on) FROM complaints
  UNION ALL SELECT max(happened_on) FROM endings
  UNION ALL SELECT max(resolved_on) FROM complaints
  UNION ALL SELECT max(closed_on) FROM complaints
  UNION ALL SELECT max(begun_on) FROM stages
  UNION ALL SELECT max(responded_on) FROM stages
  UNION ALL SELECT max(notified_on) FROM extensions
  UNION ALL SELECT max(began_on) FROM pauses
  UNION ALL SELECT max(met_on) FROM panels
  UNION ALL SELECT max(reported_on) FROM panels
  UNION ALL SELECT max(referred_on) FROM referrals
  UNION ALL SELECT max(decided_on) FROM referrals
  UNION ALL SELECT max(complied_on) FROM referrals
  UNION ALL SELECT max(offered_on) FROM remedies
  UNION ALL SELECT max(accepted_on) FROM remedies
  UNION ALL SELECT max(rejected_on) FROM remedies
  UNION ALL SELECT max(paid_on) FROM remedies
  UNION ALL SELECT max(agreed_on) FROM actions
  UNION ALL SELECT max(done_on) FROM actions
  UNION ALL SELECT max(requested_on) FROM advocacy
  UNION ALL SELECT max(appointed_on) FROM advocacy
  UNION ALL SELECT max(received_on) FROM compliments
) AS known
""",
)
