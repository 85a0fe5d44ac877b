"""How was every single duty kept, those without an extension too?"""

import attrs

from caseledger.read_models.model import told
from caseledger.read_models.views.view import CASES, YEAR, View


@attrs.frozen(kw_only=True)
class DutyKeptRow:
    """The times that one step was owed in one year, service and procedure."""

    year: str | None = told(YEAR + "the day that started the clock")
    service: str = told("the service complained about")
    procedure: str = told("statutory or corporate")
    stage: int = told("1, 2 or 3")
    duty: str = told("the step that was owed")
    standing: str = told("limit, or milestone or window, which bind nobody")
    owed: int = told("times that it was owed; the next five add up to it")
    met_in_time: int = told("met by its due date, lawful extensions included")
    met_late: int = told("met later")
    fell_away: int = told("not met, and no longer owed: withdrawn, for one")
    overdue: int = told("still owed, the due date lying before the log's last day")
    still_to_come: int = told("still owed, and not due before that day, or paused")
    working_days_late: int = told("working days late, of all met together")
    cases: str = told(CASES)


DUTIES_KEPT = View(
    name="duties_kept",
    question="How often was each duty met in time, late or not at all?",
    row=DutyKeptRow,
    sql="""
SELECT
  year, service, procedure, stage, duty, standing,
  count(*) AS owed,
  count(*) FILTER (WHERE met AND ended_on <= due_on) AS met_in_time,
  count(*) FILTER (WHERE met AND ended_on > due_on) AS met_late,
  count(*) FILTER (WHERE NOT met AND ended_on IS NOT NULL) AS fell_away,
  count(*) FILTER (WHERE ended_on IS NULL AND due_on < last_day AND NOT paused)
    AS overdue,
  count(*) FILTER (WHERE ended_on IS NULL AND (due_on >= last_day OR paused))
    AS still_to_come,
  coalesce(sum(working_days_late), 0) AS working_days_late,
  {cases} AS cases
FROM (
  SELECT d.*, c.year, l.day AS last_day
  FROM duties AS d
  CROSS JOIN last_day AS l
  LEFT JOIN calendar AS c ON c.day = d.counted_from
  ORDER BY d.reference
) AS told
GROUP BY year, service, procedure, stage, duty, standing
""",
)
