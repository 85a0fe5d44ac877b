"""`caseledger history`: all that is recorded of a case, as on a day, as known then."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from uuid import uuid4

import attrs
import click

from caseledger.casework import Casework
from caseledger.cli.printing import in_a_line
from caseledger.cli.store import NotFound, opened, store_option
from caseledger.cli.times import DAY, INSTANT
from caseledger.eventlog.clock import SystemClock
from caseledger.history import Line, history_lines


@click.command("history")
@store_option
@click.argument("reference")
@click.option("--as-of", type=DAY, help="Leave out what happened after this day.")
@click.option(
    "--known-at",
    type=INSTANT,
    help="Leave out what was recorded after this instant.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
)
def command(
    store: str,
    reference: str,
    as_of: date | None,
    known_at: datetime | None,
    form: str,
) -> None:
    """Show the full history of a case, in the order in which it happened."""
    with opened(store) as log:
        casework = Casework(log=log, clock=SystemClock(), new_id=lambda: uuid4().hex)
        recorded = casework.history(reference)
    lines = history_lines(recorded, as_of=as_of, known_at=known_at)
    if not lines:
        raise NotFound(f"nothing that is recorded of {reference!r} is as old as that")
    if form == "json":
        told = [attrs.asdict(line) for line in lines]
        click.echo(json.dumps(told, default=str, indent=1, ensure_ascii=False))
        return
    events = "1 event" if len(lines) == 1 else f"{len(lines)} events"
    click.echo(f"{reference}: {events}")
    for line in lines:
        click.echo("\n".join(_told(line)))


_MARGIN = " " * len("2024-11-30  ")


def _told(line: Line) -> Iterator[str]:
    """Tell an event to people: its sentence, and below it what belongs to it."""
    day = "" if line.occurred_on is None else str(line.occurred_on)
    yield f"{day.ljust(10)}  {in_a_line(line.sentence)}"
    for name, said in line.personal.items():
        # The points of a response, for one, are several texts.
        for text in filter(None, [said] if isinstance(said, str) else said or ()):
            yield f"{_MARGIN}{name}: {in_a_line(text)}"
    if line.due_on is not None:
        yield f"{_MARGIN}due {line.due_on}: {line.under}"
    if line.broken:
        yield f"{_MARGIN}breaks {', '.join(line.broken)}"
    yield f"{_MARGIN}recorded {line.recorded_at:%Y-%m-%d %H:%M}Z by {_by(line)}"


def _by(line: Line) -> str:
    if line.provenance is None:
        return line.actor
    late = ", recorded late" if line.late else ""
    origin = line.provenance
    digest = origin.file_sha256[:8]
    return f"{line.actor}, from {origin.sheet} row {origin.row} ({digest}){late}"
