"""What is wrong with a file of worked cases, in words that say what would do."""

from collections.abc import Sequence

import attrs


class NotSaid(Exception):
    """A sentence, or a part of it, is not in the table; the message says what is."""


@attrs.frozen(kw_only=True)
class Fault:
    """One thing that is wrong: where, in which words, and what would do."""

    file: str
    line: int
    said: str
    wrong: str

    def __str__(self) -> str:
        said = f" {self.said!r}:" if self.said else ""
        return f"{self.file}, line {self.line}:{said} {self.wrong}"


@attrs.frozen
class UnusableCases(Exception):
    """A file cannot be taken as worked cases; every fault found in it."""

    faults: Sequence[Fault]

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))
