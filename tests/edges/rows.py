"""Where rows come in: a register as CSV, its mapping, a workbook, days to count."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # it has no types

from caseledger.casework import EventLog
from caseledger.eventlog import memory_log
from caseledger.sheets import PLAIN, UnusableFile, read_mapping
from caseledger.sheets import Mapping as Mapped
from edges.entries import (
    Came,
    Entry,
    Found,
    Refused,
    Try,
    documents,
    found_again,
    texts,
    together,
    told_of,
    values,
)
from edges.kinds import DAYS, POUNDS
from register.registers import events, imported
from terminal import ROW, call

# --- A register as CSV ----------------------------------------------------------------

REMEDY = {"reference": "CF-1", "source": "stage_1", "offered_on": "2023-04-21"}
SUSPENDED = {**ROW, "suspended_on": "2023-04-06"}


def as_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Write rows; half of a character pair as the bytes that it would be."""
    text = io.StringIO()
    columns = list(dict.fromkeys(column for row in rows for column in row))
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def take(
    folder: Path, mapping: Mapped = PLAIN, **files: bytes
) -> tuple[EventLog, str | None]:
    """Import files, and return the log and the first refusal."""
    log = memory_log()
    for name, raw in files.items():
        (folder / f"{name}.csv").write_bytes(raw)
    try:
        summary = imported(log, folder, mapping=mapping)
    except UnusableFile as unusable:
        return log, f"{unusable} file"
    if not summary.rejected:
        return log, None
    one = summary.rejected[0]
    assert one.row > 1
    assert one.rule
    return log, f"{one.file} row {one.row} {one.column} [{one.rule}] {one.message}"


def cell(column: str, given: str, folder: Path) -> Came:
    """Give a cell of the register."""
    row = SUSPENDED if column == "suspension_reason" else ROW
    log, refusal = take(folder, register=as_csv([{**row, column: given}]))
    if refusal is not None:
        return Refused(refusal, log.position())
    if column == "suspension_reason":
        return Found(told_of(log))
    values = found_again(log, column)
    return Found(tuple(v.isoformat() if hasattr(v, "isoformat") else v for v in values))


def amount(given: str, folder: Path) -> Came:
    """Give an amount of a remedy."""
    log, refusal = take(
        folder,
        register=as_csv([ROW]),
        remedies=as_csv([{**REMEDY, "amount_gbp": given}]),
    )
    offered = [
        o for o in events(log, "CF-1") if type(o.event).__name__ == "RemedyOffered"
    ]
    if refusal is not None:
        return Refused(refusal, len(offered))
    return Found(tuple(getattr(one.event, "amount_pence", None) for one in offered))


def sheet(raw: bytes, folder: Path) -> Came:
    """Give a whole register: what counts is how many rows were taken and refused."""
    log = memory_log()
    (folder / "register.csv").write_bytes(raw)
    try:
        summary = imported(log, folder)
    except UnusableFile as unusable:
        return Refused(str(unusable), log.position())
    total = summary.total
    refused = [one.row for one in summary.rejected]
    return Found(((total.imported, total.unchanged, refused),))


def huge(folder: Path) -> Came:
    """Give a file of two gigabytes, most of it not there."""
    with (folder / "register.csv").open("wb") as file:
        file.write(as_csv([ROW]))
        file.truncate(2 * 1024**3)
    return sheet_as_it_is(folder)


def sheet_as_it_is(folder: Path) -> Came:
    """Import what is in a folder."""
    log = memory_log()
    try:
        imported(log, folder)
    except UnusableFile as unusable:
        return Refused(str(unusable), log.position())
    return Found(())


PLAIN_ROW = as_csv([ROW])
HEADER = PLAIN_ROW.split(b"\n", maxsplit=1)[0] + b"\n"


def numbered(n: int) -> bytes:
    """Return the line of a complaint."""
    return PLAIN_ROW.split(b"\n")[1].replace(b"CF-1", b"CF-%d" % n) + b"\n"


THOUSAND = [numbered(n) for n in range(1, 1_001)]
STRAY = [*THOUSAND[:3], THOUSAND[3].replace(b"Short", b'"Short'), *THOUSAND[4:]]
_ORDER = {**ROW, "s1_responded_on": "2023-04-01", "s1_outcome": "upheld"}

# Of what is no text, or too much of it, no cell is known.
AS_A_FILE = {1: "register.csv", 10: "register.csv row 2"}

CSV = Entry(
    name="a register as CSV",
    tries=together(
        texts("theme", "line", partial(cell, "theme"), AS_A_FILE),
        texts("complainant_id", "id", partial(cell, "complainant_id"), AS_A_FILE),
        texts(
            *("suspension_reason", "note", partial(cell, "suspension_reason")),
            AS_A_FILE,
        ),
        values("received_on", DAYS, partial(cell, "received_on")),
        values("amount_gbp", POUNDS, amount),
        {
            9: [
                Try(column, partial(cell, column, nothing), None, column)
                for column in ("service", "reference")
                for nothing in ("", " ", "\u00a0", "N/A", "-", "null")
            ],
            23: [
                Try(column, partial(cell, column, wrong), None, column)
                for column in ("ombudsman_investigated", "procedure")
                for wrong in ("t", "True", "1", "YES", "Statutory")
            ],
            47: [Try("two gigabytes", huge, None, "register.csv")],
            56: [Try("theme", partial(cell, "theme", "\t=1+1"), "=1+1")],
        },
        documents(
            sheet,
            {
                22: {"an unknown column": (as_csv([{**ROW, "x": "y"}]), (1, 0, []))},
                36: {"answered before receipt": (as_csv([_ORDER]), (0, 0, [2]))},
                39: {
                    "in the fifth line of 1,001": (
                        *(HEADER + b"".join(STRAY),),
                        (999, 0, [5]),
                    )
                },
                40: {
                    "a name": (
                        *(HEADER + STRAY[3].replace(b"Breaks", b'" Breaks'),),
                        (0, 0, [2]),
                    )
                },
                41: {
                    "short": (HEADER + b"a,b\n" + numbered(2), (1, 0, [2])),
                    "long": (HEADER + b"a" + b"," * 99 + b"\n", (0, 0, [2])),
                },
                42: {
                    "doubled": (
                        *(HEADER.replace(b"team", b"service") + numbered(1),),
                        None,
                    ),
                    "none": (numbered(1), None),
                    "one missing": (HEADER.replace(b"reference", b"ref"), None),
                },
                43: {"UTF-8": (b"\xef\xbb\xbf" + PLAIN_ROW, (1, 0, []))},
                44: {
                    "Latin-1": (
                        as_csv([{**ROW, "theme": "é"}]).decode().encode("cp1252"),
                        None,
                    ),
                    "UTF-16": (PLAIN_ROW.decode().encode("utf-16"), (1, 0, [])),
                    "UTF-16 unsaid": (PLAIN_ROW.decode().encode("utf-16-le"), None),
                    "two": (PLAIN_ROW + "é".encode() + "é".encode("cp1252"), None),
                },
                45: {
                    "in a row of two": (
                        as_csv(
                            [ROW, {**ROW, "reference": "CF-2", "theme": "x" * 200_000}]
                        ),
                        (1, 0, [3]),
                    )
                },
                46: {
                    "all": (
                        HEADER[:-1]
                        + b"\r\n"
                        + numbered(1)[:-1]
                        + b"\r"
                        + numbered(2)
                        + b"\n\r\n",
                        (2, 0, []),
                    )
                },
                47: {
                    "in a row": (PLAIN_ROW[:-20], (0, 0, [2])),
                    "no byte": (b"", None),
                    "a heading alone": (HEADER, (0, 0, [])),
                },
                48: {
                    "the same": (HEADER + numbered(1) * 2, (1, 1, [])),
                    "not the same": (
                        as_csv([ROW, {**ROW, "theme": "x"}]),
                        (0, 0, [2, 3]),
                    ),
                },
                50: {
                    "semicolons": (PLAIN_ROW.replace(b",", b";"), None),
                    "tabs": (PLAIN_ROW.replace(b",", b"\t"), None),
                },
                59: {
                    "a blank reference": (
                        HEADER + numbered(1).replace(b"CF-1", b"  "),
                        (0, 0, [2]),
                    )
                },
                60: {
                    "withdrawn, then answered": (
                        as_csv(
                            [
                                {
                                    **ROW,
                                    "withdrawn_on": "2023-04-05",
                                    "acknowledged_on": "2023-04-06",
                                }
                            ]
                        ),
                        (0, 0, [2]),
                    )
                },
            },
        ),
    ),
    without={
        "cells are text: they hold no objects, keys or JSON": [17, 20, 21],
        "ids are text of the council's own: none is a UUID": [24],
        "not what is read but when: tests/edges/test_clock_jumps.py": [38],
        "workbooks are not read: see the entry for one": [51, 52, 53, 54, 55],
        "each row is a case of its own; cases of many events are in bench/": [62],
        "no row names an event": [63],
        "a register names no store": [64],
    },
)

# --- A mapping ------------------------------------------------------------------------


def mapped(toml: str, folder: Path, row: Mapping[str, str] = ROW) -> Came:
    """Give a mapping, and a register to go with it."""
    path = folder / "mapping.toml"
    path.write_bytes(toml.encode("utf-8", "surrogatepass"))
    return mapped_by(path, folder, row)


def mapped_by(path: Path, folder: Path, row: Mapping[str, str]) -> Came:
    """Import a row by a mapping."""
    try:
        mapping = read_mapping(path)
    except UnusableFile as unusable:
        return Refused(str(unusable))
    log, refusal = take(folder, mapping, register=as_csv([row]))
    if refusal is not None:
        return Refused(refusal, log.position())
    return Found((*found_again(log, "theme"),))


def in_toml(text: str) -> str:
    """Write a text; what TOML has no way to write, as JSON would."""
    halves = re.search("[\ud800-\udfff]", text) is not None
    return json.dumps(text, ensure_ascii=halves).replace("\x7f", "\\u007f")


def constant(column: str, given: str, folder: Path) -> Came:
    """Give a constant for a column that the file lacks."""
    toml = f"[register.constants]\n{column} = {in_toml(given)}\n"
    (folder / "mapping.toml").write_text(toml, "utf-8")
    row = SUSPENDED if column == "suspension_reason" else ROW
    row = {name: told for name, told in row.items() if name != column}
    try:
        mapping = read_mapping(folder / "mapping.toml")
    except UnusableFile as unusable:
        return Refused(str(unusable))
    log, refusal = take(folder, mapping, register=as_csv([row]))
    if refusal is not None:
        return Refused(refusal, log.position())
    if column == "suspension_reason":
        return Found(told_of(log))
    told = found_again(log, column)
    return Found(tuple(v.isoformat() if hasattr(v, "isoformat") else v for v in told))


def mapping_file(raw: bytes, folder: Path) -> Came:
    """Give a mapping as bytes."""
    path = folder / "mapping.toml"
    path.write_bytes(raw)
    return mapped_by(path, folder, {**ROW, "theme": "delay"})


IN_TOML = dict.fromkeys((1, 10), "mapping.toml")
TAKEN = "delay"

MAPPING = Entry(
    name="a mapping as TOML",
    tries=together(
        texts("theme", "line", partial(constant, "theme"), IN_TOML),
        texts("complainant_id", "id", partial(constant, "complainant_id"), IN_TOML),
        texts(
            *("suspension_reason", "note", partial(constant, "suspension_reason")),
            IN_TOML,
        ),
        values("received_on", DAYS, partial(constant, "received_on")),
        documents(
            mapping_file,
            {
                15: {"a table for text": ("register.constants.team = {a = 'b'}", None)},
                16: {"the same": ("register.constants.team.datetime = 'b'", None)},
                17: {
                    "lists": ("a = " + "[" * 50_000, None),
                    "lists, one a line": ("a = " + "[\n" * 40_000, None),
                    "keys": ("a" + ".a" * 40_000 + " = 1", None),
                },
                18: {"nan": ("delimiter = nan", None), "inf": ("dates = inf", None)},
                19: {"5,000 digits": ("delimiter = " + "9" * 1_990, None)},
                20: {"an instant": ("delimiter = 2024-01-01T00:00:00Z", None)},
                21: {"a key": ('delimiter = ","\ndelimiter = ";"', None)},
                22: {"a key": ('delimter = ","', None)},
                23: {
                    "a number": ("delimiter = 1", None),
                    "a list": ('dates = "x"', None),
                },
                42: {
                    "a heading": ('[register.columns]\n"Zqpé" = "theme"', None),
                    "a column": ('[register.columns]\ntheme = "Thema"', None),
                },
                43: {"UTF-8": (b'\xef\xbb\xbfdelimiter = ","', TAKEN)},
                44: {
                    "UTF-16": ('delimiter = ","'.encode("utf-16"), None),
                    "Latin-1": ("# é".encode("cp1252"), None),
                },
                46: {
                    "CRLF": ('delimiter = ","\r\n\r\n', TAKEN),
                    "CR": ("a = 1\rb", None),
                },
                47: {"nothing": ("", TAKEN), "cut off": ("delimiter = ", None)},
                50: {
                    "of two": ('delimiter = ";;"', None),
                    "a quote": ("delimiter = '\"'", None),
                },
            },
        ),
    ),
    without={
        "no id of a register is a UUID": [24],
        "of a row's days, told in the register's own entry": [36, 38],
        "CSV's own: the mapping says only how it is parted": [39, 40, 41, 45, 48],
        "TOML has no workbooks, and no entities": [51, 52, 53, 54, 55],
        "a mapping names no case, step, event or store": [59, 60, 62, 63, 64],
    },
    echoes="headings and columns are the council's own words, and no person's",
)


# --- A workbook -----------------------------------------------------------------------


def workbook() -> bytes:
    """Return a workbook with a register in it."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for at, row in enumerate((list(ROW), list(ROW.values()))):
            book.add_worksheet(f"{at}").write_row(0, 0, row)
    return made.getvalue()


WORKBOOK = Entry(
    name="a workbook in place of a register",
    tries=documents(
        sheet,
        {
            number: {"as it is": (workbook(), None)}
            for number in (29, 51, 52, 53, 54, 55)
        },
    ),
    without={
        "a workbook is refused as a whole, whatever is in it: the register is CSV": [
            number for number in range(1, 65) if number not in {29, *range(51, 56)}
        ],
    },
)


# --- Days to count from ---------------------------------------------------------------


def counted(raw: bytes, _: Path) -> Came:
    """Give a file of days; what is told is the due dates."""
    ran = call("working-days", "add", "--csv", "-", stdin=raw)
    assert ran.code in {0, 1, 2}, ran.err
    if ran.code == 2:
        return Refused(ran.err)
    rows = list(csv.reader(io.StringIO(ran.out)))[1:]
    dates = [row[-1] for row in rows]
    if ran.code == 1 and not any(dates):
        return Refused(ran.err)
    return Found((dates,))


def day_to_count(given: str, folder: Path) -> Came:
    """Give one day; it comes back as it was."""
    raw = as_csv([{"start_date": given, "working_days": "0"}])
    came = counted(raw, folder)
    return came if isinstance(came, Refused) else Found((given,))


def days_to_count(given: str, folder: Path) -> Came:
    """Give a number of days from Mon 3 Apr 2023."""
    return counted(
        as_csv([{"start_date": "2023-04-03", "working_days": given}]), folder
    )


COUNTS = "start_date,working_days\n"
# Good Friday and Easter Monday lie between (docs: the README's example).
TENTH = "2023-04-03,10\n"
DUE = ["2023-04-19"]
NUMBER = {
    18: dict.fromkeys(("NaN", "Infinity", "1e1000000", "1.5")),
    19: dict.fromkeys(("9" * 5_000, "9223372036854775808", "-999999999")),
    23: {**dict.fromkeys(("1_0", "True", "\uff11\uff10")), " 10 ": DUE, "+10": DUE},
}

WORKING_DAYS = Entry(
    name="days to count from, as CSV",
    tries=together(
        values(
            "start_date",
            {**DAYS, 35: {"0001-01-01": None, "9999-12-31": None}},
            day_to_count,
            "",
        ),
        values("line 2", NUMBER, days_to_count, "line 2"),
        documents(
            counted,
            {
                1: {"in a cell": (b"start_date,working_days\n\xed\xa0\x80,1\n", None)},
                2: {"in a cell": (COUNTS + "2023-04-03\0,10\n", None)},
                3: {"in a cell": (COUNTS + "2023-04-03\x1b,10\n", None)},
                39: {"in line 2": (COUNTS + '"2023-04-03,1\n' + TENTH, ["", *DUE])},
                40: {"in line 2": (COUNTS + '"2023-04-03"x,1\n' + TENTH, ["", *DUE])},
                41: {
                    "short, long": (
                        COUNTS + "2023-04-03\n1,2,3\n" + TENTH,
                        ["", "", *DUE],
                    )
                },
                42: {"missing": ("a,b\n" + TENTH, None)},
                43: {"UTF-8": ("\ufeff" + COUNTS + TENTH, DUE)},
                44: {"UTF-16": ((COUNTS + TENTH).encode("utf-16"), None)},
                45: {"x": (COUNTS + "x" * 200_000 + ",1\n" + TENTH, ["", *DUE])},
                46: {"CRLF": ((COUNTS + TENTH).replace("\n", "\r\n"), DUE)},
                47: {"nothing": ("", None), "cut off": (COUNTS + "2023-04", None)},
                48: {"twice": (COUNTS + TENTH * 2, DUE * 2)},
                50: {"semicolons": ((COUNTS + TENTH).replace(",", ";"), None)},
            },
        ),
    ),
    without={
        "other columns pass through unread": [
            *(4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 22, 49, 56, 57, 58, 61),
        ],
        "it holds days and numbers alone, no objects": [15, 16, 17, 20, 21, 24],
        "days without steps, cases, events or a store": [36, 38, 59, 60, 62, 63, 64],
        "it is no workbook": [51, 52, 53, 54, 55],
    },
)
