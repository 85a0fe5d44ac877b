"""What is not a log is refused, with a sentence, and left as it was."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from caseledger.casework import CaseworkError, ForeignLog, StorageUnavailable
from caseledger.eventlog import open_log, sqlite_log, sqlite_path
from eventlog.entries import acknowledged, append, every_entry
from eventlog.running import run


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


def make_log(path: Path) -> None:
    with closing(sqlite_log(path)) as log:
        append(log, "case", *every_entry())


def make_database(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as made:
        for statement in statements:
            made.execute(statement)
        made.commit()


def make_newer(path: Path) -> None:
    make_log(path)
    make_database(path, "PRAGMA user_version=3")


def make_nameless(path: Path) -> None:
    make_log(path)
    make_database(path, "DELETE FROM log_identity")


def truncate(path: Path, *, to: int) -> None:
    make_log(path)
    with path.open("r+b") as file:
        file.truncate(to)


Make = Callable[[Path], object]

FOREIGN: dict[str, tuple[str, Make]] = {
    "a text": ("not an SQLite database", lambda path: path.write_text("reference,on")),
    "zeros": ("not an SQLite database", lambda path: path.write_bytes(bytes(8192))),
    "somebody else's tables": (
        "something else",
        lambda path: make_database(path, "CREATE TABLE cases (id)"),
    ),
    "tables of our names": (
        "something else",
        lambda path: make_database(path, "CREATE TABLE stored_events (id)"),
    ),
    "somebody else's application id": (
        "something else",
        lambda path: make_database(path, "PRAGMA application_id=1196444487"),
    ),
    "somebody else's layout": (
        "something else",
        lambda path: make_database(path, "PRAGMA user_version=1"),
    ),
    "a newer layout": ("newer version .layout 3.", make_newer),
    "a log without its id": ("lost its identity", make_nameless),
}

UNAVAILABLE: dict[str, tuple[str, Make]] = {
    "a folder": ("is a folder", lambda path: path.mkdir()),
    "a log cut in its header": ("malformed", lambda path: truncate(path, to=50)),
    "a log cut to one page": ("malformed", lambda path: truncate(path, to=4096)),
    "a log cut within a page": ("malformed", lambda path: truncate(path, to=10_000)),
    "a link to nowhere": (
        "unable to open",
        lambda path: path.symlink_to(path.parent / "no folder" / "log.db"),
    ),
}


def the_sentence(store: str, refusal: type[CaseworkError], *, like: str) -> None:
    with pytest.raises(refusal, match=like) as refused:
        open_log(store)
    assert str(refused.value).startswith(("not a log that can be op", "the log is not"))


@pytest.mark.parametrize(("like", "make"), FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_file_is_refused_and_left_as_it_was(
    path: Path, like: str, make: Make
) -> None:
    make(path)
    before = path.read_bytes()

    the_sentence(f"sqlite:///{path}", ForeignLog, like=like)

    assert before == path.read_bytes()
    assert [path] == list(path.parent.iterdir())


@pytest.mark.parametrize(("like", "make"), UNAVAILABLE.values(), ids=UNAVAILABLE)
def test_what_cannot_be_opened_is_not_available(
    path: Path, like: str, make: Make
) -> None:
    make(path)
    the_sentence(f"sqlite:///{path}", StorageUnavailable, like=like)


def test_a_folder_that_is_missing_is_named_and_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    the_sentence(f"sqlite:///{missing}/log.db", StorageUnavailable, like=str(missing))
    assert not missing.exists()


def test_a_file_in_place_of_the_folder_is_named(path: Path) -> None:
    path.touch()
    the_sentence(f"sqlite:///{path}/log.db", StorageUnavailable, like="no folder")


@pytest.mark.parametrize("must_exist", [False, True])
def test_a_name_too_long_for_the_disk_is_not_available(
    tmp_path: Path, *, must_exist: bool
) -> None:
    with pytest.raises(StorageUnavailable, match=r"too long|unable to open"):
        open_log(f"sqlite:///{tmp_path}/{'x' * 300}", must_exist=must_exist)


def test_a_log_that_must_exist_is_not_made(path: Path) -> None:
    with pytest.raises(StorageUnavailable, match="no file"):
        open_log(f"sqlite:///{path}", must_exist=True)
    assert not path.exists()


@pytest.mark.parametrize(
    "store",
    [
        "",
        "log.db",
        "sqlite:log.db",
        "sqlite://log.db",
        "SQLITE:///log.db",
        "postgres://localhost/log",
        ":memory:",
        "memory",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///log.db?mode=memory",
        "sqlite:///log.db?mode=ro",
        "sqlite:///log.db#part",
        "sqlite:///file:log.db",
        "sqlite:///file::memory:?cache=shared",
        "sqlite:///file:log.db?vfs=memdb",
        "sqlite:///mode=memory",
        "sqlite:///log.db\0.txt",
    ],
)
def test_a_name_that_is_no_plain_path_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    monkeypatch.chdir(tmp_path)
    the_sentence(store, ForeignLog, like="named (sqlite:///PATH|memory:)")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name",
    ["log", "a log.db", "50%25.db", "%6C%6F%67.db", "Zoë.db", "a;b=c&d.db", "'\".db"],
)
def test_any_plain_path_names_its_own_file(tmp_path: Path, name: str) -> None:
    open_log(f"sqlite:///{tmp_path}/{name}").close()
    assert [name] == [made.name for made in tmp_path.iterdir()]
    assert tmp_path / name == sqlite_path(f"sqlite:///{tmp_path}/{name}")


def test_a_path_is_not_cut_at_a_nul(path: Path) -> None:
    with pytest.raises(ForeignLog, match="NUL"):
        sqlite_log(Path(f"{path}\0.txt"))
    assert not path.exists()


def test_an_empty_file_becomes_a_log(path: Path) -> None:
    path.touch()
    make_log(path)
    with closing(sqlite_log(path)) as log:
        assert len(every_entry()) == log.position()


def test_a_log_whose_making_was_cut_short_is_made_anew(path: Path) -> None:
    """Killed after the first page was written and before there were tables."""
    make_database(path, "PRAGMA journal_mode=WAL", "VACUUM")
    assert path.stat().st_size > 0
    make_log(path)


def test_a_log_opened_again_is_the_same(path: Path) -> None:
    with closing(open_log(f"sqlite:///{path}")) as log:
        append(log, "case", acknowledged())
        log_id, read, streamed = log.log_id, log.read("case"), list(log.stream())

    with closing(open_log(f"sqlite:///{path}", must_exist=True)) as log:
        assert (log_id, read, streamed) == (
            log.log_id,
            log.read("case"),
            list(log.stream()),
        )


def test_opening_a_log_again_writes_nothing(path: Path) -> None:
    make_log(path)
    before = path.read_bytes()
    sqlite_log(path).close()
    assert before == path.read_bytes()


def test_a_copy_is_the_same_log(path: Path) -> None:
    """Made with SQLite's own backup, while the log is open."""
    copy = path.with_name("copy.db")
    with closing(sqlite_log(path)) as log:
        append(log, "case", acknowledged())
        with (
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        with closing(sqlite_log(copy)) as copied:
            assert log.log_id == copied.log_id
            assert log.read("case") == copied.read("case")


def test_several_who_open_a_new_file_at_once_all_succeed(tmp_path: Path) -> None:
    told = run("open", tmp_path)

    log_ids = defaultdict(set)
    for one in told:
        log_ids[one["file"]].add(one["log_id"])
    assert 10 == len(log_ids)
    assert {4} == set(Counter(one["file"] for one in told).values())
    assert {1} == {len(ids) for ids in log_ids.values()}
    for file in log_ids:
        with closing(sqlite_log(tmp_path / file)) as log:
            assert {log.log_id} == log_ids[file]
            assert 4 == log.position()
        with closing(sqlite3.connect(tmp_path / file)) as raw:
            (identities,) = raw.execute("SELECT count(*) FROM log_identity").fetchone()
            assert 1 == identities
