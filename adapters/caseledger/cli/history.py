"""`caseledger history`: all that is recorded of a case, as on a day, as known then."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import attrs
import click

from caseledger.casework import Casework, UnknownCase
from caseledger.cli.store import DAY, opened, store_option, table
from caseledger.eventlog.clock import SystemClock
from caseledger.history import Line, history_lines


class Instant(click.ParamType[datetime]):
    """An instant on the command line: ISO date and time with its offset from UTC."""

    name = "yyyy-mm-ddThh:mm:ssZ"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        """Read an instant."""
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            self.fail("is not an instant such as 2024-11-30T09:00:00Z", param, ctx)
        if instant.tzinfo is None:
            self.fail("needs its offset from UTC, such as Z or +01:00", param, ctx)
        return instant.astimezone(UTC)


@click.command("history")
@store_option
@click.argument("reference")
@click.option("--as-of", type=DAY, help="Leave out what happened after this day.")
@click.option(
    "--known-at",
    type=Instant(),
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
        raise UnknownCase(reference)
    if form == "json":
        told = [attrs.asdict(line) for line in lines]
        click.echo(json.dumps(told, default=str, indent=1, ensure_ascii=False))
        return
    click.echo(f"{reference}: {len(lines)} events")
    headings = [
        "happened",
        "what",
        "due",
        "under",
        "breaks",
        "recorded",
        "by",
        "source",
    ]
    click.echo(table(headings, [_row(line) for line in lines]))


def _row(line: Line) -> list[object]:
    source = ""
    if line.provenance is not None:
        digest = line.provenance.file_sha256[:8]
        source = f"{line.provenance.sheet} row {line.provenance.row} ({digest})"
        source += ", recorded late" if line.late else ""
    said = "".join(f" {name}: {text}" for name, text in line.personal.items() if text)
    return [
        line.occurred_on,
        line.sentence + said,
        line.due_on,
        line.under,
        ", ".join(line.broken),
        f"{line.recorded_at:%Y-%m-%d %H:%M}Z",
        line.actor,
        source,
    ]
