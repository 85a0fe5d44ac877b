"""
Every figure of the annual report reckoned a second time, straight from the events.

Written from the populations that the report's format describes and nothing else: what
happened to a complaint goes into plain dictionaries, and each figure is a list of
references, found by going through all of them. Nothing is ranked, shared or clever.

Whatever is dated later than the report is left out. What has no day of its own, such
as a correction, counts for every report; and due dates stand as they were last told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import attrs

from caseledger.calendar import ENGLAND
from caseledger.complaint import Event
from caseledger.complaint.events import (
    Acknowledged,
    ActionAgreed,
    ActionDone,
    ActionNotDone,
    AdvocateAppointed,
    AdvocateRequested,
    Corrected,
    Deadline,
    DeadlineRecomputed,
    Deferred,
    Escalated,
    Extended,
    IrregularityReviewed,
    Moved,
    NotAccepted,
    Noted,
    OmbudsmanDecided,
    ProcedureReclassified,
    Received,
    ReferredToOmbudsman,
    Reinstated,
    RemedyOffered,
    RemedySettled,
    Responded,
    Resumed,
    ReviewPanelConvened,
    Stage2Reopened,
    StatementOfComplaintAgreed,
    Step,
    Suspended,
    Withdrawn,
)
from caseledger.feedback import (
    ComplimentCorrected,
    ComplimentEvent,
    ComplimentNoted,
    ComplimentReceived,
)

Told = dict[str, Any]
"""What was told of a complaint, or of a part of it, by name."""

Answers = Mapping[str, Mapping[str, str]]
"""What was told for equality monitoring: by reference, by question."""

Figures = dict[str, list[str]]
"""The references behind each figure, sorted, by its name."""

MAXIMUM = 65
"""The working days within which stage 2 is answered at the latest."""

PROCEDURES = ("statutory", "corporate")
QUARTERS = {
    "Q1": (4, 5, 6),
    "Q2": (7, 8, 9),
    "Q3": (10, 11, 12),
    "Q4": (1, 2, 3),
}
OUTCOMES = ("upheld", "partially_upheld", "not_upheld", "reinvestigate", "no_finding")
UNNAMED = "Not recorded"
NO_REASON = "not_recorded"

# What ended a stage, if two things did on one day: in the order of a row's columns.
ENDS = ("not accepted", "answered", "skipped", "begun again", "withdrawn")


# --- What was told -------------------------------------------------------------------


def complaint_told(events: Iterable[Event]) -> Told:
    """Write down what the events of one complaint tell."""
    case: Told = {
        "withdrawn": [],
        "not accepted": [],
        "taken_up": [],
        "runs": [],
        "present": {},
        "deferrals": [],
        "suspensions": [],
        "referrals": {},
        "remedies": {},
        "actions": {},
        "not_accepted_reason": None,
        "advocate_asked": [],
        "advocate_appointed": [],
    }
    for event in events:
        _tell(case, event)
    return case


def _tell(case: Told, event: Event) -> None:  # noqa: C901, PLR0912, PLR0915 - one case per event
    match event:
        case Received():
            case["reference"] = event.reference
            case["procedure"] = event.procedure.value
            case["service"] = event.service
            case["team"] = event.team
            case["theme"] = event.theme
            case["complainant"] = event.capacity
            case["complainant_id"] = event.complainant_id
            case["received_on"] = event.occurred_on
            _begin(case, 1, event.occurred_on, event.deadline)
        case ProcedureReclassified():
            case["procedure"] = event.now.value
            _due(case, *event.deadlines)
        case NotAccepted():
            _end(case, "not accepted", event.occurred_on)
            if event.reason is not None:
                case["not_accepted_reason"] = event.reason.value
        case Withdrawn():
            _end(case, "withdrawn", event.occurred_on)
        case Reinstated():
            taken_up = {"on": event.occurred_on}
            if event.deadline is not None:
                for run in case["present"].values():
                    run["left_by"] = _standing_end(case)
                for pause in case["suspensions"]:
                    pause["ended"] = pause["ended"] or event.occurred_on
                for pause in case["deferrals"]:
                    pause["ended"] = min(pause["ended"], event.occurred_on)
                left = case["present"].values()
                case["present"] = {}
                anew = _begin(case, 1, event.occurred_on, event.deadline)
                for run in left:
                    run["left_for"] = anew
                anew["begun_with"] = taken_up
            case["taken_up"].append(taken_up)
        case Acknowledged():
            if event.deadline is not None:
                _due(case, event.deadline)
        case AdvocateRequested():
            case["advocate_asked"].append(event.occurred_on)
        case AdvocateAppointed():
            case["advocate_appointed"].append(event.occurred_on)
        case Extended():
            extension = {
                "told": event.occurred_on,
                "to": event.extended_to,
                "moved": None,
                "broken": event.broken,
            }
            _present(case, event.stage)["extensions"].append(extension)
        case Responded():
            run = _present(case, event.stage)
            run["answered"], run["outcome"] = event.occurred_on, event.outcome.value
            run["answer_broke"] = event.broken
        case Escalated():
            run = _present(case, event.to_stage)
            run["asked"], run["asking_broke"] = event.occurred_on, event.broken
            if event.basis is not None:
                run["basis"] = event.basis.value
            _due(case, event.deadline)
        case StatementOfComplaintAgreed():
            if event.governs and event.deadline is not None:
                _due(case, event.deadline)
        case ReviewPanelConvened():
            run = _present(case, 3)
            run["met"], run["panel_broke"] = event.occurred_on, event.broken
        case Stage2Reopened():
            for number in (2, 3):
                case["present"].pop(number, None)
            _begin(case, 2, event.occurred_on, event.deadline)["reopened"] = True
        case Suspended():
            pause = {
                "began": event.occurred_on,
                "ended": None,
                "stops": event.ground is not None,
            }
            case["suspensions"].append(pause)
        case Resumed():
            if case["suspensions"]:
                case["suspensions"][-1]["ended"] = event.occurred_on
            _moved(case, *event.moved)
        case Deferred():
            pause = {
                "began": event.occurred_on,
                "ended": event.until or date.max,
                "stops": bool(event.complainant_agreed),
            }
            case["deferrals"].append(pause)
            _moved(case, *event.moved)
        case DeadlineRecomputed():
            _moved(case, event)
        case IrregularityReviewed():
            _reviewed(case, event)
        case ReferredToOmbudsman():
            _numbered(case, "referrals", event.referral)["made"] = event.occurred_on
        case OmbudsmanDecided():
            _numbered(case, "referrals", event.referral).update(
                decided=event.occurred_on,
                decision=event.decision.value if event.decision else None,
                investigated=event.investigated,
                reason=event.not_investigated_reason.value
                if event.not_investigated_reason
                else None,
            )
        case RemedyOffered():
            _numbered(case, "remedies", event.remedy).update(
                offered=event.occurred_on,
                pence=event.amount_pence,
                settled=[],
            )
        case RemedySettled():
            settled = {"status": event.status.value, "on": event.occurred_on}
            case["remedies"][event.remedy]["settled"].append(settled)
        case ActionAgreed():
            _numbered(case, "actions", event.action)["agreed"] = event.occurred_on
        case ActionDone():
            _numbered(case, "actions", event.action)["done"] = event.occurred_on
        case ActionNotDone():
            action = _numbered(case, "actions", event.action)
            action["left_undone"] = event.occurred_on or date.min
        case Noted():
            _fact(case, event.subject.value, event.number, event.fact, event.value)
        case Corrected():
            _fact(case, event.subject.value, event.number, event.fact, event.now)
        case _:
            pass


def _begin(case: Told, number: int, on: date | None, deadline: Deadline | None) -> Told:
    """Begin a stage, or begin it again."""
    run: Told = {
        "stage": number,
        "asked": on,
        "basis": None,
        "due": deadline.due_on if deadline else None,
        "extensions": [],
        "answered": None,
        "outcome": None,
        "met": None,
        "reopened": False,
        "asking_broke": (),
        "answer_broke": (),
        "panel_broke": (),
        "left_by": None,
        "left_for": None,
        "begun_with": None,
    }
    case["runs"].append(run)
    case["present"][number] = run
    return run


def _present(case: Told, number: int) -> Told:
    """Return a stage as it now runs; told before its request, it has no beginning."""
    run: Told | None = case["present"].get(number)
    return run if run is not None else _begin(case, number, None, None)


def _end(case: Told, how: str, on: date) -> None:
    case[how].append({"how": how, "on": on})


def _standing_end(case: Told) -> Told | None:
    """Return what ended the complaint that is now taken up again."""
    ends = [*case["withdrawn"], *case["not accepted"]]
    return max(ends, key=lambda end: end["on"], default=None)


def _due(case: Told, *deadlines: Deadline) -> None:
    """Enter the days by which stages 1 and 2 are now to be answered."""
    for deadline in deadlines:
        for number in (1, 2):
            if deadline.name == f"stage_{number}_response":
                _present(case, number)["due"] = deadline.due_on


def _moved(case: Told, *moved: Moved | DeadlineRecomputed) -> None:
    for one in moved:
        _due(case, one.deadline)
        if one.extensions:
            number = 1 if one.deadline.name == "stage_1_response" else 2
            told = _present(case, number)["extensions"]
            for extension, to in zip(told, one.extensions, strict=False):
                extension["moved"] = to


def _reviewed(case: Told, event: IrregularityReviewed) -> None:
    run = _present(case, event.stage)
    match event.step:
        case Step.EXTENSION:
            for extension in run["extensions"][event.number - 1 : event.number]:
                extension["broken"] = event.now
        case Step.ESCALATION:
            run["asking_broke"] = event.now
        case Step.REVIEW_PANEL:
            run["panel_broke"] = event.now
        case Step.RESPONSE:
            run["answer_broke"] = event.now


def _numbered(case: Told, kind: str, number: int) -> Told:
    part: Told = case[kind].setdefault(number, {})
    return part


# A complaint's plain facts, and the days of its stages, by their names in a register.
_PLAIN = (
    *("service", "team", "theme", "complainant", "complainant_id", "procedure"),
    "not_accepted_reason",
)
_OF_STAGES = {
    **{f"s{n}_responded_on": (n, "answered") for n in (1, 2, 3)},
    **{f"s{n}_outcome": (n, "outcome") for n in (1, 2, 3)},
    **{f"s{n}_requested_on": (n, "asked") for n in (2, 3)},
    "s2_basis": (2, "basis"),
    "s3_panel_met_on": (3, "met"),
}
_OF_EXTENSIONS = {
    f"s{n}_extended_{word}": (n, key)
    for n in (1, 2)
    for word, key in (("on", "told"), ("to", "to"))
}
_OF_THE_LAST = {
    "suspended_on": ("suspensions", "began"),
    "resumed_on": ("suspensions", "ended"),
    "deferred_on": ("deferrals", "began"),
    "deferred_to": ("deferrals", "ended"),
    "withdrawn_on": ("withdrawn", "on"),
    "not_accepted_on": ("not accepted", "on"),
    "reinstated_on": ("taken_up", "on"),
}
_OF_REFERRALS = {
    "ombudsman_referred_on": "made",
    "ombudsman_decided_on": "decided",
    "ombudsman_decision": "decision",
    "ombudsman_not_investigated_reason": "reason",
}


def _fact(case: Told, about: str, number: int, name: str, value: str | None) -> None:
    """Enter a fact that was noted, or put right, as a register writes it."""
    if about == "action" and name == "not_done_reason":
        _numbered(case, "actions", number)["left_undone"] = date.min
        return
    if about == "referral":
        # It is known of, whatever is told about it.
        _numbered(case, "referrals", number)
    if value is None:
        return
    said: object = value
    if name.endswith(("_on", "_to")):
        said = date.fromisoformat(value)
    match about:
        case "complaint":
            _fact_of_complaint(case, name, said)
        case "referral" if name == "ombudsman_investigated":
            case["referrals"][number]["investigated"] = value == "yes"
        case "referral":
            case["referrals"][number][_OF_REFERRALS[name]] = said
        case "remedy":
            _fact_of_remedy(case["remedies"][number], name, said)
        case "action":
            key = {"agreed_on": "agreed", "done_on": "done"}.get(name, name)
            case["actions"][number][key] = said


def _fact_of_complaint(case: Told, name: str, said: Any) -> None:  # noqa: ANN401 - a day or a word
    if name in _PLAIN:
        case[name] = said
    elif name == "received_on":
        # The first stage 1 begins with receipt, whenever it is put right.
        case["received_on"] = case["runs"][0]["asked"] = said
    elif name in _OF_STAGES:
        number, key = _OF_STAGES[name]
        _present(case, number)[key] = said
    elif name in _OF_EXTENSIONS:
        number, key = _OF_EXTENSIONS[name]
        for extension in _present(case, number)["extensions"][-1:]:
            extension[key] = said
    elif name in _OF_THE_LAST:
        kind, key = _OF_THE_LAST[name]
        for part in case[kind][-1:]:
            part[key] = said
            for run in case["runs"]:
                # A run that began with being taken up again began on that day.
                if run["begun_with"] is part:
                    run["asked"] = said


def _fact_of_remedy(remedy: Told, name: str, said: Any) -> None:  # noqa: ANN401 - a day or a word
    match name:
        case "amount_gbp":
            pounds, _, pence = said.partition(".")
            remedy["pence"] = int(pounds + pence.ljust(2, "0"))
        case "offered_on":
            remedy["offered"] = said
        case "status" | "settled_on":
            key = "status" if name == "status" else "on"
            remedy["settled"] = remedy["settled"] or [{"status": "offered", "on": None}]
            remedy["settled"][-1][key] = said


def compliment_told(events: Iterable[ComplimentEvent]) -> Told:
    """Write down what the events of one compliment tell."""
    told: Told = {}
    for event in events:
        match event:
            case ComplimentReceived():
                told = {
                    "reference": event.reference,
                    "service": event.service,
                    "team": event.team,
                    "received_on": event.occurred_on.isoformat(),
                }
            case ComplimentNoted():
                told[event.fact] = event.value
            case ComplimentCorrected():
                told[event.fact] = event.now
    return {**told, "received_on": date.fromisoformat(told["received_on"])}


# --- What was known on a day ---------------------------------------------------------


@attrs.frozen
class Asked:
    """Which report is asked for: of which service, for which year, as at which day."""

    service: str
    begins: int
    as_at: date

    def knows(self, day: date | None) -> bool:
        """Say whether what is dated so is not later than the report."""
        return day is not None and day <= self.as_at

    def has(self, day: date | None) -> bool:
        """Say whether what is dated so is known and falls into the year."""
        first, last = date(self.begins, 4, 1), date(self.begins + 1, 3, 31)
        return day is not None and self.knows(day) and first <= day <= last


def _begun(asked: Asked, case: Told, *numbers: int) -> list[Told]:
    """Return the runs of stages whose request was known."""
    return [
        run
        for run in case["runs"]
        if run["stage"] in numbers and asked.knows(run["asked"])
    ]


def _stage_1(asked: Asked, case: Told) -> Told:
    """Return stage 1, begun anew if the complaint was taken up again."""
    return _begun(asked, case, 1)[-1]


def _answered(asked: Asked, run: Told) -> bool:
    return asked.knows(run["answered"])


def _ended(asked: Asked, case: Told, how: str) -> list[date]:
    """Return the days on which the complaint ended so, and was not taken up since."""
    again = [one["on"] for one in case["taken_up"] if asked.knows(one["on"])]
    return [
        end["on"]
        for end in case[how]
        if asked.knows(end["on"]) and not any(end["on"] <= day for day in again)
    ]


def _over(asked: Asked, case: Told, run: Told, how: str) -> list[date]:
    """Return the days on which a run of a stage ended with the complaint."""
    left = run["left_by"]
    if left and left["how"] == how and asked.knows(run["left_for"]["asked"]):
        return [left["on"], *_ended(asked, case, how)]
    return _ended(asked, case, how)


def _fate(asked: Asked, case: Told) -> str:
    """Return the first that fits."""
    one = _stage_1(asked, case)
    after = case["runs"].index(one)
    skipped = any(
        run["basis"] == "agreed_skip"
        for run in _begun(asked, case, 2)
        if case["runs"].index(run) > after
    )
    if _ended(asked, case, "not accepted"):
        return "not_accepted"
    if _answered(asked, one):
        return "responded"
    if _ended(asked, case, "withdrawn"):
        return "withdrawn"
    return "skipped" if skipped else "awaiting_response"


def _end_of(asked: Asked, case: Told, run: Told) -> tuple[date, int] | None:
    """Return when a run of a stage ended and how, by its place in `ENDS`."""
    ends: list[tuple[date, str]] = []
    if _answered(asked, run):
        ends.append((run["answered"], "answered"))
    for how in ("withdrawn", "not accepted"):
        ends += [(day, how) for day in _over(asked, case, run, how)]
    later = case["runs"][case["runs"].index(run) + 1 :]
    if run["stage"] == 1:
        ends += [
            (other["asked"], "skipped")
            for other in _begun(asked, case, 2)
            if other["basis"] == "agreed_skip" and other in later
        ]
    else:
        ends += [
            (other["asked"], "begun again")
            for other in _begun(asked, case, run["stage"])
            if other in later
        ]
    return min(((day, ENDS.index(how)) for day, how in ends), default=None)


# --- The figures ---------------------------------------------------------------------


def figures(
    complaints: Iterable[Sequence[Event]],
    compliments: Iterable[Sequence[ComplimentEvent]],
    asked: Asked,
    answers: Answers,
) -> Figures:
    """Return the references behind every figure of a report."""
    told = [complaint_told(events) for events in complaints]
    known = [case for case in told if asked.knows(case["received_on"])]
    ours = [case for case in known if case["service"] == asked.service]
    received = [case for case in ours if asked.has(case["received_on"])]
    responded = [case for case in received if _fate(asked, case) == "responded"]
    praise = [compliment_told(events) for events in compliments]
    found = [
        *_intake(asked, known, received),
        *_stages(asked, ours, received),
        *_flows(asked, ours),
        *_timeliness(asked, ours, received),
        *_extensions(asked, ours, received),
        *_escalation(asked, responded),
        *_groups("by_team", "team", responded),
        *_groups("by_theme", "theme", responded),
        *_groups("by_capacity", "complainant", received),
        *_largest(received),
        *_advocacy(asked, received),
        *_equality(received, answers),
        *_ombudsman(asked, told),
        *_remedies(asked, ours),
        *_actions(asked, ours),
        *_compliments(asked, praise),
        *_years(asked, ours),
        *_findings(asked, received),
    ]
    every: Figures = {}
    for name, references in found:
        every.setdefault(name, []).extend(references)
    return {name: sorted(references) for name, references in every.items()}


Found = Iterator[tuple[str, list[str]]]

Runs = list[tuple[Told, Told]]
"""Runs of stages, each behind its complaint."""


def _names(cases: Iterable[Told]) -> list[str]:
    return [case["reference"] for case in cases]


def _intake(asked: Asked, known: list[Told], received: list[Told]) -> Found:
    yield "intake.received", _names(received)
    for fate in (
        *("not_accepted", "responded", "withdrawn", "skipped"),
        "awaiting_response",
    ):
        of_it = [case for case in received if _fate(asked, case) == fate]
        yield f"intake.{fate}", _names(of_it)
        if fate == "not_accepted":
            for case in of_it:
                reason = case["not_accepted_reason"] or NO_REASON
                yield f"intake.not_accepted_reasons.{reason}", _names([case])
    for case in known:
        if case["service"] != asked.service and asked.has(case["received_on"]):
            yield f"intake.other_services.{case['service']}", _names([case])


def _counted(asked: Asked, ours: list[Told], received: list[Told], number: int) -> Runs:
    """Return the runs that a stage's total counts, each with its complaint."""
    if number == 1:
        return [
            (case, _stage_1(asked, case))
            for case in received
            if _fate(asked, case) in {"responded", "awaiting_response"}
        ]
    return [(case, run) for case, run in _requested(asked, ours, number) if _first(run)]


def _requested(asked: Asked, ours: list[Told], number: int) -> Runs:
    """Return the runs of a stage that began in the year, the complaint whenever."""
    return [
        (case, run)
        for case in ours
        for run in _begun(asked, case, number)
        if asked.has(run["asked"])
    ]


def _first(run: Told) -> bool:
    return not run["reopened"]


def _fate_at_stage(asked: Asked, case: Told, run: Told) -> str:
    if _answered(asked, run):
        return str(run["outcome"])
    return "withdrawn" if _over(asked, case, run, "withdrawn") else "pending"


def _stages(asked: Asked, ours: list[Told], received: list[Told]) -> Found:
    for number in (1, 2, 3):
        name = f"stages.{number}"
        counted = _counted(asked, ours, received, number)
        yield f"{name}.total", _names(case for case, _ in counted)
        for procedure in PROCEDURES:
            under = [case for case, _ in counted if case["procedure"] == procedure]
            yield f"{name}.{procedure}", _names(under)
        for fate in (*OUTCOMES, "pending", "withdrawn"):
            yield (
                f"{name}.{fate}",
                _names(
                    c for c, run in counted if _fate_at_stage(asked, c, run) == fate
                ),
            )
        again = [] if number == 1 else _requested(asked, ours, number)
        yield f"{name}.reopened", _names(c for c, run in again if not _first(run))
        yield (
            f"{name}.deferred",
            _names(c for c, run in counted if _put_off(asked, c, run)),
        )


def _put_off(asked: Asked, case: Told, run: Told) -> bool:
    end = _end_of(asked, case, run)
    return any(
        pause["stops"]
        and asked.knows(pause["began"])
        and run["asked"] <= pause["began"]
        and (end is None or pause["began"] <= end[0])
        for pause in case["deferrals"]
    )


def _flows(asked: Asked, ours: list[Told]) -> Found:
    first = date(asked.begins, 4, 1)
    last = min(date(asked.begins + 1, 3, 31), asked.as_at)
    for number in (1, 2, 3):
        name = f"flows.{number}"
        for part in ("open_at_start", "begun", "during", "open_at_end"):
            yield f"{name}.{part}", []
        for case in ours:
            runs = _begun(asked, case, number)
            for run in runs[-1:] if number == 1 else runs:
                begun = case["received_on"] if number == 1 else run["asked"]
                end = _end_of(asked, case, run)
                # An answer from before the request ended the stage as it began.
                ended = max(begun, end[0]) if end else date.max
                if begun > last or ended < first:
                    continue
                came = "open_at_start" if begun < first else "begun"
                went = "open_at_end"
                if end and ended <= last:
                    went = f"ended.{ENDS[end[1]]}"
                for part in (came, "during", went):
                    yield f"{name}.{part}", _names([case])


LIMITS = ("within_original", "within_extended", "late", "no_response", "in_time")


def _timeliness(asked: Asked, ours: list[Told], received: list[Told]) -> Found:
    for number in (1, 2):
        name = f"timeliness.stage_{number}_response"
        population = [
            (case, run)
            for case, run in _counted(asked, ours, received, number)
            if _fate_at_stage(asked, case, run) != "withdrawn"
        ]
        yield from _limits(asked, f"{name}.limits", number, population)
        for procedure in PROCEDURES:
            under = [one for one in population if one[0]["procedure"] == procedure]
            yield from _limits(asked, f"{name}.by_procedure.{procedure}", number, under)
        for quarter, months in QUARTERS.items():
            within = [
                (case, run)
                for case, run in population
                if (case["received_on"] if number == 1 else run["asked"]).month
                in months
            ]
            yield from _limits(asked, f"{name}.by_quarter.{quarter}", number, within)


def _limits(asked: Asked, name: str, number: int, population: Runs) -> Found:
    yield f"{name}.population", _names(case for case, _ in population)
    for limit in LIMITS:
        kept = [case for case, run in population if _kept(asked, run) == limit]
        yield f"{name}.{limit}", _names(kept)
    if number == 2:
        at_most = [
            case
            for case, run in population
            if _answered(asked, run) and _within_maximum(case, run)
        ]
        yield f"{name}.within_maximum", _names(at_most)


def _kept(asked: Asked, run: Told) -> str:
    extended = [
        extension["moved"] or extension["to"]
        for extension in run["extensions"]
        if not extension["broken"] and asked.knows(extension["told"])
    ]
    limit = max([run["due"], *extended])
    if not _answered(asked, run):
        return "no_response" if limit < asked.as_at else "in_time"
    if run["answered"] <= run["due"]:
        return "within_original"
    return "within_extended" if run["answered"] <= limit else "late"


def _within_maximum(case: Told, run: Told) -> bool:
    """Count the days to the answer one by one, those of a pause left out."""
    pauses = [
        pause
        for pause in (*case["suspensions"], *case["deferrals"])
        if pause["stops"]
        and pause["ended"] not in {None, date.max}
        # A clock that starts within a pause runs: the pause stops what ran before.
        and run["asked"] <= pause["began"]
    ]
    days = (run["answered"] - run["asked"]).days
    counted = [
        day
        for day in (run["asked"] + timedelta(days=n) for n in range(1, days + 1))
        if ENGLAND.is_working_day(day)
        and not any(pause["began"] < day <= pause["ended"] for pause in pauses)
    ]
    # On the Saturday after the last of them it is too late.
    return len(counted) < MAXIMUM or run["answered"] <= counted[MAXIMUM - 1]


def _extensions(asked: Asked, ours: list[Told], received: list[Told]) -> Found:
    for number in (1, 2):
        name = f"extensions.{number}"
        runs = (
            _counted(asked, ours, received, 1)
            if number == 1
            else _requested(asked, ours, 2)
        )
        for kind in ("granted", "lawful", "broken"):
            yield f"{name}.{kind}", []
        for case, run in runs:
            for extension in run["extensions"]:
                if asked.knows(extension["told"]):
                    kind = "broken" if extension["broken"] else "lawful"
                    yield f"{name}.granted", _names([case])
                    yield f"{name}.{kind}", _names([case])


def _escalation(asked: Asked, responded: list[Told]) -> Found:
    went = [case for case in responded if _begun(asked, case, 2)]
    stayed = [case for case in responded if case not in went]
    for name, some in (("to_stage_2", went), ("not_escalated", stayed)):
        yield f"{name}.cases", _names(some)
        yield f"{name}.of", _names(responded)


def _groups(name: str, fact: str, population: list[Told]) -> Found:
    for group in {case[fact] or UNNAMED for case in population}:
        some = [case for case in population if (case[fact] or UNNAMED) == group]
        yield f"{name}.{group}.share.cases", _names(some)
        yield f"{name}.{group}.share.of", _names(population)


def _largest(received: list[Told]) -> Found:
    """Return the complaints of whoever made most, of equals the first by name."""
    made = Counter(case["complainant_id"] for case in received)
    often = [one for one in made if one is not None and made[one] > 1]
    most = min(often, key=lambda one: (-made[one], one), default=None)
    some = [case for case in received if most and case["complainant_id"] == most]
    yield "largest_complainant.cases", _names(some)
    yield "largest_complainant.of", _names(received)


def _advocacy(asked: Asked, received: list[Told]) -> Found:
    for part in ("asked", "appointed"):
        some = [
            case
            for case in received
            if any(asked.knows(day) for day in case[f"advocate_{part}"])
        ]
        yield f"advocacy.{part}", _names(some)


def _equality(received: list[Told], answers: Answers) -> Found:
    told = {case["reference"]: answers.get(case["reference"], {}) for case in received}
    for question in {question for one in told.values() for question in one}:
        answered = [
            {**case, question: told[case["reference"]].get(question)}
            for case in received
        ]
        yield from _groups(f"equality.{question}", question, answered)


def _ombudsman(asked: Asked, told: list[Told]) -> Found:
    """Go through the referrals, also those of complaints that come only later."""
    ours = [case for case in told if case["service"] == asked.service]
    for part in ("referred", "investigated", "undecided", "upheld"):
        yield f"ombudsman.{part}", []
    for case in ours:
        for referral in case["referrals"].values():
            if not asked.has(referral.get("made")):
                continue
            yield "ombudsman.referred", _names([case])
            if not asked.knows(referral.get("decided")):
                yield "ombudsman.undecided", _names([case])
                continue
            if referral.get("decision") == "upheld":
                yield "ombudsman.upheld", _names([case])
            if referral.get("investigated") is None:
                yield "ombudsman.undecided", _names([case])
            elif referral["investigated"]:
                yield "ombudsman.investigated", _names([case])
            else:
                reason = referral.get("reason") or NO_REASON
                yield f"ombudsman.not_investigated_reasons.{reason}", _names([case])


REMEDIES = ("offered", "paid", "rejected", "outstanding")


def _offered(asked: Asked, ours: list[Told]) -> Iterator[tuple[str, str, int]]:
    """Go through the remedies offered in the year: what became of each, its pence."""
    for case in ours:
        for remedy in case["remedies"].values():
            if asked.has(remedy["offered"]):
                reached = {
                    one["status"] for one in remedy["settled"] if asked.knows(one["on"])
                }
                fates = reached & {"paid", "rejected"} or {"outstanding"}
                for fate in ("offered", *fates):
                    yield fate, case["reference"], remedy["pence"] or 0


def _remedies(asked: Asked, ours: list[Told]) -> Found:
    for fate in REMEDIES:
        yield (
            f"remedies.{fate}.cases",
            [
                reference
                for found, reference, _ in _offered(asked, ours)
                if found == fate
            ],
        )


def pence(
    complaints: Iterable[Sequence[Event]],
    asked: Asked,
) -> dict[str, int]:
    """Return the money of the remedies offered in the year, by what became of them."""
    told = [complaint_told(events) for events in complaints]
    ours = [
        case
        for case in told
        if asked.knows(case["received_on"]) and case["service"] == asked.service
    ]
    return {
        fate: sum(some for found, _, some in _offered(asked, ours) if found == fate)
        for fate in REMEDIES
    }


def _actions(asked: Asked, ours: list[Told]) -> Found:
    for part in ("agreed", "done", "not_done", "open"):
        yield f"actions.{part}", []
    for case in ours:
        for action in case["actions"].values():
            if not asked.has(action["agreed"]):
                continue
            yield "actions.agreed", _names([case])
            if asked.knows(action.get("done")):
                yield "actions.done", _names([case])
            elif asked.knows(action.get("left_undone")):
                yield "actions.not_done", _names([case])
            else:
                yield "actions.open", _names([case])


def _compliments(asked: Asked, praise: list[Told]) -> Found:
    yield "compliments.total", []
    for one in praise:
        if one["service"] == asked.service and asked.has(one["received_on"]):
            yield "compliments.total", _names([one])
            yield f"compliments.by_team.{one['team'] or UNNAMED}", _names([one])


def _years(asked: Asked, ours: list[Told]) -> Found:
    for case in ours:
        if _fate(asked, case) == "responded":
            on = case["received_on"]
            begins = on.year if on.month > 3 else on.year - 1
            name = f"years.{begins}-{(begins + 1) % 100:02}"
            for part in ("total", *PROCEDURES):
                counts = part in {"total", case["procedure"]}
                yield f"{name}.{part}", _names([case]) if counts else []


def _findings(asked: Asked, received: list[Told]) -> Found:
    for case in received:
        for run in case["runs"]:
            steps = [
                (run["asked"], run["asking_broke"]),
                (run["met"], run["panel_broke"]),
                (run["answered"], run["answer_broke"]),
                *((one["told"], one["broken"]) for one in run["extensions"]),
            ]
            for on, broken in steps:
                for rule in broken:
                    if asked.knows(on):
                        yield f"findings.{rule}.cases", _names([case])
