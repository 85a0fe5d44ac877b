"""Every kind of tampering, at every event of a log, is found: with its place."""

from collections.abc import Callable

import pytest

from caseledger.proof import Checkpoint, MerkleLog, StoredRow, verify, verifying
from caseledger.proof.verifier import leaf_data, leaf_hash
from proof.logs import ListedLog, kept, leaf_of, link_of, relinked, two_hundred
from proof.naive import mth
from proof.tampering import FOUND_WHERE_IT_IS, KINDS, Rows, first_difference

ROWS = two_hundred()
CHECKPOINT = Checkpoint("origin", 200, mth([leaf_of(row) for row in ROWS]))
TRACKS_COVERED = [kind for kind in KINDS if kind != "edit_link"]


@pytest.fixture(name="merkle_log", scope="module")
def _merkle_log() -> MerkleLog:
    return kept(ListedLog(ROWS))


def test_there_are_fourteen_kinds() -> None:
    assert 14 == len(KINDS)


def test_what_was_not_tampered_with_holds(merkle_log: MerkleLog) -> None:
    log = ListedLog(ROWS)
    assert verify(log, merkle_log=merkle_log, checkpoint=CHECKPOINT).holds


@pytest.mark.parametrize("kind", KINDS)
def test_an_earlier_checkpoint_shows_it(kind: str) -> None:
    for at in range(200):
        rows = KINDS[kind](ROWS, at)
        verdict = verify(ListedLog(rows), checkpoint=CHECKPOINT)

        assert not verdict.holds, at
        assert verdict.first_bad is not None
        if kind in FOUND_WHERE_IT_IS:
            assert first_difference(ROWS, rows) == verdict.first_bad.position, at
        elif verdict.first_bad.position is not None:
            assert first_difference(ROWS, rows) <= verdict.first_bad.position, at


@pytest.mark.parametrize("kind", TRACKS_COVERED)
def test_an_earlier_checkpoint_shows_it_where_every_link_is_made_anew(
    kind: str,
) -> None:
    for at in range(3, 200, 7):
        rows = relinked(KINDS[kind](ROWS, at))
        verdict = verify(ListedLog(rows), checkpoint=CHECKPOINT)

        assert not verdict.holds, at


@pytest.mark.parametrize("kind", TRACKS_COVERED)
def test_the_merkle_log_shows_where_though_every_link_is_made_anew(
    kind: str, merkle_log: MerkleLog
) -> None:
    for at in range(200):
        rows = relinked(KINDS[kind](ROWS, at))
        verdict = verify(ListedLog(rows), merkle_log=merkle_log)

        assert not verdict.holds, at
        assert verdict.first_bad is not None
        assert first_difference(ROWS, rows) == verdict.first_bad.position, at


@pytest.mark.parametrize("kind", KINDS)
def test_with_both_the_place_is_always_known(kind: str, merkle_log: MerkleLog) -> None:
    """Where positions have gaps of their own, too: a gap then says nothing."""
    for at in range(0, 200, 7):
        rows = KINDS[kind](ROWS, at)
        verdict = verify(
            ListedLog(rows, gapless=False),
            merkle_log=merkle_log,
            checkpoint=CHECKPOINT,
        )

        assert verdict.first_bad is not None
        assert first_difference(ROWS, rows) == verdict.first_bad.position, at


# --- Saboteurs: each must miss something ----------------------------------------------


def missed(rows: Rows, checkpoint: Checkpoint | None) -> set[str]:
    """Return the kinds of tampering that are not found somewhere."""
    return {
        name
        for name, kind in KINDS.items()
        for at in range(1, 200, 11)
        if verify(ListedLog(kind(rows, at)), checkpoint=checkpoint).holds
    }


def test_this_is_how_none_is_missed() -> None:
    assert set() == missed(ROWS, CHECKPOINT)


class SkipsTheMiddle(verifying._Seen):  # noqa: SLF001 - to spoil it
    """Takes the links in the middle of the log on trust, as immudb once did."""

    def take(self, row: StoredRow) -> None:
        if not 20 < row.position < 180:
            super().take(row)
            return
        self._position = row.position
        self.streams[row.stream] = row.version, row.link
        self.peaks.append(leaf_hash(leaf_data(row.position, row.link)))


def test_links_in_the_middle_taken_on_trust_are_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(verifying, "_Seen", SkipsTheMiddle)
    assert verify(ListedLog(ROWS), checkpoint=CHECKPOINT).holds
    assert {"edit_state", "edit_name", "swap_states"} <= missed(ROWS, CHECKPOINT)


def chained(over: Callable[[StoredRow], tuple[str, int, str, bytes]]) -> Rows:
    """Link the log over some of what is stored."""
    heads: dict[str, bytes] = {}
    rows = []
    for row in ROWS:
        heads[row.stream] = link_of(heads.get(row.stream, b""), *over(row))
        rows.append(row._replace(link=heads[row.stream]))
    return rows


def test_a_chain_over_the_payload_only_misses_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def payload_only(
        previous: bytes, _stream: str, _version: int, _name: str, state: bytes
    ) -> bytes:
        return link_of(previous, "", 0, "", state)

    monkeypatch.setattr(verifying, "link", payload_only)
    rows = chained(lambda row: ("", 0, "", row.state))
    checkpoint = Checkpoint("origin", 200, mth([leaf_of(row) for row in rows]))
    assert verify(ListedLog(rows), checkpoint=checkpoint).holds

    assert {"edit_name"} <= missed(rows, checkpoint)


def test_without_a_checkpoint_the_end_is_missed_and_that_is_said() -> None:
    assert {"restore_an_older_copy", "insert", "swap_places"} <= missed(ROWS, None)

    verdict = verify(ListedLog(ROWS[:150]))
    assert verdict.holds
    assert (
        "whether events were removed from the end",
        "whether the whole log was made up anew",
    ) == verdict.not_known
