"""
The one way in which tests of the domain are written: given, when, then.

It is what the library ships for those who embed it, in `caseledger.testing`.

>>> given(RECEIVED).stands.received_on == day("Mon 3 Apr 2023")
True
"""

from caseledger.complaint import Command, Event
from caseledger.testing import (
    TODAY,
    Answer,
    Given,
    a_received_complaint,
    day,
    given,
)

__all__ = ["RECEIVED", "TODAY", "Answer", "Given", "day", "given", "history"]

RECEIVED = a_received_complaint()


def history(*commands: Command) -> list[Event]:
    """Return the events of a whole history told at once."""
    return given().told(*commands).events
