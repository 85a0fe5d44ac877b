"""What tests of the register begin with."""

from pathlib import Path

import pytest

from register.registers import Register


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """A folder to write a register in, and an empty log to import it into."""
    return Register(tmp_path)
