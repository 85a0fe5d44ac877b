"""
An oracle: what an import must say and a report must show, reckoned naively.

Written from `formats.md` sections 1 and 3 alone, in dictionaries and loops, so that
it shares no line and no habit with the product. `judge` says what a first import makes
of each row; `load` keeps the rows that are recorded; `reckon` counts them.

Where the specification leaves room, this is how it is read here. `generate.py` keeps
away from the readings marked (*), so a difference found with it is worth a look.

Figures
 1. A complaint's one place in `intake` is the first that fits, each by dates up to
    `as_at`. `not_accepted` needs `not_accepted_on`; `skipped` needs the basis
    `agreed_skip` and `s2_requested_on`.
 2. Not accepted and answered all the same: `not_accepted`, so in neither stage 1, the
    teams, the themes, the escalation nor `years`.
 3. `to_stage_2` asks only that the request is known, in whichever year it was made.
 4. A stage 2 or 3 without a request date counts in no stage, even if it was answered.
 5. Withdrawn: an unanswered stage 2 and an unanswered stage 3 both count `withdrawn`.
 6. `by_procedure` holds the same keys but for `duty` and `by_procedure` themselves.
 7. `investigated`, `upheld` and the reasons all wait for `ombudsman_decided_on`; a
    reason counts only beside `ombudsman_investigated` = `no`.
 8. A referral made before receipt counts by its own date, even when `as_at` lies
    between the two.
 9. `findings` counts irregularities, not complaints: an extension that is both too
    late and too long counts under R11 and under R12 (*); complaints that were not
    accepted or were withdrawn count too. A finding is known from the day of the step
    that breaks the rule: the notice (R11, R12, R15), the request (R19), the panel's
    meeting (R25, R26, R28), the response (R30).
10. `years` lists every year of receipt, later ones than the reported year included.
11. `offered_gbp` adds every kind and status; paid and rejected need the status and a
    `settled_on` (*) by `as_at`. An empty amount adds nothing. Without `offered_on`, or
    `agreed_on` for an action, nothing counts.
12. `not_done_reason` has no date: it is known whenever its action is.
13. A service is known if a recorded complaint or compliment names it (*).
14. Suspension, deferral and reinstatement move no date and no count: sections 1 and 3
    give them no effect (*).

Rows
15. First fault: the number of cells; then cell by cell in the header's order; then
    outcome, extension, stage, order, withdrawn; then duplicate (*).
16. The column named: the missing cell for `required`, `outcome` and `extension`; the
    step that comes too early for `order`, too late for `withdrawn`; the first filled
    `s3_` cell for `stage`; `reference` for `duplicate` and `unknown_complaint`; none
    for a wrong number of cells.
17. A response without its outcome is refused (`outcome`), as is an outcome without its
    response, although the list names the latter alone.
18. "Before the step that it answers" covers, beyond the examples in brackets, an
    extension, a statement or a panel before its stage's request (*), a request or a
    withdrawal before receipt (*), a resumption before its suspension (*).
19. Escalation out of dissatisfaction, or a request for stage 3, before its response is
    `order`, not R19 or R20.
20. Any filled `s3_` cell on a corporate row is a stage that the procedure lacks (*); a
    remedy or action with source `stage_3` there is not (*).
21. "Ombudsman dates may fall anywhere, even before receipt" holds for `ombudsman.csv`
    as well, against "a companion's date before the complaint's receipt" (*).
22. `due_on` before the complaint's receipt is a companion's date like any other (*).
23. The panel is judged only with a meeting date (*). Members: exactly three, distinct,
    none of them empty.
24. A line of white space is blank; a line of empty cells is a row (*).
25. A complaint all of whose rows were refused is unknown to the companions.
26. A referral in `ombudsman.csv` is known by reference, `ombudsman_referred_on` and
    number: the specification names no key (*).
27. `source` of an action knows the codes of a remedy's (*).
28. Dates are `YYYY-MM-DD` and nothing else, neither `20240105` nor with a time (*).
    Refused as unreadable too: control characters (a tab or line break in a
    companion's free text excepted), bidirectional overrides in the register,
    zero-width characters in an id (*), more than 64 KiB or 30 marks in a row (*), a
    year before 1900 (*).
29. A repeated row may fill empty cells or move a remedy's status; corrections and
    further extensions are beyond this oracle (*).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import holidays

Row = dict[str, str]
Fault = tuple[str, str]
Verdict = tuple[int, str, str, str]
Recorded = dict[str, dict[tuple[str, ...], Row]]

REGISTER = "register.csv"
REMEDIES = "remedies.csv"
ACTIONS = "actions.csv"
COMPLIMENTS = "compliments.csv"
OMBUDSMAN = "ombudsman.csv"

OMBUDSMAN_COLUMNS = (
    "ombudsman_referred_on",
    "ombudsman_decided_on",
    "ombudsman_decision",
    "ombudsman_investigated",
    "ombudsman_not_investigated_reason",
)
COLUMNS: dict[str, tuple[str, ...]] = {
    REGISTER: (
        *("service", "team", "reference", "procedure", "channel", "complainant"),
        *("theme", "grounds_arose_on", "received_on", "acknowledged_on"),
        *("not_accepted_on", "not_accepted_reason", "withdrawn_on"),
        *("s1_extended_on", "s1_extended_to", "s1_extension_reason"),
        *("s1_responded_on", "s1_outcome", "s2_requested_on", "s2_basis"),
        *("s2_statement_agreed_on", "s2_investigating_officer"),
        *("s2_independent_person", "s2_extended_on", "s2_extended_to"),
        *("s2_extension_reason", "s2_responded_on", "s2_outcome"),
        *("s3_requested_on", "s3_panel_met_on", "s3_panel_members"),
        *("s3_panel_reported_on", "s3_responded_on", "s3_outcome"),
        *OMBUDSMAN_COLUMNS,
    ),
    REMEDIES: (
        *("reference", "source", "kind", "amount_gbp", "offered_on", "status"),
        *("settled_on", "description", "remedy_id"),
    ),
    ACTIONS: (
        *("reference", "source", "recommendation", "action", "owner", "agreed_on"),
        *("due_on", "done_on", "not_done_reason", "evidence", "action_id"),
    ),
    COMPLIMENTS: ("reference", "service", "team", "received_on", "theme"),
    OMBUDSMAN: ("reference", *OMBUDSMAN_COLUMNS),
}
OPTIONAL_REGISTER_COLUMNS = (
    *("complainant_id", "suspended_on", "suspension_reason", "resumed_on"),
    *("deferred_on", "deferred_to", "reinstated_on"),
)
KNOWN = {name: set(columns) for name, columns in COLUMNS.items()}
KNOWN[REGISTER] |= set(OPTIONAL_REGISTER_COLUMNS)
REQUIRED = {
    REGISTER: {"service", "reference", "procedure", "received_on"},
    REMEDIES: {"reference"},
    ACTIONS: {"reference"},
    COMPLIMENTS: {"reference", "service", "received_on"},
    OMBUDSMAN: {"reference"},
}
OUTCOMES = ("upheld", "partially_upheld", "not_upheld")
CODES: dict[str, tuple[str, ...]] = {
    "procedure": ("statutory", "corporate"),
    "not_accepted_reason": (
        *("not_childrens_services", "duplicate", "out_of_time"),
        *("concurrent_proceedings", "no_sufficient_interest"),
        *("outside_procedure", "other"),
    ),
    "s1_extension_reason": ("complexity", "advocate"),
    "s1_outcome": OUTCOMES,
    "s2_basis": ("dissatisfied", "no_response", "agreed_skip"),
    "s2_outcome": OUTCOMES,
    "s3_outcome": (*OUTCOMES, "reinvestigate"),
    "ombudsman_decision": ("upheld", "not_upheld", "closed_after_initial_enquiries"),
    "ombudsman_investigated": ("yes", "no"),
    "ombudsman_not_investigated_reason": (
        *("out_of_time", "premature", "out_of_jurisdiction"),
        *("right_of_appeal", "other"),
    ),
    "source": ("stage_1", "stage_2", "stage_3", "ombudsman"),
    "kind": ("apology", "payment", "service", "policy_change", "other"),
    "status": ("offered", "accepted", "rejected", "paid"),
}
MAY_LIE_AHEAD = {"s1_extended_to", "s2_extended_to", "deferred_to", "due_on"}
NOTES = {
    *("description", "recommendation", "action", "owner"),
    *("not_done_reason", "evidence"),
}
IDS = {
    *("reference", "remedy_id", "action_id", "complainant_id", "s3_panel_members"),
    *("s2_investigating_officer", "s2_independent_person"),
}
BIDI_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
COMPLAINANTS_STEPS = ("withdrawn_on", "s2_requested_on", "s3_requested_on")
COUNCILS_STEPS = (
    *("acknowledged_on", "not_accepted_on", "s1_extended_on", "s1_responded_on"),
    *("s2_statement_agreed_on", "s2_extended_on", "s2_responded_on"),
    *("s3_panel_met_on", "s3_panel_reported_on", "s3_responded_on"),
    *("suspended_on", "resumed_on", "deferred_on", "reinstated_on"),
)
ANSWERS = (
    ("s2_statement_agreed_on", "s2_requested_on"),
    ("s2_extended_on", "s2_requested_on"),
    ("s2_responded_on", "s2_requested_on"),
    ("s3_panel_met_on", "s3_requested_on"),
    ("s3_panel_reported_on", "s3_requested_on"),
    ("s3_responded_on", "s3_requested_on"),
    ("s3_panel_reported_on", "s3_panel_met_on"),
    ("s3_requested_on", "s2_responded_on"),
    ("ombudsman_decided_on", "ombudsman_referred_on"),
    ("resumed_on", "suspended_on"),
    ("settled_on", "offered_on"),
    ("done_on", "agreed_on"),
)
STATUS_MOVES = {
    ("offered", "accepted"),
    ("accepted", "paid"),
    ("offered", "paid"),
    ("offered", "rejected"),
}
LENGTHS = {
    (1, "statutory"): (10, 20),
    (1, "corporate"): (10, 20),
    (2, "statutory"): (25, 65),
    (2, "corporate"): (20, 40),
}
STAGE_2_MAXIMUM = 65

ENGLAND = holidays.country_holidays("GB", subdiv="ENG")


class UnusableFileError(Exception):
    """The file as a whole cannot be imported, and nothing of it is recorded."""


# Days


@cache
def is_working_day(day: date) -> bool:
    """Whether offices in England work on this day."""
    return day.weekday() < 5 and day not in ENGLAND


@cache
def add_working_days(start: date, count: int) -> date:
    """The day on which the last of the working days after the start falls."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


@cache
def read_date(text: str) -> date | None:
    """The date that a cell holds, or nothing if it holds none that can be read."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= 1900 else None


def day_of(row: Row, column: str) -> date | None:
    """The date in a column of the row, if it has one."""
    return read_date(row.get(column, ""))


def year_of(day: date) -> str:
    """The financial year that a day falls in, such as 2023-24."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def due_and_cap(row: Row, stage: int) -> tuple[date, date] | None:
    """A stage's due date and the last day that an extension may run to."""
    start = day_of(row, "received_on" if stage == 1 else "s2_requested_on")
    if start is None:
        return None
    length, longest = LENGTHS[stage, row["procedure"]]
    return add_working_days(start, length), add_working_days(start, longest)


def limit_of(row: Row, stage: int, as_at: date) -> date | None:
    """The day on which a stage is due, after any extension that counts."""
    days = due_and_cap(row, stage)
    if days is None:
        return None
    due, cap = days
    notified = day_of(row, f"s{stage}_extended_on")
    until = day_of(row, f"s{stage}_extended_to")
    if notified is None or until is None or notified > as_at:
        return due
    if notified > due or until > cap:
        return due
    return max(due, until)


# Rows


def read_sheet(path: Path) -> list[tuple[int, Row | None]]:
    """The rows of a file with the lines that they start on, None for a wrong width."""
    name = path.name
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        header: list[str] | None = None
        found: list[tuple[int, Row | None]] = []
        starts = 1
        for cells in reader:
            line, starts = starts, reader.line_num + 1
            if not cells or (len(cells) == 1 and not cells[0].strip()):
                continue
            texts = [unicodedata.normalize("NFC", cell.strip()) for cell in cells]
            if header is None:
                header = texts
                named = [column for column in header if column in KNOWN[name]]
                if len(named) != len(set(named)):
                    raise UnusableFileError(f"{name}: a doubled column")
                if not REQUIRED[name] <= set(named):
                    raise UnusableFileError(f"{name}: a required column is missing")
            elif len(texts) != len(header):
                found.append((line, None))
            else:
                pairs = zip(header, texts, strict=True)
                row = {column: text for column, text in pairs if column in KNOWN[name]}
                found.append((line, row))
        if header is None:
            raise UnusableFileError(f"{name}: no header")
    return found


def is_readable_text(text: str, column: str) -> bool:
    """Whether a cell's text is free of what no register should hold."""
    marks = 0
    for letter in text:
        control = unicodedata.category(letter) in ("Cc", "Cs")
        if control and not (letter in "\t\r\n" and column in NOTES):
            return False
        if letter in BIDI_OVERRIDES and column not in NOTES:
            return False
        if letter in "\u200b\ufeff" and column in IDS:
            return False
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > 30:
            return False
    return len(text.encode("utf-8")) <= 64 * 1024


def cell_faults(row: Row, name: str, today: date) -> list[Fault]:
    """What is wrong with single cells, in the order of the columns."""
    faults: list[Fault] = []
    for column, text in row.items():
        if text == "":
            wrong = "required" if column in REQUIRED[name] else ""
        else:
            wrong = text_fault(text, column, today)
        if wrong:
            faults.append((wrong, column))
    return faults


def text_fault(text: str, column: str, today: date) -> str:
    """What is wrong with a filled cell, if anything."""
    if not is_readable_text(text, column):
        return "unreadable"
    if column in CODES:
        return "" if text in CODES[column] else "unknown_code"
    if column == "amount_gbp":
        return "" if re.fullmatch(r"[0-9]+(\.[0-9]{2})?", text) else "unreadable"
    if column.endswith(("_on", "_to")):
        day = read_date(text)
        if day is None:
            return "unreadable"
        if day > today and column not in MAY_LIE_AHEAD:
            return "future_date"
    return ""


def step_faults(row: Row) -> list[Fault]:
    """What is impossible about the steps of a complaint, each cell being readable."""
    faults: list[Fault] = []
    for stage in (1, 2, 3):
        responded, outcome = f"s{stage}_responded_on", f"s{stage}_outcome"
        if row.get(responded, "") and not row.get(outcome, ""):
            faults.append(("outcome", outcome))
        if row.get(outcome, "") and not row.get(responded, ""):
            faults.append(("outcome", responded))
    for stage in (1, 2):
        notified, until = f"s{stage}_extended_on", f"s{stage}_extended_to"
        if row.get(notified, "") and not row.get(until, ""):
            faults.append(("extension", until))
        if row.get(until, "") and not row.get(notified, ""):
            faults.append(("extension", notified))
    if row["procedure"] == "corporate":
        for column in COLUMNS[REGISTER]:
            if column.startswith("s3_") and row.get(column, ""):
                faults.append(("stage", column))
                break
    faults += order_faults(row)
    return faults + withdrawal_faults(row)


def order_faults(row: Row) -> list[Fault]:
    """Steps dated before the steps that they answer."""
    faults: list[Fault] = []
    received = day_of(row, "received_on")
    grounds = day_of(row, "grounds_arose_on")
    if received and grounds and grounds > received:
        faults.append(("order", "grounds_arose_on"))
    for column in (*COUNCILS_STEPS, *COMPLAINANTS_STEPS):
        day = day_of(row, column)
        if received and day and day < received:
            faults.append(("order", column))
    pairs = list(ANSWERS)
    if row.get("s2_basis", "") == "dissatisfied":
        pairs.append(("s2_requested_on", "s1_responded_on"))
    for column, answered in pairs:
        day, before = day_of(row, column), day_of(row, answered)
        if day and before and day < before:
            faults.append(("order", column))
    return faults


def withdrawal_faults(row: Row) -> list[Fault]:
    """Steps dated after the day of withdrawal, and before any reinstatement."""
    withdrawn = day_of(row, "withdrawn_on")
    reinstated = day_of(row, "reinstated_on")
    if withdrawn is None:
        return []
    faults: list[Fault] = []
    for column in (*COUNCILS_STEPS, "s2_requested_on", "s3_requested_on"):
        day = day_of(row, column)
        if day is None or day <= withdrawn:
            continue
        if reinstated is None or day < reinstated:
            faults.append(("withdrawn", column))
    return faults


def companion_faults(row: Row, name: str, complaint: Row) -> list[Fault]:
    """What is impossible about a companion's dates, each cell being readable."""
    faults: list[Fault] = []
    received = day_of(complaint, "received_on")
    for column in row:
        day = day_of(row, column) if column.endswith("_on") else None
        if name != OMBUDSMAN and day and received and day < received:
            faults.append(("order", column))
    for column, answered in ANSWERS:
        day, before = day_of(row, column), day_of(row, answered)
        if day and before and day < before:
            faults.append(("order", column))
    return faults


def irregularities(row: Row) -> list[tuple[str, str, date]]:
    """The rules that a recorded row breaks, with the column and the day of each."""
    return [
        *irregular_extensions(row),
        *irregular_escalation(row),
        *irregular_panel(row),
        *irregular_response(row),
    ]


def irregular_extensions(row: Row) -> list[tuple[str, str, date]]:
    """Extensions notified too late (R11) or running too long (R12, R15)."""
    found: list[tuple[str, str, date]] = []
    for stage, too_long in ((1, "R12"), (2, "R15")):
        days = due_and_cap(row, stage)
        notified = day_of(row, f"s{stage}_extended_on")
        until = day_of(row, f"s{stage}_extended_to")
        if days is None or notified is None or until is None:
            continue
        due, cap = days
        if notified > due:
            found.append(("R11", f"s{stage}_extended_on", notified))
        if until > cap:
            found.append((too_long, f"s{stage}_extended_to", notified))
    return found


def irregular_escalation(row: Row) -> list[tuple[str, str, date]]:
    """An escalation for want of a response while stage 1 was in time (R19)."""
    requested = day_of(row, "s2_requested_on")
    if requested is None or row.get("s2_basis", "") != "no_response":
        return []
    limit = limit_of(row, 1, date.max)
    responded = day_of(row, "s1_responded_on")
    if responded is not None and responded <= requested:
        return []
    if limit is None or requested > limit:
        return []
    return [("R19", "s2_requested_on", requested)]


def irregular_panel(row: Row) -> list[tuple[str, str, date]]:
    """A panel of the wrong size (R25), or with somebody who had acted (R26, R28)."""
    met = day_of(row, "s3_panel_met_on")
    if met is None or not row.get("s3_panel_members", ""):
        return []
    members = [part.strip() for part in row["s3_panel_members"].split(";")]
    acted = set(members) - {""}
    found: list[tuple[str, str, date]] = []
    if len(members) != 3 or len(set(members)) != 3 or "" in members:
        found.append(("R25", "s3_panel_members", met))
    if row.get("s2_independent_person", "") in acted:
        found.append(("R26", "s3_panel_members", met))
    if row.get("s2_investigating_officer", "") in acted:
        found.append(("R28", "s3_panel_members", met))
    return found


def irregular_response(row: Row) -> list[tuple[str, str, date]]:
    """An answer at stage 3 before the panel had reported (R30)."""
    answered = day_of(row, "s3_responded_on")
    panel = day_of(row, "s3_panel_reported_on") or day_of(row, "s3_panel_met_on")
    if answered and panel and answered < panel:
        return [("R30", "s3_responded_on", answered)]
    return []


# Importing


def judge(folder: Path, today: date) -> dict[str, list[Verdict]]:
    """
    What a first import of a folder makes of each row: line, verdict, rule, column.

    The verdicts are `imported`, `irregular` (imported, with the rule that it breaks),
    `unchanged` (the rule is named here too if it is irregular) and `refused`.
    """
    return take_in(folder, today, {name: {} for name in COLUMNS})


def load(
    folders: Iterable[Path], today: date
) -> tuple[list[Row], dict[str, list[Row]]]:
    """The register rows and companion rows that are recorded after all imports."""
    recorded: Recorded = {name: {} for name in COLUMNS}
    for folder in folders:
        take_in(folder, today, recorded)
    rows = list(recorded[REGISTER].values())
    companions = {
        name: list(kept.values()) for name, kept in recorded.items() if name != REGISTER
    }
    return rows, companions


def take_in(folder: Path, today: date, recorded: Recorded) -> dict[str, list[Verdict]]:
    """Import one folder into what is recorded, and say what became of each row."""
    verdicts: dict[str, list[Verdict]] = {}
    for name in COLUMNS:
        if name == REGISTER or (folder / name).exists():
            sheet = read_sheet(folder / name)
            verdicts[name] = take_in_sheet(sheet, name, today, recorded)
    return verdicts


def take_in_sheet(
    sheet: list[tuple[int, Row | None]], name: str, today: date, recorded: Recorded
) -> list[Verdict]:
    """Import one file's rows into what is recorded."""
    alike: dict[str, list[Row]] = {}
    if name == REGISTER:
        for _, row in sheet:
            if row is not None and row["reference"]:
                alike.setdefault(row["reference"], []).append(row)
    numbers: Counter[tuple[str, ...]] = Counter()
    verdicts: list[Verdict] = []
    for line, row in sheet:
        if row is None:
            verdicts.append((line, "refused", "unreadable", ""))
            continue
        faults = faults_of(row, name, today, recorded)
        shared = alike.get(row["reference"], [])
        if not faults and any(other != row for other in shared):
            faults = [("duplicate", "reference")]
        verdict, broken = "refused", faults[0] if faults else ("", "")
        if not faults:
            key = key_of(row, name, numbers)
            verdict, broken = record(row, recorded[name], key)
        if verdict != "refused" and name == REGISTER:
            for rule, column, _ in irregularities(row)[:1]:
                broken = (rule, column)
                verdict = "irregular" if verdict == "imported" else verdict
        verdicts.append((line, verdict, *broken))
    return verdicts


def faults_of(row: Row, name: str, today: date, recorded: Recorded) -> list[Fault]:
    """All that is wrong with a row by itself and against its complaint."""
    faults = cell_faults(row, name, today)
    if faults:
        return faults
    if name == REGISTER:
        return step_faults(row)
    if name == COMPLIMENTS:
        return []
    complaint = recorded[REGISTER].get((row["reference"],))
    if complaint is None:
        return [("unknown_complaint", "reference")]
    return companion_faults(row, name, complaint)


def key_of(row: Row, name: str, numbers: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    """What a row is recognised by."""
    if name in (REGISTER, COMPLIMENTS):
        return (row["reference"],)
    own = {REMEDIES: "remedy_id", ACTIONS: "action_id"}.get(name, "")
    if row.get(own, ""):
        return (row[own],)
    by = {
        REMEDIES: ("reference", "source", "kind", "offered_on"),
        ACTIONS: ("reference", "source", "agreed_on"),
        OMBUDSMAN: ("reference", "ombudsman_referred_on"),
    }[name]
    key = tuple(row.get(column, "") for column in by)
    numbers[key] += 1
    return (*key, str(numbers[key]))


def record(
    row: Row, kept: dict[tuple[str, ...], Row], key: tuple[str, ...]
) -> tuple[str, Fault]:
    """Record a sound row, or what it adds to the row that was recorded before."""
    old = kept.get(key)
    if old is None:
        kept[key] = dict(row)
        return "imported", ("", "")
    news = {
        column: text
        for column, text in row.items()
        if text and text != old.get(column, "")
    }
    if not news:
        return "unchanged", ("", "")
    moves = (old.get("status", ""), news.get("status", "")) in STATUS_MOVES
    for column in news:
        if old.get(column, "") and not (moves and column in ("status", "settled_on")):
            return "refused", ("differs", column)
    old.update(news)
    return "imported", ("", "")


# Figures


def percent(count: int, of: int) -> int | None:
    """A whole percentage, halves rounded up; none of nothing."""
    return None if of == 0 else (200 * count + of) // (2 * of)


def pounds(amount: Decimal) -> int | float:
    """An amount as JSON writes it: an integer when whole."""
    return int(amount) if amount == int(amount) else float(amount)


def by_count(names: Iterable[str]) -> list[tuple[str, int]]:
    """Names with their counts, largest first, then in code point order."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def reckon(  # noqa: PLR0917 - one for each sheet
    rows: list[Row],
    companions: dict[str, list[Row]],
    year_label: str,
    service: str,
    as_at: date | None,
    today: date,
) -> dict[str, Any]:
    """Every figure of report.json, but for its reconciliation, from the rows alone."""
    as_at = as_at or today
    first = date(int(year_label[:4]), 4, 1)
    last = date(first.year + 1, 3, 31)

    def known(row: Row, column: str) -> date | None:
        day = day_of(row, column)
        return day if day and day <= as_at else None

    def in_year(row: Row, column: str) -> bool:
        day = known(row, column)
        return day is not None and first <= day <= last

    ours = [row for row in rows if row["service"] == service]
    compliments = companions.get(COMPLIMENTS, [])
    if not ours and not any(row["service"] == service for row in compliments):
        raise LookupError(f"no complaint or compliment names the service {service!r}")

    place = {
        row["reference"]: place_of(row, as_at)
        for row in ours
        if known(row, "received_on")
    }
    received = [row for row in ours if in_year(row, "received_on")]
    places = [place[row["reference"]] for row in received]
    responded = [row for row in received if place[row["reference"]] == "responded"]
    stage_1 = [
        row
        for row in received
        if place[row["reference"]] in ("responded", "awaiting_response")
    ]
    stage_2 = [row for row in ours if in_year(row, "s2_requested_on")]
    stage_3 = [row for row in ours if in_year(row, "s3_requested_on")]
    of = len(responded)
    moved_on = sum(1 for row in responded if known(row, "s2_requested_on"))
    references = {row["reference"] for row in ours}

    def ours_in(name: str, column: str) -> list[Row]:
        return [
            row
            for row in companions.get(name, [])
            if row["reference"] in references and in_year(row, column)
        ]

    return {
        "service": service,
        "period": {
            "label": year_label,
            "from": first.isoformat(),
            "to": last.isoformat(),
        },
        "as_at": as_at.isoformat(),
        "intake": {
            "received": len(received),
            "not_accepted": places.count("not_accepted"),
            "withdrawn": places.count("withdrawn"),
            "skipped": places.count("skipped"),
            "responded": places.count("responded"),
            "awaiting_response": places.count("awaiting_response"),
            "not_accepted_reasons": dict(
                by_count(
                    row.get("not_accepted_reason", "") or "not_recorded"
                    for row in received
                    if place[row["reference"]] == "not_accepted"
                )
            ),
            "other_services": dict(
                by_count(
                    row["service"]
                    for row in rows
                    if row["service"] != service and in_year(row, "received_on")
                )
            ),
        },
        "stages": [
            stage_figures(1, stage_1, as_at),
            stage_figures(2, stage_2, as_at),
            stage_figures(3, stage_3, as_at),
        ],
        "timeliness": [
            timeliness(1, stage_1, as_at),
            timeliness(2, stage_2, as_at),
        ],
        "escalation": {
            "not_escalated": share(of - moved_on, of),
            "to_stage_2": share(moved_on, of),
        },
        "by_team": [
            {"team": name, **share(count, of)}
            for name, count in by_count(
                row.get("team", "") or "Not recorded" for row in responded
            )
        ],
        "by_theme": [
            {"theme": name, **share(count, of)}
            for name, count in by_count(
                row.get("theme", "") or "Not recorded" for row in responded
            )
        ],
        "ombudsman": ombudsman_figures(
            [row for row in ours if in_year(row, "ombudsman_referred_on")]
            + ours_in(OMBUDSMAN, "ombudsman_referred_on"),
            as_at,
        ),
        "remedies": remedy_figures(ours_in(REMEDIES, "offered_on"), as_at),
        "actions": action_figures(ours_in(ACTIONS, "agreed_on"), as_at),
        "compliments": compliment_figures(
            [
                row
                for row in compliments
                if row["service"] == service and in_year(row, "received_on")
            ]
        ),
        "years": year_figures(
            [row for row in ours if place.get(row["reference"]) == "responded"]
        ),
        "findings": [
            {"rule": rule, "count": count}
            for rule, count in by_count(
                rule
                for row in received
                for rule, _, day in irregularities(row)
                if day <= as_at
            )
        ],
    }


def place_of(row: Row, as_at: date) -> str:
    """The one place in the intake where a complaint counts on a day."""

    def known(column: str) -> bool:
        day = day_of(row, column)
        return day is not None and day <= as_at

    if known("not_accepted_on"):
        return "not_accepted"
    if known("s1_responded_on"):
        return "responded"
    if known("withdrawn_on"):
        return "withdrawn"
    if row.get("s2_basis", "") == "agreed_skip" and known("s2_requested_on"):
        return "skipped"
    return "awaiting_response"


def answer_to(row: Row, stage: int, as_at: date) -> date | None:
    """The day on which a stage was answered, if that is known."""
    day = day_of(row, f"s{stage}_responded_on")
    return day if day and day <= as_at else None


def ended_by_withdrawal(row: Row, stage: int, as_at: date) -> bool:
    """Whether a stage beyond the first ended unanswered when it was withdrawn."""
    withdrawn = day_of(row, "withdrawn_on")
    unanswered = answer_to(row, stage, as_at) is None
    return stage > 1 and unanswered and withdrawn is not None and withdrawn <= as_at


def stage_figures(stage: int, rows: list[Row], as_at: date) -> dict[str, Any]:
    """How many complaints were at a stage, and how it ended for them."""
    figures: dict[str, Any] = {
        "stage": stage,
        "total": len(rows),
        "statutory": sum(1 for row in rows if row["procedure"] == "statutory"),
        "corporate": sum(1 for row in rows if row["procedure"] == "corporate"),
        "upheld": 0,
        "partially_upheld": 0,
        "not_upheld": 0,
        "reinvestigate": 0,
        "pending": 0,
    }
    withdrawn = 0
    for row in rows:
        if answer_to(row, stage, as_at):
            figures[row[f"s{stage}_outcome"]] += 1
        elif ended_by_withdrawal(row, stage, as_at):
            withdrawn += 1
        else:
            figures["pending"] += 1
    if withdrawn:
        figures["withdrawn"] = withdrawn
    return figures


def timeliness(stage: int, rows: list[Row], as_at: date) -> dict[str, Any]:
    """How a stage was answered against its limits, together and by procedure."""
    population = [row for row in rows if not ended_by_withdrawal(row, stage, as_at)]
    return {
        "duty": f"stage_{stage}_response",
        **timeliness_of(stage, population, as_at),
        "by_procedure": {
            procedure: timeliness_of(
                stage,
                [row for row in population if row["procedure"] == procedure],
                as_at,
            )
            for procedure in ("statutory", "corporate")
        },
    }


def timeliness_of(stage: int, population: list[Row], as_at: date) -> dict[str, Any]:
    """How a stage was answered against its limits in one population."""
    counts = {
        "population": len(population),
        "within_original": 0,
        "within_extended": 0,
        "late": 0,
        "no_response": 0,
        "in_time": 0,
    }
    within_maximum = 0
    for row in population:
        days, limit = due_and_cap(row, stage), limit_of(row, stage, as_at)
        assert days is not None
        assert limit is not None
        answered = answer_to(row, stage, as_at)
        if answered is None:
            counts["no_response" if limit < as_at else "in_time"] += 1
        elif answered <= days[0]:
            counts["within_original"] += 1
        elif answered <= limit:
            counts["within_extended"] += 1
        else:
            counts["late"] += 1
        requested = day_of(row, "s2_requested_on")
        if stage == 2 and answered and requested:
            longest = add_working_days(requested, STAGE_2_MAXIMUM)
            within_maximum += 1 if answered <= longest else 0
    figures: dict[str, Any] = {
        **counts,
        "percent_within_original": percent(counts["within_original"], len(population)),
        "target_percent": None,
    }
    if stage == 2:
        figures["within_maximum"] = within_maximum
    return figures


def share(count: int, of: int) -> dict[str, int | None]:
    """A count, what it is of, and its percentage."""
    return {"count": count, "of": of, "percent": percent(count, of)}


def ombudsman_figures(referrals: list[Row], as_at: date) -> dict[str, Any]:
    """Referrals to the Ombudsman, and what is so far known of their decisions."""
    decided = []
    for row in referrals:
        day = day_of(row, "ombudsman_decided_on")
        if day and day <= as_at:
            decided.append(row)
    return {
        "referred": len(referrals),
        "investigated": sum(
            1 for row in decided if row.get("ombudsman_investigated", "") == "yes"
        ),
        "upheld": sum(
            1 for row in decided if row.get("ombudsman_decision", "") == "upheld"
        ),
        "not_investigated_reasons": dict(
            by_count(
                row.get("ombudsman_not_investigated_reason", "") or "not_recorded"
                for row in decided
                if row.get("ombudsman_investigated", "") == "no"
            )
        ),
    }


def remedy_figures(remedies: list[Row], as_at: date) -> dict[str, int | float]:
    """What was offered, and of that what was paid and what was rejected."""
    offered = paid = rejected = Decimal(0)
    for row in remedies:
        amount = Decimal(row.get("amount_gbp", "") or 0)
        settled = day_of(row, "settled_on")
        offered += amount
        if settled and settled <= as_at:
            if row.get("status", "") == "paid":
                paid += amount
            if row.get("status", "") == "rejected":
                rejected += amount
    return {
        "paid_gbp": pounds(paid),
        "offered_gbp": pounds(offered),
        "rejected_gbp": pounds(rejected),
    }


def action_figures(actions: list[Row], as_at: date) -> dict[str, int]:
    """How many actions were agreed, and what became of them."""
    figures = {"agreed": len(actions), "done": 0, "not_done": 0, "open": 0}
    for row in actions:
        done = day_of(row, "done_on")
        if done and done <= as_at:
            figures["done"] += 1
        elif row.get("not_done_reason", ""):
            figures["not_done"] += 1
        else:
            figures["open"] += 1
    return figures


def compliment_figures(compliments: list[Row]) -> dict[str, Any]:
    """How many compliments came, and for which teams."""
    teams = by_count(row.get("team", "") or "Not recorded" for row in compliments)
    return {
        "total": len(compliments),
        "by_team": [{"team": name, "count": count} for name, count in teams],
    }


def year_figures(responded: list[Row]) -> list[dict[str, Any]]:
    """How many complaints were responded to, by year of receipt, newest first."""
    years: dict[str, dict[str, Any]] = {}
    for row in responded:
        received = day_of(row, "received_on")
        assert received is not None
        label = year_of(received)
        if label not in years:
            years[label] = {"label": label, "statutory": 0, "corporate": 0, "total": 0}
        years[label][row["procedure"]] += 1
        years[label]["total"] += 1
    return [years[label] for label in sorted(years, reverse=True)]
