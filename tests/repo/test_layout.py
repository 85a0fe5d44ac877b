"""Four source roots, one import name, imports that point inwards: docs/adr/0001."""

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

SOURCE_ROOTS = ("domain", "application", "adapters", "projections")


@pytest.mark.parametrize("root", SOURCE_ROOTS)
def test_no_source_root_closes_the_namespace(checkout: Path, root: str) -> None:
    """One __init__.py here would hide the three other roots."""
    assert not (checkout / root / "__init__.py").exists()
    assert not (checkout / root / "caseledger" / "__init__.py").exists()


@pytest.mark.parametrize("root", SOURCE_ROOTS)
def test_each_package_is_typed(checkout: Path, root: str) -> None:
    assert [] == [p for p in packages(checkout, root) if not (p / "py.typed").exists()]


def test_the_requirements_name_no_place(checkout: Path) -> None:
    """They must install from whichever index the reader uses."""
    places = re.compile(r"://|--index|--find-links|(^|[ =@])/", re.MULTILINE)
    for file in (checkout / "requirements").glob("*.txt"):
        assert not places.search(file.read_text()), file.name


def test_the_contracts_name_each_package(checkout: Path) -> None:
    """`forbidden` contracts, unlike layers, do not notice a package left out."""
    domain = names(packages(checkout, "domain"))
    projections = names(packages(checkout, "projections"))
    settings = tomllib.loads((checkout / "pyproject.toml").read_text())
    named = {
        contract["name"]: set(contract["source_modules"])
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "forbidden"
    }
    assert {
        "The domain and the projections do no I/O": domain | projections,
        "The domain knows no framework": domain,
        "What an extra brings is imported only where it is needed": {"caseledger.**"},
    } == named


def test_imports_point_inwards(checkout: Path) -> None:
    result = lint_imports(checkout)
    assert 0 == result.returncode, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("file", "planted", "broken"),
    [
        (
            "domain/caseledger/calendar/__init__.py",
            "import caseledger.rules",
            "Imports point inwards",
        ),
        (
            "domain/caseledger/calendar/__init__.py",
            "import caseledger.casework",
            "Imports point inwards",
        ),
        (
            "application/caseledger/casework/__init__.py",
            "import caseledger.eventlog",
            "Imports point inwards",
        ),
        (
            "adapters/caseledger/eventlog/__init__.py",
            "import pytest",
            "What an extra brings is imported only where it is needed",
        ),
        (
            "projections/caseledger/read_models/__init__.py",
            "import caseledger.casework",
            "Imports point inwards",
        ),
        (
            "application/caseledger/casework/__init__.py",
            "import caseledger.read_models",
            "The application does not know the projections",
        ),
        (
            "domain/caseledger/drawer/__init__.py",
            "",
            "Imports point inwards",
        ),
        (
            "domain/caseledger/calendar/__init__.py",
            "import sqlite3",
            "The domain and the projections do no I/O",
        ),
        (
            "domain/caseledger/calendar/__init__.py",
            "from random import choice",
            "The domain and the projections do no I/O",
        ),
        (
            "domain/caseledger/calendar/__init__.py",
            "import pydantic",
            "The domain knows no framework",
        ),
    ],
)
def test_a_planted_violation_is_caught(
    scratch_copy: Path, file: str, planted: str, broken: str
) -> None:
    for package in (
        "domain/caseledger/rules",
        "application/caseledger/casework",
        "projections/caseledger/read_models",
        "adapters/caseledger/eventlog",
    ):
        append(scratch_copy / package / "__init__.py", "")
    append(scratch_copy / file, f"\n{planted}\n")

    result = lint_imports(scratch_copy)

    assert 1 == result.returncode, result.stderr
    assert f"{broken} BROKEN" in result.stdout


def packages(checkout: Path, root: str) -> list[Path]:
    return sorted(p.parent for p in (checkout / root).glob("caseledger/*/__init__.py"))


def names(folders: list[Path]) -> set[str]:
    return {f"caseledger.{folder.name}" for folder in folders}


def append(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as opened:
        opened.write(text)


def lint_imports(checkout: Path) -> subprocess.CompletedProcess[str]:
    """
    Run the import contracts on this checkout, and on no other.

    -S leaves out the editable installation, which would add the original's four roots
    to those of a copy.
    """
    paths = [str(checkout / root) for root in SOURCE_ROOTS]
    return subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ],
        cwd=checkout,
        env=os.environ
        | {
            "PYTHONPATH": os.pathsep.join([*paths, sysconfig.get_path("purelib")]),
            "COLUMNS": "200",
        },
        capture_output=True,
        text=True,
        check=False,
    )
