"""Published known answers, which may not be copied into this repository."""

import json
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[3] / "shared" / "data" / "merkle_vectors.json"


def vectors(part: str) -> Any:  # noqa: ANN401 - each part has a shape of its own
    """Read a part of the known answers, or skip the test that needs them."""
    if not FILE.exists():
        pytest.skip("../shared/data/merkle_vectors.json is absent")
    return json.loads(FILE.read_text(encoding="utf-8"))[part]


def hashes(in_hex: list[str]) -> list[bytes]:
    return [bytes.fromhex(one) for one in in_hex]
