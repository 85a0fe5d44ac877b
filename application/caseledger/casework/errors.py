"""
What can go wrong besides a refusal, and what to do about each.

CaseworkError
 +- UnknownCase         no such reference: check it
 +- StaleCase           somebody else recorded first: read again, decide again
 +- StorageUnavailable  the log cannot be read or written now: nothing was recorded
 +- UnreadableEvent     a stored event cannot be understood: the log needs looking at
 +- ForeignLog          the file is no log of ours, or of a newer version
"""

import attrs


class CaseworkError(Exception):
    """Something other than a refusal kept a command or a question from its end."""


@attrs.frozen
class UnknownCase(CaseworkError):
    """No complaint has this reference."""

    reference: str

    def __str__(self) -> str:
        return f"no complaint has the reference {self.reference!r}"


@attrs.frozen
class StaleCase(CaseworkError):
    """Another command was recorded first; `version` is where the stream stands."""

    stream: str
    version: int

    def __str__(self) -> str:
        return (
            f"another change was recorded first (stream {self.stream} is at version "
            f"{self.version}); read the case again and decide again"
        )


@attrs.frozen
class StorageUnavailable(CaseworkError):
    """The log, or `what` else is named, could not be read or written."""

    reason: str
    what: str = "the log"

    def __str__(self) -> str:
        kept = "; nothing was recorded" if self.what == "the log" else ""
        return f"{self.what} is not available: {self.reason}{kept}"


@attrs.frozen
class UnreadableEvent(CaseworkError):
    """A stored event has an unknown name or content that does not fit its name."""

    stream: str
    version: int
    reason: str

    def __str__(self) -> str:
        return (
            f"event {self.version} of stream {self.stream} cannot be read: "
            f"{self.reason}"
        )


@attrs.frozen
class ForeignLog(CaseworkError):
    """A file is not a log that this version can open."""

    reason: str

    def __str__(self) -> str:
        return f"not a log that can be opened: {self.reason}"
