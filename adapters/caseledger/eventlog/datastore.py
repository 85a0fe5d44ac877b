"""
Connections to a log's SQLite file: durable, sound, and one writer at a time.

They stand in for the library's own, which begin to write without the write lock,
are handed out again after a commit that failed, leave durability to how SQLite was
built, and lose the writer's turn for good when a connection cannot be made.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from types import MappingProxyType
from typing import Any

from eventsourcing import persistence
from eventsourcing.persistence import InterfaceError, PersistenceError
from eventsourcing.sqlite import SQLiteCursor, SQLiteDatastore

from caseledger.casework import ForeignLog
from caseledger.eventlog.forking import close_before_forks

APPLICATION_ID = 0x43_4C_47_31  # "CLG1" in the file's header
LAYOUT = 2
"""The header's `user_version`; a higher one was written by a newer version."""

PATIENCE = 5
"""Seconds for which a connection waits while another process writes."""

WAL = "PRAGMA journal_mode=WAL"
SETTINGS: tuple[str, ...] = (
    "PRAGMA synchronous=FULL",  # a commit is on the disk before it returns
    "PRAGMA fullfsync=ON",  # on macOS, nothing less reaches the disk
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
)

_LOSES = "its storage may lose what was committed"
_KEEPS = "its storage may keep what was deleted"
_RUNS = "its storage may run what a damaged file says"
REQUIRED: Mapping[str, tuple[object, str]] = MappingProxyType(
    {
        "journal_mode": ("wal", _LOSES),
        "synchronous": (2, _LOSES),  # FULL
        "fullfsync": (1, _LOSES),
        "secure_delete": (1, _KEEPS),
        "trusted_schema": (0, _RUNS),
    }
)
"""What each setting must then be, and what may happen else."""

_WHOSE = (
    "PRAGMA application_id",
    "PRAGMA user_version",
    "SELECT count(*) FROM sqlite_master",
)


class Datastore(SQLiteDatastore):
    """The connections to one file; the pool that it inherits stays empty."""

    def __init__(self, path: Path) -> None:
        # Absolute: it stays the same file when the program changes its folder.
        self._path = path.absolute()
        self._mode = "rwc"
        self._idle: list[sqlite3.Connection] = []
        self._writing = Lock()
        self._closed = False
        close_before_forks(self)
        super().__init__(str(self._path), originator_id_type="text")

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """Run a transaction; one that is to be committed has the write lock."""
        # Threads queue here. SQLite has each try again now and then, which lets one
        # of sixteen wait for most of a second.
        with self._writing if commit else nullcontext():
            raw = self._take()
            try:
                # A deferred transaction that must upgrade to write fails at once
                # where another writes; one that begins by writing waits its turn.
                cursor = raw.execute("BEGIN IMMEDIATE" if commit else "BEGIN")
                cursor.row_factory = sqlite3.Row
                yield SQLiteCursor(cursor)
                if commit:
                    raw.execute("COMMIT")
            except sqlite3.Error as error:
                raw.close()
                raise _library_error(error) from error
            finally:
                self._take_back(raw)

    def select(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the rows of one statement, which sees the log at one moment."""
        raw = self._take()
        try:
            return raw.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raw.close()
            raise _library_error(error) from error
        finally:
            self._take_back(raw)

    def close(self) -> None:
        """Close every connection; those in use, as soon as they are given back."""
        self._closed = True
        self.let_go()

    def let_go(self) -> None:
        """Close the connections that are idle."""
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _take(self) -> sqlite3.Connection:
        if self._closed:
            raise InterfaceError("it is closed")
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

    def _take_back(self, raw: sqlite3.Connection) -> None:
        try:
            raw.rollback()  # what was not committed
        except sqlite3.Error:
            raw.close()
        else:
            self._idle.append(raw)
        if self._closed:
            self.close()

    def _connect(self) -> sqlite3.Connection:
        try:
            raw = sqlite3.connect(
                f"{self._path.as_uri()}?mode={self._mode}",
                uri=True,
                timeout=PATIENCE,
                isolation_level=None,
                check_same_thread=False,
            )
        except sqlite3.Error as error:
            raise _library_error(error) from error
        try:
            _refuse_foreign(raw)
            _make_durable(raw)
        except sqlite3.Error as error:
            raw.close()
            raise _library_error(error) from error
        except BaseException:
            raw.close()
            raise
        # A file that is gone later is missed, not made again without its events.
        self._mode = "rw"
        return raw


def _refuse_foreign(raw: sqlite3.Connection) -> None:
    """Look before anything is written, were it only the journal mode."""
    raw.execute("BEGIN")  # so that all is seen at one moment
    try:
        found = tuple(raw.execute(question).fetchone()[0] for question in _WHOSE)
    except sqlite3.DatabaseError as error:
        if _code(error) == sqlite3.SQLITE_NOTADB:
            raise ForeignLog("the file is not an SQLite database") from None
        raise
    raw.execute("ROLLBACK")
    application_id, layout, _ = found
    if application_id == APPLICATION_ID and layout > LAYOUT:
        raise ForeignLog(f"it was written by a newer version (layout {layout})")
    # An empty database may be a log that is being made at this moment.
    if application_id != APPLICATION_ID and any(found):
        raise ForeignLog("the file is a database of something else")


def _make_durable(raw: sqlite3.Connection) -> None:
    until = monotonic() + PATIENCE
    while True:
        try:
            raw.execute(WAL)
            break
        except sqlite3.OperationalError as error:
            # Here SQLite does not wait for others who are making the same file.
            if _code(error) != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(0.005)
    for setting in SETTINGS:
        raw.execute(setting)
    for name, (value, else_) in REQUIRED.items():
        if raw.execute(f"PRAGMA {name}").fetchone()[0] != value:
            raise InterfaceError(f"{else_}: {name} cannot be set")


def _code(error: sqlite3.Error) -> int | None:
    # Errors of Python's own have none.
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code


def _library_error(error: sqlite3.Error) -> PersistenceError:
    # Both name their errors as Python's database API does.
    named = getattr(persistence, type(error).__name__, PersistenceError)
    found: PersistenceError = named(error)
    return found
