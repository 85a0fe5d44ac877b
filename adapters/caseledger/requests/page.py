"""The page of all commands: each with its fields, what they mean, and an example."""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from caseledger.requests.models import LONGEST_LINE
from caseledger.requests.names import COMMANDS
from caseledger.requests.schema import request_schema

_EVERY = ("command", "reference", "command_id", "by")
_INTRODUCTION = """\
# Commands

Made from the code by `caseledger do --describe`.
A test fails when this page is not what the code says.

A request is a JSON object; `caseledger do FILE.json` does it, or several: an array,
or one object after another (JSON Lines).
For programs the same is said in [a JSON Schema](schema/commands.schema.json).
The examples are one story, which the tests run:
[`story.jsonl`](../adapters/caseledger/requests/story.jsonl).

- A field that is not needed may be left out.
- `by` may be left to the options `--actor` and `--role`.
- A day is written `2023-04-19`, a number and `true` without quotes.
- Nothing is converted, and a field that is not listed is refused.
- Free text is personal: it is kept apart, and told to those who handle the case.
"""


def story() -> bytes:
    """Return the requests of the examples, in the order in which they can be done."""
    return files("caseledger.requests").joinpath("story.jsonl").read_bytes()


def render_page() -> str:
    """Return the page in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    schema = request_schema()
    defs: Mapping[str, Any] = schema["$defs"]
    models = {
        name: defs[ref.rpartition("/")[2]]
        for name, ref in schema["discriminator"]["mapping"].items()
    }
    examples = _examples()
    yield _INTRODUCTION
    yield "## In every request"
    yield ""
    yield from _table(models["receive"], defs, _EVERY)
    yield ""
    yield from _table(defs["By"], defs, defs["By"]["properties"], within="by.")
    for name in COMMANDS:
        own = [key for key in models[name]["properties"] if key not in _EVERY]
        yield from ("", f"## `{name}`", "", models[name]["description"], "")
        yield from _table(models[name], defs, own)
        for key in own:
            part = _part(models[name]["properties"][key], defs)
            if part is not None:
                yield from ("", f"Each of `{key}`:", "")
                yield from _table(part, defs, part["properties"])
        yield from ("", "```json", examples[name], "```")


def _examples() -> Mapping[str, str]:
    """Return the first request of the story for each command."""
    told = [json.loads(line) for line in story().splitlines()]
    return {
        one["command"]: json.dumps(one, indent=1, ensure_ascii=False)
        for one in reversed(told)
    }


def _table(
    model: Mapping[str, Any],
    defs: Mapping[str, Any],
    keys: Any,  # noqa: ANN401 - any collection of keys
    within: str = "",
) -> Iterator[str]:
    yield "| field | | holds | means |"
    yield "|---|---|---|---|"
    for key in keys:
        said = model["properties"][key]
        needed = "needed" if key in model.get("required", ()) else ""
        holds = _holds(key, said, defs)
        yield f"| `{within}{key}` | {needed} | {holds} | {said['description']} |"


def _part(said: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = _resolved(said.get("items", {}), defs)
    return found if "properties" in found else None


def _resolved(said: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any]:
    for one in said.get("anyOf", ()):
        if one != {"type": "null"}:
            return _resolved(one, defs)
    found: Mapping[str, Any] = said
    if "$ref" in said:
        found = defs[said["$ref"].rpartition("/")[2]]
    return found


def _holds(  # noqa: PLR0911 - one case per type
    key: str,
    given: Mapping[str, Any],
    defs: Mapping[str, Any],
) -> str:
    """Say in words what a field holds."""
    said = _resolved(given, defs)
    match said:
        case {"const": str(name)}:
            return "its name" if key == "command" else f"`{name}`"
        case {"enum": list(codes)} if key != "fact":
            return "one of " + ", ".join(f"`{code}`" for code in codes)
        case {"type": "array", "items": items}:
            return f"a list: {_holds(key, items, defs)}"
        case {"properties": _}:
            return "an object"
        case {"format": "date"}:
            return "a day"
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"type": "integer", "minimum": least, "maximum": most}:
            return f"a number, {least} to {most:,}"
        case {"maxLength": most}:
            kind = "a line" if most == LONGEST_LINE else "free text"
            return f"{kind}, up to {most:,} characters"
        case _:
            raise LookupError(key)
