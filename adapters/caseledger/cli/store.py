"""What the commands share: the store option, opening it, tables, progress."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from caseledger.eventlog import RecorderLog, open_log, sqlite_path
from caseledger.eventlog.clock import SystemClock
from caseledger.viewstore import ViewStore

F = TypeVar("F", bound=Callable[..., Any])


class NoStore(LookupError):
    """There is no log where one was looked for."""


def _store(context: click.Context, _option: click.Parameter, given: str | None) -> str:
    return given or context.find_root().obj


def store_option(command: F) -> F:
    """Let a command take --store itself, as well as before its name."""
    return click.option(
        "--store",
        callback=_store,
        help="Where the log is (as before the command's name).",
    )(command)


@contextmanager
def opened(store: str, *, must_exist: bool = True) -> Iterator[RecorderLog]:
    """Open a log and let go of it afterwards. Raises `NoStore`."""
    if must_exist and store.startswith("sqlite:") and not sqlite_path(store).exists():
        raise NoStore(f"there is no log at {store}; import a register first")
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


class Day(click.ParamType[date]):
    """A date on the command line: yyyy-mm-dd and nothing else."""

    name = "yyyy-mm-dd"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """Read a date."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail("is not a date written yyyy-mm-dd", param, ctx)
        if day.isoformat() != value:
            self.fail("is not a date written yyyy-mm-dd", param, ctx)
        return day


DAY = Day()


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table for people: columns in line, as wide as they need."""
    told = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [
        max([len(heading), *(len(row[at]) for row in told)])
        for at, heading in enumerate(headings)
    ]
    lines = [headings, ["-" * width for width in widths], *told]
    return "\n".join(
        "  ".join(
            cell.ljust(width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def folder(path: Path) -> Path:
    """Make a folder to write in. Raises `click.UsageError` if that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"cannot write to {path}: {error.strerror}") from None
    return path
