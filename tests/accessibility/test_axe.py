"""
Published pages under axe, in a browser: WCAG 2.0 to 2.2, levels A and AA.

Needs Node.js, Chromium and `npm install` in this directory; CASELEDGER_CHROMIUM names
another browser.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from case_file import samples as cases
from caseledger.reports import Subject, render_html
from reports import samples

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CASELEDGER_CHROMIUM", "/usr/bin/chromium")
PAGES = {
    "published": render_html(Subject(report=samples.published())),
    "compared": render_html(
        Subject(report=samples.published(), previous=samples.published_before())
    ),
    "empty": render_html(Subject(report=samples.empty())),
    # Everything there is, under names that no line can hold.
    "everything": render_html(Subject(report=samples.everything(name="Unbroken" * 12))),
    # Three stages, and stage 2 again.
    "case file": cases.page(cases.recorded("CF-1")),
    "case file, redacted": cases.page(cases.recorded("CF-1"), redacted=True),
}
TITLE = f"Annual complaints report 2023-24: {samples.SERVICE}"
# Each is a fault that a page like ours could come to have.
PLANTED = {
    "document-title": (f"<title>{TITLE}</title>", ""),
    "html-has-lang": ('<html lang="en-GB">', "<html>"),
    "heading-order": ('<h2 id="methods"', "<h6"),
    "svg-img-alt": ("</main>", '<svg role="img"><text y="9">A</text></svg></main>'),
    "color-contrast": ("--ink: #1C2733", "--ink: #A8B3BF"),
}

Found = dict[str, Any]


def missing() -> Iterator[str]:
    """Name what the check lacks on this machine."""
    if shutil.which("node") is None:
        yield "node"
    if not Path(CHROMIUM).exists():
        yield CHROMIUM
    yield from (
        f"tests/accessibility/node_modules/{package}"
        for package in ("axe-core", "playwright-core")
        if not (HERE / "node_modules" / package).is_dir()
    )


pytestmark = [
    pytest.mark.skipif(bool(list(missing())), reason=f"{', '.join(missing())} missing"),
    pytest.mark.timeout(300),
]


def inspect(folder: Path, pages: dict[str, str]) -> list[Found]:
    """Return what axe finds on each page at each width."""
    files = [folder / f"{name}.html" for name in pages]
    for file, page in zip(files, pages.values(), strict=True):
        file.write_text(page, "utf-8")
    result = subprocess.run(
        ["node", HERE / "axe.mjs", CHROMIUM, *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == result.returncode, result.stderr
    found: list[Found] = json.loads(result.stdout)
    return found


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    return inspect(tmp_path_factory.mktemp("pages"), PAGES)


def test_every_page_was_inspected_at_every_width(found: list[Found]) -> None:
    seen = [(Path(one["file"]).stem, one["width"]) for one in found]
    assert [(name, width) for name in PAGES for width in (1280, 390)] == seen
    assert all(one["passes"] > 20 for one in found)


def test_axe_finds_no_violation(found: list[Found]) -> None:
    assert [] == [one for one in found if one["violations"]]


def test_nothing_sticks_out_to_the_side(found: list[Found]) -> None:
    """Nor at 320 pixels, the width of a page zoomed to 400%."""
    assert [] == [
        (Path(one["file"]).stem, one["width"], one["sticksOut"])
        for one in found
        if one["sticksOut"] > 0
    ]


def test_nothing_is_fetched(found: list[Found]) -> None:
    assert [] == [url for one in found for url in one["requests"]]


def test_planted_faults_are_found(tmp_path: Path) -> None:
    page = PAGES["empty"]
    for rule, (right, wrong) in PLANTED.items():
        assert right in page, rule
        page = page.replace(right, wrong)
    for one in inspect(tmp_path, {"planted": page}):
        assert set(PLANTED) <= {broken["id"] for broken in one["violations"]}


def test_what_sticks_out_is_found(tmp_path: Path) -> None:
    wide = PAGES["empty"].replace("</main>", '<p style="width:9999px">.</p></main>')
    assert all(one["sticksOut"] > 0 for one in inspect(tmp_path, {"wide": wide}))
