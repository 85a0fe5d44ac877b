"""The page about reporting: each table and view by its columns, and ten questions."""

from collections.abc import Iterator, Sequence

from caseledger.read_models import ALL_MODELS, Column
from caseledger.read_models.model import columns_of
from caseledger.read_models.views import CalendarRow
from caseledger.viewstore.questions import QUESTIONS, Answer, Question
from caseledger.viewstore.views import EVERY_VIEW

_OPENING = """\
# Reporting

Made from the code by `caseledger.viewstore.render_reporting`; a test fails when this
page is not what the code says, and asks the ten questions below.

## Connect
The tables lie in an SQLite file beside the log: for `caseledger.db` it is
`caseledger.db-views`. `caseledger read-models catch-up` makes it and brings it up to
date. Any program that reads SQLite opens it, from a spreadsheet's ODBC source to
`sqlite3`:

```console
$ sqlite3 -readonly -header caseledger.db-views "SELECT * FROM intake"
```

Open it to read only. It can be deleted at any time and is built again; nothing that is
written into it by hand is kept.

For a log in PostgreSQL they lie in the same database, in a schema beside it: for
`?schema=kent` it is `kent_views`. A role of the reporting jobs is let in there, and
nowhere near the log, by whoever owns the log; the tables and views carry their columns'
meanings as comments:

```console
$ caseledger store init --grant-reader kent_reports
$ psql -U kent_reports -c "SELECT * FROM kent_views.intake"
```

`caseledger read-models follow` keeps them up with a log that others write. A job that
reads several tables of one moment asks for them in one transaction, in PostgreSQL of
the level REPEATABLE READ, begun with `LOCK TABLE progress IN ACCESS SHARE MODE`.

## What to rely on
- Tables and columns keep their names and meanings. More may be added, so name the
  columns that you want. A change in what rows mean is a new version, in `meta`.
- Days are ISO dates, which compare as text; yes/no is 1 or 0, in PostgreSQL true or
  false; money is pence.
- Every row of a table, and every row of a view that is not a count, has the `reference`
  of its case. A row that counts has `cases`: the references that it counted, sorted,
  joined by "; ", one for each time counted.
- Names, free text and whatever else is personal is in no column. References and ids of
  complainants are not for publication.
- The views tell what is known at the end of the log, and `last_day` is the day that
  this means: what is due before it and not done is overdue. A count that the annual
  report has too is that of a report `--as-at` that day.
- A year is the financial year, from 1 April; what a row is dated by stands beside it.
- `caseload`, `due` and `overdue` are asked with a day: `WHERE day = '2024-03-31'`.
  Without one they answer for every day of 41 years. A day is looked at when it is over.
  A complaint is open on a day if a stage of it had begun by then and was not answered,
  and it had not been withdrawn, turned away or closed: one that was answered and did
  not go further is not open. A complaint is at one stage at a time, the one that began
  last. A step is due on a day if it was owed at its end. An extension counts from the
  day on which it was notified. Due dates that a pause or a proclaimed holiday moved are
  shown as they stand now, and while a complaint was suspended nothing was due in it
  that had not been overdue before.
- Working days are those of `calendar`: the holidays of the library and those that were
  proclaimed in the log. The columns `working_days_taken` and `working_days_late` of the
  tables count by the library's alone. A council's own closure days move due dates
  under the corporate procedure, and are working days in these counts.
- Which policy set a due date is not known to the tables; which rule did, in which
  edition, over how many working days, by which calendar, is in `duties`.\
"""

_ENGINES = """\
The views are the same plain SQL in SQLite and PostgreSQL, but for how cases are joined.
Two things differ in what is asked of them: what is empty comes first in SQLite's order
and last in PostgreSQL's, and PostgreSQL's sum of whole numbers is to be cast before it
is divided, as in questions 2 and 6.\
"""


def render_reporting() -> str:
    """Return the page in Markdown, made from models, views and questions."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from _OPENING.splitlines()
    yield ""
    yield "## Ten questions"
    yield "The answers are those of the two years under `examples/westminster`."
    for number, question in enumerate(QUESTIONS, start=1):
        yield ""
        yield from _question(number, question)
    yield ""
    yield "## Views"
    yield from _ENGINES.splitlines()
    for view in EVERY_VIEW:
        yield ""
        yield from _columns(view.name, view.question, view.columns)
    yield ""
    yield "## Tables"
    yield "Each row is about one case, and follows what is corrected in it."
    for model in ALL_MODELS:
        title = f"{model.question} Version {model.version}."
        yield ""
        yield from _columns(model.name, title, model.columns)
    yield ""
    yield from _columns(
        "calendar",
        "Which days are working days?",
        columns_of(CalendarRow),
    )


def _question(number: int, question: Question) -> Iterator[str]:
    yield f"### {number}. {question.asked}"
    yield ""
    yield "```sql"
    yield question.sql.strip()
    yield "```"
    yield ""
    yield "```text"
    yield from map(_row, question.answer)
    yield "```"
    yield ""
    yield question.explained


def _row(answer: Answer) -> str:
    return " | ".join("" if value is None else str(value) for value in answer)


def _columns(name: str, question: str, columns: Sequence[Column]) -> Iterator[str]:
    yield f"### {name}"
    yield question
    yield ""
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for column in columns:
        kind = column.type.value + (", or empty" if column.optional else "")
        yield f"| {column.name} | {kind} | {column.meaning} |"
