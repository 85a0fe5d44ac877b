"""A file that cannot be used is refused: which file, which key, and what would do."""

from pathlib import Path

import pytest

from caseledger.policies import BadPolicy, load_policies
from policies.files import HEAD, edition, written

NAME = 'name = "Westborough"\n'
URL = 'url = "https://www.westborough.gov.uk/complaints"\n'
SINCE = "2023-04-01"
FIRST = "edition 1 (since 2023-04-01)"
ONE = edition(SINCE)


def one(text: str) -> str:
    return HEAD + edition(SINCE, text)


# The file, the key named, a part of what is wrong, and of what would do.
BAD: dict[str, tuple[str, str, str, str]] = {
    "an empty file": ("", "name", "is missing", 'name = "Westborough"'),
    "no name": (URL + ONE, "name", "is missing", 'name = "Westborough"'),
    "an empty name": ('name = " "\n' + URL + ONE, "name", "is empty", "something"),
    "a name of two lines": (
        *('name = "a\\nb"\n' + URL + ONE, "name"),
        *("is not a single line", "in one line"),
    ),
    "a name that is a number": (
        "name = 7\n" + URL + ONE,
        *("name", "is not text", "in quotes"),
    ),
    "no address": (NAME + ONE, "url", "is missing", 'url = "https://'),
    "no address on the web": (
        NAME + 'url = "page 7"\n' + ONE,
        *("url", "is no address on the web", "https://"),
    ),
    "no edition": (HEAD, "edition", "is missing", "[[edition]]"),
    "a list without editions": (
        HEAD + "edition = []\n",
        *("edition", "is empty", "[[edition]]"),
    ),
    "an edition that is no list": (
        HEAD + "[edition]\nsince = 2023-04-01\n",
        *("edition", "is not a list", "[[edition]]"),
    ),
    "an edition that is no table": (
        HEAD + "edition = [7]\n",
        *("edition 1", "is not a table", "[[edition]]"),
    ),
    "no first day": (
        HEAD + "[[edition]]\ncounting = 'next_day'\n",
        *("edition 1: since", "is missing", "since = 2024-04-01"),
    ),
    "a first day in quotes": (
        HEAD + edition('"2023-04-01"'),
        *(FIRST + ": since", "is not a day", "without quotes, such as 2024-04-01"),
    ),
    "a first day with an hour": (
        HEAD + edition("2023-04-01T00:00:00"),
        *("edition 1 (since 2023-04-01 00:00:00): since", "is not a day", "2024-"),
    ),
    "two editions of a day": (
        HEAD + ONE + ONE,
        "edition 2 (since 2023-04-01): since",
        "is not after 2023-04-01",
        "in order, each with a day of its own",
    ),
    "editions out of order": (
        HEAD + ONE + edition("2023-03-31"),
        "edition 2 (since 2023-03-31): since",
        "is not after 2023-04-01",
        "in order",
    ),
    "an unknown key above": (
        HEAD.replace("name", "nmae") + ONE,
        *("nmae", "there is no such key", "the keys here are name, url, edition"),
    ),
    "an unknown key of an edition": (
        one("target = 90"),
        *(FIRST + ": target", "there is no such key", "service, target_percent,"),
    ),
    "an unknown limit": (
        one("statutory.stage_4 = 10"),
        *(FIRST + ": statutory.stage_4", "no such key", "panel_report, stage_3"),
    ),
    "a key that a terminal would act on": (
        one('"\\u001b[31m" = 1'),
        *(FIRST + ": '\\x1b[31m'", "no such key", "the keys here are since"),
    ),
    "limits that are no table": (
        one("corporate = 10"),
        *(FIRST + ": corporate", "is not a table", "[edition.corporate]"),
    ),
    "a limit in quotes": (
        one('statutory.stage_1 = "8"'),
        *(FIRST + ": statutory.stage_1", "is not a whole number", "without quotes"),
    ),
    "a limit with a fraction": (
        one("corporate.stage_1 = 8.0"),
        *(FIRST + ": corporate.stage_1", "is not a whole number", "such as 8"),
    ),
    "a limit that is a truth": (
        one("corporate.stage_1 = true"),
        *(FIRST + ": corporate.stage_1", "is not a whole number", "such as 8"),
    ),
    "no days": (
        one("milestones.panel_chair = 0"),
        *(FIRST + ": milestones.panel_chair", "is too little", "1 or more"),
    ),
    "more than a year": (
        one("corporate.stage_2_longest = 251"),
        *(FIRST + ": corporate.stage_2_longest", "is too much", "250 or less"),
    ),
    "laxer than the law": (
        one("statutory.stage_3 = 16"),
        FIRST + ": statutory.stage_3",
        "16 working days is laxer than the law, which allows 15 (SI 2006/1738, reg 20",
        "set it to 15 or less, or leave it out",
    ),
    "a shorter window than the law's": (
        one("statutory.review_request = 19"),
        FIRST + ": statutory.review_request",
        "19 working days are fewer than the 20 that the law leaves the complainant",
        "set it to 20 or more, or leave it out",
    ),
    "a window that counts its first day": (
        one('counting = "start_is_day_1"'),
        FIRST + ": statutory.review_request",
        "20 working days, counted from the day itself, are fewer than the 20",
        "set it to 21 or more",
    ),
    "a longest below the law's limit": (
        one("statutory.stage_2_longest = 24"),
        FIRST + ": statutory.stage_2_longest",
        "24 working days are fewer than those of statutory.stage_2, 25",
        "to 25 or more, or statutory.stage_2 to 24 or less",
    ),
    "a limit above its longest": (
        one("corporate.stage_1 = 21"),
        FIRST + ": corporate.stage_1_longest",
        "20 working days are fewer than those of corporate.stage_1, 21",
        "to 21 or more, or corporate.stage_1 to 20 or less",
    ),
    "a count that is later than the law's": (
        one('counting = "roll_start"'),
        *(FIRST + ": counting", "none of the words", "a day later than the law"),
    ),
    "an unknown clock": (
        one('corporate_clock = "logging"'),
        *(FIRST + ": corporate_clock", "none of", "'receipt' or 'acknowledgement'"),
    ),
    "a clock from what has no day": (
        one('corporate_clock = "acknowledgement"'),
        FIRST + ": corporate_clock",
        "nothing says by when a request for stage 2 is acknowledged",
        "set milestones.stage_2_acknowledgement",
    ),
    "a truth that is a number": (
        one("officer_must_be_external = 1"),
        *(FIRST + ": officer_must_be_external", "neither true nor false", "one of"),
    ),
    "no share": (
        one("target_percent = 0"),
        *(FIRST + ": target_percent", "is too little", "1 or more"),
    ),
    "more than all": (
        one("target_percent = 101"),
        *(FIRST + ": target_percent", "is too much", "100 or less"),
    ),
    "an empty service": (
        one('service = ""'),
        *(FIRST + ": service", "is empty", "or leave the key out"),
    ),
    "a name without end": (
        one(f'service = "{"x" * 201}"'),
        *(FIRST + ": service", "is too long", "200 characters at the most"),
    ),
    "a window of no months": (
        one("corporate_stage_2_window_months = 0"),
        FIRST + ": corporate_stage_2_window_months",
        *("is too little", "1 or more"),
    ),
    "a closure on a Saturday": (
        one("closure_days = [2023-12-30]"),
        FIRST + ": closure_days",
        *("2023-12-30 is a Saturday or Sunday", "no weekend counts anyway"),
    ),
    "a closure that stands twice": (
        one("closure_days = [2023-12-27, 2023-12-27]"),
        *(FIRST + ": closure_days", "2023-12-27 stands twice", "name it once"),
    ),
    "a closure beyond the calendar": (
        one("closure_days = [2036-01-02]"),
        FIRST + ": closure_days",
        *("no working days are known in 2036", "from 1995-01-01 to 2035-12-31"),
    ),
    "a closure that is no day": (
        one("closure_days = [2023-12-27, 28]"),
        *(FIRST + ": closure_days[2]", "is not a day", "such as 2024-04-01"),
    ),
    "nobody to sign": (
        one('signatories = [{procedure = "corporate", stage = 1, roles = []}]'),
        *(FIRST + ": signatories[1].roles", "is empty", 'roles = ["Head of Service"]'),
    ),
    "signatories of no stage": (
        one('signatories = [{procedure = "corporate", roles = ["Director"]}]'),
        *(FIRST + ": signatories[1].stage", "is missing", "stage = 1"),
    ),
    "signatories of a stage 4": (
        one('signatories = [{procedure = "statutory", stage = 4, roles = ["X"]}]'),
        *(FIRST + ": signatories[1].stage", "is too much", "3 or less"),
    ),
    "signatories of a stage that is not": (
        one('signatories = [{procedure = "corporate", stage = 3, roles = ["X"]}]'),
        FIRST + ": signatories",
        *("the corporate procedure has no stage 3", "leave that table out"),
    ),
    "signatories that stand twice": (
        one(
            'signatories = [{procedure = "corporate", stage = 1, roles = ["X"]},'
            ' {procedure = "corporate", stage = 1, roles = ["Y"]}]'
        ),
        FIRST + ": signatories",
        *("corporate stage 1 stands twice", "all its roles in one table"),
    ),
    "no TOML": ("name = \n", "", "is not TOML: ", "caseledger policy show"),
    "a key that stands twice": (
        NAME + HEAD,
        *("", "is not TOML: Cannot overwrite", "caseledger policy show"),
    ),
    "a number beyond measure": (
        f"name = {'9' * 5000}",
        *("", "is not TOML: beyond measure", "caseledger policy show"),
    ),
    "lists without end": (
        f"name = {'[' * 5000}",
        *("", "is not TOML: beyond measure", "caseledger policy show"),
    ),
}


@pytest.mark.parametrize(
    ("text", "key", "wrong", "instead"), BAD.values(), ids=BAD.keys()
)
def test_what_is_wrong_is_named_with_what_would_do(
    tmp_path: Path, text: str, key: str, wrong: str, instead: str
) -> None:
    path = written(tmp_path, head=text)

    with pytest.raises(BadPolicy) as caught:
        load_policies(path)

    bad = caught.value
    assert ("policy.toml", key) == (bad.file, bad.key)
    assert wrong in bad.wrong
    assert instead in bad.instead
    place = f"policy.toml: {key}" if key else "policy.toml"
    assert f"{place}: {bad.wrong}; {bad.instead}" == str(bad)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadPolicy, match=r"^none.toml: cannot be read: No such file"):
        load_policies(tmp_path / "none.toml")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadPolicy, match="cannot be read: Is a directory"):
        load_policies(tmp_path)


def test_a_file_in_another_alphabet(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes('name = "Größe"'.encode("cp1252"))

    with pytest.raises(BadPolicy, match="is not UTF-8 at byte 11; save it as UTF-8"):
        load_policies(path)


def test_a_mark_before_the_first_line_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(HEAD + ONE, encoding="utf-8-sig")

    assert "Westborough" == load_policies(path)[-1].name
