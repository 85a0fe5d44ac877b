"""JSON as it came in: how much of it there may be, and what no JSON of ours holds."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from caseledger.requests.errors import BadRequest, Fault
from caseledger.requests.fields import MEANINGS

MOST_BYTES = 1_000_000
MOST_DIGITS = 18
"""No number of a request is near as long; a longer one could not be stored."""

_SPACE = re.compile(r"[ \t\r\n]*")
_KEYS = {key.rpartition(".")[2] for key in MEANINGS}


def values_in(source: bytes) -> Sequence[object]:
    """
    Return what some JSON holds: one value, an array's, or one after another (Lines).

    >>> values_in(b'{"a": 1}'), values_in(b"[1, 2]"), values_in(b"1 2")
    ([{'a': 1}], [1, 2], [1, 2])

    Raises `BadRequest` for what is no JSON, or is too much, or can be read in more
    than one way.
    """
    found, wrong = _parsed(source)
    if wrong is None and not found:
        wrong = "holds no request; give an object, or several in an array"
    if wrong is not None:
        raise _bad(wrong)
    return found


def _parsed(source: bytes) -> tuple[Sequence[object], str | None]:
    """Return the values, or what is wrong: the errors met hold the whole document."""
    if len(source) > MOST_BYTES:
        return (), f"is larger than {MOST_BYTES:,} bytes; send it in parts"
    try:
        return list(_values(source.decode("utf-8-sig"))), None
    except UnicodeDecodeError as error:
        return (), f"is not UTF-8 from byte {error.start} on; save it as UTF-8"
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        return (), f"is not JSON from {where} on; check quotes and commas"
    except RecursionError:
        return (), "is nested too deeply; a request needs four levels"


def _values(text: str) -> Iterator[object]:
    at = _after_space(text, 0)
    while at < len(text):
        value, at = _DECODER.raw_decode(text, at)
        at = _after_space(text, at)
        if isinstance(value, list):
            yield from value
        else:
            yield value


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            # A key that is none of ours may be anything, even a name.
            named = key if key in _KEYS else "a key"
            raise _bad(f"{named} is given twice in one object; give it once")
        found[key] = value
    return found


def _constant(_name: str) -> NoReturn:
    raise _bad("holds NaN or Infinity, which is no JSON; leave the field out")


def _whole_number(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise _bad(f"holds a number of over {MOST_DIGITS} digits; no field has one")
    return int(digits)


def _bad(wrong: str) -> BadRequest:
    return BadRequest((Fault("JSON", wrong),))


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_constant=_constant,
    parse_int=_whole_number,
)
