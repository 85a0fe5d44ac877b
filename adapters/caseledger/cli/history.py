"""`caseledger history`: a case's full history, as on a day, as known at an instant."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import attrs
import click

from caseledger.access import Disclosable
from caseledger.casework import RecordedEvent
from caseledger.cli.disclosing import disclose, looking_options
from caseledger.cli.files import whole
from caseledger.cli.printing import in_a_line
from caseledger.cli.store import (
    NotFound,
    casework_over,
    opened,
    store_option,
    terms_of,
)
from caseledger.cli.times import DAY, INSTANT
from caseledger.complaint import Complaint, Terms
from caseledger.history import (
    Change,
    Due,
    Line,
    answers,
    changes,
    fate_of,
    history_lines,
    named_duties,
    replay,
)


@click.command("history")
@store_option
@looking_options
@click.argument("reference")
@click.option("--as-of", type=DAY, help="Leave out what happened after this day.")
@click.option(
    "--known-at",
    type=INSTANT,
    help="Leave out what was recorded after this instant.",
)
@click.option(
    "--on",
    type=DAY,
    help="Say how the case stood on this day, and what was owed.",
)
@click.option(
    "--changed-since",
    type=INSTANT,
    help="Show what was recorded after this instant, and what that changed.",
)
@click.option("--until", type=INSTANT, help="With --changed-since: and by this one.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "html"]),
    default="table",
    show_default=True,
)
@click.option(
    "--redacted",
    is_flag=True,
    help="With --format html: the file for the complainant, without third parties.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --format html: write to this file.",
)
def command(
    *,
    store: str,
    reference: str,
    as_of: date | None,
    known_at: datetime | None,
    on: date | None,
    changed_since: datetime | None,
    until: datetime | None,
    form: str,
    redacted: bool,
    out: Path | None,
) -> None:
    """Show the full history of the case REFERENCE, in the order of its days."""
    asked = _Asked(
        reference=reference,
        as_of=as_of,
        known_at=known_at,
        on=on,
        changed_since=changed_since,
        until=until,
        form=form,
        redacted=redacted,
        out=out,
    )
    asked.check()
    with opened(store) as log:
        recorded = casework_over(log).history(reference)
        terms = terms_of(log)
        if form == "html":
            stream = recorded[0].stream
            links = {row.version: row.link.hex() for row in log.stored_of(stream)}
            page = _page(recorded, terms, asked, links)
            disclose(store, log, asked.what, (stream,))
    if form == "html":
        _write_page(page, asked)
    elif asked.changed_since is not None:
        _print_changes(recorded, asked)
    elif asked.on is not None:
        _print_state(recorded, asked, asked.on)
    else:
        _print_lines(recorded, asked)


@attrs.frozen(kw_only=True)
class _Asked:
    """What the command was asked for."""

    reference: str
    as_of: date | None
    known_at: datetime | None
    on: date | None
    changed_since: datetime | None
    until: datetime | None
    form: str
    redacted: bool
    out: Path | None

    @property
    def what(self) -> Disclosable:
        """What a file of the case shows."""
        redacted = Disclosable.REDACTED_CASE_FILE
        return redacted if self.redacted else Disclosable.CASE_FILE

    def check(self) -> None:
        """Raise `click.UsageError` for options that do not go together."""
        views = [
            ("--as-of", self.as_of),
            ("--on", self.on),
            ("--changed-since", self.changed_since),
        ]
        given = [name for name, value in views if value is not None]
        if len(given) > 1:
            raise click.UsageError(f"{given[0]} and {given[1]} do not go together")
        if self.changed_since is not None and self.known_at is not None:
            raise click.UsageError("say with --until, not --known-at, up to when")
        if self.until is not None and self.changed_since is None:
            raise click.UsageError("--until goes with --changed-since")
        if self.form != "html" and (self.redacted or self.out is not None):
            raise click.UsageError("--redacted and --out go with --format html")
        if self.form == "html" and (self.on or self.changed_since):
            raise click.UsageError("--format html shows the history, as of a day")


def _nothing_so_old(reference: str) -> NotFound:
    return NotFound(f"nothing that is recorded of {reference!r} is as old as that")


def _print_json(told: object) -> None:
    click.echo(json.dumps(told, default=str, indent=1, ensure_ascii=False))


# --- The history ---------------------------------------------------------------------


def _print_lines(recorded: Sequence[RecordedEvent], asked: _Asked) -> None:
    lines = history_lines(recorded, as_of=asked.as_of, known_at=asked.known_at)
    if not lines:
        raise _nothing_so_old(asked.reference)
    if asked.form == "json":
        _print_json([attrs.asdict(line) for line in lines])
        return
    click.echo(f"{asked.reference}: {_events(lines)}")
    for line in lines:
        click.echo("\n".join(_told(line)))


def _events(lines: Sequence[Line]) -> str:
    return "1 event" if len(lines) == 1 else f"{len(lines)} events"


_MARGIN = " " * len("2024-11-30  ")


def _told(line: Line) -> Iterator[str]:
    """Tell an event to people: its sentence, and below it what belongs to it."""
    # What has no day of its own stands with another event's, and shows none.
    day = "" if line.occurred_on is None else str(line.day)
    yield f"{day.ljust(10)}  {in_a_line(line.sentence)}"
    for name, said in line.personal.items():
        # The points of a response, for one, are several texts.
        for text in filter(None, [said] if isinstance(said, str) else said or ()):
            yield f"{_MARGIN}{name}: {in_a_line(text)}"
    for due in line.made_due:
        yield f"{_MARGIN}{_due(due)}"
    if line.broken:
        yield f"{_MARGIN}breaks {', '.join(line.broken)}"
    if line.occurred_on not in {None, line.day}:
        yield f"{_MARGIN}told first as of {line.occurred_on}"
    if line.corrects is not None:
        yield f"{_MARGIN}corrects event {line.corrects}"
    for version in line.corrected_by:
        yield f"{_MARGIN}corrected by event {version}"
    yield f"{_MARGIN}event {line.version}, {_recorded(line)}"


def _due(due: Due) -> str:
    return (
        f"due {due.due_on}: {due.name}, by {due.paragraph} (in force from "
        f"{due.edition}; calendar {due.calendar}); {due.fate}"
    )


def _recorded(line: Line) -> str:
    late = ""
    if line.told_late_days:
        days = "day" if line.told_late_days == 1 else "days"
        late = f", {line.told_late_days} {days} after it happened"
    at = f"recorded {line.recorded_at:%Y-%m-%d %H:%M}Z"
    return f"{at}{late} by {_by(line)}, command {line.command_id}"


def _by(line: Line) -> str:
    who = f"{line.actor} ({line.role})"
    if line.provenance is None:
        return who
    late = ", recorded late" if line.late else ""
    origin = line.provenance
    digest = origin.file_sha256[:8]
    return f"{who}, from {origin.sheet} row {origin.row} ({digest}){late}"


# --- As it stood, and what changed ---------------------------------------------------


def _print_state(recorded: Sequence[RecordedEvent], asked: _Asked, on: date) -> None:
    complaint = replay(recorded, known_at=asked.known_at, on=on)
    if complaint is None:
        raise _nothing_so_old(asked.reference)
    if asked.form == "json":
        known_at = asked.known_at and asked.known_at.isoformat()
        told = {"reference": asked.reference, "on": on, "known_at": known_at}
        _print_json({**told, "answers": answers(complaint)})
        return
    known = f", as known at {asked.known_at:%Y-%m-%d %H:%MZ}" if asked.known_at else ""
    click.echo(f"{asked.reference} on {on}{known}: {complaint.phase}")
    for line in _owed(complaint, on):
        click.echo(f"{_MARGIN}{line}")


def _owed(complaint: Complaint, on: date) -> Iterator[str]:
    owed = {
        name: duty
        for name, duty in named_duties(complaint).items()
        if duty.ended_on is None
    }
    if not owed:
        yield "nothing is owed"
    for name, duty in owed.items():
        standing = duty.deadline.name.standing
        over = duty.due_on < on and not duty.paused
        fate = "overdue" if over else fate_of(duty)
        yield f"due {duty.due_on}: {name} ({standing}), {fate}"


def _print_changes(recorded: Sequence[RecordedEvent], asked: _Asked) -> None:
    since = asked.changed_since or datetime.min.replace(tzinfo=UTC)
    until = asked.until or datetime.max.replace(tzinfo=UTC)
    found = changes(recorded, since=since, until=until)
    if asked.form == "json":
        _print_json(attrs.asdict(found))
        return
    click.echo(f"{asked.reference}: {_events(found.recorded)}")
    for line in found.recorded:
        click.echo("\n".join(_told(line)))
    for change in found.answers:
        click.echo(_changed(change))


def _changed(change: Change) -> str:
    before = "not known" if change.before is None else change.before
    after = "not known" if change.after is None else change.after
    return in_a_line(f"{change.fact}: {before} -> {after}")


# --- The case file -------------------------------------------------------------------


def _page(
    recorded: Sequence[RecordedEvent],
    terms: Terms,
    asked: _Asked,
    links: Mapping[int, str],
) -> str:
    from caseledger.case_file import case_file, render_case_file

    file = case_file(
        recorded,
        terms,
        made_at=datetime.now(UTC),
        as_of=asked.as_of,
        known_at=asked.known_at,
        redacted=asked.redacted,
        links=links,
    )
    if file is None:
        raise _nothing_so_old(asked.reference)
    return render_case_file(file)


def _write_page(page: str, asked: _Asked) -> None:
    if asked.redacted:
        click.echo(
            "free text is shown as it was written: read it before you hand the file "
            "on, for names in it are not found",
            err=True,
        )
    if asked.out is None:
        click.echo(page, nl=False)
        return
    with whole(asked.out) as part:
        part.write_text(page, "utf-8")
