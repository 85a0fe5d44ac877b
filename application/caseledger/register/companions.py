"""Remedies, actions and further referrals: rows that belong to a known complaint."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from caseledger.casework import Entry
from caseledger.complaint import Command, Complaint, Subject
from caseledger.complaint.vocabulary import RemedyStatus
from caseledger.register import steps
from caseledger.register.checks import Cells, Fault, check_companion
from caseledger.register.complaints import corrections, happenings
from caseledger.register.importing import Reading, Row
from caseledger.register.known import Recording


@attrs.frozen
class _Item:
    """What a sheet's rows are about: how each is recognised, and how counted."""

    subject: Subject
    id: str | None
    key: tuple[str, ...]
    alone: tuple[str, ...]

    def known(self, recording: Recording) -> list[dict[str, Any]]:
        """Return the cells recorded of each item, in order of number."""
        complaint = recording.complaint
        if complaint is None:
            return []
        count = _count(complaint, self.subject)
        return [recording.cells(self.subject, n) for n in range(1, count + 1)]


_ITEMS: Mapping[str, _Item] = {
    "remedies": _Item(
        Subject.REMEDY,
        "remedy_id",
        ("source", "kind", "offered_on"),
        ("status", "settled_on"),
    ),
    "actions": _Item(Subject.ACTION, "action_id", ("source", "agreed_on"), ()),
    "ombudsman": _Item(Subject.REFERRAL, None, ("ombudsman_referred_on",), ()),
}


def _count(complaint: Complaint, subject: Subject) -> int:
    match subject:
        case Subject.REMEDY:
            return len(complaint.remedies)
        case Subject.ACTION:
            return len(complaint.actions)
        case _:
            return len(complaint.referrals)


@attrs.define
class Companions:
    """
    The rows of one sheet about one complaint, matched with what is recorded.

    A row is recognised by its id or, without one, by its key and its number among
    those alike; a row that says exactly what is recorded goes first.
    """

    reading: Reading
    claimed: set[int] = attrs.field(factory=set, init=False)

    def take(
        self,
        rows: Sequence[tuple[Row, dict[str, Any]]],
    ) -> Iterator[tuple[Row, bool | Fault]]:
        """Record the rows of one complaint; give for each whether it added anything."""
        item = _ITEMS[self.reading.sheet.name]
        recording = self.reading.records.complaint(rows[0][1]["reference"])
        if recording is None or recording.complaint is None:
            fault = Fault(
                "reference",
                "unknown_complaint",
                "no complaint with this reference is recorded",
            )
            yield from ((row, fault) for row, _ in rows)
            return
        known = item.known(recording)
        if item.subject is Subject.REFERRAL and recording.register_referral:
            # The register's own referral is no concern of this sheet's.
            self.claimed.add(recording.register_referral)
        matched = {
            row.line: self._claim(item, known, cells, exactly=True)
            for row, cells in rows
        }
        for row, cells in rows:
            number = matched[row.line] or self._claim(item, known, cells, exactly=False)
            try:
                yield row, self._record(row, cells, recording, number)
            except Fault as fault:
                yield row, fault

    def _claim(
        self,
        item: _Item,
        known: Sequence[Cells],
        cells: Cells,
        *,
        exactly: bool,
    ) -> int:
        """Return the number of the first fitting item not claimed yet, or 0."""
        for by_id in (True, False):
            for number, recorded in enumerate(known, start=1):
                if number in self.claimed or not _fits(item, recorded, cells, by_id):
                    continue
                if exactly and not _says(recorded, cells):
                    continue
                self.claimed.add(number)
                return number
        return 0

    def _record(
        self,
        row: Row,
        cells: dict[str, Any],
        recording: Recording,
        number: int,
    ) -> bool:
        complaint = recording.complaint
        if complaint is None:
            return False
        sheet, records = self.reading.sheet.name, self.reading.records
        item = _ITEMS[sheet]
        was: dict[str, Any] = {}
        if number:
            was = recording.cells(item.subject, number)
        check_companion(sheet, {**was, **cells}, received_on=complaint.received_on)
        commands = list(self._commands(item, complaint, cells, was, number))
        if not commands:
            return False
        terms = self.reading.choices.terms
        happened, complaint = happenings(complaint, commands, terms)
        late = bool(number) and recording.stream not in records.fresh
        meta = self.reading.meta(row.line, late=late)
        entries = [Entry(one.event, one.details, meta) for one in happened]
        records.record(recording.stream, recording.version, entries)
        # Another row of this complaint may follow: it must find what this one added.
        recording.take(entries, complaint)
        records.keep(recording)
        return True

    def _commands(
        self,
        item: _Item,
        complaint: Complaint,
        cells: dict[str, Any],
        was: dict[str, Any],
        number: int,
    ) -> Iterator[Command]:
        first = not number
        if first:
            number = _count(complaint, item.subject) + 1
            self.claimed.add(number)
        status: RemedyStatus | None = None
        new = {column for column in cells if column not in was} - {"reference"}
        if item.subject is Subject.REMEDY:
            status = _moved(was, cells)
            new -= {"status"}
        settled = {"status", "settled_on"} if status is not None else set()
        differs = [
            column
            for column in cells
            if column in was and cells[column] != was[column] and column not in settled
        ]
        merged = {**was, **cells}
        yield from corrections(
            self.reading.choices,
            differs,
            was,
            cells,
            lambda _: (item.subject, number),
        )
        match item.subject:
            case Subject.REMEDY:
                yield from steps.remedy_steps(
                    merged if status is None else {**merged, **_settlement(cells)},
                    new,
                    number=number,
                    status=status,
                    first=first,
                )
            case Subject.ACTION:
                yield from steps.action_steps(merged, new, number=number, first=first)
            case _:
                yield from steps.referral_steps(merged, new, number=number)


def _settlement(cells: Cells) -> dict[str, Any]:
    return {"settled_on": cells.get("settled_on")}


def _moved(was: dict[str, Any], cells: Cells) -> RemedyStatus | None:
    """Return the status that a remedy went on to, if it did."""
    was.setdefault("status", RemedyStatus.OFFERED)
    now = cells.get("status")
    if now is not None and was["status"].may_become(now):
        return RemedyStatus(now)
    return None


def _fits(item: _Item, recorded: Cells, cells: Cells, by_id: bool) -> bool:  # noqa: FBT001 - passed on from a loop over both
    if item.id is not None and item.id in cells and item.id in recorded:
        return bool(by_id and cells[item.id] == recorded[item.id])
    if by_id:
        return False
    return all(cells.get(column) == recorded.get(column) for column in item.key)


def _says(recorded: Cells, cells: Cells) -> bool:
    """Say whether a row holds nothing but what is recorded."""
    return all(
        recorded.get(column, RemedyStatus.OFFERED if column == "status" else None)
        == value
        for column, value in cells.items()
        if column != "reference"
    )
