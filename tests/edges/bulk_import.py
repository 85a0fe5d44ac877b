"""
An import in a process of its own, which tells how far it is: to be killed.

    python bulk_import.py FOLDER STORE whole|forgetful

A byte goes to standard error for every 100 rows. At the end it prints what became of
the rows, and the most memory that it had in kilobytes, as a line of JSON.
"""

import json
import os
import re
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from caseledger.eventlog import open_log
from caseledger.register import import_register, records
from caseledger.sheets import register_sheets
from register.registers import choices


def main(folder: str, store: str, how: str) -> None:
    """Import a folder."""
    rows = 0

    def tell(_file: str) -> None:
        nonlocal rows
        rows += 1
        if rows % 100 == 0:
            os.write(2, b".")

    log = open_log(store)
    with pytest.MonkeyPatch.context() as patch:
        if how == "forgetful":
            # A row is not known by its reference when it comes again.
            patch.setattr(records.Records, "__attrs_post_init__", lambda _: None)
            patch.setattr(records, "reservation", lambda *_: uuid4().hex)
        summary = import_register(
            log,
            register_sheets(Path(folder)),
            choices(),
            new_id=lambda: uuid4().hex,
            progress=tell,
        )
    log.close()
    total = summary.total
    told = {
        "read": total.read,
        "accounted": total.imported + total.unchanged + total.refused,
        "imported": total.imported,
        "rejected": [[one.file, one.row, one.rule] for one in summary.rejected],
        "kilobytes": most_memory(),
    }
    sys.stdout.write(json.dumps(told))


def most_memory() -> int:
    """Return the most that this program had; `ru_maxrss` begins with its parent's."""
    [told] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(told)


if __name__ == "__main__":
    main(*sys.argv[1:])
