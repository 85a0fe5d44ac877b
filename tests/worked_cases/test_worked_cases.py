"""The worked cases hold, show every rule on both sides, and would notice a mistake."""

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from caseledger.complaint import Refusal, guards
from caseledger.worked_cases import Case, parse_cases, read_cases, shortfalls
from terminal import call

FOLDER = Path(__file__).parents[2] / "examples" / "worked-cases"
FILES = sorted(FOLDER.glob("*.yaml"))
CASES = [case for file in FILES for case in read_cases(file)]
RULES = sorted({kind.rule for kind in Refusal.__subclasses__() if kind.rule})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_case_holds(case: Case) -> None:
    assert [] == list(shortfalls(case))


def test_there_is_a_file_for_each_part_and_enough_cases() -> None:
    parts = ["corporate", "ends", "intake", "ombudsman", "pauses", "review"]
    assert [*parts, "stage-1", "stage-2"] == [file.stem for file in FILES]
    assert 90 <= len(CASES)


def test_every_case_says_where_it_is_from() -> None:
    assert [] == [case.name for case in CASES if not case.source]


def test_the_rules_are_thirty_five() -> None:
    assert [f"R{number:02}" for number in range(1, 36)] == RULES


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_is_met_on_both_sides(rule: str) -> None:
    """Some case that names it is refused by it, and another step is let through."""
    shown = [case for case in CASES if rule in case.rules]

    assert [case.name for case in shown if rule in _refused_by(case)]
    assert [case.name for case in shown if _lets_through(case, rule)]


def _refused_by(case: Case) -> Iterator[str]:
    return (one.by for one in case.refused)


def _lets_through(case: Case, rule: str) -> bool:
    return bool(case.allowed or (case.claims and rule not in _refused_by(case)))


# --- The runner can fail -------------------------------------------------------------

CASE = """
- case: Stage 1 is due on the tenth working day
  source: E7
  story:
    - Mon 2023-04-03: received
  then:
    - stage 1 response was due on {due}
    - stage 1 response was overdue on 2023-04-20
  allowed:
    - {allowed}: stage 1 extended to 2023-05-04, for complexity
  refused:
    - {refused}: stage 1 extended to 2023-05-04, for complexity, by {by}
  saying: {saying}
"""
RIGHT = {
    "due": "2023-04-19",
    "allowed": "2023-04-19",
    "refused": "2023-04-20",
    "by": "R11",
    "saying": "on or before 2023-04-19",
}


def _came(**wrong: str) -> list[tuple[int, str, str]]:
    [case] = parse_cases(CASE.format_map({**RIGHT, **wrong}))
    return [(one.line, one.expected, one.came) for one in shortfalls(case)]


def test_a_case_that_is_right_has_no_shortfall() -> None:
    assert [] == _came()


def test_a_wrong_date_is_told_with_what_came() -> None:
    assert [(7, "due on 2023-04-18", "due on 2023-04-19")] == _came(due="2023-04-18")


def test_what_is_allowed_and_should_not_be_is_told() -> None:
    assert [(12, "refused by R11", "accepted")] == _came(refused="2023-04-19")


def test_what_is_refused_and_should_not_be_is_told() -> None:
    [(line, expected, came)] = _came(allowed="2023-04-20")
    assert (10, "allowed") == (line, expected)
    assert came.startswith("refused by R11: Extension must be notified on or before")


def test_another_rule_and_other_words_are_told() -> None:
    [(_, expected, came)] = _came(by="R12")
    assert ("refused by R12", True) == (expected, came.startswith("refused by R11"))
    [(_, expected, _)] = _came(saying="on or before 2023-04-18")
    assert "on or before 2023-04-18" == expected


def test_a_story_that_is_refused_is_told() -> None:
    text = CASE.format_map(RIGHT).replace(": received", ": acknowledged")
    [one] = shortfalls(parse_cases(text)[0])
    assert (5, "accepted") == (one.line, one.expected)
    assert one.came.startswith("refused by R08")


@pytest.mark.parametrize(
    ("guard", "rules"),
    [
        ("caseledger.complaint.breaches.of_extension", {"R11", "R12", "R15"}),
        ("caseledger.complaint.breaches.of_panel", {"R25", "R26", "R28"}),
        ("caseledger.complaint.guards.intake.admission", {"R01", "R05", "R06", "R07"}),
        ("caseledger.complaint.guards.stages.late_request", {"R22"}),
        ("caseledger.complaint.guards.ends.standing", {"R32", "R33"}),
    ],
)
def test_a_guard_that_is_left_out_is_noticed(guard: str, rules: set[str]) -> None:
    """A saboteur takes a guard out, and the cases of its rules fall."""
    assert guards
    nothing = None if guard.endswith("late_request") else ()
    with mock.patch(guard, return_value=nothing):
        fallen = {
            one.expected.removeprefix("refused by ")
            for case in CASES
            for one in shortfalls(case)
        }

    assert rules <= fallen


# --- The command ---------------------------------------------------------------------


def test_the_command_holds_all_files() -> None:
    ran = call("check-cases", *FILES)
    assert (0, "") == (ran.code, ran.out)
    assert f"{len(CASES)} cases, 0 do not hold\n" == ran.err


def test_the_command_says_where_what_and_what_came(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(CASE.format_map({**RIGHT, "due": "2023-04-18"}))
    ran = call("check-cases", file)

    assert 1 == ran.code
    assert [
        f"{file}:7: Stage 1 is due on the tenth working day",
        "    stage 1 response was due on 2023-04-18",
        "    expected: due on 2023-04-18",
        "    came:     due on 2023-04-19",
    ] == ran.lines


def test_the_command_says_all_that_is_wrong_with_files(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("- case: one\n  then: [stage 1 is du]\n")
    ran = call("check-cases", file, tmp_path / "none.yaml")

    assert (2, "") == (ran.code, ran.out)
    assert f"{file}, line 2: 'stage 1 is du': no such sentence is known" in ran.err
    assert f"{tmp_path / 'none.yaml'}, line 1: No such file or directory" in ran.err


def test_the_command_wants_a_file() -> None:
    assert 2 == call("check-cases").code
