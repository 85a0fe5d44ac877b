"""What is published of the commands is what the code says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import attrs
import pytest

from asking import ALL
from caseledger.requests import COMMANDS, name_of, read_requests, request_schema
from caseledger.requests.fields import LINES, MEANINGS
from caseledger.requests.page import render_page, story
from json_schema import fits

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = request_schema()


def test_the_schema_is_fresh() -> None:
    """`caseledger do --schema > docs/schema/commands.schema.json` renews it."""
    published = (DOCS / "schema" / "commands.schema.json").read_text(encoding="utf-8")

    assert json.dumps(SCHEMA, indent=1, ensure_ascii=False) + "\n" == published


def test_the_page_is_fresh() -> None:
    """`caseledger do --describe > docs/commands.md` brings it up to date."""
    assert render_page() == (DOCS / "commands.md").read_text(encoding="utf-8")


def test_the_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", render_page()):
        assert (DOCS / target).exists(), target


def test_every_command_is_one_of_the_schemas_kinds() -> None:
    """Told apart by its name alone."""
    mapping = SCHEMA["discriminator"]["mapping"]

    assert list(COMMANDS) == list(mapping)
    assert [{"$ref": ref} for ref in mapping.values()] == SCHEMA["oneOf"]


def _objects(schema: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    if isinstance(schema, dict):
        yield schema
    values = schema.values() if isinstance(schema, dict) else schema
    for one in values:
        if isinstance(one, dict | list):
            yield from _objects(one)


def test_every_field_and_kind_is_described_and_closed() -> None:
    for one in _objects(SCHEMA):
        for name, said in one.get("properties", {}).items():
            assert said["description"], name
        if "properties" in one:
            assert one["additionalProperties"] is False
    for name, kind in SCHEMA["$defs"].items():
        assert kind["description"], name


def test_every_text_number_and_list_has_bounds() -> None:
    """What can be read is never of any length."""
    for one in _objects(SCHEMA):
        match one:
            case {"type": "string"}:
                assert {"maxLength", "const", "enum", "pattern"} & set(one), one
            case {"type": "integer"}:
                assert {"minimum", "maximum"} <= set(one)
            case {"type": "array"}:
                assert "maxItems" in one


def test_no_meaning_is_left_over() -> None:
    """A field that is gone takes its meaning with it."""
    parts = {
        item
        for command in ALL
        for hint in get_type_hints(command).values()
        for item in getattr(hint, "__args__", ())
        if attrs.has(item)
    }
    owners = {name_of(one): one for one in ALL}
    owners |= {
        re.sub(r"(?<=[a-z])(?=[A-Z])", "_", one.__name__).lower(): one for one in parts
    }
    fields = {name for one in owners.values() for name in attrs.fields_dict(one)}
    envelope = {"command", "command_id", "by", "by.id", "by.role"}
    for key in set(MEANINGS) - envelope:
        owner, _, field = key.rpartition(".")
        known = attrs.fields_dict(owners[owner]) if owner else fields
        assert field in known, key
    assert LINES - {"role"} <= fields


class TestStory:
    """The examples of the page."""

    def test_each_is_a_line_that_fits_the_schema(self) -> None:
        for line in story().splitlines():
            assert fits(json.loads(line), SCHEMA, SCHEMA)

    def test_there_is_one_of_every_command(self) -> None:
        asked = {name_of(type(one.command)) for one in read_requests(story())}

        assert asked == set(COMMANDS)

    @pytest.mark.parametrize("name", COMMANDS)
    def test_the_page_shows_it(self, name: str) -> None:
        _, _, after = render_page().partition(f"\n## `{name}`\n")
        shown = re.findall(r"```json\n(.*?)```", after, re.DOTALL)[0]

        assert name == json.loads(shown)["command"]
