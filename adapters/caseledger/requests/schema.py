"""What a request may say, as a JSON Schema (2020-12)."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from caseledger.requests.models import model_of
from caseledger.requests.names import COMMANDS


class _Untitled(GenerateJsonSchema):
    """Leaves out a field's title: it would only say its name again."""

    def field_title_should_be_set(self, _schema: Any) -> bool:  # noqa: ANN401 - one of the library's many
        return False


def request_schema() -> dict[str, Any]:
    """Return the schema of one request: whatever can be read fits it."""
    models = {name: model_of(name) for name in COMMANDS}
    found, shared = models_json_schema(
        [(model, "validation") for model in models.values()],
        schema_generator=_Untitled,
    )
    refs = {name: found[model, "validation"]["$ref"] for name, model in models.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A request to caseledger",
        "description": (
            "A command, the case that it is for, and who gives it. "
            "What is null may as well be left out."
        ),
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {"propertyName": "command", "mapping": refs},
        "$defs": shared["$defs"],
    }
