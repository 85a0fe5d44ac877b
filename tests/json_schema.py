"""A second reading of JSON Schema: so much of it as our schema uses, and no more."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Schema = Mapping[str, Any]

_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "null": lambda value: value is None,
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}
_NOTES = {"$schema", "$defs", "title", "description", "default", "discriminator"}
# What each says of a value that has the type for it.
_LIMITS: Mapping[str, Callable[[Any, Any], bool]] = {
    "const": lambda value, said: value == said,
    "enum": lambda value, said: value in said,
    "format": lambda value, said: said == "date" and bool(date.fromisoformat(value)),
    "maxItems": lambda value, said: len(value) <= said,
    "maxLength": lambda value, said: len(value) <= said,
    "maximum": lambda value, said: value <= said,
    "minLength": lambda value, said: len(value) >= said,
    "minimum": lambda value, said: value >= said,
    "pattern": lambda value, said: re.search(said, value) is not None,
    "required": lambda value, said: set(said) <= set(value),
}


def fits(value: Any, schema: Schema, root: Schema) -> bool:  # noqa: ANN401 - any JSON
    """Say whether a value fits a schema; a keyword that is not known is an error."""
    if "type" in schema and not _TYPES[schema["type"]](value):
        return False
    elsewhere = {"type", "additionalProperties"} | _NOTES
    return all(
        _meets(value, keyword, said, root)
        for keyword, said in schema.items()
        if keyword not in elsewhere
    ) and ("properties" not in schema or set(value) <= set(schema["properties"]))


def _meets(value: Any, keyword: str, said: Any, root: Schema) -> bool:  # noqa: ANN401 - any JSON
    match keyword:
        case "$ref":
            return fits(value, root["$defs"][said.rpartition("/")[2]], root)
        case "oneOf":
            return sum(fits(value, one, root) for one in said) == 1
        case "anyOf":
            return any(fits(value, one, root) for one in said)
        case "items":
            return all(fits(one, said, root) for one in value)
        case "properties":
            known = said.keys() & value.keys()
            return all(fits(value[key], said[key], root) for key in known)
        case _:
            return _LIMITS[keyword](value, said)
