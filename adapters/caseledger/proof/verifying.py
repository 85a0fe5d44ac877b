"""
Check a whole log: go through it once, and reckon every hash again from what is stored.

Every link is checked, not only the last ones: a log whose middle is taken on trust can
show two histories. Nothing is decoded, so what is checked is what is stored.
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

import attrs

from caseledger.proof.merkle import Peaks
from caseledger.proof.merkle_log import KeptLeaf, MerkleLog
from caseledger.proof.rows import StoredLog, StoredRow
from caseledger.proof.verifier import (
    NO_LINK,
    Checkpoint,
    leaf_data,
    leaf_hash,
    link,
)

MOST_FINDINGS = 100
"""So many are kept for each reason; the others are counted."""


class Reason(StrEnum):
    """What can be wrong with a log."""

    CHANGED = "changed"
    """An event is not the one that its link was made of."""

    VERSION = "version"
    """A stream's events do not count 1, 2, 3 and so on."""

    ORDER = "order"
    """A position does not come after the one before it."""

    MISSING = "missing"
    """A position that was taken is empty."""

    REWRITTEN = "rewritten"
    """An event is not the one that the Merkle log took in at its position."""

    ADDED = "added"
    """The Merkle log took in nothing at a position, though it took in later ones."""

    SHORTER = "shorter"
    """There are fewer events than under the checkpoint."""

    CHECKPOINT = "checkpoint"
    """The first events are not those under the checkpoint."""

    MERKLE_LOG = "merkle_log"
    """The Merkle log contradicts itself; it can be made again from the log."""


@attrs.frozen
class Finding:
    """One thing that is wrong, and where, as far as that can be known."""

    reason: Reason
    sentence: str
    position: int | None = None
    stream: str | None = None


@attrs.frozen(kw_only=True)
class Verdict:
    """
    What a check of a log has shown, and what it cannot have shown.

    `found` counts the findings, of which the first of each reason are kept;
    `first_bad` is the one that is first in the log.
    """

    events: int
    streams: int
    root: bytes
    first_bad: Finding | None
    findings: tuple[Finding, ...]
    found: int
    not_known: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Say whether nothing was found to be wrong."""
        return not self.found


def verify(
    log: StoredLog,
    *,
    merkle_log: MerkleLog | None = None,
    checkpoint: Checkpoint | None = None,
) -> Verdict:
    """
    Go through a whole log, and report whatever is not as it was recorded.

    A checkpoint kept elsewhere shows what the log itself cannot: that nothing under
    it was removed from the end, and that the whole was not made up anew. What the
    Merkle log took in shows where.
    """
    # The Merkle log may take in more meanwhile: what it has now is in the log now.
    kept_size = 0 if merkle_log is None else merkle_log.size
    kept_leaves = iter(()) if merkle_log is None else merkle_log.leaves(kept_size)
    seen = _Seen(kept_leaves, gapless=log.gapless)
    roots: dict[int, bytes] = {}
    wanted = {kept_size, 0 if checkpoint is None else checkpoint.size}
    if 0 in wanted:
        roots[0] = seen.peaks.root()
    for row in log.stored():
        seen.take(row)
        if seen.peaks.size in wanted:
            roots[seen.peaks.size] = seen.peaks.root()
    seen.end()

    if merkle_log is not None and not seen.findings:
        seen.compare_kept_root(merkle_log.root(kept_size), roots[kept_size])
    if checkpoint is not None:
        seen.compare_checkpoint(checkpoint, roots.get(checkpoint.size))
    return Verdict(
        events=seen.peaks.size,
        streams=len(seen.streams),
        root=seen.peaks.root(),
        first_bad=min(
            (one for one in seen.findings if one.position is not None),
            key=lambda one: one.position or 0,
            default=next(iter(seen.findings), None),
        ),
        findings=tuple(seen.findings),
        found=seen.counts.total(),
        not_known=_not_known(merkle_log, checkpoint),
    )


class _Seen:
    """What was seen so far of a log that is gone through."""

    def __init__(self, kept_leaves: Iterator[KeptLeaf], *, gapless: bool) -> None:
        self.peaks = Peaks()
        self.streams: dict[str, tuple[int, bytes]] = {}
        self.findings: list[Finding] = []
        self.counts: Counter[Reason] = Counter()
        self._gapless = gapless
        self._position = 0
        self._kept_leaves = kept_leaves
        self._kept = next(kept_leaves, None)

    def find(
        self,
        reason: Reason,
        sentence: str,
        position: int | None = None,
        stream: str | None = None,
    ) -> None:
        """Note what is wrong."""
        self.counts[reason] += 1
        if self.counts[reason] <= MOST_FINDINGS:
            self.findings.append(Finding(reason, sentence, position, stream))

    def take(self, row: StoredRow) -> None:
        """Check the next row."""
        if row.position != self._position + 1:
            self._check_position(row)
        self._position = row.position

        version, previous = self.streams.get(row.stream, (0, NO_LINK))
        if row.version != version + 1:
            self.find(
                Reason.VERSION,
                f"version {version + 1} of its stream comes next, and this is another",
                row.position,
                row.stream,
            )
        try:
            own = link(previous, row.stream, row.version, row.name, row.state)
            leaf = leaf_hash(leaf_data(row.position, own))
        except (AttributeError, OverflowError, TypeError, UnicodeEncodeError):
            # Numbers below nought and the like, which only a damaged file can hold.
            own, leaf = NO_LINK, leaf_hash(NO_LINK)
        if own != row.link or own == NO_LINK:
            self.find(
                Reason.CHANGED,
                "the event is not the one that was recorded, or does not follow the "
                "one before it in its stream",
                row.position,
                row.stream,
            )
        # Each link is checked against the one that is kept before it. So one change
        # is one finding, and none can be passed on: that link was checked as well.
        # A damaged file may hold anything in place of a number.
        is_number = isinstance(row.version, int)
        self.streams[row.stream] = row.version if is_number else version, row.link
        self.peaks.append(leaf)
        if self._kept is not None:
            self._compare_kept_leaf(row, leaf)

    def _check_position(self, row: StoredRow) -> None:
        if row.position <= self._position:
            self.find(
                Reason.ORDER,
                f"position {row.position} comes after position {self._position}",
                row.position,
                row.stream,
            )
        elif self._gapless:
            self._miss(self._position + 1, row.position - 1)

    def _miss(self, first: int, last: int) -> None:
        many = f"{last - first + 1} events are" if last > first else "an event is"
        self.find(Reason.MISSING, f"{many} missing, from position {first} on", first)

    def _compare_kept_leaf(self, row: StoredRow, leaf: bytes) -> None:
        while self._kept is not None and self._kept.position < row.position:
            self._miss_kept(self._kept)
            self._kept = next(self._kept_leaves, None)
        if self._kept is None:
            return
        if self._kept.position > row.position:
            self.find(
                Reason.ADDED,
                "an event was put where the Merkle log took in none",
                row.position,
                row.stream,
            )
            return
        if self._kept.digest != leaf:
            self.find(
                Reason.REWRITTEN,
                "the event is not the one that the Merkle log took in",
                row.position,
                row.stream,
            )
        self._kept = next(self._kept_leaves, None)

    def _miss_kept(self, kept: KeptLeaf) -> None:
        self.find(
            Reason.MISSING,
            "an event is missing that the Merkle log took in",
            kept.position,
        )

    def end(self) -> None:
        """Check that nothing more was taken in than is there."""
        while self._kept is not None:
            self._miss_kept(self._kept)
            self._kept = next(self._kept_leaves, None)

    def compare_kept_root(self, kept: bytes, root: bytes) -> None:
        """Check that what the Merkle log would have signed is over its own leaves."""
        if kept != root:
            self.find(
                Reason.MERKLE_LOG,
                "the Merkle log's root is not over its own leaves: move its file away, "
                "and it is made again",
            )

    def compare_checkpoint(self, checkpoint: Checkpoint, root: bytes | None) -> None:
        """Check that the events under a checkpoint are the first ones here."""
        size = self.peaks.size
        if root is None:
            # Where everything else is in order, what is missing was at the end.
            end = self._position + 1 if self._gapless and not self.findings else None
            self.find(
                Reason.SHORTER,
                f"there are {size} events, and {checkpoint.size} under the checkpoint: "
                f"{checkpoint.size - size} are missing, from the end unless another "
                "place is named",
                end,
            )
        elif root != checkpoint.root:
            self.find(
                Reason.CHECKPOINT,
                f"the first {checkpoint.size} events are not those that the checkpoint "
                "is over",
            )


def _not_known(
    merkle_log: MerkleLog | None, checkpoint: Checkpoint | None
) -> tuple[str, ...]:
    together = "" if merkle_log is None else " together with the Merkle log"
    if checkpoint is None:
        which, whole = "events", "the whole log was"
    else:
        which = f"events after the first {checkpoint.size}, under the checkpoint,"
        whole = "those were"
    return (
        f"whether {which} were removed from the end{together}",
        f"whether {whole} made up anew{together}",
    )
