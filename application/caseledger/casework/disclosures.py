"""
Who looked: what was shown of cases and to whom, and what was refused.

These are events of streams of their own, one beside each case and one for what shows
many cases at once: whoever looks at a case is never in the way of its handlers.
"""

import hashlib
from enum import StrEnum

import attrs


class Disclosable(StrEnum):
    """What can be shown of cases: personal, or about each case alone."""

    CASE_FILE = "case_file"
    REDACTED_CASE_FILE = "redacted_case_file"
    HISTORY = "history"
    BUNDLE = "bundle"
    EVENT_DATA = "event_data"
    READ_MODELS = "read_models"
    FIGURE_CASES = "figure_cases"
    REPORT_WITH_CASES = "report_with_cases"


@attrs.frozen(kw_only=True)
class Selection:
    """
    Many cases at once: by what they were selected, and how many, or how many rows.

    `by` says it so that it can be selected again, and holds nothing personal.
    """

    by: str
    count: int


@attrs.frozen(kw_only=True)
class Disclosed:
    """
    Somebody was allowed to see something, of one case or of many.

    Either `case` is there, the stream of the case, or the `selection` of many. Who
    it was is in the envelope; the reason is personal.
    """

    what: Disclosable
    case: str | None
    selection: Selection | None


@attrs.frozen(kw_only=True)
class DisclosureRefused:
    """Somebody asked to see something, and `rule` did not allow it."""

    what: Disclosable
    case: str | None
    selection: Selection | None
    rule: str


DisclosureEvent = Disclosed | DisclosureRefused


def access_stream(case: str | None) -> str:
    """
    Return the stream that records who looked at a case, or at many at once (None).

    >>> access_stream("a") == access_stream("b")
    False
    """
    named = "access" if case is None else f"access\n{case}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]
