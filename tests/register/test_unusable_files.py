"""Files that are no register: said so in a sentence, and nothing is recorded."""

import codecs

import pytest

from caseledger.sheets import UnusableFile, csv_rows
from oracle.reckon import REGISTER
from register.registers import HEADINGS, Register, imported
from register.rows import RECEIVED, REMEDY

HEADER = ",".join(HEADINGS[REGISTER])
NEEDED = "service,reference,procedure,received_on"
ROW = "Children,CF-1,statutory,2023-04-03"

UNUSABLE: list[tuple[str, bytes, str]] = [
    ("empty", b"", "has no header"),
    ("blank lines alone", b"\n \n\r\n\t\n", "has no header"),
    ("a mark alone", codecs.BOM_UTF8, "has no header"),
    ("no header", f"{ROW},2023-04-03\n".encode(), "has no column service"),
    ("a header spoilt", f'"service"x,{NEEDED[8:]}\n{ROW}\n'.encode(), "has no header"),
    ("a doubled column", f"{NEEDED},reference\n{ROW},x\n".encode(), "'reference'"),
    ("another doubled", f"{NEEDED},Notes,Notes\n{ROW},,\n".encode(), "'Notes'"),
    ("spaced, doubled", f"{NEEDED}, reference \n{ROW},x\n".encode(), "'reference'"),
    *(
        (
            f"no {missing}",
            ",".join(c for c in NEEDED.split(",") if c != missing).encode(),
            f"has no column {missing}",
        )
        for missing in NEEDED.split(",")
    ),
    ("capitals", NEEDED.upper().encode(), "has no column service"),
    ("semicolons", NEEDED.replace(",", ";").encode(), "separated by something other"),
    ("tabs", NEEDED.replace(",", "\t").encode(), "separated by something other"),
    (
        "Windows-1252",
        f"{NEEDED}\nChildrén,CF-1,statutory,2023-04-03\n".encode("cp1252"),
        # The byte of é: the header's line and `Childr` before it.
        f"not UTF-8 at byte {len(NEEDED) + 1 + 6 + 1}",
    ),
    (
        "marked as UTF-8 and another",
        codecs.BOM_UTF8 + f"{NEEDED}\n".encode() + b"\xff",
        f"not UTF-8 at byte {3 + len(NEEDED) + 1 + 1}",
    ),
    (
        "half a character pair",
        f"{NEEDED}\n".encode() + b"\xed\xa0\x80",
        f"not UTF-8 at byte {len(NEEDED) + 1 + 1}",
    ),
    (
        "UTF-16 cut short",
        codecs.BOM_UTF16_LE + NEEDED.encode("utf-16-le") + b"\x0a",
        f"not UTF-16 at byte {2 + 2 * len(NEEDED) + 1}",
    ),
    ("UTF-16 unmarked", NEEDED.encode("utf-16-le"), "has no column"),
]


@pytest.mark.parametrize(
    ("raw", "says"),
    [one[1:] for one in UNUSABLE],
    ids=[one[0] for one in UNUSABLE],
)
def test_a_file_that_is_no_register_is_not_imported_at_all(
    register: Register,
    raw: bytes,
    says: str,
) -> None:
    (register.folder / REGISTER).write_bytes(raw)

    with pytest.raises(UnusableFile, match=f"^register.csv: .*{says}"):
        imported(register.log, register.folder)
    assert 0 == register.log.position()


def test_a_companion_that_cannot_be_used_keeps_the_register_out_too(
    register: Register,
) -> None:
    register.write(RECEIVED, remedies=[REMEDY])
    (register.folder / "actions.csv").write_text("owner,agreed_on\n", encoding="utf-8")

    with pytest.raises(UnusableFile, match=r"^actions.csv: has no column reference"):
        imported(register.log, register.folder)
    assert 0 == register.log.position()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    register: Register,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    register.write(RECEIVED)
    size = (register.folder / REGISTER).stat().st_size
    monkeypatch.setattr(csv_rows, "MOST_BYTES", size - 1)

    with pytest.raises(UnusableFile, match=r"^register.csv: larger than"):
        imported(register.log, register.folder)
    assert 0 == register.log.position()
    monkeypatch.setattr(csv_rows, "MOST_BYTES", size)
    assert 1 == imported(register.log, register.folder).total.imported


def test_a_folder_without_a_register_is_refused(register: Register) -> None:
    register.write(RECEIVED)
    (register.folder / REGISTER).rename(register.folder / "2023-24.csv")

    with pytest.raises(UnusableFile, match="there is no register"):
        imported(register.log, register.folder)


def test_a_register_may_be_named_and_its_companions_are_found_beside_it(
    register: Register,
) -> None:
    register.write(RECEIVED, remedies=[REMEDY])
    path = (register.folder / REGISTER).rename(register.folder / "2023-24.csv")
    below = register.folder / "older"
    below.mkdir()
    (below / "actions.csv").write_text("reference\nCF-1\n", encoding="utf-8")

    summary = imported(register.log, path)

    assert ["2023-24.csv", "remedies.csv"] == list(summary.tallies)
    assert 2 == summary.total.imported


def test_a_register_of_a_header_alone_has_no_rows(register: Register) -> None:
    (register.folder / REGISTER).write_text(HEADER, encoding="utf-8")

    assert 0 == imported(register.log, register.folder).total.read
