"""A scratch copy of what the tools read, for planting what they must find."""

import shutil
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SOURCE_ROOTS = ("domain", "application", "adapters", "projections")


@pytest.fixture
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture
def scratch_copy(tmp_path: Path) -> Path:
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    for root in SOURCE_ROOTS:
        shutil.copytree(
            CHECKOUT / root,
            tmp_path / root,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    return tmp_path
