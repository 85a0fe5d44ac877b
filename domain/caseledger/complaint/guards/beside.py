"""What happens beside the stages: the Ombudsman, remedies, actions, notes."""

from collections.abc import Iterator
from datetime import date

from caseledger.complaint.commands import (
    AgreeAction,
    AppointAdvocate,
    Command,
    CompleteAction,
    ComplyWithOmbudsman,
    Correct,
    LeaveActionUndone,
    Note,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    SettleRemedy,
)
from caseledger.complaint.events import Subject
from caseledger.complaint.facts import FACTS, read
from caseledger.complaint.guards.order import after
from caseledger.complaint.recommended import recommended_at
from caseledger.complaint.refusals import (
    NothingToCorrect,
    Refusal,
    RemedySettledOtherwise,
    StepNotNoted,
    UnknownItem,
)
from caseledger.complaint.state import Complaint, Remedy


def item(complaint: Complaint, command: Command) -> Iterator[Refusal]:  # noqa: C901, PLR0912 - one case per kind of item
    """Each item is known by its number, and goes on in its own order."""
    match command:
        case AppointAdvocate():
            asked = complaint.advocacy.requested_on
            yield from after("the advocate", command.on, "the request", asked)
        case ReferToOmbudsman(referral=int(number)):
            if number != len(complaint.referrals) + 1:
                yield UnknownItem(item="referral", number=number)
        case RecordOmbudsmanDecision(referral=number):
            yield from _known("referral", number, len(complaint.referrals))
            for one in complaint.referrals[max(number - 1, 0) : number]:
                day = one.referred_on
                yield from after("the decision", command.on, "the referral", day)
        case ComplyWithOmbudsman(referral=number):
            yield from _complied(complaint, command)
        case SettleRemedy(remedy=number):
            yield from _known("remedy", number, len(complaint.remedies))
            for remedy in complaint.remedies[max(number - 1, 0) : number]:
                yield from _settled(remedy, command)
        case AgreeAction(source=source, carries_out=numbers):
            found = recommended_at(complaint, source)
            made = found.numbers if found else ()
            for number in sorted({*numbers} - {*made}):
                yield UnknownItem(item="recommendation", number=number)
        case CompleteAction(action=number) | LeaveActionUndone(action=number):
            yield from _known("action", number, len(complaint.actions))
            for action in complaint.actions[max(number - 1, 0) : number]:
                day = action.agreed_on
                yield from after("the action", command.on, "its agreement", day)
        case (
            Note(subject=subject, number=number)
            | Correct(subject=subject, number=number)
        ):
            items = {
                Subject.REFERRAL: complaint.referrals,
                Subject.REMEDY: complaint.remedies,
                Subject.ACTION: complaint.actions,
            }
            if subject in items:
                yield from _known(subject, number, len(items[subject]))
            yield from _fact(complaint, command)
        case _:
            return


# What belongs to no step, and may be noted by itself.
_NOTED = {
    Subject.COMPLAINT: (
        *("team", "channel", "complainant", "complainant_id", "theme"),
        *("grounds_arose_on", "function", "oral", "child_is_complainant"),
        *("duplicate_of", "suspension_reason", "s2_extension_reason"),
    ),
    Subject.REFERRAL: (),
    Subject.REMEDY: ("remedy_id", "source", "kind", "amount_gbp", "description"),
    Subject.ACTION: (
        *("action_id", "source", "recommendation", "action", "owner", "due_on"),
        "evidence",
    ),
}


def _fact(complaint: Complaint, command: Note | Correct) -> Iterator[Refusal]:
    subject, number, fact = command.subject, command.number, command.fact
    match command:
        case Note():
            if fact not in _NOTED[subject]:
                yield StepNotNoted(fact=fact)
        case Correct():
            known = read(complaint, fact, subject=subject, number=number)
            of_a_step = (
                fact not in _NOTED[subject] and not FACTS[subject][fact].personal
            )
            if of_a_step and known is None:
                yield NothingToCorrect(fact=fact)


def _known(item: str, number: int, count: int) -> Iterator[Refusal]:
    if not 1 <= number <= count:
        yield UnknownItem(item=item, number=number)


def _complied(complaint: Complaint, command: ComplyWithOmbudsman) -> Iterator[Refusal]:
    number = command.referral
    yield from _known("referral", number, len(complaint.referrals))
    for one in complaint.referrals[max(number - 1, 0) : number]:
        if one.decided_on is None:
            yield UnknownItem(item="decision", number=number)
        yield from after("compliance", command.on, "the decision", one.decided_on)


def _settled(remedy: Remedy, command: SettleRemedy) -> Iterator[Refusal]:
    if not remedy.status.may_become(command.status):
        yield RemedySettledOtherwise(was=remedy.status, now=command.status)
    before: list[tuple[str, date | None]] = [("the offer", remedy.offered_on)]
    before += [("its acceptance", settled.on) for settled in remedy.settlements]
    for step, day in before:
        yield from after("the settlement", command.on, step, day)
