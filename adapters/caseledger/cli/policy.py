"""`caseledger policy`: an authority's policy checked, and presets to start from."""

import json

import click

from caseledger.cli.printing import table
from caseledger.policies import (
    PRESETS,
    choices,
    policy_file,
    policy_schema,
    preset_file,
)


@click.group("policy")
def command() -> None:
    """Check an authority's policy, or show one to start from."""


@command.command("check")
@click.argument("file")
def check(file: str) -> None:
    """
    Say what FILE, or a preset, sets in each edition, beside what holds without it.

    A file that cannot be used exits with 2, and says which key is wrong.
    """
    for edition in choices(policy_file(file)):
        click.echo(f"from {edition.since}")
        rows = [(one.key, one.chosen, one.otherwise) for one in edition.choices]
        headings = ("key", "is set to", "without it")
        click.echo(table(headings, rows) if rows else "nothing of its own")


@command.command("show")
@click.argument("preset", type=click.Choice(PRESETS))
def show(preset: str) -> None:
    """Print the file of PRESET, with its sources: to copy and change."""
    click.echo(preset_file(preset).read_text(encoding="utf-8"), nl=False)


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of a policy file, for editors that help to write one."""
    click.echo(json.dumps(policy_schema(), indent=1, ensure_ascii=False))
