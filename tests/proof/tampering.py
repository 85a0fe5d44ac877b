"""
Kinds of tampering with the rows of a log, each at any place.

Links are left as they were; `relinked` in `logs` covers the tracks.
"""

from collections.abc import Callable, Mapping, Sequence

from caseledger.proof import StoredRow
from proof.logs import recorded, stream_id

Rows = list[StoredRow]
NEW = stream_id(999)


def in_place(rows: Sequence[StoredRow]) -> Rows:
    """Give rows the positions from 1 on, as they stand."""
    return [row._replace(position=at) for at, row in enumerate(rows, start=1)]


def replaced(rows: Rows, changed: Mapping[int, StoredRow]) -> Rows:
    return [changed.get(at, row) for at, row in enumerate(rows)]


def edit_state(rows: Rows, at: int) -> Rows:
    state = bytearray(rows[at].state)
    state[at % len(state)] ^= 1
    return replaced(rows, {at: rows[at]._replace(state=bytes(state))})


def edit_name(rows: Rows, at: int) -> Rows:
    return replaced(rows, {at: rows[at]._replace(name="other.v1")})


def edit_stream(rows: Rows, at: int) -> Rows:
    return replaced(rows, {at: rows[at]._replace(stream=NEW)})


def edit_version(rows: Rows, at: int) -> Rows:
    """Count one on from here, in the stream that is here."""
    return [
        row._replace(version=row.version + 1)
        if place >= at and row.stream == rows[at].stream
        else row
        for place, row in enumerate(rows)
    ]


def edit_link(rows: Rows, at: int) -> Rows:
    link = bytes([rows[at].link[0] ^ 0x80]) + rows[at].link[1:]
    return replaced(rows, {at: rows[at]._replace(link=link)})


def swap_states(rows: Rows, at: int) -> Rows:
    other = (at + 37) % len(rows)
    one, two = rows[at], rows[other]
    return replaced(
        rows, {at: one._replace(state=two.state), other: two._replace(state=one.state)}
    )


def swap_streams(rows: Rows, at: int) -> Rows:
    """Exchange the ids of the stream here and the next, in all their events."""
    one, two = rows[at].stream, rows[(at + 1) % len(rows)].stream
    names = {one: two, two: one}
    return [row._replace(stream=names.get(row.stream, row.stream)) for row in rows]


def swap_places(rows: Rows, at: int) -> Rows:
    """Put two events of different streams in each other's place: no link tells."""
    other = (at + 1) % len(rows)
    return in_place(replaced(rows, {at: rows[other], other: rows[at]}))


def delete(rows: Rows, at: int) -> Rows:
    return rows[:at] + rows[at + 1 :]


def delete_and_close_the_gap(rows: Rows, at: int) -> Rows:
    return in_place(delete(rows, at))


def duplicate(rows: Rows, at: int) -> Rows:
    return in_place([*rows[: at + 1], *rows[at:]])


def insert(rows: Rows, at: int) -> Rows:
    """Put in an event of a stream that was not there: no link tells."""
    [new] = recorded([(NEW, "received.v1", b"{}")])
    return in_place([*rows[:at], new, *rows[at:]])


def shift_positions(rows: Rows, at: int) -> Rows:
    return [
        row._replace(position=row.position + (place >= at))
        for place, row in enumerate(rows)
    ]


def restore_an_older_copy(rows: Rows, at: int) -> Rows:
    return rows[:at]


KINDS: dict[str, Callable[[Rows, int], Rows]] = {
    kind.__name__: kind
    for kind in (
        edit_state,
        edit_name,
        edit_stream,
        edit_version,
        edit_link,
        swap_states,
        swap_streams,
        swap_places,
        delete,
        delete_and_close_the_gap,
        duplicate,
        insert,
        shift_positions,
        restore_an_older_copy,
    )
}

FOUND_WHERE_IT_IS = KINDS.keys() - {
    "swap_places",
    "delete_and_close_the_gap",
    "insert",
}
"""Kinds whose first bad position the log shows by itself, without a Merkle log."""


def first_difference(was: Rows, now: Rows) -> int:
    """Return the first position at which two logs do not hold the same."""
    one, two = ({row.position: row for row in rows} for rows in (was, now))
    return min(at for at in one.keys() | two.keys() if one.get(at) != two.get(at))
