"""Commands as data: what is personal in a request is recorded and not repeated."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

from caseledger.requests import read_requests, request_schema, write_request
from caseledger.requests.models import LONGEST_LINE, model_of
from caseledger.requests.page import story
from privacy.canaries import Searcher, canary
from terminal import Ran, call

SCHEMA = request_schema()


@attrs.define
class Planting:
    """The story of the examples, with a canary for each of its free texts."""

    canaries: list[str] = attrs.field(factory=list)

    def request(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Return a request with canaries in it."""
        if told["command"] in ("note", "correct"):
            told = {
                **told,
                "subject": "complaint",
                "number": 0,
                "fact": "suspension_reason",
            }
        ref = SCHEMA["discriminator"]["mapping"][told["command"]]
        planted: dict[str, Any] = self._value(told, {"$ref": ref})
        return planted

    def _value(self, value: Any, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
        (said, *_) = schema.get("anyOf", [schema])
        if "$ref" in said:
            said = SCHEMA["$defs"][said["$ref"].rpartition("/")[2]]
        match said:
            case {"items": items}:
                return [self._value(one, items) for one in value]
            case {"properties": fields}:
                return {key: self._value(value[key], fields[key]) for key in value}
            case {"maxLength": most} if most > LONGEST_LINE:
                self.canaries.append(canary(len(self.canaries)))
                return self.canaries[-1]
            case _:
                return value


PLANTING = Planting()
REQUESTS = [PLANTING.request(json.loads(line)) for line in story().splitlines()]
SEARCH = Searcher({f"text {n}": text for n, text in enumerate(PLANTING.canaries)})


def test_the_story_has_many_of_them() -> None:
    assert 40 <= len(PLANTING.canaries)


@pytest.fixture
def do(tmp_path: Path) -> Any:  # noqa: ANN401 - a function
    """Do requests, and look at what is said of them."""

    def do(requests: list[dict[str, Any]], *options: str) -> Ran:
        ran = call(
            *("do", "-", *options),
            store=f"sqlite:///{tmp_path}/caseledger.db",
            stdin=json.dumps(requests).encode(),
        )
        assert [] == list(SEARCH.found(f"output of {options}", ran.out + ran.err))
        return ran

    return do


def test_nothing_is_printed_or_logged(
    tmp_path: Path,
    do: Any,  # noqa: ANN401 - a function
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Tried, done, repeated, refused; as a table and as JSON."""
    caplog.set_level(logging.DEBUG)
    others = [{**one, "command_id": f"x-{n}"} for n, one in enumerate(REQUESTS)]

    assert 0 == do(REQUESTS, "--dry-run").code
    assert 0 == do(REQUESTS).code
    assert 0 == do(REQUESTS, "--format", "json").code
    assert 3 == do(others, "--keep-going").code
    assert 3 == do(others, "--keep-going", "--format", "json").code
    assert [] == list(SEARCH.found("the program's log", caplog.text))
    # It was all recorded: those who handle the cases are told.
    store = f"sqlite:///{tmp_path}/caseledger.db"
    told = "".join(call("history", f"CF-{n}", store=store).out for n in range(1, 6))
    assert [] == [text for text in PLANTING.canaries if text not in told]


def test_no_error_repeats_it(do: Any) -> None:  # noqa: ANN401 - a function
    """In a request with a fault, as a key, for any other field, and as a command."""
    faulty = [{**one, "on": "today"} for one in REQUESTS]
    keys = [{**one, text: text} for one in REQUESTS for text in PLANTING.canaries[:3]]
    moved = [
        {**one, key: PLANTING.canaries[n % 3]}
        for n, one in enumerate(REQUESTS)
        for key in ("command", "on", "by", "stage", "points", "subject", "fact")
    ]

    for requests in (faulty, keys, moved):
        assert 2 == do(requests).code


def test_no_object_shows_it() -> None:
    """Neither the request, nor what it was read by."""
    requests = read_requests(json.dumps(REQUESTS))
    shown = "\n".join(map(repr, requests))
    for told in REQUESTS:
        shown += repr(model_of(told["command"]).model_validate(told))

    assert "Respond(" in shown
    assert [] == list(SEARCH.found("objects", shown))


def test_what_is_written_has_it_all() -> None:
    """A saboteur: the search finds it where it is."""
    written = "".join(map(write_request, read_requests(json.dumps(REQUESTS))))

    assert {f"text {n}" for n in range(len(PLANTING.canaries))} <= {
        found.split(": ")[1].split(" in ")[0] for found in SEARCH.found("JSON", written)
    }
