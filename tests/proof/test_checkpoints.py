"""A checkpoint is signed only for a log that has grown from the earlier one."""

import base64
from collections.abc import Callable

import pytest

from caseledger.proof import (
    Checkpoint,
    Inconsistent,
    MerkleLog,
    Signer,
    StoredRow,
    new_key,
    next_checkpoint,
    open_checkpoint,
    signed,
    signer,
)
from proof.logs import ListedLog, kept, leaf_of, relinked, two_hundred
from proof.naive import mth

ORIGIN = "example.gov.uk/complaints"
ROWS = two_hundred()
ROOTS = {n: mth([leaf_of(row) for row in ROWS[:n]]) for n in (1, 64, 150, 200)}


@pytest.fixture(name="ours", scope="module")
def _ours() -> Signer:
    return signer(new_key(ORIGIN)[0])


@pytest.mark.parametrize("size", [1, 64, 150, 200])
def test_the_first_checkpoint_is_over_the_whole_log(ours: Signer, size: int) -> None:
    note = next_checkpoint(kept(ListedLog(ROWS[:size])), ours, None)

    expected = Checkpoint(ORIGIN, size, ROOTS[size])
    assert expected == open_checkpoint(note, ours.vkey)
    text = f"{ORIGIN}\n{size}\n{base64.b64encode(ROOTS[size]).decode()}\n"
    assert note.startswith(f"{text}\n— {ORIGIN} ")


@pytest.mark.parametrize("size", [1, 64, 150, 200])
def test_a_log_that_has_grown_is_signed_for(ours: Signer, size: int) -> None:
    earlier = next_checkpoint(kept(ListedLog(ROWS[:size])), ours, None)
    note = next_checkpoint(kept(ListedLog(ROWS)), ours, earlier)
    assert Checkpoint(ORIGIN, 200, ROOTS[200]) == open_checkpoint(note, ours.vkey)


def edited(rows: list[StoredRow], at: int) -> list[StoredRow]:
    rows = rows.copy()
    rows[at] = rows[at]._replace(state=b"{}")
    return relinked(rows)


FORKS: dict[str, Callable[[list[StoredRow]], list[StoredRow]]] = {
    "the first event edited": lambda rows: edited(rows, 0),
    "the last event under it edited": lambda rows: edited(rows, 149),
    "one left out": lambda rows: relinked(rows[:70] + rows[71:]),
    "two swapped": lambda rows: relinked([rows[1], rows[0], *rows[2:]]),
}


@pytest.mark.parametrize("fork", FORKS)
def test_a_fork_is_not_signed_for(ours: Signer, fork: str) -> None:
    """The log is another from some event on, with every link reckoned anew."""
    earlier = next_checkpoint(kept(ListedLog(ROWS[:150])), ours, None)
    rows = [
        row._replace(position=at) for at, row in enumerate(FORKS[fork](ROWS), start=1)
    ]
    forked = kept(ListedLog(rows))

    with pytest.raises(Inconsistent) as caught:
        next_checkpoint(forked, ours, earlier)
    assert "the first 150 events are not those under the earlier checkpoint" == str(
        caught.value
    )
    # The saboteur: without the earlier checkpoint it is signed, as the first.
    assert open_checkpoint(next_checkpoint(forked, ours, None), ours.vkey)


def test_an_edit_after_the_earlier_checkpoint_is_signed_for(ours: Signer) -> None:
    """The checkpoint says nothing of it: that is what further ones are for."""
    earlier = next_checkpoint(kept(ListedLog(ROWS[:150])), ours, None)
    assert next_checkpoint(kept(ListedLog(edited(ROWS, 150))), ours, earlier)


def refusal(merkle_log: MerkleLog, ours: Signer, earlier: str | None) -> str:
    with pytest.raises(Inconsistent) as caught:
        next_checkpoint(merkle_log, ours, earlier)
    return str(caught.value)


def test_a_shorter_log_is_not_signed_for(ours: Signer) -> None:
    earlier = next_checkpoint(kept(ListedLog(ROWS)), ours, None)
    assert ("there are 150 events, and 200 under the earlier checkpoint") == refusal(
        kept(ListedLog(ROWS[:150])), ours, earlier
    )


def test_an_earlier_checkpoint_by_another_key_is_none(ours: Signer) -> None:
    another = signer(new_key(ORIGIN)[0])
    earlier = next_checkpoint(kept(ListedLog(ROWS)), another, None)
    assert ("the earlier checkpoint: the note is not signed by this key") == refusal(
        kept(ListedLog(ROWS)), ours, earlier
    )


def test_an_earlier_checkpoint_of_another_log_is_none(ours: Signer) -> None:
    earlier = signed(Checkpoint("another", 200, ROOTS[200]), ours)
    assert (
        "the earlier checkpoint: the checkpoint is of another log than its key"
    ) == refusal(kept(ListedLog(ROWS)), ours, earlier)


def test_an_empty_log_is_not_signed_for(ours: Signer) -> None:
    """From nothing, anything has grown."""
    assert ("there is nothing to sign for: the log has no events") == refusal(
        kept(ListedLog([])), ours, None
    )
    earlier = signed(Checkpoint(ORIGIN, 0, mth([])), ours)
    assert ("the earlier checkpoint covers no events") == refusal(
        kept(ListedLog(ROWS)), ours, earlier
    )
