"""What every read model promises to those who query it."""

import attrs
import pytest

from caseledger.read_models import ALL_MODELS, ReadModel, Type

MODELS = pytest.mark.parametrize("model", ALL_MODELS, ids=lambda model: model.name)


@MODELS
def test_every_column_says_what_it_means(model: ReadModel) -> None:  # type: ignore[type-arg] # any model
    """A reporting job finds the meaning, type and emptiness of each column."""
    assert [field.name for field in attrs.fields(model.row)] == [
        column.name for column in model.columns
    ]
    for column in model.columns:
        assert column.meaning
        assert column.type in Type


@MODELS
def test_every_row_keeps_its_case(model: ReadModel) -> None:  # type: ignore[type-arg] # as above
    """A figure can be traced: each row names its stream and its reference."""
    names = {column.name: column for column in model.columns}

    assert not names["stream"].optional
    assert not names["reference"].optional


def test_each_model_has_a_name_of_its_own() -> None:
    """Tables are named after models."""
    names = [model.name for model in ALL_MODELS]

    assert len(names) == len(set(names))
    assert all(name.isidentifier() for name in names)


def test_no_column_holds_free_text() -> None:
    """What is personal in a register has no column anywhere."""
    personal = {
        "description",
        "recommendation",
        "action_text",
        "owner",
        "evidence",
        "not_done_reason",
        "s2_extension_reason",
        "suspension_reason",
        "because",
    }
    columns = {column.name for model in ALL_MODELS for column in model.columns}

    assert set() == personal & columns
