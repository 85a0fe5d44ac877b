"""The annual report compiled from the read models' rows, section by section."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import attrs

from caseledger.annual_report.evidence import STAGE_2, Case, Evidence, Year
from caseledger.annual_report.figures import (
    ActionFigures,
    AdvocacyFigures,
    Cases,
    ComplimentFigures,
    ExtensionFigures,
    Intake,
    Limits,
    Money,
    Named,
    OmbudsmanFigures,
    RemedyFigures,
    Report,
    RuleBroken,
    Share,
    StageFigures,
    Timeliness,
    YearFigures,
    cases,
)
from caseledger.annual_report.flows import flow_through
from caseledger.annual_report.period import Period
from caseledger.annual_report.reconciling import reconcile
from caseledger.complaint.breaches import IRREGULAR
from caseledger.complaint.state import Ending
from caseledger.read_models import ActionRow, RemedyRow, StageRow

NOT_RECORDED = "Not recorded"
NO_REASON = "not_recorded"

_Placed = tuple[Case, StageRow]


@attrs.frozen
class UnknownService(LookupError):
    """No complaint and no compliment names this service."""

    service: str

    def __str__(self) -> str:
        return f"no complaint or compliment names the service {self.service!r}"


def compile_report(
    evidence: Evidence,
    *,
    service: str,
    period: Period,
    as_at: date,
    target_percent: int | None = None,
) -> Report:
    """
    Return the report of a service for a year, leaving out what is dated later.

    Raises `UnknownService` if nothing recorded names the service.
    """
    if service not in evidence.services:
        raise UnknownService(service)
    year = Year(evidence, service, period, as_at)
    responded = year.responded
    report = Report(
        service=service,
        period=period,
        as_at=as_at,
        intake=_intake(year),
        stages=tuple(_stage(year, number) for number in (1, 2, 3)),
        flows=tuple(flow_through(year, number) for number in (1, 2, 3)),
        timeliness=(
            _timeliness(year, "stage_1_response", _at_stage_1(year), target_percent),
            _timeliness(year, "stage_2_response", _at_stage_2(year), target_percent),
        ),
        extensions=(
            _extensions(year, 1, _at_stage_1(year)),
            _extensions(year, 2, _begun(year, STAGE_2)),
        ),
        not_escalated=_share(responded, lambda case: not case.went_to_stage_2),
        to_stage_2=_share(responded, lambda case: case.went_to_stage_2),
        by_team=_named(responded, lambda case: case.row.team),
        by_theme=_named(responded, lambda case: case.row.theme),
        by_capacity=_named(year.received, lambda case: case.row.capacity),
        largest_complainant=_largest_complainant(year),
        advocacy=_advocacy(year),
        equality=_equality(year),
        ombudsman=_ombudsman(year),
        remedies=_remedies(year),
        actions=_actions(year),
        compliments=_compliments(year),
        years=_years(year),
        findings=_findings(year),
        reconciliation=(),
    )
    return attrs.evolve(report, reconciliation=reconcile(report))


def _references(found: Iterable[Case]) -> Cases:
    return cases(case.reference for case in found)


def _ranked(groups: Mapping[str, Sequence[str]]) -> dict[str, Cases]:
    """Return groups with the largest first, then by name in code point order."""
    order = sorted(groups, key=lambda name: (-len(groups[name]), name))
    return {name: cases(groups[name]) for name in order}


def _intake(year: Year) -> Intake:
    fates: dict[str, list[Case]] = defaultdict(list)
    for case in year.received:
        fates[case.fate].append(case)
    reasons: dict[str, list[str]] = defaultdict(list)
    for case in fates["not_accepted"]:
        reasons[case.row.not_accepted_reason or NO_REASON].append(case.reference)
    others: dict[str, list[str]] = defaultdict(list)
    for row in year.evidence.complaints:
        if row.service != year.service and year.dated(row.received_on):
            others[row.service].append(row.reference)
    return Intake(
        received=_references(year.received),
        not_accepted=_references(fates["not_accepted"]),
        withdrawn=_references(fates["withdrawn"]),
        skipped=_references(fates["skipped"]),
        responded=_references(fates["responded"]),
        awaiting_response=_references(fates["awaiting_response"]),
        not_accepted_reasons=_ranked(reasons),
        other_services=_ranked(others),
    )


# --- Stages and their limits ---------------------------------------------------------


def _at_stage_1(year: Year) -> list[_Placed]:
    return [
        (case, case.stage_1)
        for case in year.received
        if case.fate in ("responded", "awaiting_response")
        if case.stage_1 is not None
    ]


def _begun(year: Year, number: int) -> list[_Placed]:
    return [
        (case, stage)
        for case in year.cases.values()
        for stage in case.stages
        if stage.stage == number and year.dated(stage.begun_on)
    ]


def _at_stage_2(year: Year) -> list[_Placed]:
    return [
        (case, stage)
        for case, stage in _begun(year, STAGE_2)
        if not stage.reopened and not _ended_by_withdrawal(case, stage)
    ]


def _ended_by_withdrawal(case: Case, stage: StageRow) -> bool:
    left = case.left(stage, Ending.WITHDRAWN)
    return stage.responded_on is None and left is not None


def _put_off(year: Year, case: Case, stage: StageRow) -> bool:
    on, end = stage.deferred_on, case.end_of(stage)
    if on is None or not year.knows(on):
        return False
    return end is None or on <= end[0]


def _stage(year: Year, number: int) -> StageFigures:
    reopened: list[_Placed] = []
    if number == 1:
        placed = _at_stage_1(year)
    else:
        begun = _begun(year, number)
        placed = [one for one in begun if not one[1].reopened]
        reopened = [one for one in begun if one[1].reopened]

    def some(fits: Callable[[Case, StageRow], bool]) -> Cases:
        return _references(case for case, stage in placed if fits(case, stage))

    return StageFigures(
        stage=number,
        total=some(lambda _case, _stage: True),
        statutory=some(lambda case, _stage: case.row.procedure == "statutory"),
        corporate=some(lambda case, _stage: case.row.procedure == "corporate"),
        upheld=some(lambda _case, stage: stage.outcome == "upheld"),
        partially_upheld=some(lambda _, stage: stage.outcome == "partially_upheld"),
        not_upheld=some(lambda _case, stage: stage.outcome == "not_upheld"),
        reinvestigate=some(lambda _case, stage: stage.outcome == "reinvestigate"),
        no_finding=some(lambda _case, stage: stage.outcome == "no_finding"),
        pending=some(
            lambda case, stage: (
                stage.responded_on is None and not _ended_by_withdrawal(case, stage)
            ),
        ),
        withdrawn=some(_ended_by_withdrawal),
        reopened=_references(case for case, _ in reopened),
        deferred=some(lambda case, stage: _put_off(year, case, stage)),
    )


def _timeliness(
    year: Year,
    duty: str,
    placed: Sequence[_Placed],
    target_percent: int | None,
) -> Timeliness:
    maximum = duty == "stage_2_response"

    def limits(some: Iterable[_Placed]) -> Limits:
        return _limits(year, list(some), maximum=maximum)

    return Timeliness(
        duty=duty,
        limits=limits(placed),
        by_procedure={
            name: limits(one for one in placed if one[0].row.procedure == name)
            for name in ("statutory", "corporate")
        },
        by_quarter={
            f"Q{number}": limits(one for one in placed if _quarter(one) == number)
            for number in (1, 2, 3, 4)
        },
        target_percent=target_percent,
    )


def _quarter(placed: _Placed) -> int:
    """Return in which quarter of the financial year a stage's clock started."""
    case, stage = placed
    started = stage.begun_on if stage.stage > 1 else case.row.received_on
    month = case.row.received_on.month if started is None else started.month
    return (month - 4) % 12 // 3 + 1


def _limits(year: Year, placed: Sequence[_Placed], *, maximum: bool) -> Limits:
    kept: dict[str, list[str]] = defaultdict(list)
    for case, stage in placed:
        kept[_kept(year, case, stage)].append(case.reference)
    longest = [
        case.reference
        for case, stage in placed
        if stage.responded_on and stage.maximum_on
        if stage.responded_on <= stage.maximum_on
    ]
    return Limits(
        population=_references(case for case, _ in placed),
        within_original=cases(kept["within_original"]),
        within_extended=cases(kept["within_extended"]),
        late=cases(kept["late"]),
        no_response=cases(kept["no_response"]),
        in_time=cases(kept["in_time"]),
        within_maximum=cases(longest) if maximum else None,
    )


def _kept(year: Year, case: Case, stage: StageRow) -> str:
    """Return how a stage's limit was kept; on the due date is in time."""
    due_on, responded_on = case.due_on(stage), stage.responded_on
    if due_on is None or stage.due_on is None:
        return "in_time"
    if responded_on is None:
        return "no_response" if due_on < year.as_at else "in_time"
    if responded_on <= stage.due_on:
        return "within_original"
    return "within_extended" if responded_on <= due_on else "late"


def _extensions(
    year: Year,
    number: int,
    placed: Sequence[_Placed],
) -> ExtensionFigures:
    stages = {(case.row.stream, stage.attempt) for case, stage in placed}
    granted = [
        row
        for row in year.evidence.extensions
        if row.stage == number
        and (row.stream, row.attempt) in stages
        and year.knows(row.notified_on)
    ]
    return ExtensionFigures(
        stage=number,
        granted=cases(row.reference for row in granted),
        lawful=cases(row.reference for row in granted if row.counts),
        broken=cases(row.reference for row in granted if not row.counts),
    )


# --- Shares --------------------------------------------------------------------------


def _share(population: Sequence[Case], fits: Callable[[Case], bool]) -> Share:
    return Share(_references(filter(fits, population)), _references(population))


def _named(
    population: Sequence[Case],
    name: Callable[[Case], str | None],
) -> tuple[Named, ...]:
    groups: dict[str, list[str]] = defaultdict(list)
    for case in population:
        groups[name(case) or NOT_RECORDED].append(case.reference)
    of = _references(population)
    return tuple(Named(one, Share(some, of)) for one, some in _ranked(groups).items())


def _largest_complainant(year: Year) -> Share:
    """Return the complaints of whoever complained most often, if more than once."""
    by_person: dict[str, list[Case]] = defaultdict(list)
    for case in year.received:
        if case.row.complainant_id is not None:
            by_person[case.row.complainant_id].append(case)
    # Of several the first by name, so that the same records give the same cases.
    often = max(
        (by_person[person] for person in sorted(by_person)), key=len, default=[]
    )
    if len(often) < 2:
        often = []
    return Share(_references(often), _references(year.received))


def _advocacy(year: Year) -> AdvocacyFigures:
    received = {case.row.stream for case in year.received}
    rows = [row for row in year.evidence.advocacy if row.stream in received]
    return AdvocacyFigures(
        asked=cases(row.reference for row in rows if year.knows(row.requested_on)),
        appointed=cases(row.reference for row in rows if year.knows(row.appointed_on)),
    )


def _equality(year: Year) -> dict[str, tuple[Named, ...]]:
    """Return the answers to each question that anybody answered."""
    told = year.evidence.equality
    streams = [case.row.stream for case in year.received]
    questions = {name for stream in streams for name in told.get(stream, ())}

    def answers(question: str) -> tuple[Named, ...]:
        return _named(
            year.received, lambda case: told.get(case.row.stream, {}).get(question)
        )

    return {question: answers(question) for question in sorted(questions)}


# --- What came of it -----------------------------------------------------------------


def _ombudsman(year: Year) -> OmbudsmanFigures:
    # A premature referral counts by its own day, even before the complaint's receipt.
    ours = {
        row.stream for row in year.evidence.complaints if row.service == year.service
    }
    referred = [
        row
        for row in year.evidence.referrals
        if row.stream in ours and year.dated(row.referred_on)
    ]
    decided = [row for row in referred if year.knows(row.decided_on)]
    reasons: dict[str, list[str]] = defaultdict(list)
    open_ones = [row.reference for row in referred if not year.knows(row.decided_on)]
    for row in decided:
        if row.investigated is False:
            reasons[row.not_investigated_reason or NO_REASON].append(row.reference)
        elif row.investigated is None:
            open_ones.append(row.reference)
    return OmbudsmanFigures(
        referred=cases(row.reference for row in referred),
        investigated=cases(row.reference for row in decided if row.investigated),
        undecided=cases(open_ones),
        upheld=cases(row.reference for row in decided if row.decision == "upheld"),
        not_investigated_reasons=_ranked(reasons),
    )


def _remedies(year: Year) -> RemedyFigures:
    offered = [
        row
        for row in year.evidence.remedies
        if row.stream in year.cases and year.dated(row.offered_on)
    ]
    return RemedyFigures(
        offered=_money(offered),
        paid=_money([row for row in offered if year.knows(row.paid_on)]),
        rejected=_money([row for row in offered if year.knows(row.rejected_on)]),
        outstanding=_money(
            [
                row
                for row in offered
                if not year.knows(row.paid_on) and not year.knows(row.rejected_on)
            ],
        ),
    )


def _money(rows: Sequence[RemedyRow]) -> Money:
    return Money(
        sum(row.amount_pence or 0 for row in rows),
        cases(row.reference for row in rows),
    )


def _actions(year: Year) -> ActionFigures:
    fates: dict[str, list[str]] = defaultdict(list)
    agreed = [
        row
        for row in year.evidence.actions
        if row.stream in year.cases and year.dated(row.agreed_on)
    ]
    for row in agreed:
        fates[_action(year, row)].append(row.reference)
    return ActionFigures(
        agreed=cases(row.reference for row in agreed),
        done=cases(fates["done"]),
        not_done=cases(fates["not_done"]),
        open=cases(fates["open"]),
    )


def _action(year: Year, row: ActionRow) -> str:
    if year.knows(row.done_on):
        return "done"
    left = row.not_done and (row.not_done_on is None or year.knows(row.not_done_on))
    return "not_done" if left else "open"


def _compliments(year: Year) -> ComplimentFigures:
    teams: dict[str, list[str]] = defaultdict(list)
    for row in year.evidence.compliments:
        if row.service == year.service and year.dated(row.received_on):
            teams[row.team or NOT_RECORDED].append(row.reference)
    total = [reference for some in teams.values() for reference in some]
    return ComplimentFigures(total=cases(total), by_team=_ranked(teams))


def _years(year: Year) -> tuple[YearFigures, ...]:
    answered: dict[int, list[Case]] = defaultdict(list)
    for case in year.cases.values():
        if case.fate == "responded":
            answered[Period.containing(case.row.received_on).begins].append(case)
    return tuple(
        YearFigures(
            label=Period(begins).label,
            total=_references(some),
            statutory=_references(c for c in some if c.row.procedure == "statutory"),
            corporate=_references(c for c in some if c.row.procedure == "corporate"),
        )
        for begins, some in sorted(answered.items(), reverse=True)
    )


def _findings(year: Year) -> tuple[RuleBroken, ...]:
    ours = {case.row.stream for case in year.received}
    broken: dict[str, list[str]] = defaultdict(list)
    for row in year.evidence.irregularities:
        if row.stream in ours and year.knows(row.occurred_on):
            broken[row.rule].append(row.reference)
    return tuple(
        RuleBroken(rule, (IRREGULAR[rule].__doc__ or "").strip(), some)
        for rule, some in _ranked(broken).items()
    )
