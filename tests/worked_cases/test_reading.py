"""A bad file is told by line and sentence, with what would do; nothing crashes."""

import builtins
import contextlib
import subprocess
import sys
from pathlib import Path
from typing import get_args
from unittest import mock

import pytest
from hypothesis import given as every
from hypothesis import strategies as st

from caseledger.complaint import Command
from caseledger.worked_cases import UnusableCases, parse_cases, read_cases, render_page
from caseledger.worked_cases.case import Proclaimed
from caseledger.worked_cases.faults import NotSaid
from caseledger.worked_cases.language import take_apart
from caseledger.worked_cases.sentences import CLAIMS, STEPS

ROOT = Path(__file__).parents[2]
GOOD = """\
- case: One
  source: reg 14
  policy: default
  procedure: statutory
  story:
    - Mon 2023-04-03: received
    - Wed 2023-04-19: stage 1 answered, not upheld
  then:
    - stage 1 response was in time
"""
HOLIDAY = """\
- case: One
  refused:
    - 2023-04-03: 2023-04-05 proclaimed a bank holiday, by R08
"""


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(UnusableCases) as caught:
        parse_cases(text)
    assert all("the text" == one.file for one in caught.value.faults)
    return [(one.line, one.said, one.wrong) for one in caught.value.faults]


@pytest.mark.parametrize(
    ("good", "bad", "line", "said", "wrong"),
    [
        (
            "stage 1 answered, not upheld",
            "stage 1 answerd, not upheld",
            7,
            "stage 1 answerd, not upheld",
            "no such sentence is known; the nearest is 'stage 1 answered, not upheld, ",
        ),
        (
            "not upheld",
            "point upholden",
            7,
            "stage 1 answered, point upholden",
            "'point upholden' cannot follow here; the nearest that can is 'point {fin",
        ),
        (
            "not upheld",
            "upheld, not upheld",
            7,
            "stage 1 answered, upheld, not upheld",
            "the same thing is said twice",
        ),
        (
            "Mon 2023-04-03",
            "Tue 2023-04-03",
            6,
            "Tue 2023-04-03",
            "2023-04-03 is a Mon, not a Tue",
        ),
        (
            "Mon 2023-04-03",
            "2023-02-30",
            6,
            "2023-02-30",
            "there is no day 2023-02-30",
        ),
        (
            "Mon 2023-04-03",
            "yesterday",
            6,
            "yesterday",
            "'yesterday' is no day; write 2023-04-19 or Wed 19 Apr 2023",
        ),
        (
            "not upheld",
            "upheld, received on Mon 19 Apr 2023",
            7,
            "stage 1 answered, upheld, received on Mon 19 Apr 2023",
            "2023-04-19 is a Wed, not a Mon",
        ),
        (
            "stage 1 response was in time",
            "stage 1 response was on time",
            9,
            "stage 1 response was on time",
            "no such sentence is known; the nearest is 'stage 1 response was in time'",
        ),
        ("source:", "sauce:", 2, "sauce", "there is no such key; a case has case, "),
        (
            "procedure: statutory",
            "procedure: informal",
            4,
            "informal",
            "a procedure is statutory or corporate",
        ),
        ("policy: default", "rules: R1", 3, "R1", "rules are written R11, or R11, R12"),
        (
            "policy: default",
            "after: None",
            3,
            "None",
            "no earlier case of the file has this name",
        ),
        (
            "policy: default",
            "source: me",
            3,
            "source",
            "this is said twice",
        ),
        (
            "then:",
            "refused:",
            9,
            "",
            "this must be written as KEY: VALUE",
        ),
        ("received", "[received]", 6, "", "this must be plain text"),
        ("- case: One", "- case: [", 3, "", "this is no YAML: "),
    ],
)
def test_what_is_wrong_is_told(
    good: str, bad: str, line: int, said: str, wrong: str
) -> None:
    [(at, words, why), *_] = faults(GOOD.replace(good, bad, 1))

    assert (line, said) == (at, words)
    assert why.startswith(wrong)


def test_every_fault_of_a_file_is_told() -> None:
    text = GOOD.replace("received", "recieved").replace("in time", "on time")
    assert [6, 9] == [line for line, _, _ in faults(text)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "there is no case"),
        ("case: One", "this must be a list"),
        ("- One", "this must be written as KEY: VALUE"),
        ("- case: One", "say what must come of it: then, refused or allowed"),
        (GOOD + GOOD, "an earlier case of the file has this name"),
        ("- case: One\n  then: [phase is received]", "the story is missing"),
        (
            "- case: One\n  refused:\n    - 2023-04-03: received",
            "end it with the rule that refuses it",
        ),
        (
            "- case: One\n  refused:\n    - 2023-04-03: received, by R99",
            "end it with the rule that refuses it",
        ),
        (
            "- case: 1\n  refused: {5 Apr 2023: 6 Apr 2023 proclaimed a bank holiday}",
            "end it with the rule that refuses it",
        ),
        (
            HOLIDAY,
            "no rule refuses a holiday",
        ),
        (GOOD + "  saying: words", "saying goes with one refusal"),
        (GOOD.replace("default", "none.toml"), "No such file"),
        ("[" * 5000, "this is nested too deep"),
        ("- case: \0", "this is no YAML"),
    ],
)
def test_a_file_that_cannot_be_used(text: str, wrong: str) -> None:
    assert any(wrong in why for _, _, why in faults(text))


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes("- case: f\xfcr\n".encode("latin-1"))
    with pytest.raises(UnusableCases, match="line 1: the file is not UTF-8"):
        read_cases(file)


def test_without_pyyaml_the_extra_is_named() -> None:
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "yaml":
            raise ImportError
        return real(name, *rest)  # type: ignore[arg-type]  # handed on as it came

    with (
        mock.patch("builtins.__import__", without),
        pytest.raises(UnusableCases, match=r"pip install caseledger\[cases\]"),
    ):
        parse_cases(GOOD)


def test_nothing_of_the_library_needs_an_extra() -> None:
    """The front pages are read without PyYAML, Hypothesis and pytest."""
    blocked = "import sys; sys.modules.update(yaml=None, hypothesis=None, pytest=None)"
    subprocess.run(
        [
            sys.executable,
            "-c",
            f"{blocked}; import caseledger.testing, caseledger.worked_cases",
        ],
        check=True,
    )


@every(st.data())
def test_whatever_is_written_is_read_or_told(data: st.DataObject) -> None:
    """A file that somebody typed wrong never ends in a traceback."""
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 12)))
    typed = data.draw(st.text("abc 0129-:,[]{}&*#'\"!|>\n", max_size=8))
    with contextlib.suppress(UnusableCases):
        parse_cases(GOOD[:start] + typed + GOOD[end:])


# --- The table -----------------------------------------------------------------------


@pytest.mark.parametrize("row", [*STEPS, *CLAIMS], ids=lambda row: row.pattern)
def test_each_example_is_an_example_of_its_own_row(row: object) -> None:
    table = STEPS if row in STEPS else CLAIMS
    matching = []
    for one in table:
        try:
            take_apart(getattr(row, "example", ""), [one])
        except NotSaid:
            continue
        matching.append(one)
    assert [row] == matching


def test_every_command_can_be_said() -> None:
    said = set()
    for row in STEPS:
        facts = take_apart(row.example, [row]).facts
        said.add(type(row.becomes(on=None, **facts)))
        # The head alone says all that a command must have.
        head = take_apart(row.example.split(",", maxsplit=1)[0], [row]).facts
        row.becomes(on=None, **head)
    assert {*get_args(Command), Proclaimed} == said


def test_the_page_is_fresh() -> None:
    """`caseledger check-cases --sentences > docs/worked-cases.md` brings it up."""
    page = (ROOT / "docs" / "worked-cases.md").read_text(encoding="utf-8")
    assert render_page() == page


def test_the_case_on_the_page_is_one() -> None:
    [case] = parse_cases(render_page().split("```yaml\n")[1].split("```")[0])
    assert "R11" in case.rules
