"""The front door for auditors: a case's full history, each event told in a sentence."""

from caseledger.history.asof import Line, history_lines
from caseledger.history.monitoring import equality_answers
from caseledger.history.telling import tell

__all__ = ["Line", "equality_answers", "history_lines", "tell"]
