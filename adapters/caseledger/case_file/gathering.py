"""All that a case file tells, gathered from the history and made into sentences."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import attrs

from caseledger.calendar import OutsideCalendar
from caseledger.case_file.people import Person, lettered, people, renamed
from caseledger.case_file.redaction import sight_of
from caseledger.casework import RecordedEvent
from caseledger.complaint import (
    Complaint,
    Details,
    Duty,
    Event,
    Standing,
    Terms,
)
from caseledger.complaint.events import Escalated, Received, Reinstated, Stage2Reopened
from caseledger.history import (
    Due,
    Explained,
    Line,
    answers,
    explanation,
    fate_of,
    history_lines,
    named_duties,
    replay,
)
from caseledger.reports.wording import day as in_words
from caseledger.rules import Procedure

_ENGLAND = ZoneInfo("Europe/London")
NO_LINKS: Mapping[int, str] = {}


@attrs.frozen
class Text:
    """What somebody wrote, under its name; or why it is not shown."""

    name: str
    words: tuple[str, ...] = attrs.field(repr=False)
    withheld: str | None = None


@attrs.frozen(kw_only=True)
class Entry:
    """One event on the timeline; `own_day` is False if it stands with another's."""

    version: int
    day: date
    own_day: bool
    sentence: str
    marks: tuple[str, ...]
    texts: tuple[Text, ...]
    made_due: tuple[Due, ...]
    broken: tuple[str, ...]
    by: str
    particulars: tuple[tuple[str, str], ...]


@attrs.frozen
class Chapter:
    """A stage, or a further pass through one, with its events in order."""

    title: str
    entries: list[Entry] = attrs.field(factory=list)


@attrs.frozen(kw_only=True)
class Owed:
    """A row of what was due: by which rule, when, what became of it, how late."""

    name: str
    kind: str
    rule: str
    due_on: date
    outcome: str
    late: str


@attrs.frozen(kw_only=True)
class CaseFile:
    """A case for people who have never seen the system."""

    reference: str
    redacted: bool
    title: str
    standing: str
    key_facts: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    owed: tuple[Owed, ...]
    explained: tuple[Explained, ...]
    people: tuple[Person, ...]
    as_known: str


def case_file(
    recorded: Sequence[RecordedEvent],
    terms: Terms,
    *,
    made_at: datetime,
    as_of: date | None = None,
    known_at: datetime | None = None,
    redacted: bool = False,
    links: Mapping[int, str] = NO_LINKS,
) -> CaseFile | None:
    """
    Gather a case's file, as of a day and as known at an instant if these are given.

    `redacted` is the variant for the complainant (`redaction`); `links` are the hex
    links that prove the events, by version. Returns None if there is no case then.
    """
    told = renamed(recorded) if redacted else recorded
    complaint = replay(told, known_at=known_at, on=as_of)
    if complaint is None:
        return None
    lines = history_lines(told, as_of=as_of, known_at=known_at)
    originals = {one.version: one for one in recorded}
    counted = [originals[line.version] for line in lines]
    counted.sort(key=lambda one: one.version)
    today = as_of or _in_england(known_at or made_at)
    return CaseFile(
        reference=complaint.reference,
        redacted=redacted,
        title=f"Complaint {complaint.reference}",
        standing=str(complaint.phase),
        key_facts=tuple(_key_facts(complaint)),
        chapters=_chapters(lines, originals, complaint, links, redacted=redacted),
        owed=tuple(_owed(one, terms, today) for one in _in_time(complaint)),
        explained=tuple(
            sorted(explanation(complaint, terms), key=lambda one: one.duty.due_on)
        ),
        people=lettered(recorded, counted) if redacted else people(counted),
        as_known=_as_known(lines, made_at, as_of, known_at),
    )


def _as_known(
    lines: Sequence[Line],
    made_at: datetime,
    as_of: date | None,
    known_at: datetime | None,
) -> str:
    newest = max(line.version for line in lines)
    events = "1 event" if len(lines) == 1 else f"{len(lines)} events"
    what = f"It tells {events}, up to event {newest}"
    if as_of is not None:
        what += f", of what had happened by {in_words(as_of)}"
    if known_at is not None:
        what += f", as known at {_instant(known_at)}"
    return f"This file was made on {_instant(made_at)}. {what}."


def _in_england(instant: datetime) -> date:
    return instant.astimezone(_ENGLAND).date()


def _instant(instant: datetime) -> str:
    in_utc = instant.astimezone(UTC)
    return f"{in_words(in_utc.date())} at {in_utc:%H:%M} UTC"


# --- Summary -------------------------------------------------------------------------

_FIRST = ("service", "team", "theme", "received on")
_LAST = (
    *("withdrawn on", "not accepted on", "resolved on", "suspended since"),
    *("taken up again on", "closed on"),
)
_OF_STAGES = ("begun on", "answered on", "outcome", "made on", "decided on", "decision")


def _key_facts(complaint: Complaint) -> Iterator[tuple[str, str]]:
    statutory = complaint.procedure is Procedure.STATUTORY
    law = "Children Act 1989 representations, in three stages"
    procedure = f"statutory ({law})" if statutory else "corporate (the council's own)"
    yield "Procedure", procedure
    known = answers(complaint)
    for fact in _FIRST:
        if fact in known:
            yield _capital(fact), known[fact]
    for fact, value in known.items():
        if fact.startswith(("stage", "Ombudsman")) and fact.endswith(_OF_STAGES):
            yield _capital(fact), value
    for fact in _LAST:
        if fact in known:
            yield _capital(fact), known[fact]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- Timeline ------------------------------------------------------------------------


def _chapters(
    lines: Sequence[Line],
    originals: Mapping[int, RecordedEvent],
    complaint: Complaint,
    links: Mapping[int, str],
    *,
    redacted: bool,
) -> tuple[Chapter, ...]:
    chapters: list[Chapter] = []
    passed: dict[int, int] = {}
    for line in lines:
        original = originals[line.version]
        stage = _opened(original.event)
        if stage is not None:
            passed[stage] = passed.get(stage, 0) + 1
            title = _title(stage, passed[stage], complaint.procedure)
            chapters.append(Chapter(title))
        if not chapters:
            chapters.append(Chapter("Before the receipt"))
        chapters[-1].entries.append(_entry(line, original, links, redacted=redacted))
    return tuple(chapters)


def _opened(event: object) -> int | None:
    """Return the stage, if any, that begins or begins again with an event."""
    match event:
        case Received():
            return 1
        case Escalated(to_stage=stage):
            return stage
        case Stage2Reopened():
            return 2
        case Reinstated(deadline=deadline) if deadline is not None:
            return 1
        case _:
            return None


_STATUTORY = {1: "local resolution", 2: "investigation", 3: "review panel"}


def _title(stage: int, attempt: int, procedure: Procedure) -> str:
    name = f"Stage {stage}"
    if procedure is Procedure.STATUTORY:
        name = f"{name}: {_STATUTORY[stage]}"
    return name if attempt == 1 else f"{name}, pass {attempt}"


def _entry(
    line: Line,
    original: RecordedEvent,
    links: Mapping[int, str],
    *,
    redacted: bool,
) -> Entry:
    who = line.actor if redacted else f"{line.role} ({line.actor})"
    return Entry(
        version=line.version,
        day=line.day,
        own_day=line.occurred_on is not None,
        sentence=line.sentence,
        marks=tuple(_marks(line)),
        texts=tuple(_texts(original, redacted=redacted)),
        made_due=line.made_due,
        broken=line.broken,
        by=who,
        particulars=tuple(_particulars(line, links, redacted=redacted)),
    )


def _marks(line: Line) -> Iterator[str]:
    """Say in words what is unusual about an event: told late, corrected, imported."""
    if line.occurred_on is None:
        yield f"Recorded on {in_words(_in_england(line.recorded_at))}"
    if line.told_late_days:
        days = "day" if line.told_late_days == 1 else "days"
        yield f"Recorded {line.told_late_days} {days} after it happened"
    if line.provenance is not None:
        when = "recorded by a later import" if line.late else "recorded by an import"
        yield f"From the {line.provenance.sheet}, {when}"
    if line.occurred_on not in {None, line.day} and line.occurred_on is not None:
        yield f"Recorded at first as of {in_words(line.occurred_on)}"
    for version in line.corrected_by:
        yield f"Corrected by event {version}"
    if line.corrects is not None:
        yield f"Corrects event {line.corrects}"


def _texts(original: RecordedEvent, *, redacted: bool) -> Iterator[Text]:
    told, event = original.details, original.event
    if not isinstance(told, Details) or not isinstance(event, Event):
        return
    for field in attrs.fields(type(told)):
        said = getattr(told, field.name)
        words = tuple(filter(None, (said,) if isinstance(said, str) else said or ()))
        if not words:
            continue
        name = _capital(field.name.replace("_", " "))
        sight = sight_of(event, told, field.name)
        if not sight.in_file:
            continue
        if redacted and not sight.seen:
            yield Text(name, (), sight.why)
        else:
            yield Text(name, words)


def _particulars(
    line: Line,
    links: Mapping[int, str],
    *,
    redacted: bool,
) -> Iterator[tuple[str, str]]:
    yield "Event", f"{line.version} ({line.what})"
    yield "Recorded", _instant(line.recorded_at)
    if not redacted:
        yield "Command", line.command_id
    if line.provenance is not None:
        origin = line.provenance
        yield "Source", f"{origin.sheet}, row {origin.row}"
        yield "Source file (SHA-256)", origin.file_sha256
    calendars = dict.fromkeys(due.calendar for due in line.made_due)
    if calendars:
        yield "Bank holidays", f"table {', '.join(calendars)}"
    if line.version in links:
        yield "Link", links[line.version]


# --- What was due --------------------------------------------------------------------

_KINDS = {
    Standing.LIMIT: "limit",
    Standing.MILESTONE: "recommended",
    Standing.WINDOW: "open to the complainant",
}


def _in_time(complaint: Complaint) -> list[tuple[str, Duty]]:
    return sorted(named_duties(complaint).items(), key=lambda one: one[1].due_on)


def _owed(named: tuple[str, Duty], terms: Terms, today: date) -> Owed:
    name, duty = named
    deadline = duty.deadline
    standing = deadline.name.standing
    over = duty.ended_on is None and not duty.paused and duty.due_on < today
    if over:
        passed = standing is Standing.WINDOW
        outcome = "passed" if passed else f"not met by {today}"
    else:
        outcome = fate_of(duty)
    counts = (duty.met or over) and standing is not Standing.WINDOW
    return Owed(
        name=_capital(name),
        kind=_KINDS[standing],
        rule=f"{deadline.paragraph}, in force from {in_words(deadline.edition)}",
        due_on=duty.due_on,
        outcome=_capital(outcome),
        late=_late(duty, terms, duty.ended_on or today) if counts else "",
    )


def _late(duty: Duty, terms: Terms, on: date) -> str:
    governed_on = duty.deadline.counted_from
    calendar = terms.calendar_for(duty.within.procedure, on=governed_on)
    try:
        late = calendar.between(duty.due_on, on)
    except OutsideCalendar:
        return "not known"
    return str(max(late, 0))
