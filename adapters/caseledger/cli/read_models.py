"""`caseledger read-models`: how far they are, keep up, build again, export."""

import json

import attrs
import click

from caseledger.cli.exporting import export
from caseledger.cli.following import follow as keep_following
from caseledger.cli.main import FINDINGS
from caseledger.cli.printing import table
from caseledger.cli.store import opened, progress, store_option, views
from caseledger.read_models import ALL_MODELS
from caseledger.viewstore import Status

_NAMES = [model.name for model in ALL_MODELS]


@click.group("read-models")
def command() -> None:
    """Look after the read models: SQL tables for reporting jobs."""


@command.command("status")
@store_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
)
def status(store: str, form: str) -> None:
    """
    Show each model's version and position, and how far it is behind the log.

    A model that cannot get past an event is stopped: the event, the kind of fault
    and the instant from which it has been so are shown, and the exit code is 1.
    """
    with opened(store) as log, views(store, log, fresh=False) as models:
        found = models.status()
    if form == "json":
        told = [attrs.asdict(one) for one in found]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        headings = [field.name for field in attrs.fields(Status)]
        click.echo(table(headings, [attrs.astuple(one) for one in found]))
    if any(one.since for one in found):
        raise click.exceptions.Exit(FINDINGS)


@command.command("catch-up")
@store_option
def catch_up(store: str) -> None:
    """Take in what was recorded since."""
    with opened(store) as log, views(store, log, fresh=False) as models:
        behind = max(one.behind for one in models.status())
        with progress("reading the log", behind) as advance:
            taken = models.catch_up(progress=advance)
        models.check()
    click.echo(f"{taken} events taken in")


@command.command("follow")
@store_option
@click.option(
    "--every",
    type=click.FloatRange(min=0.01),
    default=5.0,
    show_default=True,
    help="Seconds to the next look at the log, if nothing tells that it has grown.",
)
@click.option("--for", "seconds", type=float, help="End after so many seconds.")
def follow(store: str, every: float, seconds: float | None) -> None:
    """
    Keep up with a log that others write, until interrupted.

    What keeps a model from going on is said once on standard error. A model that is
    stopped is tried again when this is started anew. In PostgreSQL one process does
    this at a time: others stand by, and one of them takes over when it ends.
    """
    if store == "memory:":
        raise click.UsageError("nobody else writes to a log in memory")
    limit = float("inf") if seconds is None else seconds
    taken = keep_following(store, every=every, seconds=limit)
    click.echo(f"{taken} events taken in")


@command.command("rebuild")
@store_option
@click.argument("name", type=click.Choice(_NAMES), required=False)
def rebuild(store: str, name: str | None) -> None:
    """Build all models again from the first event, or the one that is named."""
    with (
        opened(store) as log,
        views(store, log, fresh=False) as models,
        progress("reading the log", log.position()) as advance,
    ):
        models.rebuild([name] if name else [], progress=advance)
        models.check()
    click.echo(f"rebuilt: {name or ', '.join(_NAMES)}")


@command.command("docs")
def docs() -> None:
    """Print the page about the tables and views: docs/reporting.md."""
    from caseledger.viewstore import render_reporting

    click.echo(render_reporting(), nl=False)


command.add_command(export)
