"""
A CSV file as rows of cells, each with the line on which it starts.

A row that cannot be read is a row of its own: it swallows none of those after it.
"""

import codecs
import csv
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from caseledger.register import WHITE_SPACE

MOST_BYTES = 256 * 1024 * 1024
MOST_LINES = 10_000
"""Lines that one quoted cell may span: an unclosed quote is given up on here."""
MOST_FIELD = 128 * 1024


class UnusableFile(Exception):
    """A file that cannot be taken as a register at all; the message says why."""


@attrs.frozen
class Cells:
    """The cells of one row, and the line on which it starts, the first being 1."""

    line: int
    cells: Sequence[str] = attrs.field(repr=False)


@attrs.frozen
class Unreadable:
    """A row that is not CSV, and why."""

    line: int
    message: str


@attrs.frozen
class CsvFile:
    """The text of a CSV file, its SHA-256, and how its cells are separated."""

    name: str
    sha256: str
    lines: Sequence[str] = attrs.field(repr=False)
    delimiter: str = ","

    def rows(self) -> Iterator[Cells | Unreadable]:
        """Go through the rows, blank lines left out, white space around cells cut."""
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if not line or not line.strip(WHITE_SPACE):
                at += 1
            elif '"' not in line:
                yield _row(at, line.split(self.delimiter))
                at += 1
            else:
                found, length = self._quoted(at)
                yield found
                at += length

    def _quoted(self, at: int) -> tuple[Cells | Unreadable, int]:
        """Return the row with quotes that starts on a line, and its length in lines."""
        end = min(at + MOST_LINES, len(self.lines))
        lines = (f"{self.lines[n]}\n" for n in range(at, end))
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        try:
            cells = next(reader)
        except csv.Error as error:
            told = str(error)
            reason = next((why for says, why in _REASONS if says in told), _STRAY)
            return Unreadable(at + 1, reason), 1
        return _row(at, cells), reader.line_num


def _row(at: int, cells: Sequence[str]) -> Cells | Unreadable:
    if max(map(len, cells)) > MOST_FIELD:
        return Unreadable(at + 1, _TOO_LONG)
    return Cells(at + 1, [cell.strip(WHITE_SPACE) for cell in cells])


_STRAY = "text follows a closing quote, or a quote stands where none may"
_TOO_LONG = "a cell is too long"
_REASONS = (
    ("unexpected end of data", "a quote is opened that nothing closes"),
    ("field larger than field limit", _TOO_LONG),
)


_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)


def _text(name: str, raw: bytes) -> str:
    mark, encoding, said = next(
        (one for one in _MARKS if raw.startswith(one[0])),
        (b"", "utf-8", "UTF-8"),
    )
    try:
        return raw[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise UnusableFile(
            f"{name}: not {said} at byte {len(mark) + error.start + 1}; "
            "save it as CSV UTF-8 and try again",
        ) from None


def read_csv(path: Path, *, delimiter: str = ",") -> CsvFile:
    """
    Read a CSV file whole: UTF-8, or UTF-16 if it begins by saying so.

    Raises `UnusableFile` if it is too big, empty, or in another encoding: nothing
    is guessed.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnusableFile(f"{path.name}: larger than {MOST_BYTES >> 20} MiB")
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnusableFile(f"{path.name}: cannot be read: {reason}") from None
    text = _text(path.name, raw)
    # Only these end a line: Unicode knows more, and a cell may hold them.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return CsvFile(
        name=path.name,
        sha256=hashlib.sha256(raw).hexdigest(),
        lines=lines,
        delimiter=delimiter,
    )
