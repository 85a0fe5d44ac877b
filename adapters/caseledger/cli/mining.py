"""`caseledger event-data`: the log for process-mining tools."""

from pathlib import Path

import click

from caseledger.access import Disclosable, Selection
from caseledger.cli.disclosing import disclose, looking_options
from caseledger.cli.files import whole
from caseledger.cli.store import NotFound, folder, opened, store_option
from caseledger.eventlog import SQLITE, sqlite_path
from caseledger.process_mining import (
    cases,
    write_ocel_json,
    write_ocel_sqlite,
    write_xes,
)
from caseledger.rules import Procedure

XES, OCEL_JSON, OCEL_SQLITE = FORMATS = ("xes", "ocel-json", "ocel-sqlite")


@click.command("event-data")
@store_option
@looking_options
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    required=True,
    help="XES (IEEE 1849), or OCEL 2.0 as JSON or as an SQLite file.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file to write; one that is there is replaced.",
)
@click.option(
    "--procedure",
    type=click.Choice([procedure.value for procedure in Procedure]),
    help="Only complaints that stand under this procedure.",
)
@click.option("--service", help="Only complaints about this service.")
@click.option(
    "--with-references",
    is_flag=True,
    help="With the references of the complaints, for those only who may see them.",
)
def command(  # noqa: PLR0917 - click passes by name
    store: str,
    form: str,
    out: Path,
    procedure: str | None,
    service: str | None,
    with_references: bool,  # noqa: FBT001 - a flag
) -> None:
    """
    Write the log for a process-mining tool: every complaint with all its events.

    Cases and people are opaque ids. Names, free text and whatever else is personal is
    not in it. It is about single cases: it is not for publication.
    """
    _spare_the_log(store, out)
    folder(out.parent)
    replaced = out.exists()
    with opened(store) as log:
        found = cases(
            log,
            procedure=Procedure(procedure) if procedure else None,
            service=service,
        )
        with whole(out) as part:
            match form:
                case "ocel-sqlite":
                    count = write_ocel_sqlite(
                        found, part, with_references=with_references
                    )
                case _:
                    write = write_xes if form == XES else write_ocel_json
                    with part.open("wb") as file:
                        count = write(found, file, with_references=with_references)
            if not count and service is not None:
                raise NotFound(f"no such complaint is about the service {service!r}")
            chosen = ", ".join(filter(None, (form, procedure, service)))
            disclose(
                store, log, Disclosable.EVENT_DATA, Selection(by=chosen, count=count)
            )
    told = "1 complaint" if count == 1 else f"{count} complaints"
    instead = ", in place of what was there" if replaced else ""
    click.echo(f"{told} written to {out}{instead}", err=True)


def _spare_the_log(store: str, out: Path) -> None:
    """Refuse to write where the log is, or what lies beside it under its name."""
    if not store.startswith(SQLITE):
        return
    log, file = sqlite_path(store).resolve(), out.resolve()
    if file.parent == log.parent and file.name.startswith(log.name):
        raise click.UsageError(f"{out} belongs to the log: write to another file")
