"""Which steps of a case broke a rule, by all that the naive model knows of it."""

from datetime import date

from complaint.due_dates import Case, due, latest

Mark = tuple[str, int, int, str]

# The rules that a step can break and yet have been taken (formats, section 1).
IRREGULAR = {"R11", "R12", "R15", "R19", "R25", "R26", "R28", "R30"}
TOO_LONG = {1: "R12", 2: "R15"}


def judge(case: Case) -> set[Mark]:
    """Return every rule that the steps of the present pass broke."""
    marks: set[Mark] = set()
    for stage in {1, 2} & case["begun"].keys():
        marks |= _extensions(case, stage)
    if 2 in case["begun"]:
        asked = case["begun"][2]
        if still_in_time({**case, "marks": marks}, case["basis"], asked):
            marks.add(("esc", 2, 0, "R19"))
    # Of a panel without names nothing is known.
    if case["met"] and case["members"]:
        marks |= {
            ("panel", 3, 0, rule) for rule in broken_by_panel(case, case["members"])
        }
    told_on = case["reported"] or case["met"]
    if 3 in case["answered"] and told_on and case["answered"][3] < told_on:
        marks.add(("resp", 3, 0, "R30"))
    return marks


def _extensions(case: Case, stage: int) -> set[Mark]:
    marks: set[Mark] = set()
    clock = case["clocks"][f"stage_{stage}_response"]
    day = clock.due
    for number, told in enumerate(case["extensions"][stage], start=1):
        late = told.told > day
        too_long = told.to > latest(case, stage) and not told.good_reason
        if late:
            marks.add(("ext", stage, number, "R11"))
        if too_long:
            marks.add(("ext", stage, number, TOO_LONG[stage]))
        if not late and not too_long:
            day = max(day, told.reaches(clock))
    return marks


def still_in_time(case: Case, basis: str | None, asked: date) -> bool:
    """Say whether stage 2 was asked for while stage 1 could still be answered."""
    answered = 1 in case["answered"] and case["answered"][1] <= asked
    return basis == "no_response" and not answered and asked <= due(case, 1, asked)


def broken_by_panel(case: Case, members: tuple[str, ...]) -> set[str]:
    """Return the rules that the members of a panel break."""
    broken = set()
    if len(members) != 3 or len({*members}) != 3:
        broken.add("R25")
    if case["independent"] in members:
        broken.add("R26")
    signed = (case["signed"].get(1), case["signed"].get(2))
    acted = {case["officer"], case["advocate"], *signed, *case["acted"]}
    if acted & {*members}:
        broken.add("R28")
    return broken
