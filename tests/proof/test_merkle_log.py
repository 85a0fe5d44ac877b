"""The Merkle log takes a log in by batches, and goes on wherever it was stopped."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger.casework import ForeignLog, StorageUnavailable
from caseledger.proof import MerkleLog, StoredRow, merkle_log
from caseledger.proof.verifier import inclusion_holds, leaf_hash
from proof.logs import ListedLog, kept, leaf_of, recorded, two_hundred
from proof.naive import mth, path, proof

ROWS = two_hundred()
DATA = [leaf_of(row) for row in ROWS]


def contents(file: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(file)) as db:
        return {
            table: db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own
            for table in ("nodes", "leaves", "taken_in")
        }


@pytest.fixture(name="expected", scope="module")
def _expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    file = tmp_path_factory.mktemp("expected") / "merkle"
    with closing(MerkleLog(file, "log-1")) as ours:
        assert 200 == ours.catch_up(ListedLog(ROWS))
    return {**contents(file)}


def test_its_roots_and_proofs_are_those_of_the_definition() -> None:
    ours = kept(ListedLog(ROWS))

    assert 200 == ours.size
    for size in (0, 1, 2, 3, 64, 127, 128, 199, 200):
        assert mth(DATA[:size]) == ours.root(size)
    for index, size in ((0, 1), (0, 200), (199, 200), (63, 129), (128, 129)):
        found = ours.inclusion_proof(index, size)
        assert path(index, DATA[:size]) == found
        assert inclusion_holds(
            leaf_hash(DATA[index]), index, size, found, mth(DATA[:size])
        )
    for old, new in ((1, 1), (1, 200), (64, 128), (77, 200), (200, 200)):
        assert proof(old, DATA[:new]) == ours.consistency_proof(old, new)


def test_it_knows_which_leaf_an_event_is() -> None:
    """Positions may have gaps; leaves have none."""
    rows = recorded([("s", "n", b"")] * 5, places=lambda at: 10 * at + 3)
    ours = kept(ListedLog(rows, gapless=False))

    assert [0, 1, 2, 3, 4] == [ours.leaf_index(p) for p in (3, 13, 23, 33, 43)]
    assert [None, None, None] == [ours.leaf_index(p) for p in (0, 4, 53)]
    expected = [(row.position, leaf_hash(leaf_of(row))) for row in rows]
    assert expected == [tuple(one) for one in ours.leaves(5)]
    assert expected[:2] == [tuple(one) for one in ours.leaves(2)]


@given(st.lists(st.integers(1, 60), max_size=8), st.sampled_from([1, 3, 7, 64]))
def test_however_it_is_taken_in_it_is_the_same(parts: list[int], batch: int) -> None:
    """The log grows in parts, and each is taken in by batches."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(merkle_log, "BATCH", batch)
        log, ours = ListedLog([]), MerkleLog(None, "log-1")
        taken = 0
        for part in parts:
            log.rows = ROWS[: taken + part]
            assert len(log.rows) - taken == ours.catch_up(log)
            taken = len(log.rows)
        assert taken == ours.size
        assert mth(DATA[:taken]) == ours.root(taken)


def test_nothing_is_taken_in_twice() -> None:
    log = ListedLog(ROWS)
    ours = kept(log)
    before = log.taken

    assert 0 == ours.catch_up(log)
    assert before == log.taken


@attrs.define
class Killed(ListedLog):
    """A log whose reading ends with an error, after so many rows."""

    rows_left: int = 0

    def stored(self, after: int = -(2**63)) -> Iterator[StoredRow]:
        for row in ListedLog.stored(self, after):
            if not self.rows_left:
                raise RuntimeError("killed")
            self.rows_left -= 1
            yield row


def killed_again_and_again(
    file: Path, kind: Callable[[Path, str], MerkleLog], monkeypatch: pytest.MonkeyPatch
) -> int:
    """Take ROWS in, killed after every 17th row, by batches of ten."""
    monkeypatch.setattr(merkle_log, "BATCH", 10)
    kills = 0
    while True:
        with closing(kind(file, "log-1")) as ours:
            try:
                ours.catch_up(Killed(ROWS, rows_left=17))
            except RuntimeError:
                kills += 1
            else:
                return kills


def test_stopped_at_any_row_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: dict[str, object]
) -> None:
    kills = killed_again_and_again(tmp_path / "merkle", MerkleLog, monkeypatch)

    # Each life takes in one batch of ten.
    assert 19 == kills
    assert expected == contents(tmp_path / "merkle")


def test_stopped_and_asked_again_the_same_object_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(merkle_log, "BATCH", 10)
    ours = MerkleLog(None, "log-1")
    with pytest.raises(RuntimeError, match="killed"):
        ours.catch_up(Killed(ROWS, rows_left=25))
    assert 20 == ours.size

    assert 180 == ours.catch_up(ListedLog(ROWS))
    assert mth(DATA) == ours.root(200)


class TwoTransactions(MerkleLog):
    """A saboteur: how far it reached is written before the leaves are kept."""

    def _take_batch(self, log: ListedLog) -> bool:  # type: ignore[override] # this log alone
        first = list(ListedLog(log.rows).stored(self._taken_in()[1]))[:10]
        if first:
            self._db.execute(
                "UPDATE taken_in SET size = size + ?, reached = ?",
                (len(first), first[-1].position),
            )
        rows = log.stored(first[0].position - 1) if first else iter(())
        leaves = [(row.position, 0) for _, row in zip(first, rows, strict=False)]
        self._db.executemany("INSERT INTO leaves VALUES (?, ?)", leaves)
        return bool(first)


def test_two_transactions_are_caught_in_the_same_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: dict[str, object]
) -> None:
    killed_again_and_again(tmp_path / "merkle", TwoTransactions, monkeypatch)

    assert [one[0] for one in expected["leaves"]] != [  # type: ignore[attr-defined] # rows
        one[0] for one in contents(tmp_path / "merkle")["leaves"]
    ]


def test_an_error_of_sqlite_changes_nothing(
    tmp_path: Path, expected: dict[str, object]
) -> None:
    """The file is full; when there is room again, it goes on."""
    with closing(MerkleLog(tmp_path / "merkle", "log-1")) as ours:
        ours.catch_up(ListedLog(ROWS[:50]))
        ours._db.execute("PRAGMA max_page_count=1")  # noqa: SLF001 - a full disk
        with pytest.raises(StorageUnavailable, match="the Merkle log is not available"):
            ours.catch_up(ListedLog(ROWS))
        assert 50 == ours.size
        ours._db.execute("PRAGMA max_page_count=100000")  # noqa: SLF001 - room again
        assert 150 == ours.catch_up(ListedLog(ROWS))
    assert expected == contents(tmp_path / "merkle")


def test_several_take_in_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: dict[str, object]
) -> None:
    """They take turns, batch by batch, each where the other has left off."""
    monkeypatch.setattr(merkle_log, "BATCH", 10)
    one, other = (MerkleLog(tmp_path / "merkle", "log-1") for _ in range(2))
    log = ListedLog(ROWS)
    while one._take_batch(log) and other._take_batch(log):  # noqa: SLF001 - step by step
        pass
    assert 0 == one.catch_up(log)
    one.close()
    other.close()

    assert expected == contents(tmp_path / "merkle")


def test_it_can_be_deleted_and_is_made_again(
    tmp_path: Path, expected: dict[str, object]
) -> None:
    for _ in range(2):
        with closing(MerkleLog(tmp_path / "merkle", "log-1")) as ours:
            assert 200 == ours.catch_up(ListedLog(ROWS))
        assert expected == contents(tmp_path / "merkle")
        (tmp_path / "merkle").unlink()


# --- What is not ours -----------------------------------------------------------------


def test_the_file_of_another_log_is_refused(tmp_path: Path) -> None:
    MerkleLog(tmp_path / "merkle", "log-1").close()
    with pytest.raises(ForeignLog, match="it belongs to another log"):
        MerkleLog(tmp_path / "merkle", "log-2")
    MerkleLog(tmp_path / "merkle", "log-1").close()


@pytest.mark.parametrize(
    "pragma",
    ["application_id=0", "application_id=7", "user_version=2", "user_version=0"],
)
def test_the_file_of_another_program_or_version_is_refused(
    tmp_path: Path, pragma: str
) -> None:
    MerkleLog(tmp_path / "merkle", "log-1").close()
    with closing(sqlite3.connect(tmp_path / "merkle")) as db:
        db.execute(f"PRAGMA {pragma}")
    with pytest.raises(ForeignLog, match="it is something else, or of another version"):
        MerkleLog(tmp_path / "merkle", "log-1")


def test_a_file_with_tables_of_others_is_left_as_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "merkle")) as db:
        db.execute("CREATE TABLE theirs (a)")
    before = (tmp_path / "merkle").read_bytes()
    with pytest.raises(ForeignLog, match="it is something else"):
        MerkleLog(tmp_path / "merkle", "log-1")
    assert before == (tmp_path / "merkle").read_bytes()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "merkle").write_bytes(b"not a database" * 100)
    with pytest.raises(ForeignLog, match="move that file away"):
        MerkleLog(tmp_path / "merkle", "log-1")


def test_a_folder_that_is_not_there_is_no_storage(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match="the Merkle log is not available"):
        MerkleLog(tmp_path / "none" / "merkle", "log-1")


def test_a_missing_node_is_told(tmp_path: Path) -> None:
    with closing(MerkleLog(tmp_path / "merkle", "log-1")) as ours:
        ours.catch_up(ListedLog(ROWS))
        ours._db.execute("DELETE FROM nodes WHERE level = 7")  # noqa: SLF001 - damage
        with pytest.raises(ForeignLog, match="a node is missing"):
            ours.root(200)


def test_a_node_is_never_written_over(tmp_path: Path) -> None:
    with closing(MerkleLog(tmp_path / "merkle", "log-1")) as ours:
        ours.catch_up(ListedLog(ROWS))
        ours._db.execute("UPDATE taken_in SET size = 100, reached = 100")  # noqa: SLF001 - damage
        with pytest.raises(ForeignLog, match="move that file away"):
            ours.catch_up(ListedLog(ROWS))
