"""Answers of equality monitoring: one whose count is not told is not even named."""

from collections.abc import Iterator, Sequence

from caseledger.annual_report import UNTOLD, Count, Named

OTHERS = "Other answers, together"


def told_answers(answers: Sequence[Named]) -> Iterator[tuple[str, Count]]:
    """Go through the answers that may be named, and put the others together."""
    for one in answers:
        if one.share.count != UNTOLD:
            yield one.name, one.share.count
    if any(one.share.count == UNTOLD for one in answers):
        yield OTHERS, UNTOLD
