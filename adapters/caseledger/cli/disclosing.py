"""What a command that shows cases does first: record who looks, at what, and why."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

import click

from caseledger.access import (
    LOCAL_STORE,
    Access,
    AccessRequest,
    Disclosable,
    Selection,
)
from caseledger.casework import Actor, EventLog
from caseledger.cli.typed import IDENTIFIER, LINE, NOTE
from caseledger.eventlog import SQLITE
from caseledger.eventlog.clock import SystemClock

F = TypeVar("F", bound=Callable[..., Any])

NOT_SAID = "not said"
LOCAL = (SQLITE, "memory:")
"""How the names of stores begin that whoever runs the command can read anyway."""


def _keep(context: click.Context, option: click.Parameter, given: str | None) -> None:
    if option.name == "actor" and not given:
        raise click.BadParameter("whoever looks has an id")
    context.meta.setdefault(__name__, {})[option.name] = given


def looking_options(command: F) -> F:
    """
    Let a command take --actor, --role and --reason, which `disclose` records.

    The reason is asked for and not required: a text that is demanded gets filled in
    with anything, whereas one that is missing can be asked after.
    """
    actor = click.option(
        "--actor",
        type=IDENTIFIER,
        envvar="CASELEDGER_ACTOR",
        default="local",
        show_default=True,
        expose_value=False,
        callback=_keep,
        help="Who looks: an opaque id. Also from CASELEDGER_ACTOR.",
    )
    role = click.option(
        "--role",
        type=LINE,
        default=NOT_SAID,
        show_default=True,
        expose_value=False,
        callback=_keep,
        help="In which role.",
    )
    reason = click.option(
        "--reason",
        type=NOTE,
        metavar="TEXT",
        expose_value=False,
        callback=_keep,
        help="Why they look; recorded, and told by `caseledger who`.",
    )
    return actor(role(reason(command)))


def disclose(
    store: str,
    log: EventLog,
    what: Disclosable,
    cases: tuple[str, ...] | Selection,
) -> None:
    """
    Record that a command with `looking_options` shows cases; show them only then.

    `cases` are their streams, or a selection of many. Raises `AccessRefused`, and
    does so for any log that is not local: no policy says who may see it.
    """
    said = click.get_current_context().meta[__name__]
    request = AccessRequest(
        actor=Actor(said["actor"], role=said["role"]),
        what=what,
        cases=cases,
        reason=said["reason"],
    )
    access_to(store, log).disclose(request)
    if request.reason is None:
        click.echo(
            "recorded who looks, without a reason: say it with --reason", err=True
        )


def access_to(store: str, log: EventLog) -> Access:
    """Return what decides and records who looks at the cases of a log."""
    return Access(
        log=log,
        clock=SystemClock(),
        new_id=lambda: uuid4().hex,
        policy=LOCAL_STORE if store.startswith(LOCAL) else None,
    )
