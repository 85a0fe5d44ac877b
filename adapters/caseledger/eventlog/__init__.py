"""
Where events are kept: the eventsourcing library behind the port `EventLog`.

>>> from caseledger.eventlog import open_log
>>> open_log("memory:").position()
0
"""

from pathlib import Path

from caseledger.casework import ForeignLog, StorageUnavailable
from caseledger.eventlog.clock import SystemClock
from caseledger.eventlog.codec import Unstorable, UnstorableText
from caseledger.eventlog.log import (
    RecorderLog,
    memory_log,
    postgres_log,
    sqlite_log,
)
from caseledger.eventlog.recorders import NoLog, OutcomeUnknown

SQLITE = "sqlite:///"
POSTGRES = "postgresql://"


def sqlite_path(store: str) -> Path:
    """
    Return the file that an SQLite store names.

    Raises `ForeignLog` for a name that is no plain path: SQLite would read
    options or memory mode into it.
    """
    path = store.removeprefix(SQLITE)
    if not path or path.startswith("file:") or set(path) & set("?#\0"):
        raise ForeignLog("an SQLite store is named sqlite:///PATH, a plain file path")
    if ":memory:" in path or "mode=memory" in path:
        raise ForeignLog("a log in memory is named memory:")
    return Path(path)


def open_log(store: str, *, must_exist: bool = False) -> RecorderLog:
    """
    Open the log that a store's name says.

    It is `sqlite:///PATH`, `postgresql://[USER@]HOST/DATABASE[?schema=NAME]` or
    `memory:`. Raises `ForeignLog` for any other name or what is no log, and
    `StorageUnavailable` if it cannot be opened, or with `must_exist` if there is none.
    """
    if store == "memory:":
        return memory_log()
    if store.startswith(POSTGRES):
        return postgres_log(store, must_exist=must_exist)
    if not store.startswith(SQLITE):
        raise ForeignLog(
            "a store is named sqlite:///PATH, postgresql://HOST/DATABASE or memory:"
        )
    path = sqlite_path(store)
    try:
        if not path.absolute().parent.is_dir():
            raise StorageUnavailable(f"there is no folder {path.absolute().parent}")
        if path.is_dir():
            raise StorageUnavailable(f"{path} is a folder")
        if must_exist and not path.exists():
            raise NoLog(f"there is no file {path}")
    except OSError as error:
        raise StorageUnavailable(f"{path}: {error.strerror}") from error
    return sqlite_log(path)


__all__ = [
    "POSTGRES",
    "SQLITE",
    "NoLog",
    "OutcomeUnknown",
    "RecorderLog",
    "SystemClock",
    "Unstorable",
    "UnstorableText",
    "memory_log",
    "open_log",
    "postgres_log",
    "sqlite_log",
    "sqlite_path",
]
