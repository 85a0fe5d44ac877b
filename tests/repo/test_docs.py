"""What the documents say, done."""

import contextlib
import io
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ADRS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))


def test_the_ten_lines_run_and_say_what_they_promise() -> None:
    """An embedding developer pastes the README's example and it works."""
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own page

    due_on, refusal = said.getvalue().splitlines()
    # 10 working days after Mon 3 Apr 2023 skip Good Friday and Easter Monday; 20 of
    # them end on Thu 4 May (also skipping 1 May), so the 5th is a day too far.
    assert due_on == "2023-04-19"
    assert refusal.startswith(
        "R12 Stage 1 cannot be extended to 2023-05-05: 2023-05-04"
    )


@pytest.mark.parametrize(
    "path",
    sorted({*re.findall(r"`((?:domain|tests|docs|examples)/[^`]*)`", README)}),
)
def test_what_the_readme_points_to_is_there(path: str) -> None:
    """Every file and folder that the README names exists."""
    assert (ROOT / path).exists(), path


def test_every_command_is_in_the_readme() -> None:
    """A user finds each subcommand in the README."""
    from caseledger.cli.main import _COMMANDS  # noqa: PLC0415 - only this test needs it

    for name in _COMMANDS:
        assert f"caseledger {name}" in README, name


@pytest.mark.parametrize("name", ["demo", "test", "bench", "check", "mutate", "soak"])
def test_make_has_the_targets_that_are_promised(name: str) -> None:
    """`make help` lists each target."""
    listed = subprocess.run(
        ["make", "help"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert f"make {name}" in listed


@pytest.mark.parametrize("adr", ADRS, ids=lambda path: path.stem)
def test_each_decision_names_the_test_that_would_fail(adr: Path) -> None:
    """A record without a confirmation is an opinion."""
    text = adr.read_text(encoding="utf-8")

    for heading in ("Context", "Options", "Decision", "Consequences", "Confirmation"):
        assert f"## {heading}" in text, heading
    if not adr.name.startswith("0000"):
        confirmation = text.split("## Confirmation")[1]
        named = re.findall(r"`((?:tests|bench)/[^`:]*)", confirmation)
        assert named, "no test is named"
        for path in named:
            assert (ROOT / path).exists(), path
