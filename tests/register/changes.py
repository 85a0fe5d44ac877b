"""A register as it comes back a month later: cells filled, and cells put right."""

import random
from collections.abc import Iterator

from oracle.reckon import (
    CODES,
    COLUMNS,
    REGISTER,
    STATUS_MOVES,
    Row,
    cell_faults,
    step_faults,
)
from register.registers import TODAY
from register.rows import shifted

TEXTS = ("One thing", "Another, in part", "Équipe Zoë", "A third")
EXTENSION_2 = ("s2_extended_on", "s2_extended_to")


def changed(
    draw: random.Random,
    row: Row,
    *,
    last_receipt: str,
) -> Row:
    """
    Return a row with some cells filled and some different, still without a fault.

    Receipt stays on or before `last_receipt`, and a stage 2 extension is never told
    and set to later days at once: that would be a further one.
    """
    for _ in range(draw.randint(1, 4)):
        found = next(_tries(draw, row, last_receipt), None)
        row = found or row
    return row


def _tries(
    draw: random.Random,
    row: Row,
    last_receipt: str,
) -> Iterator[Row]:
    for _ in range(20):
        changes = _change(draw, row)
        one = {**row, **changes}
        further = all(one[column] > row[column] != "" for column in EXTENSION_2)
        if further or one["received_on"] > last_receipt or one == row:
            continue
        if not cell_faults(one, REGISTER, TODAY) and not step_faults(one):
            yield one


def _change(draw: random.Random, row: Row) -> Row:
    column = draw.choice([c for c in COLUMNS[REGISTER] if c != "reference"])
    changes = {column: _text(draw, row, column)}
    stage = column[:2]
    partners = {
        f"{stage}_responded_on": f"{stage}_outcome",
        f"{stage}_outcome": f"{stage}_responded_on",
        f"{stage}_extended_on": f"{stage}_extended_to",
        f"{stage}_extended_to": f"{stage}_extended_on",
    }
    partner = partners.get(column, "")
    if partner and not row[partner]:
        changes[partner] = _text(draw, row, partner)
    return changes


def _text(draw: random.Random, row: Row, column: str) -> str:
    if column in CODES:
        return draw.choice(CODES[column])
    if column.endswith(("_on", "_to")):
        dates = [row[c] for c in row if c.endswith(("_on", "_to")) and row[c]]
        start = row[column] or draw.choice(dates)
        return shifted(start, draw.choice((-1, 1, draw.randint(-30, 30))))
    if column == "s3_panel_members":
        people = ["PM-1", "PM-2", "PM-3", row["s2_independent_person"] or "PM-4"]
        return ";".join(draw.sample(people, draw.choice((2, 3, 3, 4))))
    if column == "service":
        return draw.choice(("Children and Family Services", "Registrars"))
    return draw.choice(TEXTS)


def moved_on(draw: random.Random, row: Row) -> Row:
    """Return a remedy with a status further on, or with another amount."""
    was = row["status"] or "offered"
    moves = sorted(to for status, to in STATUS_MOVES if status == was)
    if moves and row["offered_on"] and draw.random() < 0.5:
        settled_on = shifted(row["offered_on"], draw.randint(0, 30))
        return {**row, "status": draw.choice(moves), "settled_on": settled_on}
    return {**row, "amount_gbp": draw.choice(("75", "99.50", "1000"))}
