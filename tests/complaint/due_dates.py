"""
What is due and by when, as the naive model has it.

A clock is a start, a number of working days, and the pauses that it met; its day is
counted anew each time, with the wall calendar.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from complaint import wall_calendar
from complaint.wall_calendar import Pauses

Case = dict[str, Any]

# Working days, for both procedures and every policy (procedure, sections 2 and 6).
FIXED = {
    "stage_2_request": 20,
    "review_request": 20,
    "panel_acknowledgement": 2,
    "panel_chair": 10,
    "panel_papers": -10,
    "review_panel": 30,
    "panel_report": 5,
    "stage_3_response": 15,
}
OF_STAGE = {"stage_1_response": 1, "stage_2_response": 2}
ONLY_STATUTORY = ("stage_2_request", "review_request")
STANDING = {
    **dict.fromkeys(("stage_1_response", "stage_2_response"), "limit"),
    **dict.fromkeys(("review_panel", "panel_report", "stage_3_response"), "limit"),
    **dict.fromkeys(("stage_2_request", "review_request"), "window"),
}


def stopping(start: date, pauses: Pauses) -> Pauses:
    """Return the pauses that stop what began on a day: none that began before it."""
    return tuple(one for one in pauses if start <= one[0])


class Clock(NamedTuple):
    """What started it, how many days it runs, at most, and the pauses it met."""

    start: date
    days: int
    at_most: int | None
    pauses: Pauses = ()

    @property
    def due(self) -> date:
        return wall_calendar.count(self.start, self.days, self.stood_still)

    @property
    def latest(self) -> date:
        at_most = self.days if self.at_most is None else self.at_most
        return wall_calendar.count(self.start, at_most, self.stood_still)

    @property
    def stood_still(self) -> Pauses:
        return stopping(self.start, self.pauses)


class Extension(NamedTuple):
    """Told on one day to last to another."""

    told: date
    to: date
    good_reason: bool

    def reaches(self, clock: Clock) -> date:
        """Return the day on which as many days have run as when it was told."""
        if self.to <= self.told:
            return self.to
        days = wall_calendar.between(self.told, self.to)
        met = stopping(self.told, clock.pauses)
        return max(self.to, wall_calendar.count(self.told, days, met))


class Owed(NamedTuple):
    """One thing due: its name, its clock's start, its day, and how it stands."""

    name: str
    start: date
    due: date
    standing: str
    paused: bool
    ended: date | None
    met: bool


def length(case: Case, name: str) -> tuple[int, int | None] | None:
    """Return the working days that a step has, and at most; None if it has none."""
    way, procedure = case["way"], case["procedure"]
    if name == "acknowledgement":
        return way["acknowledgement"], None
    if name == "stage_2_acknowledgement":
        days = None if procedure == "statutory" else way["stage_2_acknowledgement"]
        return None if days is None else (days, None)
    if name in OF_STAGE:
        days, at_most = way[procedure][OF_STAGE[name]]
        return days, at_most
    if name in ONLY_STATUTORY and procedure == "corporate":
        return None
    return FIXED[name], None


def start_of(case: Case, name: str) -> date | None:
    """Return the day from which a step's days are counted."""
    begun, answered, told = case["begun"], case["answered"], case["response_received"]
    if name in OF_STAGE:
        return _start_of_stage(case, OF_STAGE[name])
    found: dict[str, date | None] = {
        "acknowledgement": begun[1],
        "stage_2_request": told.get(1) or answered.get(1),
        "stage_2_acknowledgement": begun.get(2),
        "review_request": told.get(2) or answered.get(2),
        "panel_acknowledgement": begun.get(3),
        "panel_chair": begun.get(3),
        "panel_papers": case["meets"],
        "review_panel": begun.get(3),
        "panel_report": case["met"],
        "stage_3_response": case["reported"],
    }
    return found[name]


def _start_of_stage(case: Case, stage: int) -> date | None:
    asked: date | None = case["begun"].get(stage)
    if asked is None:
        return None
    way = case["way"]
    if case["procedure"] == "statutory":
        governs = stage == 2 and way["from_statement"] and case["statement"]
        return case["statement"] if governs else asked
    if not way["from_acknowledgement"]:
        return asked
    # Failing to acknowledge cannot stop the clock (C2).
    days = way["acknowledgement" if stage == 1 else "stage_2_acknowledgement"]
    at_latest = wall_calendar.count(asked, days)
    return min(case["acknowledged"].get(stage) or at_latest, at_latest)


def set_clock(case: Case, name: str) -> None:
    """Start a clock, or start it anew where its own day is another one now."""
    start, days = start_of(case, name), length(case, name)
    if start is not None and days is not None:
        case["clocks"][name] = Clock(start, *days, tuple(case["pauses"]))


def due(case: Case, stage: int, known_on: date = date.max) -> date:
    """Return the due date of stage 1 or 2; what broke a rule extends nothing."""
    clock: Clock = case["clocks"][f"stage_{stage}_response"]
    day = clock.due
    marked = {
        number for step, of, number, _ in case["marks"] if (step, of) == ("ext", stage)
    }
    for number, extension in enumerate(case["extensions"][stage], start=1):
        if number not in marked and extension.told <= known_on:
            day = max(day, extension.reaches(clock))
    return day


def latest(case: Case, stage: int) -> date:
    """Return the last day to which a stage can be extended."""
    day: date = case["clocks"][f"stage_{stage}_response"].latest
    return day


def present_stage(case: Case) -> int:
    """Return the stage that the case has got to."""
    return int(max(case["begun"]))


def open_until(case: Case) -> date | None:
    """Return the last day on which the complainant may go on, None without one."""
    stage = present_stage(case)
    if case["procedure"] == "corporate":
        return corporate_window(case) if stage == 1 else None
    return None if stage == 3 else window(case, stage)


def window(case: Case, stage: int) -> date:
    """Return the last day of the 20 to ask for what follows a stage's response."""
    name = {1: "stage_2_request", 2: "review_request"}[stage]
    answered = case["response_received"].get(stage) or case["answered"][stage]
    clock = case["clocks"].get(name) or Clock(answered, FIXED[name], None)
    day: date = clock.due
    return day


def corporate_window(case: Case) -> date | None:
    """Return the last day of the policy's window for stage 2 (C9)."""
    months, answered = case["way"]["window_in_months"], case["answered"].get(1)
    if months is None or answered is None or case["procedure"] == "statutory":
        return None
    received = case["response_received"].get(1) or answered
    return wall_calendar.months_after(received, months)


def _ends(case: Case) -> dict[str, tuple[date | None, date | None]]:
    """Return when each step was taken, or overtaken."""
    begun, answered, told = case["begun"], case["answered"], case["acknowledged"]
    met = case["met"]
    return {
        "acknowledgement": (told.get(1), answered.get(1)),
        "stage_1_response": (answered.get(1), case["left_stage_1"]),
        "stage_2_request": (case["left_stage_1"], case["resolved"]),
        "stage_2_acknowledgement": (told.get(2), answered.get(2)),
        "stage_2_response": (answered.get(2), begun.get(3)),
        "review_request": (begun.get(3), None),
        "panel_acknowledgement": (told.get(3), met),
        "panel_chair": (case["chair"], met),
        "panel_papers": (case["papers"], met),
        "review_panel": (met, answered.get(3)),
        "panel_report": (case["reported"], answered.get(3)),
        "stage_3_response": (answered.get(3), None),
    }


def owed(case: Case) -> Iterator[Owed]:
    """Go through what is, or was, due in the present pass."""
    ends = _ends(case)
    over = case["ended"] and case["ended"][1]
    since = case["suspended"] and case["suspended"][0]
    for name, clock in case["clocks"].items():
        day = due(case, OF_STAGE[name]) if name in OF_STAGE else clock.due
        taken, overtaken = ends[name]
        ended = min((one for one in (taken, overtaken, over) if one), default=None)
        yield Owed(
            name=name,
            start=clock.start,
            due=day,
            standing=STANDING.get(name, "milestone"),
            paused=ended is None and since is not None and day > since,
            ended=ended,
            met=taken is not None and taken == ended,
        )


def pause(case: Case, began: date, ended: date) -> None:
    """Let what is still owed wait; what was counted back waits for nothing."""
    case["pauses"].append((began, ended))
    pauses = tuple(case["pauses"])
    for one in [*owed(case)]:
        clock = case["clocks"][one.name]
        if one.ended is None and clock.days > 0:
            case["clocks"][one.name] = clock._replace(pauses=pauses)


Known = dict[str, tuple[date | None, Pauses]]


def known(case: Case) -> Known:
    """Return where each clock would start now, and the pauses that it would meet."""
    return {name: (start_of(case, name), _met(case, name)) for name in case["clocks"]}


def _met(case: Case, name: str) -> Pauses:
    end = min((day for day in _ends(case)[name] if day), default=date.max)
    return tuple(one for one in case["pauses"] if one[0] < end)


def correct_clocks(case: Case, before: Known, *, all_of_them: bool) -> None:
    """Start anew what was counted from another day, or by another procedure."""
    for name, (start, met) in known(case).items():
        days, clock = length(case, name), case["clocks"][name]
        if start is None or days is None or name not in before:
            continue
        then, met_then = before[name]
        if all_of_them or start not in (clock.start, then):
            case["clocks"][name] = Clock(start, *days, met)
        elif met != met_then and clock.days > 0:
            case["clocks"][name] = clock._replace(pauses=met)
