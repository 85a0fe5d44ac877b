"""What cannot be read is refused: each fault by its field, and by no value."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from caseledger.complaint.facts import DATE, FACTS, IDS, MONEY, TEXT, YES_NO
from caseledger.requests import COMMANDS, BadRequest, read_requests, request_schema
from caseledger.requests.page import story
from privacy.canaries import Searcher, canary

SCHEMA = request_schema()
# Of several examples of a command, the one that says most.
EXAMPLES = {
    one["command"]: one
    for one in map(json.loads, sorted(story().splitlines(), key=len))
}
CANARY = canary(7)
SEARCH = Searcher({"what was given": CANARY})
BY = {"id": "user-17", "role": "officer"}


def faults(source: bytes | str) -> list[str]:
    """Return the fields that are found to be at fault."""
    with pytest.raises(BadRequest) as refused:
        read_requests(source)
    said = f"{refused.value}\n{refused.value!r}\n{refused.value.__context__!r}"
    assert [] == list(SEARCH.found("an error", said))
    for fault in refused.value.faults:
        # What is wrong, and what would do.
        assert ";" in fault.wrong or "no day of the calendar" in fault.wrong, fault
    return [fault.field for fault in refused.value.faults]


# --- Every field of every command -----------------------------------------------------

_OF_NO_TYPE: Mapping[str, object] = {
    "an object": {"a": CANARY},
    "a list in a list": [[CANARY]],
    "a broken number": 1.5,
}
_TEXT = {
    "a number": 7,
    "a truth": True,
    "a list": [CANARY],
    "nothing at all": "",
    "only space": " \u00a0\t ",
    "NUL": f"{CANARY}\0",
    "another control character": f"{CANARY}\x1b[2J",
    "half of a pair": f"{CANARY}\ud800",
    "the other half": f"\udfff{CANARY}",
    "accents piled up": "a" + "\u0301" * 31,
    "too much": CANARY + "x" * 20_000,
}
_LINE = {
    "two lines": f"{CANARY}\n{CANARY}",
    "a line separator": f"\u202e{CANARY}\u2028{CANARY}",
    "reversed text": f"\u202e{CANARY}",
    "501 characters": "x" * 501,
}
_DAY = {
    "a number": 45292,
    "zero": 0,
    "a truth": True,
    "no date": CANARY,
    "a time": "2023-04-19T00:00:00",
    "a time at midnight": "2023-04-19 00:00",
    "an instant": "2023-04-19T23:30:00Z",
    "without dashes": "20230419",
    "a week": "2023-W16-3",
    "day first": "19/04/2023",
    "no such day": "2023-02-30",
    "no such month": "2023-13-01",
    "space": " 2023-04-19",
    "other digits": "\u0662\u0660\u0662\u0663-04-19",
    "long ago": "1899-12-31",
    "the first of all": "0001-01-01",
    "far off": "2101-01-01",
    "the last of all": "9999-12-31",
    "five digits": "20230-04-19",
    "a list": ["2023-04-19"],
}
_NUMBER = {
    "text": "1",
    "grouped": "1_000",
    "a truth": True,
    "no truth": False,
    "a fraction": 1.0,
    "below": -1,
    "above": 10**15,
    "a list": [1],
    "no number": CANARY,
}
_TRUTH = {
    "one": 1,
    "zero": 0,
    "text": "true",
    "yes": "yes",
    "a list": [True],
    "no truth": CANARY,
}
_CODE = {
    "no code": CANARY,
    "capitals": "UPHELD",
    "nothing at all": "",
    "a number": 1,
    "a list": ["upheld"],
    "half of a pair": "\ud800",
}
_LIST = {
    "no list": CANARY,
    "a number": 1,
    "101 items": ["x"] * 101,
}


def wrong_values(said: Mapping[str, Any]) -> Mapping[str, object]:
    """Return what a field of some kind may not hold."""
    kinds = said.get("anyOf", [said])
    nothing = {} if {"type": "null"} in kinds else {"null": None}
    found = kinds[0]
    if "$ref" in found:
        found = SCHEMA["$defs"][found["$ref"].rpartition("/")[2]]
    match found:
        case {"type": "array"}:
            some: Mapping[str, object] = _LIST
        case {"properties": _}:
            some = {"text": CANARY, "a list": [CANARY], "a number": 3}
        case {"format": "date"}:
            some = _DAY
        case {"const": _}:
            some = {**_CODE, "a class": "Receive", "a module": "os.system"}
        case {"enum": _}:
            some = _CODE
        case {"type": "boolean"}:
            some = _TRUTH
        case {"type": "integer"}:
            some = _NUMBER
        case {"maxLength": 500}:
            some = {**_TEXT, **_LINE}
        case _:
            some = _TEXT
    return {**_OF_NO_TYPE, **nothing, **some}


def spoilt(
    told: dict[str, Any],
    model: Mapping[str, Any],
    within: str = "",
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Go through a request with one field at a time spoilt in one way."""
    for key, said in model["properties"].items():
        for wrong in wrong_values(said).values():
            if isinstance(wrong, dict) and "$ref" in said:
                continue
            yield f"{within}{key}", {**told, key: wrong}
        item = said.get("items", {})
        for one in item and wrong_values(item).values():
            if not ("$ref" in item and isinstance(one, dict)):
                yield f"{within}{key}[0]", {**told, key: [one]}
        ref = item.get("$ref", said.get("$ref"))
        part = SCHEMA["$defs"][ref.rpartition("/")[2]] if ref else {}
        if "properties" not in part:
            continue
        for inner in (told.get(key) or [])[:1] if item else [told[key]]:
            path = f"{within}{key}[0]." if item else f"{within}{key}."
            for field, changed in spoilt(inner, part, path):
                yield field, {**told, key: [changed] if item else changed}
    for key in model.get("required", ()):
        yield f"{within}{key}", {one: told[one] for one in told if one != key}


class TestFields:
    """Every field of every command, in every way that its kind can be wrong."""

    @pytest.mark.parametrize("name", COMMANDS)
    def test_the_field_is_named_and_nothing_else(self, name: str) -> None:
        count = 0
        for field, told in spoilt(
            EXAMPLES[name], SCHEMA["$defs"][COMMANDS[name].__name__]
        ):
            found = faults(json.dumps(told))
            count += 1

            # A long list of bad items has an end of its own, named as a whole.
            assert field in found[0], told
            assert {one for one in found if field not in one} <= {"request"}, told
        sys.stdout.write(f"{name}: {count} bad inputs refused\n")
        assert count > 100

    def test_all_faults_are_told_at_once(self) -> None:
        told = {
            "command": "respond",
            "reference": 5,
            "by": {"id": "u", "name": CANARY},
            "on": "19/04/2023",
            "stage": True,
            "points": [{"finding": "upheld"}, {"finding": "upheld", "remedy": CANARY}],
        }
        found = faults(json.dumps(told))

        assert {
            *("reference", "by.role", "by.key 2", "on", "stage", "points[1].remedy"),
        } == set(found)

    def test_a_message(self) -> None:
        """Word for word."""
        told = {**EXAMPLES["withdraw"], "on": "11/04/2023", "resaon": CANARY}
        with pytest.raises(BadRequest) as refused:
            read_requests(json.dumps(told))

        place = len(told)
        assert str(refused.value) == (
            "this request cannot be read\n"
            "on: is not a day; write it as 2023-04-19\n"
            f"key {place}: is no field here; see `caseledger do --schema` for those "
            "there are; did you mean reason?"
        )

    def test_a_message_has_an_end(self) -> None:
        """However much is wrong."""
        told = {**EXAMPLES["withdraw"], **{f"{CANARY} {n}": n for n in range(20_000)}}
        with pytest.raises(BadRequest) as refused:
            read_requests(json.dumps(told))

        assert 51 == len(refused.value.faults)
        assert "has 19950 more faults; put these right first" in str(
            refused.value.faults[-1]
        )
        with pytest.raises(BadRequest) as refused:
            read_requests("[" + ",".join(["1"] * 1_000) + "]")
        assert str(refused.value).endswith("\n... and 950 more")


# --- JSON itself ----------------------------------------------------------------------

RESUME = '"command": "resume", "reference": "CF-1", "on": "2023-04-14"'
WHO = f'"by": {json.dumps(BY)}'
GOOD = f"{{{RESUME}, {WHO}}}"

DOCUMENTS: Mapping[str, str | bytes] = {
    "nothing": "",
    "space": " \n ",
    "a byte order mark alone": b"\xef\xbb\xbf",
    "UTF-16": GOOD.encode("utf-16"),
    "Latin-1": f'{{"reason": "{CANARY}"}}'.encode("latin-1"),
    "a lone surrogate in the source": f'{{"reason": "{CANARY}\ud800"}}',
    "no JSON": CANARY,
    "cut off": GOOD[:-5],
    "a comma too many": GOOD.replace("}", ",}"),
    "single quotes": GOOD.replace('"', "'"),
    "a comment": f"{GOOD} // {CANARY}",
    "a bad escape": GOOD.replace("resume", "res\\xume"),
    "a line break in text": GOOD.replace("CF-1", f"{CANARY}\n"),
    "a raw NUL": GOOD.replace("CF-1", f"{CANARY}\0"),
    "NaN": f'{{{RESUME}, {WHO}, "stage": NaN}}',
    "Infinity": f'{{{RESUME}, {WHO}, "stage": -Infinity}}',
    "5,000 digits": f'{{{RESUME}, {WHO}, "stage": {"9" * 5_000}}}',
    "19 digits": f'{{{RESUME}, {WHO}, "stage": {"9" * 19}}}',
    "a key twice": f'{{{RESUME}, {WHO}, "on": "2023-04-15"}}',
    "a key twice, deeper": f'{{{RESUME}, "by": {{"id": "a", "id": "b"}}}}',
    "a key twice that is none": f'{{{RESUME}, "{CANARY}": 1, "{CANARY}": 2}}',
    "100,000 lists": "[" * 100_000,
    "100,000 objects": '{"by":' * 100_000,
    "100,000 lists, closed": "[" * 100_000 + "]" * 100_000,
    "over a megabyte": GOOD + " " * 1_000_000,
    "an empty list": "[]",
    "text": f'"{CANARY}"',
    "a number": "1",
    "null": "null",
    "a list in a list": f"[[{GOOD}]]",
}
OBJECTS: Mapping[str, object] = {
    "an empty object": {},
    "no command": {"reference": "CF-1"},
    "an unknown command": {"command": CANARY},
    "a command that is no text": {"command": ["resume"]},
    "a class": {"command": "caseledger.complaint.commands:Resume"},
    "a huge exponent": {"command": "resume", "stage": 1e300},
    "an unknown key": {"command": "resume", "reason": CANARY},
    "a key that is half of a pair": {"command": "resume", "\ud800": 1},
    "a type in disguise": {"_type_": "datetime", "_data_": CANARY},
    "who asks as text": {"command": "resume", "by": CANARY},
}


class TestDocuments:
    """What is no request at all."""

    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_a_document(self, name: str) -> None:
        assert faults(DOCUMENTS[name])

    @pytest.mark.parametrize("name", OBJECTS)
    def test_an_object(self, name: str) -> None:
        assert faults(json.dumps(OBJECTS[name]))

    def test_the_one_that_they_spoil_is_good(self) -> None:
        assert 1 == len(read_requests(GOOD))
        assert 1 == len(read_requests(GOOD + " " * (1_000_000 - len(GOOD))))

    def test_one_bad_among_several(self) -> None:
        """It is named by its place, and none is read."""
        bad = GOOD.replace("2023-04-14", CANARY)

        assert ["request 2, on", "request 3"] == faults(f"[{GOOD}, {bad}, 5]")

    def test_an_id_for_two_different_requests(self) -> None:
        """The second would be taken for a repeat of the first."""
        one = GOOD.replace("{", '{"command_id": "a", ', 1)
        other = one.replace("2023-04-14", "2023-04-15")

        assert ["command_id"] == faults(f"{one}\n{other}")
        assert 2 == len(read_requests(f"{one}\n{one}"))
        assert 2 == len(read_requests(f"{one}\n{other.replace('CF-1', 'CF-2')}"))

    def test_the_count(self) -> None:
        count = len(DOCUMENTS) + len(OBJECTS)
        sys.stdout.write(f"{count} documents that are no request refused\n")
        assert count >= 40


# --- Facts of the register ------------------------------------------------------------

_NEVER = ("", " ", "\0", "\ud800", "x" * 20_001)
_BAD_VALUES = {
    TEXT: (f"{CANARY}\n{CANARY}", "x" * 501),
    DATE: ("20230419", "2023-02-30", "1899-12-31", "2101-01-01", CANARY),
    YES_NO: ("maybe", "Yes", "true", CANARY),
    MONEY: ("-1", "1.234", "250.00", "1e3", "£5", "\u0663", "9" * 13, "9" * 5_000),
    IDS: (";", "a;;b", "a; b", f"a;\u200f{CANARY}"),
}
NAMED = [(subject, name) for subject, facts in FACTS.items() for name in facts]


class TestFacts:
    """A value that the register could not hold is not recorded as one."""

    @pytest.mark.parametrize(("subject", "name"), NAMED)
    def test_a_bad_value(self, subject: str, name: str) -> None:
        fact = FACTS[subject][name]  # type: ignore[index] # a subject is text
        bad = _BAD_VALUES.get(fact.kind, (CANARY, "UPHELD"))
        about = {
            "reference": "CF-1",
            "by": BY,
            "subject": subject,
            "number": 0 if subject == "complaint" else 1,
            "fact": name,
        }
        for value in (*_NEVER, *(() if fact.personal else bad)):
            note = {"command": "note", **about, "value": value}
            assert ["value"] == faults(json.dumps(note)), value
            correct = {"command": "correct", **about, "because": "Misread."}
            wrong = {"was": value, "now": value}
            assert ["was", "now"] == faults(json.dumps({**correct, **wrong})), value

    def test_a_fact_of_another_subject(self) -> None:
        """It says which facts there are."""
        told = {**EXAMPLES["note"], "fact": "team", "value": CANARY}
        with pytest.raises(BadRequest, match="is no fact of a remedy; use remedy_id, "):
            read_requests(json.dumps(told))

    @pytest.mark.parametrize(
        ("subject", "number"), [("complaint", 1), ("remedy", 0), ("referral", 0)]
    )
    def test_the_number_goes_with_the_subject(self, subject: str, number: int) -> None:
        name = next(iter(FACTS[subject]))  # type: ignore[index] # a subject is text
        told = {**EXAMPLES["note"], "subject": subject, "number": number, "fact": name}

        assert "number" in faults(json.dumps(told))
