"""A register whose every personal field holds a canary, and rows that go wrong."""

from pathlib import Path

from privacy.canaries import canary
from terminal import ROW, write_register

# The register's columns whose content is personal, and the reason for corrections.
FIRST = (
    *("s2_extension_reason", "suspension_reason", "description"),
    *("recommendation", "action", "owner", "evidence", "not_done_reason"),
)
CANARIES = {
    name: canary(number)
    for number, name in enumerate(
        [
            *FIRST,
            *(f"{field}, corrected" for field in FIRST),
            *("suspension_reason, noted late", "--because"),
        ],
    )
}
BAD = canary(100)
"""What stands in cells that cannot be read; it is never recorded."""

STAGE_2 = {
    **ROW,
    "s1_responded_on": "2023-04-18",
    "s1_outcome": "not_upheld",
    "s2_requested_on": "2023-05-15",
    "s2_basis": "dissatisfied",
    "s2_extended_on": "2023-06-01",
    "s2_extended_to": "2023-08-15",
}


def register(folder: Path, suffix: str = "") -> Path:
    """Write a register that can be recorded, canaries in every personal field."""
    text = {field: CANARIES[field + suffix] for field in FIRST}
    late = CANARIES["suspension_reason, noted late"] if suffix else ""
    suspended = {"suspended_on": "2023-07-03", "resumed_on": "2023-07-10"}
    action = {
        "reference": "CF-1",
        "source": "stage_1",
        "recommendation": text["recommendation"],
        "action": text["action"],
        "owner": text["owner"],
        "agreed_on": "2023-04-21",
        "due_on": "2023-06-21",
    }
    return write_register(
        folder,
        register=[
            {
                **STAGE_2,
                **suspended,
                "s2_extension_reason": text["s2_extension_reason"],
                "suspension_reason": text["suspension_reason"],
            },
            {**STAGE_2, **suspended, "reference": "CF-2", "suspension_reason": late},
        ],
        remedies=[
            {
                "reference": "CF-1",
                "source": "stage_1",
                "kind": "apology",
                "offered_on": "2023-04-21",
                "description": text["description"],
            },
        ],
        actions=[
            {**action, "done_on": "2023-06-14", "evidence": text["evidence"]},
            {**action, "source": "stage_2", "not_done_reason": text["not_done_reason"]},
        ],
    )


CORRECTED = ", corrected"

# Rows that are refused, each with the canary where the fault is, or beside it.
REFUSED = [
    {"received_on": BAD},
    {"received_on": f"2023-04-03 {BAD}"},
    {"procedure": BAD},
    {"s1_responded_on": "2023-04-18", "s1_outcome": BAD},
    {"s1_outcome": "upheld", "team": BAD},
    {"s1_responded_on": "2023-04-18", "theme": BAD},
    {"s1_extended_on": "2023-04-18", "s2_extension_reason": BAD},
    {"ombudsman_investigated": BAD},
    {"grounds_arose_on": "2024-01-01", "complainant": BAD},
    {"s1_responded_on": "2023-04-01", "s1_outcome": "upheld", "channel": BAD},
    {"withdrawn_on": "2023-04-05", "acknowledged_on": "2023-04-06", "team": BAD},
    {"procedure": "corporate", "s3_panel_met_on": "2023-09-01", "theme": BAD},
    {"procedure": "corporate", "s3_panel_members": BAD},
    {"received_on": "2098-01-06", "s2_extension_reason": BAD},
    {"service": "", "team": BAD},
    {"s2_extension_reason": f"{BAD}\u0001"},
    {"suspension_reason": f"{BAD}{'a' * 65_536}"},
    {"s2_investigating_officer": f"{BAD}\u200b"},
    {"team": f"{BAD}\u202e"},
    {"theme": f"{BAD}e{chr(0x301) * 40}"},
]
REFUSED_REMEDIES = [
    {"kind": BAD},
    {"amount_gbp": BAD},
    {"status": BAD},
    {"offered_on": BAD},
    {"offered_on": "2023-01-01", "description": BAD},
    {"reference": "CF-99", "description": BAD},
]
REFUSED_ACTIONS = [
    {"due_on": BAD},
    {"source": BAD},
    {"done_on": "2023-04-04", "agreed_on": "2023-04-05", "evidence": BAD},
    {"reference": "CF-99", "owner": BAD},
]


def refused(folder: Path) -> Path:
    """Write a register of which no row can be recorded."""
    write_register(
        folder,
        register=[
            {**ROW, "reference": f"RF-{number}", **cells}
            for number, cells in enumerate(REFUSED)
        ]
        # Two rows that share a reference and are not equal.
        + [{**ROW, "reference": "RF-99", "team": f"{BAD}{end}"} for end in "ab"],
        remedies=[{"reference": "CF-1", **cells} for cells in REFUSED_REMEDIES],
        actions=[{"reference": "CF-1", **cells} for cells in REFUSED_ACTIONS],
    )
    with (folder / "register.csv").open("a", encoding="utf-8") as file:
        # A row too short, one too long, and quotes that do not fit.
        file.write(f"{BAD}\n{BAD}{',' * 99}\n" + f'{BAD},"{BAD}" {BAD}\n"{BAD}')
    return folder


UNUSABLE = {
    "without a header": f"{BAD},CF-1,statutory,2023-04-03\n",
    "without a header, cells alike": f"{BAD},{BAD},CF-1,statutory,2023-04-03\n",
    "without columns": f"service,{BAD}\nA,{BAD}\n",
    "with other marks": f"service;{BAD};reference\nA;{BAD};C\n",
    "in another encoding": f"service,reference,procedure,received_on\n{BAD}\n",
}
"""Files that are no register at all, as text; the last one is written as Latin-1."""
