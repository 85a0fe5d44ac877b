"""`caseledger read-models`: how far they are, catch up, build again, export."""

import json

import attrs
import click

from caseledger.cli.printing import print_csv, table
from caseledger.cli.store import opened, progress, store_option, views
from caseledger.read_models import ALL_MODELS
from caseledger.viewstore import Status

_NAMES = [model.name for model in ALL_MODELS]


@click.group("read-models")
def command() -> None:
    """Look after the read models: SQL tables for reporting jobs."""


@command.command("status")
@store_option
def status(store: str) -> None:
    """Show each model's version and position, and how far it is behind the log."""
    with opened(store) as log, views(store, log, fresh=False) as models:
        found = models.status()
    headings = [field.name for field in attrs.fields(Status)]
    click.echo(table(headings, [attrs.astuple(one) for one in found]))


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


@command.command("export")
@store_option
@click.argument("name", type=click.Choice(_NAMES))
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl"]),
    default="csv",
    show_default=True,
)
def export(store: str, name: str, form: str) -> None:
    """Print a model's rows."""
    model = next(model for model in ALL_MODELS if model.name == name)
    with opened(store) as log, views(store, log) as models:
        rows = models.rows(model)
    names = [column.name for column in model.columns]
    if form == "csv":
        print_csv(names, ([getattr(row, one) for one in names] for row in rows))
        return
    for row in rows:
        told = {one: getattr(row, one) for one in names}
        click.echo(json.dumps(told, default=str, ensure_ascii=False))
