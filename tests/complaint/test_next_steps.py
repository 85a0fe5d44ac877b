"""What may be done now is what the rules allow, and nothing else."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

import attrs
import pytest

from caseledger.complaint import (
    By,
    Command,
    Correct,
    DeadlineName,
    Extend,
    NextStep,
    Note,
    Phase,
    Receive,
    Respond,
    Terms,
    next_steps,
    still_to_record,
)
from caseledger.complaint.vocabulary import (
    Function,
    NotAcceptedReason,
)
from caseledger.rules import Policy, Procedure, Signatories
from complaint import in_full
from complaint.step_table import WHERE, answers, rows
from complaint.stories import (
    AGREE_ACTION,
    ANSWERED_1,
    ARRANGE,
    AT_STAGE_1,
    AT_STAGE_2,
    AT_STAGE_3,
    COMPLETE,
    CORPORATE_AT_STAGE_2,
    DECISION,
    DO_NOT_ACCEPT,
    ESCALATE_3,
    LEAVE_UNDONE,
    LONGEST,
    OFFER,
    PANEL_MET,
    PANEL_REPORTED,
    REFER,
    SETTLE,
    but,
)
from given import RECEIVED, Given, day, given

Told = tuple[Command, ...]


def steps(*story: Command, on: date, terms: Terms | None = None) -> list[NextStep]:
    terms = terms or Terms()
    return next_steps(given(*story, terms=terms).stands, terms=terms, today=on)


def allowed(*story: Command, on: date, terms: Terms | None = None) -> dict[str, By]:
    found = steps(*story, on=on, terms=terms)
    return {step.what: step.by for step in found if step.allowed}


def refused(*story: Command, on: date, terms: Terms | None = None) -> dict[str, str]:
    return {
        step.what: step.refusal.rule or type(step.refusal).__name__
        for step in steps(*story, on=on, terms=terms)
        if step.refusal is not None
    }


# What is said only as the case has it; each has a test of its own.
AS_IT_STANDS = {"answers", "signatory_role", "proceedings_ended_on"}


@pytest.mark.parametrize("where", WHERE)
def test_what_may_be_done_and_which_rule_refuses_the_rest(where: str) -> None:
    story, today, _ = WHERE[where]
    found = dict.fromkeys(allowed(*story, on=day(today)), "may")
    found |= refused(*story, on=day(today))

    table = answers(where)
    assert {what: table.get(what, table["*"]) for what in found} == found
    assert table.keys() - {"*"} <= found.keys()


# Beside `WHERE`: one of each item in each state, and stage 2 asked for too late.
ITEMS = (
    *(*LONGEST, REFER, DECISION, but(REFER, referral=2), OFFER, SETTLE, OFFER),
    *(AGREE_ACTION, COMPLETE, AGREE_ACTION, but(LEAVE_UNDONE, action=2), AGREE_ACTION),
)


def every_step() -> Iterator[NextStep]:
    for story, today, _ in WHERE.values():
        yield from steps(*story, on=day(today))
    later = day("Fri 29 Nov 2024")
    yield from steps(*ITEMS, on=later)
    yield from steps(*in_full.CORPORATE_ANSWERED_1, on=later, terms=in_full.UNDER_CODE)


def said(step: NextStep) -> set[str]:
    """Return what a command says beside its day, and what it says no to."""
    return {
        "not " * (value is False) + field.name
        for field in attrs.fields(type(step.command))
        if field.name not in {"on", *AS_IT_STANDS}
        and (value := getattr(step.command, field.name)) is not None
        and value != field.default
    }


def test_each_step_tells_who_takes_it_and_says_all_that_is_asked_for() -> None:
    table = {(row.what, row.by, row.says) for row in rows()}
    found = {(step.what, str(step.by), frozenset(said(step))) for step in every_step()}

    assert table == found


def test_each_step_tells_which_duty_it_meets() -> None:
    """Those of stage 2 under the Code, and of a panel that is arranged, as well."""
    stories: list[tuple[Told, str, Terms]] = [
        *((story, today, Terms()) for story, today, _ in WHERE.values()),
        (PANEL_MET, "Thu 26 Oct 2023", Terms()),
        ((*AT_STAGE_3, ARRANGE), "Wed 27 Sep 2023", Terms()),
        (CORPORATE_AT_STAGE_2, "Tue 6 Sep 2022", in_full.UNDER_CODE),
    ]
    found = {
        (step.what, str(step.duty.deadline.name))
        for story, today, terms in stories
        for step in steps(*story, on=day(today), terms=terms)
        if step.duty is not None
    }

    table = {(row.what, row.meets) for row in rows() if row.meets}
    assert {*DeadlineName} == {duty for _, duty in table}
    assert table == found


def test_each_step_is_of_today() -> None:
    today = day("Fri 29 Nov 2024")
    days = {getattr(step.command, "on", None) for step in steps(*ITEMS, on=today)}

    assert {today} == days


def test_every_command_is_listed_somewhere() -> None:
    """Receipt comes before, notes and corrections are possible at any time."""
    again = attrs.evolve(REFER, referral=2)
    story = (*LONGEST, REFER, DECISION, again, OFFER, AGREE_ACTION)
    stage_2 = LONGEST[: LONGEST.index(ESCALATE_3)]
    listed = {
        type(step.command)
        for told in (story, stage_2)
        for step in steps(*told, on=day("Fri 29 Nov 2024"))
    }
    assert set(get_args(Command)) - {Receive, Note, Correct} == listed


@pytest.mark.parametrize("number", range(1, len(LONGEST)))
def test_it_says_of_every_step_what_the_rules_say(number: int) -> None:
    complaint = given(*LONGEST[:number]).stands
    on = day("Fri 29 Nov 2024")

    for step in next_steps(complaint, terms=Terms(), today=on):
        answer = Given(complaint, Terms()).when(step.command)
        assert str(answer.refusal) == str(step.refusal), step.what


def test_what_may_be_done_comes_first() -> None:
    told = [step.allowed for step in steps(RECEIVED, on=day("Wed 5 Apr 2023"))]

    assert sorted(told, reverse=True) == told
    assert {True, False} == set(told)


def test_on_the_due_date_stage_1_is_extended_and_on_the_next_day_not() -> None:
    """Received Mon 3 Apr 2023, due Wed 19 Apr (E7)."""
    extend, ask = "extend stage 1", "ask for stage 2"
    due, next_day = day("Wed 19 Apr 2023"), day("Thu 20 Apr 2023")

    assert extend in allowed(*AT_STAGE_1, on=due)
    assert "R19" == refused(*AT_STAGE_1, on=due)[ask]
    assert "R11" == refused(*AT_STAGE_1, on=next_day)[extend]
    assert By.COMPLAINANT is allowed(*AT_STAGE_1, on=next_day)[ask]


def test_each_step_says_by_when() -> None:
    """Received Mon 3 Apr 2023: acknowledged by Thu 6 Apr, answered by Wed 19 Apr."""
    duties = {
        step.what: step.duty.due_on
        for step in steps(RECEIVED, on=day("Tue 4 Apr 2023"))
        if step.duty is not None
    }

    assert {
        "acknowledge the complaint": day("Thu 6 Apr 2023"),
        "answer stage 1": day("Wed 19 Apr 2023"),
    } == duties


def test_a_late_request_is_offered_only_when_it_is_late() -> None:
    """Stage 2 answered Tue 15 Aug 2023: until Wed 13 Sep, the 20th working day."""
    answered = LONGEST[: LONGEST.index(ESCALATE_3)]
    accept, decline = (
        f"{how} a late request for stage 3" for how in ("accept", "decline")
    )
    last, too_late = day("Wed 13 Sep 2023"), day("Thu 14 Sep 2023")

    assert "ask for a review panel" in allowed(*answered, on=last)
    assert not {accept, decline} & allowed(*answered, on=last).keys()
    assert {accept, decline} <= allowed(*answered, on=too_late).keys()
    assert "R22" == refused(*answered, on=too_late)["ask for a review panel"]


def test_statutory_complaints_are_not_turned_away_after_stage_1() -> None:
    assert "R23" == refused(*ANSWERED_1, on=day("Fri 5 May 2023"))["not accept it"]


def test_it_says_what_is_not_recorded_yet() -> None:
    missing = given(RECEIVED).stands
    assert ["capacity", "function", "grounds_arose_on"] == still_to_record(missing)

    noted = (
        Note(fact="function", value=Function.ADOPTION),
        Note(fact="complainant", value="parent"),
        Note(fact="grounds_arose_on", value="2023-01-05"),
    )
    assert [] == still_to_record(given(RECEIVED, *noted).stands)


def test_the_phase_is_where_the_complaint_stands() -> None:
    """The phases in which the longest case stands, each once, in order."""
    phases = [given(*LONGEST[:n]).stands.phase for n in range(1, len(LONGEST) + 1)]

    assert [
        Phase.RECEIVED,
        Phase.STAGE_1,
        Phase.STAGE_1_RESPONDED,
        Phase.STAGE_2,
        Phase.STAGE_2_RESPONDED,
        Phase.STAGE_3_REQUESTED,
        Phase.PANEL_MET,
        Phase.PANEL_REPORTED,
        Phase.STAGE_3_RESPONDED,
    ] == list(dict.fromkeys(phases))


def test_no_step_is_listed_twice() -> None:
    names = [step.what for step in steps(*ITEMS, on=day("Fri 29 Nov 2024"))]

    assert sorted(set(names)) == sorted(names)


def test_extensions_go_as_far_as_the_law_allows() -> None:
    """Received Mon 3 Apr 2023: Thu 4 May (E8); stage 2 of Mon 15 May: Tue 15 Aug."""
    offered = {
        step.command.stage: step.command.extended_to
        for step in steps(*AT_STAGE_2, on=day("Tue 16 May 2023"))
        if isinstance(step.command, Extend)
    }

    today = day("Tue 16 May 2023")
    assert {1: day("Thu 4 May 2023"), 2: day("Tue 15 Aug 2023"), 3: today} == offered


def test_the_answer_to_the_panel_accepts_each_recommendation() -> None:
    story = (*in_full.PANEL_MET, in_full.REINVESTIGATION)
    on = day("Thu 2 Nov 2023")
    answers = {
        (step.command.stage, len(step.command.answers))
        for step in steps(*story, on=on)
        if isinstance(step.command, Respond)
    }

    assert {(1, 0), (2, 0), (3, 1)} == answers
    assert "answer stage 3" in allowed(*story, on=on)


@pytest.mark.parametrize(
    ("procedure", "stage", "story", "today"),
    [
        (Procedure.STATUTORY, 1, AT_STAGE_1, "Tue 11 Apr 2023"),
        (Procedure.STATUTORY, 3, PANEL_REPORTED, "Thu 2 Nov 2023"),
        (Procedure.CORPORATE, 2, CORPORATE_AT_STAGE_2, "Tue 6 Sep 2022"),
    ],
)
def test_the_policy_names_who_signs_an_answer(
    procedure: Procedure, stage: int, story: Told, today: str
) -> None:
    roles = Signatories(procedure=procedure, stage=stage, roles=("director",))
    terms = Terms(policies=(Policy(name="One signs.", signatories=(roles,)),))

    answer = f"answer stage {stage}"
    assert answer in allowed(*story, on=day(today), terms=terms)


def test_what_waited_for_proceedings_is_taken_up_when_they_are_over() -> None:
    on = day("Wed 12 Apr 2023")
    waits = but(
        DO_NOT_ACCEPT,
        reason=NotAcceptedReason.CONCURRENT_PROCEEDINGS,
        proceedings="Family court, care order.",
    )
    ended = {
        reason: [
            getattr(step.command, "proceedings_ended_on", None)
            for step in steps(RECEIVED, turned_away, on=on)
            if step.what == "take it up again"
        ]
        for reason, turned_away in (("waited", waits), ("outside", DO_NOT_ACCEPT))
    }

    assert {"waited": [on], "outside": [None]} == ended
    assert "take it up again" in allowed(RECEIVED, waits, on=on)
