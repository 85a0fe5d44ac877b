"""What may be asked of a case, as the model has it, and what is in doubt."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from caseledger.complaint import (
    AgreeAction,
    AgreeStatement,
    AppointInvestigators,
    Command,
    CompleteAction,
    ConvenePanel,
    DoNotAccept,
    Escalate,
    Extend,
    OfferRemedy,
    ReceivePanelReport,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    Respond,
    Resume,
    SettleRemedy,
    Suspend,
    Withdraw,
)
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    Outcome,
    RemedyStatus,
)
from complaint import model


def appoint(
    on: date, officer: str | None, independent: str | None
) -> AppointInvestigators:
    """Name the people of stage 2."""
    return AppointInvestigators(
        on=on, investigating_officer=officer, independent_person=independent
    )


def in_doubt(case: model.Case, command: Command) -> bool:  # noqa: PLR0911 - one case per doubt
    """
    Say whether the procedure has no rule in its table for what is asked.

    Such a step is neither clearly allowed nor clearly refused, so it is not asked.
    """
    if not case:
        return False
    begun, answered = case["begun"], case["answered"]
    match command:
        case Extend() | AgreeStatement() | AppointInvestigators():
            stage = command.stage if isinstance(command, Extend) else 2
            before = stage in begun and command.on < begun[stage]
            return before or _one_for_both(command)
        case Escalate(to_stage=2):
            # For want of an answer, though one had come by the time of recording.
            return 1 in answered and command.on < answered[1]
        case ConvenePanel():
            return bool(case["met"] or case["earlier"] & {*command.members})
        case ReceivePanelReport():
            return bool(case["reported"] or 3 in answered)
        case Suspend() | Withdraw() | DoNotAccept():
            # An end dated on or before the day on which the last one was undone.
            return bool(command.on <= case["taken_up"])
        case Resume():
            return not case["suspended"]
        case _:
            return False


def _one_for_both(command: Command) -> bool:
    return isinstance(command, AppointInvestigators) and (
        command.investigating_officer == command.independent_person
    )


def next_step(case: model.Case, on: date, outcome: Outcome) -> Command:
    """Return the step that comes next by the procedure."""
    stage = max(case["begun"])
    if stage in case["answered"] and stage < 3:
        return Escalate(on=on, to_stage=stage + 1, basis=Basis.DISSATISFIED)
    if stage == 2 and not case["independent"]:
        return appoint(on, *(("gus", "hal") if case["earlier"] else ("dan", "eve")))
    if stage == 3 and not case["met"]:
        return ConvenePanel(on=on, members=("ann", "ben", "cat"))
    if stage == 3 and not case["reported"]:
        return ReceivePanelReport(on=on)
    return Respond(on=on, stage=stage, outcome=outcome)


def beside(
    case: model.Case, on: date, number: int
) -> tuple[tuple[Command, Command], ...]:
    """Return steps beside the stages, each with one that is about a number."""
    return (
        (
            ReferToOmbudsman(on=on, referral=case["referrals"] + 1),
            RecordOmbudsmanDecision(on=on, referral=number),
        ),
        (
            OfferRemedy(on=on),
            SettleRemedy(on=on, remedy=number, status=RemedyStatus.ACCEPTED),
        ),
        (AgreeAction(on=on), CompleteAction(on=on, action=number)),
    )


def known_days(case: model.Case) -> list[str]:
    """Return the facts that are days, known, and may be corrected here."""
    known = {
        "received_on": True,
        "s1_responded_on": 1 in case["answered"],
        "s2_requested_on": 2 in case["begun"],
        "s3_panel_reported_on": case["reported"],
    }
    return [fact for fact, is_known in known.items() if is_known]


def edges(case: model.Case, now: date) -> Iterator[Command]:
    """Go through steps on either side of what the present stage allows."""
    stage = max(case["begun"])
    if stage in case["answered"]:
        return
    if stage < 3:
        yield from _days(case, stage)
    if stage == 2:
        if not case["independent"]:
            yield Respond(on=now, stage=2, outcome=Outcome.UPHELD)
        for before in case["earlier"]:
            yield appoint(max(case["begun"][2], now), "fay", before)
    if stage == 3 and not case["met"]:
        yield from _panels(case, max(case["begun"][3], now))
    if case["met"]:
        for on in (*_around(case["met"]), *_around(case["reported"] or now)):
            yield Respond(on=on, stage=3, outcome=Outcome.UPHELD)


def _days(case: model.Case, stage: int) -> Iterator[Command]:
    due, last = model.due(case, stage), model.latest(case, stage)
    days = (*product(_around(due), _around(last)), (due, due))
    for told, to in days:
        ground = ExtensionReason.ADVOCATE
        yield Extend(on=told, stage=stage, extended_to=to, reason=ground)
    for on in _around(due):
        yield Escalate(on=on, to_stage=2, basis=Basis.NO_RESPONSE)


def _panels(case: model.Case, on: date) -> Iterator[Command]:
    for third in ("cat", "ben", case["officer"], case["independent"]):
        if third is not None:
            yield ConvenePanel(on=on, members=("ann", "ben", third))


def _around(day: date) -> list[date]:
    return [day + timedelta(days=n) for n in (-1, 0, 1)]
