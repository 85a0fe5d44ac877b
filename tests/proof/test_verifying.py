"""A check of a whole log: no false alarm, every finding with its reason."""

import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger.proof import (
    Checkpoint,
    Finding,
    MerkleLog,
    Reason,
    StoredRow,
    Verdict,
    verify,
)
from caseledger.proof.verifying import MOST_FINDINGS
from proof.logs import (
    ListedLog,
    Written,
    kept,
    leaf_of,
    recorded,
    relinked,
    stream_id,
    two_hundred,
)
from proof.naive import mth

ROWS = two_hundred()


def root(rows: list[StoredRow]) -> bytes:
    return mth([leaf_of(row) for row in rows])


def checkpoint(rows: list[StoredRow]) -> Checkpoint:
    return Checkpoint("origin", len(rows), root(rows))


# --- No false alarm -------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4).map(stream_id), st.text(max_size=3), st.binary(max_size=5)
        ),
        max_size=40,
    ),
    st.integers(1, 3),
    st.data(),
)
def test_no_log_as_it_was_recorded_gives_an_alarm(
    written: list[Written], step: int, data: st.DataObject
) -> None:
    """With or without gaps, and whatever the Merkle log or a checkpoint covers."""
    rows = recorded(written, places=lambda at: step * at + step)
    covered = data.draw(st.integers(0, len(rows)))
    taken_in = data.draw(st.integers(0, len(rows)))
    log = ListedLog(rows, gapless=step == 1)

    verdict = verify(
        log,
        merkle_log=kept(ListedLog(rows[:taken_in])),
        checkpoint=checkpoint(rows[:covered]),
    )

    assert () == verdict.findings
    assert verdict.holds
    assert verdict.first_bad is None
    assert len(rows) == verdict.events
    assert len({row.stream for row in rows}) == verdict.streams
    assert root(rows) == verdict.root
    assert verify(log).holds


class Growing(ListedLog):
    """A log in which events are recorded, and taken in, while it is gone through."""

    merkle_log: MerkleLog

    def stored(self, after: int = 0) -> Iterator[StoredRow]:
        for at, row in enumerate(ROWS[after:100]):
            if at == 50:
                self.merkle_log.catch_up(ListedLog(ROWS))
            yield row


def test_what_is_recorded_meanwhile_gives_no_alarm() -> None:
    log = Growing([])
    log.merkle_log = kept(ListedLog(ROWS[:80]))

    assert verify(log, merkle_log=log.merkle_log).holds
    assert 200 == log.merkle_log.size


def test_a_log_that_is_not_gapless_may_have_gaps() -> None:
    rows = [row for row in ROWS if row.stream != stream_id(3)]
    assert verify(ListedLog(rows, gapless=False)).holds
    assert not verify(ListedLog(rows, gapless=True)).holds


# --- What is told ---------------------------------------------------------------------


def findings(
    rows: list[StoredRow],
    *,
    gapless: bool = True,
    merkle_log: MerkleLog | None = None,
    covered: Checkpoint | None = None,
) -> list[Finding]:
    log = ListedLog(rows, gapless=gapless)
    verdict = verify(log, merkle_log=merkle_log, checkpoint=covered)
    assert len(verdict.findings) == verdict.found
    return list(verdict.findings)


CHANGED = (
    "the event is not the one that was recorded, or does not follow the one before "
    "it in its stream"
)
REWRITTEN = "the event is not the one that the Merkle log took in"
ADDED = "an event was put where the Merkle log took in none"
TAKEN = "an event is missing that the Merkle log took in"


def test_a_changed_event_is_one_finding() -> None:
    rows = [*ROWS[:29], ROWS[29]._replace(state=b"{}"), *ROWS[30:]]
    found = Finding(Reason.CHANGED, CHANGED, 30, stream_id(9))
    assert [found] == findings(rows)
    assert [
        found,
        Finding(Reason.REWRITTEN, REWRITTEN, 30, stream_id(9)),
        Finding(
            Reason.CHECKPOINT,
            "the first 200 events are not those that the checkpoint is over",
        ),
    ] == findings(rows, merkle_log=kept(ListedLog(ROWS)), covered=checkpoint(ROWS))


def test_a_log_made_up_anew_is_found_where_it_differs() -> None:
    rows = relinked([*ROWS[:179], ROWS[179]._replace(state=b"{}"), *ROWS[180:]])
    assert [] == findings(rows)
    assert [
        Finding(Reason.REWRITTEN, REWRITTEN, 180, stream_id(19)),
        Finding(Reason.REWRITTEN, REWRITTEN, 200, stream_id(19)),
    ] == findings(rows, merkle_log=kept(ListedLog(ROWS)))


def test_a_missing_version_is_told() -> None:
    rows = ROWS[:49] + ROWS[50:]
    expected = [
        Finding(
            Reason.VERSION,
            "version 3 of its stream comes next, and this is another",
            70,
            stream_id(9),
        ),
        Finding(Reason.CHANGED, CHANGED, 70, stream_id(9)),
    ]
    assert expected == findings(rows, gapless=False)
    gap = Finding(Reason.MISSING, "an event is missing, from position 50 on", 50)
    assert [gap, *expected] == findings(rows)


def test_missing_positions_are_counted() -> None:
    rows = [row for row in ROWS[:20] if row.position not in {1, 2, 3}]
    assert [
        Finding(Reason.MISSING, "3 events are missing, from position 1 on", 1)
    ] == findings(rows)


def test_what_the_merkle_log_took_in_and_is_not_there_is_told() -> None:
    expected = [Finding(Reason.MISSING, TAKEN, at) for at in (18, 19, 20)]
    assert expected == findings(ROWS[:17], merkle_log=kept(ListedLog(ROWS[:20])))
    rows = [*ROWS[:17], *ROWS[20:25]]
    assert (
        expected
        == findings(rows, gapless=False, merkle_log=kept(ListedLog(ROWS[:25])))[:3]
    )


def test_what_the_merkle_log_did_not_take_in_is_told() -> None:
    known = recorded([("a", "n", b"")] * 4, places=lambda at: 10 * at + 10)
    [new] = recorded([("b", "n", b"")], places=lambda _: 25)
    merkle_log = kept(ListedLog(known))
    rows = [*known[:2], new, *known[2:]]
    assert [Finding(Reason.ADDED, ADDED, 25, "b")] == findings(
        rows, gapless=False, merkle_log=merkle_log
    )
    later = [*known, new._replace(position=45)]
    assert [] == findings(later, gapless=False, merkle_log=merkle_log)


def test_an_order_that_is_none_is_told() -> None:
    rows = [ROWS[0], ROWS[2], ROWS[1], ROWS[1]._replace(stream="b")]
    reasons = [(one.reason, one.position) for one in findings(rows, gapless=False)]
    assert [
        (Reason.ORDER, 2),
        (Reason.ORDER, 2),
        (Reason.CHANGED, 2),
    ] == reasons
    [one, *_] = findings(rows, gapless=False)
    assert "position 2 comes after position 3" == one.sentence


def test_a_shorter_log_is_told_with_how_many_are_missing() -> None:
    told = (
        "there are 188 events, and 200 under the checkpoint: 12 are missing, from "
        "the end unless another place is named"
    )
    covered = checkpoint(ROWS)
    assert [Finding(Reason.SHORTER, told, 189)] == findings(ROWS[:188], covered=covered)
    assert [Finding(Reason.SHORTER, told)] == findings(
        ROWS[:188], gapless=False, covered=covered
    )
    rows = ROWS[12:]
    assert Finding(Reason.SHORTER, told) == findings(rows, covered=covered)[-1]
    gap = Finding(Reason.MISSING, "12 events are missing, from position 1 on", 1)
    assert gap == verify(ListedLog(rows), checkpoint=covered).first_bad


def test_an_empty_log_is_told() -> None:
    assert verify(ListedLog([])).holds
    [one] = findings([], covered=checkpoint(ROWS))
    assert (Reason.SHORTER, 1) == (one.reason, one.position)


def test_a_checkpoint_over_nothing_has_the_root_of_nothing() -> None:
    assert [] == findings(ROWS, covered=Checkpoint("origin", 0, mth([])))
    [one] = findings(ROWS, covered=Checkpoint("origin", 0, bytes(32)))
    assert Reason.CHECKPOINT == one.reason


def test_a_merkle_log_that_contradicts_itself_is_told() -> None:
    merkle_log = kept(ListedLog(ROWS))
    merkle_log._db.execute("UPDATE nodes SET hash = zeroblob(32) WHERE level = 7")  # noqa: SLF001 - damage
    [one] = findings(ROWS, merkle_log=merkle_log)
    assert (Reason.MERKLE_LOG, None) == (one.reason, one.position)


@pytest.mark.parametrize(
    "damage",
    [
        {"version": -1},
        {"version": 2**64},
        {"version": "many"},
        {"version": None},
        {"stream": "\ud800"},
        {"stream": None},
        {"name": None},
        {"state": None},
        {"state": "text"},
        {"link": None},
        {"link": b""},
        {"link": "text"},
    ],
    ids=str,
)
def test_whatever_a_damaged_file_holds_is_a_finding(damage: dict[str, object]) -> None:
    rows = ROWS.copy()
    rows[0] = rows[0]._replace(**damage)  # type: ignore[arg-type] # that is the damage
    verdict = verify(ListedLog(rows), merkle_log=kept(ListedLog(ROWS)))

    assert verdict.first_bad is not None
    assert 1 == verdict.first_bad.position
    assert Reason.CHANGED in {one.reason for one in verdict.findings}


@pytest.mark.parametrize("position", [-(2**40), -1, 0])
def test_an_event_put_before_all_others_is_found(position: int) -> None:
    """As the next of its stream, where whoever reads the stream alone would see it."""
    rows = relinked([*ROWS, ROWS[199]._replace(position=position, version=11)])
    rows = [rows[-1], *rows[:-1]]
    merkle_log = kept(ListedLog(rows))
    assert 200 == merkle_log.size

    first, *_ = findings(rows)
    told = f"position {position} comes after position 0"
    assert Finding(Reason.ORDER, told, position, stream_id(19)) == first
    assert not verify(ListedLog(rows), checkpoint=checkpoint(ROWS)).holds


def test_no_sentence_holds_what_is_stored() -> None:
    rows = [
        row._replace(stream=stream_id(1), name="canary", state=b"canary", version=7)
        for row in ROWS
    ]
    verdict = verify(
        ListedLog(rows), merkle_log=kept(ListedLog(ROWS)), checkpoint=checkpoint(ROWS)
    )
    assert "canary" not in repr(verdict)


def test_so_many_findings_of_each_reason_are_kept_and_the_others_counted() -> None:
    rows = [row._replace(state=b"{}") for row in ROWS]
    verdict = verify(ListedLog(rows), checkpoint=checkpoint(ROWS))

    assert 201 == verdict.found
    *changed, last = verdict.findings
    assert Reason.CHECKPOINT == last.reason
    assert {Reason.CHANGED} == {one.reason for one in changed}
    assert list(range(1, MOST_FINDINGS + 1)) == [one.position for one in changed]
    assert MOST_FINDINGS == 100


def not_known(verdict: Verdict) -> list[str]:
    return list(verdict.not_known)


def test_what_cannot_be_known_is_always_told() -> None:
    log, merkle_log = ListedLog(ROWS), kept(ListedLog(ROWS))
    assert [
        "whether events were removed from the end together with the Merkle log",
        "whether the whole log was made up anew together with the Merkle log",
    ] == not_known(verify(log, merkle_log=merkle_log))
    covered = checkpoint(ROWS[:50])
    later = "whether events after the first 50, under the checkpoint, were removed"
    assert [
        f"{later} from the end",
        "whether those were made up anew",
    ] == not_known(verify(log, checkpoint=covered))
    assert [
        f"{later} from the end together with the Merkle log",
        "whether those were made up anew together with the Merkle log",
    ] == not_known(verify(log, merkle_log=merkle_log, checkpoint=covered))


def test_a_log_is_never_held_in_memory() -> None:
    """Five thousand events of 2,000 bytes are ten million."""

    class Endless(ListedLog):
        def stored(self, after: int = 0) -> Iterator[StoredRow]:
            previous = StoredRow(0, "s", 0, "n", b"", b"")
            for at in range(after + 1, 5_001):
                state = at.to_bytes(2_000, "big")
                new = previous._replace(position=at, version=at, state=state)
                previous = new._replace(link=_next_link(previous.link, new))
                yield previous

    tracemalloc.start()
    try:
        assert verify(Endless([])).holds
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


def _next_link(previous: bytes, row: StoredRow) -> bytes:
    from proof.logs import link_of  # noqa: PLC0415 - only this test needs it

    return link_of(previous, row.stream, row.version, row.name, row.state)
