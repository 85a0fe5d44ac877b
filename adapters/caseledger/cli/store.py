"""What the commands share: the store option, opening the log and its read models."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from caseledger.casework import ForeignLog
from caseledger.eventlog import SQLITE, RecorderLog, open_log, sqlite_path
from caseledger.eventlog.clock import SystemClock
from caseledger.viewstore import ViewStore

F = TypeVar("F", bound=Callable[..., Any])


class NotFound(LookupError):
    """What was asked for is not there; the message says what would do."""


def _store(context: click.Context, _option: click.Parameter, given: str | None) -> str:
    return given or context.find_root().obj


def store_option(command: F) -> F:
    """Let a command take --store itself, as well as before its name."""
    return click.option(
        "--store",
        callback=_store,
        help="Where the log is (as before the command's name).",
    )(command)


def is_there(store: str) -> bool:
    """Say whether there is a log, as far as that can be told without opening it."""
    return not store.startswith(SQLITE) or sqlite_path(store).exists()


@contextmanager
def opened(store: str, *, must_exist: bool = True) -> Iterator[RecorderLog]:
    """
    Open a log and let go of it afterwards.

    Raises `NotFound` if there is none and there must be one, `ForeignLog` if
    something else is in its place.
    """
    if store.startswith(SQLITE):
        path = sqlite_path(store)
        if path.is_dir():
            raise ForeignLog(f"{path} is a folder")
        if must_exist and not is_there(store):
            raise NotFound(
                f"there is no log at {store}; import a register first, "
                "or say with --store where the log is",
            )
        if not path.absolute().parent.is_dir():
            raise click.UsageError(f"there is no folder {path.parent}")
    log = open_log(store)
    try:
        yield log
    finally:
        log.close()


@contextmanager
def views(store: str, log: RecorderLog, *, fresh: bool = True) -> Iterator[ViewStore]:
    """Open the read models beside a log, kept up with it if they are to be `fresh`."""
    path = None
    if store != "memory:":
        plain = sqlite_path(store)
        path = plain.with_name(f"{plain.name}-views")
    opened_views = ViewStore(log, path)
    try:
        if fresh:
            behind = max(one.behind for one in opened_views.status())
            with progress("reading the log", behind) as advance:
                opened_views.catch_up(progress=advance)
        yield opened_views
    finally:
        opened_views.close()


MANY = 20_000
"""Below this many events or rows, no one needs to see progress."""


@contextmanager
def progress(what: str, length: int) -> Iterator[Callable[[int], None]]:
    """Show progress on standard error, where work is long and a person is looking."""
    if length < MANY or not sys.stderr.isatty():
        yield lambda _done: None
        return
    with click.progressbar(length=length, label=what, file=sys.stderr) as bar:
        yield bar.update


def today() -> date:
    """Return the day in England."""
    return SystemClock().today()


def folder(path: Path) -> Path:
    """Make a folder to write in. Raises `click.UsageError` if that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"cannot write to {path}: {error.strerror}") from None
    return path
