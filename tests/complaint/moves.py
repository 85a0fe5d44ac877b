"""What may be asked of a case, as the model has it, and what is in doubt."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from caseledger.complaint import (
    AgreeAction,
    AppointInvestigators,
    Command,
    CompleteAction,
    ConvenePanel,
    Escalate,
    Extend,
    LeaveActionUndone,
    OfferRemedy,
    ReceivePanelReport,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    Respond,
    SettleRemedy,
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


def in_doubt(case: model.Case, command: Command) -> bool:
    """
    Say whether the procedure has no rule in its table for what is asked.

    Such a step is neither clearly allowed nor clearly refused, so it is not asked.
    """
    match command:
        case AppointInvestigators(on=date() as on) if 2 in case.get("begun", {}):
            # Whether the people of stage 2 may be found before it is asked for.
            return bool(on < case["begun"][2])
        case _:
            return False


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
    case: model.Case, days: tuple[date, date], number: int, status: RemedyStatus
) -> tuple[tuple[Command, ...], ...]:
    """Return steps beside the stages, each with some that are about a number."""
    on, then = days
    # Numbers itself, is the next, or is one that cannot come now.
    referral = len(case["referrals"]) + number if number else None
    return (
        (
            ReferToOmbudsman(on=on, referral=referral),
            RecordOmbudsmanDecision(on=then, referral=number),
        ),
        (
            OfferRemedy(on=on),
            *[SettleRemedy(on=then, remedy=number, status=status)] * 2,
        ),
        (
            AgreeAction(on=on),
            CompleteAction(on=then, action=number),
            LeaveActionUndone(on=then, action=number),
        ),
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
        yield Respond(on=now, stage=stage, outcome=Outcome.UPHELD)
        return
    if stage < 3:
        yield from _days(case, stage)
    if stage == 2:
        yield from _people(case, now)
    if stage == 3 and not case["met"]:
        yield from _panels(case, max(case["begun"][3], now))
    if case["reported"]:
        yield ConvenePanel(on=max(case["reported"], now), members=("ann", "ben", "cat"))
        yield ReceivePanelReport(on=max(case["reported"], now))
    if case["met"]:
        for on in (*_around(case["met"]), *_around(case["reported"] or now)):
            yield Respond(on=on, stage=3, outcome=Outcome.UPHELD)


def _people(case: model.Case, now: date) -> Iterator[Command]:
    if not case["independent"]:
        yield Respond(on=now, stage=2, outcome=Outcome.UPHELD)
    for one in ("fay", *case["earlier"]):
        yield appoint(max(case["begun"][2], now), one, one)
    for before in case["earlier"]:
        yield appoint(max(case["begun"][2], now), "fay", before)


def _days(case: model.Case, stage: int) -> Iterator[Command]:
    due, last = model.due(case, stage), model.latest(case, stage)
    days = (*product(_around(due), _around(last)), (due, due))
    for told, to in days:
        ground = ExtensionReason.ADVOCATE
        yield Extend(on=told, stage=stage, extended_to=to, reason=ground)
    for on, basis in product(_around(due), (Basis.NO_RESPONSE, Basis.DISSATISFIED)):
        yield Escalate(on=on, to_stage=2, basis=basis)


def _panels(case: model.Case, on: date) -> Iterator[Command]:
    for third in ("cat", "ben", case["officer"], case["independent"]):
        if third is not None:
            yield ConvenePanel(on=on, members=("ann", "ben", third))


def _around(day: date) -> list[date]:
    return [day + timedelta(days=n) for n in (-1, 0, 1)]
