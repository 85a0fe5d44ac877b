"""What commands are called outside."""

import re

import attrs
import pytest

from asking import ALL
from caseledger.complaint import ReferToOmbudsman
from caseledger.requests import COMMANDS, name_of
from caseledger.requests.models import model_of
from caseledger.requests.names import key_of


def test_every_command_has_a_name_and_every_name_a_command() -> None:
    assert set(ALL) == set(COMMANDS.values())
    assert len(ALL) == len(COMMANDS)


@pytest.mark.parametrize("command", ALL, ids=lambda one: one.__name__)
def test_a_name_is_the_class_in_snake_case(command: type) -> None:
    """A number is a word of its own, as in what is recorded."""
    words = re.findall(r"[A-Z][a-z]*|[0-9]+", command.__name__)

    assert "_".join(words).lower() == name_of(command)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_field_has_a_key_of_its_own(name: str) -> None:
    """None is hidden by what every request has, but a receipt's own reference."""
    owner = COMMANDS[name]
    keys = [key_of(owner, field.name) for field in attrs.fields(owner)]
    shared = {"command", "reference", "command_id", "by"} & set(keys)

    assert shared == ({"reference"} if name == "receive" else set())
    assert set(model_of(name).model_fields) == {
        *keys,
        *("command", "reference", "command_id", "by"),
    }


def test_who_refers_is_not_who_asks() -> None:
    assert "referred_by" == key_of(ReferToOmbudsman, "by")
