"""`caseledger import`: a register and its companions recorded as events."""

import csv
from pathlib import Path
from uuid import uuid4

import attrs
import click

from caseledger.casework import StaleCase
from caseledger.cli.main import FINDINGS
from caseledger.cli.store import (
    chosen_policies,
    is_there,
    opened,
    progress,
    store_option,
    terms_of,
)
from caseledger.cli.typed import IDENTIFIER, NOTE
from caseledger.eventlog.clock import SystemClock
from caseledger.exports import safe_cell
from caseledger.register import (
    Choices,
    Corrections,
    Irregular,
    Rejected,
    Summary,
    import_register,
)
from caseledger.sheets import PLAIN, read_mapping, register_sheets


@click.command("import")
@store_option
@click.argument("register", type=click.Path(path_type=Path))
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    help="A TOML file with the council's own headings, date formats and code words.",
)
@click.option("--dry-run", is_flag=True, help="Judge every row and record nothing.")
@click.option(
    "--irregular",
    type=click.Choice([str(one) for one in Irregular]),
    default=str(Irregular.RECORD),
    show_default=True,
    help="What to do with steps that a rule forbids.",
)
@click.option(
    "--corrections",
    type=click.Choice([str(one) for one in Corrections]),
    default=str(Corrections.REFUSE),
    show_default=True,
    help="What to do with cells that differ from what is recorded.",
)
@click.option("--because", type=NOTE, default="", help="Why corrections are made.")
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    help="Write a line for each refused row to this CSV file.",
)
@click.option(
    "--actor",
    type=IDENTIFIER,
    default="register-import",
    help="Who imports: an opaque id.",
)
def command(  # noqa: PLR0917 - click passes by name
    store: str,
    register: Path,
    mapping: Path | None,
    dry_run: bool,  # noqa: FBT001 - a flag
    irregular: str,
    corrections: str,
    because: str,
    rejects: Path | None,
    actor: str,
) -> None:
    """
    Record REGISTER: a folder with register.csv and its companions, or such a file.

    Rows that are recorded already change nothing; refused rows are listed.
    """
    if corrections == Corrections.RECORD and not because:
        raise click.UsageError("--corrections record needs --because TEXT")
    if corrections != Corrections.RECORD and because:
        raise click.UsageError("--because goes with --corrections record")
    sheets = register_sheets(
        register, PLAIN if mapping is None else read_mapping(mapping)
    )
    if rejects is not None:
        _check_writable(rejects)
    if dry_run and not is_there(store):
        # Nothing is recorded, so no file is made either.
        store = "memory:"
    # Before a log is made: a policy that cannot be used leaves nothing behind.
    chosen_policies()
    clock = SystemClock()
    with (
        opened(store, must_exist=False) as log,
        progress("importing", sum(sheet.length for sheet in sheets)) as advance,
    ):
        choices = Choices(
            terms=terms_of(log),
            today=clock.today(),
            now=clock.now(),
            actor=actor,
            irregular=Irregular(irregular),
            corrections=Corrections(corrections),
            because=because,
        )
        try:
            summary = import_register(
                log,
                sheets,
                choices,
                new_id=lambda: uuid4().hex,
                dry_run=dry_run,
                progress=lambda _file: advance(1),
            )
        except StaleCase:
            click.echo(
                "somebody else recorded at the same time; run the import again: "
                "it goes on where it stopped",
                err=True,
            )
            raise
    if rejects is not None:
        _write_rejects(rejects, summary.rejected)
    _print(summary, dry_run=dry_run)
    if summary.rejected:
        raise click.exceptions.Exit(FINDINGS)


def _check_writable(path: Path) -> None:
    """See before anything is recorded that the refused rows can be listed."""
    try:
        path.open("a").close()
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from None


def _write_rejects(path: Path, rejected: list[Rejected]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in attrs.fields(Rejected)])
        writer.writerows(map(safe_cell, attrs.astuple(one)) for one in rejected)


SHOWN = 20


def _print(summary: Summary, *, dry_run: bool) -> None:
    for one in summary.rejected[:SHOWN]:
        where = f"{one.file}, row {one.row}" + (one.column and f", {one.column}")
        click.echo(f"refused: {where}: {one.message} [{one.rule}]", err=True)
    if len(summary.rejected) > SHOWN:
        more = len(summary.rejected) - SHOWN
        click.echo(f"... and {more} more; --rejects FILE.csv lists them all", err=True)
    if summary.rejected:
        click.echo(
            "refused rows are not in the log; put them right and import again: "
            "rows that are recorded already change nothing",
            err=True,
        )
    for rule, count in sorted(summary.broken.items()):
        steps = "1 step" if count == 1 else f"{count} steps"
        would_be = "would be " if dry_run else ""
        click.echo(f"{would_be}recorded as irregular: {steps} that {rule} forbids")
    if dry_run:
        click.echo("dry run: nothing was recorded")
    for name, tally in [*summary.tallies.items(), ("in all", summary.total)]:
        click.echo(
            f"{name}: {tally.read} rows read, {tally.imported} imported, "
            f"{tally.unchanged} unchanged, {tally.refused} refused",
        )
    click.echo(f"irregular: {summary.irregular_rows}")
