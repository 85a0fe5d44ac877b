"""What is proved: the rows of a log as they are stored, whatever they may mean."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol


class StoredRow(NamedTuple):
    """One event as it is stored; nothing of it is decoded."""

    position: int
    stream: str
    version: int
    name: str
    state: bytes
    link: bytes


class StoredLog(Protocol):
    """A log whose stored rows can be gone through."""

    @property
    def log_id(self) -> str:
        """Tell this log from every other."""

    @property
    def gapless(self) -> bool:
        """Say whether every position up to the newest is taken."""

    def stored(self, after: int = 0) -> Iterator[StoredRow]:
        """
        Go through the rows after a position, in order of position.

        Without one, through all of them: somebody may have put rows at positions
        that no event is ever given.
        """
