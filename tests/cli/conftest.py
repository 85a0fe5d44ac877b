"""Logs for tests of the commands."""

import json
from pathlib import Path

import pytest

from terminal import WESTMINSTER, call

BY = {"id": "user-17", "role": "complaints manager"}


def asked(reference: str, command: str, on: str, **fields: object) -> dict[str, object]:
    return {"command": command, "reference": reference, "by": BY, "on": on, **fields}


def told(reference: str, *requests: dict[str, object]) -> list[dict[str, object]]:
    """Receive a complaint on Mon 3 Apr 2023, acknowledge it, and go on."""
    received = asked(
        reference,
        "receive",
        "2023-04-03",
        procedure="statutory",
        service="Children and Family Services",
    )
    return [received, asked(reference, "acknowledge", "2023-04-05"), *requests]


def suspended(reference: str) -> dict[str, object]:
    return asked(
        reference,
        "suspend",
        "2023-04-14",
        ground="proceedings",
        proceedings="Family court",
        reason="The same facts",
        notified_on="2023-04-14",
    )


def answered(reference: str) -> dict[str, object]:
    """Answer stage 1 on its day, Wed 19 Apr 2023 (E7)."""
    return asked(reference, "respond", "2023-04-19", stage=1, outcome="not_upheld")


def requested(reference: str) -> dict[str, object]:
    """Ask for stage 2 on Mon 15 May 2023: due Tue 20 Jun (procedure, section 8)."""
    return asked(reference, "escalate", "2023-05-15", to_stage=2, basis="dissatisfied")


@pytest.fixture(scope="session")
def westminster(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A log with both years of the example; nothing records in it."""
    store = f"sqlite:///{tmp_path_factory.mktemp('westminster')}/caseledger.db"
    for year in ("2022-23", "2023-24"):
        assert 0 == call("import", WESTMINSTER / year, store=store).code
    return store


@pytest.fixture
def store(tmp_path: Path) -> str:
    """The name of a log that is not there yet."""
    return f"sqlite:///{tmp_path}/caseledger.db"


@pytest.fixture
def live(tmp_path: Path) -> str:
    """
    A log of complaints received on Mon 3 Apr 2023 and acknowledged.

    CF-1 is at stage 1; CF-2 was suspended on Fri 14 Apr, CF-3 from then until Mon
    24 Apr; CF-4 is at stage 2, its statement agreed on Fri 26 May; CF-5 is answered.
    """
    requests = [
        *told("CF-1"),
        *told("CF-2", suspended("CF-2")),
        *told("CF-3", suspended("CF-3"), asked("CF-3", "resume", "2023-04-24")),
        *told(
            "CF-4",
            answered("CF-4"),
            requested("CF-4"),
            asked("CF-4", "agree_statement", "2023-05-26"),
        ),
        *told("CF-5", answered("CF-5")),
    ]
    store = f"sqlite:///{tmp_path}/live.db"
    path = tmp_path / "requests.json"
    path.write_text(json.dumps(requests), "utf-8")
    ran = call("do", path, store=store)
    assert 0 == ran.code, ran.err
    return store
