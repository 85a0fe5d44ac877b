"""Tables made by hand and by Hypothesis, with every type of column."""

from collections.abc import Iterable, Sequence
from datetime import date

from hypothesis import strategies as st

from caseledger.exports import Row, Table
from caseledger.read_models import Column, Type

COLUMNS = (
    Column("reference", Type.TEXT, "the authority's own reference", optional=False),
    Column("theme", Type.TEXT, "the primary theme", optional=True),
    Column("due_on", Type.DAY, "the day by which an answer is due", optional=True),
    Column("pence", Type.NUMBER, "an amount in pence", optional=True),
    Column("late", Type.YES_NO, "whether it came late", optional=True),
)
NAMES = ["reference", "theme", "due_on", "pence", "late"]
ROWS: Sequence[Row] = (
    ("CF-1", '=HYPERLINK("http://example.org")', date(2023, 4, 19), 20_000, True),
    ("CF-2", "https://example.org, twice", date(1999, 12, 31), -5, False),
    ("CF-3", None, None, None, None),
)

SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With which a formula begins."""

texts = st.text() | st.tuples(
    st.sampled_from(
        [*SIGNS, "\t", "\r", "\n", '"', ",", "'", " ", "\ufeff", "_x0041_"]
    ),
    st.text(),
).map("".join)
# From the first day that all spreadsheets agree on; numbers of fifteen digits.
days = st.dates(min_value=date(1900, 3, 1))
numbers = st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1)
rows: st.SearchStrategy[list[Row]] = st.lists(
    st.tuples(
        texts,
        st.none() | texts,
        st.none() | days,
        st.none() | numbers,
        st.none() | st.booleans(),
    )
)


def table(rows: Iterable[Row] = ROWS, *, name: str = "examples") -> Table:
    return Table(
        name=name,
        question="What can a cell hold?",
        columns=COLUMNS,
        rows=rows,
        key=["reference"],
        source="Made by hand.",
    )


def of_text(*cells: str | None) -> Table:
    """Return a table of one column."""
    return Table(
        name="texts",
        question="What can text be?",
        columns=[Column("text", Type.TEXT, "any text", optional=True)],
        rows=[(cell,) for cell in cells],
    )
