"""By which editions of the rules, and by which calendars, were due dates set?"""

from datetime import date

import attrs

from caseledger.read_models.model import told
from caseledger.read_models.views.view import CASES, View


@attrs.frozen(kw_only=True)
class RuleAppliedRow:
    """
    The times that one edition of a rule set a due date, by one calendar.

    What an authority chose for itself in its policy is an edition of the rule, too.
    """

    duty: str = told("the step that was owed")
    procedure: str = told("statutory or corporate")
    provision: str | None = told("the rule that set it, by its name in the rulebook")
    edition: date | None = told("the day from which the rule is in force as applied")
    paragraph: str = told("the paragraph that sets it, or the policy")
    working_days: int | None = told("how many it counts, negative if counted back")
    calendar: str | None = told("the version of the calendar that counted them")
    first_counted_from: date = told("the first day that started a clock of it")
    last_counted_from: date = told("the last such day")
    owed: int = told("times that it set a due date")
    cases: str = told(CASES)


RULES_APPLIED = View(
    name="rules_applied",
    question="By which editions of rules, policies and calendars were due dates set?",
    row=RuleAppliedRow,
    sql="""
SELECT
  duty, procedure, provision, edition, paragraph, working_days, calendar,
  min(counted_from) AS first_counted_from,
  max(counted_from) AS last_counted_from,
  count(*) AS owed,
  {cases} AS cases
FROM (SELECT * FROM duties ORDER BY reference) AS told
GROUP BY duty, procedure, provision, edition, paragraph, working_days, calendar
""",
)
