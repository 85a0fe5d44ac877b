"""The rulebook in docs/ is what the rules say."""

import re
from pathlib import Path

from caseledger.reports.rulebook import render_rulebook
from caseledger.rules import ALL_PROVISIONS, each_edition

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "rulebook.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_is_fresh() -> None:
    """`caseledger rules --format markdown > docs/rulebook.md` brings it up to date."""
    assert render_rulebook() == TEXT


def test_every_edition_has_a_row_with_its_value_and_source() -> None:
    """Value, first day, paragraph, link and how well it was checked stand together."""
    rows = TEXT.splitlines()

    for provision, edition in each_edition(ALL_PROVISIONS):
        (row,) = [
            row
            for row in rows
            if provision.sentence in row and f"| {edition.since} |" in row
            if f"[{edition.citation}]({edition.citation.url})" in row
        ]
        assert f"| {edition.value} {provision.unit} |" in row
        assert f"| {edition.citation.checked}, " in row


def test_the_eight_rules_that_history_can_break_are_marked() -> None:
    """The closed list of formats: R11, R12, R15, R19, R25, R26, R28 and R30."""
    marked = re.findall(r"^\| (R\d\d) .*\| irregular \|", TEXT, re.MULTILINE)

    assert ["R11", "R12", "R15", "R19", "R25", "R26", "R28", "R30"] == marked


def test_every_link_into_the_code_leads_somewhere() -> None:
    """A newcomer finds any rule from the page."""
    for target in re.findall(r"\]\((\.\./[^)]*)\)", TEXT):
        assert (PAGE.parent / target).exists(), target
