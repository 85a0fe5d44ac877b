"""
The command as people run it: its exit code, what it printed, and where it left files.

`run` starts it as a process of its own; `call` runs the same entry point in this one,
thirty times faster. Both look for the log where `store` says.
"""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from unittest import mock

import attrs

from caseledger.cli import main

COMMAND = Path(sys.executable).with_name("caseledger")
WESTMINSTER = Path(__file__).parents[1] / "examples" / "westminster"
SERVICE = "Children and Family Services"

# A statutory complaint of the day from which the procedure's longest example counts.
ROW = {
    "service": SERVICE,
    "team": "Short Breaks",
    "reference": "CF-1",
    "procedure": "statutory",
    "received_on": "2023-04-03",
}

Cells = Mapping[str, str]


@attrs.frozen
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Return the lines of the standard output."""
        return self.out.splitlines()


def call(*arguments: object, store: object = None, stdin: bytes = b"") -> Ran:
    """Run the command in this process, through its real entry point."""
    out, err = io.BytesIO(), io.BytesIO()
    with (
        mock.patch.dict(os.environ, _environment(store), clear=True),
        mock.patch.object(sys, "argv", ["caseledger", *map(str, arguments)]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin))),
        mock.patch.object(sys, "stdout", io.TextIOWrapper(out, write_through=True)),
        mock.patch.object(sys, "stderr", io.TextIOWrapper(err, write_through=True)),
    ):
        code: object = None
        try:
            main()
        except SystemExit as done:
            code = done.code
        # Before the streams are gone, and the bytes with them.
        told = out.getvalue().decode(), err.getvalue().decode()
    assert isinstance(code, int)
    return Ran(code, *told)


def run(
    *arguments: object,
    store: object = None,
    stdin: bytes = b"",
    cwd: Path | None = None,
) -> Ran:
    """Run the command as a process of its own."""
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env=_environment(store),
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def _environment(store: object) -> dict[str, str]:
    without = {k: v for k, v in os.environ.items() if k != "CASELEDGER_STORE"}
    return without if store is None else {**without, "CASELEDGER_STORE": str(store)}


def write_register(folder: Path, **files: Sequence[Cells]) -> Path:
    """Write the files of a register, each with the columns that its rows fill."""
    folder.mkdir(exist_ok=True)
    for name, rows in files.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder
