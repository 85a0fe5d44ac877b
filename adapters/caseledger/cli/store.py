"""What the commands share: their options, opening the log and its read models."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import click

from caseledger.casework import Casework, ForeignLog, terms_in_force
from caseledger.cli.main import Settings
from caseledger.complaint import Terms
from caseledger.eventlog import (
    POSTGRES,
    SQLITE,
    NoLog,
    RecorderLog,
    open_log,
    sqlite_path,
)
from caseledger.eventlog.clock import SystemClock
from caseledger.proof import MerkleLog
from caseledger.rules import DEFAULT_POLICY, Policy
from caseledger.viewstore import Place, Turn, ViewStore, open_turn

F = TypeVar("F", bound=Callable[..., Any])

_BESIDE = {"views": "the read models", "merkle": "the tree of proofs"}
"""What is beside a log, in a file of its own if one is named."""


class NotFound(LookupError):
    """What was asked for is not there; the message says what would do."""


def _store(context: click.Context, _option: click.Parameter, given: str | None) -> str:
    settings: Settings = context.find_root().obj
    return given or settings.store


def _policy(context: click.Context, _option: click.Parameter, given: str) -> None:
    root = context.find_root()
    if given:
        root.obj = root.obj._replace(policy=given)


def _beside_option(
    context: click.Context, option: click.Parameter, given: Path | None
) -> None:
    context.meta.setdefault(__name__, {})[option.name] = given


def store_option(command: F) -> F:
    """
    Let a command take --store and --policy itself, as well as before its name.

    And --views and --merkle: where is what can be made again from the log.
    """
    policy = click.option(
        "--policy",
        callback=_policy,
        expose_value=False,
        help="The authority's policy (as before the command's name).",
    )
    store = click.option(
        "--store",
        callback=_store,
        help="Where the log is (as before the command's name).",
    )
    beside = [
        click.option(
            f"--{what}",
            envvar=f"CASELEDGER_{what.upper()}",
            type=click.Path(dir_okay=False, path_type=Path),
            callback=_beside_option,
            expose_value=False,
            help=f"The file of {holds}. Also from CASELEDGER_{what.upper()}.",
        )
        for what, holds in _BESIDE.items()
    ]
    return store(policy(beside[0](beside[1](command))))


def is_there(store: str) -> bool:
    """Say whether there is a log."""
    if store.startswith(SQLITE):
        return sqlite_path(store).exists()
    try:
        open_log(store, must_exist=True).close()
    except NoLog:
        return False
    return True


@contextmanager
def opened(store: str, *, must_exist: bool = True) -> Iterator[RecorderLog]:
    """
    Open a log and let go of it afterwards.

    Raises `NotFound` if there is none and there must be one, `ForeignLog` if
    something else is in its place, `BadPolicy` before a log is made in vain.
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
    if not must_exist:
        # No log is made for a policy that cannot be used.
        chosen_policies()
    try:
        log = open_log(store, must_exist=must_exist)
    except NoLog as missing:
        raise NotFound(missing.reason) from None
    try:
        yield log
    finally:
        log.close()


@contextmanager
def views(store: str, log: RecorderLog, *, fresh: bool = True) -> Iterator[ViewStore]:
    """Open the read models beside a log, kept up with it if they are to be `fresh`."""
    opened_views = ViewStore(log, _views_place(store))
    try:
        if fresh:
            behind = max(one.behind for one in opened_views.status())
            with progress("reading the log", behind) as advance:
                opened_views.catch_up(progress=advance)
        yield opened_views
    finally:
        opened_views.close()


@contextmanager
def turn(store: str) -> Iterator[Turn]:
    """Take turns with others who want to keep the same read models up."""
    with closing(open_turn(_views_place(store))) as ours:
        yield ours


def _views_place(store: str) -> Place:
    """Return where read models are: in a file that is named, else beside the log."""
    given = _beside(store, "views")
    if given is None and store.startswith(POSTGRES):
        # It is slow to load.
        from caseledger.eventlog.postgres import postgres_store

        return postgres_store(store)
    return given


@contextmanager
def merkle_log(store: str, log: RecorderLog) -> Iterator[MerkleLog]:
    """Open the Merkle log beside a log; it is made if it is missing."""
    with closing(MerkleLog(_beside(store, "merkle"), log.log_id)) as opened_tree:
        yield opened_tree


def has_merkle_log(store: str) -> bool:
    """Say whether there is a Merkle log beside a log."""
    path = _beside(store, "merkle")
    return path is not None and path.exists()


def _beside(store: str, what: str) -> Path | None:
    """Return the file that the command was given, or beside a log's; None for none."""
    given: Path | None = click.get_current_context().meta.get(__name__, {}).get(what)
    if given is not None or not store.startswith(SQLITE):
        return given
    plain = sqlite_path(store)
    return plain.with_name(f"{plain.name}-{what}")


def chosen_policies() -> tuple[Policy, ...]:
    """
    Return the policies that the command was given, or the default one.

    Raises `BadPolicy`.
    """
    settings: Settings = click.get_current_context().find_root().obj
    if not settings.policy:
        return (DEFAULT_POLICY,)
    # What reads policies is slow to load.
    from caseledger.policies import load_policies, policy_file

    return load_policies(policy_file(settings.policy))


def terms_of(log: RecorderLog) -> Terms:
    """Return the policies and the calendar under which a log's commands are decided."""
    return terms_in_force(log, Terms(policies=chosen_policies()))


def casework_over(log: RecorderLog) -> Casework:
    """Return the casework over an open log."""
    return Casework(
        log=log,
        clock=SystemClock(),
        new_id=lambda: uuid4().hex,
        terms=terms_of(log),
    )


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
