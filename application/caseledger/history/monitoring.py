"""What complainants told for equality monitoring, read when it is counted."""

from collections.abc import Iterable, Mapping

import attrs

from caseledger.casework import EventLog
from caseledger.complaint import details
from caseledger.complaint.events import Received

QUESTIONS = ("age_band", "gender", "disability", "ethnicity", "sexual_orientation")


def equality_answers(
    log: EventLog, streams: Iterable[str]
) -> Mapping[str, Mapping[str, str]]:
    """
    Return by stream, and then by question, what was answered.

    It is read from the personal part of events, for no read model keeps it: what is
    erased there is counted nowhere.
    """
    found = {}
    for stream in streams:
        for recorded in log.read(stream):
            told = recorded.details
            if isinstance(recorded.event, Received) and isinstance(
                told, details.ReceivedDetails
            ):
                answers = attrs.asdict(told)
                found[stream] = {
                    question: answers[question]
                    for question in QUESTIONS
                    if answers[question]
                }
    return found
