"""What was recommended at each point of a complaint, for actions to carry out."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from caseledger.complaint.state import Complaint, Panel, RecommendedAt, Round, Stage
from caseledger.complaint.vocabulary import Source


def recommended_at(complaint: Complaint, source: Source | None) -> RecommendedAt | None:
    """
    Return what was recommended at a point of the complaint, the last time it was.

    That is what the review panel recommended, what the Ombudsman asked for, or the
    points of the complaint on which the answer of stage 1 or 2 recommends something.
    """
    latest = None
    if source is not None:
        for attempt, numbers in enumerate(_each_time(complaint, source), start=1):
            if numbers:
                latest = RecommendedAt(source=source, attempt=attempt, numbers=numbers)
    return latest


def _each_time(complaint: Complaint, source: Source) -> Iterator[tuple[int, ...]]:
    rounds: list[Round | Complaint] = [*complaint.earlier_rounds, complaint]
    match source:
        case Source.STAGE_1:
            yield from _on_points(one.stage_1 for one in rounds)
        case Source.STAGE_2:
            yield from _on_points(one.stage_2 for one in rounds)
        case Source.STAGE_3:
            yield from _of_panels((one.stage_3, one.panel) for one in rounds)
        case Source.OMBUDSMAN:
            for referral in complaint.referrals:
                yield tuple(range(1, len(referral.remedies) + 1))
        case _:
            assert_never(source)


def _on_points(stages: Iterable[Stage | None]) -> Iterator[tuple[int, ...]]:
    for stage in stages:
        if stage is not None and stage.requested_on is not None:
            yield tuple(one.number for one in stage.points if one.recommended)


def _of_panels(held: Iterable[tuple[Stage, Panel]]) -> Iterator[tuple[int, ...]]:
    for stage, panel in held:
        if stage.requested_on is not None:
            yield tuple(one.number for one in panel.recommendations)
