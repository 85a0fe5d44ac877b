"""`caseledger who`: who looked at a case, at what of it, when and why."""

import json
from collections.abc import Sequence

import attrs
import click

from caseledger.access import Look
from caseledger.cli.disclosing import NOT_SAID, access_to
from caseledger.cli.printing import table
from caseledger.cli.store import casework_over, opened, store_option


@click.command("who")
@store_option
@click.argument("reference", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
)
def command(store: str, reference: str | None, form: str) -> None:
    """
    List who looked at the case REFERENCE, at what, when and why.

    Without REFERENCE, list who looked at many cases at once, and by what these were
    selected. Whoever asked and was refused is listed too.
    """
    with opened(store) as log:
        access = access_to(store, log)
        many = access.who_saw_many()
        if reference is None:
            looks = many
        else:
            looks = access.who(casework_over(log).history(reference)[0].stream)
    if form == "json":
        told = [attrs.asdict(look) for look in looks]
        click.echo(json.dumps(told, default=str, indent=1, ensure_ascii=False))
    else:
        _print(looks)
    if reference is not None and many:
        click.echo(
            f"looks at many cases at once: {len(many)}; this case may have been among "
            "them: `caseledger who` lists these",
            err=True,
        )


def _print(looks: Sequence[Look]) -> None:
    headings = ("when", "who", "role", "what", "why", "refused by")
    rows = [
        (
            f"{look.at:%Y-%m-%d %H:%M}Z",
            look.actor.id,
            look.actor.role,
            _what(look),
            look.reason or NOT_SAID,
            look.refused_by,
        )
        for look in looks
    ]
    if rows:
        click.echo(table(headings, rows))
    count = len(rows)
    click.echo("1 look is recorded" if count == 1 else f"{count} looks are recorded")


def _what(look: Look) -> str:
    what = look.what.replace("_", " ")
    if look.selection is None:
        return what
    return f"{what}: {look.selection.by} ({look.selection.count})"
