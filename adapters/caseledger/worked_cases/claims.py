"""What a claim compares: the words expected, and those that the complaint gives."""

from datetime import date

from caseledger.complaint import DeadlineName, Duty, Phase, duties
from caseledger.complaint.vocabulary import Outcome, RemedyStatus
from caseledger.rules import Procedure
from caseledger.worked_cases.case import Stood, Told

Compared = tuple[str, str]
NOT_OWED = "not owed"


def _duty(
    stood: Stood, deadline: DeadlineName, attempt: int | None = None
) -> Duty | None:
    found = [
        duty
        for duty in duties(stood.complaint)
        if duty.deadline.name is deadline and attempt in (None, duty.attempt)
    ]
    return found[-1] if found else None


def due(
    told: Told, deadline: DeadlineName, day: date, attempt: int | None = None
) -> Compared:
    """Compare when a step was due, in the last or the named pass through its stage."""
    duty = _duty(told.now, deadline, attempt)
    return f"due on {day}", f"due on {duty.due_on}" if duty else NOT_OWED


def due_as_known(
    told: Told, deadline: DeadlineName, due_on: date, day: date
) -> Compared:
    """Compare when a step was due as things stood at the end of a day."""
    duty = _duty(told.at_end_of(day), deadline)
    return f"due on {due_on}", f"due on {duty.due_on}" if duty else NOT_OWED


def counted_from(told: Told, deadline: DeadlineName, day: date) -> Compared:
    """Compare the day from which a step was counted."""
    duty = _duty(told.now, deadline)
    came = f"counted from {duty.deadline.counted_from}" if duty else NOT_OWED
    return f"counted from {day}", came


def latest(told: Told, deadline: DeadlineName, day: date | None = None) -> Compared:
    """Compare the furthest day to which an extension may carry a step."""
    duty = _duty(told.now, deadline)
    return f"at the latest {day}", (
        f"at the latest {duty.deadline.latest_on}" if duty else NOT_OWED
    )


def under(told: Told, deadline: DeadlineName, words: str) -> Compared:
    """Compare the paragraph that set a due date, of which some words are given."""
    duty = _duty(told.now, deadline)
    paragraph = duty.deadline.paragraph if duty else NOT_OWED
    return words, words if words in paragraph else paragraph


def edition(told: Told, deadline: DeadlineName, day: date) -> Compared:
    """Compare the first day of the edition of the rule that set a due date."""
    duty = _duty(told.now, deadline)
    came = f"edition of {duty.deadline.edition}" if duty else NOT_OWED
    return f"edition of {day}", came


def _how_met(duty: Duty | None) -> str:
    if duty is None:
        return NOT_OWED
    if not duty.met or duty.ended_on is None:
        return "not met"
    kept = "late" if duty.ended_on > duty.due_on else "in time"
    return f"{kept}, met on {duty.ended_on}, due on {duty.due_on}"


def how_met(told: Told, deadline: DeadlineName, how: str) -> Compared:
    """Compare whether a step was taken in time or late."""
    came = _how_met(_duty(told.now, deadline))
    return how, how if came.split(",", maxsplit=1)[0] == how else came


def late_by(told: Told, deadline: DeadlineName, number: int) -> Compared:
    """Compare by how many working days a step was late."""
    duty = _duty(told.now, deadline)
    came = _how_met(duty)
    if duty is not None and came.startswith("late") and duty.ended_on is not None:
        between = told.now.terms.calendar.between(duty.due_on, duty.ended_on)
        came = f"{between} working days late"
    return f"{number} working days late", came


def within(told: Told, deadline: DeadlineName, number: int) -> Compared:
    """Compare how many working days a step took from the start of its clock."""
    expected = f"within {number} working days"
    duty = _duty(told.now, deadline)
    if duty is None or not duty.met or duty.ended_on is None:
        return expected, _how_met(duty)
    start = duty.deadline.counted_from
    took = told.now.terms.calendar.between(start, duty.ended_on)
    return expected, expected if took <= number else f"{took} working days"


def beyond(told: Told, deadline: DeadlineName, number: int) -> Compared:
    """Compare that a step took more working days than some."""
    words, came = within(told, deadline, number)
    longer = came.endswith("working days") and came != words
    return f"not {words}", f"not {words}" if longer else came


def met_on(told: Told, deadline: DeadlineName, day: date) -> Compared:
    """Compare the day on which a step was taken."""
    duty = _duty(told.now, deadline)
    met = duty is not None and duty.met
    return f"met on {day}", f"met on {duty.ended_on}" if duty and met else "not met"


def unmet(told: Told, deadline: DeadlineName, day: date) -> Compared:
    """Compare the day on which a step ceased to be owed without being taken."""
    duty = _duty(told.now, deadline)
    ended = duty is not None and not duty.met and duty.ended_on is not None
    came = f"ended unmet on {duty.ended_on}" if duty and ended else _how_met(duty)
    return f"ended unmet on {day}", came


def not_owed(told: Told, deadline: DeadlineName) -> Compared:
    """Compare that no such step was ever owed."""
    duty = _duty(told.now, deadline)
    return NOT_OWED, f"due on {duty.due_on}" if duty else NOT_OWED


def _stands(stood: Stood, deadline: DeadlineName, day: date) -> str:
    duty = _duty(stood, deadline)
    if duty is None:
        return NOT_OWED
    if duty.ended_on is not None and duty.ended_on <= day:
        return "met" if duty.met else "ended"
    if duty.paused:
        return "paused"
    return "overdue" if duty.due_on < day else "open"


def stands(told: Told, deadline: DeadlineName, day: date, how: str) -> Compared:
    """Compare how a step stood at the end of a day."""
    return how, _stands(told.at_end_of(day), deadline, day)


def stands_not(told: Told, deadline: DeadlineName, day: date, how: str) -> Compared:
    """Compare how a step did not stand at the end of a day."""
    came = _stands(told.at_end_of(day), deadline, day)
    return f"not {how}", f"not {how}" if came != how else came


def phase(told: Told, phase: Phase, day: date | None = None) -> Compared:
    """Compare where the complaint stood."""
    stood = told.now if day is None else told.at_end_of(day)
    return str(phase), str(stood.complaint.phase)


def procedure(told: Told, procedure: Procedure) -> Compared:
    """Compare the procedure that the complaint is under."""
    return str(procedure), str(told.now.complaint.procedure)


def outcome(told: Told, stage: int, outcome: Outcome) -> Compared:
    """Compare what a stage found."""
    came = told.now.complaint.stage(stage).outcome
    return _words(outcome), "no outcome" if came is None else _words(came)


def _words(code: str) -> str:
    return code.replace("_", " ")


def extended(told: Told, stage: int, day: date | None = None) -> Compared:
    """Compare the day to which a stage was extended, if it was."""
    reached = [
        one.reaches
        for one in told.now.complaint.stage(stage).extensions
        if one.reaches is not None
    ]
    return f"extended to {day}", f"extended to {max(reached, default=None)}"


def accepted_late(told: Told, stage: int, *, late: bool) -> Compared:
    """Compare whether a request was accepted after its time."""
    words = {True: "accepted late", False: "not accepted late"}
    return words[late], words[told.now.complaint.stage(stage).accepted_late]


def attempt(told: Told, stage: int, number: int) -> Compared:
    """Compare in which pass through a stage the complaint is."""
    last = max(d.attempt for d in duties(told.now.complaint) if d.stage == stage)
    return f"attempt {number}", f"attempt {last}"


def declined(told: Told, day: date) -> Compared:
    """Compare the day on which a request was declined."""
    return f"declined on {day}", f"declined on {told.now.complaint.declined_on}"


def premature(told: Told, number: int, *, early: bool) -> Compared:
    """Compare whether a referral came while a local stage remained."""
    words = {True: "premature", False: "not premature"}
    referrals = told.now.complaint.referrals
    if not 1 <= number <= len(referrals):
        return words[early], f"{len(referrals)} referrals"
    return words[early], words[bool(referrals[number - 1].premature)]


def came_at(told: Told, number: int, stage: int) -> Compared:
    """Compare at which local stage a referral came."""
    referrals = told.now.complaint.referrals
    if not 1 <= number <= len(referrals):
        return f"at stage {stage}", f"{len(referrals)} referrals"
    return f"at stage {stage}", f"at stage {referrals[number - 1].local_stage}"


def remedy(told: Told, number: int, status: RemedyStatus) -> Compared:
    """Compare how far a remedy has come."""
    remedies = told.now.complaint.remedies
    if not 1 <= number <= len(remedies):
        return str(status), f"{len(remedies)} remedies"
    return str(status), str(remedies[number - 1].status)
