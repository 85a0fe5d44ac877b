"""
Every kind of bad input at every place where something comes in.

What is accepted is found again as the table says; what is refused is refused by an
error of ours that names the place and not the value, and leaves nothing behind.
"""

import sys
from pathlib import Path

import pytest

from edges.asked import ARGUMENTS, JSON
from edges.entries import Entry, Found, Refused
from edges.files import (
    BUNDLES,
    EDITIONS,
    NARRATIVE,
    POLICIES,
    PROOFS,
    STYLE,
    WORKED,
)
from edges.kinds import CANARY, KINDS
from edges.rows import CSV, MAPPING, WORKBOOK, WORKING_DAYS
from edges.stored import STORED

ENTRIES = (
    *(JSON, ARGUMENTS, CSV, MAPPING, WORKBOOK, WORKING_DAYS, POLICIES, WORKED),
    *(NARRATIVE, EDITIONS, PROOFS, BUNDLES, STYLE, STORED),
)
PAIRS = [(entry, kind) for entry in ENTRIES for kind in sorted(entry.tries)]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("entry", "kind"),
    PAIRS,
    ids=[f"{entry.name}, {kind} {KINDS[kind]}" for entry, kind in PAIRS],
)
def test_it_is_kept_or_refused(entry: Entry, kind: int, tmp_path: Path) -> None:
    for at, one in enumerate(entry.tries[kind]):
        folder = tmp_path / f"{at}"
        folder.mkdir()
        came = one.give(folder)
        if one.kept is None:
            assert isinstance(came, Refused), one
            assert came.left == 0, one
            assert one.names in came.said
            assert entry.echoes or CANARY not in came.said
        else:
            assert isinstance(came, Found), (one, came)
            assert came.values, one
            assert [one.kept] * len(came.values) == list(came.values)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_no_kind_is_passed_over_without_a_reason(entry: Entry) -> None:
    left_out = [kind for kinds in entry.without.values() for kind in kinds]

    assert sorted(KINDS) == sorted([*entry.tries, *left_out])


def test_the_count() -> None:
    tried = sum(len(some) for entry in ENTRIES for some in entry.tries.values())
    sys.stdout.write(
        f"{len(PAIRS)} pairs of a kind and a place tried, of {len(KINDS)} kinds and "
        f"{len(ENTRIES)} places, with {tried} values\n"
    )
    assert len(PAIRS) > 1
