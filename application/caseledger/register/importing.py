"""
An existing register recorded as events: each row whole or not at all, and once.

Rows come as cells of text with the line on which each starts; what was known is
compared with what is said, and only the difference is recorded. No file format is
known here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import attrs

from caseledger.complaint import Meta, Provenance, Terms
from caseledger.register.cells import NOTHING, CellFault, DateReader, Read
from caseledger.register.checks import Fault
from caseledger.register.columns import SHEETS, Dates
from caseledger.register.records import Records


class Corrections(StrEnum):
    """What to do with a cell that differs from what is recorded."""

    REFUSE = "refuse"
    RECORD = "record"


class Irregular(StrEnum):
    """What to do with a row that tells of a step which a rule forbids."""

    RECORD = "record"
    REFUSE = "refuse"


@attrs.frozen
class Row:
    """The filled cells of a row as text, by column, and the line on which it starts."""

    line: int
    cells: Mapping[str, str] = attrs.field(repr=False)


@attrs.frozen
class BadRow:
    """A row whose cells could not even be told apart."""

    line: int
    message: str


@attrs.frozen(kw_only=True)
class Sheet:
    """
    A file of rows: which of the register's files it is, and its SHA-256.

    `rows` can be gone through more than once; there are about `length`. `dates` are
    the patterns by which dates are written, `codes` the council's words for our
    codes, by column.
    """

    name: str
    file: str
    sha256: str
    rows: Callable[[], Iterable[Row | BadRow]]
    length: int
    dates: Sequence[str]
    codes: Mapping[str, Mapping[str, str]] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Rejected:
    """One refused row: where it stands and the first fault found in it."""

    file: str
    row: int
    reference: str
    column: str
    rule: str
    message: str


@attrs.define
class Tally:
    """The counts of a file: every row read is imported, unchanged or refused."""

    read: int = 0
    imported: int = 0
    unchanged: int = 0
    refused: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.read + other.read,
            self.imported + other.imported,
            self.unchanged + other.unchanged,
            self.refused + other.refused,
        )


@attrs.define
class Summary:
    """
    What an import did: counts per file, irregular rows, and what was refused.

    `broken` counts the irregular steps by the rule that each broke.
    """

    tallies: dict[str, Tally] = attrs.field(factory=dict)
    irregular_rows: int = 0
    broken: Counter[str] = attrs.field(factory=Counter)
    rejected: list[Rejected] = attrs.field(factory=list)

    @property
    def total(self) -> Tally:
        """Return the counts of all files together."""
        return sum(self.tallies.values(), start=Tally())


@attrs.frozen(kw_only=True)
class Choices:
    """How an import treats what differs and what is irregular, and who runs it."""

    terms: Terms
    today: date
    now: datetime
    actor: str
    role: str = "register import"
    irregular: Irregular = Irregular.RECORD
    corrections: Corrections = Corrections.REFUSE
    because: str = attrs.field(default="", repr=False)


@attrs.frozen
class Reading:
    """One file while it is imported: its sheet, the choices, and what is recorded."""

    sheet: Sheet
    choices: Choices
    records: Records
    summary: Summary

    def meta(self, line: int, *, late: bool, after: datetime | None = None) -> Meta:
        """Return the envelope of what a row brings, not before what is recorded."""
        now = self.choices.now
        return Meta(
            recorded_at=now if after is None else max(now, after),
            actor=self.choices.actor,
            role=self.choices.role,
            command_id=f"{self.sheet.sha256}/{self.sheet.name}/{line}",
            provenance=Provenance(
                file_sha256=self.sheet.sha256,
                sheet=self.sheet.name,
                row=line,
                late=late,
            ),
        )


def readers(sheet: Sheet, *, today: date) -> dict[str, Read]:
    """Return how each column of a file is read."""
    dates = Dates(
        past=DateReader(sheet.dates, today),
        ahead=DateReader(sheet.dates, today, future=True),
    )
    found = {column.name: column.reader(dates) for column in SHEETS[sheet.name]}
    for column, words in sheet.codes.items():
        found[column] = _in_other_words(found[column], words)
    return found


def fault_in(name: str, column: str, text: str, *, dates: Sequence[str]) -> str:
    """Return why a column of a file cannot hold a text, or nothing if it can."""
    [one] = [one for one in SHEETS[name] if one.name == column]
    any_day = DateReader(dates, date.max)
    try:
        value = one.reader(Dates(past=any_day, ahead=any_day))(text)
    except CellFault as fault:
        return fault.message
    return "is empty" if value == "" else ""


def _in_other_words(read: Read, words: Mapping[str, str]) -> Read:
    return lambda text: read(words.get(text, text))


def read_row(
    row: Row | BadRow,
    columns: Mapping[str, Read],
    required: Sequence[str],
) -> dict[str, Any]:
    """Return a row's filled cells as values. Raises the first `Fault`."""
    if isinstance(row, BadRow):
        raise Fault("", "unreadable", row.message)
    for column in required:
        if column not in row.cells:
            raise Fault(column, "required", f"{column} must be filled")
    found: dict[str, Any] = {}
    for column, text in row.cells.items():
        try:
            value = columns[column](text)
        except CellFault as fault:
            message = f"{column} {fault.message}"
            raise Fault(column, fault.rule, message) from None
        if column in required and str(value).casefold() in NOTHING:
            raise Fault(column, "required", f"{column} must be filled")
        # Of a text that nobody can see, nothing is left.
        if value != "":
            found[column] = value
    return found


def rejected(sheet: Sheet, row: Row | BadRow, fault: Fault) -> Rejected:
    """Return the line that a refused row gets in the file of rejects."""
    reference = "" if isinstance(row, BadRow) else row.cells.get("reference", "")
    if not reference.isprintable():
        # It is refused for what it holds, and no use to whoever reads on.
        reference = ""
    return Rejected(
        file=sheet.file,
        row=row.line,
        reference=reference,
        column=fault.column,
        rule=fault.rule,
        message=fault.message,
    )
