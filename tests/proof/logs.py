"""Logs as they are stored, made up: lists of rows, with links by the definition."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from caseledger.proof import MerkleLog, StoredRow

Written = tuple[str, str, bytes]
"""Stream, stored name, state."""


@attrs.define
class ListedLog:
    """A log whose rows are a list, in order of position; `taken` counts those read."""

    rows: list[StoredRow]
    log_id: str = "log-1"
    gapless: bool = True
    taken: int = 0

    def stored(self, after: int = -(2**63)) -> Iterator[StoredRow]:
        for row in self.rows:
            if row.position > after:
                self.taken += 1
                yield row


def link_of(
    previous: bytes, stream: str, version: int, name: str, state: bytes
) -> bytes:
    """Return a link by its definition: each field after its length in eight bytes."""
    fields = (
        b"caseledger link v1",
        previous,
        stream.encode(),
        version.to_bytes(8, "big"),
        name.encode(),
        state,
    )
    written = b"".join(len(one).to_bytes(8, "big") + one for one in fields)
    return hashlib.sha256(written).digest()


def leaf_of(row: StoredRow) -> bytes:
    """Return a row's leaf, as it goes into the tree, by its definition."""
    fields = (b"caseledger leaf v1", row.position.to_bytes(8, "big"), row.link)
    return b"".join(len(one).to_bytes(8, "big") + one for one in fields)


def relinked(rows: Iterable[StoredRow]) -> list[StoredRow]:
    """Reckon every link anew, as somebody who covers his tracks does."""
    heads: dict[str, bytes] = {}
    made = []
    for row in rows:
        previous = heads.get(row.stream, b"")
        heads[row.stream] = link_of(
            previous, row.stream, row.version, row.name, row.state
        )
        made.append(row._replace(link=heads[row.stream]))
    return made


def recorded(
    written: Sequence[Written], places: Callable[[int], int] = lambda at: at + 1
) -> list[StoredRow]:
    """Record events one after the other."""
    versions: dict[str, int] = {}
    rows = []
    for at, (stream, name, state) in enumerate(written):
        versions[stream] = versions.get(stream, 0) + 1
        rows.append(StoredRow(places(at), stream, versions[stream], name, state, b""))
    return relinked(rows)


def stream_id(number: int) -> str:
    return f"{number:032x}"


def two_hundred() -> list[StoredRow]:
    """Return 200 events of 20 streams, in turns, no two alike."""
    return recorded(
        [
            (stream_id(at % 20), f"kind{at % 7}.v1", f'{{"n":{at}}}'.encode())
            for at in range(200)
        ]
    )


def kept(log: ListedLog) -> MerkleLog:
    """Take a log into a Merkle log in memory."""
    merkle_log = MerkleLog(None, log.log_id)
    merkle_log.catch_up(log)
    return merkle_log
