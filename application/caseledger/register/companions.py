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
    id: str
    key: tuple[str, ...]

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
    ),
    "actions": _Item(Subject.ACTION, "action_id", ("source", "agreed_on")),
    "ombudsman": _Item(Subject.REFERRAL, "", ("ombudsman_referred_on",)),
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

    A row is recognised by its id, else by its key and its number among those alike;
    of these, a row that says exactly what is recorded goes first, and then one that
    contradicts nothing. So the order of the rows does not matter.

    `named` are the items that have an id, `told` those that a row of this file has
    told of already.
    """

    reading: Reading
    named: dict[str, int] = attrs.field(factory=dict, init=False)
    told: set[int] = attrs.field(factory=set, init=False)

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
        known = dict(enumerate(item.known(recording), start=1))
        if item.subject is Subject.REFERRAL:
            # The register's own referral is no concern of this sheet's.
            known.pop(recording.register_referral, None)
        self.named = {
            cells[item.id]: number
            for number, cells in known.items()
            if item.id in cells
        }
        matched = self._match(item, known, [cells for _, cells in rows])
        for at, (row, cells) in enumerate(rows):
            number = self.named.get(cells.get(item.id, ""), 0) or matched.get(at, 0)
            try:
                yield row, self._record(row, cells, recording, number)
            except Fault as fault:
                yield row, fault

    def _match(
        self,
        item: _Item,
        known: Mapping[int, Cells],
        rows: Sequence[Cells],
    ) -> dict[int, int]:
        """Return the number of the recorded item that each row is about, if any."""
        found: dict[int, int] = {}
        free = dict(known)
        ids: set[str] = set()
        for at, cells in enumerate(rows):
            own = cells.get(item.id, "")
            if own in self.named:
                found[at] = self.named[own]
                free.pop(self.named[own], None)
            elif own in ids:
                # It repeats a row of this file, and goes where that goes.
                found[at] = 0
            elif own:
                ids.add(own)
        for fits in (_says, _adds_to, _alike):
            for at, cells in enumerate(rows):
                if at in found:
                    continue
                for number, recorded in free.items():
                    if _same_key(item, recorded, cells) and fits(recorded, cells):
                        found[at] = number
                        del free[number]
                        break
        return found

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
            self.told.add(number)
            return False
        about = number or _count(complaint, item.subject) + 1
        terms = self.reading.choices.terms
        happened, complaint = happenings(complaint, commands, terms)
        late = bool(number) and recording.stream not in records.fresh
        after = recording.recorded_at
        meta = self.reading.meta(row.line, late=late, after=after)
        entries = [Entry(one.event, one.details, meta) for one in happened]
        records.record(recording.stream, recording.version, entries)
        self.told.add(about)
        if item.id in cells:
            self.named[cells[item.id]] = about
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
        if differs and number in self.told:
            # As a correction, it would be taken back by the other at each import.
            message = f"{differs[0]} differs from another row about the same"
            raise Fault(differs[0], "differs", message)
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


def _same_key(item: _Item, recorded: Cells, cells: Cells) -> bool:
    if item.id in cells and item.id in recorded:
        return False
    return all(cells.get(column) == recorded.get(column) for column in item.key)


def _status(recorded: Cells) -> RemedyStatus:
    return RemedyStatus(recorded.get("status", RemedyStatus.OFFERED))


def _says(recorded: Cells, cells: Cells) -> bool:
    """Say whether a row holds nothing but what is recorded."""
    return all(
        (_status(recorded) if column == "status" else recorded.get(column)) == value
        for column, value in cells.items()
        if column != "reference"
    )


def _adds_to(recorded: Cells, cells: Cells) -> bool:
    """Say whether a row contradicts nothing that is recorded."""
    was, now = _status(recorded), cells.get("status", _status(recorded))
    moves = was.may_become(now)
    return (moves or was == now) and all(
        column not in recorded or recorded[column] == value
        for column, value in cells.items()
        if column != "status" and not (moves and column == "settled_on")
    )


def _alike(_recorded: Cells, _cells: Cells) -> bool:
    return True
