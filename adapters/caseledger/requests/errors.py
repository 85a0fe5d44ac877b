"""What is wrong with a request: each fault by its field, and never by its value."""

import attrs

MOST_FAULTS = 50
"""So many faults of a request are looked into, and so many of several are shown."""


@attrs.frozen
class Fault:
    """A field, what is wrong with it, and what would do."""

    field: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.field}: {self.wrong}"


@attrs.frozen
class BadRequest(ValueError):
    """
    A request that cannot be read; nothing was recorded.

    No fault repeats what was given: it may be personal.
    """

    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults[:MOST_FAULTS]]
        if len(self.faults) > MOST_FAULTS:
            lines.append(f"... and {len(self.faults) - MOST_FAULTS} more")
        return "\n".join(["this request cannot be read", *lines])
