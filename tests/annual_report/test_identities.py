"""No sum that always holds is missing from those that a reader is taken to know."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from annual_report.registers import (
    SERVICES,
    Register,
    Walk,
    begun,
    evidence_of,
    registers,
)
from caseledger.annual_report import (
    Evidence,
    Period,
    Report,
    compile_report,
    figures_of,
    identities,
)
from caseledger.complaint import (
    AgreeAction,
    Command,
    CompleteAction,
    Defer,
    DoNotAccept,
    Escalate,
    Event,
    Extend,
    LeaveActionUndone,
    OfferRemedy,
    Receive,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    ReopenStage2,
    Respond,
    SettleRemedy,
    Withdraw,
)
from caseledger.complaint.vocabulary import (
    Basis,
    OmbudsmanDecision,
    Outcome,
    RemedyStatus,
)
from caseledger.rules import Procedure

Counts = dict[str, int]
Relation = dict[str, Fraction]
"""Figures with the factor of each: together they always come to nought."""

# Groups of a report whose names depend on what was recorded, added up under one name.
GROUPS = (
    *("intake.not_accepted_reasons", "intake.other_services"),
    *("by_team", "by_theme", "by_capacity", "findings", "years"),
    *("equality.gender", "equality.age_band"),
    *("compliments.by_team", "ombudsman.not_investigated_reasons"),
)
SHARED = ("by_", "equality.")
WAYS = ("answered", "withdrawn", "not accepted", "skipped", "begun again")

# What a stage cannot have: an outcome that only a review gives, a second beginning.
ALWAYS_NOUGHT = (
    *("stages.1.reinvestigate", "stages.1.no_finding", "stages.1.withdrawn"),
    *("stages.1.reopened", "stages.3.reopened", "stages.3.corporate"),
    *("stages.2.reinvestigate", "stages.2.no_finding"),
    *("flows.2.ended.skipped", "flows.3.ended.skipped"),
    *("flows.1.ended.begun again", "flows.3.ended.begun again"),
)


def plain(name: str, label: str) -> str:
    """Return the name under which a figure is counted in every report."""
    for group in GROUPS:
        if name.startswith(f"{group}."):
            last = name.rpartition(".")[2]
            if group == "years":
                year = "this" if name.startswith(f"years.{label}.") else "other"
                return f"years.{year}.{last}"
            return f"{group}.*.{last}" if group.startswith(SHARED) else f"{group}.*"
    return name


def counts(report: Report) -> Counts:
    """Return the counts of a report, those of a group added up."""
    names = [f"flows.{n}.ended.{way}" for n in (1, 2, 3) for way in WAYS]
    names += [
        f"{group}.*" for group in GROUPS if not group.startswith((*SHARED, "years"))
    ]
    names += [
        f"years.{year}.{part}"
        for year in ("this", "other")
        for part in ("total", "statutory", "corporate")
    ]
    names += [f"{group}.*.cases" for group in GROUPS if group.startswith(SHARED)]
    found = dict.fromkeys(names, 0)
    for question in ("gender", "age_band"):
        if question not in report.equality:
            # Left out, since all of those received answered nothing.
            received = len(report.intake.received.references)
            found[f"equality.{question}.*.cases"] = received
    for name, some in figures_of(report):
        shared = plain(name, report.period.label)
        # The population that stands beside each group is not added up.
        if not shared.endswith("*.of"):
            found[shared] = found.get(shared, 0) + len(some.references)
    return found


def known(report: Report) -> Iterator[Relation]:
    """
    Go through the exact sums of a report as relations between its counts.

    Where some of a stage's ways out occur in a sum, so do those that nobody took.
    """
    label = report.period.label
    for one in identities(report):
        parts = [plain(part, label) for part in one.parts]
        if one.exact and not any(part.endswith("*.of") for part in parts):
            relation = {plain(one.whole, label): Fraction(1)}
            for name in {way: 1 for part in parts for way in _ways(part)}:
                relation[name] = relation.get(name, Fraction(0)) - 1
            yield relation


def _ways(part: str) -> list[str]:
    stage, ended, _ = part.partition(".ended.")
    return [f"{stage}.ended.{way}" for way in WAYS] if ended else [part]


# --- Rational arithmetic -------------------------------------------------------------


def reduced(rows: Iterable[Relation]) -> dict[str, Relation]:
    """Return rows that span the same, each alone in its first column, by that."""
    found: dict[str, Relation] = {}
    for row in rows:
        rest = remainder(row, found)
        if not rest:
            continue
        first = min(rest)
        rest = {name: some / rest[first] for name, some in rest.items()}
        for name, other in found.items():
            found[name] = less(other, rest, other.get(first))
        found[first] = rest
    return found


def remainder(row: Relation, basis: Mapping[str, Relation]) -> Relation:
    """Return what is left of a row once a basis has been taken from it."""
    for name in sorted(row.keys() & basis.keys()):
        row = less(row, basis[name], row[name])
    return row


def less(row: Relation, other: Relation, times: Fraction | None) -> Relation:
    """Take a row from another so many times."""
    if not times:
        return row
    left = dict(row)
    for name, some in other.items():
        left[name] = left.get(name, Fraction(0)) - times * some
    return {name: some for name, some in left.items() if some}


def null_space(rows: Iterable[Relation], names: Iterable[str]) -> list[Relation]:
    """Return relations that span all that hold in every row."""
    basis = reduced(rows)
    return [
        {
            free: Fraction(1),
            **{name: -row[free] for name, row in basis.items() if free in row},
        }
        for free in sorted({*names} - basis.keys())
    ]


def missing(held: Iterable[Relation], told: Iterable[Relation]) -> list[Relation]:
    """Return what is left of relations that hold once those told are taken away."""
    basis = reduced(told)
    return [*reduced(remainder(one, basis) for one in held).values()]


# --- Many reports --------------------------------------------------------------------


# In each quarter, and so that a review is asked for in one year and ends in the next.
RECEIPTS = (
    *(date(2023, 4, 3), date(2023, 7, 3), date(2023, 10, 3)),
    *(date(2024, 1, 3), date(2024, 2, 23)),
)

# The days after its request on which a stage is answered, and to which extended.
ANSWERS = {
    1: ((9, None), (20, 24), (20, None), (None, None)),
    2: ((20, None), (45, 50), (45, None), (130, None), (None, None)),
}


def at_stage_3(on: date) -> Iterator[tuple[Command, ...]]:
    """Go through what may come of a review that was asked for three days before."""
    yield from ((Respond(on=on, stage=3, outcome=one),) for one in Outcome)
    yield from ((Withdraw(on=on),), (DoNotAccept(on=on),), ())
    yield (Defer(on=on, until=on + timedelta(days=9), complainant_agreed=True),)


def plain_stories() -> Iterator[Walk]:
    """Go through complaints of each quarter, answered in each way at each stage."""
    for procedure, on in product(Procedure, RECEIPTS):
        for one, two in product(ANSWERS[1], ANSWERS[2]):
            yield at_stage_2(on, procedure, one, two)
        for after in at_stage_3(on + timedelta(days=38)):
            # Stage 2 is answered before, or all of it happens while it is open.
            for two in (ANSWERS[2][0], ANSWERS[2][-1]):
                walk = at_stage_2(on, procedure, ANSWERS[1][0], two)
                if procedure is Procedure.STATUTORY and two[0] is not None:
                    walk.told(Escalate(on=on + timedelta(days=35), to_stage=3))
                    walk.told(*after)
                else:
                    walk.told(*(one for one in after if not isinstance(one, Respond)))
                yield walk


def received(on: date, procedure: Procedure) -> Walk:
    """Return a complaint that was received and nothing else."""
    return begun(
        Receive(on=on, reference="CF-1", procedure=procedure, service=SERVICES[0])
    )


def complaints_of_one_person(on: date) -> tuple[tuple[Event, ...], ...]:
    """Return two complaints of one person, and one of somebody else."""
    return tuple(
        tuple(
            begun(
                Receive(
                    on=on,
                    reference=f"CF-{number}",
                    procedure=Procedure.CORPORATE,
                    service=SERVICES[0],
                    complainant_id=who,
                )
            ).events
        )
        for number, who in enumerate(("ann", "ann", "ben"))
    )


def redress(on: date) -> Iterator[Walk]:
    """Go through what may come beside the stages, each in a complaint of its own."""
    for decision, investigated in product(OmbudsmanDecision, (True, False, None)):
        decided = RecordOmbudsmanDecision(
            on=on, referral=1, decision=decision, investigated=investigated
        )
        yield beside(on, ReferToOmbudsman(on=on), decided)
    for status in (RemedyStatus.PAID, RemedyStatus.REJECTED):
        settled = SettleRemedy(on=on, remedy=1, status=status)
        yield beside(on, OfferRemedy(on=on), settled)
    agreed = AgreeAction(on=on)
    yield beside(on, agreed)
    yield beside(on, agreed, CompleteAction(on=on, action=1))
    yield beside(on, agreed, LeaveActionUndone(on=on, action=1))


def seldom(on: date) -> Iterator[Walk]:
    """Go through what is too rare to be drawn often enough."""
    skipped = received(on, Procedure.STATUTORY)
    skipped.told(Escalate(on=on, to_stage=2, basis=Basis.AGREED_SKIP))
    yield skipped
    put_off = received(on, Procedure.STATUTORY)
    put_off.told(Defer(on=on, until=on + timedelta(days=9), complainant_agreed=True))
    yield put_off
    # Its stage 2 is begun again before it was answered.
    reopened = at_stage_2(on, Procedure.STATUTORY, ANSWERS[1][0], ANSWERS[2][-1])
    reopened.told(
        Escalate(on=on + timedelta(days=35), to_stage=3),
        ReopenStage2(on=on + timedelta(days=40)),
    )
    yield reopened
    answered = at_stage_2(on, Procedure.STATUTORY, ANSWERS[1][0], ANSWERS[2][0])
    answered.told(
        Escalate(on=on + timedelta(days=95), to_stage=3),
        ReopenStage2(on=on + timedelta(days=96)),
    )
    yield answered
    # Stage 1 is left out in another year than that of the receipt.
    march = date(2023, 3, 27)
    later = received(march, Procedure.STATUTORY)
    later.told(Escalate(on=date(2023, 4, 5), to_stage=2, basis=Basis.AGREED_SKIP))
    yield later
    for ended in (Withdraw, DoNotAccept):
        early, late = (
            received(on, Procedure.CORPORATE),
            received(march, Procedure.STATUTORY),
        )
        early.told(ended(on=on + timedelta(days=3)))
        late.told(ended(on=date(2023, 4, 5)))
        yield from (early, late)
    asked = at_stage_2(march, Procedure.STATUTORY, ANSWERS[1][0], (None, None))
    asked.told(Withdraw(on=date(2023, 4, 20)))
    yield asked


def beside(on: date, *commands: Command) -> Walk:
    """Return a complaint beside whose stages something happened."""
    walk = at_stage_2(on, Procedure.CORPORATE, ANSWERS[1][0], ANSWERS[2][0])
    walk.told(*commands)
    return walk


Answered = tuple[int | None, int | None]


def at_stage_2(on: date, procedure: Procedure, one: Answered, two: Answered) -> Walk:
    """Return a complaint that went through two stages, each answered in some way."""
    walk = received(on, procedure)
    begins = on
    for number, (answered, extended) in ((1, one), (2, two)):
        if number == 2:
            begins = on + timedelta(days=11)
            walk.told(Escalate(on=begins, to_stage=2))
        if extended is not None:
            until = begins + timedelta(days=extended)
            told = begins + timedelta(days=2)
            walk.told(Extend(on=told, stage=number, extended_to=until))
        if answered is not None:
            day = begins + timedelta(days=answered)
            walk.told(Respond(on=day, stage=number, outcome=Outcome.UPHELD))
    return walk


@cache
def many_registers() -> tuple[Register, ...]:
    """Return registers of plain complaints, and of whatever else was made up."""
    first = RECEIPTS[0]
    walks = (*plain_stories(), *redress(first), *seldom(first))
    found = [Register((tuple(walk.events),), ()) for walk in walks]
    found.append(Register(complaints_of_one_person(first), ()))

    @settings(
        max_examples=200,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(registers(most=2))
    def collect(register: Register) -> None:
        found.append(register)

    collect()
    return tuple(found)


@cache
def many_reports() -> tuple[Report, ...]:
    """Return the reports of each register for two years, as at several days."""
    return tuple(
        reported(rows, begins, register.days[0] + timedelta(days=days))
        for register in many_registers()
        for rows in [evidence_of(register)]
        if SERVICES[0] in rows.services
        for begins in sorted({day.year - (day.month < 4) for day in register.days})[:2]
        for days in (4, 16, 70, 700)
    )


@cache
def report_of_everything() -> Report:
    """Return a report in which whatever can occur does."""
    every = many_registers()
    together = Register(
        tuple(story for register in every for story in register.complaints),
        tuple(praise for register in every for praise in register.compliments),
        {"CF-1": {"gender": "one", "age_band": "another"}},
    )
    return reported(evidence_of(together), 2023, date(2025, 1, 1))


def reported(rows: Evidence, begins: int, as_at: date) -> Report:
    return compile_report(rows, service=SERVICES[0], period=Period(begins), as_at=as_at)


@cache
def always_holding() -> tuple[Relation, ...]:
    """Return relations that span all that hold in each of these reports."""
    found = [counts(report) for report in many_reports()]
    rows = {frozenset((name, n) for name, n in one.items() if n) for one in found}
    names = {name for one in found for name in one}
    plain_rows = ({name: Fraction(n) for name, n in row} for row in rows)
    return tuple(null_space(plain_rows, names))


def declared() -> list[Relation]:
    """Return all that a reader is taken to know of every report."""
    noughts = [{name: Fraction(1)} for name in ALWAYS_NOUGHT]
    return [*known(report_of_everything()), *noughts]


def test_every_relation_between_figures_is_among_the_identities() -> None:
    """What always holds and is not told would let a reader work out what is hidden."""
    found = missing(always_holding(), declared())

    assert [] == [
        " ".join(f"{factor} x {name}," for name, factor in sorted(relation.items()))
        for relation in found
    ]


def test_what_is_declared_holds_in_every_report() -> None:
    """Else the span would be too wide, and would hide what is missing."""
    found = [counts(report) for report in (*many_reports(), report_of_everything())]

    assert [] == [
        relation
        for relation in declared()
        if any(
            sum(factor * one.get(name, 0) for name, factor in relation.items())
            for one in found
        )
    ]


@pytest.mark.parametrize(
    "whole",
    ["intake.received", "stages.2.total", "actions.agreed", "flows.3.during"],
)
def test_a_sum_that_is_not_told_is_found_missing(whole: str) -> None:
    """A list without a sum is a list with a hole."""
    told = [one for one in declared() if whole not in one]
    found = missing(always_holding(), told)

    assert any(whole in relation for relation in found)


def test_a_null_space_by_hand() -> None:
    """Of (1 1 2), (0 1 1), (2 3 5): only that the third is the sum of the others."""
    rows = [
        {name: Fraction(n) for name, n in zip("abc", row, strict=True) if n}
        for row in ((1, 1, 2), (0, 1, 1), (2, 3, 5))
    ]

    assert [{"a": -1, "b": -1, "c": 1}] == null_space(rows, "abc")
