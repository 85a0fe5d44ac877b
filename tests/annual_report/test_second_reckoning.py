"""The report's figures against a second reckoning, for whatever was recorded."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from annual_report.registers import Register, evidence_of, questions, registers
from annual_report.second_reckoning import REMEDIES, Asked, Figures, figures, pence
from caseledger.annual_report import (
    Evidence,
    Period,
    Report,
    StageFigures,
    cases,
    compile_report,
    compiling,
    evidence,
    figures_of,
)
from caseledger.feedback import ComplimentReceived
from caseledger.reports import render_json
from viewstore.histories import SEEDS, history

# A whole register is a long text, which nobody reads where a fault is to be found.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

Question = tuple[str, int, date]

Drawn = tuple[Register, list[Question]]


def with_questions(some: st.SearchStrategy[Register]) -> st.SearchStrategy[Drawn]:
    """Draw registers, each with three reports that are asked for."""
    return some.flatmap(
        lambda register: st.tuples(
            st.just(register), st.lists(questions(register), min_size=3, max_size=3)
        )
    )


every = with_questions(registers())


def reported(rows: Evidence, question: Question) -> Report:
    """Return the report of a service for a year, as at a day."""
    service, begins, as_at = question
    return compile_report(rows, service=service, period=Period(begins), as_at=as_at)


def references(report: Report) -> Figures:
    """Return the references behind each figure of a report."""
    return {name: list(some.references) for name, some in figures_of(report)}


def reckoned(register: Register, question: Question) -> Figures:
    return figures(
        register.complaints, register.compliments, Asked(*question), register.answers
    )


def differing(ours: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """Return the names under which two reports do not say the same."""
    return sorted(name for name in {*ours, *other} if ours.get(name) != other.get(name))


whole = settings(
    # Making a whole register smaller takes longer than any test may.
    phases=[Phase.generate],
    max_examples=220,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def hold_against_a_second_reckoning(one: Drawn) -> None:
    """Compare every figure and amount: none missing, none extra, all the same cases."""
    register, asked = one
    rows = evidence_of(register)
    for question in asked:
        report = reported(rows, question)

        assert [] == differing(reckoned(register, question), references(report))
        money = pence(register.complaints, Asked(*question))
        assert money == {
            fate: getattr(report.remedies, fate).pence for fate in REMEDIES
        }
        assert [] == [one.check for one in report.reconciliation if not one.holds]


@whole
@given(every)
def test_every_figure_has_the_cases_of_a_second_reckoning(one: Drawn) -> None:
    """Of any register, for any year and as at any day."""
    hold_against_a_second_reckoning(one)


@settings(whole, max_examples=40)
@given(every)
def test_what_is_drilled_down_to_is_as_many_as_the_figure_says(one: Drawn) -> None:
    """Each list that `--with-cases` adds is as long as its figure, wherever it is."""
    register, asked = one
    rows = evidence_of(register)
    for question in asked:
        document = json.loads(render_json(reported(rows, question), with_cases=True))
        listed = {name: len(some) for name, some in document["cases"].items()}

        assert [] == differing(listed, document["figures"])
        assert [] == [
            name for name, some in in_sections(document) if listed[name] != some
        ]


def in_sections(document: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Go through the figures of a report's sections, each under its own name."""
    for section in ("intake", "actions", "ombudsman"):
        yield from _under(section, document[section])
    for section in ("stages", "extensions"):
        for one in document[section]:
            yield from _under(f"{section}.{one['stage']}", one)
    for one in document["timeliness"]:
        name = f"timeliness.{one['duty']}"
        yield from _under(f"{name}.limits", one)
        for split in ("by_procedure", "by_quarter"):
            for key, limits in one[split].items():
                yield from _under(f"{name}.{split}.{key}", limits)
    for one in document["by_team"]:
        yield f"by_team.{one['team']}.share.cases", one["count"]


def _under(name: str, counts: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for key, some in counts.items():
        if isinstance(some, int) and key != "stage" and "percent" not in key:
            yield f"{name}.{key}", some


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_figure_of_an_imported_register(seed: int) -> None:
    """With what is irregular, told late and corrected in a register."""
    told: dict[str, list[Any]] = {}
    for one in history(seed):
        told.setdefault(one.stream, []).append(one.event)
    register = Register(
        tuple(tuple(some) for some in told.values() if hasattr(some[0], "deadline")),
        tuple(
            tuple(some) for some in told.values() if type(some[0]) is ComplimentReceived
        ),
    )
    rows = evidence_of(register)
    for service in rows.services:
        for begins in (2022, 2023, 2024, 2025):
            for as_at in (date(begins, 9, 30), date(begins + 1, 3, 31), LATER):
                question = service, begins, as_at
                assert [] == differing(
                    reckoned(register, question), references(reported(rows, question))
                )


LATER = date(2026, 5, 31)


KINDS = {
    *("Received", "NotAccepted", "Extended", "Responded", "Escalated"),
    *("Stage2Reopened", "Withdrawn", "Reinstated", "Suspended", "Resumed"),
    *("Deferred", "ReferredToOmbudsman", "OmbudsmanDecided", "RemedyOffered"),
    *("RemedySettled", "ActionAgreed", "ActionDone", "ActionNotDone", "Noted"),
    *("Corrected", "DeadlineRecomputed", "ProcedureReclassified"),
    *("AdvocateRequested", "AdvocateAppointed", "ReviewPanelConvened"),
}

looking = settings(
    max_examples=1_500,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_what_is_drawn_is_of_many_kinds() -> None:
    """Else the two could agree because nothing happened."""
    found: set[str] = set()

    def all_seen(register: Register) -> bool:
        for story in register.complaints:
            found.update(type(event).__name__ for event in story)
        return found >= KINDS

    assert find(registers(), all_seen, settings=looking)


# --- Saboteurs -----------------------------------------------------------------------

Fault = Callable[[pytest.MonkeyPatch], None]
Part = Callable[..., Any]


def instead(
    patched: pytest.MonkeyPatch,
    module: ModuleType | type,
    name: str,
    change: Callable[[Part], Part],
) -> None:
    """Put something else in the place of a part, made from that part."""
    patched.setattr(module, name, change(vars(module)[name]))


def extended_is_late(patched: pytest.MonkeyPatch) -> None:
    """Count as late what was answered within an extension."""

    def change(kept: Part) -> Part:
        return lambda *about: kept(*about).replace("within_extended", "late")

    instead(patched, compiling, "_kept", change)


def due_day_is_late(patched: pytest.MonkeyPatch) -> None:
    """Count an answer on the due date as late."""

    def change(kept: Part) -> Part:
        return lambda year, case, stage: (
            "late"
            if stage.responded_on and stage.responded_on == stage.due_on
            else kept(year, case, stage)
        )

    instead(patched, compiling, "_kept", change)


def withdrawals_of_the_future(patched: pytest.MonkeyPatch) -> None:
    """Count a withdrawal also if it is dated later than the report."""

    def brought_forward(rows: Evidence, as_at: date) -> Evidence:
        known = [
            attrs.evolve(row, happened_on=min(row.happened_on, as_at))
            for row in rows.endings
        ]
        return attrs.evolve(rows, endings=known)

    def change(begin: Part) -> Part:
        return lambda year, rows, service, period, as_at: begin(
            year, brought_forward(rows, as_at), service, period, as_at
        )

    instead(patched, evidence.Year, "__init__", change)


def answers_of_the_future(patched: pytest.MonkeyPatch) -> None:
    """Know of every answer, however late it came."""
    instead(patched, evidence.Year, "_as_known", lambda _: lambda _, stage: stage)


def reopened_in_the_total(patched: pytest.MonkeyPatch) -> None:
    """Count a stage 2 that was reopened as one more stage 2."""

    def with_reopened(found: StageFigures) -> StageFigures:
        both = cases([*found.total.references, *found.reopened.references])
        return attrs.evolve(found, total=both)

    def change(stage: Part) -> Part:
        return lambda *about: with_reopened(stage(*about))

    instead(patched, compiling, "_stage", change)


def withdrawn_at_stage_2_in_the_population(patched: pytest.MonkeyPatch) -> None:
    """Hold against stage 2 what was withdrawn before it was answered."""
    never = lambda _: lambda *_: False  # noqa: E731 - what replaces the part
    instead(patched, compiling, "_ended_by_withdrawal", never)


def extensions_of_every_kind(patched: pytest.MonkeyPatch) -> None:
    """Take an extension that broke a rule for a lawful one."""

    def lenient(rows: Evidence) -> Evidence:
        taken = [attrs.evolve(row, counts=True) for row in rows.extensions]
        return attrs.evolve(rows, extensions=taken)

    def change(begin: Part) -> Part:
        return lambda year, rows, *about: begin(year, lenient(rows), *about)

    instead(patched, evidence.Year, "__init__", change)


def without_rows(name: str, fits: Callable[[Any, Any], bool]) -> Callable[[Part], Part]:
    """Return a change that keeps some rows of the evidence from a part."""

    def change(part: Part) -> Part:
        def with_fewer(year: Any) -> Any:  # noqa: ANN401 - a part as it is
            rows = getattr(year.evidence, name)
            fewer = [row for row in rows if fits(year, row)]
            found = attrs.evolve(year.evidence, **{name: fewer})
            return part(attrs.evolve(year, evidence=found))

        return with_fewer

    return change


def no_undecided_referrals(patched: pytest.MonkeyPatch) -> None:
    """Leave out a referral on which nothing was decided."""
    decided = without_rows("referrals", lambda _, row: row.decided_on is not None)
    instead(patched, compiling, "_ombudsman", decided)


def only_remedies_with_an_amount(patched: pytest.MonkeyPatch) -> None:
    """Leave out a remedy that the authority offered without naming an amount."""
    named = without_rows("remedies", lambda _, row: row.amount_pence is not None)
    instead(patched, compiling, "_remedies", named)


def answers_end_nothing(patched: pytest.MonkeyPatch) -> None:
    """Let a stage stay open although it was answered."""

    def change(ends: Part) -> Part:
        return lambda *about: (end for end in ends(*about) if end[0] != "answered")

    instead(patched, evidence.Case, "_ends", change)


FAULTS = (
    extended_is_late,
    due_day_is_late,
    withdrawals_of_the_future,
    answers_of_the_future,
    reopened_in_the_total,
    withdrawn_at_stage_2_in_the_population,
    extensions_of_every_kind,
    no_undecided_referrals,
    only_remedies_with_an_amount,
    answers_end_nothing,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_in_compiling_is_found(fault: Fault) -> None:
    """A report that was right before is not any more."""

    def found_out(one: Drawn) -> bool:
        register, asked = one
        rows = evidence_of(register)
        for question in asked:
            expected = reckoned(register, question)
            with pytest.MonkeyPatch.context() as patched:
                fault(patched)
                wrong = references(reported(rows, question)) != expected
            if wrong and references(reported(rows, question)) == expected:
                return True
        return False

    assert find(every, found_out, settings=looking)
