"""Tables of shares: each count with its share and, given one, the earlier year's."""

from collections.abc import Sequence

import attrs

from caseledger.annual_report import NONE, Count
from caseledger.reports.comparing import Counts, Subject, moved_points
from caseledger.reports.document import Column, Row, Table
from caseledger.reports.wording import number, percentage

DIFFERENCE = "Difference (percentage points)"


@attrs.frozen
class ShareRow:
    """One share, and the same in the earlier report, if there is one."""

    head: str
    now: Counts
    then: Counts | None = None


def share_of(whole: Count) -> str:
    """Return the heading of a column of shares; its number stays with its `of`."""
    return f"Share of\N{NO-BREAK SPACE}{number(whole)}"


def share_table(
    subject: Subject,
    *,
    caption: str,
    what: str,
    rows: Sequence[ShareRow],
    counting: str = "Complaints",
    total: str | None = None,
    note: str | None = None,
) -> Table:
    """Return a table of shares of one whole; `total` names the row of their sum."""
    whole = rows[0].now.whole if rows else NONE
    foot = None
    if total:
        cells = [number(whole), percentage(whole, whole)]
        if subject.previous:
            before = next((row.then.whole for row in rows if row.then), NONE)
            cells += [number(before), ""]
        foot = Row(total, tuple(cells))
    return Table(
        caption=caption,
        columns=(
            Column(what, "text"),
            Column(counting),
            Column(share_of(whole)),
            *subject.earlier_columns(subject.earlier_label, DIFFERENCE),
        ),
        rows=tuple(_row(subject, row) for row in rows),
        foot=foot,
        note=note,
        stacks=subject.previous is not None,
    )


def _row(subject: Subject, row: ShareRow) -> Row:
    cells = [number(row.now.part), percentage(row.now.part, row.now.whole)]
    if subject.previous:
        then = row.then or Counts(NONE, NONE)
        cells += [str(then), moved_points(row.now, then)]
    return Row(row.head, tuple(cells))
