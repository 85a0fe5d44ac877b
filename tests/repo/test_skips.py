"""In CI a skipped test is a failure, with one exception."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ALLOWED = "../shared/data/merkle_vectors.json is absent"
ABSENT = "no browser"

SKIPS = {
    "test_marked.py": "@pytest.mark.skip(reason={!r})\ndef test_it(): ...",
    "test_called.py": "def test_it(): pytest.skip({!r})",
    "test_module.py": "pytest.skip({!r}, allow_module_level=True)",
}


def test_elsewhere_a_skip_passes(planted: Path) -> None:
    plant(planted, ABSENT)
    result = run_pytest(planted, in_ci="")
    assert "1 passed, 3 skipped, 1 xfailed" in result.stdout


def test_in_ci_each_skip_fails_and_is_named(planted: Path) -> None:
    plant(planted, ABSENT)
    result = run_pytest(planted, in_ci="1")
    assert 1 == result.returncode
    assert f"skipped, in CI: {ABSENT}" in result.stdout
    for file in SKIPS:
        assert re.search(rf"^(FAILED|ERROR) {file}", result.stdout, re.MULTILINE)
    assert "1 xfailed" in result.stdout


def test_in_ci_one_reason_is_allowed(planted: Path) -> None:
    plant(planted, ALLOWED)
    result = run_pytest(planted, in_ci="1")
    assert 0 == result.returncode
    assert "1 passed, 3 skipped, 1 xfailed" in result.stdout


@pytest.fixture
def planted(tmp_path: Path, checkout: Path) -> Path:
    """A folder under our conftest, where one test passes and one is known to fail."""
    (tmp_path / "conftest.py").write_text((checkout / "tests/conftest.py").read_text())
    (tmp_path / "test_other.py").write_text(
        "import pytest\n\n"
        "def test_that_passes(): ...\n\n"
        "@pytest.mark.xfail\ndef test_that_fails(): assert False\n"
    )
    return tmp_path


def plant(folder: Path, reason: str) -> None:
    for name, skip in SKIPS.items():
        (folder / name).write_text(f"import pytest\n\n{skip.format(reason)}\n")


def run_pytest(folder: Path, *, in_ci: str) -> subprocess.CompletedProcess[str]:
    """In two processes, as `make test` does: reports travel between them."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "1"],
        cwd=folder,
        env=os.environ | {"CASELEDGER_CI": in_ci},
        capture_output=True,
        text=True,
        check=False,
    )
