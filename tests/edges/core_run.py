"""
What the commands do with a register, in a process of its own, at a moment.

    python core_run.py FOLDER england|machine

It is 2024-07-09T23:30Z: in England the 10th. Whatever is printed or written goes into
FOLDER. With `machine` the day is the machine's own: a saboteur.
"""

import sys
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from unittest import mock
from uuid import UUID

from caseledger.cli import importing, store
from caseledger.eventlog import SystemClock
from terminal import SERVICE, call, write_register

NOW = datetime(2024, 7, 9, 23, 30, tzinfo=UTC)
ROWS = [
    {
        "service": SERVICE,
        "team": "Équipe Zoë",
        "reference": f"CF-{number}",
        "procedure": "statutory",
        "theme": theme,
        "received_on": received,
        "s1_responded_on": answered,
        "s1_outcome": "upheld" if answered else "",
        "suspension_reason": "",
    }
    for number, (theme, received, answered) in enumerate(
        [
            ("İstanbul", "2024-03-28", "2024-04-15"),
            ("istanbul", "2024-03-31", ""),
            ("ISTANBUL", "2024-06-26", "2024-07-10"),
            ("\u0131stanbul", "2024-06-25", ""),
            ("Zoë", "2024-06-26", ""),
            ("", "2024-07-10", ""),
            # A day that has not come yet.
            ("x", "2024-07-11", ""),
        ]
    )
]


class Stopped(SystemClock):
    """The clock at the moment."""

    def now(self) -> datetime:
        return NOW


class Machines(Stopped):
    """What `date.today()` would give then."""

    def today(self) -> date:
        return NOW.astimezone().date()


def main(folder: str, whose: str) -> None:
    """Run the commands."""
    out = Path(folder)
    clock = {"england": Stopped, "machine": Machines}[whose]
    ids = (UUID(int=number) for number in count(1))
    # The log's own id and path are another in every run.
    log = f"sqlite:///{out.parent / f'{out.name}.db'}"
    with (
        mock.patch.object(importing, "SystemClock", clock),
        mock.patch.object(store, "SystemClock", clock),
        mock.patch.object(importing, "uuid4", side_effect=ids),
    ):
        register = write_register(out / "register", register=ROWS)
        said = []
        for arguments in (
            ("import", register, "--rejects", out / "rejects.csv"),
            ("import", register),
            ("due", "--milestones", "--format", "json"),
            ("due", "--format", "csv"),
            ("report", "2024-25", "--out", out / "report"),
            *(("history", f"CF-{number}") for number in range(7)),
            ("history", "CF-0", "--format", "json"),
            ("history", "CF-0", "--on", "2024-07-09"),
            ("explain", "CF-1"),
            ("what-next", "CF-1"),
            *(("read-models", "export", name) for name in ("complaints", "due_dates")),
            ("working-days", "add", "2024-03-28", "10", "--explain"),
        ):
            ran = call(*arguments, store=log)
            said.append(f"{ran.code}\n{ran.out}\n{ran.err}".replace(str(out), "OUT"))
    (out / "said.txt").write_text("\n".join(said), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
