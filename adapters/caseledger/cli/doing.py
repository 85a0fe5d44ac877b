"""`caseledger do`: requests as JSON, done in order, each whole or not at all."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import attrs
import click

from caseledger.calendar import OutsideCalendar
from caseledger.casework import (
    CALENDAR_STREAM,
    Append,
    Casework,
    Entry,
    EventLog,
    Kind,
    RecordedEvent,
    ReferenceReserved,
    StaleCase,
    UnknownCase,
    reservation,
)
from caseledger.cli.main import LOST_RACE, REFUSED, USAGE
from caseledger.cli.printing import in_a_line
from caseledger.cli.store import casework_over, is_there, opened, store_option
from caseledger.complaint import (
    Complaint,
    Duty,
    Event,
    Receive,
    Refusal,
    duties,
    evolve,
)
from caseledger.eventlog import open_log
from caseledger.history import tell
from caseledger.requests import (
    Request,
    name_of,
    read_requests,
    request_schema,
)
from caseledger.requests.page import render_page
from caseledger.requests.parsing import MOST_BYTES

_CODES: Sequence[tuple[type[Exception], int]] = (
    (Refusal, REFUSED),
    (StaleCase, LOST_RACE),
    (OutsideCalendar, USAGE),
)
"""What one request may end in while others may still be done."""


@attrs.frozen(kw_only=True)
class Told:
    """An event in a sentence, and the steps that it made due or moved."""

    what: str
    occurred_on: date | None
    sentence: str
    due: tuple[Duty, ...]


@attrs.frozen(kw_only=True)
class Done:
    """What came of a request: its events, recorded now or before, or why not."""

    request: Request
    told: tuple[Told, ...] = ()
    repeated: bool = False
    failure: Exception | None = None


def _print_schema(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - a flag
    if wanted:
        click.echo(json.dumps(request_schema(), indent=1, ensure_ascii=False))
        context.exit()


def _print_page(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - a flag
    if wanted:
        click.echo(render_page(), nl=False)
        context.exit()


@click.command("do")
@store_option
@click.argument("requests", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--actor", help="Who asks, where a request does not say: an opaque id.")
@click.option("--role", help="In which role, where a request does not say.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, record nothing.")
@click.option("--keep-going", is_flag=True, help="Go on after a request is refused.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
)
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of a request, and do nothing.",
)
@click.option(
    "--describe",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_page,
    help="Print a page of all commands, and do nothing.",
)
def command(  # noqa: PLR0917 - click passes by name
    store: str,
    requests: Path,
    actor: str | None,
    role: str | None,
    dry_run: bool,  # noqa: FBT001 - a flag
    keep_going: bool,  # noqa: FBT001 - a flag
    form: str,
) -> None:
    """
    Do what REQUESTS ask for: a file of JSON, or - for standard input.

    It holds a request, an array of them, or one after another (JSON Lines). All are
    read before any is done; each is recorded whole or not at all, and the first that
    is refused is the last. A request with a command_id of its own may be repeated.
    """
    given = {key: said for key, said in (("id", actor), ("role", role)) if said}
    asked = read_requests(_content(requests), by=given)
    receives = any(isinstance(one.command, Receive) for one in asked)
    if dry_run and not is_there(store):
        # Nothing is recorded, so no file is made either.
        store = "memory:"
    with opened(store, must_exist=not receives) as log:
        casework = casework_over(log)
        if dry_run:
            casework = attrs.evolve(casework, log=_copy(log, asked))
        codes = _run(casework, asked, form, keep_going=keep_going)
    if dry_run:
        click.echo("dry run: nothing was recorded", err=True)
    for code in codes[:1]:
        raise click.exceptions.Exit(code)


def _content(path: Path) -> bytes:
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise click.UsageError(f"cannot read {path}: {error.strerror}") from None


# --- Doing ---------------------------------------------------------------------------


def _do(casework: Casework, requests: Iterable[Request]) -> Iterator[Done]:
    """Do each request in turn, and say what came of it."""
    for request in requests:
        try:
            yield _done(casework, request)
        except (Refusal, StaleCase, OutsideCalendar) as failure:
            yield Done(request=request, failure=failure)


def _done(casework: Casework, request: Request) -> Done:
    known = len(_history(casework, request.reference))
    recorded = casework.handle(
        request.reference,
        request.command,
        by=request.actor,
        command_id=request.command_id,
    )
    versions = {one.version for one in recorded}
    history = casework.history(request.reference)
    return Done(
        request=request,
        told=tuple(_told(history, versions)),
        repeated=min(versions) <= known,
    )


def _history(casework: Casework, reference: str) -> Sequence[RecordedEvent]:
    try:
        return casework.history(reference)
    except UnknownCase:
        return ()


def _told(history: Iterable[RecordedEvent], versions: set[int]) -> Iterator[Told]:
    """Go through the events of some versions, each with what it made due."""
    complaint: Complaint | None = None
    for one in history:
        if not isinstance(one.event, Event):
            continue
        after = evolve(complaint, one.event)
        if one.version in versions:
            yield Told(
                what=type(one.event).__name__,
                occurred_on=getattr(one.event, "occurred_on", None),
                sentence=tell(one.event),
                due=tuple(_made_due(complaint, after)),
            )
        complaint = after


def _made_due(before: Complaint | None, after: Complaint) -> Iterator[Duty]:
    known = {} if before is None else {_step(one): one.due_on for one in duties(before)}
    for duty in duties(after):
        if duty.ended_on is None and known.get(_step(duty)) != duty.due_on:
            yield duty


def _step(duty: Duty) -> tuple[str, int]:
    return duty.deadline.name, duty.attempt


def _copy(log: EventLog, requests: Iterable[Request]) -> EventLog:
    """Return a log in memory with all that bears on some requests."""
    copied = open_log("memory:")
    streams = [CALENDAR_STREAM]
    for reference in dict.fromkeys(one.reference for one in requests):
        place = reservation(Kind.COMPLAINT, reference)
        reserved = [one.event for one in log.read(place)]
        streams.append(place)
        streams += [r.stream for r in reserved if isinstance(r, ReferenceReserved)]
    for stream in streams:
        entries = [Entry(one.event, one.details, one.meta) for one in log.read(stream)]
        copied.append(Append(stream, 0, entries))
    return copied


# --- Saying --------------------------------------------------------------------------


def _run(
    casework: Casework,
    requests: Sequence[Request],
    form: str,
    *,
    keep_going: bool,
) -> Sequence[int]:
    """Do requests and say so; return the exit codes of those that were not done."""
    codes: list[int] = []
    told: list[dict[str, object]] = []
    try:
        for place, done in enumerate(_do(casework, requests), start=1):
            told.append(_as_data(done))
            if form == "table":
                for line in _lines(done):
                    click.echo(line)
            if done.failure is not None:
                codes += [
                    code for kind, code in _CODES if isinstance(done.failure, kind)
                ]
                click.echo(f"not done: {_failure(done, place)}", err=True)
                if not keep_going:
                    _say_what_is_left(len(requests) - place)
                    break
    finally:
        # Whatever else goes wrong, what was recorded is told.
        if form == "json":
            click.echo(json.dumps(told, default=str, indent=1, ensure_ascii=False))
    return codes


def _say_what_is_left(count: int) -> None:
    if count:
        requests = "1 request was" if count == 1 else f"{count} requests were"
        click.echo(f"{requests} not tried; put this one right and go on", err=True)


def _failure(done: Done, place: int) -> str:
    request, failure = done.request, done.failure
    which = f"request {place}, {name_of(type(request.command))} {request.reference}"
    if isinstance(failure, Refusal):
        rule = f"{failure.rule}: " if failure.rule else ""
        return f"{which}: {rule}{failure.sentence} ({failure.basis})"
    return f"{which}: {failure}"


_MARGIN = " " * len("2024-11-30  ")


def _lines(done: Done) -> Iterator[str]:
    if not done.told:
        return
    request = done.request
    again = ", done before; nothing was recorded" if done.repeated else ""
    yield f"{request.reference}: {name_of(type(request.command))}{again}"
    for one in done.told:
        day = "" if one.occurred_on is None else str(one.occurred_on)
        yield f"{day.ljust(10)}  {in_a_line(one.sentence)}"
        for duty in one.due:
            step = duty.deadline.name.replace("_", " ")
            yield f"{_MARGIN}due {duty.due_on}: {step}, {duty.deadline.paragraph}"


def _as_data(done: Done) -> dict[str, object]:
    request, failure = done.request, done.failure
    said: dict[str, object] = {
        "reference": request.reference,
        "command": name_of(type(request.command)),
        "command_id": request.command_id,
        "done": failure is None,
        "repeated": done.repeated,
        "events": [
            {
                **attrs.asdict(one, filter=attrs.filters.exclude("due")),
                "due": [_due_as_data(duty) for duty in one.due],
            }
            for one in done.told
        ],
    }
    if isinstance(failure, Refusal):
        rule, basis = failure.rule or None, failure.basis
        said["refusal"] = {
            "rule": rule,
            "sentence": failure.sentence,
            "basis": basis,
        }
    return said


def _due_as_data(duty: Duty) -> dict[str, object]:
    return {
        "duty": duty.deadline.name,
        "due_on": duty.due_on,
        "paragraph": duty.deadline.paragraph,
    }
