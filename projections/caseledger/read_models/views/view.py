"""What an SQL view over the read models is: one question, columns, its SQL."""

import attrs

from caseledger.read_models.model import Column, columns_of


@attrs.frozen(kw_only=True)
class View:
    """
    A question that is answered from the tables of read models by SQL.

    `row` declares the columns as a read model's row does, in the order of the SQL.
    The SQL is what SQLite 3.40 and PostgreSQL both understand. What they do not
    write alike stands in it as a name in braces: `{cases}` is the column `reference`
    of the grouped rows, joined by "; ". The rows come in the order of reference.
    """

    name: str
    question: str
    row: type
    sql: str

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the view's columns, in order."""
        return columns_of(self.row)


CASES = (
    'the references behind the row, sorted, joined by "; ", one for each time counted'
)
"""What the column `cases` means in every view that counts."""

YEAR = "the financial year, such as 2023-24, of "
"""What a column `year` means begins with this."""
