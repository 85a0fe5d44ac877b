"""
The front door for auditors: a case's full history, as it stood and as it was known.

`history_lines` tells each event in a sentence, `replay` gives the case as on a day and
as known at an instant, `changes` what became known between two instants, and
`explanation` how each due date was reached.
"""

from caseledger.history.answers import answers
from caseledger.history.asof import Line, history_lines
from caseledger.history.changing import Change, Changes, changes
from caseledger.history.explaining import Explained, explanation
from caseledger.history.monitoring import equality_answers
from caseledger.history.owing import Due, fate_of, named_duties
from caseledger.history.replay import replay
from caseledger.history.telling import tell

__all__ = [
    "Change",
    "Changes",
    "Due",
    "Explained",
    "Line",
    "answers",
    "changes",
    "equality_answers",
    "explanation",
    "fate_of",
    "history_lines",
    "named_duties",
    "replay",
    "tell",
]
