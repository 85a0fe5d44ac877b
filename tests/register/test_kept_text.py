"""Text that looks odd and is somebody's own: kept as it stands."""

import unicodedata

import pytest

from caseledger.complaint.events import Received
from register.registers import Register, counts, events, references
from register.rows import RECEIVED, STAGE_1

KEPT = (
    *("O'Brien", "D'Souza", "<3", "Null", "Ng", "X", "Nguyễn", "Zoë", "Łódź", "İpek"),
    *("مريم", "李小龍", "Ŵyn Siân", "👩\u200d👧", "שרה", "½", "①", "\ufdfa", "a  b"),
    *("=1+1", "+1", "-1", "@SUM", "'", '"', "<script>", "{{7*7}}", "\\", "%s", "x;y"),
    *("N/A", "-", "null", "q" + 30 * "\u0301", "x" * (64 * 1024), "é" * (32 * 1024)),
)


@pytest.mark.parametrize("text", KEPT, ids=lambda text: ascii(text)[1:13])
def test_a_line_of_text_is_kept_exactly(register: Register, text: str) -> None:
    register.take({**RECEIVED, "team": text})

    received = register.events("CF-1")[0].event
    assert isinstance(received, Received)
    assert text == received.team


@pytest.mark.parametrize("text", ["first\nsecond", "a\tb", "x" * (64 * 1024)])
def test_free_text_keeps_its_lines_and_tabs(register: Register, text: str) -> None:
    register.take({**STAGE_1, "s2_extension_reason": text})

    [noted] = [one for one in register.events("CF-1") if one.details is not None]
    assert text == getattr(noted.details, "value", None)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Zoe\u0308", "Zo\u00eb"),
        ("a\u200bb\ufeff", "ab"),
        ("\u200b Team ", "Team"),
        ("\u00a0Team\u3000", "Team"),
        ("\u200b", None),
    ],
)
def test_what_nobody_can_see_is_dropped_and_accents_are_composed(
    register: Register,
    written: str,
    kept: str | None,
) -> None:
    register.take({**RECEIVED, "team": written})

    received = register.events("CF-1")[0].event
    assert isinstance(received, Received)
    assert kept == received.team


def test_signs_that_reverse_text_are_dropped_from_free_text(register: Register) -> None:
    register.take({**STAGE_1, "s2_extension_reason": "a\u202eb\u2069c"})

    [noted] = [one for one in register.events("CF-1") if one.details is not None]
    assert "abc" == getattr(noted.details, "value", None)


@pytest.mark.parametrize(
    "reference",
    ["5E3", "2E14", "MAR-24", "12-13", "0012", "1.5", "2024-01-05", "N/A-7", "#7"],
)
def test_an_id_that_only_resembles_a_spoilt_one_is_kept(
    register: Register,
    reference: str,
) -> None:
    register.take({**RECEIVED, "reference": reference})

    assert [reference] == references(register.log)


def test_a_spoilt_id_is_refused_with_a_hint(register: Register) -> None:
    summary = register.take({**RECEIVED, "reference": "1.23457E+15"})

    [refused] = summary.rejected
    assert "a spreadsheet had changed it" in refused.message


def test_a_reference_is_the_same_however_its_accents_are_written(
    register: Register,
) -> None:
    composed = {**RECEIVED, "reference": "É-1"}
    apart = {**RECEIVED, "reference": unicodedata.normalize("NFD", "É-1")}
    summary = register.take(composed, apart)

    assert (2, 1, 1, 0) == counts(summary.total)
    assert ["É-1"] == references(register.log)
    assert events(register.log, "É-1")


@pytest.mark.parametrize("written", ["1900-01-01", "2020-02-29", "2022-12-25"])
def test_a_date_of_any_kind_of_day_since_1900_is_kept(
    register: Register,
    written: str,
) -> None:
    register.take({**RECEIVED, "grounds_arose_on": written})

    received = register.events("CF-1")[0].event
    assert isinstance(received, Received)
    assert written == str(received.grounds_arose_on)
