"""Steps on either side of what a case allows, for the machine to ask in turn."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import attrs

from caseledger.complaint import (
    Acknowledge,
    AgreeEarlyReferral,
    AgreeResolution,
    AgreeStatement,
    AppointAdvocate,
    ArrangePanel,
    Close,
    Command,
    ConvenePanel,
    DecideSufficientInterest,
    DeclineEscalation,
    Defer,
    Escalate,
    Extend,
    LinkComplaint,
    ReceivePanelReport,
    Reclassify,
    RecommendationAnswered,
    Recommended,
    Reinstate,
    ReopenStage2,
    ReportIndependentPerson,
    ReportInvestigation,
    RequestAdvocate,
    Respond,
    Resume,
    SendPanelPapers,
    Suspend,
    Withdraw,
)
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    NotAcceptedReason,
    Outcome,
    Recipient,
    RecommendationKind,
    SuspensionGround,
)
from caseledger.rules import Procedure
from complaint import due_dates
from complaint.due_dates import Case, present_stage
from complaint.moves import answers, appoint, late, points, receipt, turned_away
from complaint.wall_calendar import a_year_after

ALL_MET = AgreeEarlyReferral(
    on=date.min,
    complainant_agreed=True,
    authority_agreed=True,
    robust_report=True,
    complete_adjudication=True,
    significant_points_upheld=True,
    clear_action_plan=True,
    desired_outcomes_met=True,
)


def around(day: date) -> list[date]:
    """Return a day with the one before and the one after."""
    return [day + timedelta(days=n) for n in (-1, 0, 1)]


def edges(case: Case, now: date) -> Iterator[Command]:
    """Go through steps on either side of what the present stage allows."""
    stage = present_stage(case)
    yield from _intake(case, now)
    yield from _turning_away(case, now)
    yield from _ends(case, now)
    yield from _acknowledgements(case, now)
    yield from _extensions(case, stage)
    yield from _requests(case, stage, now)
    if stage == 2:
        yield from _people(case, max(case["begun"][2], now))
    if stage == 3 and not case["met"]:
        yield from _panels(case, max(case["begun"][3], now))
    yield from _reports(case, max(case["met"] or now, now))
    yield from _responses(case, stage, now)
    yield from _early_referrals(case, now)


def _intake(case: Case, now: date) -> Iterator[Command]:
    other = {"statutory": Procedure.CORPORATE, "corporate": Procedure.STATUTORY}
    same = Procedure(case["procedure"])
    yield receipt(now, same)
    for on in around(case["begun"][1])[:2]:
        yield late(on)
    yield attrs.evolve(late(now), reason=None)
    for sufficient, reason in product((True, False), (None, "In words.")):
        yield DecideSufficientInterest(on=now, sufficient=sufficient, reason=reason)
    yield LinkComplaint(on=now, linked_to=case["reference"])
    yield LinkComplaint(on=now, linked_to="CF-2")
    for procedure, directed in product((same, other[same]), (True, False)):
        yield Reclassify(
            on=now,
            procedure=procedure,
            directed_by_ombudsman=directed,
            reason="In words.",
        )
    yield Reclassify(on=now, procedure=other[same])
    yield AgreeResolution(on=now, terms="In words.")
    yield AgreeResolution(on=now)
    yield RequestAdvocate(on=now)
    asked = case["advocate_asked"] or now
    for on in around(asked)[:2]:
        yield AppointAdvocate(on=on, advocate="pat")


def _turning_away(case: Case, now: date) -> Iterator[Command]:
    whole = turned_away(now, NotAcceptedReason.DUPLICATE)
    for reason in (None, *NotAcceptedReason):
        yield attrs.evolve(whole, reason=reason)
        yield attrs.evolve(whole, reason=reason, reasoning=None, duplicate_of=None)
    yield attrs.evolve(whole, notified_on=None)
    yield attrs.evolve(whole, ombudsman_signposted=False)
    out_of_time = attrs.evolve(whole, reason=NotAcceptedReason.OUT_OF_TIME)
    yield attrs.evolve(out_of_time, earlier_was_reasonable=None)
    yield attrs.evolve(out_of_time, fair_consideration_possible=None)
    waits = attrs.evolve(whole, reason=NotAcceptedReason.CONCURRENT_PROCEEDINGS)
    yield attrs.evolve(waits, proceedings=None)
    yield attrs.evolve(whole, on=case["reinstated"]) if case["past"] else whole


def _ends(case: Case, now: date) -> Iterator[Command]:
    yield Withdraw(on=now)
    yield Withdraw(on=now, confirmed_on=now - timedelta(days=1))
    ended = case["ended"][1] if case["ended"] else now
    for on in around(ended):
        yield Reinstate(on=on)
        yield Reinstate(on=on, proceedings_ended_on=ended)
    long_ago = date(2022, 5, 31)
    for on in around(a_year_after(long_ago)):
        yield Reinstate(on=on, proceedings_ended_on=long_ago)
    told = Suspend(
        on=now,
        ground=SuspensionGround.PROCEEDINGS,
        proceedings="Family court.",
        reason="In words.",
        notified_on=now,
    )
    yield told
    yield attrs.evolve(told, on=case["resumed"]) if case["past"] else told
    yield attrs.evolve(told, ground=None)
    yield attrs.evolve(told, proceedings=None)
    yield attrs.evolve(told, reason=None)
    yield attrs.evolve(told, notified_on=None)
    asked = case["advocate_asked"] or now
    for on in around(asked):
        yield Suspend(on=on, ground=SuspensionGround.ADVOCATE)
    began = case["suspended"][0] if case["suspended"] else now
    for on in around(began):
        yield Resume(on=on)
    for until, agreed in (
        *((now + timedelta(days=n), True) for n in (-1, 0, 1, 15)),
        *((now + timedelta(days=9), no) for no in (None, False)),
        (None, True),
    ):
        yield Defer(on=now, until=until, complainant_agreed=agreed)
    yield Defer(
        on=case["begun"][present_stage(case)] - timedelta(days=1),
        until=now + timedelta(days=9),
        complainant_agreed=True,
    )
    stage = present_stage(case)
    days = {now}
    if stage in case["answered"]:
        until = due_dates.open_until(case)
        days |= {*around(case["answered"][stage]), *(around(until) if until else ())}
    for on, content in product(sorted(days), (True, False)):
        yield Close(on=on, complainant_content=content)


def said_once(case: Case) -> Iterator[Command]:
    """Tell the complainant what is told once at most."""
    stage, on = present_stage(case), max(case["begun"].values())
    yield Acknowledge(on=on, stage=stage)
    if stage < 3:
        yield Extend(
            on=on,
            stage=stage,
            extended_to=due_dates.latest(case, stage),
            reason=ExtensionReason.COMPLEXITY,
            ombudsman_details_given=True,
        )


def _acknowledgements(case: Case, now: date) -> Iterator[Command]:
    for stage in (0, 1, 2, 3, 4):
        for on in {now, *around(case["begun"].get(stage, now))[:2]}:
            yield Acknowledge(on=on, stage=stage)


def _extensions(case: Case, stage: int) -> Iterator[Command]:
    told = Extend(
        on=max(case["begun"].values()),
        stage=stage,
        extended_to=max(case["begun"].values()) + timedelta(days=7),
        reason=ExtensionReason.ADVOCATE,
        ombudsman_details_given=True,
    )
    if stage == 3:
        yield told
        return
    due, last = due_dates.due(case, stage), due_dates.latest(case, stage)
    for on, to in (*product(around(due), around(last)), (due, due)):
        yield attrs.evolve(told, on=on, extended_to=to)
        yield attrs.evolve(told, on=on, extended_to=to, good_reason=True)
    yield attrs.evolve(told, on=told.on - timedelta(days=1))
    yield attrs.evolve(told, reason=None)
    yield attrs.evolve(told, reason=None, reason_told="In words.")
    yield attrs.evolve(told, in_writing=False)
    yield attrs.evolve(told, ombudsman_details_given=None)
    yield attrs.evolve(told, stage=3 - stage)


def _requests(case: Case, stage: int, now: date) -> Iterator[Command]:
    days = {now}
    if stage < 3:
        days |= {*around(due_dates.due(case, stage))}
    if stage in case["answered"]:
        days |= {*around(case["answered"][stage])}
        last = due_dates.open_until(case)
        days |= {*around(last)} if last else set()
    for on in sorted(days):
        for basis in Basis:
            yield Escalate(on=on, to_stage=2, basis=basis)
        yield Escalate(on=on, to_stage=3)
        yield DeclineEscalation(on=on, to_stage=stage + 1, requested_on=on)
        yield DeclineEscalation(
            on=on, to_stage=stage + 1, requested_on=on, reason="In words."
        )
    yield DeclineEscalation(
        on=now, to_stage=stage, requested_on=now + timedelta(days=1), reason="In words."
    )
    skipped = Escalate(
        on=now,
        to_stage=2,
        basis=Basis.AGREED_SKIP,
        complainant_agreed=True,
        authority_agreed=True,
    )
    yield skipped
    yield attrs.evolve(skipped, complainant_agreed=None)
    yield attrs.evolve(skipped, on=case["begun"][1] - timedelta(days=1))
    yield Escalate(on=now, to_stage=4)
    yield Escalate(on=now, to_stage=1)
    yield Escalate(on=now, to_stage=3, late_reason="In words.")


def _people(case: Case, now: date) -> Iterator[Command]:
    before = case["begun"][2] - timedelta(days=1)
    yield AgreeStatement(on=before)
    yield AgreeStatement(on=now)
    statement = case["statement"] or now
    for on in {before, now, *around(statement)}:
        yield ReportInvestigation(on=on)
        yield ReportIndependentPerson(on=on)
    for one in ("fay", *sorted(case["sent_back_people"])):
        yield appoint(now, one, one)
        yield appoint(now, one, None)
    for other in ("pat", "sam", "ben", *sorted(case["sent_back_people"])):
        yield appoint(now, "fay", other)
    yield appoint(now, "fay", "eve", external=None)
    yield appoint(now, "fay", "eve", declared=False)


def _panels(case: Case, on: date) -> Iterator[Command]:
    acted = {case["officer"], case["independent"], *case["acted"]}
    signed = {*case["signed"].values()}
    for third in ("cat", "ben", "pat", *sorted({*acted, *signed} - {None})):
        yield ConvenePanel(on=on, members=("ann", "ben", third))
    asked = case["begun"][3]
    yield ConvenePanel(on=asked - timedelta(days=1), members=("ann", "ben", "cat"))
    yield ConvenePanel(on=on, members=("ann", "ben", "cat"), not_independent=("ben",))
    yield ConvenePanel(on=on, members=("ann", "ben", "cat"), not_independent=("zoe",))
    yield ConvenePanel(on=on, members=())
    for meets_on in (asked - timedelta(days=1), on + timedelta(days=20)):
        yield ArrangePanel(on=on, chair="ann", meets_on=meets_on)
    yield ArrangePanel(on=asked - timedelta(days=1), chair="ann")
    yield SendPanelPapers(on=on)


def _reports(case: Case, on: date) -> Iterator[Command]:
    yield ConvenePanel(on=on, members=("ann", "ben", "cat"))
    yield ArrangePanel(on=on, chair="ann")
    yield SendPanelPapers(on=on)
    met = case["met"] or on
    for day in around(met):
        yield ReceivePanelReport(on=day, sent_on=met)
        yield ReceivePanelReport(on=met + timedelta(days=1), sent_on=day)
    for recipients in (
        (Recipient.AUTHORITY, Recipient.COMPLAINANT, Recipient.INDEPENDENT_PERSON),
        (Recipient.AUTHORITY, Recipient.COMPLAINANT),
        tuple(Recipient),
    ):
        yield ReceivePanelReport(
            on=on,
            recipients=recipients,
            recommendations=(
                Recommended(kind=RecommendationKind.REINVESTIGATE),
                Recommended(kind=RecommendationKind.OTHER),
            ),
        )
    reported = case["reported"] or on
    for day in around(reported):
        yield ReopenStage2(on=day)


def _responses(case: Case, stage: int, now: date) -> Iterator[Command]:
    days = {now, *around(case["begun"][stage])[:2]}
    if stage == 3:
        days |= {*around(case["met"] or now), *around(case["reported"] or now)}
    if stage == 2:
        reports = (case["officer_reported"], case["independent_reported"])
        days |= {day for one in reports if one for day in around(one)}
    whole = Respond(
        on=now,
        stage=stage,
        outcome=Outcome.UPHELD,
        answers=answers(case),
        signed_by="tom" if stage == 2 else "una",
        signatory_role="Director",
    )
    for on in sorted(days):
        yield attrs.evolve(whole, on=on)
    yield attrs.evolve(whole, received_on=now - timedelta(days=1))
    yield attrs.evolve(whole, received_on=now + timedelta(days=3))
    for outcome in (None, *Outcome):
        yield attrs.evolve(whole, outcome=outcome)
        yield attrs.evolve(
            whole, outcome=outcome, points=points("upheld", "no_finding")
        )
    yield attrs.evolve(whole, outcome=None, points=points("no_finding"))
    yield attrs.evolve(whole, points=points("upheld", "not_upheld"))
    yield attrs.evolve(whole, next_right_stated=False)
    yield attrs.evolve(whole, independent_person_consulted=False)
    yield attrs.evolve(whole, signatory_role=None)
    for signed_by in {"sam", case["officer"], case["independent"]}:
        yield attrs.evolve(whole, signed_by=signed_by)
    for answered in (
        (),
        answers(case, accepted=False),
        tuple(attrs.evolve(one, accepted=False, reason=None) for one in answers(case)),
        (*answers(case), RecommendationAnswered(recommendation=9, accepted=True)),
        (*answers(case), *answers(case)),
    ):
        yield attrs.evolve(whole, answers=answered)
    for other in (0, 1, 2, 3, 4):
        yield attrs.evolve(whole, stage=other)


def _early_referrals(case: Case, now: date) -> Iterator[Command]:
    answered = case["answered"].get(2, now)
    for on in {*around(answered), now}:
        yield attrs.evolve(ALL_MET, on=on)
    yield attrs.evolve(ALL_MET, on=now, complainant_agreed=False)
    yield attrs.evolve(ALL_MET, on=now, desired_outcomes_met=False)
