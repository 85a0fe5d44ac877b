"""`caseledger store`: make a log, and copy one from an engine to another."""

from collections.abc import Callable, Iterable, Iterator

import click

from caseledger.cli.main import LOST_RACE
from caseledger.cli.store import opened, progress, store_option
from caseledger.eventlog import POSTGRES, postgres_log
from caseledger.proof import Inconsistent, StoredRow, verify

GRANTS = """
Several authorities in one database have a schema and a role each, and none can read
another's. In the schema KENT, --grant-to ROLE says:

\b
GRANT USAGE ON SCHEMA kent TO role;
GRANT SELECT, INSERT ON kent.stored_events TO role;
GRANT SELECT, UPDATE (newest) ON kent.log_identity TO role;

Read models are in a schema of their own, KENT_VIEWS. --grant-worker makes a role the
owner of all that is in it, and lets it read the log; --grant-reader lets a role read
what is in it now and later, and nothing of the log.
"""


class SomebodyRecorded(click.ClickException):
    """A log grew while it was copied."""

    exit_code = LOST_RACE


@click.group("store")
def command() -> None:
    """Make a log, or copy one from an engine to another."""


@command.command("init", epilog=GRANTS)
@store_option
@click.option(
    "--grant-to",
    "role",
    metavar="ROLE",
    help="A role of the database that may record in the log from now on.",
)
@click.option(
    "--grant-worker",
    "worker",
    metavar="ROLE",
    help="The role that keeps the read models up: of one who follows, or reports.",
)
@click.option(
    "--grant-reader",
    "reader",
    metavar="ROLE",
    help="A role that may read the tables and views from now on, and no log.",
)
def init(store: str, role: str | None, worker: str | None, reader: str | None) -> None:
    """
    Make the log that --store names, unless it is there.

    Every command that records makes it as well, if it may. In PostgreSQL a role of
    everyday work had better not: it needs no right to make tables, nor to change what
    is recorded. So let one who may make schemas do this once, with --grant-to and, if
    the same role draws up reports, --grant-worker.

    A password is better kept in a file (PGPASSFILE) than in --store.
    """
    if role or worker or reader:
        if not store.startswith(POSTGRES):
            raise click.UsageError("only a log in PostgreSQL knows roles")
        postgres_log(store, grant_to=role, readable_by=worker).close()
    if worker or reader:
        # Slow to load.
        from caseledger.eventlog.postgres import postgres_store
        from caseledger.viewstore.postgres import grant

        grant(postgres_store(store), worker=worker, reader=reader)
    with opened(store, must_exist=False) as log:
        click.echo(f"log {log.log_id}, {log.position()} events")


@command.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """
    Copy a whole log from one store to another, empty one, and check the copy.

    Events are copied as they are stored, with their positions and links and the log's
    own id: it is the same log, so record in one of the two only. All is copied or
    nothing; a log that is not as it was recorded is not copied.
    """
    if "memory:" in {source, target}:
        raise click.UsageError("a log in memory is gone when the command ends")
    with opened(source) as log:
        verdict = verify(log)
        if not verdict.holds:
            raise Inconsistent(
                "the log is not as it was recorded, and is not copied: see "
                "`caseledger verify`"
            )
        with (
            opened(target, must_exist=False) as copied,
            progress("copying", verdict.events) as advance,
        ):
            copied.adopt(log.log_id, _whole(log.stored(), verdict.events, advance))
            checked = verify(copied)
    if not checked.holds or checked.root != verdict.root:
        raise Inconsistent("the copy is not what was copied: do not use it")
    click.echo(f"{checked.events} events copied and checked")
    click.echo(f"root {checked.root.hex()}")
    click.echo("record in the copy only from now on", err=True)


def _whole(
    rows: Iterable[StoredRow], events: int, advance: Callable[[int], None]
) -> Iterator[StoredRow]:
    """Go through all the rows of a log; if they are not so many, others recorded."""
    seen = 0
    for row in rows:
        seen += 1
        advance(1)
        yield row
    if seen != events:
        raise SomebodyRecorded("somebody recorded in it meanwhile: copy it again")
