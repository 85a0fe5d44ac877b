"""How complaints went through each stage in the year: open, begun, ended, open."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import attrs

from caseledger.annual_report.evidence import Case, Year
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
            # However often it was begun anew, a complaint comes to stage 1 once.
            if case.stage_1 is not None:
                yield _passage(case, case.stage_1, case.row.received_on)
            continue
        for one in case.stages:
            if one.stage == stage and one.begun_on is not None:
                yield _passage(case, one, one.begun_on)


def _passage(case: Case, stage: StageRow, begun_on: date) -> _Passage:
    end = case.end_of(stage)
    if end is None:
        return _Passage(case.reference, begun_on, None, "")
    on, how = end
    # An answer from before the request ended the stage as it began.
    return _Passage(case.reference, begun_on, max(on, begun_on), how)
