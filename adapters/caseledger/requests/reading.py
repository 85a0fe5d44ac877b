"""A request as JSON becomes a command, and a command becomes a request as JSON."""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import attrs
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from caseledger.casework import Actor
from caseledger.complaint import Command, Correct, Note
from caseledger.requests.errors import MOST_FAULTS, BadRequest, Fault
from caseledger.requests.fields import MEANINGS
from caseledger.requests.models import By, Part, command_of, model_of
from caseledger.requests.names import COMMANDS, key_of, name_of
from caseledger.requests.parsing import values_in
from caseledger.requests.registered import faults_of_fact

_WHOLE = "request"
NOBODY: Mapping[str, str] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Request:
    """
    A command, the case that it is for, and who gives it.

    `command_id` makes a repeat harmless, None if the request has no id of its own.
    A complaint is received under the request's own reference.
    """

    reference: str
    command: Command
    actor: Actor
    command_id: str | None = None

    def __attrs_post_init__(self) -> None:
        named = getattr(self.command, "reference", self.reference)
        if named != self.reference:
            wrong = "is not the one of the complaint received; give the same one"
            raise BadRequest((Fault("reference", wrong),))


# --- Reading -------------------------------------------------------------------------


def read_requests(
    source: bytes | str,
    *,
    by: Mapping[str, str] = NOBODY,
) -> Sequence[Request]:
    """
    Read a request, an array of several, or one after another (JSON Lines).

    `by` says who asks where a request does not: an `id`, a `role` or both.

    Raises `BadRequest` with every fault of every request; then none can be read.
    """
    # What is no text at all is found below, with everything else that is not UTF-8.
    octets = (
        source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    )
    values = values_in(octets)
    requests: list[Request] = []
    faults: list[Fault] = []
    for number, value in enumerate(values, start=1):
        try:
            requests.append(_request(value, by))
        except BadRequest as bad:
            if len(values) == 1:
                raise
            faults += [_numbered(one, number) for one in bad.faults]
    faults += _shared_ids(requests)
    if faults:
        raise BadRequest(tuple(faults))
    return requests


def read_request(source: bytes | str, *, by: Mapping[str, str] = NOBODY) -> Request:
    """
    Read one request; `by` says who asks where it does not.

    >>> asked = read_request('''{"command": "withdraw", "reference": "CF-1",
    ...     "by": {"id": "user-17", "role": "officer"}, "on": "2023-04-11"}''')
    >>> asked.command.on
    datetime.date(2023, 4, 11)

    Raises `BadRequest` with every fault.
    """
    found = read_requests(source, by=by)
    if len(found) != 1:
        raise BadRequest((Fault("JSON", "holds several requests; give one"),))
    return found[0]


def _request(value: object, by: Mapping[str, str]) -> Request:
    if not isinstance(value, dict):
        wrong = "is not an object; write it in curly brackets"
        raise BadRequest((Fault(_WHOLE, wrong),))
    told = _with_asker(value, by)
    name = told.get("command")
    if not isinstance(name, str) or name not in COMMANDS:
        how = "is missing" if "command" not in told else "is no command"
        wrong = f"{how}; use one of {', '.join(COMMANDS)}"
        raise BadRequest((Fault("command", wrong),))
    part, faults = _validated(name, told)
    if part is None:
        raise BadRequest(faults)
    request = _made(part)
    if isinstance(request.command, Note | Correct):
        wrong_facts = tuple(faults_of_fact(request.command))
        if wrong_facts:
            raise BadRequest(wrong_facts)
    return request


def _with_asker(value: dict[str, Any], by: Mapping[str, str]) -> dict[str, Any]:
    asker = value.get("by", {})
    if not by or not isinstance(asker, dict):
        return value
    return {**value, "by": {**asker, **{k: by[k] for k in by if k not in asker}}}


def _validated(
    name: str,
    told: dict[str, Any],
) -> tuple[Part | None, tuple[Fault, ...]]:
    # The library's own error holds what was given: it must not outlive this function.
    try:
        return model_of(name).model_validate(told), ()
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        faults = [_fault(one, told) for one in found[:MOST_FAULTS]]
        if len(found) > MOST_FAULTS:
            wrong = f"has {len(found) - MOST_FAULTS} more faults; put these right first"
            faults.append(Fault(_WHOLE, wrong))
        return None, tuple(faults)


def _made(part: Part) -> Request:
    by: By = part.by  # type: ignore[attr-defined] # made when it runs
    return Request(
        reference=part.reference,  # type: ignore[attr-defined] # as above
        command=command_of(part),
        actor=Actor(by.id, by.role),
        command_id=part.command_id,  # type: ignore[attr-defined] # as above
    )


def _shared_ids(requests: Sequence[Request]) -> Iterator[Fault]:
    """Find ids that two requests share although they ask for different things."""
    known: dict[tuple[str, str], Request] = {}
    for request in requests:
        if request.command_id is None:
            continue
        first = known.setdefault((request.reference, request.command_id), request)
        if first != request:
            wrong = "is given to two requests that differ; give each its own"
            yield Fault("command_id", wrong)


# --- Faults --------------------------------------------------------------------------


def _numbered(fault: Fault, number: int) -> Fault:
    within = "" if fault.field == _WHOLE else f", {fault.field}"
    return attrs.evolve(fault, field=f"request {number}{within}")


_WORDS = {
    "missing": "is missing; give it",
    "model_type": "is not an object; write it in curly brackets",
    "string_type": "is not text; write it in quotes",
    "string_unicode": "holds half of a character pair; write the character itself",
    "string_too_short": "is empty; leave it out, or say something",
    "string_too_long": "is too long; use at most {max_length} characters",
    "int_type": "is not a whole number; write it as 1, without quotes",
    "greater_than_equal": "is too small; use {ge} or more",
    "less_than_equal": "is too great; use {le} or less",
    "bool_type": "is neither true nor false; write one of them, without quotes",
    "too_long": "has too many items; use at most {max_length}",
}
_MOST_LIKELY_A_KEY = 64


def _fault(error: ErrorDetails, told: dict[str, Any]) -> Fault:
    kind, where = error["type"], error["loc"]
    if kind == "extra_forbidden":
        return _unknown_key(where, told)
    words = _WORDS.get(kind)
    wrong = words.format(**error.get("ctx", {})) if words else error["msg"]
    return Fault(_path(where), wrong)


def _unknown_key(where: tuple[str | int, ...], told: dict[str, Any]) -> Fault:
    """Tell of a key by its place: it is none of ours, and may be anything."""
    *above, key = where
    owner: Any = told
    for step in above:
        owner = owner[step]
    place = list(owner).index(key) + 1
    field = _path((*above, f"key {place}"))
    wrong = "is no field here; see `caseledger do --schema` for those there are"
    likely = _likely(str(key))
    return Fault(field, f"{wrong}; did you mean {likely}?" if likely else wrong)


def _likely(key: str) -> str | None:
    known = sorted({name.rpartition(".")[2] for name in MEANINGS})
    if len(key) > _MOST_LIKELY_A_KEY:
        return None
    return next(iter(difflib.get_close_matches(key, known, n=1)), None)


def _path(where: tuple[str | int, ...]) -> str:
    """
    Return where a fault lies.

    >>> _path(("points", 0, "finding"))
    'points[0].finding'
    """
    path = ""
    for step in where:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    return path.removeprefix(".")


# --- Writing -------------------------------------------------------------------------


def write_request(request: Request) -> str:
    """
    Write a request as a line of JSON, without what may be left out.

    Read again, it is the same request.
    """
    said: dict[str, object] = {
        "command": name_of(type(request.command)),
        "reference": request.reference,
        "command_id": request.command_id,
        "by": attrs.asdict(request.actor),
        **_fields(request.command),
    }
    if request.command_id is None:
        del said["command_id"]
    return json.dumps(said, ensure_ascii=False)


def _fields(value: Any) -> dict[str, object]:  # noqa: ANN401 - any of our values
    owner = type(value)
    return {
        key_of(owner, field.name): _plain(getattr(value, field.name))
        for field in attrs.fields(owner)
        if field.default is attrs.NOTHING or getattr(value, field.name) != field.default
    }


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return _fields(value) if attrs.has(type(value)) else value
