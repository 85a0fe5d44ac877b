"""How complaints went through each stage in the year: open, begun, ended, open."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.annual_report.evidence import STAGE_2, Case, Year
from caseledger.annual_report.figures import Flow, cases
from caseledger.read_models import StageRow


@attrs.frozen
class _Passage:
    """One complaint's way through a stage; it has not ended if there is no day."""

    reference: str
    begun_on: date
    ended_on: date | None
    how: str


def flow_through(year: Year, stage: int) -> Flow:
    """Return what was open or came to a stage in the year, and where it went."""
    first, last = year.period.first_day, min(year.period.last_day, year.as_at)
    at_start: list[str] = []
    begun: list[str] = []
    at_end: list[str] = []
    ended: dict[str, list[str]] = defaultdict(list)
    for one in _passages(year, stage):
        if one.begun_on > last or (one.ended_on is not None and one.ended_on < first):
            continue
        (at_start if one.begun_on < first else begun).append(one.reference)
        if one.ended_on is None or one.ended_on > last:
            at_end.append(one.reference)
        else:
            ended[one.how].append(one.reference)
    return Flow(
        stage=stage,
        open_at_start=cases(at_start),
        begun=cases(begun),
        during=cases(at_start + begun),
        ended={how: cases(ended[how]) for how in sorted(ended)},
        open_at_end=cases(at_end),
    )


def _passages(year: Year, stage: int) -> Iterator[_Passage]:
    for case in year.cases.values():
        if stage == 1:
            if case.stage_1 is not None:
                yield _passage(case, case.stage_1, case.row.received_on, None)
            continue
        attempts = [one for one in case.stages if one.stage == stage]
        for place, one in enumerate(attempts):
            later = (other.begun_on for other in attempts[place + 1 :])
            if one.begun_on is not None:
                yield _passage(case, one, one.begun_on, next(later, None))


def _passage(
    case: Case,
    stage: StageRow,
    begun_on: date,
    begun_again_on: date | None,
) -> _Passage:
    ends = [(day, how) for how, day in _ends(case, stage, begun_again_on) if day]
    if not ends:
        return _Passage(case.reference, begun_on, None, "")
    on, how = min(ends, key=_first)
    # An answer from before the request ended the stage as it began.
    return _Passage(case.reference, begun_on, max(on, begun_on), how)


# Of several ends on one day: as a register's columns stand, withdrawal last.
_ORDER = ("not accepted", "answered", "skipped", "begun again", "withdrawn")


def _first(end: tuple[date, str]) -> tuple[date, int]:
    day, how = end
    return day, _ORDER.index(how)


def _ends(
    case: Case,
    stage: StageRow,
    begun_again_on: date | None,
) -> Iterator[tuple[str, date | None]]:
    """Go through what ended a stage: the first of them did."""
    row = case.row
    if stage.responded_on is not None:
        yield "answered", stage.responded_on
    if case.withdrawn:
        yield "withdrawn", row.withdrawn_on
    if case.ended(row.not_accepted_on):
        yield "not accepted", row.not_accepted_on
    if begun_again_on is not None:
        yield "begun again", begun_again_on
    if stage.stage == 1:
        for other in case.stages:
            if (
                other.stage == STAGE_2
                and other.basis == "agreed_skip"
                and other.begun_on
            ):
                yield "skipped", other.begun_on
