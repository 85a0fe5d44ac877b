"""`caseledger explain`: how each due date of a case was reached, day by day."""

import click

from caseledger.cli.store import casework_over, opened, store_option, terms_of
from caseledger.complaint import DeadlineName
from caseledger.history import explanation


@click.command("explain")
@store_option
@click.argument("reference")
@click.option(
    "--deadline",
    type=click.Choice([str(name) for name in DeadlineName]),
    help="Explain this one alone.",
)
def command(store: str, reference: str, deadline: str | None) -> None:
    """Say how each due date of the case REFERENCE was reached: rule and every day."""
    with opened(store) as log:
        complaint = casework_over(log).case(reference)
        terms = terms_of(log)
    explained = explanation(complaint, terms, only=deadline)
    for one in explained:
        click.echo(f"{one.name}: {one.due}")
        for sentence in one.sentences:
            click.echo(f"    {sentence}")
    if not explained:
        click.echo(f"{reference}: no such clock has started", err=True)
