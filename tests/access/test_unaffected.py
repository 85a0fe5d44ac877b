"""Reports and read models know nothing of who looked."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from access.onlookers import UPHELD, OnlyFor, access_over, asks
from caseledger.access import LOCAL_STORE, AccessRefused, Disclosable, Selection
from caseledger.annual_report import Evidence
from caseledger.casework import (
    Append,
    Disclosed,
    DisclosureRefused,
    Entry,
    EventLog,
    RecordedEvent,
)
from caseledger.eventlog import memory_log
from caseledger.history import equality_answers
from caseledger.read_models import ALL_MODELS
from caseledger.viewstore import ViewStore, evidence
from privacy.canaries import Searcher, canary
from viewstore.histories import Dump, dump, history

SECRET = canary(301)


def looked_at(events: list[RecordedEvent], seed: int) -> EventLog:
    """Return a log with some events, and between them all that can be looked at."""
    log, drawn = memory_log(), Random(seed)  # noqa: S311 - no secret
    allowing, refusing = access_over(log, LOCAL_STORE), access_over(log, OnlyFor())
    for one in events:
        entry = Entry(one.event, one.details, one.meta)
        log.append(Append(one.stream, one.version - 1, [entry]))
        what = drawn.choice(list(Disclosable))
        some: list[tuple[str, ...] | Selection] = [
            *((one.stream,), (one.stream, events[0].stream)),
            UPHELD,
        ]
        cases = drawn.choice(some)
        request = asks(what, cases, reason=SECRET)
        if drawn.random() < 0.5:
            allowing.disclose(request)
        else:
            with pytest.raises(AccessRefused):
                refusing.disclose(request)
    return log


def plain(events: list[RecordedEvent]) -> EventLog:
    log = memory_log()
    for one in events:
        entry = Entry(one.event, one.details, one.meta)
        log.append(Append(one.stream, one.version - 1, [entry]))
    return log


def read(log: EventLog, path: Path) -> tuple[Dump, Evidence]:
    """Return what the tables hold, and what reports are made from."""
    views = ViewStore(log, path)
    views.catch_up()
    found = evidence(views)
    views.close()
    tables = dump(path)
    # How far each table is in the log; that it says nothing else is tested elsewhere.
    del tables["progress"]
    return tables, found


@pytest.mark.parametrize("seed", [0, 1])
def test_read_models_and_reports_are_the_same(tmp_path: Path, seed: int) -> None:
    events = history(seed)
    log = looked_at(events, seed)
    kinds = {type(placed.event) for placed in log.stream()}
    before = read(plain(events), tmp_path / "before")
    after = read(log, tmp_path / "after")

    assert {Disclosed, DisclosureRefused} <= kinds
    assert log.position() > 2 * len(events)
    assert before == after
    assert [] == [model.name for model in ALL_MODELS if model.name not in after[0]]
    streams = {one.stream for one in events}
    assert equality_answers(plain(events), streams) == equality_answers(log, streams)


def test_the_comparison_sees_a_single_event(tmp_path: Path) -> None:
    """The last event of a case is missing."""
    events = history(0)

    assert read(plain(events), tmp_path / "a") != read(
        plain(events[:-1]), tmp_path / "b"
    )


def test_no_file_of_read_models_holds_the_reason(tmp_path: Path) -> None:
    read(looked_at(history(0), 0), tmp_path / "views")
    files = list(tmp_path.iterdir())

    assert tmp_path / "views" in files
    assert [] == list(found_in(files))


def test_a_reason_in_such_a_file_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "views").write_bytes(b"\0\x07" + SECRET.encode())

    assert list(found_in(list(tmp_path.iterdir())))


def found_in(files: list[Path]) -> Iterator[str]:
    yield from Searcher({"the reason": SECRET}).found_in_files(files)
