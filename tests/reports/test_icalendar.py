"""Due dates as an iCalendar file, held against RFC 5545."""

from datetime import UTC, date, datetime

import attrs

from caseledger.read_models import DutyRow
from caseledger.reports.icalendar import render_calendar

STAMP = datetime(2023, 4, 3, 9, 30, tzinfo=UTC)
DUTY = DutyRow(
    stream="0123456789abcdef0123456789abcdef",
    reference="CF-1",
    service="Children and Family Services",
    team="Short Breaks",
    procedure="statutory",
    stage=1,
    attempt=1,
    duty="stage_1_response",
    standing="limit",
    counted_from=date(2023, 4, 3),
    due_on=date(2023, 4, 19),
    latest_on=date(2023, 5, 4),
    ended_on=None,
    met=False,
    paused=False,
    paragraph="SI 2006/1738, reg 14",
)


def unfolded(text: str) -> list[str]:
    """Return the content lines, put together again (RFC 5545, 3.1)."""
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_a_due_date_is_a_whole_day() -> None:
    """DTEND is the day after: it is not part of the event (RFC 5545, 3.6.1)."""
    lines = unfolded(render_calendar([DUTY], stamped_at=STAMP))

    assert "BEGIN:VCALENDAR" == lines[0]
    assert "END:VCALENDAR" == lines[-1]
    assert "DTSTAMP:20230403T093000Z" in lines
    assert "DTSTART;VALUE=DATE:20230419" in lines
    assert "DTEND;VALUE=DATE:20230420" in lines
    assert "SUMMARY:CF-1: stage 1 response due" in lines
    # Commas, semicolons and backslashes are escaped (3.3.11).
    assert "DESCRIPTION:statutory procedure\\; SI 2006/1738\\, reg 14" in lines


def test_a_due_date_that_moves_keeps_its_id() -> None:
    """A calendar that has the entry moves it and makes no second one."""
    moved = attrs.evolve(DUTY, due_on=date(2023, 5, 4))

    ids = [
        [line for line in unfolded(text) if line.startswith("UID:")]
        for text in (
            render_calendar([DUTY], stamped_at=STAMP),
            render_calendar([moved], stamped_at=STAMP),
        )
    ]
    assert ids[0] == ids[1]
    assert ["UID:0123456789abcdef0123456789abcdef-stage_1_response@caseledger"] == ids[
        0
    ]


def test_lines_are_at_most_75_octets_and_no_character_is_cut() -> None:
    """Long lines go on after a line end and a space (RFC 5545, 3.1)."""
    long = attrs.evolve(DUTY, reference="Ŵ€😀" * 40)
    text = render_calendar([long], stamped_at=STAMP)

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert f"SUMMARY:{'Ŵ€😀' * 40}: stage 1 response due" in unfolded(text)


def test_text_starts_no_line_of_its_own() -> None:
    """A reference cannot end the event that it stands in."""
    hostile = attrs.evolve(DUTY, reference="CF-1\nEND:VEVENT")

    assert 1 == unfolded(render_calendar([hostile], stamped_at=STAMP)).count(
        "END:VEVENT"
    )


def test_team_and_service_are_left_out() -> None:
    """The entry tells no more than the reference, the duty and the paragraph."""
    text = render_calendar([DUTY], stamped_at=STAMP)

    assert "Short Breaks" not in text
    assert "Children" not in text
