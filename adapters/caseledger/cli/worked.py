"""`caseledger check-cases`: worked cases in sentences, told to the rules."""

from pathlib import Path

import click

from caseledger.cli.main import FINDINGS
from caseledger.worked_cases import (
    Fault,
    UnusableCases,
    read_cases,
    render_page,
    shortfalls,
)


@click.command("check-cases")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--sentences", is_flag=True, help="Print what a case can say, and stop.")
def command(files: tuple[Path, ...], sentences: bool) -> None:  # noqa: FBT001 - a flag
    """
    Tell the worked cases of each FILE to the rules, and say which do not hold.

    A case is written in YAML, in sentences: see docs/worked-cases.md.
    """
    if sentences:
        click.echo(render_page(), nl=False)
        return
    if not files:
        raise click.UsageError("give at least one FILE")
    read, faults = [], list[Fault]()
    for file in files:
        try:
            read += [(file, case) for case in read_cases(file)]
        except UnusableCases as unusable:
            faults += unusable.faults
    if faults:
        raise UnusableCases(faults)
    fallen = 0
    for file, case in read:
        found = list(shortfalls(case))
        fallen += bool(found)
        for one in found:
            click.echo(f"{file}:{one.line}: {case.name}")
            click.echo(f"    {one.said}")
            click.echo(f"    expected: {one.expected}")
            click.echo(f"    came:     {one.came}")
    click.echo(f"{len(read)} cases, {fallen} do not hold", err=True)
    if fallen:
        raise click.exceptions.Exit(FINDINGS)
