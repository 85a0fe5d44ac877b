"""
A CSV file as rows of cells, each with the line on which it starts.

A row that cannot be read is a row of its own: it swallows none of those after it.
"""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

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
    cells: Sequence[str]


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
            if not line or line.isspace():
                at += 1
            elif '"' not in line:
                if len(line) > MOST_FIELD:
                    yield Unreadable(at + 1, "the row is too long")
                else:
                    cells = [cell.strip() for cell in line.split(self.delimiter)]
                    yield Cells(at + 1, cells)
                at += 1
            else:
                found, length = self._quoted(at)
                yield found
                at += length

    def _quoted(self, at: int) -> tuple[Cells | Unreadable, int]:
        """Return the row with quotes that starts on a line, and its length in lines."""
        taken: list[str] = []
        for line in self.lines[at : at + MOST_LINES]:
            taken.append(line)
            if len(taken) > 1 and '"' not in line:
                continue
            try:
                rows = list(self._parse(taken))
            except csv.Error as error:
                if "unexpected end of data" in str(error):
                    continue
                reason = _REASONS.get(str(error).split(" (")[0], _STRAY)
                return Unreadable(at + 1, reason), 1
            return Cells(at + 1, [cell.strip() for cell in rows[0]]), len(taken)
        return Unreadable(at + 1, "a quote is opened that nothing closes"), 1

    def _parse(self, taken: Sequence[str]) -> Iterator[list[str]]:
        text = "\n".join(taken)
        return csv.reader([text], delimiter=self.delimiter, strict=True)


_STRAY = "text follows a closing quote, or a quote stands where none may"
_REASONS = {"field larger than field limit": "a cell is too long"}


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
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnusableFile(
            f"{path.name}: not UTF-8 at byte {error.start + 1}; "
            "save it as CSV UTF-8 and try again",
        ) from None
    # Only these end a line: Unicode knows more, and a cell may hold them.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return CsvFile(
        name=path.name,
        sha256=hashlib.sha256(raw).hexdigest(),
        lines=lines,
        delimiter=delimiter,
    )
