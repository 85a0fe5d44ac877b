"""The wheel holds one import name, and lives beside a host's own `domain`."""

import json
import re
import shutil
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

SOURCE_ROOTS = ("domain", "application", "adapters", "projections")
HOST_PROJECT = Path(__file__).parent / "host_project"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        *(sys.executable, "-m", "build", "--wheel", "--no-isolation"),
        *("--outdir", folder, Path(__file__).parents[2]),
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_only_top_level_name_is_ours(wheel: Path) -> None:
    top_level = {file.split("/")[0] for file in files(wheel)}
    assert {"caseledger"} == {n for n in top_level if not n.endswith(".dist-info")}


def test_the_namespace_stays_open(wheel: Path) -> None:
    assert "caseledger/__init__.py" not in files(wheel)


def test_each_package_is_typed(wheel: Path) -> None:
    assert [] == [p for p in packages(wheel) if f"{p}/py.typed" not in files(wheel)]


def test_all_that_lies_in_the_packages_is_shipped(checkout: Path, wheel: Path) -> None:
    """Templates and tables too, not only Python."""
    expected = {
        file.relative_to(root).as_posix()
        for root in (checkout / name for name in SOURCE_ROOTS)
        for file in root.glob("caseledger/**/*.*")
        if "__pycache__" not in file.parts
    }
    assert expected <= set(files(wheel))


def test_a_host_has_a_domain_of_its_own(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    (site_packages,) = environment.glob("lib/python*/site-packages")
    run(
        *(sys.executable, "-m", "pip", "--python", python, "install", "--quiet"),
        *("--no-deps", "--no-index", wheel),
    )
    lend_runtime_dependencies(site_packages)

    names = [package.replace("/", ".") for package in packages(wheel)]
    assert names
    found = json.loads(
        run(
            python,
            "start.py",
            *names,
            cwd=shutil.copytree(HOST_PROJECT, tmp_path / "host"),
        )
    )

    assert ["the host", "the host"] == found["owners"]
    assert {
        name: str(site_packages / package / "__init__.py")
        for name, package in zip(names, packages(wheel), strict=True)
    } == found["ours"]


def files(wheel: Path) -> list[str]:
    with ZipFile(wheel) as opened:
        return opened.namelist()


def packages(wheel: Path) -> list[str]:
    """Every package in the wheel, nested ones too."""
    return sorted(
        file.removesuffix("/__init__.py")
        for file in files(wheel)
        if file.endswith("/__init__.py")
    )


def lend_runtime_dependencies(site_packages: Path) -> None:
    """
    Copy what requirements/runtime.txt pins, and nothing else, out of this environment.

    So an import of something that is installed only for development fails; and no
    network is needed.
    """
    pins = (Path(__file__).parents[2] / "requirements" / "runtime.txt").read_text()
    for pin in re.findall(r"^([\w.-]+==.*?) \\$", pins, re.MULTILINE):
        needed = Requirement(pin)
        if needed.marker is not None and not needed.marker.evaluate():
            continue  # another platform's
        for file in metadata.files(needed.name) or ():
            # Scripts lie outside; caches are made again.
            if ".." not in file.parts and "__pycache__" not in file.parts:
                target = site_packages / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file.locate(), target)


def run(*command: str | Path, cwd: Path | None = None) -> str:
    result = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False
    )
    assert 0 == result.returncode, result.stdout + result.stderr
    return result.stdout
