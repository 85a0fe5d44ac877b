"""What is written is read as it was, and fits the schema."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asking import ALL, asked
from caseledger.casework import Actor
from caseledger.complaint import Receive, Withdraw
from caseledger.requests import (
    BadRequest,
    Request,
    name_of,
    read_request,
    read_requests,
    request_schema,
    write_request,
)
from caseledger.rules import Procedure
from json_schema import fits

SCHEMA = request_schema()
EACH = pytest.mark.parametrize("owner", ALL, ids=name_of)
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@EACH
@FEW
@given(data=st.data())
def test_read_again_it_is_the_same_request(owner: type, data: st.DataObject) -> None:
    """For every command, and it fits the schema, of one kind alone."""
    request = data.draw(asked(owner))
    written = write_request(request)

    assert request == read_request(written)
    assert fits(json.loads(written), SCHEMA, SCHEMA)
    assert "\n" not in written


@EACH
@FEW
@given(data=st.data())
def test_what_may_be_left_out_may_be_null(owner: type, data: st.DataObject) -> None:
    """Where the schema says so, the request is the same."""
    request = data.draw(asked(owner))
    told = json.loads(write_request(request))
    model = SCHEMA["$defs"][owner.__name__]
    nullable = [
        key
        for key, said in model["properties"].items()
        if {"type": "null"} in said.get("anyOf", ())
    ]
    for key in nullable:
        told.setdefault(key, None)

    assert request == read_request(json.dumps(told))
    assert fits(told, SCHEMA, SCHEMA)


@FEW
@given(st.lists(st.sampled_from(ALL).flatmap(asked), min_size=1, max_size=5))
def test_several_are_read_in_order(requests: list[Request]) -> None:
    """As an array, as JSON Lines, or one after another over several lines."""
    for place, one in enumerate(requests):
        object.__setattr__(one, "command_id", f"id-{place}")
    lines = [write_request(one) for one in requests]
    spread = [json.dumps(json.loads(line), indent=2) for line in lines]

    for source in (f"[{','.join(lines)}]", "\n".join(lines), "\r\n".join(spread)):
        assert requests == list(read_requests(source))
        assert requests == list(read_requests(b"\xef\xbb\xbf" + source.encode()))


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda some: st.lists(some) | st.dictionaries(st.text(max_size=5), some),
))  # fmt: skip
def test_anything_else_is_a_bad_request(anything: object) -> None:
    """Whatever JSON it is, there is no traceback."""
    with pytest.raises(BadRequest):
        read_requests(json.dumps(anything))


@given(st.binary(max_size=40))
def test_anything_at_all_is_a_bad_request(anything: bytes) -> None:
    with pytest.raises(BadRequest):
        read_requests(anything)


def test_text_is_kept_as_a_register_keeps_it() -> None:
    """Composed, without what cannot be seen, and without space around it."""
    told: dict[str, Any] = {
        "command": "withdraw",
        "reference": " CF-1 ",
        "by": {"id": "u", "role": "officer"},
        "on": "2023-04-11",
        "reason": "\u00a0Zoe\u0308 sai\u200bd so.\n",
    }
    request = read_request(json.dumps(told))

    assert (
        Request(
            reference="CF-1",
            command=Withdraw(on=date(2023, 4, 11), reason="Zo\u00eb said so."),
            actor=Actor("u", "officer"),
        )
        == request
    )


def test_who_asks_may_be_said_once_for_all() -> None:
    """What a request says of it goes first."""
    told = '{"command": "resume", "reference": "CF-1", "on": "2023-04-11"%s}'

    by = {"id": "u-1", "role": "officer"}
    assert Actor("u-1", "officer") == read_request(told % "", by=by).actor
    own = ', "by": {"id": "u-2"}'
    assert Actor("u-2", "officer") == read_request(told % own, by=by).actor
    with pytest.raises(BadRequest) as bad:
        read_request(told % own)
    assert ["by.role"] == [one.field for one in bad.value.faults]


def test_a_complaint_is_received_under_the_requests_reference() -> None:
    """A request made in code that says otherwise is none."""
    receive = Receive(
        on=date(2023, 4, 3),
        reference="CF-1",
        procedure=Procedure.CORPORATE,
        service="A",
    )
    with pytest.raises(BadRequest) as bad:
        Request(reference="CF-2", command=receive, actor=Actor("u", "officer"))
    assert ["reference"] == [one.field for one in bad.value.faults]


def test_one_request_is_one() -> None:
    told = '{"command": "resume", "reference": "CF-1", "on": "2023-04-11", "by": {"id": "u", "role": "r"}}'  # noqa: E501 - a line of JSON
    with pytest.raises(BadRequest, match="holds several requests; give one"):
        read_request(f"{told}\n{told}")
