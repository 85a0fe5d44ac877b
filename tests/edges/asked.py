"""Where people and programs ask for something: commands as JSON, and arguments."""

import json
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from shutil import copyfile
from tempfile import mkdtemp
from typing import Any

from caseledger.access import LOCAL_STORE, Access
from caseledger.casework import Casework
from caseledger.complaint import Refusal
from caseledger.eventlog import SystemClock, memory_log, open_log
from caseledger.requests import BadRequest, read_requests
from caseledger.testing import numbered_ids
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
from edges.kinds import CANARY, DAYS, NUMBERS
from register.registers import events
from terminal import ROW, Ran, call, write_register

# --- Commands as JSON -----------------------------------------------------------------

BY = {"id": "user-17", "role": "officer"}
RECEIVE: Mapping[str, Any] = {
    "command": "receive",
    "reference": "CF-1",
    "command_id": "first",
    "by": BY,
    "on": "2023-04-03",
    "procedure": "statutory",
    "service": "Children and Family Services",
}
REMEDY = {
    "command": "offer_remedy",
    "reference": "CF-1",
    "by": BY,
    "on": "2023-04-21",
    "source": "stage_1",
    "kind": "payment",
}


def done(raw: bytes, column: str) -> Came:
    """Do what some JSON asks for, after nothing."""
    log = memory_log()
    casework = Casework(log=log, clock=SystemClock(), new_id=numbered_ids())
    try:
        for one in read_requests(raw):
            casework.handle(
                one.reference, one.command, by=one.actor, command_id=one.command_id
            )
    except (BadRequest, Refusal) as refused:
        received = len(events(log, "CF-1"))
        return Refused(f"{refused} {refused!r}", max(0, received - 1))
    match column:
        case "desired_outcome":
            return Found(told_of(log))
        case "amount_pence":
            last = events(log, "CF-1")[-1].event
            return Found((getattr(last, "amount_pence", None),))
        case "":
            return Found((len(events(log, "CF-1")),))
        case "on":
            return Found((str(found_again(log, "received_on")[0]),))
        case _:
            return Found(found_again(log, column))


def field(name: str, given: object, _: Path) -> Came:
    """Receive a complaint with a field of this value."""
    return done(json.dumps({**RECEIVE, name: given}).encode(), name)


def pence(given: str, _: Path) -> Came:
    """Offer a remedy of this amount, as JSON writes it."""
    remedy = json.dumps({**REMEDY, "amount_pence": 0})
    raw = json.dumps(RECEIVE) + remedy.replace(
        '"amount_pence": 0', f'"amount_pence": {given}'
    )
    return done(raw.encode(), "amount_pence")


def asks(raw: bytes, _: Path) -> Came:
    """Do what a document asks for, and tell how many events there are."""
    return done(raw, "")


def with_(**fields: object) -> str:
    """Return the request to receive a complaint with other fields."""
    return json.dumps({**RECEIVE, **fields})


RECEIVED = with_()
WITHDRAW = json.dumps({**RECEIVE, "command": "withdraw", "command_id": "w"}).replace(
    ', "procedure": "statutory", "service": "Children and Family Services"', ""
)
ANEW = WITHDRAW.replace('"w"', '"x"')

JSON = Entry(
    name="commands as JSON",
    tries=together(
        texts("theme", "line", partial(field, "theme"), {10: ""}),
        texts("complainant_id", "id", partial(field, "complainant_id"), {10: ""}),
        texts("desired_outcome", "note", partial(field, "desired_outcome"), {10: ""}),
        values("on", DAYS, partial(field, "on")),
        values("amount_pence", NUMBERS, pence, ""),
        {
            9: [
                Try(name, partial(field, name, nothing), None, name)
                for name in ("service", "reference", "theme")
                for nothing in ("", " ", "\u00a0")
            ]
            + [
                Try(name, partial(field, name, nothing), None, name)
                for name in ("service", "reference")
                for nothing in ("N/A", "-", "null")
            ],
            23: [
                *(
                    Try("oral", partial(field, "oral", wrong), None, "oral")
                    for wrong in ("yes", 1, 0, "t", "true", [True])
                ),
                *(
                    Try("theme", partial(field, "theme", wrong), None, "theme")
                    for wrong in (1, True, ["delay"])
                ),
                *(
                    Try("on", partial(field, "on", wrong), None, "on")
                    for wrong in (20230403, True, ["2023-04-03"])
                ),
            ],
            27: [Try("on", partial(field, "on", 0), None, "on")],
            28: [Try("on", partial(field, "on", 1_700_000_000), None, "on")],
            29: [Try("on", partial(field, "on", 45292), None, "on")],
        },
        documents(
            asks,
            {
                15: {
                    "for text": (with_(theme={"_type_": "x", "_data_": CANARY}), None)
                },
                16: {
                    "for a day": (
                        with_(on={"_type_": "date", "_data_": "2023-04-03"}),
                        None,
                    )
                },
                17: {
                    "lists": ("[" * 100_000, None),
                    "objects": ('{"by":' * 100_000, None),
                    "in a field": (
                        RECEIVED.replace('"statutory"', "[" * 50_000 + "]" * 50_000),
                        None,
                    ),
                },
                20: {"a key that is none": ('{1: "receive"}', None)},
                21: {
                    "a field": (
                        RECEIVED.replace("{", '{"on": "2023-04-04", ', 1),
                        None,
                    ),
                    "deeper": (RECEIVED.replace('{"id"', '{"id": "b", "id"'), None),
                },
                22: {
                    "ours": (with_(themes="x"), None),
                    "another": (with_(**{CANARY: 1}), None),
                },
                36: {
                    "grounds after receipt": (
                        with_(grounds_arose_on="2023-04-04"),
                        None,
                    )
                },
                43: {"UTF-8": ("\ufeff" + RECEIVED, 1)},
                44: {
                    "UTF-16": (RECEIVED.encode("utf-16"), None),
                    "Latin-1": (
                        json.dumps(
                            {**RECEIVE, "theme": "é"}, ensure_ascii=False
                        ).encode("cp1252"),
                        None,
                    ),
                },
                46: {"CR and LF": (RECEIVED.replace(", ", ",\r\n"), 1)},
                47: {"nothing": ("", None), "cut off": (RECEIVED[:-9], None)},
                48: {
                    "the same": (RECEIVED * 2, 1),
                    "not the same": (RECEIVED + with_(theme="x"), None),
                },
                59: {"unknown": (WITHDRAW.replace("CF-1", "CF-2"), None)},
                60: {
                    "before receipt": (WITHDRAW, None),
                    "the same again": (RECEIVED + WITHDRAW * 2, 2),
                },
                63: {
                    "a class": (with_(command="caseledger.complaint:Receive"), None),
                    "a module": (with_(command="os.system"), None),
                },
            },
        ),
        {60: [Try("withdrawn twice", lambda _: _again(), None)]},
    ),
    without={
        "command ids are texts of the asker's own: none is a UUID": [24],
        "not what is read but when: tests/edges/test_clock_jumps.py": [38],
        "CSV's own, and a spreadsheet's": [39, 40, 41, 42, 45, 50],
        "it is no workbook": [51, 52, 53, 54, 55],
        "what very many events cost is measured in bench/": [62],
        "a command names no store": [64],
    },
)


def _again() -> Came:
    came = done((RECEIVED + WITHDRAW + ANEW).encode(), "")
    # The first withdrawal stands; the second left nothing.
    return Refused(came.said, came.left - 1) if isinstance(came, Refused) else came


# --- Arguments ------------------------------------------------------------------------


@cache
def _made() -> Path:
    """Make a log with one complaint, to be copied."""
    folder = Path(mkdtemp())
    write_register(folder / "register", register=[ROW])
    path = folder / "log.db"
    assert call("import", folder / "register", store=f"sqlite:///{path}").code == 0
    return path


def _log_in(folder: Path) -> str:
    copyfile(_made(), folder / "log.db")
    return f"sqlite:///{folder / 'log.db'}"


def _refused(ran: Ran, left: int = 0) -> Refused:
    assert ran.code in {2, 3, 6}, ran
    assert all(one.isprintable() or one == "\n" for one in ran.err), ran
    return Refused(ran.err, left)


def looking(option: str, given: str, folder: Path) -> Came:
    """Look at a case as somebody; what is recorded of that is found again."""
    store = _log_in(folder)
    page = folder / "case.html"
    ran = call(
        *("history", "CF-1", "--format", "html", "--out", page, option, given),
        store=store,
    )
    log = open_log(store)
    access = Access(
        log=log, clock=SystemClock(), new_id=numbered_ids(), policy=LOCAL_STORE
    )
    looks = access.who(events(log, "CF-1")[0].stream)
    log.close()
    if ran.code:
        return _refused(ran, len(looks) + page.exists())
    [look] = looks
    return Found(
        (
            {
                "--actor": look.actor.id,
                "--role": look.actor.role,
                "--reason": look.reason,
            }[option],
        )
    )


def on_day(given: str, folder: Path) -> Came:
    """Ask what is due on a day."""
    ran = call("due", "--on", given, store=_log_in(folder))
    if ran.code:
        return _refused(ran)
    return Found((ran.out.rpartition("overdue on ")[2].partition(",")[0],))


def since(given: str, folder: Path) -> Came:
    """Ask what was recorded after an instant."""
    ran = call("history", "CF-1", "--changed-since", given, store=_log_in(folder))
    return _refused(ran) if ran.code else Found((ran.lines[0],))


def tenth(given: str, _: Path) -> Came:
    """Count working days from Mon 3 Apr 2023."""
    ran = call("working-days", "add", "2023-04-03", given)
    return _refused(ran) if ran.code else Found(tuple(ran.lines))


def said(*arguments: str) -> Try:
    """Try arguments that are refused."""

    def give(folder: Path) -> Came:
        ran = call(*arguments, store=_log_in(folder))
        return _refused(ran) if ran.code else Found(tuple(ran.lines))

    return Try(" ".join(arguments)[:40], give, None)


INSTANTS: Mapping[int, Mapping[str, object]] = {
    28: {"1700000000": None},
    30: {"2024-01-02T09:30:00": None},
    31: {"2023-03-26T01:30:00": None, "2023-03-26T01:30:00Z": "CF-1: 1 event"},
    32: {"2023-10-29T01:30:00": None, "2023-10-29T01:30:00+01:00": "CF-1: 1 event"},
    33: {"2024-07-01T23:30:00Z": "CF-1: 1 event"},
    34: dict.fromkeys(
        (
            *("2024-01-01T24:00:00Z", "2024-01-01T23:59:60Z"),
            *("2024-01-01T09:00:00+25:00", "0001-01-01T00:00:00+14:00"),
        )
    ),
}
COUNTED: Mapping[int, Mapping[str, object]] = {
    18: dict.fromkeys(("nan", "inf", "1e3", "1.5")),
    19: dict.fromkeys(("9" * 5_000, "9223372036854775808", "-999999999")),
    23: {**dict.fromkeys(("1_0", " 10 ", "\uff11\uff10", "ten")), "+10": "2023-04-19"},
}
UNKNOWN = ("", "\x1b[2J", "CF-2", "' OR 1=1 --", "%", "x" * 100_000, "\udcff")
STORES = (
    *("sqlite:///", "sqlite:///a?vfs=unix", "sqlite:///a#b", "sqlite:///file:a"),
    *("sqlite:///:memory:", "sqlite:///a?mode=memory", "SQLITE:///a", "mysql://a"),
    *("postgresql://u:Zqpé@x@h/d", "postgresql://[", "postgresql://h/d?schema=pg_x"),
    *("postgresql://h/d?schema=a&schema=b", "sqlite:///" + "x" * 5_000),
)

ARGUMENTS = Entry(
    name="arguments of the command line",
    tries=together(
        texts("--actor", "id", partial(looking, "--actor")),
        texts("--role", "line", partial(looking, "--role")),
        texts("--reason", "note", partial(looking, "--reason")),
        values("--on", DAYS, on_day, ""),
        values("--changed-since", INSTANTS, since),
        values("N", COUNTED, tenth, ""),
        {
            9: [
                said("history", "CF-1", "--format", "html", "--actor", one)
                for one in ("", " ")
            ],
            22: [said("due", "--frob"), said("frobnicate")],
            25: [
                said("report", one) for one in ("2023-25", "2023", "2023-24\n", "23-24")
            ],
            35: [said("report", one) for one in ("0000-01", "9999-00", "1066-67")],
            59: [
                said(name, one)
                for name in ("history", "explain", "what-next", "who")
                for one in UNKNOWN
            ],
            61: [
                said("cases", "2023-24", "'; --"),
                said("due", "--within", "1000000000"),
                said("read-models", "export", "complaints; DROP TABLE complaints"),
            ],
            64: [said("--store", one, "history", "CF-1") for one in STORES],
        },
    ),
    without={
        "no option is a UUID": [24],
        "an argument is a text: it holds no objects or keys": [17, 20],
        "the last of an option told twice holds, as on every command line": [21],
        "each step is a command as JSON": [36, 60, 62],
        "not what is read but when: tests/edges/test_clock_jumps.py": [38],
        "files are tried where they come in": [
            *range(39, 49),
            *range(50, 56),
            63,
        ],
    },
    echoes="who typed it is told what they typed",
)
