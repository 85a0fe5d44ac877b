"""A row of the register held against what is recorded, and the difference recorded."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from caseledger.calendar import OutsideCalendar
from caseledger.casework import Entry, Kind
from caseledger.complaint import (
    Command,
    Complaint,
    ConvenePanel,
    Correct,
    Escalate,
    Finding,
    Happening,
    Receive,
    ReceivePanelReport,
    Step,
    Subject,
    Terms,
    findings,
    relate,
)
from caseledger.complaint.facts import FACTS
from caseledger.register import steps
from caseledger.register.cells import CellFault, Read
from caseledger.register.checks import Cells, Fault, check_complaint
from caseledger.register.importing import (
    Choices,
    Corrections,
    Irregular,
    Reading,
    Row,
)
from caseledger.register.known import Recording


def doubled(reading: Reading, columns: Mapping[str, Read]) -> frozenset[str]:
    """Return the references that stand in rows which do not all say the same."""
    seen: dict[str, int] = {}
    suspect = set()
    for reference, row in _referenced(reading, columns):
        content = hash(tuple(row.cells.items()))
        if seen.setdefault(reference, content) != content:
            suspect.add(reference)
    said: dict[str, dict[str, object]] = {}
    conflicting = set()
    for reference, row in _referenced(reading, columns) if suspect else ():
        if reference in suspect:
            values = {
                column: _value(columns[column], text)
                for column, text in row.cells.items()
            }
            if said.setdefault(reference, values) != values:
                conflicting.add(reference)
    return frozenset(conflicting)


def _referenced(
    reading: Reading,
    columns: Mapping[str, Read],
) -> Iterator[tuple[str, Row]]:
    for row in reading.sheet.rows():
        if isinstance(row, Row) and "reference" in row.cells:
            reference = _value(columns["reference"], row.cells["reference"])
            yield str(reference), row


def _value(read: Read, text: str) -> object:
    try:
        return read(text)
    except CellFault:
        return text


def take(reading: Reading, row: Row, cells: dict[str, Any]) -> bool:
    """Record what a row adds and say whether it added anything. Raises `Fault`."""
    records = reading.records
    known = records.complaint(cells["reference"])
    if known is None:
        check_complaint(cells)
        new = cells.keys() - set(steps.RECEIPT)
        commands = [
            steps.received(cells),
            *steps.complaint_steps(cells, new, referral=1),
        ]
        late = False
    else:
        commands = _difference(reading.choices, known, cells)
        late = known.stream not in records.fresh
    if commands:
        was = None if known is None else known.complaint
        happened, complaint = happenings(was, commands, reading.choices.terms)
        if reading.choices.irregular is Irregular.REFUSE and complaint is not None:
            _refuse_irregular(complaint)
        after = None if known is None else known.recorded_at
        meta = reading.meta(row.line, late=late, after=after)
        if known is None:
            known = Recording(records.reserve(Kind.COMPLAINT, cells["reference"], meta))
        entries = [Entry(one.event, one.details, meta) for one in happened]
        records.record(known.stream, known.version, entries)
        known.take(entries, complaint)
        records.keep(known)
    if known is not None and known.complaint is not None:
        _count_irregular(reading, known.complaint)
    return bool(commands)


def _difference(choices: Choices, known: Recording, cells: Cells) -> list[Command]:
    was = known.register_cells()
    new = {column for column in cells if column not in was and column != "reference"}
    differs = [c for c in cells if c in was and cells[c] != was[c]]
    told, to = "s2_extended_on", "s2_extended_to"
    if {told, to} <= {*differs} and cells[told] > was[told] and cells[to] > was[to]:
        # Both dates moved on: extended once more, for a reason of its own.
        further = {told, to, "s2_extension_reason"}
        new |= further & cells.keys()
        differs = [column for column in differs if column not in further]
        was = {column: was[column] for column in was if column not in further}
    if not new and not differs:
        return []
    merged = {**was, **cells}
    check_complaint(merged)
    referral = known.register_referral
    if not referral and known.complaint is not None:
        referral = len(known.complaint.referrals) + 1
    return [
        *corrections(
            choices,
            differs,
            was,
            cells,
            lambda column: (
                (Subject.REFERRAL, referral)
                if column in FACTS[Subject.REFERRAL]
                else (Subject.COMPLAINT, 0)
            ),
        ),
        *steps.complaint_steps(merged, new, referral=referral),
    ]


def corrections(
    choices: Choices,
    differs: Sequence[str],
    was: Cells,
    cells: Cells,
    about: Callable[[str], tuple[Subject, int]],
) -> Iterator[Command]:
    """Go through the corrections that a row makes, or raise a `Fault` for the first."""
    for column in differs:
        if choices.corrections is Corrections.REFUSE:
            raise Fault(
                column,
                "differs",
                f"{column} differs from what is recorded; if that was wrong, "
                "import again with --corrections record --because TEXT",
            )
        subject, number = about(column)
        write = FACTS[subject][column].kind.write
        yield Correct(
            subject=subject,
            number=number,
            fact=column,
            was=write(was[column]),
            now=write(cells[column]),
            because=choices.because,
        )


def happenings(
    complaint: Complaint | None,
    commands: Sequence[Command],
    terms: Terms,
) -> tuple[Sequence[Happening], Complaint | None]:
    """Return a row's events, and the complaint as they leave it. Raises `Fault`."""
    try:
        return relate(complaint, commands, terms=terms)
    except OutsideCalendar as outside:
        column = _clock(commands, outside)
        side = "after" if outside.edge == "last" else "before"
        message = (
            f"{column} leads to days {side} {outside.limit}, whose bank holidays "
            "are not known here"
        )
        raise Fault(column, "unreadable", message) from None


def _clock(commands: Sequence[Command], outside: OutsideCalendar) -> str:
    """Return the column of the day that the calendar does not reach from."""
    for command in commands:
        match command:
            case Receive(on=outside.day):
                return "received_on"
            case Escalate(on=outside.day, to_stage=stage):
                return f"s{stage}_requested_on"
            case ConvenePanel(on=outside.day):
                return "s3_panel_met_on"
            case ReceivePanelReport(on=outside.day):
                return "s3_panel_reported_on"
            case _:
                continue
    return "received_on"


def _refuse_irregular(complaint: Complaint) -> None:
    for finding in findings(complaint):
        message = str(finding.refusal)
        raise Fault(_column(finding), finding.refusal.rule, message)


def _column(finding: Finding) -> str:
    match finding.step:
        case Step.EXTENSION:
            end = "on" if finding.refusal.rule == "R11" else "to"
            return f"s{finding.stage}_extended_{end}"
        case Step.ESCALATION:
            return "s2_requested_on"
        case Step.REVIEW_PANEL:
            return "s3_panel_members"
        case Step.RESPONSE:
            return "s3_responded_on"


def _count_irregular(reading: Reading, complaint: Complaint) -> None:
    rules = [irregular.rule for irregular in complaint.irregularities]
    reading.summary.irregular_rows += bool(rules)
    reading.summary.broken.update(rules)
