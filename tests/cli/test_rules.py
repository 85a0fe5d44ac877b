"""`caseledger rules`: every provision, for people and for programs."""

import json

from caseledger.rules import ALL_PROVISIONS, each_edition
from terminal import call


def test_every_edition_of_every_provision() -> None:
    """Value, dates, paragraph, link, and how well it was checked."""
    ran = call("rules", "--format", "json")
    told = json.loads(ran.out)
    columns = {"provision", "value", "unit", "since", "source", "url", "checked"}

    assert 0 == ran.code
    assert len(list(each_edition(ALL_PROVISIONS))) == len(told)
    assert all(columns | {"checked_on", "sentence"} <= one.keys() for one in told)
    assert {"V", "S", "R"} >= {one["checked"] for one in told}
    assert all(one["url"].startswith("https://") for one in told)


def test_the_limits_of_the_procedure() -> None:
    """The procedure's own numbers, in working days (`formats.md` §3)."""
    told = json.loads(call("rules", "--format", "json").out)
    values = {one["provision"]: (one["value"], one["unit"]) for one in told}

    assert {
        "statutory.stage_1_response": (10, "working days"),
        "statutory.stage_1_ceiling": (20, "working days"),
        "statutory.stage_2_response": (25, "working days"),
        "statutory.stage_2_ceiling": (65, "working days"),
        "corporate.stage_1_response": (10, "working days"),
        "corporate.stage_1_ceiling": (20, "working days"),
        "corporate.stage_2_response": (20, "working days"),
        "corporate.stage_2_ceiling": (40, "working days"),
    }.items() <= values.items()


def test_for_people() -> None:
    """Each provision with its sentence, its paragraph and its link below it."""
    ran = call("rules")

    assert 0 == ran.code
    assert "statutory.stage_1_response: 10 working days, since 2006-09-01" in ran.lines
    for provision in ALL_PROVISIONS:
        assert f"    {provision.sentence}" in ran.lines
        assert f"    {provision.editions[0].citation.url}" in ran.lines
