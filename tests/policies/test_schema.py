"""The JSON Schema of a policy file, as it is published."""

import json
from pathlib import Path

from caseledger.policies import policy_schema
from caseledger.policies.form import PolicyEdition
from caseledger.policies.reading import PLACES

PAGE = Path(__file__).parents[2] / "docs" / "schema" / "policy.schema.json"


def test_the_published_schema_is_fresh() -> None:
    """`caseledger policy schema > docs/schema/policy.schema.json` renews it."""
    assert policy_schema() == json.loads(PAGE.read_text(encoding="utf-8"))


def test_every_key_is_described_and_none_may_be_null() -> None:
    schema = policy_schema()
    tables = [schema, *schema["$defs"].values()]

    for table in tables:
        for name, key in table.get("properties", {}).items():
            assert key.get("description") or "$ref" in key, name
            assert "anyOf" not in key, name
        assert table.get("additionalProperties", False) is False
    assert '"null"' not in json.dumps(schema)


def test_every_number_of_days_has_its_place_in_a_policy() -> None:
    """A key that is read and leads nowhere would be a choice without effect."""
    keys = {
        f"{table}.{key}"
        for table in ("statutory", "corporate", "milestones")
        for key in type(getattr(PolicyEdition.model_construct(), table)).model_fields
    }
    assert set(PLACES) == keys
