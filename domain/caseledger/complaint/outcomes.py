"""What the findings on single points add up to."""

from collections.abc import Collection

from caseledger.complaint.vocabulary import Outcome, PointFinding


def outcome_of(findings: Collection[PointFinding]) -> Outcome | None:
    """
    Return the outcome of a stage whose points were found so, None without any.

    All upheld is upheld, none even in part is not upheld, all else is partially
    upheld. A point without a finding does not count; where none has one, there is
    no finding at all.

    >>> outcome_of([PointFinding.UPHELD, PointFinding.NOT_UPHELD])
    <Outcome.PARTIALLY_UPHELD: 'partially_upheld'>
    >>> outcome_of([PointFinding.UPHELD, PointFinding.NO_FINDING])
    <Outcome.UPHELD: 'upheld'>
    """
    if not findings:
        return None
    found = set(findings) - {PointFinding.NO_FINDING}
    if not found:
        return Outcome.NO_FINDING
    if found == {PointFinding.UPHELD}:
        return Outcome.UPHELD
    if found == {PointFinding.NOT_UPHELD}:
        return Outcome.NOT_UPHELD
    return Outcome.PARTIALLY_UPHELD
