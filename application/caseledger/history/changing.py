"""What became known of a case between two instants, and which answers that changed."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from caseledger.casework import RecordedEvent
from caseledger.history.answers import answers
from caseledger.history.asof import Line, history_lines
from caseledger.history.replay import replay


@attrs.frozen(kw_only=True)
class Change:
    """An answer that changed: the fact in plain words, what it was, what it is now."""

    fact: str
    before: str | None
    after: str | None


@attrs.frozen(kw_only=True)
class Changes:
    """What was recorded after one instant and by another, and what that changed."""

    since: datetime
    until: datetime
    recorded: tuple[Line, ...]
    answers: tuple[Change, ...]


def changes(
    recorded: Sequence[RecordedEvent],
    *,
    since: datetime,
    until: datetime,
) -> Changes:
    """
    Return what was recorded of a case after an instant, and what that changed.

    An answer is one of the facts that the case as then known tells (`answers`); what
    was recorded and changes none, such as a reason in words, is in the lines alone.
    """
    before = answers(replay(recorded, known_at=since))
    after = answers(replay(recorded, known_at=until))
    return Changes(
        since=since,
        until=until,
        recorded=tuple(
            line
            for line in history_lines(recorded, known_at=until)
            if line.recorded_at > since
        ),
        answers=tuple(
            Change(fact=fact, before=before.get(fact), after=after.get(fact))
            for fact in dict.fromkeys((*after, *before))
            if before.get(fact) != after.get(fact)
        ),
    )
