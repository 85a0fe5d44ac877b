"""Due dates as an iCalendar file (RFC 5545): whole days, stable ids, nobody's name."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from caseledger.read_models import DutyRow

LONGEST_LINE = 75
"""Octets, the line's end not counted; longer lines go on after a space."""


def render_calendar(duties: Iterable[DutyRow], *, stamped_at: datetime) -> str:
    """
    Return an event for each duty on the day it is due.

    The id is made from the case's stream and the duty, so that a due date that
    moved moves the entry and makes no second one. `stamped_at` is in UTC.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//caseledger//due dates//EN",
        "CALSCALE:GREGORIAN",
        *(line for duty in duties for line in _event(duty, stamped_at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _event(duty: DutyRow, stamped_at: datetime) -> Iterator[str]:
    what = duty.duty.replace("_", " ")
    yield "BEGIN:VEVENT"
    again = "" if duty.attempt == 1 else f"-{duty.attempt}"
    yield f"UID:{duty.stream}-{duty.duty}{again}@caseledger"
    yield f"DTSTAMP:{stamped_at:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{duty.due_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{duty.due_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'{duty.reference}: {what} due')}"
    yield f"DESCRIPTION:{_text(f'{duty.procedure} procedure; {duty.paragraph}')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    for mark in "\\;,":
        value = value.replace(mark, f"\\{mark}")
    return value.replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """Cut a line so that no piece is too long, and no character is cut in two."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += character
    yield piece
